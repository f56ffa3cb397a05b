/*
 * fragment.c: blocks of random sizes that die at random, in phases: small ones, large ones, a quarter of
 * the number, small ones again.  What one phase leaves between the living, the next must use.
 */
#include "common.h"

enum { BLOCKS = 40000, STEPS = 400000 };
enum { BLOCK = GC_KIND_FIRST_CLIENT, TABLE, KINDS };

struct block {
    struct gc_header header;
    uint32_t bytes;
    uint64_t words[];
};
static const struct gc_kind block_kind = {.name = "block", .slots_begin = 8, .slots_end = 8};
GC_CELL_RAW_TAIL(table, count, GC_NO_REFS, items);
static GC_KIND_RAW_TAIL(table, GC_NO_REFS);
static const struct gc_kind *const kinds[KINDS] = {[BLOCK] = &block_kind, [TABLE] = &table_kind};

static const struct phase {
    uint32_t least, most; /* bytes */
    uint32_t blocks;      /* kept from then on */
} phases[] = {{16, 256, BLOCKS}, {512, 4096, BLOCKS}, {16, 256, BLOCKS / 4}, {256, 2048, BLOCKS}};

/* Puts a new block in place at; returns the bytes of the one before. */
static uint32_t replace(gc_heap *heap, const gc_value *table, uint32_t at, uint32_t bytes)
{
    GC_FRAME(heap, f, block);

    must(gc_alloc(heap, BLOCK, sizeof(struct block) + bytes, &f.block));
    struct block *block = gc_to_cell(f.block);
    struct table *t = gc_to_cell(*table);
    gc_slot was = gc_load(&t->items[at]);
    block->bytes = bytes;
    block->words[0] = block->words[bytes / 8 - 1] = bytes;
    gc_write(heap, t, &t->items[at], gc_slot_from_cell(heap, block));
    return gc_slot_is_cell(was) ? ((struct block *)gc_slot_to_cell(heap, was))->bytes : 0;
}

static void run(gc_heap *heap, int argc, char **argv)
{
    GC_FRAME(heap, f, table);
    uint64_t state = 11, sum = 0;
    int steps = scaled(argc, argv, STEPS);

    must(gc_alloc(heap, TABLE, sizeof(struct table) + BLOCKS * sizeof(gc_slot), &f.table));
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        const struct phase *phase = &phases[i];
        struct table *t = gc_to_cell(f.table);

        for (uint32_t at = phase->blocks; at < BLOCKS; at++)
            gc_write_immediate(&t->items[at], gc_slot_from_int(0));
        for (int step = 0; step < steps; step++) {
            uint32_t at = random_below(&state, phase->blocks);
            uint32_t bytes = phase->least + random_below(&state, phase->most - phase->least);
            sum += replace(heap, &f.table, at, bytes & ~7u);
        }
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
