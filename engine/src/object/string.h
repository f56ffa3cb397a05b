/*
 * object/string.h: strings.  Four kinds of cell with common first fields: flat Latin-1, flat UTF-16 (used
 * only where a unit needs it), rope (concatenation, flattened at first look inside), slice.  Hashes are
 * seeded and equal for equal text.  No rope or slice has fewer than 13 units.  Flattening, hashing and
 * comparing never recurse.
 */
#ifndef JS_STRING_H
#define JS_STRING_H

#include "js/string.h"
#include "vm/context.h"

#define JS_STRING_LENGTH_MAX ((1u << 29) - 24)
#define JS_STRING_LAZY_MIN   13u

/* What all strings begin with. */
struct js_string {
    struct gc_header header;
    uint32_t hash; /* 0: not computed yet */
    uint32_t length_and_flags;
};
#define JS_STRING_FLAG_INTERNED 1u
#define JS_STRING_FLAG_INDEX    2u /* canonical array index from 2^30 on (interned ones only) */
#define JS_STRING_FLAG_SPARE    4u
#define JS_STRING_LENGTH_SHIFT  3

struct js_latin1 {
    struct gc_header header;
    uint32_t hash;
    uint32_t length_and_flags;
    uint8_t units[];
};
/* js_string_from_utf16 and the like make a js_utf16 only of text that needs it [string.narrow-if-possible],
   except parts and concatenations: a slice of UTF-16 text stays so. */
struct js_utf16 {
    struct gc_header header;
    uint32_t hash;
    uint32_t length_and_flags;
    uint16_t units[];
};
struct __attribute__((aligned(8))) js_rope {
    struct gc_header header;
    uint32_t hash;
    uint32_t length_and_flags;
    gc_slot left;  /* flattened: the flat string */
    gc_slot right; /* flattened: the integer 0 */
    uint32_t is_latin1;
};
struct __attribute__((aligned(8))) js_slice {
    struct gc_header header;
    uint32_t hash;
    uint32_t length_and_flags;
    gc_slot parent; /* flat */
    uint32_t offset;
    uint32_t is_latin1;
};

GC_INLINE uint32_t js_string_length_nogc(js_value string)
{
    return ((const struct js_string *)gc_to_cell(string))->length_and_flags >> JS_STRING_LENGTH_SHIFT;
}

/* Flattens *string in place if it is a rope (may collect), so that js_string_units_nogc can see it. */
JS_MUST_CHECK bool js_string_flatten_noscript(js_ctx *ctx, const js_value *string);
/* The view of a string that is flat, a slice, or a flattened rope. */
struct js_units js_string_units_nogc(js_ctx *ctx, js_value string);

/* New strings.  Lengths over the limit throw.  UTF-16 input that fits Latin-1 becomes Latin-1. */
JS_MUST_CHECK bool js_string_from_latin1_noscript(js_ctx *ctx, const uint8_t *units, size_t length,
                                                  js_value *out);
JS_MUST_CHECK bool js_string_from_utf16_noscript(js_ctx *ctx, const uint16_t *units, size_t length,
                                                 js_value *out);
JS_MUST_CHECK bool js_string_from_utf8_noscript(js_ctx *ctx, const char *text, size_t bytes,
                                                js_value *out);
JS_MUST_CHECK bool js_string_from_ascii_noscript(js_ctx *ctx, const char *text, js_value *out);
/* Uninitialised flat strings to be filled at once (units are zero). */
JS_MUST_CHECK bool js_string_new_latin1_noscript(js_ctx *ctx, uint32_t length, js_value *out);
JS_MUST_CHECK bool js_string_new_utf16_noscript(js_ctx *ctx, uint32_t length, js_value *out);
/* One unit; single Latin-1 units are shared. */
JS_MUST_CHECK bool js_string_from_unit_noscript(js_ctx *ctx, uint16_t unit, js_value *out);
JS_MUST_CHECK bool js_string_from_code_point_noscript(js_ctx *ctx, uint32_t point, js_value *out);

/* Concatenation: a rope from 13 units on. */
JS_MUST_CHECK bool js_string_concat_noscript(js_ctx *ctx, const js_value *a, const js_value *b,
                                             js_value *out);
/* Units from start to end (start <= end <= length): a slice from 13 units on. */
JS_MUST_CHECK bool js_string_substring_noscript(js_ctx *ctx, const js_value *string, uint32_t start,
                                                uint32_t end, js_value *out);
/* The unit at i < length; flattens. */
JS_MUST_CHECK bool js_string_unit_noscript(js_ctx *ctx, const js_value *string, uint32_t i,
                                           uint16_t *out);

/* Interned string of the same text. */
JS_MUST_CHECK bool js_intern_noscript(js_ctx *ctx, const js_value *string, js_value *out);
JS_MUST_CHECK bool js_intern_ascii_noscript(js_ctx *ctx, const char *text, js_value *out);
JS_MUST_CHECK bool js_intern_utf16_noscript(js_ctx *ctx, const uint16_t *units, size_t length,
                                            js_value *out);
JS_MUST_CHECK bool js_intern_latin1_noscript(js_ctx *ctx, const uint8_t *units, size_t length,
                                             js_value *out);
bool js_string_is_interned_nogc(js_value string);
/* Whether an interned string is an array index (below 2^32 - 1); its number. */
bool js_string_is_array_index_nogc(js_ctx *ctx, js_value interned, uint32_t *index);

/* Comparison by text; flattening is done inside without collecting (piecewise walk). */
bool js_string_equals_nogc(js_ctx *ctx, js_value a, js_value b);
int js_string_compare_nogc(js_ctx *ctx, js_value a, js_value b);
uint32_t js_string_hash_nogc(js_ctx *ctx, js_value string);

/*
 * Copies a string as UTF-8 (lone surrogates become U+FFFD) into memory from gc_malloc; *bytes is without the
 * final NUL; free it with js_utf8_free.  May collect (flattening).
 */
JS_MUST_CHECK bool js_string_to_utf8_noscript(js_ctx *ctx, const js_value *string, char **text,
                                              size_t *bytes);
void js_utf8_free(js_ctx *ctx, char *text, size_t bytes);

/*
 * Builds a string piece by piece outside the heap; sticky failure.  JS_STRING_BUILDER(ctx, b); appends never
 * collect except where they flatten; finish sets *out.  Left automatically.
 */
#define JS_BUILDER_SMALL 80u
struct js_string_builder {
    js_ctx *ctx;
    uint8_t *latin1;
    uint16_t *utf16;
    size_t length, capacity;
    bool failed, too_long;
    uint8_t small[JS_BUILDER_SMALL]; /* latin1 points here at first */
};
void js__string_builder_leave(struct js_string_builder *builder);
#define JS_STRING_BUILDER(ctx_, b)                                                                 \
    struct js_string_builder b GC_CLEANUP(js__string_builder_leave) = {.ctx = (ctx_)}
void js_builder_unit_nogc(struct js_string_builder *b, uint16_t unit);
void js_builder_code_point_nogc(struct js_string_builder *b, uint32_t point);
/* Ill-formed sequences become U+FFFD. */
void js_builder_utf8_nogc(struct js_string_builder *b, const char *text, size_t bytes);
void js_builder_ascii_nogc(struct js_string_builder *b, const char *text);
void js_builder_latin1_nogc(struct js_string_builder *b, const uint8_t *units, size_t length);
void js_builder_utf16_nogc(struct js_string_builder *b, const uint16_t *units, size_t length);
/* Any string; ropes are walked without flattening. */
void js_builder_string_nogc(struct js_string_builder *b, js_value string);
void js_builder_substring_nogc(struct js_string_builder *b, js_value flat, uint32_t start, uint32_t end);
JS_MUST_CHECK bool js_builder_finish_noscript(struct js_string_builder *b, js_value *out);

#endif
