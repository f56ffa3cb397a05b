/*
 * verify_marks.c: mark bits while marking goes on beside the program, and when it has just ended.
 *
 * Bits: all are set on young pages, and the first of a young large cell [mark.young-bits]; on old pages
 * each is at the start of a cell that is not free.  Colours: a marked cell is pending (in a list of cells
 * to scan, or on a page flagged for it) or all its strong slots refer to marked cells [mark.insertion];
 * when marking has ended nothing is pending.  Lists hold old cells only [mark.old-only].  Marked cells with weak slots that are not pending are
 * listed, or their page is flagged.
 */
#include "internal.h"
#include <string.h>

enum { REPORTS_MAX = 20 };

struct verify_marks {
    gc_heap *heap;
    const char *when;
    uint64_t *pending; /* bit a granule: the cell is in the list of those to scan */
    uint64_t *listed;  /* the cell is in a list of weak ones */
    size_t map_bytes;
    unsigned problems;
    size_t marked; /* cells of the page being walked */
};

static void broken(struct verify_marks *v, const void *cell, const char *what)
{
    if (v->problems++ >= REPORTS_MAX)
        return;
    fprintf(stderr, "heap verification %s: %s\n", v->when, what);
    if (cell != NULL)
        gc_describe(v->heap, cell);
}

static bool has_bit(const uint64_t *map, uint32_t granule)
{
    return map[granule / 64] >> (granule % 64) & 1;
}

/* ---- young pages ---- */

static void check_young(struct verify_marks *v)
{
    gc_heap *heap = v->heap;

    for (uint32_t page = heap->young.pages.first; page != 0; page = heap->pages[page].next)
        for (unsigned i = 0; i < GC__PAGE_GRANULES / 64; i++)
            if (gc__page_marks(heap, page)[i] != ~UINT64_C(0)) {
                broken(v, (void *)gc__page_start(heap, page), "a young page's mark bits are not all set");
                break;
            }
    for (uint32_t page = heap->young.large.first; page != 0; page = heap->pages[page].next)
        if (gc__page_marks(heap, page)[0] != 1)
            broken(v, (void *)gc__page_start(heap, page), "a young large cell is not marked");
}

/* ---- colours ---- */

/* Where the weak slots of a cell lie; nowhere, for most. */
static void weak_part(const gc_heap *heap, void *cell, gc_slot **begin, gc_slot **end)
{
    uint16_t flags = heap->layouts[gc_kind_of(cell)].flags;

    *begin = *end = NULL;
    if (flags & GC_KIND_EPHEMERONS)
        gc__ephemeron_range(heap, cell, begin, end);
    else if (flags & GC_KIND_WEAK)
        gc__weak_range(heap, cell, begin, end);
}

static void check_strong_slots(struct verify_marks *v, void *cell, size_t bytes)
{
    gc_heap *heap = v->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes), *weak, *weak_end;

    weak_part(heap, cell, &weak, &weak_end);
    for (; slot < end; slot++)
        if ((slot < weak || slot >= weak_end) && !gc__slot_is_live(heap, *slot)) {
            broken(v, cell, "a scanned cell refers to a cell that is not marked");
            return;
        }
}

static void check_cell(void *arg, void *cell, size_t bytes)
{
    struct verify_marks *v = arg;
    gc_heap *heap = v->heap;
    uint32_t granule = gc__granule_of(heap, cell);
    const struct gc__page *p = &heap->pages[granule / GC__PAGE_GRANULES];
    uint16_t flags = heap->layouts[gc_kind_of(cell)].flags;

    if (gc_kind_of(cell) == GC_KIND_FREE || !has_bit(heap->marks, granule))
        return;
    v->marked++;
    if (has_bit(v->pending, granule) || (p->rescan & GC__RESCAN_MARK))
        return;
    check_strong_slots(v, cell, bytes);
    if ((flags & (GC_KIND_WEAK | GC_KIND_EPHEMERONS)) && !(p->rescan & GC__RESCAN_WEAK) &&
        !has_bit(v->listed, granule))
        broken(v, cell, "a scanned cell with weak slots is not listed");
}

static void check_page(struct verify_marks *v, uint32_t page)
{
    const uint64_t *marks = gc__page_marks(v->heap, page);
    size_t bits = 0;

    v->marked = 0;
    gc__walk_page(v->heap, page, check_cell, v);
    for (unsigned i = 0; i < GC__PAGE_GRANULES / 64; i++)
        bits += (size_t)__builtin_popcountll(marks[i]);
    if (bits != v->marked)
        broken(v, (void *)gc__page_start(v->heap, page), "a mark bit is set where no cell starts");
}

static void check_old(struct verify_marks *v)
{
    gc_heap *heap = v->heap;
    const struct gc__page_list *lists[] = {&heap->old.pages, &heap->old.large};

    for (int i = 0; i < 2; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            check_page(v, page);
    if (heap->old.unswept.count != 0)
        broken(v, NULL, "pages wait for the sweep during marking");
}

/* ---- lists ---- */

/* Entries that are odd number the segment of the cell under them. */
static void note_entries(struct verify_marks *v, const struct gc__worklist *list, uint64_t *map,
                         unsigned shift)
{
    for (const struct gc__segment *s = list->top; s != NULL; s = s->next)
        for (uint32_t i = 0; i < s->count; i++) {
            uint32_t granule = s->entries[i] >> shift;

            if (shift != 0 && (s->entries[i] & 1))
                continue;
            if (gc__class_of(v->heap, gc__granule_address(v->heap, granule)) <= GC_PAGE_LAST_YOUNG)
                broken(v, gc__granule_address(v->heap, granule), "a young cell is listed by a marker");
            else
                map[granule / 64] |= UINT64_C(1) << (granule % 64);
        }
}

bool gc__verify_marks(gc_heap *heap, const char *when)
{
    struct verify_marks v = {.heap = heap, .when = when};

    v.map_bytes = (size_t)heap->page_high * (GC__PAGE_GRANULES / 8);
    v.pending = gc__os_reserve(2 * v.map_bytes);
    if (v.pending == NULL) {
        fprintf(stderr, "heap verification %s: skipped, no memory\n", when);
        return true;
    }
    v.listed = v.pending + v.map_bytes / 8;
    note_entries(&v, &heap->marker.stack, v.pending, 2);
    note_entries(&v, &heap->marker.weak, v.listed, 0);
    note_entries(&v, &heap->marker.ephemerons, v.listed, 0);
    if (heap->fast.marking)
        check_young(&v);
    else if (gc__worklist_is_filled(&heap->marker.stack) || heap->marker.overflowed)
        broken(&v, NULL, "marking has ended and cells are left to scan");
    check_old(&v);
    gc__os_release(v.pending, 2 * v.map_bytes);
    return v.problems == 0;
}

/* ---- recorded slots ---- */

struct verify_recorded {
    struct verify_marks v; /* must be first */
    uint64_t *recorded;    /* bit a slot of the cage */
};

static void check_recorded_cell(void *arg, void *cell, size_t bytes)
{
    struct verify_recorded *r = arg;
    gc_heap *heap = r->v.heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);

    for (; slot < end; slot++) {
        size_t entry = ((uintptr_t)slot - heap->fast.cage_base) / 4;

        if ((slot->bits & 1) == 0 || !gc__is_candidate(heap->compaction.map, slot->bits >> 17))
            continue;
        if ((r->recorded[entry / 64] >> (entry % 64) & 1) == 0) {
            broken(&r->v, cell, "a slot that refers to a candidate is not recorded");
            return;
        }
    }
}

/* [candidates.recorded] */
bool gc__verify_candidates(gc_heap *heap, const char *when)
{
    struct verify_recorded r = {.v = {.heap = heap, .when = when}};
    const struct gc__page_list *lists[] = {&heap->old.unswept, &heap->old.large};
    size_t bytes = (size_t)heap->page_high * (GC__PAGE_BYTES / 4 / 8);

    r.recorded = gc__os_reserve(bytes);
    if (r.recorded == NULL) {
        fprintf(stderr, "heap verification %s: skipped, no memory\n", when);
        return true;
    }
    for (const struct gc__segment *s = heap->marker.slots.top; s != NULL; s = s->next)
        for (uint32_t i = 0; i < s->count; i++)
            r.recorded[s->entries[i] / 64] |= UINT64_C(1) << (s->entries[i] % 64);
    for (int i = 0; i < 2; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            gc__walk_page(heap, page, check_recorded_cell, &r);
    gc__os_release(r.recorded, bytes);
    return r.v.problems == 0;
}
