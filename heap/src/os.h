/* os.h: what the heap asks of the operating system; one os_*.c per system. */
#ifndef GC_OS_H
#define GC_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reserves bytes of zeroed, writable address space that costs nothing until touched; NULL if refused. */
void *gc__os_reserve(size_t bytes);
/* Replaces what is mapped in a range by fresh zeroed memory. */
bool gc__os_reserve_at(void *address, size_t bytes);
void gc__os_release(void *address, size_t bytes);

/* Gives the memory behind a range back; it reads as zeros afterwards. */
void gc__os_discard(void *address, size_t bytes);

/* Asks for huge pages in a range, or for small ones from now on; may be refused silently. */
void gc__os_want_huge(void *address, size_t bytes, bool want);

/* Puts memory behind a range of which others may use parts meanwhile; false: the system does not do that. */
bool gc__os_populate(void *address, size_t bytes);

/* Makes a range unreadable, and readable (zeroed) again; false if the system refused. */
bool gc__os_forbid(void *address, size_t bytes);
bool gc__os_allow(void *address, size_t bytes);

/* Maps bytes of a file copy-on-write at address, over reserved space. */
bool gc__os_map_file(void *address, size_t bytes, int fd, size_t offset, bool writable);

/* Nanoseconds of a monotonic clock. */
uint64_t gc__os_now_ns(void);
/* Nanoseconds that this thread ran on a processor: a system call, some 0.3 us. */
uint64_t gc__os_thread_ns(void);

/*
 * Memory of the machine or, if less, of the process's control groups.  root: see os_cgroup.c; of the system's own, what
 * the process's first call found.
 */
size_t gc__os_memory_bytes(const char *root);

/* The tightest control group on the process's path: its limit (0: none has one) and what it uses. */
struct gc__cgroup {
    size_t limit, used;
};
struct gc__cgroup gc__os_cgroup(const char *root);
/* Per cent of the last ten seconds in which some, or all, processes waited for memory; 0 where not known. */
void gc__os_stall(const char *root, double *some, double *full);

int gc__os_pid(void);

/* Sets bytes[i] to what of the i-th of count blocks of block_bytes each, from address on, lies in memory. */
void gc__os_resident(void *address, size_t block_bytes, size_t count, size_t *bytes);
/* Lets another thread run. */
void gc__os_yield(void);

#endif
