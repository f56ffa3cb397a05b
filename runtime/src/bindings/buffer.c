/*
 * bindings/buffer.c: internalBinding('buffer'): text to bytes and back (encodings in codec.c), and what is done with runs
 * of bytes.  Bytes lie outside the heap and never move, so pointers to them survive allocation.
 */
#include "codec.h"

#include <string.h>

/* The largest typed array there can be: 8 GiB less is what Node 20 says. */
#define LENGTH_MAX 4294967296.0

/* bytes[start, end) of arguments; both are clamped to what the view holds now. */
static bool get_part(js_ctx *ctx, const js_call *call, uint32_t view, uint32_t start, uint32_t end,
                     uint8_t **data, size_t *length)
{
    size_t size;

    JS_TRY(rt__bytes_arg(ctx, call, view, data, &size));
    int64_t from = rt__integer_arg(call, start), to = rt__integer_arg(call, end);

    from = from < 0 ? 0 : from > (int64_t)size ? (int64_t)size : from;
    to = to < from ? from : to > (int64_t)size ? (int64_t)size : to;
    *data += from;
    *length = (size_t)(to - from);
    return true;
}

/* The units of a string argument; raw: valid to the next safepoint. */
static bool get_units(js_ctx *ctx, const js_call *call, uint32_t i, struct js_units *out)
{
    if (!js_value_is_string(*js_arg(call, i)))
        return js_throw_type_error(ctx, "argument must be a string");
    JS_TRY(js_string_flatten_noscript(ctx, js_arg(call, i)));
    *out = js_string_units_nogc(ctx, *js_arg(call, i));
    return true;
}

static bool byte_length_utf8(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct js_units units;

    JS_TRY(get_units(ctx, call, 0, &units));
    *result = js_number((double)rt__utf8_length(&units));
    return true;
}

/* write(bytes, string, offset, length, encoding) */
static bool write_text(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct js_units units;
    uint8_t *data;
    size_t size;

    JS_TRY(rt__bytes_arg(ctx, call, 0, &data, &size));
    JS_TRY(get_units(ctx, call, 1, &units));
    int64_t offset = rt__integer_arg(call, 2), length = rt__integer_arg(call, 3);

    offset = offset < 0 ? 0 : offset > (int64_t)size ? (int64_t)size : offset;
    length = length < 0 ? 0 : length > (int64_t)size - offset ? (int64_t)size - offset : length;
    *result = js_number((double)rt__encode((enum rt_encoding)rt__int_arg(call, 4), &units,
                                           data + offset, (size_t)length));
    return true;
}

/* decode(bytes, start, end, encoding) */
static bool decode(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *data;
    size_t length;

    JS_TRY(get_part(ctx, call, 0, 1, 2, &data, &length));
    return rt__decode_noscript(ctx, (enum rt_encoding)rt__int_arg(call, 3), data, length, result);
}

static bool create_unsafe(js_ctx *ctx, const js_call *call, js_value *result)
{
    const double size = rt__number_arg(call, 0);

    if (!(size >= 0 && size <= LENGTH_MAX))
        return js_throw_range_error(ctx, "Array buffer allocation failed");
    return js_array_buffer_create_noscript(ctx, (size_t)size, result);
}

/* copy(source, target, targetStart, sourceStart, count) */
static bool copy(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *source, *target;
    size_t source_size, target_size;

    JS_TRY(rt__bytes_arg(ctx, call, 0, &source, &source_size));
    JS_TRY(rt__bytes_arg(ctx, call, 1, &target, &target_size));
    const int64_t to = rt__integer_arg(call, 2), from = rt__integer_arg(call, 3),
                  count = rt__integer_arg(call, 4);

    if (to < 0 || from < 0 || count < 0 || (uint64_t)to > target_size || (uint64_t)from > source_size ||
        (uint64_t)count > target_size - (uint64_t)to || (uint64_t)count > source_size - (uint64_t)from)
        return js_throw_range_error(ctx, "copy is out of range");
    if (count > 0)
        memmove(target + to, source + from, (size_t)count);
    return true;
}

/* compare(a, aStart, aEnd, b, bStart, bEnd) */
static bool compare(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *a, *b;
    size_t a_length, b_length;

    JS_TRY(get_part(ctx, call, 0, 1, 2, &a, &a_length));
    JS_TRY(get_part(ctx, call, 3, 4, 5, &b, &b_length));
    const size_t common = a_length < b_length ? a_length : b_length;
    const int order = common ? memcmp(a, b, common) : 0;

    *result = js_int(order < 0                ? -1
                     : order > 0              ? 1
                     : a_length < b_length    ? -1
                     : a_length > b_length    ? 1
                                              : 0);
    return true;
}

static int64_t find_forward(const uint8_t *bytes, size_t size, const uint8_t *needle, size_t length,
                            size_t from, size_t step)
{
    while (from <= size - length) {
        const uint8_t *at = memchr(bytes + from, needle[0], size - length - from + 1);

        if (at == NULL)
            return -1;
        from = (size_t)(at - bytes);
        if (from % step == 0 && memcmp(at, needle, length) == 0)
            return (int64_t)from;
        from++;
    }
    return -1;
}

static int64_t find_backward(const uint8_t *bytes, size_t size, const uint8_t *needle, size_t length,
                             size_t from, size_t step)
{
    if (from > size - length)
        from = size - length;
    for (size_t i = from + 1; i-- > 0;)
        if (i % step == 0 && bytes[i] == needle[0] && memcmp(bytes + i, needle, length) == 0)
            return (int64_t)i;
    return -1;
}

/* indexOf(bytes, needle, from, forward, step) */
static bool index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *bytes, *needle;
    size_t size, length;
    int64_t at = -1;

    JS_TRY(rt__bytes_arg(ctx, call, 0, &bytes, &size));
    JS_TRY(rt__bytes_arg(ctx, call, 1, &needle, &length));
    const int64_t from = rt__integer_arg(call, 2);
    const size_t step = rt__int_arg(call, 4) == 2 ? 2 : 1;

    if (length > 0 && length <= size && from >= 0)
        at = js_to_boolean_nogc(ctx, *js_arg(call, 3))
                 ? find_forward(bytes, size, needle, length, (size_t)from, step)
                 : find_backward(bytes, size, needle, length, (size_t)from, step);
    *result = js_number((double)at);
    return true;
}

/* swap(bytes, size): reverses each group of 2, 4 or 8. */
static bool swap(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *bytes;
    size_t length;
    const int size = rt__int_arg(call, 1);

    JS_TRY(rt__bytes_arg(ctx, call, 0, &bytes, &length));
    if (size != 2 && size != 4 && size != 8)
        return js_throw_range_error(ctx, "size must be 2, 4 or 8");
    for (size_t i = 0; i + (size_t)size <= length; i += (size_t)size) {
        for (int low = 0, high = size - 1; low < high; low++, high--) {
            const uint8_t byte = bytes[i + (size_t)low];

            bytes[i + (size_t)low] = bytes[i + (size_t)high];
            bytes[i + (size_t)high] = byte;
        }
    }
    *result = *js_arg(call, 0);
    return true;
}

static bool is_utf8(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *bytes;
    size_t length;

    JS_TRY(rt__bytes_arg(ctx, call, 0, &bytes, &length));
    *result = js_bool(rt__is_utf8(bytes, length));
    return true;
}

static bool is_ascii(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint8_t *bytes, all = 0;
    size_t length;

    JS_TRY(rt__bytes_arg(ctx, call, 0, &bytes, &length));
    for (size_t i = 0; i < length; i++)
        all |= bytes[i];
    *result = js_bool(all < 0x80);
    return true;
}

static bool init(js_ctx *ctx, const js_value *object)
{
    JS_TRY(rt__set_number(ctx, object, "kMaxLength", LENGTH_MAX));
    return rt__set_number(ctx, object, "kStringMaxLength", js_string_length_max());
}

static const js_builtin table[] = {
    JS_METHOD("byteLengthUtf8", byte_length_utf8, 1),
    JS_METHOD("write", write_text, 5),
    JS_METHOD("decode", decode, 4),
    JS_METHOD("createUnsafe", create_unsafe, 1),
    JS_METHOD("copy", copy, 5),
    JS_METHOD("compare", compare, 6),
    JS_METHOD("indexOf", index_of, 5),
    JS_METHOD("swap", swap, 2),
    JS_METHOD("isUtf8", is_utf8, 1),
    JS_METHOD("isAscii", is_ascii, 1),
};
RT_BINDING(buffer, table, init);
