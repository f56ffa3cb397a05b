/*
 * interp/class_ops.c: classes (15.7.14) and private names.
 *
 * A private name is a private symbol; private members are properties with such keys, which no reflection
 * shows and proxies never see.  Methods are read-only ones, accessors js_accessor properties.
 */
#include "interp/interp.h"
#include "object/symbol.h"

bool js_op_new_private_name(js_ctx *ctx, const js_value *description, js_value *out)
{
    return js_symbol_new_noscript(ctx, description, JS_SYMBOL_PRIVATE, out);
}

/* 15.7.14 steps 6 to 8: the two prototypes. */
static bool class_prototypes(js_ctx *ctx, const js_value *heritage, js_value *of_prototype,
                             js_value *of_constructor)
{
    if (gc_same(*heritage, GC_EMPTY)) {
        *of_prototype = JS_INTRINSIC(ctx, object_prototype);
        *of_constructor = JS_INTRINSIC(ctx, function_prototype);
        return true;
    }
    if (js_is_null(*heritage)) {
        *of_prototype = JS_NULL;
        *of_constructor = JS_INTRINSIC(ctx, function_prototype);
        return true;
    }
    if (!js_is_constructor_nogc(ctx, *heritage))
        return js_throw_type_error(ctx, "Class extends value %v is not a constructor or null", heritage);
    JS_TRY(js_get(ctx, heritage, JS_ATOM(ctx, prototype), of_prototype));
    if (!js_is_object(*of_prototype) && !js_is_null(*of_prototype))
        return js_throw_type_error(ctx, "Class extends value does not have valid prototype property %v",
                                   of_prototype);
    *of_constructor = *heritage;
    return true;
}

bool js_op_new_class(js_ctx *ctx, struct js_frame *frame, js_value *out, uint16_t child,
                     const js_value *heritage)
{
    JS_FRAME(ctx, f, class_, prototype, of_prototype, of_constructor);
    bool ok;

    JS_TRY(class_prototypes(ctx, heritage, &f.of_prototype, &f.of_constructor));
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.of_prototype, &f.prototype));
    JS_TRY(js_op_closure(ctx, frame, child, &f.prototype, &f.class_));
    JS_TRY(js_function_materialise_noscript(ctx, &f.class_));
    JS_TRY(js_define_value(ctx, &f.class_, JS_ATOM(ctx, prototype), &f.prototype, 0));
    JS_TRY(js_define_value(ctx, &f.prototype, JS_ATOM(ctx, constructor), &f.class_, JS_HIDDEN_ATTRIBUTES));
    if (!gc_same(f.of_constructor, JS_INTRINSIC(ctx, function_prototype)))
        JS_TRY(js_object_set_prototype(ctx, &f.class_, &f.of_constructor, &ok));
    out[0] = f.class_;
    out[1] = f.prototype;
    return true;
}

bool js_op_set_fields(js_ctx *ctx, const js_value *class_, const js_value *function)
{
    return js_define_value(ctx, class_, JS_ATOM(ctx, class_fields), function, 0);
}

bool js_op_init_fields(js_ctx *ctx, const js_value *self, const js_value *class_)
{
    JS_FRAME(ctx, f, function, result);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    if (!(js_function_bytecode_nogc(ctx, *class_)->flags & JS_CODE_HAS_FIELDS))
        return true;
    JS_TRY(js_ordinary_get_own_property(ctx, class_, JS_ATOM(ctx, class_fields), &d, &found));
    if (!found)
        return true;
    f.function = d.value;
    return js_call_function(ctx, &f.function, self, NULL, 0, &f.result);
}

bool js_op_define_method(js_ctx *ctx, const js_value *object, const js_value *key,
                         const js_value *function, unsigned kind)
{
    static const char *const prefixes[] = {NULL, "get", "set"};
    JS_FRAME(ctx, f, key);
    JS_DESCRIPTOR(ctx, d);

    JS_TRY(js_to_property_key(ctx, key, &f.key));
    JS_TRY(js_set_function_name_noscript(ctx, function, &f.key, prefixes[kind & 3]));
    d.flags = JS_HAS_ENUMERABLE | (kind & 4 ? JS_ENUMERABLE : 0) | JS_HAS_CONFIGURABLE | JS_CONFIGURABLE;
    switch (kind & 3) {
    case 0:
        d.value = *function;
        d.flags |= JS_HAS_VALUE | JS_HAS_WRITABLE | JS_WRITABLE;
        break;
    case 1:
        d.getter = *function;
        d.flags |= JS_HAS_GET;
        break;
    default:
        d.setter = *function;
        d.flags |= JS_HAS_SET;
    }
    return js_define_property_or_throw(ctx, object, &f.key, &d);
}

bool js_op_define_field(js_ctx *ctx, const js_value *object, const js_value *key, const js_value *value)
{
    if (js_is_private_symbol(*key))
        return js_op_define_private(ctx, object, key, value, 0);
    return js_create_data_property_or_throw(ctx, object, key, value);
}

/* A private member of an object itself (a proxy's are its own): *found and d. */
static bool find_private(js_ctx *ctx, const js_value *object, const js_value *name,
                         struct js_descriptor *d, bool *found)
{
    *found = false;
    if (!js_is_object(*object))
        return true;
    return js_ordinary_get_own_property(ctx, object, name, d, found);
}

bool js_op_get_private(js_ctx *ctx, const js_value *object, const js_value *name, js_value *out)
{
    JS_FRAME(ctx, f, object);
    JS_DESCRIPTOR(ctx, d);
    bool found;

    f.object = *object;
    JS_TRY(find_private(ctx, object, name, &d, &found));
    if (!found)
        return js_throw_type_error(
            ctx, "Cannot read private member %k from an object whose class did not declare it", name);
    if (!js_descriptor_is_accessor(&d)) {
        *out = d.value;
        return true;
    }
    if (js_is_undefined(d.getter))
        return js_throw_type_error(ctx, "'%k' was defined without a getter", name);
    return js_call_function(ctx, &d.getter, &f.object, NULL, 0, out);
}

bool js_op_set_private(js_ctx *ctx, const js_value *object, const js_value *name, const js_value *value)
{
    JS_FRAME(ctx, f, result);
    JS_DESCRIPTOR(ctx, d);
    bool found, ok;

    JS_TRY(find_private(ctx, object, name, &d, &found));
    if (!found)
        return js_throw_type_error(
            ctx, "Cannot write private member %k to an object whose class did not declare it", name);
    if (js_descriptor_is_accessor(&d)) {
        if (js_is_undefined(d.setter))
            return js_throw_type_error(ctx, "'%k' was defined without a setter", name);
        return js_call_function(ctx, &d.setter, object, value, 1, &f.result);
    }
    if (!(d.flags & JS_WRITABLE))
        return js_throw_type_error(ctx, "Private method '%k' is not writable", name);
    d.value = *value;
    d.flags = JS_HAS_VALUE;
    return js_ordinary_define_own_property(ctx, object, name, &d, &ok);
}

bool js_op_define_private(js_ctx *ctx, const js_value *object, const js_value *name,
                          const js_value *value, unsigned kind)
{
    JS_DESCRIPTOR(ctx, d);
    bool found, ok;

    JS_TRY(find_private(ctx, object, name, &d, &found));
    if (found && !(kind == 2 && js_descriptor_is_accessor(&d) && js_is_undefined(d.getter)) &&
        !(kind == 3 && js_descriptor_is_accessor(&d) && js_is_undefined(d.setter)))
        return js_throw_type_error(ctx, "Cannot initialize %k twice on the same object", name);
    d.flags = JS_HAS_CONFIGURABLE | JS_CONFIGURABLE | JS_HAS_ENUMERABLE;
    if (kind == 2) {
        d.getter = *value;
        d.flags |= JS_HAS_GET;
    } else if (kind == 3) {
        d.setter = *value;
        d.flags |= JS_HAS_SET;
    } else {
        d.value = *value;
        d.flags |= JS_HAS_VALUE | JS_HAS_WRITABLE | (kind == 0 ? JS_WRITABLE : 0);
    }
    return js_ordinary_define_private(ctx, object, name, &d, &ok);
}

bool js_op_has_private(js_ctx *ctx, const js_value *name, const js_value *object, js_value *out)
{
    JS_DESCRIPTOR(ctx, d);
    bool found;

    if (!js_is_object(*object))
        return js_throw_type_error(ctx, "Cannot use 'in' operator to search for '%k' in %k", name, object);
    JS_TRY(find_private(ctx, object, name, &d, &found));
    *out = js_bool(found);
    return true;
}
