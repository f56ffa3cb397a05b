/*
 * builtins/date_text.c: dates as text (21.4.4.35 to 21.4.4.43) and as other primitives.
 */
#include "builtins/date_internal.h"

#include <math.h>

#define TEXT_METHOD(function, name, form)                                                          \
    static bool function(js_ctx *ctx, const js_call *call, js_value *result)                       \
    {                                                                                              \
        double time;                                                                               \
                                                                                                   \
        JS_TRY(js__this_date(ctx, call, name, &time));                                             \
        return js__date_text_noscript(ctx, time, form, result);                                    \
    }

TEXT_METHOD(to_string, "toString", JS_DATE_FULL)           /* 21.4.4.41 */
TEXT_METHOD(to_date_string, "toDateString", JS_DATE_ONLY)  /* 21.4.4.35 */
TEXT_METHOD(to_time_string, "toTimeString", JS_DATE_TIME)  /* 21.4.4.42 */
TEXT_METHOD(to_utc_string, "toUTCString", JS_DATE_UTC)     /* 21.4.4.43 */
TEXT_METHOD(to_locale_string, "toLocaleString", JS_DATE_LOCALE)               /* 21.4.4.39 */
TEXT_METHOD(to_locale_date_string, "toLocaleDateString", JS_DATE_LOCALE_DATE) /* 21.4.4.38 */
TEXT_METHOD(to_locale_time_string, "toLocaleTimeString", JS_DATE_LOCALE_TIME) /* 21.4.4.40 */

/* 21.4.4.36 Date.prototype.toISOString ( ) */
static bool to_iso_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    double time;

    JS_TRY(js__this_date(ctx, call, "toISOString", &time));
    if (isnan(time))
        return js_throw_range_error(ctx, "Invalid time value");
    return js__date_text_noscript(ctx, time, JS_DATE_ISO, result);
}

/* 21.4.4.37 Date.prototype.toJSON ( key ) */
static bool to_json(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, primitive, method);

    JS_TRY(js_to_object(ctx, call->self, &f.object));
    JS_TRY(js_to_primitive(ctx, &f.object, JS_HINT_NUMBER, &f.primitive));
    if (js_is_number(f.primitive) && !isfinite(gc_to_number(f.primitive))) {
        *result = JS_NULL;
        return true;
    }
    JS_TRY(js_get(ctx, &f.object, JS_ATOM(ctx, toISOString), &f.method));
    if (!js_is_callable_nogc(ctx, f.method))
        return js_throw_type_error(ctx, "toISOString is not a function");
    return js_call_function(ctx, &f.method, &f.object, NULL, 0, result);
}

/* 21.4.4.45 Date.prototype [ @@toPrimitive ] ( hint ) */
static bool to_primitive(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *hint = js_arg(call, 0);

    if (!js_is_object(*call->self))
        return js_throw_type_error(
            ctx, "Method Date.prototype [ @@toPrimitive ] called on incompatible receiver %v", call->self);
    if (js_is_string(*hint)) {
        const bool is_number = js_string_equals_nogc(ctx, *hint, *JS_ATOM(ctx, number));

        if (is_number || js_string_equals_nogc(ctx, *hint, *JS_ATOM(ctx, string)) ||
            js_string_equals_nogc(ctx, *hint, *JS_ATOM(ctx, default_)))
            return js_ordinary_to_primitive(ctx, call->self, !is_number, result);
    }
    return js_throw_type_error(ctx, "Invalid hint: %v", hint);
}

JS_BUILTIN_TABLE(date_text) = {
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("toDateString", to_date_string, 0),
    JS_METHOD("toTimeString", to_time_string, 0),
    JS_METHOD("toISOString", to_iso_string, 0),
    JS_METHOD("toUTCString", to_utc_string, 0),
    JS_ALIAS("toGMTString", "toUTCString"),
};
JS_BUILTIN_TABLE_END(date_text);

/* V8's order: these come after the getters and setters. */
JS_BUILTIN_TABLE(date_convert) = {
    JS_METHOD("toJSON", to_json, 1),
    JS_METHOD("toLocaleString", to_locale_string, 0),
    JS_METHOD("toLocaleDateString", to_locale_date_string, 0),
    JS_METHOD("toLocaleTimeString", to_locale_time_string, 0),
    JS_METHOD_WITH("@@toPrimitive", to_primitive, 1, JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(date_convert);
