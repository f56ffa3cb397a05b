/*
 * trace.c: three listeners: V8's --trace-gc line, its --trace-gc-nvp line, and the ring of last lines
 * that the report of a fatal out-of-memory error begins with.
 *
 * Formats are those of V8 11.3 (sizes in MB of 2^20 bytes, times in ms).  Keys of the nvp line that have
 * no counterpart here are left out; bytes are exact, so that sums over a run equal gc_statistics.
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

static double percent(size_t part, size_t whole)
{
    return whole == 0 ? 0 : 100.0 * (double)part / (double)whole;
}

static const char *collector_name(const struct gc_collection_figures *f)
{
    if (f->what == GC_YOUNG)
        return "Scavenge";
    return f->compacted ? "Mark-Compact" : "Mark-Sweep";
}

static int format_line(gc_heap *heap, const struct gc_collection_figures *f, char *out, size_t size)
{
    char steps[160] = "";

    if (f->incremental_wall_ns != 0)
        snprintf(steps, sizeof steps,
                 " (+ %.1f ms in %llu steps since start of marking, biggest step %.1f ms, "
                 "walltime since start of marking %.0f ms)",
                 ms(f->incremental_ns), (unsigned long long)f->incremental_steps,
                 ms(f->incremental_longest_ns), ms(f->incremental_wall_ns));
    return snprintf(out, size,
                    "[%d:%p] %8.0f ms: %s%s %.1f (%.1f) -> %.1f (%.1f) MB, %.2f / %.2f ms %s "
                    "(average mu = %.3f, current mu = %.3f) %s; %s\n",
                    gc__os_pid(), heap->config.isolate_id, ms(f->start_ns + f->pause_ns),
                    collector_name(f), f->what == GC_LAST_RESORT ? " (reduce)" : "",
                    mb(f->used_before), mb(f->committed_before), mb(f->used_after),
                    mb(f->committed_after), ms(f->pause_ns), ms(f->callback_ns), steps,
                    f->average_utilisation, f->current_utilisation, f->reason,
                    f->collector_reason);
}

static gc_heap *ends(gc_heap *heap, const struct gc_event *event)
{
    return event->type == GC_EVENT_COLLECTION_END ? heap : NULL;
}

/* Keeps the newest whole lines that fit. */
static void ring_event(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    struct gc__trace *trace = &heap->trace;
    char line[512];
    int length;

    (void)sink;
    if (ends(heap, event) == NULL)
        return;
    length = format_line(heap, event->figures, line, sizeof line);
    if (length <= 0 || (size_t)length >= sizeof line)
        return;
    while (trace->ring_length + (size_t)length > sizeof trace->ring) {
        char *newline = memchr(trace->ring, '\n', trace->ring_length);
        size_t oldest = (size_t)(newline - trace->ring) + 1;
        trace->ring_length -= oldest;
        memmove(trace->ring, trace->ring + oldest, trace->ring_length);
    }
    memcpy(trace->ring + trace->ring_length, line, (size_t)length);
    trace->ring_length += (size_t)length;
}

static void print_spaces(gc_heap *heap, FILE *file)
{
    struct gc_statistics s;
    const void *id = heap->config.isolate_id;
    int pid = gc__os_pid();

    gc_get_statistics(heap, &s);
    fprintf(file, "[%d:%p] Memory allocator,       used: %6zu KB, available: %6zu KB\n", pid, id,
            s.heap_total_bytes >> 10, (heap->cage_bytes - s.heap_total_bytes) >> 10);
    fprintf(file, "[%d:%p] New space,              used: %6zu KB, available: %6zu KB, committed: %6zu KB\n",
            pid, id, gc__young_used(heap) >> 10,
            (heap->young.capacity * GC__PAGE_BYTES - gc__young_used(heap)) >> 10,
            (heap->young.pages.count * GC__PAGE_BYTES) >> 10);
    fprintf(file, "[%d:%p] Old space,              used: %6zu KB, available: %6zu KB, committed: %6zu KB\n",
            pid, id, s.old_used_bytes >> 10, heap->old.free.bytes >> 10,
            s.old_committed_bytes >> 10);
    fprintf(file, "[%d:%p] Large object space,     used: %6zu KB, available: %6u KB, committed: %6zu KB\n",
            pid, id, s.large_used_bytes >> 10, 0u, s.large_committed_bytes >> 10);
    fprintf(file, "[%d:%p] All spaces,             used: %6zu KB, available: %6zu KB, committed: %6zu KB\n",
            pid, id, s.heap_used_bytes >> 10, (s.limit_old_bytes - gc__old_total(heap)) >> 10,
            s.heap_total_bytes >> 10);
    fprintf(file, "[%d:%p] External memory reported: %6zu KB\n", pid, id,
            gc__outside_bytes(heap) >> 10);
    fprintf(file, "[%d:%p] Backing store memory: %6zu KB\n", pid, id, s.buffer_bytes >> 10);
    fprintf(file, "[%d:%p] Total time spent in GC  : %.1f ms\n", pid, id,
            ms(s.scavenge_ns + s.full_ns));
}

static void text_event(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    char line[512];

    (void)sink;
    if (ends(heap, event) == NULL || !heap->config.trace_gc || heap->config.trace_gc_nvp)
        return;
    format_line(heap, event->figures, line, sizeof line);
    fputs(line, heap->config.trace_file);
    if (heap->config.trace_gc_verbose)
        print_spaces(heap, heap->config.trace_file);
    fflush(heap->config.trace_file);
}

static void print_phases(FILE *file, const struct gc_collection_figures *f)
{
    if (f->what == GC_YOUNG)
        fprintf(file,
                " scavenge=%.2f scavenge.roots=%.2f scavenge.old_to_new=%.2f scavenge.drain=%.2f"
                " scavenge.weak=%.2f scavenge.sweep_array_buffers=%.2f",
                ms(f->pause_ns), ms(f->roots_ns), ms(f->remembered_ns), ms(f->drain_ns),
                ms(f->weak_ns), ms(f->finalize_ns));
    else
        fprintf(file, " evacuate.young=%.2f mark=%.2f clear=%.2f finish.sweep_array_buffers=%.2f sweep=%.2f",
                ms(f->roots_ns + f->remembered_ns + f->drain_ns), ms(f->mark_ns), ms(f->weak_ns),
                ms(f->finalize_ns), ms(f->sweep_ns));
}

static void nvp_event(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event)
{
    const struct gc_collection_figures *f = event->figures;
    FILE *file = heap->config.trace_file;
    size_t promoted = f->promoted + f->promoted_large;

    (void)sink;
    if (ends(heap, event) == NULL || !heap->config.trace_gc_nvp)
        return;
    fprintf(file, "[%d:%p] %8.0f ms: pause=%.3f mutator=%.1f gc=%s reduce_memory=%d", gc__os_pid(),
            heap->config.isolate_id, ms(f->start_ns + f->pause_ns), ms(f->pause_ns),
            ms(f->mutator_ns), f->what == GC_YOUNG ? "s" : f->compacted ? "mc" : "ms",
            f->what == GC_LAST_RESORT);
    print_phases(file, f);
    fprintf(file,
            " total_size_before=%zu total_size_after=%zu holes_size_before=%zu holes_size_after=%zu"
            " allocated=%zu promoted=%zu promoted_by_age=%zu promoted_by_overflow=%zu"
            " promoted_large=%zu new_space_survived=%zu",
            f->used_before, f->used_after, f->holes_before, f->holes_after, f->allocated, promoted,
            f->promoted_by_age, f->promoted_by_overflow, f->promoted_large, f->copied);
    fprintf(file,
            " external_before=%zu external_after=%zu offheap_finalized=%zu promotion_ratio=%.1f%%"
            " new_space_survive_rate=%.1f%% new_space_allocation_throughput=%.1f"
            " scavenges=%llu full=%llu reason=\"%s\"\n",
            f->external_before, f->external_after, f->offheap_finalized,
            percent(promoted, f->young_before), percent(f->copied, f->young_before),
            f->mutator_ns == 0 ? 0.0 : (double)f->allocated / ms(f->mutator_ns),
            (unsigned long long)heap->statistics.scavenges,
            (unsigned long long)heap->statistics.full_collections, f->reason);
    fflush(file);
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
    if (event->type == GC_EVENT_COLLECTION_END && f->incremental_wall_ns == 0)
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

    trace->ring_sink.event = ring_event;
    trace->text_sink.event = text_event;
    trace->nvp_sink.event = nvp_event;
    trace->marking_sink.event = marking_event;
    if (heap->config.trace_incremental_marking)
        gc_add_event_sink(heap, &trace->marking_sink);
    gc_add_event_sink(heap, &trace->ring_sink);
    gc_add_event_sink(heap, &trace->nvp_sink);
    gc_add_event_sink(heap, &trace->text_sink);
}
