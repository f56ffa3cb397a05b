/*
 * object/typed_array.h: typed arrays, integer-indexed exotic objects (10.4.5).
 *
 * A typed array refers to the store of its buffer; its length is worked out at each access from the
 * store's present length, so that detaching, shrinking and growing need not find the views
 * [typed-array.length].
 */
#ifndef JS_TYPED_ARRAY_H
#define JS_TYPED_ARRAY_H

#include "object/array_buffer.h"

/* TYPE(NAME, constructor intrinsic, "name", log2 of bytes, C type) */
#define JS_TYPED_ARRAY_TYPES(TYPE)                                                                 \
    TYPE(INT8, int8_array, "Int8Array", 0, int8_t)                                                 \
    TYPE(UINT8, uint8_array, "Uint8Array", 0, uint8_t)                                             \
    TYPE(UINT8_CLAMPED, uint8_clamped_array, "Uint8ClampedArray", 0, uint8_t)                      \
    TYPE(INT16, int16_array, "Int16Array", 1, int16_t)                                             \
    TYPE(UINT16, uint16_array, "Uint16Array", 1, uint16_t)                                         \
    TYPE(INT32, int32_array, "Int32Array", 2, int32_t)                                             \
    TYPE(UINT32, uint32_array, "Uint32Array", 2, uint32_t)                                         \
    TYPE(FLOAT16, float16_array, "Float16Array", 1, uint16_t)                                      \
    TYPE(FLOAT32, float32_array, "Float32Array", 2, float)                                         \
    TYPE(FLOAT64, float64_array, "Float64Array", 3, double)

enum js_typed_array_type {
#define JS__TYPE_NAME(NAME, intrinsic, name, shift, type) JS_##NAME##_ARRAY,
    JS_TYPED_ARRAY_TYPES(JS__TYPE_NAME)
#undef JS__TYPE_NAME
        JS_TYPED_ARRAY_TYPE_COUNT
};

#define JS_TYPED_ARRAY_REFS(F)                                                                     \
    JS_OBJECT_REFS(F)                                                                              \
    F(buffer) /* the js_array_buffer */                                                            \
    F(store)  /* its js_buffer_store */
#define JS_TYPED_ARRAY_DATA(F)                                                                     \
    F(uint64_t, offset) /* bytes */                                                                \
    F(uint64_t, length) /* elements; unused where it tracks the buffer's */                        \
    F(uint8_t, type)    /* enum js_typed_array_type */                                             \
    F(uint8_t, shift)   /* log2 of an element's bytes */                                           \
    F(uint8_t, is_length_tracking)
GC_CELL(js_typed_array, JS_TYPED_ARRAY_REFS, JS_TYPED_ARRAY_DATA);

/* Per type: name, constructor and prototype intrinsics, log2 of bytes. */
struct js_typed_array_info {
    const char *name;
    uint16_t constructor, prototype; /* enum js_intrinsic */
    uint8_t shift;
};
extern const struct js_typed_array_info js_typed_array_info[JS_TYPED_ARRAY_TYPE_COUNT];

GC_INLINE struct js_typed_array *js_typed_array_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_TYPED_ARRAY));
    return gc_to_cell(v);
}

/* The present length in elements: 0 where detached or out of bounds. */
GC_INLINE uint64_t js_typed_array_length_nogc(const js_ctx *ctx, const struct js_typed_array *array)
{
    const struct js_buffer_store *store = gc_slot_to_cell(ctx->heap, gc_load(&array->store));

    if (GC_UNLIKELY(array->is_length_tracking))
        return store->byte_length >= array->offset
                   ? (store->byte_length - array->offset) >> array->shift
                   : 0;
    return array->offset + (array->length << array->shift) <= store->byte_length ? array->length
                                                                                  : 0;
}

/* IsTypedArrayOutOfBounds (a detached one is). */
bool js_typed_array_is_out_of_bounds_nogc(const js_ctx *ctx, const struct js_typed_array *array);

/* Address of the first byte; NULL where detached.  Valid until the buffer is detached. */
GC_INLINE uint8_t *js_typed_array_data_nogc(const js_ctx *ctx, const struct js_typed_array *array)
{
    const struct js_buffer_store *store = gc_slot_to_cell(ctx->heap, gc_load(&array->store));

    return store->data ? store->data + array->offset : NULL;
}

/* The element at bytes (which need not be aligned) as a value; and a number converted and stored. */
js_value js_typed_load_nogc(enum js_typed_array_type type, const uint8_t *bytes);
void js_typed_store_nogc(enum js_typed_array_type type, uint8_t *bytes, double number);

/*
 * Makes a typed array of type with *prototype on a buffer; length UINT64_MAX: tracks the buffer's.  The
 * caller has checked offset and length.  May collect.
 */
JS_MUST_CHECK bool js_typed_array_new_noscript(js_ctx *ctx, enum js_typed_array_type type,
                                               const js_value *prototype, const js_value *buffer,
                                               uint64_t offset, uint64_t length, js_value *out);

/* Internal methods, for object/methods.c. */
bool js__typed_array_prevent_extensions(js_ctx *, const js_value *, bool *);
bool js__typed_array_get_own_property(js_ctx *, const js_value *, const js_value *, struct js_descriptor *, bool *);
bool js__typed_array_define_own_property(js_ctx *, const js_value *, const js_value *,
                                 const struct js_descriptor *, bool *);
bool js__typed_array_has_property(js_ctx *, const js_value *, const js_value *, bool *);
bool js__typed_array_get(js_ctx *, const js_value *, const js_value *, const js_value *, js_value *);
bool js__typed_array_set(js_ctx *, const js_value *, const js_value *, const js_value *, const js_value *, bool *);
bool js__typed_array_delete_property(js_ctx *, const js_value *, const js_value *, bool *);
bool js__typed_array_own_keys(js_ctx *, const js_value *, struct js_vec *);
#define JS_TYPED_ARRAY_METHODS                                                                     \
    {                                                                                              \
        .prevent_extensions = js__typed_array_prevent_extensions,                                  \
        .get_own_property = js__typed_array_get_own_property,                                      \
        .define_own_property = js__typed_array_define_own_property,                                \
        .has_property = js__typed_array_has_property,                                              \
        .get = js__typed_array_get,                                                                \
        .set = js__typed_array_set,                                                                \
        .delete_property = js__typed_array_delete_property,                                        \
        .own_keys = js__typed_array_own_keys                                                       \
    }

#endif
