/*
 * interp/iter_ops.c: iteration as instructions: an iterator is three registers.
 *
 *   it[0] the iterator; undefined: done.  it[1] its next method.  it[2] unused.
 *   A plain generator whose methods are the original ones: it[0] the generator, it[2] true.
 *   An array whose iteration no one can observe: it[0] the array, it[1] the hole, it[2] the next index; it turns
 *   into a real iterator as soon as that stops to hold [iterate.pristine].
 */
#include "interp/generator.h"
#include "interp/interp.h"
#include "object/elements.h"
#include "object/generator.h"
#include "vm/natives.h"

/* What @@iterator, next and return of a generator are at first. */
static js_native_fn *const original_methods[] = {js__iterator_return_this, js__generator_next,
                                                 js__generator_return};

/* Finds method number i of a generator: whether it is the original one.  Remembers where it lies. */
static bool find_method_nogc(js_ctx *ctx, js_value object, const js_value *key, unsigned i)
{
    const struct js_native_function *function;
    struct js_found found;

    if (!js__find_inherited_nogc(ctx, &object, *key, &found))
        return false;
    const js_value method = js_field(ctx, found.slot);

    if ((found.attributes & JS_IS_ACCESSOR) ||
        (js_shape_of_nogc(ctx, object)->flags & JS_SHAPE_DICTIONARY) || !js_is_kind(method, JS_KIND_NATIVE_FUNCTION))
        return false;
    ctx->state->generators.places[i] = found.slot;
    ctx->state->generators.methods[i] = found.slot->bits;
    function = gc_to_cell(method);
    return js_native_entry_nogc(ctx, function->table, function->index)->fn == original_methods[i];
}

/*
 * Whether v is a plain generator of which no one can observe that its @@iterator, next and return are not called:
 * they are the original ones, and lie where they were found last, since a change of any object on the way would have
 * bumped the epoch [iterate.pristine].
 */
static bool is_pristine_generator_nogc(js_ctx *ctx, js_value v)
{
    struct js_pristine_generators *known = &ctx->state->generators;

    if (!js_is_kind(v, JS_KIND_GENERATOR) || js_generator_nogc(v)->is_async != JS_PLAIN_GENERATOR)
        return false;
    const uint32_t shape = js_object_nogc(v)->shape.bits;

    if (known->shape == shape && known->epoch == ctx->state->prototype_epoch &&
        known->places[0]->bits == known->methods[0] && known->places[1]->bits == known->methods[1] &&
        known->places[2]->bits == known->methods[2])
        return true;
    known->shape = 0;
    if (!find_method_nogc(ctx, v, JS_ATOM(ctx, sym_iterator), 0) ||
        !find_method_nogc(ctx, v, JS_ATOM(ctx, next), 1) ||
        !find_method_nogc(ctx, v, JS_ATOM(ctx, return_), 2))
        return false;
    if (js_shape_mark_chain_cached_nogc(ctx, v, JS_NULL)) {
        known->shape = shape;
        known->epoch = ctx->state->prototype_epoch;
    }
    return true;
}

static void iterate_generator_nogc(js_value *it, js_value generator)
{
    it[0] = generator;
    it[1] = JS_UNDEFINED;
    it[2] = JS_TRUE;
}

bool js_op_get_iterator(js_ctx *ctx, js_value *it, const js_value *iterable)
{
    if (js_is_kind(*iterable, JS_KIND_ARRAY) && js_array_iteration_is_pristine_nogc(ctx, *iterable)) {
        it[0] = *iterable;
        it[1] = JS_HOLE;
        it[2] = gc_from_int(0);
        return true;
    }
    return js_op_get_iterator_object(ctx, it, iterable);
}

bool js_op_get_iterator_object(js_ctx *ctx, js_value *it, const js_value *iterable)
{
    if (is_pristine_generator_nogc(ctx, *iterable)) {
        iterate_generator_nogc(it, *iterable);
        return true;
    }
    JS_ITERATOR(ctx, record);
    JS_FRAME(ctx, f, method);

    if (js_is_nullish(*iterable))
        return js_throw_not_iterable(ctx, iterable, false);
    JS_TRY(js_get(ctx, iterable, JS_ATOM(ctx, sym_iterator), &f.method));
    if (!js_is_callable_nogc(ctx, f.method))
        return js_throw_not_iterable(ctx, iterable, false);
    JS_TRY(js_get_iterator_from_method(ctx, iterable, &f.method, &record));
    if (is_pristine_generator_nogc(ctx, record.iterator)) {
        iterate_generator_nogc(it, record.iterator);
        return true;
    }
    it[0] = record.iterator;
    it[1] = record.next;
    it[2] = JS_UNDEFINED;
    return true;
}

bool js_op_get_async_iterator(js_ctx *ctx, js_value *it, const js_value *iterable)
{
    JS_ITERATOR(ctx, record);
    bool found;

    JS_TRY(js_find_async_iterator(ctx, iterable, &record, &found));
    if (!found)
        return js_throw_not_iterable(ctx, iterable, true);
    it[0] = record.iterator;
    it[1] = record.next;
    it[2] = JS_UNDEFINED;
    return true;
}

/* The next element of an array iterated by index; false as result: look at *done and the exception. */
static bool next_of_array(js_ctx *ctx, js_value *it, js_value *out, bool *done)
{
    const double index = gc_to_number(it[2]);

    if (index >= ((const struct js_array *)gc_to_cell(it[0]))->length) {
        it[0] = JS_UNDEFINED;
        *out = JS_UNDEFINED;
        *done = true;
        return true;
    }
    it[2] = js_number(index + 1);
    if (!js_get_index(ctx, &it[0], index, out)) {
        it[0] = JS_UNDEFINED;
        return false;
    }
    return true;
}

bool js_op_iterated_result(js_ctx *ctx, js_value *it, js_value *result, bool *done)
{
    if (!js_iterator_complete(ctx, result, done) ||
        (!*done && !js_get(ctx, result, JS_ATOM(ctx, value), result))) {
        it[0] = JS_UNDEFINED;
        return false;
    }
    if (*done)
        *result = it[0] = JS_UNDEFINED;
    return true;
}

bool js_op_iterator_next(js_ctx *ctx, js_value *it, js_value *out, bool *done)
{
    *done = false;
    if (js_is_undefined(it[0])) {
        *out = JS_UNDEFINED;
        *done = true;
        return true;
    }
    if (gc_same(it[1], JS_HOLE))
        return next_of_array(ctx, it, out, done);

    if (js_is_true(it[2])) {
        if (!js_generator_step(ctx, &it[0], out, done)) {
            it[0] = JS_UNDEFINED;
            return false;
        }
        if (*done) {
            *out = JS_UNDEFINED;
            it[0] = JS_UNDEFINED;
        }
        return true;
    }
    JS_ITERATOR(ctx, record);
    record.iterator = it[0];
    record.next = it[1];
    if (!js_iterator_step_value(ctx, &record, out, done)) {
        it[0] = JS_UNDEFINED;
        return false;
    }
    if (*done) {
        *out = JS_UNDEFINED;
        it[0] = JS_UNDEFINED;
    }
    return true;
}

bool js_op_iterator_close(js_ctx *ctx, js_value *it, bool quiet)
{
    if (js_is_undefined(it[0]))
        return true;
    if (gc_same(it[1], JS_HOLE)) {
        it[0] = JS_UNDEFINED;
        return true;
    }
    JS_ITERATOR(ctx, record);
    record.iterator = it[0];
    record.next = it[1];
    it[0] = JS_UNDEFINED;
    if (is_pristine_generator_nogc(ctx, record.iterator) ? js_generator_close(ctx, &record.iterator)
                                                         : js_iterator_close(ctx, &record))
        return true;
    return quiet && js_catch(ctx, &record.next);
}

bool js_op_iterator_rest(js_ctx *ctx, js_value *it, js_value *out)
{
    JS_FRAME(ctx, f, array, value);
    bool done;

    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_op_iterator_next(ctx, it, &f.value, &done));
        if (done)
            break;
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.value));
    }
    js_array_trim_noscript(ctx, &f.array);
    *out = f.array;
    return true;
}

bool js_op_array_spread(js_ctx *ctx, const js_value *array, const js_value *iterable, uint16_t room)
{
    JS_FRAME(ctx, f, it, next, index, value);
    bool done;

    if (js_is_kind(*iterable, JS_KIND_ARRAY) && !ctx->state->prototypes_have_elements &&
        js_array_iteration_is_pristine_nogc(ctx, *iterable)) {
        JS_TRY(js_array_append_array_noscript(ctx, array, iterable, true, room, &done));
        if (done)
            return true;
    }
    JS_TRY(js_op_get_iterator(ctx, &f.it, iterable));
    for (;;) {
        JS_TRY(js_poll(ctx));
        JS_TRY(js_op_iterator_next(ctx, &f.it, &f.value, &done));
        if (done)
            break;
        JS_TRY(js_array_push_noscript(ctx, array, &f.value));
    }
    if (!room)
        js_array_trim_noscript(ctx, array);
    return true;
}

/* yield*: 27.5.3.8 (15.5.5), one step.  Modes: 0 next, 1 throw, 2 return; 3: no return method. */
bool js_op_delegate_call(js_ctx *ctx, js_value *it, const js_value *received, js_value *mode, js_value *out)
{
    JS_FRAME(ctx, f, method);
    const int32_t how = gc_to_int(*mode);

    if (how == 0 && js_is_true(it[2]))
        return js_generator_resume(ctx, &it[0], JS_RESUME_NEXT, received, out);
    if (how == 0)
        return js_call_function(ctx, &it[1], &it[0], received, 1, out);
    JS_TRY(js_get_method(ctx, &it[0], how == 1 ? JS_ATOM(ctx, throw_) : JS_ATOM(ctx, return_), &f.method));
    if (!js_is_undefined(f.method))
        return js_call_function(ctx, &f.method, &it[0], received, 1, out);
    if (how == 2) {
        *mode = gc_from_int(3);
        return true;
    }
    JS_ITERATOR(ctx, record);
    record.iterator = it[0];
    record.next = it[1];
    JS_TRY(js_iterator_close(ctx, &record));
    return js_throw_type_error(ctx, "The iterator does not provide a 'throw' method.");
}

/*
 * 14.7.5.9 EnumerateObjectProperties: the enumerable string keys of the object and its prototypes, each once; a
 * key that a nearer object has, enumerable or not, hides it further out.  *out is a tuple of keys.
 */
static bool for_in_keys(js_ctx *ctx, const js_value *target, js_value *out)
{
    JS_FRAME(ctx, f, object, key, seen, tuple);
    JS_VEC(ctx, visible);
    bool found;

    f.object = *target;
    f.seen = JS_UNDEFINED;
    while (js_is_object(f.object)) {
        JS_VEC(ctx, keys);
        JS_FRAME(ctx, g, next);

        JS_TRY(js_object_own_keys(ctx, &f.object, &keys));
        JS_TRY(js_object_get_prototype(ctx, &f.object, &g.next));
        if (js_is_undefined(f.seen) && js_is_object(g.next)) {
            g.next = JS_NULL;
            JS_TRY(js_object_new_with_prototype_noscript(ctx, &g.next, &f.seen));
            JS_TRY(js_object_get_prototype(ctx, &f.object, &g.next));
        }
        for (uint32_t i = 0; i < keys.count; i++) {
            JS_DESCRIPTOR(ctx, d);

            JS_TRY(js_poll(ctx));
            f.key = js_vec_get_nogc(ctx, &keys, i);
            if (js_is_symbol(f.key))
                continue;
            JS_TRY(js_to_property_key(ctx, &f.key, &f.key));
            if (!js_is_undefined(f.seen)) {
                JS_TRY(js_has_own_property(ctx, &f.seen, &f.key, &found));
                if (found)
                    continue;
            }
            JS_TRY(js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
            if (!found)
                continue;
            if (!js_is_undefined(f.seen))
                JS_TRY(js_define_value(ctx, &f.seen, &f.key, &js_undefined_value, JS_ALL_ATTRIBUTES));
            if (d.flags & JS_ENUMERABLE)
                JS_TRY(js_vec_push(ctx, &visible, &f.key));
        }
        f.object = g.next;
    }
    JS_TRY(js_tuple_new_noscript(ctx, visible.count, &f.tuple));
    for (uint32_t i = 0; i < visible.count; i++) {
        f.key = js_vec_get_nogc(ctx, &visible, i);
        JS_TRY(js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * i, &f.key));
    }
    *out = f.tuple;
    return true;
}

/*
 * for-in: the enumerator is a tuple: object, tuple of keys (strings), next index.
 */
bool js_op_for_in_start(js_ctx *ctx, const js_value *object, js_value *out)
{
    JS_FRAME(ctx, f, target, enumerator, keys, zero);

    if (js_is_nullish(*object)) {
        *out = JS_UNDEFINED;
        return true;
    }
    JS_TRY(js_to_object(ctx, object, &f.target));
    JS_TRY(for_in_keys(ctx, &f.target, &f.keys));
    JS_TRY(js_tuple_new_noscript(ctx, 3, &f.enumerator));
    struct js_tuple *tuple = gc_to_cell(f.enumerator);
    gc_init(ctx->heap, tuple, &tuple->slots[0], gc_slot_of(ctx->heap, f.target));
    gc_init(ctx->heap, tuple, &tuple->slots[1], gc_slot_of(ctx->heap, f.keys));
    gc_write_immediate(&tuple->slots[2], gc_slot_from_int(0));
    *out = f.enumerator;
    return true;
}

bool js_op_for_in_next(js_ctx *ctx, const js_value *enumerator, js_value *out, bool *done)
{
    JS_FRAME(ctx, f, target, key);
    bool there;

    *done = js_is_undefined(*enumerator);
    if (*done)
        return true;
    for (;;) {
        struct js_tuple *tuple = gc_to_cell(*enumerator);
        const struct js_tuple *keys = gc_slot_to_cell(ctx->heap, tuple->slots[1]);
        const int32_t next = gc_slot_to_int(tuple->slots[2]);

        if ((uint32_t)next >= keys->count) {
            *done = true;
            return true;
        }
        gc_write_immediate(&tuple->slots[2], gc_slot_from_int(next + 1));
        f.target = gc_decode(ctx->heap, tuple->slots[0]);
        f.key = gc_decode(ctx->heap, keys->slots[next]);
        JS_TRY(js_poll(ctx));
        JS_TRY(js_for_in_check(ctx, &f.target, &f.key, &there));
        if (there)
            return js_key_to_value_noscript(ctx, &f.key, out);
    }
}
