/*
 * object/wrapper_methods.c: String exotic objects (10.4.3).  length and the indices of the string are own
 * properties that are worked out from the value; anything else is ordinary.
 */
#include "object/wrapper_methods.h"
#include "object/elements.h"

/* The string of a String object; empty for the other wrappers. */
static js_value string_of(js_ctx *ctx, const js_value *object)
{
    const js_value value = js_wrapper_value_nogc(ctx, *object);

    return js_is_string(value) ? value : *JS_ATOM(ctx, empty);
}

static bool is_string_object(js_ctx *ctx, const js_value *object)
{
    return js_is_string(js_wrapper_value_nogc(ctx, *object));
}

/* Whether key is one that the string answers for. */
static bool is_string_key(js_ctx *ctx, const js_value *object, const js_value *key)
{
    uint32_t index;

    if (!is_string_object(ctx, object))
        return false;
    if (gc_same(*key, *JS_ATOM(ctx, length)))
        return true;
    return js_key_is_index_nogc(ctx, *key, &index) &&
           index < js_string_length_nogc(string_of(ctx, object));
}

/* 10.4.3.1, 10.4.3.5 StringGetOwnProperty */
bool js__wrapper_get_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                  struct js_descriptor *d, bool *found)
{
    JS_FRAME(ctx, f, string);
    uint32_t index = 0;
    uint16_t unit;

    if (!is_string_key(ctx, object, key))
        return js_ordinary_get_own_property(ctx, object, key, d, found);
    f.string = string_of(ctx, object);
    if (js_key_is_index_nogc(ctx, *key, &index)) {
        JS_TRY(js_string_unit_noscript(ctx, &f.string, index, &unit));
        JS_TRY(js_string_from_unit_noscript(ctx, unit, &d->value));
        d->flags = JS_ENUMERABLE;
    } else {
        d->value = js_uint32(js_string_length_nogc(f.string));
        d->flags = 0;
    }
    d->flags |= JS_HAS_VALUE | JS_HAS_WRITABLE | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE;
    *found = true;
    return true;
}

/* 10.4.3.2 */
bool js__wrapper_define_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                     const struct js_descriptor *d, bool *ok)
{
    JS_DESCRIPTOR(ctx, current);
    bool found;

    if (!is_string_key(ctx, object, key))
        return js_ordinary_define_own_property(ctx, object, key, d, ok);
    JS_TRY(js__wrapper_get_own_property(ctx, object, key, &current, &found));
    return js_validate_property_descriptor(ctx, js__is_extensible_nogc(ctx, *object), d, true,
                                           &current, ok);
}

bool js__wrapper_delete_property(js_ctx *ctx, const js_value *object, const js_value *key, bool *ok)
{
    if (!is_string_key(ctx, object, key))
        return js_ordinary_delete(ctx, object, key, ok);
    *ok = false;
    return true;
}

/* 10.4.3.3 */
bool js__wrapper_own_keys(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    JS_FRAME(ctx, f, key);
    const uint32_t length = js_string_length_nogc(string_of(ctx, object));

    for (uint32_t i = 0; i < length; i++) {
        JS_TRY(js_key_from_index_noscript(ctx, i, &f.key));
        JS_TRY(js_vec_push(ctx, out, &f.key));
    }
    JS_TRY(js__element_keys_noscript(ctx, object, out));
    if (is_string_object(ctx, object))
        JS_TRY(js_vec_push(ctx, out, JS_ATOM(ctx, length)));
    return js__named_keys_noscript(ctx, object, out);
}
