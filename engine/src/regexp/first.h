/*
 * regexp/first.h: what the next character must be for something to match.
 */
#ifndef JS_REGEXP_FIRST_H
#define JS_REGEXP_FIRST_H

#include "regexp/syntax.h"

/*
 * A necessary condition for a match at a position, going forward: the next character is one of
 * these, or the input is at its end and `end` is set.  If `empty` is set nothing need be there:
 * what follows decides as well.
 */
struct regexp_first {
    uint32_t bits[8]; /* Latin-1 */
    bool other;       /* all that is beyond */
    bool end;
    bool empty;
};

/* The condition for node alone; kept in the node.  False: no memory. */
bool js__regexp_first(struct regexp_arena *arena, struct regexp_node *node,
                      struct regexp_first *first);

/* Adds b's characters to a's; a->empty stays. */
void js__first_add(struct regexp_first *a, const struct regexp_first *b);

/* Of a followed by b. */
void js__first_append(struct regexp_first *a, const struct regexp_first *b);
bool js__first_disjoint(const struct regexp_first *a, const struct regexp_first *b);

/* Is the condition one on the next character: neither the end nor nothing will do? */
static inline bool js__first_is_strict(const struct regexp_first *a)
{
    return !a->end && !a->empty;
}

/* The only unit it admits, or UINT32_MAX. */
uint32_t js__first_single(const struct regexp_first *a);

extern const struct regexp_first js__first_anything;

#endif
