#ifndef CMEMORY_H
#define CMEMORY_H

/* What Swift's Glibc lacks of the system's library. */

/* Blocks of at least so many bytes are the system's own, and go back to it when they are freed. */
void cmemory_give_back_blocks(int bytes);

/* Threads share so many heaps, for each keeps what its threads once needed. */
void cmemory_share_heaps(int count);

/* Whole pages that nothing in a heap uses go back to the system. */
void cmemory_give_back_pages(void);

/* Lets go of the code pages of program and libraries: those that are run again come back from the file. */
void cmemory_let_go_of_code(void);

#endif
