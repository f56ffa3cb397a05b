/*
 * builtins/string_collate.c: the order of String.prototype.localeCompare, an approximation of the root collation
 * of the Unicode Collation Algorithm: first letters without case and accents, with punctuation before digits
 * before letters; then accents; then case, small letters first.  Canonically equivalent texts are equal.
 */
#include "builtins/string_helpers.h"

#include "base/utf16.h"
#include "unicode/normalize.h"
#include "unicode/unicode.h"

#include <string.h>

/* ASCII that is no letter or digit, in its order. */
static const char punctuation[] = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/* Combining Diacritical Marks: ignored at the first level. */
static bool is_mark(uint32_t c)
{
    return c >= 0x300 && c < 0x370;
}

/* The weight of a code point at the first level; 0: ignored. */
static uint32_t primary(uint32_t c)
{
    const char *place;

    if (c < 0x80) {
        if (c >= '0' && c <= '9')
            return 0x100 + c;
        if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
            return 0x200 + (c | 0x20);
        place = c ? strchr(punctuation, (int)c) : NULL;
        return place ? (uint32_t)(place - punctuation) + 1 : 0;
    }
    if (is_mark(c))
        return 0;
    return 0x300 + js_unicode_fold_simple(c);
}

/* A text as code points that can be gone through. */
struct cursor {
    struct js_units units;
    size_t i;
};

static bool next_point(struct cursor *at, uint32_t *c)
{
    if (at->i >= at->units.length)
        return false;
    *c = at->units.latin1 ? at->units.latin1[at->i++]
                          : js_utf16_next(at->units.utf16, at->units.length, &at->i);
    return true;
}

/* The next point with a weight at the first level; 0 at the end. */
static uint32_t next_primary(struct cursor *at)
{
    uint32_t c, weight;

    while (next_point(at, &c))
        if ((weight = primary(c)) != 0)
            return weight;
    return 0;
}

static int order_of(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_primary(struct cursor a, struct cursor b)
{
    for (;;) {
        uint32_t x = next_primary(&a), y = next_primary(&b);

        if (x != y || x == 0)
            return order_of(x, y);
    }
}

/* Second level: where the marks differ; fewer come first. */
static int compare_marks(struct cursor a, struct cursor b)
{
    for (;;) {
        uint32_t x = 0, y = 0;
        bool more_a = next_point(&a, &x), more_b = next_point(&b, &y);

        if (!more_a || !more_b)
            return order_of(more_a, more_b);
        if (is_mark(x) != is_mark(y))
            return is_mark(x) ? 1 : -1;
        if (is_mark(x) && x != y)
            return order_of(x, y);
    }
}

/* Third level: small letters before capital ones; then whatever still differs. */
static int compare_case(struct cursor a, struct cursor b)
{
    uint32_t x, y;

    while (next_point(&a, &x) && next_point(&b, &y)) {
        if (x == y)
            continue;
        if (js_unicode_to_lower_simple(x) == x && js_unicode_to_lower_simple(y) != y)
            return -1;
        if (js_unicode_to_lower_simple(y) == y && js_unicode_to_lower_simple(x) != x)
            return 1;
        return order_of(x, y);
    }
    return 0;
}

/* The decomposed text: in buf if that differs; false where memory is short. */
static bool decompose(js_ctx *ctx, struct js_units *units, struct js_strbuf *buf)
{
    enum js_normalize_status status =
        units->latin1 ? js_normalize_latin1(units->latin1, units->length, JS_NFD, buf)
                      : js_normalize_utf16(units->utf16, units->length, JS_NFD, buf);

    (void)ctx;
    if (status == JS_NORMALIZE_FAILED)
        return false;
    if (status == JS_NORMALIZE_OK)
        *units = (struct js_units){.latin1 = buf->wide ? NULL : js_strbuf_latin1(buf),
                                   .utf16 = buf->wide ? js_strbuf_utf16(buf) : NULL,
                                   .length = buf->length};
    return true;
}

bool js_string_collate(js_ctx *ctx, const js_value *a, const js_value *b, int *order)
{
    struct cursor x = {js_string_units_nogc(ctx, *a), 0}, y = {js_string_units_nogc(ctx, *b), 0};
    struct js_strbuf x_buf, y_buf;
    bool ok;

    js_strbuf_init(&x_buf, ctx->heap);
    js_strbuf_init(&y_buf, ctx->heap);
    ok = decompose(ctx, &x.units, &x_buf) && decompose(ctx, &y.units, &y_buf);
    if (ok) {
        *order = compare_primary(x, y);
        if (*order == 0)
            *order = compare_marks(x, y);
        if (*order == 0)
            *order = compare_case(x, y);
    }
    js_strbuf_free(&y_buf);
    js_strbuf_free(&x_buf);
    return ok || js_throw_out_of_memory(ctx);
}
