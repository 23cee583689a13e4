/* Preloaded into a program, writes when each of its fdatasync ended: a double, the monotonic clock's seconds, to the file DISK_WAITS. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int (*original)(int);
static int file = -1;

__attribute__((constructor)) static void begin(void) {
    original = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    const char *path = getenv("DISK_WAITS");
    if (path) file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

int fdatasync(int descriptor) {
    int result = original(descriptor);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
    if (write(file, &seconds, sizeof seconds) != sizeof seconds) abort();
    return result;
}
