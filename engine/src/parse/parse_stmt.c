/*
 * parse_stmt.c: statements but loops (parse_loop.c) and module items (parse_module.c).
 *
 * Break and continue are resolved to their target nodes here; a struct js_jump_target on the C
 * stack stands for each statement that they may name.
 */
#include "parse/internal.h"

static struct ast_node *parse_labelled_body(struct js_parser *p);

/* ---- Blocks and declarations ---- */

struct ast_block *js__parse_block(struct js_parser *p, struct scope *scope)
{
    struct ast_block *block = JS_NODE(p, BLOCK, block, js__start(p));

    if (!js__expect(p, TOK_LBRACE) || !block)
        return NULL;
    block->scope = scope ? scope : js__scope_new(p, SCOPE_BLOCK);
    if (!block->scope)
        return NULL;
    p->scope = block->scope;
    while (!js__at(p, TOK_RBRACE)) {
        struct ast_node *statement;

        if (js__at(p, TOK_END))
            return js__unexpected(p);
        if (!(statement = js__parse_statement_list_item(p)))
            return NULL;
        js__append(&block->body, statement);
    }
    js__next(p);
    js__scope_leave(p);
    js__finish(p, &block->node);
    return block;
}

bool js__let_begins_declaration(struct js_parser *p)
{
    struct js_token next;

    if (p->lexer.token.escaped)
        return false;
    next = js__peek(p);
    return next.kind == TOK_LBRACKET || next.kind == TOK_LBRACE ||
           next.kind == TOK_ESCAPED_KEYWORD || next.kind == TOK_LET || next.kind == TOK_STATIC ||
           next.kind == TOK_YIELD || next.kind == TOK_AWAIT || next.kind == TOK_FUTURE_STRICT ||
           next.kind == TOK_ASYNC || next.kind == TOK_IDENTIFIER;
}

/* A name or pattern with its initializer. */
static struct ast_node *parse_declarator(struct js_parser *p, enum scope_binding_kind kind,
                                         bool in_for)
{
    struct ast_declarator *declarator = JS_NODE(p, DECLARATOR, declarator, js__start(p));
    bool is_pattern, ends_head;

    if (!declarator || !(declarator->target = js__parse_binding_target(p, kind)))
        return NULL;
    is_pattern = declarator->target->kind != AST_IDENT;
    if (js__accept(p, TOK_ASSIGN)) {
        declarator->value =
            in_for ? js__parse_assignment(p, NULL) : js__parse_assignment_in(p, NULL);
        if (!declarator->value)
            return NULL;
        return js__finish(p, &declarator->node);
    }
    ends_head = in_for && (js__at(p, TOK_IN) || js__at_word(p, p->names.of));
    if (!ends_head && (is_pattern || kind == SCOPE_CONST))
        return js__fail(p, declarator->target->start, declarator->target->end,
                        is_pattern ? "Missing initializer in destructuring declaration"
                                   : "Missing initializer in const declaration");
    return js__finish(p, &declarator->node);
}

struct ast_node *js__parse_declaration(struct js_parser *p, enum scope_binding_kind kind,
                                       bool in_for)
{
    struct ast_declaration *declaration = JS_NODE(p, DECLARATION, declaration, js__start(p));
    bool no_in = p->no_in;

    js__next(p);
    if (!declaration)
        return NULL;
    declaration->kind = (uint8_t)kind;
    p->no_in = in_for;
    do {
        struct ast_node *declarator = parse_declarator(p, kind, in_for);

        if (!declarator)
            return NULL;
        js__append(&declaration->declarators, declarator);
    } while (js__accept(p, TOK_COMMA));
    p->no_in = no_in;
    return js__finish(p, &declaration->node);
}

static struct ast_node *parse_declaration_statement(struct js_parser *p,
                                                    enum scope_binding_kind kind)
{
    struct ast_node *node = js__parse_declaration(p, kind, false);

    return node && js__expect_semicolon(p) ? js__finish(p, node) : NULL;
}

/* ---- Simple statements ---- */

static struct ast_node *parse_expression_statement(struct js_parser *p)
{
    uint32_t start = js__start(p);
    struct ast_node *expression = js__parse_expression(p), *statement;

    if (!expression)
        return NULL;
    statement = js__unary(p, AST_EXPRESSION, start, expression);
    return statement && js__expect_semicolon(p) ? js__finish(p, statement) : NULL;
}

static struct ast_node *parse_empty(struct js_parser *p, enum ast_kind kind)
{
    struct ast_node *node = js__node(p, kind, sizeof *node, js__start(p));

    js__next(p);
    if (!node || (kind == AST_DEBUGGER && !js__expect_semicolon(p)))
        return NULL;
    return js__finish(p, node);
}

static struct ast_node *parse_return(struct js_parser *p)
{
    uint32_t start = js__start(p);
    struct ast_node *argument = NULL, *node;

    if (!p->fn->allow_return)
        return js__fail_token(p, "Illegal return statement");
    js__next(p);
    if (!js__at(p, TOK_SEMICOLON) && !js__at(p, TOK_RBRACE) && !js__at(p, TOK_END) &&
        !p->lexer.token.newline_before && !(argument = js__parse_expression(p)))
        return NULL;
    node = js__unary(p, AST_RETURN, start, argument);
    return node && js__expect_semicolon(p) ? js__finish(p, node) : NULL;
}

static struct ast_node *parse_throw(struct js_parser *p)
{
    uint32_t start = js__start(p);
    struct ast_node *argument, *node;

    js__next(p);
    if (p->lexer.token.newline_before)
        return js__fail_token(p, "Illegal newline after throw");
    if (!(argument = js__parse_expression(p)))
        return NULL;
    node = js__unary(p, AST_THROW, start, argument);
    return node && js__expect_semicolon(p) ? js__finish(p, node) : NULL;
}

/* ---- Jumps ---- */

void js__push_jump(struct js_parser *p, struct js_jump_target *target, struct ast_node *node,
                   bool is_loop)
{
    struct js_jump_target *label;

    for (label = p->fn->jumps; is_loop && label && label->is_pending; label = label->outer) {
        label->node = node;
        label->is_loop = true;
        label->is_pending = false;
    }
    *target = (struct js_jump_target){.outer = p->fn->jumps, .node = node, .is_loop = is_loop};
    p->fn->jumps = target;
}

static struct js_jump_target *find_label(const struct js_parser *p, const struct ast_name *name)
{
    struct js_jump_target *target = p->fn->jumps;

    while (target && target->label != name)
        target = target->outer;
    return target;
}

/* The label behind break or continue, if there is one on the same line. */
static bool parse_jump_label(struct js_parser *p, struct ast_jump *jump)
{
    if (js__at(p, TOK_SEMICOLON) || js__at(p, TOK_RBRACE) || js__at(p, TOK_END) ||
        p->lexer.token.newline_before)
        return true;
    if (!js__check_reference_word(p))
        return false;
    jump->label = p->lexer.token.name;
    js__next(p);
    return true;
}

static bool resolve_labelled_jump(struct js_parser *p, struct ast_jump *jump, bool is_continue,
                                  uint32_t end)
{
    struct js_jump_target *target = find_label(p, jump->label);

    if (!target)
        return js__fail_name(p, end - jump->label->length, end, "Undefined label '%s'",
                             jump->label);
    if (is_continue && !target->is_loop)
        return js__fail_name(
            p, jump->node.start, end,
            "Illegal continue statement: '%s' does not denote an iteration statement", jump->label);
    jump->target = target->node;
    return true;
}

static struct ast_node *parse_jump(struct js_parser *p, enum ast_kind kind)
{
    struct ast_jump *jump = (struct ast_jump *)js__node(p, kind, sizeof *jump, js__start(p));
    uint32_t start = js__start(p);
    struct js_jump_target *target;
    bool is_continue = kind == AST_CONTINUE;

    js__next(p);
    if (!jump || !parse_jump_label(p, jump))
        return NULL;
    if (jump->label) {
        if (!resolve_labelled_jump(p, jump, is_continue, js__previous_end(p)))
            return NULL;
    } else {
        target = p->fn->jumps;
        while (target && (target->label || (is_continue && !target->is_loop)))
            target = target->outer;
        if (!target)
            return js__fail(p, start, js__previous_end(p), "%s",
                            is_continue
                                ? "Illegal continue statement: no surrounding iteration statement"
                                : "Illegal break statement");
        jump->target = target->node;
    }
    return js__expect_semicolon(p) ? js__finish(p, &jump->node) : NULL;
}

/* ---- If, with, switch, try ---- */

/* The body of if, else, a loop: a function declaration is a sloppy exception of if alone. */
static struct ast_node *parse_if_branch(struct js_parser *p)
{
    struct ast_block *block;
    struct ast_node *statement;

    if (!js__at(p, TOK_FUNCTION) || p->strict)
        return js__parse_substatement(p);
    block = JS_NODE(p, BLOCK, block, js__start(p)); /* B.3.3: as if in a block */
    if (!block || !(block->scope = js__scope_enter(p, SCOPE_BLOCK)))
        return NULL;
    if (js__peek(p).kind == TOK_MUL) {
        js__next(p);
        return js__fail_token(
            p, "Generators can only be declared at the top level or inside a block.");
    }
    statement = js__parse_function_declaration(p, js__start(p), false, false);
    js__scope_leave(p);
    if (!statement)
        return NULL;
    js__append(&block->body, statement);
    return js__finish(p, &block->node);
}

static struct ast_node *parse_if_clause(struct js_parser *p)
{
    struct ast_if_clause *clause = JS_NODE(p, IF_CLAUSE, if_clause, js__start(p));

    js__next(p);
    if (!clause || !js__expect(p, TOK_LPAREN) || !(clause->test = js__parse_expression(p)) ||
        !js__expect(p, TOK_RPAREN) || !(clause->consequent = parse_if_branch(p)))
        return NULL;
    return js__finish(p, &clause->node);
}

static struct ast_node *parse_if(struct js_parser *p)
{
    struct ast_if *node = JS_NODE(p, IF, if, js__start(p));

    if (!node)
        return NULL;
    do {
        struct ast_node *clause = parse_if_clause(p);

        if (!clause)
            return NULL;
        js__append(&node->clauses, clause);
        if (!js__accept(p, TOK_ELSE))
            return js__finish(p, &node->node);
    } while (js__at(p, TOK_IF));
    node->otherwise = parse_if_branch(p);
    return node->otherwise ? js__finish(p, &node->node) : NULL;
}

static struct ast_node *parse_with(struct js_parser *p)
{
    struct ast_with *node = JS_NODE(p, WITH, with, js__start(p));

    if (p->strict)
        return js__fail_token(p, "Strict mode code may not include a with statement");
    js__next(p);
    if (!node || !js__expect(p, TOK_LPAREN) || !(node->object = js__parse_expression(p)) ||
        !js__expect(p, TOK_RPAREN) || !(node->scope = js__scope_enter(p, SCOPE_WITH)))
        return NULL;
    node->body = js__parse_substatement(p);
    js__scope_leave(p);
    return node->body ? js__finish(p, &node->node) : NULL;
}

static struct ast_node *parse_case(struct js_parser *p, bool *has_default)
{
    struct ast_case *node = JS_NODE(p, CASE, case, js__start(p));

    if (!node)
        return NULL;
    if (js__accept(p, TOK_CASE)) {
        if (!(node->test = js__parse_expression(p)))
            return NULL;
    } else if (js__at(p, TOK_DEFAULT)) {
        if (*has_default)
            return js__fail_token(p, "More than one default clause in switch statement");
        *has_default = true;
        js__next(p);
    } else {
        return js__unexpected(p);
    }
    if (!js__expect(p, TOK_COLON))
        return NULL;
    while (!js__at(p, TOK_CASE) && !js__at(p, TOK_DEFAULT) && !js__at(p, TOK_RBRACE)) {
        struct ast_node *statement = js__parse_statement_list_item(p);

        if (!statement)
            return NULL;
        js__append(&node->body, statement);
    }
    return js__finish(p, &node->node);
}

static struct ast_node *parse_switch(struct js_parser *p)
{
    struct ast_switch *node = JS_NODE(p, SWITCH, switch, js__start(p));
    struct js_jump_target target;
    bool has_default = false;

    js__next(p);
    if (!node || !js__expect(p, TOK_LPAREN) || !(node->value = js__parse_expression(p)) ||
        !js__expect(p, TOK_RPAREN) || !js__expect(p, TOK_LBRACE) ||
        !(node->scope = js__scope_enter(p, SCOPE_SWITCH)))
        return NULL;
    js__push_jump(p, &target, &node->node, false);
    while (!js__at(p, TOK_RBRACE)) {
        struct ast_node *clause = parse_case(p, &has_default);

        if (!clause)
            return NULL;
        js__append(&node->cases, clause);
    }
    js__next(p);
    js__pop_jump(p);
    js__scope_leave(p);
    return js__finish(p, &node->node);
}

static bool parse_catch(struct js_parser *p, struct ast_try *node)
{
    node->catch_scope = js__scope_enter(p, SCOPE_CATCH);
    if (!node->catch_scope)
        return false;
    if (js__accept(p, TOK_LPAREN)) {
        bool is_simple = !js__at(p, TOK_LBRACE) && !js__at(p, TOK_LBRACKET);

        node->catch_target = js__parse_binding_target(p, SCOPE_CATCH_PARAM);
        if (!node->catch_target || !js__declare_pattern(p, node->catch_target, SCOPE_CATCH_PARAM))
            return false;
        if (is_simple)
            node->catch_scope->first->is_simple_catch = true;
        if (!js__expect(p, TOK_RPAREN))
            return false;
    }
    node->catch_block = js__parse_block(p, NULL);
    js__scope_leave(p);
    return node->catch_block != NULL;
}

static struct ast_node *parse_try(struct js_parser *p)
{
    struct ast_try *node = JS_NODE(p, TRY, try, js__start(p));

    js__next(p);
    if (!node || !(node->block = js__parse_block(p, NULL)))
        return NULL;
    if (!js__at(p, TOK_CATCH) && !js__at(p, TOK_FINALLY))
        return js__fail_previous(p, "Missing catch or finally after try");
    if (js__accept(p, TOK_CATCH) && !parse_catch(p, node))
        return NULL;
    if (js__accept(p, TOK_FINALLY) && !(node->finally_block = js__parse_block(p, NULL)))
        return NULL;
    return js__finish(p, &node->node);
}

/* ---- Labels ---- */

/* label: statement; the label is the current token. */
static struct ast_node *parse_labelled(struct js_parser *p)
{
    struct ast_labelled *node = JS_NODE(p, LABELLED, labelled, js__start(p));
    struct js_jump_target target = {.outer = p->fn->jumps, .is_pending = true};

    if (!node || !js__check_reference_word(p))
        return NULL;
    node->label = target.label = p->lexer.token.name;
    if (find_label(p, target.label))
        return js__fail_name(p, js__start(p), p->lexer.token.end,
                             "Label '%s' has already been declared", target.label);
    target.node = &node->node;
    js__next(p);
    js__next(p);
    p->fn->jumps = &target;
    node->body = parse_labelled_body(p);
    if (!node->body)
        return NULL;
    js__pop_jump(p);
    return js__finish(p, &node->node);
}

/* The unit behind spaces decides quickly in nearly all cases. */
static bool at_label(struct js_parser *p)
{
    uint32_t at = p->lexer.position, c;

    if (!js__is_identifier(p, &p->lexer.token))
        return false;
    while ((c = js__lex_unit(&p->lexer, at)) == ' ')
        at++;
    if (c < 128 && c > ' ' && c != ':' && c != '/')
        return false;
    return js__peek(p).kind == TOK_COLON;
}

/* Labels before a statement that is no loop name only themselves. */
static void settle_labels(struct js_parser *p)
{
    struct js_jump_target *label;

    for (label = p->fn->jumps; label && label->is_pending; label = label->outer)
        label->is_pending = false;
}

/* B.3.1: a plain function may be labelled in sloppy code. */
static struct ast_node *parse_labelled_body(struct js_parser *p)
{
    if (js__at(p, TOK_FUNCTION)) {
        settle_labels(p);
        if (js__peek(p).kind == TOK_MUL) {
            js__next(p);
            return js__fail_token(
                p, "Generators can only be declared at the top level or inside a block.");
        }
        if (p->strict)
            return js__fail_token(p, "In strict mode code, functions can only be declared at top "
                                     "level or inside a block.");
        return js__parse_function_declaration(p, js__start(p), false, false);
    }
    if (!js__at(p, TOK_FOR) && !js__at(p, TOK_WHILE) && !js__at(p, TOK_DO) && !at_label(p))
        settle_labels(p);
    return js__parse_statement(p);
}

/* ---- Dispatch ---- */

static bool at_async_function(struct js_parser *p)
{
    struct js_token next;

    if (!js__at(p, TOK_ASYNC) || p->lexer.token.escaped)
        return false;
    next = js__peek(p);
    return next.kind == TOK_FUNCTION && !next.newline_before;
}

/* What begins like an expression: a label, a declaration out of place, or an expression. */
static struct ast_node *parse_word_statement(struct js_parser *p)
{
    if (at_label(p))
        return parse_labelled(p);
    if (at_async_function(p))
        return js__fail_token(
            p, "Async functions can only be declared at the top level or inside a block.");
    if (js__at(p, TOK_LET) && !p->lexer.token.escaped) {
        struct js_token next = js__peek(p);

        if (next.kind == TOK_LBRACKET ||
            (!next.newline_before && (next.kind == TOK_LBRACE || js__is_identifier(p, &next) ||
                                      next.kind == TOK_YIELD || next.kind == TOK_LET)))
            return js__fail_token(
                p, "Lexical declaration cannot appear in a single-statement context");
    }
    return parse_expression_statement(p);
}

struct ast_node *js__parse_substatement(struct js_parser *p)
{
    struct ast_node *statement = js__parse_statement(p), *inner = statement;

    while (inner && inner->kind == AST_LABELLED)
        inner = AST(labelled, inner)->body;
    if (inner && inner->kind == AST_FUNCTION_DECLARATION)
        return js__fail(p, inner->start, inner->start + 8,
                        "In non-strict mode code, functions can only be declared at top level, "
                        "inside a block, or "
                        "as the body of an if statement.");
    return statement;
}

struct ast_node *js__parse_statement(struct js_parser *p)
{
    struct ast_block *block;

    if (!js__check_depth(p))
        return NULL;
    switch (js__kind(p)) {
    case TOK_LBRACE:
        block = js__parse_block(p, NULL);
        return block ? &block->node : NULL;
    case TOK_SEMICOLON:
        return parse_empty(p, AST_EMPTY);
    case TOK_VAR:
        return parse_declaration_statement(p, SCOPE_VAR);
    case TOK_IF:
        return parse_if(p);
    case TOK_FOR:
        return js__parse_for(p);
    case TOK_WHILE:
        return js__parse_while(p);
    case TOK_DO:
        return js__parse_do(p);
    case TOK_BREAK:
        return parse_jump(p, AST_BREAK);
    case TOK_CONTINUE:
        return parse_jump(p, AST_CONTINUE);
    case TOK_RETURN:
        return parse_return(p);
    case TOK_THROW:
        return parse_throw(p);
    case TOK_TRY:
        return parse_try(p);
    case TOK_SWITCH:
        return parse_switch(p);
    case TOK_WITH:
        return parse_with(p);
    case TOK_DEBUGGER:
        return parse_empty(p, AST_DEBUGGER);
    case TOK_FUNCTION:
        return js__fail_token(
            p, p->strict ? "In strict mode code, functions can only be declared at top level or "
                           "inside a block."
                         : "In non-strict mode code, functions can only be declared at top level, "
                           "inside a block, or as the body of an if statement.");
    case TOK_CLASS:
        return js__unexpected(p);
    default:
        return parse_word_statement(p);
    }
}

struct ast_node *js__parse_statement_list_item(struct js_parser *p)
{
    uint32_t start = js__start(p);

    switch (js__kind(p)) {
    case TOK_FUNCTION:
        return js__parse_function_declaration(p, start, false, false);
    case TOK_CLASS:
        return js__parse_class_declaration(p, false);
    case TOK_CONST:
        return parse_declaration_statement(p, SCOPE_CONST);
    case TOK_LET:
        if (js__let_begins_declaration(p))
            return parse_declaration_statement(p, SCOPE_LET);
        break;
    case TOK_ASYNC:
        if (at_async_function(p)) {
            js__next(p);
            return js__parse_function_declaration(p, start, true, false);
        }
        break;
    default:
        break;
    }
    return js__parse_statement(p);
}
