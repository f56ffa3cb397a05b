/*
 * builtins/sort.c: a stable natural merge sort.
 *
 * What is sorted are numbers of items; the items themselves stay where they are, rooted by the caller.  The
 * input is cut into runs that are ascending already, or strictly descending and so reversed; short ones are
 * extended to RUN_MIN by binary insertion.  Runs are merged as they come: the stack of runs holds each of a
 * power (its depth in the balanced tree of merges, Munro and Wild, "Nearly-Optimal Mergesorts", 2018), and a
 * run is merged once one of smaller power follows, so the stack is at most 32 deep and the merges are
 * balanced whatever the lengths.
 *
 * Plain numbers need no comparison: their bits are sorted by radix.
 */
#include "builtins/sort.h"

#include <math.h>
#include <string.h>

#define RUN_MIN    12u
#define STACK_SIZE 40u

struct run {
    uint32_t start, count;
    unsigned power; /* of the boundary to the run before */
};

struct sort {
    js_ctx *ctx;
    uint32_t *order, *scratch;
    uint32_t count;
    js_compare_fn *compare;
    void *what;
    struct run runs[STACK_SIZE];
    unsigned run_count;
};

static bool is_after(struct sort *s, uint32_t a, uint32_t b, bool *after)
{
    return s->compare(s->ctx, s->what, a, b, after);
}

static void reverse(uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        uint32_t swapped = order[i];

        order[i] = order[count - 1 - i];
        order[count - 1 - i] = swapped;
    }
}

/* The length of the run that begins at start: ascending once this returns. */
static bool find_run(struct sort *s, uint32_t start, uint32_t *count)
{
    uint32_t *order = s->order + start, most = s->count - start, n = 1;
    bool descends, after;

    *count = most;
    if (most < 2)
        return true;
    JS_TRY(is_after(s, order[0], order[1], &descends));
    for (n = 2; n < most; n++) {
        JS_TRY(is_after(s, order[n - 1], order[n], &after));
        if (after != descends)
            break;
    }
    if (descends)
        reverse(order, n);
    *count = n;
    return true;
}

/* Extends a sorted run from `sorted` items to `count` by binary insertion. */
static bool extend_run(struct sort *s, uint32_t start, uint32_t sorted, uint32_t count)
{
    uint32_t *order = s->order + start;

    for (; sorted < count; sorted++) {
        uint32_t item = order[sorted], low = 0, high = sorted;

        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            bool after;

            JS_TRY(is_after(s, order[middle], item, &after));
            if (after)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(order + low + 1, order + low, (sorted - low) * sizeof *order);
        order[low] = item;
    }
    return true;
}

/* Merges the neighbours a and b, in this order, at s->order + start. */
static bool merge(struct sort *s, uint32_t start, uint32_t a_count, uint32_t b_count)
{
    uint32_t *to = s->order + start, *a = s->scratch, *b = to + a_count;
    uint32_t *a_end = a + a_count, *b_end = b + b_count;
    bool after;

    JS_TRY(is_after(s, b[-1], b[0], &after));
    if (!after)
        return true;
    memcpy(a, to, a_count * sizeof *a);
    while (a < a_end && b < b_end) {
        if (!is_after(s, *a, *b, &after)) {
            memcpy(to, a, (size_t)(a_end - a) * sizeof *a); /* a permutation again */
            return false;
        }
        *to++ = after ? *b++ : *a++;
    }
    memcpy(to, a, (size_t)(a_end - a) * sizeof *a);
    return true;
}

/*
 * The depth at which the run x and the one behind it meet in the balanced tree over all items: the number of
 * the first binary digit in which the middles of the two, as fractions of the whole, differ.
 */
static unsigned boundary_power(const struct sort *s, const struct run *x, uint32_t y_count)
{
    uint64_t left = 2 * (uint64_t)x->start + x->count; /* twice the middle of x */
    uint64_t right = left + x->count + y_count;
    unsigned power = 1;

    for (;; power++) {
        if (left >= s->count) {
            left -= s->count;
            right -= s->count;
        } else if (right >= s->count) {
            return power;
        }
        left <<= 1;
        right <<= 1;
    }
}

static bool merge_top(struct sort *s)
{
    struct run *x = &s->runs[s->run_count - 2], *y = x + 1;

    JS_TRY(merge(s, x->start, x->count, y->count));
    x->count += y->count;
    s->run_count--;
    return true;
}

bool js_merge_sort(js_ctx *ctx, uint32_t *order, uint32_t *scratch, uint32_t count,
                   js_compare_fn *compare, void *what)
{
    struct sort s = {ctx, order, scratch, count, compare, what, .run_count = 0};
    uint32_t length;

    for (uint32_t start = 0; start < count; start += length) {
        uint32_t most = count - start;

        JS_TRY(find_run(&s, start, &length));
        if (length < RUN_MIN && length < most) {
            uint32_t wanted = most < RUN_MIN ? most : RUN_MIN;

            JS_TRY(extend_run(&s, start, length, wanted));
            length = wanted;
        }
        unsigned power =
            s.run_count ? boundary_power(&s, &s.runs[s.run_count - 1], length) : 0;

        while (s.run_count > 1 && s.runs[s.run_count - 1].power > power)
            JS_TRY(merge_top(&s));
        GC_REQUIRE(s.run_count < STACK_SIZE);
        s.runs[s.run_count++] = (struct run){start, length, power};
    }
    while (s.run_count > 1)
        JS_TRY(merge_top(&s));
    return true;
}

/* ---- numbers ---- */

enum { RADIX_BITS = 11, RADIX = 1 << RADIX_BITS, RADIX_PASSES = 6, RADIX_FROM = 128 };

/* The bits of a number, changed so that unsigned integers compare as the numbers do: -0 before 0, NaN last. */
static uint64_t key_of(double number)
{
    uint64_t bits;

    if (number != number)
        return UINT64_MAX;
    memcpy(&bits, &number, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double number_of(uint64_t key)
{
    const uint64_t bits = key >> 63 ? key & ~(UINT64_C(1) << 63) : ~key;
    double number;

    if (key == UINT64_MAX)
        return NAN;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void sort_few_keys(uint64_t *keys, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const uint64_t key = keys[i];
        size_t to = i;

        for (; to > 0 && keys[to - 1] > key; to--)
            keys[to] = keys[to - 1];
        keys[to] = key;
    }
}

/* By 11 bits at a time, the lowest first; digits that all keys share are passed over. */
static void sort_keys(uint64_t *keys, uint64_t *scratch, size_t count)
{
    uint64_t *const original = keys;
    size_t places[RADIX];

    for (unsigned shift = 0; shift < RADIX_BITS * RADIX_PASSES; shift += RADIX_BITS) {
        size_t place = 0;

        memset(places, 0, sizeof places);
        for (size_t i = 0; i < count; i++)
            places[keys[i] >> shift & (RADIX - 1)]++;
        if (places[keys[0] >> shift & (RADIX - 1)] == count)
            continue;
        for (size_t i = 0; i < RADIX; i++) {
            const size_t here = places[i];
            places[i] = place;
            place += here;
        }
        for (size_t i = 0; i < count; i++)
            scratch[places[keys[i] >> shift & (RADIX - 1)]++] = keys[i];
        uint64_t *sorted = scratch;
        scratch = keys;
        keys = sorted;
    }
    if (keys != original)
        memcpy(original, keys, count * sizeof *keys);
}

void js_sort_numbers(double *numbers, uint64_t *scratch, size_t count)
{
    uint64_t *keys = (uint64_t *)numbers;

    for (size_t i = 0; i < count; i++)
        keys[i] = key_of(numbers[i]);
    if (count < RADIX_FROM)
        sort_few_keys(keys, count);
    else
        sort_keys(keys, scratch, count);
    for (size_t i = 0; i < count; i++)
        numbers[i] = number_of(keys[i]);
}
