/*
 * parse_expr.c: expressions with operators, members and calls.
 *
 * Precedence climbing for binary operators: one loop collects a chain of operators of one level
 * into an n-ary node, so that long sums do not nest.  Arrow functions are recognised where an
 * assignment expression begins, from the `=>` behind what has been parsed as a primary expression.
 */
#include "parse/internal.h"

enum {
    PRECEDENCE_NULLISH = 1,
    PRECEDENCE_OR = 2,
    PRECEDENCE_BIT_OR = 4,
    PRECEDENCE_RELATION = 8,
    PRECEDENCE_EXP = 12
};

static const char invalid_target[] = "Invalid destructuring assignment target";

static struct ast_node *parse_binary(struct js_parser *p, unsigned precedence_min);
static struct ast_node *parse_unary(struct js_parser *p);

/* ---- Covers and targets ---- */

bool js__cover_is_expression(struct js_parser *p, const struct js_cover *cover)
{
    if (cover->message)
        return js__fail(p, cover->start, cover->end, "%s", cover->message);
    return true;
}

static void merge_cover(struct js_cover *outer, const struct js_cover *inner)
{
    if (!outer->message)
        *outer = *inner;
}

void *js__fail_target(struct js_parser *p, const struct ast_node *node, const char *message)
{
    bool wrapped = node->flags & AST_PARENTHESIZED && node->start > 0 &&
                   js__lex_unit(&p->lexer, node->start - 1) == '(' &&
                   js__lex_unit(&p->lexer, node->end) == ')';

    return js__fail(p, node->start - wrapped, node->end + wrapped, "%s", message);
}

/* A call as target throws at run time in sloppy code (web compatibility); V8 accepts it there. */
bool js__check_simple_target(struct js_parser *p, struct ast_node *target, const char *message)
{
    switch (target->kind) {
    case AST_IDENT:
        if (p->strict && (AST(ident, target)->ref.name == p->names.eval ||
                          AST(ident, target)->ref.name == p->names.arguments))
            return js__fail(p, target->start, target->end,
                            "Unexpected eval or arguments in strict mode");
        return true;
    case AST_MEMBER:
    case AST_INDEX:
    case AST_PRIVATE_MEMBER:
    case AST_SUPER_MEMBER:
    case AST_SUPER_INDEX:
        return true;
    case AST_CALL:
        if (!p->strict && message != invalid_target)
            return true;
        break;
    default:
        break;
    }
    return js__fail_target(p, target, message);
}

/* ---- Arguments, members, calls ---- */

/* Arguments from ( to ).  With cover they may turn out to be the parameters of an async arrow
 * function. */
static bool parse_arguments(struct js_parser *p, struct ast_list *list, struct ast_node *owner,
                            struct js_cover *cover)
{
    js__next(p);
    while (!js__at(p, TOK_RPAREN)) {
        uint32_t start = js__start(p);
        bool spread = js__accept(p, TOK_ELLIPSIS);
        struct ast_node *argument = js__parse_assignment_in(p, cover);

        if (spread && argument) {
            argument = js__unary(p, AST_SPREAD, start, argument);
            owner->flags |= AST_HAS_SPREAD;
        }
        if (!argument)
            return false;
        js__append(list, argument);
        if (!js__at(p, TOK_COMMA))
            break;
        if (spread)
            argument->extra = 1; /* a comma follows: no rest parameter */
        js__next(p);
    }
    if (!js__at(p, TOK_RPAREN))
        return js__fail_previous(p, "missing ) after argument list");
    js__next(p);
    if (list->count > 65534)
        return js__fail(p, owner->start, js__previous_end(p),
                        "Too many arguments in function call (only 65535 allowed)");
    return true;
}

/* Makes node the next link of the chain that object may be. */
static struct ast_node *link_to(struct ast_node *node, struct ast_node *object)
{
    AST(link, node)->object = object;
    node->start = object->start;
    if (js_ast_is_link(object))
        AST(link, object)->outer = node;
    return node;
}

static struct ast_node *parse_index(struct js_parser *p, struct ast_node *object, uint32_t position)
{
    struct ast_index *index = JS_NODE(p, INDEX, index, object->start);

    js__next(p);
    if (!index || !(index->index = js__parse_expression(p)) || !js__expect(p, TOK_RBRACKET))
        return NULL;
    index->link.node.position = position;
    return js__finish(p, link_to(&index->link.node, object));
}

/* The name behind a dot, current token. */
static struct ast_node *parse_member(struct js_parser *p, struct ast_node *object)
{
    const struct js_token *token = &p->lexer.token;
    uint32_t position = token->start;

    if (token->kind == TOK_PRIVATE_NAME) {
        struct ast_private_member *member =
            JS_NODE(p, PRIVATE_MEMBER, private_member, object->start);

        if (!member || !js__use_private_name(p, token->name, token->start, token->end))
            return NULL;
        member->name.name = token->name;
        member->link.node.position = position;
        js__next(p);
        return js__finish(p, link_to(&member->link.node, object));
    } else {
        struct ast_member *member = JS_NODE(p, MEMBER, member, object->start);

        if (token->kind < TOK_BREAK)
            return js__unexpected(p);
        if (!member)
            return NULL;
        member->name = token->name;
        member->link.node.position = position;
        js__next(p);
        return js__finish(p, link_to(&member->link.node, object));
    }
}

static bool is_direct_eval(const struct js_parser *p, const struct ast_node *callee)
{
    return callee->kind == AST_IDENT && !(callee->flags & AST_PARENTHESIZED) &&
           ((const struct ast_ident *)callee)->ref.name == p->names.eval;
}

static bool mark_eval(struct js_parser *p, struct ast_call *call)
{
    struct ast_eval_site *site = js_arena_alloc(p->arena, sizeof *site);

    if (!site)
        return false;
    site->strict = p->strict;
    site->allow_new_target = p->fn->allow_new_target;
    site->allow_super_member = p->fn->allow_super_member;
    site->allow_super_call = p->fn->allow_super_call;
    site->in_class_field_init = p->fn->forbids_arguments;
    call->eval = site;
    return true;
}

/* V8 points at the name that is called, else at the parenthesis. */
static uint32_t call_position(const struct js_parser *p, const struct ast_node *callee)
{
    if (callee->flags & AST_PARENTHESIZED)
        return js__start(p);
    if (callee->kind == AST_IDENT)
        return callee->start;
    if (callee->kind == AST_MEMBER || callee->kind == AST_PRIVATE_MEMBER ||
        callee->kind == AST_SUPER_MEMBER)
        return callee->position;
    return js__start(p);
}

static struct ast_node *parse_call(struct js_parser *p, struct ast_node *callee, bool optional)
{
    struct ast_call *call = JS_NODE(p, CALL, call, callee->start);

    if (!call)
        return NULL;
    call->link.node.position = call_position(p, callee);
    if (!parse_arguments(p, &call->arguments, &call->link.node, NULL))
        return NULL;
    if (!optional && is_direct_eval(p, callee) && !mark_eval(p, call))
        return NULL;
    return js__finish(p, link_to(&call->link.node, callee));
}

/* async(...): a call, or the head of an arrow function if => follows on the same line. */
static struct ast_node *parse_async_call(struct js_parser *p, struct ast_node *callee)
{
    struct ast_call *call = JS_NODE(p, CALL, call, callee->start);
    struct js_cover cover = {0};

    if (!call)
        return NULL;
    call->link.node.position = callee->start;
    if (!parse_arguments(p, &call->arguments, &call->link.node, &cover))
        return NULL;
    link_to(&call->link.node, callee);
    js__finish(p, &call->link.node);
    if (js__at(p, TOK_ARROW) && !p->lexer.token.newline_before) {
        p->arrow_head = &call->link.node;
        return p->arrow_head;
    }
    return js__cover_is_expression(p, &cover) ? &call->link.node : NULL;
}

static struct ast_node *parse_tagged_template(struct js_parser *p, struct ast_node *tag,
                                              bool in_optional)
{
    struct ast_tagged_template *node;

    if (in_optional)
        return js__fail_token(p, "Invalid tagged template on optional chain");
    node = JS_NODE(p, TAGGED_TEMPLATE, tagged_template, tag->start);
    if (!node || !(node->template = js__parse_template(p, true)))
        return NULL;
    node->link.node.position = node->template->node.start;
    return js__finish(p, link_to(&node->link.node, tag));
}

/* What follows a `?.`. */
static struct ast_node *parse_optional_link(struct js_parser *p, struct ast_node *object)
{
    struct ast_node *node;

    js__next(p);
    if (js__at(p, TOK_LPAREN))
        node = parse_call(p, object, true);
    else if (js__at(p, TOK_LBRACKET))
        node = parse_index(p, object, js__start(p));
    else if (js__at(p, TOK_TEMPLATE))
        return parse_tagged_template(p, object, true);
    else
        node = parse_member(p, object);
    if (node)
        node->flags |= AST_IS_OPTIONAL;
    return node;
}

/* One link behind base, or base itself when there is none.  *in_optional: a ?. came before. */
static struct ast_node *parse_link(struct js_parser *p, struct ast_node *base, bool calls,
                                   bool *in_optional)
{
    switch (js__kind(p)) {
    case TOK_DOT:
        js__next(p);
        return parse_member(p, base);
    case TOK_LBRACKET:
        return parse_index(p, base, js__start(p));
    case TOK_TEMPLATE:
        return parse_tagged_template(p, base, *in_optional);
    case TOK_LPAREN:
        return calls ? parse_call(p, base, false) : base;
    case TOK_OPTIONAL:
        if (!calls)
            return js__fail_token(p, "Invalid optional chain from new expression");
        *in_optional = true;
        return parse_optional_link(p, base);
    default:
        return base;
    }
}

static bool is_async_word(const struct ast_node *node)
{
    return node->kind == AST_IDENT && node->extra == TOK_ASYNC &&
           !(node->flags & AST_PARENTHESIZED);
}

/* Members and, if calls, calls behind base. */
static struct ast_node *parse_links(struct js_parser *p, struct ast_node *base, bool calls)
{
    bool in_optional = false;
    uint32_t start = base->start;

    if (calls && js__at(p, TOK_LPAREN) && is_async_word(base) && !p->lexer.token.newline_before) {
        base = parse_async_call(p, base);
        if (!base || base == p->arrow_head)
            return base;
    }
    for (;;) {
        struct ast_node *node = parse_link(p, base, calls, &in_optional);

        if (!node)
            return NULL;
        if (node == base)
            break;
        base = node;
    }
    return in_optional ? js__unary(p, AST_OPTIONAL_CHAIN, start, base) : base;
}

static struct ast_node *parse_super_call(struct js_parser *p, uint32_t start)
{
    struct ast_super_call *call = JS_NODE(p, SUPER_CALL, super_call, start);

    if (!p->fn->allow_super_call)
        return js__fail(p, start, start + 5, "'super' keyword unexpected here");
    if (!call || !parse_arguments(p, &call->arguments, &call->node, NULL))
        return NULL;
    return js__finish(p, &call->node);
}

/* super, current token, with the member or arguments that must follow. */
static struct ast_node *parse_super(struct js_parser *p, bool calls)
{
    uint32_t start = js__start(p);

    js__next(p);
    if (js__at(p, TOK_LPAREN) && calls)
        return parse_super_call(p, start);
    if (js__at(p, TOK_OPTIONAL))
        return js__fail_token(p, "Invalid optional chain from super property");
    if (!p->fn->allow_super_member || (!js__at(p, TOK_DOT) && !js__at(p, TOK_LBRACKET)))
        return js__fail(p, start, start + 5, "'super' keyword unexpected here");
    if (js__at(p, TOK_DOT)) {
        struct ast_super_member *member = JS_NODE(p, SUPER_MEMBER, super_member, start);

        js__next(p);
        if (js__at(p, TOK_PRIVATE_NAME))
            return js__fail_token(p, "Unexpected private field");
        if (js__kind(p) < TOK_BREAK)
            return js__unexpected(p);
        if (!member)
            return NULL;
        member->name = p->lexer.token.name;
        member->node.position = js__start(p);
        js__next(p);
        return js__finish(p, &member->node);
    } else {
        struct ast_super_index *index = JS_NODE(p, SUPER_INDEX, super_index, start);

        if (index)
            index->node.position = js__start(p);
        js__next(p);
        if (!index || !(index->index = js__parse_expression(p)) || !js__expect(p, TOK_RBRACKET))
            return NULL;
        return js__finish(p, &index->node);
    }
}

/* import(...), import.meta; `import` is the current token. */
static struct ast_node *parse_import(struct js_parser *p, bool after_new)
{
    uint32_t start = js__start(p);
    struct ast_import_call *call;

    js__next(p);
    if (js__accept(p, TOK_DOT)) {
        if (!js__at(p, TOK_IDENTIFIER) || p->lexer.token.name != p->names.meta)
            return js__unexpected(p);
        if (p->lexer.token.escaped)
            return js__fail_token(p, "'import.meta' must not contain escaped characters");
        js__next(p);
        if (!p->is_module)
            return js__fail_previous(p, "Cannot use 'import.meta' outside a module");
        return js__node(p, AST_IMPORT_META, sizeof(struct ast_node), start);
    }
    if (!js__at(p, TOK_LPAREN))
        return p->is_module
                   ? js__unexpected(p)
                   : js__fail(p, start, start + 6, "Cannot use import statement outside a module");
    if (after_new)
        return js__fail(p, start, start + 6, "Cannot use new with import");
    call = JS_NODE(p, IMPORT_CALL, import_call, start);
    js__next(p);
    if (js__at(p, TOK_RPAREN))
        return js__fail_previous(p, "import() requires a specifier");
    if (!call || !(call->specifier = js__parse_assignment_in(p, NULL)))
        return NULL;
    if (js__accept(p, TOK_COMMA) && !js__at(p, TOK_RPAREN)) {
        if (!(call->options = js__parse_assignment_in(p, NULL)))
            return NULL;
        js__accept(p, TOK_COMMA);
    }
    return js__expect(p, TOK_RPAREN) ? js__finish(p, &call->node) : NULL;
}

static struct ast_node *parse_new_target(struct js_parser *p, uint32_t start)
{
    struct ast_this *node;

    js__next(p);
    if (!js__at(p, TOK_IDENTIFIER) || p->lexer.token.name != p->names.target)
        return js__unexpected(p);
    if (p->lexer.token.escaped)
        return js__fail_token(p, "'new.target' must not contain escaped characters");
    js__next(p);
    if (!p->fn->allow_new_target)
        return js__fail_previous(p, "new.target expression is not allowed here");
    node = JS_NODE(p, NEW_TARGET, this, start);
    return node ? &node->node : NULL;
}

static struct ast_node *parse_new(struct js_parser *p)
{
    uint32_t start = js__start(p);
    struct ast_new *node;
    struct ast_node *callee;

    if (!js__check_depth(p))
        return NULL;
    js__next(p);
    if (js__at(p, TOK_DOT))
        return parse_new_target(p, start);
    if (js__at(p, TOK_NEW))
        callee = parse_new(p);
    else if (js__at(p, TOK_SUPER))
        callee = parse_super(p, false);
    else if (js__at(p, TOK_IMPORT))
        callee = parse_import(p, true);
    else
        callee = js__parse_primary(p);
    if (!callee || !(callee = parse_links(p, callee, false)) ||
        !(node = JS_NODE(p, NEW, new, start)))
        return NULL;
    node->callee = callee;
    if (js__at(p, TOK_LPAREN) && !parse_arguments(p, &node->arguments, &node->node, NULL))
        return NULL;
    return js__finish(p, &node->node);
}

struct ast_node *js__parse_left_hand_side(struct js_parser *p)
{
    struct ast_node *base;

    if (js__at(p, TOK_NEW))
        base = parse_new(p);
    else if (js__at(p, TOK_SUPER))
        base = parse_super(p, true);
    else if (js__at(p, TOK_IMPORT))
        base = parse_import(p, false);
    else
        base = js__parse_primary(p);
    return base ? parse_links(p, base, true) : NULL;
}

/* ---- Unary and binary operators ---- */

static struct ast_node *make_update(struct js_parser *p, struct ast_node *target, uint32_t start,
                                    enum js_token_kind kind, bool is_prefix)
{
    struct ast_update *update = JS_NODE(p, UPDATE, update, start);

    if (!update)
        return NULL;
    if (!js__check_simple_target(p, target,
                                 is_prefix
                                     ? "Invalid left-hand side expression in prefix operation"
                                     : "Invalid left-hand side expression in postfix operation"))
        return NULL;
    update->node.op = (uint8_t)js__token_op(kind);
    update->node.flags |= p->strict ? AST_IS_STRICT : 0;
    update->is_prefix = is_prefix;
    update->target = target;
    return &update->node;
}

static struct ast_node *parse_postfix(struct js_parser *p)
{
    struct ast_node *node = js__parse_left_hand_side(p);
    enum js_token_kind kind = js__kind(p);

    if (!node || (kind != TOK_INC && kind != TOK_DEC) || p->lexer.token.newline_before)
        return node;
    js__next(p);
    return make_update(p, node, node->start, kind, false);
}

/* `delete` of a name in strict code, or of a private member, also as the end of an optional chain.
 */
static bool check_delete(struct js_parser *p, const struct ast_node *argument)
{
    const struct ast_node *inner = argument;

    if (argument->kind == AST_IDENT && p->strict)
        return js__fail_previous(p, "Delete of an unqualified identifier in strict mode.");
    if (inner->kind == AST_OPTIONAL_CHAIN)
        inner = ((const struct ast_unary *)inner)->argument;
    if (inner->kind == AST_PRIVATE_MEMBER)
        return js__fail_previous(p, "Private fields can not be deleted");
    return true;
}

static struct ast_node *refuse_exponent(struct js_parser *p, struct ast_node *node)
{
    if (node && js__at(p, TOK_EXP))
        return js__fail(p, node->start, p->lexer.token.end,
                        "Unary operator used immediately before exponentiation expression. "
                        "Parenthesis must be used "
                        "to disambiguate operator precedence");
    return node;
}

static struct ast_node *parse_unary_operator(struct js_parser *p)
{
    static const uint8_t ops[] = {[TOK_ADD] = AST_OP_PLUS, [TOK_SUB] = AST_OP_NEG};
    enum js_token_kind kind = js__kind(p);
    enum ast_op op = kind == TOK_ADD || kind == TOK_SUB ? ops[kind] : js__token_op(kind);
    uint32_t start = js__start(p);
    struct ast_node *argument, *node;

    js__next(p);
    argument = parse_unary(p);
    if (!argument || (op == AST_OP_DELETE && !check_delete(p, argument)))
        return NULL;
    node = js__unary(p, AST_UNARY, start, argument);
    if (!node)
        return NULL;
    node->op = (uint8_t)op;
    node->flags |= p->strict ? AST_IS_STRICT : 0;
    return refuse_exponent(p, node);
}

static struct ast_node *parse_await(struct js_parser *p)
{
    uint32_t start = js__start(p), end = p->lexer.token.end;
    struct ast_node *argument;

    if (p->lexer.token.escaped)
        return js__unexpected(p);
    if (p->fn->in_parameters)
        return js__fail(p, start, end,
                        "Illegal await-expression in formal parameters of async function");
    p->fn->last_await = start + 1;
    js__next(p);
    argument = parse_unary(p);
    return argument ? refuse_exponent(p, js__unary(p, AST_AWAIT, start, argument)) : NULL;
}

static struct ast_node *parse_unary(struct js_parser *p)
{
    enum js_token_kind kind = js__kind(p);
    uint32_t start = js__start(p);
    struct ast_node *argument;

    if (!js__check_depth(p))
        return NULL;
    switch (kind) {
    case TOK_ADD:
    case TOK_SUB:
    case TOK_NOT:
    case TOK_BIT_NOT:
    case TOK_TYPEOF:
    case TOK_VOID:
    case TOK_DELETE:
        return parse_unary_operator(p);
    case TOK_INC:
    case TOK_DEC:
        js__next(p);
        argument = parse_unary(p);
        return argument ? make_update(p, argument, start, kind, true) : NULL;
    case TOK_AWAIT:
        if (p->fn->await_is_operator)
            return parse_await(p);
        break;
    default:
        break;
    }
    return parse_postfix(p);
}

/* #name in object: the left side, up to and including the right operand. */
static struct ast_node *parse_private_in(struct js_parser *p, unsigned precedence_min)
{
    uint32_t start = js__start(p);
    struct js_token name = p->lexer.token;
    struct ast_private_in *node;

    if (precedence_min > PRECEDENCE_RELATION || p->no_in || js__peek(p).kind != TOK_IN)
        return js__unexpected(p);
    node = JS_NODE(p, PRIVATE_IN, private_in, start);
    if (!node || !js__use_private_name(p, name.name, name.start, name.end))
        return NULL;
    node->name.name = name.name;
    js__next(p);
    node->node.position = js__start(p);
    js__next(p);
    node->object = parse_binary(p, PRECEDENCE_RELATION + 1);
    return node->object ? js__finish(p, &node->node) : NULL;
}

static unsigned binary_precedence(const struct js_parser *p)
{
    enum js_token_kind kind = js__kind(p);

    if (kind == TOK_IN && p->no_in)
        return 0;
    return js__token_precedence(kind);
}

/* The chain being built by one level of parse_binary. */
struct chain {
    struct ast_node *node; /* BINARY or LOGICAL; NULL: none yet */
    struct ast_operand **end;
    unsigned precedence;
};

/* Adds an operand to a chain of arithmetic operators, or starts one with left. */
static struct ast_node *chain_binary(struct js_parser *p, struct chain *chain,
                                     struct ast_node *left, struct ast_node *right, enum ast_op op,
                                     uint32_t position, unsigned precedence)
{
    struct ast_operand *operand = js_arena_alloc(p->arena, sizeof *operand);
    struct ast_binary *binary = (struct ast_binary *)chain->node;

    if (!operand)
        return NULL;
    if (!binary || chain->precedence != precedence || binary->node.kind != AST_BINARY) {
        binary = JS_NODE(p, BINARY, binary, left->start);
        if (!binary)
            return NULL;
        binary->first = left;
        binary->count = 1;
        binary->node.op = (uint8_t)op;
        binary->node.position = position;
        *chain = (struct chain){&binary->node, &binary->rest, precedence};
    }
    *operand = (struct ast_operand){.operand = right, .op = (uint8_t)op, .position = position};
    *chain->end = operand;
    chain->end = &operand->next;
    binary->count++;
    return js__finish(p, &binary->node);
}

static struct ast_node *chain_logical(struct js_parser *p, struct chain *chain,
                                      struct ast_node *left, struct ast_node *right, enum ast_op op,
                                      unsigned precedence)
{
    struct ast_logical *logical = (struct ast_logical *)chain->node;

    if (!logical || chain->precedence != precedence) {
        logical = JS_NODE(p, LOGICAL, logical, left->start);
        if (!logical)
            return NULL;
        logical->node.op = (uint8_t)op;
        js__append(&logical->operands, left);
        *chain = (struct chain){&logical->node, NULL, precedence};
    }
    js__append(&logical->operands, right);
    return js__finish(p, &logical->node);
}

/* a ?? b || c and the like need parentheses. */
static bool mixes_nullish(const struct ast_node *left, enum ast_op op)
{
    if (left->kind != AST_LOGICAL || (left->flags & AST_PARENTHESIZED))
        return false;
    return (left->op == AST_OP_NULLISH) != (op == AST_OP_NULLISH) &&
           (op == AST_OP_NULLISH || op == AST_OP_AND || op == AST_OP_OR);
}

static unsigned right_precedence(unsigned precedence)
{
    if (precedence == PRECEDENCE_EXP)
        return precedence; /* associates to the right */
    return precedence == PRECEDENCE_NULLISH ? PRECEDENCE_BIT_OR : precedence + 1;
}

static struct ast_node *parse_binary(struct js_parser *p, unsigned precedence_min)
{
    struct ast_node *left =
        js__at(p, TOK_PRIVATE_NAME) ? parse_private_in(p, precedence_min) : parse_unary(p);
    struct chain chain = {0};

    while (left) {
        unsigned precedence = binary_precedence(p);
        enum ast_op op = js__token_op(js__kind(p));
        uint32_t position = js__start(p);
        struct ast_node *right;

        if (precedence == 0 || precedence < precedence_min)
            break;
        if (mixes_nullish(left, op))
            return js__unexpected(p);
        js__next(p);
        right = parse_binary(p, right_precedence(precedence));
        if (!right)
            return NULL;
        if (precedence <= PRECEDENCE_OR + 1)
            left = chain_logical(p, &chain, left, right, op, precedence);
        else
            left = chain_binary(p, &chain, left, right, op, position, precedence);
    }
    return left;
}

static struct ast_node *parse_conditional(struct js_parser *p)
{
    struct ast_node *test = parse_binary(p, 1);
    struct ast_conditional *node;
    bool no_in = p->no_in;

    if (!test || !js__at(p, TOK_CONDITIONAL))
        return test;
    node = JS_NODE(p, CONDITIONAL, conditional, test->start);
    js__next(p);
    p->no_in = false;
    if (!node || !(node->consequent = js__parse_assignment(p, NULL)))
        return NULL;
    p->no_in = no_in;
    if (!js__expect(p, TOK_COLON) || !(node->alternate = js__parse_assignment(p, NULL)))
        return NULL;
    node->test = test;
    return js__finish(p, &node->node);
}

/* ---- Assignment, yield, arrows ---- */

static struct ast_node *parse_yield(struct js_parser *p)
{
    uint32_t start = js__start(p);
    enum ast_kind kind = AST_YIELD;
    struct ast_node *argument = NULL;

    if (p->lexer.token.escaped)
        return js__unexpected(p);
    if (p->fn->in_parameters)
        return js__fail(p, start, p->lexer.token.end,
                        "Yield expression not allowed in formal parameter");
    p->fn->last_yield = start + 1;
    js__next(p);
    if (!p->lexer.token.newline_before) {
        if (js__accept(p, TOK_MUL))
            kind = AST_YIELD_STAR;
        switch (kind == AST_YIELD_STAR ? TOK_COUNT : js__kind(p)) {
        case TOK_END:
        case TOK_SEMICOLON:
        case TOK_RBRACE:
        case TOK_RBRACKET:
        case TOK_RPAREN:
        case TOK_COLON:
        case TOK_COMMA:
        case TOK_IN:
            break;
        default:
            argument = js__parse_assignment(p, NULL);
            if (!argument)
                return NULL;
        }
    }
    return js__unary(p, kind, start, argument);
}

static bool is_assign_operator(enum js_token_kind kind)
{
    return kind >= TOK_ASSIGN && kind <= TOK_ASSIGN_SUB;
}

static struct ast_node *parse_assign_rest(struct js_parser *p, struct ast_node *target,
                                          struct js_cover *cover)
{
    struct ast_assign *assign = JS_NODE(p, ASSIGN, assign, target->start);

    if (!assign)
        return NULL;
    assign->node.op = (uint8_t)js__token_op(js__kind(p));
    assign->node.position = js__start(p);
    assign->node.flags |= p->strict ? AST_IS_STRICT : 0;
    if (js__at(p, TOK_ASSIGN) && (target->kind == AST_ARRAY || target->kind == AST_OBJECT) &&
        !(target->flags & AST_PARENTHESIZED)) {
        if (!js__to_assignment_pattern(p, target))
            return NULL;
        cover->message = NULL;
    } else if (!js__check_simple_target(p, target, "Invalid left-hand side in assignment")) {
        return NULL;
    } else if (target->kind == AST_CALL && assign->node.op >= AST_OP_AND &&
               assign->node.op <= AST_OP_NULLISH) {
        return js__fail(p, target->start, target->end, "Invalid left-hand side in assignment");
    }
    js__next(p);
    assign->target = target;
    assign->value = js__parse_assignment(p, NULL);
    return assign->value ? js__finish(p, &assign->node) : NULL;
}

/* True if the current token is `async` with a parameter name on the same line: an arrow function.
 */
static bool at_async_arrow(struct js_parser *p)
{
    struct js_token next;

    if (!js__at(p, TOK_ASYNC) || p->lexer.token.escaped)
        return false;
    next = js__peek(p);
    return !next.newline_before && (next.kind == TOK_AWAIT || js__is_identifier(p, &next));
}

static struct ast_node *parse_async_arrow(struct js_parser *p)
{
    uint32_t start = js__start(p);
    struct ast_node *name;

    js__next(p);
    if (js__at(p, TOK_AWAIT))
        return js__unexpected(p);
    if (!js__check_reference_word(p))
        return NULL;
    name = js__ident(p, p->lexer.token.name, js__start(p), p->lexer.token.end);
    js__next(p);
    if (!js__at(p, TOK_ARROW) || p->lexer.token.newline_before)
        return js__unexpected(p);
    return name ? js__parse_arrow(p, name, start, true) : NULL;
}

static struct ast_node *parse_assignment_body(struct js_parser *p, struct js_cover *own)
{
    uint32_t start = js__start(p);
    struct ast_node *left;

    if (js__at(p, TOK_YIELD) && p->fn->yield_is_operator)
        return parse_yield(p);
    if (at_async_arrow(p))
        return parse_async_arrow(p);
    left = parse_conditional(p);
    if (!left)
        return NULL;
    if (js__at(p, TOK_ARROW)) {
        bool is_name = left->kind == AST_IDENT && !(left->flags & AST_PARENTHESIZED);

        if (left->start != start || (left != p->arrow_head && !is_name))
            return js__fail(p, start, left->end, "Malformed arrow function parameter list");
        if (p->lexer.token.newline_before)
            return js__unexpected(p);
        own->message = NULL;
        return js__parse_arrow(p, left, start, left->kind == AST_CALL);
    }
    return is_assign_operator(js__kind(p)) ? parse_assign_rest(p, left, own) : left;
}

struct ast_node *js__parse_assignment(struct js_parser *p, struct js_cover *cover)
{
    struct js_cover *saved = p->cover;
    struct js_cover own = {0};
    struct ast_node *node;

    if (!js__check_depth(p))
        return NULL;
    p->cover = &own;
    node = parse_assignment_body(p, &own);
    p->cover = saved;
    if (!node)
        return NULL;
    if (cover)
        merge_cover(cover, &own);
    else if (!js__cover_is_expression(p, &own))
        return NULL;
    return node;
}

struct ast_node *js__parse_assignment_in(struct js_parser *p, struct js_cover *cover)
{
    bool no_in = p->no_in;
    struct ast_node *node;

    p->no_in = false;
    node = js__parse_assignment(p, cover);
    p->no_in = no_in;
    return node;
}

/* Adds the operands behind the commas to first. */
static struct ast_node *parse_comma(struct js_parser *p, struct ast_node *first,
                                    struct js_cover *cover)
{
    struct ast_sequence *sequence;

    if (!first || !js__at(p, TOK_COMMA))
        return first;
    sequence = JS_NODE(p, SEQUENCE, sequence, first->start);
    if (!sequence)
        return NULL;
    js__append(&sequence->expressions, first);
    while (js__accept(p, TOK_COMMA)) {
        struct ast_node *next = js__parse_assignment(p, cover);

        if (!next)
            return NULL;
        js__append(&sequence->expressions, next);
    }
    return js__finish(p, &sequence->node);
}

struct ast_node *js__parse_expression(struct js_parser *p)
{
    bool no_in = p->no_in;
    struct ast_node *node;

    p->no_in = false;
    node = parse_comma(p, js__parse_assignment(p, NULL), NULL);
    p->no_in = no_in;
    return node;
}

struct ast_node *js__parse_expression_no_in(struct js_parser *p, struct js_cover *cover)
{
    bool no_in = p->no_in;
    struct ast_node *node;

    p->no_in = true;
    node = parse_comma(p, js__parse_assignment(p, cover), cover);
    p->no_in = no_in;
    return node;
}
