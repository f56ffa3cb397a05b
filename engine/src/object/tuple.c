/* object/tuple.c: tuples, weak tuples, growable vectors, foreign cells, generator windows. */
#include "object/elements.h"
#include "object/foreign.h"
#include "object/generator.h"
#include "object/weak.h"

#define TUPLE_MAX (1u << 27)

bool js_tuple_new_noscript(js_ctx *ctx, uint32_t count, js_value *out)
{
    if (count > TUPLE_MAX)
        return js_throw_out_of_memory(ctx);
    JS_TRY(js_alloc(ctx, JS_KIND_TUPLE, sizeof(struct js_tuple) + count * sizeof(gc_slot), out));
    ((struct js_tuple *)gc_to_cell(*out))->count = count;
    return true;
}

bool js_weak_tuple_new_noscript(js_ctx *ctx, uint32_t count, js_value *out)
{
    if (count > TUPLE_MAX)
        return js_throw_out_of_memory(ctx);
    JS_TRY(js_alloc(ctx, JS_KIND_WEAK_TUPLE, sizeof(struct js_weak_tuple) + count * sizeof(gc_slot),
                    out));
    ((struct js_weak_tuple *)gc_to_cell(*out))->count = count;
    return true;
}

bool js_foreign_new_noscript(js_ctx *ctx, uint32_t tag, void *pointer, size_t bytes,
                             void (*release)(gc_heap *, void *, size_t), js_value *out)
{
    if (!gc_alloc_offheap(ctx->heap, JS_KIND_FOREIGN, sizeof(struct js_foreign), out))
        return js_throw_out_of_memory(ctx);
    struct js_foreign *foreign = gc_to_cell(*out);
    foreign->tag = tag;
    foreign->pointer = pointer;
    foreign->bytes = bytes;
    foreign->release = release;
    return true;
}

bool js_window_new_noscript(js_ctx *ctx, uint32_t count, js_value *out)
{
    JS_TRY(js_alloc(ctx, JS_KIND_WINDOW, js_window_bytes(count), out));
    ((struct js_window *)gc_to_cell(*out))->count = count;
    return true;
}

/* ---- vectors: an elements cell that grows ---- */

static struct js_elements *cells_of(const struct js_vec *vec)
{
    return gc_is_cell(vec->cells) ? gc_to_cell(vec->cells) : NULL;
}

static bool grow(js_ctx *ctx, struct js_vec *vec)
{
    JS_FRAME(ctx, f, fresh);

    JS_TRY(js__elements_new_noscript(ctx, JS_KIND_ELEMENTS, vec->count + vec->count / 2 + 8,
                                     &f.fresh));
    if (vec->count) {
        struct js_elements *fresh = gc_to_cell(f.fresh);

        gc_copy_slots(ctx->heap, fresh, fresh->slots, cells_of(vec)->slots, vec->count);
    }
    vec->cells = f.fresh;
    return true;
}

bool js_vec_push(js_ctx *ctx, struct js_vec *vec, const js_value *value)
{
    if (!cells_of(vec) || vec->count == cells_of(vec)->capacity)
        JS_TRY(grow(ctx, vec));
    JS_TRY(js__reserve_box(ctx, value));
    struct js_elements *cells = cells_of(vec);
    gc_write(ctx->heap, cells, &cells->slots[vec->count], gc_encode_nogc(ctx->heap, *value));
    vec->count++;
    return true;
}

js_value js_vec_get_nogc(js_ctx *ctx, const struct js_vec *vec, uint32_t i)
{
    js_assert(i < vec->count);
    return js_field(ctx, &cells_of(vec)->slots[i]);
}

bool js_vec_set(js_ctx *ctx, struct js_vec *vec, uint32_t i, const js_value *value)
{
    js_assert(i < vec->count);
    JS_TRY(js__reserve_box(ctx, value));
    struct js_elements *cells = cells_of(vec);
    gc_write(ctx->heap, cells, &cells->slots[i], gc_encode_nogc(ctx->heap, *value));
    return true;
}

bool js_vec_to_array_noscript(js_ctx *ctx, const struct js_vec *vec, js_value *out)
{
    JS_FRAME(ctx, f, array, elements);
    enum js_kind kind = JS_KIND_INT_ELEMENTS;

    JS_TRY(js_array_new_noscript(ctx, vec->count, &f.array));
    for (uint32_t i = 0; i < vec->count && kind == JS_KIND_INT_ELEMENTS; i++)
        if (!gc_slot_is_int(cells_of(vec)->slots[i]))
            kind = JS_KIND_ELEMENTS;
    if (vec->count) {
        JS_TRY(js__elements_new_noscript(ctx, kind, vec->count, &f.elements));
        struct js_elements *elements = gc_to_cell(f.elements);
        if (kind == JS_KIND_INT_ELEMENTS)
            memcpy(elements->slots, cells_of(vec)->slots, vec->count * sizeof(gc_slot));
        else
            gc_copy_slots(ctx->heap, elements, elements->slots, cells_of(vec)->slots, vec->count);
        js__set_elements_nogc(ctx, js_object_nogc(f.array), f.elements);
    }
    *out = f.array;
    return true;
}

bool js_vec_to_tuple_noscript(js_ctx *ctx, const struct js_vec *vec, js_value *out)
{
    JS_FRAME(ctx, f, tuple);

    JS_TRY(js_tuple_new_noscript(ctx, vec->count, &f.tuple));
    if (vec->count) {
        struct js_tuple *tuple = gc_to_cell(f.tuple);

        gc_copy_slots(ctx->heap, tuple, tuple->slots, cells_of(vec)->slots, vec->count);
    }
    *out = f.tuple;
    return true;
}
