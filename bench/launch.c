/*
 * launch.c: runs a command and reports what it used: `launch FD SECONDS COMMAND ARG...`.
 *
 * Linux counts into a child's peak memory what its parent had resident when it was made.  A parent as
 * small as this one keeps that below a megabyte, where a Python interpreter would add fifteen.  Writes one
 * line to descriptor FD: user and system microseconds, peak kilobytes, wait status, whether it was killed
 * after SECONDS.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;
static volatile sig_atomic_t late;

static void expire(int signal_number)
{
    (void)signal_number;
    late = 1;
    kill(child, SIGKILL);
}

int main(int argc, char **argv)
{
    struct rusage used;
    int status = 0;

    if (argc < 4)
        return 2;
    child = fork();
    if (child == 0) {
        close(atoi(argv[1]));
        execvp(argv[3], argv + 3);
        _exit(127);
    }
    if (child < 0)
        return 2;
    signal(SIGALRM, expire);
    alarm((unsigned)atoi(argv[2]));
    while (wait4(child, &status, 0, &used) < 0)
        continue;
    dprintf(atoi(argv[1]), "%ld %ld %ld %d %d\n",
            used.ru_utime.tv_sec * 1000000L + used.ru_utime.tv_usec,
            used.ru_stime.tv_sec * 1000000L + used.ru_stime.tv_usec, used.ru_maxrss, status, (int)late);
    return 0;
}
