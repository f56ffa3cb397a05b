/*
 * object/array_buffer.h: ArrayBuffers, and the store that owns their bytes.
 *
 * Length, maximum and detachment lie in the store, which the views of a buffer refer to directly: one load
 * tells a view its bytes and whether they are still there.  The bytes never move: a resizable buffer has
 * all of its maximum from the start.  Detaching empties the store: data NULL, lengths 0, flag set
 * [buffer.detached]; a transfer hands the bytes to a new store.
 */
#ifndef JS_ARRAY_BUFFER_H
#define JS_ARRAY_BUFFER_H

#include "object/object.h"

enum js_buffer_flags {
    JS_BUFFER_DETACHED = 1,
    JS_BUFFER_RESIZABLE = 2,
    JS_BUFFER_SHARED = 4,
    JS_BUFFER_FOREIGN = 8, /* the bytes are not gc_buffer_alloc's */
};

struct js_buffer_store {
    struct gc_header header;
    uint32_t flags; /* enum js_buffer_flags */
    uint8_t *data;  /* outside the heap; NULL when detached */
    size_t byte_length;
    size_t max_byte_length; /* of a resizable one; else equal to byte_length at creation */
    size_t allocated;       /* bytes from gc_buffer_alloc */
    /* Foreign memory: called once when the store dies; may be NULL. */
    void (*release)(uint8_t *data, size_t bytes, void *hint);
    void *hint;
};

/* Gives a store's bytes back.  For the finalizer and for detaching. */
void js__buffer_store_release(gc_heap *heap, struct js_buffer_store *store);

#define JS_ARRAY_BUFFER_REFS(F)                                                                    \
    JS_OBJECT_REFS(F)                                                                              \
    F(store)      /* js_buffer_store */                                                            \
    F(detach_key) /* undefined unless the host set one */
GC_CELL(js_array_buffer, JS_ARRAY_BUFFER_REFS, GC_NO_DATA);

#define JS_DATA_VIEW_REFS(F) JS_OBJECT_REFS(F) F(buffer) F(store)
#define JS_DATA_VIEW_DATA(F)                                                                       \
    F(uint64_t, offset)                                                                            \
    F(uint64_t, length)           /* bytes; unused where it tracks the buffer's */                 \
    F(uint32_t, is_length_tracking)
GC_CELL(js_data_view, JS_DATA_VIEW_REFS, JS_DATA_VIEW_DATA);

GC_INLINE struct js_array_buffer *js_array_buffer_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_ARRAY_BUFFER));
    return gc_to_cell(v);
}

GC_INLINE struct js_buffer_store *js_buffer_store_nogc(const js_ctx *ctx, js_value buffer)
{
    return gc_slot_to_cell(ctx->heap, gc_load(&js_array_buffer_nogc(buffer)->store));
}

GC_INLINE bool js_buffer_is_detached_nogc(const js_ctx *ctx, js_value buffer)
{
    return (js_buffer_store_nogc(ctx, buffer)->flags & JS_BUFFER_DETACHED) != 0;
}

/*
 * A store of zeroed bytes, max_byte_length of them allocated.  May collect; throws RangeError ("Array
 * buffer allocation failed") where there is no memory.
 */
JS_MUST_CHECK bool js_buffer_store_new_noscript(js_ctx *ctx, size_t byte_length,
                                                size_t max_byte_length, unsigned flags,
                                                js_value *out);
/* A store of foreign memory; the caller accounts for its bytes by gc_external_adjust. */
JS_MUST_CHECK bool js_buffer_store_new_foreign_noscript(js_ctx *ctx, uint8_t *data, size_t bytes,
                                                        void (*release)(uint8_t *, size_t, void *),
                                                        void *hint, js_value *out);
/* AllocateArrayBuffer with prototype *prototype; store as above.  May collect. */
JS_MUST_CHECK bool js_array_buffer_new_noscript(js_ctx *ctx, const js_value *prototype,
                                                const js_value *store, js_value *out);
/* DetachArrayBuffer without the key check: views become empty.  Frees the bytes.  Never collects. */
void js_array_buffer_detach_nogc(js_ctx *ctx, js_value buffer);
/* Moves the bytes of a buffer to a new store of the same kind of length, detaching the buffer. */
JS_MUST_CHECK bool js_array_buffer_take_noscript(js_ctx *ctx, const js_value *buffer,
                                                 js_value *out_store);

#endif
