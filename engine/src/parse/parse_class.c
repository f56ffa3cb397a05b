/*
 * parse_class.c: classes.
 *
 * Fields and static blocks run in two functions made up here: instance_init, called on each new
 * instance, and static_init, called once on the class.  Initializer expressions are parsed directly
 * as part of these functions, so that `this`, super and new.target mean theirs; each switches to
 * the function's state (enter_initializer) and back.  A class without constructor gets an empty
 * one.
 */
#include "parse/internal.h"
#include "parse/scope_table.h"

/* One of the two initializer functions, made when the first element needs it. */
struct initializer {
    struct ast_function *function;
    enum ast_function_kind kind;
    struct ast_list methods; /* instance: private methods, which come before the fields */
};

struct class_parse {
    struct ast_class *class;
    struct initializer instance, statics;
};

/* What stands before an element's name. */
struct element_start {
    uint32_t start;
    uint32_t method_start; /* behind `static`: where the source text of a method begins */
    bool is_static, is_async, is_generator;
    uint8_t kind; /* METHOD until it turns out to be a FIELD */
};

/* ---- Initializer functions ---- */

static bool make_initializer(struct js_parser *p, struct initializer *initializer, uint32_t start)
{
    struct ast_function *function;

    if (initializer->function)
        return true;
    function = initializer->function = js__function_new(p, initializer->kind, start);
    if (!function)
        return false;
    function->strict = true;
    function->body_start = start;
    function->scope = function->body_scope = js__scope_new(p, SCOPE_FUNCTION);
    if (!function->scope)
        return false;
    function->scope->function = function;
    function->scope->is_var_scope = true;
    return true;
}

static bool enter_initializer(struct js_parser *p, struct js_fn *fn,
                              struct initializer *initializer)
{
    if (!make_initializer(p, initializer, js__start(p)))
        return false;
    js__fn_enter(p, fn, initializer->function);
    fn->forbids_arguments = true;
    fn->allow_return = false;
    fn->var_scope = p->scope = initializer->function->scope;
    return true;
}

static struct ast_field_init *new_step(struct js_parser *p, struct ast_class_element *element)
{
    struct ast_field_init *step = JS_NODE(p, FIELD_INIT, field_init, element->node.start);

    if (!step)
        return NULL;
    step->element = element;
    if (element->is_private)
        step->key.name = element->private_name.name;
    return step;
}

/* Parses `= initializer` or nothing, and adds the step that defines the field. */
static bool parse_field_value(struct js_parser *p, struct initializer *initializer,
                              struct ast_class_element *element)
{
    struct ast_field_init *step;
    struct js_fn fn;

    if (!enter_initializer(p, &fn, initializer) || !(step = new_step(p, element)))
        return false;
    if (js__accept(p, TOK_ASSIGN)) {
        step->initializer = js__parse_assignment_in(p, NULL);
        if (!step->initializer)
            return false;
    }
    js__fn_leave(p, &fn);
    js__append(&initializer->function->body, js__finish(p, &step->node));
    initializer->function->node.end = js__previous_end(p);
    return js__expect_semicolon(p);
}

static bool parse_static_block(struct js_parser *p, struct class_parse *parse)
{
    struct initializer *initializer = &parse->statics;
    struct ast_static_block *block = JS_NODE(p, STATIC_BLOCK, static_block, js__start(p));
    struct js_fn fn;

    if (!block || !enter_initializer(p, &fn, initializer))
        return false;
    js__next(p);
    fn.await_is_reserved = true;
    block->scope = fn.var_scope = js__scope_enter(p, SCOPE_STATIC_BLOCK);
    if (!block->scope)
        return false;
    block->scope->is_var_scope = true;
    while (!js__at(p, TOK_RBRACE)) {
        struct ast_node *statement;

        if (js__at(p, TOK_END))
            return js__unexpected(p);
        if (!(statement = js__parse_statement_list_item(p)))
            return false;
        js__append(&block->body, statement);
    }
    js__fn_leave(p, &fn);
    js__next(p);
    js__append(&initializer->function->body, js__finish(p, &block->node));
    initializer->function->node.end = js__previous_end(p);
    return true;
}

/* A private instance method or accessor is added to each instance, before its fields. */
static bool add_private_method(struct js_parser *p, struct class_parse *parse,
                               struct ast_class_element *element)
{
    struct ast_field_init *step;

    if (!make_initializer(p, &parse->instance, element->node.start) ||
        !(step = new_step(p, element)))
        return false;
    element->value_binding = js__scope_add_hidden(p->arena, parse->class->scope,
                                                  p->names.private_value, SCOPE_PRIVATE_VALUE);
    if (!element->value_binding)
        return false;
    js__append(&parse->instance.methods, &step->node);
    return true;
}

/* The instance initializer's body: first the methods, then the fields. */
static void finish_instance_init(struct class_parse *parse)
{
    struct ast_list *methods = &parse->instance.methods, *body;

    if (!parse->instance.function || !methods->first)
        return;
    body = &parse->instance.function->body;
    if (body->first)
        methods->last->next = body->first;
    else
        body->last = methods->last;
    body->first = methods->first;
    body->count += methods->count;
}

/* ---- Elements ---- */

static bool ends_field_name(enum js_token_kind kind)
{
    return kind == TOK_LPAREN || kind == TOK_ASSIGN || kind == TOK_SEMICOLON || kind == TOK_RBRACE;
}

/* Skips static, async, get, set, * where they are modifiers. */
static struct element_start parse_element_start(struct js_parser *p)
{
    struct element_start start = {.start = js__start(p), .kind = AST_ELEMENT_METHOD};
    struct js_token next;

    if (js__at(p, TOK_STATIC) && !p->lexer.token.escaped) {
        next = js__peek(p);
        if (!ends_field_name(next.kind)) {
            start.is_static = true;
            js__next(p);
        }
    }
    start.method_start = js__start(p);
    if (!p->lexer.token.escaped &&
        (js__at(p, TOK_ASYNC) || js__at_word(p, p->names.get) || js__at_word(p, p->names.set))) {
        bool is_async = js__at(p, TOK_ASYNC), is_get = js__at_word(p, p->names.get);

        next = js__peek(p);
        if (!ends_field_name(next.kind) && next.kind != TOK_END &&
            !(is_async && next.newline_before) && !(next.kind == TOK_MUL && !is_async)) {
            js__next(p);
            start.is_async = is_async;
            if (!is_async)
                start.kind = is_get ? AST_ELEMENT_GET : AST_ELEMENT_SET;
        }
    }
    if (start.kind == AST_ELEMENT_METHOD && js__accept(p, TOK_MUL))
        start.is_generator = true;
    return start;
}

static bool has_modifier(const struct element_start *start)
{
    return start->kind != AST_ELEMENT_METHOD || start->is_async || start->is_generator;
}

static bool parse_element_name(struct js_parser *p, struct ast_class_element *element)
{
    if (!js__at(p, TOK_PRIVATE_NAME)) {
        element->key = js__parse_property_name(p, &element->is_computed);
        return element->key != NULL;
    }
    element->is_private = true;
    element->private_name.name = p->lexer.token.name;
    js__next(p);
    return true;
}

/* The element's name, unless it is computed, private or a number. */
static const struct ast_name *plain_name(const struct ast_class_element *element)
{
    if (element->is_computed || element->is_private || element->key->kind != AST_STRING)
        return NULL;
    return ((const struct ast_string *)element->key)->value;
}

static bool check_element_name(struct js_parser *p, const struct ast_class_element *element)
{
    const struct ast_name *name = plain_name(element);
    uint32_t start, end;

    if (!name)
        return true;
    start = element->key->start;
    end = element->key->end;
    if (element->is_static && name == p->names.prototype)
        return js__fail(p, start, end, "Classes may not have a static property named 'prototype'");
    if (element->kind == AST_ELEMENT_FIELD && name == p->names.constructor)
        return js__fail(p, start, end, "Classes may not have a field named 'constructor'");
    return true;
}

static struct ast_class_element *parse_field(struct js_parser *p, struct class_parse *parse,
                                             struct ast_class_element *element)
{
    element->kind = AST_ELEMENT_FIELD;
    if (!check_element_name(p, element))
        return NULL;
    if (element->is_private &&
        !js__declare_private_name(p, element, element->private_name.name, p->lexer.previous_start,
                                  js__previous_end(p)))
        return NULL;
    if (element->is_computed) {
        element->key_binding = js__scope_add_hidden(p->arena, parse->class->scope,
                                                    p->names.field_key, SCOPE_FIELD_KEY);
        if (!element->key_binding)
            return NULL;
    }
    if (!parse_field_value(p, element->is_static ? &parse->statics : &parse->instance, element))
        return NULL;
    return element;
}

/* The constructor, whose name was just parsed; it goes to the class, not to the elements. */
static bool parse_constructor(struct js_parser *p, struct class_parse *parse,
                              const struct element_start *start, const struct ast_node *key)
{
    struct ast_class *class = parse->class;

    if (start->kind != AST_ELEMENT_METHOD)
        return js__fail(p, key->start, key->end, "Class constructor may not be an accessor");
    if (start->is_generator && !start->is_async)
        return js__fail(p, key->start, key->end, "Class constructor may not be a generator");
    if (start->is_async)
        return js__fail(p, key->start, key->end, "Class constructor may not be an async method");
    if (class->constructor)
        return js__fail(p, key->start, key->end, "A class may only have one constructor");
    class->constructor = js__parse_method(
        p, class->heritage ? AST_FUNCTION_DERIVED_CONSTRUCTOR : AST_FUNCTION_CONSTRUCTOR,
        start->start, false, false);
    if (!class->constructor)
        return false;
    class->constructor->node.start = class->node.start; /* toString shows the class */
    return true;
}

static struct ast_class_element *parse_method_element(struct js_parser *p,
                                                      struct class_parse *parse,
                                                      struct ast_class_element *element,
                                                      const struct element_start *start)
{
    static const uint8_t kinds[] = {[AST_ELEMENT_METHOD] = AST_FUNCTION_METHOD,
                                    [AST_ELEMENT_GET] = AST_FUNCTION_GETTER,
                                    [AST_ELEMENT_SET] = AST_FUNCTION_SETTER};

    if (!check_element_name(p, element))
        return NULL;
    if (element->is_private && element->private_name.name == p->names.hash_constructor)
        return js__fail_previous(p, "Class constructor may not be a private method");
    if (element->is_private) {
        if (!js__declare_private_name(p, element, element->private_name.name,
                                      p->lexer.previous_start, js__previous_end(p)))
            return NULL;
        if (!element->is_static && !add_private_method(p, parse, element))
            return NULL;
    }
    element->function = js__parse_method(p, kinds[element->kind], start->method_start,
                                         start->is_async, start->is_generator);
    return element->function ? element : NULL;
}

/* One element; constructors and blocks leave no node in the list. */
static bool parse_element(struct js_parser *p, struct class_parse *parse)
{
    struct element_start start = parse_element_start(p);
    struct ast_class_element *element;

    if (start.is_static && !has_modifier(&start) && js__at(p, TOK_LBRACE))
        return parse_static_block(p, parse);
    element = JS_NODE(p, CLASS_ELEMENT, class_element, start.start);
    if (!element)
        return false;
    element->kind = start.kind;
    element->is_static = start.is_static;
    if (!parse_element_name(p, element))
        return false;
    if (js__at(p, TOK_LPAREN) || has_modifier(&start)) {
        if (!start.is_static && plain_name(element) == p->names.constructor)
            return parse_constructor(p, parse, &start, element->key);
        element = parse_method_element(p, parse, element, &start);
    } else {
        element = parse_field(p, parse, element);
    }
    if (!element)
        return false;
    js__finish(p, &element->node);
    js__append(&parse->class->elements, &element->node);
    return true;
}

/* ---- Classes ---- */

static bool make_default_constructor(struct js_parser *p, struct ast_class *class)
{
    struct ast_function *function = js__function_new(
        p, class->heritage ? AST_FUNCTION_DERIVED_CONSTRUCTOR : AST_FUNCTION_CONSTRUCTOR,
        class->node.start);

    if (!function)
        return false;
    function->strict = function->is_default_constructor = true;
    function->body_start = class->node.start;
    function->scope = function->body_scope = js__scope_new(p, SCOPE_FUNCTION);
    if (!function->scope)
        return false;
    function->scope->is_var_scope = true;
    class->constructor = function;
    return true;
}

static bool parse_heritage(struct js_parser *p, struct ast_class *class)
{
    struct js_cover *saved = p->cover, cover = {0};

    if (!js__accept(p, TOK_EXTENDS))
        return true;
    p->cover = &cover;
    class->heritage = js__parse_left_hand_side(p);
    p->cover = saved;
    return class->heritage && js__cover_is_expression(p, &cover);
}

static bool parse_elements(struct js_parser *p, struct class_parse *parse)
{
    if (!js__expect(p, TOK_LBRACE))
        return false;
    while (!js__at(p, TOK_RBRACE)) {
        if (!js__accept(p, TOK_SEMICOLON) && !parse_element(p, parse))
            return false;
    }
    return true;
}

/* Everything behind the name, inside the class's scope. */
static bool parse_class_tail(struct js_parser *p, struct ast_class *class)
{
    struct class_parse parse = {
        class, {.kind = AST_FUNCTION_FIELD_INIT}, {.kind = AST_FUNCTION_STATIC_INIT}};
    struct js_class_state state = {.outer = p->class};
    bool no_in = p->no_in;

    class->scope = state.scope = js__scope_enter(p, SCOPE_CLASS);
    if (!class->scope || !parse_heritage(p, class))
        return false;
    if (class->name) {
        class->self =
            js__scope_add(p->arena, class->scope, class->name, SCOPE_CLASS_NAME, class->name_start);
        if (!class->self)
            return false;
    }
    p->class = &state;
    p->no_in = false;
    if (!parse_elements(p, &parse) || !js__resolve_private_names(p))
        return false;
    p->class = state.outer;
    p->no_in = no_in;
    finish_instance_init(&parse);
    class->instance_init = parse.instance.function;
    class->static_init = parse.statics.function;
    if (!class->constructor && !make_default_constructor(p, class))
        return false;
    js__scope_leave(p);
    js__next(p);
    js__finish(p, &class->node);
    class->constructor->node.end = class->node.end;
    return true;
}

static struct ast_class *parse_class(struct js_parser *p, bool name_needed)
{
    struct ast_class *class = JS_NODE(p, CLASS, class, js__start(p));
    bool strict = p->strict;

    if (!class || !js__check_depth(p))
        return NULL;
    js__next(p);
    p->strict = true;
    if (name_needed || (js__kind(p) >= TOK_BREAK && !js__at(p, TOK_EXTENDS))) {
        if (!js__check_binding_word(p, SCOPE_CLASS_NAME))
            return NULL;
        class->name = p->lexer.token.name;
        class->name_start = js__start(p);
        js__next(p);
    }
    if (!parse_class_tail(p, class))
        return NULL;
    p->strict = strict;
    return class;
}

struct ast_node *js__parse_class_expression(struct js_parser *p)
{
    struct ast_class *class = parse_class(p, false);

    return class ? &class->node : NULL;
}

struct ast_node *js__parse_class_declaration(struct js_parser *p, bool is_default_export)
{
    struct ast_class_declaration *declaration =
        JS_NODE(p, CLASS_DECLARATION, class_declaration, js__start(p));
    struct ast_class *class = declaration ? parse_class(p, !is_default_export) : NULL;
    struct ast_name *name;

    if (!class)
        return NULL;
    name = class->name ? class->name : p->names.default_export;
    declaration->class = class;
    declaration->ref.name = name;
    if (!js__declare(p, name, SCOPE_CLASS_NAME, class->name ? class->name_start : class->node.start,
                     class->name ? class->name_start + name->length : class->node.start + 5))
        return NULL;
    return js__finish(p, &declaration->node);
}
