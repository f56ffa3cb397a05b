/*
 * regexp/search.c: walks those parts of the tree that every match goes through and collects runs of
 * literal characters. What matches nothing (groups' edges, assertions, lookarounds) does not end a
 * run; all else does.
 */
#include "regexp/search.h"

#include <string.h>

struct walk {
    const struct regexp_arena *arena;
    struct regexp_search *search;
    struct regexp_literal run;
    bool unicode;
    bool at_start; /* the run began where the match does */
};

static void end_run(struct walk *w)
{
    if (w->at_start)
        w->search->prefix = w->run;
    if (w->run.length > w->search->required.length)
        w->search->required = w->run;
    w->at_start = false;
    w->run.length = 0;
}

static void add_unit(struct walk *w, uint32_t unit)
{
    if (w->run.length < REGEXP_LITERAL_MAX)
        w->run.units[w->run.length++] = (uint16_t)unit;
}

static void add_character(struct walk *w, uint32_t c)
{
    if (w->unicode && (js__is_lead(c) || js__is_trail(c))) {
        end_run(w); /* matched only where it is no half of a pair */
    } else if (c > 0xffff) {
        add_unit(w, 0xd800 + ((c - 0x10000) >> 10));
        add_unit(w, 0xdc00 + (c & 0x3ff));
    } else {
        add_unit(w, c);
    }
}

static void visit(struct walk *w, const struct regexp_node *node)
{
    if (js__regexp_stack_is_low(w->arena)) {
        end_run(w);
        return;
    }
    switch (node->kind) {
    case REGEXP_EMPTY:
    case REGEXP_ASSERTION:
    case REGEXP_LOOK:
        break;
    case REGEXP_CHAR:
        add_character(w, node->character);
        break;
    case REGEXP_SEQUENCE:
        for (uint32_t i = 0; i < node->list.count; i++)
            visit(w, node->list.items[i]);
        break;
    case REGEXP_CAPTURE:
        visit(w, node->body);
        break;
    case REGEXP_LOOP:
        if (node->min > 0)
            visit(w, node->body); /* the first iteration follows on what was before */
        if (node->min != 1 || node->max != 1)
            end_run(w);
        break;
    default:
        end_run(w);
        break;
    }
}

static bool is_anchored(const struct regexp_arena *arena, const struct regexp_node *node)
{
    if (js__regexp_stack_is_low(arena))
        return false;
    switch (node->kind) {
    case REGEXP_ASSERTION:
        return node->assertion == REGEXP_INPUT_START;
    case REGEXP_CAPTURE:
        return is_anchored(arena, node->body);
    case REGEXP_LOOP:
        return node->min > 0 && is_anchored(arena, node->body);
    case REGEXP_SEQUENCE:
        return is_anchored(arena, node->list.items[0]);
    case REGEXP_ALTERNATIVES:
        for (uint32_t i = 0; i < node->list.count; i++)
            if (!is_anchored(arena, node->list.items[i]))
                return false;
        return true;
    default:
        return false;
    }
}

static void finish(struct regexp_literal *literal)
{
    literal->narrow = true;
    for (uint32_t i = 0; i < literal->length; i++)
        literal->narrow &= literal->units[i] < 256;
}

void js__regexp_search_analyse(const struct regexp_arena *arena, const struct regexp_node *tree,
                               uint32_t flags, struct regexp_search *search)
{
    struct walk w = {
        .arena = arena, .search = search, .unicode = flags & JS_REGEXP_UNICODE, .at_start = true};

    memset(search, 0, sizeof *search);
    visit(&w, tree);
    end_run(&w);
    search->anchored = is_anchored(arena, tree);
    finish(&search->prefix);
    finish(&search->required);
    /* The search for the prefix is enough; and where there is one start only, trying it is cheaper
     * than searching. */
    if (search->prefix.length > 0 || search->anchored)
        search->required.length = 0;
}
