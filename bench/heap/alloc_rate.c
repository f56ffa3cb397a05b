/*
 * alloc_rate.c: cells of 32 bytes that die at once, collections included, against a bare loop that writes
 * a header and two words to each cell of a ring of 1 MiB: what the memory itself costs.
 *
 * Cells are allocated in both ways that the heap offers: with gc_alloc into a slot of a frame, and as the
 * fields of something larger are, within a reservation (one cell each) and with no slot written.  Prints
 * nanoseconds a cell of both and of the loop, medians of rounds that take turns.
 */
#include "common.h"
#include <time.h>

enum { CELL = GC_KIND_FIRST_CLIENT, KINDS, CELLS = 8 << 20, RING_BYTES = 1 << 20, ROUNDS = 9 };

#define CELL_REFS(F) F(a) F(b) F(c) F(d) F(e) F(g) F(h)
GC_CELL(cell, CELL_REFS, GC_NO_DATA);
static GC_KIND(cell, CELL_REFS);
static const struct gc_kind *const kinds[KINDS] = {[CELL] = &cell_kind};

static double cpu_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void fill_nogc(struct cell *cell, int i)
{
    gc_write_immediate(&cell->a, gc_slot_from_int(i & 0xFFFF));
    gc_write_immediate(&cell->b, gc_slot_from_int(1));
}

/* *out is rooted. */
static GC_NOINLINE void allocate_rooted(gc_heap *heap, gc_value *out)
{
    for (int i = 0; i < CELLS; i++) {
        must(gc_alloc(heap, CELL, sizeof(struct cell), out));
        fill_nogc(gc_to_cell(*out), i);
    }
}

static GC_NOINLINE void allocate_reserved(gc_heap *heap)
{
    for (int i = 0; i < CELLS; i++) {
        must(gc_reserve(heap, sizeof(struct cell)));
        fill_nogc(gc_alloc_reserved_nogc(heap, CELL, sizeof(struct cell)), i);
    }
}

static GC_NOINLINE void write_ring(uint64_t *ring)
{
    uint64_t *end = ring + RING_BYTES / 8, *cell = ring;

    for (int i = 0; i < CELLS; i++) {
        cell[0] = 0x40002;
        cell[1] = (uint64_t)i;
        cell[2] = 1;
        cell += 4;
        if (cell == end)
            cell = ring;
        __asm__ volatile("" ::: "memory");
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

enum { ROOTED, RESERVED, RING, WAYS };

/* Takes turns; *cell is rooted. */
static void measure(gc_heap *heap, uint64_t *ring, gc_value *cell, double ns[WAYS][ROUNDS])
{
    write_ring(ring);
    for (int i = 0; i < ROUNDS; i++) {
        double begin = cpu_ns();
        allocate_rooted(heap, cell);
        double rooted = cpu_ns();
        allocate_reserved(heap);
        double reserved = cpu_ns();
        write_ring(ring);
        ns[ROOTED][i] = (rooted - begin) / CELLS;
        ns[RESERVED][i] = (reserved - rooted) / CELLS;
        ns[RING][i] = (cpu_ns() - reserved) / CELLS;
    }
}

int main(void)
{
    gc_heap *heap = bench_heap(kinds, KINDS);
    uint64_t *ring = calloc(1, RING_BYTES);
    double ns[WAYS][ROUNDS];

    must(ring != NULL);
    {
        GC_FRAME(heap, f, cell);
        measure(heap, ring, &f.cell, ns);
    }
    for (int way = 0; way < WAYS; way++) {
        qsort(ns[way], ROUNDS, sizeof(double), compare);
        printf("%.3f%c", ns[way][ROUNDS / 2], way + 1 < WAYS ? ' ' : '\n');
    }
    free(ring);
    gc_heap_destroy(heap);
    return 0;
}
