/*
 * heap.c: a heap's life, and the order of a collection's phases.
 *
 * A full collection empties the young generation into the old one, marks, settles ephemerons, weak
 * references and off-heap memory, and lets the sweep begin.  One that is to reduce memory compacts, if
 * that gains enough, and gives pooled memory back; a last resort also has the client drop its caches
 * before.  Where there is
 * no room to copy young cells, their pages become old as they are, and marking runs without a single
 * page more [collect.cannot-fail].
 */
#include "internal.h"
#include <stdlib.h>
#include <string.h>

/* ---- life ---- */

static void make_layout(gc_heap *heap, unsigned number, const struct gc_kind *kind)
{
    GC_REQUIRE(kind->slots_begin >= 4 && kind->slots_begin % 4 == 0);
    heap->kinds[number] = kind;
    heap->layouts[number] = (struct gc__layout){
        .begin = kind->slots_begin,
        .end = kind->slots_end,
        .weak_begin = kind->weak_begin,
        .weak_end = kind->weak_end,
        .flags = (uint16_t)(kind->flags | GC__LAYOUT_KNOWN |
                            (kind->slots_end_of != NULL ? GC__LAYOUT_HOOK : 0)),
    };
    if ((kind->flags & (GC_KIND_WEAK | GC_KIND_EPHEMERONS)) && !(kind->flags & GC_KIND_YOUNG_STRONG))
        heap->layouts[number].flags |= GC__LAYOUT_WEAK_YOUNG;
    /* Recorded pairs are known by their keys' place alone. */
    if (kind->flags & GC_KIND_EPHEMERONS)
        GC_REQUIRE(kind->weak_begin % 8 == 0);
}

static const struct gc_kind number_kind = {.name = "number", .slots_begin = 8, .slots_end = 8};
static const struct gc_kind free_kind = {.name = "free", .slots_begin = 8, .slots_end = 8};

static void register_kinds(gc_heap *heap)
{
    const struct gc_config *config = &heap->config;

    GC_REQUIRE(config->kind_count <= 256);
    make_layout(heap, GC_KIND_NUMBER, &number_kind);
    make_layout(heap, GC_KIND_FREE, &free_kind);
    for (size_t i = GC_KIND_FIRST_CLIENT; i < config->kind_count; i++)
        if (config->kinds[i] != NULL)
            make_layout(heap, (unsigned)i, config->kinds[i]);
}

_Static_assert(offsetof(struct gc__fast, cage_base) >= GC__APART &&
                   sizeof(struct gc__fast) - offsetof(struct gc__fast, cage_base) >= GC__APART,
               "[threads.apart]");

/*
 * A zeroed heap in lines of its own [threads.apart]; most of it is never touched in a small heap, so memory is the
 * system's zeros.
 */
static gc_heap *new_heap(void)
{
    void *memory = calloc(1, sizeof(gc_heap) + GC__APART);
    gc_heap *heap = (gc_heap *)(((uintptr_t)memory + GC__APART - 1) & ~(uintptr_t)(GC__APART - 1));

    if (memory == NULL)
        return NULL;
    gc_assert((uintptr_t)&heap->fast.cage_base % GC__APART == 0); /* [threads.apart] */
    heap->memory = memory;
    return heap;
}

gc_heap *gc_heap_create(const struct gc_config *config)
{
    gc_heap *heap = new_heap();

    if (heap == NULL)
        return NULL;
    heap->config = *config;
    heap->birth_ns = gc__os_now_ns();
    if (heap->config.trace_file == NULL)
        heap->config.trace_file = stdout;
    if (heap->config.isolate_id == NULL)
        heap->config.isolate_id = heap;
    register_kinds(heap);
    gc__policy_init(heap);
    size_t cage = gc__policy_cage_bytes(heap);
    while (!gc__cage_create(heap, cage)) {
        cage = cage / 2 & ~GC__PAGE_MASK;
        if (cage < 16 * GC__MB) {
            free(heap->memory);
            return NULL;
        }
    }
    gc__scavenge_init(heap);
    gc__pacing_init(heap);
    gc__trace_init(heap);
    gc__marking_init(heap);
    gc__concurrent_init(heap);
    gc__sweep_init(heap);
    gc__candidates_init(heap);
    gc__stress_init(heap);
    return heap;
}

void gc_heap_destroy(gc_heap *heap)
{
    GC_REQUIRE(heap->fast.frames == NULL);
    GC_REQUIRE(!heap->collecting);
    gc__pretenured_retire(heap);
    gc__marking_abort(heap);
    gc__sweep_destroy(heap);
    heap->collecting = true; /* finalizers may not allocate */
    gc__offheap_destroy(heap);
    for (uint32_t word = 0; word * 64 < heap->page_high; word++)
        while (heap->remembered_map[word] != 0)
            gc__drop_slot_set(heap,
                              word * 64 + (uint32_t)__builtin_ctzll(heap->remembered_map[word]));
    gc__slot_sets_release(heap);
    gc__sites_destroy(heap);
    gc_assert(heap->metadata_bytes == 0);
    gc__scavenge_destroy(heap);
    gc__pages_ahead_join(heap);
    gc__cage_destroy(heap);
    free(heap->memory);
}

void *gc_client(const gc_heap *heap)
{
    return heap->config.client;
}

/* ---- phases ---- */

static void begin_collection(gc_heap *heap, enum gc_collection what, const char *reason,
                             const char *collector_reason)
{
    GC_REQUIRE(!heap->collecting);
    gc__pretenured_retire(heap); /* [pretenure.retired] */
    heap->collecting = true;
    heap->collections++;
    heap->cleared_weak = false;
    heap->discard_left = heap->pacing.asked ? UINT32_MAX : 2 * GC__TRIM_PAGES;
    gc__young_close_area(heap);
    heap->figures = (struct gc_collection_figures){
        .what = what,
        .reason = reason,
        .collector_reason = collector_reason,
        .number = heap->collections,
    };
    if (heap->config.verify)
        GC_REQUIRE(gc_verify(heap, "before collection"));
    gc__policy_begin(heap);
    gc__concurrent_pause(heap); /* [mark.handshake]; part of the pause */
    gc__sweep_pause(heap);      /* [sweep.handshake] */
    gc__emit(heap, GC_EVENT_COLLECTION_BEGIN, what);
}

static void end_collection(gc_heap *heap)
{
    struct gc_collection_figures *figures = &heap->figures;
    bool full = figures->what != GC_YOUNG;

    if (heap->young.current == 0)
        gc__young_open_area(heap);
    gc__quarantine_release(heap, false);
    figures->cleared_weak = heap->cleared_weak;
    gc__policy_end(heap);
    gc__emit(heap, GC_EVENT_COLLECTION_END, figures->what);
    if (heap->config.verify)
        GC_REQUIRE(gc_verify(heap, "after collection"));
    GC_ASSERT_SLOW(heap->config.verify || gc_verify(heap, "after collection"));
    gc__concurrent_resume(heap);
    gc__sweep_resume(heap);
    if (figures->what < GC_REDUCE)
        gc__pages_ahead(heap);
    gc__young_set_limit(heap);
    if (heap->config.after_collection != NULL)
        heap->config.after_collection(heap->config.client, full, heap->cleared_weak);
    heap->collecting = false;
}

static void empty_young(gc_heap *heap)
{
    gc__sweep_ahead(heap, gc__young_used(heap));
    if (gc__evacuation_has_room(heap, GC__EVACUATE_PROMOTE)) {
        gc__evacuate_paced(heap, GC__EVACUATE_PROMOTE);
        return;
    }
    gc__marking_abort(heap); /* markers took young cells for marked ones */
    gc__young_relabel_all(heap);
}

/*
 * Everything not reachable is freed, and the old space's figures are exact afterwards.  A marking under
 * way ends here; what died since it started stays for the next time.  Candidates are emptied as far as the budget
 * goes; where memory is to be saved (compact), all sparse pages.
 */
static void mark_and_sweep(gc_heap *heap, bool compact)
{
    struct gc_collection_figures *figures = &heap->figures;
    uint64_t t0, t1, begin_ns;

    empty_young(heap);
    gc_assert(heap->young.pages.count == 0);
    gc__old_close_area(heap);
    t1 = gc__os_now_ns();
    if (!heap->fast.marking) {
        gc__sweep_abandon(heap);
        gc__mark_begin(heap);
        if (!compact)
            gc__candidates_choose(heap);
    }
    gc__mark_finish(heap);
    gc__marking_end(heap);
    figures->mark_ns += (t0 = gc__os_now_ns()) - t1;
    if (heap->config.verify)
        GC_REQUIRE(gc__verify_marks(heap, "after marking"));
    begin_ns = gc__os_thread_ns();
    gc__clear_weak(&heap->marker);
    figures->weak_ns += (t1 = gc__os_now_ns()) - t0;
    gc__offheap_after_marking(heap);
    gc__sites_after_marking(heap);
    figures->finalize_ns += (t0 = gc__os_now_ns()) - t1;
    heap->old.used_bytes = heap->marker.live_bytes;
    gc__sweep_begin(heap);
    figures->sweep_ns += (t1 = gc__os_now_ns()) - t0;
    heap->pacing.final_ns = gc__os_thread_ns() - begin_ns;
    compact = compact && (!heap->idle.finishing || gc__reduction_compacts(heap, gc__old_total(heap)));
    figures->compacted_bytes = gc__compact(heap, compact);
    figures->compacted = figures->compacted_bytes != 0;
    figures->compact_ns += gc__os_now_ns() - t1;
    gc__segment_pool_trim(&heap->segments);
}

/* After a full collection: free memory goes back, much of it in the pauses and steps to come. */
static void give_back(gc_heap *heap, bool reduce)
{
    uint32_t most = heap->pacing.asked ? UINT32_MAX : GC__TRIM_PAGES;
    size_t keep = gc__old_total(heap) / 4 / GC__PAGE_BYTES;

    if (reduce && !heap->idle.finishing) {
        gc__give_back_all(heap);
    } else {
        gc__pool_trim(heap, (uint32_t)(keep < 64 ? 64 : keep), most);
    }
}

void gc__collect(gc_heap *heap, enum gc_collection what, const char *reason,
                 const char *collector_reason)
{
    bool room = gc__evacuation_has_room(heap, GC__EVACUATE_YOUNG);
    bool full = what != GC_YOUNG || !room, reduce = what >= GC_REDUCE;
    bool round = heap->idle.finishing && heap->fast.marking; /* of a reduction in steps [idle.rounds] */

    if (reduce && !heap->idle.finishing)
        gc__marking_abort(heap); /* precise: no floating garbage */
    begin_collection(heap, full && what == GC_YOUNG ? GC_FULL : what, reason, collector_reason);
    if (what == GC_LAST_RESORT && heap->config.drop_caches != NULL)
        heap->config.drop_caches(heap->config.client);
    if (full) {
        mark_and_sweep(heap, (reduce && !round) || !room);
    } else {
        if (gc__promotes_in_place(heap))
            gc__promote_in_place(heap);
        else
            gc__evacuate_paced(heap, GC__EVACUATE_YOUNG);
        gc__marking_after_scavenge(heap);
    }
    if (reduce)
        gc__reduction_note(heap, round);
    if (full)
        give_back(heap, reduce);
    end_collection(heap);
}

void gc__collect_compact(gc_heap *heap, const char *reason)
{
    bool room = gc__evacuation_has_room(heap, GC__EVACUATE_ALL);

    gc__marking_abort(heap);
    begin_collection(heap, GC_FULL, reason, "all cells move");
    if (room) {
        gc__evacuate(heap, GC__EVACUATE_ALL);
        heap->figures.compacted = true;
    } else {
        mark_and_sweep(heap, true);
    }
    end_collection(heap);
}

void gc_collect(gc_heap *heap, enum gc_collection what, const char *reason)
{
    static const char *const why[] = {"", "GC in old space requested", "reduce memory",
                                      "last resort"};

    gc__safepoint(heap);
    heap->pacing.asked = true;
    if (what != GC_YOUNG)
        gc__marking_abort(heap); /* what is dead by now is to be gone: no floating garbage */
    gc__collect(heap, what, reason, why[what]);
    heap->pacing.asked = false;
}

/* ---- figures ---- */

void gc_get_statistics(gc_heap *heap, struct gc_statistics *out)
{
    size_t old_pages = heap->old.pages.count + heap->old.to_sweep;
    size_t young = gc__young_used(heap);

    *out = heap->statistics;
    out->young_used_bytes = young + heap->young.large_bytes;
    out->young_committed_bytes =
        heap->young.pages.count * GC__PAGE_BYTES + heap->young.large_bytes;
    out->old_used_bytes = heap->old.used_bytes;
    out->old_committed_bytes = old_pages * GC__PAGE_BYTES;
    out->large_used_bytes = heap->old.large_bytes;
    out->large_committed_bytes =
        (heap->committed_pages - old_pages - heap->young.pages.count - heap->read_only.count) *
        GC__PAGE_BYTES;
    out->read_only_bytes = heap->read_only.count * GC__PAGE_BYTES;
    out->heap_total_bytes = heap->committed_pages * GC__PAGE_BYTES;
    out->heap_used_bytes = out->young_used_bytes + gc__old_total(heap);
    out->malloc_bytes = heap->malloc_bytes;
    out->buffer_bytes = heap->buffer_bytes;
    out->external_bytes = heap->external_bytes;
    out->limit_old_bytes = heap->policy.max_old;
    out->limit_total_bytes = heap->policy.max_total;
    out->allocated_bytes = gc__allocated(heap);
    out->pretenured_bytes += gc__pretenured_open_bytes(heap);
}
