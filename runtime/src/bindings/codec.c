/*
 * bindings/codec.c: see codec.h.  Decoders of base64 take both alphabets, skip what is in neither, and stop at '=';
 * hex stops at the first pair that is none.
 */
#include "codec.h"

#include <stdlib.h>
#include <string.h>

/* ---- UTF-8 ---- */

static bool is_lead(uint32_t unit)
{
    return (unit & 0xFC00) == 0xD800;
}

static bool is_trail(uint32_t unit)
{
    return (unit & 0xFC00) == 0xDC00;
}

size_t rt__utf8_length(const struct js_units *units)
{
    size_t length = units->length;

    if (units->latin1 != NULL) {
        for (uint32_t i = 0; i < units->length; i++)
            length += units->latin1[i] >> 7;
        return length;
    }
    for (uint32_t i = 0; i < units->length; i++) {
        const uint32_t unit = units->utf16[i];

        if (is_lead(unit) && i + 1 < units->length && is_trail(units->utf16[i + 1])) {
            length += 2; /* two units, four bytes */
            i++;
        } else {
            length += (unit >= 0x80) + (unit >= 0x800);
        }
    }
    return length;
}

/* The character at *i, which is moved past it; lone surrogates become U+FFFD. */
static uint32_t next_character(const struct js_units *units, uint32_t *i)
{
    const uint32_t unit = js_unit_at(units, (*i)++);

    if ((unit & 0xF800) != 0xD800)
        return unit;
    if (is_lead(unit) && *i < units->length && is_trail(units->utf16[*i]))
        return 0x10000 + ((unit - 0xD800) << 10) + (units->utf16[(*i)++] - 0xDC00u);
    return 0xFFFD;
}

static size_t put_utf8(uint32_t c, uint8_t *out, size_t room)
{
    const size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t first[] = {0, 0, 0xC0, 0xE0, 0xF0};

    if (size > room)
        return 0;
    for (size_t i = size; i-- > 1; c >>= 6)
        out[i] = (uint8_t)(0x80 | (c & 0x3F));
    out[0] = (uint8_t)(first[size] | c);
    return size;
}

static size_t encode_utf8(const struct js_units *units, uint8_t *out, size_t size)
{
    size_t used = 0;

    for (uint32_t i = 0; i < units->length;) {
        const size_t count = put_utf8(next_character(units, &i), out + used, size - used);

        if (count == 0)
            break;
        used += count;
    }
    return used;
}

/* Bytes of the well-formed sequence at bytes, or 0 (the Unicode standard's table 3-7). */
static size_t sequence_length(const uint8_t *b, size_t length)
{
    if (b[0] < 0x80)
        return 1;
    if (b[0] < 0xC2 || b[0] > 0xF4)
        return 0;
    const size_t size = b[0] < 0xE0 ? 2 : b[0] < 0xF0 ? 3 : 4;
    const uint8_t low = b[0] == 0xE0 ? 0xA0 : b[0] == 0xF0 ? 0x90 : 0x80,
                  high = b[0] == 0xED ? 0x9F : b[0] == 0xF4 ? 0x8F : 0xBF;

    if (size > length || b[1] < low || b[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    return size;
}

bool rt__is_utf8(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        const size_t size = sequence_length(bytes + i, length - i);

        if (size == 0)
            return false;
        i += size;
    }
    return true;
}

/* ---- units ---- */

static size_t encode_utf16(const struct js_units *units, uint8_t *out, size_t size)
{
    const size_t count = units->length < size / 2 ? units->length : size / 2;

    for (size_t i = 0; i < count; i++) {
        const uint16_t unit = js_unit_at(units, (uint32_t)i);

        out[2 * i] = (uint8_t)unit;
        out[2 * i + 1] = (uint8_t)(unit >> 8);
    }
    return count * 2;
}

static size_t encode_latin1(const struct js_units *units, uint8_t *out, size_t size)
{
    const size_t count = units->length < size ? units->length : size;

    if (units->latin1 != NULL)
        memcpy(out, units->latin1, count);
    else
        for (size_t i = 0; i < count; i++)
            out[i] = (uint8_t)units->utf16[i];
    return count;
}

/* ---- hex ---- */

static int hex_digit(uint16_t unit)
{
    if (unit >= '0' && unit <= '9')
        return unit - '0';
    if (unit >= 'a' && unit <= 'f')
        return unit - 'a' + 10;
    return unit >= 'A' && unit <= 'F' ? unit - 'A' + 10 : -1;
}

static size_t encode_hex(const struct js_units *units, uint8_t *out, size_t size)
{
    const size_t count = units->length / 2 < size ? units->length / 2 : size;

    for (size_t i = 0; i < count; i++) {
        const int high = hex_digit(js_unit_at(units, (uint32_t)(2 * i))),
                  low = hex_digit(js_unit_at(units, (uint32_t)(2 * i + 1)));

        if (high < 0 || low < 0)
            return i;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return count;
}

static size_t decode_hex(const uint8_t *bytes, size_t length, uint8_t *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        out[2 * i] = (uint8_t)digits[bytes[i] >> 4];
        out[2 * i + 1] = (uint8_t)digits[bytes[i] & 15];
    }
    return length * 2;
}

/* ---- base64 ---- */

/* The value of a digit of either alphabet, -1 of anything else, -2 of '='. */
static int base64_digit(uint16_t unit)
{
    if (unit >= 'A' && unit <= 'Z')
        return unit - 'A';
    if (unit >= 'a' && unit <= 'z')
        return unit - 'a' + 26;
    if (unit >= '0' && unit <= '9')
        return unit - '0' + 52;
    if (unit == '+' || unit == '-')
        return 62;
    if (unit == '/' || unit == '_')
        return 63;
    return unit == '=' ? -2 : -1;
}

static size_t encode_base64(const struct js_units *units, uint8_t *out, size_t size)
{
    uint32_t bits = 0;
    unsigned count = 0; /* of bits */
    size_t used = 0;

    for (uint32_t i = 0; i < units->length && used < size; i++) {
        const int digit = base64_digit(js_unit_at(units, i));

        if (digit == -2)
            break;
        if (digit < 0)
            continue;
        bits = bits << 6 | (uint32_t)digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out[used++] = (uint8_t)(bits >> count);
        }
    }
    return used;
}

static size_t decode_base64(const uint8_t *bytes, size_t length, bool url, uint8_t *out)
{
    const char *digits = url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                             : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t used = 0;

    for (size_t i = 0; i < length; i += 3) {
        const size_t here = length - i < 3 ? length - i : 3;
        const uint32_t bits = (uint32_t)bytes[i] << 16 | (here > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
                              (here > 2 ? bytes[i + 2] : 0);

        for (size_t k = 0; k < here + 1; k++)
            out[used++] = (uint8_t)digits[bits >> (18 - 6 * k) & 63];
        for (size_t k = here + 1; k < 4 && !url; k++)
            out[used++] = '=';
    }
    return used;
}

/* ---- all of them ---- */

size_t rt__encode(enum rt_encoding encoding, const struct js_units *units, uint8_t *out, size_t size)
{
    if (size == 0 || units->length == 0)
        return 0;
    switch (encoding) {
    case RT_UTF8:
        return encode_utf8(units, out, size);
    case RT_UTF16LE:
        return encode_utf16(units, out, size);
    case RT_LATIN1:
    case RT_ASCII:
        return encode_latin1(units, out, size);
    case RT_BASE64:
    case RT_BASE64URL:
        return encode_base64(units, out, size);
    case RT_HEX:
        return encode_hex(units, out, size);
    }
    return 0;
}

/* The length in units of what bytes decode to, where that is plain. */
static size_t decoded_length(enum rt_encoding encoding, size_t length)
{
    switch (encoding) {
    case RT_HEX:
        return length * 2;
    case RT_BASE64:
    case RT_BASE64URL:
        return (length + 2) / 3 * 4;
    default:
        return length;
    }
}

static bool decode_by_copy(js_ctx *ctx, enum rt_encoding encoding, const uint8_t *bytes, size_t length,
                           js_value *out)
{
    const size_t size = decoded_length(encoding, length);
    uint8_t *text = gc_malloc(js_heap(ctx), size + 1);
    size_t used = length;
    bool ok;

    if (text == NULL)
        return js_throw_out_of_memory(ctx);
    if (encoding == RT_HEX)
        used = decode_hex(bytes, length, text);
    else if (encoding == RT_ASCII)
        for (size_t i = 0; i < length; i++)
            text[i] = bytes[i] & 0x7F;
    else
        used = decode_base64(bytes, length, encoding == RT_BASE64URL, text);
    ok = js_string_from_latin1_noscript(ctx, text, used, out);
    gc_free(js_heap(ctx), text, size + 1);
    return ok;
}

/* js_string_from_utf16_noscript wants units, which bytes of a buffer may not be aligned for. */
static bool decode_utf16(js_ctx *ctx, const uint8_t *bytes, size_t count, js_value *out)
{
    uint16_t *units = gc_malloc(js_heap(ctx), count * 2 + 2);
    bool ok;

    if (units == NULL)
        return js_throw_out_of_memory(ctx);
    for (size_t i = 0; i < count; i++)
        units[i] = (uint16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
    ok = js_string_from_utf16_noscript(ctx, units, count, out);
    gc_free(js_heap(ctx), units, count * 2 + 2);
    return ok;
}

static bool throw_too_long(js_ctx *ctx)
{
    JS_FRAME(ctx, f, message, error);
    char text[96];

    snprintf(text, sizeof text, "Cannot create a string longer than 0x%x characters",
             js_string_length_max());
    JS_TRY(rt__string(ctx, text, &f.message));
    JS_TRY(js_error_from_message_noscript(ctx, &f.message, &f.error));
    JS_TRY(rt__set_text(ctx, &f.error, "code", "ERR_STRING_TOO_LONG"));
    return js_throw(ctx, &f.error);
}

bool rt__decode_noscript(js_ctx *ctx, enum rt_encoding encoding, const uint8_t *bytes, size_t length,
                         js_value *out)
{
    const size_t units = encoding == RT_UTF16LE ? length / 2 : decoded_length(encoding, length);

    if (units > js_string_length_max() && encoding != RT_UTF8)
        return throw_too_long(ctx);
    if (encoding == RT_UTF8 && length / 3 > js_string_length_max())
        return throw_too_long(ctx); /* at least a unit for every three bytes */
    switch (encoding) {
    case RT_UTF8:
        return js_string_from_utf8_noscript(ctx, (const char *)bytes, length, out);
    case RT_UTF16LE:
        return decode_utf16(ctx, bytes, length / 2, out);
    case RT_LATIN1:
        return js_string_from_latin1_noscript(ctx, bytes, length, out);
    default:
        return decode_by_copy(ctx, encoding, bytes, length, out);
    }
}
