/*
 * gc/memory.h: memory outside the cage, counted.
 *
 * Everything that a heap's client allocates with malloc on behalf of programs goes through these three
 * functions, so that the heap's ledger bounds it (--max-total-size), and so that failure can be injected
 * at every allocation (--gc-fail-alloc=N).  Callers pass the block's size back: there is no header.
 */
#ifndef GC_MEMORY_H
#define GC_MEMORY_H

#include "gc/base.h"

/*
 * Returns bytes of memory, aligned for any object, or NULL when the system or the heap's budget has none
 * left.  The bytes are not initialised.  bytes may be 0 (a unique pointer is returned).  May not collect:
 * what the ledger exceeds its threshold by is settled at the next safepoint.
 */
GC_API void *gc_malloc(gc_heap *heap, size_t bytes) __attribute__((malloc, warn_unused_result));

/* Like gc_malloc, with all bytes zero. */
GC_API void *gc_calloc(gc_heap *heap, size_t bytes) __attribute__((malloc, warn_unused_result));

/* Resizes block (NULL: a new one) of old_bytes; on failure returns NULL and block stays valid. */
GC_API void *gc_realloc(gc_heap *heap, void *block, size_t old_bytes, size_t new_bytes)
    __attribute__((warn_unused_result));

/* Frees block, which has the given size; NULL is ignored. */
GC_API void gc_free(gc_heap *heap, void *block, size_t bytes);

#endif
