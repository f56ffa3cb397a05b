/*
 * object/array_buffer.c: stores of bytes outside the heap.  A store's bytes stay where they are from its
 * making to its end, or until they are handed to another store [buffer.fixed].
 */
#include "object/array_buffer.h"

#include "gc/heap.h"

static bool new_store(js_ctx *ctx, js_value *out)
{
    return gc_alloc_offheap(ctx->heap, JS_KIND_BUFFER_STORE, sizeof(struct js_buffer_store), out) ||
           js_throw_out_of_memory(ctx);
}

bool js_buffer_store_new_noscript(js_ctx *ctx, size_t byte_length, size_t max_byte_length,
                                  unsigned flags, js_value *out)
{
    JS_FRAME(ctx, f, store);

    js_assert(byte_length <= max_byte_length);
    JS_TRY(new_store(ctx, &f.store));
    uint8_t *data = gc_buffer_alloc(ctx->heap, max_byte_length);
    if (!data)
        return js_throw_range_error(ctx, "Array buffer allocation failed");
    struct js_buffer_store *store = gc_to_cell(f.store);
    store->flags = flags;
    store->data = data;
    store->byte_length = byte_length;
    store->max_byte_length = max_byte_length;
    store->allocated = max_byte_length;
    *out = f.store;
    return true;
}

bool js_buffer_store_new_foreign_noscript(js_ctx *ctx, uint8_t *data, size_t bytes,
                                          void (*release)(uint8_t *, size_t, void *), void *hint,
                                          js_value *out)
{
    JS_TRY(new_store(ctx, out));
    struct js_buffer_store *store = gc_to_cell(*out);
    store->data = data;
    store->byte_length = store->max_byte_length = bytes;
    store->release = release;
    store->hint = hint;
    store->flags = JS_BUFFER_FOREIGN;
    return true;
}

bool js_array_buffer_new_noscript(js_ctx *ctx, const js_value *prototype, const js_value *store,
                                  js_value *out)
{
    JS_FRAME(ctx, f, buffer);

    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_ARRAY_BUFFER, sizeof(struct js_array_buffer),
                                    prototype, &f.buffer));
    struct js_array_buffer *buffer = js_array_buffer_nogc(f.buffer);
    gc_init(ctx->heap, buffer, &buffer->store, gc_slot_of(ctx->heap, *store));
    gc_init(ctx->heap, buffer, &buffer->detach_key, JS_SLOT_UNDEFINED);
    *out = f.buffer;
    return true;
}

void js__buffer_store_release(gc_heap *heap, struct js_buffer_store *store)
{
    if (store->release)
        store->release(store->data, store->byte_length, store->hint);
    else if (store->data && !(store->flags & JS_BUFFER_FOREIGN))
        gc_buffer_free(heap, store->data, store->allocated);
}

static void empty_store(struct js_buffer_store *store)
{
    store->data = NULL;
    store->byte_length = store->max_byte_length = store->allocated = 0;
    store->release = NULL;
    store->flags |= JS_BUFFER_DETACHED;
}

void js_array_buffer_detach_nogc(js_ctx *ctx, js_value buffer)
{
    struct js_buffer_store *store = js_buffer_store_nogc(ctx, buffer);

    js__buffer_store_release(ctx->heap, store);
    empty_store(store);
}

bool js_array_buffer_take_noscript(js_ctx *ctx, const js_value *buffer, js_value *out_store)
{
    JS_TRY(new_store(ctx, out_store));
    struct js_buffer_store *to = gc_to_cell(*out_store);
    struct js_buffer_store *from = js_buffer_store_nogc(ctx, *buffer);

    to->flags = from->flags;
    to->data = from->data;
    to->byte_length = from->byte_length;
    to->max_byte_length = from->max_byte_length;
    to->allocated = from->allocated;
    to->release = from->release;
    to->hint = from->hint;
    empty_store(from);
    return true;
}
