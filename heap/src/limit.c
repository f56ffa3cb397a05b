/*
 * limit.c: what happens when a limit is reached.
 *
 * The ladder: a full collection; a last-resort collection, for which the client empties its caches and
 * after which the space is compacted; the client's near-limit callback, which may raise the limit; then
 * the ending: the allocation fails, or the process ends with V8's report and abort().
 *
 * [limit.over]: cells, the nursery included, exceed the old-space limit, and the whole ledger exceeds its
 * own, by at most 256 KiB.  The first half of that is for young cells that nobody knows yet to be dead; the
 * second is the reserve, which opens when an allocation failed: in it a program runs its handlers, so that
 * it can drop what it holds.  It closes when a full collection leaves less than the limits.  A program that
 * goes on without dropping anything soon fails at every allocation; after several failures in a row it gets
 * a collection again only when it ran as long as the last climb took, or dealt with a failure.
 */
#include "internal.h"
#include <stdlib.h>

enum {
    INEFFECTIVE_MAX = 4,
    PATIENCE = 16, /* climbs in a row that may fail before they are rationed */
};

size_t gc__over(const gc_heap *heap)
{
    return heap->policy.reserve_open ? GC__OVER_BYTES : GC__OVER_BYTES / 2;
}

static size_t difference(size_t a, size_t b)
{
    return a > b ? a - b : 0;
}

size_t gc__room(const gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;
    size_t cells = gc__old_total(heap) + heap->young.large_bytes + gc__young_reserved(heap);
    size_t over = gc__over(heap);
    size_t old = difference(policy->max_old + over, cells);
    size_t total = difference(policy->max_total + over, gc__total_bytes(heap));

    if (GC_MUTANT(LIMIT_IGNORED))
        return SIZE_MAX;
    return old < total ? old : total;
}

/* Whether so many bytes more of old cells and outside memory stay within both limits. */
bool gc__fits(const gc_heap *heap, size_t old_bytes, size_t outside_bytes)
{
    const struct gc__policy *policy = &heap->policy;
    size_t old = gc__old_total(heap) + heap->young.large_bytes;
    size_t total = gc__total_bytes(heap);

    if (GC_MUTANT(LIMIT_IGNORED))
        return true;
    if (old > policy->max_old || old_bytes > policy->max_old - old)
        return false;
    if (total > policy->max_total || outside_bytes > policy->max_total - total)
        return false;
    return old_bytes <= policy->max_total - total - outside_bytes;
}

/* V8's guard: four full collections in a row near the limit that took most of the time. */
bool gc__ineffective(const gc_heap *heap)
{
    return heap->config.at_limit == GC_AT_LIMIT_ABORT && heap->policy.ineffective >= INEFFECTIVE_MAX;
}

/* Whether a climb's step was enough. */
static bool is_enough(const gc_heap *heap, size_t old_bytes, size_t outside_bytes)
{
    return gc__fits(heap, old_bytes, outside_bytes) && !gc__ineffective(heap);
}

static bool ask_client(gc_heap *heap)
{
    struct gc__policy *policy = &heap->policy;
    size_t limit;

    if (heap->config.near_limit == NULL)
        return false;
    limit = heap->config.near_limit(heap->config.client, policy->max_old, policy->initial_max_old);
    if (limit <= policy->max_old)
        return false;
    policy->max_old = limit;
    policy->ineffective = 0;
    gc__emit(heap, GC_EVENT_LIMIT_RAISED, limit);
    return true;
}

/* Whether climbs failed so often and so recently that another would hardly find anything. */
static bool just_failed(const gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;

    return policy->ladder_failures >= PATIENCE &&
           gc__os_now_ns() - policy->ladder_end_ns < policy->ladder_ns;
}

void gc_failure_handled(gc_heap *heap)
{
    struct gc__policy *policy = &heap->policy;

    if (policy->ladder_failures >= PATIENCE)
        policy->ladder_failures = PATIENCE - 1;
    gc__be_hopeful(heap);
}

static bool climb(gc_heap *heap, size_t old_bytes, size_t outside_bytes)
{
    uint64_t full = heap->statistics.full_collections;

    if (gc__allocated(heap) != heap->policy.allocated_at_last || heap->figures.what == GC_YOUNG) {
        gc__collect(heap, GC_FULL, "allocation failure", "GC in old space requested");
        if (is_enough(heap, old_bytes, outside_bytes))
            return true;
    }
    gc__collect(heap, GC_LAST_RESORT, "last resort", "last resort");
    gc_assert(heap->statistics.full_collections > full);
    if (is_enough(heap, old_bytes, outside_bytes))
        return true;
    return ask_client(heap) && gc__fits(heap, old_bytes, outside_bytes);
}

bool gc__make_room(gc_heap *heap, size_t old_bytes, size_t outside_bytes)
{
    struct gc__policy *policy = &heap->policy;
    uint64_t begin_ns = gc__os_now_ns();
    const char *location = "Reached heap limit";

    if (!just_failed(heap)) {
        if (climb(heap, old_bytes, outside_bytes)) {
            policy->ladder_failures = 0;
            return true;
        }
        policy->ladder_failures++;
        policy->reserve_open = true;
        policy->ladder_end_ns = gc__os_now_ns();
        policy->ladder_ns = policy->ladder_end_ns - begin_ns;
    }
    if (gc__ineffective(heap))
        location = "Ineffective mark-compacts near heap limit";
    else if (old_bytes > policy->max_old || outside_bytes > policy->max_total)
        location = "CALL_AND_RETRY_LAST";
    gc__out_of_memory(heap, location, old_bytes + outside_bytes);
    return false;
}

/* The ending: returns where allocations are to fail, and aborts otherwise. */
void gc__out_of_memory(gc_heap *heap, const char *location, size_t bytes)
{
    gc__emit(heap, GC_EVENT_OUT_OF_MEMORY, bytes);
    if (heap->config.at_limit == GC_AT_LIMIT_FAIL)
        return;
    fflush(NULL);
    fprintf(stderr, "\n<--- Last few GCs --->\n\n%.*s\n\n", (int)heap->trace.ring_length,
            heap->trace.ring);
    if (heap->config.fatal != NULL)
        heap->config.fatal(heap->config.client, location);
    else
        fprintf(stderr, "FATAL ERROR: %s Allocation failed - heap out of memory\n", location);
    fflush(stderr);
    abort();
}

void gc_set_limits(gc_heap *heap, size_t max_old_bytes, size_t max_total_bytes)
{
    struct gc__policy *policy = &heap->policy;

    if (max_old_bytes != 0)
        policy->max_old = policy->initial_max_old = max_old_bytes;
    if (max_total_bytes != 0)
        policy->max_total = max_total_bytes;
    if (max_total_bytes != 0 && heap->config.soft_total_bytes == 0)
        policy->soft_total = max_total_bytes / 20 * 17;
    if (policy->old_threshold > policy->max_old)
        policy->old_threshold = policy->max_old;
    policy->ladder_failures = 0;
}
