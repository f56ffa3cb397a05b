/*
 * parse_pattern.c: destructuring patterns, of declarations and of assignments.
 *
 * Binding patterns in declarations and parameter lists are parsed as such, each name declared as it
 * is met.  Assignment patterns, and parameters of arrow functions, have been parsed as expressions:
 * to_pattern rewrites the nodes in place, since literals and patterns share their structs.
 */
#include "parse/internal.h"

static struct ast_node *parse_binding_default(struct js_parser *p, struct ast_node *target)
{
    struct ast_assign *assign;

    if (!target || !js__at(p, TOK_ASSIGN))
        return target;
    assign = JS_NODE(p, DEFAULT, assign, target->start);
    js__next(p);
    if (!assign || !(assign->value = js__parse_assignment_in(p, NULL)))
        return NULL;
    assign->target = target;
    return js__finish(p, &assign->node);
}

struct ast_node *js__parse_binding_element(struct js_parser *p, enum scope_binding_kind kind)
{
    return parse_binding_default(p, js__parse_binding_target(p, kind));
}

/*
 * An identifier that is bound.  SCOPE_CATCH_PARAM outside a catch scope: the rest of an arrow
 * function's parameters, whose scope does not exist yet; it is declared later.
 */
static struct ast_node *parse_binding_identifier(struct js_parser *p, enum scope_binding_kind kind)
{
    struct js_token token = p->lexer.token;
    struct ast_node *node;

    if (!js__check_binding_word(p, kind))
        return NULL;
    if (kind != SCOPE_CATCH_PARAM && !js__declare(p, token.name, kind, token.start, token.end))
        return NULL;
    node = js__ident(p, token.name, token.start, token.end);
    js__next(p);
    return node;
}

static struct ast_node *parse_array_binding(struct js_parser *p, enum scope_binding_kind kind)
{
    struct ast_array *pattern = JS_NODE(p, ARRAY_PATTERN, array, js__start(p));

    js__next(p);
    while (pattern && !js__at(p, TOK_RBRACKET)) {
        uint32_t start = js__start(p);
        struct ast_node *element;

        if (js__at(p, TOK_COMMA)) {
            element = js__node(p, AST_HOLE, sizeof *element, start);
        } else if (js__accept(p, TOK_ELLIPSIS)) {
            element = js__parse_binding_target(p, kind);
            element = element ? js__unary(p, AST_REST, start, element) : NULL;
            if (element && js__at(p, TOK_COMMA))
                return js__fail(p, start, js__previous_end(p), "Rest element must be last element");
        } else {
            element = js__parse_binding_element(p, kind);
        }
        if (!element)
            return NULL;
        js__append(&pattern->elements, element);
        if (!js__at(p, TOK_RBRACKET) && !js__expect(p, TOK_COMMA))
            return NULL;
    }
    if (!pattern)
        return NULL;
    js__next(p);
    return js__finish(p, &pattern->node);
}

static struct ast_node *parse_binding_property(struct js_parser *p, enum scope_binding_kind kind)
{
    struct ast_property *property = JS_NODE(p, PROPERTY, property, js__start(p));
    struct js_token name = p->lexer.token;
    struct js_lexer_state state;

    if (!property)
        return NULL;
    state = js__lexer_save(&p->lexer);
    property->key = js__parse_property_name(p, &property->is_computed);
    if (!property->key)
        return NULL;
    if (js__accept(p, TOK_COLON)) {
        property->value = js__parse_binding_element(p, kind);
    } else {
        if (name.kind < TOK_BREAK)
            return js__unexpected(p);
        js__lexer_restore(&p->lexer, &state);
        property->is_shorthand = true;
        property->value = parse_binding_default(p, parse_binding_identifier(p, kind));
    }
    return property->value ? js__finish(p, &property->node) : NULL;
}

static struct ast_node *parse_object_binding(struct js_parser *p, enum scope_binding_kind kind)
{
    struct ast_object *pattern = JS_NODE(p, OBJECT_PATTERN, object, js__start(p));

    js__next(p);
    while (pattern && !js__at(p, TOK_RBRACE)) {
        uint32_t start = js__start(p);
        struct ast_node *property;

        if (js__accept(p, TOK_ELLIPSIS)) {
            if (js__at(p, TOK_LBRACE) || js__at(p, TOK_LBRACKET))
                return js__fail_token(
                    p, "`...` must be followed by an identifier in declaration contexts");
            property = parse_binding_identifier(p, kind);
            property = property ? js__unary(p, AST_REST, start, property) : NULL;
            if (property && js__at(p, TOK_COMMA))
                return js__fail(p, start, js__previous_end(p), "Rest element must be last element");
        } else {
            property = parse_binding_property(p, kind);
        }
        if (!property)
            return NULL;
        js__append(&pattern->properties, property);
        if (!js__at(p, TOK_RBRACE) && !js__expect(p, TOK_COMMA))
            return NULL;
    }
    if (!pattern)
        return NULL;
    js__next(p);
    return js__finish(p, &pattern->node);
}

struct ast_node *js__parse_binding_target(struct js_parser *p, enum scope_binding_kind kind)
{
    if (!js__check_depth(p))
        return NULL;
    if (js__at(p, TOK_LBRACKET))
        return parse_array_binding(p, kind);
    if (js__at(p, TOK_LBRACE))
        return parse_object_binding(p, kind);
    return parse_binding_identifier(p, kind);
}

/* ---- From expressions to patterns ---- */

static bool to_pattern(struct js_parser *p, struct ast_node *node, bool binding);

static bool invalid_target(struct js_parser *p, const struct ast_node *node)
{
    return js__fail_target(p, node, "Invalid destructuring assignment target");
}

/* SPREAD becomes REST; it must be the last of its list. */
static bool to_rest(struct js_parser *p, struct ast_node *node, bool binding, bool in_object)
{
    struct ast_node *argument = AST(unary, node)->argument;

    if (node->next || node->extra)
        return js__fail(p, node->start, node->end, "Rest element must be last element");
    node->kind = AST_REST;
    if (in_object && (argument->kind == AST_ARRAY || argument->kind == AST_OBJECT))
        return js__fail(
            p, argument->start, argument->end,
            binding ? "`...` must be followed by an identifier in declaration contexts"
                    : "`...` must be followed by an assignable reference in assignment contexts");
    if (argument->kind == AST_ASSIGN)
        return invalid_target(p, argument);
    return to_pattern(p, argument, binding);
}

static bool to_array_pattern(struct js_parser *p, struct ast_node *node, bool binding)
{
    struct ast_node *element;

    node->kind = AST_ARRAY_PATTERN;
    node->flags &= (uint8_t)~AST_HAS_SPREAD;
    for (element = AST(array, node)->elements.first; element; element = element->next) {
        bool done = element->kind == AST_HOLE ||
                    (element->kind == AST_SPREAD ? to_rest(p, element, binding, false)
                                                 : to_pattern(p, element, binding));

        if (!done)
            return false;
    }
    return true;
}

static bool to_object_pattern(struct js_parser *p, struct ast_node *node, bool binding)
{
    struct ast_node *element;

    node->kind = AST_OBJECT_PATTERN;
    for (element = AST(object, node)->properties.first; element; element = element->next) {
        struct ast_property *property = AST(property, element);

        if (element->kind == AST_SPREAD) {
            if (!to_rest(p, element, binding, true))
                return false;
            continue;
        }
        if (property->kind != AST_PROPERTY_VALUE && property->kind != AST_PROPERTY_PROTO)
            return invalid_target(p, property->key);
        property->kind = AST_PROPERTY_VALUE;
        if (!to_pattern(p, property->value, binding))
            return false;
    }
    return true;
}

static bool check_name_target(struct js_parser *p, struct ast_node *node, bool binding)
{
    const struct ast_name *name = AST(ident, node)->ref.name;
    const char *fault = binding || name == p->names.eval || name == p->names.arguments
                            ? js__strict_binding_fault(p, name)
                            : NULL;

    if (binding && (node->flags & AST_PARENTHESIZED))
        return invalid_target(p, node);
    if (fault && p->strict)
        return js__fail(p, node->start, node->end, "%s", fault);
    if (fault && binding && !p->fn->strict_error.message)
        p->fn->strict_error = (struct js_late_error){fault, node->start, node->end};
    return true;
}

/*
 * node as the target of a pattern, or with its default.  The names of a binding pattern are checked
 * as parameters of the current function.
 */
static bool to_pattern(struct js_parser *p, struct ast_node *node, bool binding)
{
    if (!js__check_depth(p))
        return false;
    switch (node->kind) {
    case AST_IDENT:
        return check_name_target(p, node, binding);
    case AST_ARRAY:
        if (node->flags & AST_PARENTHESIZED)
            break;
        return to_array_pattern(p, node, binding);
    case AST_OBJECT:
        if (node->flags & AST_PARENTHESIZED)
            break;
        return to_object_pattern(p, node, binding);
    case AST_ARRAY_PATTERN: /* of an assignment that becomes a default, or of a rest parameter */
    case AST_OBJECT_PATTERN:
        return !binding || js__to_binding_pattern(p, node);
    case AST_ASSIGN:
        if ((node->flags & AST_PARENTHESIZED) || node->op != AST_OP_NONE)
            break;
        node->kind = AST_DEFAULT;
        node->flags &= (uint8_t)~AST_IS_STRICT;
        return to_pattern(p, AST(assign, node)->target, binding);
    case AST_DEFAULT:
        return to_pattern(p, AST(assign, node)->target, binding);
    case AST_MEMBER:
    case AST_INDEX:
    case AST_PRIVATE_MEMBER:
    case AST_SUPER_MEMBER:
    case AST_SUPER_INDEX:
        if (!binding)
            return true;
        break;
    default:
        break;
    }
    return invalid_target(p, node);
}

bool js__to_assignment_pattern(struct js_parser *p, struct ast_node *node)
{
    return to_pattern(p, node, false);
}

/* Rest of what is already a pattern, of assignments: its targets must be names. */
static bool recheck_elements(struct js_parser *p, struct ast_node *element)
{
    for (; element; element = element->next) {
        struct ast_node *target = element;

        if (target->kind == AST_PROPERTY)
            target = AST(property, target)->value;
        else if (target->kind == AST_REST)
            target = AST(unary, target)->argument;
        if (target->kind != AST_HOLE && !to_pattern(p, target, true))
            return false;
    }
    return true;
}

bool js__to_binding_pattern(struct js_parser *p, struct ast_node *node)
{
    if (node->kind == AST_ARRAY_PATTERN)
        return recheck_elements(p, AST(array, node)->elements.first);
    if (node->kind == AST_OBJECT_PATTERN)
        return recheck_elements(p, AST(object, node)->properties.first);
    if (node->kind == AST_REST)
        return to_pattern(p, AST(unary, node)->argument, true);
    return to_pattern(p, node, true);
}
