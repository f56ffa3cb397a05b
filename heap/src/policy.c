/*
 * policy.c: sizes and thresholds: when to collect what, and how large the nursery is.
 *
 * The old generation is collected when it passes a threshold set after each full collection from the
 * live bytes L: F * L, at least L plus a step, at most half way to the limit.  F follows from the speeds
 * of collector and program so that the program gets 97 % of the time, between 1.1 and a maximum that
 * grows with the limit.  V8 allows 4; two is the maximum here, because resident memory is a goal of its
 * own and marking half as many bytes a slot makes up for it.
 *
 * The nursery starts at 1 MiB and follows what survives: see gc__resize_young.  Figures of defaults:
 * docs/design/limits.md.
 */
#include "internal.h"

static const double TARGET_UTILISATION = 0.97, INEFFECTIVE_UTILISATION = 0.4;
static const double GROWTH_MIN = 1.1, GROWTH_MAX = 2.0, GROWTH_SMALL_HEAP = 1.3;
enum {
    IDLE_BYTES_PER_MS = 1000, /* below it the nursery shrinks */
    OUTSIDE_STEP = 32 << 20,  /* growth outside the cage that asks for a collection */
    TOTAL_STEP = 64 << 10,    /* growth of all, near the limit, that does */
    FRUITLESS_MAX = 16,       /* collections in a row for the ledger before they are rationed */
    HOPE = 3,                 /* of these after a failure was dealt with */
    THRESHOLD_STEP = 4 << 20,
    LEAST_THRESHOLD = 8 << 20,
    FIRST_THRESHOLD = 16 << 20, /* while nothing is known of what dies: what a program makes first often stays */
    NURSERY_FREE = 4 << 20,   /* a nursery that need not be an eighth of the live old generation */
    CALM_SCAVENGES = 16,      /* that let a sixty-fourth survive, and the nursery shrinks */
};

static size_t clamp(size_t value, size_t least, size_t most)
{
    return value < least ? least : value > most ? most : value;
}

static size_t round_to_page(size_t bytes)
{
    return (bytes + GC__PAGE_MASK) & ~GC__PAGE_MASK;
}

/* V8's default old-space limit for a machine or control group of `memory` bytes. */
static size_t default_max_old(size_t memory)
{
    size_t most = memory >= 15 * (size_t)1024 * GC__MB ? 4096 * GC__MB : 2048 * GC__MB;

    if (memory < 512 * GC__MB)
        return memory / 2;
    return clamp(memory / 2, 256 * GC__MB, most);
}

/*
 * What cells and all that is counted may take of the memory: a tenth stays free, and at least what is not
 * counted: the program's text, stacks, marks, copies made while collecting.
 */
static size_t default_max_total(size_t memory)
{
    size_t rest = clamp(memory / 10, 20 * GC__MB, memory / 2);

    return memory - rest;
}

void gc__policy_init(gc_heap *heap)
{
    const struct gc_config *config = &heap->config;
    struct gc__policy *policy = &heap->policy;
    size_t memory = gc__os_memory_bytes(config->system_root != NULL ? config->system_root : "");
    size_t max_old = config->max_old_bytes ? config->max_old_bytes : default_max_old(memory);

    policy->max_old = policy->initial_max_old = max_old;
    policy->max_total = config->max_total_bytes ? config->max_total_bytes : default_max_total(memory);
    policy->soft_total = config->soft_total_bytes ? config->soft_total_bytes : policy->max_total / 20 * 17;
    policy->max_semi = config->max_semi_space_bytes;
    if (policy->max_semi == 0)
        policy->max_semi = clamp(max_old / 32, GC__MB / 2, 16 * GC__MB);
    policy->min_semi = config->min_semi_space_bytes;
    if (policy->min_semi == 0)
        policy->min_semi = GC__MB;
    policy->max_semi = round_to_page(policy->max_semi);
    policy->min_semi = round_to_page(clamp(policy->min_semi, GC__PAGE_BYTES, policy->max_semi));
    policy->old_threshold = clamp(FIRST_THRESHOLD, 0, max_old);
    policy->average_utilisation = policy->current_utilisation = 1.0;
    policy->last_end_ns = policy->last_full_end_ns = policy->last_trim_ns = heap->birth_ns;
    heap->young.capacity = (uint32_t)(policy->min_semi / GC__PAGE_BYTES);
}

/* Twice the limit plus the nursery where a limit is configured, otherwise all that slots can address. */
size_t gc__policy_cage_bytes(const gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;
    size_t bytes = 2 * policy->max_old + 4 * policy->max_semi + 16 * GC__MB;

    if (heap->config.max_old_bytes == 0 || heap->config.near_limit != NULL ||
        policy->max_old > GC__CAGE_BYTES_MAX / 2)
        return GC__CAGE_BYTES_MAX;
    return clamp(round_to_page(bytes), 32 * GC__MB, GC__CAGE_BYTES_MAX);
}

/* ---- the ledger ---- */

size_t gc__outside_bytes(const gc_heap *heap)
{
    return heap->malloc_bytes + heap->buffer_bytes + heap->external_bytes;
}

/* Cells and all that is counted outside. */
size_t gc__total_bytes(const gc_heap *heap)
{
    return gc__old_total(heap) + gc__young_reserved(heap) + heap->young.large_bytes +
           gc__outside_bytes(heap);
}

/*
 * Whether a full collection for the ledger's sake may be worth its time: if several in a row left the total at
 * its limit, only when the program ran as long as the last one took.
 */
bool gc__may_help(const gc_heap *heap)
{
    return heap->policy.fruitless < FRUITLESS_MAX ||
           gc__os_now_ns() - heap->policy.last_end_ns > heap->figures.pause_ns;
}

/* A failure was dealt with: some collections more. */
void gc__be_hopeful(gc_heap *heap)
{
    if (heap->policy.fruitless > FRUITLESS_MAX - HOPE)
        heap->policy.fruitless = FRUITLESS_MAX - HOPE;
}

/* The same without what the open area has left. */
static size_t used_bytes(const gc_heap *heap)
{
    return gc__total_bytes(heap) - gc__young_reserved(heap) + gc__young_used(heap);
}

void gc__note_peak(gc_heap *heap)
{
    struct gc_statistics *statistics = &heap->statistics;
    size_t total = used_bytes(heap), cells = total - gc__outside_bytes(heap);

    if (cells > statistics->peak_cell_bytes)
        statistics->peak_cell_bytes = cells;
    if (total > statistics->peak_total_bytes)
        statistics->peak_total_bytes = total;
}

static bool outside_grew(size_t now, size_t then)
{
    size_t step = then / 2 > OUTSIDE_STEP ? then / 2 : OUTSIDE_STEP;

    return now > then + step;
}

static bool wants_young(const gc_heap *heap, size_t outside)
{
    return outside > heap->policy.outside_at_young + OUTSIDE_STEP;
}

/*
 * Whether the total has come half way from what the last full collection left to its limit.  gc_malloc
 * cannot collect, so garbage must be gone before the limit is reached [ledger.slack].
 */
static bool total_grew(const gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;
    size_t then = policy->total_at_full, now = used_bytes(heap);
    size_t step = policy->max_total > then ? (policy->max_total - then) / 2 : 0;

    return now > then && now - then > (step > TOTAL_STEP ? step : TOTAL_STEP) && gc__may_help(heap);
}

/* Memory outside grew: decides whether the next safepoint collects. */
void gc__ledger_changed(gc_heap *heap)
{
    size_t outside = gc__outside_bytes(heap);

    if (heap->want_collection)
        return;
    if (!wants_young(heap, outside) && !outside_grew(outside, heap->policy.outside_at_full) &&
        !total_grew(heap))
        return;
    heap->want_collection = true;
    gc__young_set_limit(heap);
}

/* Collects what the ledger asked for: young cells first, whose buffers are the likeliest to be dead. */
void gc__settle_ledger(gc_heap *heap)
{
    struct gc__policy *policy = &heap->policy;

    heap->want_collection = false;
    if (wants_young(heap, gc__outside_bytes(heap)))
        gc__collect(heap, GC_YOUNG, "external memory pressure", "");
    bool refused = policy->malloc_failed && gc__may_help(heap);

    policy->malloc_failed = false;
    if (refused || outside_grew(gc__outside_bytes(heap), policy->outside_at_full) || total_grew(heap))
        gc__collect(heap, GC_FULL, "external memory pressure", "external memory pressure");
    gc__young_set_limit(heap);
}

/* ---- choosing ---- */

enum gc_collection gc__choose_collection(gc_heap *heap, const char **reason,
                                         const char **collector_reason)
{
    *reason = "allocation failure";
    if (gc__full_is_due(heap)) {
        if (heap->marking.phase == GC__MARKING_DONE)
            *reason = "finalize incremental marking via stack guard";
        *collector_reason = "GC in old space requested";
        return GC_FULL;
    }
    if (!gc__fits(heap, 0, 0)) {
        *collector_reason = "scavenge might not succeed";
        return GC_FULL;
    }
    *collector_reason = "";
    return GC_YOUNG;
}

/* ---- after a collection ---- */

static double growth_max(const struct gc__policy *policy)
{
    double share = ((double)policy->max_old - 256.0 * GC__MB) / (1792.0 * GC__MB);

    if (share <= 0)
        return GROWTH_SMALL_HEAP;
    return share >= 1 ? GROWTH_MAX : GROWTH_SMALL_HEAP + share * (GROWTH_MAX - GROWTH_SMALL_HEAP);
}

/* V8's rule: the factor that leaves the program its share of the time, given both speeds. */
static double growth_factor(const struct gc__policy *policy)
{
    double most = growth_max(policy), factor;
    double ratio = policy->mutator_speed > 0 ? policy->gc_speed / policy->mutator_speed : 0;
    double gc_share = ratio * (1 - TARGET_UTILISATION);

    if (ratio == 0 || gc_share <= TARGET_UTILISATION)
        return most;
    factor = gc_share / (gc_share - TARGET_UTILISATION);
    return factor < GROWTH_MIN ? GROWTH_MIN : factor > most ? most : factor;
}

static void set_threshold(gc_heap *heap)
{
    struct gc__policy *policy = &heap->policy;
    size_t live = gc__old_total(heap), least = live + THRESHOLD_STEP;
    size_t threshold = (size_t)((double)live * growth_factor(policy));
    size_t halfway = live / 2 + policy->max_old / 2;

    if (threshold < least)
        threshold = least;
    if (threshold < LEAST_THRESHOLD)
        threshold = LEAST_THRESHOLD;
    /* Half way, but not so near that each nursery would bring a full collection. */
    if (threshold > halfway)
        threshold = halfway;
    if (threshold < live + GC__MB)
        threshold = live + GC__MB;
    if (threshold > policy->max_old)
        threshold = policy->max_old;
    policy->old_threshold = threshold;
    policy->live_at_full = live;
    gc__marking_plan(heap);
    gc__emit(heap, GC_EVENT_OLD_THRESHOLD, threshold);
}

static void set_capacity(gc_heap *heap, size_t bytes)
{
    uint32_t pages = (uint32_t)(round_to_page(bytes) / GC__PAGE_BYTES);

    if (pages == heap->young.capacity)
        return;
    heap->young.capacity = pages;
    heap->young.calm = 0;
    gc__emit(heap, GC_EVENT_NURSERY_RESIZED, pages * GC__PAGE_BYTES);
}

/*
 * A scavenge costs what survives, and the larger the nursery the longer cells have had to die.  It doubles
 * while an eighth or more survives, or To overflows, up to NURSERY_FREE in any heap, beyond in one eight times as
 * large, and never beyond what pauses allow (pauses.c), which alone may take it below its start.  It
 * halves when next to nothing survived for a while: the smaller, the nearer the cache, and to its start
 * when little is allocated.
 */
void gc__resize_young(gc_heap *heap)
{
    const struct gc__policy *policy = &heap->policy;
    const struct gc_collection_figures *figures = &heap->figures;
    struct gc__young *young = &heap->young;
    size_t capacity = young->capacity * GC__PAGE_BYTES;
    size_t least = policy->min_semi, survived = figures->copied + figures->promoted;
    size_t eighth = round_to_page(gc__old_total(heap) / 8); /* as a capacity is: else it would always exceed it */
    size_t most = clamp(clamp(eighth, NURSERY_FREE, SIZE_MAX), least, policy->max_semi);
    size_t fits = gc__pacing_nursery(heap), too_much = most;
    double mutator_ms = (double)figures->mutator_ns / 1e6;

    if (figures->in_place) {
        young->kept_percent = 0;
    } else if (figures->what == GC_YOUNG) {
        young->kept_percent = (uint32_t)((survived + figures->promoted_large) * 100 / (figures->young_before + 1));
        young->average_survived = (young->average_survived + survived) / 2;
        young->calm = survived < capacity / 64 ? young->calm + 1 : 0;
    }
    if (most > fits) {
        most = fits & ~GC__PAGE_MASK;
        if (heap->config.min_semi_space_bytes != 0 && most < least)
            most = least;
        least = least < most ? least : most;
        too_much = clamp(most + most / 4, 0, too_much); /* what is measured wavers */
    }
    if (capacity > too_much) {
        set_capacity(heap, most);
    } else if (mutator_ms > 10 && (double)figures->allocated / mutator_ms < IDLE_BYTES_PER_MS) {
        set_capacity(heap, clamp(2 * gc__young_used(heap), least, capacity));
    } else if (figures->what != GC_YOUNG || figures->in_place) {
        return;
    } else if (young->calm >= CALM_SCAVENGES) {
        set_capacity(heap, clamp(capacity / 2, least, most));
    } else if (capacity < most &&
               (young->average_survived > capacity / 8 || figures->promoted_by_overflow != 0)) {
        set_capacity(heap, clamp(2 * capacity, least, most));
    }
}

/* Utilisation since the last full collection, and speeds of both sides. */
static void measure_full(gc_heap *heap, uint64_t end_ns)
{
    struct gc__policy *policy = &heap->policy;
    const struct gc_collection_figures *figures = &heap->figures;
    double gc_ms = (double)(figures->pause_ns + figures->incremental_ns + heap->concurrent.helped_ns) / 1e6 + 1e-6;
    double all_gc_ms = (double)policy->gc_ns_since_full / 1e6 + 1e-6;
    double wall_ms = (double)(end_ns - policy->last_full_end_ns) / 1e6;
    double mutator_ms = wall_ms > all_gc_ms ? wall_ms - all_gc_ms : 1e-6;
    size_t grown = gc__became_old(heap) - policy->promoted_at_full;

    policy->gc_speed = gc__smooth(policy->gc_speed, (double)gc__old_total(heap) / gc_ms);
    policy->mutator_speed = gc__smooth(policy->mutator_speed, (double)grown / mutator_ms);
    policy->average_mutator_ms = gc__smooth(policy->average_mutator_ms, mutator_ms);
    policy->average_gc_ms = gc__smooth(policy->average_gc_ms, gc_ms);
    policy->current_utilisation = mutator_ms / (mutator_ms + gc_ms);
    policy->average_utilisation =
        policy->average_mutator_ms / (policy->average_mutator_ms + policy->average_gc_ms);
    if (gc__old_total(heap) >= policy->max_old / 5 * 4 &&
        policy->average_utilisation < INEFFECTIVE_UTILISATION)
        policy->ineffective++;
    else
        policy->ineffective = 0;
    policy->promoted_at_full = gc__became_old(heap);
    policy->last_full_end_ns = end_ns;
    policy->gc_ns_since_full = 0;
}

/* Whether a full collection left room in the total, for what was refused too. */
static void note_fruit(struct gc__policy *policy)
{
    size_t wanted = policy->refused_bytes > TOTAL_STEP ? policy->refused_bytes : TOTAL_STEP;

    if (policy->max_total < wanted || policy->total_at_full > policy->max_total - wanted) {
        policy->fruitless++;
        return;
    }
    policy->fruitless = 0;
    policy->refused_bytes = 0;
}

void gc__policy_begin(gc_heap *heap)
{
    struct gc_collection_figures *figures = &heap->figures;
    uint64_t now = gc__os_now_ns();

    figures->start_ns = now - heap->birth_ns;
    figures->mutator_ns = now - heap->policy.last_end_ns;
    figures->young_before = gc__young_used(heap) + heap->young.large_bytes;
    figures->used_before = figures->young_before + gc__old_total(heap);
    figures->committed_before = heap->committed_pages * GC__PAGE_BYTES;
    figures->holes_before = heap->old.free.bytes;
    figures->external_before = gc__outside_bytes(heap);
    figures->allocated = heap->statistics.allocated_bytes - heap->policy.allocated_at_last;
    gc__note_peak(heap);
}

void gc__policy_end(gc_heap *heap)
{
    struct gc__policy *policy = &heap->policy;
    struct gc_collection_figures *figures = &heap->figures;
    struct gc_statistics *statistics = &heap->statistics;
    uint64_t now = gc__os_now_ns();
    bool full = figures->what != GC_YOUNG;

    figures->pause_ns = now - heap->birth_ns - figures->start_ns;
    figures->used_after = gc__young_used(heap) + heap->young.large_bytes + gc__old_total(heap);
    figures->committed_after = heap->committed_pages * GC__PAGE_BYTES;
    figures->holes_after = heap->old.free.bytes;
    figures->external_after = gc__outside_bytes(heap);
    statistics->promoted_bytes += figures->promoted + figures->promoted_large;
    statistics->promoted_by_age_bytes += figures->promoted_by_age;
    statistics->promoted_by_overflow_bytes += figures->promoted_by_overflow;
    statistics->promoted_in_place_bytes += figures->promoted_in_place;
    statistics->copied_bytes += figures->copied;
    if (figures->pause_ns > statistics->pause_max_ns)
        statistics->pause_max_ns = figures->pause_ns;
    policy->gc_ns_since_full += figures->pause_ns;
    policy->allocated_at_last = statistics->allocated_bytes;
    policy->last_end_ns = now;
    policy->outside_at_young = figures->external_after;
    if (full) {
        statistics->full_collections++;
        statistics->full_ns += figures->pause_ns;
        policy->outside_at_full = figures->external_after;
        statistics->helper_ns += heap->concurrent.helped_ns;
        statistics->scanned_bytes += heap->marker.scanned_bytes;
        policy->total_at_full = used_bytes(heap);
        note_fruit(policy);
        if (gc__fits(heap, 0, 0))
            policy->reserve_open = false;
        gc__pressure_update(heap);
        if (!heap->stress.collecting) /* else it says nothing about how the program does */
            measure_full(heap, now);
        set_threshold(heap);
    } else {
        statistics->scavenges++;
        statistics->scavenge_ns += figures->pause_ns;
        if (figures->external_after < policy->outside_at_full)
            policy->outside_at_full = figures->external_after;
    }
    figures->average_utilisation = policy->average_utilisation;
    figures->current_utilisation = policy->current_utilisation;
    gc__resize_young(heap);
    gc__pool_age(heap, now);
}
