/*
 * object/elements.c: dense elements: growth, changes of kind, reading and writing.
 *
 * Growth is to half as much again plus 16; an array whose length is known to be larger gets that at once,
 * and one that has given up room at its front (offset) slides down instead of growing.  When growing, the
 * elements are counted: where few are left (or the index is far out) they become sparse, so that an object
 * used as a window over growing indices stays bounded [elements.window].
 */
#include "object/elements.h"
#include "gc/mutant.h"

#define SMALL_ENOUGH 1000u /* capacity up to which elements are never sparse for want of density */

static struct js_elements *elements_of(const js_ctx *ctx, const struct js_object *object)
{
    const gc_slot elements = gc_load(&object->elements);

    return gc_slot_is_cell(elements) ? gc_slot_to_cell(ctx->heap, elements) : NULL;
}

static double *numbers_of(struct js_elements *elements)
{
    return ((struct js_double_elements *)elements)->numbers;
}

static bool is_double(const struct js_elements *elements)
{
    return gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS;
}

/* ---- cells ---- */

static void fill_holes(struct js_elements *elements, uint32_t from, uint32_t to)
{
    if (is_double(elements)) {
        double *numbers = numbers_of(elements);

        for (uint32_t i = from; i < to; i++)
            numbers[i] = js__double_hole();
    } else {
        for (uint32_t i = from; i < to; i++)
            elements->slots[i] = JS_SLOT_HOLE;
    }
}

/* A cell whose elements from kept_end on are holes and before that zero, to be filled before anything. */
static bool try_new_elements(js_ctx *ctx, enum js_kind kind, uint32_t capacity, uint32_t kept_end,
                             js_value *out)
{
    capacity = js__elements_capacity(kind, capacity);
    if (capacity > JS_DENSE_MAX ||
        !gc_alloc(ctx->heap, kind, js__elements_bytes(kind, capacity), out))
        return false;
    struct js_elements *elements = gc_to_cell(*out);
    elements->capacity = capacity;
    fill_holes(elements, kept_end, capacity);
    return true;
}

static bool new_elements(js_ctx *ctx, enum js_kind kind, uint32_t capacity, uint32_t kept_end,
                         js_value *out)
{
    return try_new_elements(ctx, kind, capacity, kept_end, out) || js_throw_out_of_memory(ctx);
}

bool js__elements_new_noscript(js_ctx *ctx, enum js_kind kind, uint32_t capacity, js_value *out)
{
    return new_elements(ctx, kind, capacity, 0, out);
}

void js__set_elements_nogc(js_ctx *ctx, struct js_object *object, js_value elements)
{
    const struct js_shape *shape = gc_slot_to_cell(ctx->heap, gc_load(&object->shape));

    if (shape->flags & JS_SHAPE_PROTOTYPE)
        ctx->state->prototypes_have_elements = true;
    gc_write(ctx->heap, object, &object->elements, gc_slot_of(ctx->heap, elements));
}

uint32_t js__elements_grown(uint32_t need)
{
    if (need <= 4)
        return 4;
    const uint32_t grown = need + need / 2 + 16;
    return grown <= JS_DENSE_MAX || need > JS_DENSE_MAX ? grown : JS_DENSE_MAX;
}

/* ---- shared elements ---- */

enum {
    BALANCE_MAX = 32,  /* from here on a literal's arrays get elements of their own: once, for good */
    BALANCE_COPIED = 2 /* what a copy adds; an array that is made takes 1 off */
};

static gc_slot *balance_of(struct js_elements *shared)
{
    js_assert(gc_kind_of(shared) == JS_KIND_SHARED_ELEMENTS);
    return &shared->slots[shared->capacity];
}

bool js__shared_elements_new_noscript(js_ctx *ctx, uint32_t count, js_value *out)
{
    if (count >= JS_DENSE_MAX)
        return js_throw_out_of_memory(ctx);
    JS_TRY(new_elements(ctx, JS_KIND_SHARED_ELEMENTS, count + 1, 0, out));
    struct js_elements *shared = gc_to_cell(*out);
    shared->capacity = count;
    gc_write_immediate(balance_of(shared), gc_slot_from_int(0));
    return true;
}

bool js__shared_elements_used_nogc(struct js_elements *shared)
{
    const int32_t balance = gc_slot_to_int(gc_load(balance_of(shared)));

    if (GC_UNLIKELY(balance > 0) && balance < BALANCE_MAX)
        gc_write_immediate(balance_of(shared), gc_slot_from_int(balance - 1));
    return balance >= BALANCE_MAX;
}

static void note_copy(struct js_elements *shared)
{
    const int32_t balance = gc_slot_to_int(gc_load(balance_of(shared)));

    if (balance < BALANCE_MAX)
        gc_write_immediate(balance_of(shared), gc_slot_from_int(balance + BALANCE_COPIED));
}

enum js_kind js__elements_own_kind_nogc(const struct js_elements *elements)
{
    if (gc_kind_of(elements) != JS_KIND_SHARED_ELEMENTS)
        return gc_kind_of(elements);
    for (uint32_t i = 0; i < elements->capacity; i++)
        if (!gc_slot_is_int(elements->slots[i]))
            return JS_KIND_ELEMENTS;
    return JS_KIND_INT_ELEMENTS;
}

/* ---- changing kind ---- */

void js__copy_elements_nogc(js_ctx *ctx, struct js_elements *to, const struct js_elements *from,
                            uint32_t at, uint32_t count)
{
    switch (gc_kind_of(to)) {
    case JS_KIND_ELEMENTS:
        gc_copy_slots(ctx->heap, to, to->slots, from->slots + at, count);
        break;
    case JS_KIND_INT_ELEMENTS:
        memcpy(to->slots, from->slots + at, count * sizeof(gc_slot));
        break;
    default:
        memcpy(numbers_of(to), numbers_of((struct js_elements *)(uintptr_t)from) + at,
               count * sizeof(double));
        break;
    }
}

/* Integers as doubles. */
static void copy_ints_to_doubles(struct js_elements *to, const struct js_elements *from, uint32_t at,
                                 uint32_t count)
{
    double *numbers = numbers_of(to);

    for (uint32_t i = 0; i < count; i++) {
        const gc_slot slot = from->slots[at + i];

        numbers[i] = gc_slot_is_int(slot) ? gc_slot_to_int(slot) : js__double_hole();
    }
}

/* Doubles as slots, boxed as needed: may collect at each.  *to is rooted and holds holes. */
static bool box_doubles(js_ctx *ctx, const js_value *object, const js_value *to, uint32_t at,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        double number = numbers_of(elements_of(ctx, js_object_nogc(*object)))[at + i];
        gc_slot slot = JS_SLOT_HOLE;

#if GC_MUTANT(DOUBLES_STALE)
        struct js_elements *cell = gc_to_cell(*to);
#endif
        if (!js__is_double_hole(number)) {
            if (!gc_try_encode(ctx->heap, gc_from_number(number), &slot)) {
                JS_TRY(js_reserve(ctx, GC_NUMBER_BYTES));
                slot = gc_box_nogc(ctx->heap, number);
            }
        }
#if !GC_MUTANT(DOUBLES_STALE)
        struct js_elements *cell = gc_to_cell(*to);
#endif
        gc_write(ctx->heap, cell, &cell->slots[i], slot);
    }
    return true;
}

/*
 * Elements of *object as a new cell of kind with capacity, beginning with index 0; count of the old ones are
 * kept, from position `at` on.
 */
static bool remake(js_ctx *ctx, const js_value *object, enum js_kind kind, uint32_t capacity,
                   uint32_t at, uint32_t count)
{
    JS_FRAME(ctx, f, fresh);
    struct js_elements *old = elements_of(ctx, js_object_nogc(*object));
    const bool boxing = old && is_double(old) && kind == JS_KIND_ELEMENTS;

    JS_TRY(new_elements(ctx, kind, capacity, boxing ? 0 : count, &f.fresh));
    old = elements_of(ctx, js_object_nogc(*object));
    if (old && gc_kind_of(old) == JS_KIND_SHARED_ELEMENTS)
        note_copy(old);
    if (boxing)
        JS_TRY(box_doubles(ctx, object, &f.fresh, at, count));
    else if (old && kind == JS_KIND_DOUBLE_ELEMENTS && !is_double(old))
        copy_ints_to_doubles(gc_to_cell(f.fresh), old, at, count);
    else if (old)
        js__copy_elements_nogc(ctx, gc_to_cell(f.fresh), old, at, count);
    js__set_elements_nogc(ctx, js_object_nogc(*object), f.fresh);
    if (js_is_kind(*object, JS_KIND_ARRAY))
        js_array_nogc(*object)->offset = 0;
    return true;
}

bool js__elements_own_noscript(js_ctx *ctx, const js_value *object)
{
    const struct js_elements *elements = elements_of(ctx, js_object_nogc(*object));

    if (!elements || gc_kind_of(elements) != JS_KIND_SHARED_ELEMENTS)
        return true;
    js_assert(js__elements_offset_nogc(js_object_nogc(*object)) == 0);
    return remake(ctx, object, js__elements_own_kind_nogc(elements), elements->capacity, 0,
                  elements->capacity);
}

void js__elements_shrink_noscript(js_ctx *ctx, const js_value *array, uint32_t capacity)
{
    JS_FRAME(ctx, f, fresh);
    const struct js_elements *old = elements_of(ctx, js_object_nogc(*array));
    struct js_array *cell = js_array_nogc(*array);
    const uint32_t room = old->capacity - cell->offset;
    const uint32_t count = cell->length < room ? cell->length : room;

    js_assert(count <= capacity);
    if (!try_new_elements(ctx, gc_kind_of(old), capacity, count, &f.fresh))
        return;
    cell = js_array_nogc(*array);
    js__copy_elements_nogc(ctx, gc_to_cell(f.fresh), elements_of(ctx, js_object_nogc(*array)), cell->offset,
                   count);
    js__set_elements_nogc(ctx, (struct js_object *)cell, f.fresh);
    cell->offset = 0;
}

/* ---- room ---- */

static uint32_t array_length(const struct js_object *object)
{
    return gc_kind_of(object) == JS_KIND_ARRAY ? ((const struct js_array *)object)->length : 0;
}

static uint32_t count_present(const struct js_elements *elements)
{
    uint32_t present = 0;

    if (is_double(elements)) {
        const double *numbers = ((const struct js_double_elements *)elements)->numbers;

        for (uint32_t i = 0; i < elements->capacity; i++)
            present += !js__is_double_hole(numbers[i]);
    } else {
        for (uint32_t i = 0; i < elements->capacity; i++)
            present += elements->slots[i].bits != JS_SLOT_HOLE.bits;
    }
    return present;
}

/* Whether writing at index, for which dense elements would have to grow, makes them sparse. */
static bool should_be_sparse(const struct js_object *object, const struct js_elements *elements,
                             uint32_t index)
{
    const uint32_t length = array_length(object);
    const uint32_t capacity =
        elements ? elements->capacity - js__elements_offset_nogc(object) : 0;

    if (index >= JS_DENSE_MAX)
        return true;
    if (index < length && length <= JS_PREALLOCATE_MAX)
        return false;
    if (index >= capacity && index - capacity >= JS_SPARSE_GAP)
        return true;
    const uint32_t grown = js__elements_grown(index + 1);
    if (grown <= SMALL_ENOUGH)
        return false;
    return (elements ? count_present(elements) : 0) < grown / 6;
}

/* Moves the elements of an array to the front of their cell. */
static void slide(js_ctx *ctx, struct js_array *array, struct js_elements *elements)
{
    const uint32_t count = array->length;
    const uint32_t offset = array->offset;

    js_assert(offset + count <= elements->capacity);
    if (is_double(elements)) {
        memmove(numbers_of(elements), numbers_of(elements) + offset, count * sizeof(double));
        fill_holes(elements, count, offset + count);
    } else {
        if (gc_kind_of(elements) == JS_KIND_ELEMENTS)
            gc_move_slots(ctx->heap, elements, elements->slots, elements->slots + offset, count);
        else
            memmove(elements->slots, elements->slots + offset, count * sizeof(gc_slot));
        for (uint32_t i = count; i < offset + count; i++)
            gc_write_immediate(&elements->slots[i], JS_SLOT_HOLE);
    }
    array->offset = 0;
}

/* Whether sliding makes enough room for index to be worth it: a quarter of the capacity, at least. */
static bool can_slide(const struct js_object *object, const struct js_elements *elements,
                      uint32_t index)
{
    if (gc_kind_of(object) != JS_KIND_ARRAY)
        return false;
    const struct js_array *array = (const struct js_array *)object;
    return array->offset >= elements->capacity / 4 && array->offset &&
           array->length <= elements->capacity - array->offset &&
           index < elements->capacity - elements->capacity / 8;
}

/* The later of two kinds of dense elements: what holds all that either holds. */
static enum js_kind kind_for(const struct js_elements *elements, enum js_kind wanted)
{
    if (!elements)
        return wanted;
    switch (js__elements_own_kind_nogc(elements)) {
    case JS_KIND_INT_ELEMENTS:
        return wanted;
    case JS_KIND_DOUBLE_ELEMENTS:
        return wanted == JS_KIND_INT_ELEMENTS ? JS_KIND_DOUBLE_ELEMENTS : wanted;
    default:
        return JS_KIND_ELEMENTS;
    }
}

bool js__elements_prepare_noscript(js_ctx *ctx, const js_value *object, enum js_kind wanted,
                                   uint32_t index, bool *dense)
{
    struct js_object *cell = js_object_nogc(*object);
    struct js_elements *elements = elements_of(ctx, cell);

    *dense = true;
    if (elements && gc_kind_of(elements) == JS_KIND_SPARSE_ELEMENTS) {
        *dense = false;
        return true;
    }
    const enum js_kind kind = kind_for(elements, wanted);
    const uint32_t offset = elements ? js__elements_offset_nogc(cell) : 0;
    const bool has_room = elements && index < elements->capacity - offset;
    if (has_room && gc_kind_of(elements) == kind)
        return true;
    if (has_room)
        return remake(ctx, object, kind, elements->capacity - offset, offset,
                      elements->capacity - offset);
    if (should_be_sparse(cell, elements, index)) {
        *dense = false;
        return js__elements_to_sparse_noscript(ctx, object);
    }
    if (elements && gc_kind_of(elements) == kind && can_slide(cell, elements, index)) {
        slide(ctx, (struct js_array *)cell, elements);
        return true;
    }
    const uint32_t length = array_length(cell);
    const uint32_t capacity = index < length && length <= JS_PREALLOCATE_MAX
                                  ? length
                                  : js__elements_grown(index + 1);
    return remake(ctx, object, kind, capacity, offset, elements ? elements->capacity - offset : 0);
}

/* ---- reading ---- */

enum js_place js__find_element_nogc(js_ctx *ctx, struct js_object *object, uint32_t index,
                                    struct js_found *found)
{
    struct js_elements *elements = elements_of(ctx, object);

    found->place = JS_PLACE_NONE;
    if (!elements)
        return JS_PLACE_NONE;
    found->index = index;
    found->cell = elements;
    found->attributes = JS_ALL_ATTRIBUTES;
    if (gc_kind_of(elements) == JS_KIND_SPARSE_ELEMENTS) {
        struct js_sparse_elements *sparse = (struct js_sparse_elements *)elements;
        const uint32_t entry = js__sparse_find_nogc(sparse, index);

        if (entry == JS_NOT_FOUND)
            return JS_PLACE_NONE;
        found->attributes = js__sparse_states_nogc(sparse)[entry];
        found->slot = &sparse->values[entry];
        return (found->place = JS_PLACE_SLOT);
    }
    const uint32_t offset = js__elements_offset_nogc(object);
    if (index >= elements->capacity - offset)
        return JS_PLACE_NONE;
    if (is_double(elements)) {
        found->number = &numbers_of(elements)[offset + index];
        return js__is_double_hole(*found->number) ? JS_PLACE_NONE
                                                  : (found->place = JS_PLACE_DOUBLE);
    }
    found->slot = &elements->slots[offset + index];
    return gc_slot_same(gc_load(found->slot), JS_SLOT_HOLE) ? JS_PLACE_NONE
                                                            : (found->place = JS_PLACE_SLOT);
}

/* ---- writing ---- */

/* The first kind of elements that holds v. */
static enum js_kind kind_of_value(const js_ctx *ctx, js_value v)
{
    gc_slot slot;

    if (!gc_is_number(v))
        return JS_KIND_ELEMENTS;
    return gc_try_encode(ctx->heap, v, &slot) ? JS_KIND_INT_ELEMENTS : JS_KIND_DOUBLE_ELEMENTS;
}

static void note_length(js_value object, uint32_t index)
{
    if (js_is_kind(object, JS_KIND_ARRAY) && js_array_nogc(object)->length <= index)
        js_array_nogc(object)->length = index + 1;
}

bool js_elements_put_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                              const js_value *value)
{
    bool dense;

    JS_TRY(js__elements_prepare_noscript(ctx, object, kind_of_value(ctx, *value), index, &dense));
    if (!dense)
        return js__sparse_put_noscript(ctx, object, index, value, JS_ALL_ATTRIBUTES);
    struct js_object *cell = js_object_nogc(*object);
    struct js_elements *elements = elements_of(ctx, cell);
    uint32_t at = js__elements_offset_nogc(cell) + index;
    if (is_double(elements)) {
        numbers_of(elements)[at] = gc_to_number(*value);
    } else {
        if (js__needs_box_nogc(ctx, *value)) {
            JS_TRY(js_reserve(ctx, GC_NUMBER_BYTES));
            elements = elements_of(ctx, js_object_nogc(*object));
        }
        if (GC_MUTANT(ELEMENT_NO_BARRIER))
            elements->slots[at] = gc_encode_nogc(ctx->heap, *value); /* gc_check: a mutant */
        else
            gc_write(ctx->heap, elements, &elements->slots[at], gc_encode_nogc(ctx->heap, *value));
    }
    note_length(*object, index);
    return true;
}

bool js__elements_define_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                                  const js_value *value, unsigned attributes)
{
    const struct js_elements *elements = elements_of(ctx, js_object_nogc(*object));

    if (attributes == JS_ALL_ATTRIBUTES &&
        (!elements || gc_kind_of(elements) != JS_KIND_SPARSE_ELEMENTS))
        return js_elements_put_noscript(ctx, object, index, value);
    if (!elements || gc_kind_of(elements) != JS_KIND_SPARSE_ELEMENTS)
        JS_TRY(js__elements_to_sparse_noscript(ctx, object));
    return js__sparse_put_noscript(ctx, object, index, value, attributes);
}

void js__elements_delete_nogc(js_ctx *ctx, js_value object, uint32_t index)
{
    struct js_found found;

    js__find_element_nogc(ctx, js_object_nogc(object), index, &found);
    js_assert(found.place != JS_PLACE_NONE);
    js_assert(gc_kind_of(found.cell) != JS_KIND_SHARED_ELEMENTS);
    if (gc_kind_of(found.cell) == JS_KIND_SPARSE_ELEMENTS)
        js__sparse_delete_nogc(found.cell, js__sparse_find_nogc(found.cell, index));
    else if (found.place == JS_PLACE_DOUBLE)
        *found.number = js__double_hole();
    else
        gc_write_immediate(found.slot, JS_SLOT_HOLE);
}

/* ---- listing ---- */

static bool push_index(js_ctx *ctx, struct js_vec *out, uint32_t index)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_key_from_index_noscript(ctx, index, &f.key));
    return js_vec_push(ctx, out, &f.key);
}

static bool sparse_keys(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    uint32_t *indices, count;
    bool ok = true;

    JS_TRY(js__sparse_sorted_noscript(ctx, object, 0, &indices, &count));
    for (uint32_t i = 0; ok && i < count; i++)
        ok = push_index(ctx, out, indices[i]);
    gc_free(ctx->heap, indices, count * sizeof *indices);
    return ok;
}

bool js__element_keys_noscript(js_ctx *ctx, const js_value *object, struct js_vec *out)
{
    const struct js_elements *elements = elements_of(ctx, js_object_nogc(*object));

    if (!elements)
        return true;
    if (gc_kind_of(elements) == JS_KIND_SPARSE_ELEMENTS)
        return sparse_keys(ctx, object, out);
    const uint32_t end = elements->capacity - js__elements_offset_nogc(js_object_nogc(*object));
    for (uint32_t i = 0; i < end; i++) {
        struct js_found found;

        if (js__find_element_nogc(ctx, js_object_nogc(*object), i, &found) != JS_PLACE_NONE)
            JS_TRY(push_index(ctx, out, i));
    }
    return true;
}
