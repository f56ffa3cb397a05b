/*
 * gc/heap.h: a heap's life: configuration, collection, limits, figures.
 *
 * A heap belongs to one thread at a time.  Nothing here knows of any language.
 */
#ifndef GC_HEAP_H
#define GC_HEAP_H

#include "gc/frame.h"
#include "gc/memory.h"
#include <stdio.h>

/* Of --trace-gc: V8 11.3's lines, those of V8 in 2017, or a JSON object a line.  docs/tracing.md. */
enum gc_trace_format { GC_TRACE_DEFAULT, GC_TRACE_V8_2017, GC_TRACE_JSON };

/* What happens when all that can be collected was, and a request still does not fit: it fails, or a report and abort(). */
enum gc_at_limit { GC_AT_LIMIT_FAIL, GC_AT_LIMIT_ABORT };

/* What gc_heap_create is told.  Zeroed fields mean the defaults: (struct gc_config){.kinds = ..., .kind_count = ...}. */
struct gc_config {
    const struct gc_kind *const *kinds; /* indexed by kind number; entries below
                                           GC_KIND_FIRST_CLIENT are ignored; NULL: unused */
    size_t kind_count;                  /* at most 256 */
    const char *const *constant_names;  /* for dumps; may be NULL */
    size_t constant_count;
    gc_visit_roots_fn *visit_roots; /* may be NULL */
    void *client;                   /* passed to the callbacks */

    /* Limits in bytes; 0 is the default (from machine and cgroup memory, as V8's; see policy.c). */
    size_t max_old_bytes;        /* cells of the old generation, large ones included */
    size_t max_semi_space_bytes; /* one semispace */
    size_t min_semi_space_bytes;
    size_t max_total_bytes; /* cells, gc_malloc and off-heap bytes together */
    size_t soft_total_bytes; /* a full collection that leaves more is told as GC_EVENT_SOFT_LIMIT; 0: 85 %
                                of max_total_bytes */
    enum gc_at_limit at_limit;

    /*
     * The limit is near (after a full collection did not help): may return a higher old-space limit, or
     * the current one to decline.  NULL: declined.
     */
    size_t (*near_limit)(void *client, size_t current_bytes, size_t initial_bytes);
    /*
     * With GC_AT_LIMIT_ABORT: called after the heap printed its last collections on stderr, prints the
     * program's stack and the closing line naming location; abort() follows.  NULL: the heap prints a
     * closing line of its own.
     */
    void (*fatal)(void *client, const char *location);
    /* A last-resort collection begins: the client empties its caches.  May not allocate.  May be NULL. */
    void (*drop_caches)(void *client);
    /*
     * Called after each collection, outside the pause; may not allocate cells.  cleared_weak: a weak slot,
     * pair or root was cleared.
     */
    void (*after_collection)(void *client, bool full, bool cleared_weak);

    /*
     * The site of the allocation in progress, or 0; called at safepoints, may not allocate.  NULL: the client has no
     * sites.  site_changed: from now on the site's cells are to be pretenured, or no longer; called in collections.
     */
    uintptr_t (*allocation_site)(void *client);
    void (*site_changed)(void *client, uintptr_t site, bool pretenured);
    bool no_pretenuring;     /* sites are sampled for gc_allocation_sites only */

    /* Debug aids. */
    bool stress_pretenuring; /* every slow allocation is sampled, and site_changed called at random */
    bool verify;              /* the whole heap, before and after each collection */
    bool no_incremental_marking; /* each full collection is one pause */
    bool no_concurrent_marking;  /* no marking on other threads while the program runs */
    bool no_concurrent_sweeping; /* no sweeping on other threads */
    bool no_in_place;         /* a scavenge copies what lives, however much of the nursery it is */
    bool in_place_always;     /* scavenges make all that is young old where it is, unless there is a reason not to */
    bool no_compact;          /* cells of the old generation never move */
    bool compact_always;      /* each full collection empties every page of regular cells that it can */
    uint32_t stress_marking;  /* 0: off; n: 1 in about n safepoints starts marking, or takes a tiny step */
    uint32_t stress_interval; /* 0: off; 1: every safepoint moves every cell; n: 1 in about n, random */
    bool stress_adaptive;     /* collections take at most 90 % of the time */
    uint64_t seed;            /* of stress; 0: from the clock.  Printed when stress is on. */
    uint64_t fail_alloc;      /* the how-manieth allocation fails, once; 0: none */
    uint32_t fail_metadata;   /* 1 in about n of the collector's own allocations fails; 0: none */
    uint64_t pause_target_us; /* what a pause should take at most, in microseconds; 0: GC_PAUSE_TARGET_US (gc/pause.h) */
    bool single_threaded;     /* no helper threads: the same run does the same */
    bool parallel_scavenge;   /* helpers share the work of scavenges where it is worth it */
    uint32_t scavenge_helpers; /* so many helpers in each scavenge, however small; 0: where it is worth it */
    uint32_t compact_helpers; /* the same of each compaction */
    uint32_t worklist_segments; /* reserve of the collector's lists, 4 KiB each; 0: by the cage's size */
    bool trace_gc, trace_gc_nvp, trace_gc_verbose, trace_gc_ignore_scavenger;
    bool trace_incremental_marking;
    enum gc_trace_format trace_format;
    FILE *trace_file;         /* NULL: stdout */
    const void *isolate_id;   /* printed in traces */
    const char *system_root;  /* directory below which /proc and /sys are looked for; NULL: the root.  For tests */
};

/* Makes a heap, or returns NULL (no address space or memory).  config is copied; the tables it names are not. */
GC_API gc_heap *gc_heap_create(const struct gc_config *config);

/* Finalizes every cell with off-heap memory and unmaps everything.  No frame may be live. */
GC_API void gc_heap_destroy(gc_heap *heap);

/* How much a collection does. */
enum gc_collection {
    GC_YOUNG,        /* a scavenge */
    GC_FULL,         /* mark-sweep of everything */
    GC_REDUCE,       /* full, sparse pages compacted, free memory returned: for idle time */
    GC_LAST_RESORT,  /* the same, the client's caches dropped first */
};

/*
 * Collects now.  reason appears in traces and is kept for later ones: a string of static life.  A safepoint: every
 * cell may move.  Cannot fail.
 */
GC_API void gc_collect(gc_heap *heap, enum gc_collection what, const char *reason);

/* A safepoint that allocates nothing: collects if stress, or off-heap growth, asks for it.  Cannot fail. */
GC_API void gc_poll(gc_heap *heap);

/*
 * The ledger of memory outside the cage that cells own and gc_malloc did not give (mapped files, foreign
 * libraries): adds bytes, negative to give back.  gc_external_reserve asks first whether bytes more fit
 * the limits, collecting if they do not (a safepoint); false: they do not.
 */
GC_API GC_MUST_CHECK bool gc_external_reserve(gc_heap *heap, size_t bytes);
GC_API void gc_external_adjust(gc_heap *heap, ptrdiff_t bytes);

/*
 * A safepoint for whoever is about to take up to so many bytes from gc_malloc, which cannot collect by itself:
 * collects if they would not fit and there is something to collect.
 */
GC_API void gc_prepare_malloc(gc_heap *heap, size_t bytes);

/*
 * Says that the client deals with an allocation that failed, and may have dropped what it held: requests that do
 * not fit collect again, however often that was in vain before.  Collects nothing itself.
 */
GC_API void gc_failure_handled(gc_heap *heap);

/*
 * Memory of buffers: zeroed bytes outside the cage, counted under buffer_bytes and in the ledger; large
 * ones are mapped and unmapped directly so that freeing returns them to the system.  The first is a
 * safepoint (it may collect to make room) and returns NULL where limits forbid; bytes may be 0.
 */
GC_API void *gc_buffer_alloc(gc_heap *heap, size_t bytes);
GC_API void gc_buffer_free(gc_heap *heap, void *block, size_t bytes);

/* Figures; sizes in bytes, times in nanoseconds. */
struct gc_statistics {
    size_t heap_total_bytes;  /* committed pages of all spaces (V8: heapTotal) */
    size_t heap_used_bytes;   /* cells, by the sweep's last count and allocation since (heapUsed) */
    size_t young_used_bytes, young_committed_bytes;
    size_t old_used_bytes, old_committed_bytes;
    size_t large_used_bytes, large_committed_bytes;
    size_t read_only_bytes;
    size_t malloc_bytes;   /* by gc_malloc */
    size_t buffer_bytes;   /* by gc_buffer_alloc (arrayBuffers) */
    size_t external_bytes; /* declared by gc_external_adjust */
    size_t limit_old_bytes, limit_total_bytes;
    size_t peak_malloc_bytes;
    size_t peak_cell_bytes, peak_total_bytes; /* between collections: all cells; and all that is counted */
    uint64_t scavenges, full_collections;
    uint64_t scavenge_ns, full_ns, pause_max_ns; /* totals of pauses, and the longest */
    uint64_t marking_steps, marking_ns, marking_aborts; /* steps of marking beside the program, their pauses */
    uint64_t pause_target_ns; /* what a pause should take at most, now */
    /* Pauses that took longer: scavenges, full collections, steps; and full collections that the client asked for. */
    uint64_t missed_young, missed_full, missed_step, missed_asked;
    uint64_t step_over_max_ns; /* by which the worst call of gc_step exceeded its time */
    uint64_t helper_ns; /* time that helper threads spent marking and sweeping */
    uint64_t scanned_bytes, helper_scanned_bytes; /* cells that marking scanned; and those of them that helpers did */
    uint64_t promoted_bytes, promoted_by_age_bytes, promoted_by_overflow_bytes;
    uint64_t promoted_in_place_bytes, copied_bytes;
    uint64_t allocated_bytes; /* since the heap was made */
    uint64_t pretenured_bytes; /* of these, in cells made old because of their site */
    size_t pretenured_sites;
    uint64_t safepoints;
};
/* Fills *out with the figures of now.  Never collects. */
GC_API void gc_get_statistics(gc_heap *heap, struct gc_statistics *out);

/*
 * Changes the limits, in bytes; 0 leaves one as it is.  Never collects: a lower limit acts at the next allocations.
 */
GC_API void gc_set_limits(gc_heap *heap, size_t max_old_bytes, size_t max_total_bytes);

/* How near live memory is to its limits, or the system to the end of its memory. */
enum gc_pressure {
    GC_PRESSURE_NONE,
    GC_PRESSURE_MODERATE, /* from 70 % on */
    GC_PRESSURE_HIGH,     /* 85 % */
    GC_PRESSURE_CRITICAL, /* 95 % */
};
/* Of the heap's own limits: what the last full collection left.  O(1). */
GC_API enum gc_pressure gc_pressure(const gc_heap *heap);
/*
 * Of the system: the tightest control group (90 % of its limit is HIGH, 97 % CRITICAL), and time lost to waiting for
 * memory in the last ten seconds (some processes a tenth: HIGH; all a twentieth: CRITICAL).  Reads a few small files;
 * nothing stays open.
 */
GC_API enum gc_pressure gc_system_pressure(const gc_heap *heap);

/* The client pointer of the configuration. */
GC_API void *gc_client(const gc_heap *heap);

#endif
