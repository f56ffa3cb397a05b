/*
 * object/array.c: arrays: creation, the exotic length (10.4.2), and the moves that array builtins need.
 *
 * shift advances the offset of the first element instead of moving the rest [array.offset]; the room in
 * front is taken back when pushing reaches the end of the cell (elements.c).
 */
#include "object/fast.h"
#include "object/proxy.h"
#include "vm/realm.h"

static struct js_elements *elements_of(const js_ctx *ctx, js_value array)
{
    const gc_slot elements = gc_load(&js_array_nogc(array)->elements);

    return gc_slot_is_cell(elements) ? gc_slot_to_cell(ctx->heap, elements) : NULL;
}

static bool is_sparse(const struct js_elements *elements)
{
    return elements && gc_kind_of(elements) == JS_KIND_SPARSE_ELEMENTS;
}

/* ---- creation ---- */

/* An array within a reservation. */
static struct js_array *reserved_array_nogc(js_ctx *ctx, uint32_t length)
{
    struct js_array *array =
        gc_alloc_reserved_nogc(ctx->heap, JS_KIND_ARRAY, sizeof(struct js_array));

    gc_init(ctx->heap, array, &array->shape,
            gc_load(&js_realm_nogc(ctx->realm)->intrinsics[JS_INTRINSIC_shape_array]));
    array->length = length;
    return array;
}

bool js_array_new_noscript(js_ctx *ctx, uint32_t length, js_value *out)
{
    JS_TRY(js_reserve(ctx, sizeof(struct js_array)));
    *out = gc_from_cell(reserved_array_nogc(ctx, length));
    return true;
}

bool js_array_new_with_prototype_noscript(js_ctx *ctx, const js_value *prototype, uint32_t length,
                                          js_value *out)
{
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_ARRAY, sizeof(struct js_array), prototype, out));
    js_array_nogc(*out)->length = length;
    return true;
}

/* The kind of elements that holds count values, and how many of them need a box there. */
static enum js_kind kind_for_values(const js_ctx *ctx, const js_value *values, uint32_t count,
                                    uint32_t *boxes)
{
    uint32_t doubles = 0;
    bool others = false;

    for (uint32_t i = 0; i < count; i++) {
        others |= !gc_is_number(values[i]);
        doubles += js__needs_box_nogc(ctx, values[i]);
    }
    *boxes = others ? doubles : 0;
    return others ? JS_KIND_ELEMENTS : doubles ? JS_KIND_DOUBLE_ELEMENTS : JS_KIND_INT_ELEMENTS;
}

/* The same where one reservation does not hold it all: element by element. */
static bool of_many(js_ctx *ctx, const js_value *values, uint32_t count, enum js_kind kind, uint32_t room,
                    js_value *out)
{
    JS_FRAME(ctx, f, array, elements);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    JS_TRY(js__elements_new_noscript(ctx, kind, room, &f.elements));
    js__set_elements_nogc(ctx, js_object_nogc(f.array), f.elements);
    for (uint32_t i = 0; i < count; i++)
        JS_TRY(js_array_push_noscript(ctx, &f.array, &values[i]));
    *out = f.array;
    return true;
}

/* Fills a new cell with count values, and holes up to its capacity; boxes are reserved. */
static void fill_from_values_nogc(js_ctx *ctx, struct js_elements *elements, const js_value *values,
                                  uint32_t count)
{
    if (gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS) {
        double *numbers = ((struct js_double_elements *)elements)->numbers;

        for (uint32_t i = 0; i < elements->capacity; i++)
            numbers[i] = i < count ? gc_to_number(values[i]) : js__double_hole();
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        gc_write(ctx->heap, elements, &elements->slots[i], gc_encode_nogc(ctx->heap, values[i]));
    for (uint32_t i = count; i < elements->capacity; i++)
        gc_write_immediate(&elements->slots[i], JS_SLOT_HOLE);
}

bool js_array_of_noscript(js_ctx *ctx, const js_value *values, uint32_t count, uint32_t room,
                          js_value *out)
{
    uint32_t boxes;
    const enum js_kind kind = kind_for_values(ctx, values, count, &boxes);
    const uint32_t capacity = js__elements_capacity(kind, room);
    const size_t bytes = js__elements_bytes(kind, capacity);

    js_assert(count <= room);
    if (!room)
        return js_array_new_noscript(ctx, 0, out);
    if (sizeof(struct js_array) + bytes + (size_t)boxes * GC_NUMBER_BYTES > GC_RESERVE_MAX)
        return of_many(ctx, values, count, kind, room, out);
    JS_TRY(js_reserve(ctx, sizeof(struct js_array) + bytes + boxes * GC_NUMBER_BYTES));
    struct js_elements *elements = gc_alloc_reserved_nogc(ctx->heap, kind, bytes);
    elements->capacity = capacity;
    fill_from_values_nogc(ctx, elements, values, count);
    struct js_array *array = reserved_array_nogc(ctx, count);
    gc_init(ctx->heap, array, &array->elements, gc_slot_from_cell(ctx->heap, elements));
    *out = gc_from_cell(array);
    return true;
}

bool js_array_from_values_noscript(js_ctx *ctx, const js_value *values, uint32_t count,
                                   js_value *out)
{
    return js_array_of_noscript(ctx, values, count, count, out);
}

/* An array of its own of all the elements in a cell without holes. */
static bool copy_all(js_ctx *ctx, const js_value *elements, js_value *out)
{
    const struct js_elements *from = gc_to_cell(*elements);
    const enum js_kind kind = js__elements_own_kind_nogc(from);
    const uint32_t count = from->capacity, capacity = js__elements_capacity(kind, count);
    const size_t bytes = js__elements_bytes(kind, capacity);

    JS_TRY(js_reserve(ctx, sizeof(struct js_array) + bytes));
    struct js_elements *fresh = gc_alloc_reserved_nogc(ctx->heap, kind, bytes);
    fresh->capacity = capacity;
    js__copy_elements_nogc(ctx, fresh, gc_to_cell(*elements), 0, count);
    if (count < capacity)
        gc_write_immediate(&fresh->slots[count], JS_SLOT_HOLE);
    struct js_array *array = reserved_array_nogc(ctx, count);
    gc_init(ctx->heap, array, &array->elements, gc_slot_from_cell(ctx->heap, fresh));
    *out = gc_from_cell(array);
    return true;
}

/* The same where one reservation does not hold it. */
static bool copy_many(js_ctx *ctx, const js_value *elements, js_value *out)
{
    JS_FRAME(ctx, f, array, elements);
    const struct js_elements *from = gc_to_cell(*elements);
    const uint32_t count = from->capacity;

    JS_TRY(js__elements_new_noscript(ctx, js__elements_own_kind_nogc(from), count, &f.elements));
    js__copy_elements_nogc(ctx, gc_to_cell(f.elements), gc_to_cell(*elements), 0, count);
    JS_TRY(js_array_new_noscript(ctx, count, &f.array));
    js__set_elements_nogc(ctx, js_object_nogc(f.array), f.elements);
    *out = f.array;
    return true;
}

bool js_array_of_constant_noscript(js_ctx *ctx, const js_value *elements, js_value *out)
{
    struct js_elements *cell = gc_to_cell(*elements);
    const enum js_kind kind = gc_kind_of(cell);

    if (kind != JS_KIND_SHARED_ELEMENTS || js__shared_elements_used_nogc(cell))
        return js__elements_bytes(kind, cell->capacity) > GC_RESERVE_MAX / 2
                   ? copy_many(ctx, elements, out)
                   : copy_all(ctx, elements, out);
    JS_TRY(js_reserve(ctx, sizeof(struct js_array)));
    cell = gc_to_cell(*elements);
    struct js_array *array = reserved_array_nogc(ctx, cell->capacity);
    gc_init(ctx->heap, array, &array->elements, gc_slot_from_cell(ctx->heap, cell));
    *out = gc_from_cell(array);
    return true;
}

bool js_array_push_noscript(js_ctx *ctx, const js_value *array, const js_value *value)
{
    struct js_array *cell = js_array_nogc(*array);

    if (GC_LIKELY(js_array_append_fast_nogc(ctx, cell, *value)))
        return true;
    if (cell->length == UINT32_MAX)
        return js_throw_range_error(ctx, "Invalid array length");
    return js_elements_put_noscript(ctx, array, cell->length, value);
}

bool js_array_reserve_noscript(js_ctx *ctx, const js_value *array, enum js_kind kind, uint32_t capacity)
{
    JS_FRAME(ctx, f, elements);

    if (!capacity || elements_of(ctx, *array) || capacity > JS_DENSE_MAX)
        return true;
    JS_TRY(js__elements_new_noscript(ctx, kind, capacity, &f.elements));
    js__set_elements_nogc(ctx, js_object_nogc(*array), f.elements);
    return true;
}

void js_array_trim_noscript(js_ctx *ctx, const js_value *array)
{
    const struct js_elements *elements = elements_of(ctx, *array);
    const uint32_t length = js_array_nogc(*array)->length;

    if (!elements || is_sparse(elements) || length >= elements->capacity)
        return;
    const uint32_t unused = elements->capacity - length;
    if (length == 0)
        gc_write_immediate(&js_array_nogc(*array)->elements, gc_slot_from_int(0));
    else if (unused > 1 && unused > length / 8 &&
             js__elements_bytes(gc_kind_of(elements), length) <= GC_RESERVE_MAX)
        js__elements_shrink_noscript(ctx, array, length);
}

/* ---- looking ---- */

js_value js_array_peek_nogc(js_ctx *ctx, js_value array, uint32_t i)
{
    js_value v;

    return js_array_get_fast_nogc(ctx, js_array_nogc(array), i, &v) ? v : JS_HOLE;
}

bool js_array_is_dense_nogc(js_ctx *ctx, js_value v)
{
    return js_is_kind(v, JS_KIND_ARRAY) && !is_sparse(elements_of(ctx, v));
}

bool js_array_is_resizable_nogc(js_ctx *ctx, js_value v)
{
    return js_array_is_dense_nogc(ctx, v) && !ctx->state->prototypes_have_elements &&
           (js_shape_of_nogc(ctx, v)->flags & (JS_SHAPE_EXTENSIBLE | JS_SHAPE_FIXED_LENGTH)) ==
               JS_SHAPE_EXTENSIBLE;
}

/* 7.2.2 IsArray */
bool js_is_array(js_ctx *ctx, const js_value *v, bool *out)
{
    js_value at = *v;

    while (js_is_kind(at, JS_KIND_PROXY)) {
        const struct js_proxy *proxy = js_proxy_nogc(at);

        at = js_field(ctx, &proxy->target);
        if (js_is_null(at))
            return js_throw_type_error(ctx,
                                       "Cannot perform 'IsArray' on a proxy that has been revoked");
    }
    *out = js_is_kind(at, JS_KIND_ARRAY);
    return true;
}

/* ---- length ---- */

static void clear_range(js_ctx *ctx, struct js_elements *elements, uint32_t from, uint32_t to)
{
    js_assert(gc_kind_of(elements) != JS_KIND_SHARED_ELEMENTS);
    if (gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS) {
        double *numbers = ((struct js_double_elements *)elements)->numbers;

        for (uint32_t i = from; i < to; i++)
            numbers[i] = js__double_hole();
    } else {
        for (uint32_t i = from; i < to; i++)
            gc_write_immediate(&elements->slots[i], JS_SLOT_HOLE);
    }
}

/* Dense elements that came to be much too large give memory back, where there is memory for that. */
static void shrink(js_ctx *ctx, const js_value *array)
{
    const struct js_elements *elements = elements_of(ctx, *array);
    const struct js_array *cell = js_array_nogc(*array);

    if (!elements || is_sparse(elements) || elements->capacity < 256 ||
        cell->length > elements->capacity / 4)
        return;
    if (cell->length == 0) {
        gc_write_immediate(&js_array_nogc(*array)->elements, gc_slot_from_int(0));
        js_array_nogc(*array)->offset = 0;
        return;
    }
    js__elements_shrink_noscript(ctx, array, cell->length + cell->length / 2 + 16);
}

static bool set_length_sparse(js_ctx *ctx, const js_value *array, uint32_t length, bool *ok)
{
    uint32_t *indices, count, i;

    JS_TRY(js__sparse_sorted_noscript(ctx, array, length, &indices, &count));
    struct js_sparse_elements *sparse = (struct js_sparse_elements *)elements_of(ctx, *array);
    for (i = count; i > 0; i--) {
        const uint32_t entry = js__sparse_find_nogc(sparse, indices[i - 1]);

        if (!(js__sparse_states_nogc(sparse)[entry] & JS_CONFIGURABLE))
            break;
        js__sparse_delete_nogc(sparse, entry);
    }
    *ok = i == 0;
    js_array_nogc(*array)->length = i ? indices[i - 1] + 1 : length;
    if (!sparse->live) {
        gc_write_immediate(&js_array_nogc(*array)->elements, gc_slot_from_int(0));
        js_array_nogc(*array)->offset = 0;
    }
    gc_free(ctx->heap, indices, count * sizeof *indices);
    return true;
}

bool js_array_set_length_noscript(js_ctx *ctx, const js_value *array, uint32_t length, bool *ok)
{
    struct js_array *cell = js_array_nogc(*array);
    struct js_elements *elements = elements_of(ctx, *array);

    *ok = true;
    if (length < cell->length && elements) {
        if (is_sparse(elements))
            return set_length_sparse(ctx, array, length, ok);
        if (length == 0 && gc_kind_of(elements) == JS_KIND_SHARED_ELEMENTS) { /* needs no memory, as of others */
            gc_write_immediate(&cell->elements, gc_slot_from_int(0));
            cell->length = 0;
            return true;
        }
        JS_TRY(js__elements_own_noscript(ctx, array));
        cell = js_array_nogc(*array);
        elements = elements_of(ctx, *array);
        const uint32_t room = elements->capacity - cell->offset;

        if (length < room)
            clear_range(ctx, elements, cell->offset + length,
                        cell->offset + (cell->length < room ? cell->length : room));
        cell->length = length;
        shrink(ctx, array);
        return true;
    }
    cell->length = length;
    return true;
}

/* ---- both ends ---- */

/* An array that has become empty starts anew, without its elements if those are many. */
static void drop_if_large(struct js_array *array, const struct js_elements *elements)
{
    array->offset = 0;
    if (elements->capacity >= 256)
        gc_write_immediate(&array->elements, gc_slot_from_int(0));
}

bool js_array_shift_noscript(js_ctx *ctx, const js_value *array, js_value *out)
{
    JS_TRY(js__elements_own_noscript(ctx, array));
    struct js_array *cell = js_array_nogc(*array);
    struct js_elements *elements = elements_of(ctx, *array);

    js_assert(cell->length > 0);
    js_assert(!is_sparse(elements));
    *out = JS_HOLE;
    cell->length--;
    if (!elements)
        return true;
    js__dense_load_nogc(ctx, elements, cell->offset, out);
    if (cell->offset < elements->capacity) {
        clear_range(ctx, elements, cell->offset, cell->offset + 1);
        cell->offset++;
    }
    if (cell->length == 0)
        drop_if_large(cell, elements);
    return true;
}

bool js_array_pop_noscript(js_ctx *ctx, const js_value *array, js_value *out)
{
    JS_TRY(js__elements_own_noscript(ctx, array));
    struct js_array *cell = js_array_nogc(*array);
    struct js_elements *elements = elements_of(ctx, *array);
    const uint32_t at = cell->offset + --cell->length;

    js_assert(!is_sparse(elements));
    *out = JS_HOLE;
    if (elements && at < elements->capacity && at >= cell->offset) {
        js__dense_load_nogc(ctx, elements, at, out);
        clear_range(ctx, elements, at, at + 1);
    }
    if (elements && cell->length == 0)
        drop_if_large(cell, elements);
    return true;
}

/* ---- in the middle ---- */

/* Moves count dense elements within a cell; what they leave is not cleared. */
static void move_elements(js_ctx *ctx, struct js_elements *elements, uint32_t to, uint32_t from,
                          uint32_t count)
{
    js_assert(gc_kind_of(elements) != JS_KIND_SHARED_ELEMENTS);
    switch (gc_kind_of(elements)) {
    case JS_KIND_ELEMENTS:
        gc_move_slots(ctx->heap, elements, elements->slots + to, elements->slots + from, count);
        break;
    case JS_KIND_INT_ELEMENTS:
        memmove(elements->slots + to, elements->slots + from, count * sizeof(gc_slot));
        break;
    default: {
        double *numbers = ((struct js_double_elements *)elements)->numbers;

        memmove(numbers + to, numbers + from, count * sizeof(double));
        break;
    }
    }
}

bool js_array_open_gap_noscript(js_ctx *ctx, const js_value *array, uint32_t at, uint32_t removed,
                                uint32_t added, bool *done)
{
    struct js_array *cell = js_array_nogc(*array);
    const uint32_t length = cell->length;

    *done = true;
    js_assert(at <= length);
    js_assert(removed <= length - at);
    if (added > UINT32_MAX - 1 - (length - removed))
        return js_throw_range_error(ctx, "Invalid array length");
    const uint32_t fresh = length - removed + added;
    if (added > removed) {
        if (at == 0 && elements_of(ctx, *array) && added - removed <= cell->offset) {
            cell->offset -= added - removed; /* the room that shift left in front */
            cell->length = fresh;
            clear_range(ctx, elements_of(ctx, *array), cell->offset, cell->offset + added);
            return true;
        }
        JS_TRY(js__elements_prepare_noscript(ctx, array, JS_KIND_INT_ELEMENTS, fresh - 1, done));
        if (!*done)
            return true;
    } else {
        JS_TRY(js__elements_own_noscript(ctx, array));
    }
    cell = js_array_nogc(*array);
    struct js_elements *elements = elements_of(ctx, *array);
    if (elements) {
        const uint32_t room = elements->capacity - cell->offset;
        const uint32_t end = length < room ? length : room; /* beyond are holes */
        const uint32_t behind = at + removed < end ? end - at - removed : 0;
        const uint32_t gap_end = at + added < room ? at + added : room;

        if (behind && added != removed)
            move_elements(ctx, elements, cell->offset + at + added, cell->offset + at + removed,
                          behind);
        clear_range(ctx, elements, cell->offset + (at < room ? at : room), cell->offset + gap_end);
        if (gap_end + behind < end)
            clear_range(ctx, elements, cell->offset + gap_end + behind, cell->offset + end);
    }
    cell->length = fresh;
    if (fresh < length)
        shrink(ctx, array);
    return true;
}

bool js_array_copy_noscript(js_ctx *ctx, const js_value *array, uint32_t from, uint32_t count,
                            js_value *out)
{
    JS_FRAME(ctx, f, copy, elements);
    const struct js_elements *old = elements_of(ctx, *array);
    const uint32_t offset = js_array_nogc(*array)->offset;
    const uint32_t room = old ? old->capacity - offset : 0;
    const uint32_t behind = from < room ? room - from : 0;
    const uint32_t kept = count < behind ? count : behind;

    js_assert(!is_sparse(old));
    JS_TRY(js_array_new_noscript(ctx, count, &f.copy));
    if (!kept) {
        *out = f.copy;
        return true;
    }
    old = elements_of(ctx, *array);
    if (gc_kind_of(old) == JS_KIND_SHARED_ELEMENTS && kept == old->capacity) {
        js__set_elements_nogc(ctx, js_object_nogc(f.copy), js_field(ctx, &js_array_nogc(*array)->elements));
        *out = f.copy;
        return true;
    }
    JS_TRY(js__elements_new_noscript(ctx, js__elements_own_kind_nogc(old), kept, &f.elements));
    old = elements_of(ctx, *array);
    struct js_elements *fresh = gc_to_cell(f.elements);
    js__copy_elements_nogc(ctx, fresh, old, offset + from, kept);
    js__set_elements_nogc(ctx, js_object_nogc(f.copy), f.elements);
    *out = f.copy;
    return true;
}

/* ---- [[DefineOwnProperty]] ---- */

bool js__array_length_from_value(js_ctx *ctx, const js_value *value, uint32_t *length)
{
    double number;

    if (gc_is_int(*value) && gc_to_int(*value) >= 0) {
        *length = (uint32_t)gc_to_int(*value);
        return true;
    }
    JS_TRY(js_to_uint32(ctx, value, length));
    JS_TRY(js_to_number(ctx, value, &number));
    return number == *length || js_throw_range_error(ctx, "Invalid array length");
}

/* 10.4.2.4 ArraySetLength */
static bool define_length(js_ctx *ctx, const js_value *array, const struct js_descriptor *d, bool *ok)
{
    JS_DESCRIPTOR(ctx, wanted);
    JS_DESCRIPTOR(ctx, current);
    uint32_t length = 0;
    bool found;

    wanted.flags = d->flags;
    if (d->flags & JS_HAS_VALUE) {
        JS_TRY(js__array_length_from_value(ctx, &d->value, &length));
        wanted.value = js_uint32(length);
    }
    JS_TRY(js_ordinary_get_own_property(ctx, array, JS_ATOM(ctx, length), &current, &found));
    JS_TRY(js_validate_property_descriptor(ctx, true, &wanted, true, &current, ok));
    if (!*ok)
        return true;
    if (d->flags & JS_HAS_VALUE)
        JS_TRY(js_array_set_length_noscript(ctx, array, length, ok));
    if ((d->flags & (JS_HAS_WRITABLE | JS_WRITABLE)) == JS_HAS_WRITABLE)
        return js__object_change_flags_noscript(ctx, array, JS_SHAPE_FIXED_LENGTH, 0);
    return true;
}

/* 10.4.2.1 */
bool js__array_define_own_property(js_ctx *ctx, const js_value *array, const js_value *key,
                                   const struct js_descriptor *d, bool *ok)
{
    uint32_t index;

    if (gc_same(*key, *JS_ATOM(ctx, length)))
        return define_length(ctx, array, d, ok);
    if (js_key_is_index_nogc(ctx, *key, &index) && index >= js_array_nogc(*array)->length &&
        js_has_shape_flag_nogc(ctx, *array, JS_SHAPE_FIXED_LENGTH)) {
        *ok = false;
        return true;
    }
    return js_ordinary_define_own_property(ctx, array, key, d, ok);
}
