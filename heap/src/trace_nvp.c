/*
 * trace_nvp.c: the line of --trace-gc-nvp: V8 11.3's keys in V8's order, then keys of this heap.
 *
 * A phase of V8 that this collector does not have took no time, and is printed so: scripts that look for the
 * key go on working.  Numbers of V8 are rounded as V8 rounds them; bytes, and the keys after V8's, are
 * exact, so that sums over a run equal gc_statistics.
 */
#include "internal.h"

static double ms(uint64_t ns)
{
    return (double)ns / 1e6;
}

static double per_ms(size_t bytes, uint64_t ns)
{
    return ns == 0 ? 0 : (double)bytes / ms(ns);
}

static double percent(size_t part, size_t whole)
{
    return whole == 0 ? 0 : 100.0 * (double)part / (double)whole;
}

static double average_survival(const struct gc__trace *trace)
{
    unsigned count = trace->survival_count < GC__SURVIVAL_SAMPLES ? trace->survival_count : GC__SURVIVAL_SAMPLES;
    double sum = 0;

    for (unsigned i = 0; i < count; i++)
        sum += trace->survival[i];
    return count == 0 ? 0 : sum / count;
}

static void put(FILE *file, const char *key, int decimals, double value)
{
    fprintf(file, " %s=%.*f", key, decimals, value);
}

/* The keys of a list, for phases that V8 has and this collector has not. */
static void put_none(FILE *file, int decimals, const char *keys)
{
    const char *end;

    for (; *keys != 0; keys = *end == 0 ? end : end + 1) {
        for (end = keys; *end != ' ' && *end != 0; end++)
            continue;
        fprintf(file, " %.*s=%.*f", (int)(end - keys), keys, decimals, 0.0);
    }
}

static uint64_t evacuation_ns(const struct gc_collection_figures *f)
{
    return f->roots_ns + f->remembered_ns + f->drain_ns;
}

static void put_scavenge(FILE *file, const struct gc_collection_figures *f)
{
    put_none(file, 2, "time_to_safepoint heap.prologue heap.epilogue heap.epilogue.reduce_new_space "
                      "heap.external.prologue");
    put(file, "heap.external.epilogue", 2, ms(f->callback_ns));
    put_none(file, 2, "heap.external_weak_global_handles");
    put(file, "fast_promote", 2, ms(f->in_place_ns));
    put_none(file, 2, "complete.sweep_array_buffers");
    put(file, "scavenge", 2, ms(evacuation_ns(f) + f->weak_ns + f->finalize_ns));
    put_none(file, 2, "scavenge.free_remembered_set");
    put(file, "scavenge.roots", 2, ms(f->roots_ns));
    put(file, "scavenge.weak", 2, ms(f->weak_ns));
    put_none(file, 2, "scavenge.weak_global_handles.identify scavenge.weak_global_handles.process");
    put(file, "scavenge.parallel", 2, ms(f->remembered_ns + f->drain_ns));
    put_none(file, 2, "scavenge.update_refs");
    put(file, "scavenge.sweep_array_buffers", 2, ms(f->finalize_ns));
    put_none(file, 2, "background.scavenge.parallel background.unmapper unmapper");
    put(file, "incremental.steps_count", 0, f->incremental_steps);
    put(file, "incremental.steps_took", 1, ms(f->incremental_ns));
    put(file, "scavenge_throughput", 0, per_ms(f->young_before, f->pause_ns));
}

static void put_full(FILE *file, const struct gc_collection_figures *f)
{
    put_none(file, 2, "time_to_safepoint heap.prologue heap.embedder_tracing_epilogue heap.epilogue "
                      "heap.epilogue.reduce_new_space");
    put_none(file, 1, "heap.external.prologue");
    put(file, "heap.external.epilogue", 1, ms(f->callback_ns));
    put_none(file, 1, "heap.external.weak_global_handles");
    put(file, "clear", 0, ms(f->weak_ns));
    put_none(file, 1, "clear.external_string_table clear.string_forwarding_table "
                      "clear.weak_global_handles clear.dependent_code clear.maps clear.slots_buffer "
                      "clear.weak_collections clear.weak_lists");
    put(file, "clear.weak_references", 1, ms(f->weak_ns));
    put_none(file, 1, "clear.join_job complete.sweep_array_buffers complete.sweeping epilogue");
    put(file, "evacuate", 1, ms(evacuation_ns(f) + f->compact_ns));
    put_none(file, 1, "evacuate.candidates evacuate.clean_up");
    put(file, "evacuate.copy", 1, ms(f->drain_ns + f->compact_ns));
    put_none(file, 1, "evacuate.prologue evacuate.epilogue evacuate.rebalance");
    put(file, "evacuate.update_pointers", 1, ms(f->roots_ns + f->remembered_ns));
    put(file, "evacuate.update_pointers.to_new_roots", 1, ms(f->roots_ns));
    put(file, "evacuate.update_pointers.slots.main", 1, ms(f->remembered_ns));
    put_none(file, 1, "evacuate.update_pointers.weak");
    put(file, "finish", 1, ms(f->finalize_ns));
    put(file, "finish.sweep_array_buffers", 1, ms(f->finalize_ns));
    put(file, "mark", 1, ms(f->mark_ns));
    put_none(file, 1, "mark.finish_incremental mark.roots mark.full_closure_parallel");
    put(file, "mark.full_closure", 1, ms(f->mark_ns));
    put_none(file, 1, "mark.ephemeron.marking mark.ephemeron.linear mark.embedder_prologue "
                      "mark.embedder_tracing prologue");
    put(file, "sweep", 1, ms(f->sweep_ns));
    put_none(file, 1, "sweep.code sweep.map sweep.new sweep.new_lo");
    put(file, "sweep.old", 1, ms(f->sweep_ns));
    put(file, "incremental", 1, ms(f->incremental_ns));
    put_none(file, 1, "incremental.finalize incremental.finalize.external.prologue "
                      "incremental.finalize.external.epilogue incremental.layout_change "
                      "incremental.sweep_array_buffers incremental.sweeping incremental.embedder_prologue "
                      "incremental.embedder_tracing incremental_wrapper_tracing_longest_step");
    put(file, "incremental_longest_step", 1, ms(f->incremental_longest_ns));
    put(file, "incremental_steps_count", 0, f->incremental_steps);
    put(file, "incremental_marking_throughput", 0, per_ms(f->used_after, f->incremental_ns + f->mark_ns));
    put(file, "incremental_walltime_duration", 0, ms(f->marking_wall_ns));
    put_none(file, 1, "background.mark background.sweep background.evacuate.copy "
                      "background.evacuate.update_pointers background.unmapper unmapper");
}

static void put_survival(gc_heap *heap, FILE *file, const struct gc_collection_figures *f)
{
    bool full = f->what != GC_YOUNG;
    size_t promoted = f->promoted + f->promoted_large;

    fprintf(file,
            " total_size_before=%zu total_size_after=%zu holes_size_before=%zu holes_size_after=%zu"
            " allocated=%zu promoted=%zu new_space_survived=%zu",
            f->used_before, f->used_after, f->holes_before, f->holes_after, f->allocated, promoted,
            f->copied);
    put_none(file, 0, "nodes_died_in_new nodes_copied_in_new nodes_promoted");
    fprintf(file,
            " promotion_ratio=%.1f%% average_survival_ratio=%.1f%% promotion_rate=%.1f%%"
            " new_space_survive_rate%s=%.1f%% new_space_allocation_throughput=%.1f unmapper_chunks=%u",
            percent(promoted, f->young_before), average_survival(&heap->trace),
            percent(f->promoted_by_age, heap->trace.copied_before), full ? "" : "_",
            percent(f->copied, f->young_before), per_ms(f->allocated, f->mutator_ns), heap->pool.count);
    if (full)
        put(file, "compaction_speed", 0, per_ms(f->copied + f->promoted, evacuation_ns(f)));
}

/* What V8 does not print. */
static void put_own(gc_heap *heap, FILE *file, const struct gc_collection_figures *f)
{
    const struct gc_statistics *s = &heap->statistics;

    fprintf(file,
            " pause_ns=%llu scavenge.old_to_new=%.2f scavenge.drain=%.2f promoted_by_age=%zu"
            " promoted_by_overflow=%zu promoted_in_place=%zu promoted_large=%zu compacted=%d in_place=%d",
            (unsigned long long)f->pause_ns, ms(f->remembered_ns), ms(f->drain_ns),
            f->promoted_by_age, f->promoted_by_overflow, f->promoted_in_place, f->promoted_large, f->compacted, f->in_place);
    fprintf(file,
            " external_before=%zu external_after=%zu offheap_finalized=%zu scavenges=%llu full=%llu"
            " pause_target_ns=%llu pause_misses=%llu reason=\"%s\"\n",
            f->external_before, f->external_after, f->offheap_finalized,
            (unsigned long long)heap->statistics.scavenges,
            (unsigned long long)heap->statistics.full_collections, (unsigned long long)s->pause_target_ns,
            (unsigned long long)(s->missed_young + s->missed_full + s->missed_step + s->missed_asked), f->reason);
}

void gc__print_nvp(gc_heap *heap, FILE *file)
{
    const struct gc_collection_figures *f = &heap->figures;
    bool full = f->what != GC_YOUNG;

    fprintf(file, "[%d:%p] %8.0f ms: pause=%.1f mutator=%.1f gc=%s reduce_memory=%d", gc__os_pid(),
            heap->config.isolate_id, ms(f->start_ns + f->pause_ns), ms(f->pause_ns),
            ms(f->mutator_ns), full ? "mc" : "s", f->what >= GC_REDUCE);
    if (full)
        put_full(file, f);
    else
        put_scavenge(file, f);
    put_survival(heap, file, f);
    put_own(heap, file, f);
}
