/*
 * free_list.c: segregated free lists of the old space.
 *
 * A free block is a cell of kind GC_KIND_FREE whose word 1 holds the granule number of the next block of
 * its class [free.linked].  Classes 2 to 32 hold blocks of exactly so many granules; above them come two
 * classes for each power of two.  Blocks of one granule are not listed: nothing but a cell without
 * fields would fit.  A small request takes a roomy block where there is one, since allocation then bumps
 * through it, and otherwise the tightest class in which every block fits; a larger one first looks for a
 * block of its own class.
 */
#include "internal.h"

enum {
    EXACT_MAX = 32,      /* granules */
    ROOMY_GRANULES = 256 /* 2 KiB: worth opening for small cells */
};

unsigned gc__free_class(uint32_t granules)
{
    unsigned log;

    if (granules <= EXACT_MAX)
        return granules;
    log = 31 - (unsigned)__builtin_clz(granules); /* 5 to 15 */
    return EXACT_MAX + 1 + (log - 5) * 2 + (granules >> (log - 1) & 1);
}

_Static_assert(GC__FREE_CLASSES <= 64, "a bit per class");

static uint32_t *next_of(gc_heap *heap, uint32_t granule)
{
    return (uint32_t *)gc__granule_address(heap, granule) + 1;
}

static uint32_t granules_of(gc_heap *heap, uint32_t granule)
{
    return ((struct gc_header *)gc__granule_address(heap, granule))->granules;
}

void gc__free_list_reset(struct gc__free_list *list)
{
    *list = (struct gc__free_list){.nonempty = 0};
}

/* Makes the range a free cell and lists it if it is worth it. */
void gc__free_list_add(gc_heap *heap, struct gc__free_list *list, uintptr_t start, size_t bytes)
{
    uint32_t granules = (uint32_t)(bytes / GC_GRANULE);
    unsigned class = gc__free_class(granules);

    gc__make_free_cell(start, bytes);
    if (granules < 2)
        return;
    gc_assert(class < GC__FREE_CLASSES);
    ((uint32_t *)start)[1] = list->heads[class];
    list->heads[class] = gc__granule_of(heap, (void *)start);
    list->nonempty |= UINT64_C(1) << class;
    list->bytes += bytes;
    heap->pages[gc__page_of(heap, (void *)start)].listed_bytes += (uint32_t)bytes;
}

/* ---- lists with ends ---- */

void gc__swept_reset(struct gc__swept *swept)
{
    gc__free_list_reset(&swept->list);
}

void gc__swept_add(gc_heap *heap, struct gc__swept *swept, uintptr_t start, size_t bytes)
{
    uint32_t granules = (uint32_t)(bytes / GC_GRANULE);
    unsigned class = gc__free_class(granules);

    if (granules >= 2 && swept->list.heads[class] == 0)
        swept->tails[class] = gc__granule_of(heap, (void *)start);
    gc__free_list_add(heap, &swept->list, start, bytes);
}

void gc__free_list_join(gc_heap *heap, struct gc__free_list *to, uint32_t *tails, struct gc__swept *from)
{
    for (uint64_t rest = from->list.nonempty; rest != 0; rest &= rest - 1) {
        unsigned class = (unsigned)__builtin_ctzll(rest);

        if (to->heads[class] != 0 && !GC_MUTANT(SWEPT_TAIL_LOST))
            *next_of(heap, from->tails[class]) = to->heads[class];
        else if (tails != NULL)
            tails[class] = from->tails[class];
        to->heads[class] = from->list.heads[class];
    }
    to->nonempty |= from->list.nonempty;
    to->bytes += from->list.bytes;
    gc__swept_reset(from);
}

/* ---- taking ---- */

static uintptr_t take_from(gc_heap *heap, struct gc__free_list *list, unsigned class,
                           uint32_t *link, size_t *block_bytes)
{
    uint32_t granule = *link;

    *link = *next_of(heap, granule);
    __builtin_prefetch(gc__granule_address(heap, *link), 1); /* small blocks are taken one after the other */
    if (list->heads[class] == 0)
        list->nonempty &= ~(UINT64_C(1) << class);
    *block_bytes = (size_t)granules_of(heap, granule) * GC_GRANULE;
    list->bytes -= *block_bytes;
    heap->pages[granule / GC__PAGE_GRANULES].listed_bytes -= (uint32_t)*block_bytes;
    return (uintptr_t)gc__granule_address(heap, granule);
}

/* The first few blocks of the request's own class may fit, or may not. */
static uintptr_t take_fitting(gc_heap *heap, struct gc__free_list *list, unsigned class,
                              uint32_t granules, size_t *block_bytes)
{
    uint32_t *link = &list->heads[class];

    for (int tries = 0; tries < 8 && *link != 0; tries++) {
        if (granules_of(heap, *link) >= granules)
            return take_from(heap, list, class, link, block_bytes);
        link = next_of(heap, *link);
    }
    return 0;
}

static uintptr_t take_any(gc_heap *heap, struct gc__free_list *list, size_t bytes, size_t *block_bytes)
{
    uint32_t granules = (uint32_t)(bytes / GC_GRANULE);
    unsigned own = gc__free_class(granules);
    unsigned above = own <= EXACT_MAX ? own : own + 1; /* every block from here on fits */
    unsigned roomy = gc__free_class(ROOMY_GRANULES);
    uint64_t fitting = above >= 64 ? 0 : list->nonempty & ~UINT64_C(0) << above;
    uint64_t preferred = fitting & ~UINT64_C(0) << roomy;
    uintptr_t block = own <= EXACT_MAX ? 0 : take_fitting(heap, list, own, granules, block_bytes);

    if (block != 0)
        return block;
    if (preferred != 0) {
        unsigned class = (unsigned)__builtin_ctzll(preferred);
        return take_from(heap, list, class, &list->heads[class], block_bytes);
    }
    if (fitting != 0) {
        unsigned class = 63 - (unsigned)__builtin_clzll(fitting);
        return take_from(heap, list, class, &list->heads[class], block_bytes);
    }
    return 0;
}

/* Other scavengers may be setting other flags. */
static bool is_closed(const gc_heap *heap, uintptr_t block)
{
    const struct gc__page *p = &heap->pages[gc__page_of(heap, (void *)block)];

    return (__atomic_load_n(&p->flags, __ATOMIC_RELAXED) & GC__PAGE_CANDIDATE) != 0;
}

uintptr_t gc__free_list_take(gc_heap *heap, struct gc__free_list *list, size_t bytes,
                             size_t *block_bytes)
{
    for (;;) {
        uintptr_t block = take_any(heap, list, bytes, block_bytes);

        if (block == 0 || GC_MUTANT(CANDIDATE_NOT_CLOSED) || !is_closed(heap, block))
            return block;
        list->bytes += *block_bytes; /* they did not count any more [candidates.closed] */
    }
}
