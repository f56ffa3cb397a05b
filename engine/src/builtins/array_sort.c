/*
 * builtins/array_sort.c: sort and toSorted of Array.prototype.
 *
 * The items are read into a list of rooted values outside the heap and stay there; what is sorted are their
 * numbers (sort.h).  Without a comparison function every item is converted to its text once; where all items
 * are integers, not even that: their decimal digits are packed into 96 bits that compare as the text does.
 */
#include "builtins/array_internal.h"
#include "builtins/sort.h"
#include "builtins/value_list.h"

#define SORT_MAX (1u << 30) /* items */

/* The text of an int32, at most 11 characters, as a big-endian number. */
struct digits {
    uint64_t high;
    uint32_t low;
};

struct sorting {
    js_ctx *ctx;
    const js_value *compare;     /* the function; undefined: by text */
    struct js_value_list *items; /* neither holes nor undefined among them */
    struct js_value_list *keys;  /* by text: the text of each; may be items */
    js_value *args;              /* two of a frame, and the result */
    uint64_t undefined_count;
    /* from gc_malloc */
    uint32_t *order; /* and scratch behind it */
    struct digits *digits;
    size_t count;
};

static void sorting_leave(struct sorting *s)
{
    if (s->order)
        gc_free(s->ctx->heap, s->order, s->count * 2 * sizeof *s->order);
    if (s->digits)
        gc_free(s->ctx->heap, s->digits, s->count * sizeof *s->digits);
}

/* ---- comparisons ---- */

/* 23.1.3.30.2 CompareArrayElements ( x, y, comparefn ) step 4 */
static bool compare_by_function(js_ctx *ctx, void *what, uint32_t a, uint32_t b, bool *after)
{
    struct sorting *s = what;
    double order;

    s->args[0] = *js_value_list_at(s->items, a);
    s->args[1] = *js_value_list_at(s->items, b);
    JS_TRY(js_call_function(ctx, s->compare, &js_undefined_value, s->args, 2, &s->args[2]));
    if (GC_LIKELY(gc_is_number(s->args[2])))
        order = gc_to_number(s->args[2]);
    else
        JS_TRY(js_to_number(ctx, &s->args[2], &order));
    *after = order > 0;
    return js_poll(ctx);
}

static bool compare_texts(js_ctx *ctx, void *what, uint32_t a, uint32_t b, bool *after)
{
    struct sorting *s = what;
    js_value x = *js_value_list_at(s->keys, a), y = *js_value_list_at(s->keys, b);

    if (js_is_kind(x, JS_KIND_LATIN1) && js_is_kind(y, JS_KIND_LATIN1)) {
        uint32_t x_length = js_string_length_nogc(x), y_length = js_string_length_nogc(y);
        int order = memcmp(((const struct js_latin1 *)gc_to_cell(x))->units,
                           ((const struct js_latin1 *)gc_to_cell(y))->units,
                           x_length < y_length ? x_length : y_length);

        *after = order ? order > 0 : x_length > y_length;
    } else {
        *after = js_string_compare_nogc(ctx, x, y) > 0;
    }
    return js_poll(ctx);
}

static bool compare_digits(js_ctx *ctx, void *what, uint32_t a, uint32_t b, bool *after)
{
    const struct digits *x = &((struct sorting *)what)->digits[a];
    const struct digits *y = &((struct sorting *)what)->digits[b];

    *after = x->high != y->high ? x->high > y->high : x->low > y->low;
    return js_poll(ctx);
}

/* ---- preparation ---- */

static struct digits digits_of(int32_t i)
{
    uint32_t rest = i < 0 ? -(uint32_t)i : (uint32_t)i;
    uint8_t text[24] = {0}, *at = text + 12;
    struct digits d;

    do
        *--at = (uint8_t)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (i < 0)
        *--at = '-';
    memcpy(&d.high, at, sizeof d.high); /* zeros follow the text */
    memcpy(&d.low, at + sizeof d.high, sizeof d.low);
    d.high = __builtin_bswap64(d.high);
    d.low = __builtin_bswap32(d.low);
    return d;
}

static bool all_items(const struct sorting *s, bool (*test)(js_value))
{
    for (size_t i = 0; i < s->count; i++)
        if (!test(*js_value_list_at(s->items, i)))
            return false;
    return true;
}

static bool is_int(js_value v)
{
    return gc_is_int(v);
}

static bool is_string(js_value v)
{
    return js_is_string(v);
}

/* Chooses the comparison without a function, and makes its keys. */
static bool prepare_texts(js_ctx *ctx, struct sorting *s, js_compare_fn **compare)
{
    JS_FRAME(ctx, f, text);

    if (all_items(s, is_int)) {
        s->digits = gc_malloc(ctx->heap, s->count * sizeof *s->digits);
        if (s->digits == NULL)
            return js_throw_out_of_memory(ctx);
        for (size_t i = 0; i < s->count; i++)
            s->digits[i] = digits_of(gc_to_int(*js_value_list_at(s->items, i)));
        *compare = compare_digits;
        return true;
    }
    *compare = compare_texts;
    if (all_items(s, is_string)) {
        s->keys = s->items;
        return true;
    }
    JS_TRY(js_value_list_reserve(s->keys, s->count));
    for (size_t i = 0; i < s->count; i++) {
        JS_TRY(js_to_string(ctx, js_value_list_at(s->items, i), &f.text));
        JS_TRY(js_value_list_push_nogc(s->keys, f.text));
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* 23.1.3.30.1 SortIndexedProperties, step 4: sets s->order. */
static bool sort_items(js_ctx *ctx, struct sorting *s)
{
    js_compare_fn *compare = compare_by_function;

    s->count = js_value_list_count(s->items);
    if (s->count > SORT_MAX)
        return js_throw_range_error(ctx, "Invalid array length");
    gc_prepare_malloc(ctx->heap, s->count * 3 * sizeof *s->order);
    s->order = gc_malloc(ctx->heap, s->count * 2 * sizeof *s->order);
    if (s->order == NULL)
        return js_throw_out_of_memory(ctx);
    for (uint32_t i = 0; i < s->count; i++)
        s->order[i] = i;
    if (s->count < 2)
        return true;
    if (js_is_undefined(*s->compare))
        JS_TRY(prepare_texts(ctx, s, &compare));
    return js_merge_sort(ctx, s->order, s->order + s->count, (uint32_t)s->count, compare, s);
}

/* ---- reading and writing ---- */

static bool add_item(struct sorting *s, js_value item)
{
    if (!js_is_undefined(item))
        return js_value_list_push_nogc(s->items, item);
    s->undefined_count++;
    return true;
}

static bool read_items(js_ctx *ctx, struct sorting *s, const js_value *object, uint64_t length,
                       bool skip_holes)
{
    JS_FRAME(ctx, f, item);
    bool present = true;

    for (uint64_t k = 0; k < length; k++) {
        if (skip_holes)
            JS_TRY(js__item_get_if_present(ctx, object, k, &f.item, &present));
        else
            JS_TRY(js__item_get(ctx, object, k, &f.item));
        if (present)
            JS_TRY(add_item(s, f.item));
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* Whether an array has sparse elements, none an accessor or otherwise special, and inherits none. */
static bool is_plain_sparse(js_ctx *ctx, js_value object)
{
    if (ctx->state->prototypes_have_elements || !js_is_kind(object, JS_KIND_ARRAY) ||
        js_array_is_dense_nogc(ctx, object))
        return false;
    const struct js_sparse_elements *sparse =
        gc_slot_to_cell(ctx->heap, js_array_nogc(object)->elements);

    return sparse->special == 0;
}

/* Calls visit for each index that a plain sparse array has from `from` on, in ascending order. */
static bool for_each_sparse(js_ctx *ctx, const js_value *object, uint32_t from,
                            bool (*visit)(js_ctx *ctx, struct sorting *s, const js_value *object,
                                          uint32_t index),
                            struct sorting *s)
{
    uint32_t *indices, count;
    bool ok = true;

    JS_TRY(js__sparse_sorted_noscript(ctx, object, from, &indices, &count));
    for (uint32_t i = 0; i < count && ok; i++)
        ok = visit(ctx, s, object, indices[i]);
    gc_free(ctx->heap, indices, count * sizeof *indices);
    return ok;
}

static bool read_one(js_ctx *ctx, struct sorting *s, const js_value *object, uint32_t index)
{
    JS_FRAME(ctx, f, item);

    JS_TRY(js_get_index(ctx, object, index, &f.item));
    return add_item(s, f.item);
}

static bool delete_one(js_ctx *ctx, struct sorting *s, const js_value *object, uint32_t index)
{
    (void)s;
    return js__item_delete(ctx, object, index);
}

/* Where the elements of a dense array end for sure; else its length. */
static uint64_t end_of_items(js_ctx *ctx, js_value object, uint64_t length)
{
    if (!js__item_is_absent_nogc(ctx, object))
        return length;
    const struct js_array *array = js_array_nogc(object);

    if (!gc_slot_is_cell(array->elements))
        return 0;
    const struct js_elements *elements = gc_slot_to_cell(ctx->heap, array->elements);
    uint64_t room = elements->capacity - array->offset;

    return room < length ? room : length;
}

/* 23.1.3.30 steps 6 to 10 */
static bool write_items(js_ctx *ctx, struct sorting *s, const js_value *object, uint64_t length)
{
    uint64_t k;

    for (k = 0; k < s->count; k++) {
        JS_TRY(js__item_set(ctx, object, k, js_value_list_at(s->items, s->order[k])));
        JS_TRY(js_poll(ctx));
    }
    for (uint64_t end = k + s->undefined_count; k < end; k++) {
        JS_TRY(js__item_set(ctx, object, k, &js_undefined_value));
        JS_TRY(js_poll(ctx));
    }
    if (k < length && is_plain_sparse(ctx, *object) && length == js_array_nogc(*object)->length)
        return for_each_sparse(ctx, object, (uint32_t)k, delete_one, s);
    for (; k < end_of_items(ctx, *object, length); k++) {
        JS_TRY(js__item_delete(ctx, object, k));
        JS_TRY(js_poll(ctx));
    }
    return true;
}

static bool require_comparison(js_ctx *ctx, const js_value *compare)
{
    return js_is_undefined(*compare) || js_is_callable_nogc(ctx, *compare) ||
           js_throw_type_error(ctx,
                               "The comparison function must be either a function or undefined");
}

#define SORTING(ctx_, s, call_, args_)                                                             \
    JS_VALUE_LIST(ctx_, items);                                                                    \
    JS_VALUE_LIST(ctx_, keys);                                                                     \
    struct sorting s GC_CLEANUP(sorting_leave) = {                                                 \
        .ctx = (ctx_), .compare = js_arg((call_), 0), .items = &items, .keys = &keys, .args = (args_)}

/* 23.1.3.30 Array.prototype.sort ( comparator ) */
static bool sort(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, x, y, order, object);
    uint64_t length;

    JS_TRY(require_comparison(ctx, js_arg(call, 0)));
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    *result = f.object;
    if (length < 2)
        return true; /* as in V8: nothing is written */
    SORTING(ctx, s, call, &f.x);
    if (is_plain_sparse(ctx, f.object))
        JS_TRY(for_each_sparse(ctx, &f.object, 0, read_one, &s));
    else
        JS_TRY(read_items(ctx, &s, &f.object, length, true));
    JS_TRY(sort_items(ctx, &s));
    JS_TRY(write_items(ctx, &s, &f.object, length));
    *result = f.object;
    return true;
}

/* 23.1.3.34 Array.prototype.toSorted ( comparator ) */
static bool to_sorted(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, x, y, order, object, result);
    uint64_t length;

    JS_TRY(require_comparison(ctx, js_arg(call, 0)));
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js__array_create(ctx, length, &f.result));
    SORTING(ctx, s, call, &f.x);
    JS_TRY(read_items(ctx, &s, &f.object, length, false));
    JS_TRY(sort_items(ctx, &s));
    for (uint32_t k = 0; k < length; k++) {
        JS_TRY(js__own_array_put_noscript(ctx, &f.result, k,
                                          k < s.count ? js_value_list_at(&items, s.order[k])
                                                      : &js_undefined_value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return true;
}

JS_BUILTIN_TABLE(array_sort) = {
    JS_METHOD("sort", sort, 1),
    JS_METHOD("toSorted", to_sorted, 1),
};
JS_BUILTIN_TABLE_END(array_sort);
