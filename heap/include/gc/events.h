/*
 * gc/events.h: what happens in a heap, told to whoever listens.  The traces are listeners too.
 */
#ifndef GC_EVENTS_H
#define GC_EVENTS_H

#include "gc/heap.h"

/* The types of events; what each means, and its value: gc/events.def. */
enum gc_event_type {
#define EVENT(name, text) GC_EVENT_##name,
#include "gc/events.def"
#undef EVENT
    GC_EVENT_TYPES
};

/* Figures of one collection; bytes and nanoseconds. */
struct gc_collection_figures {
    enum gc_collection what;
    bool compacted;               /* old cells moved too */
    bool in_place;                /* young pages became old where they were: no room to copy, or little to gain */
    const char *reason;           /* "allocation failure", ... */
    const char *collector_reason; /* why not a scavenge; "" for a scavenge */
    uint64_t number;              /* 1 for the heap's first */
    uint64_t start_ns;            /* since the heap was made */
    uint64_t pause_ns, mutator_ns; /* of it, and between the last one's end and its start */
    /* Of incremental marking that this collection ended; all 0 where there was none. */
    uint64_t incremental_ns, incremental_longest_ns, marking_wall_ns;
    uint32_t incremental_steps;
    uint64_t roots_ns, remembered_ns, drain_ns, weak_ns, mark_ns, sweep_ns, finalize_ns, callback_ns;
    uint64_t compact_ns, in_place_ns;
    size_t used_before, used_after, committed_before, committed_after;
    size_t holes_before, holes_after; /* free-list bytes */
    size_t allocated;                 /* since the last one */
    size_t young_before;              /* bytes in young cells when it began */
    size_t copied, promoted, promoted_by_age, promoted_by_overflow, promoted_in_place, promoted_large;
    size_t compacted_bytes;   /* moved off sparse pages */
    unsigned scavengers;      /* threads that copied young cells */
    unsigned compactors;      /* threads that emptied sparse pages */
    size_t offheap_finalized; /* cells */
    size_t external_before, external_after;
    double average_utilisation, current_utilisation;
    bool cleared_weak;
};

/* One event, valid during the call of the listener. */
struct gc_event {
    enum gc_event_type type;
    uint64_t ns;      /* since the heap was made */
    size_t value;     /* see gc/events.def */
    uint64_t took_ns; /* what the beginning of marking took, of GC_EVENT_MARKING_START; otherwise 0 */
    const struct gc_collection_figures *figures; /* of a collection's events; valid during the call */
};

/* A listener in client memory, linked until removed.  Called inside pauses: it may not use the heap. */
struct gc_event_sink {
    void (*event)(struct gc_event_sink *sink, gc_heap *heap, const struct gc_event *event);
    struct gc_event_sink *next;
};

/* Links a listener, and unlinks one that is linked.  sink stays the client's.  Neither collects nor fails. */
GC_API void gc_add_event_sink(gc_heap *heap, struct gc_event_sink *sink);
GC_API void gc_remove_event_sink(gc_heap *heap, struct gc_event_sink *sink);

#endif
