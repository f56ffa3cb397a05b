/*
 * interp/frames.h: pushing and popping frames, inline for the interpreter.
 */
#ifndef JS_FRAMES_H
#define JS_FRAMES_H

#include "interp/interp.h"

GC_INLINE js_value js_function_realm_nogc(const js_ctx *ctx, js_value function)
{
    const struct js_feedback *feedback =
        gc_slot_to_cell(ctx->heap, ((struct js_function *)gc_to_cell(function))->feedback);

    return gc_decode(ctx->heap, feedback->realm);
}

/*
 * Copies new.target, function, this and the parameters above all arguments, so that the locals do not
 * overwrite what `arguments` or a rest parameter will read.  Returns the new window.
 */
GC_INLINE js_value *js_move_window_nogc(js_value *base, uint32_t argc, uint32_t parameter_count,
                                        bool construct)
{
    js_value *fp = base + 2 + argc + 3;

    fp[-3] = construct ? base[-1] : JS_UNDEFINED;
    fp[-2] = base[0];
    fp[-1] = base[1];
    for (uint32_t i = 0; i < parameter_count; i++)
        fp[i] = base[2 + i];
    return fp;
}

/* See js_push_frame_noscript.  NULL: no room, nothing pushed. */
GC_INLINE struct js_frame *js_push_frame_nogc(js_ctx *ctx, js_value *base, uint32_t argc, unsigned flags,
                                              uint16_t result)
{
    struct js_frame *frame = ctx->frame_top + 1;
    const struct js_feedback *feedback =
        gc_slot_to_cell(ctx->heap, ((struct js_function *)gc_to_cell(base[0]))->feedback);
    const struct js_bytecode *bytecode = feedback->bytecode;
    js_value *fp = base + 2;
    uint32_t filled = argc;
    js_value realm = gc_decode(ctx->heap, feedback->realm);

    if (GC_UNLIKELY(frame >= ctx->frame_limit ||
                    fp + argc + 3 + bytecode->register_count >= ctx->stack_limit))
        return NULL;
    if (argc > bytecode->parameter_count) {
        filled = bytecode->parameter_count;
        if (bytecode->flags & JS_CODE_NEEDS_ARGUMENTS)
            fp = js_move_window_nogc(base, argc, filled, flags & JS_FRAME_CONSTRUCT);
    }
    if (!(flags & JS_FRAME_RESUMED)) /* who resumes fills them */
        for (uint32_t i = filled; i < bytecode->register_count; i++)
            fp[i] = JS_UNDEFINED;
    if (GC_UNLIKELY(!gc_same(realm, ctx->realm))) {
        flags |= JS_FRAME_REALM;
        ctx->realm = realm;
    }
    frame->activation = (struct js_activation){.prev = ctx->activation,
                                               .callee = &fp[-2],
                                               .pc = bytecode->code,
                                               .construct = (flags & JS_FRAME_CONSTRUCT) != 0};
    frame->fp = fp;
    frame->bytecode = bytecode;
    frame->args = base + 2;
    frame->caller_top = ctx->stack_top;
    frame->argc = argc;
    frame->result = result;
    frame->flags = (uint16_t)flags;
    ctx->activation = &frame->activation;
    ctx->frame_top = frame;
    ctx->stack_top = fp + bytecode->register_count;
    return frame;
}

GC_INLINE void js_pop_frame_inline_nogc(js_ctx *ctx, struct js_frame *frame)
{
    js_assert(frame == ctx->frame_top);
    ctx->activation = frame->activation.prev;
    ctx->frame_top = frame - 1;
    ctx->stack_top = frame->caller_top;
    /* An entry's realm is restored by the C function that entered. */
    if (GC_UNLIKELY((frame->flags & (JS_FRAME_REALM | JS_FRAME_ENTRY)) == JS_FRAME_REALM))
        ctx->realm = js_function_realm_nogc(ctx, frame[-1].fp[-2]);
}

#endif
