/* object/string_internal.h: what string.c, rope.c, intern.c and string_builder.c share. */
#ifndef JS_STRING_INTERNAL_H
#define JS_STRING_INTERNAL_H

#include "object/string.h"

GC_INLINE bool js__is_pending_rope(const struct js_string *s)
{
    return s->header.kind == JS_KIND_ROPE && gc_slot_is_cell(((const struct js_rope *)s)->right);
}

GC_INLINE uint32_t js__string_length(const struct js_string *s)
{
    return s->length_and_flags >> JS_STRING_LENGTH_SHIFT;
}

/* The flat cell behind a flattened rope; any other string itself. */
GC_INLINE struct js_string *js__resolve_rope(const js_ctx *ctx, struct js_string *s)
{
    if (s->header.kind == JS_KIND_ROPE && !js__is_pending_rope(s))
        return gc_slot_to_cell(ctx->heap, ((struct js_rope *)s)->left);
    return s;
}

/* Whether the cells that hold the text use one byte a unit; then every unit fits Latin-1. */
bool js__string_is_latin1(const js_ctx *ctx, const struct js_string *s);

/*
 * Copies count units from start of any string, ropes walked, to one of the two buffers; latin1 only where
 * js__string_is_latin1.  Never collects, never fails.
 */
void js__string_copy_nogc(const js_ctx *ctx, const struct js_string *s, uint32_t start,
                          uint32_t count, uint8_t *latin1, uint16_t *utf16);

/* A flat copy, as narrow as can be, of a part of a string that is no pending rope. */
JS_MUST_CHECK bool js__string_copy_part_noscript(js_ctx *ctx, const js_value *string, uint32_t start,
                                                 uint32_t length, js_value *out);

/*
 * A raw view of any string without collecting: of its own units, or, for a pending rope, of a copy outside the
 * heap.  False where there is no memory for the copy.  Closed by js__view_close.
 */
struct js__view {
    struct js_units units;
    void *copy;
    size_t copy_bytes;
};
bool js__view_open(js_ctx *ctx, js_value string, struct js__view *view);
void js__view_close(js_ctx *ctx, struct js__view *view);

#endif
