/*
 * builtins/dynamic_function.c: functions made from text: `new Function` and its kin for generators and async
 * functions.  The parser is told where in the text the parameters end and the body begins, so that neither
 * can reach into the other.
 */
#include "builtins/builtin.h"
#include "compile/emit.h"

/* Appends the arguments as strings: parameters with commas between, or the body.  Runs script. */
static bool append_argument(js_ctx *ctx, struct js_string_builder *b, const js_value *argument)
{
    JS_FRAME(ctx, f, text);

    JS_TRY(js_to_string(ctx, argument, &f.text));
    js_builder_string_nogc(b, f.text);
    return true;
}

/* Compiles text to a function. */
static bool compile(js_ctx *ctx, const js_value *text, const struct js_compile_options *options,
                    js_value *out)
{
    JS_FRAME(ctx, f, name, script, code, feedback, wrapper, self);

    JS_TRY(js_string_flatten_noscript(ctx, text));
    JS_TRY(js_string_from_ascii_noscript(ctx, "<anonymous>", &f.name));
    struct js_units units = js_string_units_nogc(ctx, *text);
    struct js_source_text source = {units.latin1, units.utf16, units.length};

    JS_TRY(js_script_new_noscript(ctx, &source, &f.name, &f.script));
    JS_TRY(js_compile_noscript(ctx, &f.script, options, &f.code));
    JS_TRY(js_feedback_new_noscript(ctx, &f.code, &f.feedback));
    JS_TRY(js_function_new_noscript(ctx, &f.feedback, &f.wrapper));
    f.self = JS_UNDEFINED;
    return js_call_function(ctx, &f.wrapper, &f.self, NULL, 0, out);
}

/* 20.2.1.1.1 CreateDynamicFunction ( constructor, newTarget, kind, parameterArgs, bodyArg ) */
bool js_create_dynamic_function(js_ctx *ctx, const js_call *call, const char *prefix,
                                enum js_intrinsic prototype, js_value *result)
{
    const js_value *new_target = js_is_construct(call) ? call->new_target : call->callee;
    struct js_compile_options options = {.goal = JS_PARSE_FUNCTION};
    JS_FRAME(ctx, f, text, function, prototype);
    JS_STRING_BUILDER(ctx, b);
    bool ok;

    js_builder_ascii_nogc(&b, prefix);
    js_builder_ascii_nogc(&b, " anonymous(");
    for (uint32_t i = 0; i + 1 < call->argc; i++) {
        if (i > 0)
            js_builder_ascii_nogc(&b, ",");
        JS_TRY(append_argument(ctx, &b, &call->args[i]));
    }
    js_builder_ascii_nogc(&b, "\n) {\n");
    options.function_paren = (uint32_t)b.length - 4;
    options.function_brace = (uint32_t)b.length - 2;
    if (call->argc > 0)
        JS_TRY(append_argument(ctx, &b, &call->args[call->argc - 1]));
    js_builder_ascii_nogc(&b, "\n}");
    JS_TRY(js_builder_finish_noscript(&b, &f.text));
    JS_TRY(compile(ctx, &f.text, &options, &f.function));
    if (!gc_same(*new_target, *call->callee)) { /* a subclass: GetPrototypeFromConstructor */
        JS_TRY(js_get_prototype_from_constructor(ctx, new_target, prototype, &f.prototype));
        JS_TRY(js_object_set_prototype(ctx, &f.function, &f.prototype, &ok));
    }
    *result = f.function;
    return true;
}
