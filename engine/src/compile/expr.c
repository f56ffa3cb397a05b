/*
 * compile/expr.c: expressions.  js__expr puts a value into a given register.  That register may be a
 * variable's: then it is written once, as the last step, or by way of a scratch register, since the
 * expression may read the variable, and an exception must leave it as it was [compile.write-last].
 */
#include "compile/compiler.h"

enum js_opcode js__binary_opcode(unsigned ast_op)
{
    static const uint8_t opcodes[] = {
        [AST_OP_ADD] = JS_OP_ADD,
        [AST_OP_SUB] = JS_OP_SUB,
        [AST_OP_MUL] = JS_OP_MUL,
        [AST_OP_DIV] = JS_OP_DIV,
        [AST_OP_MOD] = JS_OP_MOD,
        [AST_OP_EXP] = JS_OP_EXP,
        [AST_OP_SHL] = JS_OP_SHL,
        [AST_OP_SAR] = JS_OP_SAR,
        [AST_OP_SHR] = JS_OP_SHR,
        [AST_OP_BIT_AND] = JS_OP_BIT_AND,
        [AST_OP_BIT_OR] = JS_OP_BIT_OR,
        [AST_OP_BIT_XOR] = JS_OP_BIT_XOR,
        [AST_OP_EQ] = JS_OP_EQ,
        [AST_OP_NE] = JS_OP_NE,
        [AST_OP_STRICT_EQ] = JS_OP_SEQ,
        [AST_OP_STRICT_NE] = JS_OP_SNE,
        [AST_OP_LT] = JS_OP_LT,
        [AST_OP_GT] = JS_OP_GT,
        [AST_OP_LE] = JS_OP_LE,
        [AST_OP_GE] = JS_OP_GE,
        [AST_OP_INSTANCEOF] = JS_OP_INSTANCEOF,
        [AST_OP_IN] = JS_OP_IN,
    };
    return opcodes[ast_op];
}

static bool list_may_assign(const struct ast_list *list, unsigned depth)
{
    for (const struct ast_node *n = list->first; n; n = n->next) {
        if (js__may_assign(n, depth))
            return true;
    }
    return false;
}

/* Whether evaluating node might assign to a variable in a register; true where that takes long to find out. */
bool js__may_assign(const struct ast_node *node, unsigned depth)
{
    if (!node)
        return false;
    if (depth > 12)
        return true;
    switch (node->kind) {
    case AST_IDENT: case AST_THIS: case AST_NULL: case AST_TRUE: case AST_FALSE: case AST_NUMBER:
    case AST_STRING: case AST_REGEXP: case AST_FUNCTION: case AST_NEW_TARGET: case AST_HOLE:
    case AST_SUPER_MEMBER:
        return false;
    case AST_MEMBER: case AST_PRIVATE_MEMBER:
        return js__may_assign(AST(link, node)->object, depth + 1);
    case AST_INDEX:
        return js__may_assign(AST(link, node)->object, depth + 1) ||
               js__may_assign(AST(index, node)->index, depth + 1);
    case AST_CALL:
        return AST(call, node)->eval || js__may_assign(AST(link, node)->object, depth + 1) ||
               list_may_assign(&AST(call, node)->arguments, depth + 1);
    case AST_NEW:
        return js__may_assign(AST(new, node)->callee, depth + 1) ||
               list_may_assign(&AST(new, node)->arguments, depth + 1);
    case AST_BINARY:
        if (js__may_assign(AST(binary, node)->first, depth + 1))
            return true;
        for (const struct ast_operand *o = AST(binary, node)->rest; o; o = o->next) {
            if (js__may_assign(o->operand, depth + 1))
                return true;
        }
        return false;
    case AST_LOGICAL:
        return list_may_assign(&AST(logical, node)->operands, depth + 1);
    case AST_CONDITIONAL:
        return js__may_assign(AST(conditional, node)->test, depth + 1) ||
               js__may_assign(AST(conditional, node)->consequent, depth + 1) ||
               js__may_assign(AST(conditional, node)->alternate, depth + 1);
    case AST_UNARY: case AST_SPREAD: case AST_OPTIONAL_CHAIN:
        return js__may_assign(AST(unary, node)->argument, depth + 1);
    case AST_ARRAY:
        return list_may_assign(&AST(array, node)->elements, depth + 1);
    case AST_TEMPLATE:
        return list_may_assign(&AST(template, node)->expressions, depth + 1);
    default:
        return true;
    }
}

uint16_t js__expr_any(struct function *fn, struct ast_node *node)
{
    uint16_t reg;

    if (node->kind == AST_IDENT) {
        reg = js__ref_register(fn, &AST(ident, node)->ref);
        if (reg != NO_REGISTER)
            return reg;
    } else if (node->kind == AST_THIS) {
        reg = js__ref_register(fn, &AST(this, node)->ref);
        if (reg != NO_REGISTER)
            return reg;
    }
    reg = js__temp(fn);
    js__expr(fn, node, reg);
    return reg;
}

uint16_t js__expr_before(struct function *fn, struct ast_node *node, struct ast_node *later)
{
    uint16_t reg;

    if (!js__may_assign(later, 0))
        return js__expr_any(fn, node);
    reg = js__temp(fn);
    js__expr(fn, node, reg);
    return reg;
}

void js__expr_discard(struct function *fn, struct ast_node *node)
{
    const uint32_t mark = fn->next_register;
    struct ast_node *target = node->kind == AST_ASSIGN   ? AST(assign, node)->target
                              : node->kind == AST_UPDATE ? AST(update, node)->target
                                                         : NULL;
    uint16_t own = NO_REGISTER;

    if (target && target->kind == AST_IDENT)
        own = js__writable_register(fn, &AST(ident, target)->ref);
    if (own != NO_REGISTER && node->kind == AST_UPDATE) {
        js__at(fn, node->position);
        if (node->op == AST_OP_INC)
            EMIT(fn, INC, own, own);
        else
            EMIT(fn, DEC, own, own);
        return;
    }
    if (own != NO_REGISTER && node->op == AST_OP_NONE) {
        js__expr(fn, node, own);
        return;
    }
    js__expr(fn, node, js__temp(fn));
    js__release(fn, mark);
}

void js__expr_named(struct function *fn, struct ast_node *node, struct ast_name *name, uint16_t to)
{
    if (name && js_ast_is_anonymous_function(node)) {
        if (node->kind == AST_CLASS)
            js__class(fn, AST(class, node), name, to);
        else
            js__closure(fn, AST(function, node), name, to);
        return;
    }
    js__expr(fn, node, to);
}

/* ---- operators ---- */

/* The immediate form of op for a small integer at the right; JS_OP_NOP: none. */
static enum js_opcode immediate_opcode(unsigned op, double number)
{
    if (number != (double)(int16_t)number || (number == 0 && __builtin_signbit(number)))
        return JS_OP_NOP;
    switch (op) {
    case AST_OP_ADD: return JS_OP_ADD_INT;
    case AST_OP_SUB: return JS_OP_SUB_INT;
    case AST_OP_MUL: return JS_OP_MUL_INT;
    case AST_OP_BIT_AND: return JS_OP_BIT_AND_INT;
    case AST_OP_BIT_OR: return JS_OP_BIT_OR_INT;
    case AST_OP_SHL: return JS_OP_SHL_INT;
    case AST_OP_SAR: return JS_OP_SAR_INT;
    case AST_OP_SHR: return JS_OP_SHR_INT;
    default: return JS_OP_NOP;
    }
}

static void emit_operator(struct function *fn, uint16_t to, uint16_t left, const struct ast_operand *o)
{
    const uint32_t mark = fn->next_register;

    if (o->operand->kind == AST_NUMBER) {
        const double number = AST(number, o->operand)->value;
        const enum js_opcode op = immediate_opcode(o->op, number);

        if (op != JS_OP_NOP) {
            js__at(fn, o->position);
            js__code(fn, op, (const uint16_t[]){to, left, (uint16_t)(int16_t)number}, 3);
            return;
        }
    }
    const uint16_t right = js__expr_any(fn, o->operand);

    js__at(fn, o->position);
    js__code(fn, js__binary_opcode(o->op), (const uint16_t[]){to, left, right}, 3);
    js__release(fn, mark);
}

void js__binary(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_binary *binary = AST(binary, node);
    const uint32_t mark = fn->next_register;
    const uint16_t partial = binary->rest->next ? js__temp(fn) : to;
    uint16_t left = js__expr_before(fn, binary->first, binary->rest->operand);

    for (struct ast_operand *o = binary->rest; o; o = o->next) {
        const uint16_t result = o->next ? partial : to;

        emit_operator(fn, result, left, o);
        left = result;
    }
    js__release(fn, mark);
}

static void logical(struct function *fn, struct ast_node *node, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    const uint16_t result = js__scratch(fn, to);
    LABEL(end);

    for (struct ast_node *n = AST(logical, node)->operands.first; n; n = n->next) {
        js__expr(fn, n, result);
        if (!n->next)
            break;
        if (node->op == AST_OP_AND)
            JUMP(fn, JUMP_IF_FALSE, &end, result);
        else if (node->op == AST_OP_OR)
            JUMP(fn, JUMP_IF_TRUE, &end, result);
        else
            JUMP(fn, JUMP_IF_NOT_NULLISH, &end, result);
    }
    js__bind(fn, &end);
    if (result != to)
        EMIT(fn, MOVE, to, result);
    js__release(fn, mark);
}

static void conditional(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_conditional *c = AST(conditional, node);
    LABEL(otherwise);
    LABEL(end);

    js__condition(fn, c->test, &otherwise, false);
    js__expr(fn, c->consequent, to);
    GOTO(fn, &end);
    js__bind(fn, &otherwise);
    js__expr(fn, c->alternate, to);
    js__bind(fn, &end);
}

/* ---- conditions ---- */

static enum js_opcode compare_jump(unsigned op, bool if_true)
{
    switch (op) {
    case AST_OP_LT: return if_true ? JS_OP_JUMP_LT : JS_OP_JUMP_NLT;
    case AST_OP_LE: return if_true ? JS_OP_JUMP_LE : JS_OP_JUMP_NLE;
    case AST_OP_GT: return if_true ? JS_OP_JUMP_GT : JS_OP_JUMP_NGT;
    case AST_OP_GE: return if_true ? JS_OP_JUMP_GE : JS_OP_JUMP_NGE;
    case AST_OP_EQ: return if_true ? JS_OP_JUMP_EQ : JS_OP_JUMP_NE;
    case AST_OP_NE: return if_true ? JS_OP_JUMP_NE : JS_OP_JUMP_EQ;
    case AST_OP_STRICT_EQ: return if_true ? JS_OP_JUMP_SEQ : JS_OP_JUMP_SNE;
    case AST_OP_STRICT_NE: return if_true ? JS_OP_JUMP_SNE : JS_OP_JUMP_SEQ;
    default: return JS_OP_NOP;
    }
}

static bool compare_condition(struct function *fn, struct ast_node *node, struct label *target,
                              bool if_true)
{
    struct ast_binary *binary = AST(binary, node);
    const uint32_t mark = fn->next_register;

    if (binary->rest->next || compare_jump(binary->rest->op, if_true) == JS_OP_NOP)
        return false;
    const uint16_t left = js__expr_before(fn, binary->first, binary->rest->operand);
    const uint16_t right = js__expr_any(fn, binary->rest->operand);

    js__at(fn, binary->rest->position);
    js__code_jump(fn, compare_jump(binary->rest->op, if_true), (const uint16_t[]){left, right}, 2, target);
    js__release(fn, mark);
    return true;
}

static void logical_condition(struct function *fn, struct ast_node *node, struct label *target,
                              bool if_true)
{
    const bool is_and = node->op == AST_OP_AND;
    LABEL(out);

    for (struct ast_node *n = AST(logical, node)->operands.first; n; n = n->next) {
        if (!n->next)
            js__condition(fn, n, target, if_true);
        else if (is_and == if_true)
            js__condition(fn, n, &out, !if_true);
        else
            js__condition(fn, n, target, if_true);
    }
    js__bind(fn, &out);
}

void js__condition(struct function *fn, struct ast_node *node, struct label *target, bool if_true)
{
    const uint32_t mark = fn->next_register;

    if (!js__code_depth(fn))
        return;
    if (node->kind == AST_UNARY && node->op == AST_OP_NOT) {
        js__condition(fn, AST(unary, node)->argument, target, !if_true);
        return;
    }
    if (node->kind == AST_LOGICAL && node->op != AST_OP_NULLISH) {
        logical_condition(fn, node, target, if_true);
        return;
    }
    if (node->kind == AST_BINARY && compare_condition(fn, node, target, if_true))
        return;
    const uint16_t value = js__expr_any(fn, node);

    if (if_true)
        JUMP(fn, JUMP_IF_TRUE, target, value);
    else
        JUMP(fn, JUMP_IF_FALSE, target, value);
    js__release(fn, mark);
}

/* ---- unary ---- */

static void delete_expression(struct function *fn, struct ast_node *argument, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    uint16_t object;

    switch (argument->kind) {
    case AST_IDENT:
        js__delete_ref(fn, &AST(ident, argument)->ref, to);
        break;
    case AST_MEMBER:
        object = js__expr_any(fn, AST(link, argument)->object);
        js__at(fn, argument->position);
        EMIT(fn, DELETE_NAMED, to, object, js__name(fn, AST(member, argument)->name));
        break;
    case AST_INDEX: {
        object = js__expr_before(fn, AST(link, argument)->object, AST(index, argument)->index);
        const uint16_t key = js__expr_any(fn, AST(index, argument)->index);
        js__at(fn, argument->position);
        EMIT(fn, DELETE_ELEMENT, to, object, key);
        break;
    }
    case AST_SUPER_MEMBER:
    case AST_SUPER_INDEX:
        object = js__temp(fn);
        js__load_this(fn, argument->kind == AST_SUPER_MEMBER ? &AST(super_member, argument)->this
                                                             : &AST(super_index, argument)->this,
                      object);
        if (argument->kind == AST_SUPER_INDEX)
            js__expr_discard(fn, AST(super_index, argument)->index);
        EMIT(fn, THROW_ERROR, 1, js__ascii_constant(fn, "Unsupported reference to 'super'"));
        break;
    case AST_OPTIONAL_CHAIN: {
        /* The chain up to the last link, then delete; undefined objects give true. */
        LABEL(end);
        struct ast_node *last = AST(unary, argument)->argument;
        const uint16_t result = js__scratch(fn, to);

        if (last->kind == AST_MEMBER || last->kind == AST_INDEX) {
            object = js__temp(fn);
            struct ast_unary base = *AST(unary, argument);
            base.argument = AST(link, last)->object;
            js__optional_chain(fn, &base.node, object);
            EMIT(fn, LOAD_TRUE, result);
            JUMP(fn, JUMP_IF_NULLISH, &end, object);
            if (last->kind == AST_MEMBER) {
                EMIT(fn, DELETE_NAMED, result, object, js__name(fn, AST(member, last)->name));
            } else {
                const uint16_t key = js__expr_any(fn, AST(index, last)->index);
                EMIT(fn, DELETE_ELEMENT, result, object, key);
            }
            js__bind(fn, &end);
        } else {
            js__expr_discard(fn, argument);
            EMIT(fn, LOAD_TRUE, result);
        }
        if (result != to)
            EMIT(fn, MOVE, to, result);
        break;
    }
    default:
        js__expr_discard(fn, argument);
        EMIT(fn, LOAD_TRUE, to);
    }
    js__release(fn, mark);
}

static void unary(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_node *argument = AST(unary, node)->argument;
    const uint32_t mark = fn->next_register;
    uint16_t value;

    if (node->op == AST_OP_TYPEOF && argument->kind == AST_IDENT) {
        const uint16_t result = js__scratch(fn, to);
        js__typeof_ref(fn, &AST(ident, argument)->ref, result);
        if (result != to)
            EMIT(fn, MOVE, to, result);
        js__release(fn, mark);
        return;
    }
    if (node->op == AST_OP_DELETE) {
        delete_expression(fn, argument, to);
        return;
    }
    if (node->op == AST_OP_VOID) {
        js__expr_discard(fn, argument);
        EMIT(fn, LOAD_UNDEFINED, to);
        return;
    }
    if (node->op == AST_OP_NEG && argument->kind == AST_NUMBER) {
        js__load_number(fn, to, -AST(number, argument)->value);
        return;
    }
    value = js__expr_any(fn, argument);
    js__at(fn, node->position);
    switch (node->op) {
    case AST_OP_PLUS: EMIT(fn, PLUS, to, value); break;
    case AST_OP_NEG: EMIT(fn, NEG, to, value); break;
    case AST_OP_NOT: EMIT(fn, NOT, to, value); break;
    case AST_OP_BIT_NOT: EMIT(fn, BIT_NOT, to, value); break;
    default: EMIT(fn, TYPEOF, to, value); break;
    }
    js__release(fn, mark);
}

/* ---- the rest ---- */

static void sequence(struct function *fn, struct ast_node *node, uint16_t to)
{
    for (struct ast_node *n = AST(sequence, node)->expressions.first; n; n = n->next) {
        if (n->next)
            js__expr_discard(fn, n);
        else
            js__expr(fn, n, to);
    }
}

static void super_property(struct function *fn, struct ast_node *node, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    struct place place;

    js__prepare_place(fn, node, &place);
    js__load_place(fn, &place, to);
    js__release(fn, mark);
}

static void private_in(struct function *fn, struct ast_node *node, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    const uint16_t name = js__temp(fn);
    const uint16_t object = js__expr_any(fn, AST(private_in, node)->object);

    js__load_ref(fn, &AST(private_in, node)->name, name);
    js__at(fn, node->position);
    EMIT(fn, HAS_PRIVATE, to, name, object);
    js__release(fn, mark);
}

static void import_call(struct function *fn, struct ast_node *node, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    const uint16_t specifier = js__temp(fn), options = js__temp(fn);

    js__expr(fn, AST(import_call, node)->specifier, specifier);
    if (AST(import_call, node)->options)
        js__expr(fn, AST(import_call, node)->options, options);
    else
        EMIT(fn, LOAD_UNDEFINED, options);
    js__at(fn, node->position);
    EMIT(fn, IMPORT_DYNAMIC, to, specifier, options);
    js__release(fn, mark);
}

static void await_expression(struct function *fn, struct ast_node *node, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    const uint16_t value = js__expr_any(fn, AST(unary, node)->argument);

    js__at(fn, node->position);
    js__await(fn, value, to);
    js__release(fn, mark);
}

/* Whether an expression's code writes its target by its last instruction only, whatever that is. */
static bool writes_last(const struct ast_node *node)
{
    return js_ast_is_link(node) || node->kind == AST_NEW || node->kind == AST_BINARY;
}

static void dispatch(struct function *fn, struct ast_node *node, uint16_t to);

/*
 * A target at the top of the stack that is not written before the end is free until then: the expression's own
 * temporaries begin there.  Else it would keep, through the calls that the expression makes, what the last call left
 * in that register [compile.no-stale].
 */
void js__expr(struct function *fn, struct ast_node *node, uint16_t to)
{
    if (fn->c->failed)
        return;
    if (to + 1u != fn->next_register || fn->is_variable[to] || !writes_last(node)) {
        dispatch(fn, node, to);
        return;
    }
    fn->next_register = to;
    dispatch(fn, node, to);
    fn->next_register = to + 1u;
}

static void dispatch(struct function *fn, struct ast_node *node, uint16_t to)
{
    if (!js__code_depth(fn))
        return;
    js__at(fn, node->position);
    switch (node->kind) {
    case AST_IDENT: {
        const uint32_t mark = fn->next_register;
        const uint16_t result = js__scratch(fn, to);
        const uint16_t own = js__ref_register(fn, &AST(ident, node)->ref);

        if (own != NO_REGISTER) {
            if (own != to)
                EMIT(fn, MOVE, to, own);
        } else {
            js__load_ref(fn, &AST(ident, node)->ref, result);
            if (result != to)
                EMIT(fn, MOVE, to, result);
        }
        js__release(fn, mark);
        break;
    }
    case AST_THIS: js__load_this(fn, &AST(this, node)->ref, to); break;
    case AST_NEW_TARGET: js__load_ref(fn, &AST(this, node)->ref, to); break;
    case AST_NULL: EMIT(fn, LOAD_NULL, to); break;
    case AST_TRUE: EMIT(fn, LOAD_TRUE, to); break;
    case AST_FALSE: EMIT(fn, LOAD_FALSE, to); break;
    case AST_NUMBER: js__load_number(fn, to, AST(number, node)->value); break;
    case AST_STRING: EMIT(fn, LOAD_CONST, to, js__name(fn, AST(string, node)->value)); break;
    case AST_BIGINT: js__refuse(fn, node, "BigInt literals are not supported"); break;
    case AST_REGEXP:
        EMIT(fn, NEW_REGEXP, to, js__name(fn, AST(regexp, node)->pattern),
             js__name(fn, AST(regexp, node)->flags));
        break;
    case AST_TEMPLATE: case AST_ARRAY: case AST_OBJECT: js__literal(fn, node, to); break;
    case AST_FUNCTION: js__closure(fn, AST(function, node), NULL, to); break;
    case AST_CLASS: js__class(fn, AST(class, node), NULL, to); break;
    case AST_IMPORT_META: js__refuse(fn, node, "import.meta is not supported"); break;
    case AST_UNARY: unary(fn, node, to); break;
    case AST_UPDATE: js__update(fn, node, to); break;
    case AST_BINARY: js__binary(fn, node, to); break;
    case AST_LOGICAL: logical(fn, node, to); break;
    case AST_CONDITIONAL: conditional(fn, node, to); break;
    case AST_ASSIGN: js__assign(fn, node, to); break;
    case AST_SEQUENCE: sequence(fn, node, to); break;
    case AST_YIELD: js__yield(fn, node, to); break;
    case AST_YIELD_STAR: js__yield_star(fn, node, to); break;
    case AST_AWAIT: await_expression(fn, node, to); break;
    case AST_PRIVATE_IN: private_in(fn, node, to); break;
    case AST_MEMBER: case AST_INDEX: case AST_PRIVATE_MEMBER: case AST_CALL: case AST_TAGGED_TEMPLATE:
        js__chain(fn, node, to);
        break;
    case AST_OPTIONAL_CHAIN: js__optional_chain(fn, node, to); break;
    case AST_SUPER_MEMBER: case AST_SUPER_INDEX: super_property(fn, node, to); break;
    case AST_SUPER_CALL: js__super_call(fn, node, to); break;
    case AST_NEW: js__new(fn, node, to); break;
    case AST_IMPORT_CALL: import_call(fn, node, to); break;
    default: js__refuse(fn, node, "this expression is not supported"); break;
    }
}
