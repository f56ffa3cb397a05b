/*
 * object/string_builder.c: text put together piece by piece in memory outside the heap.
 *
 * The buffer is Latin-1 until a unit does not fit; then it becomes UTF-16 once.  So the result is UTF-16 only
 * where it must be.  Failure is sticky: after it appends do nothing and finish throws.
 */
#include "object/string_internal.h"

#include "base/utf16.h"
#include "base/utf8.h"

#include <string.h>

#define FIRST_CAPACITY 256u

static void free_latin1(struct js_string_builder *b)
{
    if (b->latin1 != b->small)
        gc_free(b->ctx->heap, b->latin1, b->capacity);
    b->latin1 = NULL;
}

void js__string_builder_leave(struct js_string_builder *b)
{
    free_latin1(b);
    if (b->utf16)
        gc_free(b->ctx->heap, b->utf16, b->capacity * 2);
    b->utf16 = NULL;
}

/* Moves the text to a block of capacity units, of the present width. */
static bool grow(struct js_string_builder *b, size_t capacity)
{
    gc_heap *heap = b->ctx->heap;
    void *block;

    if (b->utf16) {
        block = gc_realloc(heap, b->utf16, b->capacity * 2, capacity * 2);
        b->utf16 = block ? block : b->utf16;
    } else if (b->latin1 == b->small) {
        block = gc_malloc(heap, capacity);
        if (block != NULL)
            b->latin1 = memcpy(block, b->small, b->length);
    } else {
        block = gc_realloc(heap, b->latin1, b->capacity, capacity);
        b->latin1 = block ? block : b->latin1;
    }
    b->failed = block == NULL;
    b->capacity = b->failed ? b->capacity : capacity;
    return !b->failed;
}

/* Makes room for more units; false once the builder has failed. */
static bool make_room(struct js_string_builder *b, size_t more)
{
    size_t wanted, capacity;

    if (b->failed || b->too_long)
        return false;
    if (more <= b->capacity - b->length)
        return true;
    if (more > JS_STRING_LENGTH_MAX - b->length) {
        b->too_long = true;
        return false;
    }
    wanted = b->length + more;
    if (b->capacity == 0 && wanted <= JS_BUILDER_SMALL) {
        b->latin1 = b->small;
        b->capacity = JS_BUILDER_SMALL;
        return true;
    }
    capacity = b->capacity ? b->capacity * 2 : FIRST_CAPACITY;
    return grow(b, capacity < wanted ? wanted : capacity);
}

static bool widen(struct js_string_builder *b)
{
    uint16_t *wide;

    if (b->utf16)
        return true;
    if (b->capacity == 0 && !make_room(b, 1))
        return false;
    wide = gc_malloc(b->ctx->heap, b->capacity * 2);
    if (wide == NULL) {
        b->failed = true;
        return false;
    }
    js_utf16_from_latin1(b->latin1, b->length, wide);
    free_latin1(b);
    b->utf16 = wide;
    return true;
}

void js_builder_unit_nogc(struct js_string_builder *b, uint16_t unit)
{
    if (!make_room(b, 1))
        return;
    if (unit >= 0x100 && !widen(b))
        return;
    if (b->utf16)
        b->utf16[b->length++] = unit;
    else
        b->latin1[b->length++] = (uint8_t)unit;
}

void js_builder_code_point_nogc(struct js_string_builder *b, uint32_t point)
{
    uint16_t units[2];

    if (js_utf16_put(point, units) == 2) {
        js_builder_unit_nogc(b, units[0]);
        js_builder_unit_nogc(b, units[1]);
    } else {
        js_builder_unit_nogc(b, units[0]);
    }
}

void js_builder_latin1_nogc(struct js_string_builder *b, const uint8_t *units, size_t length)
{
    if (length == 0 || !make_room(b, length))
        return;
    if (b->utf16)
        js_utf16_from_latin1(units, length, b->utf16 + b->length);
    else
        memcpy(b->latin1 + b->length, units, length);
    b->length += length;
}

void js_builder_ascii_nogc(struct js_string_builder *b, const char *text)
{
    js_builder_latin1_nogc(b, (const uint8_t *)text, strlen(text));
}

void js_builder_utf8_nogc(struct js_string_builder *b, const char *text, size_t bytes)
{
    const uint8_t *source = (const uint8_t *)text;
    size_t i = 0;

    if (js_latin1_is_ascii(source, bytes)) {
        js_builder_latin1_nogc(b, source, bytes);
        return;
    }
    while (i < bytes)
        js_builder_code_point_nogc(b, js_utf8_next(source, bytes, &i, NULL));
}

void js_builder_utf16_nogc(struct js_string_builder *b, const uint16_t *units, size_t length)
{
    if (length == 0 || !make_room(b, length))
        return;
    if (!b->utf16 && js_utf16_is_latin1(units, length)) {
        js_utf16_to_latin1(units, length, b->latin1 + b->length);
    } else {
        if (!widen(b))
            return;
        memcpy(b->utf16 + b->length, units, length * 2);
    }
    b->length += length;
}

void js_builder_string_nogc(struct js_string_builder *b, js_value string)
{
    const struct js_string *s = gc_to_cell(string);
    uint32_t length = js__string_length(s);

    if (!js__is_pending_rope(s)) {
        js_builder_substring_nogc(b, string, 0, length);
        return;
    }
    if (!make_room(b, length))
        return;
    if (!js__string_is_latin1(b->ctx, s) && !widen(b))
        return;
    js__string_copy_nogc(b->ctx, s, 0, length, b->utf16 ? NULL : b->latin1 + b->length,
                         b->utf16 ? b->utf16 + b->length : NULL);
    b->length += length;
}

void js_builder_substring_nogc(struct js_string_builder *b, js_value flat, uint32_t start,
                               uint32_t end)
{
    struct js_units units = js_string_units_nogc(b->ctx, flat);

    if (units.latin1)
        js_builder_latin1_nogc(b, units.latin1 + start, end - start);
    else
        js_builder_utf16_nogc(b, units.utf16 + start, end - start);
}

bool js_builder_finish_noscript(struct js_string_builder *b, js_value *out)
{
    if (b->failed)
        return js_throw_out_of_memory(b->ctx);
    if (b->too_long)
        return js_throw_string_too_long(b->ctx);
    if (!b->utf16)
        return js_string_from_latin1_noscript(b->ctx, b->latin1, b->length, out);
    if (b->length == 1)
        return js_string_from_unit_noscript(b->ctx, b->utf16[0], out);
    JS_TRY(js_string_new_utf16_noscript(b->ctx, (uint32_t)b->length, out));
    memcpy(((struct js_utf16 *)gc_to_cell(*out))->units, b->utf16, b->length * 2);
    return true;
}
