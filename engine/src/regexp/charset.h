/*
 * regexp/charset.h: sets of characters as ranges, and the arena that they and the syntax tree live
 * in.
 */
#ifndef JS_REGEXP_CHARSET_H
#define JS_REGEXP_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gc/memory.h>

#include "unicode/case_class.h"
#include "unicode/property.h"

#define REGEXP_CODE_POINT_MAX 0x10ffffu

/* Memory that is given back all at once, and the bound of all recursion over what lies in it.  Zero
 * it, set heap. */
struct regexp_arena {
    gc_heap *heap;
    uintptr_t stack_limit; /* no local's address may fall below it */
    struct regexp_chunk *chunks;
    size_t used; /* in the newest chunk */
};

/* Returns bytes of memory, aligned for pointers, not initialised; NULL if there is none. */
void *js__regexp_alloc(struct regexp_arena *arena, size_t bytes);
void js__regexp_release(struct regexp_arena *arena);

/* Is the C stack used up? */
static inline bool js__regexp_stack_is_low(const struct regexp_arena *arena)
{
    char here;

    return (uintptr_t)&here < arena->stack_limit;
}

struct regexp_range {
    uint32_t from, to; /* both inclusive */
};

/*
 * A set of code points.  Normal: ascending, disjoint, no two ranges adjacent [regexp.normal-set].
 * Adding leaves that form; js__set_normalise restores it; all that look into a set want it normal.
 */
struct regexp_set {
    struct regexp_range *ranges; /* in the arena */
    uint32_t count, capacity;
};

/* All that return bool fail only for lack of memory. */
bool js__set_add(struct regexp_arena *arena, struct regexp_set *set, uint32_t from, uint32_t to);
bool js__set_add_all(struct regexp_arena *arena, struct regexp_set *set,
                     const struct regexp_set *other);
bool js__set_add_complement(struct regexp_arena *arena, struct regexp_set *set,
                            const struct regexp_set *other);
bool js__set_add_property(struct regexp_arena *arena, struct regexp_set *set,
                          struct js_property_reader reader, bool negate);

/*
 * Adds what \d, \D, \s, \S, \w or \W (letter says which) denotes; folded: the i and u flags are
 * both on, which makes U+017F and U+212A word characters.
 */
bool js__set_add_class(struct regexp_arena *arena, struct regexp_set *set, char letter,
                       bool folded);

/* Adds every character that is equal to one of the set when case is ignored in the given way.
 * Leaves it normal. */
bool js__set_ignore_case(struct regexp_arena *arena, struct regexp_set *set,
                         enum js_case_mode mode);
bool js__set_invert(struct regexp_arena *arena, struct regexp_set *set);
void js__set_normalise(struct regexp_set *set);
bool js__set_has(const struct regexp_set *set, uint32_t code_point);
bool js__set_is_subset(const struct regexp_set *set, uint32_t from, uint32_t to); /* of from..to? */

#endif
