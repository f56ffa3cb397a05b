/*
 * builtins/typed_array_prototype.c: 23.2.3: accessors, and methods that call a function for each element.
 */
#include "builtins/iterators.h"
#include "builtins/typed_array_internal.h"

static bool this_array(js_ctx *ctx, const js_call *call, const char *method, uint64_t *length)
{
    return js__typed_array_validate(ctx, call->self, method, length);
}

static bool require_typed(js_ctx *ctx, const js_call *call)
{
    return js_is_kind(*call->self, JS_KIND_TYPED_ARRAY) || js_throw_type_error(ctx, "this is not a typed array.");
}

/* ---- accessors ---- */

/* 23.2.3.2 get %TypedArray%.prototype.buffer */
static bool buffer(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(require_typed(ctx, call));
    *result = js_field(ctx, &js_typed_array_nogc(*call->self)->buffer);
    return true;
}

/* 23.2.3.3 get %TypedArray%.prototype.byteLength */
static bool byte_length(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(require_typed(ctx, call));
    const struct js_typed_array *array = js_typed_array_nogc(*call->self);

    *result = js_number((double)(js_typed_array_length_nogc(ctx, array) << array->shift));
    return true;
}

/* 23.2.3.4 get %TypedArray%.prototype.byteOffset */
static bool byte_offset(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(require_typed(ctx, call));
    const struct js_typed_array *array = js_typed_array_nogc(*call->self);

    *result = js_number(js_typed_array_is_out_of_bounds_nogc(ctx, array) ? 0 : (double)array->offset);
    return true;
}

/* 23.2.3.21 get %TypedArray%.prototype.length */
static bool length(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(require_typed(ctx, call));
    *result = js_number((double)js_typed_array_length_nogc(ctx, js_typed_array_nogc(*call->self)));
    return true;
}

/* 23.2.3.38 get %TypedArray%.prototype [ @@toStringTag ] */
static bool to_string_tag(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_kind(*call->self, JS_KIND_TYPED_ARRAY))
        return true;
    return js_intern_ascii_noscript(ctx, js_typed_array_info[js_typed_array_nogc(*call->self)->type].name,
                                    result);
}

/* ---- iterators ---- */

static bool iterate(js_ctx *ctx, const js_call *call, enum js_enumerate what, const char *method, js_value *result)
{
    uint64_t count;

    JS_TRY(this_array(ctx, call, method, &count));
    return js_create_array_iterator_noscript(ctx, call->self, what, result);
}

static bool entries(js_ctx *ctx, const js_call *call, js_value *result)
{
    return iterate(ctx, call, JS_ENTRIES, "%TypedArray%.prototype.entries", result);
}

static bool keys(js_ctx *ctx, const js_call *call, js_value *result)
{
    return iterate(ctx, call, JS_KEYS, "%TypedArray%.prototype.keys", result);
}

static bool values(js_ctx *ctx, const js_call *call, js_value *result)
{
    return iterate(ctx, call, JS_VALUES, "%TypedArray%.prototype.values", result);
}

/* ---- methods with a function ---- */

static bool require_function(js_ctx *ctx, const js_value *function)
{
    return js_is_callable_nogc(ctx, *function) || js_throw_type_error(ctx, "%v is not a function", function);
}

/* Calls the function with element i, i and the array; its result in *out. args: three rooted values. */
static bool call_with(js_ctx *ctx, const js_call *call, uint64_t i, js_value *args, js_value *out)
{
    args[0] = js__typed_array_get_nogc(ctx, *call->self, i);
    args[1] = js_number((double)i);
    args[2] = *call->self;
    JS_TRY(js_poll(ctx));
    return js_call_function(ctx, js_arg(call, 0), js_arg(call, 1), args, 3, out);
}

enum test { EVERY, SOME, FIND, FIND_INDEX, FIND_LAST, FIND_LAST_INDEX, FOR_EACH };

/* every, some, find and its kin, forEach. */
static bool test_each(js_ctx *ctx, const js_call *call, enum test which, const char *method, js_value *result)
{
    JS_FRAME(ctx, f, value, index, array, verdict, kept);
    const bool backward = which == FIND_LAST || which == FIND_LAST_INDEX;
    uint64_t count;

    JS_TRY(this_array(ctx, call, method, &count));
    JS_TRY(require_function(ctx, js_arg(call, 0)));
    for (uint64_t k = 0; k < count; k++) {
        const uint64_t i = backward ? count - 1 - k : k;

        JS_TRY(call_with(ctx, call, i, &f.value, &f.verdict));
        const bool truth = js_to_boolean_nogc(ctx, f.verdict);

        if (which == EVERY && !truth) {
            *result = JS_FALSE;
            return true;
        }
        if (truth && which != EVERY && which != FOR_EACH) {
            *result = which == SOME                           ? JS_TRUE
                      : which == FIND || which == FIND_LAST ? f.value
                                                              : js_number((double)i);
            return true;
        }
    }
    *result = which == EVERY                                             ? JS_TRUE
              : which == SOME                                            ? JS_FALSE
              : which == FIND_INDEX || which == FIND_LAST_INDEX ? js_int(-1)
                                                                         : JS_UNDEFINED;
    return true;
}

#define TEST(function, which, name)                                                                \
    static bool function(js_ctx *ctx, const js_call *call, js_value *result)                       \
    {                                                                                              \
        return test_each(ctx, call, which, "%TypedArray%.prototype." name, result);                \
    }
TEST(every, EVERY, "every")
TEST(some, SOME, "some")
TEST(find, FIND, "find")
TEST(find_index, FIND_INDEX, "findIndex")
TEST(find_last, FIND_LAST, "findLast")
TEST(find_last_index, FIND_LAST_INDEX, "findLastIndex")
TEST(for_each, FOR_EACH, "forEach")

/* 23.2.3.10 %TypedArray%.prototype.filter ( callback [ , thisArg ] ) */
static bool filter(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, index, array, verdict, made);
    JS_VEC(ctx, kept);
    uint64_t count;

    JS_TRY(this_array(ctx, call, "%TypedArray%.prototype.filter", &count));
    JS_TRY(require_function(ctx, js_arg(call, 0)));
    for (uint64_t i = 0; i < count; i++) {
        JS_TRY(call_with(ctx, call, i, &f.value, &f.verdict));
        if (js_to_boolean_nogc(ctx, f.verdict))
            JS_TRY(js_vec_push(ctx, &kept, &f.value));
    }
    JS_TRY(js__typed_array_species(ctx, call->self, kept.count, "%TypedArray%.prototype.filter", &f.made));
    for (uint32_t i = 0; i < kept.count; i++) {
        f.value = js_vec_get_nogc(ctx, &kept, i);
        JS_TRY(js_set_index(ctx, &f.made, i, &f.value, true));
    }
    *result = f.made;
    return true;
}

/* 23.2.3.22 %TypedArray%.prototype.map ( callback [ , thisArg ] ) */
static bool map(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, index, array, mapped, made);
    uint64_t count;

    JS_TRY(this_array(ctx, call, "%TypedArray%.prototype.map", &count));
    JS_TRY(require_function(ctx, js_arg(call, 0)));
    JS_TRY(js__typed_array_species(ctx, call->self, (double)count, "%TypedArray%.prototype.map", &f.made));
    for (uint64_t i = 0; i < count; i++) {
        JS_TRY(call_with(ctx, call, i, &f.value, &f.mapped));
        JS_TRY(js_set_index(ctx, &f.made, (double)i, &f.mapped, true));
    }
    *result = f.made;
    return true;
}

static bool reduce_from(js_ctx *ctx, const js_call *call, bool right, const char *method, js_value *result)
{
    JS_FRAME(ctx, f, accumulator, value, index, array);
    uint64_t count, k = 0;

    JS_TRY(this_array(ctx, call, method, &count));
    JS_TRY(require_function(ctx, js_arg(call, 0)));
    if (call->argc > 1) {
        f.accumulator = call->args[1];
    } else {
        if (count == 0)
            return js_throw_type_error(ctx, "Reduce of empty array with no initial value");
        f.accumulator = js__typed_array_get_nogc(ctx, *call->self, right ? count - 1 : 0);
        k = 1;
    }
    for (; k < count; k++) {
        const uint64_t i = right ? count - 1 - k : k;

        JS_TRY(js_poll(ctx));
        f.value = js__typed_array_get_nogc(ctx, *call->self, i);
        f.index = js_number((double)i);
        f.array = *call->self;
        JS_TRY(js_call_function(ctx, js_arg(call, 0), &js_undefined_value, &f.accumulator, 4, &f.accumulator));
    }
    *result = f.accumulator;
    return true;
}

/* 23.2.3.24 %TypedArray%.prototype.reduce ( callback [ , initialValue ] ) */
static bool reduce(js_ctx *ctx, const js_call *call, js_value *result)
{
    return reduce_from(ctx, call, false, "%TypedArray%.prototype.reduce", result);
}

/* 23.2.3.25 %TypedArray%.prototype.reduceRight ( callback [ , initialValue ] ) */
static bool reduce_right(js_ctx *ctx, const js_call *call, js_value *result)
{
    return reduce_from(ctx, call, true, "%TypedArray%.prototype.reduceRight", result);
}

JS_BUILTIN_TABLE(typed_array_prototype) = {
    JS_GETTER("buffer", buffer),
    JS_GETTER("byteLength", byte_length),
    JS_GETTER("byteOffset", byte_offset),
    JS_GETTER("length", length),
    JS_GETTER("@@toStringTag", to_string_tag),
    JS_METHOD("entries", entries, 0),
    JS_METHOD("keys", keys, 0),
    JS_METHOD("values", values, 0),
    JS_ALIAS("@@iterator", "values"),
    JS_METHOD("every", every, 1),
    JS_METHOD("some", some, 1),
    JS_METHOD("find", find, 1),
    JS_METHOD("findIndex", find_index, 1),
    JS_METHOD("findLast", find_last, 1),
    JS_METHOD("findLastIndex", find_last_index, 1),
    JS_METHOD("forEach", for_each, 1),
    JS_METHOD("filter", filter, 1),
    JS_METHOD("map", map, 1),
    JS_METHOD("reduce", reduce, 1),
    JS_METHOD("reduceRight", reduce_right, 1),
};
JS_BUILTIN_TABLE_END(typed_array_prototype);
