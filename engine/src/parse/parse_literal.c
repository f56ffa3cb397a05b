/*
 * parse_literal.c: primary expressions: literals, names, parentheses.
 *
 * Object and array literals are also the cover grammar of patterns: shorthand properties with an
 * initializer become a DEFAULT as value and an entry in the cover, to be reported unless the
 * literal turns into a pattern.
 */
#include "parse/internal.h"

#include <string.h>

/* ---- Templates and regular expressions ---- */

static bool add_template_string(struct js_parser *p, struct ast_template *template, bool tagged)
{
    const struct js_token *token = &p->lexer.token;
    struct ast_template_string *string = JS_NODE(p, TEMPLATE_STRING, template_string, token->start);

    if (!string || !token->raw)
        return false;
    if (!token->name && !tagged && token->template_error)
        return js__fail(p, token->template_error_start, token->template_error_end, "%s",
                        token->template_error);
    string->cooked = token->name;
    string->raw = token->raw;
    string->node.end = token->end;
    js__append(&template->strings, &string->node);
    return true;
}

struct ast_template *js__parse_template(struct js_parser *p, bool tagged)
{
    struct ast_template *template = JS_NODE(p, TEMPLATE, template, js__start(p));
    bool is_tail;

    if (!template)
        return NULL;
    for (;;) {
        struct ast_node *expression;

        if (!add_template_string(p, template, tagged))
            return NULL;
        is_tail = p->lexer.token.is_tail;
        js__next(p);
        if (is_tail)
            break;
        expression = js__parse_expression(p);
        if (!expression)
            return NULL;
        js__append(&template->expressions, expression);
        if (!js__at(p, TOK_RBRACE))
            return js__fail_previous(p, "Missing } in template expression");
        js__lex_template_continuation(&p->lexer);
        if (js__at(p, TOK_ILLEGAL))
            return js__unexpected(p);
    }
    js__finish(p, &template->node);
    return template;
}

/* Unknown flags, flags twice, u with v. */
static bool flags_are_valid(const struct ast_name *flags)
{
    static const char known[] = "dgimsuvy";
    unsigned seen = 0;

    for (uint32_t i = 0; i < flags->length; i++) {
        uint16_t flag = js__name_unit(flags, i);
        const char *found = flag && flag < 128 ? strchr(known, flag) : NULL;

        if (!found || (seen & 1u << (found - known)))
            return false;
        seen |= 1u << (found - known);
    }
    return (seen & 0x60) != 0x60; /* u and v */
}

static struct js_source_text text_of(const struct ast_name *name)
{
    return (struct js_source_text){name->latin1, name->utf16, name->length};
}

static bool check_regexp(struct js_parser *p, const struct ast_regexp *regexp)
{
    struct js_source_text pattern = text_of(regexp->pattern), flags = text_of(regexp->flags);
    const char *message = "Invalid regular expression flags";
    struct ast_name *whole;
    char text[128];

    if (!flags_are_valid(regexp->flags))
        return js__fail(p, regexp->node.start, regexp->node.start + 1, "%s", message);
    if (!p->options->check_regexp ||
        p->options->check_regexp(p->options, &pattern, &flags, &message))
        return true;
    if (!message)
        return js__out_of_memory(p);
    whole = js__lex_source_name(&p->lexer, regexp->node.start, regexp->node.end);
    if (!whole)
        return false;
    js__name_text(whole, text,
                  sizeof text); /* Invalid regular expression: /(/: Unterminated group */
    return js__fail(p, regexp->node.start, regexp->node.end, "Invalid regular expression: %s: %s",
                    text, message);
}

static struct ast_node *parse_regexp(struct js_parser *p)
{
    struct ast_regexp *regexp = JS_NODE(p, REGEXP, regexp, js__start(p));

    js__lex_regexp(&p->lexer);
    if (js__at(p, TOK_ILLEGAL))
        return js__unexpected(p);
    if (!regexp || !p->lexer.token.name || !p->lexer.token.raw)
        return NULL;
    regexp->pattern = p->lexer.token.name;
    regexp->flags = p->lexer.token.raw;
    regexp->node.end = p->lexer.token.end;
    js__next(p);
    return check_regexp(p, regexp) ? &regexp->node : NULL;
}

/* ---- Array and object literals ---- */

static struct ast_node *parse_array(struct js_parser *p)
{
    struct ast_array *array = JS_NODE(p, ARRAY, array, js__start(p));
    struct js_cover *cover = p->cover;

    js__next(p);
    while (array && !js__at(p, TOK_RBRACKET)) {
        uint32_t start = js__start(p);
        struct ast_node *element;

        if (js__at(p, TOK_COMMA)) {
            element = js__node(p, AST_HOLE, sizeof *element, start);
        } else if (js__accept(p, TOK_ELLIPSIS)) {
            element = js__parse_assignment_in(p, cover);
            element = element ? js__unary(p, AST_SPREAD, start, element) : NULL;
            array->node.flags |= AST_HAS_SPREAD;
            if (element && js__at(p, TOK_COMMA))
                element->extra = 1; /* cannot become a rest element */
        } else {
            element = js__parse_assignment_in(p, cover);
        }
        if (!element)
            return NULL;
        js__append(&array->elements, element);
        if (!js__at(p, TOK_RBRACKET) && !js__expect(p, TOK_COMMA))
            return NULL;
    }
    if (!array)
        return NULL;
    js__next(p);
    return js__finish(p, &array->node);
}

bool js__at_property_name(const struct js_parser *p)
{
    enum js_token_kind kind = js__kind(p);

    return kind >= TOK_BREAK || kind == TOK_STRING || kind == TOK_NUMBER || kind == TOK_BIGINT ||
           kind == TOK_LBRACKET;
}

static struct ast_node *number_node(struct js_parser *p)
{
    struct ast_number *number = JS_NODE(p, NUMBER, number, js__start(p));

    if (!number || !js__check_octal(p))
        return NULL;
    number->value = p->lexer.token.number;
    js__next(p);
    return js__finish(p, &number->node);
}

static struct ast_node *string_node(struct js_parser *p, enum ast_kind kind)
{
    const struct js_token *token = &p->lexer.token;
    struct ast_node *node;

    if (!js__check_octal(p))
        return NULL;
    node = js__string(p, token->name, token->start, token->end);
    if (!node)
        return NULL;
    node->kind = (uint8_t)kind;
    js__next(p);
    return node;
}

struct ast_node *js__parse_property_name(struct js_parser *p, bool *computed)
{
    struct ast_node *node;

    *computed = false;
    switch (js__kind(p)) {
    case TOK_STRING:
        return string_node(p, AST_STRING);
    case TOK_NUMBER:
        return number_node(p);
    case TOK_BIGINT:
        return string_node(p, AST_BIGINT);
    case TOK_LBRACKET:
        *computed = true;
        js__next(p);
        node = js__parse_assignment_in(p, NULL);
        return node && js__expect(p, TOK_RBRACKET) ? node : NULL;
    default:
        if (js__kind(p) < TOK_BREAK)
            return js__unexpected(p);
        return string_node(p, AST_STRING);
    }
}

/* What stands before a property's name. */
struct modifiers {
    enum ast_property_kind kind;
    bool is_async, is_generator;
};

/* Skips async, get, set and * where they are modifiers and not names. */
static struct modifiers parse_modifiers(struct js_parser *p)
{
    struct modifiers modifiers = {AST_PROPERTY_VALUE, false, false};
    struct js_token next;

    if (!p->lexer.token.escaped &&
        (js__at(p, TOK_ASYNC) || js__at_word(p, p->names.get) || js__at_word(p, p->names.set))) {
        next = js__peek(p);
        if (next.kind >= TOK_BREAK || next.kind == TOK_STRING || next.kind == TOK_NUMBER ||
            next.kind == TOK_BIGINT || next.kind == TOK_LBRACKET || next.kind == TOK_PRIVATE_NAME ||
            next.kind == TOK_ILLEGAL || (next.kind == TOK_MUL && js__at(p, TOK_ASYNC))) {
            if (!js__at(p, TOK_ASYNC))
                modifiers.kind = js__at_word(p, p->names.get) ? AST_PROPERTY_GET : AST_PROPERTY_SET;
            else if (!next.newline_before)
                modifiers.is_async = true;
            else
                return modifiers;
            js__next(p);
        }
    }
    if (modifiers.kind == AST_PROPERTY_VALUE && js__accept(p, TOK_MUL))
        modifiers.is_generator = true;
    return modifiers;
}

static struct ast_node *parse_method_property(struct js_parser *p, struct ast_property *property,
                                              const struct modifiers *modifiers)
{
    static const uint8_t kinds[] = {[AST_PROPERTY_VALUE] = AST_FUNCTION_METHOD,
                                    [AST_PROPERTY_GET] = AST_FUNCTION_GETTER,
                                    [AST_PROPERTY_SET] = AST_FUNCTION_SETTER};
    struct ast_function *function =
        js__parse_method(p, kinds[modifiers->kind], property->node.start, modifiers->is_async,
                         modifiers->is_generator);

    if (!function)
        return NULL;
    property->kind =
        modifiers->kind == AST_PROPERTY_VALUE ? AST_PROPERTY_METHOD : (uint8_t)modifiers->kind;
    property->value = &function->node;
    return js__finish(p, &property->node);
}

static void set_cover(struct js_parser *p, const char *message, uint32_t start, uint32_t end)
{
    if (p->cover && !p->cover->message)
        *p->cover = (struct js_cover){message, start, end};
}

/* name, or name = value where the literal may become a pattern.  name is a word, before the current
 * token. */
static struct ast_node *parse_shorthand(struct js_parser *p, struct ast_property *property,
                                        const struct js_token *name)
{
    struct ast_node *value;

    property->is_shorthand = true;
    value = js__ident(p, name->name, name->start, name->end);
    if (!value)
        return NULL;
    if (js__at(p, TOK_ASSIGN)) {
        struct ast_assign *assign = JS_NODE(p, DEFAULT, assign, name->start);

        js__next(p);
        if (!assign || !(assign->value = js__parse_assignment_in(p, NULL)))
            return NULL;
        assign->target = value;
        value = js__finish(p, &assign->node);
        set_cover(p, "Invalid shorthand property initializer", value->start, value->end);
    }
    property->value = value;
    return js__finish(p, &property->node);
}

/* True if the word may stand alone as a property; else fails. */
static bool check_shorthand(struct js_parser *p, const struct js_token *name)
{
    struct js_lexer_state state = js__lexer_save(&p->lexer);
    bool valid;

    if (name->kind == TOK_LBRACKET)
        return js__unexpected(p);
    p->lexer.token = *name;
    valid = js__check_reference_word(p);
    js__lexer_restore(&p->lexer, &state);
    return valid;
}

static struct ast_node *parse_property(struct js_parser *p, bool *has_proto)
{
    uint32_t start = js__start(p);
    struct js_cover *cover = p->cover;
    struct ast_property *property = JS_NODE(p, PROPERTY, property, start);
    struct modifiers modifiers = parse_modifiers(p);
    struct js_token name = p->lexer.token;

    if (!property || !(property->key = js__parse_property_name(p, &property->is_computed)))
        return NULL;
    if (modifiers.kind != AST_PROPERTY_VALUE || modifiers.is_async || modifiers.is_generator ||
        js__at(p, TOK_LPAREN))
        return parse_method_property(p, property, &modifiers);
    if (!js__accept(p, TOK_COLON))
        return check_shorthand(p, &name) ? parse_shorthand(p, property, &name) : NULL;
    if (!property->is_computed && property->key->kind == AST_STRING &&
        AST(string, property->key)->value == p->names.proto) {
        property->kind = AST_PROPERTY_PROTO;
        if (*has_proto)
            set_cover(p, "Duplicate __proto__ fields are not allowed in object literals",
                      name.start, name.end);
        *has_proto = true;
    }
    if (!(property->value = js__parse_assignment_in(p, cover)))
        return NULL;
    return js__finish(p, &property->node);
}

static struct ast_node *parse_object(struct js_parser *p)
{
    struct ast_object *object = JS_NODE(p, OBJECT, object, js__start(p));
    struct js_cover *cover = p->cover;
    bool has_proto = false;

    js__next(p);
    while (object && !js__at(p, TOK_RBRACE)) {
        uint32_t start = js__start(p);
        struct ast_node *property;

        if (js__accept(p, TOK_ELLIPSIS)) {
            property = js__parse_assignment_in(p, cover);
            property = property ? js__unary(p, AST_SPREAD, start, property) : NULL;
            if (property && js__at(p, TOK_COMMA))
                property->extra = 1;
        } else {
            property = parse_property(p, &has_proto);
        }
        if (!property)
            return NULL;
        js__append(&object->properties, property);
        if (!js__at(p, TOK_RBRACE) && !js__expect(p, TOK_COMMA))
            return NULL;
    }
    if (!object)
        return NULL;
    js__next(p);
    return js__finish(p, &object->node);
}

/* ---- Parentheses ---- */

/* The inside of parentheses: expressions, with what only parameter lists have: a rest, a last
 * comma. */
static bool parse_parenthesized_list(struct js_parser *p, struct ast_list *list,
                                     struct js_cover *cover, struct ast_node **rest,
                                     bool *trailing_comma)
{
    while (!js__at(p, TOK_RPAREN)) {
        uint32_t start = js__start(p);
        struct ast_node *node;

        if (js__accept(p, TOK_ELLIPSIS)) {
            node = js__parse_binding_target(p, SCOPE_CATCH_PARAM); /* not declared yet */
            node = node ? js__unary(p, AST_REST, start, node) : NULL;
            if (!node)
                return false;
            js__append(list, *rest = node);
            if (js__at(p, TOK_ASSIGN))
                return js__fail_token(p, "Rest parameter may not have a default initializer");
            if (js__at(p, TOK_COMMA))
                return js__fail_previous(p, "Rest parameter must be last formal parameter");
            break;
        }
        node = js__parse_assignment_in(p, cover);
        if (!node)
            return false;
        js__append(list, node);
        if (!js__at(p, TOK_COMMA))
            break;
        js__next(p);
        *trailing_comma = js__at(p, TOK_RPAREN);
    }
    return js__expect(p, TOK_RPAREN);
}

static struct ast_node *parse_parenthesized(struct js_parser *p)
{
    struct ast_sequence *sequence = JS_NODE(p, SEQUENCE, sequence, js__start(p));
    struct js_cover cover = {0};
    bool trailing_comma = false;
    struct ast_node *node, *rest = NULL;

    js__next(p);
    if (!sequence ||
        !parse_parenthesized_list(p, &sequence->expressions, &cover, &rest, &trailing_comma))
        return NULL;
    js__finish(p, &sequence->node);
    if (js__at(p, TOK_ARROW)) {
        p->arrow_head = &sequence->node;
        return p->arrow_head;
    }
    if (rest)
        return js__fail(p, rest->start, rest->start + 3, "Unexpected token '...'");
    if (sequence->expressions.count == 0 || trailing_comma)
        return js__fail(p, js__previous_end(p) - 1, js__previous_end(p), "Unexpected token ')'");
    if (!js__cover_is_expression(p, &cover))
        return NULL;
    node = sequence->expressions.count == 1 ? sequence->expressions.first : &sequence->node;
    node->flags |= AST_PARENTHESIZED;
    return node;
}

/* ---- Primary expressions ---- */

static struct ast_node *parse_name(struct js_parser *p)
{
    const struct js_token *token = &p->lexer.token;
    struct ast_node *node;

    if (!js__check_reference_word(p))
        return NULL;
    node = js__ident(p, token->name, token->start, token->end);
    if (!node)
        return NULL;
    if (!token->escaped)
        node->extra = token->kind;
    js__next(p);
    return node;
}

static struct ast_node *parse_word_literal(struct js_parser *p, enum ast_kind kind)
{
    uint32_t start = js__start(p);

    js__next(p);
    return js__node(p, kind, kind == AST_THIS ? sizeof(struct ast_this) : sizeof(struct ast_node),
                    start);
}

static bool at_async_function(struct js_parser *p)
{
    struct js_token next;

    if (p->lexer.token.escaped)
        return false;
    next = js__peek(p);
    return next.kind == TOK_FUNCTION && !next.newline_before;
}

struct ast_node *js__parse_primary(struct js_parser *p)
{
    uint32_t start = js__start(p);
    struct ast_template *template;

    switch (js__kind(p)) {
    case TOK_NUMBER:
        return number_node(p);
    case TOK_STRING:
        return string_node(p, AST_STRING);
    case TOK_BIGINT:
        return string_node(p, AST_BIGINT);
    case TOK_TEMPLATE:
        template = js__parse_template(p, false);
        return template ? &template->node : NULL;
    case TOK_DIV:
    case TOK_ASSIGN_DIV:
        return parse_regexp(p);
    case TOK_LPAREN:
        return parse_parenthesized(p);
    case TOK_LBRACKET:
        return parse_array(p);
    case TOK_LBRACE:
        return parse_object(p);
    case TOK_THIS:
        return parse_word_literal(p, AST_THIS);
    case TOK_NULL:
        return parse_word_literal(p, AST_NULL);
    case TOK_TRUE:
        return parse_word_literal(p, AST_TRUE);
    case TOK_FALSE:
        return parse_word_literal(p, AST_FALSE);
    case TOK_FUNCTION:
        return js__parse_function_expression(p, start, false);
    case TOK_CLASS:
        return js__parse_class_expression(p);
    case TOK_ASYNC:
        if (at_async_function(p)) {
            js__next(p);
            return js__parse_function_expression(p, start, true);
        }
        return parse_name(p);
    default:
        return parse_name(p);
    }
}
