/*
 * vm/context.c: an isolate's life: heap, stacks, roots, tables, first realm; and interrupts.
 *
 * The order matters: heap, then root tables (all values GC_EMPTY), then intern tables, atoms, natives, realm.
 * Every value of struct js_ctx from exception to symbol_registry is a root, one table [context.roots].
 */
#include "js/js.h"

#include "base/hash.h"
#include "builtins/finalization.h"
#include "interp/sites.h"
#include "object/intern.h"
#include "vm/natives.h"
#include "vm/realm.h"
#include "vm/stack.h"
#include "vm/state.h"
#include "gc/mutant.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

const js_value js_undefined_value = {GC__CONSTANT_TAG | JS_CONSTANT_UNDEFINED};

_Static_assert(offsetof(struct js_ctx, symbol_registry) - offsetof(struct js_ctx, exception) ==
                   (JS_ATOM_COUNT + 256 + 7) * sizeof(js_value),
               "nothing but values lies between the first root and the last [context.roots]");

static const char *const constant_names[JS_CONSTANT_COUNT] = {
    [JS_CONSTANT_EMPTY] = "empty", [JS_CONSTANT_UNDEFINED] = "undefined",
    [JS_CONSTANT_NULL] = "null",   [JS_CONSTANT_FALSE] = "false",
    [JS_CONSTANT_TRUE] = "true",   [JS_CONSTANT_HOLE] = "hole",
    [JS_CONSTANT_DELETED] = "deleted",
};

/* ---- roots ---- */

static void visit_roots(void *client, struct gc_root_visitor *visitor)
{
    js_ctx *ctx = client;

    if (ctx->state != NULL) {
        if (!GC_MUTANT(DEAD_REGISTERS_KEPT))
            js__frames_clear_dead_nogc(ctx);
        js__ic_collect_nogc(ctx);
        if (!GC_MUTANT(INTERN_NOT_VISITED))
            js__intern_visit(ctx, visitor);
    }
}

static void after_collection(void *client, bool full, bool cleared_weak)
{
    js_ctx *ctx = client;

    (void)full;
    if (ctx->state != NULL)
        js_finalization_after_collection_nogc(ctx, cleared_weak);
}

static void add_roots(js_ctx *ctx, unsigned table, js_value *values, size_t count)
{
    struct gc_root_table *roots = &ctx->state->roots[table];

    for (size_t i = 0; i < count; i++)
        values[i] = GC_EMPTY;
    roots->values = values;
    roots->count = count;
    gc_add_roots(ctx->heap, roots);
}

static void register_roots(js_ctx *ctx)
{
    struct js_state *state = ctx->state;

    _Static_assert(offsetof(js_ctx, symbol_registry) > offsetof(js_ctx, exception) &&
                       sizeof(js_value) == 8,
                   "one run of values"); /* [context.roots] */
    add_roots(ctx, 0, &ctx->exception, (size_t)(&ctx->symbol_registry - &ctx->exception) + 1);
    add_roots(ctx, 1, state->number_strings, GC_MUTANT(NUMBER_STRINGS_NO_ROOT) ? 1 : JS_NUMBER_CACHE_SIZE);
    add_roots(ctx, 2, &state->job_tail, GC_MUTANT(JOB_TAIL_NO_ROOT) ? 0 : 1);
    add_roots(ctx, 3, &state->job_spare, 1);
    add_roots(ctx, 6, state->array_species, 4);
    add_roots(ctx, 5, state->regexp_cache, 3 * JS_REGEXP_CACHE_SIZE);
    add_roots(ctx, 4, &state->throw_value, 3);
    for (unsigned i = 0; i < JS_NUMBER_CACHE_SIZE; i++)
        state->number_keys[i] = UINT64_MAX; /* a NaN that is never asked for */
}

/* ---- creation ---- */

static uint32_t random_seed(js_ctx *ctx)
{
    uint32_t seed = 0;

    if (ctx->host && ctx->host->random_seed)
        seed = (uint32_t)ctx->host->random_seed(ctx);
    else if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed)
        seed = (uint32_t)time(NULL) ^ (uint32_t)(uintptr_t)ctx;
    return seed ? seed : 1;
}

static bool create_heap(js_ctx *ctx, const struct js_config *config)
{
    struct gc_config heap = config->heap;

    heap.kinds = js_kinds;
    heap.kind_count = JS_KIND_COUNT;
    heap.constant_names = constant_names;
    heap.constant_count = JS_CONSTANT_COUNT;
    heap.visit_roots = visit_roots;
    heap.after_collection = after_collection;
    heap.allocation_site = js__allocation_site_nogc;
    heap.site_changed = js__site_changed_nogc;
    heap.client = ctx;
    ctx->heap = gc_heap_create(&heap);
    return ctx->heap != NULL;
}

static bool fill_context(js_ctx *ctx, const struct js_config *config)
{
    if (!create_heap(ctx, config))
        return false;
    ctx->state = gc_calloc(ctx->heap, sizeof *ctx->state);
    if (ctx->state == NULL)
        return false;
    register_roots(ctx);
    ctx->state->dump_bytecode = config->dump_bytecode;
    ctx->hash_seed = config->hash_seed ? config->hash_seed : random_seed(ctx);
    ctx->identity_hash_state = ctx->hash_seed | 1;
    ctx->state->random.a = js_hash_u64(ctx->hash_seed) | (uint64_t)random_seed(ctx) << 32;
    ctx->state->random.b = js_hash_u64(~(uint64_t)ctx->hash_seed) | 1;
    JS_TRY(js__stacks_init(ctx, config->stack_bytes, config->c_stack_bytes));
    JS_TRY(js__intern_init(ctx));
    JS_TRY(js__natives_init(ctx));
    if (config->no_realm)
        return true;
    JS_TRY(js__atoms_init(ctx));
    JS_FRAME(ctx, f, realm);
    return js_realm_new_noscript(ctx, &f.realm);
}

js_ctx *js_context_new(const struct js_config *config)
{
    js_ctx *ctx = calloc(1, sizeof *ctx);

    if (ctx == NULL)
        return NULL;
    ctx->host = config->host;
    ctx->host_data = config->host_data;
    if (fill_context(ctx, config))
        return ctx;
    js_context_free(ctx);
    return NULL;
}

void js_context_free(js_ctx *ctx)
{
    if (ctx == NULL)
        return;
    if (ctx->heap != NULL) {
        if (ctx->state != NULL) {
            js__natives_free(ctx);
            js__intern_free(ctx);
            js__stacks_free(ctx);
            gc_free(ctx->heap, ctx->regexp_stack, ctx->regexp_stack_bytes);
            for (unsigned i = 0; i < JS_ROOT_TABLES; i++)
                if (ctx->state->roots[i].values != NULL)
                    gc_remove_roots(ctx->heap, &ctx->state->roots[i]);
            gc_free(ctx->heap, ctx->state, sizeof *ctx->state);
            ctx->state = NULL;
        }
        gc_heap_destroy(ctx->heap);
    }
    free(ctx);
}

gc_heap *js_heap(const js_ctx *ctx)
{
    return ctx->heap;
}

void *js_host_data(const js_ctx *ctx)
{
    return ctx->host_data;
}

/* ---- interrupts ---- */

void js_terminate(js_ctx *ctx)
{
    __atomic_or_fetch(&ctx->interrupts, JS_INTERRUPT_TERMINATE, __ATOMIC_RELAXED);
}

void js_interrupt(js_ctx *ctx)
{
    __atomic_or_fetch(&ctx->interrupts, JS_INTERRUPT_HOST, __ATOMIC_RELAXED);
}

static bool terminate(js_ctx *ctx)
{
    ctx->terminating = true;
    ctx->exception = JS_NULL;
    return false;
}

bool js_handle_interrupt(js_ctx *ctx)
{
    uint32_t requests = __atomic_exchange_n(&ctx->interrupts, 0, __ATOMIC_RELAXED);

    if (requests & JS_INTERRUPT_TERMINATE)
        return terminate(ctx);
    if (requests & JS_INTERRUPT_GC)
        gc_poll(ctx->heap);
    if ((requests & JS_INTERRUPT_HOST) && ctx->host && ctx->host->interrupt &&
        !ctx->host->interrupt(ctx))
        return terminate(ctx);
    return true;
}

bool js_is_terminating(const js_ctx *ctx)
{
    return ctx->terminating;
}
