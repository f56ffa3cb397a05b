/*
 * regexp/first.c: first characters, bottom up.  Lookarounds and boundaries are taken for nothing,
 * which is weaker than the truth but necessary all the same; ^ likewise.  $ is strict: no character
 * may follow, or a line terminator.
 */
#include "regexp/first.h"

#include <string.h>

const struct regexp_first js__first_anything = {
    .bits = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u}, .other = true, .end = true, .empty = true};

void js__first_add(struct regexp_first *a, const struct regexp_first *b)
{
    for (int i = 0; i < 8; i++)
        a->bits[i] |= b->bits[i];
    a->other |= b->other;
    a->end |= b->end;
}

void js__first_append(struct regexp_first *a, const struct regexp_first *b)
{
    if (a->empty) {
        js__first_add(a, b);
        a->empty = b->empty;
    }
}

bool js__first_disjoint(const struct regexp_first *a, const struct regexp_first *b)
{
    uint32_t common = a->other && b->other;

    for (int i = 0; i < 8; i++)
        common |= a->bits[i] & b->bits[i];
    return common == 0 && !(a->end && b->end) && !a->empty && !b->empty;
}

uint32_t js__first_single(const struct regexp_first *a)
{
    uint32_t unit = UINT32_MAX;

    if (a->other || !js__first_is_strict(a))
        return UINT32_MAX;
    for (uint32_t i = 0; i < 8; i++) {
        if (a->bits[i] == 0)
            continue;
        if (unit != UINT32_MAX || (a->bits[i] & (a->bits[i] - 1)) != 0)
            return UINT32_MAX;
        unit = i * 32 + (uint32_t)__builtin_ctz(a->bits[i]);
    }
    return unit;
}

static void add_range(struct regexp_first *first, uint32_t from, uint32_t to)
{
    for (uint32_t c = from; c <= to && c < 256; c++)
        first->bits[c / 32] |= 1u << c % 32;
    first->other |= to > 255;
}

static bool first_of_list(struct regexp_arena *arena, struct regexp_node *node,
                          struct regexp_first *first)
{
    const bool sequence = node->kind == REGEXP_SEQUENCE;

    first->empty = sequence;
    for (uint32_t i = 0; i < node->list.count && (!sequence || first->empty); i++) {
        struct regexp_first item;

        if (!js__regexp_first(arena, node->list.items[i], &item))
            return false;
        if (sequence) {
            js__first_append(first, &item);
        } else {
            js__first_add(first, &item);
            first->empty |= item.empty;
        }
    }
    return true;
}

static void first_of_assertion(const struct regexp_node *node, struct regexp_first *first)
{
    switch (node->assertion) {
    case REGEXP_LINE_END:
        add_range(first, '\n', '\n');
        add_range(first, '\r', '\r');
        first->other = true;
        first->end = true;
        break;
    case REGEXP_INPUT_END:
        first->end = true;
        break;
    default:
        first->empty = true;
        break;
    }
}

static bool compute(struct regexp_arena *arena, struct regexp_node *node,
                    struct regexp_first *first)
{
    memset(first, 0, sizeof *first);
    switch (node->kind) {
    case REGEXP_CHAR:
        add_range(first, node->character, node->character);
        return true;
    case REGEXP_SET:
        for (uint32_t i = 0; i < node->set.count; i++)
            add_range(first, node->set.ranges[i].from, node->set.ranges[i].to);
        return true;
    case REGEXP_SEQUENCE:
    case REGEXP_ALTERNATIVES:
        return first_of_list(arena, node, first);
    case REGEXP_CAPTURE:
        return js__regexp_first(arena, node->body, first);
    case REGEXP_LOOP:
        if (node->max != 0 && !js__regexp_first(arena, node->body, first))
            return false;
        first->empty |= node->min == 0 || node->max == 0;
        return true;
    case REGEXP_BACKREFERENCE:
        *first = js__first_anything;
        return true;
    case REGEXP_ASSERTION:
        first_of_assertion(node, first);
        return true;
    default: /* lookarounds, nothing */
        first->empty = true;
        return true;
    }
}

bool js__regexp_first(struct regexp_arena *arena, struct regexp_node *node,
                      struct regexp_first *first)
{
    if (node->kind == REGEXP_CHAR)
        return compute(arena, node, first);
    if (js__regexp_stack_is_low(arena)) {
        *first = js__first_anything;
        return true;
    }
    if (node->first == NULL) {
        struct regexp_first *kept = js__regexp_alloc(arena, sizeof *kept);

        if (kept == NULL || !compute(arena, node, kept))
            return false;
        node->first = kept;
    }
    *first = *node->first;
    return true;
}
