/*
 * interp/generator.c: suspending and resuming activations: generators (27.5), async functions (27.7).
 *
 * The generator cell holds the function and a window: this, then the registers.  The window's words say where
 * to resume: the offset of the instruction that suspended, which registers take the value and the mode, and
 * whether it was a YIELD_DELEGATE.  Parking and resuming neither allocate nor fail [generator.no-alloc]; only
 * pushing the frame may find the stack full, and then the generator stays suspended.
 */
#include "interp/generator.h"
#include "builtins/promise.h"
#include "interp/frames.h"
#include "object/generator.h"

#define NO_REGISTER UINT16_MAX

/* ---- making and parking ---- */

static bool new_generator(js_ctx *ctx, struct js_frame *frame, const js_value *prototype, unsigned is_async,
                          js_value *out)
{
    JS_FRAME(ctx, f, generator, window);

    JS_TRY(js_window_new_noscript(ctx, frame->bytecode->register_count + 1u, &f.window));
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_GENERATOR, sizeof(struct js_generator), prototype,
                                    &f.generator));
    struct js_generator *generator = gc_to_cell(f.generator);

    generator->is_async = (uint16_t)is_async;
    generator->state = JS_GENERATOR_START;
    gc_write(ctx->heap, generator, &generator->window, gc_slot_of(ctx->heap, f.window));
    gc_write(ctx->heap, generator, &generator->function, gc_slot_of(ctx->heap, frame->fp[-2]));
    *out = f.generator;
    return true;
}

bool js_generator_start(js_ctx *ctx, struct js_frame *frame, js_value *out)
{
    JS_FRAME(ctx, f, prototype);
    const bool is_async = (frame->bytecode->flags & JS_CODE_ASYNC) != 0;

    JS_TRY(js_get_prototype_from_constructor(ctx, &frame->fp[-2],
                                             is_async ? JS_INTRINSIC_async_generator_prototype
                                                      : JS_INTRINSIC_generator_prototype,
                                             &f.prototype));
    return new_generator(ctx, frame, &f.prototype, is_async ? JS_ASYNC_GENERATOR : JS_PLAIN_GENERATOR,
                         out);
}

bool js_async_start_noscript(js_ctx *ctx, struct js_frame *frame, js_value *out)
{
    JS_FRAME(ctx, f, prototype, generator, promise);

    f.prototype = JS_NULL;
    JS_TRY(new_generator(ctx, frame, &f.prototype, JS_ASYNC_FUNCTION, &f.generator));
    JS_TRY(js_promise_new_noscript(ctx, &f.promise));
    struct js_generator *generator = gc_to_cell(f.generator);

    generator->state = JS_GENERATOR_RUNNING;
    gc_write(ctx->heap, generator, &generator->promise, gc_slot_of(ctx->heap, f.promise));
    *out = f.generator;
    return true;
}

js_value js_async_promise_nogc(js_ctx *ctx, js_value generator)
{
    return js_field(ctx, &js_generator_nogc(generator)->promise);
}

/* A window's second word: what the instruction that suspended takes, and how many registers are parked. */
GC_INLINE uint64_t suspension_word(uint16_t value_register, uint16_t mode_register, bool delegate,
                                   uint16_t live)
{
    return value_register | (uint64_t)mode_register << 16 | (uint64_t)delegate << 32 |
           (uint64_t)live << 48;
}

/* Whether the instruction was a yield*. */
GC_INLINE bool is_delegate_nogc(const struct js_window *window)
{
    return (window->words[1] >> 32 & 1) != 0;
}

/*
 * Registers that live on past the instruction at pc: all temporaries of a yield lie above what it found in use
 * [regs.stack-like], and it writes again what it reads afterwards.
 */
GC_INLINE uint16_t live_registers(const struct js_bytecode *bytecode, const uint16_t *pc)
{
    if (*pc == JS_OP_YIELD)
        return pc[3];
    return *pc == JS_OP_YIELD_DELEGATE ? pc[1] : bytecode->register_count;
}

void js_generator_park_nogc(js_ctx *ctx, struct js_frame *frame, js_value generator, const uint16_t *pc,
                            uint16_t value_register, uint16_t mode_register, bool delegate)
{
    struct js_generator *cell = js_generator_nogc(generator);
    struct js_window *window = gc_slot_to_cell(ctx->heap, cell->window);
    const uint16_t live = live_registers(frame->bytecode, pc);

    js_window_save_all_nogc(ctx, window, frame->fp - 1, live + 1u);
    window->words[0] = (uint64_t)(pc - frame->bytecode->code);
    window->words[1] = suspension_word(value_register, mode_register, delegate, live);
    cell->state = *pc == JS_OP_GENERATOR_START ? JS_GENERATOR_START : JS_GENERATOR_SUSPENDED;
}

/* ---- resuming ---- */

/* Length of an instruction that suspends. */
GC_INLINE unsigned suspension_units(unsigned opcode)
{
    const unsigned units = opcode == JS_OP_GENERATOR_START ? 2 : opcode == JS_OP_AWAIT ? 4 : 5;

    js_assert(units == js_instruction_units(opcode));
    return units;
}

GC_INLINE void load_window_nogc(js_ctx *ctx, struct js_frame *frame, struct js_window *window)
{
    const uint32_t count = frame->bytecode->register_count, live = (uint32_t)(window->words[1] >> 48);
    js_value *fp = frame->fp;

    for (uint32_t i = 0; i < live; i++) {
        fp[i] = js_window_load_nogc(ctx, window, i + 1);
        if (gc_is_cell(fp[i]))
            gc_write_immediate(&window->slots[i + 1], gc_slot_from_int(0));
    }
    for (uint32_t i = live; i < count; i++)
        fp[i] = JS_UNDEFINED;
}

/* Puts the value and the mode where the suspended instruction wants them; sets pc or an exception. */
GC_INLINE void deliver_nogc(js_ctx *ctx, struct js_frame *frame, const struct js_window *window,
                         enum js_resume_mode mode, js_value value)
{
    const uint16_t *pc = frame->bytecode->code + window->words[0];
    const uint16_t value_register = (uint16_t)window->words[1];
    const uint16_t mode_register = (uint16_t)(window->words[1] >> 16);
    const bool delegate = is_delegate_nogc(window);

    frame->activation.pc = pc;
    if (*pc == JS_OP_GENERATOR_START) {
        frame->activation.pc += suspension_units(*pc);
        return;
    }
    if (mode == JS_RESUME_THROW && !delegate) {
        js_throw(ctx, &value);
        return;
    }
    frame->fp[value_register] = value;
    if (mode_register != NO_REGISTER)
        frame->fp[mode_register] = delegate ? gc_from_int(mode) : js_bool(mode == JS_RESUME_RETURN);
    pc += suspension_units(*pc);
    /* Nothing but this jump looks at the mode of a yield. */
    if (*pc == JS_OP_JUMP_IF_FALSE && pc[1] == mode_register && mode == JS_RESUME_NEXT)
        pc += (int32_t)(pc[2] | (uint32_t)pc[3] << 16);
    frame->activation.pc = pc;
}

void js_generator_complete_nogc(js_value generator)
{
    struct js_generator *cell = js_generator_nogc(generator);

    cell->state = JS_GENERATOR_COMPLETED;
    gc_write_immediate(&cell->window, gc_slot_from_int(0));
}

enum js_run_status js_generator_run(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                    const js_value *value, js_value *out)
{
    JS_FRAME(ctx, f, realm, value);
    js_value *old_top = ctx->stack_top, *base;
    enum js_run_status status = JS_RUN_THREW;

    f.realm = ctx->realm;
    f.value = *value;
    if (!js_check_stack(ctx))
        return JS_RUN_THREW;
    base = js_stack_push_noscript(ctx, 2);
    if (!base)
        return JS_RUN_THREW;
    struct js_generator *cell = js_generator_nogc(*generator);
    struct js_window *window = gc_slot_to_cell(ctx->heap, cell->window);

    base[0] = js_field(ctx, &cell->function);
    base[1] = js_window_load_nogc(ctx, window, 0);
    if (!js_push_frame_nogc(ctx, base, 0, JS_FRAME_ENTRY | JS_FRAME_RESUMED, 0)) {
        js_throw_stack_overflow(ctx);
    } else {
        load_window_nogc(ctx, ctx->frame_top, window);
        cell->state = JS_GENERATOR_RUNNING;
        deliver_nogc(ctx, ctx->frame_top, window, mode, f.value);
        status = js_run(ctx, out);
        if (status != JS_RUN_SUSPENDED)
            js_generator_complete_nogc(*generator);
    }
    ctx->stack_top = old_top;
    ctx->realm = f.realm;
    return status;
}

struct js_frame *js_generator_enter_nogc(js_ctx *ctx, js_value generator, js_value value)
{
    js_value *base = ctx->stack_top;
    struct js_generator *cell = js_generator_nogc(generator);
    struct js_window *window = gc_slot_to_cell(ctx->heap, cell->window);
    struct js_frame *frame;

    js_assert(cell->state == JS_GENERATOR_START || cell->state == JS_GENERATOR_SUSPENDED);
    if (GC_UNLIKELY(base + 2 >= ctx->stack_limit))
        return NULL;
    base[0] = js_field(ctx, &cell->function);
    base[1] = js_window_load_nogc(ctx, window, 0);
    frame = js_push_frame_nogc(ctx, base, 0, JS_FRAME_RESUMED, 0);
    if (GC_UNLIKELY(frame == NULL))
        return NULL;
    load_window_nogc(ctx, frame, window);
    cell->state = JS_GENERATOR_RUNNING;
    deliver_nogc(ctx, frame, window, JS_RESUME_NEXT, value);
    return frame;
}

/* 27.5.3.3 GeneratorResume, 27.5.3.4 GeneratorResumeAbrupt: *out is an iterator result. */
bool js_generator_resume(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                         const js_value *value, js_value *out)
{
    JS_FRAME(ctx, f, value);
    unsigned state = js_generator_nogc(*generator)->state;

    if (state == JS_GENERATOR_RUNNING)
        return js_throw_type_error(ctx, "Generator is already running");
    if (state == JS_GENERATOR_START && mode != JS_RESUME_NEXT) {
        js_generator_complete_nogc(*generator);
        state = JS_GENERATOR_COMPLETED;
    }
    if (state == JS_GENERATOR_COMPLETED) {
        if (mode == JS_RESUME_THROW)
            return js_throw(ctx, value);
        return js_create_iterator_result_noscript(
            ctx, mode == JS_RESUME_RETURN ? value : &js_undefined_value, true, out);
    }
    switch (js_generator_run(ctx, generator, mode, value, &f.value)) {
    case JS_RUN_RETURNED:
        return js_create_iterator_result_noscript(ctx, &f.value, true, out);
    case JS_RUN_SUSPENDED: {
        const struct js_generator *cell = js_generator_nogc(*generator);
        const struct js_window *window = gc_slot_to_cell(ctx->heap, cell->window);

        if (is_delegate_nogc(window)) { /* yield*: the inner result as it is */
            *out = f.value;
            return true;
        }
        return js_create_iterator_result_noscript(ctx, &f.value, false, out);
    }
    default:
        return false;
    }
}

/* Whether nothing is left to run when the generator, suspended at a yield, is resumed by return. */
static bool returns_at_once_nogc(js_ctx *ctx, const struct js_generator *cell, const struct js_window *window)
{
    const struct js_function *function = gc_slot_to_cell(ctx->heap, cell->function);
    const struct js_feedback *feedback = gc_slot_to_cell(ctx->heap, function->feedback);
    const uint16_t *pc = feedback->bytecode->code + window->words[0];

    if (*pc != JS_OP_YIELD)
        return false;
    pc += suspension_units(*pc);
    return *pc == JS_OP_JUMP_IF_FALSE && pc[4] == JS_OP_GENERATOR_RETURN;
}

bool js_generator_close(js_ctx *ctx, const js_value *generator)
{
    JS_FRAME(ctx, f, ignored);
    const struct js_generator *cell = js_generator_nogc(*generator);

    if (cell->state == JS_GENERATOR_SUSPENDED &&
        returns_at_once_nogc(ctx, cell, gc_slot_to_cell(ctx->heap, cell->window))) {
        js_generator_complete_nogc(*generator);
        return true;
    }
    return js_generator_resume(ctx, generator, JS_RESUME_RETURN, &js_undefined_value, &f.ignored);
}

bool js_generator_step(js_ctx *ctx, const js_value *generator, js_value *out, bool *done)
{
    JS_FRAME(ctx, f, value);
    const unsigned state = js_generator_nogc(*generator)->state;

    if (state == JS_GENERATOR_RUNNING)
        return js_throw_type_error(ctx, "Generator is already running");
    *done = state == JS_GENERATOR_COMPLETED;
    if (*done)
        return true;
    switch (js_generator_run(ctx, generator, JS_RESUME_NEXT, &js_undefined_value, &f.value)) {
    case JS_RUN_RETURNED:
        *done = true;
        return true;
    case JS_RUN_SUSPENDED: {
        const struct js_generator *cell = js_generator_nogc(*generator);
        const struct js_window *window = gc_slot_to_cell(ctx->heap, cell->window);

        if (is_delegate_nogc(window)) { /* yield*: an inner result, which says itself if it is the last */
            JS_TRY(js_iterator_complete(ctx, &f.value, done));
            return *done || js_get(ctx, &f.value, JS_ATOM(ctx, value), out);
        }
        *out = f.value;
        return true;
    }
    default:
        return false;
    }
}

/* ---- async functions ---- */

bool js_op_await(js_ctx *ctx, const js_value *value, const js_value *generator)
{
    return js_promise_await(ctx, value, generator);
}

bool js_op_async_settle(js_ctx *ctx, const js_value *value, const js_value *generator, bool reject,
                        js_value *promise)
{
    JS_FRAME(ctx, f, promise);

    f.promise = js_async_promise_nogc(ctx, *generator);
    if (reject)
        JS_TRY(js_promise_reject(ctx, &f.promise, value));
    else
        JS_TRY(js_promise_resolve(ctx, &f.promise, value));
    *promise = f.promise;
    return true;
}

bool js_async_resume(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode, const js_value *value)
{
    JS_FRAME(ctx, f, result, promise);

    if (js_generator_nogc(*generator)->is_async == JS_ASYNC_GENERATOR)
        return js_async_generator_continue(ctx, generator, mode, value);
    if (js_generator_run(ctx, generator, mode, value, &f.result) != JS_RUN_THREW)
        return true;
    /* Compiled code rejects by itself; what escapes it is exhaustion or termination. */
    JS_TRY(js_catch(ctx, &f.result));
    f.promise = js_async_promise_nogc(ctx, *generator);
    return js_promise_reject(ctx, &f.promise, &f.result);
}
