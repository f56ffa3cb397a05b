/*
 * vm/keep.c: the list of objects that WeakRefs gave out in this job: a tuple that doubles when it is full.  A
 * loop that looks at the same few objects again and again adds each once, because the newest entries are
 * searched first.
 */
#include "vm/keep.h"

#include "js/js.h"
#include "object/object.h"
#include "vm/state.h"

#define CAPACITY_FIRST 16u

static bool grow(js_ctx *ctx)
{
    uint32_t count = ctx->state->kept_count;
    JS_FRAME(ctx, f, tuple);

    JS_TRY(js_tuple_new_noscript(ctx, count ? count * 2 : CAPACITY_FIRST, &f.tuple));
    if (count != 0) {
        struct js_tuple *to = gc_to_cell(f.tuple), *from = gc_to_cell(ctx->kept_alive);

        gc_copy_slots(ctx->heap, to, to->slots, from->slots, count);
    }
    ctx->kept_alive = f.tuple;
    return true;
}

bool js_keep_alive_noscript(js_ctx *ctx, const js_value *target)
{
    uint32_t count = ctx->state->kept_count;
    const struct js_tuple *kept = count ? gc_to_cell(ctx->kept_alive) : NULL;
    gc_slot slot = gc_slot_of(ctx->heap, *target);

    for (uint32_t i = count; i > 0 && i + JS_KEPT_RECENT > count; i--)
        if (gc_slot_same(kept->slots[i - 1], slot))
            return true;
    if (kept == NULL || count == kept->count)
        JS_TRY(grow(ctx));
    struct js_tuple *tuple = gc_to_cell(ctx->kept_alive);

    gc_write(ctx->heap, tuple, &tuple->slots[count], gc_slot_of(ctx->heap, *target));
    ctx->state->kept_count = count + 1;
    return true;
}

void js_clear_kept_objects(js_ctx *ctx)
{
    ctx->state->kept_count = 0;
    ctx->kept_alive = GC_EMPTY;
    ctx->state->throw_value = ctx->state->throw_caught = GC_EMPTY;
}
