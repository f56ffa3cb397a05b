/*
 * page.c: the cage, its pages, and the pool of emptied ones.
 *
 * A page is free (never used or given back: it reads as zeros), pooled (free, but its memory is kept),
 * in use by a space, or in quarantine (stress: unreadable for sixteen collections).  Single pages come
 * from the pool, the most recently emptied first: it is still in the cache, and resident memory stays at
 * what is in use [page.lifo].  Otherwise the lowest free page is taken, which keeps the cage, and so
 * bitmap and descriptors, dense.  Runs for large cells are searched first-fit and take pooled pages in.
 *
 * The pool gives back what it did not need for half a second.  Design: docs/design/heap.md.
 */
#include "internal.h"
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define GC__ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GC__ASAN 1
#endif
#endif
#if GC__ASAN
#include <sanitizer/asan_interface.h>
#define ASAN_FORBID(address, bytes) ASAN_POISON_MEMORY_REGION((void *)(address), (bytes))
#define ASAN_ALLOW(address, bytes)  ASAN_UNPOISON_MEMORY_REGION((void *)(address), (bytes))
#else
#define ASAN_FORBID(address, bytes) ((void)(address))
#define ASAN_ALLOW(address, bytes)  ((void)(address))
#endif

#define HUGE_BYTES (GC__HUGE_PAGES * GC__PAGE_BYTES)

_Static_assert(sizeof(struct gc__page) == 64, "a descriptor is a cache line");
_Static_assert(GC__PAGE_GRANULES < 1u << 16, "a page's free cell fits the header's size");
_Static_assert(GC__PAGES_MAX << (GC__PAGE_SHIFT - 3) == UINT64_C(1) << 30, "granules fit 30 bits");

enum {
    QUARANTINE_COLLECTIONS = 16,
    RUN_DISCARD_PAGES = 16, /* longer runs are given back to the system at once */
    POOL_AGE_NS = 500000000, /* between two looks at what the pool did not need */
    POPULATE_FROM_PAGES = 16, /* 4 MiB: beyond, a fresh page is made present at once, for two thirds of the touches' time */
    HUGE_FROM_PAGES = 32,   /* huge pages are asked for once so many pages are in use: 8 MiB */
};

/* ---- lists ---- */

void gc__page_list_add(gc_heap *heap, struct gc__page_list *list, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];

    gc_assert(page != 0);
    p->next = 0;
    p->prev = list->last;
    if (list->last != 0)
        heap->pages[list->last].next = page;
    else
        list->first = page;
    list->last = page;
    list->count++;
}

void gc__page_list_remove(gc_heap *heap, struct gc__page_list *list, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];

    gc_assert(list->count > 0);
    if (p->prev != 0)
        heap->pages[p->prev].next = p->next;
    else
        list->first = p->next;
    if (p->next != 0)
        heap->pages[p->next].prev = p->prev;
    else
        list->last = p->prev;
    p->next = p->prev = 0;
    list->count--;
}

/* ---- the map of used pages ---- */

static bool is_used(const gc_heap *heap, uint32_t page)
{
    return heap->used_map[page / 64] >> (page % 64) & 1;
}

static void set_used(gc_heap *heap, uint32_t page, bool used)
{
    uint64_t bit = UINT64_C(1) << (page % 64);

    gc_assert(is_used(heap, page) != used);
    if (used) {
        heap->used_map[page / 64] |= bit;
        heap->free_pages--;
    } else {
        heap->used_map[page / 64] &= ~bit;
        heap->free_pages++;
    }
}

/* ---- creating and destroying ---- */

static size_t round_page(size_t bytes)
{
    return (bytes + 4095) & ~(size_t)4095;
}

/* The reserve of worklists; tests make it tiny, so that overflow happens. */
static size_t segment_bytes(const gc_heap *heap, size_t cage_bytes)
{
    if (heap->config.worklist_segments != 0)
        return heap->config.worklist_segments * sizeof(struct gc__segment);
    return cage_bytes / 256 < GC__MB ? GC__MB : cage_bytes / 256;
}

/* Divides one reservation; everything but the cage is at most a fortieth of it. */
bool gc__cage_create(gc_heap *heap, size_t cage_bytes)
{
    size_t count = cage_bytes / GC__PAGE_BYTES;
    size_t marks = round_page(cage_bytes / GC_GRANULE / 8);
    size_t descriptors = round_page(count * sizeof(struct gc__page));
    size_t segments = segment_bytes(heap, cage_bytes);
    size_t scavenge = round_page(gc__scavenge_bytes());
    size_t all = HUGE_BYTES + cage_bytes + marks + descriptors + GC__PAGES_MAX + scavenge + segments;
    char *memory = gc__os_reserve(all);

    gc_assert(cage_bytes % GC__PAGE_BYTES == 0);
    if (memory == NULL)
        return false;
    heap->reservation = memory;
    heap->reservation_bytes = all;
    heap->fast.cage_base = ((uintptr_t)memory + HUGE_BYTES - 1) & ~(HUGE_BYTES - 1);
    heap->cage_bytes = cage_bytes;
    heap->page_count = (uint32_t)count;
    memory = (char *)heap->fast.cage_base + cage_bytes;
    heap->marks = (uint64_t *)memory;
    heap->pages = (struct gc__page *)(memory + marks);
    heap->fast.page_class = (uint8_t *)(memory + marks + descriptors);
    heap->fast.address_class = (uintptr_t)heap->fast.page_class - (heap->fast.cage_base >> GC__PAGE_SHIFT);
    memory += marks + descriptors + GC__PAGES_MAX;
    heap->scavenge = (struct gc__scavenge *)memory;
    gc__segment_pool_init(&heap->segments, memory + scavenge, segments);
    heap->free_pages = heap->page_count;
    set_used(heap, 0, true); /* page 0: the constants, never a cell */
    heap->page_high = 1;
    heap->pages[0].space = GC__SPACE_READ_ONLY;
    heap->fast.page_class[0] = GC_PAGE_READ_ONLY;
    /* Constants count as marked, so the marker needs no test for them. */
    heap->marks[0] = ~UINT64_C(0);
    return true;
}

void gc__cage_destroy(gc_heap *heap)
{
    /* Not the whole cage: the sanitizer would touch a byte of its own for every eight. */
    ASAN_ALLOW(heap->fast.cage_base, (size_t)heap->page_high * GC__PAGE_BYTES);
    if (heap->reservation != NULL)
        gc__os_release(heap->reservation, heap->reservation_bytes);
}

/* ---- taking ---- */

static void begin_use(gc_heap *heap, uint32_t page, enum gc__space space, enum gc_page_class class)
{
    struct gc__page *p = &heap->pages[page];

    set_used(heap, page, true);
    for (unsigned i = 0; i < GC__RECORDED_SETS; i++)
        gc_assert(p->recorded[i] == NULL);
    p->space = space;
    p->rescan = 0;
    p->flags = 0;
    p->live_bytes = 0;
    p->end = 0;
    p->aged_end = 0;
    p->run = 0;
    p->bytes = 0;
    p->next = p->prev = 0;
    heap->fast.page_class[page] = class;
    heap->committed_pages++;
    if (page >= heap->page_high)
        heap->page_high = page + 1;
    ASAN_ALLOW(gc__page_start(heap, page), GC__PAGE_BYTES);
    if (GC_UNLIKELY(heap->fast.marking) && !GC_MUTANT(YOUNG_MARKS_NOT_SET))
        gc__young_page_marks(heap, page, true);
}

/* While marking: what a young page's cells are taken for by markers [mark.young-bits]. */
void gc__young_page_marks(gc_heap *heap, uint32_t page, bool set)
{
    uint64_t *marks = gc__page_marks(heap, page);

    if (heap->pages[page].space == GC__SPACE_YOUNG) {
        for (unsigned i = 0; i < GC__PAGE_GRANULES / 64; i++)
            __atomic_store_n(&marks[i], set ? ~UINT64_C(0) : 0, __ATOMIC_RELAXED);
    } else if (heap->pages[page].space == GC__SPACE_LARGE &&
               (!set || heap->fast.page_class[page] == GC_PAGE_YOUNG_LARGE)) {
        __atomic_store_n(&marks[0], set, __ATOMIC_RELAXED);
    }
    gc__release_fence(); /* references to its cells are stored later */
}

static void leave_pool(gc_heap *heap, uint32_t page)
{
    gc__page_list_remove(heap, &heap->pool, page);
    if (heap->pool.count < heap->pool_low)
        heap->pool_low = heap->pool.count;
}

/*
 * Asks for huge pages where none of the 2 MiB around a page is in use or was asked for: touching memory
 * first costs 0.4 us for 4 KiB then, instead of 2.6.  Small heaps stay small: not below 8 MiB.
 */
static void want_huge(gc_heap *heap, uint32_t page)
{
    uint32_t group = page / GC__HUGE_PAGES;

    if (heap->committed_pages < HUGE_FROM_PAGES || heap->config.stress_interval != 0 ||
        (heap->huge_map[group / 64] >> (group % 64) & 1) != 0 ||
        (heap->used_map[page / 64] >> (group % 8 * 8) & 0xFF) != 0 ||
        (group + 1) * GC__HUGE_PAGES > heap->page_count)
        return;
    heap->huge_map[group / 64] |= UINT64_C(1) << (group % 64);
    gc__os_want_huge((void *)gc__page_start(heap, group * GC__HUGE_PAGES), HUGE_BYTES, true);
}

/* The lowest free page that is not pooled; 0: none. */
static uint32_t find_free(const gc_heap *heap)
{
    for (uint32_t word = 0; word * 64 < heap->page_count; word++) {
        uint64_t free = ~heap->used_map[word];

        while (free != 0) {
            uint32_t page = word * 64 + (uint32_t)__builtin_ctzll(free);
            if (page >= heap->page_count)
                return 0;
            if (heap->pages[page].space == GC__SPACE_FREE)
                return page;
            free &= free - 1;
        }
    }
    return 0;
}

uint32_t gc__page_take(gc_heap *heap, enum gc__space space, enum gc_page_class class)
{
    uint32_t page = heap->pool.last;

    if (page != 0) {
        leave_pool(heap, page);
    } else {
        page = find_free(heap);
        if (page == 0 && heap->quarantine.count != 0) {
            gc__quarantine_release(heap, true);
            page = find_free(heap);
        }
        if (page == 0)
            return 0;
        want_huge(heap, page);
        if (heap->committed_pages >= POPULATE_FROM_PAGES)
            gc__os_populate((void *)gc__page_start(heap, page), GC__PAGE_BYTES);
    }
    begin_use(heap, page, space, class);
    return page;
}

/* Takes a free page over whose memory a file was mapped. */
void gc__page_take_mapped(gc_heap *heap, uint32_t page, enum gc__space space,
                          enum gc_page_class class)
{
    gc_assert(heap->pages[page].space == GC__SPACE_FREE);
    begin_use(heap, page, space, class);
    heap->pages[page].flags = GC__PAGE_MAPPED;
}

/* First-fit search for count pages in a row; 0: none. */
static uint32_t find_run(const gc_heap *heap, uint32_t count)
{
    uint32_t length = 0;

    for (uint32_t page = 1; page < heap->page_count; page++) {
        if (page % 64 == 0 && heap->used_map[page / 64] == ~UINT64_C(0)) {
            length = 0;
            page += 63;
            continue;
        }
        length = is_used(heap, page) ? 0 : length + 1;
        if (length == count)
            return page - count + 1;
    }
    return 0;
}

uint32_t gc__page_take_run(gc_heap *heap, uint32_t count, enum gc_page_class class)
{
    uint32_t first = find_run(heap, count);

    if (first == 0 && heap->quarantine.count != 0) {
        gc__quarantine_release(heap, true);
        first = find_run(heap, count);
    }
    if (first == 0)
        return 0;
    for (uint32_t i = 0; i + GC__HUGE_PAGES <= count; i += GC__HUGE_PAGES)
        want_huge(heap, first + i);
    for (uint32_t i = 0; i < count; i++) {
        bool pooled = heap->pages[first + i].space == GC__SPACE_POOL;

        if (pooled)
            leave_pool(heap, first + i);
        begin_use(heap, first + i, i == 0 ? GC__SPACE_LARGE : GC__SPACE_LARGE_TAIL, class);
        heap->pages[first + i].run = i;
        if (pooled && !GC_MUTANT(LARGE_NOT_ZEROED))
            memset((void *)gc__page_start(heap, first + i), 0, GC__PAGE_BYTES);
    }
    heap->pages[first].run = count;
    return first;
}

/* ---- giving back ---- */

static void end_use(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];

    gc__drop_slot_set(heap, page);
    if (GC_UNLIKELY(heap->fast.marking) && !GC_MUTANT(YOUNG_MARKS_NOT_CLEARED))
        gc__young_page_marks(heap, page, false);
    if (p->flags & GC__PAGE_MAPPED) /* a discarded page must read as zeros [image.unmapped] */
        GC_REQUIRE(gc__os_reserve_at((void *)gc__page_start(heap, page), GC__PAGE_BYTES));
    p->flags = 0;
    p->bytes = 0;
    p->next = p->prev = 0;
    heap->fast.page_class[page] = GC_PAGE_NONE;
    heap->committed_pages--;
}

/* Stress: makes the page fault for a while; false if it cannot be. */
static bool quarantine(gc_heap *heap, uint32_t page)
{
    struct gc__page *p = &heap->pages[page];

    if (heap->config.stress_interval == 0 || heap->quarantine.count > heap->page_count / 4)
        return false;
    if (!gc__os_forbid((void *)gc__page_start(heap, page), GC__PAGE_BYTES))
        return false;
    p->space = GC__SPACE_QUARANTINE;
    p->stamp = heap->collections + QUARANTINE_COLLECTIONS;
    gc__page_list_add(heap, &heap->quarantine, page);
    return true;
}

void gc__page_give(gc_heap *heap, uint32_t page, int poison)
{
    end_use(heap, page);
    if (quarantine(heap, page))
        return;
    set_used(heap, page, false);
    if (heap->config.verify)
        memset((void *)gc__page_start(heap, page), poison, GC__PAGE_BYTES);
    ASAN_FORBID(gc__page_start(heap, page), GC__PAGE_BYTES);
    heap->pages[page].space = GC__SPACE_POOL;
    gc__page_list_add(heap, &heap->pool, page);
}

/* Long runs go back to the system at once, unless that makes a pause long: then they are pooled, for later. */
void gc__page_give_run(gc_heap *heap, uint32_t first, int poison)
{
    uint32_t count = heap->pages[first].run;

    if (count < RUN_DISCARD_PAGES || heap->config.stress_interval != 0 || count > heap->discard_left) {
        for (uint32_t i = 0; i < count; i++)
            gc__page_give(heap, first + i, poison);
        return;
    }
    heap->discard_left -= count;
    for (uint32_t i = 0; i < count; i++) {
        end_use(heap, first + i);
        set_used(heap, first + i, false);
        heap->pages[first + i].space = GC__SPACE_FREE;
    }
    ASAN_ALLOW(gc__page_start(heap, first), count * GC__PAGE_BYTES);
    gc__os_discard((void *)gc__page_start(heap, first), count * GC__PAGE_BYTES);
}

/* Those emptied longest ago go first. */
void gc__pool_trim(gc_heap *heap, uint32_t keep, uint32_t most)
{
    for (; heap->pool.count > keep && most != 0; most--) {
        uint32_t page = heap->pool.first;

        gc__page_list_remove(heap, &heap->pool, page);
        ASAN_ALLOW(gc__page_start(heap, page), GC__PAGE_BYTES);
        gc__os_discard((void *)gc__page_start(heap, page), GC__PAGE_BYTES);
        heap->pages[page].space = GC__SPACE_FREE;
    }
    if (heap->pool_low > heap->pool.count)
        heap->pool_low = heap->pool.count;
}

/* ---- memory for the next collection ---- */

static void fetch(void *arg, unsigned ticket)
{
    gc_heap *heap = arg;

    (void)ticket;
    gc__os_populate((void *)gc__page_start(heap, heap->fetch.group * GC__HUGE_PAGES), HUGE_BYTES);
}

static bool is_fresh(const gc_heap *heap, uint32_t group)
{
    if ((group + 1) * GC__HUGE_PAGES > heap->page_count)
        return false;
    for (uint32_t page = group * GC__HUGE_PAGES; page < (group + 1) * GC__HUGE_PAGES; page++)
        if (heap->pages[page].space != GC__SPACE_FREE)
            return false;
    return true;
}

/*
 * First touch of fresh memory was a third of the pauses of a heap that grows.  So where the pool is not
 * enough for as much as survived lately, a helper touches the next 2 MiB beside the program; in heaps that are
 * large enough for huge pages, of which the first touch would take all of it anyway.
 */
void gc__pages_ahead(gc_heap *heap)
{
    uint32_t group;

    if (heap->committed_pages < HUGE_FROM_PAGES || heap->config.stress_interval != 0 || heap->config.single_threaded ||
        heap->pool.count * GC__PAGE_BYTES > heap->young.survivors || !gc__fits(heap, HUGE_BYTES, 0))
        return;
    group = find_free(heap) / GC__HUGE_PAGES;
    if (group == heap->fetch.group || !is_fresh(heap, group))
        group++; /* the lowest one is in use already */
    if (group == heap->fetch.group || !is_fresh(heap, group) || gc__helpers_count() == 0 ||
        !gc__helpers_idle(&heap->fetch.job))
        return;
    want_huge(heap, group * GC__HUGE_PAGES);
    heap->fetch.group = group;
    heap->fetch.job.run = fetch;
    heap->fetch.job.arg = heap;
    gc__helpers_post(&heap->fetch.job, 1);
}

void gc__pages_ahead_join(gc_heap *heap)
{
    gc__helpers_join(&heap->fetch.job);
}

/*
 * Where huge pages were asked for, the system brings 2 MiB when one page is touched, and may join small pages to
 * huge ones any time: memory that the pool does not know of.  What is not used of such groups goes back, as what was
 * fetched ahead does, and they are no longer asked for.
 */
static void shrink_group(gc_heap *heap, uint32_t group)
{
    uint32_t first = group * GC__HUGE_PAGES;

    if ((heap->used_map[first / 64] >> (first % 64) & 0xFF) == 0xFF)
        return; /* all of it is in use */
    heap->huge_map[group / 64] &= ~(UINT64_C(1) << (group % 64));
    gc__os_want_huge((void *)gc__page_start(heap, first), HUGE_BYTES, false);
    for (uint32_t page = first; page < first + GC__HUGE_PAGES; page++)
        if (heap->pages[page].space == GC__SPACE_FREE)
            gc__os_discard((void *)gc__page_start(heap, page), GC__PAGE_BYTES);
}

static void shrink_groups(gc_heap *heap)
{
    gc__pages_ahead_join(heap);
    heap->fetch.group = 0;
    for (uint32_t word = 0; word * 64 * GC__HUGE_PAGES < heap->page_count; word++)
        for (uint64_t rest = heap->huge_map[word]; rest != 0; rest &= rest - 1)
            shrink_group(heap, word * 64 + (uint32_t)__builtin_ctzll(rest));
}

/* Gives back the mark bits of free pages, which are zeros: a page of the system for each. */
static void trim_marks(gc_heap *heap)
{
    uint32_t page = 1, first;

    while (page < heap->page_high) {
        for (first = page; page < heap->page_high && heap->pages[page].space == GC__SPACE_FREE;)
            page++;
        if (page > first)
            gc__os_discard(gc__page_marks(heap, first), (page - first) * (GC__PAGE_GRANULES / 8));
        page++;
    }
}

void gc__give_back_all(gc_heap *heap)
{
    gc__pool_trim(heap, 0, UINT32_MAX);
    trim_marks(heap);
    shrink_groups(heap);
    gc__slot_sets_release(heap);
}

bool gc__pool_is_due(const gc_heap *heap, uint64_t now_ns)
{
    return now_ns - heap->policy.last_trim_ns >= POOL_AGE_NS;
}

/*
 * Twice a second: what the pool never needed since the last time goes back.  Pages that came in between
 * are looked at the time after, so none stays longer than a second.  Where they are many, the next calls go on.
 */
void gc__pool_age(gc_heap *heap, uint64_t now_ns)
{
    uint32_t spare = heap->pool_low;

    if (!gc__pool_is_due(heap, now_ns))
        return;
    gc__pool_trim(heap, heap->pool.count - spare, GC__TRIM_PAGES);
    if (spare > GC__TRIM_PAGES) {
        heap->pool_low = spare - GC__TRIM_PAGES;
        return;
    }
    heap->policy.last_trim_ns = now_ns;
    heap->pool_low = heap->pool.count;
}

void gc__quarantine_release(gc_heap *heap, bool all)
{
    uint32_t page = heap->quarantine.first;

    while (page != 0) {
        struct gc__page *p = &heap->pages[page];
        uint32_t next = p->next;

        if (!all && (int32_t)(p->stamp - heap->collections) > 0)
            break;
        gc__page_list_remove(heap, &heap->quarantine, page);
        if (gc__os_allow((void *)gc__page_start(heap, page), GC__PAGE_BYTES)) {
            set_used(heap, page, false);
            p->space = GC__SPACE_FREE;
        } else {
            gc__page_list_add(heap, &heap->quarantine, page); /* stays unusable; try later */
            p->stamp = heap->collections + QUARANTINE_COLLECTIONS;
            break;
        }
        page = next;
    }
}
