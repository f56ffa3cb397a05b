/*
 * builtins/global.c: 19.1 and 19.2: values and functions of the global object, and B.2.1 escape, unescape.
 */
#include "builtins/builtin.h"
#include "vm/eval.h"

#include "base/number_text.h"
#include "base/utf16.h"
#include "base/utf8.h"

#include <math.h>
#include <string.h>

/* ToString(argument 0), flat, in *string. */
static bool flat_argument(js_ctx *ctx, const js_call *call, js_value *string)
{
    JS_TRY(js_to_string(ctx, js_arg(call, 0), string));
    return js_string_flatten_noscript(ctx, string);
}

/* 19.2.2 isFinite ( number ) */
static bool is_finite(js_ctx *ctx, const js_call *call, js_value *result)
{
    double x;

    JS_TRY(js_to_number(ctx, js_arg(call, 0), &x));
    *result = js_bool(isfinite(x));
    return true;
}

/* 19.2.3 isNaN ( number ) */
static bool is_nan(js_ctx *ctx, const js_call *call, js_value *result)
{
    double x;

    JS_TRY(js_to_number(ctx, js_arg(call, 0), &x));
    *result = js_bool(isnan(x));
    return true;
}

/* 19.2.4 parseFloat ( string ) */
static bool parse_float(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);

    if (gc_is_int(*js_arg(call, 0))) {
        *result = *js_arg(call, 0);
        return true;
    }
    JS_TRY(flat_argument(ctx, call, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    *result = js_number(units.latin1 ? js_parse_float_latin1(units.latin1, units.length)
                                     : js_parse_float_utf16(units.utf16, units.length));
    return true;
}

/* 19.2.5 parseInt ( string, radix ) */
static bool parse_int(js_ctx *ctx, const js_call *call, js_value *result)
{
    int32_t radix;
    JS_FRAME(ctx, f, string);

    JS_TRY(flat_argument(ctx, call, &f.string));
    JS_TRY(js_to_int32(ctx, js_arg(call, 1), &radix));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    *result = js_number(units.latin1 ? js_parse_int_latin1(units.latin1, units.length, radix)
                                     : js_parse_int_utf16(units.utf16, units.length, radix));
    return true;
}

/* ---- 19.2.6 URI Handling Functions ---- */

#define URI_ALNUM    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
#define URI_MARK     "-_.!~*'()"
#define URI_RESERVED ";/?:@&=+$,"

static bool is_in(const char *set, uint32_t unit)
{
    return unit != 0 && unit < 0x80 && strchr(set, (int)unit) != NULL;
}

static void append_escape(struct js_string_builder *b, unsigned byte)
{
    static const char digits[] = "0123456789ABCDEF";

    js_builder_unit_nogc(b, '%');
    js_builder_unit_nogc(b, (uint16_t)digits[byte >> 4]);
    js_builder_unit_nogc(b, (uint16_t)digits[byte & 15]);
}

/* 19.2.6.5 Encode ( string, extraUnescaped ) */
static bool encode(js_ctx *ctx, const js_call *call, const char *unescaped, js_value *result)
{
    JS_FRAME(ctx, f, string);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(flat_argument(ctx, call, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    for (uint32_t i = 0; i < units.length; i++) {
        uint32_t c = js_unit_at(&units, i);
        uint8_t bytes[4];

        if (is_in(unescaped, c)) {
            js_builder_unit_nogc(&b, (uint16_t)c);
            continue;
        }
        if (js_utf16_is_surrogate(c)) {
            uint32_t trail = i + 1 < units.length ? js_unit_at(&units, i + 1) : 0;

            if (!js_utf16_is_lead(c) || !js_utf16_is_trail(trail))
                return js_throw_uri_error(ctx, "URI malformed");
            c = js_utf16_combine(c, trail);
            i++;
        }
        unsigned count = js_utf8_put(c, bytes);

        for (unsigned k = 0; k < count; k++)
            append_escape(&b, bytes[k]);
    }
    return js_builder_finish_noscript(&b, result);
}

/* The byte of an escape %XX at i, or -1. */
static int escaped_byte(const struct js_units *units, uint32_t i)
{
    unsigned high, low;

    if (units->length - i < 3 || js_unit_at(units, i) != '%')
        return -1;
    high = js_digit_value(js_unit_at(units, i + 1));
    low = js_digit_value(js_unit_at(units, i + 2));
    return high < 16 && low < 16 ? (int)(high << 4 | low) : -1;
}

/* Decodes the escapes of one code point at *i, which moves behind them; -1 where they are malformed. */
static int32_t decode_point(const struct js_units *units, uint32_t *i)
{
    uint8_t bytes[4];
    int first = escaped_byte(units, *i);
    unsigned count;
    size_t end = 0;

    if (first < 0 || (first >= 0x80 && first < 0xC2) || first > 0xF4)
        return -1;
    count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    for (unsigned k = 0; k < count; k++) {
        int byte = *i < units->length ? escaped_byte(units, *i) : -1;

        if (byte < 0 || (k > 0 && (byte & 0xC0) != 0x80))
            return -1;
        bytes[k] = (uint8_t)byte;
        *i += 3;
    }
    uint32_t c = js_utf8_next(bytes, count, &end, NULL);
    bool replaced = c == JS_UTF8_REPLACEMENT && !(count == 3 && bytes[0] == 0xEF &&
                                                  bytes[1] == 0xBF && bytes[2] == 0xBD);

    return replaced || end != count ? -1 : (int32_t)c;
}

/* 19.2.6.6 Decode ( string, preserveEscapeSet ) */
static bool decode(js_ctx *ctx, const js_call *call, const char *preserved, js_value *result)
{
    JS_FRAME(ctx, f, string);
    JS_STRING_BUILDER(ctx, b);
    uint32_t i = 0;

    JS_TRY(flat_argument(ctx, call, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    while (i < units.length) {
        uint32_t start = i;

        if (js_unit_at(&units, i) != '%') {
            js_builder_unit_nogc(&b, js_unit_at(&units, i++));
            continue;
        }
        int32_t c = decode_point(&units, &i);

        if (c < 0)
            return js_throw_uri_error(ctx, "URI malformed");
        if (is_in(preserved, (uint32_t)c))
            js_builder_substring_nogc(&b, f.string, start, i);
        else
            js_builder_code_point_nogc(&b, (uint32_t)c);
    }
    return js_builder_finish_noscript(&b, result);
}

/* 19.2.6.1 decodeURI ( encodedURI ) */
static bool decode_uri(js_ctx *ctx, const js_call *call, js_value *result)
{
    return decode(ctx, call, URI_RESERVED "#", result);
}

/* 19.2.6.2 decodeURIComponent ( encodedURIComponent ) */
static bool decode_uri_component(js_ctx *ctx, const js_call *call, js_value *result)
{
    return decode(ctx, call, "", result);
}

/* 19.2.6.3 encodeURI ( uri ) */
static bool encode_uri(js_ctx *ctx, const js_call *call, js_value *result)
{
    return encode(ctx, call, URI_ALNUM URI_MARK URI_RESERVED "#", result);
}

/* 19.2.6.4 encodeURIComponent ( uriComponent ) */
static bool encode_uri_component(js_ctx *ctx, const js_call *call, js_value *result)
{
    return encode(ctx, call, URI_ALNUM URI_MARK, result);
}

/* ---- B.2.1 ---- */

/* B.2.1.1 escape ( string ) */
static bool escape(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(flat_argument(ctx, call, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    for (uint32_t i = 0; i < units.length; i++) {
        uint16_t c = js_unit_at(&units, i);
        char text[8];

        if (is_in(URI_ALNUM "@*_+-./", c)) {
            js_builder_unit_nogc(&b, c);
        } else if (c < 256) {
            append_escape(&b, c);
        } else {
            snprintf(text, sizeof text, "%%u%04X", c);
            js_builder_ascii_nogc(&b, text);
        }
    }
    return js_builder_finish_noscript(&b, result);
}

/* The unit of an escape %uXXXX at i, or -1. */
static int escaped_unit(const struct js_units *units, uint32_t i)
{
    int unit = 0;

    if (units->length - i < 6 || js_unit_at(units, i + 1) != 'u')
        return -1;
    for (uint32_t k = 2; k < 6; k++) {
        unsigned digit = js_digit_value(js_unit_at(units, i + k));

        if (digit >= 16)
            return -1;
        unit = unit << 4 | (int)digit;
    }
    return unit;
}

/* B.2.1.2 unescape ( string ) */
static bool unescape(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(flat_argument(ctx, call, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);

    for (uint32_t i = 0; i < units.length; i++) {
        uint16_t c = js_unit_at(&units, i);
        int unit;

        if (c == '%' && (unit = escaped_unit(&units, i)) >= 0) {
            js_builder_unit_nogc(&b, (uint16_t)unit);
            i += 5;
        } else if (c == '%' && (unit = escaped_byte(&units, i)) >= 0) {
            js_builder_unit_nogc(&b, (uint16_t)unit);
            i += 2;
        } else {
            js_builder_unit_nogc(&b, c);
        }
    }
    return js_builder_finish_noscript(&b, result);
}

/* 19.2.1 eval ( x ), called indirectly: a direct call is an instruction of its own. */
static bool global_eval(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_indirect_eval(ctx, js_arg(call, 0), result);
}

JS_BUILTIN_TABLE(global) = {
    JS_METHOD("eval", global_eval, 1),
    JS_NUMBER_PROPERTY("Infinity", INFINITY, 0),
    JS_NUMBER_PROPERTY("NaN", NAN, 0),
    JS_METHOD("isFinite", is_finite, 1),
    JS_METHOD("isNaN", is_nan, 1),
    JS_METHOD("parseFloat", parse_float, 1),
    JS_METHOD("parseInt", parse_int, 2),
    JS_METHOD("decodeURI", decode_uri, 1),
    JS_METHOD("decodeURIComponent", decode_uri_component, 1),
    JS_METHOD("encodeURI", encode_uri, 1),
    JS_METHOD("encodeURIComponent", encode_uri_component, 1),
    JS_METHOD("escape", escape, 1),
    JS_METHOD("unescape", unescape, 1),
};
JS_BUILTIN_TABLE_END(global);
