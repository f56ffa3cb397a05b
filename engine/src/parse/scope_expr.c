/*
 * scope_expr.c: the walk of scope analysis over expressions and patterns.
 */
#include "parse/scope_internal.h"

/* How an expression's value is used, as far as `arguments` is concerned. */
enum use { USE_VALUE, USE_INDEXED /* only an element or the length of it is read */ };

void js__walk_conditionally(struct js_analysis *a, struct ast_node *node)
{
    struct js_region region;

    if (!node)
        return;
    js__region_enter(a, &region);
    js__walk_expression(a, node);
    js__region_leave(a);
}

static void walk_expressions(struct js_analysis *a, struct ast_node *node)
{
    for (; node && !a->stopped; node = node->next)
        js__walk_expression(a, node);
}

static void walk_ident(struct js_analysis *a, struct ast_ident *ident, unsigned access,
                       enum use use)
{
    struct scope_binding *binding;

    js__access(a, &ident->ref, access);
    binding = ident->ref.binding;
    if (binding && use != USE_INDEXED && binding == binding->function->arguments_binding)
        binding->function->arguments_only_indexed = false;
}

/* ---- Literals ---- */

static void walk_property(struct js_analysis *a, struct ast_property *property)
{
    if (property->is_computed)
        js__walk_expression(a, property->key);
    js__walk_expression(a, property->value);
}

static void walk_object(struct js_analysis *a, struct ast_object *object)
{
    struct ast_node *node;

    for (node = object->properties.first; node && !a->stopped; node = node->next) {
        if (node->kind == AST_PROPERTY)
            walk_property(a, AST(property, node));
        else
            js__walk_expression(a, AST(unary, node)->argument);
    }
}

/* ---- Operators ---- */

static void walk_binary(struct js_analysis *a, struct ast_binary *binary)
{
    struct ast_operand *operand;

    js__walk_expression(a, binary->first);
    for (operand = binary->rest; operand && !a->stopped; operand = operand->next)
        js__walk_expression(a, operand->operand);
}

static void walk_logical(struct js_analysis *a, struct ast_logical *logical)
{
    struct ast_node *first = logical->operands.first;
    struct js_region region;

    js__walk_expression(a, first);
    js__region_enter(a, &region);
    walk_expressions(a, first->next);
    js__region_leave(a);
}

static void walk_conditional(struct js_analysis *a, struct ast_conditional *node)
{
    js__walk_expression(a, node->test);
    js__walk_conditionally(a, node->consequent);
    js__walk_conditionally(a, node->alternate);
}

/* The object and key of a member that is written. */
static void walk_member_target(struct js_analysis *a, struct ast_node *target)
{
    if (target->kind == AST_CALL || target->kind == AST_SUPER_MEMBER ||
        target->kind == AST_SUPER_INDEX) {
        js__walk_expression(a, target);
        return;
    }
    js__walk_expression(a, AST(link, target)->object);
    if (target->kind == AST_INDEX)
        js__walk_expression(a, AST(index, target)->index);
    else if (target->kind == AST_PRIVATE_MEMBER)
        js__access(a, &AST(private_member, target)->name, JS_READ);
}

static void walk_assign(struct js_analysis *a, struct ast_assign *assign)
{
    bool is_logical = assign->node.op >= AST_OP_AND && assign->node.op <= AST_OP_NULLISH;

    if (assign->target->kind == AST_IDENT) {
        if (is_logical)
            js__walk_conditionally(a, assign->value);
        else
            js__walk_expression(a, assign->value);
        walk_ident(a, AST(ident, assign->target), assign->node.op ? JS_READ | JS_WRITE : JS_WRITE,
                   USE_VALUE);
    } else if (assign->target->kind == AST_ARRAY_PATTERN ||
               assign->target->kind == AST_OBJECT_PATTERN) {
        js__walk_expression(a, assign->value);
        js__walk_target(a, assign->target, JS_WRITE);
    } else {
        walk_member_target(a, assign->target);
        if (is_logical)
            js__walk_conditionally(a, assign->value);
        else
            js__walk_expression(a, assign->value);
    }
}

static void walk_unary(struct js_analysis *a, struct ast_unary *unary)
{
    enum ast_kind kind = unary->argument->kind;

    if (unary->node.op == AST_OP_DELETE && (kind == AST_MEMBER || kind == AST_INDEX))
        walk_member_target(a, unary->argument);
    else
        js__walk_expression(a, unary->argument);
}

static void walk_update(struct js_analysis *a, struct ast_update *update)
{
    if (update->target->kind == AST_IDENT)
        walk_ident(a, AST(ident, update->target), JS_READ | JS_WRITE, USE_VALUE);
    else
        walk_member_target(a, update->target);
}

/* ---- Chains and calls ---- */

/* `arguments` before .length or [index], not called: only read. */
static bool only_indexes(struct js_analysis *a, const struct ast_node *link)
{
    const struct ast_node *outer = ((const struct ast_link *)link)->outer;

    if (link->flags & AST_IS_OPTIONAL)
        return false;
    if (outer && (outer->kind == AST_CALL || outer->kind == AST_TAGGED_TEMPLATE))
        return false;
    return link->kind == AST_INDEX || (link->kind == AST_MEMBER &&
                                       ((const struct ast_member *)link)->name == a->names->length);
}

static void walk_call(struct js_analysis *a, struct ast_call *call)
{
    walk_expressions(a, call->arguments.first);
    if (call->eval)
        js__note_eval(a, call->eval);
}

/* What one link adds to the object in front of it. */
static void walk_link(struct js_analysis *a, struct ast_node *link)
{
    switch (link->kind) {
    case AST_INDEX:
        js__walk_expression(a, AST(index, link)->index);
        break;
    case AST_PRIVATE_MEMBER:
        js__access(a, &AST(private_member, link)->name, JS_READ);
        break;
    case AST_CALL:
        walk_call(a, AST(call, link));
        break;
    case AST_TAGGED_TEMPLATE:
        walk_expressions(a, AST(tagged_template, link)->template->expressions.first);
        break;
    default:
        break;
    }
}

static void walk_chain(struct js_analysis *a, struct ast_node *top)
{
    struct ast_node *link = js_ast_chain_base(top), *object = AST(link, link)->object;

    if (object->kind == AST_IDENT)
        walk_ident(a, AST(ident, object), JS_READ, only_indexes(a, link) ? USE_INDEXED : USE_VALUE);
    else
        js__walk_expression(a, object);
    for (; !a->stopped; link = AST(link, link)->outer) {
        walk_link(a, link);
        if (link == top)
            break;
    }
}

static void walk_super_member(struct js_analysis *a, struct scope_ref *this, struct scope_ref *home)
{
    js__access_this(a, this, JS_READ);
    js__access_home(a, home);
}

static void walk_super_call(struct js_analysis *a, struct ast_super_call *call)
{
    js__access_new_target(a, &call->new_target);
    js__access_callee(a, &call->callee);
    walk_expressions(a, call->arguments.first);
    js__access_this(a, &call->this, JS_INITIALISE);
}

static void walk_import_call(struct js_analysis *a, struct ast_import_call *call)
{
    js__walk_expression(a, call->specifier);
    js__walk_expression(a, call->options);
}

/* ---- Patterns ---- */

static void walk_property_target(struct js_analysis *a, struct ast_property *property,
                                 unsigned access)
{
    if (property->is_computed)
        js__walk_expression(a, property->key);
    js__walk_target(a, property->value, access);
}

static void walk_targets(struct js_analysis *a, struct ast_node *node, unsigned access)
{
    for (; node && !a->stopped; node = node->next)
        js__walk_target(a, node, access);
}

/* The initializer of a pattern's element runs only if it is needed. */
static void walk_default(struct js_analysis *a, struct ast_assign *node, unsigned access)
{
    js__walk_conditionally(a, node->value);
    js__walk_target(a, node->target, access);
}

void js__walk_target(struct js_analysis *a, struct ast_node *target, unsigned access)
{
    if (a->stopped || !js__check_depth(a->p)) {
        a->stopped = true;
        return;
    }
    switch (target->kind) {
    case AST_IDENT:
        walk_ident(a, AST(ident, target), access, USE_VALUE);
        break;
    case AST_DEFAULT:
        walk_default(a, AST(assign, target), access);
        break;
    case AST_REST:
        js__walk_target(a, AST(unary, target)->argument, access);
        break;
    case AST_PROPERTY:
        walk_property_target(a, AST(property, target), access);
        break;
    case AST_ARRAY_PATTERN:
        walk_targets(a, AST(array, target)->elements.first, access);
        break;
    case AST_OBJECT_PATTERN:
        walk_targets(a, AST(object, target)->properties.first, access);
        break;
    case AST_HOLE:
        break;
    default:
        walk_member_target(a, target);
        break;
    }
}

/* ---- Dispatch ---- */

static void walk_with_references(struct js_analysis *a, struct ast_node *node)
{
    switch (node->kind) {
    case AST_IDENT:
        walk_ident(a, AST(ident, node), JS_READ, USE_VALUE);
        break;
    case AST_THIS:
        js__access_this(a, &AST(this, node)->ref, JS_READ);
        break;
    case AST_NEW_TARGET:
        js__access_new_target(a, &AST(this, node)->ref);
        break;
    case AST_SUPER_MEMBER:
        walk_super_member(a, &AST(super_member, node)->this, &AST(super_member, node)->home);
        break;
    case AST_SUPER_INDEX:
        walk_super_member(a, &AST(super_index, node)->this, &AST(super_index, node)->home);
        js__walk_expression(a, AST(super_index, node)->index);
        break;
    case AST_SUPER_CALL:
        walk_super_call(a, AST(super_call, node));
        break;
    case AST_PRIVATE_IN:
        js__access(a, &AST(private_in, node)->name, JS_READ);
        js__walk_expression(a, AST(private_in, node)->object);
        break;
    default:
        break; /* literals without parts */
    }
}

static void walk_expression(struct js_analysis *a, struct ast_node *node)
{
    switch (node->kind) {
    case AST_UNARY:
        walk_unary(a, AST(unary, node));
        break;
    case AST_YIELD:
    case AST_YIELD_STAR:
    case AST_AWAIT:
    case AST_SPREAD:
        js__walk_expression(a, AST(unary, node)->argument);
        break;
    case AST_OPTIONAL_CHAIN:
        js__walk_conditionally(a, AST(unary, node)->argument);
        break;
    case AST_TEMPLATE:
        walk_expressions(a, AST(template, node)->expressions.first);
        break;
    case AST_ARRAY:
        walk_expressions(a, AST(array, node)->elements.first);
        break;
    case AST_OBJECT:
        walk_object(a, AST(object, node));
        break;
    case AST_FUNCTION:
        js__walk_function(a, AST(function, node), NULL);
        break;
    case AST_CLASS:
        js__walk_class(a, AST(class, node));
        break;
    case AST_UPDATE:
        walk_update(a, AST(update, node));
        break;
    case AST_BINARY:
        walk_binary(a, AST(binary, node));
        break;
    case AST_LOGICAL:
        walk_logical(a, AST(logical, node));
        break;
    case AST_CONDITIONAL:
        walk_conditional(a, AST(conditional, node));
        break;
    case AST_ASSIGN:
        walk_assign(a, AST(assign, node));
        break;
    case AST_SEQUENCE:
        walk_expressions(a, AST(sequence, node)->expressions.first);
        break;
    case AST_MEMBER:
    case AST_INDEX:
    case AST_PRIVATE_MEMBER:
    case AST_CALL:
    case AST_TAGGED_TEMPLATE:
        walk_chain(a, node);
        break;
    case AST_NEW:
        js__walk_expression(a, AST(new, node)->callee);
        walk_expressions(a, AST(new, node)->arguments.first);
        break;
    case AST_IMPORT_CALL:
        walk_import_call(a, AST(import_call, node));
        break;
    default:
        walk_with_references(a, node);
        break;
    }
}

void js__walk_expression(struct js_analysis *a, struct ast_node *node)
{
    if (!node || a->stopped)
        return;
    if (!js__check_depth(a->p)) {
        a->stopped = true;
        return;
    }
    walk_expression(a, node);
}
