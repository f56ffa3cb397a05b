/*
 * builtins/function.c: 20.2 Function Objects; the constructor's work is in dynamic_function.c.
 */
#include "builtins/builtin.h"
#include "vm/messages.h"

#include <math.h>

/* 20.2.3 Function.prototype is itself a function: accepts anything, returns undefined. */
bool js__function_prototype(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    (void)call;
    *result = JS_UNDEFINED;
    return true;
}

/* A function that is neither strict nor of a kind that ES5 did not have. */
static bool is_sloppy_function(js_ctx *ctx, js_value v)
{
    const unsigned modern = JS_CODE_STRICT | JS_CODE_ARROW | JS_CODE_METHOD | JS_CODE_GENERATOR |
                            JS_CODE_ASYNC | JS_CODE_CLASS | JS_CODE_ACCESSOR;

    return js_is_kind(v, JS_KIND_FUNCTION) &&
           !(js_function_bytecode_nogc(ctx, v)->flags & modern);
}

/*
 * 10.2.4.1 %ThrowTypeError% ( ), which is Function.prototype's caller and arguments too: of sloppy functions,
 * where other engines have own properties, these are null, as if no call were in progress.
 */
bool js__throw_type_error(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (is_sloppy_function(ctx, *call->self)) {
        *result = call->argc == 0 ? JS_NULL : JS_UNDEFINED;
        return true;
    }
    return js_throw_type_error(ctx, "'caller', 'callee', and 'arguments' properties may not be "
                                    "accessed on strict mode functions or the arguments objects "
                                    "for calls to them");
}

/* 20.2.1.1 Function ( ...parameterArgs, bodyArg ) */
static bool function(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_create_dynamic_function(ctx, call, "function", JS_INTRINSIC_function_prototype,
                                      result);
}

static bool throw_not_callable(js_ctx *ctx, const js_value *v, const char *method)
{
    JS_FRAME(ctx, f, type);

    f.type = *js_typeof_nogc(ctx, *v);
    return js_throw_type_error(
        ctx, "Function.prototype.%s was called on %v, which is a%s %v and not a function", method,
        v, gc_same(f.type, *JS_ATOM(ctx, object)) || gc_same(f.type, *JS_ATOM(ctx, undefined)) ? "n"
                                                                                      : "",
        &f.type);
}

/* 20.2.3.1 Function.prototype.apply ( thisArg, argArray ) */
static bool apply(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_VEC(ctx, args);

    if (!js_is_callable_nogc(ctx, *call->self))
        return throw_not_callable(ctx, call->self, "apply");
    if (js_is_nullish(*js_arg(call, 1)))
        return js_call_function(ctx, call->self, js_arg(call, 0), NULL, 0, result);
    JS_TRY(js_create_list_from_array_like(ctx, js_arg(call, 1), &args));
    return js_call_vec(ctx, call->self, js_arg(call, 0), &args, result);
}

/* 20.2.3.3 Function.prototype.call ( thisArg, ...args ) */
static bool call_method(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_callable_nogc(ctx, *call->self))
        return throw_not_callable(ctx, call->self, "call");
    return js_call_function(ctx, call->self, js_arg(call, 0), call->args + (call->argc > 0),
                            call->argc ? call->argc - 1 : 0, result);
}

/* ---- bind ---- */

/* 10.4.1.3 BoundFunctionCreate ( targetFunction, boundThis, boundArgs ) */
static bool make_bound(js_ctx *ctx, const js_call *call, js_value *out)
{
    uint32_t count = call->argc > 1 ? call->argc - 1 : 0;
    unsigned flags = JS_SHAPE_EXTENSIBLE | JS_SHAPE_ORDINARY | JS_SHAPE_CALLABLE;
    JS_FRAME(ctx, f, prototype, shape, args, self);

    JS_TRY(js_object_get_prototype(ctx, call->self, &f.prototype));
    JS_TRY(js_tuple_new_noscript(ctx, count, &f.args));
    for (uint32_t i = 0; i < count; i++)
        JS_TRY(js_store(ctx, &f.args, offsetof(struct js_tuple, slots) + i * sizeof(gc_slot),
                        &call->args[1 + i]));
    if (js_is_constructor_nogc(ctx, *call->self))
        flags |= JS_SHAPE_CONSTRUCTOR;
    JS_TRY(js_shape_for_prototype_noscript(ctx, &f.prototype, flags, 0, &f.shape));
    f.self = *js_arg(call, 0);
    JS_TRY(js_reserve(ctx, sizeof(struct js_bound_function) + GC_NUMBER_BYTES));
    gc_heap *heap = ctx->heap;
    struct js_bound_function *bound =
        gc_alloc_reserved_nogc(heap, JS_KIND_BOUND_FUNCTION, sizeof *bound);

    gc_init(heap, bound, &bound->self, gc_encode_nogc(heap, f.self));
    gc_init(heap, bound, &bound->shape, gc_slot_of(heap, f.shape));
    gc_init(heap, bound, &bound->target, gc_slot_of(heap, *call->self));
    gc_init(heap, bound, &bound->args, gc_slot_of(heap, f.args));
    *out = gc_from_cell(bound);
    return true;
}

/* Steps 4 to 8 of 20.2.3.2: the length of a function bound to count arguments. */
static bool bound_length(js_ctx *ctx, const js_value *target, uint32_t count, js_value *out)
{
    double length = 0;
    bool has;

    *out = js_int(0);
    JS_TRY(js_has_own_property(ctx, target, JS_ATOM(ctx, length), &has));
    if (!has)
        return true;
    JS_TRY(js_get(ctx, target, JS_ATOM(ctx, length), out));
    if (js_is_number(*out)) {
        length = gc_to_number(*out);
        length = isnan(length) ? 0 : trunc(length) - count;
    }
    *out = js_number(length > 0 ? length : 0);
    return true;
}

/* 20.2.3.2 Function.prototype.bind ( thisArg, ...args ) */
static bool bind(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, bound, length, name);
    JS_STRING_BUILDER(ctx, b);

    if (!js_is_callable_nogc(ctx, *call->self))
        return js_throw_type_error(ctx, "Bind must be called on a function");
    JS_TRY(make_bound(ctx, call, &f.bound));
    JS_TRY(bound_length(ctx, call->self, call->argc ? call->argc - 1 : 0, &f.length));
    JS_TRY(js_define_value(ctx, &f.bound, JS_ATOM(ctx, length), &f.length, JS_CONFIGURABLE));
    JS_TRY(js_get(ctx, call->self, JS_ATOM(ctx, name), &f.name)); /* 9 */
    js_builder_ascii_nogc(&b, "bound ");
    if (js_is_string(f.name)) /* 10 */
        js_builder_string_nogc(&b, f.name);
    JS_TRY(js_builder_finish_noscript(&b, &f.name));
    JS_TRY(js_define_value(ctx, &f.bound, JS_ATOM(ctx, name), &f.name, JS_CONFIGURABLE)); /* 11 */
    *result = f.bound;
    return true;
}

/* 20.2.3.5 Function.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_STRING_BUILDER(ctx, b);

    if (!js_is_callable_nogc(ctx, *call->self))
        return js_throw_type_error(ctx,
                                   "Function.prototype.toString requires that 'this' be a Function");
    js__show_function_source_nogc(&b, *call->self);
    return js_builder_finish_noscript(&b, result);
}

/* 20.2.3.6 Function.prototype [ @@hasInstance ] ( V ) */
static bool has_instance(js_ctx *ctx, const js_call *call, js_value *result)
{
    bool is;

    JS_TRY(js_ordinary_has_instance(ctx, call->self, js_arg(call, 0), &is));
    *result = js_bool(is);
    return true;
}

JS_BUILTIN_TABLE(function) = {
    JS_CONSTRUCTOR("Function", function, 1),
    JS_METHOD("apply", apply, 2),
    JS_METHOD("bind", bind, 1),
    JS_METHOD("call", call_method, 1),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD_WITH("@@hasInstance", has_instance, 1, 0),
    JS_HIDDEN_FUNCTION("", js__function_prototype, 0),
    JS_HIDDEN_FUNCTION("", js__throw_type_error, 0),
};
JS_BUILTIN_TABLE_END(function);
