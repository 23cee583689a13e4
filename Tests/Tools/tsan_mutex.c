// Tells ThreadSanitizer of the locks that it cannot see; `make tsan` links this into what it builds, nothing else does.
//
// Swift's Mutex takes a lock that nobody holds, and leaves one that nobody waits for, by atomics in the code that uses it, which
// is built with the sanitizer. All else is done in libswiftSynchronization, which is not: whatever was touched under a lock that
// somebody had to wait for would be reported as touched in no order. These functions stand before that library's three, do what
// they do, and say so.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

// Weak, since tools that help to build are linked with this too, and without the sanitizer.
void __tsan_acquire(void *) __attribute__((weak));
void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *self

// `_MutexHandle._lockSlow(UInt32)`, `_unlockSlow()` and `_tryLockSlow() -> Bool`.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"

static SWIFT void (*real_lock)(uint32_t thread, SELF);
static SWIFT void (*real_unlock)(SELF);
static SWIFT bool (*real_try_lock)(SELF);

__attribute__((constructor)) static void find(void) {
    real_lock = dlsym(RTLD_NEXT, LOCK);
    real_unlock = dlsym(RTLD_NEXT, UNLOCK);
    real_try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
}

SWIFT void lock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void unlock(SELF) __asm__(UNLOCK);
SWIFT bool try_lock(SELF) __asm__(TRY_LOCK);

SWIFT void lock(uint32_t thread, SELF) {
    real_lock(thread, self);
    if (__tsan_acquire) __tsan_acquire(self);
}

SWIFT void unlock(SELF) {
    if (__tsan_release) __tsan_release(self);
    real_unlock(self);
}

SWIFT bool try_lock(SELF) {
    bool is_taken = real_try_lock(self);
    if (is_taken && __tsan_acquire) __tsan_acquire(self);
    return is_taken;
}
