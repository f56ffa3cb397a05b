/* builtins/typed_array_internal.h: what the files of %TypedArray% share. */
#ifndef JS_TYPED_ARRAY_INTERNAL_H
#define JS_TYPED_ARRAY_INTERNAL_H

#include "builtins/builtin.h"
#include "object/typed_array.h"

/* 23.2.4.4 ValidateTypedArray: TypeError unless v is a typed array within bounds; *length in elements. */
JS_MUST_CHECK bool js__typed_array_validate(js_ctx *ctx, const js_value *v, const char *method, uint64_t *length);
/* 23.2.4.2 TypedArrayCreateFromCtor with one length. */
JS_MUST_CHECK bool js__typed_array_create(js_ctx *ctx, const js_value *constructor, double length,
                                          const char *method, js_value *out);
/* 23.2.4.1 TypedArraySpeciesCreate with one length. */
JS_MUST_CHECK bool js__typed_array_species(js_ctx *ctx, const js_value *exemplar, double length,
                                           const char *method, js_value *out);
/* Element i, undefined beyond the present length. */
GC_INLINE js_value js__typed_array_get_nogc(js_ctx *ctx, js_value v, uint64_t i)
{
    const struct js_typed_array *array = js_typed_array_nogc(v);

    if (i >= js_typed_array_length_nogc(ctx, array))
        return JS_UNDEFINED;
    return js_typed_load_nogc(array->type, js_typed_array_data_nogc(ctx, array) + (i << array->shift));
}
/* Stores a number; nothing beyond the present length. */
GC_INLINE void js__typed_array_set_nogc(js_ctx *ctx, js_value v, uint64_t i, double number)
{
    const struct js_typed_array *array = js_typed_array_nogc(v);

    if (i < js_typed_array_length_nogc(ctx, array))
        js_typed_store_nogc(array->type, js_typed_array_data_nogc(ctx, array) + (i << array->shift), number);
}

#endif
