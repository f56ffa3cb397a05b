/*
 * base/strbuf.h: a growing text of UTF-16 code units, kept as Latin-1 while that is enough.
 *
 * Appending never reports failure by itself: the first failure (no memory, or a text over JS_STRBUF_MAX
 * units) is remembered in status, and everything appended afterwards is dropped; look at status once, at
 * the end.  Short texts stay inside the struct, which therefore must not be copied.  Memory comes from
 * gc_malloc: nothing here collects.
 */
#ifndef JS_BASE_STRBUF_H
#define JS_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <gc/memory.h>

#define JS_STRBUF_MAX   ((1u << 29) - 24) /* units: the length limit of strings */
#define JS_STRBUF_SMALL 240               /* bytes kept inside the struct */

enum js_strbuf_status {
    JS_STRBUF_OK,
    JS_STRBUF_NO_MEMORY,
    JS_STRBUF_TOO_LONG,
};

struct js_strbuf {
    gc_heap *heap;
    void *units; /* small, or memory of the buffer's own: uint8_t, or uint16_t if wide */
    uint32_t length;
    uint32_t capacity; /* in units of the present width */
    bool wide;
    enum js_strbuf_status status;
    uint64_t small[JS_STRBUF_SMALL / 8];
};

/* Makes b an empty text; nothing needs freeing until something is appended. */
void js_strbuf_init(struct js_strbuf *b, gc_heap *heap);

/* Frees the memory; b may be initialised again. */
void js_strbuf_free(struct js_strbuf *b);

/* Empties b and forgets a failure; keeps memory and falls back to Latin-1. */
void js_strbuf_clear(struct js_strbuf *b);

/* Cuts b to length units, at most its present length. */
static inline void js_strbuf_truncate(struct js_strbuf *b, uint32_t length)
{
    if (length < b->length)
        b->length = length;
}

/* Makes room for more units of the present width, or wide ones; false (and status set) if there is none. */
bool js_strbuf_reserve(struct js_strbuf *b, size_t more, bool wide);

/* Makes b fail: gives its text and memory up and remembers status, not OK.  Returns false. */
bool js_strbuf_fail(struct js_strbuf *b, enum js_strbuf_status status);

/* The slow half of js_strbuf_put. */
void js__strbuf_put_slow(struct js_strbuf *b, uint16_t unit);

/* Appends one code unit. */
static inline void js_strbuf_put(struct js_strbuf *b, uint16_t unit)
{
    if (b->length < b->capacity) {
        if (b->wide) {
            ((uint16_t *)b->units)[b->length++] = unit;
            return;
        }
        if (unit < 0x100) {
            ((uint8_t *)b->units)[b->length++] = (uint8_t)unit;
            return;
        }
    }
    js__strbuf_put_slow(b, unit);
}

/* Appends one code point, as a surrogate pair where it needs one. */
void js_strbuf_put_code_point(struct js_strbuf *b, uint32_t c);

/* Append text.  UTF-16 input that fits Latin-1 does not widen the buffer. */
void js_strbuf_put_latin1(struct js_strbuf *b, const uint8_t *units, size_t length);
void js_strbuf_put_utf16(struct js_strbuf *b, const uint16_t *units, size_t length);
void js_strbuf_put_utf8(struct js_strbuf *b, const char *bytes, size_t length);

/* Appends ASCII or Latin-1 text. */
static inline void js_strbuf_put_ascii(struct js_strbuf *b, const char *text, size_t length)
{
    js_strbuf_put_latin1(b, (const uint8_t *)text, length);
}

static inline void js_strbuf_put_cstring(struct js_strbuf *b, const char *text)
{
    js_strbuf_put_latin1(b, (const uint8_t *)text, strlen(text));
}

/* Appends a unit count times. */
void js_strbuf_fill(struct js_strbuf *b, uint16_t unit, size_t count);

/* Append numbers in decimal, as Number::toString writes them. */
void js_strbuf_put_int(struct js_strbuf *b, int32_t value);
void js_strbuf_put_number(struct js_strbuf *b, double value);

static inline const uint8_t *js_strbuf_latin1(const struct js_strbuf *b)
{
    return b->units;
}

static inline const uint16_t *js_strbuf_utf16(const struct js_strbuf *b)
{
    return b->units;
}

static inline uint16_t js_strbuf_at(const struct js_strbuf *b, uint32_t i)
{
    return b->wide ? js_strbuf_utf16(b)[i] : js_strbuf_latin1(b)[i];
}

#endif
