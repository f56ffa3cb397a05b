/*
 * regexp/compile_node.c: trees to code, all but loops.
 *
 * Two analyses save entries of the backtrack stack.  A choice is preceded by a look at the next
 * character where that rules its first way out (PEEK), and is no choice at all where no character
 * suits both ways.  What that takes is the condition on what follows, handed down as `follow`.
 *
 * In lookbehinds code runs against the direction of reading: sequences are emitted last part first,
 * each character is the one before the position, and a group's end is passed before its start.
 */
#include <string.h>

#include "regexp/emit.h"

#define FOLLOW_ITEMS 8 /* how far a sequence is looked ahead: bounds the work on `a?b?c?...` */

struct regexp_first js__emit_first_of(struct regexp_emitter *e, struct regexp_node *node)
{
    struct regexp_first first;

    if (!js__regexp_first(e->arena, node, &first)) {
        e->no_memory = true;
        return js__first_anything;
    }
    return first;
}

uint32_t js__emit_unit_of(const struct regexp_emitter *e, const struct regexp_node *node)
{
    const uint32_t c = node->character;

    if (node->kind != REGEXP_CHAR || c > 0xffff)
        return UINT32_MAX;
    if ((e->flags & JS_REGEXP_UNICODE) && (js__is_lead(c) || js__is_trail(c)))
        return UINT32_MAX;
    return c;
}

/* Can every member be told from one unit?  Not if it is, or may be part of, a pair. */
static bool is_unit_set(const struct regexp_emitter *e, const struct regexp_set *set)
{
    if (!(e->flags & JS_REGEXP_UNICODE))
        return true;
    for (uint32_t i = 0; i < set->count; i++)
        if (set->ranges[i].to > 0xffff ||
            (set->ranges[i].from < 0xe000 && set->ranges[i].to >= 0xd800))
            return false;
    return true;
}

bool js__emit_one_character(struct regexp_emitter *e, const struct regexp_node *node, bool back,
                            uint32_t *kind, uint32_t *operand)
{
    const uint32_t all = e->flags & JS_REGEXP_UNICODE ? REGEXP_CODE_POINT_MAX : 0xffff;

    *operand = js__emit_unit_of(e, node);
    if (*operand != UINT32_MAX && !back) {
        *kind = REGEXP_KIND_CHAR;
        return true;
    }
    if (node->kind == REGEXP_CHAR) {
        struct regexp_range range = {node->character, node->character};
        const struct regexp_set set = {&range, 1, 1};

        *operand = js__emit_set(e, &set);
        *kind = is_unit_set(e, &set) ? REGEXP_KIND_SET : REGEXP_KIND_SET_U;
        return true;
    }
    if (node->kind != REGEXP_SET)
        return false;
    *operand = 0;
    if (!back && node->set.count == 1 && node->set.ranges[0].from == 0 &&
        node->set.ranges[0].to >= all) {
        *kind = e->flags & JS_REGEXP_UNICODE ? REGEXP_KIND_ALL_U : REGEXP_KIND_ALL;
        return true;
    }
    *operand = js__emit_set(e, &node->set);
    *kind = is_unit_set(e, &node->set) ? REGEXP_KIND_SET : REGEXP_KIND_SET_U;
    return true;
}

/* Two units that are all of set; false if it is not so simple. */
static bool two_units(const struct regexp_emitter *e, const struct regexp_set *set, uint32_t *a,
                      uint32_t *b)
{
    if (set->count == 1 && set->ranges[0].to == set->ranges[0].from + 1) {
        *a = set->ranges[0].from;
        *b = set->ranges[0].to;
    } else if (set->count == 2 && set->ranges[0].from == set->ranges[0].to &&
               set->ranges[1].from == set->ranges[1].to) {
        *a = set->ranges[0].from;
        *b = set->ranges[1].from;
    } else {
        return false;
    }
    return *b <= 0xffff && is_unit_set(e, set);
}

static void compile_character(struct regexp_emitter *e, const struct regexp_node *node, bool back)
{
    static const uint8_t ops[] = {[REGEXP_KIND_CHAR] = REGEXP_OP_CHAR,
                                  [REGEXP_KIND_SET] = REGEXP_OP_SET,
                                  [REGEXP_KIND_SET_U] = REGEXP_OP_SET_U,
                                  [REGEXP_KIND_ALL] = REGEXP_OP_ALL,
                                  [REGEXP_KIND_ALL_U] = REGEXP_OP_ALL_U};
    const uint32_t unit = js__emit_unit_of(e, node);
    uint32_t kind, operand, a, b;

    if (back && unit != UINT32_MAX) {
        js__emit_op(e, REGEXP_OP_BACK_CHAR, unit);
    } else if (!back && node->kind == REGEXP_SET && two_units(e, &node->set, &a, &b)) {
        js__emit_op(e, REGEXP_OP_CHAR2, 0);
        js__emit(e, a | b << 16);
    } else {
        js__emit_one_character(e, node, back, &kind, &operand);
        if (back)
            js__emit_op(e, kind == REGEXP_KIND_SET ? REGEXP_OP_BACK_SET : REGEXP_OP_BACK_SET_U,
                        operand);
        else
            js__emit_op(e, ops[kind], operand);
    }
}

/* Can node be part of a STRING?  Pairs can: a match begins between characters, so it ends between
 * them. */
static bool is_literal(const struct regexp_emitter *e, const struct regexp_node *node)
{
    return node->kind == REGEXP_CHAR &&
           (node->character > 0xffff || js__emit_unit_of(e, node) != UINT32_MAX);
}

/* Emits the literals at items as one string and returns how many they are. */
static uint32_t compile_string(struct regexp_emitter *e, struct regexp_node *const *items,
                               uint32_t count)
{
    uint32_t literals = 0, units = 0, packed = 0, filled = 0;

    while (literals < count && is_literal(e, items[literals]))
        units += items[literals++]->width_min;
    if (units == 1) {
        js__emit_op(e, REGEXP_OP_CHAR, items[0]->character);
        return literals;
    }
    js__emit_op(e, REGEXP_OP_STRING, units);
    for (uint32_t i = 0; i < literals; i++) {
        const uint32_t c = items[i]->character;
        const uint32_t halves[2] = {c > 0xffff ? 0xd800 + ((c - 0x10000) >> 10) : c,
                                    0xdc00 + (c & 0x3ff)};

        for (uint32_t k = 0; k < items[i]->width_min; k++) {
            packed |= halves[k] << 16 * filled;
            if (++filled == 2) {
                js__emit(e, packed);
                packed = filled = 0;
            }
        }
    }
    if (filled != 0)
        js__emit(e, packed);
    return literals;
}

/* The condition on what comes after item index of a sequence. */
static struct regexp_first follow_in_sequence(struct regexp_emitter *e,
                                              const struct regexp_node *node, uint32_t index,
                                              const struct regexp_first *follow)
{
    struct regexp_first result = {.empty = true};

    for (uint32_t i = index + 1; i < node->list.count && result.empty; i++) {
        if (i - index > FOLLOW_ITEMS)
            return js__first_anything;
        const struct regexp_first item = js__emit_first_of(e, node->list.items[i]);

        js__first_append(&result, &item);
    }
    js__first_append(&result, follow);
    return result;
}

static void compile_sequence(struct regexp_emitter *e, const struct regexp_node *node, bool back,
                             const struct regexp_first *follow)
{
    const uint32_t count = node->list.count;

    if (back) {
        for (uint32_t i = count; i-- > 0;)
            js__regexp_compile_node(e, node->list.items[i], true, follow);
        return;
    }
    for (uint32_t i = 0; i < count;) {
        struct regexp_node *item = node->list.items[i];

        if (is_literal(e, item)) {
            i += compile_string(e, node->list.items + i, count - i);
        } else {
            const struct regexp_first next = follow_in_sequence(e, node, i, follow);

            js__regexp_compile_node(e, item, false, &next);
            i++;
        }
    }
}

static void compile_alternatives(struct regexp_emitter *e, const struct regexp_node *node,
                                 bool back, const struct regexp_first *follow)
{
    const uint32_t count = node->list.count;
    struct regexp_first *later = js__regexp_alloc(e->arena, count * sizeof *later);
    uint32_t ends = 0; /* the newest jump to the end; each holds the index of the one before it */

    if (later == NULL) {
        e->no_memory = true;
        return;
    }
    /* later[i]: what any alternative after i, and what follows, can begin with. */
    memset(&later[count - 1], 0, sizeof *later);
    for (uint32_t i = count - 1; i-- > 0;) {
        struct regexp_first next = js__emit_first_of(e, node->list.items[i + 1]);

        js__first_append(&next, follow);
        later[i] = later[i + 1];
        js__first_add(&later[i], &next);
        later[i].empty |= next.empty;
    }
    for (uint32_t i = 0; i < count; i++) {
        struct regexp_first own = js__emit_first_of(e, node->list.items[i]);
        uint32_t peek = 0, choice = 0;

        js__first_append(&own, follow);
        if (i + 1 < count) {
            if (!back)
                peek = js__emit_peek(e, &own);
            if (peek == 0 || !js__first_disjoint(&own, &later[i]))
                choice = js__emit_jump(e, REGEXP_OP_CHOICE, 0);
        }
        js__regexp_compile_node(e, node->list.items[i], back, follow);
        if (i + 1 < count) {
            js__emit_op(e, REGEXP_OP_JUMP, 0);
            ends = js__emit(e, ends);
        }
        js__emit_label(e, peek);
        js__emit_label(e, choice);
    }
    while (ends != 0 && !e->no_memory && !e->too_large) {
        const uint32_t before = e->code.words[ends];

        js__emit_label(e, ends);
        ends = before;
    }
}

static void compile_capture(struct regexp_emitter *e, const struct regexp_node *node, bool back,
                            const struct regexp_first *follow)
{
    const uint32_t start = 2 * node->group_first;

    js__emit_op(e, REGEXP_OP_SAVE, start + back);
    js__regexp_compile_node(e, node->body, back, follow);
    js__emit_op(e, REGEXP_OP_SAVE, start + !back);
}

static void compile_look(struct regexp_emitter *e, const struct regexp_node *node)
{
    const uint32_t registers = js__emit_registers(e, 2);
    uint32_t on = 0;

    js__emit_op(e, node->negative ? REGEXP_OP_NOT_LOOK_START : REGEXP_OP_LOOK_START, registers);
    js__emit(e, 2 * node->group_first);
    js__emit(e, 2 * node->group_end);
    if (node->negative)
        on = js__emit(e, 0);
    js__regexp_compile_node(e, node->body, node->behind, &js__first_anything);
    js__emit_op(e, node->negative ? REGEXP_OP_NOT_LOOK_END : REGEXP_OP_LOOK_END, registers);
    js__emit_label(e, on);
}

static void compile_reference(struct regexp_emitter *e, const struct regexp_node *node, bool back)
{
    uint32_t how = back ? REGEXP_REFERENCE_BACKWARD : 0;

    if (e->flags & JS_REGEXP_IGNORE_CASE)
        how |= REGEXP_REFERENCE_IGNORE_CASE;
    if (e->flags & JS_REGEXP_UNICODE)
        how |= REGEXP_REFERENCE_UNICODE;
    js__emit_op(e, REGEXP_OP_BACKREFERENCE, how);
    js__emit(e, node->reference.count);
    for (uint32_t i = 0; i < node->reference.count; i++)
        js__emit(e, node->reference.groups[i]);
}

static void compile_assertion(struct regexp_emitter *e, const struct regexp_node *node)
{
    const uint32_t folded = JS_REGEXP_IGNORE_CASE | JS_REGEXP_UNICODE;

    _Static_assert(REGEXP_OP_NOT_WORD - REGEXP_OP_INPUT_START == REGEXP_NOT_WORD_BOUNDARY,
                   "one order");
    js__emit_op(e, REGEXP_OP_INPUT_START + node->assertion, (e->flags & folded) == folded);
}

void js__regexp_compile_node(struct regexp_emitter *e, struct regexp_node *node, bool back,
                             const struct regexp_first *follow)
{
    e->too_large |= js__regexp_stack_is_low(e->arena);
    if (e->no_memory || e->too_large)
        return;
    switch (node->kind) {
    case REGEXP_EMPTY:
        break;
    case REGEXP_CHAR:
        if (!back && is_literal(e, node)) {
            compile_string(e, &node, 1);
            break;
        }
        /* fall through */
    case REGEXP_SET:
        compile_character(e, node, back);
        break;
    case REGEXP_SEQUENCE:
        compile_sequence(e, node, back, follow);
        break;
    case REGEXP_ALTERNATIVES:
        compile_alternatives(e, node, back, follow);
        break;
    case REGEXP_CAPTURE:
        compile_capture(e, node, back, follow);
        break;
    case REGEXP_LOOP:
        js__regexp_compile_loop(e, node, back, follow);
        break;
    case REGEXP_LOOK:
        compile_look(e, node);
        break;
    case REGEXP_BACKREFERENCE:
        compile_reference(e, node, back);
        break;
    case REGEXP_ASSERTION:
        compile_assertion(e, node);
        break;
    default:
        __builtin_unreachable();
    }
}
