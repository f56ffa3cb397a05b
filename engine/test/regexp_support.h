/*
 * test/regexp_support.h: for the regular expression engine's test, fuzzer and driver: counted
 * memory that can be made to fail, in place of the heap's, so that these run without a heap.
 */
#ifndef REGEXP_SUPPORT_H
#define REGEXP_SUPPORT_H

#include <stdlib.h>
#include <string.h>

#include <gc/memory.h>

static size_t memory_in_use;     /* bytes handed out and not yet given back */
static long allocations_to_fail; /* the n-th allocation from now fails, and all after it; 0: none */

static inline int allocation_fails(void)
{
    return allocations_to_fail != 0 && (allocations_to_fail == 1 || --allocations_to_fail == 0);
}

void *gc_malloc(gc_heap *heap, size_t bytes)
{
    void *block = allocation_fails() ? NULL : malloc(bytes == 0 ? 1 : bytes);

    (void)heap;
    memory_in_use += block == NULL ? 0 : bytes;
    return block;
}

void *gc_calloc(gc_heap *heap, size_t bytes)
{
    void *block = gc_malloc(heap, bytes);

    if (block != NULL)
        memset(block, 0, bytes);
    return block;
}

void *gc_realloc(gc_heap *heap, void *block, size_t old_bytes, size_t new_bytes)
{
    void *grown = allocation_fails() ? NULL : realloc(block, new_bytes == 0 ? 1 : new_bytes);

    (void)heap;
    if (grown != NULL)
        memory_in_use += new_bytes - (block == NULL ? 0 : old_bytes);
    return grown;
}

void gc_free(gc_heap *heap, void *block, size_t bytes)
{
    (void)heap;
    memory_in_use -= block == NULL ? 0 : bytes;
    free(block);
}

#endif
