/*
 * weak.c: slots and roots that do not keep their targets alive.
 *
 * Marking lists every marked cell with weak slots; once nothing more will be marked, slots whose targets
 * are not marked become GC_SLOT_EMPTY [weak.cleared], and so do weak roots.  This happens before the
 * sweep, so no weak reference ever leads to freed memory.  Scavenges take weak slots of cells as strong
 * and clear weak roots only (scavenge.c).  Design: docs/design/weak.md.
 */
#include "internal.h"

/* The weak slots of a cell, within its slots. */
void gc__weak_range(const gc_heap *heap, void *cell, gc_slot **begin, gc_slot **end)
{
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    char *slots_end = gc__slots_end(heap, layout, cell, gc__cell_bytes(heap, cell));
    char *weak_end = layout->weak_end == GC_TO_END ? slots_end : (char *)cell + layout->weak_end;
    char *weak = (char *)cell + layout->weak_begin;

    *end = (gc_slot *)(weak_end < slots_end ? weak_end : slots_end);
    *begin = weak < (char *)*end ? (gc_slot *)weak : *end;
}

static void clear_dead(struct gc__marker *marker, void *cell)
{
    gc_heap *heap = marker->heap;
    gc_slot *slot, *end;

    gc__weak_range(heap, cell, &slot, &end);
    for (; slot < end; slot++) {
        if (!gc__slot_is_live(heap, *slot) && !GC_MUTANT(WEAK_NOT_CLEARED)) {
            *slot = GC_SLOT_EMPTY;
            heap->cleared_weak = true;
        } else if (marker->candidates != NULL && !GC_MUTANT(CANDIDATE_WEAK_LOST)) {
            gc__record_reference(marker, slot, slot->bits);
        }
    }
}

static void clear_dead_of_flagged(void *arg, void *cell)
{
    struct gc__marker *marker = arg;

    if (marker->heap->layouts[gc_kind_of(cell)].flags & GC_KIND_WEAK)
        clear_dead(marker, cell);
}

struct weak_visitor {
    struct gc_root_visitor visitor; /* must be first */
    gc_heap *heap;
};

static void weak_value(struct gc_root_visitor *visitor, gc_value *value)
{
    gc_heap *heap = ((struct weak_visitor *)visitor)->heap;

    if (gc_to_cell(*value) != NULL && !GC_MUTANT(WEAK_VALUE_NOT_CLEARED) &&
        !gc__slot_is_live(heap, gc_slot_from_cell(heap, gc_to_cell(*value)))) {
        *value = GC_EMPTY;
        heap->cleared_weak = true;
    }
}

static void weak_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    gc_heap *heap = ((struct weak_visitor *)visitor)->heap;

    if (!gc__slot_is_live(heap, *slot) && !GC_MUTANT(WEAK_SLOT_NOT_CLEARED)) {
        *slot = GC_SLOT_EMPTY;
        heap->cleared_weak = true;
    }
}

/* Clears weak slots, pairs and roots with dead targets. */
void gc__clear_weak(struct gc__marker *marker)
{
    gc_heap *heap = marker->heap;
    struct weak_visitor v = {.visitor = {.value = weak_value, .weak_slot = weak_slot}, .heap = heap};
    uint32_t granule;

    while (gc__worklist_pop(&marker->weak, &granule))
        clear_dead(marker, gc__granule_address(heap, granule));
    gc__clear_ephemerons(marker);
    if (marker->weak_overflowed)
        gc__walk_flagged(heap, GC__RESCAN_WEAK, clear_dead_of_flagged, marker);
    gc__visit_weak_roots(heap, &v.visitor);
}
