/*
 * unicode/case_class.c: canonical forms by binary search over runs (see
 * tools/gen_unicode_properties.py, which also asserts that no canonical form moves again and that
 * both sides of a mapping are in the BMP or neither is).
 */
#include "unicode/case_class.h"

#include <stddef.h>

#include "unicode/case_data.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct case_run *runs_of(enum js_case_mode mode, uint32_t *count)
{
    *count = mode == JS_CASE_FOLD ? COUNT(fold_runs) : COUNT(upper_runs);
    return mode == JS_CASE_FOLD ? fold_runs : upper_runs;
}

uint32_t js_case_run_count(enum js_case_mode mode)
{
    uint32_t count;

    runs_of(mode, &count);
    return count;
}

struct js_case_run js_case_run_at(enum js_case_mode mode, uint32_t index)
{
    uint32_t count;
    const struct case_run *run = runs_of(mode, &count) + index;

    return (struct js_case_run){run->first, run->count, run->step, run->delta};
}

uint32_t js_canonicalize(enum js_case_mode mode, uint32_t code_point)
{
    uint32_t low = 0, high;
    const struct case_run *runs = runs_of(mode, &high);

    while (low < high) { /* the last run that begins at or before code_point is runs[low - 1] */
        const uint32_t middle = (low + high) / 2;

        if (runs[middle].first <= code_point)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return code_point;
    const struct case_run *run = &runs[low - 1];
    const uint32_t distance = code_point - run->first;

    if (distance % run->step != 0 || distance / run->step >= run->count)
        return code_point;
    return (uint32_t)((int32_t)code_point + run->delta);
}
