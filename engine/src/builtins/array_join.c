/*
 * builtins/array_join.c: join, toString and toLocaleString of Array.prototype.
 *
 * The text is built outside the heap.  An array that is met again while it is being joined is empty text, as
 * in all engines: the arrays in progress form a list through C frames, from ctx->state.
 */
#include "builtins/array_internal.h"

#include "base/number_text.h"

struct js_join {
    struct js_join *outer;
    const js_value *object; /* rooted by the function that declared this */
    js_ctx *ctx;
};

static bool is_joining(const js_ctx *ctx, js_value object)
{
    for (const struct js_join *j = ctx->state->joining; j; j = j->outer)
        if (gc_same(*j->object, object))
            return true;
    return false;
}

static void join_leave(struct js_join *j)
{
    j->ctx->state->joining = j->outer;
}

#define JOIN_ENTER(ctx_, j, object_)                                                               \
    struct js_join j GC_CLEANUP(join_leave) = {(ctx_)->state->joining, (object_), (ctx_)};            \
    (ctx_)->state->joining = &j

static void append_int(struct js_string_builder *b, int32_t i)
{
    char text[12], *at = text + sizeof text;
    uint32_t rest = i < 0 ? -(uint32_t)i : (uint32_t)i;

    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (i < 0)
        *--at = '-';
    js_builder_latin1_nogc(b, (const uint8_t *)at, (size_t)(text + sizeof text - at));
}

/* Appends ToString(*value), nothing for undefined and null. */
static bool append_text(js_ctx *ctx, struct js_string_builder *b, js_value *value)
{
    if (js_is_nullish(*value))
        return true;
    if (gc_is_int(*value)) {
        append_int(b, gc_to_int(*value));
        return true;
    }
    if (!js_is_string(*value))
        JS_TRY(js_to_string(ctx, value, value));
    js_builder_string_nogc(b, *value);
    return true;
}

/* How many of the items from k on are surely absent because the array has no elements there. */
static uint64_t absent_run(js_ctx *ctx, js_value object, uint64_t k, uint64_t length)
{
    if (!js__item_is_absent_nogc(ctx, object))
        return 0;
    const struct js_array *array = js_array_nogc(object);
    const struct js_elements *elements =
        gc_slot_is_cell(array->elements) ? gc_slot_to_cell(ctx->heap, array->elements) : NULL;
    uint64_t room = elements ? elements->capacity - array->offset : 0;

    return k >= room ? length - k : 0;
}

/* The rest of an array that has nothing but `count` holes before its end: separators. */
static bool append_separators(js_ctx *ctx, struct js_string_builder *b, const js_value *separator,
                              uint64_t count)
{
    uint32_t length = js_string_length_nogc(*separator);

    if (length == 0)
        return true;
    if (count > (JS_STRING_LENGTH_MAX - b->length) / length)
        return js_throw_string_too_long(ctx);
    for (; count && !b->failed; count--) {
        js_builder_string_nogc(b, *separator);
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* 23.1.3.18 steps 5 to 8: separator is a string. */
static bool join_items(js_ctx *ctx, const js_value *object, uint64_t length,
                       const js_value *separator, js_value *result)
{
    JS_FRAME(ctx, f, item);
    JS_STRING_BUILDER(ctx, b);

    for (uint64_t k = 0; k < length && !b.failed; k++) {
        if (k > 0)
            js_builder_string_nogc(&b, *separator);
        if (k % 64 == 0 && !b.failed) {
            uint64_t absent = absent_run(ctx, *object, k, length);

            if (absent) {
                JS_TRY(append_separators(ctx, &b, separator, absent - 1));
                break;
            }
        }
        JS_TRY(js__item_get(ctx, object, k, &f.item));
        JS_TRY(append_text(ctx, &b, &f.item));
        JS_TRY(js_poll(ctx));
    }
    return js_builder_finish_noscript(&b, result);
}

/* 23.1.3.18 Array.prototype.join ( separator ) */
static bool join(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, separator);
    uint64_t length;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (is_joining(ctx, f.object)) {
        *result = *JS_ATOM(ctx, empty);
        return true;
    }
    JOIN_ENTER(ctx, j, &f.object);
    f.separator = *JS_ATOM(ctx, comma);
    if (!js_is_undefined(*js_arg(call, 0)))
        JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.separator));
    return join_items(ctx, &f.object, length, &f.separator, result);
}

/* 23.1.3.36 Array.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, function);

    JS_TRY(js__array_this(ctx, call, NULL, &f.object));
    JS_TRY(js_get(ctx, &f.object, JS_ATOM(ctx, join), &f.function));
    if (!js_is_callable_nogc(ctx, f.function))
        f.function = JS_INTRINSIC(ctx, object_prototype_to_string);
    return js_call_function(ctx, &f.function, &f.object, NULL, 0, result);
}

/* 23.1.3.32 Array.prototype.toLocaleString ( ) */
static bool to_locale_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, item);
    JS_STRING_BUILDER(ctx, b);
    uint64_t length;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (is_joining(ctx, f.object)) {
        *result = *JS_ATOM(ctx, empty);
        return true;
    }
    JOIN_ENTER(ctx, j, &f.object);
    for (uint64_t k = 0; k < length && !b.failed; k++) {
        if (k > 0)
            js_builder_unit_nogc(&b, ',');
        JS_TRY(js__item_get(ctx, &f.object, k, &f.item));
        if (!js_is_nullish(f.item)) {
            JS_TRY(js_invoke(ctx, &f.item, JS_ATOM(ctx, toLocaleString), NULL, 0, &f.item));
            JS_TRY(js_to_string(ctx, &f.item, &f.item));
            js_builder_string_nogc(&b, f.item);
        }
        JS_TRY(js_poll(ctx));
    }
    return js_builder_finish_noscript(&b, result);
}

JS_BUILTIN_TABLE(array_join) = {
    JS_METHOD("join", join, 1),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("toLocaleString", to_locale_string, 0),
};
JS_BUILTIN_TABLE_END(array_join);
