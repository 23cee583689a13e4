#define _GNU_SOURCE
#include "CMemory.h"
#include <link.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void cmemory_give_back_blocks(int bytes) {
    mallopt(M_MMAP_THRESHOLD, bytes);
}

void cmemory_share_heaps(int count) {
    mallopt(M_ARENA_MAX, count);
}

void cmemory_give_back_pages(void) {
    malloc_trim(0);
}

/* Code is mapped from its file and never written, so nothing is lost; what can be written is left alone. */
static int let_go(struct dl_phdr_info *object, size_t size, void *page) {
    (void)size;
    uintptr_t mask = *(uintptr_t *)page - 1;
    if (object->dlpi_name && strstr(object->dlpi_name, "vdso")) return 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X) || (part->p_flags & PF_W)) continue;
        uintptr_t start = (object->dlpi_addr + part->p_vaddr + mask) & ~mask;
        uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_filesz) & ~mask;
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void cmemory_let_go_of_code(void) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    dl_iterate_phdr(let_go, &page);
}
