/*
 * remembered.c: recorded slots, the old-to-young references of a page.
 *
 * Each page of the old generation has a lazily made bitmap with a bit a slot, and a summary with a bit
 * for each bucket of 1,024 slots that may have one.  [remembered.complete]: a slot of an old cell that
 * holds a young cell is recorded, or its page is flagged GC__PAGE_SCAN_ALL, which is what happens when
 * the bitmap cannot be made: recording never fails.  [remembered.map]: heap->remembered_map has the bit
 * of every page with either.  Bits of memory that is freed are deleted first [remembered.freed].
 *
 * Emptied sets are kept, a few of them, for the next page that needs one.
 */
#include "internal.h"
#include <string.h>

enum { SPARE_MAX = 32, BUCKET_WORDS = 16 };

_Static_assert(sizeof(((struct gc__slot_set *)0)->bits) == 8192, "a bit for each slot of a page");

static struct gc__slot_set *make_set(gc_heap *heap)
{
    struct gc__slot_set *set = heap->spare_sets;

    if (set != NULL) {
        heap->spare_sets = set->next_spare;
        heap->spare_set_count--;
        return set;
    }
    set = gc__metadata_alloc(heap, sizeof *set);
    if (set != NULL)
        memset(set, 0, sizeof *set);
    return set;
}

static void clear_set(struct gc__slot_set *set)
{
    while (set->summary != 0) {
        unsigned bucket = (unsigned)__builtin_ctzll(set->summary);

        memset(&set->bits[bucket * BUCKET_WORDS], 0, BUCKET_WORDS * 8);
        set->summary &= set->summary - 1;
    }
}

static void set_remembered(gc_heap *heap, uint32_t page, bool remembered)
{
    if (remembered)
        heap->remembered_map[page / 64] |= UINT64_C(1) << (page % 64);
    else
        heap->remembered_map[page / 64] &= ~(UINT64_C(1) << (page % 64));
}

/* Forgets all recorded slots of a page. */
void gc__drop_slot_set(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];
    struct gc__slot_set *set = p->recorded;

    p->flags &= (uint16_t)~GC__PAGE_SCAN_ALL;
    set_remembered(heap, page, false);
    if (set == NULL)
        return;
    p->recorded = NULL;
    if (heap->spare_set_count == SPARE_MAX) {
        gc__metadata_free(heap, set, sizeof *set);
        return;
    }
    clear_set(set);
    set->next_spare = heap->spare_sets;
    heap->spare_sets = set;
    heap->spare_set_count++;
}

/* Frees the spare sets. */
void gc__slot_sets_release(gc_heap *heap)
{
    while (heap->spare_sets != NULL) {
        struct gc__slot_set *set = heap->spare_sets;

        heap->spare_sets = set->next_spare;
        gc__metadata_free(heap, set, sizeof *set);
    }
    heap->spare_set_count = 0;
}

static size_t slot_index(const void *field)
{
    return ((uintptr_t)field & GC__PAGE_MASK) / 4;
}

void gc__record_slot(gc_heap *heap, const void *field)
{
    uint32_t page = gc__page_of(heap, field);
    struct gc__page *p = &heap->pages[page];
    size_t index = slot_index(field);

    if (p->flags & GC__PAGE_SCAN_ALL)
        return;
    if (GC_UNLIKELY(p->recorded == NULL)) {
        p->recorded = make_set(heap);
        if (!GC_MUTANT(REMEMBER_NO_MAP))
            set_remembered(heap, page, true);
        if (p->recorded == NULL) {
            if (!GC_MUTANT(REMEMBER_NO_SCAN_ALL))
                p->flags |= GC__PAGE_SCAN_ALL;
            return;
        }
    }
    p->recorded->bits[index / 64] |= UINT64_C(1) << (index % 64);
    if (!GC_MUTANT(REMEMBER_NO_SUMMARY))
        p->recorded->summary |= UINT64_C(1) << (index / 1024);
}

bool gc__slot_recorded(const gc_heap *heap, const void *field)
{
    const struct gc__page *p = &heap->pages[gc__page_of(heap, field)];
    size_t index = slot_index(field);

    if (p->flags & GC__PAGE_SCAN_ALL)
        return true;
    return p->recorded != NULL && (p->recorded->bits[index / 64] >> (index % 64) & 1);
}

/* Deletes the bits of a freed range of a page. */
void gc__forget_slots(gc_heap *heap, uint32_t page, uint32_t from_offset, uint32_t to_offset)
{
    struct gc__slot_set *set = heap->pages[page].recorded;
    uint32_t from = from_offset / 4, to = to_offset / 4;

    if (set == NULL || from >= to)
        return;
    uint64_t first_mask = ~UINT64_C(0) << (from % 64);
    uint64_t last_mask = to % 64 == 0 ? ~UINT64_C(0) : ~(~UINT64_C(0) << (to % 64));
    uint32_t first = from / 64, last = (to - 1) / 64;
    if (first == last) {
        set->bits[first] &= ~(first_mask & last_mask);
        return;
    }
    set->bits[first] &= ~first_mask;
    for (uint32_t word = first + 1; word < last; word++)
        set->bits[word] = 0;
    set->bits[last] &= ~last_mask;
}
