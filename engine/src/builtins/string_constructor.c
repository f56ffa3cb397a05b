/*
 * builtins/string_constructor.c: 22.1.1 and 22.1.2, the String constructor and its functions.
 */
#include "builtins/builtin.h"
#include "object/symbol.h"
#include "object/wrapper.h"

#include <math.h>

/* 22.1.1.1 String ( value ) */
static bool string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);

    f.string = *JS_ATOM(ctx, empty);
    if (call->argc > 0) {
        if (!js_is_construct(call) && js_is_symbol(call->args[0]))
            return js_symbol_to_string_noscript(ctx, &call->args[0], result);
        JS_TRY(js_to_string(ctx, &call->args[0], &f.string));
    }
    if (js_is_construct(call))
        return js_wrapper_from_constructor(ctx, call->new_target, JS_INTRINSIC_string_prototype,
                                           &f.string, result);
    *result = f.string;
    return true;
}

/* 22.1.2.1 String.fromCharCode ( ...codeUnits ) */
static bool from_char_code(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_STRING_BUILDER(ctx, b);
    uint32_t unit;

    if (call->argc == 1) {
        JS_TRY(js_to_uint32(ctx, &call->args[0], &unit));
        return js_string_from_unit_noscript(ctx, (uint16_t)unit, result);
    }
    for (uint32_t i = 0; i < call->argc; i++) {
        JS_TRY(js_to_uint32(ctx, &call->args[i], &unit));
        js_builder_unit_nogc(&b, (uint16_t)unit);
    }
    return js_builder_finish_noscript(&b, result);
}

/* 22.1.2.2 String.fromCodePoint ( ...codePoints ) */
static bool from_code_point(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_STRING_BUILDER(ctx, b);

    for (uint32_t i = 0; i < call->argc; i++) {
        double c;

        JS_TRY(js_to_number(ctx, &call->args[i], &c));
        if (!(c >= 0 && c <= 0x10FFFF) || trunc(c) != c)
            return js_throw_range_error(ctx, "Invalid code point %v", &call->args[i]);
        js_builder_code_point_nogc(&b, (uint32_t)c);
    }
    return js_builder_finish_noscript(&b, result);
}

/* 22.1.2.4 String.raw ( template, ...substitutions ) */
static bool raw(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, cooked, literals, part);
    JS_STRING_BUILDER(ctx, b);
    double length;

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.cooked));
    JS_TRY(js_get(ctx, &f.cooked, JS_ATOM(ctx, raw), &f.literals));
    JS_TRY(js_to_object(ctx, &f.literals, &f.literals));
    JS_TRY(js_length_of_array_like(ctx, &f.literals, &length));
    for (double i = 0; i < length; i++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_get_index(ctx, &f.literals, i, &f.part));
        JS_TRY(js_to_string(ctx, &f.part, &f.part));
        js_builder_string_nogc(&b, f.part);
        if (b.failed || b.too_long)
            break;
        if (i + 1 < length && i + 1 < call->argc) {
            JS_TRY(js_to_string(ctx, &call->args[(uint32_t)i + 1], &f.part));
            js_builder_string_nogc(&b, f.part);
        }
    }
    return js_builder_finish_noscript(&b, result);
}

JS_BUILTIN_TABLE(string) = {
    JS_CONSTRUCTOR("String", string, 1),
    JS_STATIC("fromCharCode", from_char_code, 1),
    JS_STATIC("fromCodePoint", from_code_point, 1),
    JS_STATIC("raw", raw, 1),
};
JS_BUILTIN_TABLE_END(string);
