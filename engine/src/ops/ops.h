/*
 * ops/ops.h: the specification's abstract operations, shared by interpreter and builtins.
 * Unless suffixed, they may collect and run script.  Arguments are rooted slots; out-slots too.
 */
#ifndef JS_OPS_H
#define JS_OPS_H

#include "object/object.h"

/* ---- 7.1 conversion (convert.c) ---- */
enum js_hint { JS_HINT_DEFAULT, JS_HINT_NUMBER, JS_HINT_STRING };
JS_MUST_CHECK bool js_to_primitive(js_ctx *ctx, const js_value *v, enum js_hint hint, js_value *out);
/* OrdinaryToPrimitive, without a look at Symbol.toPrimitive. */
JS_MUST_CHECK bool js_ordinary_to_primitive(js_ctx *ctx, const js_value *object, bool string_first,
                                            js_value *out);
bool js_to_boolean_nogc(js_ctx *ctx, js_value v);
/* ToNumber.  Symbols and BigInts throw. */
JS_MUST_CHECK bool js_to_number(js_ctx *ctx, const js_value *v, double *out);
/* ToNumeric: *out is a number (or a BigInt, once there are any). */
JS_MUST_CHECK bool js_to_numeric(js_ctx *ctx, const js_value *v, js_value *out);
JS_MUST_CHECK bool js_to_integer_or_infinity(js_ctx *ctx, const js_value *v, double *out);
JS_MUST_CHECK bool js_to_int32(js_ctx *ctx, const js_value *v, int32_t *out);
JS_MUST_CHECK bool js_to_uint32(js_ctx *ctx, const js_value *v, uint32_t *out);
JS_MUST_CHECK bool js_to_length(js_ctx *ctx, const js_value *v, double *out);
JS_MUST_CHECK bool js_to_index(js_ctx *ctx, const js_value *v, double *out);
/* ToString: *out is a string of any kind (flat, rope, slice). */
JS_MUST_CHECK bool js_to_string(js_ctx *ctx, const js_value *v, js_value *out);
JS_MUST_CHECK bool js_to_object(js_ctx *ctx, const js_value *v, js_value *out);
/* ToPropertyKey: *out is a key as object.h describes. */
JS_MUST_CHECK bool js_to_property_key(js_ctx *ctx, const js_value *v, js_value *out);
/* The key of an array index or any non-negative integral number up to 2^53. */
JS_MUST_CHECK bool js_key_from_index_noscript(js_ctx *ctx, double index, js_value *out);
/* A key as a program sees it: a string or symbol. */
JS_MUST_CHECK bool js_key_to_value_noscript(js_ctx *ctx, const js_value *key, js_value *out);
/* Number to string, cached for small integers. */
JS_MUST_CHECK bool js_number_to_string_noscript(js_ctx *ctx, double d, unsigned radix, js_value *out);

/* ---- 7.2 testing and comparison (compare.c) ---- */
bool js_is_callable_nogc(js_ctx *ctx, js_value v);
bool js_is_constructor_nogc(js_ctx *ctx, js_value v);
JS_MUST_CHECK bool js_require_object_coercible(js_ctx *ctx, const js_value *v, const char *method);
JS_MUST_CHECK bool js_is_regexp(js_ctx *ctx, const js_value *v, bool *out);
bool js_strict_equals_nogc(js_ctx *ctx, js_value a, js_value b);
bool js_same_value_nogc(js_ctx *ctx, js_value a, js_value b);
bool js_same_value_zero_nogc(js_ctx *ctx, js_value a, js_value b);
JS_MUST_CHECK bool js_loosely_equals(js_ctx *ctx, const js_value *a, const js_value *b, bool *out);
/* IsLessThan: *out is -1 undefined, 0 false, 1 true. */
JS_MUST_CHECK bool js_is_less_than(js_ctx *ctx, const js_value *a, const js_value *b,
                                   bool left_first, int *out);
/* typeof: an atom. */
const js_value *js_typeof_nogc(js_ctx *ctx, js_value v);
JS_MUST_CHECK bool js_instance_of(js_ctx *ctx, const js_value *v, const js_value *target, bool *out);
JS_MUST_CHECK bool js_ordinary_has_instance(js_ctx *ctx, const js_value *c, const js_value *v,
                                            bool *out);

/* ---- arithmetic (arith.c); slow paths: the interpreter does numbers itself ---- */
enum js_binary {
    JS_ADD, JS_SUB, JS_MUL, JS_DIV, JS_MOD, JS_EXP, JS_BIT_AND, JS_BIT_OR, JS_BIT_XOR, JS_SHL,
    JS_SHR, JS_USHR
};
JS_MUST_CHECK bool js_add(js_ctx *ctx, const js_value *a, const js_value *b, js_value *out);
JS_MUST_CHECK bool js_binary(js_ctx *ctx, enum js_binary op, const js_value *a, const js_value *b,
                             js_value *out);

/* ---- 7.3 operations on objects (property_ops.c) ---- */
/* GetV: any value; primitives look in their prototype.  undefined and null throw as V8 words it. */
JS_MUST_CHECK bool js_get(js_ctx *ctx, const js_value *v, const js_value *key, js_value *out);
JS_MUST_CHECK bool js_get_index(js_ctx *ctx, const js_value *v, double index, js_value *out);
/* Set(O, P, V, throw): any value as O. */
JS_MUST_CHECK bool js_set(js_ctx *ctx, const js_value *v, const js_value *key,
                          const js_value *value, bool throw_on_failure);
JS_MUST_CHECK bool js_set_index(js_ctx *ctx, const js_value *v, double index, const js_value *value,
                                bool throw_on_failure);
/* The interpreter's v[k]: converts the key last. */
JS_MUST_CHECK bool js_get_element(js_ctx *ctx, const js_value *v, const js_value *k, js_value *out);
JS_MUST_CHECK bool js_set_element(js_ctx *ctx, const js_value *v, const js_value *k,
                                  const js_value *value, bool strict);
/* CreateDataProperty; CreateDataPropertyOrThrow */
JS_MUST_CHECK bool js_create_data_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                           const js_value *value, bool *ok);
JS_MUST_CHECK bool js_create_data_property_or_throw(js_ctx *ctx, const js_value *object,
                                                    const js_value *key, const js_value *value);
JS_MUST_CHECK bool js_create_data_index_or_throw(js_ctx *ctx, const js_value *object, double index,
                                                 const js_value *value);
JS_MUST_CHECK bool js_define_property_or_throw(js_ctx *ctx, const js_value *object,
                                               const js_value *key, const struct js_descriptor *d);
/* Defines a data property with the given enum js_attributes; throws where that fails. */
JS_MUST_CHECK bool js_define_value(js_ctx *ctx, const js_value *object, const js_value *key,
                                   const js_value *value, unsigned attributes);
JS_MUST_CHECK bool js_delete_property_or_throw(js_ctx *ctx, const js_value *object,
                                               const js_value *key);
JS_MUST_CHECK bool js_has_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                   bool *out);
JS_MUST_CHECK bool js_has_own_property(js_ctx *ctx, const js_value *object, const js_value *key,
                                       bool *out);
/* GetMethod: undefined where undefined or null; throws where not callable. */
JS_MUST_CHECK bool js_get_method(js_ctx *ctx, const js_value *v, const js_value *key, js_value *out);
JS_MUST_CHECK bool js_length_of_array_like(js_ctx *ctx, const js_value *object, double *out);
JS_MUST_CHECK bool js_species_constructor(js_ctx *ctx, const js_value *object,
                                          enum js_intrinsic default_constructor, js_value *out);
JS_MUST_CHECK bool js_create_list_from_array_like(js_ctx *ctx, const js_value *object,
                                                  struct js_vec *out);
JS_MUST_CHECK bool js_copy_data_properties(js_ctx *ctx, const js_value *target,
                                           const js_value *source, const js_value *excluded,
                                           uint32_t excluded_count);
JS_MUST_CHECK bool js_set_integrity_level(js_ctx *ctx, const js_value *object, bool frozen, bool *ok);
JS_MUST_CHECK bool js_test_integrity_level(js_ctx *ctx, const js_value *object, bool frozen,
                                           bool *out);
enum js_enumerate { JS_KEYS, JS_VALUES, JS_ENTRIES };
JS_MUST_CHECK bool js_enumerable_own_properties(js_ctx *ctx, const js_value *object,
                                                enum js_enumerate what, js_value *out_array);

/* ---- calls (vm/call.c) ---- */
/* args: argc consecutive rooted values (of a frame, the VM stack, ...). */
JS_MUST_CHECK bool js_call_function(js_ctx *ctx, const js_value *function, const js_value *self,
                                    const js_value *args, uint32_t argc, js_value *out);
JS_MUST_CHECK bool js_construct(js_ctx *ctx, const js_value *constructor, const js_value *new_target,
                                const js_value *args, uint32_t argc, js_value *out);
/* Invoke: gets the method and calls it. */
JS_MUST_CHECK bool js_invoke(js_ctx *ctx, const js_value *v, const js_value *key,
                             const js_value *args, uint32_t argc, js_value *out);
/* With the arguments of a vector. */
JS_MUST_CHECK bool js_call_vec(js_ctx *ctx, const js_value *function, const js_value *self,
                               const struct js_vec *args, js_value *out);
JS_MUST_CHECK bool js_construct_vec(js_ctx *ctx, const js_value *constructor,
                                    const js_value *new_target, const struct js_vec *args,
                                    js_value *out);

/* ---- 7.4 iteration (iterate.c) ---- */
/* An iterator record, rooted: JS_ITERATOR(ctx, it); left automatically. */
struct js_iterator_record {
    struct gc_frame head;
    js_value iterator, next;
    bool done;
};
#define JS_ITERATOR(ctx, it)                                                                       \
    struct js_iterator_record it GC_CLEANUP(gc__frame_leave);                                      \
    it.done = false;                                                                               \
    gc__frame_enter((ctx)->heap, &it.head, 2)
JS_MUST_CHECK bool js_get_iterator(js_ctx *ctx, const js_value *iterable,
                                   struct js_iterator_record *it);
/* GetIterator of async; *found false: it is not async iterable. */
JS_MUST_CHECK bool js_find_async_iterator(js_ctx *ctx, const js_value *iterable,
                                          struct js_iterator_record *it, bool *found);
/* 27.1.6.1 CreateAsyncFromSyncIterator: *out is the object (builtins/async_from_sync_iterator.c). */
JS_MUST_CHECK bool js_create_async_from_sync_iterator_noscript(js_ctx *ctx,
                                                               const struct js_iterator_record *it,
                                                               js_value *out);
JS_MUST_CHECK bool js_get_iterator_from_method(js_ctx *ctx, const js_value *iterable,
                                               const js_value *method,
                                               struct js_iterator_record *it);
JS_MUST_CHECK bool js_get_iterator_direct(js_ctx *ctx, const js_value *object,
                                          struct js_iterator_record *it);
/* IteratorStepValue: *done, or the next value; on failure the record is done. */
JS_MUST_CHECK bool js_iterator_step_value(js_ctx *ctx, struct js_iterator_record *it, js_value *out,
                                          bool *done);
/* IteratorNext with an argument (or NULL): the result object. */
JS_MUST_CHECK bool js_iterator_next(js_ctx *ctx, struct js_iterator_record *it,
                                    const js_value *argument, js_value *out);
JS_MUST_CHECK bool js_iterator_complete(js_ctx *ctx, const js_value *result, bool *done);
/*
 * IteratorClose.  With throw completion pending: calls return, keeps the pending exception, returns
 * false.  Else: returns whether closing went well.
 */
bool js_iterator_close(js_ctx *ctx, struct js_iterator_record *it);
JS_MUST_CHECK bool js_create_iterator_result_noscript(js_ctx *ctx, const js_value *value, bool done,
                                                      js_value *out);
/* Whether iterating this array by index is unobservable (untouched iterator, dense). */
bool js_array_iteration_is_pristine_nogc(js_ctx *ctx, js_value array);

#endif
