/*
 * builtins/array.c: 23.1.1 the Array constructor and 23.1.2 its properties.  Array.prototype's methods lie in
 * array_*.c, by what they do.
 */
#include "builtins/array_internal.h"
#include "vm/realm.h"

/* The prototype for a new array: NULL where it is the current realm's Array.prototype. */
static bool prototype_for(js_ctx *ctx, const js_call *call, js_value *prototype, bool *is_default)
{
    *is_default = !js_is_construct(call) || gc_same(*call->new_target, *call->callee);
    if (*is_default)
        return true;
    return js_get_prototype_from_constructor(ctx, call->new_target, JS_INTRINSIC_array_prototype,
                                             prototype);
}

/* 23.1.1.1 Array ( ...values ) */
static bool array(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, prototype, array);
    uint32_t length = call->argc;
    bool is_default;

    JS_TRY(prototype_for(ctx, call, &f.prototype, &is_default));
    if (call->argc == 1 && gc_is_number(call->args[0])) { /* 4.c */
        double number = gc_to_number(call->args[0]);

        if (!(number >= 0 && number <= JS_ARRAY_LENGTH_MAX) || number != (uint32_t)number)
            return js_throw_range_error(ctx, "Invalid array length");
        length = (uint32_t)number;
    }
    if (is_default)
        JS_TRY(js_array_new_noscript(ctx, length, &f.array));
    else
        JS_TRY(js_array_new_with_prototype_noscript(ctx, &f.prototype, length, &f.array));
    if (call->argc > 1 || (call->argc == 1 && !gc_is_number(call->args[0])))
        for (uint32_t i = 0; i < call->argc; i++)
            JS_TRY(js_elements_put_noscript(ctx, &f.array, i, &call->args[i]));
    *result = f.array;
    return true;
}

/* ---- 23.1.2.1 Array.from ---- */

/* The result of Array.from and Array.of: plain where *c is %Array% or no constructor. */
static bool make_result(js_ctx *ctx, const js_value *c, const js_value *length, js_value *out,
                        bool *is_own)
{
    *is_own = gc_same(*c, JS_INTRINSIC(ctx, array)) || !js_is_constructor_nogc(ctx, *c);
    if (!*is_own)
        return js_construct(ctx, c, c, length, length ? 1 : 0, out);
    return js__array_create(ctx, length ? (uint64_t)gc_to_number(*length) : 0, out);
}

static bool finish(js_ctx *ctx, const js_value *result, bool is_own, uint64_t length)
{
    if (!is_own)
        return js__array_set_length(ctx, result, length);
    js_array_nogc(*result)->length = (uint32_t)length; /* it has no items beyond */
    return true;
}

/* Applies the mapping function, if any, to item k in *value. */
static bool map_item(js_ctx *ctx, const js_call *call, uint64_t k, js_value *value)
{
    JS_FRAME(ctx, f, value, k);

    if (js_is_undefined(*js_arg(call, 1)))
        return true;
    f.value = *value;
    f.k = js_number((double)k);
    return js_call_function(ctx, js_arg(call, 1), js_arg(call, 2), &f.value, 2, value);
}

/*
 * %Array%.from of an array whose iterator is the built-in one: the loop of that iterator, which cannot be told from stepping
 * it.  The iterator's own next was fetched before the first item, so what becomes of it later is no matter.
 */
static bool from_array(js_ctx *ctx, const js_call *call, const js_value *items, js_value *result)
{
    JS_FRAME(ctx, f, result, value);

    if (js_is_undefined(*js_arg(call, 1)) && js__item_is_absent_nogc(ctx, *items)) {
        JS_TRY(js_array_copy_noscript(ctx, items, 0, js_array_nogc(*items)->length, &f.result));
        *result = f.result;
        return js_array_fill_holes_noscript(ctx, &f.result, 0);
    }
    JS_TRY(js_array_new_noscript(ctx, 0, &f.result));
    JS_TRY(js_array_reserve_noscript(ctx, &f.result, JS_KIND_INT_ELEMENTS,
                                     js_array_nogc(*items)->length));
    for (uint32_t k = 0; k < js_array_nogc(*items)->length; k++) {
        JS_TRY(js__item_get(ctx, items, k, &f.value));
        JS_TRY(map_item(ctx, call, k, &f.value));
        JS_TRY(js__own_array_put_noscript(ctx, &f.result, k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return true;
}

static bool from_iterator(js_ctx *ctx, const js_call *call, const js_value *items,
                          const js_value *method, js_value *result)
{
    JS_FRAME(ctx, f, result, value);
    JS_ITERATOR(ctx, it);
    bool is_own, done;
    uint64_t k;

    JS_TRY(make_result(ctx, call->self, NULL, &f.result, &is_own));
    JS_TRY(js_get_iterator_from_method(ctx, items, method, &it));
    for (k = 0;; k++) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            break;
        if (!map_item(ctx, call, k, &f.value) ||
            !js__result_put(ctx, &f.result, is_own, k, &f.value) || !js_poll(ctx))
            return js_iterator_close(ctx, &it);
    }
    JS_TRY(finish(ctx, &f.result, is_own, k));
    if (is_own)
        js_array_trim_noscript(ctx, &f.result);
    *result = f.result;
    return true;
}

static bool from_array_like(js_ctx *ctx, const js_call *call, const js_value *items,
                            js_value *result)
{
    JS_FRAME(ctx, f, object, result, value, length);
    uint64_t length, k;
    bool is_own;

    JS_TRY(js_to_object(ctx, items, &f.object));           /* 7 */
    JS_TRY(js__array_length(ctx, &f.object, &length));     /* 8 */
    f.length = js_number((double)length);
    JS_TRY(make_result(ctx, call->self, &f.length, &f.result, &is_own)); /* 9, 10 */
    for (k = 0; k < length; k++) {                         /* 12 */
        JS_TRY(js__item_get(ctx, &f.object, k, &f.value));
        JS_TRY(map_item(ctx, call, k, &f.value));
        JS_TRY(js__result_put(ctx, &f.result, is_own, k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    JS_TRY(finish(ctx, &f.result, is_own, length)); /* 13 */
    *result = f.result;
    return true;
}

/* 23.1.2.1 Array.from ( items [ , mapper [ , thisArg ] ] ) */
static bool from(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *items = js_arg(call, 0);
    JS_FRAME(ctx, f, method);

    if (!js_is_undefined(*js_arg(call, 1)))
        JS_TRY(js__require_callable(ctx, js_arg(call, 1))); /* 3 */
    if (js_is_nullish(*items))
        return js_throw_type_error(
            ctx, "%q is not iterable (cannot read property Symbol(Symbol.iterator))", items);
    if (js_is_kind(*items, JS_KIND_ARRAY) && gc_same(*call->self, JS_INTRINSIC(ctx, array)) &&
        js_array_iteration_is_pristine_nogc(ctx, *items))
        return from_array(ctx, call, items, result);
    JS_TRY(js_get(ctx, items, JS_ATOM(ctx, sym_iterator), &f.method)); /* 4: GetMethod */
    if (js_is_nullish(f.method))
        return from_array_like(ctx, call, items, result);
    if (!js_is_callable_nogc(ctx, f.method))
        return js_throw_type_error(ctx, "%%Array%%.from requires that the property of the first "
                                        "argument, items[Symbol.iterator], when exists, be a function");
    return from_iterator(ctx, call, items, &f.method, result);
}

/* 23.1.2.2 Array.isArray ( arg ) */
static bool is_array(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool yes;

    JS_TRY(js_is_array(ctx, js_arg(call, 0), &yes));
    *result = js_bool(yes);
    return true;
}

/* 23.1.2.3 Array.of ( ...items ) */
static bool of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, result, length);
    bool is_own;

    f.length = js_uint32(call->argc);
    JS_TRY(make_result(ctx, call->self, &f.length, &f.result, &is_own));
    for (uint32_t k = 0; k < call->argc; k++)
        JS_TRY(js__result_put(ctx, &f.result, is_own, k, &call->args[k]));
    JS_TRY(finish(ctx, &f.result, is_own, call->argc));
    *result = f.result;
    return true;
}

JS_BUILTIN_TABLE(array) = {
    JS_CONSTRUCTOR("Array", array, 1),
    JS_STATIC("isArray", is_array, 1),
    JS_STATIC("from", from, 1),
    JS_STATIC("of", of, 0),
    JS_STATIC_GETTER("@@species", js__array_species),
};
JS_BUILTIN_TABLE_END(array);
