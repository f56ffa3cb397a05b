/*
 * scavenge.h: what the files of the scavenger share.
 *
 * A scavenger is a thread that copies: the mutator's own, number 0, and helpers.  Each makes cells in areas
 * of its own, in To and in the old space, and scans what it copied; work moves between them as ranges of
 * copied cells, through deques from which others steal.  Functions take `shared`, a constant at each call:
 * false while only number 0 runs, and then nothing is atomic.
 *
 *   scavenge.c          the order of phases; areas and figures at the beginning and the end
 *   scavenge_copy.c     copying a cell, scanning cells, draining
 *   scavenge_roots.c    roots and recorded slots
 *   scavenge_weak.c     what is weak, once all else is drained
 *   scavenge_share.c    deques, stealing, the end of the common work
 */
#ifndef GC_SCAVENGE_H
#define GC_SCAVENGE_H

#include "helpers.h"
#include "internal.h"
#include <sched.h>

#ifndef TENURE_CHECKED
#define TENURE_CHECKED 0
#endif

enum {
    GC__SCAVENGERS_MAX = GC__HELPERS_MAX + 1,
    GC__DEQUE_RANGES = TENURE_CHECKED ? 16 : 256, /* small in checked builds: a full one is met often */
    GC__CHUNK_BYTES = 4096, /* copied cells are offered to others in such portions */
    GC__SPLIT_BYTES = 512,  /* and in these where others have nothing to do */
};

/* A range that one scavenger makes cells in.  top - scan bytes wait to be scanned by it alone. */
struct gc__copy_area {
    uintptr_t top, limit; /* cells are made from top on; at limit the slow path is taken */
    uintptr_t scan;       /* cells before it are scanned or handed out */
    uintptr_t begin, end;
    uint64_t age;         /* the flag that cells made in it get */
} __attribute__((aligned(64)));

/* The areas of a scavenger, by what goes there. */
enum {
    GC__TO,       /* survivors; once To has its quarter, promoted for that reason, in the old space */
    GC__AGED_TO,  /* promoted by age: in the old space */
    GC__NO_AREA,  /* always empty: where each cell needs a closer look */
    GC__AREAS = GC__NO_AREA + 2,
};
_Static_assert(GC__TO == 0 && GC__AGED_TO == 1 && GC__NO_AREA == 2, "an area's number is made of bits");

/*
 * Ranges of copied cells, as start and end granules in one word.  The owner pushes and pops at bottom,
 * others take at top: Chase and Lev's deque in a ring of fixed size, all of it sequentially consistent.
 */
struct gc__deque {
    uint64_t top, bottom;
    uint64_t ranges[GC__DEQUE_RANGES];
};

struct gc__scavenger {
    struct gc__scavenge *s;
    gc_heap *heap;
    uintptr_t base;
    const uint8_t *page_class;
    uint32_t area_bits;  /* or-ed to a cell's age: the number of the area it goes to */
    uint32_t to_page;    /* 0: none is open */
    bool all;
    bool to_is_full;
    struct gc__copy_area areas[GC__AREAS];
    struct gc__worklist ranges; /* pairs of granules: start, end; what the deque does not take */
    struct gc__worklist weak;   /* cells with weak slots that were scanned */
    struct gc__worklist tables; /* ephemeron tables that were scanned */
    size_t copied, promoted, overflowed; /* bytes; overflowed: promoted because To was full */
    size_t won, scanned;        /* checked builds: bytes of copies not retracted, and of those scanned */
    uint64_t random;            /* checked builds: where threads give way to each other */
    struct gc__deque deque __attribute__((aligned(64)));
};

/* One evacuation.  Fields below `lock` are guarded by it while `shared`; atomic ones say so. */
struct gc__scavenge {
    gc_heap *heap;
    bool all;
    unsigned wanted;     /* scavengers; 1: no helper is asked */
    bool shared;         /* helpers may be running */
    bool fresh_only;     /* pages are being walked: promoted cells go to pages of their own */
    bool keep_weak;      /* the ephemerons' rounds are over: what is weak is strong from here on */
    size_t chunk, quota;
    size_t reserved;     /* atomic: bytes of To given out */
    uint32_t units;      /* of pages that may have recorded slots */
    uint32_t next_unit, units_left; /* atomic */
    uint32_t active, idle;          /* atomic: scavengers that began, that found nothing to do */
    bool open;           /* atomic: helpers may begin */
    struct gc__job job;
    bool overflowed, rescanned;     /* atomic: a page has, or had, GC__PAGE_RESCAN_COPIED */
    pthread_mutex_t lock;
    struct gc__page_list from, from_large;
    size_t promoted_large;
    struct gc__scavenger scavengers[GC__SCAVENGERS_MAX];
    uint64_t dirty[GC__PAGES_MAX / 64]; /* pages that had recorded slots at the beginning */
};

GC_INLINE void gc__scavenge_lock(struct gc__scavenge *s)
{
    if (s->shared)
        pthread_mutex_lock(&s->lock);
}

GC_INLINE void gc__scavenge_unlock(struct gc__scavenge *s)
{
    if (s->shared)
        pthread_mutex_unlock(&s->lock);
}

/* ---- scavenge_copy.c ---- */
/* Copy a cell that is not forwarded yet; return the slot of its copy, low bits clear. */
GC_NOINLINE uint32_t gc__copy_alone(struct gc__scavenger *w, uint64_t *cell, uint64_t head);
GC_NOINLINE uint32_t gc__copy_shared(struct gc__scavenger *w, uint64_t *cell, uint64_t head);
/* A young large cell was reached: it becomes old where it lies. */
GC_NOINLINE void gc__keep_large(struct gc__scavenger *w, uint32_t first);
/* Visits the slots of a cell of the old generation and records those that refer to young cells. */
void gc__scan_old_cell(struct gc__scavenger *w, void *cell);
/* The slots of an old large cell on one of its pages. */
void gc__scan_large_page(struct gc__scavenger *w, uint32_t page);
/* Scans all that this scavenger can find, others' work too where shared. */
void gc__drain(struct gc__scavenger *w);
/* Alone: drains, and scans pages that were flagged for want of room in lists, until nothing is left. */
void gc__drain_all(struct gc__scavenge *s);
/* Alone: ends the areas of a scavenger, so that pages can be walked. */
void gc__close_areas(struct gc__scavenger *w);
void gc__record_visited(struct gc__scavenger *w, const void *cell, const void *field);

/* ---- scavenge_roots.c ---- */
/* At the beginning: notes which pages have recorded slots. */
void gc__take_units(struct gc__scavenge *s);
void gc__copy_from_roots(struct gc__scavenge *s);
/* Alone, before gc__copy_from_recorded_slots: pages of which all slots count as recorded. */
void gc__copy_from_whole_pages(struct gc__scavenge *s);
void gc__copy_from_recorded_slots(struct gc__scavenger *w);
/* Alone, after: drops sets without bits. */
void gc__prune_recorded_slots(struct gc__scavenge *s);

/* ---- scavenge_weak.c ---- */
/* Lists a cell of which the weak slots were left alone; false: no room, they are strong then. */
GC_MUST_CHECK bool gc__list_weak(struct gc__scavenger *w, void *cell);
void gc__settle_ephemerons(struct gc__scavenge *s);
void gc__settle_weak(struct gc__scavenge *s);

/* ---- scavenge_share.c ---- */
/* Offers a range; false: the deque is full. */
GC_MUST_CHECK bool gc__deque_push(struct gc__deque *deque, uint64_t range);
bool gc__deque_pop(struct gc__deque *deque, uint64_t *range);
/* Whether the owner's next push would fail. */
bool gc__deque_is_full(const struct gc__deque *deque);
/* Another scavenger's range; false: there was none, or others were faster. */
bool gc__deque_steal(struct gc__deque *deque, uint64_t *range);
/* Waits until there is a range to take, or until no scavenger has any work left, for ever: false. */
bool gc__steal_range(struct gc__scavenger *w, uint64_t *range);
/* Asks for helpers, who are awake when gc__scavenge_together lets them begin. */
void gc__call_helpers(struct gc__scavenge *s);
/* Recorded slots and all that follows from what was copied, with helpers. */
void gc__scavenge_together(struct gc__scavenge *s);

/* Checked builds: lets other threads get ahead at the worst places, one time in sixteen. */
GC_INLINE void gc__give_way(struct gc__scavenger *w)
{
#if TENURE_CHECKED
    w->random = w->random * UINT64_C(6364136223846793005) + 1442695040888963407;
    if (w->random >> 60 == 0)
        sched_yield();
#else
    (void)w;
#endif
}

GC_INLINE uint8_t gc__class_of_bits(const struct gc__scavenger *w, uint32_t bits)
{
    return __atomic_load_n(&w->page_class[bits >> 17], __ATOMIC_RELAXED);
}

/* The new bits of a slot whose target is being evacuated: of the copy. */
GC_INLINE uint32_t gc__visit_evacuated(struct gc__scavenger *w, uint32_t bits, bool shared)
{
    uint64_t *cell = (uint64_t *)(w->base + ((uintptr_t)(bits & ~3u) << 1));
    uint64_t head = shared ? __atomic_load_n(cell, __ATOMIC_ACQUIRE) : *cell;

    if (head & GC__HEAD_FORWARDED)
        return (uint32_t)(head >> 32) | (bits & 3);
    return (shared ? gc__copy_shared : gc__copy_alone)(w, cell, head) | (bits & 3);
}

/* The new bits of a slot that holds a reference. */
GC_INLINE uint32_t gc__visit_bits(struct gc__scavenger *w, uint32_t bits, bool shared)
{
    uint8_t class = gc__class_of_bits(w, bits);

    if (class >= GC_PAGE_EVACUATED)
        return gc__visit_evacuated(w, bits, shared);
    if (GC_UNLIKELY(class == GC_PAGE_YOUNG_LARGE))
        gc__keep_large(w, bits >> 17);
    return bits;
}

/* Whether bits may refer to a cell that the barrier would record. */
GC_INLINE bool gc__refers_to_young(const struct gc__scavenger *w, uint32_t bits)
{
    return gc__class_of_bits(w, bits) == GC_PAGE_YOUNG;
}

#endif
