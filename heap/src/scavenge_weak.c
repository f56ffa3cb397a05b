/*
 * scavenge_weak.c: what a scavenge does with weak things, once all that is reachable is copied.
 *
 * Cells with weak slots or pairs that were scanned in this scavenge are in lists; those of the old generation
 * that were there before have theirs recorded in sets of their own, whose slots are no roots.  First the
 * ephemerons: a value whose key survived is visited, and what that leads to is drained, round after round
 * until nothing new comes [ephemeron.young].  After ten rounds, which long chains of pairs need, all that is
 * still undecided is taken as strong: a pause stays linear in what survives, and the next full collection
 * decides.  Then slots of dead young targets become GC_SLOT_EMPTY, and the others are forwarded
 * [weak.young].
 *
 * All of it runs on the mutator's thread alone.
 */
#include "scavenge.h"

enum { ROUNDS_MAX = 10 };

bool gc__list_weak(struct gc__scavenger *w, void *cell)
{
    bool table = w->heap->layouts[gc_kind_of(cell)].flags & GC_KIND_EPHEMERONS;
    bool listed;

    if (w->s->keep_weak || GC_MUTANT(YOUNG_WEAK_IS_STRONG))
        return false;
    gc__scavenge_lock(w->s); /* the reserve of segments is the heap's */
    listed = gc__worklist_push(table ? &w->tables : &w->weak, gc__granule_of(w->heap, cell));
    gc__scavenge_unlock(w->s);
    return listed;
}

/* Whether a cell survived, for which *bits is then its slot now. */
static bool settle_bits(struct gc__scavenge *s, uint32_t *bits)
{
    const struct gc__scavenger *w = &s->scavengers[0];
    uint8_t class = w->page_class[*bits >> 17];

    if (class == GC_PAGE_YOUNG_LARGE)
        return false;
    if (class < GC_PAGE_EVACUATED)
        return true;
    uint64_t head = *(uint64_t *)(w->base + ((uintptr_t)(*bits & ~3u) << 1));
    if ((head & GC__HEAD_FORWARDED) == 0)
        return false;
    *bits = (uint32_t)(head >> 32) | (*bits & 3);
    return true;
}

/* ---- going through lists and sets ---- */

struct weak_walk {
    struct gc__scavenge *s;
    /* Visits a slot, or a pair by its key.  Returns whether it is to stay recorded. */
    bool (*visit)(struct weak_walk *walk, gc_slot *slot);
    bool last;  /* slots that listed old cells have are recorded now */
    bool found;
};

/* Calls visit on all slots (pairs) of listed cells, and records those that ask for it. */
static void walk_listed(struct weak_walk *walk, struct gc__worklist *list, unsigned step)
{
    gc_heap *heap = walk->s->heap;

    for (struct gc__segment *segment = list->top; segment != NULL; segment = segment->next)
        for (uint32_t i = 0; i < segment->count; i++) {
            void *cell = gc__granule_address(heap, segment->entries[i]);
            bool old = !gc__cell_is_young(heap, cell);
            gc_slot *slot, *end;

            if (step == 2)
                gc__ephemeron_range(heap, cell, &slot, &end);
            else
                gc__weak_range(heap, cell, &slot, &end);
            for (; slot < end; slot += step)
                if (walk->visit(walk, slot) && old && walk->last)
                    gc__record_field(heap, cell, slot);
        }
}

/* Calls visit on the recorded slots (pairs) of a page, and keeps the bits of those that stay. */
static void walk_set(struct weak_walk *walk, uint32_t page, struct gc__slot_set *set)
{
    gc_slot *slots = (gc_slot *)gc__page_start(walk->s->heap, page);

    gc_assert(walk->s->units_left != 0); /* no sweep now [scavenge.units] */
    for (uint64_t rest = set->summary; rest != 0; rest &= rest - 1) {
        unsigned bucket = (unsigned)__builtin_ctzll(rest);

        for (unsigned word = bucket * 16; word < bucket * 16 + 16; word++)
            for (uint64_t bits = set->bits[word]; bits != 0; bits &= bits - 1) {
                unsigned i = (unsigned)__builtin_ctzll(bits);
                if (!walk->visit(walk, &slots[word * 64 + i]))
                    set->bits[word] &= ~(UINT64_C(1) << i);
            }
    }
}

static void walk_weak(struct weak_walk *walk, enum gc__recorded which)
{
    struct gc__scavenge *s = walk->s;
    gc_heap *heap = s->heap;

    for (uint32_t word = 0; word * 64 < heap->page_high && !s->all; word++)
        for (uint64_t rest = heap->remembered_map[word]; rest != 0; rest &= rest - 1) {
            uint32_t page = word * 64 + (uint32_t)__builtin_ctzll(rest);
            if (heap->pages[page].recorded[which] != NULL)
                walk_set(walk, page, heap->pages[page].recorded[which]);
        }
    for (unsigned i = 0; i < s->wanted; i++)
        if (which == GC__PAIRS)
            walk_listed(walk, &s->scavengers[i].tables, 2);
        else
            walk_listed(walk, &s->scavengers[i].weak, 1);
}

/* ---- ephemerons ---- */

/* Visits the value of a live key.  The bit stays; the end asks again. */
static bool visit_value(struct weak_walk *walk, gc_slot *pair)
{
    struct gc__scavenger *w = &walk->s->scavengers[0];
    uint32_t key = pair[0].bits, value = pair[1].bits;

    if ((key & 1) != 0 && !gc_slot_is_number_cell(pair[0]) && !settle_bits(walk->s, &key))
        return true;
    if ((value & 1) == 0 || settle_bits(walk->s, &value) || GC_MUTANT(YOUNG_VALUE_SKIPPED))
        return true;
    pair[1].bits = gc__visit_bits(w, value, false);
    walk->found = true;
    return true;
}

/* Visits keys and values alike. */
static bool visit_pair(struct weak_walk *walk, gc_slot *pair)
{
    struct gc__scavenger *w = &walk->s->scavengers[0];

    for (int i = 0; i < 2; i++)
        if ((pair[i].bits & 1) != 0)
            pair[i].bits = gc__visit_bits(w, pair[i].bits, false);
    return true;
}

void gc__settle_ephemerons(struct gc__scavenge *s)
{
    struct weak_walk walk = {.s = s, .visit = visit_value};

    s->units_left = 1; /* sets are gone through from here on: no sweep [scavenge.units] */
    for (int round = 0; round < ROUNDS_MAX; round++) {
        walk.found = false;
        walk_weak(&walk, GC__PAIRS);
        gc__drain_all(s);
        if (!walk.found)
            return; /* [ephemeron.young] */
    }
    s->keep_weak = true; /* tables that are reached from here on are not listed: strong */
    walk.visit = visit_pair;
    walk_weak(&walk, GC__PAIRS);
    gc__drain_all(s);
}

/* ---- clearing ---- */

static bool stays_young(struct gc__scavenge *s, gc_slot slot)
{
    return (slot.bits & 1) != 0 && gc__refers_to_young(&s->scavengers[0], slot.bits);
}

static bool settle_slot(struct weak_walk *walk, gc_slot *slot)
{
    struct gc__scavenge *s = walk->s;

    if ((slot->bits & 1) == 0)
        return false;
    if (gc_slot_is_number_cell(*slot)) {
        slot->bits = gc__visit_bits(&s->scavengers[0], slot->bits, false); /* a number is no cell */
    } else if (!settle_bits(s, &slot->bits) && !GC_MUTANT(YOUNG_WEAK_NOT_CLEARED)) {
        *slot = GC_SLOT_EMPTY;
        s->heap->cleared_weak = true;
    }
    return stays_young(s, *slot);
}

/* Of a live key the value was copied: both are forwarded.  Of a dead one both are cleared. */
static bool settle_pair(struct weak_walk *walk, gc_slot *pair)
{
    struct gc__scavenge *s = walk->s;

    if ((pair[0].bits & 1) != 0) {
        if (gc_slot_is_number_cell(pair[0])) {
            pair[0].bits = gc__visit_bits(&s->scavengers[0], pair[0].bits, false);
        } else if (!settle_bits(s, &pair[0].bits) && !GC_MUTANT(YOUNG_PAIR_NOT_CLEARED)) {
            pair[0] = pair[1] = GC_SLOT_EMPTY;
            s->heap->cleared_weak = true;
            return false;
        }
    }
    if ((pair[1].bits & 1) != 0) {
        bool live = settle_bits(s, &pair[1].bits);
        gc_assert(live || GC_MUTANT(YOUNG_VALUE_SKIPPED)); /* [ephemeron.young] */
        (void)live;
    }
    return stays_young(s, pair[0]) || stays_young(s, pair[1]);
}

/* ---- weak roots ---- */

struct weak_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct gc__scavenge *s;
};

static void weak_root_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct gc__scavenge *s = ((struct weak_visitor *)visitor)->s;
    gc_heap *heap = s->heap;
    uint32_t bits;

    if (gc_to_cell(*value) == NULL)
        return;
    bits = gc_slot_from_cell(heap, gc_to_cell(*value)).bits;
    if (settle_bits(s, &bits)) {
        *value = gc_from_cell(gc_slot_to_cell(heap, (gc_slot){bits}));
    } else if (!GC_MUTANT(WEAK_ROOT_NOT_CLEARED)) {
        *value = GC_EMPTY;
        heap->cleared_weak = true;
    }
}

static void weak_root_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    struct gc__scavenge *s = ((struct weak_visitor *)visitor)->s;

    if ((slot->bits & 1) == 0 || GC_MUTANT(WEAK_ROOT_SLOT_SKIPPED))
        return;
    if (!settle_bits(s, &slot->bits)) {
        *slot = GC_SLOT_EMPTY;
        s->heap->cleared_weak = true;
    }
}

/* After draining: only now is liveness known [weak.after-drain]. */
void gc__settle_weak(struct gc__scavenge *s)
{
    struct weak_walk slots = {.s = s, .visit = settle_slot, .last = true};
    struct weak_walk pairs = {.s = s, .visit = settle_pair, .last = true};
    struct weak_visitor v = {.visitor = {.young_only = !s->all,
                                         .value = weak_root_value,
                                         .weak_slot = weak_root_slot},
                             .s = s};

    walk_weak(&pairs, GC__PAIRS);
    walk_weak(&slots, GC__WEAK);
    gc__drain_all(s); /* of boxed numbers alone */
    for (unsigned i = 0; i < s->wanted; i++) {
        gc__worklist_clear(&s->scavengers[i].tables);
        gc__worklist_clear(&s->scavengers[i].weak);
    }
    gc__visit_weak_roots(s->heap, &v.visitor);
}
