/*
 * scavenge_share.c: deques, stealing, and the end of the common work.
 *
 * Every scavenger but number 0, which is active from the beginning, may come late or never: it counts itself
 * into `active` first, then takes what it finds.  Work is in a deque, in a list or an area of the scavenger that copied it, or among the units of
 * pages with recorded slots.  A scavenger that has none of it counts itself idle, and not idle again before
 * it steals; only one that is not idle pushes.  So when as many are idle as are active, nothing is left,
 * and nothing will come [scavenge.termination].  A late one then finds nothing either: number 0 went idle
 * only after the last unit was taken.
 *
 * The deque is Chase and Lev's with a ring of fixed size; loads and stores that decide who gets a range are
 * sequentially consistent.  Pushing releases what was copied, stealing acquires it [scavenge.published].
 */
#include "scavenge.h"
#include <sched.h>
#include <time.h>

/* ---- the deque ---- */

bool gc__deque_push(struct gc__deque *deque, uint64_t range)
{
    uint64_t bottom = __atomic_load_n(&deque->bottom, __ATOMIC_RELAXED);

    if (bottom - __atomic_load_n(&deque->top, __ATOMIC_ACQUIRE) >= GC__DEQUE_RANGES)
        return false;
    __atomic_store_n(&deque->ranges[bottom % GC__DEQUE_RANGES], range, __ATOMIC_RELAXED);
    __atomic_store_n(&deque->bottom, bottom + 1, __ATOMIC_SEQ_CST);
    return true;
}

bool gc__deque_is_full(const struct gc__deque *deque)
{
    return __atomic_load_n(&deque->bottom, __ATOMIC_RELAXED) -
               __atomic_load_n(&deque->top, __ATOMIC_RELAXED) >=
           GC__DEQUE_RANGES;
}

bool gc__deque_pop(struct gc__deque *deque, uint64_t *range)
{
    uint64_t bottom = __atomic_load_n(&deque->bottom, __ATOMIC_RELAXED), top;
    bool mine = true;

    if (bottom == __atomic_load_n(&deque->top, __ATOMIC_RELAXED))
        return false; /* top never falls, and only we push */
    bottom--;
    __atomic_store_n(&deque->bottom, bottom, __ATOMIC_SEQ_CST);
    top = __atomic_load_n(&deque->top, __ATOMIC_SEQ_CST);
    *range = __atomic_load_n(&deque->ranges[bottom % GC__DEQUE_RANGES], __ATOMIC_RELAXED);
    if (top < bottom)
        return true;
    /* The last one, or none: thieves want it too. */
    mine = top == bottom && __atomic_compare_exchange_n(&deque->top, &top, top + 1, false,
                                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    __atomic_store_n(&deque->bottom, bottom + 1, __ATOMIC_SEQ_CST);
    return mine;
}

bool gc__deque_steal(struct gc__deque *deque, uint64_t *range)
{
    uint64_t top = __atomic_load_n(&deque->top, __ATOMIC_SEQ_CST);

    if (top >= __atomic_load_n(&deque->bottom, __ATOMIC_SEQ_CST))
        return false;
    *range = __atomic_load_n(&deque->ranges[top % GC__DEQUE_RANGES], __ATOMIC_RELAXED);
    return __atomic_compare_exchange_n(&deque->top, &top, top + 1, false, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

/* ---- stealing ---- */

static bool has_ranges(const struct gc__deque *deque)
{
    return __atomic_load_n(&deque->top, __ATOMIC_RELAXED) <
           __atomic_load_n(&deque->bottom, __ATOMIC_RELAXED);
}

/* Another scavenger that seems to have ranges; NULL: none. */
static struct gc__scavenger *find_victim(struct gc__scavenger *w)
{
    struct gc__scavenge *s = w->s;
    unsigned self = (unsigned)(w - s->scavengers);

    for (unsigned i = 1; i < s->wanted; i++) {
        struct gc__scavenger *other = &s->scavengers[(self + i) % s->wanted];
        if (has_ranges(&other->deque))
            return other;
    }
    return NULL;
}

/* Tells the processor that a thread waits for another. */
static void relax_processor(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Longer each time: threads may be more than processors. */
static void wait_a_little(unsigned *times)
{
    static const struct timespec nap = {0, 20000};

    if (++*times < 256)
        relax_processor();
    else if (*times < 272)
        sched_yield();
    else
        nanosleep(&nap, NULL);
}

bool gc__steal_range(struct gc__scavenger *w, uint64_t *range)
{
    struct gc__scavenge *s = w->s;
    struct gc__scavenger *victim;
    unsigned times = 0;

    for (;;) {
        while ((victim = find_victim(w)) != NULL)
            if (gc__deque_steal(&victim->deque, range))
                return true;
        __atomic_fetch_add(&s->idle, 1, __ATOMIC_SEQ_CST);
        do {
            if (__atomic_load_n(&s->idle, __ATOMIC_SEQ_CST) >=
                __atomic_load_n(&s->active, __ATOMIC_SEQ_CST))
                return false; /* and idle for ever */
            wait_a_little(&times);
        } while (find_victim(w) == NULL);
        __atomic_fetch_sub(&s->idle, 1, __ATOMIC_SEQ_CST);
    }
}

/* ---- together ---- */

/* Tests ask for helpers however little there is to do: then they are to come before it is done. */
static void wait_for_helpers(struct gc__scavenge *s)
{
    for (int i = 0; i < 100 && __atomic_load_n(&s->active, __ATOMIC_SEQ_CST) < s->wanted; i++)
        sched_yield();
}

/* The mutator copies from roots while helpers wake up. */
static void await_opening(struct gc__scavenge *s)
{
    unsigned times = 0;

    while (!__atomic_load_n(&s->open, __ATOMIC_ACQUIRE))
        wait_a_little(&times);
}

static void scavenge_with_others(void *arg, unsigned number)
{
    struct gc__scavenge *s = arg;
    struct gc__scavenger *w = &s->scavengers[number];

    if (number != 0) {
        await_opening(s);
        __atomic_fetch_add(&s->active, 1, __ATOMIC_SEQ_CST);
    } else if (s->heap->config.scavenge_helpers != 0)
        wait_for_helpers(s);
    gc__copy_from_recorded_slots(w);
    gc__drain(w);
}

void gc__call_helpers(struct gc__scavenge *s)
{
    s->job = (struct gc__job){.run = scavenge_with_others, .arg = s};
    s->open = false;
    s->active = 1; /* number 0, before anyone can find that nobody has work */
    gc__helpers_offer(&s->job, s->wanted, s->heap->config.scavenge_helpers != 0);
}

void gc__scavenge_together(struct gc__scavenge *s)
{
    s->shared = true;
    __atomic_store_n(&s->open, true, __ATOMIC_RELEASE); /* [helpers.handover] */
    scavenge_with_others(s, 0);
    s->heap->figures.scavengers = gc__helpers_finish(&s->job);
    s->shared = false;
    for (unsigned i = 0; i < s->wanted; i++)
        gc_assert(!has_ranges(&s->scavengers[i].deque)); /* [scavenge.termination] */
}
