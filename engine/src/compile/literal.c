/*
 * compile/literal.c: template, array and object literals.
 */
#include "compile/compiler.h"
#include "object/elements.h"

static void template_literal(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_template *template = AST(template, node);
    struct ast_node *expression = template->expressions.first;
    const uint32_t mark = fn->next_register;
    uint32_t count = 0;
    uint16_t first = NO_REGISTER;

    for (struct ast_node *n = template->strings.first; n; n = n->next) {
        struct ast_name *text = AST(template_string, n)->cooked;

        if (text->length || (!count && !n->next)) {
            const uint16_t reg = js__temp(fn);
            first = count++ ? first : reg;
            EMIT(fn, LOAD_CONST, reg, js__name(fn, text));
        }
        if (expression) {
            const uint16_t reg = js__temp(fn);
            first = count++ ? first : reg;
            js__expr(fn, expression, reg);
            js__at(fn, expression->position);
            EMIT(fn, TO_STRING, reg, reg);
            expression = expression->next;
        }
    }
    if (count == 1)
        EMIT(fn, MOVE, to, first);
    else
        EMIT(fn, CONCAT, to, first, (uint16_t)count);
    js__release(fn, mark);
}

enum { RUN_MAX = 32 }; /* elements of a literal that are first computed into registers */

static uint16_t at_most_16_bits(uint32_t n)
{
    return (uint16_t)(n > 0xFFFF ? 0xFFFF : n);
}

/* The first elements, as many as there are without spread or hole: made at once.  Returns what comes after. */
static struct ast_node *first_elements(struct function *fn, struct ast_list *elements, uint16_t array)
{
    const uint32_t mark = fn->next_register;
    uint32_t count = 0, room = elements->count;
    struct ast_node *n;
    uint16_t first = array;

    for (n = elements->first; n; n = n->next) {
        if (n->kind == AST_SPREAD)
            room = 0;
    }
    for (n = elements->first; n && n->kind != AST_SPREAD && n->kind != AST_HOLE && count < RUN_MAX;
         n = n->next) {
        const uint16_t value = js__temp(fn);

        first = count++ ? first : value;
        js__expr(fn, n, value);
    }
    js__release(fn, mark);
    room = room < count ? count : room; /* what is spread tells itself how much room there must be */
    if (count)
        EMIT(fn, ARRAY_OF, array, first, (uint16_t)count, at_most_16_bits(room));
    else
        EMIT(fn, NEW_ARRAY, array, at_most_16_bits(room));
    return n;
}

/* The number that an element is, as far as the compiler knows. */
static bool is_number(const struct ast_node *n, double *number)
{
    const bool negative = n->kind == AST_UNARY && n->op == AST_OP_NEG;

    if (negative)
        n = AST(unary, n)->argument;
    if (n->kind != AST_NUMBER)
        return false;
    *number = negative ? -AST(number, n)->value : AST(number, n)->value;
    return true;
}

/*
 * The kind of elements of a literal that is nothing but constants: doubles if all are numbers and some need more than a
 * slot, else shared.  JS_KIND_ELEMENTS: it is something else.
 */
static enum js_kind constant_kind(struct function *fn, const struct ast_list *elements)
{
    bool all_numbers = true, doubles = false;
    double number;

    for (const struct ast_node *n = elements->first; n; n = n->next) {
        switch (n->kind) {
        case AST_NULL: case AST_TRUE: case AST_FALSE: case AST_STRING:
            all_numbers = false;
            break;
        default:
            if (!is_number(n, &number))
                return JS_KIND_ELEMENTS;
            doubles |= js__needs_box_nogc(fn->c->ctx, js_number(number));
        }
    }
    return !elements->first           ? JS_KIND_ELEMENTS
           : all_numbers && doubles ? JS_KIND_DOUBLE_ELEMENTS
                                    : JS_KIND_SHARED_ELEMENTS;
}

/* An element's value, to *out (rooted); strings may collect. */
static void constant_value(struct function *fn, struct ast_node *n, js_value *out)
{
    double number;

    switch (n->kind) {
    case AST_NULL: *out = JS_NULL; break;
    case AST_TRUE: *out = JS_TRUE; break;
    case AST_FALSE: *out = JS_FALSE; break;
    case AST_STRING: js__atom(fn->c, AST(string, n)->value, out); break;
    default: *out = is_number(n, &number) ? js_number(number) : JS_UNDEFINED;
    }
}

/* Numbers as doubles, to *out. */
static bool double_elements(struct function *fn, const struct ast_list *list, js_value *out)
{
    JS_TRY(js__elements_new_noscript(fn->c->ctx, JS_KIND_DOUBLE_ELEMENTS, list->count, out));
    double *numbers = ((struct js_double_elements *)gc_to_cell(*out))->numbers;

    for (const struct ast_node *n = list->first; n; n = n->next)
        is_number(n, numbers++);
    return true;
}

/* The elements that all arrays of a literal share at first, to *out [elements.shared]. */
static bool shared_elements(struct function *fn, const struct ast_list *list, js_value *out)
{
    js_ctx *ctx = fn->c->ctx;
    JS_FRAME(ctx, f, value);
    size_t at = offsetof(struct js_elements, slots);

    JS_TRY(js__shared_elements_new_noscript(ctx, list->count, out));
    for (struct ast_node *n = list->first; n; n = n->next, at += sizeof(gc_slot)) {
        constant_value(fn, n, &f.value);
        if (fn->c->failed || !js_store(ctx, out, at, &f.value))
            return false;
    }
    return true;
}

static void constant_literal(struct function *fn, struct ast_list *list, enum js_kind kind, uint16_t to)
{
    JS_FRAME(fn->c->ctx, f, elements);

    if (fn->c->failed)
        return;
    fn->c->failed = kind == JS_KIND_DOUBLE_ELEMENTS ? !double_elements(fn, list, &f.elements)
                                                    : !shared_elements(fn, list, &f.elements);
    EMIT(fn, ARRAY_OF_CONST, to, js__add_constant(fn, &f.elements));
}

static void array_literal(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_list *elements = &AST(array, node)->elements;
    const enum js_kind kind = constant_kind(fn, elements);

    if (kind != JS_KIND_ELEMENTS) {
        constant_literal(fn, elements, kind, to);
        return;
    }
    const uint32_t mark = fn->next_register;
    const uint16_t array = js__scratch(fn, to);
    struct ast_node *n = first_elements(fn, elements, array);
    uint32_t left = 0;

    for (const struct ast_node *m = n; m; m = m->next)
        left++;
    for (; n; n = n->next) {
        const uint32_t inner = fn->next_register;

        left--;
        if (n->kind == AST_HOLE) {
            EMIT(fn, ARRAY_PUSH_HOLE, array);
        } else if (n->kind == AST_SPREAD) {
            const uint16_t value = js__expr_any(fn, AST(unary, n)->argument);
            js__at(fn, AST(unary, n)->argument->position);
            js__quote_iterable(fn, AST(unary, n)->argument);
            EMIT(fn, ARRAY_SPREAD, array, value, at_most_16_bits(left));
        } else {
            const uint16_t value = js__expr_any(fn, n);
            EMIT(fn, ARRAY_PUSH, array, value);
        }
        js__release(fn, inner);
    }
    if (array != to)
        EMIT(fn, MOVE, to, array);
    js__release(fn, mark);
}

/* A literal key as a value in a register: a string, number, or computed expression. */
void js__key_to_register(struct function *fn, struct ast_node *key, uint16_t to)
{
    js__expr(fn, key, to);
}

static bool is_plain_key(const struct ast_property *property)
{
    return !property->is_computed && property->key->kind == AST_STRING &&
           !AST(string, property->key)->value->is_index;
}

static struct ast_name *key_name(const struct ast_property *property)
{
    return is_plain_key(property) || (!property->is_computed && property->key->kind == AST_STRING)
               ? AST(string, property->key)->value
               : NULL;
}

static void value_property(struct function *fn, struct ast_property *property, uint16_t object)
{
    struct ast_name *name = key_name(property);

    if (is_plain_key(property)) {
        uint16_t value;

        if (js_ast_is_anonymous_function(property->value)) {
            value = js__temp(fn);
            js__expr_named(fn, property->value, name, value);
        } else {
            value = js__expr_any(fn, property->value);
        }
        js__at(fn, property->node.position);
        EMIT(fn, DEFINE_NAMED, object, js__name(fn, name), value, js__cache(fn));
        return;
    }
    const uint16_t key = js__temp(fn), value = js__temp(fn);

    js__key_to_register(fn, property->key, key);
    if (property->is_computed || property->key->kind != AST_STRING) {
        EMIT(fn, TO_PROPERTY_KEY, key, key);
        js__expr(fn, property->value, value);
        if (js_ast_is_anonymous_function(property->value))
            EMIT(fn, SET_FUNCTION_NAME, value, key, 0);
    } else {
        js__expr_named(fn, property->value, name, value);
    }
    EMIT(fn, DEFINE_ELEMENT, object, key, value);
}

static void method_property(struct function *fn, struct ast_property *property, uint16_t object)
{
    const uint16_t key = js__temp(fn), function = js__temp(fn);
    const unsigned kind = property->kind == AST_PROPERTY_GET   ? 1
                          : property->kind == AST_PROPERTY_SET ? 2
                                                               : 0;

    js__key_to_register(fn, property->key, key);
    if (property->is_computed)
        EMIT(fn, TO_PROPERTY_KEY, key, key);
    EMIT(fn, METHOD, function, js__function_child(fn, AST(function, property->value), key_name(property)),
         object);
    js__at(fn, property->node.position);
    EMIT(fn, DEFINE_METHOD, object, key, function, (uint16_t)(kind | 4));
}

static void object_literal(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_list *properties = &AST(object, node)->properties;
    const uint32_t mark = fn->next_register;
    const uint16_t object = js__scratch(fn, to);
    uint32_t room = 0;

    for (struct ast_node *n = properties->first; n; n = n->next)
        room += n->kind == AST_PROPERTY && is_plain_key(AST(property, n));
    EMIT(fn, NEW_OBJECT, object, (uint16_t)(room > 64 ? 64 : room));
    for (struct ast_node *n = properties->first; n; n = n->next) {
        const uint32_t inner = fn->next_register;

        if (n->kind == AST_SPREAD) {
            const uint16_t source = js__expr_any(fn, AST(unary, n)->argument);
            EMIT(fn, COPY_DATA_PROPERTIES, object, source, 0, 0);
        } else if (AST(property, n)->kind == AST_PROPERTY_VALUE) {
            value_property(fn, AST(property, n), object);
        } else if (AST(property, n)->kind == AST_PROPERTY_PROTO) {
            const uint16_t value = js__expr_any(fn, AST(property, n)->value);
            EMIT(fn, SET_PROTO, object, value);
        } else {
            method_property(fn, AST(property, n), object);
        }
        js__release(fn, inner);
    }
    if (object != to)
        EMIT(fn, MOVE, to, object);
    js__release(fn, mark);
}

void js__literal(struct function *fn, struct ast_node *node, uint16_t to)
{
    if (node->kind == AST_TEMPLATE)
        template_literal(fn, node, to);
    else if (node->kind == AST_ARRAY)
        array_literal(fn, node, to);
    else
        object_literal(fn, node, to);
}
