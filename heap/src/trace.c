/*
 * trace.c: two listeners: the one that prints what --trace-gc and its relatives ask for, and the one that
 * remembers the last collections, whose lines the report of a fatal out-of-memory error begins with.
 *
 * Lines are those of V8 11.3, or of V8 in 2017: sizes in MB of 2^20 bytes, times in ms.  What each field and
 * flag means: docs/tracing.md.
 */
#include "internal.h"
#include <string.h>

static double mb(size_t bytes)
{
    return (double)bytes / (double)GC__MB;
}

static double ms(uint64_t ns)
{
    return (double)ns / 1e6;
}

/* The list of spaces comes with the line that it belongs to, as in V8. */
static bool prints(const gc_heap *heap, const struct gc_collection_figures *f)
{
    const struct gc_config *config = &heap->config;

    if (config->trace_gc_ignore_scavenger && f->what == GC_YOUNG)
        return false;
    return config->trace_gc || config->trace_gc_nvp || config->trace_gc_verbose;
}

/* ---- lines ---- */

/* " (+ ... since start of marking ... ms)", or nothing where marking was atomic. */
static void format_steps(const struct gc_collection_figures *f, char *out, size_t size)
{
    out[0] = 0;
    if (f->incremental_steps != 0)
        snprintf(out, size,
                 " (+ %.1f ms in %u steps since start of marking, biggest step %.1f ms, walltime since "
                 "start of marking %.f ms)",
                 ms(f->incremental_ns), f->incremental_steps, ms(f->incremental_longest_ns),
                 ms(f->marking_wall_ns));
}

static int format_line(const gc_heap *heap, const struct gc_collection_figures *f, char *out, size_t size)
{
    char steps[160];

    format_steps(f, steps, sizeof steps);
    return snprintf(out, size,
                    "[%d:%p] %8.0f ms: %s%s %.1f (%.1f) -> %.1f (%.1f) MB, %.2f / %.2f ms %s "
                    "(average mu = %.3f, current mu = %.3f) %s; %s\n",
                    gc__os_pid(), heap->config.isolate_id, ms(f->start_ns + f->pause_ns),
                    f->what == GC_YOUNG ? "Scavenge" : "Mark-Compact",
                    f->what >= GC_REDUCE ? " (reduce)" : "", mb(f->used_before),
                    mb(f->committed_before), mb(f->used_after), mb(f->committed_after),
                    ms(f->pause_ns), ms(f->callback_ns), steps, f->average_utilisation,
                    f->current_utilisation, f->reason, f->collector_reason);
}

static int format_line_2017(const gc_heap *heap, const struct gc_collection_figures *f, char *out,
                            size_t size)
{
    char steps[160];

    format_steps(f, steps, sizeof steps);
    return snprintf(out, size,
                    "[%d:%p] %8.0f ms: %s %.1f (%.1f) -> %.1f (%.1f) MB, %.1f / %.1f ms %s %s %s\n",
                    gc__os_pid(), heap->config.isolate_id, ms(f->start_ns + f->pause_ns),
                    f->what == GC_YOUNG ? "Scavenge" : "Mark-sweep", mb(f->used_before),
                    mb(f->committed_before), mb(f->used_after), mb(f->committed_after),
                    ms(f->pause_ns), ms(f->callback_ns), steps, f->reason, f->collector_reason);
}

static int format(const gc_heap *heap, const struct gc_collection_figures *f, char *out, size_t size)
{
    return heap->config.trace_format == GC_TRACE_V8_2017 ? format_line_2017(heap, f, out, size)
                                                         : format_line(heap, f, out, size);
}

/* ---- the list of spaces ---- */

static void print_space(const gc_heap *heap, FILE *file, const char *name, size_t used,
                        size_t available, size_t committed)
{
    fprintf(file, "[%d:%p] %-24sused: %6zu KB, available: %6zu KB, committed: %6zu KB\n",
            gc__os_pid(), heap->config.isolate_id, name, used >> 10, available >> 10,
            committed >> 10);
}

static void print_spaces(gc_heap *heap, FILE *file)
{
    struct gc_space_figures s[GC_SPACES];
    struct gc_room room;
    size_t used = 0, committed = 0;

    gc_get_spaces(heap, s);
    gc_get_room(heap, &room);
    for (int i = 0; i < GC_SPACES; i++) {
        used += s[i].used;
        committed += s[i].committed;
    }
#define LINE(name, space) print_space(heap, file, name, s[space].used, s[space].available, s[space].committed)
    LINE("Read-only space,", GC_SPACE_READ_ONLY);
    LINE("New space,", GC_SPACE_NEW);
    LINE("New large object space,", GC_SPACE_NEW_LARGE);
    LINE("Old space,", GC_SPACE_OLD);
    print_space(heap, file, "Code space,", 0, 0, 0); /* machine code: there is none */
    LINE("Large object space,", GC_SPACE_LARGE);
    print_space(heap, file, "Code large object space,     ", 0, 0, 0);
#undef LINE
    print_space(heap, file, "All spaces,", used, room.available, committed);
}

static void print_memory(gc_heap *heap, FILE *file)
{
    const struct gc_statistics *s = &heap->statistics;
    const void *id = heap->config.isolate_id;
    size_t committed = heap->committed_pages * GC__PAGE_BYTES;
    size_t pooled = heap->pool.count * GC__PAGE_BYTES;
    int pid = gc__os_pid();

    fprintf(file, "[%d:%p] Memory allocator,       used: %6zu KB, available: %6zu KB\n", pid, id,
            committed >> 10, (heap->cage_bytes - committed) >> 10);
    print_spaces(heap, file);
    fprintf(file, "[%d:%p] Unmapper buffering %u chunks of committed: %6zu KB\n", pid, id,
            heap->pool.count, pooled >> 10);
    fprintf(file, "[%d:%p] External memory reported: %6zu KB\n", pid, id,
            (heap->external_bytes + heap->buffer_bytes) >> 10);
    fprintf(file, "[%d:%p] Backing store memory: %6zu KB\n", pid, id, heap->buffer_bytes >> 10);
    fprintf(file, "[%d:%p] External memory global %zu KB\n", pid, id, heap->malloc_bytes >> 10);
    fprintf(file, "[%d:%p] Total time spent in GC  : %.1f ms\n", pid, id,
            ms(s->scavenge_ns + s->full_ns));
    if (s->pause_target_ns != GC_PAUSE_TARGET_US * 1000u) /* V8 has no such line */
        fprintf(file, "[%d:%p] Pauses beyond %.1f ms: %llu scavenges, %llu full, %llu steps, %llu asked for\n", pid, id,
                ms(s->pause_target_ns), (unsigned long long)s->missed_young, (unsigned long long)s->missed_full,
                (unsigned long long)s->missed_step, (unsigned long long)s->missed_asked);
}

/* ---- listeners ---- */

static void print_event(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    const struct gc_config *config = &heap->config;
    FILE *file = config->trace_file;
    char line[512];

    (void)sink;
    if (event->type != GC_EVENT_COLLECTION_END || !prints(heap, event->figures))
        return;
    if (config->trace_format == GC_TRACE_JSON) {
        gc__print_json(heap, file);
    } else {
        if (config->trace_gc_nvp) {
            gc__print_nvp(heap, file);
        } else {
            format(heap, event->figures, line, sizeof line);
            fputs(line, file);
        }
        if (config->trace_gc_verbose)
            print_memory(heap, file);
    }
    fflush(file);
}

/* Adds a line; the oldest whole ones make room. */
static void add_line(struct gc__trace *trace, const char *line, size_t length)
{
    while (trace->ring_length + length > sizeof trace->ring) {
        char *newline = memchr(trace->ring, '\n', trace->ring_length);
        size_t oldest = (size_t)(newline - trace->ring) + 1;
        trace->ring_length -= oldest;
        memmove(trace->ring, trace->ring + oldest, trace->ring_length);
    }
    memcpy(trace->ring + trace->ring_length, line, length);
    trace->ring_length += length;
}

/* The lines of the last collections, as far as they fit. */
static void make_ring(gc_heap *heap)
{
    struct gc__trace *trace = &heap->trace;
    uint64_t first = trace->last_count > GC__LAST_GCS ? trace->last_count - GC__LAST_GCS : 0;
    char line[512];

    trace->ring_length = 0;
    for (uint64_t i = first; i < trace->last_count; i++) {
        int length = format(heap, &trace->last[i % GC__LAST_GCS], line, sizeof line);
        if (length > 0 && (size_t)length < sizeof line)
            add_line(trace, line, (size_t)length);
    }
}

/* Keeps figures, not text: a collection pays for a copy, and only a fatal report for lines. */
static void last_event(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    struct gc__trace *trace = &heap->trace;
    const struct gc_collection_figures *f = event->figures;

    (void)sink;
    if (event->type == GC_EVENT_OUT_OF_MEMORY && heap->config.at_limit == GC_AT_LIMIT_ABORT)
        make_ring(heap);
    if (event->type != GC_EVENT_COLLECTION_END)
        return;
    trace->last[trace->last_count++ % GC__LAST_GCS] = *f;
    if (f->young_before != 0)
        trace->survival[trace->survival_count++ % GC__SURVIVAL_SAMPLES] =
            100.0 * (double)(f->copied + f->promoted + f->promoted_large) / (double)f->young_before;
    trace->copied_before = trace->copied;
    trace->copied = f->copied;
}

/* V8's lines of --trace-incremental-marking, those that have a counterpart here. */
static void marking_event(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    FILE *file = heap->config.trace_file;
    size_t threshold = heap->policy.old_threshold, old = gc__old_total(heap);
    const struct gc_collection_figures *f = event->figures;

    (void)sink;
    if (event->type != GC_EVENT_MARKING_START && event->type != GC_EVENT_MARKING_STEP &&
        event->type != GC_EVENT_MARKING_ABORT && event->type != GC_EVENT_COLLECTION_END)
        return;
    if (event->type == GC_EVENT_COLLECTION_END && f->marking_wall_ns == 0)
        return;
    fprintf(file, "[%d:%p] %8.0f ms: [IncrementalMarking] ", gc__os_pid(), heap->config.isolate_id,
            ms(event->ns));
    if (event->type == GC_EVENT_MARKING_START)
        fprintf(file, "Start (allocation limit): (size/limit/slack) v8: %zuMB / %zuMB / %zuMB\n",
                old / GC__MB, threshold / GC__MB, threshold > old ? (threshold - old) / GC__MB : 0);
    else if (event->type == GC_EVENT_MARKING_STEP)
        fprintf(file, "Step in v8 V8: %zuKB marked, %.3fms\n", heap->marker.scanned_bytes >> 10,
                ms(event->value));
    else if (event->type == GC_EVENT_MARKING_ABORT)
        fprintf(file, "Aborting: %zuKB marked\n", event->value >> 10);
    else
        fprintf(file, "Stopping: old generation %.0fMB, limit %zuMB, %zuKB marked\n", mb(f->used_before),
                heap->marking.limit_before / GC__MB, heap->marker.scanned_bytes >> 10);
    fflush(file);
}

void gc__trace_init(gc_heap *heap)
{
    struct gc__trace *trace = &heap->trace;

    trace->last_sink.event = last_event;
    trace->print_sink.event = print_event;
    gc_add_event_sink(heap, &trace->print_sink);
    gc_add_event_sink(heap, &trace->last_sink);
    trace->marking_sink.event = marking_event;
    if (heap->config.trace_incremental_marking)
        gc_add_event_sink(heap, &trace->marking_sink);
}

void gc_set_trace(gc_heap *heap, enum gc_trace_flag flag, bool on)
{
    struct gc_config *config = &heap->config;
    bool *const fields[] = {&config->trace_gc, &config->trace_gc_nvp, &config->trace_gc_verbose,
                            &config->trace_gc_ignore_scavenger};

    GC_REQUIRE(flag < sizeof fields / sizeof fields[0]);
    *fields[flag] = on;
}

void gc_set_trace_format(gc_heap *heap, enum gc_trace_format format)
{
    heap->config.trace_format = format;
}
