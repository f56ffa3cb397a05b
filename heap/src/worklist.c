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

bool gc__worklist_grow(struct gc__worklist *list)
{
    struct gc__segment_pool *pool = list->pool;
    struct gc__segment *segment = pool->free;

    if (segment != NULL) {
        pool->free = segment->next;
    } else if (pool->fresh < pool->end) {
        segment = (struct gc__segment *)pool->fresh;
        pool->fresh += sizeof *segment;
    } else {
        return false;
    }
    pool->in_use++;
    segment->count = 0;
    segment->next = list->top;
    list->top = segment;
    return true;
}

static void drop_top(struct gc__worklist *list)
{
    struct gc__segment *segment = list->top;

    list->top = segment->next;
    segment->next = list->pool->free;
    list->pool->free = segment;
    list->pool->in_use--;
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
