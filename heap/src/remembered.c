/*
 * remembered.c: recorded slots, the old-to-young references of a page.
 *
 * Each page of the old generation has lazily made bitmaps with a bit a slot, and a summary with a bit
 * for each bucket of 1,024 slots that may have one: one for slots that keep their targets alive, and, where
 * there are such cells, one for weak slots and one for pairs of ephemerons, in which the key's bit stands
 * for both.  [remembered.complete]: a slot of an old cell that
 * holds a young cell is recorded, or its page is flagged GC__PAGE_SCAN_ALL, which is what happens when
 * the bitmap cannot be made: recording never fails.  [remembered.map]: heap->remembered_map has the bit
 * of every page with either.  What the sweep frees has no bits [remembered.freed].
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

static void release_set(gc_heap *heap, struct gc__slot_set *set)
{
    if (heap->spare_set_count == SPARE_MAX) {
        gc__metadata_free(heap, set, sizeof *set);
        return;
    }
    clear_set(set);
    set->next_spare = heap->spare_sets;
    heap->spare_sets = set;
    heap->spare_set_count++;
}

/* Forgets all recorded slots of a page. */
void gc__drop_slot_set(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];

    p->flags &= (uint16_t)~GC__PAGE_SCAN_ALL;
    set_remembered(heap, page, false);
    for (unsigned i = 0; i < GC__RECORDED_SETS; i++)
        if (p->recorded[i] != NULL) {
            release_set(heap, p->recorded[i]);
            p->recorded[i] = NULL;
        }
}

/* Makes the summary exact; false: no bit is left. */
static bool summarise(struct gc__slot_set *set)
{
    uint64_t left = 0;

    for (uint64_t rest = set->summary; rest != 0; rest &= rest - 1) {
        unsigned bucket = (unsigned)__builtin_ctzll(rest);
        uint64_t any = 0;

        for (unsigned word = bucket * BUCKET_WORDS; word < (bucket + 1) * BUCKET_WORDS; word++)
            any |= set->bits[word];
        if (any != 0)
            left |= UINT64_C(1) << bucket;
    }
    set->summary = left;
    return left != 0;
}

void gc__prune_slot_sets(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];
    bool any = (p->flags & GC__PAGE_SCAN_ALL) != 0;

    for (unsigned i = 0; i < GC__RECORDED_SETS; i++) {
        if (p->recorded[i] == NULL)
            continue;
        if (summarise(p->recorded[i])) {
            any = true;
            continue;
        }
        release_set(heap, p->recorded[i]);
        p->recorded[i] = NULL;
    }
    if (!any)
        set_remembered(heap, page, false);
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

/* The page's set, made if need be; NULL: all its slots count as recorded from now on. */
static struct gc__slot_set *set_of(gc_heap *heap, uint32_t page, enum gc__recorded which)
{
    struct gc__page *p = &heap->pages[page];
    struct gc__slot_set *set = p->recorded[which];

    if (set != NULL)
        return set;
    set = make_set(heap);
    if (!GC_MUTANT(REMEMBER_NO_MAP))
        set_remembered(heap, page, true);
    if (set == NULL && !GC_MUTANT(REMEMBER_NO_SCAN_ALL))
        __atomic_fetch_or(&p->flags, GC__PAGE_SCAN_ALL, __ATOMIC_RELAXED);
    /* Whoever finds the set finds it empty. */
    __atomic_store_n(&p->recorded[which], set, __ATOMIC_RELEASE);
    return set;
}

static void record(gc_heap *heap, const void *field, enum gc__recorded which)
{
    uint32_t page = gc__page_of(heap, field);
    size_t index = slot_index(field);
    struct gc__slot_set *set;

    if (heap->pages[page].flags & GC__PAGE_SCAN_ALL)
        return;
    set = set_of(heap, page, which);
    if (set == NULL)
        return;
    set->bits[index / 64] |= UINT64_C(1) << (index % 64);
    if (!GC_MUTANT(REMEMBER_NO_SUMMARY))
        set->summary |= UINT64_C(1) << (index / 1024);
}

void gc__record_slot(gc_heap *heap, const void *field)
{
    record(heap, field, GC__STRONG);
}

enum gc__recorded gc__recorded_in(const gc_heap *heap, const void *cell, const void *field)
{
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];
    size_t offset = (size_t)((const char *)field - (const char *)cell);

    if (GC_LIKELY((layout->flags & GC__LAYOUT_WEAK_YOUNG) == 0) || offset < layout->weak_begin)
        return GC__STRONG;
    if (layout->flags & GC_KIND_EPHEMERONS)
        return GC__PAIRS;
    return layout->weak_end == GC_TO_END || offset < layout->weak_end ? GC__WEAK : GC__STRONG;
}

/* The place of the bit: a pair's is its key's. */
static const void *place_in(enum gc__recorded which, const void *field)
{
    return which == GC__PAIRS ? (const void *)((uintptr_t)field & ~(uintptr_t)7) : field;
}

void gc__record_field(gc_heap *heap, const void *cell, const void *field)
{
    enum gc__recorded which = gc__recorded_in(heap, cell, field);

    record(heap, place_in(which, field), GC_MUTANT(WEAK_RECORDED_STRONG) ? GC__STRONG : which);
}

/*
 * Sets are made and published under the lock, bits are set by atomic operations: pages, and words of bits,
 * are shared by the cells that several scavengers promote.  Setting a bit releases the slot's new value to
 * whoever clears bits of the word.
 */
void gc__record_shared(gc_heap *heap, pthread_mutex_t *lock, enum gc__recorded which,
                       const void *field)
{
    uint32_t page = gc__page_of(heap, field);
    struct gc__page *p = &heap->pages[page];
    struct gc__slot_set *set = __atomic_load_n(&p->recorded[which], __ATOMIC_ACQUIRE);
    size_t index = slot_index(place_in(which, field));

    if (GC_UNLIKELY(set == NULL)) {
        if (__atomic_load_n(&p->flags, __ATOMIC_RELAXED) & GC__PAGE_SCAN_ALL)
            return;
        pthread_mutex_lock(lock);
        set = set_of(heap, page, which);
        pthread_mutex_unlock(lock);
        if (set == NULL)
            return;
    }
    if (GC_MUTANT(RECORDED_BIT_LOST))
        set->bits[index / 64] = UINT64_C(1) << (index % 64);
    else
        __atomic_fetch_or(&set->bits[index / 64], UINT64_C(1) << (index % 64), __ATOMIC_RELEASE);
    if ((__atomic_load_n(&set->summary, __ATOMIC_RELAXED) >> (index / 1024) & 1) == 0)
        __atomic_fetch_or(&set->summary, UINT64_C(1) << (index / 1024), __ATOMIC_RELAXED);
}

static bool is_recorded(const gc_heap *heap, const void *field, enum gc__recorded which)
{
    const struct gc__page *p = &heap->pages[gc__page_of(heap, field)];
    const struct gc__slot_set *set = p->recorded[which];
    size_t index = slot_index(field);

    if (p->flags & GC__PAGE_SCAN_ALL)
        return true;
    return set != NULL && (set->bits[index / 64] >> (index % 64) & 1);
}

bool gc__slot_recorded(const gc_heap *heap, const void *field)
{
    return is_recorded(heap, field, GC__STRONG);
}

bool gc__field_recorded(const gc_heap *heap, const void *cell, const void *field)
{
    enum gc__recorded which = gc__recorded_in(heap, cell, field);

    return is_recorded(heap, place_in(which, field), which);
}
