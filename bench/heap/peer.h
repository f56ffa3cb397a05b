/*
 * peer.h: the memory of the twins, chosen by the macro PEER_BOEHM, PEER_MIMALLOC or neither (malloc).
 *
 * peer_new gives zeroed memory that may hold pointers, peer_data zeroed memory that holds none.  peer_free
 * frees where the program's own knowledge says that nothing refers to a block; with the Boehm collector
 * it does nothing.  EXPLICIT tells whether it does: what is only done in order to free depends on it.
 */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "main_time.h"
#include "random.h"
#include <stddef.h>
#include <string.h>

#if PEER_BOEHM
#include <gc.h>
#define EXPLICIT 0
#define peer_start() GC_INIT()
#elif PEER_MIMALLOC
#include <mimalloc.h>
#define EXPLICIT 1
#define peer_start() ((void)0)
#else
#define EXPLICIT 1
#define peer_start() ((void)0)
#endif

static inline void *peer_checked(void *block)
{
    if (__builtin_expect(block == NULL, 0)) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return block;
}

/* What is known to be overwritten at once need not be zeroed: the twins may be faster for it. */
static inline void *peer_new(size_t bytes)
{
#if PEER_BOEHM
    return peer_checked(GC_MALLOC(bytes));
#elif PEER_MIMALLOC
    return peer_checked(mi_malloc(bytes));
#else
    return peer_checked(malloc(bytes));
#endif
}

static inline void *peer_data(size_t bytes)
{
#if PEER_BOEHM
    return memset(peer_checked(GC_MALLOC_ATOMIC(bytes)), 0, bytes);
#elif PEER_MIMALLOC
    return peer_checked(mi_zalloc(bytes));
#else
    return peer_checked(calloc(1, bytes));
#endif
}

static inline void peer_free(void *block)
{
#if PEER_BOEHM
    (void)block;
#elif PEER_MIMALLOC
    mi_free(block);
#else
    free(block);
#endif
}

#endif
