/*
 * scope.c: the walk of scope analysis over functions, classes and statements.
 *
 * In order of evaluation, with these peculiarities.  Hoisted functions are created on entry of
 * their scope, so they are walked there.  The update expression of a for loop is walked before the
 * test and the body: that is the order in which they work on one iteration's variables.  All tests
 * of a switch come before all bodies.  What may not be executed, or not to its end, is a region.
 */
#include "parse/scope_internal.h"

static void walk_statements(struct js_analysis *a, struct ast_node *node)
{
    for (; node && !a->stopped; node = node->next)
        js__walk_statement(a, node);
}

void js__walk_list(struct js_analysis *a, const struct ast_list *list)
{
    walk_statements(a, list->first);
}

static void walk_branch(struct js_analysis *a, struct ast_node *node)
{
    struct js_region region;

    if (!node)
        return;
    js__region_enter(a, &region);
    js__walk_statement(a, node);
    js__region_leave(a);
}

/* ---- Scopes and hoisting ---- */

/* Drops declarations that a later one of the scope replaces; returns the others, in order. */
static void drop_overridden(struct scope *scope)
{
    struct ast_function_declaration **link = &scope->hoisted;

    while (*link) {
        struct ast_function_declaration *declaration = *link;
        struct scope_binding *binding = js_scope_find(scope, declaration->ref.name);

        declaration->is_overridden = binding && binding->declared != declaration->function;
        if (declaration->is_overridden)
            *link = declaration->hoist_next;
        else
            link = &declaration->hoist_next;
    }
}

/* Creates the functions that are declared in the current scope. */
static void hoist_functions(struct js_analysis *a)
{
    struct ast_function_declaration *declaration;

    drop_overridden(a->scope);
    for (declaration = a->scope->hoisted; declaration && !a->stopped;
         declaration = declaration->hoist_next) {
        struct scope_binding *binding = js_scope_find(a->scope, declaration->ref.name);

        js__walk_function(a, declaration->function, binding);
        js__access(a, &declaration->ref, JS_INITIALISE);
    }
}

static void walk_block(struct js_analysis *a, struct ast_block *block)
{
    js__enter_scope(a, block->scope);
    hoist_functions(a);
    js__walk_list(a, &block->body);
    js__leave_scope(a);
}

/* ---- Functions ---- */

static void enter_function(struct js_analysis *a, struct js_frame *frame,
                           struct ast_function *function)
{
    struct ast_function *parent = a->frame ? a->frame->function : NULL;

    *frame = (struct js_frame){a->frame, function, a->loop};
    function->parent = parent;
    if (parent && parent->child_last)
        parent->child_last = parent->child_last->sibling = function;
    else if (parent)
        parent->child_first = parent->child_last = function;
    *a->functions_end = function;
    a->functions_end = &function->next_made;
    a->frame = frame;
}

static void walk_parameters(struct js_analysis *a, struct ast_function *function)
{
    struct ast_node *node;

    for (node = function->parameters.first; node && !a->stopped; node = node->next)
        js__walk_target(a, node, JS_INITIALISE);
}

/*
 * A var `arguments` is the arguments object: the same variable, or, where the body has a scope of
 * its own, one that starts with its value.
 */
static void connect_arguments(struct js_analysis *a, struct ast_function *function)
{
    struct scope_binding *binding;

    if (function->kind == AST_FUNCTION_ARROW)
        return;
    binding = js_scope_find(function->body_scope, a->names->arguments);
    if (!binding || binding->kind != SCOPE_VAR ||
        js_scope_find(function->scope, a->names->arguments) != binding)
        return;
    binding->kind = SCOPE_ARGUMENTS;
    binding->initialised = true;
    binding->writes = 1;
    function->arguments_binding = binding;
    function->uses_arguments = true;
}

/* The body's own scope: vars named as parameters start with their values. */
static void enter_body_scope(struct js_analysis *a, struct ast_function *function)
{
    struct scope_binding *binding;

    js__enter_scope(a, function->body_scope);
    for (binding = function->body_scope->first; binding; binding = binding->next) {
        if (binding->kind != SCOPE_VAR)
            continue;
        binding->initial = js_scope_find(function->scope, binding->name);
        if (!binding->initial && binding->name == a->names->arguments &&
            function->kind != AST_FUNCTION_ARROW)
            binding->initial = js__arguments_binding(a, function);
        if (binding->initial)
            js__write_binding(a, binding);
    }
}

static void initialise_name(struct js_analysis *a, struct ast_function *function)
{
    struct scope_binding *binding;

    if (!function->name_scope)
        return;
    js__enter_scope(a, function->name_scope);
    binding = function->name_scope->first;
    binding->initialised = true;
    binding->writes = 1;
}

/* self: the binding that gets this function at once and may stand for it inside; or NULL. */
void js__walk_function(struct js_analysis *a, struct ast_function *function,
                       struct scope_binding *self)
{
    struct scope *outer = a->scope;
    struct js_loop *loop = a->loop;
    struct js_frame frame;
    struct js_region region;

    if (!js__check_depth(a->p)) {
        a->stopped = true;
        return;
    }
    enter_function(a, &frame, function);
    if (self && self->scope->kind != SCOPE_SCRIPT && self->function == frame.outer->function)
        function->self_candidate = self;
    js__region_enter(a, &region);
    initialise_name(a, function);
    js__enter_scope(a, function->scope);
    connect_arguments(a, function);
    walk_parameters(a, function);
    if (function->body_scope != function->scope)
        enter_body_scope(a, function);
    hoist_functions(a);
    js__walk_list(a, &function->body);
    js__region_leave(a);
    a->frame = frame.outer;
    a->scope = outer;
    a->loop = loop;
}

/* ---- Classes ---- */

static void walk_key(struct js_analysis *a, struct ast_class *class,
                     struct ast_class_element *element)
{
    bool initialised = class->self && class->self->initialised;

    if (!element->is_computed)
        return;
    if (class->self)
        class->self->initialised = false; /* for the program, until the class is complete */
    js__walk_expression(a, element->key);
    if (class->self)
        class->self->initialised = initialised;
    if (element->key_binding)
        js__write_binding(a, element->key_binding);
}

static void walk_element(struct js_analysis *a, struct ast_class *class,
                         struct ast_class_element *element)
{
    walk_key(a, class, element);
    if (element->is_private)
        js__access(a, &element->private_name, JS_READ);
    if (element->function)
        js__walk_function(a, element->function, NULL);
    if (element->value_binding)
        js__write_binding(a, element->value_binding);
}

static void initialise_private_names(struct js_analysis *a, struct scope *scope)
{
    struct scope_binding *binding;

    for (binding = scope->first; binding; binding = binding->next) {
        if (binding->kind == SCOPE_PRIVATE_NAME)
            js__write_binding(a, binding);
    }
}

void js__walk_class(struct js_analysis *a, struct ast_class *class)
{
    struct ast_node *node;

    js__enter_scope(a, class->scope);
    initialise_private_names(a, class->scope);
    class->scope->hides_private = true;
    js__walk_expression(a, class->heritage);
    class->scope->hides_private = false;
    js__walk_function(a, class->constructor, class->self);
    if (class->self)
        js__write_binding(a, class->self);
    for (node = class->elements.first; node && !a->stopped; node = node->next)
        walk_element(a, class, AST(class_element, node));
    if (class->instance_init && !a->stopped)
        js__walk_function(a, class->instance_init, NULL);
    if (class->static_init && !a->stopped)
        js__walk_function(a, class->static_init, NULL);
    js__leave_scope(a);
}

static void walk_field_init(struct js_analysis *a, struct ast_field_init *step)
{
    struct ast_class_element *element = step->element;

    js__access_this(a, &step->this, JS_READ);
    if (element->key_binding)
        js__access_binding(a, &step->key, element->key_binding, JS_READ);
    else if (element->is_private)
        js__access(a, &step->key, JS_READ);
    if (element->value_binding)
        js__access_binding(a, &step->value, element->value_binding, JS_READ);
    js__walk_expression(a, step->initializer);
}

static void walk_static_block(struct js_analysis *a, struct ast_static_block *block)
{
    js__enter_scope(a, block->scope);
    hoist_functions(a);
    js__walk_list(a, &block->body);
    js__leave_scope(a);
}

/* ---- Declarations ---- */

/* The variable that a function literal is put into directly may stand for the function inside it.
 */
static struct scope_binding *self_of_declarator(struct js_analysis *a,
                                                const struct ast_declarator *declarator)
{
    const struct scope *scope;
    const struct ast_name *name;

    if (declarator->target->kind != AST_IDENT)
        return NULL;
    name = ((const struct ast_ident *)declarator->target)->ref.name;
    for (scope = a->scope; scope && scope->function == a->frame->function; scope = scope->parent) {
        struct scope_binding *binding = js_scope_find(scope, name);

        if (binding)
            return binding;
    }
    return NULL;
}

static void walk_declaration(struct js_analysis *a, struct ast_declaration *declaration)
{
    struct ast_node *node;

    for (node = declaration->declarators.first; node && !a->stopped; node = node->next) {
        struct ast_declarator *declarator = AST(declarator, node);

        if (declarator->value && declarator->value->kind == AST_FUNCTION)
            js__walk_function(a, AST(function, declarator->value),
                              self_of_declarator(a, declarator));
        else
            js__walk_expression(a, declarator->value);
        if (declarator->value || declaration->kind != SCOPE_VAR)
            js__walk_target(a, declarator->target,
                            declaration->kind == SCOPE_VAR ? JS_WRITE : JS_INITIALISE);
        else
            js__access(a, &AST(ident, declarator->target)->ref, 0);
    }
}

/* Annex B.3.2: the var of a function in a block gets its value where the declaration stands. */
static void walk_function_declaration(struct js_analysis *a,
                                      struct ast_function_declaration *declaration)
{
    struct scope *scope = a->scope;

    if (!declaration->annexb)
        return;
    js__access(a, &declaration->ref, JS_READ);
    while (!a->scope->is_var_scope)
        a->scope = a->scope->parent;
    js__access(a, &declaration->annexb_var, JS_WRITE);
    a->scope = scope;
}

/* ---- Control flow ---- */

static void walk_if(struct js_analysis *a, struct ast_if *node)
{
    struct ast_node *clause = node->clauses.first;
    struct js_region rest;

    js__walk_expression(a, AST(if_clause, clause)->test);
    walk_branch(a, AST(if_clause, clause)->consequent);
    js__region_enter(a, &rest);
    for (clause = clause->next; clause && !a->stopped; clause = clause->next) {
        js__walk_expression(a, AST(if_clause, clause)->test);
        walk_branch(a, AST(if_clause, clause)->consequent);
    }
    walk_branch(a, node->otherwise);
    js__region_leave(a);
}

static void walk_while(struct js_analysis *a, struct ast_while *node)
{
    struct js_region region;
    struct js_loop loop;

    js__region_enter(a, &region);
    js__loop_enter(a, &loop);
    js__walk_expression(a, node->test);
    walk_branch(a, node->body);
    js__loop_leave(a);
    js__region_leave(a);
}

/*
 * The head's variables: closures of the first expression have seen another instance than those of
 * the iterations, and the loop is not inside their scope, as each iteration has its own.
 */
static void begin_iterations(struct js_analysis *a, struct scope *scope)
{
    struct scope_binding *binding;

    scope->loop_depth = a->loop->depth;
    for (binding = scope->first; binding; binding = binding->next)
        binding->closed_over = false;
}

static void walk_for_rest(struct js_analysis *a, struct ast_for *node)
{
    struct js_region region;
    struct js_loop loop;

    js__region_enter(a, &region);
    js__loop_enter(a, &loop);
    if (node->scope)
        begin_iterations(a, node->scope);
    js__walk_conditionally(a, node->update);
    js__walk_expression(a, node->test);
    walk_branch(a, node->body);
    js__loop_leave(a);
    js__region_leave(a);
}

static void walk_for(struct js_analysis *a, struct ast_for *node)
{
    if (node->scope)
        js__enter_scope(a, node->scope);
    if (node->initial && node->initial->kind == AST_DECLARATION)
        walk_declaration(a, AST(declaration, node->initial));
    else
        js__walk_expression(a, node->initial);
    walk_for_rest(a, node);
    if (node->scope)
        js__leave_scope(a);
}

static void walk_for_target(struct js_analysis *a, struct ast_node *target)
{
    struct ast_declaration *declaration = AST(declaration, target);

    if (target->kind != AST_DECLARATION)
        js__walk_target(a, target, JS_WRITE);
    else
        js__walk_target(a, AST(declarator, declaration->declarators.first)->target,
                        declaration->kind == SCOPE_VAR ? JS_WRITE : JS_INITIALISE);
}

/* for (var a = 1 in b): the initializer, evaluated once before the loop. */
static void walk_for_initializer(struct js_analysis *a, struct ast_node *target)
{
    struct ast_declarator *declarator;

    if (target->kind != AST_DECLARATION)
        return;
    declarator = AST(declarator, AST(declaration, target)->declarators.first);
    if (declarator->value) {
        js__walk_expression(a, declarator->value);
        js__walk_target(a, declarator->target, JS_WRITE);
    }
}

static void walk_for_each(struct js_analysis *a, struct ast_for_each *node)
{
    struct js_region region;
    struct js_loop loop;

    if (node->scope)
        js__enter_scope(a, node->scope);
    walk_for_initializer(a, node->target);
    js__walk_expression(a, node->object);
    js__region_enter(a, &region);
    js__loop_enter(a, &loop);
    if (node->scope)
        begin_iterations(a, node->scope);
    walk_for_target(a, node->target);
    walk_branch(a, node->body);
    js__loop_leave(a);
    js__region_leave(a);
    if (node->scope)
        js__leave_scope(a);
}

static void walk_switch(struct js_analysis *a, struct ast_switch *node)
{
    struct js_region tests;
    struct ast_node *clause;

    js__walk_expression(a, node->value);
    js__enter_scope(a, node->scope);
    hoist_functions(a);
    js__region_enter(a, &tests);
    for (clause = node->cases.first; clause && !a->stopped; clause = clause->next)
        js__walk_expression(a, AST(case, clause)->test);
    for (clause = node->cases.first; clause && !a->stopped; clause = clause->next) {
        struct js_region region;

        js__region_enter(a, &region);
        js__walk_list(a, &AST(case, clause)->body);
        js__region_leave(a);
    }
    js__region_leave(a);
    js__leave_scope(a);
}

static void walk_try(struct js_analysis *a, struct ast_try *node)
{
    struct js_region region;

    walk_branch(a, &node->block->node);
    if (node->catch_block) {
        js__region_enter(a, &region);
        js__enter_scope(a, node->catch_scope);
        if (node->catch_target)
            js__walk_target(a, node->catch_target, JS_INITIALISE);
        walk_block(a, node->catch_block);
        js__leave_scope(a);
        js__region_leave(a);
    }
    if (node->finally_block)
        walk_block(a, node->finally_block);
}

static void walk_with(struct js_analysis *a, struct ast_with *node)
{
    js__walk_expression(a, node->object);
    js__note_with(a);
    js__enter_scope(a, node->scope);
    walk_branch(a, node->body);
    js__leave_scope(a);
}

/* ---- Modules ---- */

static void walk_import(struct js_analysis *a, struct ast_import *import)
{
    struct ast_node *node;

    for (node = import->specifiers.first; node; node = node->next)
        js__access(a, &AST(module_specifier, node)->ref, 0);
}

static void walk_export_names(struct js_analysis *a, struct ast_export *export)
{
    struct ast_node *node;

    for (node = export->specifiers.first; node && !export->module; node = node->next)
        js__access(a, &AST(module_specifier, node)->ref, 0);
}

static void walk_export_default(struct js_analysis *a, struct ast_export *export)
{
    if (!export->ref.name) {
        js__walk_statement(a, export->declaration);
        return;
    }
    js__walk_expression(a, export->declaration);
    js__access(a, &export->ref, JS_INITIALISE);
}

/* ---- Dispatch ---- */

static void walk_module_item(struct js_analysis *a, struct ast_node *node)
{
    switch (node->kind) {
    case AST_IMPORT:
        walk_import(a, AST(import, node));
        break;
    case AST_EXPORT_NAMED:
        walk_export_names(a, AST(export, node));
        break;
    case AST_EXPORT_DECLARATION:
        js__walk_statement(a, AST(export, node)->declaration);
        break;
    case AST_EXPORT_DEFAULT:
        walk_export_default(a, AST(export, node));
        break;
    default:
        break;
    }
}

void js__walk_statement(struct js_analysis *a, struct ast_node *node)
{
    if (a->stopped)
        return;
    if (!js__check_depth(a->p)) {
        a->stopped = true;
        return;
    }
    switch (node->kind) {
    case AST_EXPRESSION:
    case AST_RETURN:
    case AST_THROW:
        js__walk_expression(a, AST(unary, node)->argument);
        break;
    case AST_BLOCK:
        walk_block(a, AST(block, node));
        break;
    case AST_DECLARATION:
        walk_declaration(a, AST(declaration, node));
        break;
    case AST_FUNCTION_DECLARATION:
        walk_function_declaration(a, AST(function_declaration, node));
        break;
    case AST_CLASS_DECLARATION:
        js__walk_class(a, AST(class_declaration, node)->class);
        js__access(a, &AST(class_declaration, node)->ref, JS_INITIALISE);
        break;
    case AST_IF:
        walk_if(a, AST(if, node));
        break;
    case AST_FOR: walk_for(a, AST(for, node));
        break;
    case AST_FOR_IN:
    case AST_FOR_OF:
        walk_for_each(a, AST(for_each, node));
        break;
    case AST_WHILE:
    case AST_DO_WHILE:
        walk_while(a, AST(while, node));
        break;
    case AST_TRY:
        walk_try(a, AST(try, node));
        break;
    case AST_SWITCH:
        walk_switch(a, AST(switch, node));
        break;
    case AST_LABELLED:
        walk_branch(a, AST(labelled, node)->body);
        break;
    case AST_WITH:
        walk_with(a, AST(with, node));
        break;
    case AST_FIELD_INIT:
        walk_field_init(a, AST(field_init, node));
        break;
    case AST_STATIC_BLOCK:
        walk_static_block(a, AST(static_block, node));
        break;
    default:
        walk_module_item(a, node);
        break;
    }
}

/* ---- The program ---- */

/* A direct eval runs inside the caller's scopes, which are known only by name. */
static bool add_caller_scope(struct js_analysis *a, struct ast_function *program)
{
    struct scope *scope;

    if (program->kind != AST_FUNCTION_EVAL || !a->p->options->eval.direct)
        return true;
    scope = js_arena_alloc(a->arena, sizeof *scope);
    if (!scope)
        return false;
    scope->kind = SCOPE_CALLER;
    program->eval_scope = scope;
    a->has_dynamic = true;
    js__enter_scope(a, scope);
    return true;
}

bool js__analyse_scopes(struct js_parser *p, struct ast_function *program)
{
    struct js_analysis a = {.p = p, .arena = p->arena, .names = &p->names};
    struct js_frame frame;
    struct js_region region;

    a.scopes_end = &a.scopes;
    a.functions_end = &a.functions;
    enter_function(&a, &frame, program);
    js__region_enter(&a, &region);
    if (!add_caller_scope(&a, program))
        return false;
    js__enter_scope(&a, program->scope);
    hoist_functions(&a);
    js__walk_list(&a, &program->body);
    if (a.stopped || js_arena_failed(p->arena))
        return false;
    js__decide_closures(&a);
    return !js_arena_failed(p->arena);
}
