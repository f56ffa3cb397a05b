/*
 * parse_func.c: functions of every form but classes: parameters, bodies, directives, arrows.
 *
 * A struct js_fn on the C stack holds what the grammar's parameters [Yield, Await, Return] and the
 * early errors need to know of the function being parsed.  Strictness may come last ("use strict"
 * in the body), so faults of the name and the parameters that only strict code has are kept until
 * then.
 */
#include "parse/internal.h"
#include "parse/scope_table.h"

/* ---- Function state ---- */

struct ast_function *js__function_new(struct js_parser *p, enum ast_function_kind kind,
                                      uint32_t start)
{
    struct ast_function *function = JS_NODE(p, FUNCTION, function, start);

    if (function) {
        function->kind = (uint8_t)kind;
        function->has_simple_parameters = true;
    }
    return function;
}

static void inherit_from_outer(struct js_fn *fn, const struct js_fn *outer)
{
    fn->forbids_arguments = outer->forbids_arguments;
    fn->allow_super_member = outer->allow_super_member;
    fn->allow_super_call = outer->allow_super_call;
    fn->allow_new_target = outer->allow_new_target;
}

void js__fn_enter(struct js_parser *p, struct js_fn *fn, struct ast_function *node)
{
    *fn = (struct js_fn){.outer = p->fn, .node = node, .allow_return = true};
    fn->candidates_end = &fn->candidates;
    fn->saved_strict = p->strict;
    fn->saved_no_in = p->no_in;
    fn->saved_scope = p->scope;
    fn->yield_is_operator = node->is_generator;
    fn->await_is_operator = node->is_async;
    switch (node->kind) {
    case AST_FUNCTION_ARROW:
        inherit_from_outer(fn, p->fn);
        break;
    case AST_FUNCTION_DERIVED_CONSTRUCTOR:
        fn->allow_super_call = true; /* fall through */
    case AST_FUNCTION_METHOD:
    case AST_FUNCTION_GETTER:
    case AST_FUNCTION_SETTER:
    case AST_FUNCTION_CONSTRUCTOR:
    case AST_FUNCTION_FIELD_INIT:
    case AST_FUNCTION_STATIC_INIT:
        fn->allow_super_member = true; /* fall through */
    case AST_FUNCTION_NORMAL:
        fn->allow_new_target = true;
        break;
    default:
        fn->allow_return = false;
        break;
    }
    p->fn = fn;
    p->no_in = false;
}

void js__fn_leave(struct js_parser *p, struct js_fn *fn)
{
    fn->node->has_await = fn->last_await != 0;
    p->strict = fn->saved_strict;
    p->no_in = fn->saved_no_in;
    p->scope = fn->saved_scope;
    p->fn = fn->outer;
}

/* ---- Parameters ---- */

static bool pattern_has_expressions(const struct ast_node *pattern);

static bool any_has_expressions(const struct ast_node *element)
{
    for (; element; element = element->next) {
        if (pattern_has_expressions(element))
            return true;
    }
    return false;
}

/* 8.6.1 ContainsExpression; the depth is that of the pattern, which has been parsed. */
static bool pattern_has_expressions(const struct ast_node *pattern)
{
    switch (pattern->kind) {
    case AST_DEFAULT:
        return true;
    case AST_REST:
        return pattern_has_expressions(((const struct ast_unary *)pattern)->argument);
    case AST_PROPERTY:
        return ((const struct ast_property *)pattern)->is_computed ||
               pattern_has_expressions(((const struct ast_property *)pattern)->value);
    case AST_ARRAY_PATTERN:
        return any_has_expressions(((const struct ast_array *)pattern)->elements.first);
    case AST_OBJECT_PATTERN:
        return any_has_expressions(((const struct ast_object *)pattern)->properties.first);
    default:
        return false;
    }
}

/* Derives the facts about the parameters from their list, and sets the plain names' positions. */
static void describe_parameters(struct ast_function *function)
{
    struct ast_node *parameter = function->parameters.first;
    bool counting = true;
    uint32_t index = 0;

    for (; parameter; parameter = parameter->next, index++) {
        if (parameter->kind == AST_REST)
            function->has_rest = true;
        if (parameter->kind != AST_IDENT)
            function->has_simple_parameters = false;
        else
            js_scope_find(function->scope, AST(ident, parameter)->ref.name)->param_index = index;
        if (parameter->kind == AST_DEFAULT || parameter->kind == AST_REST)
            counting = false;
        function->length += counting;
    }
    function->has_parameter_expressions = any_has_expressions(function->parameters.first);
}

static bool parse_parameters(struct js_parser *p, struct ast_function *function)
{
    bool suspends = function->is_async || function->is_generator;

    if (!js__expect(p, TOK_LPAREN))
        return false;
    p->fn->in_parameters = suspends;
    while (!js__at(p, TOK_RPAREN)) {
        uint32_t start = js__start(p);
        bool is_rest = js__accept(p, TOK_ELLIPSIS);
        struct ast_node *parameter;

        if (is_rest) {
            parameter = js__parse_binding_target(p, SCOPE_PARAM);
            parameter = parameter ? js__unary(p, AST_REST, start, parameter) : NULL;
            if (parameter && js__at(p, TOK_ASSIGN))
                return js__fail_token(p, "Rest parameter may not have a default initializer");
        } else {
            parameter = js__parse_binding_element(p, SCOPE_PARAM);
        }
        if (!parameter)
            return false;
        js__append(&function->parameters, parameter);
        if (is_rest && js__at(p, TOK_COMMA))
            return js__fail(p, js__start(p), p->lexer.token.end,
                            "Rest parameter must be last formal parameter");
        if (!js__accept(p, TOK_COMMA))
            break;
    }
    p->fn->in_parameters = false;
    if (!js__at(p, TOK_RPAREN))
        return js__at(p, TOK_END) || js__at(p, TOK_ILLEGAL) || function->parameters.count == 0
                   ? js__unexpected(p)
                   : js__fail_token(p, "missing ) after formal parameters");
    js__next(p);
    if (function->parameters.count > 65534)
        return js__fail(p, function->node.start, js__previous_end(p),
                        "Too many parameters in function definition (only 65534 allowed)");
    describe_parameters(function);
    return true;
}

static bool check_accessor(struct js_parser *p, const struct ast_function *function, uint32_t start,
                           uint32_t end)
{
    if (function->kind == AST_FUNCTION_GETTER && function->parameters.count != 0)
        return js__fail(p, start, end, "Getter must not have any formal parameters.");
    if (function->kind != AST_FUNCTION_SETTER)
        return true;
    if (function->parameters.count != 1)
        return js__fail(p, start, end, "Setter must have exactly one formal parameter.");
    if (function->has_rest)
        return js__fail(p, start, end, "Setter function argument must not be a rest parameter");
    return true;
}

/* ---- Directives and bodies ---- */

/* The current token is a string that is "use strict" without escapes. */
static bool at_use_strict(const struct js_parser *p)
{
    const struct js_token *token = &p->lexer.token;

    return token->kind == TOK_STRING && !token->escaped && token->name == p->names.use_strict;
}

/*
 * A statement that may be a directive.  The string's octal escapes are faults only if strictness is
 * already certain, or follows: the first one is kept in *octal.
 */
static struct ast_node *parse_directive(struct js_parser *p, struct js_late_error *octal)
{
    struct js_token token = p->lexer.token;
    bool use_strict = at_use_strict(p);
    struct ast_node *statement = js__parse_statement_list_item(p);

    if (!statement || statement->kind != AST_EXPRESSION)
        return statement;
    if (AST(unary, statement)->argument->kind != AST_STRING ||
        (AST(unary, statement)->argument->flags & AST_PARENTHESIZED))
        return statement;
    statement->flags |= AST_COMPLETION_HINT;
    if (token.octal && !octal->message)
        *octal =
            (struct js_late_error){token.octal == JS_OCTAL_ESCAPE
                                       ? "Octal escape sequences are not allowed in strict mode."
                                       : "\\8 and \\9 are not allowed in strict mode.",
                                   token.octal_start, token.octal_end};
    if (!use_strict)
        return statement;
    if (!p->fn->node->has_simple_parameters)
        return js__fail(
            p, token.start, token.end,
            "Illegal 'use strict' directive in function with non-simple parameter list");
    p->strict = true;
    return octal->message ? js__fail_late(p, octal) : statement;
}

static bool parse_prologue(struct js_parser *p, struct ast_list *body)
{
    struct js_late_error octal = {0};

    while (js__at(p, TOK_STRING)) {
        struct ast_node *statement = parse_directive(p, &octal);

        if (!statement)
            return false;
        js__append(body, statement);
        if (!(statement->flags & AST_COMPLETION_HINT))
            break;
    }
    return true;
}

bool js__parse_body(struct js_parser *p, struct ast_list *body, enum js_token_kind end)
{
    if (!parse_prologue(p, body))
        return false;
    while (!js__at(p, end)) {
        struct ast_node *statement;

        if (js__at(p, TOK_END))
            return js__unexpected(p);
        statement = js__parse_statement_list_item(p);
        if (!statement)
            return false;
        js__append(body, statement);
    }
    return true;
}

/* Makes the scope of the body, which is that of the parameters unless these have expressions. */
static bool enter_body_scope(struct js_parser *p, struct ast_function *function)
{
    function->body_scope = function->scope;
    if (function->has_parameter_expressions) {
        function->body_scope = js__scope_enter(p, SCOPE_BODY);
        if (!function->body_scope)
            return false;
    }
    function->body_scope->is_var_scope = true;
    p->fn->var_scope = function->body_scope;
    return true;
}

/* What strict code, or this form of function, does not allow its name and parameters. */
static bool check_late_errors(struct js_parser *p, const struct ast_function *function)
{
    struct js_fn *fn = p->fn;
    bool unique =
        p->strict || !function->has_simple_parameters || function->kind != AST_FUNCTION_NORMAL;

    if (p->strict && fn->strict_error.message)
        return js__fail_late(p, &fn->strict_error);
    if (unique && fn->duplicate.message)
        return js__fail_late(p, &fn->duplicate);
    return true;
}

/* { body } and what can be decided behind it. */
static bool parse_braced_body(struct js_parser *p, struct ast_function *function)
{
    function->body_start = p->lexer.token.end;
    if (!js__expect(p, TOK_LBRACE) || !enter_body_scope(p, function) ||
        !js__parse_body(p, &function->body, TOK_RBRACE) || !check_late_errors(p, function) ||
        !js__hoist_block_functions(p))
        return false;
    function->strict = p->strict;
    return true;
}

/* The name of a function in strict code that begins inside it. */
static void note_name_fault(struct js_parser *p, const struct ast_function *function)
{
    const char *fault = function->name ? js__strict_binding_fault(p, function->name) : NULL;

    if (fault)
        p->fn->strict_error = (struct js_late_error){fault, function->name_start,
                                                     function->name_start + function->name->length};
}

bool js__parse_function_rest(struct js_parser *p, struct ast_function *function)
{
    struct js_fn fn;
    uint32_t start = js__start(p);

    if (!js__check_depth(p))
        return false;
    js__fn_enter(p, &fn, function);
    note_name_fault(p, function);
    function->scope = js__scope_enter(p, SCOPE_FUNCTION);
    if (!function->scope || !parse_parameters(p, function) ||
        !check_accessor(p, function, start, js__previous_end(p)) || !parse_braced_body(p, function))
        return false;
    js__fn_leave(p, &fn);
    js__next(p); /* the closing brace, after which the outer code's strictness counts */
    js__finish(p, &function->node);
    return true;
}

/* ---- Function expressions and declarations ---- */

/* The name that is the current token, bound inside or outside the function. */
static bool parse_function_name(struct js_parser *p, struct ast_function *function)
{
    if (!js__check_binding_word(p, SCOPE_FUNCTION_SELF))
        return false;
    function->name = p->lexer.token.name;
    function->name_start = js__start(p);
    js__next(p);
    return true;
}

/* The name of an expression is parsed as the function's own yield and await say. */
static bool parse_expression_name(struct js_parser *p, struct ast_function *function)
{
    bool yield_is_operator = p->fn->yield_is_operator, await_is_operator = p->fn->await_is_operator;
    bool await_is_reserved = p->fn->await_is_reserved, done;

    p->fn->yield_is_operator = function->is_generator;
    p->fn->await_is_operator = function->is_async;
    p->fn->await_is_reserved = false;
    done = parse_function_name(p, function);
    p->fn->yield_is_operator = yield_is_operator;
    p->fn->await_is_operator = await_is_operator;
    p->fn->await_is_reserved = await_is_reserved;
    return done;
}

struct ast_node *js__parse_function_expression(struct js_parser *p, uint32_t start, bool is_async)
{
    struct ast_function *function = js__function_new(p, AST_FUNCTION_NORMAL, start);
    struct scope *outer = p->scope;

    js__next(p);
    if (!function)
        return NULL;
    function->is_async = is_async;
    function->is_generator = js__accept(p, TOK_MUL);
    if (!js__at(p, TOK_LPAREN)) {
        if (!parse_expression_name(p, function))
            return NULL;
        function->name_scope = js__scope_enter(p, SCOPE_FUNCTION_NAME);
        if (!function->name_scope || !js__scope_add(p->arena, function->name_scope, function->name,
                                                    SCOPE_FUNCTION_SELF, function->name_start))
            return NULL;
    }
    if (!js__parse_function_rest(p, function))
        return NULL;
    p->scope = outer;
    return &function->node;
}

static struct ast_node *parse_anonymous_default(struct js_parser *p, struct ast_function *function)
{
    function->name = p->names.default_export;
    function->name_start = js__start(p);
    return &function->node;
}

struct ast_node *js__parse_function_declaration(struct js_parser *p, uint32_t start, bool is_async,
                                                bool is_default_export)
{
    struct ast_function_declaration *declaration =
        JS_NODE(p, FUNCTION_DECLARATION, function_declaration, start);
    struct ast_function *function = js__function_new(p, AST_FUNCTION_NORMAL, start);
    uint32_t name_end;

    js__next(p);
    if (!declaration || !function)
        return NULL;
    function->is_async = is_async;
    function->is_generator = js__accept(p, TOK_MUL);
    if (js__at(p, TOK_LPAREN) && is_default_export)
        parse_anonymous_default(p, function);
    else if (js__at(p, TOK_LPAREN))
        return js__fail_previous(p, "Function statements require a function name");
    else if (!parse_function_name(p, function))
        return NULL;
    name_end = js__previous_end(p);
    declaration->function = function;
    declaration->ref.name = function->name;
    if (!js__declare_function(p, declaration, function->name_start, name_end) ||
        !js__parse_function_rest(p, function))
        return NULL;
    if (function->name == p->names.default_export)
        function->name = NULL;
    return js__finish(p, &declaration->node);
}

struct ast_function *js__parse_method(struct js_parser *p, enum ast_function_kind kind,
                                      uint32_t start, bool is_async, bool is_generator)
{
    struct ast_function *function = js__function_new(p, kind, start);

    if (!function)
        return NULL;
    function->is_async = is_async;
    function->is_generator = is_generator;
    return js__parse_function_rest(p, function) ? function : NULL;
}

/* ---- Arrow functions ---- */

/* Takes the parameters out of the cover: a name, a parenthesised list, or the arguments of
 * async(...). */
static void take_parameters(struct ast_function *function, struct ast_node *head)
{
    if (head->kind == AST_SEQUENCE)
        function->parameters = AST(sequence, head)->expressions;
    else if (head->kind == AST_CALL)
        function->parameters = AST(call, head)->arguments;
    else
        js__append(&function->parameters, head);
}

/* An argument ...x of async(...x) becomes a rest parameter. */
static bool to_parameter(struct js_parser *p, struct ast_node *node)
{
    if (node->kind == AST_SPREAD) {
        if (node->next || node->extra)
            return js__fail(p, node->start, node->end,
                            "Rest parameter must be last formal parameter");
        node->kind = AST_REST;
        if (AST(unary, node)->argument->kind == AST_ASSIGN)
            return js__fail(p, node->start, node->end,
                            "Rest parameter may not have a default initializer");
    }
    return js__to_binding_pattern(p, node) && js__declare_pattern(p, node, SCOPE_PARAM);
}

static bool convert_parameters(struct js_parser *p, struct ast_function *function)
{
    struct ast_node *node;

    for (node = function->parameters.first; node; node = node->next) {
        if (!to_parameter(p, node))
            return false;
    }
    describe_parameters(function);
    return true;
}

/* Await and yield expressions, or the name `await`, among the parameters, which began at start. */
static bool check_parameter_expressions(struct js_parser *p, uint32_t start, bool is_async)
{
    const struct js_fn *outer = p->fn;

    if (outer->last_await > start)
        return js__fail(p, outer->last_await - 1, outer->last_await + 4,
                        "Illegal await-expression in formal parameters of async function");
    if (outer->last_yield > start)
        return js__fail(p, outer->last_yield - 1, outer->last_yield + 4,
                        "Yield expression not allowed in formal parameter");
    if (is_async && outer->last_await_name > start)
        return js__fail(p, outer->last_await_name - 1, outer->last_await_name + 4,
                        "Unexpected reserved word");
    return true;
}

/* The expression of => expression: a body with one return statement. */
static bool parse_expression_body(struct js_parser *p, struct ast_function *function, bool no_in)
{
    uint32_t start = js__start(p);
    struct ast_node *value, *statement;

    function->is_expression_body = true;
    function->body_start = start;
    if (!enter_body_scope(p, function))
        return false;
    p->no_in = no_in;
    value = js__parse_assignment(p, NULL);
    statement = value ? js__unary(p, AST_RETURN, start, value) : NULL;
    if (!statement || !check_late_errors(p, function))
        return false;
    js__append(&function->body, statement);
    function->strict = p->strict;
    return true;
}

struct ast_node *js__parse_arrow(struct js_parser *p, struct ast_node *head, uint32_t start,
                                 bool is_async)
{
    struct ast_function *function = js__function_new(p, AST_FUNCTION_ARROW, start);
    bool no_in = p->no_in, braced;
    struct js_fn fn;

    if (!function || !check_parameter_expressions(p, start, is_async))
        return NULL;
    function->is_async = is_async;
    function->node.position = js__start(p);
    js__next(p);
    take_parameters(function, head);
    js__fn_enter(p, &fn, function);
    function->scope = js__scope_enter(p, SCOPE_FUNCTION);
    if (!function->scope || !convert_parameters(p, function))
        return NULL;
    braced = js__at(p, TOK_LBRACE);
    if (braced ? !parse_braced_body(p, function) : !parse_expression_body(p, function, no_in))
        return NULL;
    js__fn_leave(p, &fn);
    if (braced)
        js__next(p);
    return js__finish(p, &function->node);
}
