/* random.h: the numbers that a program and its twins draw alike, and how much work is asked for. */
#ifndef BENCH_RANDOM_H
#define BENCH_RANDOM_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* xorshift of 64 bits; the state is never 0. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state;

    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

/* A number below limit. */
static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)((next_random(state) >> 32) * limit >> 32);
}

/* The program's argument, a percentage of amount; all of it without one. */
static inline int scaled(int argc, char **argv, int amount)
{
    int percent = argc > 1 ? atoi(argv[1]) : 100;
    int result = (int)((int64_t)amount * percent / 100);

    return result > 0 ? result : 1;
}

#endif
