/*
 * builtins/array_copy.c: the methods of Array.prototype that make a copy: concat, slice, toReversed, with; and
 * [Symbol.unscopables].
 */
#include "builtins/array_internal.h"
#include "builtins/install.h"

/* ---- 23.1.3.2 Array.prototype.concat ---- */

struct concatenation {
    const js_value *result;
    bool is_own;
    uint64_t length; /* so far */
};

/* 23.1.3.2.1 IsConcatSpreadable ( O ) */
static bool is_spreadable(js_ctx *ctx, const js_value *item, bool *out)
{
    JS_FRAME(ctx, f, spreadable);

    *out = js__array_is_spreadable_nogc(ctx, *item);
    if (*out || !js_is_object(*item))
        return true;
    JS_TRY(js_get(ctx, item, JS_ATOM(ctx, sym_isConcatSpreadable), &f.spreadable));
    if (js_is_undefined(f.spreadable))
        return js_is_array(ctx, item, out);
    *out = js_to_boolean_nogc(ctx, f.spreadable);
    return true;
}

static bool append_items(js_ctx *ctx, struct concatenation *c, const js_value *source)
{
    JS_FRAME(ctx, f, value);
    uint64_t length;
    bool present, done = false;

    JS_TRY(js__array_length(ctx, source, &length));
    if (c->length + length >= JS_ITEMS_MAX)
        return js_throw_type_error(ctx, "Invalid array length");
    if (c->is_own && js__item_is_absent_nogc(ctx, *source) &&
        js_array_nogc(*c->result)->length == c->length)
        JS_TRY(js_array_append_array_noscript(ctx, c->result, source, false, 0, &done));
    if (done) {
        c->length += length;
        return true;
    }
    for (uint64_t k = 0; k < length; k++) {
        JS_TRY(js__item_get_if_present(ctx, source, k, &f.value, &present));
        if (present)
            JS_TRY(js__result_put(ctx, c->result, c->is_own, c->length + k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    c->length += length;
    return true;
}

static bool append(js_ctx *ctx, struct concatenation *c, const js_value *item)
{
    bool spreadable;

    JS_TRY(is_spreadable(ctx, item, &spreadable));
    if (spreadable)
        return append_items(ctx, c, item);
    if (c->length >= JS_ITEMS_MAX - 1)
        return js_throw_type_error(ctx, "Invalid array length");
    return js__result_put(ctx, c->result, c->is_own, c->length++, item);
}

/* 23.1.3.2 Array.prototype.concat ( ...items ) */
static bool concat(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, result);
    struct concatenation c = {.result = &f.result};

    JS_TRY(js__array_this(ctx, call, "concat", &f.object));
    JS_TRY(js__array_species_create(ctx, &f.object, 0, &f.result, &c.is_own));
    JS_TRY(append(ctx, &c, &f.object));
    for (uint32_t i = 0; i < call->argc; i++)
        JS_TRY(append(ctx, &c, &call->args[i]));
    *result = f.result;
    if (c.is_own && c.length <= JS_ARRAY_LENGTH_MAX) {
        js_array_nogc(f.result)->length = (uint32_t)c.length; /* it has no items beyond */
        js_array_trim_noscript(ctx, result);
        return true;
    }
    return js__array_set_length(ctx, &f.result, c.length); /* 6 */
}

/* ---- slice ---- */

/* 23.1.3.28 Array.prototype.slice ( start, end ) */
static bool slice(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, result, value);
    uint64_t length, k, end, count;
    bool is_own, present;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js__relative_index(ctx, js_arg(call, 0), length, 0, &k));
    JS_TRY(js__relative_index(ctx, js_arg(call, 1), length, length, &end));
    count = end > k ? end - k : 0;
    if (js__array_may_copy_nogc(ctx, f.object) && k + count <= js_array_nogc(f.object)->length)
        return js_array_copy_noscript(ctx, &f.object, (uint32_t)k, (uint32_t)count, result);
    JS_TRY(js__array_species_create(ctx, &f.object, count, &f.result, &is_own));
    for (uint64_t n = 0; n < count; n++) {
        JS_TRY(js__item_get_if_present(ctx, &f.object, k + n, &f.value, &present));
        if (present)
            JS_TRY(js__result_put(ctx, &f.result, is_own, n, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return js__array_set_length(ctx, &f.result, count); /* 15 */
}

/* ---- copies of all items, holes read as undefined ---- */

/* 23.1.3.33 Array.prototype.toReversed ( ) */
static bool to_reversed(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, result, value);
    uint64_t length;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js__array_create(ctx, length, &f.result));
    for (uint64_t k = 0; k < length; k++) {
        JS_TRY(js__item_get(ctx, &f.object, length - 1 - k, &f.value));
        JS_TRY(js__own_array_put_noscript(ctx, &f.result, (uint32_t)k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return true;
}

/* 23.1.3.39 Array.prototype.with ( index, value ) */
static bool with(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, result, value);
    uint64_t length;
    double relative, index;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &relative));
    index = relative < 0 ? relative + (double)length : relative;
    if (index < 0 || index >= (double)length)
        return js_throw_range_error(ctx, "Invalid index : %v", js_arg(call, 0));
    JS_TRY(js__array_create(ctx, length, &f.result));
    for (uint64_t k = 0; k < length; k++) {
        if ((double)k == index)
            f.value = *js_arg(call, 1);
        else
            JS_TRY(js__item_get(ctx, &f.object, k, &f.value));
        JS_TRY(js__own_array_put_noscript(ctx, &f.result, (uint32_t)k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return true;
}

/* 23.1.3.41 Array.prototype [ @@unscopables ] */
bool js__install_array_unscopables_noscript(js_ctx *ctx)
{
    static const char *const names[] = {
        "at",       "copyWithin", "entries",   "fill",    "find",   "findIndex",
        "findLast", "findLastIndex", "flat",   "flatMap", "includes", "keys",
        "toReversed", "toSorted",  "toSpliced", "values",
    };
    JS_FRAME(ctx, f, list, key, prototype, yes);

    f.prototype = JS_NULL;
    f.yes = JS_TRUE;
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.list));
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        JS_TRY(js_intern_ascii_noscript(ctx, names[i], &f.key));
        JS_TRY(js_object_add_noscript(ctx, &f.list, &f.key, &f.yes, JS_ALL_ATTRIBUTES));
    }
    f.prototype = JS_INTRINSIC(ctx, array_prototype);
    return js_object_add_noscript(ctx, &f.prototype, JS_ATOM(ctx, sym_unscopables), &f.list,
                                  JS_CONFIGURABLE);
}

JS_BUILTIN_TABLE(array_copy) = {
    JS_METHOD("concat", concat, 1),
    JS_METHOD("slice", slice, 2),
    JS_METHOD("toReversed", to_reversed, 0),
    JS_METHOD("with", with, 2),
};
JS_BUILTIN_TABLE_END(array_copy);
