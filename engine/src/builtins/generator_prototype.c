/*
 * builtins/generator_prototype.c: generators (27.5), and the constructors and prototypes of generator functions and
 * async functions (27.3, 27.4, 27.7).
 */
#include "builtins/builtin.h"
#include "interp/generator.h"
#include "object/generator.h"

static bool resume(js_ctx *ctx, const js_call *call, enum js_resume_mode mode, const char *name, js_value *result)
{
    if (!js_is_kind(*call->self, JS_KIND_GENERATOR) ||
        js_generator_nogc(*call->self)->is_async != JS_PLAIN_GENERATOR)
        return js_throw_type_error(ctx, "Method [Generator].prototype.%s called on incompatible receiver %v",
                                   name, call->self);
    return js_generator_resume(ctx, call->self, mode, js_arg(call, 0), result);
}

/* 27.5.1.2 %GeneratorPrototype%.next ( value ) */
bool js__generator_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    return resume(ctx, call, JS_RESUME_NEXT, "next", result);
}

/* 27.5.1.3 %GeneratorPrototype%.return ( value ) */
bool js__generator_return(js_ctx *ctx, const js_call *call, js_value *result)
{
    return resume(ctx, call, JS_RESUME_RETURN, "return", result);
}

/* 27.5.1.4 %GeneratorPrototype%.throw ( exception ) */
static bool throw_(js_ctx *ctx, const js_call *call, js_value *result)
{
    return resume(ctx, call, JS_RESUME_THROW, "throw", result);
}

JS_BUILTIN_TABLE(generator) = {
    JS_METHOD("next", js__generator_next, 1),
    JS_METHOD("return", js__generator_return, 1),
    JS_METHOD("throw", throw_, 1),
    JS_STRING_CONSTANT("@@toStringTag", "Generator", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(generator);

/* 27.3.1.1 GeneratorFunction ( ...parameterArgs, bodyArg ) */
static bool generator_function(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_create_dynamic_function(ctx, call, "function*", JS_INTRINSIC_generator_function_prototype, result);
}

/* 27.4.1.1 AsyncGeneratorFunction ( ...parameterArgs, bodyArg ) */
static bool async_generator_function(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_create_dynamic_function(ctx, call, "async function*",
                                      JS_INTRINSIC_async_generator_function_prototype, result);
}

/* 27.7.1.1 AsyncFunction ( ...parameterArgs, bodyArg ) */
static bool async_function(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_create_dynamic_function(ctx, call, "async function", JS_INTRINSIC_async_function_prototype,
                                      result);
}

JS_BUILTIN_TABLE(generator_function) = {
    {"GeneratorFunction", generator_function, 1, JS_AS_CONSTRUCTOR, JS_TYPE_METHOD, JS_CONFIGURABLE | JS_NOT_GLOBAL, 0, NULL},
    JS_STRING_CONSTANT("@@toStringTag", "GeneratorFunction", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(generator_function);

JS_BUILTIN_TABLE(async_generator_function) = {
    {"AsyncGeneratorFunction", async_generator_function, 1, JS_AS_CONSTRUCTOR, JS_TYPE_METHOD, JS_CONFIGURABLE | JS_NOT_GLOBAL, 0, NULL},
    JS_STRING_CONSTANT("@@toStringTag", "AsyncGeneratorFunction", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(async_generator_function);

JS_BUILTIN_TABLE(async_function) = {
    {"AsyncFunction", async_function, 1, JS_AS_CONSTRUCTOR, JS_TYPE_METHOD, JS_CONFIGURABLE | JS_NOT_GLOBAL, 0, NULL},
    JS_STRING_CONSTANT("@@toStringTag", "AsyncFunction", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(async_function);
