/*
 * parse_loop.c: for, while, do.
 *
 * The head of a for is parsed as a declaration or expression without `in`; what follows tells which
 * of the three loops it is.
 */
#include "parse/internal.h"

static struct ast_node *parse_loop_body(struct js_parser *p, struct ast_node *loop)
{
    struct js_jump_target target;
    struct ast_node *body;

    js__push_jump(p, &target, loop, true);
    body = js__parse_substatement(p);
    if (body) /* after an error p->fn may be a function that is gone */
        js__pop_jump(p);
    return body;
}

struct ast_node *js__parse_while(struct js_parser *p)
{
    struct ast_while *node = JS_NODE(p, WHILE, while, js__start(p));

    js__next(p);
    if (!node || !js__expect(p, TOK_LPAREN) || !(node->test = js__parse_expression(p)) ||
        !js__expect(p, TOK_RPAREN) || !(node->body = parse_loop_body(p, &node->node)))
        return NULL;
    return js__finish(p, &node->node);
}

struct ast_node *js__parse_do(struct js_parser *p)
{
    struct ast_while *node = JS_NODE(p, DO_WHILE, while, js__start(p));

    js__next(p);
    if (!node || !(node->body = parse_loop_body(p, &node->node)) || !js__expect(p, TOK_WHILE) ||
        !js__expect(p, TOK_LPAREN) || !(node->test = js__parse_expression(p)) ||
        !js__expect(p, TOK_RPAREN))
        return NULL;
    js__accept(p, TOK_SEMICOLON); /* always inserted */
    return js__finish(p, &node->node);
}

/* What begins the head of a for. */
struct head {
    uint32_t start;
    bool is_await;
    struct scope *scope;      /* NULL unless let, const */
    struct ast_node *initial; /* DECLARATION, expression or NULL */
    struct js_cover cover;    /* of an expression, which may be a pattern */
    bool starts_with_let, starts_with_async;
};

/* ---- for-in and for-of ---- */

static const char *loop_name(bool is_of, bool is_await)
{
    return is_of ? is_await ? "for-await" : "for-of" : "for-in";
}

static bool check_declaration_target(struct js_parser *p, const struct head *head, bool is_of)
{
    struct ast_declaration *declaration = AST(declaration, head->initial);
    struct ast_declarator *declarator = AST(declarator, declaration->declarators.first);

    if (declaration->declarators.count != 1)
        return js__fail(p, declarator->node.start, declaration->node.end,
                        "Invalid left-hand side in %s loop: Must have a single binding.",
                        loop_name(is_of, head->is_await));
    if (declarator->value && (is_of || p->strict || declaration->kind != SCOPE_VAR ||
                              declarator->target->kind != AST_IDENT))
        return js__fail(p, declarator->node.start, declarator->node.end,
                        "%s loop variable declaration may not have an initializer.",
                        loop_name(is_of, head->is_await));
    return true;
}

static bool check_expression_target(struct js_parser *p, struct head *head, bool is_of)
{
    struct ast_node *target = head->initial;

    if (is_of && head->starts_with_let)
        return js__fail(p, head->initial->start, head->initial->start + 3,
                        "The left-hand side of a for-of loop may not be 'let'.");
    if (is_of && head->starts_with_async && !head->is_await)
        return js__fail(p, target->start, target->end,
                        "The left-hand side of a for-of loop may not be 'async'.");
    if (target->kind == AST_ARRAY || target->kind == AST_OBJECT)
        return js__to_assignment_pattern(p, target);
    if (!js__cover_is_expression(p, &head->cover))
        return false;
    return js__check_simple_target(p, target, "Invalid left-hand side in for-loop");
}

static struct ast_node *parse_for_each(struct js_parser *p, struct head *head, bool is_of)
{
    struct ast_for_each *node = (struct ast_for_each *)js__node(p, is_of ? AST_FOR_OF : AST_FOR_IN,
                                                                sizeof *node, head->start);
    bool valid;

    if (!node)
        return NULL;
    valid = head->initial->kind == AST_DECLARATION ? check_declaration_target(p, head, is_of)
                                                   : check_expression_target(p, head, is_of);
    if (!valid)
        return NULL;
    node->is_await = head->is_await;
    node->scope = head->scope;
    node->target = head->initial;
    js__next(p);
    node->object = is_of ? js__parse_assignment_in(p, NULL) : js__parse_expression(p);
    if (!node->object || !js__expect(p, TOK_RPAREN) ||
        !(node->body = parse_loop_body(p, &node->node)))
        return NULL;
    return js__finish(p, &node->node);
}

/* ---- for (;;) ---- */

/* Of a C-style loop, a declaration must have the initializers that `in` and `of` do without. */
static bool check_initializers(struct js_parser *p, const struct head *head)
{
    struct ast_node *node;

    if (!head->initial || head->initial->kind != AST_DECLARATION)
        return js__cover_is_expression(p, &head->cover);
    for (node = AST(declaration, head->initial)->declarators.first; node; node = node->next) {
        struct ast_declarator *declarator = AST(declarator, node);
        bool is_pattern = declarator->target->kind != AST_IDENT;

        if (!declarator->value &&
            (is_pattern || AST(declaration, head->initial)->kind == SCOPE_CONST))
            return js__fail(p, declarator->target->start, declarator->target->end,
                            is_pattern ? "Missing initializer in destructuring declaration"
                                       : "Missing initializer in const declaration");
    }
    return true;
}

static struct ast_node *parse_for_rest(struct js_parser *p, struct head *head)
{
    struct ast_for *node = JS_NODE(p, FOR, for, head->start);

    if (!node || !check_initializers(p, head) || !js__expect(p, TOK_SEMICOLON))
        return NULL;
    node->scope = head->scope;
    node->initial = head->initial;
    if (!js__at(p, TOK_SEMICOLON) && !(node->test = js__parse_expression(p)))
        return NULL;
    if (!js__expect(p, TOK_SEMICOLON))
        return NULL;
    if (!js__at(p, TOK_RPAREN) && !(node->update = js__parse_expression(p)))
        return NULL;
    if (!js__expect(p, TOK_RPAREN) || !(node->body = parse_loop_body(p, &node->node)))
        return NULL;
    return js__finish(p, &node->node);
}

/* ---- Heads ---- */

static bool parse_declaration_head(struct js_parser *p, struct head *head,
                                   enum scope_binding_kind kind)
{
    if (kind != SCOPE_VAR && !(head->scope = js__scope_enter(p, SCOPE_FOR)))
        return false;
    head->initial = js__parse_declaration(p, kind, true);
    return head->initial != NULL;
}

/* `async of` that does not begin an arrow function. */
static bool at_async_of(struct js_parser *p)
{
    struct js_lexer_state state = js__lexer_save(&p->lexer);
    bool found;

    if (!js__at(p, TOK_ASYNC))
        return false;
    js__next(p);
    found = js__at_word(p, p->names.of) && js__peek(p).kind != TOK_ARROW;
    js__lexer_restore(&p->lexer, &state);
    return found;
}

static bool parse_expression_head(struct js_parser *p, struct head *head)
{
    struct js_token token = p->lexer.token;
    struct ast_node *node;

    if (at_async_of(p)) {
        node = js__ident(p, token.name, token.start, token.end);
        js__next(p);
    } else {
        node = js__parse_expression_no_in(p, &head->cover);
    }
    head->initial = node;
    if (!node)
        return false;
    head->starts_with_let = token.kind == TOK_LET && !token.escaped;
    head->starts_with_async = token.kind == TOK_ASYNC && !token.escaped &&
                              node->kind == AST_IDENT && !(node->flags & AST_PARENTHESIZED) &&
                              node->start == token.start;
    return true;
}

/* `let` in a head begins a declaration unless it is a name: `for (let in x)`, `for (let; ;)`, `for
 * (let = 1;;)`. */
static bool head_let_declares(struct js_parser *p)
{
    struct js_token next = js__peek(p);

    if (next.kind == TOK_IDENTIFIER && next.name == p->names.of && !next.escaped) {
        struct js_lexer_state state = js__lexer_save(&p->lexer);
        enum js_token_kind after;

        js__next(p);
        after = js__peek(p).kind;
        js__lexer_restore(&p->lexer, &state);
        return after == TOK_ASSIGN || after == TOK_SEMICOLON || after == TOK_COMMA ||
               after == TOK_IN || after == TOK_COLON || after == TOK_IDENTIFIER || p->strict;
    }
    return js__let_begins_declaration(p);
}

static bool parse_head(struct js_parser *p, struct head *head)
{
    switch (js__kind(p)) {
    case TOK_SEMICOLON:
        return true;
    case TOK_VAR:
        return parse_declaration_head(p, head, SCOPE_VAR);
    case TOK_CONST:
        return parse_declaration_head(p, head, SCOPE_CONST);
    case TOK_LET:
        if (head_let_declares(p))
            return parse_declaration_head(p, head, SCOPE_LET);
        return parse_expression_head(p, head);
    default:
        return parse_expression_head(p, head);
    }
}

static struct ast_node *parse_for_kind(struct js_parser *p, struct head *head)
{
    if (head->initial && js__at_word(p, p->names.of))
        return parse_for_each(p, head, true);
    if (head->is_await)
        return js__unexpected(p);
    if (head->initial && js__at(p, TOK_IN))
        return parse_for_each(p, head, false);
    return parse_for_rest(p, head);
}

struct ast_node *js__parse_for(struct js_parser *p)
{
    struct head head = {.start = js__start(p)};
    struct ast_node *node;
    struct scope *outer = p->scope;

    js__next(p);
    if (js__at(p, TOK_AWAIT) && p->fn->await_is_operator && !p->lexer.token.escaped) {
        p->fn->last_await = js__start(p) + 1;
        head.is_await = true;
        js__next(p);
    }
    if (!js__expect(p, TOK_LPAREN) || !parse_head(p, &head))
        return NULL;
    node = parse_for_kind(p, &head);
    p->scope = outer;
    return node;
}
