/*
 * builtins/number.c: 21.1 Number Objects.
 */
#include "builtins/builtin.h"

#include "base/number_text.h"
#include "object/wrapper.h"

#include <float.h>
#include <math.h>

#define SAFE_MAX 9007199254740991.0

/* 21.1.1.1 Number ( value ) */
static bool number(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);

    f.value = js_int(0);
    if (call->argc > 0)
        JS_TRY(js_to_numeric(ctx, js_arg(call, 0), &f.value));
    if (js_is_construct(call))
        return js_wrapper_from_constructor(ctx, call->new_target, JS_INTRINSIC_number_prototype,
                                           &f.value, result);
    *result = f.value;
    return true;
}

static bool is_integral(js_value v)
{
    if (!js_is_number(v))
        return false;
    double d = gc_to_number(v);

    return isfinite(d) && trunc(d) == d;
}

/* 21.1.2.2 Number.isFinite ( number ) */
static bool is_finite(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_value v = *js_arg(call, 0);

    (void)ctx;
    *result = js_bool(js_is_number(v) && isfinite(gc_to_number(v)));
    return true;
}

/* 21.1.2.3 Number.isInteger ( number ) */
static bool is_integer(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = js_bool(is_integral(*js_arg(call, 0)));
    return true;
}

/* 21.1.2.4 Number.isNaN ( number ) */
static bool is_nan(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_value v = *js_arg(call, 0);

    (void)ctx;
    *result = js_bool(js_is_number(v) && isnan(gc_to_number(v)));
    return true;
}

/* 21.1.2.5 Number.isSafeInteger ( number ) */
static bool is_safe_integer(js_ctx *ctx, const js_call *call, js_value *result)
{
    js_value v = *js_arg(call, 0);

    (void)ctx;
    *result = js_bool(is_integral(v) && fabs(gc_to_number(v)) <= SAFE_MAX);
    return true;
}

/* 21.1.3.7.1 ThisNumberValue ( value ) */
static bool this_number(js_ctx *ctx, const js_call *call, const char *method, double *out)
{
    js_value self = *call->self;

    if (js_is_kind(self, JS_KIND_WRAPPER))
        self = js_wrapper_value_nogc(ctx, self);
    if (!js_is_number(self))
        return js_throw_type_error(ctx, "Number.prototype.%s requires that 'this' be a Number",
                                   method);
    *out = gc_to_number(self);
    return true;
}

/* 21.1.3.2 Number.prototype.toExponential ( fractionDigits ) */
static bool to_exponential(js_ctx *ctx, const js_call *call, js_value *result)
{
    char text[JS_NUMBER_FORMAT_MAX];
    double x, digits;

    JS_TRY(this_number(ctx, call, "toExponential", &x));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &digits));
    if (!isfinite(x))
        return js_number_to_string_noscript(ctx, x, 10, result);
    if (!(digits >= 0 && digits <= 100))
        return js_throw_range_error(ctx,
                                    "toExponential() argument must be between 0 and 100");
    size_t length =
        js_number_to_exponential(x, js_is_undefined(*js_arg(call, 0)) ? -1 : (int)digits, text);

    return js_string_from_latin1_noscript(ctx, (uint8_t *)text, length, result);
}

/* 21.1.3.3 Number.prototype.toFixed ( fractionDigits ) */
static bool to_fixed(js_ctx *ctx, const js_call *call, js_value *result)
{
    char text[JS_NUMBER_FORMAT_MAX];
    double x, digits;

    JS_TRY(this_number(ctx, call, "toFixed", &x));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &digits));
    if (!(digits >= 0 && digits <= 100))
        return js_throw_range_error(ctx,
                                    "toFixed() digits argument must be between 0 and 100");
    if (!isfinite(x))
        return js_number_to_string_noscript(ctx, x, 10, result);
    return js_string_from_latin1_noscript(ctx, (uint8_t *)text,
                                          js_number_to_fixed(x, (int)digits, text), result);
}

/* 21.1.3.5 Number.prototype.toPrecision ( precision ) */
static bool to_precision(js_ctx *ctx, const js_call *call, js_value *result)
{
    char text[JS_NUMBER_FORMAT_MAX];
    double x, precision;

    JS_TRY(this_number(ctx, call, "toPrecision", &x));
    if (js_is_undefined(*js_arg(call, 0)))
        return js_number_to_string_noscript(ctx, x, 10, result);
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &precision));
    if (!isfinite(x))
        return js_number_to_string_noscript(ctx, x, 10, result);
    if (!(precision >= 1 && precision <= 100))
        return js_throw_range_error(ctx, "toPrecision() argument must be between 1 and 100");
    return js_string_from_latin1_noscript(
        ctx, (uint8_t *)text, js_number_to_precision(x, (int)precision, text), result);
}

/*
 * 21.1.3.4 Number.prototype.toLocaleString ( ): as Node's default locale, en-US, does it: digits in groups of
 * three, at most three of them behind the point.
 */
static bool to_locale_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    char text[JS_NUMBER_RADIX_MAX];
    double x;
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(this_number(ctx, call, "toLocaleString", &x));
    if (isnan(x))
        return js_string_from_ascii_noscript(ctx, "NaN", result);
    if (signbit(x))
        js_builder_ascii_nogc(&b, "-");
    x = fabs(x);
    if (isinf(x)) {
        js_builder_unit_nogc(&b, 0x221E);
        return js_builder_finish_noscript(&b, result);
    }
    size_t length = x < 1e21 ? js_number_to_fixed(x, 3, text) : js_number_to_radix(x, 10, text);
    size_t whole = 0;

    if (x >= 1e21) { /* no fraction; written out in full */
        length = (size_t)snprintf(text, sizeof text, "%.0f", x);
        whole = length;
    } else {
        whole = length - 4;
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
    }
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            js_builder_ascii_nogc(&b, ",");
        js_builder_unit_nogc(&b, (uint16_t)text[i]);
    }
    return js_builder_finish_noscript(&b, result);
}

/* 21.1.3.6 Number.prototype.toString ( [ radix ] ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    double x, radix = 10;

    JS_TRY(this_number(ctx, call, "toString", &x));
    if (!js_is_undefined(*js_arg(call, 0)))
        JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &radix));
    if (!(radix >= 2 && radix <= 36))
        return js_throw_range_error(ctx, "toString() radix argument must be between 2 and 36");
    return js_number_to_string_noscript(ctx, x, (unsigned)radix, result);
}

/* 21.1.3.7 Number.prototype.valueOf ( ) */
static bool value_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    double x;

    JS_TRY(this_number(ctx, call, "valueOf", &x));
    *result = js_number(x);
    return true;
}

JS_BUILTIN_TABLE(number) = {
    JS_CONSTRUCTOR("Number", number, 1),
    JS_STATIC("isFinite", is_finite, 1),
    JS_STATIC("isInteger", is_integer, 1),
    JS_STATIC("isNaN", is_nan, 1),
    JS_STATIC("isSafeInteger", is_safe_integer, 1),
    JS_STATIC_ALIAS("parseFloat", ".parseFloat"),
    JS_STATIC_ALIAS("parseInt", ".parseInt"),
    JS_NUMBER_CONSTANT("MAX_VALUE", DBL_MAX),
    JS_NUMBER_CONSTANT("MIN_VALUE", 4.9406564584124654e-324),
    JS_NUMBER_CONSTANT("NaN", NAN),
    JS_NUMBER_CONSTANT("NEGATIVE_INFINITY", -INFINITY),
    JS_NUMBER_CONSTANT("POSITIVE_INFINITY", INFINITY),
    JS_NUMBER_CONSTANT("MAX_SAFE_INTEGER", SAFE_MAX),
    JS_NUMBER_CONSTANT("MIN_SAFE_INTEGER", -SAFE_MAX),
    JS_NUMBER_CONSTANT("EPSILON", DBL_EPSILON),
    JS_METHOD("toExponential", to_exponential, 1),
    JS_METHOD("toFixed", to_fixed, 1),
    JS_METHOD("toPrecision", to_precision, 1),
    JS_METHOD("toString", to_string, 1),
    JS_METHOD("valueOf", value_of, 0),
    JS_METHOD("toLocaleString", to_locale_string, 0),
};
JS_BUILTIN_TABLE_END(number);
