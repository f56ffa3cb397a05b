/*
 * gc/sites.h: allocation sites: which places of a program make cells that live long, and making those old at once.
 *
 * A client that has sites tells them by gc_config.allocation_site, a number other than 0 for each.  One allocation in
 * some 16 KiB is sampled, with its site, and the sample followed through collections.  Where nearly all that a site
 * makes is promoted, gc_config.site_changed says so; from then on the client brackets the site's allocations with
 * gc_pretenure_begin and gc_pretenure_end, and its cells are made in the old generation, never copied.  A site whose
 * old cells die soon goes back.  Design: docs/design/pretenure.md.
 */
#ifndef GC_SITES_H
#define GC_SITES_H

#include "gc/alloc.h"

/* Not API: exchanges the two allocation areas. */
GC_INLINE void gc__exchange_areas(struct gc__fast *fast)
{
    uintptr_t top = fast->top, limit = fast->limit;

    fast->top = fast->other_top;
    fast->limit = fast->other_limit;
    fast->other_top = top;
    fast->other_limit = limit;
    fast->pretenuring ^= 1;
}

/*
 * From here to gc_pretenure_end cells are allocated old where that is possible: a safepoint between two allocations
 * that is none itself (gc_poll, gc_collect, ...) ends the bracket, and so do limits.  Stores into new cells go through
 * gc_init and gc_write as ever.  Brackets do not nest, and no reservation made before reaches into one.  Never collects.
 */
GC_INLINE void gc_pretenure_begin(gc_heap *heap)
{
    struct gc__fast *fast = gc__fast(heap);

    gc_assert(!fast->pretenuring);
#if TENURE_CHECKED
    fast->reserved_end = 0;
#endif
    gc__exchange_areas(fast);
}

/* The end of a bracket; nothing happens where there is none.  Ends a reservation made within.  Never collects. */
GC_INLINE void gc_pretenure_end(gc_heap *heap)
{
    struct gc__fast *fast = gc__fast(heap);

    if (!fast->pretenuring)
        return;
#if TENURE_CHECKED
    fast->reserved_end = 0;
#endif
    gc__exchange_areas(fast);
}

/* The client's code [begin, end) is gone: no site in it is told of again.  Never collects; a collection may call it. */
GC_API void gc_forget_sites(gc_heap *heap, uintptr_t begin, uintptr_t end);

/* A site whose cells are alive, by its samples; sizes in bytes. */
struct gc_site_figures {
    uintptr_t site;
    size_t live_bytes;   /* at the last full collection */
    size_t before_bytes; /* at the one before it that an eighth of the live heap was allocated after */
    bool pretenured;
};
/*
 * Fills out with the figures of at most count sites, those first that grew most, and returns how many.  *live_bytes and
 * *before_bytes, unless NULL, are the sums over all sites.  Never collects.
 */
GC_API size_t gc_allocation_sites(const gc_heap *heap, struct gc_site_figures *out, size_t count,
                                  size_t *live_bytes, size_t *before_bytes);

#endif
