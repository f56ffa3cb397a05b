/*
 * object/generator.h: suspended activations: generators, async functions, async generators.
 *
 * A window parks the registers of an activation: n slots, and n raw words for doubles that a slot cannot
 * hold, so that suspending and resuming neither allocate nor fail [generator.no-alloc].  It is sized when
 * the generator is made.
 */
#ifndef JS_GENERATOR_H
#define JS_GENERATOR_H

#include "object/object.h"

struct __attribute__((aligned(8))) js_window {
    struct gc_header header;
    uint32_t count;   /* of registers */
    uint64_t words[2]; /* the interpreter's own: where to resume, ... */
    gc_slot slots[];  /* count; GC_SLOT_EMPTY with a double in its word: js_window_save_nogc */
    /* raw, 8-byte aligned: uint64_t numbers[count] */
};

enum js_generator_state {
    JS_GENERATOR_START, /* suspended at the start */
    JS_GENERATOR_SUSPENDED,
    JS_GENERATOR_RUNNING,
    JS_GENERATOR_AWAITING_RETURN, /* async generators, 27.6.3.1 */
    JS_GENERATOR_DRAINING_QUEUE,
    JS_GENERATOR_COMPLETED,
};

#define JS_GENERATOR_REFS(F)                                                                       \
    JS_OBJECT_REFS(F)                                                                              \
    F(window)    /* js_window; integer 0 once completed */                                         \
    F(function)  /* the running function */                                                        \
    F(promise)   /* async functions: of the call; async generators: of the request in progress */  \
    F(queue)     /* async generators: first request, a js_reaction; integer 0: none */             \
    F(last_request)                                                                                \
    F(delegate)  /* yield*: the inner iterator's record; else integer 0 */
#define JS_GENERATOR_DATA(F)                                                                       \
    F(uint16_t, state)    /* enum js_generator_state */                                            \
    F(uint16_t, is_async) /* async function or generator */
GC_CELL(js_generator, JS_GENERATOR_REFS, JS_GENERATOR_DATA);

GC_INLINE struct js_generator *js_generator_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_GENERATOR));
    return gc_to_cell(v);
}

GC_INLINE size_t js_window_bytes(uint32_t count)
{
    return gc_round_up(sizeof(struct js_window) + count * sizeof(gc_slot)) +
           count * sizeof(uint64_t);
}

GC_INLINE uint64_t *js_window_numbers_nogc(struct js_window *window)
{
    return (uint64_t *)((char *)window +
                        gc_round_up(sizeof *window + window->count * sizeof(gc_slot)));
}

/* Whether it is suspended, so that next lets it go on. */
GC_INLINE bool js_generator_is_suspended_nogc(js_value v)
{
    return js_generator_nogc(v)->state <= JS_GENERATOR_SUSPENDED;
}

/* A window of count registers, all undefined-in-waiting (integer 0).  May collect. */
JS_MUST_CHECK bool js_window_new_noscript(js_ctx *ctx, uint32_t count, js_value *out);

/* What register i is parked as.  A double that no slot holds goes to its word, marked by a slot of HOLE. */
GC_INLINE gc_slot js__window_encode_nogc(js_ctx *ctx, struct js_window *window, uint32_t i, js_value v)
{
    gc_slot slot;

    if (gc_try_encode(ctx->heap, v, &slot) && !gc_same(v, JS_HOLE))
        return slot;
    js_window_numbers_nogc(window)[i] = v.bits;
    return JS_SLOT_HOLE;
}

/* Parks v as register i. */
GC_INLINE void js_window_save_nogc(js_ctx *ctx, struct js_window *window, uint32_t i, js_value v)
{
    js_assert(i < window->count);
    gc_write(ctx->heap, window, &window->slots[i], js__window_encode_nogc(ctx, window, i, v));
}

/* Parks values as registers 0 to count. */
GC_INLINE void js_window_save_all_nogc(js_ctx *ctx, struct js_window *window, const js_value *values,
                                       uint32_t count)
{
    js_assert(count <= window->count);
    if (GC_UNLIKELY(!gc__cell_is_young(ctx->heap, window))) {
        for (uint32_t i = 0; i < count; i++)
            js_window_save_nogc(ctx, window, i, values[i]);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        gc_slot slot = js__window_encode_nogc(ctx, window, i, values[i]);
        window->slots[i] = slot; /* gc_check: the window is young, which a barrier would find for each */
    }
}

GC_INLINE js_value js_window_load_nogc(js_ctx *ctx, struct js_window *window, uint32_t i)
{
    gc_slot slot = gc_load(&window->slots[i]);

    js_assert(i < window->count);
    if (gc_slot_same(slot, JS_SLOT_HOLE))
        return (js_value){js_window_numbers_nogc(window)[i]};
    return gc_decode(ctx->heap, slot);
}

#endif
