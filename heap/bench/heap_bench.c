/*
 * heap_bench.c: the heap alone: allocation, survival, graph shapes, pauses.
 *
 *   heap_bench [--single-threaded] [NAME...]      churn survive trees graph list array young_trees young_lists young_web
 *
 * One line a benchmark: CPU milliseconds, nanoseconds a cell, collections, the longest pause, peak bytes.
 * Collections of graph and list are asked for, so that they show marking alone.  The young_ ones show
 * scavenges alone, of structures of which all survives: wall and CPU time of the pauses, and bytes.
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

enum { YOUNG_ROUNDS = 100, YOUNG_SEMI = 16 << 20 };

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

static void make_deep_tree(gc_heap *heap, gc_value *out)
{
    make_tree(heap, 17, out);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Makes a structure that fits the nursery, scavenges, drops it; pauses alone are timed. */
static void young(gc_heap *heap, const char *name, void (*make)(gc_heap *heap, gc_value *out))
{
    GC_FRAME(heap, f, root);
    struct gc_statistics before, after;
    double pauses[YOUNG_ROUNDS], wall_ms = 0, pause_cpu_ms = 0, mb = 0;

    for (int i = 0; i < YOUNG_ROUNDS; i++) {
        f.root = GC_EMPTY;
        if (i % 4 == 0)
            gc_collect(heap, GC_FULL, "bench");
        else
            gc_collect(heap, GC_YOUNG, "bench");
        make(heap, &f.root);
        gc_get_statistics(heap, &before);
        double begin = cpu_ms();
        gc_collect(heap, GC_YOUNG, "bench");
        pause_cpu_ms += cpu_ms() - begin;
        gc_get_statistics(heap, &after);
        pauses[i] = (double)(after.scavenge_ns - before.scavenge_ns) / 1e6;
        wall_ms += pauses[i];
        mb += (double)(after.copied_bytes + after.promoted_bytes - before.copied_bytes -
                       before.promoted_bytes) / 1e6;
    }
    qsort(pauses, YOUNG_ROUNDS, sizeof pauses[0], compare_doubles);
    printf("%-12s pauses: best %6.3f ms  tenth %6.3f  median %6.3f  wall %7.1f ms  cpu %7.1f ms  %.0f MB\n",
           name, pauses[0], pauses[YOUNG_ROUNDS / 10], pauses[YOUNG_ROUNDS / 2], wall_ms, pause_cpu_ms, mb);
}

static void young_trees(gc_heap *heap)
{
    young(heap, "young_trees", make_deep_tree);
}

static void young_lists(gc_heap *heap)
{
    young(heap, "young_lists", make_lists);
}

static void young_web(gc_heap *heap)
{
    young(heap, "young_web", make_web);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(gc_heap *heap);
    } all[] = {{"churn", churn}, {"survive", survive}, {"trees", trees},
               {"graph", graph}, {"list", list},       {"array", array},
               {"young_trees", young_trees},           {"young_lists", young_lists},
               {"young_web", young_web}};

    bool single = argc > 1 && strcmp(argv[1], "--single-threaded") == 0;
    argc -= single;
    argv += single;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        bool wanted = argc == 1;
        for (int a = 1; a < argc; a++)
            wanted |= strcmp(argv[a], all[i].name) == 0;
        if (!wanted)
            continue;
        struct gc_config config = {.at_limit = GC_AT_LIMIT_FAIL, .single_threaded = single, .parallel_scavenge = !single};
        if (strncmp(all[i].name, "young_", 6) == 0)
            config.min_semi_space_bytes = config.max_semi_space_bytes = YOUNG_SEMI;
        gc_heap *heap = test_heap_with(config);
        all[i].run(heap);
        gc_heap_destroy(heap);
    }
    return 0;
}
