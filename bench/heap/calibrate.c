/*
 * calibrate.c: arithmetic that needs no memory, so that its time shows how fast the machine is just now.
 * With the argument 0 it does nothing: the peak memory of an empty program.
 */
#include "random.h"

int main(int argc, char **argv)
{
    uint64_t state = 1;

    if (argc > 1 && argv[1][0] == '0')
        return 0;
    for (int i = 0; i < 20000000; i++)
        next_random(&state);
    printf("%llu\n", (unsigned long long)state);
    return 0;
}
