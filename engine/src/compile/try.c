/*
 * compile/try.c: try, and the ways out of it: break, continue and return pass through finally blocks and
 * close iterators.
 *
 * A finally block is emitted once.  Two registers say how it was entered: kind 0 normally, 1 by an exception
 * (value holds it), and one number for each different jump or return that goes through it; behind the block,
 * each of these goes on its way, which may lead through the next finally.
 */
#include "compile/compiler.h"

enum { EXIT_NORMAL, EXIT_THROW, EXIT_FIRST_JUMP };

/* Registers a way out with a finally block, and jumps to it. */
static void exit_through(struct function *fn, struct control *finally, struct ast_node *target,
                         bool is_continue, uint16_t value)
{
    struct pending_exit *exit = finally->exits;

    while (exit && (exit->target != target || exit->is_continue != is_continue))
        exit = exit->next;
    if (!exit) {
        exit = js_arena_alloc(&fn->c->parse->arena, sizeof *exit);
        if (!exit) {
            js__code_out_of_memory(fn->c);
            return;
        }
        *exit = (struct pending_exit){finally->exits, target, is_continue, finally->next_kind++};
        finally->exits = exit;
    }
    if (value != NO_REGISTER)
        EMIT(fn, MOVE, finally->value_register, value);
    EMIT(fn, LOAD_INT, finally->kind_register, (uint16_t)exit->kind);
    GOTO(fn, finally->finally_entry);
}

/*
 * Goes outwards from the present control to target (NULL: out of the function with value): true if the jump
 * ended in a finally block, which takes it from there.
 */
static bool pass_controls(struct function *fn, struct ast_node *target, bool is_continue, uint16_t value)
{
    struct control *const inner = fn->control;
    bool taken = false;

    for (struct control *c = inner; c && !fn->c->failed; c = c->outer) {
        if (c->kind == CONTROL_TARGET && target && c->node == target &&
            (is_continue ? c->continue_to : c->break_to)) {
            GOTO(fn, is_continue ? c->continue_to : c->break_to);
            taken = true;
            break;
        }
        fn->control = c->outer;
        if (c->kind == CONTROL_ITERATOR) {
            if (c->is_async)
                js__close_async(fn, c->iterator);
            else
                EMIT(fn, ITERATOR_CLOSE, c->iterator);
        } else if (c->kind == CONTROL_FINALLY) {
            exit_through(fn, c, target, is_continue, value);
            taken = true;
            break;
        }
    }
    fn->control = inner;
    return taken;
}

void js__jump_out(struct function *fn, struct ast_node *target, bool is_continue)
{
    pass_controls(fn, target, is_continue, NO_REGISTER);
}

/*
 * 10.2.2 steps 10 to 13: an object is the result, undefined means this, all else is a TypeError; none of which the
 * constructor's own code can catch.
 */
void js__derived_exit(struct function *fn)
{
    const uint16_t self = js__temp(fn);
    struct scope_binding *binding = fn->ast->this_binding;

    js__bind(fn, fn->derived_return);
    if (!binding) {
        EMIT(fn, LOAD_EMPTY, self); /* never mentioned, so never bound */
    } else if (binding->storage == SCOPE_IN_OBJECT) {
        LABEL(done);
        LABEL(look);
        /* An object needs no bound this. */
        EMIT(fn, LOAD_EMPTY, self);
        JUMP(fn, JUMP_IF_UNDEFINED, &look, fn->derived_value);
        GOTO(fn, &done);
        js__bind(fn, &look);
        EMIT(fn, GET_SCOPED, self, (uint16_t)binding->scope->object->slot,
             js__name(fn, (struct ast_name *)(uintptr_t)binding->name));
        js__bind(fn, &done);
    } else if (binding->storage == SCOPE_IN_BOX) {
        EMIT(fn, GET_BOX, self, (uint16_t)binding->slot);
    } else {
        EMIT(fn, MOVE, self, (uint16_t)binding->slot);
    }
    EMIT(fn, CHECK_CONSTRUCTOR_RESULT, self, fn->derived_value, self);
    EMIT(fn, RETURN, self);
}

static void emit_return(struct function *fn, uint16_t value)
{
    if (fn->flags & JS_CODE_GENERATOR) {
        EMIT(fn, GENERATOR_RETURN, value, fn->generator);
    } else if (fn->flags & JS_CODE_ASYNC) {
        EMIT(fn, ASYNC_RETURN, value, fn->generator);
    } else if (fn->derived_return) {
        EMIT(fn, MOVE, fn->derived_value, value);
        GOTO(fn, fn->derived_return);
    } else {
        EMIT(fn, RETURN, value);
    }
}

void js__return(struct function *fn, uint16_t value)
{
    bool closes = false;

    for (struct control *c = fn->control; c; c = c->outer)
        closes |= c->kind != CONTROL_TARGET;
    if (closes && fn->is_variable[value]) {
        /* What runs on the way out must not change the value. */
        const uint16_t kept = js__temp(fn);
        EMIT(fn, MOVE, kept, value);
        value = kept;
    }
    if (!pass_controls(fn, NULL, false, value))
        emit_return(fn, value);
}

/* Where the exits that a finally block interrupted go on. */
static void dispatch_exits(struct function *fn, struct control *finally)
{
    LABEL(normal);

    JUMP(fn, JUMP_IF_INT, &normal, finally->kind_register, EXIT_NORMAL);
    for (struct pending_exit *exit = finally->exits; exit; exit = exit->next) {
        LABEL(other);
        LABEL(mine);

        JUMP(fn, JUMP_IF_INT, &mine, finally->kind_register, (uint16_t)exit->kind);
        GOTO(fn, &other);
        js__bind(fn, &mine);
        if (exit->target)
            js__jump_out(fn, exit->target, exit->is_continue);
        else
            js__return(fn, finally->value_register);
        js__bind(fn, &other);
    }
    EMIT(fn, THROW, finally->value_register);
    js__bind(fn, &normal);
}

static void catch_clause(struct function *fn, struct ast_try *node)
{
    const uint32_t mark = fn->next_register;
    const uint16_t exception = js__temp(fn);

    EMIT(fn, CATCH, exception);
    js__set_completion(fn);
    js__scope_entry(fn, node->catch_scope);
    if (node->catch_target) {
        fn->pattern_source = (struct pattern_source){.kind = PATTERN_OF_CATCH};
        js__pattern(fn, node->catch_target, exception, PATTERN_INITIALISE);
    }
    js__block(fn, node->catch_block->scope, &node->catch_block->body);
    js__release(fn, mark);
}

static void try_catch(struct function *fn, struct ast_try *node)
{
    const uint32_t start = (uint32_t)fn->code_count;
    LABEL(end);

    js__block(fn, node->block->scope, &node->block->body);
    if (!node->catch_block)
        return;
    const uint32_t stop = (uint32_t)fn->code_count;

    GOTO(fn, &end);
    js__add_handler(fn, start, stop);
    catch_clause(fn, node);
    js__bind(fn, &end);
}

static void finally_body(struct function *fn, struct ast_try *node)
{
    const uint32_t mark = fn->next_register;
    const uint16_t outer = fn->completion;

    /* The block's own completion counts only if it is abrupt. */
    if (outer != NO_REGISTER) {
        const uint16_t kept = js__temp(fn);
        EMIT(fn, MOVE, kept, outer);
        EMIT(fn, LOAD_UNDEFINED, outer);
        js__block(fn, node->finally_block->scope, &node->finally_block->body);
        EMIT(fn, MOVE, outer, kept);
    } else {
        js__block(fn, node->finally_block->scope, &node->finally_block->body);
    }
    js__release(fn, mark);
}

void js__try(struct function *fn, struct ast_node *node)
{
    struct ast_try *try = AST(try, node);
    const uint32_t mark = fn->next_register;
    LABEL(entry);
    struct control control = {.outer = fn->control,
                              .kind = CONTROL_FINALLY,
                              .finally_entry = &entry,
                              .next_kind = EXIT_FIRST_JUMP};

    js__set_completion(fn);
    if (!try->finally_block) {
        try_catch(fn, try);
        return;
    }
    control.kind_register = js__variable_register(fn);
    control.value_register = js__variable_register(fn);
    fn->control = &control;
    const uint32_t start = (uint32_t)fn->code_count;

    try_catch(fn, try);
    fn->control = control.outer;
    EMIT(fn, LOAD_INT, control.kind_register, EXIT_NORMAL);
    GOTO(fn, &entry);
    js__add_handler(fn, start, (uint32_t)fn->code_count);
    EMIT(fn, CATCH, control.value_register);
    EMIT(fn, LOAD_INT, control.kind_register, EXIT_THROW);
    js__bind(fn, &entry);
    finally_body(fn, try);
    dispatch_exits(fn, &control);
    js__release(fn, mark);
}
