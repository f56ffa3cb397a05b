/*
 * builtins/math.c: 21.3 The Math Object.
 */
#include "builtins/builtin.h"

#include "base/math_ops.h"
#include "vm/state.h"

#include <math.h>

#define ARGS_MAX_ON_STACK 32u

/* A function of one number. */
#define UNARY(name, expression)                                                                    \
    static bool name(js_ctx *ctx, const js_call *call, js_value *result)                           \
    {                                                                                              \
        double x;                                                                                  \
                                                                                                   \
        JS_TRY(js_to_number(ctx, js_arg(call, 0), &x));                                            \
        *result = js_number(expression);                                                           \
        return true;                                                                               \
    }

UNARY(math_acos, acos(x))                  /* 21.3.2.2 */
UNARY(math_acosh, acosh(x))                /* 21.3.2.3 */
UNARY(math_asin, asin(x))                  /* 21.3.2.4 */
UNARY(math_asinh, asinh(x))                /* 21.3.2.5 */
UNARY(math_atan, atan(x))                  /* 21.3.2.6 */
UNARY(math_atanh, atanh(x))                /* 21.3.2.7 */
UNARY(math_cbrt, (double)cbrtl(x))                  /* 21.3.2.9 */
UNARY(math_ceil, ceil(x))                  /* 21.3.2.10 */
UNARY(math_cos, cos(x))                    /* 21.3.2.12 */
UNARY(math_cosh, cosh(x))                  /* 21.3.2.13 */
UNARY(math_exp, exp(x))                    /* 21.3.2.14 */
UNARY(math_expm1, expm1(x))                /* 21.3.2.15 */
UNARY(math_f16round, js_math_from_half(js_math_to_half(x))) /* 21.3.2.17 */
UNARY(math_floor, floor(x))                /* 21.3.2.16 */
UNARY(math_fround, js_math_fround(x))      /* 21.3.2.17 */
UNARY(math_log, log(x))                    /* 21.3.2.20 */
UNARY(math_log1p, log1p(x))                /* 21.3.2.21 */
UNARY(math_log10, log10(x))                /* 21.3.2.22 */
UNARY(math_log2, log2(x))                  /* 21.3.2.23 */
UNARY(math_round, js_math_round(x))        /* 21.3.2.28 */
UNARY(math_sign, js_math_sign(x))          /* 21.3.2.29 */
UNARY(math_sin, sin(x))                    /* 21.3.2.30 */
UNARY(math_sinh, sinh(x))                  /* 21.3.2.31 */
UNARY(math_sqrt, sqrt(x))                  /* 21.3.2.32 */
UNARY(math_tan, tan(x))                    /* 21.3.2.33 */
UNARY(math_tanh, tanh(x))                  /* 21.3.2.34 */
UNARY(math_trunc, trunc(x))                /* 21.3.2.35 */

/* 21.3.2.1 Math.abs ( x ) */
static bool math_abs(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_value v = *js_arg(call, 0);
    double x;

    if (gc_is_int(v) && gc_to_int(v) > INT32_MIN) {
        *result = js_int(gc_to_int(v) < 0 ? -gc_to_int(v) : gc_to_int(v));
        return true;
    }
    JS_TRY(js_to_number(ctx, js_arg(call, 0), &x));
    *result = js_number(fabs(x));
    return true;
}

/* 21.3.2.8 Math.atan2 ( y, x ) */
static bool math_atan2(js_ctx *ctx, const js_call *call, js_value *result)
{
    double y, x;

    JS_TRY(js_to_number(ctx, js_arg(call, 0), &y));
    JS_TRY(js_to_number(ctx, js_arg(call, 1), &x));
    *result = js_number(atan2(y, x));
    return true;
}

/* 21.3.2.11 Math.clz32 ( x ) */
static bool math_clz32(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint32_t n;

    JS_TRY(js_to_uint32(ctx, js_arg(call, 0), &n));
    *result = js_int(js_math_clz32(n));
    return true;
}

/* 21.3.2.19 Math.imul ( x, y ) */
static bool math_imul(js_ctx *ctx, const js_call *call, js_value *result)
{
    int32_t x, y;

    JS_TRY(js_to_int32(ctx, js_arg(call, 0), &x));
    JS_TRY(js_to_int32(ctx, js_arg(call, 1), &y));
    *result = js_int(js_math_imul(x, y));
    return true;
}

/* 21.3.2.26 Math.pow ( base, exponent ) */
static bool math_pow(js_ctx *ctx, const js_call *call, js_value *result)
{
    double base, exponent;

    JS_TRY(js_to_number(ctx, js_arg(call, 0), &base));
    JS_TRY(js_to_number(ctx, js_arg(call, 1), &exponent));
    *result = js_number(js_math_pow(base, exponent));
    return true;
}

/* 21.3.2.24 Math.max ( ...args ), 21.3.2.25 Math.min ( ...args ): all are converted, whatever they are. */
static bool extreme(js_ctx *ctx, const js_call *call, double start,
                    double (*choose)(double, double), js_value *result)
{
    double best = start, x;

    for (uint32_t i = 0; i < call->argc; i++) {
        JS_TRY(js_to_number(ctx, &call->args[i], &x));
        best = choose(best, x);
    }
    *result = js_number(best);
    return true;
}

static bool math_max(js_ctx *ctx, const js_call *call, js_value *result)
{
    return extreme(ctx, call, -INFINITY, js_math_max, result);
}

static bool math_min(js_ctx *ctx, const js_call *call, js_value *result)
{
    return extreme(ctx, call, INFINITY, js_math_min, result);
}

/* 21.3.2.18 Math.hypot ( ...args ) */
static bool math_hypot(js_ctx *ctx, const js_call *call, js_value *result)
{
    double on_stack[ARGS_MAX_ON_STACK], *numbers = on_stack;
    bool ok = true;

    if (call->argc > ARGS_MAX_ON_STACK) {
        numbers = gc_malloc(ctx->heap, call->argc * sizeof *numbers);
        if (numbers == NULL)
            return js_throw_out_of_memory(ctx);
    }
    for (uint32_t i = 0; ok && i < call->argc; i++)
        ok = js_to_number(ctx, &call->args[i], &numbers[i]);
    if (ok)
        *result = js_number(js_math_hypot(numbers, call->argc));
    if (numbers != on_stack)
        gc_free(ctx->heap, numbers, call->argc * sizeof *numbers);
    return ok;
}

/* 21.3.2.27 Math.random ( ) */
static bool math_random(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)call;
    *result = gc_from_double(js_random_double(&ctx->state->random));
    return true;
}

JS_BUILTIN_TABLE(math) = {
    JS_METHOD("abs", math_abs, 1),
    JS_METHOD("acos", math_acos, 1),
    JS_METHOD("acosh", math_acosh, 1),
    JS_METHOD("asin", math_asin, 1),
    JS_METHOD("asinh", math_asinh, 1),
    JS_METHOD("atan", math_atan, 1),
    JS_METHOD("atanh", math_atanh, 1),
    JS_METHOD("atan2", math_atan2, 2),
    JS_METHOD("ceil", math_ceil, 1),
    JS_METHOD("cbrt", math_cbrt, 1),
    JS_METHOD("expm1", math_expm1, 1),
    JS_METHOD("clz32", math_clz32, 1),
    JS_METHOD("cos", math_cos, 1),
    JS_METHOD("cosh", math_cosh, 1),
    JS_METHOD("exp", math_exp, 1),
    JS_METHOD("floor", math_floor, 1),
    JS_METHOD("f16round", math_f16round, 1),
    JS_METHOD("fround", math_fround, 1),
    JS_METHOD("hypot", math_hypot, 2),
    JS_METHOD("imul", math_imul, 2),
    JS_METHOD("log", math_log, 1),
    JS_METHOD("log1p", math_log1p, 1),
    JS_METHOD("log2", math_log2, 1),
    JS_METHOD("log10", math_log10, 1),
    JS_METHOD("max", math_max, 2),
    JS_METHOD("min", math_min, 2),
    JS_METHOD("pow", math_pow, 2),
    JS_METHOD("random", math_random, 0),
    JS_METHOD("round", math_round, 1),
    JS_METHOD("sign", math_sign, 1),
    JS_METHOD("sin", math_sin, 1),
    JS_METHOD("sinh", math_sinh, 1),
    JS_METHOD("sqrt", math_sqrt, 1),
    JS_METHOD("tan", math_tan, 1),
    JS_METHOD("tanh", math_tanh, 1),
    JS_METHOD("trunc", math_trunc, 1),
    JS_NUMBER_PROPERTY("E", M_E, 0),
    JS_NUMBER_PROPERTY("LN10", M_LN10, 0),
    JS_NUMBER_PROPERTY("LN2", M_LN2, 0),
    JS_NUMBER_PROPERTY("LOG10E", M_LOG10E, 0),
    JS_NUMBER_PROPERTY("LOG2E", M_LOG2E, 0),
    JS_NUMBER_PROPERTY("PI", M_PI, 0),
    JS_NUMBER_PROPERTY("SQRT1_2", M_SQRT1_2, 0),
    JS_NUMBER_PROPERTY("SQRT2", M_SQRT2, 0),
    JS_STRING_CONSTANT("@@toStringTag", "Math", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(math);
