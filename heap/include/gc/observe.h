/*
 * gc/observe.h: what monitoring reads of a heap: pauses, spaces, room, and the traces that it prints.
 *
 * Nothing here collects or allocates.  Counters that are totals stand in struct gc_statistics (gc/heap.h).
 */
#ifndef GC_OBSERVE_H
#define GC_OBSERVE_H

#include "gc/heap.h"

/* ---- pauses ---- */

/* Kinds of pauses, each with a histogram of its own. */
enum gc_pause {
    GC_PAUSE_YOUNG, /* scavenges */
    GC_PAUSE_FULL,  /* the atomic pause of full collections, last resorts among them */
    GC_PAUSE_STEP,  /* steps of incremental marking between collections */
    GC_PAUSES
};

/*
 * A log-linear histogram of fixed size: a power of two is cut into 32 equal parts, so that a bucket is at
 * most 1/32 of its values wide; values below 64 have buckets of their own.  What is 2^37 ns (137 s) or
 * more counts in the last bucket; sum and max are exact even then.
 */
enum {
    GC_HISTOGRAM_PARTS = 32,
    GC_HISTOGRAM_BITS = 37,
    GC_HISTOGRAM_BUCKETS = (GC_HISTOGRAM_BITS - 4) * GC_HISTOGRAM_PARTS,
};
struct gc_histogram {
    uint64_t count, sum, min, max; /* min and max are 0 while count is */
    double sum_of_squares;
    uint64_t buckets[GC_HISTOGRAM_BUCKETS];
};

/* Nanoseconds of all pauses of a kind since the heap was made.  Part of the heap; O(1). */
GC_API const struct gc_histogram *gc_get_histogram(const gc_heap *heap, enum gc_pause kind);

/* For clients' own use: a zeroed struct gc_histogram is an empty one. */
GC_API void gc_histogram_record(struct gc_histogram *histogram, uint64_t value);
/* Adds all values of `from`. */
GC_API void gc_histogram_add(struct gc_histogram *into, const struct gc_histogram *from);
/*
 * The least bucket end that `percent` (0 to 100) of the values do not exceed, never above max; 0 of an empty
 * histogram.  Percent 0 is the bucket of the smallest value, 100 is max.  Linear in the buckets.
 */
GC_API uint64_t gc_histogram_percentile(const struct gc_histogram *histogram, double percent);

/* ---- spaces ---- */

/* The spaces of gc/spaces.def, as V8 divides its heap. */
enum gc_space {
#define SPACE(name, text) GC_SPACE_##name,
#include "gc/spaces.def"
#undef SPACE
    GC_SPACES
};
/* Figures of one space, in bytes. */
struct gc_space_figures {
    size_t committed; /* pages in use */
    size_t used;      /* cells, garbage that no collection found yet included */
    size_t available; /* room for cells before the space needs pages or a collection */
};
/* Fills the figures of all spaces.  Linear in the number of young large cells.  Never collects, never fails. */
GC_API void gc_get_spaces(const gc_heap *heap, struct gc_space_figures figures[GC_SPACES]);
/* "new_space", ... */
GC_API const char *gc_space_name(enum gc_space space);
/*
 * The bytes of each space that lie in memory, by the system's word: at most `committed`.  One system call
 * for each 16 MiB of neighbouring pages, about a millisecond a GiB.
 */
GC_API void gc_get_resident(const gc_heap *heap, size_t resident[GC_SPACES]);

/* Room and handles; linear in the number of persistent roots. */
struct gc_room {
    size_t size_limit; /* of cells: the old generation's, and three semispaces, as V8 counts them */
    size_t available;  /* cells that still fit: the old generation's and the nursery's room, in all limits */
    size_t root_bytes, live_root_bytes; /* persistent roots, and those of them that hold a cell */
    bool fills_freed;                   /* freed memory is overwritten with a pattern */
};
GC_API void gc_get_room(const gc_heap *heap, struct gc_room *out);

/* Bytes outside the cage that cells of a kind own, by the kind's offheap_bytes; linear in such cells. */
GC_API size_t gc_kind_outside_bytes(const gc_heap *heap, uint8_t kind);

/* ---- traces ---- */

/* The flags of struct gc_config that may change while the heap lives; see docs/tracing.md. */
enum gc_trace_flag { GC_TRACE_GC, GC_TRACE_GC_NVP, GC_TRACE_GC_VERBOSE, GC_TRACE_GC_IGNORE_SCAVENGER };
GC_API void gc_set_trace(gc_heap *heap, enum gc_trace_flag flag, bool on);
GC_API void gc_set_trace_format(gc_heap *heap, enum gc_trace_format format);

#endif
