/*
 * builtins/iterator_helper.c: 27.1.2.1 iterator helper objects, and the methods of Iterator.prototype that make
 * them: map, filter, take, drop, flatMap.
 *
 * The specification writes helpers as generators; here each is an iterator cell with a step function.
 *
 *   target  the underlying iterator; undefined once completed
 *   a       its next method
 *   b       the function, if any
 *   c       flatMap: the inner iterator and its next method, a tuple; else undefined
 *   index   the counter; take, drop: what is left to take or drop
 *   mode    which helper, and flags
 */
#include "builtins/builtin.h"
#include "builtins/iterator_internal.h"
#include "builtins/iterators.h"

#include <math.h>

enum helper { MAP, FILTER, TAKE, DROP, FLAT_MAP };
#define HELPER_MASK 15u
#define STARTED     16u /* next has been called */
#define RUNNING     32u

static struct js_iterator *helper_nogc(js_value v)
{
    js_assert(js_is_iterator_of(v, JS_ITERATOR_HELPER));
    return gc_to_cell(v);
}

/* ---- making ---- */

static bool make_helper(js_ctx *ctx, enum helper helper, const struct js_iterator_record *it,
                        const js_value *function, double count, js_value *result)
{
    JS_FRAME(ctx, f, helper);

    JS_TRY(js_iterator_new_noscript(ctx, JS_ITERATOR_HELPER,
                                    JS_INTRINSIC_iterator_helper_prototype, &it->iterator, helper,
                                    &f.helper));
    JS_TRY(js_store(ctx, &f.helper, offsetof(struct js_iterator, a), &it->next));
    JS_TRY(js_store(ctx, &f.helper, offsetof(struct js_iterator, b), function));
    helper_nogc(f.helper)->index = count;
    *result = f.helper;
    return true;
}

static bool make_with_function(js_ctx *ctx, const js_call *call, enum helper helper,
                               const char *method, js_value *result)
{
    JS_ITERATOR(ctx, it);

    JS_TRY(js__iterator_this(ctx, call, method, &it));
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0))) {
        js_throw_type_error(ctx, "%v is not a function", js_arg(call, 0));
        return js__close_after_failure(ctx, &it);
    }
    JS_TRY(js_get_iterator_direct(ctx, call->self, &it));
    return make_helper(ctx, helper, &it, js_arg(call, 0), 0, result);
}

static bool to_limit(js_ctx *ctx, const js_value *v, double *out)
{
    double number;

    JS_TRY(js_to_number(ctx, v, &number));
    if (number != number)
        return js_throw_range_error(ctx, "%v must be positive", v);
    *out = __builtin_trunc(number);
    if (*out > 9007199254740991.0 && *out != (double)INFINITY)
        return js_throw_range_error(ctx, "%v is too large", v);
    return *out >= 0 || js_throw_range_error(ctx, "%v must be positive", v);
}

static bool make_with_limit(js_ctx *ctx, const js_call *call, enum helper helper, const char *method,
                            js_value *result)
{
    JS_ITERATOR(ctx, it);
    double limit = 0;

    JS_TRY(js__iterator_this(ctx, call, method, &it));
    if (!to_limit(ctx, js_arg(call, 0), &limit))
        return js__close_after_failure(ctx, &it);
    JS_TRY(js_get_iterator_direct(ctx, call->self, &it));
    return make_helper(ctx, helper, &it, &js_undefined_value, limit, result);
}

/* 27.1.4.8 Iterator.prototype.map ( mapper ) */
static bool map(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_with_function(ctx, call, MAP, "map", result);
}

/* 27.1.4.4 Iterator.prototype.filter ( predicate ) */
static bool filter(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_with_function(ctx, call, FILTER, "filter", result);
}

/* 27.1.4.6 Iterator.prototype.flatMap ( mapper ) */
static bool flat_map(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_with_function(ctx, call, FLAT_MAP, "flatMap", result);
}

/* 27.1.4.11 Iterator.prototype.take ( limit ) */
static bool take(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_with_limit(ctx, call, TAKE, "take", result);
}

/* 27.1.4.2 Iterator.prototype.drop ( limit ) */
static bool drop(js_ctx *ctx, const js_call *call, js_value *result)
{
    return make_with_limit(ctx, call, DROP, "drop", result);
}

/* ---- stepping: *helper is the cell, it its underlying iterator ---- */

/* Calls the helper's function for the value in args[0]; closes the underlying iterator where that throws. */
static bool call_function(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                          js_value *args, js_value *out)
{
    JS_FRAME(ctx, f, function);

    f.function = js_field(ctx, &helper_nogc(*helper)->b);
    args[1] = js_number(helper_nogc(*helper)->index);
    if (!js_call_function(ctx, &f.function, &js_undefined_value, args, 2, out))
        return js__close_after_failure(ctx, it);
    helper_nogc(*helper)->index++;
    return true;
}

static bool step_map(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                     js_value *out, bool *done)
{
    JS_FRAME(ctx, f, value, counter);

    JS_TRY(js_iterator_step_value(ctx, it, &f.value, done));
    return *done || call_function(ctx, helper, it, &f.value, out);
}

static bool step_filter(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                        js_value *out, bool *done)
{
    JS_FRAME(ctx, f, value, counter, verdict);

    do {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_iterator_step_value(ctx, it, &f.value, done));
        if (*done)
            return true;
        JS_TRY(call_function(ctx, helper, it, &f.value, &f.verdict));
    } while (!js_to_boolean_nogc(ctx, f.verdict));
    *out = f.value;
    return true;
}

static bool step_take(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                      js_value *out, bool *done)
{
    if (helper_nogc(*helper)->index == 0) {
        *done = true;
        return js_iterator_close(ctx, it);
    }
    helper_nogc(*helper)->index--; /* infinity stays what it is */
    return js_iterator_step_value(ctx, it, out, done);
}

static bool step_drop(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                      js_value *out, bool *done)
{
    JS_FRAME(ctx, f, ignored);

    while (helper_nogc(*helper)->index > 0) {
        JS_TRY(js_poll(ctx));
        helper_nogc(*helper)->index--;
        JS_TRY(js_iterator_next(ctx, it, NULL, &f.ignored));
        JS_TRY(js_iterator_complete(ctx, &f.ignored, done));
        if (*done)
            return true;
    }
    return js_iterator_step_value(ctx, it, out, done);
}

/* flatMap: the inner iterator, if there is one. */
static bool load_inner_nogc(js_ctx *ctx, js_value helper, struct js_iterator_record *inner)
{
    js_value pair = js_field(ctx, &helper_nogc(helper)->c);

    if (js_is_undefined(pair))
        return false;
    inner->iterator = js_field(ctx, &((struct js_tuple *)gc_to_cell(pair))->slots[0]);
    inner->next = js_field(ctx, &((struct js_tuple *)gc_to_cell(pair))->slots[1]);
    return true;
}

static bool store_inner(js_ctx *ctx, const js_value *helper, const struct js_iterator_record *inner)
{
    JS_FRAME(ctx, f, pair);

    JS_TRY(js_tuple_new_noscript(ctx, 2, &f.pair));
    JS_TRY(js_store(ctx, &f.pair, offsetof(struct js_tuple, slots), &inner->iterator));
    JS_TRY(js_store(ctx, &f.pair, offsetof(struct js_tuple, slots) + sizeof(gc_slot), &inner->next));
    return js_store(ctx, helper, offsetof(struct js_iterator, c), &f.pair);
}

/* The next inner iterator of flatMap, or *done. */
static bool next_inner(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                       struct js_iterator_record *inner, bool *done)
{
    JS_FRAME(ctx, f, value, counter, mapped);

    JS_TRY(js_iterator_step_value(ctx, it, &f.value, done));
    if (*done)
        return true;
    JS_TRY(call_function(ctx, helper, it, &f.value, &f.mapped));
    if (!js__get_iterator_flattenable(ctx, &f.mapped, false, inner))
        return js__close_after_failure(ctx, it);
    return store_inner(ctx, helper, inner);
}

static bool step_flat_map(js_ctx *ctx, const js_value *helper, struct js_iterator_record *it,
                          js_value *out, bool *done)
{
    JS_ITERATOR(ctx, inner);
    bool inner_done;

    for (;;) {
        JS_TRY(js_poll(ctx));
        if (!load_inner_nogc(ctx, *helper, &inner)) {
            JS_TRY(next_inner(ctx, helper, it, &inner, done));
            if (*done)
                return true;
        }
        if (!js_iterator_step_value(ctx, &inner, out, &inner_done))
            return js__close_after_failure(ctx, it);
        if (!inner_done)
            return true;
        gc_write_immediate(&helper_nogc(*helper)->c, JS_SLOT_UNDEFINED);
    }
}

static bool step(js_ctx *ctx, const js_value *helper, js_value *out, bool *done)
{
    JS_ITERATOR(ctx, it);

    *done = false;
    it.iterator = js_field(ctx, &helper_nogc(*helper)->target);
    it.next = js_field(ctx, &helper_nogc(*helper)->a);
    switch ((enum helper)(helper_nogc(*helper)->mode & HELPER_MASK)) {
    case MAP:
        return step_map(ctx, helper, &it, out, done);
    case FILTER:
        return step_filter(ctx, helper, &it, out, done);
    case TAKE:
        return step_take(ctx, helper, &it, out, done);
    case DROP:
        return step_drop(ctx, helper, &it, out, done);
    default:
        return step_flat_map(ctx, helper, &it, out, done);
    }
}

/* ---- 27.1.2.1 %IteratorHelperPrototype% ---- */

static bool require_helper(js_ctx *ctx, const js_call *call, const char *method)
{
    if (!js_is_iterator_of(*call->self, JS_ITERATOR_HELPER))
        return js_throw_type_error(
            ctx, "Method Iterator Helper.prototype.%s called on incompatible receiver %v", method,
            call->self);
    return !(helper_nogc(*call->self)->mode & RUNNING) ||
           js_throw_type_error(ctx, "Generator is already running");
}

static bool is_completed(js_ctx *ctx, js_value helper)
{
    return js_is_undefined(js_field(ctx, &helper_nogc(helper)->target));
}

static void complete(js_value helper)
{
    struct js_iterator *cell = helper_nogc(helper);

    gc_write_immediate(&cell->target, JS_SLOT_UNDEFINED);
    gc_write_immediate(&cell->a, JS_SLOT_UNDEFINED);
    gc_write_immediate(&cell->b, JS_SLOT_UNDEFINED);
    gc_write_immediate(&cell->c, JS_SLOT_UNDEFINED);
}

/* 27.1.2.1.1 %IteratorHelperPrototype%.next ( ) */
static bool helper_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);
    bool done = true, ok = true;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(require_helper(ctx, call, "next"));
    f.value = JS_UNDEFINED;
    if (!is_completed(ctx, *call->self)) {
        helper_nogc(*call->self)->mode |= STARTED | RUNNING;
        ok = step(ctx, call->self, &f.value, &done);
        helper_nogc(*call->self)->mode &= ~RUNNING;
        if (!ok || done)
            complete(*call->self);
        JS_TRY(ok);
    }
    if (done)
        f.value = JS_UNDEFINED;
    return js_create_iterator_result_noscript(ctx, &f.value, done, result);
}

/* Closes what a suspended helper iterates: the inner iterator first. */
static bool close_both(js_ctx *ctx, const js_value *helper)
{
    JS_ITERATOR(ctx, it);
    JS_ITERATOR(ctx, inner);

    it.iterator = js_field(ctx, &helper_nogc(*helper)->target);
    if (load_inner_nogc(ctx, *helper, &inner) && !js_iterator_close(ctx, &inner))
        return js__close_after_failure(ctx, &it);
    return js_iterator_close(ctx, &it);
}

/* 27.1.2.1.2 %IteratorHelperPrototype%.return ( ) */
static bool helper_return(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_ITERATOR(ctx, it);
    bool ok = true;

    JS_TRY(js_check_stack(ctx));
    JS_TRY(require_helper(ctx, call, "return"));
    if (!is_completed(ctx, *call->self)) {
        if (helper_nogc(*call->self)->mode & STARTED) {
            helper_nogc(*call->self)->mode |= RUNNING;
            ok = close_both(ctx, call->self);
            helper_nogc(*call->self)->mode &= ~RUNNING;
            complete(*call->self);
        } else { /* 4: it is completed before the underlying iterator is closed */
            it.iterator = js_field(ctx, &helper_nogc(*call->self)->target);
            complete(*call->self);
            ok = js_iterator_close(ctx, &it);
        }
    }
    JS_TRY(ok);
    return js_create_iterator_result_noscript(ctx, &js_undefined_value, true, result);
}

JS_BUILTIN_TABLE(iterator_make_helper) = {
    JS_METHOD("map", map, 1),
    JS_METHOD("filter", filter, 1),
    JS_METHOD("take", take, 1),
    JS_METHOD("drop", drop, 1),
    JS_METHOD("flatMap", flat_map, 1),
};
JS_BUILTIN_TABLE_END(iterator_make_helper);

JS_BUILTIN_TABLE(iterator_helper) = {
    JS_METHOD("next", helper_next, 0),
    JS_METHOD("return", helper_return, 0),
    JS_STRING_CONSTANT("@@toStringTag", "Iterator Helper", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(iterator_helper);
