/*
 * arena.c: memory that is freed all at once.
 *
 * A list of blocks, each at least as large as the one before up to 256 KiB, so that small parses
 * take little and large ones few blocks.  What does not fit the newest block starts a new one; a
 * request above a quarter of a block's size gets a block of its own, behind the newest, so that the
 * newest can still be filled.
 */
#include "base/arena.h"

#include <string.h>

enum { FIRST_BLOCK_BYTES = 4096, BLOCK_BYTES_MAX = 256 * 1024 };

struct js_arena_block {
    struct js_arena_block *older;
    size_t bytes; /* of the block, this header included */
};

void js_arena_init(struct js_arena *arena, gc_heap *heap)
{
    *arena = (struct js_arena){.heap = heap};
}

void js_arena_free(struct js_arena *arena)
{
    struct js_arena_block *block = arena->block;

    while (block) {
        struct js_arena_block *older = block->older;

        gc_free(arena->heap, block, block->bytes);
        block = older;
    }
    js_arena_init(arena, arena->heap);
}

/* Takes a block of bytes from the heap; NULL, and the arena has failed, if there is none. */
static struct js_arena_block *take_block(struct js_arena *arena, size_t bytes)
{
    struct js_arena_block *block = NULL;

    if (!arena->bytes_max ||
        (bytes <= arena->bytes_max && arena->bytes <= arena->bytes_max - bytes))
        block = gc_malloc(arena->heap, bytes);
    if (!block) {
        arena->failed = true;
        return NULL;
    }
    block->bytes = bytes;
    arena->bytes += bytes;
    return block;
}

static void *alloc_own_block(struct js_arena *arena, size_t bytes)
{
    struct js_arena_block *block = take_block(arena, sizeof *block + bytes);

    if (!block)
        return NULL;
    if (arena->block) {
        block->older = arena->block->older;
        arena->block->older = block;
    } else {
        block->older = NULL;
        arena->block = block;
    }
    return memset(block + 1, 0, bytes);
}

/* Starts a new block, in which bytes fit. */
static bool start_block(struct js_arena *arena)
{
    size_t bytes = FIRST_BLOCK_BYTES;
    struct js_arena_block *block;

    while (bytes < arena->bytes && bytes < BLOCK_BYTES_MAX)
        bytes *= 2;
    block = take_block(arena, bytes);
    if (!block)
        return false;
    block->older = arena->block;
    arena->block = block;
    arena->at = (char *)(block + 1);
    arena->end = (char *)block + bytes;
    return true;
}

void *js_arena_alloc(struct js_arena *arena, size_t bytes)
{
    void *memory;

    if (arena->failed || bytes > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    bytes = bytes ? (bytes + 7) & ~(size_t)7 : 8;
    if (bytes > (size_t)(arena->end - arena->at)) {
        if (bytes > FIRST_BLOCK_BYTES / 4)
            return alloc_own_block(arena, bytes);
        if (!start_block(arena))
            return NULL;
    }
    memory = arena->at;
    arena->at += bytes;
    return memset(memory, 0, bytes);
}

void *js_arena_alloc_array(struct js_arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes)) {
        arena->failed = true;
        return NULL;
    }
    return js_arena_alloc(arena, bytes);
}

void *js_arena_copy(struct js_arena *arena, const void *data, size_t bytes)
{
    void *memory = js_arena_alloc(arena, bytes);

    if (memory && bytes)
        memcpy(memory, data, bytes);
    return memory;
}
