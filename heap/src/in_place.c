/*
 * in_place.c: scavenges that copy nothing: all young pages become old where they are.
 *
 * While a program builds what lives long, a scavenge copies nearly all of the nursery for the few cells that died.  After
 * one that kept KEPT_PERCENT, the next promotes the nursery as it is, dead cells included, in the time that its pages take
 * to be relabelled (V8's fast promotion); the one after that copies again, and so tells whether it still pays
 * [in-place.every-other].  No cell moves and no young one is left, so no slot is recorded any more.  What was dead
 * waits for the next full collection: a nursery's worth at most, and no more than an eighth of the old generation
 * beyond a few megabytes.  Design: docs/design/scavenge.md.
 */
#include "internal.h"

enum {
    KEPT_PERCENT = 90,
    FREE_BYTES = 4 << 20, /* a nursery this large may become old in any heap */
};

/*
 * Not where something waits for the death of young cells: memory outside the heap, or large cells, which copying spares
 * anyway; not while marking goes on, which trusts that what is old was reached; not near a limit, nor where
 * memory is asked for; not while the old space has room, or may have when it is swept, that copies would fill
 * [in-place.growing].
 */
bool gc__promotes_in_place(const gc_heap *heap)
{
    const struct gc__young *young = &heap->young;
    size_t bytes = gc__young_used(heap), old = gc__old_total(heap);

    if (heap->config.no_in_place || (heap->fast.marking && !GC_MUTANT(IN_PLACE_MARKING)) || heap->pacing.asked ||
        young->large.count != 0 || heap->offheap_young.count != 0 || !gc__fits(heap, 2 * bytes, 0))
        return false;
    if (heap->config.in_place_always)
        return true;
    return young->kept_percent >= KEPT_PERCENT && heap->config.stress_interval == 0 &&
           heap->policy.pressure == 0 && (bytes <= FREE_BYTES || bytes <= old / 8) && heap->old.to_sweep == 0 &&
           heap->old.free.bytes < bytes;
}

void gc__promote_in_place(gc_heap *heap)
{
    uint64_t begin_ns = gc__os_now_ns();

    gc__young_relabel_all(heap);
    heap->figures.in_place_ns = gc__os_now_ns() - begin_ns;
}
