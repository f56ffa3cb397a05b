/*
 * pretenure.c: making old cells as fast as young ones.
 *
 * Between gc_pretenure_begin and gc_pretenure_end the two areas of gc__fast are exchanged: inline allocation bumps
 * through a chunk of the old space.  A chunk, about as long as the distance of samples, is cut from a linear area
 * that comes from the free lists or a fresh page; all of it counts as used while it is open, so limits and
 * thresholds see it before there are cells in it [pretenure.counted].  Every safepoint ends the mode and retires the
 * chunk: what is left is a free cell and counts no more, and the next allocation opens another one
 * [pretenure.retired].  So no collector, walker or verifier ever meets an open chunk.
 *
 * While the program is being marked all mark bits of a chunk are set when it is opened: markers pass over its cells,
 * even those published before they are filled, and what is stored into them goes through the barrier.  Retiring
 * leaves the bits of cells only, and lists those with weak slots [pretenure.black].
 *
 * Nothing here fails: where limits or the cage are near, the cell is young.
 */
#include "internal.h"

enum {
    CHUNK_BYTES = 16 << 10,   /* where nothing is sampled */
    AREA_LEAST = 512,         /* a block of the free lists worth an area */
    SCAVENGE_BYTES = 1 << 20, /* made since the last collection, before one is asked for marking's sake */
};

/* ---- figures ---- */

static uintptr_t chunk_top(const gc_heap *heap)
{
    return heap->fast.pretenuring ? heap->fast.top : heap->fast.other_top;
}

size_t gc__pretenured_open_bytes(const gc_heap *heap)
{
    return heap->pretenured.chunk_start == 0 ? 0 : chunk_top(heap) - heap->pretenured.chunk_start;
}

uint64_t gc__became_old(const gc_heap *heap)
{
    return heap->statistics.promoted_bytes + heap->statistics.pretenured_bytes;
}

/* ---- mark bits ---- */

/* The bits of granules [first, last) that lie in word number word. */
static uint64_t bits_in_word(uint32_t word, uint32_t first, uint32_t last)
{
    uint64_t bits = ~UINT64_C(0);

    if (first / 64 == word)
        bits &= ~UINT64_C(0) << first % 64;
    if (last / 64 == word)
        bits &= ~(~UINT64_C(0) << last % 64);
    return bits;
}

/* Helpers may be marking cells next to the chunk, whose bits lie in the same words. */
static void blacken(gc_heap *heap, uintptr_t start, uintptr_t end)
{
    uint32_t first = gc__granule_of(heap, (void *)start), last = first + (uint32_t)((end - start) / GC_GRANULE);

    for (uint32_t word = first / 64; word <= (last - 1) / 64; word++)
        __atomic_fetch_or(&heap->marks[word], bits_in_word(word, first, last), __ATOMIC_RELAXED);
    gc__release_fence(); /* what refers to the cells is stored later [pretenure.black] */
}

/* A cell made black: it is not scanned, since what it holds was marked by the barrier, unless it is to be listed. */
static void count_black(gc_heap *heap, void *cell, size_t bytes)
{
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];

    if ((layout->flags & (GC_KIND_WEAK | GC_KIND_EPHEMERONS)) && !GC_MUTANT(PRETENURED_WEAK_NOT_LISTED)) {
        gc__mark_new(heap, cell);
        return;
    }
    heap->marker.live_bytes += bytes;
    __atomic_fetch_add(&heap->pages[gc__page_of(heap, cell)].live_bytes, (uint32_t)bytes, __ATOMIC_RELAXED);
}

/* Clears what blacken set but for the bits of the cells from start to top; those stay set all the time. */
static void settle_black(gc_heap *heap, uintptr_t start, uintptr_t top, uintptr_t end)
{
    uint32_t first = gc__granule_of(heap, (void *)start), last = first + (uint32_t)((end - start) / GC_GRANULE);
    uintptr_t cell = start;

    for (uint32_t word = first / 64; word <= (last - 1) / 64; word++) {
        uint64_t starts = 0;

        while (cell < top && gc__granule_of(heap, (void *)cell) / 64 == word) {
            size_t bytes = gc__cell_bytes(heap, (void *)cell);

            starts |= UINT64_C(1) << gc__granule_of(heap, (void *)cell) % 64;
            count_black(heap, (void *)cell, bytes);
            cell += bytes;
        }
        if (!GC_MUTANT(PRETENURED_BITS_LEFT))
            __atomic_fetch_and(&heap->marks[word], ~(bits_in_word(word, first, last) & ~starts), __ATOMIC_RELAXED);
    }
    gc_assert(cell == top); /* [pretenure.black] */
}

/* ---- chunks ---- */

void gc__pretenured_retire(gc_heap *heap)
{
    struct gc__pretenured *t = &heap->pretenured;
    uintptr_t start = t->chunk_start, top;

    gc_pretenure_end(heap);
    if (start == 0)
        return;
    top = heap->fast.other_top;
    gc_assert(top >= start);
    gc_assert(top <= t->chunk_end);
    heap->old.used_bytes -= t->chunk_end - top; /* [pretenure.counted] */
    heap->statistics.allocated_bytes += top - start;
    heap->statistics.pretenured_bytes += top - start;
    t->since_scavenge += top - start;
    t->since_step += top - start;
    if (t->black)
        settle_black(heap, start, top, t->chunk_end);
    if (top < t->end && !GC_MUTANT(PRETENURED_REST_OPEN))
        gc__make_free_cell(top, t->end - top); /* [pretenure.retired] */
    t->top = top;
    t->chunk_start = t->chunk_end = 0;
    heap->fast.other_top = heap->fast.other_limit = 0;
}

void gc__pretenured_close(gc_heap *heap)
{
    struct gc__pretenured *t = &heap->pretenured;

    gc__pretenured_retire(heap);
    gc__old_return_area(heap, t->top, t->end);
    t->top = t->end = 0;
}

/* How much of the area becomes the chunk in which bytes are to fit. */
static size_t chunk_bytes(const gc_heap *heap, size_t bytes)
{
    size_t step = gc__bytes_to_sample(heap), left = heap->pretenured.end - heap->pretenured.top;

    step = step > CHUNK_BYTES ? CHUNK_BYTES : gc_round_up(step);
    if (step < bytes || heap->stress.slow_always)
        step = bytes;
    if (step > left)
        step = left;
    return gc__fits(heap, step, 0) && gc__room(heap) >= step ? step : bytes;
}

static void open_chunk(gc_heap *heap, size_t bytes)
{
    struct gc__pretenured *t = &heap->pretenured;
    bool slow = heap->stress.slow_always || heap->want_collection;

    gc_assert(bytes <= t->end - t->top);
    t->chunk_start = t->top;
    t->chunk_end = t->top + bytes;
    if (!GC_MUTANT(PRETENURED_NOT_COUNTED))
        heap->old.used_bytes += bytes; /* [pretenure.counted] */
    t->black = heap->fast.marking != 0;
    if (t->black && !GC_MUTANT(PRETENURED_NOT_BLACK))
        blacken(heap, t->chunk_start, t->chunk_end);
    heap->fast.other_top = t->chunk_start;
    heap->fast.other_limit = slow ? t->chunk_start : t->chunk_end;
}

static bool find_area(gc_heap *heap, size_t bytes)
{
    struct gc__pretenured *t = &heap->pretenured;

    if (bytes <= t->end - t->top)
        return true;
    gc__pretenured_close(heap);
    return gc__old_take_area(heap, bytes < AREA_LEAST ? AREA_LEAST : bytes, GC__AREA_SWEEP, &t->top, &t->end);
}

/* ---- when to collect ---- */

/* Whether marking is to begin, or to go on, with the next scavenge. */
static bool marking_awaits_scavenge(const gc_heap *heap)
{
    const struct gc__marking *marking = &heap->marking;

    if (marking->phase == GC__MARKING_OFF)
        return !heap->config.no_incremental_marking && gc__old_total(heap) >= marking->start_threshold;
    return marking->phase == GC__MARKING_WAITS || marking->phase == GC__MARKING_DONE;
}

/*
 * The old space grows here without scavenges, at which marking begins, and without fresh pages of the nursery, at
 * which it goes on: so for each page's worth.
 */
static void keep_pace(gc_heap *heap)
{
    struct gc__pretenured *t = &heap->pretenured;
    const char *reason, *why;

    if (t->collection != heap->collections) {
        t->collection = heap->collections;
        t->since_scavenge = t->since_step = 0;
    }
    if (t->since_step < GC__PAGE_BYTES)
        return;
    t->since_step = 0;
    if (t->since_scavenge >= SCAVENGE_BYTES && marking_awaits_scavenge(heap)) {
        enum gc_collection what = gc__choose_collection(heap, &reason, &why);
        gc__collect(heap, what, reason, why);
    } else if (gc__old_total(heap) < heap->policy.old_threshold) {
        gc__marking_advance(heap);
    } else {
        gc__relieve_old(heap, "allocation limit");
    }
}

bool gc__pretenured_open(gc_heap *heap, size_t bytes)
{
    gc_assert(heap->pretenured.chunk_start == 0); /* [pretenure.retired] */
    keep_pace(heap);
    if (!gc__fits(heap, bytes, 0) || gc__room(heap) < bytes || gc__ineffective(heap) || !find_area(heap, bytes))
        return false;
    gc__sample(heap, (void *)heap->pretenured.top, true);
    open_chunk(heap, chunk_bytes(heap, bytes));
    gc__exchange_areas(&heap->fast);
    return true;
}
