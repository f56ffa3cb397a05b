/*
 * compile/func.c: functions: entry (10.2.11 FunctionDeclarationInstantiation), body, exit; generators' yield
 * and await.
 */
#include "compile/compiler.h"

static uint32_t function_flags(const struct ast_function *ast)
{
    uint32_t flags = 0;

    if (ast->strict)
        flags |= JS_CODE_STRICT;
    if (ast->is_generator)
        flags |= JS_CODE_GENERATOR;
    if (ast->is_async)
        flags |= JS_CODE_ASYNC;
    switch (ast->kind) {
    case AST_FUNCTION_ARROW: flags |= JS_CODE_ARROW; break;
    case AST_FUNCTION_METHOD: flags |= JS_CODE_METHOD; break;
    case AST_FUNCTION_GETTER:
    case AST_FUNCTION_SETTER: flags |= JS_CODE_METHOD | JS_CODE_ACCESSOR; break;
    case AST_FUNCTION_CONSTRUCTOR: flags |= JS_CODE_CLASS; break;
    case AST_FUNCTION_DERIVED_CONSTRUCTOR: flags |= JS_CODE_CLASS | JS_CODE_DERIVED; break;
    case AST_FUNCTION_FIELD_INIT:
    case AST_FUNCTION_STATIC_INIT: flags |= JS_CODE_METHOD | JS_CODE_FIELD_INITIALIZER; break;
    case AST_FUNCTION_SCRIPT: flags |= JS_CODE_SCRIPT; break;
    case AST_FUNCTION_MODULE: flags |= JS_CODE_MODULE; break;
    case AST_FUNCTION_EVAL: flags |= JS_CODE_EVAL; break;
    default: break;
    }
    if (ast->client)
        flags |= JS_CODE_HAS_FIELDS;
    if (ast->home_binding)
        flags |= JS_CODE_USES_HOME;
    return flags;
}

/* ---- special variables ---- */

static void special_binding(struct function *fn, struct scope_binding *binding)
{
    const uint32_t mark = fn->next_register;
    uint16_t value;

    if (!binding)
        return;
    js__allocate_binding(fn, binding);
    if (binding->kind == SCOPE_THIS && (fn->flags & JS_CODE_DERIVED)) {
        if (binding->storage == SCOPE_IN_REGISTER || binding->storage == SCOPE_IN_COPY)
            EMIT(fn, LOAD_EMPTY, (uint16_t)binding->slot);
        return;
    }
    value = binding->storage == SCOPE_IN_REGISTER || binding->storage == SCOPE_IN_COPY
                ? (uint16_t)binding->slot
                : js__temp(fn);
    switch (binding->kind) {
    case SCOPE_THIS:
        if (fn->flags & JS_CODE_STRICT)
            EMIT(fn, LOAD_THIS, value);
        else
            EMIT(fn, LOAD_THIS_SLOPPY, value);
        break;
    case SCOPE_NEW_TARGET: EMIT(fn, LOAD_NEW_TARGET, value); break;
    case SCOPE_HOME_OBJECT: EMIT(fn, LOAD_HOME, value); break;
    default: EMIT(fn, LOAD_CALLEE, value); break;
    }
    js__store_binding(fn, binding, value, true);
    if (value != binding->slot)
        js__release(fn, mark + (binding->storage == SCOPE_IN_BOX));
}

static bool is_special(const struct scope_binding *b)
{
    return b->kind == SCOPE_THIS || b->kind == SCOPE_NEW_TARGET || b->kind == SCOPE_HOME_OBJECT ||
           b->kind == SCOPE_CALLEE || b->kind == SCOPE_PARAM || b->kind == SCOPE_ARGUMENTS ||
           b->kind == SCOPE_FUNCTION_SELF;
}

/* ---- parameters and arguments ---- */

static void parameter_bindings(struct function *fn, struct scope *scope)
{
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->kind != SCOPE_PARAM)
            continue;
        const bool plain = b->param_index != UINT32_MAX && !b->needs_tdz;

        if (plain && (b->storage == SCOPE_IN_REGISTER || b->storage == SCOPE_IN_COPY)) {
            b->slot = b->param_index;
        } else if (plain && b->storage == SCOPE_IN_BOX) {
            b->slot = js__variable_register(fn);
            EMIT(fn, NEW_BOX_OF, (uint16_t)b->slot, (uint16_t)b->param_index);
        } else {
            js__allocate_binding(fn, b);
        }
    }
}

/* Where mapped parameters live, in consecutive registers, as CREATE_MAPPED_ARGUMENTS wants it. */
static uint16_t mapped_places(struct function *fn)
{
    const struct scope *scope = fn->ast->scope;
    const uint16_t first = js__temps(fn, fn->parameter_count + 1u);
    bool in_object = false;

    for (uint16_t i = 0; i < fn->parameter_count; i++)
        EMIT(fn, LOAD_UNDEFINED, (uint16_t)(first + i));
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        const uint16_t place = (uint16_t)(first + b->param_index);

        if (b->kind != SCOPE_PARAM || b->param_index == UINT32_MAX)
            continue;
        if (b->storage == SCOPE_IN_BOX) {
            EMIT(fn, MOVE, place, (uint16_t)b->slot);
        } else if (b->storage == SCOPE_IN_OBJECT) {
            EMIT(fn, LOAD_CONST, place, js__name(fn, (struct ast_name *)(uintptr_t)b->name));
            in_object = true;
        }
    }
    if (in_object)
        EMIT(fn, MOVE, (uint16_t)(first + fn->parameter_count), (uint16_t)scope->object->slot);
    else
        EMIT(fn, LOAD_UNDEFINED, (uint16_t)(first + fn->parameter_count));
    return first;
}

static bool can_read_arguments_directly(const struct function *fn)
{
    const struct ast_function *ast = fn->ast;

    if (!ast->arguments_only_indexed || ast->has_mapped_arguments || !ast->has_simple_parameters ||
        ast->is_async || ast->is_generator || ast->contains_direct_eval ||
        ast->arguments_binding->is_captured || ast->arguments_binding->is_assigned ||
        ast->arguments_binding->storage != SCOPE_IN_REGISTER)
        return false;
    for (const struct scope_binding *b = ast->scope->first; b; b = b->next) {
        if (b->kind == SCOPE_PARAM && (b->is_assigned || b->storage == SCOPE_IN_OBJECT))
            return false;
    }
    return true;
}

static void arguments_binding(struct function *fn)
{
    struct scope_binding *binding = fn->ast->arguments_binding;

    if (!binding || fn->ast->kind == AST_FUNCTION_ARROW)
        return;
    fn->needs_arguments = true;
    js__allocate_binding(fn, binding);
    if (can_read_arguments_directly(fn)) {
        fn->arguments_direct = true;
        return;
    }
    const uint32_t mark = fn->next_register;
    const uint16_t value = js__temp(fn);

    if (fn->ast->has_mapped_arguments && fn->parameter_count)
        EMIT(fn, CREATE_MAPPED_ARGUMENTS, value, mapped_places(fn), fn->parameter_count);
    else if (fn->flags & JS_CODE_STRICT || !fn->ast->has_simple_parameters)
        EMIT(fn, CREATE_ARGUMENTS, value);
    else
        EMIT(fn, CREATE_MAPPED_ARGUMENTS, value, 0, 0);
    js__store_binding(fn, binding, value, true);
    js__release(fn, mark);
}

/* Defaults, patterns, the rest parameter: in order. */
static void initialise_parameters(struct function *fn)
{
    uint16_t i = 0;

    for (struct ast_node *n = fn->ast->parameters.first; n; n = n->next, i++) {
        const uint32_t mark = fn->next_register;

        js__at(fn, n->position);
        if (n->kind == AST_REST) {
            const uint16_t rest = js__temp(fn);
            EMIT(fn, REST, rest, i);
            js__pattern(fn, AST(unary, n)->argument, rest, PATTERN_INITIALISE);
        } else if (n->kind == AST_IDENT) {
            const struct scope_binding *b = AST(ident, n)->ref.binding;
            const bool done = !b || (b->param_index != UINT32_MAX && !b->needs_tdz &&
                                     b->storage != SCOPE_IN_OBJECT);
            if (!done && (b->param_index == i || b->param_index == UINT32_MAX))
                js__store_ref(fn, &AST(ident, n)->ref, i, NO_REGISTER, true);
        } else {
            fn->pattern_source = (struct pattern_source){
                .kind = n->kind == AST_DEFAULT ? PATTERN_OF_DEFAULT : PATTERN_OF_PARAMETER};
            js__pattern(fn, n, i, PATTERN_INITIALISE);
        }
        js__release(fn, mark);
    }
}

/* ---- scopes of the body ---- */

/* Only the scope's object: bindings come one by one. */
static void enter_object(struct function *fn, struct scope *scope)
{
    if (scope->has_object && scope->object)
        js__scope_holder(fn, scope);
}

static void remaining_bindings(struct function *fn, struct scope *scope)
{
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (!is_special(b) && b->kind != SCOPE_OBJECT_HOLDER)
            js__allocate_binding(fn, b);
    }
}

/* Vars of a separate body scope that are named as parameters start with their values. */
static void enter_body_scope(struct function *fn, struct scope *scope)
{
    enter_object(fn, scope);
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->kind == SCOPE_OBJECT_HOLDER)
            continue;
        js__allocate_binding(fn, b);
        if (!b->initial)
            continue;
        const uint32_t mark = fn->next_register;
        const uint16_t value = js__temp(fn);
        struct scope_ref from = {.name = b->initial->name, .scope = b->initial->scope,
                                 .binding = b->initial, .kind = SCOPE_REF_LOCAL};

        if (b->initial->storage == SCOPE_IN_OBJECT) {
            from.kind = SCOPE_REF_DYNAMIC;
            from.object = b->initial->scope->object;
        }
        js__load_ref(fn, &from, value);
        js__store_binding(fn, b, value, true);
        js__release(fn, mark);
    }
}

/* GlobalDeclarationInstantiation, EvalDeclarationInstantiation: what is declared by name. */
static void declare_globals(struct function *fn, struct scope *scope)
{
    js_ctx *ctx = fn->c->ctx;
    JS_FRAME(ctx, f, tuple, name, kind);
    uint32_t count = 0, i = 0;

    for (struct scope_binding *b = scope->first; b; b = b->next)
        count += b->storage == SCOPE_IN_GLOBAL;
    if (!count || fn->c->failed)
        return;
    if (!js_tuple_new_noscript(ctx, 2 * count, &f.tuple)) {
        fn->c->failed = true;
        return;
    }
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->storage != SCOPE_IN_GLOBAL)
            continue;
        js__atom(fn->c, (struct ast_name *)(uintptr_t)b->name, &f.name);
        f.kind = js_int(b->is_annexb_var                       ? 4
                        : b->kind == SCOPE_FUNCTION_DECLARED ? 1
                        : b->kind == SCOPE_VAR               ? 0
                        : b->kind == SCOPE_CONST             ? 3
                                                             : 2);
        if (fn->c->failed ||
            !js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * i, &f.name) ||
            !js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * (i + 1), &f.kind)) {
            fn->c->failed = true;
            return;
        }
        i += 2;
    }
    EMIT(fn, DECLARE_GLOBALS, js__add_constant(fn, &f.tuple));
}

static void declare_in_caller(struct function *fn, struct scope *scope)
{
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->storage == SCOPE_IN_CALLER_VARS)
            EMIT(fn, DECLARE_SCOPED, 0, js__name(fn, (struct ast_name *)(uintptr_t)b->name),
                 b->is_annexb_var ? 4 : b->kind == SCOPE_FUNCTION_DECLARED ? 1 : 0);
    }
}

/* ---- entry ---- */

static void count_parameters(struct function *fn)
{
    uint32_t count = 0;

    for (struct ast_node *n = fn->ast->parameters.first; n; n = n->next)
        count += n->kind != AST_REST;
    if (fn->ast->has_rest)
        fn->needs_arguments = true;
    if (fn->ast->kind == AST_FUNCTION_EVAL && fn->c->options->eval_has_scope)
        count = 1; /* the scope object */
    js__temps(fn, count);
    for (uint32_t i = 0; i < count && !fn->c->failed; i++)
        fn->is_variable[i] = 1;
    fn->parameter_count = (uint16_t)count;
}

static void initialise_fields(struct function *fn)
{
    const uint32_t mark = fn->next_register;

    if ((fn->flags & (JS_CODE_CLASS | JS_CODE_DERIVED | JS_CODE_HAS_FIELDS)) !=
        (JS_CODE_CLASS | JS_CODE_HAS_FIELDS))
        return;
    const uint16_t self = js__temp(fn), callee = js__temp(fn);

    EMIT(fn, LOAD_THIS, self);
    EMIT(fn, LOAD_CALLEE, callee);
    EMIT(fn, INIT_FIELDS, self, callee);
    js__release(fn, mark);
}

static void function_entry(struct function *fn)
{
    struct ast_function *ast = fn->ast;

    count_parameters(fn);
    if ((fn->flags & (JS_CODE_ASYNC | JS_CODE_GENERATOR)) == JS_CODE_ASYNC) {
        fn->generator = js__variable_register(fn);
        EMIT(fn, ASYNC_START, fn->generator);
    }
    initialise_fields(fn);
    if (ast->kind == AST_FUNCTION_EVAL && ast->eval_scope && ast->eval_scope->object)
        ast->eval_scope->object->slot = 0;
    else if (ast->eval_scope)
        enter_object(fn, ast->eval_scope);
    if (ast->name_scope)
        enter_object(fn, ast->name_scope);
    if (ast->self)
        special_binding(fn, ast->self);
    enter_object(fn, ast->scope);
    special_binding(fn, ast->this_binding);
    special_binding(fn, ast->new_target_binding);
    special_binding(fn, ast->home_binding);
    special_binding(fn, ast->callee_binding);
    parameter_bindings(fn, ast->scope);
    arguments_binding(fn);
    initialise_parameters(fn);
    if (ast->kind == AST_FUNCTION_SCRIPT || ast->kind == AST_FUNCTION_EVAL) {
        declare_globals(fn, ast->scope);
        declare_in_caller(fn, ast->scope);
    }
    remaining_bindings(fn, ast->scope);
    if (ast->body_scope && ast->body_scope != ast->scope)
        enter_body_scope(fn, ast->body_scope);
    js__instantiate_functions(fn, ast->scope);
    if (ast->body_scope && ast->body_scope != ast->scope)
        js__instantiate_functions(fn, ast->body_scope);
    if (fn->flags & JS_CODE_GENERATOR) {
        fn->generator = js__variable_register(fn);
        EMIT(fn, GENERATOR_START, fn->generator);
    }
}

/* ---- body and exit ---- */

/* constructor(...args) { super(...args); } without touching the array iterator. */
static void default_derived_constructor(struct function *fn)
{
    const uint16_t callee = js__temp(fn), result = js__temp(fn);
    const uint16_t base = js__temps(fn, 4);

    fn->needs_arguments = true;
    EMIT(fn, LOAD_CALLEE, callee);
    EMIT(fn, LOAD_NEW_TARGET, base);
    EMIT(fn, GET_SUPER_CONSTRUCTOR, (uint16_t)(base + 1), callee);
    EMIT(fn, REST, (uint16_t)(base + 3), 0);
    EMIT(fn, SUPER_CALL_SPREAD, result, base);
    EMIT(fn, INIT_FIELDS, result, callee);
    EMIT(fn, RETURN, result);
}

static void function_body(struct function *fn)
{
    struct ast_function *ast = fn->ast;

    if (ast->is_default_constructor && (fn->flags & JS_CODE_DERIVED)) {
        default_derived_constructor(fn);
        return;
    }
    if (ast->kind == AST_FUNCTION_SCRIPT || ast->kind == AST_FUNCTION_EVAL) {
        fn->completion = js__variable_register(fn);
        EMIT(fn, LOAD_UNDEFINED, fn->completion);
    }
    if (ast->kind == AST_FUNCTION_FIELD_INIT || ast->kind == AST_FUNCTION_STATIC_INIT)
        js__field_inits(fn, &ast->body);
    else
        js__statements(fn, &ast->body);
    if (fn->completion != NO_REGISTER) {
        if (fn->flags & JS_CODE_ASYNC)
            EMIT(fn, ASYNC_RETURN, fn->completion, fn->generator);
        else
            EMIT(fn, RETURN, fn->completion);
    } else if (fn->flags & (JS_CODE_GENERATOR | JS_CODE_ASYNC | JS_CODE_DERIVED)) {
        const uint16_t value = js__temp(fn);
        EMIT(fn, LOAD_UNDEFINED, value);
        js__return(fn, value);
    } else {
        EMIT0(fn, RETURN_UNDEFINED);
    }
}

/* An exception in an async function rejects its promise. */
static void async_exit(struct function *fn, uint32_t start)
{
    const uint16_t exception = js__temp(fn);

    js__add_handler(fn, start, (uint32_t)fn->code_count);
    EMIT(fn, CATCH, exception);
    EMIT(fn, ASYNC_THROW, exception, fn->generator);
}

/* Fields that instances of a class get, for the room made in them. */
static uint32_t count_fields(const struct ast_class *class_)
{
    uint32_t count = 0;

    for (const struct ast_node *n = class_->elements.first; n; n = n->next)
        count += AST(class_element, n)->kind == AST_ELEMENT_FIELD && !AST(class_element, n)->is_static;
    return count;
}

bool js__compile_function(struct compiler *c, struct function *parent, struct ast_function *ast,
                          struct ast_name *name, js_value *out)
{
    js_ctx *ctx = c->ctx;
    JS_FRAME(ctx, f, name);
    JS_VEC(ctx, constants);
    JS_VEC(ctx, children);
    struct function fn = {.c = c,
                          .parent = parent,
                          .ast = ast,
                          .constants = &constants,
                          .children = &children,
                          .generator = NO_REGISTER,
                          .completion = NO_REGISTER,
                          .flags = function_flags(ast),
                          .position = ast->node.start};
    bool ok = false;

    if (js__code_depth(&fn)) {
        function_entry(&fn);
        LABEL(derived_return);

        if (fn.flags & JS_CODE_DERIVED) {
            fn.derived_return = &derived_return;
            fn.derived_value = js__variable_register(&fn);
        }
        const uint32_t start =
            (fn.flags & (JS_CODE_ASYNC | JS_CODE_GENERATOR)) == JS_CODE_ASYNC ? 2 : 0;

        function_body(&fn);
        if (fn.derived_return)
            js__derived_exit(&fn);
        if (start)
            async_exit(&fn, start);
        if (ast->client)
            fn.this_properties += count_fields(ast->client);
        if (fn.needs_arguments)
            fn.flags |= JS_CODE_NEEDS_ARGUMENTS;
        if (ast->name)
            name = ast->name;
        if (name)
            js__atom(c, name, &f.name);
        ok = !c->failed && !c->refused && js__finish_function(&fn, &f.name, out);
        if (!ok && !c->refused)
            c->failed = true;
    }
    js__free_function(&fn);
    return ok;
}

uint16_t js__function_child(struct function *fn, struct ast_function *ast, struct ast_name *name)
{
    JS_FRAME(fn->c->ctx, f, code);

    if (fn->c->failed || !js__compile_function(fn->c, fn, ast, name, &f.code))
        return 0;
    if (fn->children->count >= 0xFFFF || !js_vec_push(fn->c->ctx, fn->children, &f.code)) {
        if (fn->children->count >= 0xFFFF)
            js_throw_range_error(fn->c->ctx, "Too many functions in one function");
        fn->c->failed = true;
        return 0;
    }
    return (uint16_t)(fn->children->count - 1);
}

void js__closure(struct function *fn, struct ast_function *ast, struct ast_name *name, uint16_t to)
{
    EMIT(fn, CLOSURE, to, js__function_child(fn, ast, name));
}

/* ---- suspension ---- */

void js__await(struct function *fn, uint16_t value, uint16_t to)
{
    EMIT(fn, AWAIT, to, value, fn->generator);
}

/* Resumed by return: the value goes out as with a return statement. */
static void return_if(struct function *fn, uint16_t by_return, uint16_t value)
{
    LABEL(on);

    JUMP(fn, JUMP_IF_FALSE, &on, by_return);
    if (fn->flags & JS_CODE_ASYNC) {
        const uint32_t mark = fn->next_register;
        const uint16_t awaited = js__temp(fn);
        js__await(fn, value, awaited);
        js__return(fn, awaited);
        js__release(fn, mark);
    } else {
        js__return(fn, value);
    }
    js__bind(fn, &on);
}

void js__yield(struct function *fn, struct ast_node *node, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    const uint16_t value = js__temp(fn), mode = js__temp(fn), received = js__temp(fn);
    struct ast_node *argument = AST(unary, node)->argument;

    if (argument)
        js__expr(fn, argument, value);
    else
        EMIT(fn, LOAD_UNDEFINED, value);
    js__at(fn, node->position);
    if (fn->flags & JS_CODE_ASYNC)
        js__await(fn, value, value);
    EMIT(fn, YIELD, received, mode, value, fn->generator);
    return_if(fn, mode, received);
    EMIT(fn, MOVE, to, received);
    js__release(fn, mark);
}

/* 15.5.5, yield*: an inner iterator is driven with what this generator is resumed with. */
void js__yield_star(struct function *fn, struct ast_node *node, uint16_t to)
{
    const bool is_async = (fn->flags & JS_CODE_ASYNC) != 0;
    const uint32_t mark = fn->next_register;
    const uint16_t iterator = js__temps(fn, 3), received = js__temp(fn), mode = js__temp(fn);
    const uint16_t result = js__temp(fn), value = js__temp(fn);
    LABEL(again);
    LABEL(done);
    LABEL(has_return);
    LABEL(finished);

    js__expr(fn, AST(unary, node)->argument, value);
    js__at(fn, node->position);
    if (is_async)
        EMIT(fn, GET_ASYNC_ITERATOR, iterator, value);
    else
        EMIT(fn, GET_ITERATOR_OBJECT, iterator, value);
    EMIT(fn, LOAD_UNDEFINED, received);
    EMIT(fn, LOAD_INT, mode, 0);
    js__bind(fn, &again);
    EMIT(fn, DELEGATE_CALL, result, iterator, received, mode);
    {
        LABEL(called);
        JUMP(fn, JUMP_IF_INT, &has_return, mode, 3);
        GOTO(fn, &called);
        js__bind(fn, &has_return); /* the inner iterator has no return: this generator just returns */
        if (is_async)
            js__await(fn, received, received);
        js__return(fn, received);
        js__bind(fn, &called);
    }
    if (is_async)
        js__await(fn, result, result);
    EMIT(fn, CHECK_OBJECT, result);
    EMIT(fn, GET_NAMED, value, result, js__ascii_constant(fn, "done"), js__cache(fn));
    JUMP(fn, JUMP_IF_TRUE, &done, value);
    if (is_async)
        EMIT(fn, GET_NAMED, result, result, js__ascii_constant(fn, "value"), js__cache(fn));
    EMIT(fn, YIELD_DELEGATE, received, mode, result, fn->generator);
    js__code_loop(fn, &again);
    js__bind(fn, &done);
    EMIT(fn, GET_NAMED, value, result, js__ascii_constant(fn, "value"), js__cache(fn));
    JUMP(fn, JUMP_IF_INT, &finished, mode, 2);
    {
        LABEL(end);
        GOTO(fn, &end);
        js__bind(fn, &finished);
        js__return(fn, value);
        js__bind(fn, &end);
    }
    EMIT(fn, MOVE, to, value);
    js__release(fn, mark);
}
