/*
 * histogram.c: log-linear histograms of fixed size, as HdrHistogram's.
 *
 * A value below 64 is its own bucket.  A greater one keeps its six leading bits: with `shift` further bits
 * below them, its bucket is 32 * shift + those six bits, and buckets follow one another without gaps.
 */
#include "internal.h"
#include <string.h>

_Static_assert(GC_HISTOGRAM_PARTS == 32, "bucket_of takes six leading bits");
#define VALUE_MAX ((UINT64_C(1) << GC_HISTOGRAM_BITS) - 1)

static unsigned bucket_of(uint64_t value)
{
    unsigned shift;

    if (value > VALUE_MAX)
        value = VALUE_MAX;
    shift = value < 64 ? 0 : 58 - (unsigned)__builtin_clzll(value);
    return shift * GC_HISTOGRAM_PARTS + (unsigned)(value >> shift);
}

/* The greatest value of a bucket. */
static uint64_t bucket_end(unsigned bucket)
{
    unsigned shift = bucket < 64 ? 0 : bucket / GC_HISTOGRAM_PARTS - 1;

    return ((uint64_t)(bucket - shift * GC_HISTOGRAM_PARTS + 1) << shift) - 1;
}

void gc_histogram_record(struct gc_histogram *histogram, uint64_t value)
{
    if (histogram->count == 0 || value < histogram->min)
        histogram->min = value;
    if (value > histogram->max)
        histogram->max = value;
    histogram->count++;
    histogram->sum += value;
    histogram->sum_of_squares += (double)value * (double)value;
    histogram->buckets[bucket_of(value)]++;
}

void gc_histogram_add(struct gc_histogram *into, const struct gc_histogram *from)
{
    if (from->count == 0)
        return;
    if (into->count == 0 || from->min < into->min)
        into->min = from->min;
    if (from->max > into->max)
        into->max = from->max;
    into->count += from->count;
    into->sum += from->sum;
    into->sum_of_squares += from->sum_of_squares;
    for (unsigned i = 0; i < GC_HISTOGRAM_BUCKETS; i++)
        into->buckets[i] += from->buckets[i];
}

uint64_t gc_histogram_percentile(const struct gc_histogram *histogram, double percent)
{
    double wanted = percent / 100 * (double)histogram->count;
    uint64_t seen = 0;

    for (unsigned i = bucket_of(histogram->min); i < GC_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen != 0 && (double)seen >= wanted)
            return i < GC_HISTOGRAM_BUCKETS - 1 && bucket_end(i) < histogram->max ? bucket_end(i)
                                                                                  : histogram->max;
    }
    return histogram->max;
}

const struct gc_histogram *gc_get_histogram(const gc_heap *heap, enum gc_pause kind)
{
    GC_REQUIRE(kind < GC_PAUSES);
    return &heap->pauses[kind];
}
