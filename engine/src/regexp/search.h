/*
 * regexp/search.h: what a pattern tells about where it can match, for the search of the next start.
 */
#ifndef JS_REGEXP_SEARCH_H
#define JS_REGEXP_SEARCH_H

#include "regexp/syntax.h"

#define REGEXP_LITERAL_MAX 64 /* longer ones are cut: a part is necessary as well */

struct regexp_literal {
    uint32_t length; /* in code units */
    bool narrow;     /* all of them Latin-1 */
    uint16_t units[REGEXP_LITERAL_MAX];
};

struct regexp_search {
    struct regexp_literal prefix; /* every match begins so */
    struct regexp_literal
        required;  /* every match has it somewhere: the longest such run that was found */
    bool anchored; /* every match begins at the start of the input */
};

void js__regexp_search_analyse(const struct regexp_arena *arena, const struct regexp_node *tree,
                               uint32_t flags, struct regexp_search *search);

#endif
