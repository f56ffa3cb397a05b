/*
 * js/string.h: strings, for hosts.
 *
 * Functions that end in _noscript may collect but run no script; those in _nogc do neither.  References come
 * in as addresses of rooted values and leave through rooted out-slots (docs/gc-safe-code.md).
 */
#ifndef JS_PUBLIC_STRING_H
#define JS_PUBLIC_STRING_H

#include "js/value.h"

/*
 * The units of a flat string or slice, as a raw view: valid to the next safepoint.  One pointer is set.
 */
struct js_units {
    const uint8_t *latin1;
    const uint16_t *utf16;
    uint32_t length;
};
GC_INLINE uint16_t js_unit_at(const struct js_units *u, uint32_t i)
{
    return u->latin1 ? u->latin1[i] : u->utf16[i];
}

/* Whether v is a string; and the length in units of one that is. */
bool js_value_is_string(js_value v);
uint32_t js_value_string_length(js_value string);
/* The most units a string can have. */
uint32_t js_string_length_max(void);

/* Flattens *string in place if it is a rope (may collect), so that js_string_units_nogc can see it. */
JS_MUST_CHECK bool js_string_flatten_noscript(js_ctx *ctx, const js_value *string);
/* The view of a string that is flat, a slice, or a flattened rope. */
struct js_units js_string_units_nogc(js_ctx *ctx, js_value string);

/* New strings.  Lengths over the limit throw.  UTF-16 input that fits Latin-1 becomes Latin-1. */
JS_MUST_CHECK bool js_string_from_latin1_noscript(js_ctx *ctx, const uint8_t *units, size_t length,
                                                  js_value *out);
JS_MUST_CHECK bool js_string_from_utf16_noscript(js_ctx *ctx, const uint16_t *units, size_t length,
                                                 js_value *out);
/* Ill-formed sequences become U+FFFD, one for each maximal part (WHATWG). */
JS_MUST_CHECK bool js_string_from_utf8_noscript(js_ctx *ctx, const char *text, size_t bytes,
                                                js_value *out);
JS_MUST_CHECK bool js_string_from_ascii_noscript(js_ctx *ctx, const char *text, js_value *out);

/*
 * Copies a string as UTF-8 (lone surrogates become U+FFFD) into memory from gc_malloc; *bytes is without the
 * final NUL; free it with js_utf8_free.  May collect (flattening).
 */
JS_MUST_CHECK bool js_string_to_utf8_noscript(js_ctx *ctx, const js_value *string, char **text,
                                              size_t *bytes);
void js_utf8_free(js_ctx *ctx, char *text, size_t bytes);

#endif
