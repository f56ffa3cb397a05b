/*
 * builtins/sort.h: a stable merge sort of numbers 0 .. count - 1 by a comparison that may run script.
 */
#ifndef JS_SORT_H
#define JS_SORT_H

#include "vm/context.h"

/* Sets *after: whether a must come after b.  False with an exception pending where it failed. */
typedef bool js_compare_fn(js_ctx *ctx, void *what, uint32_t a, uint32_t b, bool *after);

/*
 * Sorts order[0 .. count), any permutation to begin with, using scratch of the same size.  Any comparison is
 * safe, consistent or not.  At most count * log2(count) comparisons, count - 1 of them where sorted already.
 */
JS_MUST_CHECK bool js_merge_sort(js_ctx *ctx, uint32_t *order, uint32_t *scratch, uint32_t count,
                                 js_compare_fn *compare, void *what);

/*
 * Sorts numbers ascending, -0 before 0 and NaN last (23.2.4.7 without a function), in linear time; scratch has
 * room for as many.  Never fails.
 */
void js_sort_numbers(double *numbers, uint64_t *scratch, size_t count);

#endif
