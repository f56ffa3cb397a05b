/*
 * trace_json.c: the line of --trace-gc-format=json: one object for each collection.  Keys: docs/tracing.md.
 * Times are whole nanoseconds and sizes bytes, all exact.
 */
#include "internal.h"

static void put_text(FILE *file, const char *key, const char *text)
{
    fprintf(file, ",\"%s\":\"", key);
    for (; *text != 0; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\')
            fprintf(file, "\\%c", c);
        else if (c < 0x20)
            fprintf(file, "\\u%04x", c);
        else
            putc(c, file);
    }
    putc('"', file);
}

/* ",key:number", without the comma after an opening brace. */
static void put(FILE *file, const char *key, uint64_t number)
{
    bool first = key[0] == '{';

    fprintf(file, "%s\"%s\":%llu", first ? "{" : ",", key + first, (unsigned long long)number);
}

static void put_bool(FILE *file, const char *key, bool value)
{
    fprintf(file, ",\"%s\":%s", key, value ? "true" : "false");
}

static void put_sizes(FILE *file, const char *key, size_t used, size_t committed, size_t holes,
                      size_t external)
{
    fprintf(file, ",\"%s\":", key);
    put(file, "{used", used);
    put(file, "committed", committed);
    put(file, "holes", holes);
    put(file, "external", external);
    putc('}', file);
}

static void put_phases(FILE *file, const struct gc_collection_figures *f)
{
    fputs(",\"phases_ns\":", file);
    put(file, "{roots", f->roots_ns);
    put(file, "remembered", f->remembered_ns);
    put(file, "drain", f->drain_ns);
    put(file, "mark", f->mark_ns);
    put(file, "weak", f->weak_ns);
    put(file, "finalize", f->finalize_ns);
    put(file, "sweep", f->sweep_ns);
    put(file, "compact", f->compact_ns);
    put(file, "in_place", f->in_place_ns);
    put(file, "callbacks", f->callback_ns);
    fputs("},\"incremental\":", file);
    put(file, "{steps", f->incremental_steps);
    put(file, "ns", f->incremental_ns);
    put(file, "longest_ns", f->incremental_longest_ns);
    put(file, "wall_ns", f->marking_wall_ns);
    putc('}', file);
}

static void put_survival(FILE *file, const struct gc_collection_figures *f)
{
    put(file, "allocated", f->allocated);
    put(file, "young", f->young_before);
    put(file, "copied", f->copied);
    put(file, "promoted", f->promoted + f->promoted_large);
    put(file, "promoted_by_age", f->promoted_by_age);
    put(file, "promoted_by_overflow", f->promoted_by_overflow);
    put(file, "promoted_in_place", f->promoted_in_place);
    put(file, "promoted_large", f->promoted_large);
    put(file, "finalized", f->offheap_finalized);
    put_bool(file, "cleared_weak", f->cleared_weak);
}

static void put_spaces(gc_heap *heap, FILE *file)
{
    struct gc_space_figures s[GC_SPACES];

    gc_get_spaces(heap, s);
    for (unsigned i = 0; i < GC_SPACES; i++) {
        fprintf(file, "%s\"%s\":", i == 0 ? ",\"spaces\":{" : ",", gc_space_name(i));
        put(file, "{committed", s[i].committed);
        put(file, "used", s[i].used);
        put(file, "available", s[i].available);
        putc('}', file);
    }
    putc('}', file);
}

void gc__print_json(gc_heap *heap, FILE *file)
{
    const struct gc_collection_figures *f = &heap->figures;

    put(file, "{pid", (uint64_t)gc__os_pid());
    fprintf(file, ",\"isolate\":\"%p\"", heap->config.isolate_id);
    put(file, "number", f->number);
    put_text(file, "type", f->what == GC_YOUNG ? "scavenge" : "mark-compact");
    put_text(file, "reason", f->reason);
    put_text(file, "collector_reason", f->collector_reason);
    put_bool(file, "reduce", f->what >= GC_REDUCE);
    put_bool(file, "compacted", f->compacted);
    put_bool(file, "in_place", f->in_place);
    put(file, "start_ns", f->start_ns);
    put(file, "pause_ns", f->pause_ns);
    put(file, "mutator_ns", f->mutator_ns);
    put_sizes(file, "before", f->used_before, f->committed_before, f->holes_before, f->external_before);
    put_sizes(file, "after", f->used_after, f->committed_after, f->holes_after, f->external_after);
    put_survival(file, f);
    put_phases(file, f);
    fprintf(file, ",\"mu\":{\"average\":%.3f,\"current\":%.3f}", f->average_utilisation,
            f->current_utilisation);
    if (heap->config.trace_gc_verbose)
        put_spaces(heap, file);
    fputs("}\n", file);
}
