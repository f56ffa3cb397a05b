/*
 * pressure.c: how near memory is to its end, in four levels.
 *
 * The heap's own level is that of what a full collection left, so garbage raises no alarm; it is told when it
 * changes.  The system's is asked for by whoever wants to know, and costs nothing otherwise.
 */
#include "internal.h"

enum { MODERATE = 70, HIGH = 85, CRITICAL = 95 };
enum { GROUP_HIGH = 90, GROUP_CRITICAL = 97 };
static const double STALL_SOME = 10, STALL_ALL = 5; /* per cent of the last ten seconds */

static bool is_at(size_t used, size_t limit, unsigned percent)
{
    return used >= limit / 100 * percent;
}

static enum gc_pressure level_of(size_t used, size_t limit)
{
    if (!is_at(used, limit, MODERATE))
        return GC_PRESSURE_NONE;
    if (!is_at(used, limit, HIGH))
        return GC_PRESSURE_MODERATE;
    return is_at(used, limit, CRITICAL) ? GC_PRESSURE_CRITICAL : GC_PRESSURE_HIGH;
}

enum gc_pressure gc_pressure(const gc_heap *heap)
{
    enum gc_pressure old = level_of(heap->policy.live_at_full, heap->policy.max_old);
    enum gc_pressure total = level_of(heap->policy.total_at_full, heap->policy.max_total);

    return old > total ? old : total;
}

void gc__pressure_update(gc_heap *heap)
{
    struct gc__policy *policy = &heap->policy;
    bool above = policy->total_at_full > policy->soft_total;
    enum gc_pressure level;

    policy->live_at_full = gc__old_total(heap);
    level = gc_pressure(heap);
    if (above && !policy->above_soft)
        gc__emit(heap, GC_EVENT_SOFT_LIMIT, policy->total_at_full);
    policy->above_soft = above;
    if (level != policy->pressure)
        gc__emit(heap, GC_EVENT_PRESSURE, level);
    policy->pressure = (uint8_t)level;
}

enum gc_pressure gc_system_pressure(const gc_heap *heap)
{
    const char *root = heap->config.system_root != NULL ? heap->config.system_root : "";
    struct gc__cgroup group = gc__os_cgroup(root);
    double some, all;

    gc__os_stall(root, &some, &all);
    if (all >= STALL_ALL || (group.limit != 0 && is_at(group.used, group.limit, GROUP_CRITICAL)))
        return GC_PRESSURE_CRITICAL;
    if (some >= STALL_SOME || (group.limit != 0 && is_at(group.used, group.limit, GROUP_HIGH)))
        return GC_PRESSURE_HIGH;
    return GC_PRESSURE_NONE;
}
