/*
 * object/string.c: making strings and looking into them.
 *
 * A string is one of four cells (object/string.h).  Text that fits Latin-1 is kept so wherever it is copied;
 * slices and ropes take the width of what they refer to.  A slice's parent is always a flat cell, never a
 * rope or another slice, so that looking inside takes at most two steps: flattened rope, or slice, then flat.
 *
 * Lengths are below JS_STRING_LENGTH_MAX [string.length]; every function that makes a longer one throws
 * RangeError.  Cells are filled before the next safepoint; raw pointers are fetched after the allocation.
 */
#include "object/string_internal.h"

#include "base/checked_math.h"
#include "base/utf16.h"
#include "base/utf8.h"
#include "js/js.h"

#include <string.h>

_Static_assert(offsetof(struct js_latin1, units) == 12, "units follow the length");
_Static_assert(offsetof(struct js_utf16, units) == 12, "units follow the length");
_Static_assert(sizeof(struct js_rope) == 24 && sizeof(struct js_slice) == 24, "three granules");
/* [string.length] */
_Static_assert(((uint64_t)JS_STRING_LENGTH_MAX << JS_STRING_LENGTH_SHIFT) <= UINT32_MAX,
               "length and flags fit one word");

/* ---- looking inside ---- */

bool js__string_is_latin1(const js_ctx *ctx, const struct js_string *s)
{
    (void)ctx;
    switch (s->header.kind) {
    case JS_KIND_LATIN1:
        return true;
    case JS_KIND_ROPE:
        return ((const struct js_rope *)s)->is_latin1;
    case JS_KIND_SLICE:
        return ((const struct js_slice *)s)->is_latin1;
    default:
        return false;
    }
}

struct js_units js_string_units_nogc(js_ctx *ctx, js_value string)
{
    js_assert(js_is_string(string));
    struct js_string *s = gc_to_cell(string);
    struct js_units units = {.length = js__string_length(s)};
    uint32_t offset = 0;

    js_assert(!js__is_pending_rope(s));
    s = js__resolve_rope(ctx, s);
    if (s->header.kind == JS_KIND_SLICE) {
        const struct js_slice *slice = (const struct js_slice *)s;

        offset = slice->offset;
        s = gc_slot_to_cell(ctx->heap, slice->parent);
    }
    if (s->header.kind == JS_KIND_LATIN1)
        units.latin1 = ((const struct js_latin1 *)s)->units + offset;
    else
        units.utf16 = ((const struct js_utf16 *)s)->units + offset;
    return units;
}

bool js_string_unit_noscript(js_ctx *ctx, const js_value *string, uint32_t i, uint16_t *out)
{
    JS_TRY(js_string_flatten_noscript(ctx, string));
    struct js_units units = js_string_units_nogc(ctx, *string);

    js_assert(i < units.length);
    *out = js_unit_at(&units, i);
    return true;
}

bool js_string_is_interned_nogc(js_value string)
{
    return ((const struct js_string *)gc_to_cell(string))->length_and_flags &
           JS_STRING_FLAG_INTERNED;
}

/* ---- making flat strings ---- */

bool js_string_new_latin1_noscript(js_ctx *ctx, uint32_t length, js_value *out)
{
    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    JS_TRY(js_alloc(ctx, JS_KIND_LATIN1, sizeof(struct js_latin1) + length, out));
    ((struct js_latin1 *)gc_to_cell(*out))->length_and_flags = length << JS_STRING_LENGTH_SHIFT;
    return true;
}

bool js_string_new_utf16_noscript(js_ctx *ctx, uint32_t length, js_value *out)
{
    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    JS_TRY(js_alloc(ctx, JS_KIND_UTF16, sizeof(struct js_utf16) + (size_t)length * 2, out));
    ((struct js_utf16 *)gc_to_cell(*out))->length_and_flags = length << JS_STRING_LENGTH_SHIFT;
    return true;
}

bool js_string_from_latin1_noscript(js_ctx *ctx, const uint8_t *units, size_t length, js_value *out)
{
    if (length <= 1) {
        *out = length ? ctx->single_units[units[0]] : *JS_ATOM(ctx, empty);
        return true;
    }
    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    JS_TRY(js_string_new_latin1_noscript(ctx, (uint32_t)length, out));
    memcpy(((struct js_latin1 *)gc_to_cell(*out))->units, units, length);
    return true;
}

bool js_string_from_utf16_noscript(js_ctx *ctx, const uint16_t *units, size_t length, js_value *out)
{
    if (length == 1)
        return js_string_from_unit_noscript(ctx, units[0], out);
    if (length == 0) {
        *out = *JS_ATOM(ctx, empty);
        return true;
    }
    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    if (js_utf16_is_latin1(units, length)) {
        JS_TRY(js_string_new_latin1_noscript(ctx, (uint32_t)length, out));
        js_utf16_to_latin1(units, length, ((struct js_latin1 *)gc_to_cell(*out))->units);
        return true;
    }
    JS_TRY(js_string_new_utf16_noscript(ctx, (uint32_t)length, out));
    memcpy(((struct js_utf16 *)gc_to_cell(*out))->units, units, length * 2);
    return true;
}

bool js_string_from_utf8_noscript(js_ctx *ctx, const char *text, size_t bytes, js_value *out)
{
    const uint8_t *source = (const uint8_t *)text;
    struct js_utf8_size size = js_utf8_measure(source, bytes);

    if (size.ascii)
        return js_string_from_latin1_noscript(ctx, source, bytes, out);
    if (size.units > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    if (size.latin1 && size.units == 1) {
        uint8_t unit;

        js_utf8_to_latin1(source, bytes, &unit);
        *out = ctx->single_units[unit];
        return true;
    }
    if (size.latin1) {
        JS_TRY(js_string_new_latin1_noscript(ctx, (uint32_t)size.units, out));
        js_utf8_to_latin1(source, bytes, ((struct js_latin1 *)gc_to_cell(*out))->units);
        return true;
    }
    JS_TRY(js_string_new_utf16_noscript(ctx, (uint32_t)size.units, out));
    js_utf8_to_utf16(source, bytes, ((struct js_utf16 *)gc_to_cell(*out))->units);
    return true;
}

bool js_string_from_ascii_noscript(js_ctx *ctx, const char *text, js_value *out)
{
    return js_string_from_latin1_noscript(ctx, (const uint8_t *)text, strlen(text), out);
}

bool js_text_to_string(js_ctx *ctx, const struct js_text *text, js_value *out)
{
    switch (text->encoding) {
    case JS_LATIN1:
        return js_string_from_latin1_noscript(ctx, text->units, text->length, out);
    case JS_UTF16:
        return js_string_from_utf16_noscript(ctx, text->units, text->length, out);
    default:
        return js_string_from_utf8_noscript(ctx, text->units, text->length, out);
    }
}

bool js_string_from_unit_noscript(js_ctx *ctx, uint16_t unit, js_value *out)
{
    if (unit < 0x100) {
        *out = ctx->single_units[unit];
        return true;
    }
    JS_TRY(js_string_new_utf16_noscript(ctx, 1, out));
    ((struct js_utf16 *)gc_to_cell(*out))->units[0] = unit;
    return true;
}

bool js_string_from_code_point_noscript(js_ctx *ctx, uint32_t point, js_value *out)
{
    uint16_t units[2];

    return js_string_from_utf16_noscript(ctx, units, js_utf16_put(point, units), out);
}

/* ---- parts and concatenations ---- */

bool js__string_copy_part_noscript(js_ctx *ctx, const js_value *string, uint32_t start,
                                   uint32_t length, js_value *out)
{
    struct js_units units = js_string_units_nogc(ctx, *string);
    JS_FRAME(ctx, f, copy);

    if (units.latin1 || js_utf16_is_latin1(units.utf16 + start, length)) {
        JS_TRY(js_string_new_latin1_noscript(ctx, length, &f.copy));
        js__string_copy_nogc(ctx, gc_to_cell(*string), start, length,
                             ((struct js_latin1 *)gc_to_cell(f.copy))->units, NULL);
    } else {
        JS_TRY(js_string_new_utf16_noscript(ctx, length, &f.copy));
        js__string_copy_nogc(ctx, gc_to_cell(*string), start, length, NULL,
                             ((struct js_utf16 *)gc_to_cell(f.copy))->units);
    }
    *out = f.copy;
    return true;
}

static bool make_slice(js_ctx *ctx, const js_value *string, uint32_t start, uint32_t length,
                       js_value *out)
{
    JS_TRY(js_reserve(ctx, sizeof(struct js_slice)));
    struct js_slice *slice =
        gc_alloc_reserved_nogc(ctx->heap, JS_KIND_SLICE, sizeof(struct js_slice));
    struct js_string *parent = js__resolve_rope(ctx, gc_to_cell(*string));

    if (parent->header.kind == JS_KIND_SLICE) {
        start += ((struct js_slice *)parent)->offset;
        parent = gc_slot_to_cell(ctx->heap, ((struct js_slice *)parent)->parent);
    }
    js_assert(start + length <= js__string_length(parent));
    slice->length_and_flags = length << JS_STRING_LENGTH_SHIFT;
    slice->offset = start;
    slice->is_latin1 = parent->header.kind == JS_KIND_LATIN1;
    gc_init(ctx->heap, slice, &slice->parent, gc_slot_from_cell(ctx->heap, parent));
    *out = gc_from_cell(slice);
    return true;
}

bool js_string_substring_noscript(js_ctx *ctx, const js_value *string, uint32_t start, uint32_t end,
                                  js_value *out)
{
    uint32_t whole = js_string_length_nogc(*string);

    js_assert(start <= end && end <= whole);
    if (start == end) {
        *out = *JS_ATOM(ctx, empty);
        return true;
    }
    if (end - start == whole) {
        *out = *string;
        return true;
    }
    JS_TRY(js_string_flatten_noscript(ctx, string));
    if (end - start == 1) {
        struct js_units units = js_string_units_nogc(ctx, *string);

        return js_string_from_unit_noscript(ctx, js_unit_at(&units, start), out);
    }
    if (end - start < JS_STRING_LAZY_MIN)
        return js__string_copy_part_noscript(ctx, string, start, end - start, out);
    return make_slice(ctx, string, start, end - start, out);
}

/* A flat string of two short ones. */
static bool join_flat(js_ctx *ctx, const js_value *a, const js_value *b, bool latin1, js_value *out)
{
    uint32_t a_length = js_string_length_nogc(*a), b_length = js_string_length_nogc(*b);
    JS_FRAME(ctx, f, joined);

    if (latin1) {
        JS_TRY(js_string_new_latin1_noscript(ctx, a_length + b_length, &f.joined));
        uint8_t *units = ((struct js_latin1 *)gc_to_cell(f.joined))->units;
        js__string_copy_nogc(ctx, gc_to_cell(*a), 0, a_length, units, NULL);
        js__string_copy_nogc(ctx, gc_to_cell(*b), 0, b_length, units + a_length, NULL);
    } else {
        JS_TRY(js_string_new_utf16_noscript(ctx, a_length + b_length, &f.joined));
        uint16_t *units = ((struct js_utf16 *)gc_to_cell(f.joined))->units;
        js__string_copy_nogc(ctx, gc_to_cell(*a), 0, a_length, NULL, units);
        js__string_copy_nogc(ctx, gc_to_cell(*b), 0, b_length, NULL, units + a_length);
    }
    *out = f.joined;
    return true;
}

bool js_string_concat_noscript(js_ctx *ctx, const js_value *a, const js_value *b, js_value *out)
{
    uint32_t a_length = js_string_length_nogc(*a), b_length = js_string_length_nogc(*b);
    bool latin1;

    if (a_length == 0 || b_length == 0) {
        *out = a_length == 0 ? *b : *a;
        return true;
    }
    if (a_length + b_length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    latin1 = js__string_is_latin1(ctx, gc_to_cell(*a)) && js__string_is_latin1(ctx, gc_to_cell(*b));
    if (a_length + b_length < JS_STRING_LAZY_MIN)
        return join_flat(ctx, a, b, latin1, out);
    JS_TRY(js_reserve(ctx, sizeof(struct js_rope)));
    struct js_rope *rope = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_ROPE, sizeof *rope);
    struct js_string *left = js__resolve_rope(ctx, gc_to_cell(*a));
    struct js_string *right = js__resolve_rope(ctx, gc_to_cell(*b));

    rope->length_and_flags = (a_length + b_length) << JS_STRING_LENGTH_SHIFT;
    rope->is_latin1 = latin1;
    gc_init(ctx->heap, rope, &rope->left, gc_slot_from_cell(ctx->heap, left));
    gc_init(ctx->heap, rope, &rope->right, gc_slot_from_cell(ctx->heap, right));
    *out = gc_from_cell(rope);
    return true;
}

/* ---- UTF-8 ---- */

bool js_string_to_utf8_noscript(js_ctx *ctx, const js_value *string, char **text, size_t *bytes)
{
    JS_TRY(js_string_flatten_noscript(ctx, string));
    gc_prepare_malloc(ctx->heap, js_string_length_nogc(*string));
    struct js_units units = js_string_units_nogc(ctx, *string);
    size_t size = units.latin1 ? js_utf8_length_of_latin1(units.latin1, units.length)
                               : js_utf8_length_of_utf16(units.utf16, units.length);
    uint8_t *buffer = gc_malloc(ctx->heap, size + 1);

    if (buffer == NULL)
        return js_throw_out_of_memory(ctx);
    size_t written =
        units.latin1 ? js_utf8_from_latin1(units.latin1, units.length, buffer, size, NULL)
                     : js_utf8_from_utf16(units.utf16, units.length, false, buffer, size, NULL);

    js_assert(written == size);
    buffer[written] = 0;
    *text = (char *)buffer;
    *bytes = size;
    return true;
}

void js_utf8_free(js_ctx *ctx, char *text, size_t bytes)
{
    if (text != NULL)
        gc_free(ctx->heap, text, bytes + 1);
}
