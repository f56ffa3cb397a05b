/*
 * ops/convert.c: 7.1 Type Conversion, and the forms of property keys.
 */
#include "ops/ops.h"

#include "base/hash.h"
#include "base/math_ops.h"
#include "base/number_text.h"
#include "object/string.h"
#include "object/wrapper.h"
#include "vm/state.h"

#define KEY_INDEX_MAX (1u << 30) /* integers below are property keys themselves */

/* ---- ToPrimitive ---- */

/* 7.1.1.1 OrdinaryToPrimitive ( O, hint ) */
bool js_ordinary_to_primitive(js_ctx *ctx, const js_value *object, bool string_first, js_value *out)
{
    JS_FRAME(ctx, f, method, result);

    for (int i = 0; i < 2; i++) {
        bool use_string = (i == 0) == string_first;

        JS_TRY(js_get(ctx, object, use_string ? JS_ATOM(ctx, toString) : JS_ATOM(ctx, valueOf),
                      &f.method));
        if (!js_is_callable_nogc(ctx, f.method))
            continue;
        JS_TRY(js_call_function(ctx, &f.method, object, NULL, 0, &f.result));
        if (!js_is_object(f.result)) {
            *out = f.result;
            return true;
        }
    }
    return js_throw_type_error(ctx, "Cannot convert object to primitive value");
}

/* 7.1.1 ToPrimitive ( input [ , preferredType ] ) */
bool js_to_primitive(js_ctx *ctx, const js_value *v, enum js_hint hint, js_value *out)
{
    if (!js_is_object(*v)) {
        *out = *v;
        return true;
    }
    JS_FRAME(ctx, f, exotic, hint, result);

    JS_TRY(js_check_stack(ctx));
    JS_TRY(js_get_method(ctx, v, JS_ATOM(ctx, sym_toPrimitive), &f.exotic));
    if (js_is_undefined(f.exotic))
        return js_ordinary_to_primitive(ctx, v, hint == JS_HINT_STRING, out);
    f.hint = *(hint == JS_HINT_STRING   ? JS_ATOM(ctx, string)
               : hint == JS_HINT_NUMBER ? JS_ATOM(ctx, number)
                                        : JS_ATOM(ctx, default_));
    JS_TRY(js_call_function(ctx, &f.exotic, v, &f.hint, 1, &f.result));
    if (js_is_object(f.result))
        return js_throw_type_error(ctx, "Cannot convert object to primitive value");
    *out = f.result;
    return true;
}

/* 7.1.2 ToBoolean */
bool js_to_boolean_nogc(js_ctx *ctx, js_value v)
{
    (void)ctx;
    if (gc_is_int(v))
        return gc_to_int(v) != 0;
    if (gc_is_double(v)) {
        double d = gc_to_double(v);

        return d != 0 && d == d;
    }
    if (js_is_string(v))
        return js_string_length_nogc(v) != 0;
    if (gc_is_constant(v))
        return js_is_true(v);
    return true;
}

/* ---- numbers ---- */

/* 7.1.4.1 StringToNumber, of a string of any kind */
static bool string_to_number(js_ctx *ctx, const js_value *string, double *out)
{
    JS_TRY(js_string_flatten_noscript(ctx, string));
    struct js_units units = js_string_units_nogc(ctx, *string);

    *out = units.latin1 ? js_number_from_latin1(units.latin1, units.length)
                        : js_number_from_utf16(units.utf16, units.length);
    return true;
}

static bool primitive_to_number(js_ctx *ctx, const js_value *v, double *out)
{
    if (js_is_number(*v))
        *out = gc_to_number(*v);
    else if (js_is_string(*v))
        return string_to_number(ctx, v, out);
    else if (js_is_symbol(*v))
        return js_throw_type_error(ctx, "Cannot convert a Symbol value to a number");
    else
        *out = js_is_undefined(*v) ? NAN : js_is_true(*v);
    return true;
}

/* 7.1.4 ToNumber */
bool js_to_number(js_ctx *ctx, const js_value *v, double *out)
{
    if (GC_LIKELY(!js_is_object(*v)))
        return primitive_to_number(ctx, v, out);
    JS_FRAME(ctx, f, primitive);

    JS_TRY(js_to_primitive(ctx, v, JS_HINT_NUMBER, &f.primitive));
    return primitive_to_number(ctx, &f.primitive, out);
}

/* 7.1.3 ToNumeric */
bool js_to_numeric(js_ctx *ctx, const js_value *v, js_value *out)
{
    double number;

    if (js_is_number(*v)) {
        *out = *v;
        return true;
    }
    JS_TRY(js_to_number(ctx, v, &number));
    *out = js_number(number);
    return true;
}

/* 7.1.5 ToIntegerOrInfinity */
bool js_to_integer_or_infinity(js_ctx *ctx, const js_value *v, double *out)
{
    if (gc_is_int(*v)) {
        *out = gc_to_int(*v);
        return true;
    }
    JS_TRY(js_to_number(ctx, v, out));
    *out = js_math_to_integer(*out);
    return true;
}

/* 7.1.6 ToInt32 */
bool js_to_int32(js_ctx *ctx, const js_value *v, int32_t *out)
{
    double number;

    if (gc_is_int(*v)) {
        *out = gc_to_int(*v);
        return true;
    }
    JS_TRY(js_to_number(ctx, v, &number));
    *out = js_double_to_int32(number);
    return true;
}

/* 7.1.7 ToUint32 */
bool js_to_uint32(js_ctx *ctx, const js_value *v, uint32_t *out)
{
    int32_t i;

    JS_TRY(js_to_int32(ctx, v, &i));
    *out = (uint32_t)i;
    return true;
}

/* 7.1.20 ToLength */
bool js_to_length(js_ctx *ctx, const js_value *v, double *out)
{
    JS_TRY(js_to_integer_or_infinity(ctx, v, out));
    if (*out <= 0)
        *out = 0;
    else if (*out > 9007199254740991.0)
        *out = 9007199254740991.0;
    return true;
}

/* 7.1.22 ToIndex */
bool js_to_index(js_ctx *ctx, const js_value *v, double *out)
{
    JS_TRY(js_to_integer_or_infinity(ctx, v, out));
    if (*out < 0 || *out > 9007199254740991.0)
        return js_throw_range_error(ctx, "Invalid value: not (convertible to) a safe integer");
    return true;
}

/* ---- strings ---- */

bool js_number_to_string_noscript(js_ctx *ctx, double d, unsigned radix, js_value *out)
{
    struct js_state *state = ctx->state;
    uint64_t bits = js_double_bits(d);
    uint32_t place = js_hash_u64(bits) % JS_NUMBER_CACHE_SIZE;
    char text[JS_NUMBER_RADIX_MAX];
    size_t length;

    if (radix != 10) {
        length = js_number_to_radix(d, radix, text);
        return js_string_from_latin1_noscript(ctx, (uint8_t *)text, length, out);
    }
    if (state->number_keys[place] == bits && gc_is_cell(state->number_strings[place])) {
        *out = state->number_strings[place];
        return true;
    }
    length = js_number_to_text(d, text);
    JS_TRY(js_string_from_latin1_noscript(ctx, (uint8_t *)text, length, out));
    state->number_keys[place] = bits;
    state->number_strings[place] = *out;
    return true;
}

static bool primitive_to_string(js_ctx *ctx, const js_value *v, js_value *out)
{
    if (js_is_string(*v))
        *out = *v;
    else if (js_is_number(*v))
        return js_number_to_string_noscript(ctx, gc_to_number(*v), 10, out);
    else if (js_is_symbol(*v))
        return js_throw_type_error(ctx, "Cannot convert a Symbol value to a string");
    else
        *out = *(js_is_undefined(*v) ? JS_ATOM(ctx, undefined)
                 : js_is_null(*v)    ? JS_ATOM(ctx, null)
                 : js_is_true(*v)    ? JS_ATOM(ctx, true_)
                                     : JS_ATOM(ctx, false_));
    return true;
}

/* 7.1.17 ToString */
bool js_to_string(js_ctx *ctx, const js_value *v, js_value *out)
{
    if (GC_LIKELY(!js_is_object(*v)))
        return primitive_to_string(ctx, v, out);
    JS_FRAME(ctx, f, primitive);

    JS_TRY(js_to_primitive(ctx, v, JS_HINT_STRING, &f.primitive));
    return primitive_to_string(ctx, &f.primitive, out);
}

/* ---- objects ---- */

/* 7.1.18 ToObject */
bool js_to_object(js_ctx *ctx, const js_value *v, js_value *out)
{
    if (js_is_object(*v)) {
        *out = *v;
        return true;
    }
    if (js_is_nullish(*v))
        return js_throw_type_error(ctx, "Cannot convert undefined or null to object");
    return js_wrapper_new_noscript(ctx, v, out);
}

/* ---- property keys ---- */

static bool key_from_string(js_ctx *ctx, const js_value *string, js_value *out)
{
    uint32_t length = js_string_length_nogc(*string), index;
    bool is_index = false;

    if (length > 0 && length <= 10) {
        JS_TRY(js_string_flatten_noscript(ctx, string));
        struct js_units units = js_string_units_nogc(ctx, *string);

        if ((unsigned)js_unit_at(&units, 0) - '0' < 10)
            is_index = units.latin1
                           ? js_array_index_from_latin1(units.latin1, length, &index)
                           : js_array_index_from_utf16(units.utf16, length, &index);
    }
    if (is_index && index < KEY_INDEX_MAX) {
        *out = js_int((int32_t)index);
        return true;
    }
    return js_intern_noscript(ctx, string, out);
}

bool js_key_from_index_noscript(js_ctx *ctx, double index, js_value *out)
{
    JS_FRAME(ctx, f, string);

    if (index < KEY_INDEX_MAX) {
        *out = js_int((int32_t)index);
        return true;
    }
    JS_TRY(js_number_to_string_noscript(ctx, index, 10, &f.string));
    return js_intern_noscript(ctx, &f.string, out);
}

static bool primitive_to_key(js_ctx *ctx, const js_value *v, js_value *out)
{
    JS_FRAME(ctx, f, string);

    if (js_is_symbol(*v)) {
        *out = *v;
        return true;
    }
    if (gc_is_double(*v)) {
        double d = gc_to_double(*v);
        uint32_t index;

        if (js_double_is_array_index(d, &index) && index < KEY_INDEX_MAX) {
            *out = js_int((int32_t)index);
            return true;
        }
    }
    JS_TRY(primitive_to_string(ctx, v, &f.string));
    return key_from_string(ctx, &f.string, out);
}

/* 7.1.19 ToPropertyKey */
bool js_to_property_key(js_ctx *ctx, const js_value *v, js_value *out)
{
    if (gc_is_int(*v) && (uint32_t)gc_to_int(*v) < KEY_INDEX_MAX) {
        *out = *v;
        return true;
    }
    if (js_is_string(*v))
        return key_from_string(ctx, v, out);
    if (!js_is_object(*v))
        return primitive_to_key(ctx, v, out);
    JS_FRAME(ctx, f, primitive);

    JS_TRY(js_to_primitive(ctx, v, JS_HINT_STRING, &f.primitive));
    return primitive_to_key(ctx, &f.primitive, out);
}

bool js_key_to_value_noscript(js_ctx *ctx, const js_value *key, js_value *out)
{
    if (gc_is_int(*key))
        return js_number_to_string_noscript(ctx, gc_to_int(*key), 10, out);
    *out = *key;
    return true;
}
