#include "CSystem.h"
#include <malloc.h>

void csystem_give_back_blocks(int bytes) {
    mallopt(M_MMAP_THRESHOLD, bytes);
}
