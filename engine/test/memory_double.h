/*
 * memory_double.h: gc_malloc and its kin for tests that need no heap: they count what is live and can be made
 * to fail.  Include in one file of a test program; the heap's own stay out of the link then.
 */
#ifndef JS_TEST_MEMORY_DOUBLE_H
#define JS_TEST_MEMORY_DOUBLE_H

#include <stdlib.h>

#include <gc/memory.h>

static size_t memory_live_bytes;
static long memory_fail_at = -1; /* this many allocations succeed yet; negative: all */

static int memory_fails(void)
{
    if (memory_fail_at < 0)
        return 0;
    if (memory_fail_at == 0)
        return 1;
    memory_fail_at--;
    return 0;
}

void *gc_malloc(gc_heap *heap, size_t bytes)
{
    void *block = memory_fails() ? NULL : malloc(bytes ? bytes : 1);

    if (block)
        memory_live_bytes += bytes;
    return block;
}

void *gc_calloc(gc_heap *heap, size_t bytes)
{
    void *block = memory_fails() ? NULL : calloc(1, bytes ? bytes : 1);

    if (block)
        memory_live_bytes += bytes;
    return block;
}

void *gc_realloc(gc_heap *heap, void *block, size_t old_bytes, size_t new_bytes)
{
    void *moved = memory_fails() ? NULL : realloc(block, new_bytes ? new_bytes : 1);

    if (moved)
        memory_live_bytes += new_bytes - old_bytes;
    return moved;
}

void gc_free(gc_heap *heap, void *block, size_t bytes)
{
    if (block)
        memory_live_bytes -= bytes;
    free(block);
}

#endif
