/*
 * parser.c: the entry point, and what all parsing functions use: errors, tokens, nodes.
 *
 * Messages are V8's.  An error is recorded once; from then on every parsing function returns NULL.
 * When the arena fails, the same happens, and js_parse reports memory instead.
 */
#include "parse/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- Errors ---- */

bool js__failed(const struct js_parser *p)
{
    return p->error->kind != JS_PARSE_OK || js_arena_failed(p->arena);
}

static void record(struct js_parser *p, enum js_parse_error_kind kind, uint32_t start, uint32_t end)
{
    uint32_t length = p->lexer.source.length;

    start = start < length ? start : length; /* some faults reach a unit beyond what is there */
    end = end < length ? end : length;
    p->error->kind = kind;
    p->error->offset = start;
    p->error->length = end > start ? end - start : 0;
}

void *js__fail(struct js_parser *p, uint32_t start, uint32_t end, const char *format, ...)
{
    va_list arguments;

    if (js__failed(p))
        return NULL;
    record(p, JS_PARSE_SYNTAX_ERROR, start, end);
    va_start(arguments, format);
    vsnprintf(p->error->message, sizeof p->error->message, format, arguments);
    va_end(arguments);
    return NULL;
}

void js__name_text(const struct ast_name *name, char *text, uint32_t size)
{
    uint32_t length = 0;

    for (; length < name->length && length < size - 1; length++) {
        uint16_t unit = js__name_unit(name, length);

        text[length] = unit < 256 && unit != 0 ? (char)unit : '?';
    }
    text[length] = '\0';
}

void *js__fail_name(struct js_parser *p, uint32_t start, uint32_t end, const char *format,
                    const struct ast_name *name)
{
    char text[160];

    js__name_text(name, text, sizeof text);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return js__fail(p, start, end, format, text);
#pragma GCC diagnostic pop
}

void *js__fail_late(struct js_parser *p, const struct js_late_error *late)
{
    return js__fail(p, late->start, late->end, "%s", late->message);
}

void *js__out_of_memory(struct js_parser *p)
{
    p->arena->failed = true;
    return NULL;
}

bool js__check_depth(struct js_parser *p)
{
    if ((uintptr_t)__builtin_frame_address(0) >= p->options->stack_limit)
        return true;
    if (!js__failed(p)) {
        record(p, JS_PARSE_TOO_DEEP, js__start(p), p->lexer.token.end);
        snprintf(p->error->message, sizeof p->error->message, "Maximum call stack size exceeded");
    }
    return false;
}

void *js__fail_token(struct js_parser *p, const char *message)
{
    const struct js_token *token = &p->lexer.token;

    if (token->kind == TOK_ILLEGAL)
        return js__unexpected(p);
    return js__fail(p, token->start, token->end, "%s", message);
}

void *js__fail_previous(struct js_parser *p, const char *message)
{
    return js__fail(p, p->lexer.previous_start, p->lexer.previous_end, "%s", message);
}

void *js__unexpected(struct js_parser *p)
{
    const struct js_token *token = &p->lexer.token;
    uint32_t start = token->start, end = token->end;

    switch (token->kind) {
    case TOK_END:
        return js__fail(p, start, end, "Unexpected end of input");
    case TOK_ILLEGAL:
        return js__fail(p, p->lexer.error_start, p->lexer.error_end, "%s",
                        p->lexer.error ? p->lexer.error : "Invalid or unexpected token");
    case TOK_NUMBER:
    case TOK_BIGINT:
        return js__fail(p, start, end, "Unexpected number");
    case TOK_STRING:
        return js__fail(p, start, end, "Unexpected string");
    case TOK_TEMPLATE:
        return js__fail(p, start, end, "Unexpected template string");
    case TOK_REGEXP:
        return js__fail(p, start, end, "Unexpected regular expression");
    case TOK_ESCAPED_KEYWORD:
        return js__fail(p, start, end, "Keyword must not contain escaped characters");
    case TOK_ENUM:
    case TOK_AWAIT:
        return js__fail(p, start, end, "Unexpected reserved word");
    case TOK_LET:
    case TOK_STATIC:
    case TOK_YIELD:
    case TOK_FUTURE_STRICT:
        if (token->escaped && p->strict)
            return js__fail(p, start, end, "Keyword must not contain escaped characters");
        if (p->strict)
            return js__fail(p, start, end, "Unexpected strict mode reserved word");
        return js__fail_name(p, start, end, "Unexpected identifier '%s'", token->name);
    case TOK_IDENTIFIER:
    case TOK_PRIVATE_NAME:
        return js__fail_name(p, start, end, "Unexpected identifier '%s'", token->name);
    default:
        return js__fail(p, start, end, "Unexpected token '%s'", js__token_text(token->kind));
    }
}

/* ---- Tokens ---- */

bool js__expect(struct js_parser *p, enum js_token_kind kind)
{
    if (js__at(p, kind)) {
        js__next(p);
        return true;
    }
    js__unexpected(p);
    return false;
}

bool js__expect_semicolon(struct js_parser *p)
{
    const struct js_token *token = &p->lexer.token;

    if (token->kind == TOK_SEMICOLON) {
        js__next(p);
        return true;
    }
    if (token->kind == TOK_RBRACE || token->kind == TOK_END || token->newline_before)
        return true;
    if (p->lexer.previous_kind == TOK_AWAIT && !p->fn->await_is_operator &&
        token->kind != TOK_ILLEGAL)
        return js__fail_previous(
            p, "await is only valid in async functions and the top level bodies of modules");
    return js__unexpected(p);
}

struct js_token js__peek(struct js_parser *p)
{
    struct js_lexer_state state = js__lexer_save(&p->lexer);
    struct js_token token;

    js__next(p);
    token = p->lexer.token;
    js__lexer_restore(&p->lexer, &state);
    return token;
}

/* ---- Nodes ---- */

struct ast_node *js__node(struct js_parser *p, enum ast_kind kind, size_t bytes, uint32_t start)
{
    struct ast_node *node = js_arena_alloc(p->arena, bytes);

    if (!node)
        return NULL;
    node->kind = (uint8_t)kind;
    node->start = node->position = start;
    node->end = p->lexer.previous_end;
    return node;
}

struct ast_node *js__unary(struct js_parser *p, enum ast_kind kind, uint32_t start,
                           struct ast_node *argument)
{
    struct ast_node *node = js__node(p, kind, sizeof(struct ast_unary), start);

    if (node)
        AST(unary, node)->argument = argument;
    return node;
}

struct ast_node *js__ident(struct js_parser *p, struct ast_name *name, uint32_t start, uint32_t end)
{
    struct ast_ident *ident = JS_NODE(p, IDENT, ident, start);

    if (!ident)
        return NULL;
    ident->ref.name = name;
    ident->node.end = end;
    return &ident->node;
}

struct ast_node *js__string(struct js_parser *p, struct ast_name *value, uint32_t start,
                            uint32_t end)
{
    struct ast_string *string = JS_NODE(p, STRING, string, start);

    if (!string || !value)
        return NULL;
    string->value = value;
    string->node.end = end;
    return &string->node;
}

/* ---- The top level ---- */

static enum ast_function_kind program_kind(enum js_parse_goal goal)
{
    switch (goal) {
    case JS_PARSE_MODULE:
        return AST_FUNCTION_MODULE;
    case JS_PARSE_EVAL:
        return AST_FUNCTION_EVAL;
    default:
        return AST_FUNCTION_SCRIPT;
    }
}

/* What the code around a direct eval lets it do. */
static void apply_context(struct js_parser *p, struct js_fn *fn)
{
    const struct js_parse_options *options = p->options;

    fn->allow_return = options->allow_return;
    fn->await_is_operator = p->is_module || options->allow_top_level_await;
    if (options->goal == JS_PARSE_EVAL && options->eval.direct) {
        fn->allow_new_target = options->eval.allow_new_target;
        fn->allow_super_member = options->eval.allow_super_member;
        fn->allow_super_call = options->eval.allow_super_call;
        fn->forbids_arguments = options->eval.in_class_field_init;
    }
}

/* The body of JS_PARSE_FUNCTION: one function expression that fills the text, its parts where they
 * belong. */
static bool parse_constructed_function(struct js_parser *p, struct ast_list *body)
{
    uint32_t start = js__start(p);
    bool is_async = js__at(p, TOK_ASYNC) && js__accept(p, TOK_ASYNC);
    struct ast_node *function, *statement;

    if (!js__at(p, TOK_FUNCTION))
        return js__unexpected(p);
    function = js__parse_function_expression(p, start, is_async);
    if (!function)
        return false;
    if (!js__at(p, TOK_END))
        return js__unexpected(p);
    if (AST(function, function)->body_start != p->options->function_brace + 1)
        return js__fail(p, p->options->function_paren, p->options->function_paren + 1,
                        "Arg string terminates parameters early");
    AST(function, function)->name_scope =
        NULL; /* `anonymous` is what it is called, not a variable */
    statement = js__unary(p, AST_EXPRESSION, start, function);
    if (!statement)
        return false;
    js__append(body, statement);
    return true;
}

static bool parse_module_body(struct js_parser *p, struct ast_list *body)
{
    while (!js__at(p, TOK_END)) {
        struct ast_node *item = js__parse_module_item(p);

        if (!item)
            return false;
        js__append(body, item);
    }
    return js__check_exports(p);
}

static enum scope_kind program_scope_kind(enum js_parse_goal goal)
{
    switch (goal) {
    case JS_PARSE_MODULE:
        return SCOPE_MODULE;
    case JS_PARSE_EVAL:
        return SCOPE_EVAL;
    default:
        return SCOPE_SCRIPT;
    }
}

static struct ast_function *parse_program(struct js_parser *p)
{
    enum js_parse_goal goal = p->options->goal;
    struct ast_function *program = js__function_new(p, program_kind(goal), 0);
    struct js_fn fn;
    bool done;

    if (!program)
        return NULL;
    js__fn_enter(p, &fn, program);
    program->scope = program->body_scope = fn.var_scope =
        js__scope_enter(p, program_scope_kind(goal));
    if (!program->scope)
        return NULL;
    program->scope->is_var_scope = true;
    apply_context(p, &fn);
    if (goal == JS_PARSE_FUNCTION)
        done = parse_constructed_function(p, &program->body);
    else if (goal == JS_PARSE_MODULE)
        done = parse_module_body(p, &program->body);
    else
        done = js__parse_body(p, &program->body, TOK_END);
    if (!done || !js__hoist_block_functions(p))
        return NULL;
    program->strict = p->strict;
    program->has_await = fn.last_await != 0;
    program->is_async = program->has_await || p->is_module;
    program->has_simple_parameters = true;
    program->node.end = p->lexer.source.length;
    js__fn_leave(p, &fn);
    return program;
}

static void report_memory(struct js_parse_error *error)
{
    *error = (struct js_parse_error){.kind = JS_PARSE_OUT_OF_MEMORY};
    snprintf(error->message, sizeof error->message, "Out of memory");
}

bool js_parse(const struct js_source_text *source, const struct js_parse_options *options,
              struct js_parse_result *result)
{
    struct js_parser p = {.arena = &result->arena, .options = options, .error = &result->error};

    memset(result, 0, sizeof *result);
    js_arena_init(&result->arena, options->heap);
    p.is_module = options->goal == JS_PARSE_MODULE;
    p.strict = options->strict || p.is_module;
    if (js__names_init(&p.names, p.arena)) {
        js__lexer_init(&p.lexer, source, &p.names, p.is_module);
        js__next(&p);
        result->program = parse_program(&p);
        if (result->program && !js__analyse_scopes(&p, result->program))
            result->program = NULL;
        js__lexer_free(&p.lexer);
    }
    if (js_arena_failed(p.arena) && result->error.kind == JS_PARSE_OK)
        report_memory(&result->error);
    if (result->error.kind != JS_PARSE_OK)
        result->program = NULL;
    return result->program != NULL;
}

void js_parse_free(struct js_parse_result *result)
{
    js_arena_free(&result->arena);
    result->program = NULL;
}
