/*
 * builtins/promise_constructor.c: 27.2.3, 27.2.4: Promise and its static methods.
 *
 * The combinators all, allSettled and any share one loop.  What their element functions need lies in a tuple
 * (values array, resolve or reject function, number remaining) and, per element, a tuple with the index, -1 once
 * one of the element's functions was called.
 */
#include "builtins/builtin.h"
#include "builtins/promise_internal.h"

/* 27.2.3.1 Promise ( executor ) */
static bool promise(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, promise, resolve, reject, error, ignored);

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Promise constructor cannot be invoked without 'new'");
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "Promise resolver %v is not a function", js_arg(call, 0));
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_promise_prototype, JS_KIND_PROMISE,
                                      sizeof(struct js_promise), &f.promise));
    JS_TRY(js__resolving_functions(ctx, &f.promise, &f.resolve, &f.reject));
    if (!js_call_function(ctx, js_arg(call, 0), &js_undefined_value, &f.resolve, 2, &f.ignored)) {
        JS_TRY(js_catch(ctx, &f.error));
        JS_TRY(js_call_function(ctx, &f.reject, &js_undefined_value, &f.error, 1, &f.ignored));
    }
    *result = f.promise;
    return true;
}

/* 27.2.4.7 Promise.resolve ( x ) */
static bool resolve(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "PromiseResolve called on non-object");
    return js_promise_resolve_value(ctx, call->self, js_arg(call, 0), result);
}

/* 27.2.4.6 Promise.reject ( r ) */
static bool reject(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, ignored);
    JS_CAPABILITY(ctx, c);

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "PromiseResolve called on non-object");
    JS_TRY(js__new_capability(ctx, call->self, &c));
    JS_TRY(js_call_function(ctx, &c.reject, &js_undefined_value, js_arg(call, 0), 1, &f.ignored));
    *result = c.promise;
    return true;
}

/* 27.2.4.8 Promise.withResolvers ( ) */
static bool with_resolvers(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);
    JS_CAPABILITY(ctx, c);

    JS_TRY(js__new_capability(ctx, call->self, &c));
    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.object, JS_ATOM(ctx, promise), &c.promise));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.object, JS_ATOM(ctx, resolve), &c.resolve));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.object, JS_ATOM(ctx, reject), &c.reject));
    *result = f.object;
    return true;
}

/* 27.2.4.9 Promise.try ( callback, ...args ) */
static bool try_(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, ignored);
    JS_CAPABILITY(ctx, c);
    const uint32_t count = call->argc > 1 ? call->argc - 1 : 0;
    bool ok;

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "Promise.try called on non-object");
    JS_TRY(js__new_capability(ctx, call->self, &c));
    ok = js_call_function(ctx, js_arg(call, 0), &js_undefined_value, call->args + (count ? 1 : 0), count,
                          &f.value);
    if (!ok)
        JS_TRY(js_catch(ctx, &f.value));
    JS_TRY(js_call_function(ctx, ok ? &c.resolve : &c.reject, &js_undefined_value, &f.value, 1, &f.ignored));
    *result = c.promise;
    return true;
}

/* get Promise [ @@species ] */
static bool species(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

/* ---- combinators ---- */

enum combinator { ALL, ALL_SETTLED, ANY };
enum { SHARED_VALUES, SHARED_FUNCTION, SHARED_REMAINING, SHARED_SLOTS };

static struct js_tuple *tuple_nogc(js_value v)
{
    return gc_to_cell(v);
}

/* Steps on the counter; true: nothing is left. */
static bool count_remaining_nogc(js_value shared, int32_t step)
{
    gc_slot *slot = &tuple_nogc(shared)->slots[SHARED_REMAINING];
    const int32_t remaining = gc_slot_to_int(*slot) + step;

    gc_write_immediate(slot, gc_slot_from_int(remaining));
    return remaining == 0;
}

/* All elements have reported: resolves with the values, or rejects with an AggregateError of them. */
static bool finish(js_ctx *ctx, const js_value *shared, bool any)
{
    JS_FRAME(ctx, f, values, function, error, ignored);

    f.values = js_field(ctx, &tuple_nogc(*shared)->slots[SHARED_VALUES]);
    f.function = js_field(ctx, &tuple_nogc(*shared)->slots[SHARED_FUNCTION]);
    if (any) {
        js_throw_error(ctx, JS_INTRINSIC_aggregate_error_prototype, "All promises were rejected");
        JS_TRY(js_catch(ctx, &f.error));
        JS_TRY(js_define_value(ctx, &f.error, JS_ATOM(ctx, errors), &f.values, JS_HIDDEN_ATTRIBUTES));
        f.values = f.error;
    }
    return js_call_function(ctx, &f.function, &js_undefined_value, &f.values, 1, &f.ignored);
}

/* Stores an element's value: data 0 the shared tuple, data 1 the element's. */
static bool report(js_ctx *ctx, const js_call *call, const js_value *value, bool any)
{
    JS_FRAME(ctx, f, shared, values);
    const js_value element = js_native_data_nogc(ctx, *call->callee, 1);
    const int32_t index = gc_slot_to_int(tuple_nogc(element)->slots[0]);

    if (index < 0)
        return true;
    gc_write_immediate(&tuple_nogc(element)->slots[0], gc_slot_from_int(-1));
    f.shared = js_native_data_nogc(ctx, *call->callee, 0);
    f.values = js_field(ctx, &tuple_nogc(f.shared)->slots[SHARED_VALUES]);
    JS_TRY(js_create_data_index_or_throw(ctx, &f.values, index, value));
    return !count_remaining_nogc(f.shared, -1) || finish(ctx, &f.shared, any);
}

static bool all_element(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)result;
    return report(ctx, call, js_arg(call, 0), false);
}

static bool any_element(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)result;
    return report(ctx, call, js_arg(call, 0), true);
}

static bool settled_element(js_ctx *ctx, const js_call *call, bool rejected)
{
    JS_FRAME(ctx, f, object);

    if (gc_slot_to_int(tuple_nogc(js_native_data_nogc(ctx, *call->callee, 1))->slots[0]) < 0)
        return true;
    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.object, JS_ATOM(ctx, status),
                                            rejected ? JS_ATOM(ctx, rejected) : JS_ATOM(ctx, fulfilled)));
    JS_TRY(js_create_data_property_or_throw(ctx, &f.object,
                                            rejected ? JS_ATOM(ctx, reason) : JS_ATOM(ctx, value),
                                            js_arg(call, 0)));
    return report(ctx, call, &f.object, false);
}

static bool settled_fulfilled(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)result;
    return settled_element(ctx, call, false);
}

static bool settled_rejected(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)result;
    return settled_element(ctx, call, true);
}

static bool element_function(js_ctx *ctx, js_native_fn *fn, const js_value *shared, const js_value *element,
                             js_value *out)
{
    JS_TRY(js_native_closure_new_noscript(ctx, fn, out));
    JS_TRY(js_native_set_data_noscript(ctx, out, 0, shared));
    return js_native_set_data_noscript(ctx, out, 1, element);
}

/* The two functions that element number index is given to `then`. */
static bool element_functions(js_ctx *ctx, enum combinator which, uint32_t index, const js_value *shared,
                              const struct js_capability *c, js_value *fulfilled, js_value *rejected)
{
    JS_FRAME(ctx, f, element, undefined);

    f.undefined = JS_UNDEFINED;
    JS_TRY(js_tuple_new_noscript(ctx, 1, &f.element));
    gc_write_immediate(&tuple_nogc(f.element)->slots[0], gc_slot_from_int((int32_t)index));
    switch (which) {
    case ALL:
        *rejected = c->reject;
        return element_function(ctx, all_element, shared, &f.element, fulfilled);
    case ANY:
        *fulfilled = c->resolve;
        return element_function(ctx, any_element, shared, &f.element, rejected);
    default:
        JS_TRY(element_function(ctx, settled_fulfilled, shared, &f.element, fulfilled));
        return element_function(ctx, settled_rejected, shared, &f.element, rejected);
    }
}

/* 27.2.4.1.2 PerformPromiseAll and its kin */
static bool combine_all(js_ctx *ctx, enum combinator which, const js_value *constructor,
                        struct js_iterator_record *it, const js_value *resolve_fn, struct js_capability *c)
{
    JS_FRAME(ctx, f, shared, values, next, promise, fulfilled, rejected, ignored);
    bool done;

    JS_TRY(js_array_new_noscript(ctx, 0, &f.values));
    JS_TRY(js_tuple_new_noscript(ctx, SHARED_SLOTS, &f.shared));
    struct js_tuple *shared = gc_to_cell(f.shared);

    gc_init(ctx->heap, shared, &shared->slots[SHARED_VALUES], gc_slot_of(ctx->heap, f.values));
    gc_init(ctx->heap, shared, &shared->slots[SHARED_FUNCTION],
            gc_slot_of(ctx->heap, which == ANY ? c->reject : c->resolve));
    gc_write_immediate(&shared->slots[SHARED_REMAINING], gc_slot_from_int(1));
    for (uint32_t index = 0;; index++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_iterator_step_value(ctx, it, &f.next, &done));
        if (done)
            break;
        JS_TRY(js_create_data_index_or_throw(ctx, &f.values, index, &js_undefined_value));
        JS_TRY(js_call_function(ctx, resolve_fn, constructor, &f.next, 1, &f.promise));
        JS_TRY(element_functions(ctx, which, index, &f.shared, c, &f.fulfilled, &f.rejected));
        count_remaining_nogc(f.shared, 1);
        JS_TRY(js_invoke(ctx, &f.promise, JS_ATOM(ctx, then), &f.fulfilled, 2, &f.ignored));
    }
    return !count_remaining_nogc(f.shared, -1) || finish(ctx, &f.shared, which == ANY);
}

static bool perform_race(js_ctx *ctx, const js_value *constructor, struct js_iterator_record *it,
                         const js_value *resolve_fn, struct js_capability *c)
{
    JS_FRAME(ctx, f, next, promise, ignored);
    bool done;

    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_iterator_step_value(ctx, it, &f.next, &done));
        if (done)
            return true;
        JS_TRY(js_call_function(ctx, resolve_fn, constructor, &f.next, 1, &f.promise));
        JS_TRY(js_invoke(ctx, &f.promise, JS_ATOM(ctx, then), &c->resolve, 2, &f.ignored));
    }
}

/* What all combinators have in common: errors reject the result, and close the iterator if it is not done. */
static bool combinator(js_ctx *ctx, const js_call *call, int which, js_value *result)
{
    JS_FRAME(ctx, f, resolve, error, ignored);
    JS_CAPABILITY(ctx, c);
    JS_ITERATOR(ctx, it);
    bool ok;

    JS_TRY(js__new_capability(ctx, call->self, &c));
    it.done = true;
    ok = js_get(ctx, call->self, JS_ATOM(ctx, resolve), &f.resolve) &&
         (js_is_callable_nogc(ctx, f.resolve) ||
          js_throw_type_error(ctx, "Promise resolve or reject function is not callable")) &&
         js_get_iterator(ctx, js_arg(call, 0), &it);
    if (ok) {
        it.done = false;
        ok = which < 0 ? perform_race(ctx, call->self, &it, &f.resolve, &c)
                       : combine_all(ctx, (enum combinator)which, call->self, &it, &f.resolve, &c);
        if (!ok && !it.done)
            js_iterator_close(ctx, &it);
    }
    if (!ok) {
        JS_TRY(js_catch(ctx, &f.error));
        JS_TRY(js_call_function(ctx, &c.reject, &js_undefined_value, &f.error, 1, &f.ignored));
    }
    *result = c.promise;
    return true;
}

/* 27.2.4.1 Promise.all ( iterable ) */
static bool all(js_ctx *ctx, const js_call *call, js_value *result)
{
    return combinator(ctx, call, ALL, result);
}

/* 27.2.4.2 Promise.allSettled ( iterable ) */
static bool all_settled(js_ctx *ctx, const js_call *call, js_value *result)
{
    return combinator(ctx, call, ALL_SETTLED, result);
}

/* 27.2.4.3 Promise.any ( iterable ) */
static bool any(js_ctx *ctx, const js_call *call, js_value *result)
{
    return combinator(ctx, call, ANY, result);
}

/* 27.2.4.5 Promise.race ( iterable ) */
static bool race(js_ctx *ctx, const js_call *call, js_value *result)
{
    return combinator(ctx, call, -1, result);
}

JS_BUILTIN_TABLE(promise) = {
    JS_CONSTRUCTOR("Promise", promise, 1),
    JS_STATIC("all", all, 1),
    JS_STATIC("allSettled", all_settled, 1),
    JS_STATIC("any", any, 1),
    JS_STATIC("race", race, 1),
    JS_STATIC("resolve", resolve, 1),
    JS_STATIC("reject", reject, 1),
    JS_STATIC("withResolvers", with_resolvers, 0),
    JS_STATIC("try", try_, 1),
    JS_STATIC_GETTER("@@species", species),
    JS_HIDDEN_FUNCTION("", all_element, 1),
    JS_HIDDEN_FUNCTION("", any_element, 1),
    JS_HIDDEN_FUNCTION("", settled_fulfilled, 1),
    JS_HIDDEN_FUNCTION("", settled_rejected, 1),
};
JS_BUILTIN_TABLE_END(promise);
