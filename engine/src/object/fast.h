/*
 * object/fast.h: element accesses for the interpreter and for builtins' loops, inline.  Each does the common
 * case and returns false, having changed nothing, where the general path (js_get_element, js_set_element)
 * must look: holes, far indices, accessors, other kinds.  None collects.
 */
#ifndef JS_FAST_H
#define JS_FAST_H

#include "object/elements.h"
#include "object/typed_array.h"

/* Element at position at of a dense elements cell; false where that is a hole or beyond. */
GC_INLINE bool js__dense_load_nogc(const js_ctx *ctx, const struct js_elements *elements,
                                   uint32_t at, js_value *out)
{
    if (GC_LIKELY((unsigned)gc_kind_of(elements) - JS_KIND_ELEMENTS <=
                  (unsigned)(JS_KIND_SHARED_ELEMENTS - JS_KIND_ELEMENTS))) {
        if (GC_UNLIKELY(at >= elements->capacity))
            return false;
        const gc_slot slot = gc_load(&elements->slots[at]);

        if (GC_UNLIKELY(gc_slot_same(slot, JS_SLOT_HOLE)))
            return false;
        *out = gc_decode(ctx->heap, slot);
        return true;
    }
    if (gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS) {
        if (GC_UNLIKELY(at >= elements->capacity))
            return false;
        const double number = ((const struct js_double_elements *)elements)->numbers[at];

        if (GC_UNLIKELY(js__is_double_hole(number)))
            return false;
        *out = gc_from_number(number);
        return true;
    }
    return false;
}
_Static_assert(JS_KIND_INT_ELEMENTS == JS_KIND_ELEMENTS + 1 &&
                   JS_KIND_SHARED_ELEMENTS == JS_KIND_ELEMENTS + 2,
               "one comparison tells all that are read as slots");

GC_INLINE bool js_array_get_fast_nogc(const js_ctx *ctx, const struct js_array *array,
                                      uint32_t index, js_value *out)
{
    const gc_slot elements = gc_load(&array->elements);

    if (GC_UNLIKELY(!gc_slot_is_cell(elements) || index >= JS_DENSE_MAX))
        return false;
    return js__dense_load_nogc(ctx, gc_slot_to_cell(ctx->heap, elements), array->offset + index, out);
}

/* Overwrites an element that is there (no hole), where its kind of elements can hold v without a box. */
GC_INLINE bool js__dense_store_nogc(js_ctx *ctx, struct js_elements *elements, uint32_t at,
                                    js_value v)
{
    gc_slot slot;

    if (GC_UNLIKELY(at >= elements->capacity))
        return false;
    switch (gc_kind_of(elements)) {
    case JS_KIND_ELEMENTS:
        if (GC_UNLIKELY(gc_slot_same(gc_load(&elements->slots[at]), JS_SLOT_HOLE)) ||
            GC_UNLIKELY(!gc_try_encode(ctx->heap, v, &slot)))
            return false;
        gc_write(ctx->heap, elements, &elements->slots[at], slot);
        return true;
    case JS_KIND_INT_ELEMENTS:
        if (GC_UNLIKELY(gc_slot_same(gc_load(&elements->slots[at]), JS_SLOT_HOLE)) ||
            !gc_is_int(v) || !gc_int_fits_slot(gc_to_int(v)))
            return false;
        gc_write_immediate(&elements->slots[at], gc_slot_from_int(gc_to_int(v)));
        return true;
    case JS_KIND_DOUBLE_ELEMENTS: {
        double *number = &((struct js_double_elements *)elements)->numbers[at];

        if (GC_UNLIKELY(js__is_double_hole(*number)) || !gc_is_number(v))
            return false;
        *number = gc_to_number(v);
        return true;
    }
    default:
        return false;
    }
}

GC_INLINE bool js_array_set_fast_nogc(js_ctx *ctx, struct js_array *array, uint32_t index, js_value v)
{
    const gc_slot elements = gc_load(&array->elements);

    if (GC_UNLIKELY(!gc_slot_is_cell(elements) || index >= JS_DENSE_MAX))
        return false;
    return js__dense_store_nogc(ctx, gc_slot_to_cell(ctx->heap, elements), array->offset + index, v);
}

/*
 * Writes where there is a hole or the end, with room in the capacity: array[length] = v, push, filling
 * `new Array(n)`.
 */
GC_INLINE bool js_array_add_fast_nogc(js_ctx *ctx, struct js_array *array, uint32_t index, js_value v)
{
    const gc_slot slot = gc_load(&array->elements);
    const struct js_shape *shape = gc_slot_to_cell(ctx->heap, gc_load(&array->shape));

    if (!gc_slot_is_cell(slot) || index >= JS_DENSE_MAX || ctx->state->prototypes_have_elements ||
        (shape->flags & (JS_SHAPE_EXTENSIBLE | JS_SHAPE_FIXED_LENGTH | JS_SHAPE_PROTOTYPE)) !=
            JS_SHAPE_EXTENSIBLE)
        return false;
    struct js_elements *elements = gc_slot_to_cell(ctx->heap, slot);
    const uint32_t at = array->offset + index;
    gc_slot encoded;

    switch (gc_kind_of(elements)) {
    case JS_KIND_ELEMENTS:
        if (at >= elements->capacity || !gc_try_encode(ctx->heap, v, &encoded))
            return false;
        gc_write(ctx->heap, elements, &elements->slots[at], encoded);
        break;
    case JS_KIND_INT_ELEMENTS:
        if (at >= elements->capacity || !gc_is_int(v) || !gc_int_fits_slot(gc_to_int(v)))
            return false;
        gc_write_immediate(&elements->slots[at], gc_slot_from_int(gc_to_int(v)));
        break;
    case JS_KIND_DOUBLE_ELEMENTS:
        if (at >= elements->capacity || !gc_is_number(v))
            return false;
        ((struct js_double_elements *)elements)->numbers[at] = gc_to_number(v);
        break;
    default:
        return false;
    }
    if (index >= array->length)
        array->length = index + 1;
    return true;
}

/* array[array.length] = v */
GC_INLINE bool js_array_append_fast_nogc(js_ctx *ctx, struct js_array *array, js_value v)
{
    return js_array_add_fast_nogc(ctx, array, array->length, v);
}

/* ---- typed arrays ---- */

GC_INLINE bool js_typed_array_get_fast_nogc(const js_ctx *ctx, const struct js_typed_array *array,
                                            uint32_t index, js_value *out)
{
    if (GC_UNLIKELY(index >= js_typed_array_length_nogc(ctx, array)))
        return false;
    const uint8_t *bytes =
        js_typed_array_data_nogc(ctx, array) + ((uint64_t)index << array->shift);

    switch (array->type) {
    case JS_INT8_ARRAY:
        *out = js_int((int8_t)*bytes);
        return true;
    case JS_UINT8_ARRAY:
    case JS_UINT8_CLAMPED_ARRAY:
        *out = js_int(*bytes);
        return true;
    case JS_INT32_ARRAY: {
        int32_t i;

        memcpy(&i, bytes, sizeof i);
        *out = js_int(i);
        return true;
    }
    case JS_FLOAT64_ARRAY: {
        double d;

        memcpy(&d, bytes, sizeof d);
        *out = gc_from_number(d);
        return true;
    }
    default:
        *out = js_typed_load_nogc(array->type, bytes);
        return true;
    }
}

/* v a number: other values convert by way of script. */
GC_INLINE bool js_typed_array_set_fast_nogc(js_ctx *ctx, struct js_typed_array *array,
                                            uint32_t index, js_value v)
{
    if (GC_UNLIKELY(!gc_is_number(v) || index >= js_typed_array_length_nogc(ctx, array)))
        return false;
    uint8_t *bytes = js_typed_array_data_nogc(ctx, array) + ((uint64_t)index << array->shift);

    if (GC_LIKELY(gc_is_int(v))) {
        const int32_t i = gc_to_int(v);

        switch (array->type) {
        case JS_INT8_ARRAY:
        case JS_UINT8_ARRAY:
            *bytes = (uint8_t)i;
            return true;
        case JS_INT16_ARRAY:
        case JS_UINT16_ARRAY:
            memcpy(bytes, &(uint16_t){(uint16_t)i}, sizeof(uint16_t));
            return true;
        case JS_INT32_ARRAY:
        case JS_UINT32_ARRAY:
            memcpy(bytes, &i, sizeof i);
            return true;
        default:
            break;
        }
    }
    js_typed_store_nogc(array->type, bytes, gc_to_number(v));
    return true;
}

/* ---- any object, for obj[i]; v is a cell ---- */

GC_INLINE bool js_element_get_fast_nogc(js_ctx *ctx, js_value v, int32_t index, js_value *out)
{
    const void *cell = gc_to_cell(v);

    if (GC_UNLIKELY(index < 0))
        return false;
    switch (gc_kind_of(cell)) {
    case JS_KIND_ARRAY:
        return js_array_get_fast_nogc(ctx, cell, (uint32_t)index, out);
    case JS_KIND_TYPED_ARRAY:
        return js_typed_array_get_fast_nogc(ctx, cell, (uint32_t)index, out);
    case JS_KIND_OBJECT: {
        const gc_slot elements = gc_load(&((const struct js_object *)cell)->elements);

        return gc_slot_is_cell(elements) &&
               js__dense_load_nogc(ctx, gc_slot_to_cell(ctx->heap, elements), (uint32_t)index, out);
    }
    case JS_KIND_LATIN1:
        if ((uint32_t)index >= js_string_length_nogc(v))
            return false;
        *out = ctx->single_units[((const struct js_latin1 *)cell)->units[index]];
        return true;
    default:
        return false;
    }
}

GC_INLINE bool js_element_set_fast_nogc(js_ctx *ctx, js_value object, int32_t index, js_value v)
{
    void *cell = gc_to_cell(object);

    if (GC_UNLIKELY(index < 0))
        return false;
    switch (gc_kind_of(cell)) {
    case JS_KIND_ARRAY:
        return js_array_set_fast_nogc(ctx, cell, (uint32_t)index, v) ||
               js_array_add_fast_nogc(ctx, cell, (uint32_t)index, v);
    case JS_KIND_TYPED_ARRAY:
        return js_typed_array_set_fast_nogc(ctx, cell, (uint32_t)index, v);
    case JS_KIND_OBJECT: {
        const gc_slot elements = gc_load(&((struct js_object *)cell)->elements);

        return gc_slot_is_cell(elements) &&
               js__dense_store_nogc(ctx, gc_slot_to_cell(ctx->heap, elements), (uint32_t)index, v);
    }
    default:
        return false;
    }
}

#endif
