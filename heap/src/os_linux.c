/*
 * os_linux.c: reserve, discard, protect, clock, memory size and threads on Linux.
 *
 * Address space is reserved readable and writable without swap being set aside for it, in one mapping:
 * taking a page into use is then no system call, and a heap costs one mapping.  Only quarantined pages
 * (stress mode) are split off, by mprotect.
 */
#include "os.h"
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

void *gc__os_reserve(size_t bytes)
{
    void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return address == MAP_FAILED ? NULL : address;
}

bool gc__os_reserve_at(void *address, size_t bytes)
{
    return mmap(address, bytes, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) == address;
}

void gc__os_release(void *address, size_t bytes)
{
    munmap(address, bytes);
}

void gc__os_discard(void *address, size_t bytes)
{
    if (madvise(address, bytes, MADV_DONTNEED) != 0)
        memset(address, 0, bytes);
}

void gc__os_want_huge(void *address, size_t bytes, bool want)
{
    madvise(address, bytes, want ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
}

bool gc__os_populate(void *address, size_t bytes)
{
    enum { POPULATE_WRITE = 23 }; /* since Linux 5.14; not in every libc's headers */

    return madvise(address, bytes, POPULATE_WRITE) == 0;
}

bool gc__os_forbid(void *address, size_t bytes)
{
    return mprotect(address, bytes, PROT_NONE) == 0;
}

bool gc__os_allow(void *address, size_t bytes)
{
    if (mprotect(address, bytes, PROT_READ | PROT_WRITE) != 0)
        return false;
    gc__os_discard(address, bytes);
    return true;
}

bool gc__os_map_file(void *address, size_t bytes, int fd, size_t offset, bool writable)
{
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;

    return mmap(address, bytes, protection, MAP_PRIVATE | MAP_FIXED, fd, (off_t)offset) == address;
}

static uint64_t read_clock(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t gc__os_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

uint64_t gc__os_thread_ns(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static size_t find_memory_bytes(const char *root)
{
    size_t machine = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    size_t group = gc__os_cgroup(root).limit;

    return group != 0 && group < machine ? group : machine;
}

/*
 * Looked up once a process: reading the control group's files takes longer than all else in making a heap.
 * Threads that come first at the same time all find the same.
 */
size_t gc__os_memory_bytes(const char *root)
{
    static size_t known;
    size_t bytes = __atomic_load_n(&known, __ATOMIC_RELAXED);

    if (root[0] != 0)
        return find_memory_bytes(root);
    if (bytes == 0) {
        bytes = find_memory_bytes(root);
        __atomic_store_n(&known, bytes, __ATOMIC_RELAXED);
    }
    return bytes;
}

int gc__os_pid(void)
{
    return (int)getpid();
}

enum { VECTOR_BYTES = 4096 };

void gc__os_resident(void *address, size_t block_bytes, size_t count, size_t *bytes)
{
    unsigned char in_memory[VECTOR_BYTES];
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = block_bytes / page;
    size_t at_once = VECTOR_BYTES / pages;

    for (size_t i = 0; i < count; i += at_once) {
        size_t blocks = count - i < at_once ? count - i : at_once;
        bool known = mincore((char *)address + i * block_bytes, blocks * block_bytes, in_memory) == 0;

        for (size_t j = 0; j < blocks; j++) {
            bytes[i + j] = known ? 0 : block_bytes; /* a system that does not tell: all of it */
            for (size_t k = 0; known && k < pages; k++)
                bytes[i + j] += in_memory[j * pages + k] & 1 ? page : 0;
        }
    }
}

void gc__os_yield(void)
{
    sched_yield();
}
