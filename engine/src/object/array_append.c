/*
 * object/array_append.c: appending one array to another in blocks: concat, spread, Array.from.
 *
 * A block is copied as it lies where both arrays' elements are of one kind, or integers go to a wider one.
 * Only doubles that go among other values need a box each, and are left to the caller.
 */
#include "object/fast.h"

static struct js_elements *elements_of(const js_ctx *ctx, js_value array)
{
    const gc_slot elements = gc_load(&js_array_nogc(array)->elements);

    return gc_slot_is_cell(elements) ? gc_slot_to_cell(ctx->heap, elements) : NULL;
}

/* How many of an array's items lie within its elements; the rest are holes. */
static uint32_t stored_nogc(const js_ctx *ctx, js_value array)
{
    const struct js_elements *elements = elements_of(ctx, array);
    const struct js_array *cell = js_array_nogc(array);

    if (!elements)
        return 0;
    const uint32_t room = elements->capacity - cell->offset;

    return room < cell->length ? room : cell->length;
}

static double *numbers_of(struct js_elements *elements)
{
    return ((struct js_double_elements *)elements)->numbers;
}

static void ints_to_doubles(double *to, const gc_slot *from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        to[i] = gc_slot_same(from[i], JS_SLOT_HOLE) ? js__double_hole() : gc_slot_to_int(from[i]);
}

/* Copies the first count items of *source to position at of *array, which has room and a kind that fits. */
static void copy_block_nogc(js_ctx *ctx, js_value array, uint32_t at, js_value source, uint32_t count)
{
    struct js_elements *to = elements_of(ctx, array), *from = elements_of(ctx, source);
    const uint32_t to_at = js_array_nogc(array)->offset + at;
    const uint32_t from_at = js_array_nogc(source)->offset;
    const enum js_kind kind = gc_kind_of(from);

    js_assert(gc_kind_of(to) != JS_KIND_SHARED_ELEMENTS);
    if (gc_kind_of(to) == JS_KIND_DOUBLE_ELEMENTS) {
        if (kind == JS_KIND_DOUBLE_ELEMENTS)
            memcpy(numbers_of(to) + to_at, numbers_of(from) + from_at, count * sizeof(double));
        else
            ints_to_doubles(numbers_of(to) + to_at, from->slots + from_at, count);
    } else if (kind == JS_KIND_INT_ELEMENTS || gc_kind_of(to) == JS_KIND_INT_ELEMENTS) {
        memcpy(to->slots + to_at, from->slots + from_at, count * sizeof(gc_slot));
    } else {
        gc_copy_slots(ctx->heap, to, to->slots + to_at, from->slots + from_at, count);
    }
}

/*
 * Room for the stored items of *source behind those of *array, in elements of a kind that fits.  The length is
 * what it will be already: by that elements are sized and not taken for sparse.
 */
static bool prepare(js_ctx *ctx, const js_value *array, const js_value *source, uint32_t end, bool *done)
{
    const enum js_kind kind = js__elements_own_kind_nogc(elements_of(ctx, *source));
    const struct js_elements *old = elements_of(ctx, *array);

    *done = kind != JS_KIND_DOUBLE_ELEMENTS || !old || js__elements_own_kind_nogc(old) != JS_KIND_ELEMENTS;
    return !*done || js__elements_prepare_noscript(ctx, array, kind, end - 1, done);
}

bool js_array_append_array_noscript(js_ctx *ctx, const js_value *array, const js_value *source,
                                    bool fill_holes, uint32_t room, bool *done)
{
    const uint32_t at = js_array_nogc(*array)->length, count = js_array_nogc(*source)->length;
    const uint32_t stored = stored_nogc(ctx, *source);
    bool ok = true;

    *done = at <= JS_PREALLOCATE_MAX && count <= JS_PREALLOCATE_MAX - at &&
            room <= JS_PREALLOCATE_MAX - at - count;
    if (!*done)
        return true;
    js_array_nogc(*array)->length = at + count + room;
    if (stored)
        ok = prepare(ctx, array, source, at + stored, done);
    js_array_nogc(*array)->length = ok && *done ? at + count : at;
    if (!ok || !*done)
        return ok;
    if (stored)
        copy_block_nogc(ctx, *array, at, *source, stored);
    return !fill_holes || js_array_fill_holes_noscript(ctx, array, at);
}

/* The first hole among the stored items from i on; else how many are stored. */
static uint32_t next_hole_nogc(js_ctx *ctx, js_value array, uint32_t i)
{
    const uint32_t stored = stored_nogc(ctx, array), offset = js_array_nogc(array)->offset;
    struct js_elements *elements = elements_of(ctx, array);

    if (i >= stored)
        return i;
    if (gc_kind_of(elements) == JS_KIND_DOUBLE_ELEMENTS) {
        while (i < stored && !js__is_double_hole(numbers_of(elements)[offset + i]))
            i++;
    } else {
        while (i < stored && !gc_slot_same(elements->slots[offset + i], JS_SLOT_HOLE))
            i++;
    }
    return i;
}

bool js_array_fill_holes_noscript(js_ctx *ctx, const js_value *array, uint32_t from)
{
    const uint32_t length = js_array_nogc(*array)->length;

    for (uint32_t i = next_hole_nogc(ctx, *array, from); i < length;
         i = next_hole_nogc(ctx, *array, i + 1))
        JS_TRY(js_elements_put_noscript(ctx, array, i, &js_undefined_value));
    return true;
}
