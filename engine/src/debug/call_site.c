/*
 * debug/call_site.c: CallSite objects, what Error.prepareStackTrace gets as its second argument (V8's stack trace
 * API).  Each holds a trace of one frame under a private name.  Functions and receivers are not given out:
 * V8 gives undefined for those of strict code too.
 */
#include "builtins/builtin.h"
#include "debug/trace.h"

bool js__call_sites_noscript(js_ctx *ctx, const js_value *trace, js_value *out)
{
    uint32_t count = js__trace_count_nogc(*trace);
    JS_FRAME(ctx, f, array, prototype, site, one);

    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (uint32_t i = 0; i < count; i++) {
        f.prototype = JS_INTRINSIC(ctx, call_site_prototype);
        JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.site));
        JS_TRY(js_tuple_new_noscript(ctx, 1 + JS__TRACE_SLOTS, &f.one));
        struct js_tuple *to = gc_to_cell(f.one), *from = gc_to_cell(*trace);

        gc_write_immediate(&to->slots[0], gc_slot_from_int(1));
        gc_copy_slots(ctx->heap, to, &to->slots[1], &from->slots[1 + i * JS__TRACE_SLOTS],
                      JS__TRACE_SLOTS);
        JS_TRY(js_object_add_noscript(ctx, &f.site, JS_ATOM(ctx, stack_trace), &f.one, 0));
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.site));
    }
    *out = f.array;
    return true;
}

/* The frame of this; *trace is rooted by the caller. */
static bool this_frame(js_ctx *ctx, const js_call *call, const char *method, js_value *trace)
{
    JS_DESCRIPTOR(ctx, d);
    bool found = false;

    if (js_is_kind(*call->self, JS_KIND_OBJECT))
        JS_TRY(js_ordinary_get_own_property(ctx, call->self, JS_ATOM(ctx, stack_trace), &d,
                                            &found));
    if (!found)
        return js_throw_type_error(ctx, "CallSite method %s expects CallSite as receiver", method);
    *trace = d.value;
    return true;
}

#define CALL_SITE_METHOD(name, text)                                                               \
    static void name##_of(struct js__trace_frame *frame, js_ctx *ctx, js_value *result);           \
    static bool name(js_ctx *ctx, const js_call *call, js_value *result)                           \
    {                                                                                              \
        JS_FRAME(ctx, f, trace);                                                                   \
                                                                                                   \
        JS_TRY(this_frame(ctx, call, text, &f.trace));                                             \
        struct js__trace_frame frame = js__trace_frame_nogc(ctx, f.trace, 0);                      \
                                                                                                   \
        name##_of(&frame, ctx, result);                                                            \
        return true;                                                                               \
    }                                                                                              \
    static void name##_of(struct js__trace_frame *frame, js_ctx *ctx, js_value *result)

CALL_SITE_METHOD(get_this, "getThis")
{
    *result = JS_UNDEFINED;
}

CALL_SITE_METHOD(get_type_name, "getTypeName")
{
    *result = js_is_string(frame->type) ? frame->type : JS_NULL;
}

CALL_SITE_METHOD(get_file_name, "getFileName")
{
    const struct js_script *script = js__trace_script_nogc(ctx, frame);

    *result = script && gc_slot_is_cell(script->name) ? js_field(ctx, &script->name) : JS_NULL;
}

CALL_SITE_METHOD(get_line_number, "getLineNumber")
{
    uint32_t line, column;

    *result = js__trace_place_nogc(ctx, frame, &line, &column) ? js_uint32(line) : JS_NULL;
}

CALL_SITE_METHOD(get_column_number, "getColumnNumber")
{
    uint32_t line, column;

    *result = js__trace_place_nogc(ctx, frame, &line, &column) ? js_uint32(column) : JS_NULL;
}

CALL_SITE_METHOD(get_position, "getPosition")
{
    *result = js_int(frame->position < 0 ? 0 : frame->position);
}

CALL_SITE_METHOD(get_null, "getMethodName")
{
    *result = JS_NULL;
}

CALL_SITE_METHOD(is_toplevel, "isToplevel")
{
    *result = js_bool(frame->flags & JS__TRACE_TOPLEVEL);
}

CALL_SITE_METHOD(is_eval, "isEval")
{
    *result = js_bool(js_is_kind(frame->what, JS_KIND_CODE) &&
                      (((struct js_code *)gc_to_cell(frame->what))->bytecode->flags &
                       JS_CODE_EVAL));
}

CALL_SITE_METHOD(is_native, "isNative")
{
    *result = js_bool(js__trace_script_nogc(ctx, frame) == NULL);
}

CALL_SITE_METHOD(is_constructor, "isConstructor")
{
    *result = js_bool(frame->flags & JS__TRACE_CONSTRUCT);
}

CALL_SITE_METHOD(is_never, "isAsync")
{
    *result = JS_FALSE;
}

static bool get_function_name(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, trace);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(this_frame(ctx, call, "getFunctionName", &f.trace));
    struct js__trace_frame frame = js__trace_frame_nogc(ctx, f.trace, 0);

    if (!js__trace_show_name_nogc(&b, &frame)) {
        *result = JS_NULL;
        return true;
    }
    return js_builder_finish_noscript(&b, result);
}

static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, trace);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(this_frame(ctx, call, "toString", &f.trace));
    struct js__trace_frame frame = js__trace_frame_nogc(ctx, f.trace, 0);

    js__trace_show_frame_nogc(&b, &frame);
    return js_builder_finish_noscript(&b, result);
}

JS_BUILTIN_TABLE(call_site) = {
    JS_METHOD("getColumnNumber", get_column_number, 0),
    JS_METHOD("getEnclosingColumnNumber", get_column_number, 0),
    JS_METHOD("getEnclosingLineNumber", get_line_number, 0),
    JS_METHOD("getEvalOrigin", get_this, 0),
    JS_METHOD("getFileName", get_file_name, 0),
    JS_METHOD("getFunction", get_this, 0),
    JS_METHOD("getFunctionName", get_function_name, 0),
    JS_METHOD("getLineNumber", get_line_number, 0),
    JS_METHOD("getMethodName", get_null, 0),
    JS_METHOD("getPosition", get_position, 0),
    JS_METHOD("getPromiseIndex", get_null, 0),
    JS_METHOD("getScriptNameOrSourceURL", get_file_name, 0),
    JS_METHOD("getThis", get_this, 0),
    JS_METHOD("getTypeName", get_type_name, 0),
    JS_METHOD("isAsync", is_never, 0),
    JS_METHOD("isConstructor", is_constructor, 0),
    JS_METHOD("isEval", is_eval, 0),
    JS_METHOD("isNative", is_native, 0),
    JS_METHOD("isPromiseAll", is_never, 0),
    JS_METHOD("isToplevel", is_toplevel, 0),
    JS_METHOD("toString", to_string, 0),
};
JS_BUILTIN_TABLE_END(call_site);
