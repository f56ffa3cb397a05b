/*
 * ops/arith.c: the binary operators on any values: the interpreter's slow paths (13.15.3
 * ApplyStringOrNumericBinaryOperator).
 */
#include "ops/ops.h"

#include "base/math_ops.h"
#include "object/string.h"

/* 13.15.3 with opText + */
bool js_add(js_ctx *ctx, const js_value *a, const js_value *b, js_value *out)
{
    double x, y;
    JS_FRAME(ctx, f, a, b);

    if (js_is_string(*a) && js_is_string(*b))
        return js_string_concat_noscript(ctx, a, b, out);
    JS_TRY(js_to_primitive(ctx, a, JS_HINT_DEFAULT, &f.a));
    JS_TRY(js_to_primitive(ctx, b, JS_HINT_DEFAULT, &f.b));
    if (js_is_string(f.a) || js_is_string(f.b)) {
        JS_TRY(js_to_string(ctx, &f.a, &f.a));
        JS_TRY(js_to_string(ctx, &f.b, &f.b));
        return js_string_concat_noscript(ctx, &f.a, &f.b, out);
    }
    JS_TRY(js_to_number(ctx, &f.a, &x));
    JS_TRY(js_to_number(ctx, &f.b, &y));
    *out = js_number(x + y);
    return true;
}

static double apply_number(enum js_binary op, double x, double y)
{
    switch (op) {
    case JS_ADD:
        return x + y;
    case JS_SUB:
        return x - y;
    case JS_MUL:
        return x * y;
    case JS_DIV:
        return x / y;
    case JS_MOD:
        return js_math_remainder(x, y);
    default:
        js_assert(op == JS_EXP);
        return js_math_pow(x, y);
    }
}

static js_value apply_bits(enum js_binary op, int32_t x, int32_t y)
{
    unsigned count = (uint32_t)y & 31;

    switch (op) {
    case JS_BIT_AND:
        return js_int(x & y);
    case JS_BIT_OR:
        return js_int(x | y);
    case JS_BIT_XOR:
        return js_int(x ^ y);
    case JS_SHL:
        return js_int((int32_t)((uint32_t)x << count));
    case JS_SHR:
        return js_int(x >> count);
    default:
        js_assert(op == JS_USHR);
        return js_uint32((uint32_t)x >> count);
    }
}

bool js_binary(js_ctx *ctx, enum js_binary op, const js_value *a, const js_value *b, js_value *out)
{
    double x, y;

    if (op == JS_ADD)
        return js_add(ctx, a, b, out);
    JS_TRY(js_to_number(ctx, a, &x));
    JS_TRY(js_to_number(ctx, b, &y));
    if (op >= JS_BIT_AND)
        *out = apply_bits(op, js_double_to_int32(x), js_double_to_int32(y));
    else
        *out = js_number(apply_number(op, x, y));
    return true;
}
