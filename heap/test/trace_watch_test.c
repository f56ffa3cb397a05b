/*
 * trace_watch_test.c: what traces say, against watchers that do not share their clock or their counters:
 * the caller's clock around each call that collected, a listener's own clock, and a walk of all cells.
 */
#include "test.h"
#include "internal.h"
#include <string.h>
#include <time.h>

struct watch {
    struct gc_event_sink sink;
    gc_heap *heap;
    double begun_ms, heard_ms;  /* by the listener's clock */
    unsigned heard;
    unsigned collected;         /* told by after_collection */
    unsigned walks_that_differ;
    size_t walked_last;
};

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC_RAW, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void listen(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    struct watch *watch = (struct watch *)sink;

    (void)heap;
    if (event->type == GC_EVENT_COLLECTION_BEGIN)
        watch->begun_ms = now_ms();
    if (event->type != GC_EVENT_COLLECTION_END)
        return;
    watch->heard_ms += now_ms() - watch->begun_ms;
    watch->heard++;
}

/* Bytes of all cells outside the read-only space. */
static size_t walk(gc_heap *heap)
{
    struct gc_kind_figures figures[256];
    size_t bytes = 0;

    assert_int_equal(heap->read_only.count, 0);
    gc_count_kinds(heap, figures);
    for (unsigned kind = 0; kind < 256; kind++)
        bytes += figures[kind].bytes;
    return bytes;
}

static void note_collection(void *client, bool full, bool cleared_weak)
{
    struct watch *watch = client;

    (void)full, (void)cleared_weak;
    watch->collected++;
    if (watch->sink.event != NULL) /* timing: a walk would be counted */
        return;
    watch->walked_last = walk(watch->heap);
    watch->walks_that_differ += watch->walked_last != watch->heap->figures.used_after;
}

/* A list that grows to LIVE nodes and starts anew, among as much garbage and some large cells. */
enum { LIVE = 200000, NODES = 1500000 };

/* Pauses so far: collections, and steps of marking between them. */
static uint64_t pauses(const gc_heap *heap, const struct watch *watch)
{
    return watch->collected + heap->statistics.marking_steps;
}

/* Returns the time of those calls in which there was a pause. */
static double work(gc_heap *heap, const struct watch *watch)
{
    double collecting_ms = 0;
    GC_FRAME(heap, f, list, cell, large);

    for (int i = 0; i < NODES; i++) {
        uint64_t before = pauses(heap, watch);
        double begun = now_ms();
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        if (pauses(heap, watch) != before)
            collecting_ms += now_ms() - begun;
        if (i % LIVE == 0)
            f.list = GC_EMPTY;
        if (i % 2 == 0) {
            gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
            f.list = f.cell;
        }
        if (i % 50000 == 0) {
            before = pauses(heap, watch);
            begun = now_ms();
            assert_true(gc_alloc(heap, BLOB, 1 << 20, &f.large));
            if (pauses(heap, watch) != before)
                collecting_ms += now_ms() - begun;
        }
    }
    for (enum gc_collection what = GC_YOUNG; what <= GC_LAST_RESORT; what++) {
        double begun = now_ms();
        gc_collect(heap, what, "testing");
        collecting_ms += now_ms() - begun;
    }
    return collecting_ms;
}

static double sum_of(FILE *file, const char *key, unsigned *lines, size_t *last)
{
    char line[8192];
    double sum = 0;

    rewind(file);
    for (*lines = 0; fgets(line, sizeof line, file) != NULL; ++*lines) {
        const char *at = strstr(line, key);
        assert_non_null(at);
        sum += strtod(at + strlen(key), NULL);
        *last = strtoull(at + strlen(key), NULL, 10);
    }
    return sum;
}

static bool within_a_tenth(const char *what, double told_ms, double watched_ms)
{
    print_message("%s: told %.1f ms, watched %.1f ms\n", what, told_ms, watched_ms);
    return told_ms > 0.9 * watched_ms && told_ms < 1.1 * watched_ms;
}

static gc_heap *watched_heap(struct watch *watch, FILE *file)
{
    watch->heap = test_heap_with((struct gc_config){
        .max_old_bytes = 256u << 20, .trace_gc_nvp = true, .trace_file = file,
        .single_threaded = true, /* a helper that is woken may run before the caller looks at its clock */
        .client = watch, .after_collection = note_collection});
    assert_non_null(watch->heap);
    return watch->heap;
}

/* Whether all clocks agree; counts must. */
static bool clocks_agree(void)
{
    FILE *file = tmpfile();
    struct watch watch = {.sink.event = listen};
    gc_heap *heap = watched_heap(&watch, file);
    struct gc_statistics s;
    unsigned lines;
    size_t last;

    gc_add_event_sink(heap, &watch.sink);
    double outside_ms = work(heap, &watch);
    double told_ms = sum_of(file, "pause=", &lines, &last);
    gc_get_statistics(heap, &s);
    assert_true(s.scavenges >= 10);
    assert_true(s.full_collections >= 3);
    assert_int_equal(lines, s.scavenges + s.full_collections);
    assert_int_equal(lines, watch.heard);
    assert_int_equal(lines, watch.collected);
    assert_true(within_a_tenth("counters", told_ms, (double)(s.scavenge_ns + s.full_ns) / 1e6));
    assert_true(told_ms + (double)s.marking_ns / 1e6 < 1.01 * outside_ms); /* to the two clocks' difference */
    bool agree = within_a_tenth("listener", told_ms, watch.heard_ms);
#if !TENURE_SLOW_CHECKS /* which verify the heap in the call, after the pause */
    agree = within_a_tenth("caller", told_ms + (double)s.marking_ns / 1e6, outside_ms) && agree;
#endif
    gc_heap_destroy(heap);
    fclose(file);
    return agree;
}

/* A thread that is not run between two clocks' readings adds to the later one; so it may be tried again. */
static void pauses_are_what_other_clocks_show(void **state)
{
    for (int tries = 0; tries < 8; tries++)
        if (clocks_agree())
            return;
    fail_msg("no run in which the clocks agree");
}

static void bytes_after_are_what_a_walk_counts(void **state)
{
    FILE *file = tmpfile();
    struct watch watch = {.sink.event = NULL};
    gc_heap *heap = watched_heap(&watch, file);
    struct gc_statistics s;
    unsigned lines;
    size_t last;

    work(heap, &watch);
    assert_true(sum_of(file, " total_size_after=", &lines, &last) > 0);
    gc_get_statistics(heap, &s);
    assert_int_equal(lines, watch.collected);
    assert_int_equal(watch.walks_that_differ, 0);
    assert_int_equal(watch.walked_last, last);
    assert_int_equal(last, s.heap_used_bytes);
    assert_true(gc_verify(heap, "at the end"));
    gc_heap_destroy(heap);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses_are_what_other_clocks_show),
        cmocka_unit_test(bytes_after_are_what_a_walk_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
