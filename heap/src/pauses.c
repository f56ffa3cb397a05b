/*
 * pauses.c: what a pause may take, and what is expected of the next ones.
 *
 * A target says how long collections should stop the program.  Steps are cut to shares of it (incremental.c); what
 * cannot be cut, scavenges and the final pause of a marking, is made small before: the nursery holds as much as can be
 * copied in time, going by what survived lately and by the speed that was measured.  Speeds are taken from the thread's
 * own clock, so that time in which the system ran something else does not look like slow copying; pauses, and what
 * they are compared with, are time as the program's user sees it.  Design: docs/design/pauses.md.
 */
#include "internal.h"

static const double FIRST_SPEED = 512 << 10;     /* bytes a ms, before anything was measured */
static const double FIRST_PAGE_NS = 100000;      /* to sweep a page */
static const double SHARE_OF_TARGET = 0.6;       /* what a scavenge is planned to take */
static const double LEAST_SHARE = 0.3;           /* of it is for copying, however long roots take */
static const double LEAST_SURVIVAL = 1.0 / 16;   /* less is not relied upon */
static const double SURPRISE = 2;                /* targets that a scavenge may take of which all survives */
enum {
    LEAST_TARGET_US = 100,
    MEASURED_BYTES = 128 << 10, /* of survivors, from which on a scavenge tells of speed */
    NURSERY_MIN = 2 * GC__PAGE_BYTES,
    FINAL_NS = 300000,          /* what is not measured of a final pause: roots, closing of lists */
};

void gc_set_pause_target(gc_heap *heap, uint64_t microseconds)
{
    const uint64_t most = UINT64_MAX / 1000000;

    if (microseconds == 0)
        microseconds = GC_PAUSE_TARGET_US;
    if (microseconds < LEAST_TARGET_US)
        microseconds = LEAST_TARGET_US;
    heap->pacing.target_ns = (microseconds < most ? microseconds : most) * 1000;
    heap->statistics.pause_target_ns = heap->pacing.target_ns;
}

void gc__pacing_init(gc_heap *heap)
{
    heap->pacing.copy_speed = FIRST_SPEED;
    heap->pacing.page_ns = FIRST_PAGE_NS;
    gc_set_pause_target(heap, heap->config.pause_target_us);
}

/* ---- measuring ---- */

/* Slow copying, into memory that was never touched, say, is believed sooner than fast. */
static void note_speed(struct gc__pacing *pacing, double speed)
{
    double weight = speed < pacing->copy_speed ? 0.5 : 0.1;

    pacing->copy_speed += weight * (speed - pacing->copy_speed);
}

void gc__evacuate_paced(gc_heap *heap, enum gc__evacuation what)
{
    struct gc__pacing *pacing = &heap->pacing;
    const struct gc_collection_figures *f = &heap->figures;
    double young = (double)gc__young_used(heap) + 1;
    uint64_t begin_ns = gc__os_thread_ns();

    gc__evacuate(heap, what);
    double ns = (double)(gc__os_thread_ns() - begin_ns), survived = (double)(f->copied + f->promoted);
    double copying = (double)f->drain_ns, recorded = (double)f->remembered_ns; /* copies too what slots refer to */
    double wall = (double)(f->roots_ns + f->weak_ns + f->finalize_ns) + copying + recorded + 1;
    double share = (copying + recorded) / wall;

    if (survived >= MEASURED_BYTES && copying > 3 * recorded)
        note_speed(pacing, survived / (ns * share) * 1e6);
    pacing->fixed_ns = gc__smooth(pacing->fixed_ns, ns * (1 - share));
    if (young < NURSERY_MIN / 2)
        return; /* too few cells to tell a rate by */
    pacing->rate = (3 * pacing->rate + ns * share / young) / 4;
    if (pacing->rate < ns * share / young)
        pacing->rate = ns * share / young;
}

/* ---- expecting ---- */

/* Nanoseconds for each byte of a nursery: lately, or if little survived, what may soon come. */
static double rate(const struct gc__pacing *pacing)
{
    double least = LEAST_SURVIVAL / pacing->copy_speed * 1e6;

    return pacing->rate > least ? pacing->rate : least;
}

size_t gc__pacing_nursery(const gc_heap *heap)
{
    const struct gc__pacing *pacing = &heap->pacing;
    double target = (double)pacing->target_ns, room = target * SHARE_OF_TARGET - pacing->fixed_ns;
    double most = target * SURPRISE / 1e6 * pacing->copy_speed, bytes;

    if (room < target * LEAST_SHARE)
        room = target * LEAST_SHARE;
    bytes = room / rate(pacing);
    if (bytes > most)
        bytes = most;
    if (bytes > (double)heap->policy.max_semi)
        return heap->policy.max_semi;
    return bytes < NURSERY_MIN ? NURSERY_MIN : (size_t)bytes;
}

uint64_t gc__pacing_scavenge_ns(const gc_heap *heap)
{
    return (uint64_t)(heap->pacing.fixed_ns + (double)gc__young_used(heap) * rate(&heap->pacing));
}

/* Young cells are copied, and what was copied is marked, which takes about as long. */
uint64_t gc__pacing_final_ns(const gc_heap *heap)
{
    return heap->pacing.final_ns + FINAL_NS +
           (uint64_t)(heap->pacing.fixed_ns + 2 * (double)gc__young_used(heap) * rate(&heap->pacing));
}

/* ---- sweeping in stretches ---- */

bool gc__sweep_for(gc_heap *heap, uint64_t ns)
{
    enum { LEFT = 2 }; /* pages that the start of marking sweeps itself */
    uint64_t begin_ns = gc__os_now_ns(), end_ns = begin_ns;
    unsigned pages = 0;

    gc__sweep_adopt(heap);
    while (end_ns - begin_ns < ns && gc__sweep_one(heap)) {
        end_ns = gc__os_now_ns();
        pages++;
    }
    if (pages != 0)
        heap->pacing.page_ns = gc__smooth(heap->pacing.page_ns, (double)(end_ns - begin_ns) / pages);
    return heap->old.to_sweep <= LEFT;
}
