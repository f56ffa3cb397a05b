/*
 * builtins/array_change.c: the methods of Array.prototype that change the array: push, pop, shift, unshift,
 * splice, reverse, fill, copyWithin.
 *
 * A true array with dense elements that may be resized is changed in place (object/array.c); everything else
 * goes item by item, as the specification has it.
 */
#include "builtins/array_internal.h"
#include "gc/mutant.h"

/* Whether `this` may be changed in place and will not be longer than an array can be. */
static bool may_resize(js_ctx *ctx, js_value self, uint64_t added)
{
    return js_array_is_resizable_nogc(ctx, self) &&
           js_array_nogc(self)->length + added < JS_ARRAY_LENGTH_MAX;
}

/* ---- the end ---- */

/* 23.1.3.23 Array.prototype.push ( ...items ) */
static bool push(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);
    uint64_t length;

    if (GC_LIKELY(may_resize(ctx, *call->self, call->argc))) {
        for (uint32_t i = 0; i < call->argc; i++)
            JS_TRY(js_array_push_noscript(ctx, call->self, &call->args[i]));
        *result = js_uint32(js_array_nogc(*call->self)->length);
        return true;
    }
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (length + call->argc >= JS_ITEMS_MAX) { /* 4 */
        f.object = js_number((double)length);
        return js_throw_type_error(ctx,
                                   "Pushing %u elements on an array-like of length %v is disallowed, "
                                   "as the total surpasses 2**53-1",
                                   call->argc, &f.object);
    }
    for (uint32_t i = 0; i < call->argc; i++, length++)
        JS_TRY(js__item_set(ctx, &f.object, length, &call->args[i]));
    JS_TRY(js__array_set_length(ctx, &f.object, length));
    *result = js_number((double)length);
    return true;
}

/* pop and shift of an array that may be changed in place. */
JS_MUST_CHECK GC_INLINE bool take(js_ctx *ctx, const js_call *call,
                                  bool (*remove)(js_ctx *, const js_value *, js_value *),
                                  js_value *result)
{
    JS_FRAME(ctx, f, value);

    f.value = JS_HOLE;
    if (js_array_nogc(*call->self)->length)
        JS_TRY(remove(ctx, call->self, &f.value));
    *result = gc_same(f.value, JS_HOLE) ? JS_UNDEFINED : f.value;
    return true;
}

/* 23.1.3.22 Array.prototype.pop ( ) */
static bool pop(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, value);
    uint64_t length;

    if (GC_LIKELY(js_array_is_resizable_nogc(ctx, *call->self)))
        return take(ctx, call, js_array_pop_noscript, result);
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (length == 0) {
        *result = JS_UNDEFINED;
        return js__array_set_length(ctx, &f.object, 0);
    }
    JS_TRY(js__item_get(ctx, &f.object, length - 1, &f.value));
    JS_TRY(js__item_delete(ctx, &f.object, length - 1));
    JS_TRY(js__array_set_length(ctx, &f.object, length - 1));
    *result = f.value;
    return true;
}

/* ---- the beginning ---- */

/* 23.1.3.27 Array.prototype.shift ( ) */
static bool shift(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, first);
    uint64_t length;

    if (GC_LIKELY(js_array_is_resizable_nogc(ctx, *call->self)))
        return take(ctx, call, js_array_shift_noscript, result);
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (length == 0) {
        *result = JS_UNDEFINED;
        return js__array_set_length(ctx, &f.object, 0);
    }
    JS_TRY(js__item_get(ctx, &f.object, 0, &f.first));
    for (uint64_t k = 1; k < length; k++) {
        JS_TRY(js__item_move(ctx, &f.object, k, k - 1));
        JS_TRY(js_poll(ctx));
    }
    JS_TRY(js__item_delete(ctx, &f.object, length - 1));
    JS_TRY(js__array_set_length(ctx, &f.object, length - 1));
    *result = f.first;
    return true;
}

/* 23.1.3.34 Array.prototype.unshift ( ...items ) */
static bool unshift(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint32_t added = call->argc;
    JS_FRAME(ctx, f, object);
    bool done = false;
    uint64_t length;

    if (may_resize(ctx, *call->self, added)) {
        JS_TRY(js_array_open_gap_noscript(ctx, call->self, 0, 0, added, &done));
        if (done) {
            for (uint32_t i = 0; i < added; i++)
                JS_TRY(js__own_array_put_noscript(ctx, call->self, i, &call->args[i]));
            *result = js_uint32(js_array_nogc(*call->self)->length);
            return true;
        }
    }
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (added) {
        if (length + added >= JS_ITEMS_MAX) /* 4.a */
            return js_throw_type_error(ctx, "Invalid array length");
        for (uint64_t k = length; k > 0; k--) {
            JS_TRY(js__item_move(ctx, &f.object, k - 1, k - 1 + added));
            JS_TRY(js_poll(ctx));
        }
        for (uint32_t i = 0; i < added; i++)
            JS_TRY(js__item_set(ctx, &f.object, i, &call->args[i]));
    }
    JS_TRY(js__array_set_length(ctx, &f.object, length + added));
    *result = js_number((double)(length + added));
    return true;
}

/* ---- 23.1.3.31 Array.prototype.splice ---- */

struct splice {
    uint64_t length, start, removed;
    const js_value *items; /* arguments from the third on */
    uint32_t added;
};

/* In place; *done false: nothing has been seen to happen, take the general way. */
static bool splice_dense(js_ctx *ctx, const js_value *array, const struct splice *s,
                         js_value *result, bool *done)
{
    JS_FRAME(ctx, f, removed);
    uint32_t at = (uint32_t)s->start;

    JS_TRY(js_array_copy_noscript(ctx, array, at, (uint32_t)s->removed, &f.removed));
    JS_TRY(js_array_open_gap_noscript(ctx, array, at, (uint32_t)s->removed, s->added, done));
    if (!*done)
        return true;
    for (uint32_t i = 0; i < s->added; i++)
        JS_TRY(js__own_array_put_noscript(ctx, array, at + i, &s->items[i]));
    *result = f.removed;
    return true;
}

/* Steps 10 to 14: the array of the removed items. */
static bool take_removed(js_ctx *ctx, const js_value *object, const struct splice *s,
                         js_value *result)
{
    JS_FRAME(ctx, f, result, value);
    bool is_own, present;

    JS_TRY(js__array_species_create(ctx, object, s->removed, &f.result, &is_own));
    for (uint64_t k = 0; k < s->removed; k++) {
        JS_TRY(js__item_get_if_present(ctx, object, s->start + k, &f.value, &present));
        if (present)
            JS_TRY(js__result_put(ctx, &f.result, is_own, k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return is_own || js__array_set_length(ctx, &f.result, s->removed);
}

/* Steps 15 to 20 */
static bool replace_removed(js_ctx *ctx, const js_value *object, const struct splice *s)
{
    uint64_t length = s->length, added = s->added, k;

    if (added < s->removed) {
        for (k = s->start; k < length - s->removed; k++) {
            JS_TRY(js__item_move(ctx, object, k + s->removed, k + added));
            JS_TRY(js_poll(ctx));
        }
        for (k = length; k > length - s->removed + added; k--) {
            JS_TRY(js__item_delete(ctx, object, k - 1));
            JS_TRY(js_poll(ctx));
        }
    } else if (added > s->removed) {
        for (k = length - s->removed; k > s->start; k--) {
            JS_TRY(js__item_move(ctx, object, k + s->removed - 1, k + added - 1));
            JS_TRY(js_poll(ctx));
        }
    }
    for (k = 0; k < added; k++)
        JS_TRY(js__item_set(ctx, object, s->start + k, &s->items[k]));
    return js__array_set_length(ctx, object, length - s->removed + added);
}

/* Steps 3 to 9 of splice and toSpliced: where, and how many. */
static bool splice_arguments(js_ctx *ctx, const js_call *call, struct splice *s)
{
    double count;

    JS_TRY(js__relative_index(ctx, js_arg(call, 0), s->length, 0, &s->start));
    s->removed = 0;
    if (call->argc == 1)
        s->removed = s->length - s->start;
    if (call->argc > 1) {
        JS_TRY(js_to_integer_or_infinity(ctx, &call->args[1], &count));
        uint64_t rest = s->length - s->start;

        s->removed = count <= 0 ? 0 : count >= (double)rest ? rest : (uint64_t)count;
    }
    s->added = call->argc > 2 ? call->argc - 2 : 0;
    s->items = call->args + 2;
    return true;
}

/* 23.1.3.31 Array.prototype.splice ( start, deleteCount, ...items ) */
static bool splice(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, removed);
    struct splice s;
    bool done = false;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &s.length));
    JS_TRY(splice_arguments(ctx, call, &s));
    if (s.length + s.added - s.removed >= JS_ITEMS_MAX) /* 9 */
        return js_throw_type_error(ctx, "Invalid array length");
    if (may_resize(ctx, f.object, s.added) && js_array_nogc(f.object)->length == s.length &&
        js__array_species_is_pristine_nogc(ctx, f.object))
        JS_TRY(splice_dense(ctx, &f.object, &s, result, &done));
    if (done)
        return true;
    JS_TRY(take_removed(ctx, &f.object, &s, &f.removed));
    JS_TRY(replace_removed(ctx, &f.object, &s));
    *result = f.removed;
    return true;
}

/* 23.1.3.35 Array.prototype.toSpliced ( start, skipCount, ...items ) */
static bool to_spliced(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, result, value);
    struct splice s;
    uint64_t length, k;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &s.length));
    JS_TRY(splice_arguments(ctx, call, &s));
    length = s.length + s.added - s.removed;
    if (length >= JS_ITEMS_MAX) /* 12 */
        return js_throw_type_error(ctx, "Invalid array length");
    JS_TRY(js__array_create(ctx, length, &f.result));
    for (k = 0; k < length; k++) {
        if (k < s.start || k >= s.start + s.added) {
            uint64_t from = k < s.start ? k : k - s.added + s.removed;

            JS_TRY(js__item_get(ctx, &f.object, from, &f.value));
        } else {
            f.value = s.items[k - s.start];
        }
        JS_TRY(js__own_array_put_noscript(ctx, &f.result, (uint32_t)k, &f.value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.result;
    return true;
}

/* ---- in place ---- */

/* Exchanges the items lower and upper (23.1.3.26 step 5). */
static bool exchange(js_ctx *ctx, const js_value *object, uint64_t lower, uint64_t upper)
{
    JS_FRAME(ctx, f, low, high);
    bool has_low, has_high;

    JS_TRY(js__item_get_if_present(ctx, object, lower, &f.low, &has_low));
    JS_TRY(js__item_get_if_present(ctx, object, upper, &f.high, &has_high));
    if (has_high)
        JS_TRY(js__item_set(ctx, object, lower, &f.high));
    else if (has_low)
        JS_TRY(js__item_delete(ctx, object, lower));
    if (has_low)
        return js__item_set(ctx, object, upper, &f.low);
    return !has_high || js__item_delete(ctx, object, upper);
}

/* Reverses the items of a resizable array within its own elements; false where not all of them lie there. */
static bool reverse_dense_nogc(js_ctx *ctx, js_value array)
{
    const struct js_array *cell = js_array_nogc(array);
    uint32_t low = cell->offset, high = low + cell->length;

    if (!gc_slot_is_cell(cell->elements))
        return true; /* nothing but holes */
    struct js_elements *elements = gc_slot_to_cell(ctx->heap, cell->elements);

    if (cell->length > elements->capacity - cell->offset)
        return false;
    if (gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS) {
        double *numbers = ((struct js_double_elements *)elements)->numbers;

        for (; low + 1 < high; low++, high--) {
            double number = numbers[low];

            numbers[low] = numbers[high - 1];
            numbers[high - 1] = number;
        }
        return true;
    }
    for (; low + 1 < high; low++, high--) {
        gc_slot slot = elements->slots[low];

        gc_write(ctx->heap, elements, &elements->slots[low], elements->slots[high - 1]);
        gc_write(ctx->heap, elements, &elements->slots[high - 1], slot);
    }
    return true;
}

/* 23.1.3.26 Array.prototype.reverse ( ) */
static bool reverse(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);
    uint64_t length;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (js_array_is_resizable_nogc(ctx, f.object)) {
        JS_TRY(js__elements_own_noscript(ctx, &f.object));
        if (reverse_dense_nogc(ctx, f.object)) {
            *result = f.object;
            return true;
        }
    }
    for (uint64_t lower = 0; lower < length / 2; lower++) {
        JS_TRY(exchange(ctx, &f.object, lower, length - 1 - lower));
        JS_TRY(js_poll(ctx));
    }
    *result = f.object;
    return true;
}

/* Stores one slot many times. */
static void fill_slots(js_ctx *ctx, struct js_elements *elements, uint32_t from, uint32_t to,
                       gc_slot slot)
{
    if (gc_slot_is_int(slot) || gc_slot_is_constant(slot))
        for (uint32_t i = from; i < to; i++)
            gc_write_immediate(&elements->slots[i], slot);
    else
        for (uint32_t i = from; i < to; i++)
            gc_write(ctx->heap, elements, &elements->slots[i], slot);
}

/*
 * Fills the items from `from` to `to`, at most its length, of a resizable array at once.  *done false: its
 * elements have become sparse.
 */
static bool fill_dense(js_ctx *ctx, const js_value *array, uint32_t from, uint32_t to,
                       const js_value *value, bool *done)
{
    bool is_double = js__needs_box_nogc(ctx, *value);
    enum js_kind kind = !gc_is_number(*value) ? JS_KIND_ELEMENTS
                        : is_double           ? JS_KIND_DOUBLE_ELEMENTS
                                              : JS_KIND_INT_ELEMENTS;

    JS_TRY(js__elements_prepare_noscript(ctx, array, kind, to - 1, done));
    if (!*done)
        return true;
#if GC_MUTANT(ARRAY_STALE)
    const struct js_array *cell = js_array_nogc(*array);
    JS_TRY(js_reserve(ctx, GC_NUMBER_BYTES));
#else
    JS_TRY(js_reserve(ctx, GC_NUMBER_BYTES));
    const struct js_array *cell = js_array_nogc(*array);
#endif
    struct js_elements *elements = gc_slot_to_cell(ctx->heap, cell->elements);
    uint32_t offset = cell->offset;

    if (gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS) {
        double *numbers = ((struct js_double_elements *)elements)->numbers;
        double number = gc_to_number(*value);

        for (uint32_t i = from; i < to; i++)
            numbers[offset + i] = number;
    } else {
        fill_slots(ctx, elements, offset + from, offset + to, gc_encode_nogc(ctx->heap, *value));
    }
    return true;
}

/* 23.1.3.7 Array.prototype.fill ( value [ , start [ , end ] ] ) */
static bool fill(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *value = js_arg(call, 0);
    JS_FRAME(ctx, f, object);
    uint64_t length, k, end;
    bool done = false;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js__relative_index(ctx, js_arg(call, 1), length, 0, &k));
    JS_TRY(js__relative_index(ctx, js_arg(call, 2), length, length, &end));
    if (k < end && end <= JS_PREALLOCATE_MAX && js_array_is_resizable_nogc(ctx, f.object) &&
        js_array_nogc(f.object)->length == length)
        JS_TRY(fill_dense(ctx, &f.object, (uint32_t)k, (uint32_t)end, value, &done));
    for (; k < end && !done; k++) {
        JS_TRY(js__item_set(ctx, &f.object, k, value));
        JS_TRY(js_poll(ctx));
    }
    *result = f.object;
    return true;
}

/* 23.1.3.4 Array.prototype.copyWithin ( target, start [ , end ] ) */
static bool copy_within(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);
    uint64_t length, to, from, end, count;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js__relative_index(ctx, js_arg(call, 0), length, 0, &to));
    JS_TRY(js__relative_index(ctx, js_arg(call, 1), length, 0, &from));
    JS_TRY(js__relative_index(ctx, js_arg(call, 2), length, length, &end));
    count = end > from ? end - from : 0;
    if (count > length - to)
        count = length - to;
    bool backwards = from < to && to < from + count;

    for (uint64_t i = 0; i < count; i++) {
        uint64_t at = backwards ? count - 1 - i : i;

        JS_TRY(js__item_move(ctx, &f.object, from + at, to + at));
        JS_TRY(js_poll(ctx));
    }
    *result = f.object;
    return true;
}

JS_BUILTIN_TABLE(array_change) = {
    JS_METHOD("push", push, 1),
    JS_METHOD("pop", pop, 0),
    JS_METHOD("shift", shift, 0),
    JS_METHOD("unshift", unshift, 1),
    JS_METHOD("splice", splice, 2),
    JS_METHOD("toSpliced", to_spliced, 2),
    JS_METHOD("reverse", reverse, 0),
    JS_METHOD("fill", fill, 1),
    JS_METHOD("copyWithin", copy_within, 2),
};
JS_BUILTIN_TABLE_END(array_change);
