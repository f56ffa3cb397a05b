/*
 * buffers.c: many buffers outside the cage, of 4 to 128 KiB, in a window that a random one leaves at each
 * step.  Small cells own them: they must be collected for the sake of what they own.
 */
#include "common.h"

enum { WINDOW = 1000, STEPS = 40000, LEAST = 4096, MOST = 131072 };
enum { OWNER = GC_KIND_FIRST_CLIENT, TABLE, KINDS };

struct owner {
    struct gc_header header;
    uint32_t bytes;
    uint8_t *block;
};

static void finalize_owner(gc_heap *heap, void *cell)
{
    struct owner *owner = cell;

    gc_buffer_free(heap, owner->block, owner->bytes);
}

static const struct gc_kind owner_kind = {
    .name = "owner", .slots_begin = 8, .slots_end = 8, .flags = GC_KIND_OFFHEAP, .finalize = finalize_owner};
GC_CELL_RAW_TAIL(table, count, GC_NO_REFS, items);
static GC_KIND_RAW_TAIL(table, GC_NO_REFS);
static const struct gc_kind *const kinds[KINDS] = {[OWNER] = &owner_kind, [TABLE] = &table_kind};

/* Puts a new buffer in place at; returns the first byte of the one before. */
static uint32_t replace(gc_heap *heap, const gc_value *table, uint32_t at, uint32_t bytes)
{
    GC_FRAME(heap, f, owner);
    uint8_t *block;

    must(gc_alloc_offheap(heap, OWNER, sizeof(struct owner), &f.owner));
    block = gc_buffer_alloc(heap, bytes);
    must(block != NULL);
    for (uint32_t i = 0; i < bytes; i += 512)
        block[i] = (uint8_t)at;
    struct owner *owner = gc_to_cell(f.owner);
    owner->bytes = bytes;
    owner->block = block;
    struct table *t = gc_to_cell(*table);
    gc_slot was = gc_load(&t->items[at]);
    gc_write(heap, t, &t->items[at], gc_slot_from_cell(heap, owner));
    return gc_slot_is_cell(was) ? ((struct owner *)gc_slot_to_cell(heap, was))->block[0] : 0;
}

static void run(gc_heap *heap, int argc, char **argv)
{
    GC_FRAME(heap, f, table);
    uint64_t state = 13, sum = 0;
    int steps = scaled(argc, argv, STEPS);

    must(gc_alloc(heap, TABLE, sizeof(struct table) + WINDOW * sizeof(gc_slot), &f.table));
    for (int step = 0; step < steps; step++) {
        uint32_t at = random_below(&state, WINDOW), bytes = LEAST + random_below(&state, MOST - LEAST);
        sum += replace(heap, &f.table, at, bytes);
    }
    printf("%llu\n", (unsigned long long)sum);
}

int main(int argc, char **argv)
{
    gc_heap *heap = bench_heap(kinds, KINDS);

    run(heap, argc, argv);
    gc_heap_destroy(heap);
    return 0;
}
