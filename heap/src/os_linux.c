/*
 * os_linux.c: reserve, discard, protect, clock, memory size and threads on Linux.
 *
 * Address space is reserved readable and writable without swap being set aside for it, in one mapping:
 * taking a page into use is then no system call, and a heap costs one mapping.  Only quarantined pages
 * (stress mode) are split off, by mprotect.
 */
#define _GNU_SOURCE
#include "os.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
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

void gc__os_want_huge(void *address, size_t bytes)
{
    madvise(address, bytes, MADV_HUGEPAGE);
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

uint64_t gc__os_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The number in a one-line file; 0 if there is none ("max"). */
static size_t number_in_file(const char *path)
{
    FILE *file = fopen(path, "re");
    unsigned long long number = 0;

    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu", &number) != 1)
        number = 0;
    fclose(file);
    return (size_t)number;
}

/* The limit of the process's control group of version 2 or 1, and of those above it; 0: none. */
static size_t control_group_bytes(void)
{
    char line[512], path[700];
    size_t least = 0;
    FILE *file = fopen("/proc/self/cgroup", "re");

    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL) {
        bool v2 = strncmp(line, "0::", 3) == 0;
        char *group = v2 ? line + 3 : strstr(line, ":memory:");

        if (group == NULL)
            continue;
        if (!v2)
            group += strlen(":memory:");
        group[strcspn(group, "\n")] = 0;
        for (;;) {
            const char *root = v2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
            const char *name = v2 ? "memory.max" : "memory.limit_in_bytes";
            snprintf(path, sizeof path, "%s%s/%s", root, group, name);
            size_t bytes = number_in_file(path);
            if (bytes != 0 && (least == 0 || bytes < least))
                least = bytes;
            char *slash = strrchr(group, '/');
            if (slash == NULL)
                break;
            *slash = 0;
        }
    }
    fclose(file);
    return least;
}

size_t gc__os_memory_bytes(void)
{
    size_t machine = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    size_t group = control_group_bytes();

    return group != 0 && group < machine ? group : machine;
}

int gc__os_pid(void)
{
    return (int)getpid();
}

/* ---- threads ---- */

unsigned gc__os_processors(void)
{
    cpu_set_t set;

    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return (unsigned)CPU_COUNT(&set);
}

bool gc__os_start_thread(void *(*run)(void *unused))
{
    enum { STACK_BYTES = 256 << 10 };
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    bool started = false;

    if (pthread_attr_init(&attributes) != 0)
        return false;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    if (pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0 &&
        pthread_attr_setstacksize(&attributes, STACK_BYTES) == 0)
        started = pthread_create(&thread, &attributes, run, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return started;
}

void gc__os_yield(void)
{
    sched_yield();
}
