/*
 * worklist.c: segments of worklists.  See worklist.h.
 *
 * A list is a stack of segments; the top one is partly filled, those below are full (or, after a pair
 * that did not fit, one entry short).  An empty top segment is kept until the next pop, so that pushing
 * and popping around a boundary does not touch the pool each time.
 */
#include "worklist.h"
#include "os.h"

_Static_assert(sizeof(struct gc__segment) == 4096, "a segment is a page of the system");

void gc__segment_pool_init(struct gc__segment_pool *pool, void *memory, size_t bytes)
{
    pool->free = NULL;
    pool->start = pool->fresh = memory;
    pool->end = pool->start + bytes / sizeof(struct gc__segment) * sizeof(struct gc__segment);
    pool->in_use = 0;
    pool->shared = NULL;
    pool->shared_count = 0;
    pool->locked = false;
}

static void lock(struct gc__segment_pool *pool)
{
    while (__atomic_exchange_n(&pool->locked, true, __ATOMIC_ACQUIRE))
        gc__os_yield();
}

static void unlock(struct gc__segment_pool *pool)
{
    __atomic_store_n(&pool->locked, false, __ATOMIC_RELEASE);
}

void gc__segment_pool_trim(struct gc__segment_pool *pool)
{
    gc_assert(pool->in_use == 0);
    if (pool->fresh - pool->start > 64 * (ptrdiff_t)sizeof(struct gc__segment)) {
        gc__os_discard(pool->start, (size_t)(pool->fresh - pool->start));
        pool->free = NULL;
        pool->fresh = pool->start;
    }
}

static struct gc__segment *take_segment(struct gc__segment_pool *pool, bool spare)
{
    ptrdiff_t all = (pool->end - pool->start) / (ptrdiff_t)sizeof(struct gc__segment);
    struct gc__segment *segment = NULL;

    lock(pool);
    if (pool->in_use < (spare ? all / 2 : all)) {
        segment = pool->free;
        if (segment != NULL) {
            pool->free = segment->next;
        } else {
            gc_assert(pool->fresh < pool->end);
            segment = (struct gc__segment *)pool->fresh;
            pool->fresh += sizeof *segment;
        }
        pool->in_use++;
    }
    unlock(pool);
    return segment;
}

bool gc__worklist_grow(struct gc__worklist *list, bool spare)
{
    struct gc__segment *segment = take_segment(list->pool, spare);

    if (segment == NULL)
        return false;
    segment->count = 0;
    segment->next = list->top;
    list->top = segment;
    return true;
}

static void drop_top(struct gc__worklist *list)
{
    struct gc__segment *segment = list->top;

    list->top = segment->next;
    lock(list->pool);
    segment->next = list->pool->free;
    list->pool->free = segment;
    list->pool->in_use--;
    unlock(list->pool);
}

/* Leaves an entry on the top segment, or nothing at all and returns false. */
bool gc__worklist_shrink(struct gc__worklist *list)
{
    while (list->top != NULL && list->top->count == 0)
        drop_top(list);
    return list->top != NULL;
}

void gc__worklist_clear(struct gc__worklist *list)
{
    while (list->top != NULL)
        drop_top(list);
}

/* ---- sharing ---- */

void gc__worklist_publish(struct gc__worklist *list, bool keep_top)
{
    struct gc__segment **link = keep_top && list->top != NULL ? &list->top->next : &list->top;
    struct gc__segment *first = *link, *last = first;
    uint32_t count = 1;

    if (first == NULL)
        return;
    for (; last->next != NULL; last = last->next)
        count++;
    *link = NULL;
    lock(list->pool);
    last->next = list->pool->shared;
    list->pool->shared = first;
    __atomic_store_n(&list->pool->shared_count, list->pool->shared_count + count, __ATOMIC_RELAXED);
    unlock(list->pool);
}

void gc__worklist_share(struct gc__worklist *list)
{
    enum { ENOUGH = 4 };

    if (list->top != NULL && list->top->next != NULL && gc__worklist_shared(list->pool) < ENOUGH)
        gc__worklist_publish(list, true);
}

bool gc__worklist_steal(struct gc__worklist *list)
{
    struct gc__segment_pool *pool = list->pool;
    struct gc__segment *segment;

    if (gc__worklist_shared(pool) == 0)
        return false;
    lock(pool);
    segment = pool->shared;
    if (segment != NULL) {
        pool->shared = segment->next;
        __atomic_store_n(&pool->shared_count, pool->shared_count - 1, __ATOMIC_RELAXED);
    }
    unlock(pool);
    if (segment == NULL)
        return false;
    segment->next = list->top;
    list->top = segment;
    return true;
}

void gc__worklist_join(struct gc__worklist *list, struct gc__worklist *other)
{
    struct gc__segment *last = other->top;

    if (last == NULL)
        return;
    while (last->next != NULL)
        last = last->next;
    last->next = list->top;
    list->top = other->top;
    other->top = NULL;
}

uint32_t gc__worklist_shared(const struct gc__segment_pool *pool)
{
    return __atomic_load_n(&pool->shared_count, __ATOMIC_RELAXED);
}
