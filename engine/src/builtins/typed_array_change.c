/*
 * builtins/typed_array_change.c: 23.2.3: methods that search, copy, reorder or fill.
 */
#include "builtins/sort.h"
#include "builtins/typed_array_internal.h"

#include <math.h>
#include <string.h>

#define THIS(length, name)                                                                         \
    JS_TRY(js__typed_array_validate(ctx, call->self, "%TypedArray%.prototype." name, &(length)))

/* A relative index: negative from the end, clamped to [0, length]. */
static bool relative(js_ctx *ctx, const js_value *v, uint64_t length, double otherwise, uint64_t *out)
{
    double index = otherwise;

    if (!js_is_undefined(*v))
        JS_TRY(js_to_integer_or_infinity(ctx, v, &index));
    if (index < 0)
        index = index + (double)length > 0 ? index + (double)length : 0;
    *out = index < (double)length ? (uint64_t)index : length;
    return true;
}

static uint64_t length_now_nogc(js_ctx *ctx, js_value v)
{
    return js_typed_array_length_nogc(ctx, js_typed_array_nogc(v));
}

/* 23.2.3.1 %TypedArray%.prototype.at ( index ) */
static bool at(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length;
    double index;

    THIS(length, "at");
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &index));
    if (index < 0)
        index += (double)length;
    *result = index < 0 || index >= (double)length ? JS_UNDEFINED
                                                   : js__typed_array_get_nogc(ctx, *call->self, (uint64_t)index);
    return true;
}

/* 23.2.3.6 %TypedArray%.prototype.copyWithin ( target, start [ , end ] ) */
static bool copy_within(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length, to, from, end, now, count;

    THIS(length, "copyWithin");
    JS_TRY(relative(ctx, js_arg(call, 0), length, 0, &to));
    JS_TRY(relative(ctx, js_arg(call, 1), length, 0, &from));
    JS_TRY(relative(ctx, js_arg(call, 2), length, (double)length, &end));
    count = end > from ? end - from : 0;
    if (count > length - to)
        count = length - to;
    *result = *call->self;
    if (!count)
        return true;
    THIS(now, "copyWithin"); /* the conversions may have shrunk it */
    if (from >= now || to >= now)
        return true;
    if (count > now - from)
        count = now - from;
    if (count > now - to)
        count = now - to;
    const struct js_typed_array *array = js_typed_array_nogc(*call->self);
    uint8_t *data = js_typed_array_data_nogc(ctx, array);

    memmove(data + (to << array->shift), data + (from << array->shift), count << array->shift);
    return true;
}

/* 23.2.3.9 %TypedArray%.prototype.fill ( value [ , start [ , end ] ] ) */
static bool fill(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length, start, end, now;
    double number;

    THIS(length, "fill");
    JS_TRY(js_to_number(ctx, js_arg(call, 0), &number));
    JS_TRY(relative(ctx, js_arg(call, 1), length, 0, &start));
    JS_TRY(relative(ctx, js_arg(call, 2), length, (double)length, &end));
    THIS(now, "fill");
    if (end > now)
        end = now;
    *result = *call->self;
    if (start >= end)
        return true;
    const struct js_typed_array *array = js_typed_array_nogc(*call->self);
    uint8_t *data = js_typed_array_data_nogc(ctx, array);

    if (array->shift == 0) {
        js_typed_store_nogc(array->type, data + start, number);
        memset(data + start, data[start], end - start);
        return true;
    }
    for (uint64_t i = start; i < end; i++)
        js_typed_store_nogc(array->type, data + (i << array->shift), number);
    return true;
}

/* ---- searching ---- */

/* Looks for a number in [from, to); NaN only where same_value_zero. */
static int64_t find_number_nogc(js_ctx *ctx, js_value array, double wanted, uint64_t from, uint64_t to,
                                bool same_value_zero)
{
    for (uint64_t i = from; i < to; i++) {
        const double number = gc_to_number(js__typed_array_get_nogc(ctx, array, i));

        if (number == wanted || (same_value_zero && number != number && wanted != wanted))
            return (int64_t)i;
    }
    return -1;
}

/* 23.2.3.14 %TypedArray%.prototype.includes ( searchElement [ , fromIndex ] ) */
static bool includes(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length, from, now;

    THIS(length, "includes");
    *result = JS_FALSE;
    if (length == 0)
        return true;
    JS_TRY(relative(ctx, js_arg(call, 1), length, 0, &from));
    now = length_now_nogc(ctx, *call->self);
    if (js_is_undefined(*js_arg(call, 0))) {
        *result = js_bool(from < length && now < length); /* what is gone reads as undefined */
        return true;
    }
    if (js_is_number(*js_arg(call, 0)))
        *result = js_bool(find_number_nogc(ctx, *call->self, gc_to_number(*js_arg(call, 0)), from,
                                           now < length ? now : length, true) >= 0);
    return true;
}

/* 23.2.3.15 %TypedArray%.prototype.indexOf ( searchElement [ , fromIndex ] ) */
static bool index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length, from, now;
    int64_t found = -1;

    THIS(length, "indexOf");
    if (length) {
        JS_TRY(relative(ctx, js_arg(call, 1), length, 0, &from));
        now = length_now_nogc(ctx, *call->self);
        if (js_is_number(*js_arg(call, 0)))
            found = find_number_nogc(ctx, *call->self, gc_to_number(*js_arg(call, 0)), from,
                                     now < length ? now : length, false);
    }
    *result = js_number((double)found);
    return true;
}

/* 23.2.3.20 %TypedArray%.prototype.lastIndexOf ( searchElement [ , fromIndex ] ) */
static bool last_index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length, now;
    double from;

    THIS(length, "lastIndexOf");
    *result = js_int(-1);
    if (length == 0)
        return true;
    from = (double)length - 1;
    if (call->argc > 1)
        JS_TRY(js_to_integer_or_infinity(ctx, &call->args[1], &from));
    from = from >= 0 ? fmin(from, (double)length - 1) : (double)length + from;
    now = length_now_nogc(ctx, *call->self);
    if (!js_is_number(*js_arg(call, 0)))
        return true;
    for (double i = from; i >= 0; i--) {
        if (i < (double)now && gc_to_number(js__typed_array_get_nogc(ctx, *call->self, (uint64_t)i)) ==
                                   gc_to_number(*js_arg(call, 0))) {
            *result = js_number(i);
            return true;
        }
    }
    return true;
}

/* ---- text ---- */

static bool join_with(js_ctx *ctx, const js_call *call, uint64_t length, const js_value *separator,
                      bool locale, js_value *result)
{
    JS_FRAME(ctx, f, value, text);
    JS_STRING_BUILDER(ctx, b);

    for (uint64_t i = 0; i < length; i++) {
        JS_TRY(js_poll(ctx));
        if (i)
            js_builder_string_nogc(&b, *separator);
        f.value = js__typed_array_get_nogc(ctx, *call->self, i);
        if (js_is_undefined(f.value))
            continue;
        if (locale)
            JS_TRY(js_invoke(ctx, &f.value, JS_ATOM(ctx, toLocaleString), NULL, 0, &f.value));
        JS_TRY(js_to_string(ctx, &f.value, &f.text));
        js_builder_string_nogc(&b, f.text);
        if (b.failed)
            break;
    }
    return js_builder_finish_noscript(&b, result);
}

/* 23.2.3.18 %TypedArray%.prototype.join ( separator ) */
static bool join(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, separator);
    uint64_t length;

    THIS(length, "join");
    f.separator = *JS_ATOM(ctx, comma);
    if (!js_is_undefined(*js_arg(call, 0)))
        JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.separator));
    return join_with(ctx, call, length, &f.separator, false, result);
}

/* 23.2.3.31 %TypedArray%.prototype.toLocaleString ( ) */
static bool to_locale_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length;

    THIS(length, "toLocaleString");
    return join_with(ctx, call, length, JS_ATOM(ctx, comma), true, result);
}

/* ---- order ---- */

static void reverse_nogc(js_ctx *ctx, js_value array, uint64_t length)
{
    for (uint64_t i = 0; i < length / 2; i++) {
        const double low = gc_to_number(js__typed_array_get_nogc(ctx, array, i));
        const double high = gc_to_number(js__typed_array_get_nogc(ctx, array, length - 1 - i));

        js__typed_array_set_nogc(ctx, array, i, high);
        js__typed_array_set_nogc(ctx, array, length - 1 - i, low);
    }
}

/* 23.2.3.26 %TypedArray%.prototype.reverse ( ) */
static bool reverse(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length;

    THIS(length, "reverse");
    reverse_nogc(ctx, *call->self, length);
    *result = *call->self;
    return true;
}

/* A typed array of the same kind (TypedArrayCreateSameType) with the same elements. */
static bool copy_of(js_ctx *ctx, const js_call *call, uint64_t length, const char *method, js_value *out)
{
    JS_FRAME(ctx, f, constructor, made);

    f.constructor = js_intrinsic_nogc(
        ctx, js_typed_array_info[js_typed_array_nogc(*call->self)->type].constructor);
    JS_TRY(js__typed_array_create(ctx, &f.constructor, (double)length, method, &f.made));
    for (uint64_t i = 0; i < length; i++) {
        const js_value element = js__typed_array_get_nogc(ctx, *call->self, i);
        if (js_is_number(element))
            js__typed_array_set_nogc(ctx, f.made, i, gc_to_number(element));
    }
    *out = f.made;
    return true;
}

/* 23.2.3.32 %TypedArray%.prototype.toReversed ( ) */
static bool to_reversed(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length;

    THIS(length, "toReversed");
    JS_TRY(copy_of(ctx, call, length, "%TypedArray%.prototype.toReversed", result));
    reverse_nogc(ctx, *result, length);
    return true;
}

struct sorting {
    const double *numbers;
    const js_value *compare;
    js_value *args; /* three rooted values: two arguments and the result */
};

static bool after_by_function(js_ctx *ctx, void *what, uint32_t a, uint32_t b, bool *after)
{
    struct sorting *s = what;
    double order;

    JS_TRY(js_poll(ctx));
    s->args[0] = js_number(s->numbers[a]);
    s->args[1] = js_number(s->numbers[b]);
    JS_TRY(js_call_function(ctx, s->compare, &js_undefined_value, s->args, 2, &s->args[2]));
    JS_TRY(js_to_number(ctx, &s->args[2], &order));
    *after = order > 0;
    return true;
}

/* Sorts the numbers of *source and stores them into *target. */
static bool sort_into(js_ctx *ctx, const js_value *source, uint64_t length, const js_value *compare,
                      const js_value *target)
{
    JS_FRAME(ctx, f, a, b, order);
    const size_t bytes = (size_t)length * (sizeof(double) + 2 * sizeof(uint32_t));
    double *numbers;
    uint32_t *order;
    bool ok;

    if (length >= UINT32_MAX)
        return js_throw_range_error(ctx, "Typed array too large to sort");
    gc_prepare_malloc(ctx->heap, bytes);
    numbers = gc_malloc(ctx->heap, bytes);
    if (!numbers)
        return js_throw_out_of_memory(ctx);
    order = (uint32_t *)(numbers + length);
    for (uint64_t i = 0; i < length; i++) {
        numbers[i] = gc_to_number(js__typed_array_get_nogc(ctx, *source, i));
        order[i] = (uint32_t)i;
    }
    if (js_is_undefined(*compare)) {
        js_sort_numbers(numbers, (uint64_t *)order, length);
        for (uint64_t i = 0; i < length; i++)
            js__typed_array_set_nogc(ctx, *target, i, numbers[i]);
        ok = true;
    } else {
        struct sorting sorting = {numbers, compare, &f.a};

        ok = js_merge_sort(ctx, order, order + length, (uint32_t)length, after_by_function, &sorting);
        for (uint64_t i = 0; ok && i < length; i++)
            js__typed_array_set_nogc(ctx, *target, i, numbers[order[i]]);
    }
    gc_free(ctx->heap, numbers, bytes);
    return ok;
}

static bool require_comparison(js_ctx *ctx, const js_value *compare)
{
    return js_is_undefined(*compare) || js_is_callable_nogc(ctx, *compare) ||
           js_throw_type_error(ctx, "The comparison function must be either a function or undefined");
}

/* 23.2.3.29 %TypedArray%.prototype.sort ( comparator ) */
static bool sort(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length;

    JS_TRY(require_comparison(ctx, js_arg(call, 0)));
    THIS(length, "sort");
    JS_TRY(sort_into(ctx, call->self, length, js_arg(call, 0), call->self));
    *result = *call->self;
    return true;
}

/* 23.2.3.33 %TypedArray%.prototype.toSorted ( comparator ) */
static bool to_sorted(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, made);
    uint64_t length;

    JS_TRY(require_comparison(ctx, js_arg(call, 0)));
    THIS(length, "toSorted");
    JS_TRY(copy_of(ctx, call, length, "%TypedArray%.prototype.toSorted", &f.made));
    JS_TRY(sort_into(ctx, &f.made, length, js_arg(call, 0), &f.made));
    *result = f.made;
    return true;
}

/* 23.2.3.36 %TypedArray%.prototype.with ( index, value ) */
static bool with(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t length;
    double index, number;

    THIS(length, "with");
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &index));
    if (index < 0)
        index += (double)length;
    JS_TRY(js_to_number(ctx, js_arg(call, 1), &number));
    if (index < 0 || index >= (double)length_now_nogc(ctx, *call->self))
        return js_throw_range_error(ctx, "Invalid typed array index");
    JS_TRY(copy_of(ctx, call, length, "%TypedArray%.prototype.with", result));
    js__typed_array_set_nogc(ctx, *result, (uint64_t)index, number);
    return true;
}

/* ---- copies ---- */

/* 23.2.3.26.1 SetTypedArrayFromTypedArray; the two may share a buffer. */
static bool set_from_typed(js_ctx *ctx, const js_call *call, double offset)
{
    const struct js_typed_array *to = js_typed_array_nogc(*call->self);
    const struct js_typed_array *from = js_typed_array_nogc(*js_arg(call, 0));
    const uint64_t room = js_typed_array_length_nogc(ctx, to), count = js_typed_array_length_nogc(ctx, from);
    uint8_t *copy = NULL;

    if (js_typed_array_is_out_of_bounds_nogc(ctx, to) || js_typed_array_is_out_of_bounds_nogc(ctx, from))
        return js_throw_type_error(ctx, "Cannot perform %%TypedArray%%.prototype.set on a detached ArrayBuffer");
    if (offset + (double)count > (double)room)
        return js_throw_range_error(ctx, "offset is out of bounds");
    if (!count)
        return true;
    uint8_t *target = js_typed_array_data_nogc(ctx, to) + ((uint64_t)offset << to->shift);
    const uint8_t *source = js_typed_array_data_nogc(ctx, from);

    if (to->type == from->type) {
        memmove(target, source, count << to->shift);
        return true;
    }
    if (gc_slot_same(to->store, from->store)) {
        copy = gc_malloc(ctx->heap, count << from->shift);
        if (!copy)
            return js_throw_out_of_memory(ctx);
        memcpy(copy, source, count << from->shift);
        source = copy;
    }
    for (uint64_t i = 0; i < count; i++)
        js_typed_store_nogc(to->type, target + (i << to->shift),
                            gc_to_number(js_typed_load_nogc(from->type, source + (i << from->shift))));
    gc_free(ctx->heap, copy, count << from->shift);
    return true;
}

/* 23.2.3.27 %TypedArray%.prototype.set ( source [ , offset ] ) */
static bool set(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, source, value);
    double offset, count;

    (void)result;
    if (!js_is_kind(*call->self, JS_KIND_TYPED_ARRAY))
        return js_throw_type_error(ctx, "this is not a typed array.");
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 1), &offset));
    if (offset < 0)
        return js_throw_range_error(ctx, "offset is out of bounds");
    if (js_is_kind(*js_arg(call, 0), JS_KIND_TYPED_ARRAY))
        return set_from_typed(ctx, call, offset);
    if (js_typed_array_is_out_of_bounds_nogc(ctx, js_typed_array_nogc(*call->self)))
        return js_throw_type_error(ctx, "Cannot perform %%TypedArray%%.prototype.set on a detached ArrayBuffer");
    const uint64_t room = length_now_nogc(ctx, *call->self);

    JS_TRY(js_to_object(ctx, js_arg(call, 0), &f.source));
    JS_TRY(js_length_of_array_like(ctx, &f.source, &count));
    if (offset + count > (double)room)
        return js_throw_range_error(ctx, "offset is out of bounds");
    for (double i = 0; i < count; i++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_get_index(ctx, &f.source, i, &f.value));
        JS_TRY(js_set_index(ctx, call->self, offset + i, &f.value, true));
    }
    return true;
}

/* 23.2.3.28 %TypedArray%.prototype.slice ( start, end ) */
static bool slice(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, made);
    uint64_t length, start, end, count, now;

    THIS(length, "slice");
    JS_TRY(relative(ctx, js_arg(call, 0), length, 0, &start));
    JS_TRY(relative(ctx, js_arg(call, 1), length, (double)length, &end));
    count = end > start ? end - start : 0;
    JS_TRY(js__typed_array_species(ctx, call->self, (double)count, "%TypedArray%.prototype.slice", &f.made));
    *result = f.made;
    if (!count)
        return true;
    THIS(now, "slice");
    if (end > now)
        end = now;
    if (start >= end)
        return true;
    const struct js_typed_array *from = js_typed_array_nogc(*call->self), *to = js_typed_array_nogc(f.made);
    const uint64_t room = js_typed_array_length_nogc(ctx, to);

    count = end - start < room ? end - start : room;
    if (from->type == to->type) {
        uint8_t *target = js_typed_array_data_nogc(ctx, to);
        const uint8_t *source = js_typed_array_data_nogc(ctx, from) + (start << from->shift);

        /* Byte by byte upwards, as the specification has it where they overlap. */
        for (uint64_t i = 0; i < count << from->shift; i++)
            target[i] = source[i];
        return true;
    }
    for (uint64_t i = 0; i < count; i++)
        js__typed_array_set_nogc(ctx, f.made, i,
                                 gc_to_number(js__typed_array_get_nogc(ctx, *call->self, start + i)));
    return true;
}

/* 23.2.3.30 %TypedArray%.prototype.subarray ( start, end ) */
static bool subarray(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, constructor, buffer, offset, count, made);
    uint64_t length, start, end, got;
    uint32_t argc = 3;

    if (!js_is_kind(*call->self, JS_KIND_TYPED_ARRAY))
        return js_throw_type_error(ctx, "this is not a typed array.");
    length = length_now_nogc(ctx, *call->self);
    JS_TRY(relative(ctx, js_arg(call, 0), length, 0, &start));
    JS_TRY(relative(ctx, js_arg(call, 1), length, (double)length, &end));
    const struct js_typed_array *array = js_typed_array_nogc(*call->self);

    if (array->is_length_tracking && js_is_undefined(*js_arg(call, 1)))
        argc = 2;
    f.buffer = js_field(ctx, &array->buffer);
    f.offset = js_number((double)(array->offset + (start << array->shift)));
    f.count = js_number(end > start ? (double)(end - start) : 0);
    JS_TRY(js_species_constructor(ctx, call->self, js_typed_array_info[array->type].constructor, &f.constructor));
    JS_TRY(js_construct(ctx, &f.constructor, &f.constructor, &f.buffer, argc, &f.made));
    JS_TRY(js__typed_array_validate(ctx, &f.made, "%TypedArray%.prototype.subarray", &got));
    *result = f.made;
    return true;
}

JS_BUILTIN_TABLE(typed_array_change) = {
    JS_METHOD("at", at, 1),
    JS_METHOD("copyWithin", copy_within, 2),
    JS_METHOD("fill", fill, 1),
    JS_METHOD("includes", includes, 1),
    JS_METHOD("indexOf", index_of, 1),
    JS_METHOD("join", join, 1),
    JS_METHOD("lastIndexOf", last_index_of, 1),
    JS_METHOD("reverse", reverse, 0),
    JS_METHOD("set", set, 1),
    JS_METHOD("slice", slice, 2),
    JS_METHOD("sort", sort, 1),
    JS_METHOD("subarray", subarray, 2),
    JS_METHOD("toLocaleString", to_locale_string, 0),
    JS_METHOD("toReversed", to_reversed, 0),
    JS_METHOD("toSorted", to_sorted, 1),
    JS_METHOD("with", with, 2),
};
JS_BUILTIN_TABLE_END(typed_array_change);
