/*
 * regexp/compile_loop.c: quantifiers.
 *
 *   one character    GREEDY or LAZY: a tight loop, and one entry of the backtrack stack however
 * long it ran.  No entry at all (possessive) where what follows cannot begin with a character of
 * the loop, since then no shorter run can do. ?                a choice around the body
 *   * and +          a choice per iteration, no counter
 *   the rest         a counter in a register
 *
 * As in RepeatMatcher (22.2.2.3.1): each iteration first forgets the groups in the body, and an
 * iteration that matches nothing fails once the minimum is reached.
 */
#include "regexp/emit.h"

/* What one loop needs while it is compiled. */
struct loop {
    struct regexp_node *node;
    bool back;
    bool may_be_empty;          /* the body may match nothing: MARK and CHECK */
    bool decided;               /* no character suits both the body and what follows */
    struct regexp_first first;  /* of the body, followed by another or by what follows */
    struct regexp_first follow; /* of the body */
    uint32_t mark;
};

static void compile_tight(struct regexp_emitter *e, const struct regexp_node *node, bool back,
                          const struct regexp_first *follow)
{
    const struct regexp_first own = js__emit_first_of(e, node->body);
    uint32_t next = REGEXP_NEXT_ANY, kind, operand;
    bool greedy = node->greedy;

    js__emit_one_character(e, node->body, back, &kind, &operand);
    if (!back) {
        next = js__first_single(follow);
        if (js__first_disjoint(&own, follow)) {
            next = REGEXP_NEXT_POSSESSIVE;
            greedy = true; /* however it is asked for, the whole run is the only way */
        }
    }
    if (node->min == node->max)
        next = REGEXP_NEXT_POSSESSIVE;
    js__emit_op(e, greedy ? REGEXP_OP_GREEDY : REGEXP_OP_LAZY, kind | (back ? REGEXP_BACKWARD : 0));
    js__emit(e, operand);
    js__emit(e, node->min);
    js__emit(e, node->max);
    js__emit(e, next);
}

/*
 * Forgets the groups in the body.  Not the one that is the body: it will be set anew, and where
 * there are no references nobody sees its old value before that.
 */
static void clear_groups(struct regexp_emitter *e, const struct regexp_node *node)
{
    const bool set_anyway = node->body->kind == REGEXP_CAPTURE && !e->has_references;
    const uint32_t first = node->group_first + set_anyway;

    if (first < node->group_end)
        js__emit_jump_to(e, REGEXP_OP_CLEAR, 2 * first, 2 * node->group_end);
}

/* The body with what goes before it. */
static void compile_body(struct regexp_emitter *e, struct loop *loop, bool again)
{
    const struct regexp_node *node = loop->node;

    if (loop->may_be_empty) {
        loop->mark = js__emit_registers(e, 1);
        js__emit_op(e, REGEXP_OP_MARK, loop->mark);
    }
    if (again)
        clear_groups(e, node);
    js__regexp_compile_node(e, node->body, loop->back, &loop->follow);
}

static uint32_t peek_body(struct regexp_emitter *e, const struct loop *loop)
{
    return loop->back ? 0 : js__emit_peek(e, &loop->first);
}

/* ? and, where it repeats, *. */
static void compile_option(struct regexp_emitter *e, struct loop *loop, bool repeats)
{
    const uint32_t top = e->code.count;
    uint32_t peek = 0, out;

    if (loop->node->greedy) {
        peek = peek_body(e, loop);
        out = peek != 0 && loop->decided ? 0 : js__emit_jump(e, REGEXP_OP_CHOICE, 0);
    } else {
        const uint32_t in = js__emit_jump(e, REGEXP_OP_CHOICE, 0);

        out = js__emit_jump(e, REGEXP_OP_JUMP, 0);
        js__emit_label(e, in);
    }
    compile_body(e, loop, repeats);
    if (loop->may_be_empty)
        js__emit_op(e, REGEXP_OP_CHECK, loop->mark);
    if (repeats)
        js__emit_jump_to(e, REGEXP_OP_JUMP, 0, top);
    js__emit_label(e, peek);
    js__emit_label(e, out);
}

/* + of a body that always matches something. */
static void compile_plus(struct regexp_emitter *e, struct loop *loop)
{
    const uint32_t top = e->code.count;
    uint32_t peek, out;

    compile_body(e, loop, true);
    if (!loop->node->greedy) {
        js__emit_jump_to(e, REGEXP_OP_CHOICE, 0, top);
        return;
    }
    peek = peek_body(e, loop);
    out = peek != 0 && loop->decided ? 0 : js__emit_jump(e, REGEXP_OP_CHOICE, 0);
    js__emit_jump_to(e, REGEXP_OP_JUMP, 0, top);
    js__emit_label(e, peek);
    js__emit_label(e, out);
}

static void compile_counted(struct regexp_emitter *e, struct loop *loop)
{
    const struct regexp_node *node = loop->node;
    const uint32_t counter = js__emit_registers(e, 1);
    uint32_t top, out;

    js__emit_op(e, REGEXP_OP_COUNT_INIT, counter);
    top = e->code.count;
    js__emit_op(e, node->greedy ? REGEXP_OP_COUNT_GREEDY : REGEXP_OP_COUNT_LAZY, counter);
    js__emit(e, node->min);
    js__emit(e, node->max);
    out = js__emit(e, 0);
    compile_body(e, loop, true);
    if (loop->may_be_empty) {
        js__emit_op(e, REGEXP_OP_CHECK_COUNT, loop->mark);
        js__emit(e, counter);
        js__emit(e, node->min);
    }
    js__emit_jump_to(e, REGEXP_OP_COUNT_NEXT, counter, top);
    js__emit_label(e, out);
}

void js__regexp_compile_loop(struct regexp_emitter *e, struct regexp_node *node, bool back,
                             const struct regexp_first *follow)
{
    struct regexp_node *const body = node->body;
    struct loop loop = {
        .node = node, .back = back, .may_be_empty = body->width_min == 0, .follow = *follow};

    if (node->max == 0)
        return;
    if (body->width_max == 0) {
        /* Iterations are all alike and match nothing: those that must be are one, those that need
         * not be fail. */
        if (node->min > 0)
            js__regexp_compile_node(e, body, back, follow);
        return;
    }
    if (node->min == 1 && node->max == 1) {
        js__regexp_compile_node(e, body, back, follow);
        return;
    }
    if (body->kind == REGEXP_CHAR || body->kind == REGEXP_SET) {
        compile_tight(e, node, back, follow);
        return;
    }
    loop.first = js__emit_first_of(e, body);
    loop.decided = js__first_disjoint(&loop.first, follow);
    js__first_append(&loop.first, follow);
    if (node->max == 1) {
        compile_option(e, &loop, false);
        return;
    }
    const struct regexp_first again = js__emit_first_of(e, body);

    js__first_add(&loop.follow, &again);
    loop.follow.empty |= again.empty && follow->empty;
    if (node->min == 0 && node->max == REGEXP_INFINITY)
        compile_option(e, &loop, true);
    else if (node->min == 1 && node->max == REGEXP_INFINITY && !loop.may_be_empty)
        compile_plus(e, &loop);
    else
        compile_counted(e, &loop);
}
