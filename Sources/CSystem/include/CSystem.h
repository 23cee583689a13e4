#ifndef CSYSTEM_H
#define CSYSTEM_H

/* What Swift's Glibc lacks of the system's library. */

/* Blocks of at least so many bytes are the system's own, and go back to it when they are freed. */
void csystem_give_back_blocks(int bytes);

#endif
