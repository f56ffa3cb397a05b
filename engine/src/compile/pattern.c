/*
 * compile/pattern.c: destructuring (8.6.2, 13.15.5).  The iterator of an array pattern is closed on every way
 * out that did not come from the iterator itself, which marks itself done.
 */
#include "compile/compiler.h"

/* One target: an identifier, member or nested pattern, perhaps with a default. */
static void split_default(struct ast_node *node, struct ast_node **target, struct ast_node **otherwise)
{
    *target = node;
    *otherwise = NULL;
    if (node->kind == AST_DEFAULT) {
        *target = AST(assign, node)->target;
        *otherwise = AST(assign, node)->value;
    }
}

static struct ast_name *target_name(struct ast_node *target)
{
    return target->kind == AST_IDENT && !(target->flags & AST_PARENTHESIZED)
               ? (struct ast_name *)(uintptr_t)AST(ident, target)->ref.name
               : NULL;
}

static void apply_default(struct function *fn, struct ast_node *target, struct ast_node *otherwise,
                          uint16_t value)
{
    LABEL(given);

    if (!otherwise)
        return;
    JUMP(fn, JUMP_IF_NOT_UNDEFINED, &given, value);
    js__expr_named(fn, otherwise, target_name(target), value);
    js__bind(fn, &given);
}

static void array_element(struct function *fn, struct ast_node *node, uint16_t iterator,
                          enum pattern_mode mode)
{
    struct ast_node *target, *otherwise;
    struct place place;
    uint16_t value;
    LABEL(exhausted);
    LABEL(have);

    if (node->kind == AST_HOLE) {
        value = js__temp(fn);
        EMIT(fn, LOAD_UNDEFINED, value);
        JUMP(fn, JUMP_IF_DONE, &exhausted, iterator);
        JUMP(fn, ITERATOR_NEXT, &exhausted, value, iterator);
        js__bind(fn, &exhausted);
        return;
    }
    if (node->kind == AST_REST) {
        target = AST(unary, node)->argument;
        js__prepare_place(fn, target, &place);
        value = js__temp(fn);
        EMIT(fn, ITERATOR_REST, value, iterator);
        js__store_place(fn, &place, value, mode);
        return;
    }
    split_default(node, &target, &otherwise);
    js__prepare_place(fn, target, &place);
    value = js__temp(fn);
    js__at(fn, node->position);
    JUMP(fn, JUMP_IF_DONE, &exhausted, iterator);
    JUMP(fn, ITERATOR_NEXT, &exhausted, value, iterator);
    GOTO(fn, &have);
    js__bind(fn, &exhausted);
    EMIT(fn, LOAD_UNDEFINED, value);
    js__bind(fn, &have);
    apply_default(fn, target, otherwise, value);
    js__store_place(fn, &place, value, mode);
}

static void array_pattern(struct function *fn, struct ast_node *pattern, uint16_t value,
                          const struct pattern_source *source, enum pattern_mode mode)
{
    const uint16_t iterator = js__temps(fn, 3), exception = js__temp(fn);
    struct control control = {.outer = fn->control, .kind = CONTROL_ITERATOR, .iterator = iterator};
    LABEL(done);

    js__at(fn, source->kind == PATTERN_OF_VALUE ? source->node->start : pattern->position);
    js__quote_array_source(fn, source);
    EMIT(fn, GET_ITERATOR, iterator, value);
    const uint32_t start = (uint32_t)fn->code_count;

    fn->control = &control; /* a yield in the pattern may return */
    for (struct ast_node *n = AST(array, pattern)->elements.first; n; n = n->next) {
        const uint32_t mark = fn->next_register;
        array_element(fn, n, iterator, mode);
        js__release(fn, mark);
    }
    fn->control = control.outer;
    const uint32_t end = (uint32_t)fn->code_count;

    EMIT(fn, ITERATOR_CLOSE, iterator);
    GOTO(fn, &done);
    js__add_handler(fn, start, end);
    EMIT(fn, CATCH, exception);
    EMIT(fn, ITERATOR_CLOSE_QUIET, iterator);
    EMIT(fn, THROW, exception);
    js__bind(fn, &done);
}

static bool is_plain_key(const struct ast_property *property)
{
    return !property->is_computed && property->key->kind == AST_STRING &&
           !AST(string, property->key)->value->is_index;
}

/* The property's value, from a key that is kept in `key` where a rest element will exclude it. */
static void object_property(struct function *fn, struct ast_property *property, uint16_t object,
                            uint16_t key, enum pattern_mode mode)
{
    struct ast_node *target, *otherwise;
    struct place place;

    split_default(property->value, &target, &otherwise);
    if (key != NO_REGISTER) {
        js__key_to_register(fn, property->key, key);
        EMIT(fn, TO_PROPERTY_KEY, key, key);
    } else if (!is_plain_key(property)) {
        key = js__temp(fn);
        js__key_to_register(fn, property->key, key);
        EMIT(fn, TO_PROPERTY_KEY, key, key);
    }
    js__prepare_place(fn, target, &place);
    const uint16_t value = js__temp(fn);

    js__at(fn, property->node.position);
    if (key != NO_REGISTER)
        EMIT(fn, GET_ELEMENT, value, object, key, js__cache(fn));
    else
        EMIT(fn, GET_NAMED, value, object, js__name(fn, AST(string, property->key)->value), js__cache(fn));
    apply_default(fn, target, otherwise, value);
    js__store_place(fn, &place, value, mode);
}

static void object_pattern(struct function *fn, struct ast_node *pattern, uint16_t object,
                           const struct pattern_source *source, enum pattern_mode mode)
{
    struct ast_list *properties = &AST(object, pattern)->properties;
    const bool has_rest = properties->last && properties->last->kind == AST_REST;
    const uint32_t keys = has_rest ? properties->count - 1 : 0;
    const uint16_t first_key = has_rest ? js__temps(fn, keys) : NO_REGISTER;
    uint16_t i = 0;

    js__quote_object_source(fn, pattern, source);
    EMIT(fn, CHECK_OBJECT_COERCIBLE, object);
    for (struct ast_node *n = properties->first; n; n = n->next) {
        const uint32_t mark = fn->next_register;

        if (n->kind == AST_REST) {
            struct place place;

            js__prepare_place(fn, AST(unary, n)->argument, &place);
            const uint16_t rest = js__temp(fn);
            EMIT(fn, NEW_OBJECT, rest, 0);
            EMIT(fn, COPY_DATA_PROPERTIES, rest, object, keys ? first_key : 0, (uint16_t)keys);
            js__store_place(fn, &place, rest, mode);
        } else {
            object_property(fn, AST(property, n), object,
                            has_rest ? (uint16_t)(first_key + i++) : NO_REGISTER, mode);
        }
        js__release(fn, mark);
    }
}

/* Assigns value to an identifier, member, pattern or any of them with a default (then value may change). */
void js__pattern(struct function *fn, struct ast_node *node, uint16_t value, enum pattern_mode mode)
{
    const uint32_t mark = fn->next_register;
    const struct pattern_source source = fn->pattern_source;
    struct ast_node *target, *otherwise;

    fn->pattern_source = (struct pattern_source){.kind = PATTERN_NESTED};
    if (!js__code_depth(fn))
        return;
    split_default(node, &target, &otherwise);
    apply_default(fn, target, otherwise, value);
    if (target->kind == AST_ARRAY_PATTERN) {
        array_pattern(fn, target, value, &source, mode);
    } else if (target->kind == AST_OBJECT_PATTERN) {
        object_pattern(fn, target, value, &source, mode);
    } else {
        struct place place;

        js__prepare_place(fn, target, &place);
        js__store_place(fn, &place, value, mode);
    }
    js__release(fn, mark);
}
