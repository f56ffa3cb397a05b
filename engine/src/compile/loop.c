/*
 * compile/loop.c: loops (14.7).  Conditions are tested at the end, behind a jump at the start, so that an
 * iteration takes one jump; back-edges are LOOP, which polls for interrupts.
 */
#include "compile/compiler.h"

static void loop_body(struct function *fn, struct ast_node *node, struct ast_node *body,
                      struct label *break_to, struct label *continue_to)
{
    struct control control = {.outer = fn->control,
                              .kind = CONTROL_TARGET,
                              .node = node,
                              .break_to = break_to,
                              .continue_to = continue_to};

    fn->control = &control;
    js__statement(fn, body);
    fn->control = control.outer;
}

/* Back to top if test holds. */
static void loop_back_if(struct function *fn, struct ast_node *test, struct label *top)
{
    LABEL(out);

    if (!test) {
        js__code_loop(fn, top);
        return;
    }
    js__condition(fn, test, &out, false);
    js__code_loop(fn, top);
    js__bind(fn, &out);
}

static void while_loop(struct function *fn, struct ast_node *node)
{
    struct ast_while *loop = AST(while, node);
    LABEL(top);
    LABEL(next);
    LABEL(end);

    if (node->kind == AST_WHILE)
        js__condition(fn, loop->test, &end, false);
    js__bind(fn, &top);
    loop_body(fn, node, loop->body, &end, &next);
    js__bind(fn, &next);
    loop_back_if(fn, loop->test, &top);
    js__bind(fn, &end);
}

static void for_loop(struct function *fn, struct ast_node *node)
{
    struct ast_for *loop = AST(for, node);
    const uint32_t mark = fn->next_register;
    LABEL(top);
    LABEL(next);
    LABEL(end);

    js__scope_entry(fn, loop->scope);
    if (loop->initial) {
        if (loop->initial->kind == AST_DECLARATION)
            js__statement(fn, loop->initial);
        else
            js__expr_discard(fn, loop->initial);
    }
    js__copy_loop_scope(fn, loop->scope);
    if (loop->test)
        js__condition(fn, loop->test, &end, false);
    js__bind(fn, &top);
    loop_body(fn, node, loop->body, &end, &next);
    js__bind(fn, &next);
    js__copy_loop_scope(fn, loop->scope);
    if (loop->update)
        js__expr_discard(fn, loop->update);
    loop_back_if(fn, loop->test, &top);
    js__bind(fn, &end);
    js__release(fn, mark);
}

/* Gives the value of this iteration to the loop's target. */
static void assign_target(struct function *fn, struct ast_for_each *loop, uint16_t value)
{
    struct ast_node *target = loop->target;
    enum pattern_mode mode = PATTERN_ASSIGN;

    if (target->kind == AST_DECLARATION) {
        mode = AST(declaration, target)->kind == SCOPE_VAR ? PATTERN_ASSIGN : PATTERN_INITIALISE;
        target = AST(declarator, AST(declaration, target)->declarators.first)->target;
        fn->pattern_source = (struct pattern_source){.kind = PATTERN_OF_LOOP};
    }
    js__pattern(fn, target, value, mode);
}

/* `for (var a = 1 in b)` */
static void initial_value(struct function *fn, struct ast_for_each *loop)
{
    if (loop->target->kind == AST_DECLARATION) {
        struct ast_declarator *d = AST(declarator, AST(declaration, loop->target)->declarators.first);
        if (d->value)
            js__statement(fn, loop->target);
    }
}

/* The object is evaluated inside the loop's scope, uninitialised. */
static void loop_object(struct function *fn, struct ast_for_each *loop, uint16_t to)
{
    const uint32_t mark = fn->next_register;

    js__scope_entry(fn, loop->scope);
    js__expr(fn, loop->object, to);
    js__release(fn, mark);
}

static void for_in_loop(struct function *fn, struct ast_node *node)
{
    struct ast_for_each *loop = AST(for_each, node);
    const uint32_t mark = fn->next_register;
    const uint16_t enumerator = js__temp(fn), key = js__temp(fn);
    LABEL(next);
    LABEL(end);

    initial_value(fn, loop);
    loop_object(fn, loop, enumerator);
    js__at(fn, loop->object->position);
    EMIT(fn, FOR_IN_START, enumerator, enumerator);
    js__bind(fn, &next);
    JUMP(fn, FOR_IN_NEXT, &end, key, enumerator);
    const uint32_t inner = fn->next_register;

    js__scope_entry(fn, loop->scope);
    assign_target(fn, loop, key);
    LABEL(again);
    loop_body(fn, node, loop->body, &end, &again);
    js__bind(fn, &again);
    js__release(fn, inner);
    js__code_loop(fn, &next);
    js__bind(fn, &end);
    js__release(fn, mark);
}

/* 7.4.11 AsyncIteratorClose with a normal completion: calls return and awaits what it gives. */
void js__close_async(struct function *fn, uint16_t iterator)
{
    const uint32_t mark = fn->next_register;
    const uint16_t base = js__temps(fn, 2), result = js__temp(fn);
    LABEL(none);

    JUMP(fn, JUMP_IF_DONE, &none, iterator);
    EMIT(fn, ITERATOR_GET_RETURN, base, iterator);
    EMIT(fn, MOVE, (uint16_t)(base + 1), iterator);
    EMIT(fn, LOAD_UNDEFINED, iterator);
    JUMP(fn, JUMP_IF_UNDEFINED, &none, base);
    EMIT(fn, CALL, result, base, 0);
    js__await(fn, result, result);
    EMIT(fn, CHECK_OBJECT, result);
    js__bind(fn, &none);
    js__release(fn, mark);
}

/* The same where an exception is being passed on: whatever goes wrong here is dropped. */
static void close_async_quietly(struct function *fn, uint16_t iterator)
{
    const uint32_t mark = fn->next_register;
    const uint16_t base = js__temps(fn, 2), result = js__temp(fn);
    const uint32_t start = (uint32_t)fn->code_count;
    LABEL(none);

    JUMP(fn, JUMP_IF_DONE, &none, iterator);
    EMIT(fn, ITERATOR_GET_RETURN, base, iterator);
    JUMP(fn, JUMP_IF_UNDEFINED, &none, base);
    EMIT(fn, MOVE, (uint16_t)(base + 1), iterator);
    EMIT(fn, CALL, result, base, 0);
    js__await(fn, result, result);
    GOTO(fn, &none);
    js__add_handler(fn, start, (uint32_t)fn->code_count);
    EMIT(fn, CATCH, result);
    js__bind(fn, &none);
    js__release(fn, mark);
}

static void next_value(struct function *fn, bool is_await, uint16_t value, uint16_t iterator,
                       struct label *end)
{
    if (!is_await) {
        JUMP(fn, ITERATOR_NEXT, end, value, iterator);
        return;
    }
    EMIT(fn, ITERATOR_CALL_NEXT, value, iterator);
    js__await(fn, value, value);
    JUMP(fn, ITERATOR_RESULT, end, value, value);
}

static void for_of_loop(struct function *fn, struct ast_node *node)
{
    struct ast_for_each *loop = AST(for_each, node);
    const uint32_t mark = fn->next_register;
    const uint16_t iterator = js__temps(fn, 3), value = js__temp(fn), exception = js__temp(fn);
    LABEL(next);
    LABEL(exhausted);
    LABEL(again);
    LABEL(end);
    struct control loop_control = {.outer = fn->control,
                                   .kind = CONTROL_TARGET,
                                   .node = node,
                                   .break_to = &end};
    struct control iterator_control = {.outer = &loop_control,
                                       .kind = CONTROL_ITERATOR,
                                       .iterator = iterator,
                                       .is_async = loop->is_await};
    struct control body_control = {.outer = &iterator_control,
                                   .kind = CONTROL_TARGET,
                                   .node = node,
                                   .continue_to = &again};

    loop_object(fn, loop, value);
    js__at(fn, loop->object->position);
    js__quote_iterable(fn, loop->object);
    if (loop->is_await)
        EMIT(fn, GET_ASYNC_ITERATOR, iterator, value);
    else
        EMIT(fn, GET_ITERATOR, iterator, value);
    js__bind(fn, &next);
    js__at(fn, loop->object->position);
    next_value(fn, loop->is_await, value, iterator, &exhausted);
    const uint32_t start = (uint32_t)fn->code_count, inner = fn->next_register;

    fn->control = &body_control;
    js__scope_entry(fn, loop->scope);
    assign_target(fn, loop, value);
    js__statement(fn, loop->body);
    js__release(fn, inner);
    fn->control = loop_control.outer;
    js__bind(fn, &again);
    const uint32_t stop = (uint32_t)fn->code_count;

    js__code_loop(fn, &next);
    js__add_handler(fn, start, stop);
    EMIT(fn, CATCH, exception);
    if (loop->is_await)
        close_async_quietly(fn, iterator);
    else
        EMIT(fn, ITERATOR_CLOSE_QUIET, iterator);
    EMIT(fn, THROW, exception);
    js__bind(fn, &exhausted);
    js__bind(fn, &end);
    js__release(fn, mark);
}

void js__loop_statement(struct function *fn, struct ast_node *node)
{
    js__set_completion(fn);
    switch (node->kind) {
    case AST_FOR: for_loop(fn, node); break;
    case AST_FOR_IN: for_in_loop(fn, node); break;
    case AST_FOR_OF: for_of_loop(fn, node); break;
    default: while_loop(fn, node); break;
    }
}
