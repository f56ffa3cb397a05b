/*
 * graph.c: a large graph that changes: vertices in a table, four edges each to any other.  A step redirects
 * an edge or replaces a vertex, whose successor gets edges of its own; then it walks along some edges.  A
 * replaced vertex loses its edges, and dies once the last edge to it is redirected.
 */
#include "common.h"

enum { VERTICES = 500000, STEPS = 4000000, EDGES = 4, WALK = 4 };
enum { VERTEX = GC_KIND_FIRST_CLIENT, TABLE, KINDS };

struct vertex {
    struct gc_header header;
    uint32_t id;
    gc_slot edges[EDGES];
};
static const struct gc_kind vertex_kind = {.name = "vertex", .slots_begin = 8, .slots_end = GC_TO_END};
GC_CELL_RAW_TAIL(table, count, GC_NO_REFS, items);
static GC_KIND_RAW_TAIL(table, GC_NO_REFS);
static const struct gc_kind *const kinds[KINDS] = {[VERTEX] = &vertex_kind, [TABLE] = &table_kind};

static const gc_slot NOTHING = {0};

static void replace(gc_heap *heap, const gc_value *table, uint32_t at, uint32_t id, uint64_t *state)
{
    must(gc_reserve(heap, sizeof(struct vertex)));
    struct vertex *fresh = gc_alloc_reserved_nogc(heap, VERTEX, sizeof *fresh);
    struct table *t = gc_to_cell(*table);
    gc_slot was = gc_load(&t->items[at]);
    fresh->id = id;
    gc_write(heap, t, &t->items[at], gc_slot_from_cell(heap, fresh));
    for (int i = 0; i < EDGES; i++)
        gc_init(heap, fresh, &fresh->edges[i], gc_load(&t->items[random_below(state, VERTICES)]));
    if (!gc_slot_is_cell(was))
        return;
    struct vertex *old = gc_slot_to_cell(heap, was);
    for (int i = 0; i < EDGES; i++)
        gc_write_immediate(&old->edges[i], NOTHING);
}

static void redirect_nogc(gc_heap *heap, const gc_value *table, uint64_t *state)
{
    struct table *t = gc_to_cell(*table);
    uint32_t from = random_below(state, VERTICES), edge = random_below(state, EDGES), to = random_below(state, VERTICES);
    struct vertex *v = gc_slot_to_cell(heap, gc_load(&t->items[from]));

    gc_write(heap, v, &v->edges[edge], gc_load(&t->items[to]));
}

/* The sum of the ids on a walk along edges. */
static uint64_t walk_nogc(const gc_heap *heap, const gc_value *table, uint64_t *state)
{
    const struct table *t = gc_to_cell(*table);
    gc_slot at = gc_load(&t->items[random_below(state, VERTICES)]);
    uint64_t sum = 0;

    for (int i = 0; i < WALK && gc_slot_is_cell(at); i++) {
        const struct vertex *v = gc_slot_to_cell(heap, at);
        sum += v->id;
        at = gc_load(&v->edges[i % EDGES]);
    }
    return sum;
}

static void run(gc_heap *heap, int argc, char **argv)
{
    GC_FRAME(heap, f, table);
    uint64_t state = 7, sum = 0;
    uint32_t steps = (uint32_t)scaled(argc, argv, STEPS), id = 0;

    must(gc_alloc(heap, TABLE, sizeof(struct table) + VERTICES * sizeof(gc_slot), &f.table));
    for (; id < VERTICES; id++)
        replace(heap, &f.table, id, id, &state);
    for (uint32_t i = 0; i < steps; i++) {
        if (i % 4 == 0)
            replace(heap, &f.table, random_below(&state, VERTICES), id++, &state);
        else
            redirect_nogc(heap, &f.table, &state);
        sum += walk_nogc(heap, &f.table, &state);
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
