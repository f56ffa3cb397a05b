/*
 * scavenge_roots.c: what a scavenge starts from: roots and recorded slots.
 *
 * Roots are visited by the mutator's thread before any helper runs: the client's callback may look at what
 * it likes.  Pages with recorded slots are shared out in units of sixteen, from a copy of the map taken at
 * the beginning.  Cells that others promote to such a page meanwhile get bits of their own in its set, in
 * memory that had none; so bits are cleared by atomic operations, sets are dropped and summaries made exact
 * at the end, and the sweep, which deletes bits, waits until all units are done [scavenge.units].
 */
#include "scavenge.h"
#include <string.h>

enum { UNIT_PAGES = 16, UNITS_A_WORD = 64 / UNIT_PAGES };

/* ---- roots ---- */

struct scavenge_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct gc__scavenger *w;
};

static void root_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct gc__scavenger *w = ((struct scavenge_visitor *)visitor)->w;
    gc_heap *heap = w->heap;
    void *cell = gc_to_cell(*value);

    if (cell == NULL)
        return;
    GC_REQUIRE(gc__in_cage(heap, cell)); /* a stale or wild root [roots.valid] */
    uint32_t bits = gc__visit_bits(w, gc_slot_from_cell(heap, cell).bits, false);
    if (!GC_MUTANT(ROOT_NOT_FORWARDED))
        *value = gc_from_cell(gc_slot_to_cell(heap, (gc_slot){bits}));
}

static void root_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    struct gc__scavenger *w = ((struct scavenge_visitor *)visitor)->w;

    if ((slot->bits & 1) != 0 && !GC_MUTANT(ROOT_SLOT_NOT_FORWARDED))
        slot->bits = gc__visit_bits(w, slot->bits, false);
}

void gc__copy_from_roots(struct gc__scavenge *s)
{
    struct scavenge_visitor v = {
        .visitor = {.young_only = !s->all, .value = root_value, .slot = root_slot},
        .w = &s->scavengers[0]};

    gc_assert(!s->shared);
    gc__visit_strong_roots(s->heap, &v.visitor);
}

/* ---- pages of which all slots count as recorded ---- */

static void scan_walked(void *arg, void *cell, size_t bytes)
{
    (void)bytes;
    gc__scan_old_cell(arg, cell);
}

/*
 * Pages whose set could not be made.  What they lead to is promoted to pages of its own, so that no area
 * lies on a page that is walked.
 */
void gc__copy_from_whole_pages(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;
    struct gc__scavenger *w = &s->scavengers[0];

    for (uint32_t word = 0; word * 64 < heap->page_high; word++)
        for (uint64_t rest = s->dirty[word]; rest != 0; rest &= rest - 1) {
            uint32_t page = word * 64 + (uint32_t)__builtin_ctzll(rest);

            if ((heap->pages[page].flags & GC__PAGE_SCAN_ALL) == 0)
                continue;
            if (!s->fresh_only)
                gc__close_areas(w);
            s->fresh_only = true;
            s->dirty[word] &= ~(UINT64_C(1) << (page % 64));
            gc__drop_slot_set(heap, page); /* scanning records what stays */
            if (heap->pages[page].space == GC__SPACE_OLD)
                gc__walk_page(heap, page, scan_walked, w);
            else
                gc__scan_large_page(w, page);
        }
    if (s->fresh_only)
        gc__close_areas(w);
    s->fresh_only = false;
}

/* ---- recorded slots ---- */

/*
 * Recorded slots of one set, visited together: what they lie in, and then what they refer to, comes into the
 * cache for all of them at once [scavenge.ahead].
 */
enum { BATCH = 32 };

struct batch {
    struct gc__slot_set *set;
    gc_slot *first; /* of the page */
    gc_slot *slots[BATCH];
    uint64_t words[BATCH]; /* of the set, as they were; for a mutant */
    unsigned count;
};

/* The slot is recorded no longer.  Others may record slots of the same word meanwhile. */
GC_INLINE void remove_bit(struct batch *batch, unsigned i, bool shared)
{
    size_t index = (size_t)(batch->slots[i] - batch->first);
    uint64_t *word = &batch->set->bits[index / 64], bit = UINT64_C(1) << index % 64;

    if (GC_MUTANT(RECORDED_WORD_STORED))
        *word = batch->words[i] & ~bit;
    else if (shared)
        __atomic_fetch_and(word, ~bit, __ATOMIC_RELAXED);
    else
        *word &= ~bit;
}

GC_INLINE void visit_batch(struct gc__scavenger *w, struct batch *batch, bool shared)
{
    for (unsigned i = 0; i < batch->count; i++) {
        uint32_t bits = batch->slots[i]->bits;

        if ((bits & 1) != 0)
            __builtin_prefetch((void *)(w->base + ((uintptr_t)(bits & ~3u) << 1)), 1);
    }
    for (unsigned i = 0; i < batch->count; i++) {
        gc_slot *slot = batch->slots[i];

        if ((slot->bits & 1) != 0)
            slot->bits = gc__visit_bits(w, slot->bits, shared);
        if ((slot->bits & 1) == 0 || !gc__refers_to_young(w, slot->bits) || GC_MUTANT(RECORDED_NOT_KEPT))
            remove_bit(batch, i, shared);
    }
    if (shared)
        gc__give_way(w);
    batch->count = 0;
}

GC_INLINE void visit_recorded_slots(struct gc__scavenger *w, uint32_t page, bool shared)
{
    /* A page that had other sets may get this one from others just now. */
    struct gc__slot_set *set =
        __atomic_load_n(&w->heap->pages[page].recorded[GC__STRONG], __ATOMIC_ACQUIRE);
    struct batch batch = {.set = set, .first = (gc_slot *)gc__page_start(w->heap, page)};

    if (set == NULL)
        return;
    for (uint64_t rest = __atomic_load_n(&set->summary, __ATOMIC_RELAXED); rest != 0; rest &= rest - 1) {
        unsigned bucket = (unsigned)__builtin_ctzll(rest);

        for (unsigned word = bucket * 16; word < bucket * 16 + 16; word++)
            for (uint64_t bits = __atomic_load_n(&set->bits[word], __ATOMIC_ACQUIRE); bits != 0; bits &= bits - 1) {
                gc_slot *slot = batch.first + (size_t)word * 64 + (unsigned)__builtin_ctzll(bits);

                __builtin_prefetch(slot, 1);
                if (GC_MUTANT(RECORDED_WORD_STORED))
                    batch.words[batch.count] = bits;
                batch.slots[batch.count++] = slot;
                if (batch.count == BATCH)
                    visit_batch(w, &batch, shared);
            }
    }
    if (!GC_MUTANT(BATCH_DROPPED))
        visit_batch(w, &batch, shared);
}

void gc__copy_from_recorded_slots(struct gc__scavenger *w)
{
    struct gc__scavenge *s = w->s;
    uint32_t unit;

    while ((unit = __atomic_fetch_add(&s->next_unit, 1, __ATOMIC_RELAXED)) < s->units) {
        uint64_t mask = ((UINT64_C(1) << UNIT_PAGES) - 1) << unit % UNITS_A_WORD * UNIT_PAGES;
        uint32_t word = unit / UNITS_A_WORD;

        for (uint64_t rest = s->dirty[word] & mask; rest != 0; rest &= rest - 1) {
            uint32_t page = word * 64 + (uint32_t)__builtin_ctzll(rest);
            if (s->shared)
                visit_recorded_slots(w, page, true);
            else
                visit_recorded_slots(w, page, false);
        }
        __atomic_fetch_sub(&s->units_left, 1, __ATOMIC_RELEASE);
    }
}

void gc__take_units(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;

    s->units = s->all ? 0 : (heap->page_high + UNIT_PAGES - 1) / UNIT_PAGES;
    s->units_left = s->units;
    s->next_unit = 0;
    memcpy(s->dirty, heap->remembered_map, (heap->page_high + 63) / 64 * sizeof s->dirty[0]);
}

/* Alone: drops sets without bits, of pages old and new in the map. */
void gc__prune_recorded_slots(struct gc__scavenge *s)
{
    gc_heap *heap = s->heap;

    for (uint32_t word = 0; word * 64 < heap->page_high; word++)
        for (uint64_t rest = heap->remembered_map[word]; rest != 0; rest &= rest - 1)
            gc__prune_slot_sets(heap, word * 64 + (uint32_t)__builtin_ctzll(rest));
}
