/*
 * sweep.c: makes free cells of what marking did not reach, on demand and on helper threads.
 *
 * After marking, pages without a live cell are given back at once; the others wait in old.unswept.
 * Helpers sweep them beside the program, and the mutator where it needs room before they got there; before
 * the next marking beside the program all are swept.  Until then their mark bits tell live from dead
 * [sweep.marks].  Sweeping a page joins each gap between marked cells into one free cell, lists it, and
 * clears the page's mark bits [sweep.clears].  No gap has a recorded slot [remembered.freed]: marking leaves
 * none on any page, and later ones are in live cells.
 *
 * Who touches what while helpers are at work:
 *
 *   helpers    take pages from old.unswept, under the lock; read headers of marked cells and write the gaps
 *              between them and the mark bits of that page; hand page and blocks over, under the lock
 *   mutator    takes pages likewise; takes over what was handed to it [sweep.handover], which is when the
 *              page is walked again and its blocks are in old.free
 *
 * Whoever looks at old pages or at mark bits stops them first [sweep.handshake].  They touch neither
 * off-heap memory nor its ledger: owners of such memory are settled in the pause (finalize.c).
 * Design: docs/design/mark-sweep.md, threads.md.
 */
#include "internal.h"
#include <string.h>

enum {
    ROOMY_LIVE_BYTES = GC__PAGE_BYTES / 4 * 3,
    SHARE_PAGES = 4,     /* fewer are not worth waking a helper for */
    SHARE_PAGES_NOW = 16, /* the same in a pause: some 1 ms of sweeping */
};

/* The offset of the first marked granule from `granule` on, or the page's end. */
static uint32_t next_marked(const uint64_t *marks, uint32_t granule)
{
    uint32_t word = granule / 64;
    uint64_t bits;

    if (granule >= GC__PAGE_GRANULES)
        return GC__PAGE_GRANULES;
    bits = marks[word] & ~UINT64_C(0) << (granule % 64);
    while (bits == 0) {
        if (++word == GC__PAGE_GRANULES / 64)
            return GC__PAGE_GRANULES;
        bits = marks[word];
    }
    return word * 64 + (uint32_t)__builtin_ctzll(bits);
}

static void free_gap(gc_heap *heap, uint32_t page, uint32_t from, uint32_t to, struct gc__swept *swept)
{
    uintptr_t start = gc__page_start(heap, page) + (uintptr_t)from * GC_GRANULE;
    size_t bytes = (size_t)(to - from) * GC_GRANULE;

    if (heap->config.verify)
        memset((void *)start, GC__POISON_FREED_OLD, bytes);
    gc__swept_add(heap, swept, start, bytes);
}

/* On any thread, which owns the page's gaps and mark bits: it took the page from old.unswept. */
static void sweep_page(gc_heap *heap, uint32_t page, struct gc__swept *swept)
{
    uint64_t *marks = gc__page_marks(heap, page);
    uint32_t live = 0, granule = 0;

    gc__swept_reset(swept);
    while (granule < GC__PAGE_GRANULES) {
        uint32_t next = next_marked(marks, granule);

        if (next > granule)
            free_gap(heap, page, granule, next, swept);
        if (next == GC__PAGE_GRANULES)
            break;
        const struct gc_header *header = gc__granule_address(heap, page * (uint32_t)GC__PAGE_GRANULES + next);
        GC_REQUIRE(header->granules != 0);
        live += header->granules;
        granule = next + header->granules - (GC_MUTANT(SWEEP_SHORT) && header->granules > 4);
    }
    gc_assert(live * GC_GRANULE == heap->pages[page].live_bytes); /* [mark.once] [sweep.marks] */
    if (!GC_MUTANT(SWEEP_KEEPS_MARKS))
        memset(marks, 0, GC__PAGE_GRANULES / 8);
}

/* ---- pages that wait ---- */

void gc__unswept_add(gc_heap *heap, uint32_t page)
{
    gc_assert(!heap->sweeping.on);
    heap->pages[page].flags |= GC__PAGE_UNSWEPT;
    heap->pages[page].listed_bytes = 0;
    gc__page_list_add(heap, &heap->old.unswept, page);
    heap->old.to_sweep++;
}

void gc__unswept_remove(gc_heap *heap, uint32_t page)
{
    gc_assert(!heap->sweeping.on);
    gc__page_list_remove(heap, &heap->old.unswept, page);
    heap->old.to_sweep--;
}

/* Takes the next page that waits, if it has at most so many live bytes; 0: none.  to: NULL, or a list for it. */
static uint32_t take_page(gc_heap *heap, uint32_t live_bytes, struct gc__page_list *to)
{
    struct gc__page_list *unswept = &heap->old.unswept;
    uint32_t page;

    pthread_mutex_lock(&heap->sweeping.lock);
    page = unswept->first;
    if (page != 0 && heap->pages[page].live_bytes > live_bytes)
        page = 0;
    if (page != 0) {
        gc__page_list_remove(heap, unswept, page);
        if (to != NULL)
            gc__page_list_add(heap, to, page);
    }
    pthread_mutex_unlock(&heap->sweeping.lock);
    return page;
}

/* A swept page is an old one like others. */
static void note_swept(gc_heap *heap, uint32_t page)
{
    if (!GC_MUTANT(SWEPT_FLAG_KEPT))
        heap->pages[page].flags &= (uint16_t)~GC__PAGE_UNSWEPT;
    gc__page_list_add(heap, &heap->old.pages, page);
    heap->old.to_sweep--;
}

/* Moves marked pages with at most so many live bytes to those that wait; empty ones are given back. */
static void await_sweep(gc_heap *heap, uint32_t live_bytes)
{
    struct gc__old *old = &heap->old;
    uint32_t page = old->pages.first;

    while (page != 0) {
        uint32_t next = heap->pages[page].next;

        if (heap->pages[page].live_bytes == 0) {
            gc__page_list_remove(heap, &old->pages, page);
            gc__page_give(heap, page, GC__POISON_FREED_OLD);
        } else if (heap->pages[page].live_bytes <= live_bytes) {
            gc_assert(heap->pages[page].recorded[GC__STRONG] == NULL); /* [remembered.freed] */
            gc__page_list_remove(heap, &old->pages, page);
            gc__unswept_add(heap, page);
        }
        page = next;
    }
}

/*
 * Right after marking: everything old waits for the sweep; empty pages and dead large cells go now.  Sparse
 * pages come first: in one of them there is room for whatever is promoted next, so that heaps collected
 * often do not begin a page each time.
 */
void gc__sweep_begin(gc_heap *heap)
{
    gc_assert(heap->old.to_sweep == 0);
    gc_assert(heap->old.top == heap->old.limit);
    gc__free_list_reset(&heap->old.free);
    gc__large_free_dead(heap);
    await_sweep(heap, GC__PAGE_BYTES / 2);
    await_sweep(heap, ROOMY_LIVE_BYTES);
    await_sweep(heap, GC__PAGE_BYTES);
    gc_assert(heap->old.pages.count == 0);
}

/* ---- the mutator ---- */

static bool sweep_next(gc_heap *heap, uint32_t live_bytes)
{
    uint32_t page = take_page(heap, live_bytes, NULL);
    struct gc__swept swept;

    if (page == 0)
        return false;
    sweep_page(heap, page, &swept);
    gc__free_list_join(heap, &heap->old.free, NULL, &swept);
    note_swept(heap, page);
    return true;
}

/* Sweeps the next page that waits; false: none does, but helpers may have some in hand. */
bool gc__sweep_one(gc_heap *heap)
{
    return heap->old.to_sweep != 0 && sweep_next(heap, GC__PAGE_BYTES);
}

/* The same, if that page has much room; those come first. */
bool gc__sweep_roomy(gc_heap *heap)
{
    return heap->old.to_sweep != 0 && sweep_next(heap, ROOMY_LIVE_BYTES);
}

/*
 * Before a scavenge: frees bytes, as far as roomy pages wait, which come first: to look for them in full ones would
 * make a pause that grows with the heap.  What a large table refers to is promoted while recorded slots are gone
 * through, all at once: it would go to new pages only.
 */
void gc__sweep_ahead(gc_heap *heap, size_t bytes)
{
    size_t before = heap->old.free.bytes;

    while (heap->old.free.bytes - before < bytes && gc__sweep_roomy(heap))
        continue;
}

/*
 * Before marking anew: pages that were not swept need not be.  Without mark bits their dead cells are
 * garbage like any other, which nothing refers to; the new marking tells them from the living again.
 */
void gc__sweep_abandon(gc_heap *heap)
{
    struct gc__old *old = &heap->old;

    while (old->unswept.first != 0) {
        uint32_t page = old->unswept.first;

        gc_assert(heap->pages[page].recorded[GC__STRONG] == NULL); /* no young cell is left to refer to */
        gc__unswept_remove(heap, page);
        gc__page_list_add(heap, &old->pages, page);
        memset(gc__page_marks(heap, page), 0, GC__PAGE_GRANULES / 8);
        heap->pages[page].flags &= (uint16_t)~GC__PAGE_UNSWEPT;
    }
    gc_assert(old->to_sweep == 0);
}

/* ---- helpers ---- */

static void hand_over(gc_heap *heap, uint32_t page, struct gc__swept *swept)
{
    struct gc__sweeping *s = &heap->sweeping;

    pthread_mutex_lock(&s->lock);
    gc__page_list_remove(heap, &s->taken, page);
    gc__page_list_add(heap, &s->done, page);
    gc__free_list_join(heap, &s->swept.list, s->swept.tails, swept);
    __atomic_store_n(&s->ready, s->done.count, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&s->lock);
}

static void help(void *arg, unsigned ticket)
{
    gc_heap *heap = arg;
    struct gc__sweeping *s = &heap->sweeping;
    uint64_t begin_ns = gc__os_now_ns();
    struct gc__swept swept;
    uint32_t page;

    (void)ticket;
    while (!__atomic_load_n(&s->stop, __ATOMIC_RELAXED) &&
           (page = take_page(heap, GC__PAGE_BYTES, &s->taken)) != 0) {
        sweep_page(heap, page, &swept);
        hand_over(heap, page, &swept);
    }
    __atomic_fetch_add(&s->helped_ns, gc__os_now_ns() - begin_ns, __ATOMIC_RELAXED);
}

/* Pages and blocks in one step: what is in old.free lies in pages that can be walked [sweep.handover]. */
bool gc__sweep_adopt(gc_heap *heap)
{
    struct gc__sweeping *s = &heap->sweeping;
    uint32_t page;

    if (__atomic_load_n(&s->ready, __ATOMIC_RELAXED) == 0)
        return false;
    pthread_mutex_lock(&s->lock);
    while ((page = s->done.first) != 0) {
        gc__page_list_remove(heap, &s->done, page);
        note_swept(heap, page);
    }
    gc__free_list_join(heap, &heap->old.free, NULL, &s->swept);
    s->ready = 0;
    pthread_mutex_unlock(&s->lock);
    return true;
}

static bool is_allowed(const gc_heap *heap)
{
    const struct gc_config *config = &heap->config;

    return !config->single_threaded && !config->no_concurrent_sweeping && config->stress_interval == 0 &&
           gc__helpers_count() != 0;
}

void gc__sweep_resume(gc_heap *heap)
{
    gc_assert(!heap->sweeping.on);
    if (heap->old.to_sweep < SHARE_PAGES || !is_allowed(heap))
        return;
    heap->sweeping.on = true;
    gc__helpers_post(&heap->sweeping.job, 1);
}

bool gc__sweep_pause(gc_heap *heap)
{
    struct gc__sweeping *s = &heap->sweeping;

    if (!s->on)
        return false;
    __atomic_store_n(&s->stop, true, __ATOMIC_RELAXED);
    if (!GC_MUTANT(SWEEP_NOT_JOINED))
        gc__helpers_join(&s->job);
    s->stop = s->on = false;
    gc__sweep_adopt(heap);
    gc_assert(s->taken.count == 0); /* [sweep.handshake] */
    heap->statistics.helper_ns += s->helped_ns;
    s->helped_ns = 0;
    return true;
}

void gc__sweep_finish(gc_heap *heap)
{
    if (heap->old.to_sweep >= SHARE_PAGES_NOW && is_allowed(heap)) {
        heap->sweeping.on = true;
        gc__helpers_post(&heap->sweeping.job, GC__HELPERS_MAX);
    }
    while (gc__sweep_one(heap))
        continue;
    gc__sweep_pause(heap);
    gc_assert(heap->old.to_sweep == 0);
}

/* ---- the heap's life ---- */

void gc__sweep_init(gc_heap *heap)
{
    heap->sweeping.job.run = help;
    heap->sweeping.job.arg = heap;
    pthread_mutex_init(&heap->sweeping.lock, NULL);
}

void gc__sweep_destroy(gc_heap *heap)
{
    gc__sweep_pause(heap);
    pthread_mutex_destroy(&heap->sweeping.lock);
}
