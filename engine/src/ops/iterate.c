/*
 * ops/iterate.c: 7.4 Operations on Iterator Objects.
 */
#include "ops/ops.h"

#include "builtins/iterators.h"
#include "object/shape.h"
#include "vm/messages.h"

static bool throw_not_iterable(js_ctx *ctx, const js_value *v)
{
    return js_throw_type_error(
        ctx, "%q is not iterable (cannot read property Symbol(Symbol.iterator))", v);
}

/* 7.4.2 GetIteratorDirect ( obj ) */
bool js_get_iterator_direct(js_ctx *ctx, const js_value *object, struct js_iterator_record *it)
{
    JS_FRAME(ctx, f, next);

    JS_TRY(js_get(ctx, object, JS_ATOM(ctx, next), &f.next));
    it->iterator = *object;
    it->next = f.next;
    it->done = false;
    return true;
}

/* 7.4.3 GetIteratorFromMethod ( obj, method ) */
bool js_get_iterator_from_method(js_ctx *ctx, const js_value *iterable, const js_value *method,
                                 struct js_iterator_record *it)
{
    JS_FRAME(ctx, f, iterator);

    JS_TRY(js_call_function(ctx, method, iterable, NULL, 0, &f.iterator));
    if (!js_is_object(f.iterator))
        return js_throw_type_error(ctx, "Result of the Symbol.iterator method is not an object");
    return js_get_iterator_direct(ctx, &f.iterator, it);
}

/* 7.4.4 GetIterator ( obj, sync ) */
bool js_get_iterator(js_ctx *ctx, const js_value *iterable, struct js_iterator_record *it)
{
    JS_FRAME(ctx, f, method);

    if (js_is_nullish(*iterable))
        return throw_not_iterable(ctx, iterable);
    JS_TRY(js_get_method(ctx, iterable, JS_ATOM(ctx, sym_iterator), &f.method));
    if (js_is_undefined(f.method))
        return throw_not_iterable(ctx, iterable);
    return js_get_iterator_from_method(ctx, iterable, &f.method, it);
}

/* 7.4.4 GetIterator ( obj, async ) */
bool js_find_async_iterator(js_ctx *ctx, const js_value *iterable, struct js_iterator_record *it,
                            bool *found)
{
    JS_FRAME(ctx, f, method, async);

    *found = !js_is_nullish(*iterable);
    if (!*found)
        return true;
    JS_TRY(js_get_method(ctx, iterable, JS_ATOM(ctx, sym_asyncIterator), &f.method));
    if (!js_is_undefined(f.method)) {
        JS_TRY(js_call_function(ctx, &f.method, iterable, NULL, 0, &f.async));
        if (!js_is_object(f.async))
            return js_throw_type_error(
                ctx, "Result of the Symbol.asyncIterator method is not an object");
        return js_get_iterator_direct(ctx, &f.async, it);
    }
    JS_TRY(js_get_method(ctx, iterable, JS_ATOM(ctx, sym_iterator), &f.method));
    *found = !js_is_undefined(f.method);
    if (!*found)
        return true;
    JS_TRY(js_get_iterator_from_method(ctx, iterable, &f.method, it));
    JS_TRY(js_create_async_from_sync_iterator_noscript(ctx, it, &f.async));
    return js_get_iterator_direct(ctx, &f.async, it);
}

/* 7.4.6 IteratorNext ( iteratorRecord [ , value ] ) */
bool js_iterator_next(js_ctx *ctx, struct js_iterator_record *it, const js_value *argument,
                      js_value *out)
{
    JS_FRAME(ctx, f, result);
    bool ok;

    if (!js_is_callable_nogc(ctx, it->next)) {
        it->done = true;
        return js_throw_type_error(ctx, "%v is not a function", &it->next);
    }
    ok = js_call_function(ctx, &it->next, &it->iterator, argument, argument ? 1 : 0, &f.result);
    if (ok && !js_is_object(f.result))
        ok = js_throw_type_error(ctx, "Iterator result %v is not an object", &f.result);
    if (!ok) {
        it->done = true;
        return false;
    }
    *out = f.result;
    return true;
}

/* 7.4.7 IteratorComplete ( iteratorResult ) */
bool js_iterator_complete(js_ctx *ctx, const js_value *result, bool *done)
{
    JS_FRAME(ctx, f, done);

    JS_TRY(js_get(ctx, result, JS_ATOM(ctx, done), &f.done));
    *done = js_to_boolean_nogc(ctx, f.done);
    return true;
}

/* 7.4.10 IteratorStepValue ( iteratorRecord ) */
bool js_iterator_step_value(js_ctx *ctx, struct js_iterator_record *it, js_value *out, bool *done)
{
    JS_FRAME(ctx, f, result);
    bool handled;

    it->done = true; /* what throws ends the iteration */
    JS_TRY(js_step_builtin_iterator(ctx, it, out, done, &handled));
    if (handled) {
        it->done = *done;
        return true;
    }
    JS_TRY(js_iterator_next(ctx, it, NULL, &f.result));
    JS_TRY(js_iterator_complete(ctx, &f.result, done));
    if (*done)
        return true;
    JS_TRY(js_get(ctx, &f.result, JS_ATOM(ctx, value), out));
    it->done = false;
    return true;
}

/* 7.4.11 IteratorClose ( iteratorRecord, completion ) */
bool js_iterator_close(js_ctx *ctx, struct js_iterator_record *it)
{
    bool threw = !gc_same(ctx->exception, GC_EMPTY), ok;
    JS_FRAME(ctx, f, pending, method, result);

    if (threw && !js_catch(ctx, &f.pending))
        return false;
    f.result = GC_EMPTY;
    ok = js_get_method(ctx, &it->iterator, JS_ATOM(ctx, return_), &f.method);
    if (ok && !js_is_undefined(f.method))
        ok = js_call_function(ctx, &f.method, &it->iterator, NULL, 0, &f.result);
    if (!ok && ctx->terminating)
        return false;
    if (threw)
        return js_throw(ctx, &f.pending);
    if (ok && !gc_same(f.result, GC_EMPTY) && !js_is_object(f.result))
        return js_throw_type_error(ctx, "%v is not an object", &f.result);
    return ok;
}

/* 7.4.14 CreateIterResultObject ( value, done ) */
bool js_create_iterator_result_noscript(js_ctx *ctx, const js_value *value, bool done,
                                        js_value *out)
{
    struct js_shape *shape = gc_to_cell(JS_INTRINSIC(ctx, shape_iterator_result));
    size_t bytes = sizeof(struct js_object) + shape->in_object * sizeof(gc_slot);

    JS_TRY(js_reserve(ctx, gc_round_up(bytes) + GC_NUMBER_BYTES));
    struct js_object *object = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_OBJECT, bytes);
    gc_slot slot = gc_encode_nogc(ctx->heap, *value);

    gc_init(ctx->heap, object, &object->shape,
            gc_slot_of(ctx->heap, JS_INTRINSIC(ctx, shape_iterator_result)));
    gc_init(ctx->heap, object, &object->fields[0], slot);
    gc_init(ctx->heap, object, &object->fields[1], gc_slot_of(ctx->heap, js_bool(done)));
    *out = gc_from_cell(object);
    return true;
}

bool js_array_iteration_is_pristine_nogc(js_ctx *ctx, js_value array)
{
    js_value next = JS_INTRINSIC(ctx, array_iterator_next), found;

    return js_array_is_dense_nogc(ctx, array) && !js_is_undefined(next) &&
           js__find_data_nogc(ctx, array, *JS_ATOM(ctx, sym_iterator), &found) &&
           gc_same(found, JS_INTRINSIC(ctx, array_prototype_values)) &&
           js__find_data_nogc(ctx, JS_INTRINSIC(ctx, array_iterator_prototype),
                              *JS_ATOM(ctx, next), &found) &&
           gc_same(found, next);
}
