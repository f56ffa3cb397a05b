/*
 * scavenge.c: collections that copy: young cells in a scavenge, every cell under stress.
 *
 * Cheney's algorithm over lists of pages.  The pages to be emptied get the class 'evacuated'; what roots
 * and recorded slots reach is copied out, leaving a forwarding word behind.  Copies are scanned where they
 * lie, in To and in the old space; a slot of a promoted cell that still refers to a young one is recorded.
 * Young large cells become old where they are.
 *
 * A cell is promoted once it survived a scavenge, and so is whatever comes after To holds a quarter of
 * its capacity [scavenge.quarter].  Weak things are settled after draining, when liveness is known
 * [weak.after-drain].  Where the last scavenge copied enough, helpers share the work: scavenge.h tells
 * which file does what, and who may run at once.
 *
 * Nothing here can fail: gc__evacuation_has_room was asked first, and worklists that run out of segments
 * flag the page instead [worklist.overflow].  Design: docs/design/scavenge.md.
 */
#include "scavenge.h"
#include <string.h>

enum {
    SHARE_BYTES = 256 << 10, /* of survivors take some 130 us to copy; a woken helper begins after 3 us, if there
                                is a processor for it */
    PROBE_ALONE = 32, PROBE_SHARED = 16, /* one in so many scavenges measures the way that is not taken */
};
static const double SHARED_GAIN = 1.25; /* by which sharing has to be faster, as it takes more of the processors */

/* ---- the heap's life ---- */

size_t gc__scavenge_bytes(void)
{
    return sizeof(struct gc__scavenge);
}

void gc__scavenge_init(gc_heap *heap)
{
    pthread_mutex_init(&heap->scavenge->lock, NULL);
}

void gc__scavenge_destroy(gc_heap *heap)
{
    pthread_mutex_destroy(&heap->scavenge->lock);
}

/* ---- room and threads ---- */

/* Enough pages for all that may be copied, tails wasted by the largest cells included. */
bool gc__evacuation_has_room(const gc_heap *heap, enum gc__evacuation what)
{
    size_t from = heap->young.pages.count;

    if (what == GC__EVACUATE_ALL)
        from += heap->old.pages.count + heap->old.to_sweep;
    return (size_t)heap->free_pages + heap->quarantine.count >= 2 * from + 4;
}

/*
 * Whether scavenges with helpers were faster lately.  They are not where other programs
 * have the processors, and where cells are so small, and so near each other, that the swaps take longer than the
 * copying.
 */
static bool sharing_pays(gc_heap *heap)
{
    struct gc__young *young = &heap->young;
    uint32_t turn = young->worth_sharing++;

    if (young->speed_shared == 0 || young->speed_alone == 0)
        return turn % 2 == 0;
    if (young->speed_shared < young->speed_alone * SHARED_GAIN)
        return turn % PROBE_SHARED == 0;
    return turn % PROBE_ALONE != 0;
}

static void note_speed(gc_heap *heap, const struct gc__scavenge *s, uint64_t ns)
{
    size_t bytes = heap->figures.copied + heap->figures.promoted;
    double *speed = s->wanted > 1 ? &heap->young.speed_shared : &heap->young.speed_alone;

    if (bytes < SHARE_BYTES)
        return;
    *speed = *speed == 0 ? (double)bytes / (double)ns : (*speed * 3 + (double)bytes / (double)ns) / 4;
}

/* How many scavengers are worth it.  Each needs two pages that it may not fill. */
static unsigned wanted(gc_heap *heap, enum gc__evacuation what)
{
    const struct gc_config *config = &heap->config;
    unsigned most, count;

    if (what == GC__EVACUATE_ALL || config->single_threaded ||
        (!config->parallel_scavenge && config->scavenge_helpers == 0) ||
        heap->free_pages < 2 * heap->young.pages.count + 4 + 2 * GC__SCAVENGERS_MAX)
        return 1;
    if (config->scavenge_helpers != 0) {
        count = config->scavenge_helpers + 1;
        return count < GC__SCAVENGERS_MAX ? count : GC__SCAVENGERS_MAX;
    }
    if (config->stress_interval != 0)
        return 1;
    count = 1 + (unsigned)(heap->young.survivors / SHARE_BYTES);
    if (count > 1 && count > (most = gc__helpers_processors()))
        count = most;
    if (count > 1 && !sharing_pays(heap))
        return 1;
    return count < GC__SCAVENGERS_MAX ? count : GC__SCAVENGERS_MAX;
}

/* ---- beginning ---- */

static void take_from(struct gc__scavenge *s, struct gc__page_list *list, bool large)
{
    gc_heap *heap = s->heap;

    while (list->first != 0) {
        uint32_t page = list->first;
        struct gc__page *p = &heap->pages[page];

        gc__page_list_remove(heap, list, page);
        gc__page_list_add(heap, large ? &s->from_large : &s->from, page);
        if (p->flags & GC__PAGE_UNSWEPT)
            memset(gc__page_marks(heap, page), 0, GC__PAGE_GRANULES / 8);
        if (!large) {
            heap->fast.page_class[page] = GC_PAGE_EVACUATED;
            continue;
        }
        for (uint32_t i = 0; i < p->run; i++)
            heap->fast.page_class[page + i] = GC_PAGE_EVACUATED_LARGE;
    }
}

static void begin_scavenger(struct gc__scavenge *s, unsigned number, enum gc__evacuation what)
{
    struct gc__scavenger *w = &s->scavengers[number];
    struct gc__segment_pool *pool = &s->heap->segments;

    w->s = s;
    w->heap = s->heap;
    w->base = s->heap->fast.cage_base;
    w->page_class = s->heap->fast.page_class;
    w->all = s->all;
    w->area_bits = what == GC__EVACUATE_ALL ? GC__NO_AREA : what == GC__EVACUATE_PROMOTE ? GC__AGED_TO : 0;
    w->to_is_full = false;
    memset(w->areas, 0, sizeof w->areas);
    w->areas[GC__TO].age = GC__HEAD_AGED;
    w->to_page = 0;
    w->ranges = w->weak = w->tables = (struct gc__worklist){.pool = pool};
    w->copied = w->promoted = w->overflowed = w->won = w->scanned = 0;
    w->random = s->heap->collections * 4u + number;
    w->deque.top = w->deque.bottom = 0;
}

static struct gc__scavenge *begin(gc_heap *heap, enum gc__evacuation what)
{
    struct gc__scavenge *s = heap->scavenge;

    s->heap = heap;
    s->all = what == GC__EVACUATE_ALL;
    s->wanted = wanted(heap, what);
    s->shared = s->fresh_only = s->keep_weak = s->overflowed = s->rescanned = false;
    s->chunk = s->wanted > 1 ? GC__CHUNK_BYTES : GC__PAGE_BYTES;
    s->quota = heap->young.capacity * GC__PAGE_BYTES / 4;
    s->reserved = s->promoted_large = 0;
    s->idle = 0;
    s->from = s->from_large = (struct gc__page_list){0, 0, 0};
    for (unsigned i = 0; i < s->wanted; i++)
        begin_scavenger(s, i, what);
    heap->figures.scavengers = 1;
    if (s->wanted > 1)
        gc__call_helpers(s);
    gc__young_close_area(heap);
    gc__old_close_area(heap);
    gc__take_units(s);
    take_from(s, &heap->young.pages, false);
    heap->young.closed_bytes = 0;
    if (!s->all)
        return s;
    take_from(s, &heap->old.pages, false);
    take_from(s, &heap->old.unswept, false);
    heap->old.to_sweep = 0;
    take_from(s, &heap->young.large, true);
    take_from(s, &heap->old.large, true);
    gc__free_list_reset(&heap->old.free);
    heap->old.used_bytes = heap->old.large_bytes = heap->young.large_bytes = 0;
    return s;
}

/* ---- the end ---- */

static void release_from(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;
    struct gc__page_list *large = s->all ? &s->from_large : &heap->young.large;

    while (s->from.first != 0) {
        uint32_t page = s->from.first;

        gc__page_list_remove(heap, &s->from, page);
        gc__page_give(heap, page, GC__POISON_FREED_YOUNG);
    }
    while (large->first != 0) {
        uint32_t first = large->first;

        gc__page_list_remove(heap, large, first);
        gc__page_give_run(heap, first, GC__POISON_FREED_YOUNG);
    }
    heap->young.large_bytes = 0;
}

/* Losers took their copies back [scavenge.once]; what was copied was scanned once [scavenge.scan]. */
static void check_counts(const struct gc__scavenge *s)
{
#if TENURE_CHECKED
    size_t made = 0, scanned = 0;

    for (unsigned i = 0; i < s->wanted; i++) {
        const struct gc__scavenger *w = &s->scavengers[i];

        gc_assert(w->won == w->copied + w->promoted); /* [scavenge.once] */
        made += w->won;
        scanned += w->scanned;
    }
    gc_assert(made == scanned || s->rescanned); /* [scavenge.scan] */
#else
    (void)s;
#endif
}

static void add_figures(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;
    struct gc_collection_figures *figures = &heap->figures;

    for (unsigned i = 0; i < s->wanted; i++) {
        const struct gc__scavenger *w = &s->scavengers[i];

        figures->copied += w->copied;
        figures->promoted += w->promoted;
        figures->promoted_by_overflow += w->overflowed;
        figures->promoted_by_age += w->promoted - w->overflowed;
        heap->old.used_bytes += w->promoted;
    }
    figures->promoted_large += s->promoted_large;
    heap->young.survivors /= 2;
    if (heap->young.survivors < figures->copied + figures->promoted)
        heap->young.survivors = figures->copied + figures->promoted;
}

/* Allocation goes on in the page of To with most room: it becomes the last of the list. */
static void order_to_pages(gc_heap *heap)
{
    struct gc__young *young = &heap->young;
    uint32_t roomiest = young->pages.last;

    young->closed_bytes = 0;
    for (uint32_t page = young->pages.first; page != 0; page = heap->pages[page].next) {
        young->closed_bytes += heap->pages[page].end;
        if (heap->pages[page].end < heap->pages[roomiest].end)
            roomiest = page;
    }
    if (roomiest != young->pages.last) {
        gc__page_list_remove(heap, &young->pages, roomiest);
        gc__page_list_add(heap, &young->pages, roomiest);
    }
}

/* To becomes the space that the mutator allocates in. */
static void finish(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;

    for (unsigned i = 0; i < s->wanted; i++)
        gc__close_areas(&s->scavengers[i]);
    check_counts(s);
    add_figures(s);
    if (!s->all)
        gc__prune_recorded_slots(s);
    order_to_pages(heap);
    release_from(s);
    gc__young_open_area(heap);
    if (!heap->fast.marking) /* then it holds worklists */
        gc__segment_pool_trim(&heap->segments);
}

void gc__evacuate(gc_heap *heap, enum gc__evacuation what)
{
    struct gc__scavenge *s;
    struct gc_collection_figures *figures = &heap->figures;
    uint64_t t0, t1, begin_ns;

    gc_assert(gc__evacuation_has_room(heap, what));
    if (what == GC__EVACUATE_YOUNG)
        gc__sweep_ahead(heap, heap->young.average_survived);
    begin_ns = t0 = gc__os_now_ns();
    s = begin(heap, what);
    gc__copy_from_roots(s);
    figures->roots_ns += (t1 = gc__os_now_ns()) - t0;
    if (!s->all)
        gc__copy_from_whole_pages(s);
    if (s->wanted > 1)
        gc__scavenge_together(s);
    else
        gc__copy_from_recorded_slots(&s->scavengers[0]);
    figures->remembered_ns += (t0 = gc__os_now_ns()) - t1;
    gc__drain_all(s);
    gc__settle_ephemerons(s);
    figures->drain_ns += (t1 = gc__os_now_ns()) - t0;
    gc__settle_weak(s);
    figures->weak_ns += (t0 = gc__os_now_ns()) - t1;
    gc__offheap_after_evacuation(heap, s->all);
    gc__sites_after_evacuation(heap, s->all);
    figures->finalize_ns += gc__os_now_ns() - t0;
    finish(s);
    note_speed(heap, s, gc__os_now_ns() - begin_ns);
}
