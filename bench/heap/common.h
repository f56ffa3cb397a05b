/*
 * common.h: what the programs on Tenure's heap share: making a heap, the random numbers that each program
 * and its twin draw alike, and the argument, a percentage of the work.
 */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include "gc/gc.h"
#include "main_time.h"
#include "random.h"

/* Ends the program when memory is exhausted: benchmarks have no other answer. */
GC_INLINE void must(bool ok)
{
    if (GC_UNLIKELY(!ok)) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
}

/* A heap with default limits and the given kinds, traced if GC_BENCH_TRACE is set (to stderr). */
static inline gc_heap *bench_heap(const struct gc_kind *const *kinds, size_t count)
{
    bool traced = getenv("GC_BENCH_TRACE") != NULL;
    struct gc_config config = {.kinds = kinds,
                               .kind_count = count,
                               .trace_gc = traced,
                               .trace_gc_nvp = traced,
                               .trace_file = stderr};
    gc_heap *heap = gc_heap_create(&config);

    must(heap != NULL);
    return heap;
}

#endif
