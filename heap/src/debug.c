/*
 * debug.c: looking into a heap: what lies at an address, walks over cells, and damage on purpose.
 */
#include "internal.h"

static const char *const class_names[] = {"none",  "young", "young large", "old",
                                          "large", "read-only", "evacuated", "evacuated large"};

size_t gc_cell_bytes(const gc_heap *heap, const void *cell)
{
    return gc__cell_bytes(heap, cell);
}

enum gc_page_class gc_cell_page_class(const gc_heap *heap, const void *cell)
{
    return gc__class_of(heap, cell);
}

const char *gc_page_class_name(enum gc_page_class page_class)
{
    return class_names[page_class];
}

unsigned gc_cell_age(const gc_heap *heap, const void *cell)
{
    if (!gc__cell_is_young(heap, cell))
        return 2;
    return ((const struct gc_header *)cell)->flags & GC__AGED ? 1 : 0;
}

/* ---- walking ---- */

/* Where the cells of a page end. */
uintptr_t gc__page_end(const gc_heap *heap, uint32_t page)
{
    const struct gc__page *p = &heap->pages[page];

    if (p->space == GC__SPACE_OLD)
        return gc__page_start(heap, page) + GC__PAGE_BYTES;
    if (page == heap->young.current)
        return gc__young_top(heap);
    return gc__page_start(heap, page) + p->end;
}

enum { WORDS_AHEAD = 8 }; /* of mark bits, whose cells come into the cache before they are visited */

static void walk_marked(gc_heap *heap, uint32_t page,
                        void (*visit)(void *arg, void *cell, size_t bytes), void *arg)
{
    const uint64_t *marks = gc__page_marks(heap, page);
    uintptr_t start = gc__page_start(heap, page);

    for (uint32_t word = 0; word < GC__PAGE_GRANULES / 64; word++) {
        uint32_t ahead = word + WORDS_AHEAD;

        for (uint64_t rest = ahead < GC__PAGE_GRANULES / 64 ? marks[ahead] : 0; rest != 0; rest &= rest - 1)
            __builtin_prefetch((void *)(start + (ahead * 64 + (size_t)__builtin_ctzll(rest)) * GC_GRANULE));
        for (uint64_t rest = marks[word]; rest != 0; rest &= rest - 1) {
            void *cell = (void *)(start + (word * 64 + (size_t)__builtin_ctzll(rest)) * GC_GRANULE);
            visit(arg, cell, gc__cell_bytes(heap, cell));
        }
    }
}

/*
 * Calls visit on each cell of a page, free ones included.  A walker looks only at marked cells where the
 * sweep has not been; the unused rest of the old allocation area has no cells yet [old.area].
 */
void gc__walk_page(gc_heap *heap, uint32_t page, void (*visit)(void *arg, void *cell, size_t bytes),
                   void *arg)
{
    const struct gc__page *p = &heap->pages[page];
    uintptr_t cell = gc__page_start(heap, page), end;

    if (p->space == GC__SPACE_LARGE) {
        visit(arg, (void *)cell, p->bytes);
        return;
    }
    if (p->flags & GC__PAGE_UNSWEPT) {
        walk_marked(heap, page, visit, arg);
        return;
    }
    end = gc__page_end(heap, page);
    while (cell < end) {
        if (cell == heap->old.top && cell < heap->old.limit) {
            cell = heap->old.limit;
            continue;
        }
        size_t bytes = ((struct gc_header *)cell)->granules * (size_t)GC_GRANULE;
        GC_REQUIRE(bytes != 0);
        visit(arg, (void *)cell, bytes);
        cell += bytes;
    }
}

struct walk {
    void (*visit)(void *arg, void *cell, size_t bytes);
    void *arg;
};

static void visit_live(void *arg, void *cell, size_t bytes)
{
    struct walk *walk = arg;

    if (gc_kind_of(cell) != GC_KIND_FREE)
        walk->visit(walk->arg, cell, bytes);
}

void gc_walk(gc_heap *heap, void (*visit)(void *arg, void *cell, size_t bytes), void *arg)
{
    struct walk walk = {visit, arg};
    const struct gc__page_list *lists[] = {&heap->old.pages, &heap->old.large, &heap->read_only};

    gc_collect(heap, GC_FULL, "make heap iterable");
    gc__sweep_finish(heap);
    gc_assert(heap->young.pages.count == 0);
    for (int i = 0; i < 3; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            gc__walk_page(heap, page, visit_live, &walk);
}

void gc_walk_nogc(gc_heap *heap, void (*visit)(void *arg, void *cell, size_t bytes), void *arg)
{
    struct walk walk = {visit, arg};
    const struct gc__page_list *lists[] = {&heap->young.pages, &heap->young.large, &heap->old.pages,
                                           &heap->old.unswept, &heap->old.large,   &heap->read_only};

    gc__pretenured_retire(heap);
    gc__sweep_pause(heap); /* helpers go on after the next collection */
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (uint32_t page = lists[i]->first; page != 0; page = heap->pages[page].next)
            gc__walk_page(heap, page, visit_live, &walk);
}

/* ---- describing ---- */

static void describe_slots(gc_heap *heap, void *cell)
{
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    const struct gc_kind *kind = heap->kinds[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, gc__cell_bytes(heap, cell));

    for (unsigned i = 0; slot < end && i < 32; i++, slot++) {
        fprintf(stderr, "  +%zu %s: ", (size_t)((char *)slot - (char *)cell),
                i < kind->name_count ? kind->names[i] : "");
        if (gc_slot_is_int(*slot))
            fprintf(stderr, "integer %d\n", gc_slot_to_int(*slot));
        else if (gc_slot_is_constant(*slot))
            fprintf(stderr, "constant %u\n", slot->bits >> 2);
        else
            fprintf(stderr, "%s %p (%s)\n", slot->bits & 2 ? "number" : "cell",
                    gc_slot_to_cell(heap, *slot), class_names[heap->fast.page_class[slot->bits >> 17]]);
    }
}

void gc_describe(gc_heap *heap, const void *address)
{
    const struct gc_header *header = address;
    uint8_t class;

    if (!gc__in_cage(heap, address)) {
        fprintf(stderr, "%p: outside the cage\n", address);
        return;
    }
    class = gc__class_of(heap, address);
    fprintf(stderr, "%p: page %u, %s\n", address, gc__page_of(heap, address), class_names[class]);
    if (class == GC_PAGE_NONE || (uintptr_t)address % GC_GRANULE != 0)
        return;
    fprintf(stderr, "  kind %u (%s), flags %u, %u granules%s\n", header->kind,
            heap->kinds[header->kind] ? heap->kinds[header->kind]->name : "unknown", header->flags,
            header->granules, gc__is_marked(heap, gc__granule_of(heap, address)) ? ", marked" : "");
    if (header->flags & GC__FORWARDED)
        fprintf(stderr, "  moved to %p\n",
                gc_slot_to_cell(heap, ((const gc_slot *)address)[1]));
    else if (heap->kinds[header->kind] != NULL)
        describe_slots(heap, (void *)(uintptr_t)address);
}

/* ---- damage ---- */

struct victim {
    gc_heap *heap;
    void *cell;
    gc_slot *slot;
    bool want_reference;
};

/* Finds the first old cell with a slot, or with one that refers to another cell. */
static void find_victim(void *arg, void *cell, size_t bytes)
{
    struct victim *victim = arg;
    gc_heap *heap = victim->heap;
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    gc_slot *slot = (gc_slot *)((char *)cell + layout->begin);
    gc_slot *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);

    for (; slot < end && victim->slot == NULL; slot++)
        if (gc_kind_of(cell) != GC_KIND_FREE && (!victim->want_reference || gc_slot_is_cell(*slot))) {
            victim->cell = cell;
            victim->slot = slot;
        }
}

static bool damage_free_list(gc_heap *heap)
{
    for (unsigned class = 0; class < GC__FREE_CLASSES; class++)
        if (heap->old.free.heads[class] != 0) {
            heap->old.free.heads[class]++;
            return true;
        }
    return false;
}

/* Forgets one recorded slot that matters. */
static bool damage_remembered(gc_heap *heap)
{
    for (uint32_t page = 1; page < heap->page_high; page++) {
        struct gc__slot_set *set = heap->pages[page].recorded[GC__STRONG];

        for (uint32_t word = 0; set != NULL && word < GC__PAGE_BYTES / 256; word++)
            for (uint64_t rest = set->bits[word]; rest != 0; rest &= rest - 1) {
                unsigned i = (unsigned)__builtin_ctzll(rest);
                gc_slot *slot = (gc_slot *)gc__page_start(heap, page) + word * 64 + i;
                if ((slot->bits & 1) == 0 || !gc__slot_is_young(heap, *slot))
                    continue;
                set->bits[word] &= ~(UINT64_C(1) << i);
                return true;
            }
    }
    return false;
}

bool gc_damage(gc_heap *heap, enum gc_damage what, void *cell)
{
    struct victim victim = {.heap = heap, .want_reference = what == GC_DAMAGE_SLOT};

    gc__marking_abort(heap);
    gc__old_close_area(heap);
    gc__sweep_finish(heap);
    if (what == GC_DAMAGE_FREE_LIST)
        return damage_free_list(heap);
    if (what == GC_DAMAGE_REMEMBERED)
        return damage_remembered(heap);
    if (cell != NULL)
        find_victim(&victim, cell, gc_cell_bytes(heap, cell));
    else
        for (uint32_t page = heap->old.pages.first; page != 0 && victim.slot == NULL; page = heap->pages[page].next)
            gc__walk_page(heap, page, find_victim, &victim);
    if (victim.slot == NULL)
        return false;
    if (what == GC_DAMAGE_SLOT)
        victim.slot->bits += 4; /* one granule into its target */
    else if (what == GC_DAMAGE_MARK_BIT)
        gc__mark(heap, gc__granule_of(heap, victim.cell));
    else
        ((struct gc_header *)victim.cell)->granules++;
    return true;
}
