/*
 * builtins/array_internal.h: what the files of Array's built-ins share: items of array-likes, with a short
 * way for arrays whose elements are dense, and the arrays that methods make.
 *
 * Indices are uint64_t: an array-like has up to 2^53 - 1 items.  The short ways look at the array anew at
 * each item, so that a callback may do what it likes to it.
 */
#ifndef JS_ARRAY_INTERNAL_H
#define JS_ARRAY_INTERNAL_H

#include "builtins/builtin.h"
#include "object/fast.h"

#define JS_ITEMS_MAX        ((uint64_t)1 << 53) /* one more than the largest length */
#define JS_ARRAY_LENGTH_MAX UINT32_MAX
#define JS_ITEMS_PER_POLL   65536u /* what loops without script do between two polls */

/* Element index of *object if that is an array and the element is there. */
GC_INLINE bool js__item_get_fast_nogc(const js_ctx *ctx, js_value object, uint64_t index, js_value *out)
{
    return GC_LIKELY(js_is_kind(object, JS_KIND_ARRAY)) && GC_LIKELY(index < JS_DENSE_MAX) &&
           js_array_get_fast_nogc(ctx, js_array_nogc(object), (uint32_t)index, out);
}

/* Whether an element of *object that has no dense storage for it is surely absent. */
GC_INLINE bool js__item_is_absent_nogc(js_ctx *ctx, js_value object)
{
    return !ctx->state->prototypes_have_elements && js_array_is_dense_nogc(ctx, object);
}

/* Get(O, index) */
JS_MUST_CHECK GC_INLINE bool js__item_get(js_ctx *ctx, const js_value *object, uint64_t index,
                                          js_value *out)
{
    return js__item_get_fast_nogc(ctx, *object, index, out) ||
           js_get_index(ctx, object, (double)index, out);
}

/* HasProperty(O, index), then Get: *present, and the value if so. */
JS_MUST_CHECK bool js__item_get_slow(js_ctx *ctx, const js_value *object, uint64_t index,
                                     js_value *out, bool *present);
JS_MUST_CHECK GC_INLINE bool js__item_get_if_present(js_ctx *ctx, const js_value *object,
                                                     uint64_t index, js_value *out, bool *present)
{
    if (GC_LIKELY(js__item_get_fast_nogc(ctx, *object, index, out))) {
        *present = true;
        return true;
    }
    return js__item_get_slow(ctx, object, index, out, present);
}

/* Set(O, index, value, true) */
JS_MUST_CHECK GC_INLINE bool js__item_set(js_ctx *ctx, const js_value *object, uint64_t index,
                                          const js_value *value)
{
    if (js_is_kind(*object, JS_KIND_ARRAY) && index < JS_DENSE_MAX &&
        (js_array_set_fast_nogc(ctx, js_array_nogc(*object), (uint32_t)index, *value) ||
         js_array_add_fast_nogc(ctx, js_array_nogc(*object), (uint32_t)index, *value)))
        return true;
    return js_set_index(ctx, object, (double)index, value, true);
}

/* DeletePropertyOrThrow(O, index) */
JS_MUST_CHECK bool js__item_delete(js_ctx *ctx, const js_value *object, uint64_t index);
/* Set(O, to, Get(O, from)) if there is an item `from`, else deletes `to`. */
JS_MUST_CHECK bool js__item_move(js_ctx *ctx, const js_value *object, uint64_t from, uint64_t to);

/* Puts an item into an array that the built-in has made itself and that no script has seen. */
JS_MUST_CHECK GC_INLINE bool js__own_array_put_noscript(js_ctx *ctx, const js_value *array,
                                                        uint32_t index, const js_value *value)
{
    return js_array_add_fast_nogc(ctx, js_array_nogc(*array), index, *value) ||
           js_elements_put_noscript(ctx, array, index, value);
}

/*
 * Puts item `index` into the result of a method: is_own says that js__array_species_create or the like made a
 * plain array, else CreateDataPropertyOrThrow.
 */
JS_MUST_CHECK GC_INLINE bool js__result_put(js_ctx *ctx, const js_value *result, bool is_own,
                                            uint64_t index, const js_value *value)
{
    if (is_own && index < JS_ARRAY_LENGTH_MAX)
        return js__own_array_put_noscript(ctx, result, (uint32_t)index, value);
    return js_create_data_index_or_throw(ctx, result, (double)index, value);
}

/* ToObject(this value); method: its name where V8's message has it, else NULL. */
JS_MUST_CHECK bool js__array_this(js_ctx *ctx, const js_call *call, const char *method,
                                  js_value *object);
/* LengthOfArrayLike */
JS_MUST_CHECK bool js__array_length(js_ctx *ctx, const js_value *object, uint64_t *length);
/* Both. */
JS_MUST_CHECK bool js__array_begin(js_ctx *ctx, const js_call *call, const char *method,
                                   js_value *object, uint64_t *length);
/* Set(O, "length", length, true) */
JS_MUST_CHECK bool js__array_set_length(js_ctx *ctx, const js_value *object, uint64_t length);
/* Throws unless *v can be called. */
JS_MUST_CHECK bool js__require_callable(js_ctx *ctx, const js_value *v);
/* A relative index, counted from the end where negative, clamped to 0 .. length; undefined: otherwise. */
JS_MUST_CHECK bool js__relative_index(js_ctx *ctx, const js_value *v, uint64_t length,
                                      uint64_t otherwise, uint64_t *out);

/* 23.1.2.5 get Array [ @@species ] */
bool js__array_species(js_ctx *ctx, const js_call *call, js_value *result);
/* 10.4.2.2 ArrayCreate ( length ) in the current realm. */
JS_MUST_CHECK bool js__array_create(js_ctx *ctx, uint64_t length, js_value *out);
/*
 * 10.4.2.3 ArraySpeciesCreate ( originalArray, length ); *is_own: the result is a plain array that no script
 * has seen.
 */
JS_MUST_CHECK bool js__array_species_create(js_ctx *ctx, const js_value *original, uint64_t length,
                                            js_value *out, bool *is_own);
/* Whether an array's methods make plain arrays: constructor and @@species are what they were at first. */
bool js__array_species_is_pristine_nogc(js_ctx *ctx, js_value array);
/* Whether an array is known to inherit no @@isConcatSpreadable, and has none; false: look it up. */
bool js__array_is_spreadable_nogc(js_ctx *ctx, js_value array);
/* Species again, for an array of dense elements that holes are not looked up beyond: may be copied as it is. */
GC_INLINE bool js__array_may_copy_nogc(js_ctx *ctx, js_value array)
{
    return js__item_is_absent_nogc(ctx, array) && js__array_species_is_pristine_nogc(ctx, array);
}

#endif
