/*
 * builtins/promise.c: the promise operations of 27.2.1, for the engine and for Promise's own functions.
 *
 * A reaction is a cell that serves one job: when its promise settles, outcome and argument are put into it and it
 * is queued.  Reactions whose result is a promise of ours are settled without resolving functions.
 */
#include "builtins/promise.h"
#include "builtins/builtin.h"
#include "builtins/promise_internal.h"
#include "interp/generator.h"
#include "vm/jobs.h"
#include "gc/mutant.h"

bool js_promise_new_noscript(js_ctx *ctx, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype = JS_INTRINSIC(ctx, promise_prototype);
    JS_TRY(js_object_alloc_noscript(ctx, JS_KIND_PROMISE, sizeof(struct js_promise), &f.prototype, out));
    return true;
}

/* ---- reactions ---- */

/* There is no memory to resolve a pending promise: that becomes its reason, so that its handlers hear of it. */
static bool reject_for_memory(js_ctx *ctx, const js_value *promise)
{
    JS_FRAME(ctx, f, error);

    JS_TRY(js_catch(ctx, &f.error));
    return js_promise_reject(ctx, promise, &f.error);
}

/* 27.2.2.1 NewPromiseReactionJob: gives the result to the capability. */
static bool settle_result(js_ctx *ctx, const js_value *reaction, const js_value *value, bool reject)
{
    JS_FRAME(ctx, f, promise, function, ignored);
    const struct js_reaction *cell = gc_to_cell(*reaction);

    f.promise = js_field(ctx, &cell->promise);
    if (gc_slot_is_cell(cell->resolve)) {
        f.function = js_field(ctx, reject ? &cell->reject : &cell->resolve);
        return js_call_function(ctx, &f.function, &js_undefined_value, value, 1, &f.ignored);
    }
    if (js_is_undefined(f.promise))
        return true;
    if (reject)
        return js_promise_reject(ctx, &f.promise, value);
    return js_promise_resolve(ctx, &f.promise, value) || reject_for_memory(ctx, &f.promise);
}

bool js__reaction_job(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, reaction, handler, argument, generator, value);
    const struct js_reaction *cell = gc_to_cell(call->args[0]);
    const bool rejected = cell->outcome == JS_PROMISE_REJECTED;

    (void)result;
    f.reaction = call->args[0];
    f.argument = js_field(ctx, &cell->argument);
    if (cell->kind == JS_REACTION_AWAIT) {
        f.generator = js_field(ctx, &cell->promise);
        return js_async_resume(ctx, &f.generator, rejected ? JS_RESUME_THROW : JS_RESUME_NEXT, &f.argument);
    }
    f.handler = js_field(ctx, rejected ? &cell->on_rejected : &cell->on_fulfilled);
    if (js_is_undefined(f.handler))
        return settle_result(ctx, &f.reaction, &f.argument, rejected);
    if (js_call_function(ctx, &f.handler, &js_undefined_value, &f.argument, 1, &f.value))
        return settle_result(ctx, &f.reaction, &f.value, false);
    JS_TRY(js_catch(ctx, &f.value));
    return settle_result(ctx, &f.reaction, &f.value, true);
}

/* The argument is the result of *promise, as it is stored there. */
static bool queue_reaction(js_ctx *ctx, const js_value *reaction, enum js_promise_state outcome,
                           const js_value *promise)
{
    struct js_reaction *cell = gc_to_cell(*reaction);

    gc_write(ctx->heap, cell, &cell->argument, js_promise_nogc(*promise)->result);
    cell->outcome = (uint16_t)outcome;
    return js_enqueue_native_job_noscript(ctx, js__reaction_job, reaction, 1);
}

/* ---- settling ---- */

static uint32_t count_reactions_nogc(js_ctx *ctx, const struct js_promise *promise)
{
    uint32_t count = 0;

    for (js_value v = js_field(ctx, &promise->reactions); gc_is_cell(v); count++)
        v = js_field(ctx, &((const struct js_reaction *)gc_to_cell(v))->next);
    return count;
}

/* Either all reactions are queued, or the promise stays pending [jobs.reserve]. */
static bool settle(js_ctx *ctx, const js_value *promise, enum js_promise_state state, const js_value *value)
{
    JS_FRAME(ctx, f, reaction, next);
    struct js_promise *cell;

    JS_TRY(js_reserve_jobs_noscript(ctx, count_reactions_nogc(ctx, js_promise_nogc(*promise))));
    JS_TRY(js_store(ctx, promise, offsetof(struct js_promise, result), value));
    cell = js_promise_nogc(*promise);
    cell->state = (uint16_t)state;
    f.reaction = js_field(ctx, &cell->reactions);
    gc_write_immediate(&cell->reactions, gc_slot_from_int(0));
    gc_write_immediate(&cell->last_reaction, gc_slot_from_int(0));
    if (state == JS_PROMISE_REJECTED && !cell->is_handled && ctx->host && ctx->host->promise_rejection)
        ctx->host->promise_rejection(ctx, promise, value, false);
    while (gc_is_cell(f.reaction)) {
        f.next = js_field(ctx, &((struct js_reaction *)gc_to_cell(f.reaction))->next);
        bool queued = queue_reaction(ctx, &f.reaction, state, promise);

        js_assert(queued); /* [jobs.reserve] */
        JS_TRY(queued);
        f.reaction = f.next;
    }
    return true;
}

bool js_promise_fulfill(js_ctx *ctx, const js_value *promise, const js_value *value)
{
    return settle(ctx, promise, JS_PROMISE_FULFILLED, value);
}

bool js_promise_reject(js_ctx *ctx, const js_value *promise, const js_value *reason)
{
    return settle(ctx, promise, JS_PROMISE_REJECTED, reason);
}

/* 27.2.1.3.2, from step 7 on. */
bool js_promise_resolve(js_ctx *ctx, const js_value *promise, const js_value *value)
{
    JS_FRAME(ctx, f, promise, value, then, error);

    if (gc_same(*value, *promise)) {
        js_throw_type_error(ctx, "Chaining cycle detected for promise #<Promise>");
        JS_TRY(js_catch(ctx, &f.error));
        return js_promise_reject(ctx, promise, &f.error);
    }
    if (!js_is_object(*value))
        return js_promise_fulfill(ctx, promise, value);
    f.promise = *promise;
    f.value = *value;
    if (!js_get(ctx, value, JS_ATOM(ctx, then), &f.then)) {
        JS_TRY(js_catch(ctx, &f.error));
        return js_promise_reject(ctx, promise, &f.error);
    }
    if (!js_is_callable_nogc(ctx, f.then))
        return js_promise_fulfill(ctx, &f.promise, &f.value);
    return js_enqueue_native_job_noscript(ctx, js__thenable_job, &f.promise, 3);
}

/* 27.2.2.2 NewPromiseResolveThenableJob: arguments promise, thenable, then. */
bool js__thenable_job(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, resolve, reject, error, ignored);

    (void)result;
    if (!js__resolving_functions(ctx, &call->args[0], &f.resolve, &f.reject))
        return reject_for_memory(ctx, &call->args[0]);
    if (js_call_function(ctx, &call->args[2], &call->args[1], &f.resolve, 2, &f.ignored))
        return true;
    JS_TRY(js_catch(ctx, &f.error));
    return js_call_function(ctx, &f.reject, &js_undefined_value, &f.error, 1, &f.ignored);
}

/* ---- 27.2.1.3 CreateResolvingFunctions: a pair shares a tuple of one integer, 1 once either was called ---- */

static bool take_turn(js_ctx *ctx, const js_call *call, js_value *promise)
{
    const js_value turn = js_native_data_nogc(ctx, *call->callee, 1);
    struct js_tuple *tuple = gc_to_cell(turn);

    if (gc_slot_to_int(tuple->slots[0]))
        return false;
    gc_write_immediate(&tuple->slots[0], gc_slot_from_int(1));
    *promise = js_native_data_nogc(ctx, *call->callee, 0);
    return true;
}

static bool resolve_function(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, promise);

    (void)result;
    return !take_turn(ctx, call, &f.promise) || js_promise_resolve(ctx, &f.promise, js_arg(call, 0));
}

static bool reject_function(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, promise);

    (void)result;
    return !take_turn(ctx, call, &f.promise) || js_promise_reject(ctx, &f.promise, js_arg(call, 0));
}

bool js__resolving_functions(js_ctx *ctx, const js_value *promise, js_value *resolve, js_value *reject)
{
    JS_FRAME(ctx, f, turn);

    JS_TRY(js_tuple_new_noscript(ctx, 1, &f.turn));
    gc_write_immediate(&((struct js_tuple *)gc_to_cell(f.turn))->slots[0], gc_slot_from_int(0));
    JS_TRY(js_native_closure_new_noscript(ctx, resolve_function, resolve));
    JS_TRY(js_native_set_data_noscript(ctx, resolve, 0, promise));
    JS_TRY(js_native_set_data_noscript(ctx, resolve, 1, &f.turn));
    JS_TRY(js_native_closure_new_noscript(ctx, reject_function, reject));
    JS_TRY(js_native_set_data_noscript(ctx, reject, 0, promise));
    return js_native_set_data_noscript(ctx, reject, 1, &f.turn);
}

/* ---- 27.2.5.4.1 PerformPromiseThen ---- */

static bool new_reaction(js_ctx *ctx, enum js_reaction_kind kind, const struct js_capability *capability,
                         const js_value *on_fulfilled, const js_value *on_rejected, js_value *out)
{
    JS_TRY(js_reserve(ctx, sizeof(struct js_reaction)));
    struct js_reaction *cell = gc_alloc_reserved_nogc(ctx->heap, JS_KIND_REACTION, sizeof *cell);
    gc_heap *heap = ctx->heap;

    gc_init(heap, cell, &cell->promise, gc_slot_of(heap, capability->promise));
    if (gc_is_cell(capability->resolve)) {
        gc_init(heap, cell, &cell->resolve, gc_slot_of(heap, capability->resolve));
        gc_init(heap, cell, &cell->reject, gc_slot_of(heap, capability->reject));
    }
    gc_init(heap, cell, &cell->on_fulfilled, gc_slot_of(heap, *on_fulfilled));
    gc_init(heap, cell, &cell->on_rejected, gc_slot_of(heap, *on_rejected));
    cell->kind = (uint16_t)kind;
    *out = gc_from_cell(cell);
    return true;
}

/* Links a reaction to a pending promise, or queues it for a settled one. */
static bool add_reaction(js_ctx *ctx, const js_value *promise, const js_value *reaction)
{
    JS_FRAME(ctx, f, result);
    struct js_promise *cell = js_promise_nogc(*promise);
    const enum js_promise_state state = cell->state;
    const bool was_handled = cell->is_handled;

    cell->is_handled = true;
    if (state == JS_PROMISE_PENDING) {
        const gc_slot slot = gc_slot_of(ctx->heap, *reaction);

        if (gc_slot_is_cell(cell->last_reaction)) {
            struct js_reaction *last = gc_slot_to_cell(ctx->heap, cell->last_reaction);
            gc_write(ctx->heap, last, &last->next, slot);
        } else {
            gc_write(ctx->heap, cell, &cell->reactions, slot);
        }
        if (GC_MUTANT(REACTION_NO_BARRIER))
            cell->last_reaction = slot; /* gc_check: a mutant */
        else
            gc_write(ctx->heap, cell, &cell->last_reaction, slot);
        return true;
    }
    f.result = js_field(ctx, &cell->result);
    if (state == JS_PROMISE_REJECTED && !was_handled && ctx->host && ctx->host->promise_rejection)
        ctx->host->promise_rejection(ctx, promise, &f.result, true);
    return queue_reaction(ctx, reaction, state, promise);
}

bool js__perform_then(js_ctx *ctx, const js_value *promise, const js_value *on_fulfilled,
                      const js_value *on_rejected, const struct js_capability *capability)
{
    JS_FRAME(ctx, f, reaction, fulfilled, rejected);

    f.fulfilled = js_is_callable_nogc(ctx, *on_fulfilled) ? *on_fulfilled : JS_UNDEFINED;
    f.rejected = js_is_callable_nogc(ctx, *on_rejected) ? *on_rejected : JS_UNDEFINED;
    JS_TRY(new_reaction(ctx, JS_REACTION_THEN, capability, &f.fulfilled, &f.rejected, &f.reaction));
    return add_reaction(ctx, promise, &f.reaction);
}

bool js_promise_then(js_ctx *ctx, const js_value *promise, const js_value *on_fulfilled,
                     const js_value *on_rejected, const js_value *result)
{
    JS_CAPABILITY(ctx, capability);

    capability.promise = *result;
    return js__perform_then(ctx, promise, on_fulfilled, on_rejected, &capability);
}

bool js_promise_await(js_ctx *ctx, const js_value *value, const js_value *generator)
{
    JS_FRAME(ctx, f, constructor, promise, reaction);
    JS_CAPABILITY(ctx, capability);

    f.constructor = JS_INTRINSIC(ctx, promise);
    JS_TRY(js_promise_resolve_value(ctx, &f.constructor, value, &f.promise));
    capability.promise = *generator;
    JS_TRY(new_reaction(ctx, JS_REACTION_AWAIT, &capability, &js_undefined_value, &js_undefined_value,
                        &f.reaction));
    return add_reaction(ctx, &f.promise, &f.reaction);
}

/* ---- capabilities ---- */

/* 27.2.1.5.1: the executor that NewPromiseCapability passes; data 0 is a tuple of the two functions. */
static bool capability_executor(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, pair);

    (void)result;
    f.pair = js_native_data_nogc(ctx, *call->callee, 0);
    const struct js_tuple *tuple = gc_to_cell(f.pair);

    if (!gc_slot_same(tuple->slots[0], JS_SLOT_UNDEFINED) || !gc_slot_same(tuple->slots[1], JS_SLOT_UNDEFINED))
        return js_throw_type_error(ctx, "Promise executor has already been invoked with non-undefined arguments");
    JS_TRY(js_store(ctx, &f.pair, offsetof(struct js_tuple, slots), js_arg(call, 0)));
    return js_store(ctx, &f.pair, offsetof(struct js_tuple, slots) + 4, js_arg(call, 1));
}

bool js__new_capability(js_ctx *ctx, const js_value *constructor, struct js_capability *out)
{
    JS_FRAME(ctx, f, executor, pair, promise);

    if (gc_same(*constructor, JS_INTRINSIC(ctx, promise))) {
        JS_TRY(js_promise_new_noscript(ctx, &out->promise));
        return js__resolving_functions(ctx, &out->promise, &out->resolve, &out->reject);
    }
    if (!js_is_constructor_nogc(ctx, *constructor))
        return js_throw_type_error(ctx, "%v is not a constructor", constructor);
    JS_TRY(js_tuple_new_noscript(ctx, 2, &f.pair));
    struct js_tuple *tuple = gc_to_cell(f.pair);

    gc_write_immediate(&tuple->slots[0], JS_SLOT_UNDEFINED);
    gc_write_immediate(&tuple->slots[1], JS_SLOT_UNDEFINED);
    JS_TRY(js_native_closure_new_noscript(ctx, capability_executor, &f.executor));
    JS_TRY(js_native_set_data_noscript(ctx, &f.executor, 0, &f.pair));
    JS_TRY(js_construct(ctx, constructor, constructor, &f.executor, 1, &f.promise));
    tuple = gc_to_cell(f.pair);
    out->resolve = gc_decode(ctx->heap, tuple->slots[0]);
    out->reject = gc_decode(ctx->heap, tuple->slots[1]);
    out->promise = f.promise;
    if (!js_is_callable_nogc(ctx, out->resolve) || !js_is_callable_nogc(ctx, out->reject))
        return js_throw_type_error(ctx, "Promise resolve or reject function is not callable");
    return true;
}

bool js_new_promise_capability(js_ctx *ctx, const js_value *constructor, js_value *promise, js_value *resolve,
                               js_value *reject)
{
    JS_CAPABILITY(ctx, capability);

    JS_TRY(js__new_capability(ctx, constructor, &capability));
    *promise = capability.promise;
    *resolve = capability.resolve;
    *reject = capability.reject;
    return true;
}

bool js_promise_resolve_value(js_ctx *ctx, const js_value *constructor, const js_value *value, js_value *out)
{
    JS_FRAME(ctx, f, of, value, ignored);
    JS_CAPABILITY(ctx, capability);

    f.value = *value;
    if (js_is_kind(f.value, JS_KIND_PROMISE)) {
        JS_TRY(js_get(ctx, &f.value, JS_ATOM(ctx, constructor), &f.of));
        if (gc_same(f.of, *constructor)) {
            *out = f.value;
            return true;
        }
    }
    if (gc_same(*constructor, JS_INTRINSIC(ctx, promise))) {
        JS_TRY(js_promise_new_noscript(ctx, &f.of));
        JS_TRY(js_promise_resolve(ctx, &f.of, &f.value));
        *out = f.of;
        return true;
    }
    JS_TRY(js__new_capability(ctx, constructor, &capability));
    JS_TRY(js_call_function(ctx, &capability.resolve, &js_undefined_value, &f.value, 1, &f.ignored));
    *out = capability.promise;
    return true;
}

JS_BUILTIN_TABLE(promise_functions) = {
    JS_HIDDEN_FUNCTION("", resolve_function, 1),
    JS_HIDDEN_FUNCTION("", reject_function, 1),
    JS_HIDDEN_FUNCTION("", capability_executor, 2),
    JS_HIDDEN_FUNCTION("", js__reaction_job, 1),
    JS_HIDDEN_FUNCTION("", js__thenable_job, 3),
};
JS_BUILTIN_TABLE_END(promise_functions);
