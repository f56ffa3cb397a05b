/*
 * evacuate.c: moves the cells of pages that are emptied, and updates what refers to them.
 *
 * Two phases, each shared with helpers where it is worth waking them.  In the first, a page is claimed by one
 * thread, which copies its marked cells to areas of its own and leaves forwarding words [compact.claim].  In the
 * second they are read, and slots written: those of the copies by pages, recorded ones by segments of the list, all
 * others, where all are visited, by pages of the heap; roots and lists are the mutator's.  Between them all threads
 * are awaited [compact.phases].
 *
 * Who has found no room leaves the rest of its page as it is, and begins no other [compact.abort]; who finds the time
 * used up finishes its page.  Design: docs/design/compact.md, threads.md.
 */
#include "compact.h"
#include <string.h>

enum {
    MOVE_SHARE = 512 << 10,   /* bytes to move for each thread: some 300 us */
    SLOTS_SHARE = 16 << 10,   /* recorded slots to update, likewise */
    VISIT_SHARE = 1 << 20,    /* bytes of cells of which all slots are visited */
    AHEAD = 8,                /* slots whose memory is fetched before they are looked at */
};

/* ---- together ---- */

/* How many threads are worth it for so much work. */
static unsigned threads_for(const gc_heap *heap, size_t work, size_t share)
{
    const struct gc_config *config = &heap->config;
    unsigned most;

    if (config->single_threaded)
        return 1;
    if (config->compact_helpers != 0)
        return config->compact_helpers < GC__HELPERS_MAX ? config->compact_helpers + 1 : GC__HELPERS_MAX + 1;
    if (config->stress_interval != 0 || work / 2 < share)
        return 1;
    most = gc__helpers_processors();
    most = most < GC__HELPERS_MAX + 1 ? most : GC__HELPERS_MAX + 1;
    return work / share < most ? (unsigned)(work / share) : most;
}

static bool is_forced(const gc_heap *heap)
{
    return heap->config.compact_helpers != 0;
}

/* Tests ask for helpers however little there is to do: then they are to come before it is done. */
static void begin_part(struct gc__compactor *c)
{
    __atomic_fetch_add(&c->present, 1, __ATOMIC_RELAXED);
    for (int i = 0; i < 100 && is_forced(c->heap) && __atomic_load_n(&c->present, __ATOMIC_RELAXED) < c->wanted; i++)
        gc__os_yield();
}

/* Where helpers are forced, the others come in between. */
static void give_way(const struct gc__compactor *c)
{
#if TENURE_CHECKED
    if (is_forced(c->heap))
        gc__os_yield();
#else
    (void)c;
#endif
}

/* Runs a phase on so many threads; it is over when this returns [compact.phases]. */
static void run_phase(struct gc__compactor *c, void (*run)(void *arg, unsigned number), unsigned threads)
{
    struct gc__job job = {.run = run, .arg = c};
    unsigned ran;

    c->wanted = threads;
    c->present = 0;
    gc__helpers_offer(&job, threads, is_forced(c->heap));
    run(c, 0);
    ran = GC_MUTANT(PHASE_NOT_AWAITED) ? 1 : gc__helpers_finish(&job);
    if (ran > c->heap->figures.compactors)
        c->heap->figures.compactors = ran;
}

/* The next page of a list, which nobody changes meanwhile; 0: none is left. */
static uint32_t claim_page(struct gc__compactor *c, uint32_t *next)
{
    uint32_t page = __atomic_load_n(next, __ATOMIC_RELAXED);

    if (GC_MUTANT(PAGE_CLAIMED_TWICE)) {
        give_way(c);
        if (page != 0)
            __atomic_store_n(next, c->heap->pages[page].next, __ATOMIC_RELAXED);
        return page;
    }
    while (page != 0 && !__atomic_compare_exchange_n(next, &page, c->heap->pages[page].next, false,
                                                     __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        continue;
    give_way(c);
    return page;
}

/* The same of large cells: each of their pages by itself. */
static uint32_t claim_large(struct gc__compactor *c)
{
    const struct gc__page *pages = c->heap->pages;
    uint32_t page = __atomic_load_n(&c->next_large, __ATOMIC_RELAXED), first, next;

    do {
        if (page == 0)
            return 0;
        first = pages[page].space == GC__SPACE_LARGE ? page : page - pages[page].run;
        next = page + 1 < first + pages[first].run && !GC_MUTANT(LARGE_TAIL_SKIPPED) ? page + 1 : pages[first].next;
    } while (!__atomic_compare_exchange_n(&c->next_large, &page, next, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    give_way(c);
    return page;
}

static const struct gc__segment *claim_segment(struct gc__compactor *c)
{
    struct gc__segment *s = __atomic_load_n(&c->next_segment, __ATOMIC_RELAXED);

    while (s != NULL && !__atomic_compare_exchange_n(&c->next_segment, &s, s->next, false,
                                                     __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        continue;
    give_way(c);
    return s;
}

/* ---- moving ---- */

/* One thread's part. */
struct mover {
    struct gc__compactor *c;
    uintptr_t top, limit; /* of the range that cells are moved to */
    uint64_t begin_ns;    /* of the thread's time */
    size_t moved_bytes;
    bool full;
    bool mutator; /* whose allocations are counted, and can be made to fail */
};

/* What hands out room is the mutator's, and now of who holds the lock. */
static void lock(struct gc__compactor *c)
{
    if (!GC_MUTANT(ROOM_NOT_LOCKED))
        pthread_mutex_lock(&c->lock);
}

static void unlock(struct gc__compactor *c)
{
    if (!GC_MUTANT(ROOM_NOT_LOCKED))
        pthread_mutex_unlock(&c->lock);
}

static bool take_area(struct mover *m, size_t bytes)
{
    struct gc__compactor *c = m->c;
    bool taken;

    lock(c);
    gc__old_return_area(c->heap, m->top, m->limit);
    m->top = m->limit = 0;
    taken = !gc__metadata_fails(c->heap) && !(m->mutator && gc__allocation_fails(c->heap)) &&
            gc__old_take_area(c->heap, bytes, GC__AREA_LISTED, &m->top, &m->limit);
    unlock(c);
    return taken;
}

static void move_cell(void *arg, void *cell, size_t bytes)
{
    struct mover *m = arg;
    uint64_t *head = gc__head(cell), *copy;

    if (m->full)
        return;
    if (bytes > m->limit - m->top && !take_area(m, bytes)) {
        m->full = true;
        return;
    }
    copy = (uint64_t *)m->top;
    m->top += bytes;
    memcpy(copy, cell, bytes);
    *head = (*head & 0xFFFFFFFF) | GC__HEAD_FORWARDED | (uint64_t)gc__granule_of(m->c->heap, copy) << 34;
    m->moved_bytes += bytes;
}

/* Injected failures: time is up. */
static bool is_late(struct mover *m)
{
    bool late;

    if (GC_LIKELY(m->c->heap->config.fail_metadata == 0))
        return false;
    lock(m->c);
    late = gc__metadata_fails(m->c->heap);
    unlock(m->c);
    return late;
}

/*
 * Each thread moves a page at least, so that there is progress however slow it is.  Time in which it did not run does not
 * count: the pause is long then, and to end it undone would only lead to the next.
 */
static bool has_time(struct mover *m)
{
    if (m->moved_bytes == 0)
        return true;
    return !is_late(m) && (m->c->budget_ns == 0 || gc__os_thread_ns() - m->begin_ns < m->c->budget_ns);
}

static void move_some(void *arg, unsigned number)
{
    struct gc__compactor *c = arg;
    struct mover m = {.c = c, .mutator = number == 0};
    uint32_t page;

    begin_part(c);
    m.begin_ns = gc__os_thread_ns();
    while (!m.full && has_time(&m) && (page = claim_page(c, &c->next_from)) != 0)
        gc__walk_page(c->heap, page, move_cell, &m);
    lock(c);
    gc__old_return_area(c->heap, m.top, m.limit); /* walkers meet its rest as a free cell */
    c->moved_bytes += m.moved_bytes;
    c->full |= m.full;
    unlock(c);
}

void gc__move_cells(struct gc__compactor *c)
{
    gc_heap *heap = c->heap;
    unsigned threads = threads_for(heap, c->live_bytes, MOVE_SHARE);
    uint32_t page, next;

    /* Each thread may leave a page that it did not fill. */
    if (!is_forced(heap) && heap->free_pages < gc__pages_for(c->live_bytes) + threads)
        threads = 1;
    c->next_from = c->from.first;
    run_phase(c, move_some, threads);
    /* Nobody has begun what is left [compact.claim]: its slots are to be updated like others. */
    for (page = GC_MUTANT(UNCLAIMED_LOST) ? 0 : c->next_from; page != 0; page = next) {
        next = heap->pages[page].next;
        gc__put_page_back(c, page);
    }
}

/* ---- updating ---- */

/* The bits of a slot that holds a reference, now that its target may have moved. */
GC_INLINE uint32_t new_bits(const struct gc__compactor *c, uint32_t bits)
{
    if (GC_LIKELY(c->page_class[bits >> 17] != GC_PAGE_EVACUATED))
        return bits;
    uint64_t head = *(const uint64_t *)(c->base + ((uintptr_t)(bits & ~3u) << 1));
    if ((head & GC__HEAD_FORWARDED) == 0 || GC_MUTANT(COMPACT_NOT_UPDATED))
        return bits;
    return (uint32_t)(head >> 32) | (bits & 3);
}

/* A slot may have been recorded twice, and two threads then find, or write, the same [compact.phases]. */
static void update(const struct gc__compactor *c, gc_slot *slot)
{
    uint32_t bits = gc_load(slot).bits, now = new_bits(c, bits);

    if (now != bits)
        __atomic_store_n(&slot->bits, now, __ATOMIC_RELAXED);
}

/* One thread's part: slots wait here while the heads that they lead to come into the cache. */
struct updater {
    const struct gc__compactor *c;
    gc_slot *waiting[AHEAD];
    unsigned at;
};

GC_INLINE void see(struct updater *u, gc_slot *slot)
{
    const struct gc__compactor *c = u->c;
    uint32_t bits = gc_load(slot).bits;
    gc_slot *waited;

    if ((bits & 1) == 0 || GC_LIKELY(c->page_class[bits >> 17] != GC_PAGE_EVACUATED))
        return;
    __builtin_prefetch((void *)(c->base + ((uintptr_t)(bits & ~3u) << 1)));
    waited = u->waiting[u->at];
    u->waiting[u->at] = slot;
    u->at = (u->at + 1) % AHEAD;
    if (waited != NULL)
        update(c, waited);
}

static void update_waiting(struct updater *u)
{
    for (unsigned i = 0; i < AHEAD && !GC_MUTANT(WAITING_NOT_UPDATED); i++)
        if (u->waiting[i] != NULL)
            update(u->c, u->waiting[i]);
}

/* The slots of a cell. */
static gc_slot *slots_of(const gc_heap *heap, void *cell, size_t bytes, gc_slot **end)
{
    const struct gc__layout *layout = &heap->layouts[gc_kind_of(cell)];

    *end = (gc_slot *)gc__slots_end(heap, layout, cell, bytes);
    return (gc_slot *)((char *)cell + layout->begin);
}

static void update_cell(void *arg, void *cell, size_t bytes)
{
    struct updater *u = arg;
    gc_slot *end, *slot = slots_of(u->c->heap, cell, bytes, &end);

    if (gc_kind_of(cell) == GC_KIND_FREE)
        return;
    for (; slot < end; slot++)
        see(u, slot);
}

/* A cell of a page being emptied that was not moved, because room ran out. */
static void update_left(void *arg, void *cell, size_t bytes)
{
    if ((*gc__head(cell) & GC__HEAD_FORWARDED) == 0)
        update_cell(arg, cell, bytes);
}

/* The slots of a large cell that lie on one page. */
static void update_large(struct updater *u, uint32_t page)
{
    const gc_heap *heap = u->c->heap;
    uint32_t first = heap->pages[page].space == GC__SPACE_LARGE ? page : page - heap->pages[page].run;
    gc_slot *end, *slot = slots_of(heap, (void *)gc__page_start(heap, first), heap->pages[first].bytes, &end);
    gc_slot *page_begin = (gc_slot *)gc__page_start(heap, page), *page_end = page_begin + GC__PAGE_BYTES / sizeof *slot;

    if (slot < page_begin)
        slot = page_begin;
    if (end > page_end)
        end = page_end;
    for (; slot < end; slot++)
        see(u, slot);
}

/* Whether a cell may lie there as it did when its slot was recorded [compact.recorded]. */
static bool is_in_place(const struct gc__compactor *c, uint32_t page)
{
    uint8_t class = c->page_class[page];

    return class == GC_PAGE_LARGE ||
           (class == GC_PAGE_OLD && (c->heap->pages[page].flags & GC__PAGE_UNSWEPT) != 0);
}

static void update_segment(struct updater *u, const struct gc__segment *s)
{
    const struct gc__compactor *c = u->c;

    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t ahead = s->entries[i + AHEAD < s->count ? i + AHEAD : i];
        gc_slot *slot = (gc_slot *)(c->base + (uintptr_t)s->entries[i] * 4);

        __builtin_prefetch((void *)(c->base + (uintptr_t)ahead * 4));
        if (is_in_place(c, gc__page_of(c->heap, slot)))
            see(u, slot);
    }
}

struct update_visitor {
    struct gc_root_visitor visitor; /* must be first */
    struct gc__compactor *c;
};

static void update_value(struct gc_root_visitor *visitor, gc_value *value)
{
    struct gc__compactor *c = ((struct update_visitor *)visitor)->c;
    void *cell = gc_to_cell(*value);

    if (cell != NULL && !GC_MUTANT(COMPACT_ROOT_NOT_UPDATED))
        *value = gc_from_cell(gc_slot_to_cell(
            c->heap, (gc_slot){new_bits(c, gc_slot_from_cell(c->heap, cell).bits)}));
}

static void update_slot(struct gc_root_visitor *visitor, gc_slot *slot)
{
    if ((slot->bits & 1) != 0)
        slot->bits = new_bits(((struct update_visitor *)visitor)->c, slot->bits);
}

/* The mutator's alone: roots, and lists outside the cage. */
static void update_outside(struct gc__compactor *c)
{
    gc_heap *heap = c->heap;
    struct update_visitor strong = {.visitor = {.value = update_value, .slot = update_slot}, .c = c};
    struct update_visitor weak = {.visitor = {.value = update_value, .weak_slot = update_slot},
                                  .c = c};
    struct gc__offheap_list *owners = &heap->offheap_old;

    gc__visit_strong_roots(heap, &strong.visitor);
    if (!GC_MUTANT(COMPACT_WEAK_ROOT_NOT_UPDATED))
        gc__visit_weak_roots(heap, &weak.visitor);
    for (size_t i = 0; i < owners->count && !GC_MUTANT(COMPACT_OFFHEAP_STALE); i++)
        owners->cells[i] = new_bits(c, owners->cells[i]);
    gc__sites_after_compaction(heap);
}

static void update_some(void *arg, unsigned number)
{
    struct gc__compactor *c = arg;
    struct updater u = {.c = c};
    const struct gc__segment *s;
    uint32_t page;

    begin_part(c);
    if (number == 0)
        update_outside(c);
    while ((page = claim_page(c, &c->next_copied)) != 0)
        gc__walk_page(c->heap, page, update_cell, &u);
    while ((s = claim_segment(c)) != NULL)
        update_segment(&u, s);
    while ((page = claim_page(c, &c->next_unswept)) != 0)
        gc__walk_page(c->heap, page, update_cell, &u);
    while ((page = claim_large(c)) != 0)
        update_large(&u, page);
    update_waiting(&u);
}

/* Not before all threads are done: they read the heads of these cells, which the first slots may be a part of. */
static void update_left_cells(struct gc__compactor *c)
{
    struct updater u = {.c = c};

    for (uint32_t page = c->from.first; page != 0; page = c->heap->pages[page].next)
        gc__walk_page(c->heap, page, update_left, &u);
    update_waiting(&u);
}

/* Old pages that are swept hold copies, or what was left free around them: all else waits for the sweep. */
void gc__update_references(struct gc__compactor *c)
{
    gc_heap *heap = c->heap;
    unsigned threads, more;

    c->next_copied = heap->old.pages.first;
    c->next_unswept = c->all ? heap->old.unswept.first : 0;
    c->next_large = c->all ? heap->old.large.first : 0;
    c->next_segment = c->all ? NULL : heap->marker.slots.top;
    threads = threads_for(heap, c->slots, SLOTS_SHARE);
    more = threads_for(heap, c->all ? gc__old_total(heap) : c->moved_bytes, VISIT_SHARE);
    run_phase(c, update_some, threads > more ? threads : more);
    if (c->full && !GC_MUTANT(LEFT_NOT_UPDATED))
        update_left_cells(c);
}
