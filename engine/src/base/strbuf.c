/*
 * base/strbuf.c: growing and widening of js_strbuf.
 *
 * Capacity grows by half at least.  Widening copies to new memory, or, within the small buffer, from the end
 * downwards in place.  After a failure capacity is 0, as is length, so that the inline fast path of
 * js_strbuf_put always ends in the slow path, which drops what comes.
 */
#include "base/strbuf.h"

#include "base/number_text.h"
#include "base/utf16.h"
#include "base/utf8.h"

static bool is_small(const struct js_strbuf *b)
{
    return b->units == b->small;
}

static size_t unit_size(bool wide)
{
    return wide ? 2 : 1;
}

void js_strbuf_init(struct js_strbuf *b, gc_heap *heap)
{
    b->heap = heap;
    b->units = b->small;
    b->length = 0;
    b->capacity = JS_STRBUF_SMALL;
    b->wide = false;
    b->status = JS_STRBUF_OK;
}

void js_strbuf_free(struct js_strbuf *b)
{
    if (!is_small(b))
        gc_free(b->heap, b->units, (size_t)b->capacity * unit_size(b->wide));
    js_strbuf_init(b, b->heap);
}

void js_strbuf_clear(struct js_strbuf *b)
{
    if (b->status != JS_STRBUF_OK) {
        js_strbuf_free(b);
        return;
    }
    b->length = 0;
    if (b->wide) {
        b->capacity *= 2;
        b->wide = false;
    }
}

bool js_strbuf_fail(struct js_strbuf *b, enum js_strbuf_status status)
{
    js_strbuf_free(b);
    b->capacity = 0;
    b->status = status;
    return false;
}

static void widen_copy(const uint8_t *from, uint32_t length, uint16_t *to)
{
    for (uint32_t i = length; i-- > 0;)
        to[i] = from[i]; /* downwards: to may be from */
}

/* Moves the text to memory for capacity units of the given width. */
static bool move(struct js_strbuf *b, size_t capacity, bool wide)
{
    size_t bytes = capacity * unit_size(wide);
    size_t old_bytes = (size_t)b->capacity * unit_size(b->wide);
    void *units;

    if (!is_small(b) && wide == b->wide) {
        units = gc_realloc(b->heap, b->units, old_bytes, bytes);
        if (!units)
            return js_strbuf_fail(b, JS_STRBUF_NO_MEMORY);
    } else {
        units = gc_malloc(b->heap, bytes);
        if (!units)
            return js_strbuf_fail(b, JS_STRBUF_NO_MEMORY);
        if (wide && !b->wide)
            widen_copy(b->units, b->length, units);
        else
            memcpy(units, b->units, b->length * unit_size(wide));
        if (!is_small(b))
            gc_free(b->heap, b->units, old_bytes);
    }
    b->units = units;
    b->capacity = (uint32_t)capacity;
    b->wide = wide;
    return true;
}

bool js_strbuf_reserve(struct js_strbuf *b, size_t more, bool wide)
{
    size_t needed;

    if (b->status != JS_STRBUF_OK)
        return false;
    if (more > JS_STRBUF_MAX - b->length)
        return js_strbuf_fail(b, JS_STRBUF_TOO_LONG);
    needed = b->length + more;
    wide |= b->wide;
    if (wide == b->wide && needed <= b->capacity)
        return true;
    if (is_small(b) && wide && needed <= JS_STRBUF_SMALL / 2) {
        widen_copy(b->units, b->length, b->units);
        b->capacity = JS_STRBUF_SMALL / 2;
        b->wide = true;
        return true;
    }
    if (needed > b->capacity && needed < b->capacity + (size_t)b->capacity / 2)
        needed = b->capacity + (size_t)b->capacity / 2;
    if (needed > JS_STRBUF_MAX)
        needed = JS_STRBUF_MAX;
    return move(b, needed + 16, wide);
}

void js__strbuf_put_slow(struct js_strbuf *b, uint16_t unit)
{
    if (!js_strbuf_reserve(b, 1, unit > 0xFF))
        return;
    if (b->wide)
        ((uint16_t *)b->units)[b->length++] = unit;
    else
        ((uint8_t *)b->units)[b->length++] = (uint8_t)unit;
}

void js_strbuf_put_code_point(struct js_strbuf *b, uint32_t c)
{
    uint16_t units[2];

    js_strbuf_put_utf16(b, units, js_utf16_put(c, units));
}

void js_strbuf_put_latin1(struct js_strbuf *b, const uint8_t *units, size_t length)
{
    if (!js_strbuf_reserve(b, length, false))
        return;
    if (b->wide)
        js_utf16_from_latin1(units, length, (uint16_t *)b->units + b->length);
    else
        memcpy((uint8_t *)b->units + b->length, units, length);
    b->length += (uint32_t)length;
}

void js_strbuf_put_utf16(struct js_strbuf *b, const uint16_t *units, size_t length)
{
    if (!js_strbuf_reserve(b, length, !b->wide && !js_utf16_is_latin1(units, length)))
        return;
    if (b->wide)
        memcpy((uint16_t *)b->units + b->length, units, length * 2);
    else
        js_utf16_to_latin1(units, length, (uint8_t *)b->units + b->length);
    b->length += (uint32_t)length;
}

void js_strbuf_put_utf8(struct js_strbuf *b, const char *bytes, size_t length)
{
    const uint8_t *text = (const uint8_t *)bytes;
    struct js_utf8_size size = js_utf8_measure(text, length);

    if (!js_strbuf_reserve(b, size.units, !size.latin1))
        return;
    if (b->wide)
        js_utf8_to_utf16(text, length, (uint16_t *)b->units + b->length);
    else
        js_utf8_to_latin1(text, length, (uint8_t *)b->units + b->length);
    b->length += (uint32_t)size.units;
}

void js_strbuf_fill(struct js_strbuf *b, uint16_t unit, size_t count)
{
    if (!js_strbuf_reserve(b, count, unit > 0xFF))
        return;
    if (b->wide) {
        for (size_t i = 0; i < count; i++)
            ((uint16_t *)b->units)[b->length + i] = unit;
    } else {
        memset((uint8_t *)b->units + b->length, unit, count);
    }
    b->length += (uint32_t)count;
}

void js_strbuf_put_int(struct js_strbuf *b, int32_t value)
{
    char text[JS_NUMBER_TEXT_MAX];

    js_strbuf_put_ascii(b, text, js_int32_to_text(value, text));
}

void js_strbuf_put_number(struct js_strbuf *b, double value)
{
    char text[JS_NUMBER_TEXT_MAX];

    js_strbuf_put_ascii(b, text, js_number_to_text(value, text));
}
