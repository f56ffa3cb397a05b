/*
 * builtins/array_search.c: the methods of Array.prototype that look for an item: at, indexOf, lastIndexOf,
 * includes, find, findIndex, findLast, findLastIndex.
 *
 * In an array with dense elements items are compared where they lie, as slots: an integer or a cell equals a
 * slot of the same bits; strings are compared by text, numbers by value where one is boxed.
 */
#include "builtins/array_internal.h"

#define NOWHERE UINT64_MAX

/* 23.1.3.1 Array.prototype.at ( index ) */
static bool at(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);
    uint64_t length;
    double index;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    JS_TRY(js_to_integer_or_infinity(ctx, js_arg(call, 0), &index));
    if (index < 0)
        index += (double)length;
    if (index < 0 || index >= (double)length) {
        *result = JS_UNDEFINED;
        return true;
    }
    return js__item_get(ctx, &f.object, (uint64_t)index, result);
}

/* ---- comparing in place ---- */

/* A search: for what, and by which equality. */
struct search {
    const js_value *value; /* rooted */
    bool same_value_zero;  /* NaN equals itself, holes are undefined */
};

/* Whether two strings of one length have one text. */
static bool same_text(js_ctx *ctx, js_value a, js_value b)
{
    if (js_is_kind(a, JS_KIND_LATIN1) && js_is_kind(b, JS_KIND_LATIN1))
        return memcmp(((const struct js_latin1 *)gc_to_cell(a))->units,
                      ((const struct js_latin1 *)gc_to_cell(b))->units,
                      js_string_length_nogc(a)) == 0;
    return js_string_equals_nogc(ctx, a, b);
}

static bool slot_matches(js_ctx *ctx, const struct search *s, gc_slot slot)
{
    js_value v = *s->value;

    if (gc_is_number(v)) {
        double number = gc_to_number(v), other;

        if (gc_slot_is_int(slot))
            return (double)gc_slot_to_int(slot) == number;
        if (!gc_slot_is_number_cell(slot))
            return false;
        other = gc_to_number(gc_decode(ctx->heap, slot));
        return other == number || (s->same_value_zero && other != other && number != number);
    }
    if (js_is_string(v)) {
        js_value other;

        if (!gc_slot_is_cell(slot))
            return false;
        other = gc_decode(ctx->heap, slot);
        return gc_same(other, v) ||
               (js_is_string(other) && js_string_length_nogc(other) == js_string_length_nogc(v) &&
                same_text(ctx, other, v));
    }
    if (gc_is_constant(v)) {
        if (gc_slot_same(slot, JS_SLOT_HOLE))
            return s->same_value_zero && js_is_undefined(v);
        return gc_slot_same(slot, GC_SLOT_CONSTANT(gc_to_constant(v)));
    }
    return gc_slot_same(slot, gc_slot_of(ctx->heap, v)); /* objects and symbols */
}

/* The first position in from .. to, the last one where backwards, or NOWHERE. */
static uint64_t scan_slots(js_ctx *ctx, const struct search *s, const gc_slot *slots, uint32_t from,
                           uint32_t to, bool backwards)
{
    js_value v = *s->value;

    if (!backwards && gc_is_int(v) && gc_to_int(v) != 0 && gc_int_fits_slot(gc_to_int(v))) {
        gc_slot wanted = gc_slot_from_int(gc_to_int(v)); /* is never boxed, but for zero as -0 */

        for (uint32_t i = from; i < to; i++)
            if (gc_slot_same(slots[i], wanted))
                return i;
        return NOWHERE;
    }
    for (uint32_t n = from; n < to; n++) {
        uint32_t i = backwards ? to - 1 - (n - from) : n;

        if (slot_matches(ctx, s, slots[i]))
            return i;
    }
    return NOWHERE;
}

static uint64_t scan_doubles(const struct search *s, const double *numbers, uint32_t from,
                             uint32_t to, bool backwards)
{
    js_value v = *s->value;
    bool is_number = gc_is_number(v);
    double wanted = is_number ? gc_to_number(v) : 0;
    bool wants_nan = is_number && wanted != wanted && s->same_value_zero;
    bool wants_hole = js_is_undefined(v) && s->same_value_zero;

    for (uint32_t n = from; n < to; n++) {
        uint32_t i = backwards ? to - 1 - (n - from) : n;

        if (js__is_double_hole(numbers[i])) {
            if (wants_hole)
                return i;
        } else if (is_number &&
                   (numbers[i] == wanted || (wants_nan && numbers[i] != numbers[i]))) {
            return i;
        }
    }
    return NOWHERE;
}

/* The same among the items of an array whose elements are dense; items beyond its elements are holes. */
static uint64_t scan_array_nogc(js_ctx *ctx, const struct search *s, js_value array, uint32_t from,
                                uint32_t to, bool backwards)
{
    const struct js_array *cell = js_array_nogc(array);
    const struct js_elements *elements =
        gc_slot_is_cell(cell->elements) ? gc_slot_to_cell(ctx->heap, cell->elements) : NULL;
    uint32_t room = elements ? elements->capacity - cell->offset : 0;
    uint32_t end = to < room ? to : room;
    bool wants_hole = s->same_value_zero && js_is_undefined(*s->value);
    uint64_t found = NOWHERE;

    if (backwards && to > room && to > from && wants_hole)
        return to - 1;
    if (from < end && gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS)
        found = scan_doubles(s, ((const struct js_double_elements *)elements)->numbers + cell->offset,
                             from, end, backwards);
    else if (from < end)
        found = scan_slots(ctx, s, elements->slots + cell->offset, from, end, backwards);
    if (found == NOWHERE && !backwards && to > end && to > from && wants_hole)
        return from > end ? from : end;
    return found;
}

/* Whether the items of *object may be compared in place: nothing between two of them runs script. */
static bool may_scan(js_ctx *ctx, js_value object)
{
    return js__item_is_absent_nogc(ctx, object);
}

/* Forwards, in steps between which the program can be interrupted. */
static bool scan_forwards(js_ctx *ctx, const struct search *s, const js_value *array, uint64_t from,
                          uint64_t length, uint64_t *found)
{
    *found = NOWHERE;
    while (*found == NOWHERE && from < length) {
        uint64_t to = length - from > JS_ITEMS_PER_POLL ? from + JS_ITEMS_PER_POLL : length;

        *found = scan_array_nogc(ctx, s, *array, (uint32_t)from, (uint32_t)to, false);
        from = to;
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* ---- indexOf, includes ---- */

static bool set_found(uint64_t found, js_value *result)
{
    *result = found == NOWHERE ? js_int(-1) : js_number((double)found);
    return true;
}

/* 23.1.3.17 Array.prototype.indexOf ( searchElement [ , fromIndex ] ) */
static bool index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct search s = {.value = js_arg(call, 0), .same_value_zero = false};
    JS_FRAME(ctx, f, object, value);
    uint64_t length, k, found;
    bool present;

    JS_TRY(js__array_begin(ctx, call, "indexOf", &f.object, &length));
    if (length == 0)
        return set_found(NOWHERE, result);
    JS_TRY(js__relative_index(ctx, js_arg(call, 1), length, 0, &k));
    if (may_scan(ctx, f.object)) {
        JS_TRY(scan_forwards(ctx, &s, &f.object, k, length, &found));
        return set_found(found, result);
    }
    for (; k < length; k++) {
        JS_TRY(js__item_get_if_present(ctx, &f.object, k, &f.value, &present));
        if (present && js_strict_equals_nogc(ctx, f.value, *s.value))
            return set_found(k, result);
        JS_TRY(js_poll(ctx));
    }
    return set_found(NOWHERE, result);
}

/* 23.1.3.16 Array.prototype.includes ( searchElement [ , fromIndex ] ) */
static bool includes(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct search s = {.value = js_arg(call, 0), .same_value_zero = true};
    JS_FRAME(ctx, f, object, value);
    uint64_t length, k, found;

    *result = JS_FALSE;
    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (length == 0)
        return true;
    JS_TRY(js__relative_index(ctx, js_arg(call, 1), length, 0, &k));
    if (may_scan(ctx, f.object)) {
        JS_TRY(scan_forwards(ctx, &s, &f.object, k, length, &found));
        *result = js_bool(found != NOWHERE);
        return true;
    }
    for (; k < length; k++) {
        JS_TRY(js__item_get(ctx, &f.object, k, &f.value));
        if (js_same_value_zero_nogc(ctx, f.value, *s.value)) {
            *result = JS_TRUE;
            return true;
        }
        JS_TRY(js_poll(ctx));
    }
    return true;
}

/* Where lastIndexOf begins: one more than the index; 0: nowhere. */
static bool last_index(js_ctx *ctx, const js_call *call, uint64_t length, uint64_t *from)
{
    double relative;

    *from = length;
    if (call->argc < 2)
        return true;
    JS_TRY(js_to_integer_or_infinity(ctx, &call->args[1], &relative));
    if (relative < 0)
        relative += (double)length;
    *from = relative < 0 ? 0 : relative >= (double)length - 1 ? length : (uint64_t)relative + 1;
    return true;
}

/* 23.1.3.20 Array.prototype.lastIndexOf ( searchElement [ , fromIndex ] ) */
static bool last_index_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct search s = {.value = js_arg(call, 0), .same_value_zero = false};
    JS_FRAME(ctx, f, object, value);
    uint64_t length, k;
    bool present;

    JS_TRY(js__array_begin(ctx, call, NULL, &f.object, &length));
    if (length == 0)
        return set_found(NOWHERE, result);
    JS_TRY(last_index(ctx, call, length, &k));
    if (may_scan(ctx, f.object))
        return set_found(scan_array_nogc(ctx, &s, f.object, 0, (uint32_t)k, true), result);
    for (; k > 0; k--) {
        JS_TRY(js__item_get_if_present(ctx, &f.object, k - 1, &f.value, &present));
        if (present && js_strict_equals_nogc(ctx, f.value, *s.value))
            return set_found(k - 1, result);
        JS_TRY(js_poll(ctx));
    }
    return set_found(NOWHERE, result);
}

/* ---- by a predicate ---- */

/* 23.1.3.11 FindViaPredicate ( O, len, direction, predicate, thisArg ); *value is the item. */
static bool find_by(js_ctx *ctx, const js_call *call, const char *method, bool backwards,
                    js_value *value, uint64_t *found)
{
    JS_FRAME(ctx, f, value, index, object, verdict);
    uint64_t length;

    JS_TRY(js__array_begin(ctx, call, method, &f.object, &length));
    JS_TRY(js__require_callable(ctx, js_arg(call, 0)));
    for (uint64_t n = 0; n < length; n++) {
        uint64_t k = backwards ? length - 1 - n : n;

        JS_TRY(js__item_get(ctx, &f.object, k, &f.value));
        f.index = js_number((double)k);
        JS_TRY(js_call_function(ctx, js_arg(call, 0), js_arg(call, 1), &f.value, 3, &f.verdict));
        if (js_to_boolean_nogc(ctx, f.verdict)) {
            *found = k;
            *value = f.value;
            return true;
        }
        JS_TRY(js_poll(ctx));
    }
    *value = JS_UNDEFINED;
    *found = NOWHERE;
    return true;
}

/* 23.1.3.9 Array.prototype.find ( predicate [ , thisArg ] ) */
static bool find(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t found;

    return find_by(ctx, call, "find", false, result, &found);
}

/* 23.1.3.10 Array.prototype.findIndex ( predicate [ , thisArg ] ) */
static bool find_index(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t found;

    JS_TRY(find_by(ctx, call, "findIndex", false, result, &found));
    return set_found(found, result);
}

/* 23.1.3.12 Array.prototype.findLast ( predicate [ , thisArg ] ) */
static bool find_last(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t found;

    return find_by(ctx, call, "findLast", true, result, &found);
}

/* 23.1.3.13 Array.prototype.findLastIndex ( predicate [ , thisArg ] ) */
static bool find_last_index(js_ctx *ctx, const js_call *call, js_value *result)
{
    uint64_t found;

    JS_TRY(find_by(ctx, call, "findLastIndex", true, result, &found));
    return set_found(found, result);
}

JS_BUILTIN_TABLE(array_search) = {
    JS_METHOD("at", at, 1),
    JS_METHOD("find", find, 1),
    JS_METHOD("findIndex", find_index, 1),
    JS_METHOD("findLast", find_last, 1),
    JS_METHOD("findLastIndex", find_last_index, 1),
    JS_METHOD("lastIndexOf", last_index_of, 1),
    JS_METHOD("includes", includes, 1),
    JS_METHOD("indexOf", index_of, 1),
};
JS_BUILTIN_TABLE_END(array_search);
