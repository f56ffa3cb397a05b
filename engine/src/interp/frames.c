/*
 * interp/frames.c: the control stack, and calls of whatever is callable.
 *
 * The control stack and the VM stack are reserved address ranges: they never move and are touched as they
 * are used.  Registers above stack_top within the window of a frame in progress are dead by the compiler's
 * discipline [regs.stack-like]; each collection overwrites them, since it does not update them.
 */
#include "interp/frames.h"
#include "object/proxy.h"
#include "vm/natives.h"
#include "gc/mutant.h"

void js__frames_clear_dead_nogc(js_ctx *ctx)
{
    js_value *end = ctx->stack_top;

    for (struct js_frame *frame = ctx->frame_top; frame > ctx->frame_base; frame--) {
        js_value *window_end = frame->fp + frame->bytecode->register_count;

        if (window_end > end)
            end = window_end;
    }
    for (js_value *dead = ctx->stack_top; dead < end; dead++)
        *dead = JS_UNDEFINED;
}

bool js_push_frame_noscript(js_ctx *ctx, js_value *base, uint32_t argc, unsigned flags, uint16_t result)
{
    return js_push_frame_nogc(ctx, base, argc, flags, result) || js_throw_stack_overflow(ctx);
}

bool js_call_native(js_ctx *ctx, js_value *base, uint32_t argc, const js_value *new_target, js_value *out)
{
    JS_TRY(js_check_stack(ctx));
    const struct js_native_function *function = gc_to_cell(base[0]);
    const js_builtin *entry = js_native_entry_nogc(ctx, function->table, function->index);
    js_value realm = gc_decode(ctx->heap, function->realm);
    js_value *old_top = ctx->stack_top;
    js_value *result = base + 2 + argc;
    struct js_activation activation = {.prev = ctx->activation,
                                       .callee = base,
                                       .pc = NULL,
                                       .construct = !js_is_undefined(*new_target)};
    const js_call call = {base, base + 1, base + 2, argc, new_target};
    bool ok;

    if (GC_UNLIKELY(result + 2 >= ctx->stack_limit))
        return js_throw_stack_overflow(ctx);
    result[0] = JS_UNDEFINED;
    result[1] = ctx->realm;
    ctx->stack_top = result + (GC_MUTANT(STACK_TOP_SHORT) ? 0 : 2);
    ctx->activation = &activation;
    ctx->realm = realm;
    ok = entry->fn(ctx, &call, result);
    js_assert(ok || !gc_same(ctx->exception, GC_EMPTY));
    ctx->realm = result[1];
    ctx->activation = activation.prev;
    ctx->stack_top = old_top;
    *out = result[0];
    return ok;
}

/* Runs compiled code from C: pushes an entry frame, and keeps the realm. */
static bool run_function(js_ctx *ctx, js_value *base, uint32_t argc, unsigned flags, js_value *out)
{
    JS_FRAME(ctx, f, realm);

    JS_TRY(js_check_stack(ctx));
    f.realm = ctx->realm;
    JS_TRY(js_push_frame_noscript(ctx, base, argc, flags | JS_FRAME_ENTRY, 0));
    enum js_run_status status = js_run(ctx, out);

    ctx->realm = f.realm;
    js_assert(status != JS_RUN_SUSPENDED);
    return status == JS_RUN_RETURNED;
}

static const struct js_tuple *bound_args_nogc(const js_ctx *ctx, js_value function)
{
    const struct js_bound_function *bound = gc_to_cell(function);

    return gc_slot_to_cell(ctx->heap, bound->args);
}

/* [[Call]] of a bound function: its arguments go before the others. */
static bool call_bound(js_ctx *ctx, js_value *base, uint32_t argc, js_value *out)
{
    JS_TRY(js_check_stack(ctx));
    const uint32_t count = bound_args_nogc(ctx, base[0])->count;
    js_value *old_top = ctx->stack_top;

    if (ctx->stack_top < base + 2 + argc)
        ctx->stack_top = base + 2 + argc;
    js_value *to = js_stack_push_noscript(ctx, 2 + (size_t)count + argc);
    if (!to) {
        ctx->stack_top = old_top;
        return false;
    }
    const struct js_bound_function *bound = gc_to_cell(base[0]);
    const struct js_tuple *first = bound_args_nogc(ctx, base[0]);

    to[0] = gc_decode(ctx->heap, bound->target);
    to[1] = gc_decode(ctx->heap, bound->self);
    for (uint32_t i = 0; i < count; i++)
        to[2 + i] = gc_decode(ctx->heap, first->slots[i]);
    for (uint32_t i = 0; i < argc; i++)
        to[2 + count + i] = base[2 + i];
    bool ok = js_call_base(ctx, to, count + argc, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_call_base(js_ctx *ctx, js_value *base, uint32_t argc, js_value *out)
{
    js_value callee = base[0];

    switch (gc_is_cell(callee) ? gc_kind_of(gc_to_cell(callee)) : GC_KIND_FREE) {
    case JS_KIND_FUNCTION:
        if (js_function_bytecode_nogc(ctx, callee)->flags & JS_CODE_CLASS) {
            JS_FRAME(ctx, f, name);
            JS_TRY(js_function_debug_name_noscript(ctx, &base[0], &f.name));
            if (!js_is_string(f.name) || js_string_length_nogc(f.name) == 0)
                return js_throw_type_error(ctx, "Class constructors cannot be invoked without 'new'");
            return js_throw_type_error(ctx, "Class constructor %k cannot be invoked without 'new'",
                                       &f.name);
        }
        return run_function(ctx, base, argc, 0, out);
    case JS_KIND_NATIVE_FUNCTION:
        return js_call_native(ctx, base, argc, &js_undefined_value, out);
    case JS_KIND_BOUND_FUNCTION:
        return call_bound(ctx, base, argc, out);
    case JS_KIND_PROXY:
        if (js_has_shape_flag_nogc(ctx, callee, JS_SHAPE_CALLABLE))
            return js_proxy_call(ctx, &base[0], &base[1], &base[2], argc, out);
        break;
    }
    return js_throw_not_callable(ctx, &base[0], false);
}

bool js_create_this(js_ctx *ctx, const js_value *new_target, js_value *out)
{
    JS_FRAME(ctx, f, prototype, shape);
    unsigned in_object = 4;

    JS_TRY(js_get_prototype_from_constructor(ctx, new_target, JS_INTRINSIC_object_prototype, &f.prototype));
    if (js_is_kind(*new_target, JS_KIND_FUNCTION))
        in_object = js_function_bytecode_nogc(ctx, *new_target)->expected_properties;
    JS_TRY(js_shape_for_prototype_noscript(ctx, &f.prototype, JS_SHAPE_EXTENSIBLE | JS_SHAPE_ORDINARY,
                                           in_object, &f.shape));
    JS_TRY(js_alloc(ctx, JS_KIND_OBJECT, sizeof(struct js_object) + 4 * in_object, out));
    struct js_object *object = gc_to_cell(*out);
    gc_init(ctx->heap, object, &object->shape, gc_slot_of(ctx->heap, f.shape));
    return true;
}

/* [[Construct]] of a bound function; new.target becomes the target where it was the bound function. */
static bool construct_bound(js_ctx *ctx, js_value *base, uint32_t argc, js_value *out)
{
    JS_TRY(js_check_stack(ctx));
    const uint32_t count = bound_args_nogc(ctx, base[1])->count;
    js_value *old_top = ctx->stack_top;

    if (ctx->stack_top < base + 3 + argc)
        ctx->stack_top = base + 3 + argc;
    js_value *to = js_stack_push_noscript(ctx, 3 + (size_t)count + argc);
    if (!to) {
        ctx->stack_top = old_top;
        return false;
    }
    const struct js_bound_function *bound = gc_to_cell(base[1]);
    const struct js_tuple *first = bound_args_nogc(ctx, base[1]);

    to[1] = gc_decode(ctx->heap, bound->target);
    to[0] = gc_same(base[0], base[1]) ? to[1] : base[0];
    for (uint32_t i = 0; i < count; i++)
        to[3 + i] = gc_decode(ctx->heap, first->slots[i]);
    for (uint32_t i = 0; i < argc; i++)
        to[3 + count + i] = base[3 + i];
    bool ok = js_construct_base(ctx, to, count + argc, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_construct_base(js_ctx *ctx, js_value *base, uint32_t argc, js_value *out)
{
    if (!js_is_constructor_nogc(ctx, base[1]))
        return js_throw_not_callable(ctx, &base[1], true);
    switch (gc_kind_of(gc_to_cell(base[1]))) {
    case JS_KIND_FUNCTION:
        base[2] = GC_EMPTY;
        if (!(js_function_bytecode_nogc(ctx, base[1])->flags & JS_CODE_DERIVED))
            JS_TRY(js_create_this(ctx, &base[0], &base[2]));
        /* fp[-3] is new.target: function, this and arguments lie one further up. */
        return run_function(ctx, base + 1, argc, JS_FRAME_CONSTRUCT, out);
    case JS_KIND_NATIVE_FUNCTION:
        base[2] = JS_UNDEFINED;
        return js_call_native(ctx, base + 1, argc, &base[0], out);
    case JS_KIND_BOUND_FUNCTION:
        return construct_bound(ctx, base, argc, out);
    default:
        js_assert(js_is_kind(base[1], JS_KIND_PROXY));
        return js_proxy_construct(ctx, &base[1], &base[0], &base[3], argc, out);
    }
}

/* ---- from C, with arguments anywhere ---- */

bool js_call_function(js_ctx *ctx, const js_value *function, const js_value *self, const js_value *args,
                      uint32_t argc, js_value *out)
{
    js_value *base = ctx->stack_top;
    bool ok;

    if (GC_UNLIKELY(base > ctx->stack_limit || 2 + (size_t)argc > (size_t)(ctx->stack_limit - base)))
        return js_throw_stack_overflow(ctx);
    base[0] = *function;
    base[1] = *self;
    for (uint32_t i = 0; i < argc; i++)
        base[2 + i] = args[i];
    ctx->stack_top = base + 2 + argc;
    if (GC_LIKELY(js_is_kind(base[0], JS_KIND_FUNCTION) &&
                  !(js_function_bytecode_nogc(ctx, base[0])->flags & JS_CODE_CLASS)))
        ok = run_function(ctx, base, argc, 0, out);
    else
        ok = js_call_base(ctx, base, argc, out);
    ctx->stack_top = base;
    return ok;
}

bool js_construct(js_ctx *ctx, const js_value *constructor, const js_value *new_target,
                  const js_value *args, uint32_t argc, js_value *out)
{
    js_value *old_top = ctx->stack_top;
    js_value *base = js_stack_push_noscript(ctx, 3 + (size_t)argc);

    if (!base)
        return false;
    base[0] = *new_target;
    base[1] = *constructor;
    for (uint32_t i = 0; i < argc; i++)
        base[3 + i] = args[i];
    bool ok = js_construct_base(ctx, base, argc, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_call_vec(js_ctx *ctx, const js_value *function, const js_value *self, const struct js_vec *args,
                 js_value *out)
{
    js_value *old_top = ctx->stack_top;
    js_value *base = js_stack_push_noscript(ctx, 2 + (size_t)args->count);

    if (!base)
        return false;
    base[0] = *function;
    base[1] = *self;
    for (uint32_t i = 0; i < args->count; i++)
        base[2 + i] = js_vec_get_nogc(ctx, args, i);
    bool ok = js_call_base(ctx, base, args->count, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_construct_vec(js_ctx *ctx, const js_value *constructor, const js_value *new_target,
                      const struct js_vec *args, js_value *out)
{
    js_value *old_top = ctx->stack_top;
    js_value *base = js_stack_push_noscript(ctx, 3 + (size_t)args->count);

    if (!base)
        return false;
    base[0] = *new_target;
    base[1] = *constructor;
    for (uint32_t i = 0; i < args->count; i++)
        base[3 + i] = js_vec_get_nogc(ctx, args, i);
    bool ok = js_construct_base(ctx, base, args->count, out);
    ctx->stack_top = old_top;
    return ok;
}

bool js_invoke(js_ctx *ctx, const js_value *v, const js_value *key, const js_value *args, uint32_t argc,
               js_value *out)
{
    JS_FRAME(ctx, f, method);

    JS_TRY(js_get(ctx, v, key, &f.method));
    return js_call_function(ctx, &f.method, v, args, argc, out);
}
