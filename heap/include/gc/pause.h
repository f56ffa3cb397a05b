/*
 * gc/pause.h: how long collections may stop the program, and work for time that it has to spare.
 *
 * What a target does to steps, nursery and final pause, and what it cannot do: docs/design/pauses.md.
 */
#ifndef GC_PAUSE_H
#define GC_PAUSE_H

#include "gc/heap.h"

enum { GC_PAUSE_TARGET_US = 5000 }; /* the target unless told otherwise, in microseconds */

/*
 * Sets what a pause should take at most, in microseconds: 0 means GC_PAUSE_TARGET_US, and less than 100 are taken for
 * 100.  Steps of marking, stretches of the sweep and the size of the nursery follow from it and from the speed
 * that collections were measured to have.  No promise: what took longer is counted in gc_statistics, by kind.  Never
 * collects; acts from the next pause on.
 */
GC_API void gc_set_pause_target(gc_heap *heap, uint64_t microseconds);

/*
 * Uses time that the host has to spare, in microseconds: sweeps pages, marks, collects young cells and ends a marking
 * where that fits into what is left of the time, and gives unused pages back.  A safepoint: every cell may move.
 * Takes no longer than asked for, but by up to half a millisecond, the time of one page or root set, where what was
 * begun was measured to fit; statistics.step_over_max_ns tells.  Cannot fail.
 *
 * Returns whether another call with as much time is useful.  False: there is nothing to do, or what comes next does not
 * fit into so short a time, and waits for a longer one, or for allocation to ask for it.
 */
GC_API bool gc_step(gc_heap *heap, uint64_t microseconds);

/*
 * The microseconds that gc_step has to be given to go on, by what was measured: what cannot be cut into smaller pieces,
 * such as the final pause of a marking.  0: there is nothing to do.  Never collects.
 */
GC_API uint64_t gc_step_needs(const gc_heap *heap);

/*
 * Asks for less memory: the calls of gc_step that follow collect everything and compact as far as that is worth it, as
 * GC_REDUCE does in one pause, and give free memory back.  Stays asked for until that is done, by gc_step or by
 * gc_collect with GC_REDUCE or more.  Never collects.
 */
GC_API void gc_want_reduce(gc_heap *heap);

#endif
