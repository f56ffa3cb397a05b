/*
 * internal.h: struct gc_heap, and what the collector's files share.
 *
 * One reservation holds, in this order: the cage (pages of 256 KiB), the mark bitmap (a bit a granule),
 * the page descriptors, the page classes, and the segments of worklists.  Nothing of it costs memory
 * until touched, and no page of the cage holds anything but cells.
 *
 * All state is in struct gc_heap: a process may have many.  Everything here belongs to the mutator's
 * thread unless a field says otherwise.
 */
#ifndef GC_INTERNAL_H
#define GC_INTERNAL_H

#include "gc/gc.h"
#include "gc/mutant.h"
#include "helpers.h"
#include "os.h"
#include "worklist.h"
#include <pthread.h>

#define GC__PAGE_BYTES     ((size_t)1 << GC__PAGE_SHIFT)
#define GC__PAGE_MASK      (GC__PAGE_BYTES - 1)
#define GC__PAGE_GRANULES  (GC__PAGE_BYTES / GC_GRANULE)
#define GC__CAGE_BYTES_MAX ((size_t)8 << 30)
#define GC__PAGES_MAX      (GC__CAGE_BYTES_MAX / GC__PAGE_BYTES)
#define GC__PAGE_CELL_MAX  GC_LARGE_BYTES /* the largest cell that is not large */
#define GC__MB             ((size_t)1 << 20)
#define GC__HUGE_PAGES     8 /* pages that make a huge page of the system, 2 MiB */
#define GC__TRIM_PAGES     64 /* pages of the pool given back in a pause */
#define GC__OVER_BYTES     ((size_t)256 << 10) /* by which a limit may be exceeded [limit.over] */

/* Header flags. */
enum {
    GC__FORWARDED = 1, /* word 1 says where the cell is now */
    GC__AGED = 2,      /* young, survived one scavenge */
};

/* A header and word 1 as one 64-bit word. */
#define GC__HEAD_FORWARDED ((uint64_t)GC__FORWARDED << 8)
#define GC__HEAD_AGED      ((uint64_t)GC__AGED << 8)

/* Patterns that tell what a stale reference met: one per cause. */
enum {
    GC__POISON_FREED_YOUNG = 0xD1,
    GC__POISON_FREED_OLD = 0xD3,
};

/* What a page is used for.  page_class says the same to the barrier, in fewer words. */
enum gc__space {
    GC__SPACE_FREE,  /* never used, or given back: zeroed */
    GC__SPACE_POOL,  /* free, memory kept */
    GC__SPACE_YOUNG, /* semispace */
    GC__SPACE_OLD,
    GC__SPACE_LARGE, /* first page of a large cell */
    GC__SPACE_LARGE_TAIL,
    GC__SPACE_READ_ONLY,
    GC__SPACE_QUARANTINE,
};

/* Page flags. */
enum {
    GC__PAGE_UNSWEPT = 1 << 0,        /* mark bits tell its live cells, dead ones lie between */
    GC__PAGE_SCAN_ALL = 1 << 1,       /* its slot set could not be made: all slots count as recorded */
    GC__PAGE_RESCAN_COPIED = 1 << 2,  /* overflow: promoted cells here may not be scanned yet */
    GC__PAGE_MAPPED = 1 << 3,         /* its memory is a file's, from an image */
    GC__PAGE_CANDIDATE = 1 << 4,      /* chosen to be emptied after marking: nothing is allocated on it */
};

/* What marking has to look at again on a page: worklists were full [worklist.overflow]. */
enum {
    GC__RESCAN_MARK = 1 << 0, /* marked cells here may not be scanned yet */
    GC__RESCAN_WEAK = 1 << 1, /* weak and ephemeron cells here are not listed */
};

/* Which recorded slots a set holds: those that keep their targets alive in a scavenge, and the others. */
enum gc__recorded {
    GC__STRONG,
    GC__WEAK,  /* weak slots */
    GC__PAIRS, /* pairs of ephemerons, by their keys: key or value is young */
    GC__RECORDED_SETS,
};

/* The recorded slots of a page: a bit a slot, in 64 buckets of 1,024. */
struct gc__slot_set {
    uint64_t summary; /* buckets that may have bits */
    uint64_t bits[GC__PAGE_BYTES / 4 / 64];
    struct gc__slot_set *next_spare;
};

struct gc__page {
    uint8_t space; /* enum gc__space */
    uint8_t rescan; /* GC__RESCAN_*; set by markers, atomically */
    uint16_t flags;
    uint32_t next, prev;  /* page numbers in the list of its space; 0: none */
    uint32_t live_bytes;  /* atomic where helpers mark; marked regular cells, by the marking under way or the last one */
    union {
        uint32_t end;          /* young: bytes in use, but for the current page */
        uint32_t listed_bytes; /* old: in blocks of free lists */
    };
    uint32_t run;         /* first page of a large cell: pages in all; tail: offset to the first */
    uint32_t stamp;       /* quarantine: collection after which it is released */
    union {
        uint32_t aged_end;       /* young: cells below this offset survived a scavenge [young.aged] */
        uint32_t recorded_count; /* candidate: recorded slots that refer to it (atomic) */
    };
    size_t bytes;         /* first page of a large cell: the cell's size */
    struct gc__slot_set *recorded[GC__RECORDED_SETS]; /* old-to-young slots; NULL: none */
};

/* Pages linked by next and prev. */
struct gc__page_list {
    uint32_t first, last, count;
};

/* What the collector reads of a kind, without the names. */
struct gc__layout {
    uint16_t begin, end; /* end GC_TO_END: the cell's end */
    uint16_t weak_begin, weak_end;
    uint16_t flags; /* enum gc_kind_flags, and the below */
};
enum {
    GC__LAYOUT_HOOK = 1 << 8,  /* slots_end_of is to be asked */
    GC__LAYOUT_KNOWN = 1 << 9, /* the kind was registered */
    GC__LAYOUT_WEAK_YOUNG = 1 << 10, /* has slots that are weak in scavenges too */
};

enum { GC__FREE_CLASSES = 54 };

/* Segregated free lists of the old space. */
struct gc__free_list {
    uint32_t heads[GC__FREE_CLASSES]; /* granule numbers; 0: none */
    uint64_t nonempty;                /* bit per class */
    size_t bytes;                     /* in listed blocks */
};

/* Free blocks of pages that one thread swept: with the ends of the lists, so that they are added to others at once. */
struct gc__swept {
    struct gc__free_list list;
    uint32_t tails[GC__FREE_CLASSES];
};

struct gc__young {
    struct gc__page_list pages; /* those allocated in, the current one last */
    struct gc__page_list large; /* young large cells */
    size_t large_bytes;
    uint32_t current;           /* page of the allocation area; 0: none */
    uintptr_t area_start;       /* where allocation in it was counted last */
    uintptr_t area_end;         /* the page's end, or before it where a limit is near */
    size_t closed_bytes;        /* in pages before the current one */
    uint32_t capacity;          /* pages */
    uint32_t kept_percent;      /* of what was young, by the last scavenge; 0 after one in place [in-place.every-other] */
    size_t average_survived;    /* bytes a scavenge, the newest counting half */
    uint32_t calm;              /* scavenges in a row with next to no survivors */
    size_t survivors;           /* bytes that scavenges copied or promoted, the most lately */
    double speed_alone, speed_shared; /* bytes a ns of scavenges worth sharing, smoothed; 0: not known */
    uint32_t worth_sharing;     /* how many scavenges were */
};

struct gc__old {
    struct gc__page_list pages;   /* swept or never marked */
    struct gc__page_list unswept; /* waiting for the sweep; while helpers sweep, under their lock */
    uint32_t to_sweep;            /* pages in unswept, and those that helpers took and did not hand over yet */
    struct gc__page_list large;
    uintptr_t top, limit;         /* linear allocation area within one page */
    size_t used_bytes;            /* regular cells: live at the last marking, and allocated since */
    size_t large_bytes;
    struct gc__free_list free;
};

/* Cells that own memory outside the cage, by slot. */
struct gc__offheap_list {
    uint32_t *cells;
    size_t count, capacity;
};

struct gc__policy {
    size_t initial_max_old, max_old, max_total, max_semi, min_semi;
    size_t old_threshold;      /* old bytes at which a full collection starts */
    size_t live_at_full;       /* old bytes after the last full collection */
    size_t outside_at_full, outside_at_young; /* ledger outside the cage, then */
    double gc_speed, mutator_speed; /* bytes a ms, smoothed */
    double average_mutator_ms, average_gc_ms, average_utilisation, current_utilisation;
    uint64_t last_full_end_ns, last_end_ns, gc_ns_since_full, last_trim_ns;
    size_t promoted_at_full;   /* gc__became_old, then */
    uint64_t allocated_at_last;
    unsigned ineffective;      /* full collections in a row that did not help */
    unsigned ladder_failures;  /* climbs in a row that did not help */
    uint64_t ladder_end_ns, ladder_ns;
    bool malloc_failed;        /* gc_malloc was refused since the last safepoint */
    size_t refused_bytes;      /* the largest that was, since a full collection left room for it */
    bool reserve_open;         /* an allocation failed since cells were last within the limits */
    size_t soft_total;
    bool above_soft;           /* the last full collection left more */
    uint8_t pressure;          /* enum gc_pressure told last */
    uint64_t evacuation_budget_ns; /* for moving cells and updating slots in a full collection's pause */
    size_t total_at_full;      /* the ledger after the last full collection */
    unsigned fruitless;        /* full collections in a row that left it near its limit, or less than was refused */
};

/* Bytes found live on a page and not yet added to it. */
struct gc__live_entry {
    uint32_t page, bytes;
};
enum { GC__LIVE_CACHE = 64 };

/* One thread's part in marking: mark.c. */
struct gc__marker {
    gc_heap *heap;
    struct gc__worklist stack; /* marked cells to scan; a continuation is a cell under an offset */
    struct gc__worklist weak;  /* marked cells with weak slots */
    struct gc__worklist ephemerons;
    struct gc__worklist slots;  /* those that refer to candidates, in units of 4 bytes from the cage's base */
    const uint64_t *candidates; /* bit a page (atomic); NULL: there are none */
    struct gc__pairs *pairs; /* not NULL while ephemerons are followed by key */
    size_t live_bytes;       /* marked regular cells */
    size_t scanned_bytes;    /* cells scanned, large ones too */
    size_t progress;         /* of a helper: scanned_bytes, for the mutator to see (atomic) */
    uint64_t budget;         /* cells to scan before the clock is looked at */
    uint64_t deadline_ns;    /* when to stop; 0: when nothing is left */
    bool overflowed;         /* a page has GC__RESCAN_MARK */
    bool weak_overflowed;    /* a page has GC__RESCAN_WEAK */
    bool atomic;             /* others mark at the same time */
    bool helper;             /* belongs to a helper */
    struct gc__live_entry live_cache[GC__LIVE_CACHE];
};

/* Marking on helper threads: concurrent.c. */
struct gc__concurrent {
    struct gc__job job;
    bool on;              /* the mutator's: helpers may be at work, so it marks atomically too */
    bool stop;            /* atomic: helpers are to leave */
    bool taken[GC__HELPERS_MAX]; /* atomic: the marker is some helper's */
    uint64_t helped_ns;   /* atomic: time that helpers spent on this marking */
    struct gc__marker markers[GC__HELPERS_MAX]; /* the mutator's while no helper has taken it */
};

/* Sweeping on helper threads: sweep.c. */
struct gc__sweeping {
    struct gc__job job;
    bool on;       /* the mutator's: helpers may be at work */
    bool stop;     /* atomic: helpers are to leave */
    uint32_t ready; /* atomic: pages in `done` */
    uint64_t helped_ns; /* atomic: time that helpers spent */
    pthread_mutex_t lock; /* of old.unswept and what follows */
    struct gc__page_list taken, done; /* pages being swept; swept, with their blocks in `swept` */
    struct gc__swept swept;
};

/* Pages to be emptied: candidates.c, compact.c. */
struct gc__compaction {
    uint32_t count; /* chosen when marking began; 0: slots are not recorded */
    double speed;   /* bytes moved a ms, updates included, smoothed */
    uint64_t map[GC__PAGES_MAX / 64]; /* atomic while marking goes on: those that were not dropped */
};

/* Where marking beside the program is: incremental.c. */
enum gc__marking_phase {
    GC__MARKING_OFF,
    GC__MARKING_FIRST, /* from the roots as they were at the start */
    GC__MARKING_WAITS, /* that is done; roots and survivors of the next scavenge come next */
    GC__MARKING_LAST,  /* from these */
    GC__MARKING_DONE,  /* the final pause may come: little is left for it */
};

struct gc__marking {
    enum gc__marking_phase phase;
    size_t start_threshold; /* old bytes at which marking starts */
    size_t start_old;       /* old bytes when it did */
    size_t limit_before;    /* the threshold in force when it ended */
    double speed;           /* bytes a ms of the mutator's thread, smoothed */
    uint64_t start_ns, last_ns, last_end_ns;
    uint64_t steps_ns, longest_ns, steps;
    uint64_t seed_ns;       /* what the start took */
    bool waited;            /* the final pause let a scavenge go first */
    uint64_t allocated_then, promoted_then; /* statistics at the end of the last full collection */
};

/* Memory that a helper fetches from the system while the program runs: page.c. */
struct gc__fetch {
    struct gc__job job;
    uint32_t group; /* of huge pages, fetched last; changes while no helper runs the job */
};

/* What pauses may take, and the speeds that were measured: pauses.c. */
struct gc__pacing {
    uint64_t target_ns;
    double copy_speed; /* bytes of survivors a ms of the thread's time, smoothed */
    double fixed_ns;   /* of scavenges: roots and weak things; smoothed */
    double rate;       /* ns of copying and recorded slots for each byte of the nursery: the newest peak, decaying */
    uint64_t final_ns; /* of the last full collection, of the thread's time: what comes after marking */
    double page_ns;    /* to sweep a page, smoothed */
    bool asked;        /* a client asked for the collection under way */
};

/* Work for spare time: idle.c. */
struct gc__idle {
    bool reduce;        /* memory is to be reduced: marking is to start and to end with compaction */
    bool marking_serves; /* the marking under way began after that was asked [idle.asked] */
    bool compacting;    /* it was, and pages are still emptied, some in each of several collections [idle.rounds] */
    size_t held_bytes;  /* that the old generation took up after the last of these */
    unsigned fruitless; /* how many left no less than the one before */
    bool giving_back;   /* it was: what is pooled goes back to the system */
    bool finishing;     /* the final pause under way was begun by gc_step */
    uint64_t budget_ns; /* what the call of gc_step under way was given; 0: none is */
};

/* Where cells are made that are old from the start: pretenure.c. */
struct gc__pretenured {
    uintptr_t top, end;          /* the rest of the area, a free cell while no chunk of it is open */
    uintptr_t chunk_start, chunk_end; /* counted as used; 0: none is open */
    bool black;                  /* all mark bits of the chunk are set [pretenure.black] */
    size_t since_scavenge, since_step; /* bytes made since a collection, and since marking was asked */
    uint32_t collection;         /* the one that since_scavenge is counted from */
};

struct gc__stress {
    bool slow_always; /* every allocation takes the slow path: stress or injected failures */
    bool collecting;  /* a collection that nobody asked for runs: the policy does not measure it */
    uint32_t countdown, marking_countdown;
    uint64_t seed, state;
    uint64_t last_end_ns, last_ns;
    uint64_t allocations; /* counted for fail_alloc */
};

#define GC__LAST_GCS_BYTES 2048

enum { GC__LAST_GCS = 16, GC__SURVIVAL_SAMPLES = 10 };

struct gc__trace {
    struct gc_event_sink last_sink, print_sink, marking_sink;
    struct gc_collection_figures last[GC__LAST_GCS]; /* of the newest collections */
    uint64_t last_count;           /* of collections so far; the next one's place, modulo GC__LAST_GCS */
    char ring[GC__LAST_GCS_BYTES]; /* their lines, made for a fatal report only: the newest whole ones */
    size_t ring_length;
    double survival[GC__SURVIVAL_SAMPLES]; /* percent of young bytes that the last collections found live */
    unsigned survival_count;
    size_t copied, copied_before; /* by the last collection, and by the one before it */
};

struct gc_heap {
    struct gc__fast fast; /* must be first */
    void *memory;         /* what the heap was allocated as */
    struct gc_config config;
    struct gc__layout layouts[256];
    const struct gc_kind *kinds[256];

    void *reservation;
    size_t reservation_bytes;
    size_t cage_bytes;
    uint32_t page_count;    /* of the cage, page 0 (constants) included */
    uint32_t page_high;     /* pages from here on were never used */
    uint64_t *marks;        /* a bit a granule */
    struct gc__page *pages; /* descriptors by page number */
    uint64_t used_map[GC__PAGES_MAX / 64]; /* bit: page neither free nor pooled */
    uint64_t huge_map[GC__PAGES_MAX / GC__HUGE_PAGES / 64]; /* bit: 2 MiB for which huge pages were asked */
    struct gc__page_list pool;             /* the most recently emptied last */
    uint32_t pool_low;                     /* fewest pages in it since it was trimmed */
    uint32_t discard_left;                 /* pages of large cells that the pause under way may give to the system */
    struct gc__page_list quarantine;
    uint32_t free_pages;                   /* free and pooled */
    uint64_t remembered_map[GC__PAGES_MAX / 64]; /* bit: page has recorded slots or SCAN_ALL */
    struct gc__slot_set *spare_sets;
    uint32_t spare_set_count;
    size_t metadata_bytes;

    struct gc__young young;
    struct gc__old old;
    struct gc__scavenge *scavenge; /* state of copying collections, beside the cage */
    struct gc__page_list read_only;
    struct gc__segment_pool segments;

    struct gc_stack_root *stacks;
    struct gc_root_table *tables;
    struct gc_root *roots;
    struct gc__offheap_list offheap_young, offheap_old;

    struct gc__policy policy;
    struct gc__marker marker; /* the mutator's; its lists hold old cells only [mark.old-only] */
    struct gc__marking marking;
    struct gc__concurrent concurrent;
    struct gc__fetch fetch;
    struct gc__pacing pacing;
    struct gc__idle idle;
    struct gc__sweeping sweeping;
    struct gc__compaction compaction;
    struct gc__stress stress;
    struct gc__pretenured pretenured;
    struct gc__sites *sites; /* NULL before the first sample: sites.c */
    uint64_t sample_at, sampled_at; /* bytes allocated at which the next sample is taken, and the last was */
    struct gc__trace trace;
    struct gc_histogram pauses[GC_PAUSES];
    struct gc_event_sink *sinks;
    struct gc_collection_figures figures; /* of the collection under way or the last one */
    struct gc_statistics statistics;
    size_t malloc_bytes, buffer_bytes, external_bytes;
    size_t committed_pages;
    uint64_t birth_ns;
    uint32_t collections;
    bool collecting;
    bool want_collection; /* the ledger asks for one at the next safepoint */
    bool cleared_weak;
    const char *want_reason;
};

/* ---- addresses ---- */

/* A mean of which the newest sample is half; the first one all. */
GC_INLINE double gc__smooth(double average, double sample)
{
    return average == 0 ? sample : (average + sample) / 2;
}

GC_INLINE uint32_t gc__page_of(const gc_heap *heap, const void *address)
{
    return (uint32_t)(((uintptr_t)address - heap->fast.cage_base) >> GC__PAGE_SHIFT);
}

GC_INLINE bool gc__in_cage(const gc_heap *heap, const void *address)
{
    return (uintptr_t)address - heap->fast.cage_base < heap->cage_bytes;
}

GC_INLINE uintptr_t gc__page_start(const gc_heap *heap, uint32_t page)
{
    return heap->fast.cage_base + ((uintptr_t)page << GC__PAGE_SHIFT);
}

GC_INLINE uint32_t gc__granule_of(const gc_heap *heap, const void *address)
{
    return (uint32_t)(((uintptr_t)address - heap->fast.cage_base) / GC_GRANULE);
}

GC_INLINE void *gc__granule_address(const gc_heap *heap, uint32_t granule)
{
    return (void *)(heap->fast.cage_base + (uintptr_t)granule * GC_GRANULE);
}

GC_INLINE uint8_t gc__class_of(const gc_heap *heap, const void *address)
{
    return heap->fast.page_class[gc__page_of(heap, address)];
}

GC_INLINE uint64_t *gc__head(void *cell)
{
    return cell;
}

/* Bytes of a cell, large ones included. */
GC_INLINE size_t gc__cell_bytes(const gc_heap *heap, const void *cell)
{
    const struct gc_header *header = cell;

    if (GC_UNLIKELY(header->granules == 0))
        return heap->pages[gc__page_of(heap, cell)].bytes;
    return (size_t)header->granules * GC_GRANULE;
}

/* The end of a cell's slots, given its layout and size. */
GC_INLINE char *gc__slots_end(const gc_heap *heap, const struct gc__layout *layout, void *cell,
                              size_t bytes)
{
    if (GC_UNLIKELY(layout->flags & GC__LAYOUT_HOOK))
        return (char *)cell + heap->kinds[gc_kind_of(cell)]->slots_end_of(cell);
    return (char *)cell + (layout->end == GC_TO_END ? bytes : layout->end);
}

/* Makes a free cell of a range, so that the page can be walked. */
GC_INLINE void gc__make_free_cell(uintptr_t start, size_t bytes)
{
    gc_assert(bytes % GC_GRANULE == 0 && bytes <= GC__PAGE_BYTES);
    *(uint64_t *)start = GC_KIND_FREE | (uint64_t)(bytes / GC_GRANULE) << 16;
}

/* ---- mark bits ---- */

/* What was written before is seen by who sees what is stored later.  The thread sanitizer knows no fences. */
GC_INLINE void gc__release_fence(void)
{
#if !defined(__SANITIZE_THREAD__)
    __atomic_thread_fence(__ATOMIC_RELEASE);
#endif
}

GC_INLINE bool gc__is_marked(const gc_heap *heap, uint32_t granule)
{
    return heap->marks[granule / 64] >> (granule % 64) & 1;
}

/* Marks; returns whether it was not marked before. */
GC_INLINE bool gc__mark(gc_heap *heap, uint32_t granule)
{
    uint64_t *word = &heap->marks[granule / 64], bit = UINT64_C(1) << (granule % 64);

    if (*word & bit)
        return false;
    *word |= bit;
    return true;
}

GC_INLINE uint64_t *gc__page_marks(const gc_heap *heap, uint32_t page)
{
    return &heap->marks[(size_t)page * (GC__PAGE_GRANULES / 64)];
}

/* ---- page.c ---- */
bool gc__cage_create(gc_heap *heap, size_t cage_bytes);
void gc__cage_destroy(gc_heap *heap);
/* A page with memory in it (not zeroed), or 0 if the cage is full.  Limits are the caller's. */
uint32_t gc__page_take(gc_heap *heap, enum gc__space space, enum gc_page_class class);
/* The first of count pages in a row, zeroed, or 0. */
uint32_t gc__page_take_run(gc_heap *heap, uint32_t count, enum gc_page_class class);
void gc__page_take_mapped(gc_heap *heap, uint32_t page, enum gc__space space,
                          enum gc_page_class class);
/* Makes a page free again: pooled, or (stress) quarantined. */
void gc__page_give(gc_heap *heap, uint32_t page, int poison);
void gc__page_give_run(gc_heap *heap, uint32_t first, int poison);
/* Gives the memory of pooled pages beyond keep back, at most so many pages' memory. */
void gc__pool_trim(gc_heap *heap, uint32_t keep, uint32_t most);
void gc__pool_age(gc_heap *heap, uint64_t now_ns);
/* Whether it is time for that. */
bool gc__pool_is_due(const gc_heap *heap, uint64_t now_ns);
/* After a collection: has the memory that the next one will want fetched beside the program. */
void gc__pages_ahead(gc_heap *heap);
/* Waits until nobody fetches memory. */
void gc__pages_ahead_join(gc_heap *heap);
/* All that is free goes to the system: pooled pages, their mark bits, what was fetched ahead, spare slot sets. */
void gc__give_back_all(gc_heap *heap);
void gc__quarantine_release(gc_heap *heap, bool all);
/* Sets or clears the mark bits of a young page, of a young large cell's first one; no other's. */
void gc__young_page_marks(gc_heap *heap, uint32_t page, bool set);
void gc__page_list_add(gc_heap *heap, struct gc__page_list *list, uint32_t page);
void gc__page_list_remove(gc_heap *heap, struct gc__page_list *list, uint32_t page);

/* ---- free_list.c ---- */
void gc__free_list_reset(struct gc__free_list *list);
void gc__free_list_add(gc_heap *heap, struct gc__free_list *list, uintptr_t start, size_t bytes);
/* A block of at least bytes, the larger the better for bump allocation; 0: none. */
uintptr_t gc__free_list_take(gc_heap *heap, struct gc__free_list *list, size_t bytes,
                             size_t *block_bytes);
unsigned gc__free_class(uint32_t granules);
void gc__swept_reset(struct gc__swept *swept);
void gc__swept_add(gc_heap *heap, struct gc__swept *swept, uintptr_t start, size_t bytes);
/* Moves all blocks of from before those of to, in as many steps as there are classes.  tails: of to; may be NULL. */
void gc__free_list_join(gc_heap *heap, struct gc__free_list *to, uint32_t *tails, struct gc__swept *from);

/* ---- space_young.c ---- */
bool gc__young_init(gc_heap *heap);
void gc__young_close_area(gc_heap *heap);
void gc__young_open_area(gc_heap *heap);
bool gc__young_extend(gc_heap *heap, size_t bytes);
/* Takes from the open area what no reservation can have been promised. */
void gc__young_shrink(gc_heap *heap);
uintptr_t gc__young_top(const gc_heap *heap);
size_t gc__young_used(const gc_heap *heap);
/* The same, all of the open area counted as used: it can be, without anybody being asked. */
size_t gc__young_reserved(const gc_heap *heap);
/* Bytes allocated since the heap was made, the open area included. */
uint64_t gc__allocated(const gc_heap *heap);
void gc__young_set_limit(gc_heap *heap);
void gc__young_relabel_all(gc_heap *heap);
/* Whether a scavenge is to copy nothing, and one that does.  (in_place.c) */
bool gc__promotes_in_place(const gc_heap *heap);
void gc__promote_in_place(gc_heap *heap);

/* ---- space_old.c ---- */
void *gc__old_alloc(gc_heap *heap, size_t bytes);
/*
 * A range to make cells in, of at least bytes: a block of the free lists, or a page.  false: the cage is
 * full.  SWEEP: pages may be swept for it, which changes their slot sets.  FRESH: on a page without cells.
 */
enum gc__area_from { GC__AREA_LISTED, GC__AREA_SWEEP, GC__AREA_FRESH };
GC_MUST_CHECK bool gc__old_take_area(gc_heap *heap, size_t bytes, enum gc__area_from from,
                                     uintptr_t *start, uintptr_t *end);
/* Gives the unused rest of such a range back. */
void gc__old_return_area(gc_heap *heap, uintptr_t start, uintptr_t end);
void gc__old_close_area(gc_heap *heap);
size_t gc__old_total(const gc_heap *heap);

/* ---- pretenure.c ---- */
/* Leaves the mode, and the open chunk: what is left of it is a free cell.  At every safepoint. */
void gc__pretenured_retire(gc_heap *heap);
/*
 * At a safepoint: enters the mode with room for a cell of bytes.  May collect before.  false: the cell is to be young.
 */
GC_MUST_CHECK bool gc__pretenured_open(gc_heap *heap, size_t bytes);
/* The area that lies behind retired chunks is given back. */
void gc__pretenured_close(gc_heap *heap);
/* Bytes in the open chunk that are cells. */
size_t gc__pretenured_open_bytes(const gc_heap *heap);
/* Bytes that became old since the heap was made: promoted, or made so. */
uint64_t gc__became_old(const gc_heap *heap);

/* ---- sites.c ---- */
/* Whether allocation is sampled; how many bytes are to be allocated until the next sample. */
bool gc__samples(const gc_heap *heap);
size_t gc__bytes_to_sample(const gc_heap *heap);
/* Takes a sample if one is due: of the cell that is, or is about to be, at cell. */
void gc__sample(gc_heap *heap, const void *cell, bool pretenured);
/* After the copying of a collection, before what it left is given back; after marking; after compaction's. */
void gc__sites_after_evacuation(gc_heap *heap, bool all);
void gc__sites_after_marking(gc_heap *heap);
void gc__sites_relabel(gc_heap *heap);
void gc__sites_after_compaction(gc_heap *heap);
void gc__sites_destroy(gc_heap *heap);
/* Calls visit on the cell of each sample; young: of those that are looked at in scavenges. */
void gc__visit_samples(const gc_heap *heap, void (*visit)(void *arg, void *cell, bool young), void *arg);

/* ---- space_large.c ---- */
void *gc__large_alloc(gc_heap *heap, size_t bytes, bool young);
void gc__large_free(gc_heap *heap, uint32_t first);
void gc__large_free_dead(gc_heap *heap);

/* ---- remembered.c ---- */
/* Records a slot that keeps its target alive. */
void gc__record_slot(gc_heap *heap, const void *field);
/* Records a slot of a cell, weak ones among them. */
void gc__record_field(gc_heap *heap, const void *cell, const void *field);
/* gc__record_field while other scavengers record too: lock guards the making of sets. */
void gc__record_shared(gc_heap *heap, pthread_mutex_t *lock, enum gc__recorded set,
                       const void *field);
/* Which set the slots at field of cell belong to. */
enum gc__recorded gc__recorded_in(const gc_heap *heap, const void *cell, const void *field);
/* Drops a page's sets that have no bits left, and makes the others' summaries exact. */
void gc__prune_slot_sets(gc_heap *heap, uint32_t page);
void gc__drop_slot_set(gc_heap *heap, uint32_t page);
void gc__slot_sets_release(gc_heap *heap);
bool gc__slot_recorded(const gc_heap *heap, const void *field);
bool gc__field_recorded(const gc_heap *heap, const void *cell, const void *field);

/* ---- roots.c ---- */
/* Calls visitor->value and ->slot on the strong roots of one set: frames, stacks, tables, ... */
enum { GC__ROOT_SETS = 5 };
void gc__visit_root_set(gc_heap *heap, unsigned set, struct gc_root_visitor *visitor);
/* Calls visitor->value and ->slot on every strong root, weak_slot on none. */
void gc__visit_strong_roots(gc_heap *heap, struct gc_root_visitor *visitor);
/* Calls visitor->weak_slot on weak slots and ->value on weak persistent roots. */
void gc__visit_weak_roots(gc_heap *heap, struct gc_root_visitor *visitor);

/* ---- scavenge.c ---- */
enum gc__evacuation {
    GC__EVACUATE_YOUNG,   /* a scavenge */
    GC__EVACUATE_PROMOTE, /* young cells, all to the old space */
    GC__EVACUATE_ALL,     /* every cell moves; old ones that are not reached are gone */
};
/* Bytes of the collector's state, to be zeroed; then made ready in a new heap, and undone. */
size_t gc__scavenge_bytes(void);
void gc__scavenge_init(gc_heap *heap);
void gc__scavenge_destroy(gc_heap *heap);
bool gc__evacuation_has_room(const gc_heap *heap, enum gc__evacuation what);
void gc__evacuate(gc_heap *heap, enum gc__evacuation what);

/* ---- mark.c, weak.c, ephemeron.c ---- */
/* Empties the marker; marks of a marking before must be gone. */
void gc__mark_begin(gc_heap *heap);
/* Marks the old cells that roots (not the client's callback) and the slots of young cells refer to. */
void gc__mark_seeds(gc_heap *heap);
/* Marks all that is reachable, ephemerons settled; weak slots are not cleared yet. */
void gc__mark_finish(gc_heap *heap);
/* A cell became old while marking is on, or was allocated so: it is marked, and will be scanned. */
void gc__mark_new(gc_heap *heap, void *cell);
void gc__marker_init(struct gc__marker *marker, gc_heap *heap);
/* Adds what it counted to pages. */
void gc__marker_flush(struct gc__marker *marker);
/* Empties the lists, and clears all that markers wrote to pages. */
void gc__mark_forget(gc_heap *heap);
void gc__marker_drain(struct gc__marker *marker);
/* Scans for as long as budget and deadline of the marker say; whether its stack is empty then. */
bool gc__marker_drain_some(struct gc__marker *marker);
void gc__marker_mark_slot(struct gc__marker *marker, gc_slot slot);
bool gc__slot_is_live(const gc_heap *heap, gc_slot slot);
void gc__mark_ephemerons(struct gc__marker *marker);
/* While marker->pairs is set: a cell was marked; marks the values it is the key of. */
GC_NOINLINE void gc__follow_key(struct gc__marker *marker, uint32_t slot);
void gc__clear_ephemerons(struct gc__marker *marker);
void gc__clear_weak(struct gc__marker *marker);
/* Calls visit on each marked cell of pages with flag, and clears the flag. */
void gc__walk_flagged(gc_heap *heap, uint8_t flag, void (*visit)(void *arg, void *cell), void *arg);
/* The slots of a cell that come in pairs, from begin to before end. */
void gc__ephemeron_range(const gc_heap *heap, void *cell, gc_slot **begin, gc_slot **end);
void gc__weak_range(const gc_heap *heap, void *cell, gc_slot **begin, gc_slot **end);

/* ---- candidates.c ---- */
void gc__candidates_init(gc_heap *heap);
/* When marking begins, nothing marked yet: chooses pages to empty, if any are worth it. */
void gc__candidates_choose(gc_heap *heap);
void gc__candidates_forget(gc_heap *heap);
/* What the pause that ends a marking may take to move cells and update slots; reducing: in a step of a reduction. */
uint64_t gc__evacuation_budget_ns(const gc_heap *heap, bool reducing);
/* Whether there are pages that a reduction would choose now. */
bool gc__candidates_pay(const gc_heap *heap);
void gc__record_candidate(struct gc__marker *marker, const gc_slot *slot, uint32_t page);

GC_INLINE bool gc__is_candidate(const uint64_t *map, uint32_t page)
{
    return __atomic_load_n(&map[page / 64], __ATOMIC_RELAXED) >> (page % 64) & 1;
}

/* Records a slot of an old cell if it refers to a candidate. */
GC_INLINE void gc__record_reference(struct gc__marker *marker, const gc_slot *slot, uint32_t bits)
{
    if ((bits & 1) != 0 && gc__is_candidate(marker->candidates, bits >> 17))
        gc__record_candidate(marker, slot, bits >> 17);
}

/* ---- compact.c ---- */
/*
 * After marking, before the sweep: empties candidates, as many as the budget allows; or (all) every sparse page, if
 * that gains enough, visiting every slot of the heap.  Returns the bytes moved.
 */
size_t gc__compact(gc_heap *heap, bool all);
/* Whether emptying so many pages, of so many bytes of live cells together, gains enough, and there is room for these. */
bool gc__compaction_pays(const gc_heap *heap, size_t pages, size_t bytes);

/* ---- concurrent.c ---- */
void gc__concurrent_init(gc_heap *heap);
/* A marking begins: helpers' markers are made empty. */
void gc__concurrent_begin(gc_heap *heap);
/* Lets helpers mark beside the program, if marking is under way and there is something to scan. */
void gc__concurrent_resume(gc_heap *heap);
/* Stops them; their lists are the mutator's then. */
void gc__concurrent_pause(gc_heap *heap);
/* Shares the mutator's stack with helpers: all of it, or what is more than it needs soon. */
void gc__concurrent_offer(gc_heap *heap, bool all);
/* Whether all that was found is scanned; offers it to helpers if not. */
bool gc__concurrent_is_drained(gc_heap *heap);
size_t gc__concurrent_progress(const gc_heap *heap);
void gc__concurrent_drain(gc_heap *heap);
bool gc__helper_goes_on(struct gc__marker *marker);

/* ---- incremental.c ---- */
void gc__marking_init(gc_heap *heap);
/* After a full collection: decides when the next marking starts. */
void gc__marking_plan(gc_heap *heap);
/* What marking all of the old generation takes, by the speed that was measured. */
uint64_t gc__marking_expected_ns(const gc_heap *heap);
/* Turns the barrier on and marks from the roots.  Not within a scavenge. */
void gc__marking_start(gc_heap *heap);
/* Marks for so many nanoseconds, or so many cells where cells is not 0: a pause. */
void gc__marking_step(gc_heap *heap, uint64_t ns, uint64_t cells);
/* At a slow path of allocation: a step or the final pause, if one is due; sweeping, if a start is near. */
void gc__marking_advance(gc_heap *heap);
/* At the end of a scavenge: starts marking if it is time, or shows it the survivors. */
void gc__marking_after_scavenge(gc_heap *heap);
/* Forgets a marking under way: no cell is marked then. */
void gc__marking_abort(gc_heap *heap);
/* All is marked: turns the barrier off. */
void gc__marking_end(gc_heap *heap);
/* Counts a pause that was one of marking's: a step, or its start. */
void gc__marking_note_step(gc_heap *heap, uint64_t begin_ns);
/* Whether marking would start soon; and whether it is to go in steps, rather than in one short pause. */
bool gc__marking_is_near(const gc_heap *heap);
bool gc__marking_is_worth_it(const gc_heap *heap);
/* Whether marking is over and its final pause fits the target now. */
bool gc__final_is_due(const gc_heap *heap);
/* Whether the old generation has to be collected now, in one pause. */
bool gc__full_is_due(const gc_heap *heap);
/* Old space is short: starts marking or goes on with it, or collects. */
void gc__relieve_old(gc_heap *heap, const char *reason);

/* ---- pauses.c ---- */
void gc__pacing_init(gc_heap *heap);
/* gc__evacuate, measured. */
void gc__evacuate_paced(gc_heap *heap, enum gc__evacuation what);
/* The bytes of a nursery whose scavenges keep to the target, going by what survived lately. */
size_t gc__pacing_nursery(const gc_heap *heap);
/* What is expected of a scavenge, or of the final pause of a marking that has nothing left to scan. */
uint64_t gc__pacing_scavenge_ns(const gc_heap *heap);
uint64_t gc__pacing_final_ns(const gc_heap *heap);
/* Sweeps for so long, a page at least; whether few enough are left to start marking. */
bool gc__sweep_for(gc_heap *heap, uint64_t ns);

/* ---- idle.c ---- */
/* Whether the pages of the old generation hold so much more than live bytes that a reduction is to compact them. */
bool gc__reduction_compacts(const gc_heap *heap, size_t live);
/* Whether gc_step is reducing memory: what it does then may take longer, and is worth less. */
bool gc__reduces_now(const gc_heap *heap);
/* A collection that reduces memory has ended; marked: it ended a marking that went on in steps, of which there may be more. */
void gc__reduction_note(gc_heap *heap, bool marked);

/* ---- finalize.c ---- */
bool gc__offheap_ensure(gc_heap *heap);
void gc__offheap_add(gc_heap *heap, void *cell);
void gc__offheap_after_evacuation(gc_heap *heap, bool all);
void gc__offheap_after_marking(gc_heap *heap);
void gc__offheap_relabel(gc_heap *heap);
void gc__offheap_destroy(gc_heap *heap);
/* After copying: whether a cell survived, and its slot now. */
bool gc__survived_copying(const gc_heap *heap, uint32_t *bits);

/* ---- sweep.c ---- */
void gc__sweep_init(gc_heap *heap);
void gc__sweep_destroy(gc_heap *heap);
void gc__sweep_begin(gc_heap *heap);
bool gc__sweep_one(gc_heap *heap);
bool gc__sweep_roomy(gc_heap *heap);
void gc__sweep_ahead(gc_heap *heap, size_t bytes);
/* Sweeps all that waits, with helpers where it is much. */
void gc__sweep_finish(gc_heap *heap);
/* Forgets that pages wait for the sweep; only marking may follow. */
void gc__sweep_abandon(gc_heap *heap);
/* Lets helpers sweep beside the program, if enough pages wait. */
void gc__sweep_resume(gc_heap *heap);
/* Stops them; all pages and blocks are the mutator's then [sweep.handshake].  Returns whether they were at work. */
bool gc__sweep_pause(gc_heap *heap);
/* Takes over what helpers swept meanwhile; false: nothing. */
bool gc__sweep_adopt(gc_heap *heap);
/* A page joins those that wait, or leaves them; not while helpers sweep. */
void gc__unswept_add(gc_heap *heap, uint32_t page);
void gc__unswept_remove(gc_heap *heap, uint32_t page);

/* ---- policy.c ---- */
void gc__policy_init(gc_heap *heap);
size_t gc__policy_cage_bytes(const gc_heap *heap);
size_t gc__outside_bytes(const gc_heap *heap);
size_t gc__total_bytes(const gc_heap *heap);
/* What to collect where the nursery is full, and both of V8's reasons. */
enum gc_collection gc__choose_collection(gc_heap *heap, const char **reason,
                                         const char **collector_reason);
void gc__policy_begin(gc_heap *heap);
void gc__policy_end(gc_heap *heap);
void gc__resize_young(gc_heap *heap);
void gc__ledger_changed(gc_heap *heap);
void gc__settle_ledger(gc_heap *heap);
bool gc__may_help(const gc_heap *heap);
void gc__be_hopeful(gc_heap *heap);
/* Cells and memory outside grew: the ledger remembers its peaks. */
void gc__note_peak(gc_heap *heap);
/* After a full collection: tells of levels that were passed.  (pressure.c) */
void gc__pressure_update(gc_heap *heap);

/* ---- limit.c ---- */
bool gc__fits(const gc_heap *heap, size_t old_bytes, size_t outside_bytes);
/* Bytes by which cells, the nursery included, and the ledger may exceed their limits now [limit.over]. */
size_t gc__over(const gc_heap *heap);
/* Bytes of cells that the limits, and what they may be exceeded by, leave. */
size_t gc__room(const gc_heap *heap);
/* Whether full collections near the limit took most of the time, several in a row (abort only). */
bool gc__ineffective(const gc_heap *heap);
/* Climbs the ladder until old_bytes and outside_bytes fit; false: they never will. */
bool gc__make_room(gc_heap *heap, size_t old_bytes, size_t outside_bytes);
GC_COLD void gc__out_of_memory(gc_heap *heap, const char *location, size_t bytes);

/* ---- heap.c ---- */
void gc__collect(gc_heap *heap, enum gc_collection what, const char *reason,
                 const char *collector_reason);
/* Moves every cell: stress, and compaction under pressure. */
void gc__collect_compact(gc_heap *heap, const char *reason);

/* ---- alloc.c, stress.c ---- */
/* Entry to every safepoint: stress and the ledger act here. */
void gc__safepoint(gc_heap *heap);
void gc__stress_init(gc_heap *heap);
void gc__stress_safepoint(gc_heap *heap);
void gc__stress_marking_safepoint(gc_heap *heap);
/* Counts an allocation; true if this one is to fail. */
GC_INLINE bool gc__allocation_fails(gc_heap *heap);
GC_COLD bool gc__count_allocation(gc_heap *heap);
uint64_t gc__random(gc_heap *heap);

GC_INLINE bool gc__allocation_fails(gc_heap *heap)
{
    return GC_UNLIKELY(heap->config.fail_alloc != 0) && gc__count_allocation(heap);
}

/* ---- verify.c, verify_marks.c ---- */
/* Whether mark bits are what they should be; prints what is broken. */
bool gc__verify_marks(gc_heap *heap, const char *when);
/* After marking: whether every slot that refers to a candidate is recorded; prints what is broken. */
bool gc__verify_candidates(gc_heap *heap, const char *when);
bool gc__verify_quiet(gc_heap *heap, const char *when);

/* ---- events.c, trace.c, trace_nvp.c, trace_json.c ---- */
void gc__emit(gc_heap *heap, enum gc_event_type type, size_t value);
/* Counts a pause; those of collections count at their GC_EVENT_COLLECTION_END. */
void gc__record_pause(gc_heap *heap, enum gc_pause kind, uint64_t ns);
void gc__trace_init(gc_heap *heap);
/* The line of the collection that just ended, in the other formats. */
void gc__print_nvp(gc_heap *heap, FILE *file);
void gc__print_json(gc_heap *heap, FILE *file);

/* ---- memory.c ---- */
/* Injected failures: whether the collector's next allocation, or its next search for room to move cells to, is to fail. */
bool gc__metadata_fails(gc_heap *heap);
void *gc__metadata_alloc(gc_heap *heap, size_t bytes);
void gc__metadata_free(gc_heap *heap, void *block, size_t bytes);

uintptr_t gc__page_end(const gc_heap *heap, uint32_t page);
/* Walks a page's cells; unswept pages show marked cells only.  visit may not allocate old cells. */
void gc__walk_page(gc_heap *heap, uint32_t page, void (*visit)(void *arg, void *cell, size_t bytes),
                   void *arg);

#endif
