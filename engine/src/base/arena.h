/*
 * base/arena.h: memory that is freed all at once.
 *
 * Blocks come from gc_malloc, so the heap's ledger counts them and failing allocations reach them.
 * Failure is sticky: once an allocation has failed, every later one fails too and js_arena_failed
 * says so; a caller may therefore check once at the end of a construction instead of at each step,
 * as long as it does not dereference NULL meanwhile.  Nothing here collects.
 */
#ifndef JS_BASE_ARENA_H
#define JS_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gc/memory.h>

struct js_arena_block;

struct js_arena {
    gc_heap *heap;                /* opaque; only handed to gc_malloc and gc_free */
    struct js_arena_block *block; /* the newest; linked to the older ones */
    char *at, *end;               /* what is free in it */
    size_t bytes;                 /* taken from the heap in all */
    size_t bytes_max;             /* beyond it allocations fail; 0: no bound but the heap's */
    bool failed;
};

/* Makes an empty arena; takes no memory yet. */
void js_arena_init(struct js_arena *arena, gc_heap *heap);

/* Gives all memory back; the arena is then as after js_arena_init. */
void js_arena_free(struct js_arena *arena);

/*
 * Returns bytes of zeroed memory aligned to 8, or NULL, and then always NULL.
 */
void *js_arena_alloc(struct js_arena *arena, size_t bytes);

/* The same for an array; count * size may overflow (it then fails). */
void *js_arena_alloc_array(struct js_arena *arena, size_t count, size_t size);

/* Copies bytes from data into the arena; NULL on failure. */
void *js_arena_copy(struct js_arena *arena, const void *data, size_t bytes);

static inline bool js_arena_failed(const struct js_arena *arena)
{
    return arena->failed;
}

#endif
