/*
 * parse/internal.h: what the files of the parser share.
 *
 * A recursive-descent parser with one token of look-ahead (more by saving the lexer's state). Every
 * parsing function returns what it parsed, or NULL after an error has been recorded (js__fail) or
 * memory has run out; callers pass NULL on at once.  The first error stays.
 *
 * Cover grammars: array and object literals, parenthesised lists and the arguments of `async(...)`
 * are parsed as expressions and turned into patterns in place (parse_pattern.c) once `=`, `=>`,
 * `in` or `of` shows what they are.  What would be an error in an expression only, `{a = 1}`, is
 * kept in a struct js_cover until then.
 *
 * Scopes are made, and names declared, while parsing, so that redeclarations are found in order;
 * the parent of a scope is known for certain only after (default values of arrow functions are
 * parsed before their function is known), so scope.c sets all parents and functions anew.
 */
#ifndef JS_PARSE_INTERNAL_H
#define JS_PARSE_INTERNAL_H

#include "parse/lexer.h"
#include "parse/parser.h"

/* An error that counts only if the text turns out not to be a pattern. */
struct js_cover {
    const char *message; /* NULL: none */
    uint32_t start, end;
};

/* A statement that break or continue may name, innermost first. */
struct js_jump_target {
    struct js_jump_target *outer;
    struct ast_node *node;
    struct ast_name *label; /* NULL: a loop or switch itself */
    uint32_t label_start;
    bool is_loop;
    bool is_pending; /* a label whose statement has not begun: a loop would take it over */
};

/* A function in a block that Annex B.3.2 may give a var too. */
struct js_hoist_candidate {
    struct js_hoist_candidate *next;
    struct ast_function_declaration *declaration;
    struct scope *scope;
};

/* A mistake that matters only if the function turns out to be strict, or its parameters not simple.
 */
struct js_late_error {
    const char *message;
    uint32_t start, end;
};

/* The function that is being parsed. */
struct js_fn {
    struct js_fn *outer;
    struct ast_function *node;
    struct js_jump_target *jumps;
    struct scope *var_scope;
    struct js_hoist_candidate *candidates, **candidates_end;
    bool yield_is_operator, await_is_operator;
    bool await_is_reserved; /* static blocks */
    bool in_parameters;     /* of an async function or generator: no await or yield expressions */
    bool forbids_arguments; /* field initializers and static blocks */
    bool allow_super_member, allow_super_call, allow_new_target, allow_return;
    bool saved_strict, saved_no_in;
    struct scope *saved_scope;
    uint32_t last_await, last_yield;   /* offset + 1 of the latest such expression; 0: none */
    uint32_t last_await_name;          /* of `await` as a name */
    struct js_late_error strict_error; /* in name or parameters */
    struct js_late_error duplicate;    /* parameters of the same name */
};

/* A mention of a private name that no class seen so far declares. */
struct js_private_use {
    struct js_private_use *next;
    struct ast_name *name;
    uint32_t start, end;
};

struct js_class_state {
    struct js_class_state *outer;
    struct scope *scope;
    struct js_private_use *uses;
    bool has_heritage;
};

struct js_exported {
    struct js_exported *next;
    struct ast_name *local; /* variable that must exist; NULL: none to check */
    uint32_t start, end;
};

struct js_parser {
    struct js_lexer lexer;
    struct js_names names;
    struct js_arena *arena;
    const struct js_parse_options *options;
    struct js_parse_error *error;
    struct js_fn *fn;
    struct scope *scope;
    struct js_class_state *class;
    struct js_cover *cover;      /* of the assignment expression being parsed */
    struct ast_node *arrow_head; /* the latest (...) or async(...) that `=>` follows */
    struct js_exported *exports;
    struct scope *export_names; /* only a set */
    bool strict;
    bool is_module;
    bool no_in; /* the head of a for: `in` is no operator */
};

/* ---- parser.c: errors, tokens, nodes ---- */

/* Records an error, unless one is recorded.  Returns NULL. */
void *js__fail(struct js_parser *p, uint32_t start, uint32_t end, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* With a name in place of the format's only %s. */
void *js__fail_name(struct js_parser *p, uint32_t start, uint32_t end, const char *format,
                    const struct ast_name *name);
/* The name as Latin-1 with a terminator, cut to fit; what is not Latin-1 as question marks. */
void js__name_text(const struct ast_name *name, char *text, uint32_t size);
void *js__fail_late(struct js_parser *p, const struct js_late_error *late);
void *js__out_of_memory(struct js_parser *p);
/* Reports the current token as not expected, in V8's words. */
void *js__unexpected(struct js_parser *p);
/* The current token as the fault of another message; what the lexer found wrong goes first. */
void *js__fail_token(struct js_parser *p, const char *message);
/* With the range of the token before the current one, as V8 does for some. */
void *js__fail_previous(struct js_parser *p, const char *message);
bool js__failed(const struct js_parser *p);

/* False, with an error, if the C stack is nearly used up. */
bool js__check_depth(struct js_parser *p);

static inline enum js_token_kind js__kind(const struct js_parser *p)
{
    return p->lexer.token.kind;
}

static inline bool js__at(const struct js_parser *p, enum js_token_kind kind)
{
    return p->lexer.token.kind == kind;
}

static inline void js__next(struct js_parser *p)
{
    js__lex(&p->lexer);
}

static inline uint32_t js__start(const struct js_parser *p)
{
    return p->lexer.token.start;
}

static inline uint32_t js__previous_end(const struct js_parser *p)
{
    return p->lexer.previous_end;
}

/* Skips a token of the kind if it is the current one. */
static inline bool js__accept(struct js_parser *p, enum js_token_kind kind)
{
    if (p->lexer.token.kind != kind)
        return false;
    js__lex(&p->lexer);
    return true;
}

/* Skips a token of the kind, or fails. */
bool js__expect(struct js_parser *p, enum js_token_kind kind);
/* Skips a semicolon or accepts its automatic insertion, or fails. */
bool js__expect_semicolon(struct js_parser *p);

/* The current token is the unescaped identifier name. */
static inline bool js__at_word(const struct js_parser *p, const struct ast_name *name)
{
    return p->lexer.token.kind == TOK_IDENTIFIER && p->lexer.token.name == name &&
           !p->lexer.token.escaped;
}

/* The token after the current one. */
struct js_token js__peek(struct js_parser *p);

struct ast_node *js__node(struct js_parser *p, enum ast_kind kind, size_t bytes, uint32_t start);
#define JS_NODE(p, kind, type, start)                                                              \
    ((struct ast_##type *)js__node(p, AST_##kind, sizeof(struct ast_##type), start))

/* Sets where a node ends: behind the last token consumed.  Returns node. */
static inline struct ast_node *js__finish(struct js_parser *p, struct ast_node *node)
{
    node->end = p->lexer.previous_end;
    return node;
}

static inline void js__append(struct ast_list *list, struct ast_node *node)
{
    if (list->last)
        list->last->next = node;
    else
        list->first = node;
    list->last = node;
    list->count++;
}

struct ast_node *js__unary(struct js_parser *p, enum ast_kind kind, uint32_t start,
                           struct ast_node *argument);
struct ast_node *js__ident(struct js_parser *p, struct ast_name *name, uint32_t start,
                           uint32_t end);
struct ast_node *js__string(struct js_parser *p, struct ast_name *value, uint32_t start,
                            uint32_t end);

/* ---- early_errors.c: scopes while parsing, declarations, words ---- */

struct scope *js__scope_new(struct js_parser *p, enum scope_kind kind);
/* Makes a scope and enters it. */
struct scope *js__scope_enter(struct js_parser *p, enum scope_kind kind);
static inline void js__scope_leave(struct js_parser *p)
{
    p->scope = p->scope->parent;
}

/* Declares in the current scope (lexical kinds) or the function's var scope.  NULL after an error.
 */
struct scope_binding *js__declare(struct js_parser *p, struct ast_name *name,
                                  enum scope_binding_kind kind, uint32_t start, uint32_t end);
/* Declares every name that a pattern binds. */
bool js__declare_pattern(struct js_parser *p, struct ast_node *pattern,
                         enum scope_binding_kind kind);
bool js__declare_function(struct js_parser *p, struct ast_function_declaration *declaration,
                          uint32_t start, uint32_t end);
/* Decides about the candidates of Annex B.3.2 once the function has been parsed. */
bool js__hoist_block_functions(struct js_parser *p);

/* The current token may be a reference (false: fails) or a binding. */
bool js__check_reference_word(struct js_parser *p);
bool js__check_binding_word(struct js_parser *p, enum scope_binding_kind kind);
/* Can the token be an identifier at all in this context?  No errors. */
bool js__is_identifier(const struct js_parser *p, const struct js_token *token);
/* Notes or reports a legacy octal literal or escape in the current token. */
bool js__check_octal(struct js_parser *p);
/* The strict-mode fault of a name as binding, or NULL. */
const char *js__strict_binding_fault(struct js_parser *p, const struct ast_name *name);
bool js__use_private_name(struct js_parser *p, struct ast_name *name, uint32_t start, uint32_t end);
bool js__declare_private_name(struct js_parser *p, struct ast_class_element *element,
                              const struct ast_name *name, uint32_t start, uint32_t end);
/* Leaves the class: its unresolved private names pass outwards, or fail. */
bool js__resolve_private_names(struct js_parser *p);
bool js__add_export(struct js_parser *p, struct ast_name *exported, struct ast_name *local,
                    uint32_t start, uint32_t end);
bool js__check_exports(struct js_parser *p);

/* ---- parse_expr.c ---- */

struct ast_node *js__parse_expression(struct js_parser *p); /* with `in` */
struct ast_node *js__parse_expression_no_in(struct js_parser *p, struct js_cover *cover);
struct ast_node *js__parse_assignment(struct js_parser *p, struct js_cover *cover); /* p->no_in */
struct ast_node *js__parse_assignment_in(struct js_parser *p, struct js_cover *cover);
struct ast_node *js__parse_left_hand_side(struct js_parser *p);
bool js__cover_is_expression(struct js_parser *p, const struct js_cover *cover);
/* target may be assigned to (no pattern); message says what it is not. */
bool js__check_simple_target(struct js_parser *p, struct ast_node *target, const char *message);

/* Reports a wrong assignment target, with its parentheses if they lie close. */
void *js__fail_target(struct js_parser *p, const struct ast_node *node, const char *message);

/* ---- parse_literal.c ---- */

struct ast_node *js__parse_primary(struct js_parser *p);
struct ast_template *js__parse_template(struct js_parser *p, bool tagged);
/* A property's name; *computed says whether it was [expression].  Not #names. */
struct ast_node *js__parse_property_name(struct js_parser *p, bool *computed);
/* The current token can begin a property name. */
bool js__at_property_name(const struct js_parser *p);

/* ---- parse_pattern.c ---- */

struct ast_node *js__parse_binding_target(struct js_parser *p, enum scope_binding_kind kind);
struct ast_node *js__parse_binding_element(struct js_parser *p, enum scope_binding_kind kind);
/* Turns an expression into the pattern that it covers. */
bool js__to_assignment_pattern(struct js_parser *p, struct ast_node *node);
bool js__to_binding_pattern(struct js_parser *p, struct ast_node *node);

/* ---- parse_func.c ---- */

struct ast_function *js__function_new(struct js_parser *p, enum ast_function_kind kind,
                                      uint32_t start);
void js__fn_enter(struct js_parser *p, struct js_fn *fn, struct ast_function *node);
void js__fn_leave(struct js_parser *p, struct js_fn *fn);
/* Parses ( parameters ) { body } of node, whose flags and name are set. */
bool js__parse_function_rest(struct js_parser *p, struct ast_function *node);
/* `function` is the current token; is_async: `async` was skipped at start. */
struct ast_node *js__parse_function_expression(struct js_parser *p, uint32_t start, bool is_async);
struct ast_node *js__parse_function_declaration(struct js_parser *p, uint32_t start, bool is_async,
                                                bool is_default_export);
/* A method of a literal or class from its parameters on. */
struct ast_function *js__parse_method(struct js_parser *p, enum ast_function_kind kind,
                                      uint32_t start, bool is_async, bool is_generator);
/* head: IDENT, or the list that arrow_head held; the current token is =>. */
struct ast_node *js__parse_arrow(struct js_parser *p, struct ast_node *head, uint32_t start,
                                 bool is_async);
/* Statements up to `end`, which is not consumed, after a prologue of directives if with_directives.
 */
bool js__parse_body(struct js_parser *p, struct ast_list *body, enum js_token_kind end);

/* ---- parse_class.c ---- */

struct ast_node *js__parse_class_expression(struct js_parser *p);
struct ast_node *js__parse_class_declaration(struct js_parser *p, bool is_default_export);

/* ---- parse_stmt.c, parse_loop.c ---- */

struct ast_node *js__parse_statement_list_item(struct js_parser *p);
struct ast_node *js__parse_statement(struct js_parser *p); /* no declarations */
struct ast_node *
js__parse_substatement(struct js_parser *p); /* nor labelled functions: a loop's body */
struct ast_block *js__parse_block(struct js_parser *p,
                                  struct scope *scope); /* scope: NULL for a new one */
struct ast_node *js__parse_declaration(struct js_parser *p, enum scope_binding_kind kind,
                                       bool in_for);
bool js__let_begins_declaration(struct js_parser *p);
struct ast_node *js__parse_for(struct js_parser *p);
struct ast_node *js__parse_while(struct js_parser *p);
struct ast_node *js__parse_do(struct js_parser *p);
/* A loop, switch or label is entered; a loop takes over the labels before it. */
void js__push_jump(struct js_parser *p, struct js_jump_target *target, struct ast_node *node,
                   bool is_loop);
static inline void js__pop_jump(struct js_parser *p)
{
    p->fn->jumps = p->fn->jumps->outer;
}

/* ---- parse_module.c ---- */

struct ast_node *js__parse_module_item(struct js_parser *p);

/* ---- scope.c, closure.c ---- */

/* Resolves every reference of the program; false when memory or stack runs out. */
bool js__analyse_scopes(struct js_parser *p, struct ast_function *program);

#endif
