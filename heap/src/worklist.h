/*
 * worklist.h: lists of 32-bit entries in segments from a fixed reserve.
 *
 * A collection may not ask the system for memory, so segments come from a range reserved when the heap
 * was made.  A push that finds it empty returns false; the caller then flags the page of the cell and
 * looks at the whole page later [worklist.overflow].  Segments are the unit that markers share: lists
 * belong to one thread each, the pool and its shared segments to all, under a lock.
 */
#ifndef GC_WORKLIST_H
#define GC_WORKLIST_H

#include "gc/base.h"

enum { GC__SEGMENT_ENTRIES = 1020 };

struct gc__segment {
    struct gc__segment *next;
    uint32_t count;
    uint32_t unused;
    uint32_t entries[GC__SEGMENT_ENTRIES];
};

/* Where segments come from: a list of free ones, then memory never used yet. */
struct gc__segment_pool {
    struct gc__segment *free;
    char *fresh, *end, *start;
    uint32_t in_use;
    struct gc__segment *shared; /* published by one list for others to take */
    uint32_t shared_count;      /* read without the lock too */
    bool locked;                /* held for some ten instructions */
};

struct gc__worklist {
    struct gc__segment *top;
    struct gc__segment_pool *pool;
};

void gc__segment_pool_init(struct gc__segment_pool *pool, void *memory, size_t bytes);
/* Gives the memory of free segments back to the system; no worklist may hold one. */
void gc__segment_pool_trim(struct gc__segment_pool *pool);
/* Adds a segment, if there is one; spare: if half of the reserve is left for others. */
GC_MUST_CHECK GC_NOINLINE bool gc__worklist_grow(struct gc__worklist *list, bool spare);
GC_NOINLINE bool gc__worklist_shrink(struct gc__worklist *list);
void gc__worklist_clear(struct gc__worklist *list);
/* Gives segments away, for any list of the pool to take; keep_top: not the one on top. */
void gc__worklist_publish(struct gc__worklist *list, bool keep_top);
/* Publishes all but the top segment if few are shared. */
void gc__worklist_share(struct gc__worklist *list);
/* Takes a shared segment; false: there is none. */
bool gc__worklist_steal(struct gc__worklist *list);
/* Moves all of other, which no thread uses now, to list. */
void gc__worklist_join(struct gc__worklist *list, struct gc__worklist *other);
uint32_t gc__worklist_shared(const struct gc__segment_pool *pool);

/* Pushes an entry; spare: one that can be done without, for which at most half of the reserve is taken. */
GC_MUST_CHECK GC_INLINE bool gc__worklist_add(struct gc__worklist *list, uint32_t entry, bool spare)
{
    struct gc__segment *top = list->top;

    if (GC_UNLIKELY(top == NULL || top->count == GC__SEGMENT_ENTRIES)) {
        if (!gc__worklist_grow(list, spare))
            return false;
        top = list->top;
    }
    top->entries[top->count++] = entry;
    return true;
}

GC_MUST_CHECK GC_INLINE bool gc__worklist_push(struct gc__worklist *list, uint32_t entry)
{
    return gc__worklist_add(list, entry, false);
}

/* Pushes two entries that pop as second, first; both or none, and never across segments. */
GC_MUST_CHECK GC_INLINE bool gc__worklist_push_pair(struct gc__worklist *list, uint32_t first,
                                                    uint32_t second)
{
    struct gc__segment *top = list->top;

    if (GC_UNLIKELY(top == NULL || top->count + 2 > GC__SEGMENT_ENTRIES)) {
        if (!gc__worklist_grow(list, false))
            return false;
        top = list->top;
    }
    top->entries[top->count++] = first;
    top->entries[top->count++] = second;
    return true;
}

GC_INLINE bool gc__worklist_pop(struct gc__worklist *list, uint32_t *entry)
{
    struct gc__segment *top = list->top;

    if (GC_UNLIKELY(top == NULL || top->count == 0)) {
        if (!gc__worklist_shrink(list))
            return false;
        top = list->top;
    }
    *entry = top->entries[--top->count];
    return true;
}

/* Whether an entry could be popped; an empty segment on top may hide some. */
GC_INLINE bool gc__worklist_is_filled(const struct gc__worklist *list)
{
    return list->top != NULL && (list->top->count != 0 || list->top->next != NULL);
}

#endif
