/*
 * cpu_clock.c: preloaded, a monotonic clock that stands while the thread does not run, so that pauses are measured in the
 * time that they take and not in what else the machine does meanwhile.  For programs of one thread.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    return (int)syscall(SYS_clock_gettime, clock == CLOCK_MONOTONIC ? CLOCK_THREAD_CPUTIME_ID : clock, now);
}
