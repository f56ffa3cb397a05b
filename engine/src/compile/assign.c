/*
 * compile/assign.c: assignment and update, by way of places: targets whose parts have been evaluated.
 */
#include "compile/compiler.h"

void js__prepare_place(struct function *fn, struct ast_node *node, struct place *place)
{
    *place = (struct place){node, NO_REGISTER, NO_REGISTER, NO_REGISTER, 0};
    switch (node->kind) {
    case AST_IDENT:
        place->resolved = js__resolve_ref(fn, &AST(ident, node)->ref);
        break;
    case AST_MEMBER:
        place->object = js__temp(fn);
        js__expr(fn, AST(link, node)->object, place->object);
        break;
    case AST_INDEX:
        place->object = js__temp(fn);
        place->key = js__temp(fn);
        js__expr(fn, AST(link, node)->object, place->object);
        js__expr(fn, AST(index, node)->index, place->key);
        break;
    case AST_PRIVATE_MEMBER:
        place->object = js__temp(fn);
        place->key = js__temp(fn);
        js__expr(fn, AST(link, node)->object, place->object);
        js__load_ref(fn, &AST(private_member, node)->name, place->key);
        break;
    case AST_SUPER_MEMBER:
        /* object: this; resolved: the home object */
        place->object = js__temp(fn);
        place->resolved = js__temp(fn);
        place->key = js__temp(fn);
        js__load_this(fn, &AST(super_member, node)->this, place->object);
        js__load_ref(fn, &AST(super_member, node)->home, place->resolved);
        EMIT(fn, LOAD_CONST, place->key, js__name(fn, AST(super_member, node)->name));
        break;
    case AST_SUPER_INDEX:
        place->object = js__temp(fn);
        place->resolved = js__temp(fn);
        place->key = js__temp(fn);
        js__load_this(fn, &AST(super_index, node)->this, place->object);
        js__expr(fn, AST(super_index, node)->index, place->key);
        js__load_ref(fn, &AST(super_index, node)->home, place->resolved);
        break;
    case AST_CALL:
        js__expr_discard(fn, node);
        EMIT(fn, THROW_ERROR, 1, js__ascii_constant(fn, "Invalid left-hand side in assignment"));
        break;
    default:
        break; /* patterns: nothing to evaluate ahead */
    }
}

void js__load_place(struct function *fn, struct place *place, uint16_t to)
{
    struct ast_node *node = place->node;

    js__at(fn, node->position);
    switch (node->kind) {
    case AST_IDENT: {
        const uint16_t result = js__scratch(fn, to);
        js__load_ref(fn, &AST(ident, node)->ref, result);
        if (result != to)
            EMIT(fn, MOVE, to, result);
        break;
    }
    case AST_MEMBER:
        EMIT(fn, GET_NAMED, to, place->object, js__name(fn, AST(member, node)->name), js__cache(fn));
        break;
    case AST_INDEX:
        EMIT(fn, GET_ELEMENT, to, place->object, place->key, js__cache(fn));
        break;
    case AST_PRIVATE_MEMBER:
        EMIT(fn, GET_PRIVATE, to, place->object, place->key);
        break;
    case AST_SUPER_MEMBER:
    case AST_SUPER_INDEX:
        EMIT(fn, GET_SUPER, to, place->resolved, place->key, place->object);
        break;
    default:
        break;
    }
}

static void count_this_property(struct function *fn, struct ast_node *object)
{
    if (object->kind == AST_THIS)
        fn->this_properties++;
}

void js__store_place(struct function *fn, struct place *place, uint16_t value, enum pattern_mode mode)
{
    struct ast_node *node = place->node;

    js__at(fn, place->position ? place->position : node->position);
    switch (node->kind) {
    case AST_IDENT:
        js__store_ref(fn, &AST(ident, node)->ref, value, place->resolved, mode == PATTERN_INITIALISE);
        break;
    case AST_MEMBER:
        count_this_property(fn, AST(link, node)->object);
        EMIT(fn, SET_NAMED, place->object, js__name(fn, AST(member, node)->name), value, js__cache(fn));
        break;
    case AST_INDEX:
        EMIT(fn, SET_ELEMENT, place->object, place->key, value, js__cache(fn));
        break;
    case AST_PRIVATE_MEMBER:
        EMIT(fn, SET_PRIVATE, place->object, place->key, value);
        break;
    case AST_SUPER_MEMBER:
    case AST_SUPER_INDEX:
        EMIT(fn, SET_SUPER, place->resolved, place->key, place->object, value);
        break;
    case AST_ARRAY_PATTERN:
    case AST_OBJECT_PATTERN:
        js__pattern(fn, node, value, mode);
        break;
    default:
        break;
    }
}

/* The object and key of a member, without copies where the right side cannot change them. */
static void prepare_plain(struct function *fn, struct ast_node *target, struct ast_node *value,
                          struct place *place)
{
    if (target->kind == AST_MEMBER) {
        *place = (struct place){target, NO_REGISTER, NO_REGISTER, NO_REGISTER, 0};
        place->object = js__expr_before(fn, AST(link, target)->object, value);
    } else if (target->kind == AST_INDEX && !js__may_assign(value, 0)) {
        *place = (struct place){target, NO_REGISTER, NO_REGISTER, NO_REGISTER, 0};
        place->object = js__expr_before(fn, AST(link, target)->object, AST(index, target)->index);
        place->key = js__expr_any(fn, AST(index, target)->index);
    } else {
        js__prepare_place(fn, target, place);
    }
}

static struct ast_name *ident_name(struct ast_node *target)
{
    if (target->kind != AST_IDENT || (target->flags & AST_PARENTHESIZED))
        return NULL;
    return (struct ast_name *)(uintptr_t)AST(ident, target)->ref.name;
}

static void plain_assign(struct function *fn, struct ast_assign *node, uint16_t to)
{
    struct place place;
    uint16_t value;

    if (node->target->kind == AST_IDENT) {
        const uint16_t own = js__writable_register(fn, &AST(ident, node->target)->ref);

        if (own != NO_REGISTER) {
            js__expr_named(fn, node->value, ident_name(node->target), own);
            if (to != own)
                EMIT(fn, MOVE, to, own);
            return;
        }
    }
    prepare_plain(fn, node->target, node->value, &place);
    if (node->target->kind == AST_IDENT && js_ast_is_anonymous_function(node->value)) {
        value = js__temp(fn);
        js__expr_named(fn, node->value, ident_name(node->target), value);
    } else {
        value = js__expr_any(fn, node->value);
    }
    if (node->target->kind == AST_ARRAY_PATTERN || node->target->kind == AST_OBJECT_PATTERN) {
        /* The pattern may assign to the variable that the value was read from. */
        const uint16_t kept = js__temp(fn);
        EMIT(fn, MOVE, kept, value);
        value = kept;
        fn->pattern_source = (struct pattern_source){
            .kind = PATTERN_OF_VALUE, .is_assignment = true, .node = node->value};
    }
    place.position = node->node.position;
    js__store_place(fn, &place, value, PATTERN_ASSIGN);
    if (to != value)
        EMIT(fn, MOVE, to, value);
}

/* An element that is read and written has its key converted once. */
static void convert_key(struct function *fn, struct place *place)
{
    if (place->node->kind != AST_INDEX || AST(index, place->node)->index->kind == AST_NUMBER ||
        AST(index, place->node)->index->kind == AST_STRING)
        return;
    const uint16_t key = js__temp(fn);

    js__at(fn, place->node->position);
    EMIT(fn, ELEMENT_KEY, key, place->object, place->key);
    place->key = key;
}

static void logical_assign(struct function *fn, struct ast_assign *node, uint16_t to)
{
    const uint16_t result = js__scratch(fn, to);
    struct place place;
    LABEL(end);

    js__prepare_place(fn, node->target, &place);
    convert_key(fn, &place);
    js__load_place(fn, &place, result);
    if (node->node.op == AST_OP_AND)
        JUMP(fn, JUMP_IF_FALSE, &end, result);
    else if (node->node.op == AST_OP_OR)
        JUMP(fn, JUMP_IF_TRUE, &end, result);
    else
        JUMP(fn, JUMP_IF_NOT_NULLISH, &end, result);
    js__expr_named(fn, node->value, ident_name(node->target), result);
    place.position = node->node.position;
    js__store_place(fn, &place, result, PATTERN_ASSIGN);
    js__bind(fn, &end);
    if (result != to)
        EMIT(fn, MOVE, to, result);
}

static void operator_assign(struct function *fn, struct ast_assign *node, uint16_t to)
{
    struct ast_operand operand = {NULL, node->value, node->node.op, node->node.position};
    const enum js_opcode op = js__binary_opcode(node->node.op);
    struct place place;
    uint16_t left, right;

    if (node->target->kind == AST_IDENT) {
        const uint16_t own = js__writable_register(fn, &AST(ident, node->target)->ref);

        if (own != NO_REGISTER) {
            left = own;
            if (js__may_assign(node->value, 0)) {
                left = js__temp(fn);
                EMIT(fn, MOVE, left, own);
            }
            if (node->value->kind == AST_NUMBER && op == JS_OP_ADD &&
                AST(number, node->value)->value == (double)(int16_t)AST(number, node->value)->value &&
                !__builtin_signbit(AST(number, node->value)->value)) {
                js__at(fn, operand.position);
                EMIT(fn, ADD_INT, own, left, (uint16_t)(int16_t)AST(number, node->value)->value);
            } else {
                right = js__expr_any(fn, node->value);
                js__at(fn, operand.position);
                js__code(fn, op, (const uint16_t[]){own, left, right}, 3);
            }
            if (to != own)
                EMIT(fn, MOVE, to, own);
            return;
        }
    }
    prepare_plain(fn, node->target, node->value, &place);
    convert_key(fn, &place);
    left = js__temp(fn);
    js__load_place(fn, &place, left);
    right = js__expr_any(fn, node->value);
    js__at(fn, operand.position);
    js__code(fn, op, (const uint16_t[]){left, left, right}, 3);
    place.position = node->node.position;
    js__store_place(fn, &place, left, PATTERN_ASSIGN);
    if (to != left)
        EMIT(fn, MOVE, to, left);
}

void js__assign(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_assign *assign = AST(assign, node);
    const uint32_t mark = fn->next_register;

    switch (node->op) {
    case AST_OP_NONE:
        plain_assign(fn, assign, to);
        break;
    case AST_OP_AND:
    case AST_OP_OR:
    case AST_OP_NULLISH:
        logical_assign(fn, assign, to);
        break;
    default:
        operator_assign(fn, assign, to);
    }
    js__release(fn, mark);
}

static void emit_step(struct function *fn, bool increment, uint16_t to, uint16_t from)
{
    if (increment)
        EMIT(fn, INC, to, from);
    else
        EMIT(fn, DEC, to, from);
}

void js__update(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_update *update = AST(update, node);
    const bool increment = node->op == AST_OP_INC;
    const uint32_t mark = fn->next_register;
    struct place place;
    uint16_t old, value;

    if (update->target->kind == AST_IDENT) {
        const uint16_t own = js__writable_register(fn, &AST(ident, update->target)->ref);

        if (own != NO_REGISTER) {
            if (update->is_prefix) {
                emit_step(fn, increment, own, own);
                if (to != own)
                    EMIT(fn, MOVE, to, own);
            } else if (to == own) {
                EMIT(fn, TO_NUMERIC, own, own); /* x = x++ */
            } else {
                old = fn->is_variable[to] ? js__temp(fn) : to;
                EMIT(fn, TO_NUMERIC, old, own);
                emit_step(fn, increment, own, old);
                if (old != to)
                    EMIT(fn, MOVE, to, old);
            }
            js__release(fn, mark);
            return;
        }
    }
    js__prepare_place(fn, update->target, &place);
    convert_key(fn, &place);
    old = js__temp(fn);
    value = js__temp(fn);
    js__load_place(fn, &place, old);
    js__at(fn, node->position);
    EMIT(fn, TO_NUMERIC, old, old);
    emit_step(fn, increment, value, old);
    place.position = update->is_prefix ? update->target->position : node->end - 2; /* of ++ behind it */
    js__store_place(fn, &place, value, PATTERN_ASSIGN);
    EMIT(fn, MOVE, to, update->is_prefix ? value : old);
    js__release(fn, mark);
}
