/*
 * interp/async_generator.c: async generators (27.6): a queue of requests, each with a promise; the generator works on
 * the first one.
 *
 * A request is a js_reaction: promise the result's, kind the resume mode, argument the value.  The queue hangs on
 * the generator, linked through next.
 */
#include "builtins/promise.h"
#include "interp/generator.h"
#include "object/generator.h"
#include "vm/jobs.h"

static struct js_reaction *first_request_nogc(js_ctx *ctx, js_value generator)
{
    const struct js_generator *cell = js_generator_nogc(generator);

    return gc_slot_is_cell(cell->queue) ? gc_slot_to_cell(ctx->heap, cell->queue) : NULL;
}

static bool enqueue(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode, const js_value *value,
                    const js_value *promise)
{
    JS_TRY(js_reserve(ctx, sizeof(struct js_reaction) + GC_NUMBER_BYTES));
    const gc_slot argument = gc_encode_nogc(ctx->heap, *value);
    struct js_reaction *request =
        gc_alloc_reserved_nogc(ctx->heap, JS_KIND_REACTION, sizeof *request);
    struct js_generator *cell = js_generator_nogc(*generator);
    const gc_slot slot = gc_slot_from_cell(ctx->heap, request);

    gc_init(ctx->heap, request, &request->promise, gc_slot_of(ctx->heap, *promise));
    gc_init(ctx->heap, request, &request->argument, argument);
    request->kind = (uint16_t)mode;
    if (gc_slot_is_cell(cell->last_request)) {
        struct js_reaction *last = gc_slot_to_cell(ctx->heap, cell->last_request);
        gc_write(ctx->heap, last, &last->next, slot);
    } else {
        gc_write(ctx->heap, cell, &cell->queue, slot);
    }
    gc_write(ctx->heap, cell, &cell->last_request, slot);
    return true;
}

/* Takes the first request off the queue; *promise gets its promise. */
static void dequeue_nogc(js_ctx *ctx, js_value generator, js_value *promise)
{
    struct js_generator *cell = js_generator_nogc(generator);
    struct js_reaction *request = first_request_nogc(ctx, generator);

    js_assert(request != NULL);
    *promise = gc_get(ctx->heap, &request->promise);
    gc_write(ctx->heap, cell, &cell->queue, request->next);
    if (!gc_slot_is_cell(request->next))
        gc_write_immediate(&cell->last_request, gc_slot_from_int(0));
}

/* 27.6.3.5 AsyncGeneratorCompleteStep */
static bool complete_step(js_ctx *ctx, const js_value *generator, bool threw, const js_value *value, bool done)
{
    JS_FRAME(ctx, f, promise, result);

    dequeue_nogc(ctx, *generator, &f.promise);
    if (threw)
        return js_promise_reject(ctx, &f.promise, value);
    JS_TRY(js_create_iterator_result_noscript(ctx, value, done, &f.result));
    return js_promise_resolve(ctx, &f.promise, &f.result);
}

static bool drain_queue(js_ctx *ctx, const js_value *generator);

/* The handlers of 27.6.3.9 AsyncGeneratorAwaitReturn; data 0 is the generator. */
static bool await_return_done(js_ctx *ctx, const js_call *call, bool threw)
{
    JS_FRAME(ctx, f, generator);

    f.generator = js_native_data_nogc(ctx, *call->callee, 0);
    js_generator_nogc(f.generator)->state = JS_GENERATOR_COMPLETED;
    JS_TRY(complete_step(ctx, &f.generator, threw, js_arg(call, 0), true));
    return drain_queue(ctx, &f.generator);
}

bool js__async_return_fulfilled(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)result;
    return await_return_done(ctx, call, false);
}

bool js__async_return_rejected(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)result;
    return await_return_done(ctx, call, true);
}

/* 27.6.3.9: the first request, a return, on a generator that has ended: its value is awaited. */
static bool await_return(js_ctx *ctx, const js_value *generator)
{
    JS_FRAME(ctx, f, value, constructor, promise, fulfilled, rejected, undefined, error);

    f.value = gc_get(ctx->heap, &first_request_nogc(ctx, *generator)->argument);
    f.constructor = JS_INTRINSIC(ctx, promise);
    js_generator_nogc(*generator)->state = JS_GENERATOR_AWAITING_RETURN;
    if (!js_promise_resolve_value(ctx, &f.constructor, &f.value, &f.promise)) {
        JS_TRY(js_catch(ctx, &f.error));
        js_generator_nogc(*generator)->state = JS_GENERATOR_COMPLETED;
        JS_TRY(complete_step(ctx, generator, true, &f.error, true));
        return drain_queue(ctx, generator);
    }
    f.undefined = JS_UNDEFINED;
    JS_TRY(js_native_closure_new_noscript(ctx, js__async_return_fulfilled, &f.fulfilled));
    JS_TRY(js_native_set_data_noscript(ctx, &f.fulfilled, 0, generator));
    JS_TRY(js_native_closure_new_noscript(ctx, js__async_return_rejected, &f.rejected));
    JS_TRY(js_native_set_data_noscript(ctx, &f.rejected, 0, generator));
    return js_promise_then(ctx, &f.promise, &f.fulfilled, &f.rejected, &f.undefined);
}

/* 27.6.3.10 AsyncGeneratorDrainQueue: requests on a generator that has ended. */
static bool drain_queue(js_ctx *ctx, const js_value *generator)
{
    JS_FRAME(ctx, f, value);

    for (;;) {
        const struct js_reaction *request = first_request_nogc(ctx, *generator);

        if (!request)
            return true;
        JS_TRY(js_poll(ctx));
        request = first_request_nogc(ctx, *generator);
        if (request->kind == JS_RESUME_RETURN)
            return await_return(ctx, generator);
        f.value = request->kind == JS_RESUME_THROW ? gc_get(ctx->heap, &request->argument) : JS_UNDEFINED;
        JS_TRY(complete_step(ctx, generator, request->kind == JS_RESUME_THROW, &f.value, true));
    }
}

/* Runs the generator with mode and value, and deals with how it comes back, until it awaits or has no request. */
static bool run(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode, const js_value *value)
{
    JS_FRAME(ctx, f, value, result);

    f.value = *value;
    for (;;) {
        switch (js_generator_run(ctx, generator, mode, &f.value, &f.result)) {
        case JS_RUN_RETURNED:
            JS_TRY(complete_step(ctx, generator, false, &f.result, true));
            return drain_queue(ctx, generator);
        case JS_RUN_THREW:
            JS_TRY(js_catch(ctx, &f.result));
            JS_TRY(complete_step(ctx, generator, true, &f.result, true));
            return drain_queue(ctx, generator);
        case JS_RUN_SUSPENDED:
            break;
        }
        if (gc_same(f.result, GC_EMPTY)) { /* it awaits: js_async_generator_continue goes on */
            js_generator_nogc(*generator)->state = JS_GENERATOR_RUNNING;
            return true;
        }
        JS_TRY(complete_step(ctx, generator, false, &f.result, false));
        const struct js_reaction *next = first_request_nogc(ctx, *generator);

        if (!next)
            return true;
        mode = (enum js_resume_mode)next->kind;
        f.value = gc_get(ctx->heap, &next->argument);
    }
}

bool js_async_generator_continue(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                 const js_value *value)
{
    return run(ctx, generator, mode, value);
}

/* Goes to work on the first request if the generator is at rest. */
static bool resume_next(js_ctx *ctx, const js_value *generator)
{
    JS_FRAME(ctx, f, value);
    const struct js_reaction *request = first_request_nogc(ctx, *generator);
    struct js_generator *cell = js_generator_nogc(*generator);
    const enum js_resume_mode mode = (enum js_resume_mode)request->kind;

    if (cell->state == JS_GENERATOR_START && mode != JS_RESUME_NEXT) {
        cell->state = JS_GENERATOR_COMPLETED;
        gc_write_immediate(&cell->window, gc_slot_from_int(0));
    }
    switch (cell->state) {
    case JS_GENERATOR_COMPLETED:
        return drain_queue(ctx, generator);
    case JS_GENERATOR_START:
    case JS_GENERATOR_SUSPENDED:
        f.value = gc_get(ctx->heap, &request->argument);
        return run(ctx, generator, mode, &f.value);
    default:
        return true; /* running, or awaiting: the request waits */
    }
}

bool js_async_generator_enqueue(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                const js_value *value, const char *method, js_value *out)
{
    JS_FRAME(ctx, f, promise, error, generator);

    f.generator = *generator;
    JS_TRY(js_promise_new_noscript(ctx, &f.promise));
    if (!js_is_kind(f.generator, JS_KIND_GENERATOR) ||
        js_generator_nogc(f.generator)->is_async != JS_ASYNC_GENERATOR) {
        js_throw_type_error(ctx, "%s method called on incompatible receiver %v", method, generator);
        JS_TRY(js_catch(ctx, &f.error));
        JS_TRY(js_promise_reject(ctx, &f.promise, &f.error));
    } else {
        JS_TRY(enqueue(ctx, &f.generator, mode, value, &f.promise));
        JS_TRY(resume_next(ctx, &f.generator));
    }
    *out = f.promise;
    return true;
}
