/*
 * builtins/iterator.c: 27.1.3 Iterator Objects: the constructor, Iterator.from with its wrapper, and the methods
 * of Iterator.prototype that consume an iterator.  Those that make another one lie in iterator_helper.c.
 */
#include "builtins/builtin.h"
#include "builtins/iterator_internal.h"
#include "builtins/iterators.h"
#include "interp/generator.h"
#include "object/elements.h"

/* 27.1.3.1.1 Iterator ( ) */
static bool iterator(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor Iterator requires 'new'");
    if (gc_same(*call->new_target, *call->callee))
        return js_throw_type_error(ctx, "Abstract class Iterator not directly constructable");
    return js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_iterator_prototype,
                                      JS_KIND_OBJECT, sizeof(struct js_object), result);
}

/* ---- 27.1.3.2.1 Iterator.from ---- */

/* 27.1.3.2.1.1 GetIteratorFlattenable ( obj, primitiveHandling ) */
bool js__get_iterator_flattenable(js_ctx *ctx, const js_value *object, bool allow_string,
                                  struct js_iterator_record *it)
{
    JS_FRAME(ctx, f, method, iterator);

    if (!js_is_object(*object) && !(allow_string && js_is_string(*object)))
        return js_throw_type_error(ctx, "%v is not an object", object);
    JS_TRY(js_get_method(ctx, object, JS_ATOM(ctx, sym_iterator), &f.method));
    if (js_is_undefined(f.method))
        f.iterator = *object;
    else
        JS_TRY(js_call_function(ctx, &f.method, object, NULL, 0, &f.iterator));
    if (!js_is_object(f.iterator))
        return js_throw_type_error(ctx, "%v is not an object", &f.iterator);
    return js_get_iterator_direct(ctx, &f.iterator, it);
}

/* 27.1.3.2.1 Iterator.from ( O ) */
static bool from(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, constructor, wrapper);
    JS_ITERATOR(ctx, it);
    bool inherits;

    JS_TRY(js__get_iterator_flattenable(ctx, js_arg(call, 0), true, &it));
    f.constructor = JS_INTRINSIC(ctx, iterator);
    JS_TRY(js_ordinary_has_instance(ctx, &f.constructor, &it.iterator, &inherits));
    if (inherits) {
        *result = it.iterator;
        return true;
    }
    JS_TRY(js_iterator_new_noscript(ctx, JS_ITERATOR_WRAP,
                                    JS_INTRINSIC_wrap_for_valid_iterator_prototype, &it.iterator,
                                    0, &f.wrapper));
    JS_TRY(js_store(ctx, &f.wrapper, offsetof(struct js_iterator, a), &it.next));
    *result = f.wrapper;
    return true;
}

static bool require_wrapper(js_ctx *ctx, const js_call *call, const char *method)
{
    return js_is_iterator_of(*call->self, JS_ITERATOR_WRAP) ||
           js_throw_type_error(ctx,
                               "Method %%WrapForValidIteratorPrototype%%.%s called on incompatible "
                               "receiver %v",
                               method, call->self);
}

/* 27.1.3.2.1.2.1 %WrapForValidIteratorPrototype%.next ( ) */
static bool wrapper_next(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, iterator, next);

    JS_TRY(require_wrapper(ctx, call, "next"));
    f.iterator = js_field(ctx, &js_iterator_nogc(*call->self)->target);
    f.next = js_field(ctx, &js_iterator_nogc(*call->self)->a);
    return js_call_function(ctx, &f.next, &f.iterator, NULL, 0, result);
}

/* 27.1.3.2.1.2.2 %WrapForValidIteratorPrototype%.return ( ) */
static bool wrapper_return(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, iterator, method);

    JS_TRY(require_wrapper(ctx, call, "return"));
    f.iterator = js_field(ctx, &js_iterator_nogc(*call->self)->target);
    JS_TRY(js_get_method(ctx, &f.iterator, JS_ATOM(ctx, return_), &f.method));
    if (js_is_undefined(f.method))
        return js_create_iterator_result_noscript(ctx, &js_undefined_value, true, result);
    return js_call_function(ctx, &f.method, &f.iterator, NULL, 0, result);
}

/* ---- 27.1.4 Iterator.prototype: methods that consume ---- */

bool js__iterator_this(js_ctx *ctx, const js_call *call, const char *method,
                       struct js_iterator_record *it)
{
    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "Iterator.prototype.%s called on non-object", method);
    it->iterator = *call->self;
    return true;
}

/* Common beginning: this is an object, the argument a function (else the iterator is closed), next is read. */
static bool begin(js_ctx *ctx, const js_call *call, const char *method, struct js_iterator_record *it)
{
    JS_TRY(js__iterator_this(ctx, call, method, it));
    if (!js_is_callable_nogc(ctx, *js_arg(call, 0))) {
        js_throw_type_error(ctx, "%v is not a function", js_arg(call, 0));
        return js__close_after_failure(ctx, it);
    }
    return js_get_iterator_direct(ctx, call->self, it);
}

/* The next value in args[0] and its number in args[1]; calls the function. */
static bool step_and_call(js_ctx *ctx, const js_call *call, struct js_iterator_record *it,
                          js_value *args, double counter, js_value *out, bool *done)
{
    JS_TRY(js_poll(ctx));
    JS_TRY(js_iterator_step_value(ctx, it, &args[0], done));
    if (*done)
        return true;
    args[1] = js_number(counter);
    return js_call_function(ctx, js_arg(call, 0), &js_undefined_value, args, 2, out) ||
           js__close_after_failure(ctx, it);
}

/* 27.1.4.8 Iterator.prototype.reduce ( reducer [ , initialValue ] ) */
static bool reduce(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, accumulator, value, counter, next);
    JS_ITERATOR(ctx, it);
    double counter = 0;
    bool done;

    JS_TRY(begin(ctx, call, "reduce", &it));
    f.accumulator = *js_arg(call, 1);
    if (call->argc < 2) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.accumulator, &done));
        if (done)
            return js_throw_type_error(ctx, "Reduce of a done iterator with no initial value");
        counter = 1;
    }
    for (;; counter++) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            break;
        f.counter = js_number(counter);
        if (!js_call_function(ctx, js_arg(call, 0), &js_undefined_value, &f.accumulator, 3, &f.next))
            return js__close_after_failure(ctx, &it);
        f.accumulator = f.next;
    }
    *result = f.accumulator;
    return true;
}

/* 27.1.4.12 Iterator.prototype.toArray ( ) */
static bool to_array(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, array, value);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(js__iterator_this(ctx, call, "toArray", &it));
    JS_TRY(js_get_iterator_direct(ctx, call->self, &it));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (;;) {
        JS_TRY(js_iterator_step_value(ctx, &it, &f.value, &done));
        if (done)
            break;
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.value));
        JS_TRY(js_poll(ctx));
    }
    js_array_trim_noscript(ctx, &f.array);
    *result = f.array;
    return true;
}

/* 27.1.4.7 Iterator.prototype.forEach ( fn ) */
static bool for_each(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value, counter, ignored);
    JS_ITERATOR(ctx, it);
    bool done;

    JS_TRY(begin(ctx, call, "forEach", &it));
    for (double counter = 0;; counter++) {
        JS_TRY(step_and_call(ctx, call, &it, &f.value, counter, &f.ignored, &done));
        if (done)
            break;
    }
    *result = JS_UNDEFINED;
    return true;
}

/* some, every, find: the first value for which the answer is `wanted`. */
static bool search(js_ctx *ctx, const js_call *call, const char *method, bool wanted, bool *found,
                   js_value *value)
{
    JS_FRAME(ctx, f, value, counter, verdict);
    JS_ITERATOR(ctx, it);
    bool done;

    *found = false;
    JS_TRY(begin(ctx, call, method, &it));
    for (double counter = 0;; counter++) {
        JS_TRY(step_and_call(ctx, call, &it, &f.value, counter, &f.verdict, &done));
        if (done)
            return true;
        if (js_to_boolean_nogc(ctx, f.verdict) == wanted)
            break;
    }
    JS_TRY(js_iterator_close(ctx, &it));
    *found = true;
    *value = f.value;
    return true;
}

/* 27.1.4.11 Iterator.prototype.some ( predicate ) */
static bool some(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);
    bool found;

    JS_TRY(search(ctx, call, "some", true, &found, &f.value));
    *result = js_bool(found);
    return true;
}

/* 27.1.4.3 Iterator.prototype.every ( predicate ) */
static bool every(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);
    bool found;

    JS_TRY(search(ctx, call, "every", false, &found, &f.value));
    *result = js_bool(!found);
    return true;
}

/* 27.1.4.5 Iterator.prototype.find ( predicate ) */
static bool find(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, value);
    bool found;

    JS_TRY(search(ctx, call, "find", true, &found, &f.value));
    *result = found ? f.value : JS_UNDEFINED;
    return true;
}

/* 27.1.4.13 Iterator.prototype [ @@iterator ] ( ) */
bool js__iterator_return_this(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)ctx;
    *result = *call->self;
    return true;
}

/* ---- 27.1.4.1 constructor, 27.1.4.14 @@toStringTag: accessors that let derived prototypes have their own ---- */

/* 27.1.4.1.1 SetterThatIgnoresPrototypeProperties ( this, home, p, v ) */
static bool set_own(js_ctx *ctx, const js_call *call, const js_value *key)
{
    JS_FRAME(ctx, f, home);
    bool found;

    if (!js_is_object(*call->self))
        return js_throw_type_error(ctx, "Iterator.prototype setter called on non-object");
    f.home = JS_INTRINSIC(ctx, iterator_prototype);
    if (gc_same(*call->self, f.home))
        return js_throw_type_error(ctx, "Cannot assign to read only property '%k' of object '%v'",
                                   key, &f.home);
    JS_TRY(js_has_own_property(ctx, call->self, key, &found));
    if (!found)
        return js_create_data_property_or_throw(ctx, call->self, key, js_arg(call, 0));
    return js_set(ctx, call->self, key, js_arg(call, 0), true);
}

static bool get_constructor(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)call;
    *result = JS_INTRINSIC(ctx, iterator);
    return true;
}

static bool set_constructor(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = JS_UNDEFINED;
    return set_own(ctx, call, JS_ATOM(ctx, constructor));
}

static bool get_tag(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)call;
    return js_intern_ascii_noscript(ctx, "Iterator", result);
}

static bool set_tag(js_ctx *ctx, const js_call *call, js_value *result)
{
    *result = JS_UNDEFINED;
    return set_own(ctx, call, JS_ATOM(ctx, sym_toStringTag));
}

JS_BUILTIN_TABLE(iterator) = {
    JS_CONSTRUCTOR("Iterator", iterator, 0),
    JS_STATIC("from", from, 1),
    JS_GETTER("constructor", get_constructor),
    JS_SETTER("constructor", set_constructor),
    JS_METHOD("reduce", reduce, 1),
    JS_METHOD("toArray", to_array, 0),
    JS_METHOD("forEach", for_each, 1),
    JS_METHOD("some", some, 1),
    JS_METHOD("every", every, 1),
    JS_METHOD("find", find, 1),
    JS_METHOD("@@iterator", js__iterator_return_this, 0),
    JS_GETTER("@@toStringTag", get_tag),
    JS_SETTER("@@toStringTag", set_tag),
};
JS_BUILTIN_TABLE_END(iterator);

JS_BUILTIN_TABLE(wrap_for_valid_iterator) = {
    JS_METHOD("next", wrapper_next, 0),
    JS_METHOD("return", wrapper_return, 0),
};
JS_BUILTIN_TABLE_END(wrap_for_valid_iterator);
