/*
 * compile/stmt.c: statements but loops and try.  Scripts and evals keep a completion value (fn->completion).
 */
#include "compile/compiler.h"

/* Statements that begin with an empty completion make it undefined. */
void js__set_completion(struct function *fn)
{
    if (fn->completion != NO_REGISTER)
        EMIT(fn, LOAD_UNDEFINED, fn->completion);
}

void js__statements(struct function *fn, struct ast_list *list)
{
    for (struct ast_node *n = list->first; n; n = n->next)
        js__statement(fn, n);
}

void js__block(struct function *fn, struct scope *scope, struct ast_list *list)
{
    const uint32_t mark = fn->next_register;

    js__scope_entry(fn, scope);
    js__instantiate_functions(fn, scope);
    js__statements(fn, list);
    js__release(fn, mark);
}

static void expression_statement(struct function *fn, struct ast_node *node)
{
    if (fn->completion != NO_REGISTER)
        js__expr(fn, AST(unary, node)->argument, fn->completion);
    else
        js__expr_discard(fn, AST(unary, node)->argument);
}

static void declarator(struct function *fn, struct ast_declarator *d, unsigned kind)
{
    const uint32_t mark = fn->next_register;
    const enum pattern_mode mode = kind == SCOPE_VAR ? PATTERN_ASSIGN : PATTERN_INITIALISE;
    uint16_t value;

    if (!d->value) {
        if (kind == SCOPE_VAR)
            return;
        value = js__temp(fn);
        EMIT(fn, LOAD_UNDEFINED, value);
        js__pattern(fn, d->target, value, mode);
        js__release(fn, mark);
        return;
    }
    if (d->target->kind == AST_IDENT) {
        struct scope_ref *ref = &AST(ident, d->target)->ref;
        struct ast_name *name = (struct ast_name *)(uintptr_t)ref->name;
        const bool held = ref->kind == SCOPE_REF_LOCAL && (ref->binding->storage == SCOPE_IN_REGISTER ||
                                                           ref->binding->storage == SCOPE_IN_COPY);

        if (held && (kind != SCOPE_VAR ? !ref->binding->needs_tdz : !ref->in_dead_zone)) {
            js__expr_named(fn, d->value, name, (uint16_t)ref->binding->slot);
        } else {
            const uint16_t resolved = kind == SCOPE_VAR ? js__resolve_ref(fn, ref) : NO_REGISTER;

            if (js_ast_is_anonymous_function(d->value)) {
                value = js__temp(fn);
                js__expr_named(fn, d->value, name, value);
            } else {
                value = js__expr_any(fn, d->value);
            }
            js__at(fn, d->node.position);
            js__store_ref(fn, ref, value, resolved, mode == PATTERN_INITIALISE);
        }
    } else {
        value = js__temp(fn);
        js__expr(fn, d->value, value);
        fn->pattern_source = (struct pattern_source){.kind = PATTERN_OF_VALUE, .node = d->value};
        js__pattern(fn, d->target, value, mode);
    }
    js__release(fn, mark);
}

static void declaration(struct function *fn, struct ast_node *node)
{
    for (struct ast_node *n = AST(declaration, node)->declarators.first; n; n = n->next)
        declarator(fn, AST(declarator, n), AST(declaration, node)->kind);
}

static void function_declaration(struct function *fn, struct ast_node *node)
{
    struct ast_function_declaration *d = AST(function_declaration, node);
    const uint32_t mark = fn->next_register;

    if (!d->annexb)
        return;
    const uint16_t value = js__temp(fn);

    js__load_ref(fn, &d->ref, value);
    js__store_ref(fn, &d->annexb_var, value, NO_REGISTER, false);
    js__release(fn, mark);
}

static void class_declaration(struct function *fn, struct ast_node *node)
{
    struct ast_class_declaration *d = AST(class_declaration, node);
    const uint32_t mark = fn->next_register;
    const uint16_t value = js__temp(fn);

    js__class(fn, d->class, NULL, value);
    js__store_ref(fn, &d->ref, value, NO_REGISTER, true);
    js__release(fn, mark);
}

static void if_statement(struct function *fn, struct ast_node *node)
{
    LABEL(end);

    js__set_completion(fn);
    for (struct ast_node *n = AST(if, node)->clauses.first; n; n = n->next) {
        struct ast_if_clause *clause = AST(if_clause, n);
        LABEL(next);

        js__condition(fn, clause->test, &next, false);
        js__statement(fn, clause->consequent);
        if (n->next || AST(if, node)->otherwise)
            GOTO(fn, &end);
        js__bind(fn, &next);
    }
    if (AST(if, node)->otherwise)
        js__statement(fn, AST(if, node)->otherwise);
    js__bind(fn, &end);
}

static void return_statement(struct function *fn, struct ast_node *node)
{
    const uint32_t mark = fn->next_register;
    struct ast_node *argument = AST(unary, node)->argument;
    uint16_t value;

    if (argument) {
        value = js__expr_any(fn, argument);
    } else {
        value = js__temp(fn);
        EMIT(fn, LOAD_UNDEFINED, value);
    }
    js__at(fn, node->position);
    if (argument && (fn->flags & JS_CODE_ASYNC) && (fn->flags & JS_CODE_GENERATOR)) {
        const uint16_t awaited = js__temp(fn);
        js__await(fn, value, awaited);
        value = awaited;
    }
    js__return(fn, value);
    js__release(fn, mark);
}

static void labelled(struct function *fn, struct ast_node *node)
{
    struct ast_node *body = AST(labelled, node)->body;
    LABEL(end);
    struct control control = {
        .outer = fn->control, .kind = CONTROL_TARGET, .node = node, .break_to = &end};

    fn->control = &control;
    js__statement(fn, body);
    fn->control = control.outer;
    js__bind(fn, &end);
}

void js__switch(struct function *fn, struct ast_node *node)
{
    struct ast_switch *s = AST(switch, node);
    const uint32_t mark = fn->next_register;
    const uint16_t value = js__temp(fn);
    LABEL(end);
    struct control control = {
        .outer = fn->control, .kind = CONTROL_TARGET, .node = node, .break_to = &end};
    struct label *labels, *otherwise = &end;
    uint32_t i = 0;

    js__set_completion(fn);
    js__expr(fn, s->value, value);
    js__scope_entry(fn, s->scope);
    js__instantiate_functions(fn, s->scope);
    labels = js_arena_alloc_array(&fn->c->parse->arena, s->cases.count + 1, sizeof *labels);
    if (!labels) {
        js__code_out_of_memory(fn->c);
        return;
    }
    fn->control = &control;
    for (struct ast_node *n = s->cases.first; n; n = n->next, i++) {
        const uint32_t inner = fn->next_register;

        labels[i] = (struct label){-1, -1};
        if (!AST(case, n)->test) {
            otherwise = &labels[i];
            continue;
        }
        const uint16_t test = js__expr_any(fn, AST(case, n)->test);
        JUMP(fn, JUMP_SEQ, &labels[i], value, test);
        js__release(fn, inner);
    }
    GOTO(fn, otherwise);
    i = 0;
    for (struct ast_node *n = s->cases.first; n; n = n->next) {
        js__bind(fn, &labels[i++]);
        js__statements(fn, &AST(case, n)->body);
    }
    fn->control = control.outer;
    js__bind(fn, &end);
    js__release(fn, mark);
}

static void with_statement(struct function *fn, struct ast_node *node)
{
    struct ast_with *with = AST(with, node);
    const uint32_t mark = fn->next_register;
    const uint16_t scope = js__variable_register(fn);
    const uint16_t object = js__expr_any(fn, with->object);
    uint16_t parent;

    js__set_completion(fn);
    if (with->scope->object_parent) {
        parent = js__holder_register(fn, with->scope->object_parent);
    } else {
        parent = js__temp(fn);
        EMIT(fn, LOAD_UNDEFINED, parent);
    }
    js__at(fn, node->position);
    EMIT(fn, NEW_WITH_SCOPE, scope, parent, object);
    with->scope->object->slot = scope;
    js__release(fn, scope + 1u);
    js__statement(fn, with->body);
    js__release(fn, mark);
}

static void export_statement(struct function *fn, struct ast_node *node)
{
    struct ast_export *e = AST(export, node);
    const uint32_t mark = fn->next_register;

    if (!e->declaration)
        return;
    if (node->kind == AST_EXPORT_DECLARATION || e->declaration->kind == AST_FUNCTION_DECLARATION ||
        e->declaration->kind == AST_CLASS_DECLARATION) {
        js__statement(fn, e->declaration);
        return;
    }
    const uint16_t value = js__temp(fn);
    static const uint8_t default_units[] = "default";
    struct ast_name name = {.latin1 = default_units, .length = 7};

    js__expr_named(fn, e->declaration, &name, value);
    js__store_ref(fn, &e->ref, value, NO_REGISTER, true);
    js__release(fn, mark);
}

void js__statement(struct function *fn, struct ast_node *node)
{
    const uint32_t mark = fn->next_register;

    if (!js__code_depth(fn))
        return;
    js__at(fn, node->position);
    switch (node->kind) {
    case AST_EMPTY: break;
    case AST_DEBUGGER: EMIT0(fn, DEBUGGER); break;
    case AST_EXPRESSION: expression_statement(fn, node); break;
    case AST_BLOCK: js__block(fn, AST(block, node)->scope, &AST(block, node)->body); break;
    case AST_DECLARATION: declaration(fn, node); break;
    case AST_FUNCTION_DECLARATION: function_declaration(fn, node); break;
    case AST_CLASS_DECLARATION: class_declaration(fn, node); break;
    case AST_IF: if_statement(fn, node); break;
    case AST_FOR: case AST_FOR_IN: case AST_FOR_OF: case AST_WHILE: case AST_DO_WHILE:
        js__loop_statement(fn, node);
        break;
    case AST_BREAK: js__jump_out(fn, AST(jump, node)->target, false); break;
    case AST_CONTINUE: js__jump_out(fn, AST(jump, node)->target, true); break;
    case AST_RETURN: return_statement(fn, node); break;
    case AST_THROW: {
        const uint16_t value = js__expr_any(fn, AST(unary, node)->argument);
        js__at(fn, node->position);
        EMIT(fn, THROW, value);
        break;
    }
    case AST_TRY: js__try(fn, node); break;
    case AST_SWITCH: js__switch(fn, node); break;
    case AST_LABELLED: labelled(fn, node); break;
    case AST_WITH: with_statement(fn, node); break;
    case AST_IMPORT: break;
    case AST_EXPORT_NAMED: case AST_EXPORT_ALL: break;
    case AST_EXPORT_DECLARATION: case AST_EXPORT_DEFAULT: export_statement(fn, node); break;
    default: js__refuse(fn, node, "this statement is not supported"); break;
    }
    js__release(fn, mark);
}
