/*
 * object/sparse.c: elements as a hash table from index to value and attributes.
 *
 * The table is made anew when three quarters of its entries were used, sized by those that are live; if by
 * then it has filled up (a third of the indices up to the highest, none special) it becomes dense again.
 */
#include "object/elements.h"
#include "base/hash.h"
#include <stdlib.h>

#define CAPACITY_MAX (1u << 27)

static struct js_sparse_elements *sparse_of(const js_ctx *ctx, const js_value *object)
{
    struct js_sparse_elements *sparse =
        gc_slot_to_cell(ctx->heap, gc_load(&js_object_nogc(*object)->elements));

    js_assert(gc_kind_of(sparse) == JS_KIND_SPARSE_ELEMENTS);
    return sparse;
}

bool js__sparse_new_noscript(js_ctx *ctx, uint32_t live, js_value *out)
{
    uint32_t capacity = 8;

    while (capacity < 2 * (uint64_t)live && capacity < CAPACITY_MAX)
        capacity *= 2;
    if (live > capacity / 2)
        return js_throw_out_of_memory(ctx);
    JS_TRY(js_alloc(ctx, JS_KIND_SPARSE_ELEMENTS,
                    sizeof(struct js_sparse_elements) +
                        (size_t)capacity * (sizeof(gc_slot) + sizeof(uint32_t) + 1),
                    out));
    struct js_sparse_elements *sparse = gc_to_cell(*out);
    sparse->capacity = capacity;
    memset(js__sparse_states_nogc(sparse), JS_SPARSE_FREE, capacity);
    return true;
}

uint32_t js__sparse_find_nogc(const struct js_sparse_elements *sparse, uint32_t index)
{
    const uint32_t *indices = js__sparse_indices_nogc(sparse);
    const uint8_t *states = js__sparse_states_nogc(sparse);
    const uint32_t mask = sparse->capacity - 1;

    for (uint32_t at = js_hash_u32(index) & mask; states[at] != JS_SPARSE_FREE;
         at = (at + 1) & mask)
        if (indices[at] == index && states[at] != JS_SPARSE_DELETED)
            return at;
    return JS_NOT_FOUND;
}

static bool is_special(unsigned attributes)
{
    return attributes != JS_ALL_ATTRIBUTES;
}

void js__sparse_append_nogc(js_ctx *ctx, struct js_sparse_elements *sparse, uint32_t index,
                            gc_slot value, unsigned attributes)
{
    uint8_t *states = js__sparse_states_nogc(sparse);
    const uint32_t mask = sparse->capacity - 1;
    uint32_t at = js_hash_u32(index) & mask;

    js_assert(sparse->used < sparse->capacity - sparse->capacity / 4);
    while (states[at] != JS_SPARSE_FREE)
        at = (at + 1) & mask;
    gc_write(ctx->heap, sparse, &sparse->values[at], value);
    js__sparse_indices_nogc(sparse)[at] = index;
    states[at] = (uint8_t)attributes;
    sparse->used++;
    sparse->live++;
    sparse->special += is_special(attributes);
    if (index > sparse->highest)
        sparse->highest = index;
}

void js__sparse_delete_nogc(struct js_sparse_elements *sparse, uint32_t entry)
{
    uint8_t *state = &js__sparse_states_nogc(sparse)[entry];

    sparse->special -= is_special(*state);
    *state = JS_SPARSE_DELETED;
    gc_write_immediate(&sparse->values[entry], gc_slot_from_int(0));
    sparse->live--;
}

/* Whether *object's table would do better as dense elements that reach to index. */
static bool should_be_dense(const struct js_sparse_elements *sparse, uint32_t index)
{
    const uint32_t highest = index > sparse->highest ? index : sparse->highest;

    return !sparse->special && highest < JS_DENSE_MAX && sparse->live >= 16 &&
           sparse->live >= highest / 3;
}

static bool to_dense(js_ctx *ctx, const js_value *object, uint32_t index)
{
    JS_FRAME(ctx, f, fresh);
    const struct js_sparse_elements *sparse = sparse_of(ctx, object);
    const uint32_t highest = index > sparse->highest ? index : sparse->highest;

    JS_TRY(js__elements_new_noscript(ctx, JS_KIND_ELEMENTS, js__elements_grown(highest + 1),
                                     &f.fresh));
    struct js_elements *fresh = gc_to_cell(f.fresh);
    sparse = sparse_of(ctx, object);
    for (uint32_t i = 0; i < sparse->capacity; i++)
        if (js__sparse_states_nogc(sparse)[i] < JS_SPARSE_DELETED)
            gc_write(ctx->heap, fresh, &fresh->slots[js__sparse_indices_nogc(sparse)[i]],
                     sparse->values[i]);
    js__set_elements_nogc(ctx, js_object_nogc(*object), f.fresh);
    if (js_is_kind(*object, JS_KIND_ARRAY))
        js_array_nogc(*object)->offset = 0;
    return true;
}

/* A new table of the live entries with room for as many more. */
static bool rehash(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, fresh);

    JS_TRY(js__sparse_new_noscript(ctx, sparse_of(ctx, object)->live + 1, &f.fresh));
    struct js_sparse_elements *fresh = gc_to_cell(f.fresh);
    const struct js_sparse_elements *old = sparse_of(ctx, object);
    for (uint32_t i = 0; i < old->capacity; i++)
        if (js__sparse_states_nogc(old)[i] < JS_SPARSE_DELETED)
            js__sparse_append_nogc(ctx, fresh, js__sparse_indices_nogc(old)[i], old->values[i],
                                   js__sparse_states_nogc(old)[i]);
    js__set_elements_nogc(ctx, js_object_nogc(*object), f.fresh);
    return true;
}

static void overwrite(js_ctx *ctx, struct js_sparse_elements *sparse, uint32_t entry, gc_slot value,
                      unsigned attributes)
{
    uint8_t *state = &js__sparse_states_nogc(sparse)[entry];

    sparse->special += is_special(attributes);
    sparse->special -= is_special(*state);
    *state = (uint8_t)attributes;
    gc_write(ctx->heap, sparse, &sparse->values[entry], value);
}

bool js__sparse_put_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                             const js_value *value, unsigned attributes)
{
    const struct js_sparse_elements *now = sparse_of(ctx, object);
    const bool is_new = js__sparse_find_nogc(now, index) == JS_NOT_FOUND;

    if (is_new && now->used + 1 >= now->capacity - now->capacity / 4) {
        if (attributes == JS_ALL_ATTRIBUTES && should_be_dense(now, index)) {
            JS_TRY(to_dense(ctx, object, index));
            return js_elements_put_noscript(ctx, object, index, value);
        }
        JS_TRY(rehash(ctx, object));
    }
    JS_TRY(js__reserve_box(ctx, value));
    struct js_sparse_elements *sparse = sparse_of(ctx, object);
    const gc_slot slot = gc_encode_nogc(ctx->heap, *value);
    if (is_new)
        js__sparse_append_nogc(ctx, sparse, index, slot, attributes);
    else
        overwrite(ctx, sparse, js__sparse_find_nogc(sparse, index), slot, attributes);
    if (js_is_kind(*object, JS_KIND_ARRAY) && js_array_nogc(*object)->length <= index)
        js_array_nogc(*object)->length = index + 1;
    return true;
}

/* How many elements are present, by way of js__find_element_nogc, up to end. */
static uint32_t count_dense(js_ctx *ctx, struct js_object *object, uint32_t end)
{
    struct js_found found;
    uint32_t count = 0;

    for (uint32_t i = 0; i < end; i++)
        count += js__find_element_nogc(ctx, object, i, &found) != JS_PLACE_NONE;
    return count;
}

bool js__elements_to_sparse_noscript(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, fresh, value);
    struct js_object *cell = js_object_nogc(*object);
    struct js_found found;
    uint32_t end = 0;

    if (gc_slot_is_cell(gc_load(&cell->elements))) {
        const struct js_elements *old = gc_slot_to_cell(ctx->heap, gc_load(&cell->elements));

        end = old->capacity - js__elements_offset_nogc(cell);
    }
    JS_TRY(js__sparse_new_noscript(ctx, count_dense(ctx, cell, end) + 1, &f.fresh));
    for (uint32_t i = 0; i < end; i++) {
        if (js__find_element_nogc(ctx, js_object_nogc(*object), i, &found) == JS_PLACE_NONE)
            continue;
        f.value = js__found_value_nogc(ctx, *object, &found);
        JS_TRY(js__reserve_box(ctx, &f.value));
        js__sparse_append_nogc(ctx, gc_to_cell(f.fresh), i, gc_encode_nogc(ctx->heap, f.value),
                               JS_ALL_ATTRIBUTES);
    }
    js__set_elements_nogc(ctx, js_object_nogc(*object), f.fresh);
    if (js_is_kind(*object, JS_KIND_ARRAY))
        js_array_nogc(*object)->offset = 0;
    return true;
}

static int compare_indices(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

bool js__sparse_sorted_noscript(js_ctx *ctx, const js_value *object, uint32_t from, uint32_t **out,
                                uint32_t *count)
{
    const struct js_sparse_elements *sparse = sparse_of(ctx, object);
    uint32_t n = 0;

    *out = NULL;
    *count = 0;
    for (uint32_t i = 0; i < sparse->capacity; i++)
        n += js__sparse_states_nogc(sparse)[i] < JS_SPARSE_DELETED &&
             js__sparse_indices_nogc(sparse)[i] >= from;
    if (!n)
        return true;
    *out = gc_malloc(ctx->heap, n * sizeof **out);
    if (!*out)
        return js_throw_out_of_memory(ctx);
    for (uint32_t i = 0; i < sparse->capacity; i++)
        if (js__sparse_states_nogc(sparse)[i] < JS_SPARSE_DELETED &&
            js__sparse_indices_nogc(sparse)[i] >= from)
            (*out)[(*count)++] = js__sparse_indices_nogc(sparse)[i];
    qsort(*out, n, sizeof **out, compare_indices);
    return true;
}
