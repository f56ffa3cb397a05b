/* shape_test.c: sharing of shapes, unique shapes, the prototype epoch, changes of attributes and prototypes. */
#include "fixture.h"

#include "object/function.h"

static void add(js_ctx *ctx, const js_value *object, const char *name, int value)
{
    JS_FRAME(ctx, f, key, value);

    KEY(ctx, f, key, name);
    f.value = js_int(value);
    OK(ctx, js_object_add_noscript(ctx, object, &f.key, &f.value, JS_ALL_ATTRIBUTES));
}

static int get_int(js_ctx *ctx, const js_value *object, const char *name)
{
    JS_FRAME(ctx, f, key, value);

    KEY(ctx, f, key, name);
    OK(ctx, js_get(ctx, object, &f.key, &f.value));
    assert_true(gc_is_int(f.value));
    return gc_to_int(f.value);
}

static void same_order_shares_a_shape(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, a, b, c);

    OK(ctx, js_object_new_noscript(ctx, &f.a));
    OK(ctx, js_object_new_noscript(ctx, &f.b));
    OK(ctx, js_object_new_noscript(ctx, &f.c));
    for (int i = 0; i < 20; i++) { /* past the in-object fields, the scanned keys, a table's growth */
        char name[8];

        snprintf(name, sizeof name, "p%d", i);
        add(ctx, &f.a, name, i);
        add(ctx, &f.b, name, 100 + i);
        assert_ptr_equal(js_shape_of_nogc(ctx, f.a), js_shape_of_nogc(ctx, f.b));
    }
    add(ctx, &f.c, "p1", 1);
    add(ctx, &f.c, "p0", 0);
    assert_ptr_not_equal(js_shape_of_nogc(ctx, f.a), js_shape_of_nogc(ctx, f.c));
    for (int i = 0; i < 20; i++) {
        char name[8];

        snprintf(name, sizeof name, "p%d", i);
        assert_int_equal(get_int(ctx, &f.a, name), i);
        assert_int_equal(get_int(ctx, &f.b, name), 100 + i);
    }
    assert_int_equal(get_int(ctx, &f.c, "p0"), 0);
}

/* [table.prefix] Branches off one shape: each has its own key at the same index. */
static void branches_do_not_see_each_other(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, a, b, key, value);
    bool there;

    OK(ctx, js_object_new_noscript(ctx, &f.a));
    OK(ctx, js_object_new_noscript(ctx, &f.b));
    add(ctx, &f.a, "base", 1);
    add(ctx, &f.b, "base", 2);
    add(ctx, &f.a, "left", 3);
    add(ctx, &f.b, "right", 4);
    KEY(ctx, f, key, "right");
    OK(ctx, js_has_own_property(ctx, &f.a, &f.key, &there));
    assert_false(there);
    KEY(ctx, f, key, "left");
    OK(ctx, js_has_own_property(ctx, &f.b, &f.key, &there));
    assert_false(there);
    assert_int_equal(get_int(ctx, &f.a, "left"), 3);
    assert_int_equal(get_int(ctx, &f.b, "right"), 4);
}

static void transitions_are_weak(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, keep, temporary, shape);
    struct gc_root weak;

    OK(ctx, js_object_new_noscript(ctx, &f.keep));
    OK(ctx, js_object_new_noscript(ctx, &f.temporary));
    add(ctx, &f.keep, "weak_a", 1);
    add(ctx, &f.temporary, "weak_a", 1);
    add(ctx, &f.temporary, "weak_b", 2);
    gc_root_add_weak(js_heap(ctx), &weak, gc_from_cell(js_shape_of_nogc(ctx, f.temporary)));
    gc_collect(js_heap(ctx), GC_FULL, "test");
    assert_false(gc_same(weak.value, GC_EMPTY));
    f.temporary = GC_EMPTY;
    gc_collect(js_heap(ctx), GC_FULL, "test");
    assert_true(gc_same(weak.value, GC_EMPTY));
    gc_root_remove(js_heap(ctx), &weak);
    add(ctx, &f.keep, "weak_b", 5);
    assert_int_equal(get_int(ctx, &f.keep, "weak_b"), 5);
}

/* [shape.epoch] */
static void a_prototype_changes_in_place_and_moves_the_epoch(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, prototype, object, key);

    OK(ctx, js_object_new_noscript(ctx, &f.prototype));
    add(ctx, &f.prototype, "first", 1);
    OK(ctx, js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.object));
    assert_true(js_has_shape_flag_nogc(ctx, f.prototype, JS_SHAPE_UNIQUE));
    assert_true(js_has_shape_flag_nogc(ctx, f.prototype, JS_SHAPE_PROTOTYPE));

    uint32_t epoch = ctx->state->prototype_epoch;
    add(ctx, &f.prototype, "second", 2);
    assert_int_equal(ctx->state->prototype_epoch, epoch); /* nobody looked */

    assert_true(js_shape_mark_chain_cached_nogc(ctx, f.object, f.prototype));
    struct js_shape *shape = js_shape_of_nogc(ctx, f.prototype);
    add(ctx, &f.prototype, "third", 3);
    (void)shape;
    assert_int_not_equal(ctx->state->prototype_epoch, epoch);

    assert_true(js_shape_mark_chain_cached_nogc(ctx, f.object, f.prototype));
    epoch = ctx->state->prototype_epoch;
    bool ok;
    KEY(ctx, f, key, "first");
    OK(ctx, js_object_delete(ctx, &f.prototype, &f.key, &ok));
    assert_true(ok);
    assert_int_not_equal(ctx->state->prototype_epoch, epoch);
    assert_int_equal(get_int(ctx, &f.object, "third"), 3);
    assert_int_equal(get_int(ctx, &f.object, "second"), 2);
    OK(ctx, js_has_property(ctx, &f.object, &f.key, &ok));
    assert_false(ok);
}

static void objects_of_one_prototype_share_a_root(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, prototype, a, b, null);
    bool ok;

    OK(ctx, js_object_new_noscript(ctx, &f.prototype));
    OK(ctx, js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.a));
    add(ctx, &f.prototype, "later", 1); /* in place: the root stays */
    OK(ctx, js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.b));
    assert_ptr_equal(js_shape_of_nogc(ctx, f.a), js_shape_of_nogc(ctx, f.b));

    add(ctx, &f.a, "x", 7);
    add(ctx, &f.b, "x", 8);
    f.null = JS_NULL;
    OK(ctx, js_object_set_prototype(ctx, &f.a, &f.null, &ok));
    assert_true(ok);
    OK(ctx, js_object_set_prototype(ctx, &f.b, &f.null, &ok));
    assert_ptr_equal(js_shape_of_nogc(ctx, f.a), js_shape_of_nogc(ctx, f.b));
    assert_int_equal(get_int(ctx, &f.a, "x"), 7);

    OK(ctx, js_object_set_prototype(ctx, &f.prototype, &f.prototype, &ok));
    assert_false(ok); /* a cycle */
}

static void freezing_keeps_values_and_private_names(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, object, private, value, key);
    JS_DESCRIPTOR(ctx, d);
    bool ok, found;

    OK(ctx, js_object_new_noscript(ctx, &f.object));
    f.value = JS_UNDEFINED;
    OK(ctx, js_symbol_new_noscript(ctx, &f.value, JS_SYMBOL_PRIVATE, &f.private));
    add(ctx, &f.object, "a", 1);
    f.value = js_int(2);
    OK(ctx, js_object_add_noscript(ctx, &f.object, &f.private, &f.value, JS_ALL_ATTRIBUTES));
    add(ctx, &f.object, "b", 3);
    OK(ctx, js_set_integrity_level(ctx, &f.object, true, &ok));
    assert_true(ok);
    OK(ctx, js_test_integrity_level(ctx, &f.object, true, &ok));
    assert_true(ok);
    KEY(ctx, f, key, "b");
    f.value = js_int(9);
    OK(ctx, js_object_set(ctx, &f.object, &f.key, &f.value, &f.object, &ok));
    assert_false(ok);
    assert_int_equal(get_int(ctx, &f.object, "b"), 3);
    KEY(ctx, f, key, "c");
    OK(ctx, js_object_set(ctx, &f.object, &f.key, &f.value, &f.object, &ok));
    assert_false(ok);
    OK(ctx, js_ordinary_get_own_property(ctx, &f.object, &f.private, &d, &found));
    assert_true(found);
    assert_true((d.flags & JS_WRITABLE) != 0);
}

/* [function.lazy] A function shows length, name and prototype in this order however it is asked. */
static void functions_are_lazy(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, function, value, key);
    JS_VEC(ctx, keys);

    f.function = JS_INTRINSIC(ctx, object);
    f.function = JS_INTRINSIC(ctx, object_prototype_to_string);
    assert_true(js_is_object(f.function));
    assert_true(js_has_shape_flag_nogc(ctx, f.function, JS_SHAPE_LAZY_FUNCTION));
    KEY(ctx, f, key, "other");
    OK(ctx, js_get(ctx, &f.function, &f.key, &f.value));
    assert_true(js_has_shape_flag_nogc(ctx, f.function, JS_SHAPE_LAZY_FUNCTION));
    f.value = js_int(1);
    OK(ctx, js_set(ctx, &f.function, &f.key, &f.value, true));
    OK(ctx, js_object_own_keys(ctx, &f.function, &keys));
    assert_int_equal(keys.count, 3);
    assert_true(gc_same(js_vec_get_nogc(ctx, &keys, 0), *JS_ATOM(ctx, length)));
    assert_true(gc_same(js_vec_get_nogc(ctx, &keys, 1), *JS_ATOM(ctx, name)));
    OK(ctx, js_get(ctx, &f.function, JS_ATOM(ctx, name), &f.value));
    assert_true(js_string_equals_nogc(ctx, f.value, *JS_ATOM(ctx, toString)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(same_order_shares_a_shape),
        BOTH(branches_do_not_see_each_other),
        BOTH(transitions_are_weak),
        BOTH(a_prototype_changes_in_place_and_moves_the_epoch),
        BOTH(objects_of_one_prototype_share_a_root),
        BOTH(freezing_keeps_values_and_private_names),
        BOTH(functions_are_lazy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
