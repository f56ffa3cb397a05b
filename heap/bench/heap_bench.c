/*
 * heap_bench.c: the heap alone: allocation, survival, graph shapes, pauses.
 *
 *   heap_bench [--single-threaded] [NAME...]      churn survive trees graph list array
 *                                                 young_trees young_lists young_web young_records young_arrays beside
 *                                                 sparse sparse_dense
 *
 * One line a benchmark: CPU milliseconds, nanoseconds a cell, collections, the longest pause, peak bytes.
 * Collections of graph and list are asked for, so that they show marking alone.  The young_ ones show
 * scavenges alone, of structures of which all survives, in two heaps in turn: by one thread, and shared with
 * helpers; milliseconds of the pauses, and CPU time of all threads in them.  beside tells how much helpers mark,
 * and how fast the program runs meanwhile.  sparse drops most of three million cells at random, or half (sparse_dense),
 * and reduces memory: in one pause without helpers, in one pause with them, and in steps.
 */
#include "kinds.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

static double cpu_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(bool ok)
{
    if (!ok) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
}

static void report(gc_heap *heap, const char *name, double ms, double cells)
{
    struct gc_statistics s;

    gc_get_statistics(heap, &s);
    printf("%-10s %9.1f ms %7.1f ns/cell  %4llu scavenges %8.1f ms  %3llu full %8.1f ms  "
           "longest %6.2f ms  heap %6.1f MB  copied %.0f MB promoted %.0f MB\n",
           name, ms, ms * 1e6 / cells, (unsigned long long)s.scavenges, (double)s.scavenge_ns / 1e6,
           (unsigned long long)s.full_collections, (double)s.full_ns / 1e6,
           (double)s.pause_max_ns / 1e6, (double)s.heap_total_bytes / 1048576,
           (double)s.copied_bytes / 1048576, (double)s.promoted_bytes / 1048576);
}

/* Cells that die at once. */
static void churn(gc_heap *heap)
{
    GC_FRAME(heap, f, cell);
    enum { CELLS = 50000000 };
    double begin = cpu_ms();

    for (int i = 0; i < CELLS; i++)
        must(gc_alloc(heap, ARRAY, 32, &f.cell));
    report(heap, "churn", cpu_ms() - begin, CELLS);
}

/* A window of cells that live for a while: a queue of 100,000. */
static void survive(gc_heap *heap)
{
    GC_FRAME(heap, f, window, cell);
    enum { CELLS = 10000000, WINDOW = 100000 };
    double begin = cpu_ms();

    must(gc_alloc(heap, ARRAY, 8 + 4 * WINDOW, &f.window));
    for (int i = 0; i < CELLS; i++) {
        must(gc_alloc(heap, ARRAY, 32, &f.cell));
        gc_write(heap, as_array(f.window), &as_array(f.window)->items[i % WINDOW],
                 gc_slot_of(heap, f.cell));
    }
    report(heap, "survive", cpu_ms() - begin, CELLS);
}

static void make_tree(gc_heap *heap, int depth, gc_value *out)
{
    GC_FRAME(heap, f, tree, child);

    must(gc_alloc(heap, ARRAY, 24, &f.tree));
    for (int i = 0; depth > 0 && i < 2; i++) {
        make_tree(heap, depth - 1, &f.child);
        gc_init(heap, as_array(f.tree), &as_array(f.tree)->items[i], gc_slot_of(heap, f.child));
    }
    *out = f.tree;
}

/* Binary trees: one long-lived, many that die. */
static void trees(gc_heap *heap)
{
    GC_FRAME(heap, f, old, tree);
    double begin = cpu_ms(), cells = 1 << 19;

    make_tree(heap, 18, &f.old);
    for (int depth = 4; depth <= 16; depth += 2)
        for (int i = 0; i < 1 << (20 - depth); i++) {
            make_tree(heap, depth, &f.tree);
            cells += (2 << depth) - 1;
        }
    report(heap, "trees", cpu_ms() - begin, cells);
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Two million cells, three random edges each: every edge a cache miss. */
static void graph(gc_heap *heap)
{
    GC_FRAME(heap, f, all, cell);
    enum { CELLS = 2000000, ROUNDS = 5 };
    uint32_t state = 1;

    must(gc_alloc(heap, ARRAY, 8 + 4 * CELLS, &f.all));
    for (int i = 0; i < CELLS; i++) {
        must(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        gc_write(heap, as_array(f.all), &as_array(f.all)->items[i], gc_slot_of(heap, f.cell));
    }
    gc_collect(heap, GC_FULL, "bench");
    for (int i = 0; i < CELLS; i++) {
        struct node *node = gc_to_cell(gc_get(heap, &as_array(f.all)->items[i]));
        gc_slot *edges = &node->a;
        for (int e = 0; e < 3; e++)
            gc_write(heap, node, &edges[e],
                     gc_load(&as_array(f.all)->items[next_random(&state) % CELLS]));
    }
    f.cell = gc_get(heap, &as_array(f.all)->items[0]);
    f.all = GC_EMPTY;
    gc_collect(heap, GC_FULL, "bench");
    double begin = cpu_ms();
    for (int i = 0; i < ROUNDS; i++)
        gc_collect(heap, GC_FULL, "bench");
    report(heap, "graph", (cpu_ms() - begin) / ROUNDS, CELLS * 0.94);
}

/* A linked list: no parallelism for the prefetcher. */
static void list(gc_heap *heap)
{
    GC_FRAME(heap, f, list, cell);
    enum { CELLS = 2000000, ROUNDS = 5 };

    for (int i = 0; i < CELLS; i++) {
        must(gc_alloc(heap, ARRAY, 16, &f.cell));
        gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_slot_of(heap, f.list));
        f.list = f.cell;
    }
    double begin = cpu_ms();
    for (int i = 0; i < ROUNDS; i++)
        gc_collect(heap, GC_FULL, "bench");
    report(heap, "list", (cpu_ms() - begin) / ROUNDS, CELLS);
}

/* An array that grows by half each time it is full: a million small cells pushed. */
static void array(gc_heap *heap)
{
    GC_FRAME(heap, f, items, grown, cell);
    enum { CELLS = 1000000 };
    uint32_t capacity = 16;
    double begin = cpu_ms();

    must(gc_alloc(heap, ARRAY, 8 + 4 * capacity, &f.items));
    for (uint32_t i = 0; i < CELLS; i++) {
        must(gc_alloc(heap, ARRAY, 24, &f.cell));
        if (i == capacity) {
            uint32_t more = (capacity + capacity / 2 + 16) & ~1u;
            must(gc_alloc(heap, ARRAY, 8 + 4 * more, &f.grown));
            gc_copy_slots(heap, as_array(f.grown), as_array(f.grown)->items, as_array(f.items)->items,
                          capacity);
            f.items = f.grown;
            f.grown = GC_EMPTY;
            capacity = more;
        }
        gc_write(heap, as_array(f.items), &as_array(f.items)->items[i], gc_slot_of(heap, f.cell));
    }
    report(heap, "array", cpu_ms() - begin, CELLS);
}

/* ---- scavenges alone ---- */

enum { YOUNG_ROUNDS = 60, YOUNG_SEMI = 16 << 20 };

/* A hundred lists, grown in turn, of cells of different sizes. */
static void make_lists(gc_heap *heap, gc_value *out)
{
    GC_FRAME(heap, f, heads, cell);
    enum { LISTS = 100, LENGTH = 1500 };

    must(gc_alloc(heap, ARRAY, 8 + 4 * LISTS, &f.heads));
    for (uint32_t i = 0; i < LISTS * LENGTH; i++) {
        gc_slot *head;
        must(gc_alloc(heap, ARRAY, 16 + 8 * (i % 5), &f.cell));
        head = &as_array(f.heads)->items[i % LISTS];
        gc_init(heap, as_array(f.cell), &as_array(f.cell)->items[0], gc_load(head));
        gc_write(heap, as_array(f.heads), head, gc_slot_of(heap, f.cell));
    }
    *out = f.heads;
}

/* Cells with three edges each to random others: no order of copying suits. */
static void make_web(gc_heap *heap, gc_value *out)
{
    GC_FRAME(heap, f, all, cell);
    enum { CELLS = 120000 };
    uint32_t state = 7;

    must(gc_alloc(heap, ARRAY, 8 + 4 * 30000, &f.all));
    for (uint32_t i = 0; i < CELLS; i++) {
        must(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        struct node *node = as_node(f.cell);
        gc_slot *edges = &node->a;
        for (int e = 0; e < 3; e++)
            gc_init(heap, node, &edges[e],
                    gc_load(&as_array(f.all)->items[next_random(&state) % 30000]));
        gc_write(heap, as_array(f.all), &as_array(f.all)->items[next_random(&state) % 30000],
                 gc_slot_of(heap, f.cell));
    }
    *out = f.all;
}

/* A table of records as programs in JavaScript make them: some words, an array of four edges, a box. */
static void make_records(gc_heap *heap, gc_value *out)
{
    GC_FRAME(heap, f, table, record, part);
    enum { RECORDS = 40000 };
    uint32_t state = 11;

    must(gc_alloc(heap, ARRAY, 8 + 4 * RECORDS, &f.table));
    for (uint32_t i = 0; i < RECORDS; i++) {
        must(gc_alloc(heap, NODE, sizeof(struct node), &f.record));
        must(gc_alloc(heap, ARRAY, 8 + 4 * 4, &f.part));
        for (int e = 0; e < 4; e++)
            gc_init(heap, as_array(f.part), &as_array(f.part)->items[e],
                    gc_load(&as_array(f.table)->items[i == 0 ? 0 : next_random(&state) % i]));
        gc_write(heap, as_node(f.record), &as_node(f.record)->b, gc_slot_of(heap, f.part));
        must(gc_alloc(heap, BLOB, 48, &f.part));
        gc_write(heap, as_node(f.record), &as_node(f.record)->c, gc_slot_of(heap, f.part));
        gc_write(heap, as_array(f.table), &as_array(f.table)->items[i], gc_slot_of(heap, f.record));
    }
    *out = f.table;
}

/* Arrays of 20 to 60 numbers, and a table of them: what programs that fill arrays let survive. */
static void make_arrays(gc_heap *heap, gc_value *out)
{
    GC_FRAME(heap, f, table, array);
    enum { ARRAYS = 30000 };
    uint32_t state = 13;

    must(gc_alloc(heap, ARRAY, 8 + 4 * ARRAYS, &f.table));
    for (uint32_t i = 0; i < ARRAYS; i++) {
        uint32_t count = 20 + 2 * (next_random(&state) % 20);
        must(gc_alloc(heap, ARRAY, 8 + 4 * count, &f.array));
        for (uint32_t e = 0; e < count; e++)
            gc_write_immediate(&as_array(f.array)->items[e], gc_slot_from_int((int32_t)e));
        gc_write(heap, as_array(f.table), &as_array(f.table)->items[i], gc_slot_of(heap, f.array));
    }
    *out = f.table;
}

static void make_deep_tree(gc_heap *heap, gc_value *out)
{
    make_tree(heap, 17, out);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

struct pauses {
    double ms[YOUNG_ROUNDS], cpu_ms;
    size_t bytes;
};

/* Makes a structure that fits the nursery, scavenges, drops it; the scavenge alone is timed. */
static void scavenge_once(gc_heap *heap, void (*make)(gc_heap *heap, gc_value *out), struct pauses *pauses, int round)
{
    GC_FRAME(heap, f, root);
    struct gc_statistics before, after;

    gc_collect(heap, round % 4 == 0 ? GC_FULL : GC_YOUNG, "bench");
    make(heap, &f.root);
    gc_get_statistics(heap, &before);
    double begin = cpu_ms();
    gc_collect(heap, GC_YOUNG, "bench");
    pauses->cpu_ms += cpu_ms() - begin;
    gc_get_statistics(heap, &after);
    pauses->ms[round] = (double)(after.scavenge_ns - before.scavenge_ns) / 1e6;
    pauses->bytes += after.copied_bytes + after.promoted_bytes - before.copied_bytes - before.promoted_bytes;
}

/* One thread, and all processors, in turn. */
static void young(const char *name, void (*make)(gc_heap *heap, gc_value *out))
{
    struct gc_config config = {.at_limit = GC_AT_LIMIT_FAIL,
                               .min_semi_space_bytes = YOUNG_SEMI,
                               .max_semi_space_bytes = YOUNG_SEMI};
    static struct pauses pauses[2];
    gc_heap *heaps[2];

    memset(pauses, 0, sizeof pauses);
    for (int i = 0; i < 2; i++) {
        config.single_threaded = i == 0;
        config.scavenge_helpers = i == 0 ? 0 : 1;
        heaps[i] = test_heap_with(config);
    }
    for (int round = 0; round < YOUNG_ROUNDS; round++)
        for (int i = 0; i < 2; i++)
            scavenge_once(heaps[i], make, &pauses[i], round);
    for (int i = 0; i < 2; i++) {
        qsort(pauses[i].ms, YOUNG_ROUNDS, sizeof pauses[i].ms[0], compare_doubles);
        gc_heap_destroy(heaps[i]);
    }
    double alone = pauses[0].ms[YOUNG_ROUNDS / 2], shared = pauses[1].ms[YOUNG_ROUNDS / 2];
    printf("%-13s alone %6.3f ms  shared %6.3f ms  ratio %.2f  of the best tenths %.2f  of CPU time %.2f  %.1f MB each\n",
           name, alone, shared, shared / alone, pauses[1].ms[YOUNG_ROUNDS / 10] / pauses[0].ms[YOUNG_ROUNDS / 10],
           pauses[1].cpu_ms / pauses[0].cpu_ms, (double)pauses[0].bytes / YOUNG_ROUNDS / 1e6);
}

static void young_trees(void)
{
    young("young_trees", make_deep_tree);
}

static void young_lists(void)
{
    young("young_lists", make_lists);
}

static void young_web(void)
{
    young("young_web", make_web);
}

static void young_arrays(void)
{
    young("young_arrays", make_arrays);
}

static void young_records(void)
{
    young("young_records", make_records);
}

/* ---- marking beside the program ---- */

enum { BESIDE_LIVE = 1500000, BESIDE_MARKINGS = 12 };

/* How much the program did, and how long it took, without a marking under way and with one. */
struct beside {
    struct gc_event_sink sink;
    uint64_t turns, since_turns, since_ns;
    double turns_in[2], ns_in[2];
    bool marking;
    unsigned markings;
};

static void count_turns(struct beside *beside, uint64_t now_ns, bool marking)
{
    beside->turns_in[beside->marking] += (double)(beside->turns - beside->since_turns);
    beside->ns_in[beside->marking] += (double)(now_ns - beside->since_ns);
    beside->since_turns = beside->turns;
    beside->since_ns = now_ns;
    beside->marking = marking;
}

static void note_marking(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    struct beside *beside = (struct beside *)sink;
    bool full = event->type == GC_EVENT_COLLECTION_END && event->value != GC_YOUNG;

    (void)heap;
    if (event->type != GC_EVENT_MARKING_START && !full)
        return;
    count_turns(beside, event->ns, event->type == GC_EVENT_MARKING_START);
    beside->markings += full;
}

/* Some work of which little survives, in a heap whose old records are replaced one after another. */
static void beside_turn(gc_heap *heap, gc_value *table, uint32_t *state)
{
    GC_FRAME(heap, f, record, part);
    uint32_t at = next_random(state) % BESIDE_LIVE;

    for (int i = 0; i < 40; i++)
        must(gc_alloc(heap, ARRAY, 32, &f.part));
    must(gc_alloc(heap, NODE, sizeof(struct node), &f.record));
    gc_write(heap, as_node(f.record), &as_node(f.record)->a, gc_load(&as_array(*table)->items[at / 2]));
    gc_write(heap, as_array(*table), &as_array(*table)->items[at], gc_slot_of(heap, f.record));
}

static void beside(gc_heap *heap)
{
    GC_FRAME(heap, f, table, record);
    struct beside b = {.sink = {.event = note_marking}};
    struct gc_statistics s, before;
    uint32_t state = 3;

    must(gc_alloc(heap, ARRAY, 8 + 4 * BESIDE_LIVE, &f.table));
    for (int i = 0; i < BESIDE_LIVE; i++) {
        must(gc_alloc(heap, NODE, sizeof(struct node), &f.record));
        gc_write(heap, as_array(f.table), &as_array(f.table)->items[i], gc_slot_of(heap, f.record));
    }
    gc_collect(heap, GC_FULL, "bench");
    gc_get_statistics(heap, &before);
    gc_add_event_sink(heap, &b.sink);
    for (; b.markings <= BESIDE_MARKINGS; b.turns++)
        beside_turn(heap, &f.table, &state);
    gc_remove_event_sink(heap, &b.sink);
    gc_get_statistics(heap, &s);
    double speeds[2] = {b.turns_in[0] / b.ns_in[0], b.turns_in[1] / b.ns_in[1]};
    printf("beside        helpers scanned %.2f of %.0f MB  program's speed meanwhile %.2f of %.2f turns a us  marking %.2f of "
           "the time  longest pause %.2f ms\n",
           (double)(s.helper_scanned_bytes - before.helper_scanned_bytes) / (double)(s.scanned_bytes - before.scanned_bytes),
           (double)(s.scanned_bytes - before.scanned_bytes) / 1e6, speeds[1] / speeds[0], speeds[0] * 1e3,
           b.ns_in[1] / (b.ns_in[0] + b.ns_in[1]), (double)s.pause_max_ns / 1e6);
}

/* ---- pages to be emptied ---- */

enum { SPARSE_CELLS = 3000000, SPARSE_ROUNDS = 7 };

struct last_collection {
    struct gc_event_sink sink;
    struct gc_collection_figures figures;
    unsigned collections;
};

static void note_collection(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    struct last_collection *last = (struct last_collection *)sink;

    (void)heap;
    if (event->type != GC_EVENT_COLLECTION_END)
        return;
    last->figures = *event->figures;
    last->collections += event->value != GC_YOUNG;
}

/* A table of cells of which keep in ten stay, at random places. */
static void make_sparse(gc_heap *heap, uint32_t keep, gc_value *out)
{
    GC_FRAME(heap, f, table, cell);
    uint32_t state = 1;

    must(gc_alloc(heap, ARRAY, 8 + 4 * SPARSE_CELLS, &f.table));
    for (uint32_t i = 0; i < SPARSE_CELLS; i++) {
        must(gc_alloc(heap, ARRAY, 40, &f.cell));
        gc_write(heap, as_array(f.table), &as_array(f.table)->items[i], gc_slot_of(heap, f.cell));
    }
    gc_collect(heap, GC_FULL, "bench");
    for (uint32_t i = 0; i < SPARSE_CELLS; i++)
        if (next_random(&state) % 10 >= keep)
            gc_write_immediate(&as_array(f.table)->items[i], gc_slot_from_int(0));
    *out = f.table;
}

enum sparse_way { IN_ONE_PAUSE_ALONE, IN_ONE_PAUSE, IN_STEPS, SPARSE_WAYS };

static double ms_of(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What a reduction took: its longest pause, by the clock and of the program's thread, and all threads' time. */
struct reduction {
    double wall, own, cpu, moving;
    unsigned collections, threads;
    struct gc_statistics s;
};

static void reduce_some(gc_heap *heap, enum sparse_way way, struct reduction *r)
{
    double wall = ms_of(CLOCK_MONOTONIC), own = ms_of(CLOCK_THREAD_CPUTIME_ID);
    uint64_t us = gc_step_needs(heap);

    if (way != IN_STEPS)
        gc_collect(heap, GC_REDUCE, "bench");
    else
        gc_step(heap, us > GC_PAUSE_TARGET_US ? us : GC_PAUSE_TARGET_US);
    wall = ms_of(CLOCK_MONOTONIC) - wall;
    own = ms_of(CLOCK_THREAD_CPUTIME_ID) - own;
    r->wall = wall > r->wall ? wall : r->wall;
    r->own = own > r->own ? own : r->own;
}

/* Reduces a heap made anew. */
static void reduce_once(enum sparse_way way, uint32_t keep, struct reduction *r)
{
    struct last_collection last = {.sink = {.event = note_collection}};
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 1u << 30, .single_threaded = way == IN_ONE_PAUSE_ALONE});
    {
        GC_FRAME(heap, f, table);

        make_sparse(heap, keep, &f.table);
        gc_add_event_sink(heap, &last.sink);
        *r = (struct reduction){.cpu = cpu_ms()};
        if (way == IN_STEPS)
            gc_want_reduce(heap);
        do
            reduce_some(heap, way, r);
        while (way == IN_STEPS && gc_step_needs(heap) != 0);
        r->cpu = cpu_ms() - r->cpu;
        r->moving = (double)last.figures.compact_ns / 1e6;
        r->collections = last.collections;
        r->threads = last.figures.compactors;
        gc_get_statistics(heap, &r->s);
        gc_remove_event_sink(heap, &last.sink);
    }
    gc_heap_destroy(heap);
}

static int compare_reductions(const void *a, const void *b)
{
    return compare_doubles(&((const struct reduction *)a)->wall, &((const struct reduction *)b)->wall);
}

static void sparse_heap(const char *name, uint32_t keep)
{
    static const char *const names[] = {"one pause, alone", "one pause", "steps"};
    static struct reduction ways[SPARSE_WAYS][SPARSE_ROUNDS];

    for (int round = 0; round < SPARSE_ROUNDS; round++)
        for (enum sparse_way way = 0; way < SPARSE_WAYS; way++)
            reduce_once(way, keep, &ways[way][round]);
    for (enum sparse_way way = 0; way < SPARSE_WAYS; way++) {
        qsort(ways[way], SPARSE_ROUNDS, sizeof(struct reduction), compare_reductions);
        const struct reduction *r = &ways[way][SPARSE_ROUNDS / 2], *best = &ways[way][0];
        printf("%-13s %-16s  longest pause %6.2f ms (the best %6.2f), of the thread's time %6.2f (%6.2f)  compaction %6.2f "
               "(%6.2f)  CPU %5.0f ms  %2u collections  %u threads  live %.1f MB, held %.1f\n",
               name, names[way], r->wall, best->wall, r->own, best->own, r->moving, best->moving, r->cpu, r->collections,
               best->threads, (double)r->s.heap_used_bytes / 1e6, (double)r->s.heap_total_bytes / 1e6);
    }
}

static void sparse(void)
{
    sparse_heap("sparse", 1);
}

static void sparse_dense(void)
{
    sparse_heap("sparse_dense", 5);
}

static bool is_asked_for(int argc, char **argv, const char *name)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return true;
    return argc == 1;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(gc_heap *heap);
    } all[] = {{"churn", churn}, {"survive", survive}, {"trees", trees}, {"graph", graph},
               {"list", list},   {"array", array},     {"beside", beside}};
    static const struct {
        const char *name;
        void (*run)(void);
    } scavenges[] = {{"young_trees", young_trees}, {"young_lists", young_lists}, {"young_web", young_web},
                     {"young_records", young_records}, {"young_arrays", young_arrays}, {"sparse", sparse},
                     {"sparse_dense", sparse_dense}};

    bool single = argc > 1 && strcmp(argv[1], "--single-threaded") == 0;
    argc -= single;
    argv += single;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!is_asked_for(argc, argv, all[i].name))
            continue;
        gc_heap *heap = test_heap_with((struct gc_config){.at_limit = GC_AT_LIMIT_FAIL, .single_threaded = single});
        all[i].run(heap);
        gc_heap_destroy(heap);
    }
    for (size_t i = 0; i < sizeof scavenges / sizeof *scavenges; i++)
        if (is_asked_for(argc, argv, scavenges[i].name))
            scavenges[i].run();
    return 0;
}
