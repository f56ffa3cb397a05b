/* trace_test.c: trace lines in V8's format, whose sums are the figures; events reach listeners. */
#include "test.h"
#include "internal.h"
#include <regex.h>
#include <string.h>

static void work(gc_heap *heap)
{
    GC_FRAME(heap, f, list, cell);

    for (int i = 0; i < 60000; i++) {
        assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.cell));
        if (i % 3 == 0) {
            gc_init(heap, as_node(f.cell), &as_node(f.cell)->a, gc_slot_of(heap, f.list));
            f.list = f.cell;
        }
    }
    gc_collect(heap, GC_FULL, "testing");
}

static bool matches(const char *pattern, const char *line)
{
    regex_t regex;
    bool found;

    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    found = regexec(&regex, line, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static void lines_have_v8s_format(void **state)
{
    FILE *file = tmpfile();
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 64u << 20, .trace_gc = true, .trace_file = file});
    char line[1024];
    unsigned scavenges = 0, full = 0;
    struct gc_statistics s;

    work(heap);
    gc_get_statistics(heap, &s);
    rewind(file);
    while (fgets(line, sizeof line, file) != NULL) {
        assert_true(matches("^\\[[0-9]+:0x[0-9a-f]+\\] +[0-9]+ ms: (Scavenge|Mark-Compact) "
                            "[0-9]+\\.[0-9] \\([0-9]+\\.[0-9]\\) -> [0-9]+\\.[0-9] \\([0-9]+\\.[0-9]\\) MB, "
                            "[0-9]+\\.[0-9]{2} / [0-9]+\\.[0-9]{2} ms  "
                            "\\(average mu = [01]\\.[0-9]{3}, current mu = [01]\\.[0-9]{3}\\) [a-z ]+; .*\n$",
                            line));
        scavenges += strstr(line, "Scavenge") != NULL;
        full += strstr(line, "Mark-Compact") != NULL;
    }
    assert_int_equal(scavenges, s.scavenges);
    assert_int_equal(full, s.full_collections);
    assert_true(scavenges > 0 && full > 0);
    gc_heap_destroy(heap);
    fclose(file);
}

static size_t number_after(const char *line, const char *key)
{
    const char *at = strstr(line, key);

    assert_non_null(at);
    return strtoull(at + strlen(key), NULL, 10);
}

static void sums_of_nvp_lines_are_the_figures(void **state)
{
    FILE *file = tmpfile();
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 64u << 20, .trace_gc = true, .trace_gc_nvp = true, .trace_file = file});
    char line[2048];
    size_t promoted = 0, copied = 0, allocated = 0, last_after = 0;
    double pause = 0;
    struct gc_statistics s;

    work(heap);
    gc_get_statistics(heap, &s);
    rewind(file);
    while (fgets(line, sizeof line, file) != NULL) {
        assert_true(matches("^\\[[0-9]+:0x[0-9a-f]+\\] +[0-9]+ ms: pause=[0-9.]+ mutator=[0-9.]+ gc=(s|mc) ", line));
        promoted += number_after(line, " promoted=");
        copied += number_after(line, " new_space_survived=");
        allocated += number_after(line, " allocated=");
        last_after = number_after(line, " total_size_after=");
        pause += strtod(strstr(line, "pause=") + 6, NULL);
    }
    assert_int_equal(promoted, s.promoted_bytes);
    assert_int_equal(copied, s.copied_bytes);
    assert_int_equal(allocated, s.allocated_bytes);
    assert_int_equal(last_after, s.heap_used_bytes);
    double counted = (double)(s.scavenge_ns + s.full_ns) / 1e6;
    assert_true(pause > counted * 0.99 - 0.1 && pause < counted * 1.01 + 0.1);
    gc_heap_destroy(heap);
    fclose(file);
}

struct listener {
    struct gc_event_sink sink;
    unsigned counts[GC_EVENT_TYPES];
};

static void listen(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    (void)heap;
    ((struct listener *)sink)->counts[event->type]++;
}

static void listeners_hear_events_until_removed(void **state)
{
    gc_heap *heap = test_heap();
    struct listener listener = {.sink.event = listen};

    gc_add_event_sink(heap, &listener.sink);
    gc_collect(heap, GC_YOUNG, "testing");
    gc_collect(heap, GC_FULL, "testing");
    assert_int_equal(listener.counts[GC_EVENT_COLLECTION_BEGIN], 2);
    assert_int_equal(listener.counts[GC_EVENT_COLLECTION_END], 2);
    assert_int_equal(listener.counts[GC_EVENT_OLD_THRESHOLD], 1);
    gc_remove_event_sink(heap, &listener.sink);
    gc_collect(heap, GC_YOUNG, "testing");
    assert_int_equal(listener.counts[GC_EVENT_COLLECTION_END], 2);
    gc_heap_destroy(heap);
}

static void ring_keeps_the_newest_whole_lines(void **state)
{
    gc_heap *heap = test_heap();

    for (int i = 0; i < 60; i++)
        gc_collect(heap, GC_YOUNG, i == 59 ? "the newest" : "testing");
    assert_true(heap->trace.ring_length <= sizeof heap->trace.ring);
    assert_int_equal(heap->trace.ring[0], '[');
    assert_int_equal(heap->trace.ring[heap->trace.ring_length - 1], '\n');
    heap->trace.ring[heap->trace.ring_length - 1] = 0;
    assert_non_null(strstr(heap->trace.ring, "the newest"));
    gc_heap_destroy(heap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_v8s_format),
        cmocka_unit_test(sums_of_nvp_lines_are_the_figures),
        cmocka_unit_test(listeners_hear_events_until_removed),
        cmocka_unit_test(ring_keeps_the_newest_whole_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
