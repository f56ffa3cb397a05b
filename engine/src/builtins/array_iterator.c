/*
 * builtins/array_iterator.c: 23.1.5 Array Iterator Objects, and the methods of Array.prototype that make them.
 *
 * An iterator's target is the array (undefined once done), its index the next item's, its mode what it gives
 * (enum js_enumerate).
 */
#include "builtins/array_internal.h"
#include "builtins/iterators.h"

bool js_create_array_iterator_noscript(js_ctx *ctx, const js_value *array, enum js_enumerate what,
                                       js_value *out)
{
    return js_iterator_new_noscript(ctx, JS_ITERATOR_ARRAY, JS_INTRINSIC_array_iterator_prototype,
                                    array, what, out);
}

static bool make_iterator(js_ctx *ctx, const js_call *call, enum js_enumerate what, js_value *result)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js__array_this(ctx, call, NULL, &f.object));
    return js_create_array_iterator_noscript(ctx, &f.object, what, result);
}

/* 23.1.3.5 Array.prototype.entries ( ) */
static bool entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_iterator(ctx, call, JS_ENTRIES, result);
}

/* 23.1.3.19 Array.prototype.keys ( ) */
static bool keys(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_iterator(ctx, call, JS_KEYS, result);
}

/* 23.1.3.38 Array.prototype.values ( ) */
static bool values(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_iterator(ctx, call, JS_VALUES, result);
}

/* How many items an iterator's target has now. */
static bool length_of(js_ctx *ctx, const js_value *target, uint64_t *length)
{
    if (!js_is_kind(*target, JS_KIND_TYPED_ARRAY))
        return js__array_length(ctx, target, length);
    const struct js_typed_array *array = js_typed_array_nogc(*target);

    if (js_typed_array_is_out_of_bounds_nogc(ctx, array))
        return js_throw_type_error(
            ctx, "Cannot perform %%ArrayIteratorPrototype%%.next on a detached ArrayBuffer");
    *length = js_typed_array_length_nogc(ctx, array);
    return true;
}

/* An entry for Map-like consumers: [ key, value ]; both are consecutive and rooted. */
static bool entry_value(js_ctx *ctx, const js_value *target, uint64_t index, js_value *out)
{
    JS_FRAME(ctx, f, key, value);

    JS_TRY(js__item_get(ctx, target, index, &f.value));
    f.key = js_number((double)index);
    return js_array_from_values_noscript(ctx, &f.key, 2, out);
}

/* 23.1.5.2.1 %ArrayIteratorPrototype%.next ( ), less the result object */
bool js_array_iterator_step(js_ctx *ctx, const js_value *iterator, js_value *out, bool *done)
{
    struct js_iterator *it = js_iterator_nogc(*iterator);
    JS_FRAME(ctx, f, target);
    uint64_t index = (uint64_t)it->index, length;
    uint32_t what = it->mode;

    f.target = js_field(ctx, &it->target);
    *done = js_is_undefined(f.target);
    if (*done) {
        *out = JS_UNDEFINED;
        return true;
    }
    JS_TRY(length_of(ctx, &f.target, &length));
    it = js_iterator_nogc(*iterator);
    if (index >= length) {
        gc_write_immediate(&it->target, JS_SLOT_UNDEFINED);
        *out = JS_UNDEFINED;
        *done = true;
        return true;
    }
    it->index = (double)(index + 1);
    switch (what) {
    case JS_KEYS:
        *out = js_number((double)index);
        return true;
    case JS_VALUES:
        return js__item_get(ctx, &f.target, index, out);
    default:
        return entry_value(ctx, &f.target, index, out);
    }
}

/* 23.1.5.2.1 %ArrayIteratorPrototype%.next ( ) */
bool js__array_iterator_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);
    bool done;

    if (!js_is_iterator_of(*call->self, JS_ITERATOR_ARRAY))
        return js_throw_type_error(ctx,
                                   "Method Array Iterator.prototype.next called on incompatible "
                                   "receiver %v",
                                   call->self);
    JS_TRY(js_array_iterator_step(ctx, call->self, &f.value, &done));
    return js_create_iterator_result_noscript(ctx, &f.value, done, result);
}

JS_BUILTIN_TABLE(array_iterate_keys) = {
    JS_METHOD("entries", entries, 0),
    JS_METHOD("keys", keys, 0),
    JS_METHOD("values", values, 0),
    JS_ALIAS("@@iterator", "values"),
};
JS_BUILTIN_TABLE_END(array_iterate_keys);

JS_BUILTIN_TABLE(array_iterator) = {
    JS_METHOD("next", js__array_iterator_next, 0),
    JS_STRING_CONSTANT("@@toStringTag", "Array Iterator", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(array_iterator);
