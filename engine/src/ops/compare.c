/*
 * ops/compare.c: 7.2 Testing and Comparison Operations, typeof and instanceof.
 */
#include "ops/ops.h"

#include "object/function.h"
#include "object/shape.h"
#include "object/string.h"

#include <math.h>

/* 7.2.3 IsCallable */
bool js_is_callable_nogc(js_ctx *ctx, js_value v)
{
    return js_is_object(v) && js_has_shape_flag_nogc(ctx, v, JS_SHAPE_CALLABLE);
}

/* 7.2.4 IsConstructor */
bool js_is_constructor_nogc(js_ctx *ctx, js_value v)
{
    return js_is_object(v) && js_has_shape_flag_nogc(ctx, v, JS_SHAPE_CONSTRUCTOR);
}

/* 7.2.1 RequireObjectCoercible */
bool js_require_object_coercible(js_ctx *ctx, const js_value *v, const char *method)
{
    if (js_is_nullish(*v))
        return js_throw_type_error(ctx, "%s called on null or undefined", method);
    return true;
}

/* 7.2.6 IsRegExp */
bool js_is_regexp(js_ctx *ctx, const js_value *v, bool *out)
{
    JS_FRAME(ctx, f, matcher);

    *out = false;
    if (!js_is_object(*v))
        return true;
    JS_TRY(js_get(ctx, v, JS_ATOM(ctx, sym_match), &f.matcher));
    *out = js_is_undefined(f.matcher) ? js_is_kind(*v, JS_KIND_REGEXP)
                                      : js_to_boolean_nogc(ctx, f.matcher);
    return true;
}

/* 7.2.14 IsStrictlyEqual */
bool js_strict_equals_nogc(js_ctx *ctx, js_value a, js_value b)
{
    if (js_is_number(a) && js_is_number(b))
        return gc_to_number(a) == gc_to_number(b);
    if (gc_same(a, b))
        return true;
    return js_is_string(a) && js_is_string(b) && js_string_equals_nogc(ctx, a, b);
}

/* 7.2.10 SameValue */
bool js_same_value_nogc(js_ctx *ctx, js_value a, js_value b)
{
    if (js_is_number(a) && js_is_number(b)) {
        double x = gc_to_number(a), y = gc_to_number(b);

        return x == y ? signbit(x) == signbit(y) : isnan(x) && isnan(y);
    }
    return js_strict_equals_nogc(ctx, a, b);
}

/* 7.2.11 SameValueZero */
bool js_same_value_zero_nogc(js_ctx *ctx, js_value a, js_value b)
{
    if (js_is_number(a) && js_is_number(b)) {
        double x = gc_to_number(a), y = gc_to_number(b);

        return x == y || (isnan(x) && isnan(y));
    }
    return js_strict_equals_nogc(ctx, a, b);
}

/* Steps 5 to 14 of 7.2.13: two primitives, at most one of each kind left to convert. */
static bool primitives_loosely_equal(js_ctx *ctx, const js_value *a, const js_value *b, bool *out)
{
    double x, y;

    if (js_is_nullish(*a) || js_is_nullish(*b)) {
        *out = js_is_nullish(*a) && js_is_nullish(*b);
        return true;
    }
    if ((js_is_string(*a) && js_is_string(*b)) || js_is_symbol(*a) || js_is_symbol(*b)) {
        *out = js_strict_equals_nogc(ctx, *a, *b);
        return true;
    }
    JS_TRY(js_to_number(ctx, a, &x));
    JS_TRY(js_to_number(ctx, b, &y));
    *out = x == y;
    return true;
}

/* 7.2.13 IsLooselyEqual */
bool js_loosely_equals(js_ctx *ctx, const js_value *a, const js_value *b, bool *out)
{
    bool a_object = js_is_object(*a), b_object = js_is_object(*b);
    JS_FRAME(ctx, f, primitive);

    if (a_object == b_object) {
        if (!a_object)
            return primitives_loosely_equal(ctx, a, b, out);
        *out = gc_same(*a, *b);
        return true;
    }
    if (js_is_nullish(a_object ? *b : *a)) {
        *out = false;
        return true;
    }
    JS_TRY(js_to_primitive(ctx, a_object ? a : b, JS_HINT_DEFAULT, &f.primitive));
    return primitives_loosely_equal(ctx, a_object ? &f.primitive : a,
                                    a_object ? b : &f.primitive, out);
}

/* 7.2.12 IsLessThan */
bool js_is_less_than(js_ctx *ctx, const js_value *a, const js_value *b, bool left_first, int *out)
{
    double x, y;
    JS_FRAME(ctx, f, a, b);

    if (left_first) {
        JS_TRY(js_to_primitive(ctx, a, JS_HINT_NUMBER, &f.a));
        JS_TRY(js_to_primitive(ctx, b, JS_HINT_NUMBER, &f.b));
    } else {
        JS_TRY(js_to_primitive(ctx, b, JS_HINT_NUMBER, &f.b));
        JS_TRY(js_to_primitive(ctx, a, JS_HINT_NUMBER, &f.a));
    }
    if (js_is_string(f.a) && js_is_string(f.b)) {
        *out = js_string_compare_nogc(ctx, f.a, f.b) < 0;
        return true;
    }
    JS_TRY(js_to_number(ctx, &f.a, &x));
    JS_TRY(js_to_number(ctx, &f.b, &y));
    *out = isnan(x) || isnan(y) ? -1 : x < y;
    return true;
}

/* 13.5.3 typeof */
const js_value *js_typeof_nogc(js_ctx *ctx, js_value v)
{
    if (js_is_number(v))
        return JS_ATOM(ctx, number);
    if (js_is_string(v))
        return JS_ATOM(ctx, string);
    if (js_is_undefined(v))
        return JS_ATOM(ctx, undefined);
    if (js_is_boolean(v))
        return JS_ATOM(ctx, boolean);
    if (js_is_symbol(v))
        return JS_ATOM(ctx, symbol);
    return js_is_callable_nogc(ctx, v) ? JS_ATOM(ctx, function) : JS_ATOM(ctx, object);
}

/* 13.10.2 InstanceofOperator */
bool js_instance_of(js_ctx *ctx, const js_value *v, const js_value *target, bool *out)
{
    JS_FRAME(ctx, f, handler, result);

    JS_TRY(js_check_stack(ctx));
    if (!js_is_object(*target))
        return js_throw_type_error(ctx, "Right-hand side of 'instanceof' is not an object");
    JS_TRY(js_get_method(ctx, target, JS_ATOM(ctx, sym_hasInstance), &f.handler));
    if (!js_is_undefined(f.handler)) {
        JS_TRY(js_call_function(ctx, &f.handler, target, v, 1, &f.result));
        *out = js_to_boolean_nogc(ctx, f.result);
        return true;
    }
    if (!js_is_callable_nogc(ctx, *target))
        return js_throw_type_error(ctx, "Right-hand side of 'instanceof' is not callable");
    return js_ordinary_has_instance(ctx, target, v, out);
}

/* 7.3.22 OrdinaryHasInstance */
bool js_ordinary_has_instance(js_ctx *ctx, const js_value *c, const js_value *v, bool *out)
{
    JS_FRAME(ctx, f, prototype, object);

    *out = false;
    if (!js_is_callable_nogc(ctx, *c))
        return true;
    if (js_is_kind(*c, JS_KIND_BOUND_FUNCTION)) {
        f.object = js_field(ctx, &((struct js_bound_function *)gc_to_cell(*c))->target);
        return js_instance_of(ctx, v, &f.object, out);
    }
    if (!js_is_object(*v))
        return true;
    JS_TRY(js_get(ctx, c, JS_ATOM(ctx, prototype), &f.prototype));
    if (!js_is_object(f.prototype))
        return js_throw_type_error(
            ctx, "Function has non-object prototype '%v' in instanceof check", &f.prototype);
    f.object = *v;
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_object_get_prototype(ctx, &f.object, &f.object));
        if (js_is_null(f.object))
            return true;
        if (gc_same(f.object, f.prototype)) {
            *out = true;
            return true;
        }
    }
}
