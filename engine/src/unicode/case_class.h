/*
 * unicode/case_class.h: the Canonicalize functions of regular expressions (ECMA-262 22.2.2.7.3) and
 * what a set of characters must be widened by so that ignoring case is comparing against a set.
 * Unicode 17, constant tables.
 */
#ifndef JS_UNICODE_CASE_CLASS_H
#define JS_UNICODE_CASE_CLASS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The two ways to ignore case: by the upper-case mapping of single code units (no u flag; nothing
 * beyond ASCII maps into it), or by simple case folding of code points (u flag).
 */
enum js_case_mode { JS_CASE_UPPER, JS_CASE_FOLD };

/* Canonicalize ( rer, ch ). */
uint32_t js_canonicalize(enum js_case_mode mode, uint32_t code_point);

/* A run of code points first, first + step, ... (count of them) whose canonical form lies delta
 * beyond. */
struct js_case_run {
    uint32_t first;
    uint32_t count;
    uint32_t step;
    int32_t delta;
};

/* The number of runs, ascending and disjoint; code points in none are their own canonical form. */
uint32_t js_case_run_count(enum js_case_mode mode);
struct js_case_run js_case_run_at(enum js_case_mode mode, uint32_t index);

#endif
