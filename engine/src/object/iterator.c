/*
 * object/iterator.c: the cell of built-in iterators.
 */
#include "object/iterator.h"

_Static_assert(offsetof(struct js_iterator, type) == offsetof(struct js_iterator, c) + 4,
               "the slots are one run");

bool js_iterator_new_noscript(js_ctx *ctx, enum js_iterator_type type, enum js_intrinsic prototype,
                              const js_value *target, uint32_t mode, js_value *out)
{
    JS_FRAME(ctx, f, prototype, iterator);

    f.prototype = js_intrinsic_nogc(ctx, prototype);
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_ITERATOR, sizeof(struct js_iterator),
                                    &f.prototype, &f.iterator));
    struct js_iterator *iterator = js_iterator_nogc(f.iterator);

    iterator->type = type;
    iterator->mode = mode;
    iterator->a = iterator->b = iterator->c = JS_SLOT_UNDEFINED;
    gc_write(ctx->heap, iterator, &iterator->target, gc_slot_of(ctx->heap, *target));
    *out = f.iterator;
    return true;
}
