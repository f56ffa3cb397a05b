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
    char line[4096];
    size_t promoted = 0, copied = 0, allocated = 0, last_after = 0;
    size_t pause = 0;
    struct gc_statistics s;

    work(heap);
    gc_get_statistics(heap, &s);
    rewind(file);
    while (fgets(line, sizeof line, file) != NULL) {
        assert_true(matches("^\\[[0-9]+:0x[0-9a-f]+\\] +[0-9]+ ms: pause=[0-9]+\\.[0-9] mutator=[0-9]+\\.[0-9] gc=(s|mc) ", line));
        promoted += number_after(line, " promoted=");
        copied += number_after(line, " new_space_survived=");
        allocated += number_after(line, " allocated=");
        last_after = number_after(line, " total_size_after=");
        pause += number_after(line, " pause_ns=");
    }
    assert_int_equal(promoted, s.promoted_bytes);
    assert_int_equal(copied, s.copied_bytes);
    assert_int_equal(allocated, s.allocated_bytes);
    assert_int_equal(last_after, s.heap_used_bytes);
    assert_int_equal(pause, s.scavenge_ns + s.full_ns);
    gc_heap_destroy(heap);
    fclose(file);
}

/* What one collection with these figures prints, without "[pid:isolate] ". */
static const char *printed(struct gc_config config, const struct gc_collection_figures *figures)
{
    static char line[4096];
    FILE *file = tmpfile();
    gc_heap *heap;
    char *end;

    config.trace_file = file;
    heap = test_heap_with(config);
    heap->figures = *figures;
    gc__emit(heap, GC_EVENT_COLLECTION_END, figures->what);
    rewind(file);
    line[fread(line, 1, sizeof line - 1, file)] = 0;
    gc_heap_destroy(heap);
    fclose(file);
    end = strchr(line, ']');
    return end == NULL ? line : end + 2;
}

#define MB(x) ((size_t)((x) * 1048576.0 + 0.5))
static const struct gc_collection_figures scavenge = {
    .what = GC_YOUNG, .reason = "allocation failure", .collector_reason = "",
    .start_ns = 25700000, .pause_ns = 1888000, .used_before = MB(3.9), .committed_before = MB(4.0),
    .used_after = MB(3.9), .committed_after = MB(5.2), .average_utilisation = 1, .current_utilisation = 1};
static const struct gc_collection_figures full = {
    .what = GC_FULL, .reason = "finalize incremental marking via stack guard",
    .collector_reason = "GC in old space requested", .start_ns = 2050000000 - 175870000,
    .pause_ns = 175870000, .used_before = MB(191.5), .committed_before = MB(216.0),
    .used_after = MB(41.0), .committed_after = MB(76.7), .incremental_ns = 32200000,
    .incremental_steps = 32, .incremental_longest_ns = 12400000, .marking_wall_ns = 242000000,
    .average_utilisation = 0.75, .current_utilisation = 0.75};

/* Lines that V8 itself printed, from their figures. */
static void v8s_own_lines_come_out_of_their_figures(void **state)
{
    struct gc_config config = {.max_old_bytes = 64u << 20, .trace_gc = true};

    assert_string_equal(printed(config, &scavenge),
                        "      28 ms: Scavenge 3.9 (4.0) -> 3.9 (5.2) MB, 1.89 / 0.00 ms  "
                        "(average mu = 1.000, current mu = 1.000) allocation failure; \n");
    assert_string_equal(
        printed(config, &full),
        "    2050 ms: Mark-Compact 191.5 (216.0) -> 41.0 (76.7) MB, 175.87 / 0.00 ms  (+ 32.2 ms in 32 steps "
        "since start of marking, biggest step 12.4 ms, walltime since start of marking 242 ms) (average mu = "
        "0.750, current mu = 0.750) finalize incremental marking via stack guard; GC in old space requested\n");
}

static void lines_of_2017_have_their_format(void **state)
{
    struct gc_config config = {
        .max_old_bytes = 64u << 20, .trace_gc = true, .trace_format = GC_TRACE_V8_2017};

    assert_string_equal(printed(config, &scavenge),
                        "      28 ms: Scavenge 3.9 (4.0) -> 3.9 (5.2) MB, 1.9 / 0.0 ms  allocation failure \n");
    assert_string_equal(
        printed(config, &full),
        "    2050 ms: Mark-sweep 191.5 (216.0) -> 41.0 (76.7) MB, 175.9 / 0.0 ms  (+ 32.2 ms in 32 steps since "
        "start of marking, biggest step 12.4 ms, walltime since start of marking 242 ms) finalize incremental "
        "marking via stack guard GC in old space requested\n");
}

static void scavenges_can_be_left_out_of_every_format(void **state)
{
    for (int format = GC_TRACE_DEFAULT; format <= GC_TRACE_JSON; format++)
        for (int nvp = 0; nvp < 2; nvp++) {
            struct gc_config config = {.max_old_bytes = 64u << 20, .trace_gc = true,
                                       .trace_gc_nvp = nvp != 0, .trace_gc_verbose = true,
                                       .trace_format = (enum gc_trace_format)format};

            assert_true(strlen(printed(config, &scavenge)) > 0);
            config.trace_gc_ignore_scavenger = true;
            assert_string_equal(printed(config, &scavenge), "");
            assert_true(strlen(printed(config, &full)) > 0);
        }
}

static void json_escapes_reasons(void **state)
{
    struct gc_config config = {
        .max_old_bytes = 64u << 20, .trace_gc = true, .trace_format = GC_TRACE_JSON};
    struct gc_collection_figures odd = scavenge;
    const char *line;

    odd.reason = "a \"quoted\" \\ and\na line";
    line = printed(config, &odd);
    assert_non_null(strstr(line, ",\"reason\":\"a \\\"quoted\\\" \\\\ and\\u000aa line\","));
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void traces_can_be_switched_while_the_heap_lives(void **state)
{
    FILE *file = tmpfile();
    gc_heap *heap = test_heap_with((struct gc_config){.max_old_bytes = 64u << 20, .trace_file = file});

    gc_collect(heap, GC_FULL, "testing");
    assert_int_equal(ftell(file), 0);
    gc_set_trace(heap, GC_TRACE_GC, true);
    gc_collect(heap, GC_FULL, "testing");
    long line = ftell(file);
    assert_true(line > 0);
    gc_set_trace(heap, GC_TRACE_GC_NVP, true);
    gc_collect(heap, GC_FULL, "testing");
    assert_true(ftell(file) > 3 * line);
    gc_set_trace(heap, GC_TRACE_GC, false);
    gc_set_trace(heap, GC_TRACE_GC_NVP, false);
    line = ftell(file);
    gc_collect(heap, GC_FULL, "testing");
    assert_int_equal(ftell(file), line);
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

static void the_last_lines_are_the_newest_whole_ones(void **state)
{
    gc_heap *heap = test_heap_with((struct gc_config){
        .max_old_bytes = 64u << 20, .at_limit = GC_AT_LIMIT_ABORT});

    for (int i = 0; i < 60; i++)
        gc_collect(heap, GC_YOUNG, i == 59 ? "the newest" : "testing");
    gc__emit(heap, GC_EVENT_OUT_OF_MEMORY, 1);
    assert_true(heap->trace.ring_length > sizeof heap->trace.ring / 2);
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
        cmocka_unit_test(v8s_own_lines_come_out_of_their_figures),
        cmocka_unit_test(lines_of_2017_have_their_format),
        cmocka_unit_test(scavenges_can_be_left_out_of_every_format),
        cmocka_unit_test(json_escapes_reasons),
        cmocka_unit_test(traces_can_be_switched_while_the_heap_lives),
        cmocka_unit_test(listeners_hear_events_until_removed),
        cmocka_unit_test(the_last_lines_are_the_newest_whole_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
