/*
 * builtins/object_prototype.c: 20.1.3 Properties of the Object Prototype Object, and B.2.2.
 */
#include "builtins/builtin.h"
#include "builtins/object_helpers.h"
#include "object/wrapper.h"

/* 20.1.3.2 Object.prototype.hasOwnProperty ( V ) */
static bool has_own_property(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key, object);
    bool has;

    JS_TRY(js_to_property_key(ctx, js_arg(call, 0), &f.key));
    JS_TRY(js_to_object(ctx, call->self, &f.object));
    JS_TRY(js_has_own_property(ctx, &f.object, &f.key, &has));
    *result = js_bool(has);
    return true;
}

/* 20.1.3.3 Object.prototype.isPrototypeOf ( V ) */
static bool is_prototype_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, at);

    *result = JS_FALSE;
    if (!js_is_object(*js_arg(call, 0)))
        return true;
    JS_TRY(js_to_object(ctx, call->self, &f.object));
    f.at = *js_arg(call, 0);
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_object_get_prototype(ctx, &f.at, &f.at));
        if (js_is_null(f.at))
            return true;
        if (gc_same(f.at, f.object)) {
            *result = JS_TRUE;
            return true;
        }
    }
}

/* 20.1.3.4 Object.prototype.propertyIsEnumerable ( V ) */
static bool property_is_enumerable(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key, object);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    JS_TRY(js_to_property_key(ctx, js_arg(call, 0), &f.key));
    JS_TRY(js_to_object(ctx, call->self, &f.object));
    JS_TRY(js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
    *result = js_bool(found && (d.flags & JS_ENUMERABLE));
    return true;
}

/* 20.1.3.5 Object.prototype.toLocaleString ( ) */
static bool to_locale_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_TRY(js_require_object_coercible(ctx, call->self, "Object.prototype.toLocaleString"));
    return js_invoke(ctx, call->self, JS_ATOM(ctx, toString), NULL, 0, result);
}

/* Steps 4 to 14 of 20.1.3.6: the builtinTag of an object. */
static const char *builtin_tag(js_ctx *ctx, js_value object, bool is_array)
{
    if (is_array)
        return "Array";
    if (js_is_callable_nogc(ctx, object))
        return "Function";
    switch (gc_kind_of(gc_to_cell(object))) {
    case JS_KIND_ARGUMENTS:
        return "Arguments";
    case JS_KIND_ERROR:
        return "Error";
    case JS_KIND_DATE:
        return "Date";
    case JS_KIND_REGEXP:
        return "RegExp";
    case JS_KIND_WRAPPER: {
        js_value v = js_wrapper_value_nogc(ctx, object);

        return js_is_boolean(v)  ? "Boolean"
               : js_is_number(v) ? "Number"
               : js_is_string(v) ? "String"
                                 : "Object";
    }
    default:
        return "Object";
    }
}

/* 20.1.3.6 Object.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object, tag);
    JS_STRING_BUILDER(ctx, b);
    const char *builtin;
    bool is_array;

    if (js_is_nullish(*call->self)) /* 1, 2 */
        return js_string_from_ascii_noscript(
            ctx, js_is_null(*call->self) ? "[object Null]" : "[object Undefined]", result);
    JS_TRY(js_to_object(ctx, call->self, &f.object));         /* 3 */
    JS_TRY(js_is_array(ctx, &f.object, &is_array));           /* 4 */
    builtin = builtin_tag(ctx, f.object, is_array);           /* 5 to 14 */
    JS_TRY(js_get(ctx, &f.object, JS_ATOM(ctx, sym_toStringTag), &f.tag)); /* 15 */
    js_builder_ascii_nogc(&b, "[object ");
    if (js_is_string(f.tag))
        js_builder_string_nogc(&b, f.tag);
    else
        js_builder_ascii_nogc(&b, builtin);
    js_builder_ascii_nogc(&b, "]");
    return js_builder_finish_noscript(&b, result);
}

/* 20.1.3.7 Object.prototype.valueOf ( ) */
static bool value_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    return js_to_object(ctx, call->self, result);
}

/* 20.1.3.8.1 get Object.prototype.__proto__ */
static bool get_proto(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, object);

    JS_TRY(js_to_object(ctx, call->self, &f.object));
    return js_object_get_prototype(ctx, &f.object, result);
}

/* 20.1.3.8.2 set Object.prototype.__proto__ */
static bool set_proto(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *prototype = js_arg(call, 0);

    *result = JS_UNDEFINED;
    JS_TRY(js_require_object_coercible(ctx, call->self, "set Object.prototype.__proto__"));
    if ((!js_is_object(*prototype) && !js_is_null(*prototype)) || !js_is_object(*call->self))
        return true;
    return js__set_prototype_or_throw(ctx, call->self, prototype);
}

/* ---- B.2.2: accessors by function ---- */

static bool define_accessor(js_ctx *ctx, const js_call *call, bool getter, js_value *result)
{
    JS_FRAME(ctx, f, object, key);
    JS_DESCRIPTOR(ctx, d);

    JS_TRY(js_to_object(ctx, call->self, &f.object));
    if (!js_is_callable_nogc(ctx, *js_arg(call, 1)))
        return js_throw_type_error(ctx, "Object.prototype.__define%s__: Expecting function",
                                   getter ? "Getter" : "Setter");
    if (getter)
        d.getter = *js_arg(call, 1);
    else
        d.setter = *js_arg(call, 1);
    d.flags = (getter ? JS_HAS_GET : JS_HAS_SET) | JS_HAS_ENUMERABLE | JS_HAS_CONFIGURABLE |
              JS_ENUMERABLE | JS_CONFIGURABLE;
    JS_TRY(js_to_property_key(ctx, js_arg(call, 0), &f.key));
    JS_TRY(js_define_property_or_throw(ctx, &f.object, &f.key, &d));
    *result = JS_UNDEFINED;
    return true;
}

/* B.2.2.2 Object.prototype.__defineGetter__ ( P, getter ) */
static bool define_getter(js_ctx *ctx, const js_call *call, js_value *result)
{
    return define_accessor(ctx, call, true, result);
}

/* B.2.2.3 Object.prototype.__defineSetter__ ( P, setter ) */
static bool define_setter(js_ctx *ctx, const js_call *call, js_value *result)
{
    return define_accessor(ctx, call, false, result);
}

static bool lookup_accessor(js_ctx *ctx, const js_call *call, bool getter, js_value *result)
{
    JS_FRAME(ctx, f, object, key);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    *result = JS_UNDEFINED;
    JS_TRY(js_to_object(ctx, call->self, &f.object));
    JS_TRY(js_to_property_key(ctx, js_arg(call, 0), &f.key));
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
        if (found) {
            if (js_descriptor_is_accessor(&d))
                *result = getter ? d.getter : d.setter;
            if (gc_same(*result, GC_EMPTY))
                *result = JS_UNDEFINED;
            return true;
        }
        JS_TRY(js_object_get_prototype(ctx, &f.object, &f.object));
        if (js_is_null(f.object))
            return true;
    }
}

/* B.2.2.4 Object.prototype.__lookupGetter__ ( P ) */
static bool lookup_getter(js_ctx *ctx, const js_call *call, js_value *result)
{
    return lookup_accessor(ctx, call, true, result);
}

/* B.2.2.5 Object.prototype.__lookupSetter__ ( P ) */
static bool lookup_setter(js_ctx *ctx, const js_call *call, js_value *result)
{
    return lookup_accessor(ctx, call, false, result);
}

JS_BUILTIN_TABLE(object_prototype) = {
    JS_METHOD("__defineGetter__", define_getter, 2),
    JS_METHOD("__defineSetter__", define_setter, 2),
    JS_METHOD("hasOwnProperty", has_own_property, 1),
    JS_METHOD("__lookupGetter__", lookup_getter, 1),
    JS_METHOD("__lookupSetter__", lookup_setter, 1),
    JS_METHOD("isPrototypeOf", is_prototype_of, 1),
    JS_METHOD("propertyIsEnumerable", property_is_enumerable, 1),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("valueOf", value_of, 0),
    JS_GETTER("__proto__", get_proto),
    JS_SETTER("__proto__", set_proto),
    JS_METHOD("toLocaleString", to_locale_string, 0),
};
JS_BUILTIN_TABLE_END(object_prototype);
