/*
 * stress.c: collections that nobody asked for, and allocations that fail on purpose.
 *
 * Under stress every allocation takes the slow path and so is a safepoint.  At each, or at about one in
 * stress_interval chosen by a seeded generator, every cell moves, and the pages left behind are
 * unreadable for the next collections (page.c).  One in sixteen of these collections is a mark-sweep
 * instead, so that weak references, ephemerons and the sweep get their share.
 *
 * Under stress of marking, marking beside the program starts at random and goes on in steps of few cells,
 * with scavenges, final pauses and ends before the time in between.
 */
#include "internal.h"

enum { FULL_ONE_IN = 16 };

/* xorshift64*: good enough to spread safepoints, and the same everywhere. */
uint64_t gc__random(gc_heap *heap)
{
    uint64_t x = heap->stress.state;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    heap->stress.state = x;
    return x * UINT64_C(0x2545F4914F6CDD1D);
}

static uint32_t next_countdown(gc_heap *heap, uint32_t interval)
{
    return interval <= 1 ? 1 : 1 + (uint32_t)(gc__random(heap) % (2 * (uint64_t)interval - 1));
}

void gc__stress_init(gc_heap *heap)
{
    const struct gc_config *config = &heap->config;
    struct gc__stress *stress = &heap->stress;

    stress->slow_always = config->stress_interval != 0 || config->stress_marking != 0 ||
                          config->fail_alloc != 0;
    stress->seed = config->seed != 0 ? config->seed : gc__os_now_ns() | 1;
    stress->state = stress->seed | UINT64_C(1) << 63;
    stress->countdown = next_countdown(heap, config->stress_interval);
    stress->marking_countdown = next_countdown(heap, config->stress_marking);
    if (config->stress_interval != 0 || config->stress_marking != 0)
        fprintf(stderr, "gc stress: seed %llu\n", (unsigned long long)stress->seed);
}

/* Whether collections took more than nine tenths of the time since the last one began. */
static bool took_too_long(const gc_heap *heap, uint64_t now)
{
    const struct gc__stress *stress = &heap->stress;

    return heap->config.stress_adaptive && now - stress->last_end_ns < stress->last_ns / 9;
}

/* Whether something is to happen at this safepoint, one in about interval. */
static bool is_due(gc_heap *heap, uint32_t *countdown, uint32_t interval, uint64_t *begin)
{
    if (--*countdown != 0)
        return false;
    *countdown = next_countdown(heap, interval);
    *begin = heap->config.stress_adaptive ? gc__os_now_ns() : 0;
    return !took_too_long(heap, *begin);
}

static void note_end(gc_heap *heap, uint64_t begin)
{
    if (heap->config.stress_adaptive) {
        heap->stress.last_end_ns = gc__os_now_ns();
        heap->stress.last_ns = heap->stress.last_end_ns - begin;
    }
}

void gc__stress_safepoint(gc_heap *heap)
{
    struct gc__stress *stress = &heap->stress;
    uint64_t begin;

    if (!is_due(heap, &stress->countdown, heap->config.stress_interval, &begin))
        return;
    stress->collecting = true;
    if (gc__random(heap) % FULL_ONE_IN == 0)
        gc__collect(heap, GC_FULL, "stress", "GC in old space forced by flags");
    gc__collect_compact(heap, "stress");
    stress->collecting = false;
    note_end(heap, begin);
}

static void act_on_marking(gc_heap *heap)
{
    enum { STEP_CELLS_MAX = 64 };

    if (heap->marking.phase == GC__MARKING_OFF) {
        if (gc__random(heap) % 2 == 0)
            gc__marking_start(heap);
        return;
    }
    switch (gc__random(heap) % 32) {
    case 0:
        gc__collect(heap, GC_FULL, "stress", "GC in old space forced by flags");
        break;
    case 1:
        gc__marking_abort(heap);
        break;
    case 2:
    case 3:
    case 4:
        gc__collect(heap, GC_YOUNG, "stress", "");
        break;
    default:
        gc__marking_step(heap, 0, 1 + gc__random(heap) % STEP_CELLS_MAX);
        break;
    }
}

void gc__stress_marking_safepoint(gc_heap *heap)
{
    uint64_t begin;

    if (!is_due(heap, &heap->stress.marking_countdown, heap->config.stress_marking, &begin))
        return;
    act_on_marking(heap);
    note_end(heap, begin);
}

bool gc__count_allocation(gc_heap *heap)
{
    if (++heap->stress.allocations != heap->config.fail_alloc)
        return false;
    fprintf(stderr, "gc fail-alloc: allocation %llu fails\n", (unsigned long long)heap->stress.allocations);
    gc__emit(heap, GC_EVENT_INJECTED_FAILURE, heap->stress.allocations);
    return true;
}
