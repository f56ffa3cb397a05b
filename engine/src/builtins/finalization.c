/*
 * builtins/finalization.c: 26.2 FinalizationRegistry Objects.
 *
 * Entry i of a registry is targets[i] and tokens[i], both weak, and held[i].  An entry that is not in use has
 * the integer 0 as target; one whose target has died, GC_EMPTY.  Entries are appended, and move together when
 * the room ends.  Registries with entries form a list from ctx->finalization_list, which keeps them alive.
 */
#include "builtins/finalization.h"

#include "builtins/collections.h"
#include "object/weak.h"
#include "vm/jobs.h"
#include "vm/state.h"

#define CAPACITY_FIRST 8u

static struct js_finalization_registry *registry_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_FINALIZATION_REGISTRY));
    return gc_to_cell(v);
}

static gc_slot *target_nogc(const js_ctx *ctx, js_value registry, uint32_t i)
{
    struct js_weak_tuple *targets =
        gc_slot_to_cell(ctx->heap, gc_load(&registry_nogc(registry)->targets));

    return &targets->slots[i];
}

static gc_slot *token_nogc(const js_ctx *ctx, js_value registry, uint32_t i)
{
    struct js_weak_tuple *tokens =
        gc_slot_to_cell(ctx->heap, gc_load(&registry_nogc(registry)->tokens));

    return &tokens->slots[i];
}

static gc_slot *held_nogc(const js_ctx *ctx, js_value registry, uint32_t i)
{
    struct js_tuple *held = gc_slot_to_cell(ctx->heap, gc_load(&registry_nogc(registry)->held));

    return &held->slots[i];
}

static uint32_t capacity_nogc(const js_ctx *ctx, js_value registry)
{
    const struct js_finalization_registry *cell = registry_nogc(registry);

    if (!gc_slot_is_cell(cell->targets))
        return 0;
    return ((struct js_weak_tuple *)gc_slot_to_cell(ctx->heap, cell->targets))->count;
}

static bool is_unused_nogc(const js_ctx *ctx, js_value registry, uint32_t i)
{
    return gc_slot_is_int(gc_load(target_nogc(ctx, registry, i)));
}

static bool is_dead_nogc(const js_ctx *ctx, js_value registry, uint32_t i)
{
    return gc_slot_same(gc_load(target_nogc(ctx, registry, i)), GC_SLOT_EMPTY);
}

static void drop_entry_nogc(const js_ctx *ctx, js_value registry, uint32_t i)
{
    gc_write_immediate(target_nogc(ctx, registry, i), gc_slot_from_int(0));
    gc_write_immediate(token_nogc(ctx, registry, i), gc_slot_from_int(0));
    gc_write_immediate(held_nogc(ctx, registry, i), gc_slot_from_int(0));
}

/* ---- the list of registries ---- */

static bool is_listed_nogc(const js_ctx *ctx, js_value registry)
{
    return gc_slot_is_cell(gc_load(&registry_nogc(registry)->next)) ||
           gc_same(ctx->finalization_list, registry);
}

static void list_nogc(js_ctx *ctx, js_value registry)
{
    struct js_finalization_registry *cell = registry_nogc(registry);

    if (is_listed_nogc(ctx, registry))
        return;
    if (gc_is_cell(ctx->finalization_list))
        gc_write(ctx->heap, cell, &cell->next, gc_slot_of(ctx->heap, ctx->finalization_list));
    ctx->finalization_list = registry;
}

static bool has_entries_nogc(const js_ctx *ctx, js_value registry)
{
    for (uint32_t i = 0; i < registry_nogc(registry)->count; i++)
        if (!is_unused_nogc(ctx, registry, i))
            return true;
    return false;
}

static bool has_dead_entries_nogc(const js_ctx *ctx, js_value registry)
{
    for (uint32_t i = 0; i < registry_nogc(registry)->count; i++)
        if (is_dead_nogc(ctx, registry, i))
            return true;
    return false;
}

/* The next registry in the list, or GC_EMPTY. */
static js_value next_nogc(const js_ctx *ctx, js_value registry)
{
    gc_slot next = gc_load(&registry_nogc(registry)->next);

    return gc_slot_is_cell(next) ? gc_decode(ctx->heap, next) : GC_EMPTY;
}

/* Takes registries without entries off the list. */
static void prune_list_nogc(js_ctx *ctx)
{
    js_value kept = GC_EMPTY, next;

    for (js_value r = ctx->finalization_list; gc_is_cell(r); r = next) {
        next = next_nogc(ctx, r);
        if (has_entries_nogc(ctx, r)) {
            kept = r;
            continue;
        }
        gc_write_immediate(&registry_nogc(r)->next, gc_slot_from_int(0));
        if (!gc_is_cell(kept))
            ctx->finalization_list = next;
        else if (gc_is_cell(next))
            gc_write(ctx->heap, registry_nogc(kept), &registry_nogc(kept)->next,
                     gc_slot_of(ctx->heap, next));
        else
            gc_write_immediate(&registry_nogc(kept)->next, gc_slot_from_int(0));
    }
}

/* ---- collections and jobs ---- */

bool js_finalization_is_due_nogc(const js_ctx *ctx)
{
    return ctx->state->finalization_due;
}

void js_finalization_after_collection_nogc(js_ctx *ctx, bool cleared_weak)
{
    if (!cleared_weak || !gc_is_cell(ctx->finalization_list) || ctx->state->finalization_due)
        return;
    ctx->state->finalization_due = true;
    if (ctx->state->job_count == 0 && ctx->host && ctx->host->jobs_queued)
        ctx->host->jobs_queued(ctx);
}

/* 9.13 CleanupFinalizationRegistry ( finalizationRegistry ), a job */
static bool cleanup(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, registry, function, held, ignored);

    f.registry = *js_arg(call, 0);
    f.function = js_field(ctx, &registry_nogc(f.registry)->cleanup);
    for (uint32_t i = 0; i < registry_nogc(f.registry)->count; i++) {
        if (!is_dead_nogc(ctx, f.registry, i))
            continue;
        f.held = js_field(ctx, held_nogc(ctx, f.registry, i));
        drop_entry_nogc(ctx, f.registry, i);
        if (!js_call_function(ctx, &f.function, &js_undefined_value, &f.held, 1, &f.ignored)) {
            ctx->state->finalization_due = true; /* the rest in another job */
            return false;
        }
    }
    if (has_dead_entries_nogc(ctx, f.registry)) /* the function made entries move */
        ctx->state->finalization_due = true;
    *result = JS_UNDEFINED;
    return true;
}

bool js_queue_finalization_jobs_noscript(js_ctx *ctx)
{
    JS_FRAME(ctx, f, registry, realm);

    ctx->state->finalization_due = false;
    prune_list_nogc(ctx);
    f.realm = ctx->realm;
    for (f.registry = ctx->finalization_list; gc_is_cell(f.registry);
         f.registry = next_nogc(ctx, f.registry)) {
        if (!has_dead_entries_nogc(ctx, f.registry))
            continue;
        ctx->realm = js_field(ctx, &registry_nogc(f.registry)->realm);
        /* gc_check: cleanup is put into the queue here, not called */
        bool ok = js_enqueue_native_job_noscript(ctx, cleanup, &f.registry, 1);

        ctx->realm = f.realm;
        JS_TRY(ok);
    }
    return true;
}

/* ---- the built-ins ---- */

/* 26.2.1.1 FinalizationRegistry ( cleanupCallback ) */
static bool finalization_registry(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, registry);

    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor FinalizationRegistry requires 'new'");
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0)))
        return js_throw_type_error(ctx, "FinalizationRegistry: cleanup must be callable");
    JS_TRY(js_create_from_constructor(
        ctx, call->new_target, JS_INTRINSIC_finalization_registry_prototype,
        JS_KIND_FINALIZATION_REGISTRY, sizeof(struct js_finalization_registry), &f.registry));
    struct js_finalization_registry *cell = registry_nogc(f.registry);

    gc_write(ctx->heap, cell, &cell->cleanup, gc_slot_of(ctx->heap, *js_arg(call, 0)));
    gc_write(ctx->heap, cell, &cell->realm, gc_slot_of(ctx->heap, ctx->realm));
    *result = f.registry;
    return true;
}

/* Room for one more entry: the entries in use move together, into new tuples. */
static bool make_room(js_ctx *ctx, const js_value *registry)
{
    uint32_t capacity = capacity_nogc(ctx, *registry), used = 0, to = 0;
    JS_FRAME(ctx, f, targets, tokens, held);

    if (registry_nogc(*registry)->count < capacity)
        return true;
    for (uint32_t i = 0; i < capacity; i++)
        used += !is_unused_nogc(ctx, *registry, i);
    capacity = used < CAPACITY_FIRST / 2 ? CAPACITY_FIRST : used * 2;
    JS_TRY(js_weak_tuple_new_noscript(ctx, capacity, &f.targets));
    JS_TRY(js_weak_tuple_new_noscript(ctx, capacity, &f.tokens));
    JS_TRY(js_tuple_new_noscript(ctx, capacity, &f.held));
    struct js_finalization_registry *cell = registry_nogc(*registry);
    struct js_weak_tuple *targets = gc_to_cell(f.targets), *tokens = gc_to_cell(f.tokens);
    struct js_tuple *held = gc_to_cell(f.held);

    for (uint32_t i = 0; i < capacity; i++) {
        gc_write_immediate(&targets->slots[i], gc_slot_from_int(0));
        gc_write_immediate(&tokens->slots[i], gc_slot_from_int(0));
    }
    for (uint32_t i = 0; i < cell->count; i++) {
        if (is_unused_nogc(ctx, *registry, i))
            continue;
        gc_write(ctx->heap, targets, &targets->slots[to], gc_load(target_nogc(ctx, *registry, i)));
        gc_write(ctx->heap, tokens, &tokens->slots[to], gc_load(token_nogc(ctx, *registry, i)));
        gc_write(ctx->heap, held, &held->slots[to], gc_load(held_nogc(ctx, *registry, i)));
        to++;
    }
    gc_write(ctx->heap, cell, &cell->targets, gc_slot_of(ctx->heap, f.targets));
    gc_write(ctx->heap, cell, &cell->tokens, gc_slot_of(ctx->heap, f.tokens));
    gc_write(ctx->heap, cell, &cell->held, gc_slot_of(ctx->heap, f.held));
    cell->count = to;
    return true;
}

/* 26.2.3.2 FinalizationRegistry.prototype.register ( target, heldValue [ , unregisterToken ] ) */
static bool register_target(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *target = js_arg(call, 0), *held = js_arg(call, 1), *token = js_arg(call, 2);

    JS_TRY(js__require_kind(ctx, call, JS_KIND_FINALIZATION_REGISTRY,
                            "FinalizationRegistry.prototype.register"));
    if (!js_can_be_held_weakly_nogc(*target))
        return js_throw_type_error(ctx, "FinalizationRegistry.prototype.register: invalid target");
    if (js_same_value_nogc(ctx, *target, *held))
        return js_throw_type_error(ctx, "FinalizationRegistry.prototype.register: target and "
                                        "holdings must not be same");
    if (!js_can_be_held_weakly_nogc(*token) && !js_is_undefined(*token))
        return js_throw_type_error(ctx, "Invalid unregisterToken ('%v')", token);
    JS_TRY(make_room(ctx, call->self));
    JS_TRY(js_reserve(ctx, GC_NUMBER_BYTES)); /* the last safepoint */
    struct js_finalization_registry *cell = registry_nogc(*call->self);
    uint32_t i = cell->count++;

    gc_write(ctx->heap, gc_slot_to_cell(ctx->heap, cell->held), held_nogc(ctx, *call->self, i),
             gc_encode_nogc(ctx->heap, *held));
    gc_write(ctx->heap, gc_slot_to_cell(ctx->heap, cell->targets),
             target_nogc(ctx, *call->self, i), gc_slot_of(ctx->heap, *target));
    if (!js_is_undefined(*token))
        gc_write(ctx->heap, gc_slot_to_cell(ctx->heap, cell->tokens),
                 token_nogc(ctx, *call->self, i), gc_slot_of(ctx->heap, *token));
    list_nogc(ctx, *call->self);
    *result = JS_UNDEFINED;
    return true;
}

/* 26.2.3.3 FinalizationRegistry.prototype.unregister ( unregisterToken ) */
static bool unregister(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *token = js_arg(call, 0);
    bool removed = false;

    JS_TRY(js__require_kind(ctx, call, JS_KIND_FINALIZATION_REGISTRY,
                            "FinalizationRegistry.prototype.unregister"));
    if (!js_can_be_held_weakly_nogc(*token))
        return js_throw_type_error(ctx, "Invalid unregisterToken ('%v')", token);
    gc_slot wanted = gc_slot_of(ctx->heap, *token);

    for (uint32_t i = registry_nogc(*call->self)->count; i > 0; i--) {
        if (!gc_slot_same(gc_load(token_nogc(ctx, *call->self, i - 1)), wanted))
            continue;
        drop_entry_nogc(ctx, *call->self, i - 1);
        removed = true;
    }
    *result = js_bool(removed);
    return true;
}

JS_BUILTIN_TABLE(finalization_registry) = {
    JS_CONSTRUCTOR("FinalizationRegistry", finalization_registry, 1),
    JS_METHOD("register", register_target, 2),
    JS_METHOD("unregister", unregister, 1),
    JS_STRING_CONSTANT("@@toStringTag", "FinalizationRegistry", JS_CONFIGURABLE),
    JS_HIDDEN_FUNCTION("cleanup", cleanup, 1),
};
JS_BUILTIN_TABLE_END(finalization_registry);
