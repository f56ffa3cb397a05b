/*
 * builtins/array_iterate.c: the methods of Array.prototype that call a function for each item: forEach, map,
 * filter, some, every, reduce, reduceRight; and flat, flatMap.
 */
#include "builtins/array_internal.h"

/* The state of a loop over the items that are there: the next index, and whether an item was found. */
struct loop {
    uint64_t length, k;
};

/* The arguments of a callback, consecutive and rooted: JS_FRAME(ctx, f, value, index, object, ...). */
struct callback {
    js_value *args;
    const js_value *function, *self;
};

/* Moves on to the next item that is there, at l->k - 1 then: its value in args[0].  *more: there was one. */
static bool next_item(js_ctx *ctx, struct loop *l, const struct callback *c, bool *more)
{
    for (*more = false; l->k < l->length && !*more; l->k++) {
        JS_TRY(js__item_get_if_present(ctx, &c->args[2], l->k, &c->args[0], more));
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* Calls the function for the item that next_item found. */
static bool call_back(js_ctx *ctx, const struct loop *l, const struct callback *c, js_value *out)
{
    c->args[1] = js_number((double)(l->k - 1));
    return js_call_function(ctx, c->function, c->self, c->args, 3, out);
}

static bool begin(js_ctx *ctx, const js_call *call, const char *method, struct loop *l,
                  struct callback *c)
{
    l->k = 0;
    JS_TRY(js__array_begin(ctx, call, method, &c->args[2], &l->length));
    c->function = js_arg(call, 0);
    c->self = js_arg(call, 1);
    return js__require_callable(ctx, c->function);
}

/* 23.1.3.15 Array.prototype.forEach ( callback [ , thisArg ] ) */
static bool for_each(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, index, object, ignored);
    struct callback c = {.args = &f.value};
    struct loop l;
    bool more;

    JS_TRY(begin(ctx, call, "forEach", &l, &c));
    for (;;) {
        JS_TRY(next_item(ctx, &l, &c, &more));
        if (!more)
            break;
        JS_TRY(call_back(ctx, &l, &c, &f.ignored));
    }
    *result = JS_UNDEFINED;
    return true;
}

/* 23.1.3.21 Array.prototype.map ( callback [ , thisArg ] ) */
static bool map(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, index, object, mapped, result);
    struct callback c = {.args = &f.value};
    struct loop l;
    bool more, is_own;

    JS_TRY(begin(ctx, call, "map", &l, &c));
    JS_TRY(js__array_species_create(ctx, &f.object, l.length, &f.result, &is_own));
    for (;;) {
        JS_TRY(next_item(ctx, &l, &c, &more));
        if (!more)
            break;
        JS_TRY(call_back(ctx, &l, &c, &f.mapped));
        JS_TRY(js__result_put(ctx, &f.result, is_own, l.k - 1, &f.mapped));
    }
    *result = f.result;
    return true;
}

/* 23.1.3.8 Array.prototype.filter ( callback [ , thisArg ] ) */
static bool filter(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, index, object, verdict, result);
    struct callback c = {.args = &f.value};
    struct loop l;
    bool more, is_own;
    uint64_t to = 0;

    JS_TRY(begin(ctx, call, "filter", &l, &c));
    JS_TRY(js__array_species_create(ctx, &f.object, 0, &f.result, &is_own));
    for (;;) {
        JS_TRY(next_item(ctx, &l, &c, &more));
        if (!more)
            break;
        JS_TRY(call_back(ctx, &l, &c, &f.verdict));
        if (js_to_boolean_nogc(ctx, f.verdict))
            JS_TRY(js__result_put(ctx, &f.result, is_own, to++, &f.value));
    }
    if (is_own)
        js_array_trim_noscript(ctx, &f.result);
    *result = f.result;
    return true;
}

/* some and every: whether a callback's answer was `wanted` for some item. */
static bool any_is(js_ctx *ctx, const js_call *call, const char *method, bool wanted, bool *found)
{
    JS_FRAME(ctx, f, value, index, object, verdict);
    struct callback c = {.args = &f.value};
    struct loop l;
    bool more;

    *found = false;
    JS_TRY(begin(ctx, call, method, &l, &c));
    while (!*found) {
        JS_TRY(next_item(ctx, &l, &c, &more));
        if (!more)
            break;
        JS_TRY(call_back(ctx, &l, &c, &f.verdict));
        *found = js_to_boolean_nogc(ctx, f.verdict) == wanted;
    }
    return true;
}

/* 23.1.3.29 Array.prototype.some ( callback [ , thisArg ] ) */
static bool some(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool found;

    JS_TRY(any_is(ctx, call, "some", true, &found));
    *result = js_bool(found);
    return true;
}

/* 23.1.3.6 Array.prototype.every ( callback [ , thisArg ] ) */
static bool every(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool found;

    JS_TRY(any_is(ctx, call, "every", false, &found));
    *result = js_bool(!found);
    return true;
}

/* ---- reduce ---- */

static bool reduce_from(js_ctx *ctx, const js_call *call, const char *method, bool backwards,
                        js_value *result)
{
    JS_FRAME(ctx, f, accumulator, value, index, object, next);
    bool have = call->argc > 1, present;
    uint64_t length;

    JS_TRY(js__array_begin(ctx, call, method, &f.object, &length));
    JS_TRY(js__require_callable(ctx, js_arg(call, 0)));
    f.accumulator = *js_arg(call, 1);
    for (uint64_t n = 0; n < length; n++) {
        uint64_t k = backwards ? length - 1 - n : n;

        JS_TRY(js_poll(ctx));
        JS_TRY(js__item_get_if_present(ctx, &f.object, k, &f.value, &present));
        if (!present)
            continue;
        if (!have) {
            f.accumulator = f.value;
            have = true;
            continue;
        }
        f.index = js_number((double)k);
        JS_TRY(js_call_function(ctx, js_arg(call, 0), &js_undefined_value, &f.accumulator, 4,
                                &f.next));
        f.accumulator = f.next;
    }
    if (!have)
        return js_throw_type_error(ctx, "Reduce of empty array with no initial value");
    *result = f.accumulator;
    return true;
}

/* 23.1.3.24 Array.prototype.reduce ( callback [ , initialValue ] ) */
static bool reduce(js_ctx *ctx, const js_call *call, js_value *result)
{
    return reduce_from(ctx, call, "reduce", false, result);
}

/* 23.1.3.25 Array.prototype.reduceRight ( callback [ , initialValue ] ) */
static bool reduce_right(js_ctx *ctx, const js_call *call, js_value *result)
{
    return reduce_from(ctx, call, "reduceRight", true, result);
}

/* ---- flat ---- */

/* Where flattening puts items. */
struct flattening {
    const js_value *target;
    bool is_own;
    uint64_t count;
};

static bool flatten_item(js_ctx *ctx, struct flattening *to, const js_value *item, double depth);

/* 23.1.3.14.1 FlattenIntoArray ( target, source, sourceLen, start, depth ), without a mapper */
static bool flatten(js_ctx *ctx, struct flattening *to, const js_value *source, uint64_t length,
                    double depth)
{
    JS_FRAME(ctx, f, item);
    bool present;

    JS_TRY(js_check_stack(ctx));
    for (uint64_t k = 0; k < length; k++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js__item_get_if_present(ctx, source, k, &f.item, &present));
        if (present)
            JS_TRY(flatten_item(ctx, to, &f.item, depth));
    }
    return true;
}

/* Steps 4.c.iii to v: an item, or what is in it. */
static bool flatten_item(js_ctx *ctx, struct flattening *to, const js_value *item, double depth)
{
    bool is_array = false;
    uint64_t length;

    if (depth > 0 && js_is_object(*item))
        JS_TRY(js_is_array(ctx, item, &is_array));
    if (is_array) {
        JS_TRY(js__array_length(ctx, item, &length));
        return flatten(ctx, to, item, length, depth - 1);
    }
    if (to->count >= JS_ITEMS_MAX - 1)
        return js_throw_type_error(ctx, "Invalid array length");
    return js__result_put(ctx, to->target, to->is_own, to->count++, item);
}

/* 23.1.3.14 Array.prototype.flat ( [ depth ] ) */
static bool flat(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, result);
    struct flattening to = {.target = &f.result};
    double depth = 1;
    uint64_t length;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (!js_is_undefined(*js_arg(call, 0)))
        JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &depth));
    JS_TRY(js__array_species_create(ctx, &f.object, 0, &f.result, &to.is_own));
    JS_TRY(flatten(ctx, &to, &f.object, length, depth));
    if (to.is_own)
        js_array_trim_noscript(ctx, &f.result);
    *result = f.result;
    return true;
}

/* 23.1.3.14 Array.prototype.flatMap ( mapperFunction [ , thisArg ] ) */
static bool flat_map(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, index, object, mapped, result);
    struct callback c = {.args = &f.value, .function = js_arg(call, 0), .self = js_arg(call, 1)};
    struct flattening to = {.target = &f.result};
    struct loop l = {.k = 0};
    bool more;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &l.length));
    if (!js_is_callable_nogc(ctx, *c.function))
        return js_throw_type_error(ctx, "flatMap mapper function is not callable");
    JS_TRY(js__array_species_create(ctx, &f.object, 0, &f.result, &to.is_own));
    for (;;) {
        JS_TRY(next_item(ctx, &l, &c, &more));
        if (!more)
            break;
        JS_TRY(call_back(ctx, &l, &c, &f.mapped));
        JS_TRY(flatten_item(ctx, &to, &f.mapped, 1));
    }
    if (to.is_own)
        js_array_trim_noscript(ctx, &f.result);
    *result = f.result;
    return true;
}

JS_BUILTIN_TABLE(array_iterate) = {
    JS_METHOD("forEach", for_each, 1),
    JS_METHOD("filter", filter, 1),
    JS_METHOD("flat", flat, 0),
    JS_METHOD("flatMap", flat_map, 1),
    JS_METHOD("map", map, 1),
    JS_METHOD("every", every, 1),
    JS_METHOD("some", some, 1),
    JS_METHOD("reduce", reduce, 1),
    JS_METHOD("reduceRight", reduce_right, 1),
};
JS_BUILTIN_TABLE_END(array_iterate);
