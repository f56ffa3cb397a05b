/*
 * vm/jobs.c: the queue of jobs, a list of chunks, which are tuples.
 *
 * Slot 0 of a chunk refers to the next one.  A job lies in consecutive slots: what to call, its realm, the
 * number of arguments, the arguments.  What to call is a function, or an integer that names a native one.
 * The constant 'hole' in place of a job says that the next chunk goes on.  Used slots are overwritten, so that
 * a job that ran keeps nothing alive; an empty chunk is kept for reuse, so that a program whose queue stays
 * short allocates no chunks.  Spare chunks are linked by slot 0 too: who has several jobs to queue, all or none,
 * first makes sure of the room [jobs.reserve]; and the next chunk is made ready while the last one still has
 * room, so that jobs can be queued although memory has just run out.
 */
#include "vm/jobs.h"

#include "builtins/finalization.h"
#include "interp/interp.h"
#include "object/object.h"
#include "ops/ops.h"
#include "vm/natives.h"
#include "vm/realm.h"
#include "vm/state.h"

#define CHUNK_SLOTS 1022u
#define JOB_HEAD    3u /* slots of a job before its arguments */

static struct js_tuple *chunk_nogc(js_value v)
{
    return gc_to_cell(v);
}

static bool add_spare(js_ctx *ctx)
{
    JS_FRAME(ctx, f, chunk);

    JS_TRY(js_tuple_new_noscript(ctx, CHUNK_SLOTS, &f.chunk));
    if (gc_is_cell(ctx->state->job_spare)) {
        struct js_tuple *chunk = chunk_nogc(f.chunk);

        gc_write(ctx->heap, chunk, &chunk->slots[0], gc_slot_of(ctx->heap, ctx->state->job_spare));
    }
    ctx->state->job_spare = f.chunk;
    return true;
}

static void take_spare_nogc(js_ctx *ctx)
{
    struct js_tuple *chunk = chunk_nogc(ctx->state->job_spare);
    const js_value next = js_field(ctx, &chunk->slots[0]);

    ctx->state->job_spare = gc_is_cell(next) ? next : GC_EMPTY;
    gc_write_immediate(&chunk->slots[0], gc_slot_from_int(0));
}

bool js_reserve_jobs_noscript(js_ctx *ctx, uint32_t count)
{
    struct js_state *state = ctx->state;
    const uint32_t in_chunk = (CHUNK_SLOTS - 1) / (JOB_HEAD + 1) - 1; /* of one argument; the end may be wasted */
    uint32_t room = 0;
    js_value spare = state->job_spare;

    if (gc_is_cell(state->job_tail))
        room = (CHUNK_SLOTS - state->job_tail_index) / (JOB_HEAD + 1);
    for (; room < count && gc_is_cell(spare); room += in_chunk)
        spare = js_field(ctx, &chunk_nogc(spare)->slots[0]);
    for (; room < count; room += in_chunk)
        JS_TRY(add_spare(ctx));
    return true;
}

/* Links a chunk behind the tail, and makes it the tail. */
static bool add_chunk(js_ctx *ctx)
{
    struct js_state *state = ctx->state;
    JS_FRAME(ctx, f, chunk);

    if (!gc_is_cell(state->job_spare))
        JS_TRY(add_spare(ctx));
    f.chunk = state->job_spare;
    take_spare_nogc(ctx);
    if (gc_is_cell(state->job_tail)) {
        struct js_tuple *tail = chunk_nogc(state->job_tail);

        if (state->job_tail_index < CHUNK_SLOTS)
            gc_write_immediate(&tail->slots[state->job_tail_index], JS_SLOT_HOLE);
        gc_write(ctx->heap, tail, &tail->slots[0], gc_slot_of(ctx->heap, f.chunk));
    } else {
        ctx->job_queue = f.chunk;
        state->job_head_index = 1;
    }
    state->job_tail = f.chunk;
    state->job_tail_index = 1;
    return true;
}

/* Where there is no memory for a spare chunk, the chunk in use will do for now. */
static void make_spare(js_ctx *ctx)
{
    if (!add_spare(ctx))
        ctx->exception = GC_EMPTY;
}

/* Bytes for the numbers among args that need boxes. */
static size_t box_bytes_nogc(js_ctx *ctx, const js_value *args, uint32_t argc)
{
    size_t bytes = 0;
    gc_slot slot;

    for (uint32_t i = 0; i < argc; i++)
        bytes += gc_try_encode(ctx->heap, args[i], &slot) ? 0 : GC_NUMBER_BYTES;
    return bytes;
}

static bool enqueue(js_ctx *ctx, const js_value *what, const js_value *args, uint32_t argc)
{
    struct js_state *state = ctx->state;
    struct js_tuple *chunk;
    gc_slot *slot;
    size_t boxes;

    GC_REQUIRE(argc <= JS_JOB_ARGS_MAX);
    if (!gc_is_cell(state->job_tail) || state->job_tail_index + JOB_HEAD + argc > CHUNK_SLOTS)
        JS_TRY(add_chunk(ctx));
    else if (state->job_tail_index > CHUNK_SLOTS / 4 * 3 && !gc_is_cell(state->job_spare))
        make_spare(ctx);
    boxes = box_bytes_nogc(ctx, args, argc);
    if (boxes != 0)
        JS_TRY(js_reserve(ctx, boxes)); /* the last safepoint */
    chunk = chunk_nogc(state->job_tail);
    slot = &chunk->slots[state->job_tail_index];
    gc_write(ctx->heap, chunk, slot++, gc_slot_of(ctx->heap, *what));
    gc_write(ctx->heap, chunk, slot++, gc_slot_of(ctx->heap, ctx->realm));
    gc_write(ctx->heap, chunk, slot++, gc_slot_from_int((int32_t)argc));
    for (uint32_t i = 0; i < argc; i++)
        gc_write(ctx->heap, chunk, slot++, gc_encode_nogc(ctx->heap, args[i]));
    state->job_tail_index += JOB_HEAD + argc;
    if (state->job_count++ == 0 && ctx->host && ctx->host->jobs_queued)
        ctx->host->jobs_queued(ctx);
    return true;
}

bool js_enqueue_job_noscript(js_ctx *ctx, const js_value *function, const js_value *args,
                             uint32_t argc)
{
    return enqueue(ctx, function, args, argc);
}

bool js_enqueue_native_job_noscript(js_ctx *ctx, js_native_fn *fn, const js_value *args,
                                    uint32_t argc)
{
    uint16_t table, index;
    JS_FRAME(ctx, f, what);

    GC_REQUIRE(js_native_find_nogc(ctx, fn, &table, &index));
    GC_REQUIRE(table < 1u << 13);
    f.what = js_int((int32_t)table << 16 | index);
    return enqueue(ctx, &f.what, args, argc);
}

/* Moves the head to the next chunk, which exists. */
static void next_chunk(js_ctx *ctx)
{
    struct js_state *state = ctx->state;
    struct js_tuple *chunk = chunk_nogc(ctx->job_queue);

    js_value empty = ctx->job_queue;

    ctx->job_queue = js_field(ctx, &chunk->slots[0]);
    gc_write_immediate(&chunk->slots[0], gc_slot_from_int(0));
    state->job_head_index = 1;
    if (!gc_is_cell(state->job_spare)) /* one is kept */
        state->job_spare = empty;
}

/* Takes the oldest job: base[0] what to call, base[1] its realm, then argc arguments. */
static uint32_t take_job_nogc(js_ctx *ctx, js_value *base)
{
    struct js_state *state = ctx->state;
    struct js_tuple *chunk = chunk_nogc(ctx->job_queue);
    gc_slot *slot;
    uint32_t argc;

    if (state->job_head_index >= CHUNK_SLOTS ||
        gc_slot_same(chunk->slots[state->job_head_index], JS_SLOT_HOLE)) {
        next_chunk(ctx);
        chunk = chunk_nogc(ctx->job_queue);
    }
    slot = &chunk->slots[state->job_head_index];
    argc = (uint32_t)gc_slot_to_int(slot[2]);
    base[0] = js_field(ctx, &slot[0]);
    base[1] = js_field(ctx, &slot[1]);
    for (uint32_t i = 0; i < argc; i++)
        base[2 + i] = js_field(ctx, &slot[JOB_HEAD + i]);
    for (uint32_t i = 0; i < JOB_HEAD + argc; i++)
        gc_write_immediate(&slot[i], gc_slot_from_int(0));
    state->job_head_index += JOB_HEAD + argc;
    if (--state->job_count == 0)
        state->job_head_index = state->job_tail_index = 1; /* head and tail are one chunk */
    return argc;
}

static bool run_job(js_ctx *ctx, js_value *base)
{
    uint32_t argc = take_job_nogc(ctx, base);

    ctx->realm = base[1];
    if (!gc_is_int(base[0])) {
        base[1] = JS_UNDEFINED;
        return js_call_function(ctx, &base[0], &base[1], &base[2], argc, &base[1]);
    }
    int32_t number = gc_to_int(base[0]);
    const js_builtin *entry =
        js_native_entry_nogc(ctx, (uint32_t)number >> 16, (uint32_t)number & 0xFFFF);
    js_call call = {.callee = &js_undefined_value, .self = &js_undefined_value,
                    .args = &base[2], .argc = argc, .new_target = &js_undefined_value};

    base[1] = JS_UNDEFINED;
    return entry->fn(ctx, &call, &base[1]);
}

bool js_run_jobs(js_ctx *ctx)
{
    JS_FRAME(ctx, f, realm);
    bool ok = true;
    js_value *base;

    f.realm = ctx->realm;
    while (ok && js_has_jobs(ctx)) {
        if (ctx->state->job_count == 0) { /* all else comes first */
            ok = js_queue_finalization_jobs_noscript(ctx);
            continue;
        }
        base = js_stack_push_noscript(ctx, 2 + JS_JOB_ARGS_MAX);
        if (base == NULL)
            return false;
        ok = run_job(ctx, base) && js_poll(ctx);
        ctx->stack_top = base;
        ctx->realm = f.realm;
    }
    return ok;
}

bool js_has_jobs(const js_ctx *ctx)
{
    return ctx->state->job_count != 0 || js_finalization_is_due_nogc(ctx);
}
