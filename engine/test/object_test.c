/*
 * object_test.c: internal methods by kind: typed arrays, arguments, String objects, proxies; windows of
 * generators; and a failing allocation at every point of a sequence of operations.
 */
#include "fixture.h"

#include "object/arguments.h"
#include "object/function.h"
#include "object/generator.h"
#include "object/proxy.h"
#include "object/typed_array.h"
#include "object/wrapper.h"

static void new_buffer(js_ctx *ctx, size_t length, size_t most, js_value *out)
{
    JS_FRAME(ctx, f, prototype, store);

    f.prototype = JS_INTRINSIC(ctx, object_prototype);
    OK(ctx, js_buffer_store_new_noscript(ctx, length, most, JS_BUFFER_RESIZABLE, &f.store));
    OK(ctx, js_array_buffer_new_noscript(ctx, &f.prototype, &f.store, out));
}

static void new_view(js_ctx *ctx, enum js_typed_array_type type, const js_value *buffer,
                     uint64_t offset, uint64_t length, js_value *out)
{
    JS_FRAME(ctx, f, prototype);

    f.prototype = JS_INTRINSIC(ctx, object_prototype);
    OK(ctx, js_typed_array_new_noscript(ctx, type, &f.prototype, buffer, offset, length, out));
}

static void put(js_ctx *ctx, const js_value *object, const char *name, js_value v)
{
    JS_FRAME(ctx, f, key, value);

    f.value = v;
    KEY(ctx, f, key, name);
    OK(ctx, js_set(ctx, object, &f.key, &f.value, true));
}

static void elements_convert_by_type(void **state)
{
    js_ctx *ctx = *state;
    static const struct {
        enum js_typed_array_type type;
        double in, out;
    } cases[] = {
        {JS_INT8_ARRAY, 200, -56},          {JS_INT8_ARRAY, -129.9, 127},
        {JS_UINT8_ARRAY, -1, 255},          {JS_UINT8_CLAMPED_ARRAY, 1.5, 2},
        {JS_UINT8_CLAMPED_ARRAY, 2.5, 2},   {JS_UINT8_CLAMPED_ARRAY, 300, 255},
        {JS_UINT8_CLAMPED_ARRAY, -5, 0},    {JS_INT16_ARRAY, 32768, -32768},
        {JS_UINT16_ARRAY, 65537, 1},        {JS_INT32_ARRAY, 2147483648.0, -2147483648.0},
        {JS_UINT32_ARRAY, -1, 4294967295.0}, {JS_FLOAT16_ARRAY, 1.0009765625, 1.0009765625},
        {JS_FLOAT32_ARRAY, 0.5, 0.5},       {JS_FLOAT64_ARRAY, 0.1, 0.1},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        JS_FRAME(ctx, f, buffer, view, value);

        new_buffer(ctx, 16, 16, &f.buffer);
        new_view(ctx, cases[i].type, &f.buffer, 8, 1, &f.view);
        f.value = js_number(cases[i].in);
        OK(ctx, js_set_index(ctx, &f.view, 0, &f.value, true));
        OK(ctx, js_get_index(ctx, &f.view, 0, &f.value));
        assert_true(gc_same(f.value, js_number(cases[i].out)));
        OK(ctx, js_get_index(ctx, &f.view, 1, &f.value));
        assert_true(js_is_undefined(f.value));
    }
}

/* [typed-array.length] [buffer.detached] [buffer.fixed] */
static void views_follow_their_buffer(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, buffer, fixed, tracking, value, key);
    bool there;

    new_buffer(ctx, 16, 64, &f.buffer);
    new_view(ctx, JS_INT32_ARRAY, &f.buffer, 4, 3, &f.fixed);
    new_view(ctx, JS_INT32_ARRAY, &f.buffer, 4, UINT64_MAX, &f.tracking);
    struct js_buffer_store *store = js_buffer_store_nogc(ctx, f.buffer);
    store->byte_length = 40;
    assert_int_equal(js_typed_array_length_nogc(ctx, js_typed_array_nogc(f.tracking)), 9);
    assert_int_equal(js_typed_array_length_nogc(ctx, js_typed_array_nogc(f.fixed)), 3);
    store->byte_length = 12;
    assert_int_equal(js_typed_array_length_nogc(ctx, js_typed_array_nogc(f.tracking)), 2);
    assert_int_equal(js_typed_array_length_nogc(ctx, js_typed_array_nogc(f.fixed)), 0);
    assert_true(js_typed_array_is_out_of_bounds_nogc(ctx, js_typed_array_nogc(f.fixed)));
    put(ctx, &f.tracking, "1.5", js_int(5)); /* numeric, no index: ignored */
    KEY(ctx, f, key, "1.5");
    OK(ctx, js_has_property(ctx, &f.tracking, &f.key, &there));
    assert_false(there);
    put(ctx, &f.tracking, "x", js_int(5));
    KEY(ctx, f, key, "x");
    OK(ctx, js_has_property(ctx, &f.tracking, &f.key, &there));
    assert_true(there);
    js_array_buffer_detach_nogc(ctx, f.buffer);
    assert_int_equal(js_typed_array_length_nogc(ctx, js_typed_array_nogc(f.tracking)), 0);
    f.value = js_int(1);
    OK(ctx, js_set_index(ctx, &f.tracking, 0, &f.value, true)); /* ignored */
    OK(ctx, js_get_index(ctx, &f.tracking, 0, &f.value));
    assert_true(js_is_undefined(f.value));
}

/* [arguments.mapped] */
static void mapped_arguments_share_boxes(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, a, b, box_a, box_b, no_scope, arguments, value, key);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    f.a = js_int(1);
    f.b = js_number(2.5);
    OK(ctx, js_alloc(ctx, JS_KIND_BOX, sizeof(struct js_box), &f.box_a));
    OK(ctx, js_store(ctx, &f.box_a, offsetof(struct js_box, value), &f.a));
    OK(ctx, js_alloc(ctx, JS_KIND_BOX, sizeof(struct js_box), &f.box_b));
    OK(ctx, js_store(ctx, &f.box_b, offsetof(struct js_box, value), &f.b));
    f.value = JS_INTRINSIC(ctx, object_prototype_to_string);
    OK(ctx, js_arguments_new_mapped_noscript(ctx, &f.value, &f.a, 2, &f.box_a, 2, &f.arguments));

    f.value = js_number(7.5);
    OK(ctx, js_set_index(ctx, &f.arguments, 0, &f.value, true));
    assert_true(gc_same(js_field(ctx, &((struct js_box *)gc_to_cell(f.box_a))->value), f.value));
    f.value = js_int(8);
    OK(ctx, js_store(ctx, &f.box_b, offsetof(struct js_box, value), &f.value));
    OK(ctx, js_get_index(ctx, &f.arguments, 1, &f.value));
    assert_true(gc_same(f.value, js_int(8)));

    f.key = js_int(1);
    d.flags = JS_HAS_WRITABLE; /* not writable: keeps the value of now, and is mapped no more */
    OK(ctx, js_define_property_or_throw(ctx, &f.arguments, &f.key, &d));
    f.value = js_int(9);
    OK(ctx, js_store(ctx, &f.box_b, offsetof(struct js_box, value), &f.value));
    OK(ctx, js_get_index(ctx, &f.arguments, 1, &f.value));
    assert_true(gc_same(f.value, js_int(8)));
    f.key = js_int(0);
    OK(ctx, js_object_delete(ctx, &f.arguments, &f.key, &ok));
    assert_true(ok);
    OK(ctx, js_get_index(ctx, &f.arguments, 0, &f.value));
    assert_true(js_is_undefined(f.value));
    OK(ctx, js_get(ctx, &f.arguments, JS_ATOM(ctx, length), &f.value));
    assert_true(gc_same(f.value, js_int(2)));
}

static void string_objects_answer_for_their_units(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, string, object, key, value);
    JS_VEC(ctx, keys);
    bool ok;

    OK(ctx, js_string_from_ascii_noscript(ctx, "abc", &f.string));
    OK(ctx, js_wrapper_new_noscript(ctx, &f.string, &f.object));
    put(ctx, &f.object, "x", js_int(1));
    f.value = js_int(5);
    OK(ctx, js_set_index(ctx, &f.object, 7, &f.value, true));
    f.key = js_int(1);
    OK(ctx, js_object_set(ctx, &f.object, &f.key, &f.value, &f.object, &ok));
    assert_false(ok);
    OK(ctx, js_object_delete(ctx, &f.object, &f.key, &ok));
    assert_false(ok);
    OK(ctx, js_get(ctx, &f.object, &f.key, &f.value));
    assert_true(gc_same(f.value, ctx->single_units['b']));
    OK(ctx, js_object_own_keys(ctx, &f.object, &keys));
    assert_int_equal(keys.count, 6); /* 0 1 2 7 length x */
    assert_true(gc_same(js_vec_get_nogc(ctx, &keys, 3), js_int(7)));
    assert_true(gc_same(js_vec_get_nogc(ctx, &keys, 4), *JS_ATOM(ctx, length)));
}

static void proxies_without_traps_are_transparent_until_revoked(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, target, handler, proxy, value, key, inner);
    JS_VEC(ctx, keys);
    bool ok;

    OK(ctx, js_array_new_noscript(ctx, 0, &f.target));
    OK(ctx, js_object_new_noscript(ctx, &f.handler));
    OK(ctx, js_proxy_create(ctx, &f.target, &f.handler, &f.inner));
    OK(ctx, js_proxy_create(ctx, &f.inner, &f.handler, &f.proxy));
    f.value = js_int(5);
    OK(ctx, js_set_index(ctx, &f.proxy, 2, &f.value, true));
    assert_int_equal(js_array_nogc(f.target)->length, 3);
    OK(ctx, js_is_array(ctx, &f.proxy, &ok));
    assert_true(ok);
    OK(ctx, js_get(ctx, &f.proxy, JS_ATOM(ctx, length), &f.value));
    assert_true(gc_same(f.value, js_int(3)));
    OK(ctx, js_object_own_keys(ctx, &f.proxy, &keys));
    assert_int_equal(keys.count, 2);
    OK(ctx, js_set_integrity_level(ctx, &f.proxy, true, &ok));
    assert_true(ok);
    OK(ctx, js_test_integrity_level(ctx, &f.target, true, &ok));
    assert_true(ok);
    js_proxy_revoke_nogc(ctx, f.inner);
    assert_false(js_get(ctx, &f.proxy, JS_ATOM(ctx, length), &f.value));
    js_take_exception(ctx, &f.value);
    assert_false(js_is_array(ctx, &f.proxy, &ok));
    js_take_exception(ctx, &f.value);
}

/* A chain of proxies as deep as memory allows ends in a RangeError, not in a crash. */
static void deep_proxies_are_bounded(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, proxy, handler, value);

    if (is_stressed(ctx))
        return;
    OK(ctx, js_object_new_noscript(ctx, &f.handler));
    OK(ctx, js_object_new_noscript(ctx, &f.proxy));
    for (int i = 0; i < 300000; i++)
        OK(ctx, js_proxy_create(ctx, &f.proxy, &f.handler, &f.proxy));
    assert_false(js_get(ctx, &f.proxy, JS_ATOM(ctx, name), &f.value));
    js_take_exception(ctx, &f.value);
}

/* [generator.no-alloc] */
static void windows_hold_any_value(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, window, text);
    struct gc_statistics before, after;

    OK(ctx, js_window_new_noscript(ctx, 5, &f.window));
    f.text = *JS_ATOM(ctx, length);
    const js_value values[] = {js_number(0.5), js_int(INT32_MIN), JS_HOLE, GC_EMPTY, f.text};
    struct js_window *window = gc_to_cell(f.window);

    gc_get_statistics(js_heap(ctx), &before);
    for (uint32_t i = 0; i < 5; i++)
        js_window_save_nogc(ctx, window, i, values[i]);
    gc_get_statistics(js_heap(ctx), &after);
    assert_int_equal(before.allocated_bytes, after.allocated_bytes);
    gc_collect(js_heap(ctx), GC_YOUNG, "test");
    window = gc_to_cell(f.window);
    for (uint32_t i = 0; i < 4; i++)
        assert_true(gc_same(js_window_load_nogc(ctx, window, i), values[i]));
    assert_true(gc_same(js_window_load_nogc(ctx, window, 4), f.text));
}

/* ---- failing allocations ---- */

/* Builds objects of every storage; false as soon as something fails. */
static bool exercise(js_ctx *ctx)
{
    JS_FRAME(ctx, f, object, array, key, value, prototype);
    bool ok;

    JS_TRY(js_object_new_noscript(ctx, &f.prototype));
    JS_TRY(js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.object));
    for (int i = 0; i < 12; i++) {
        char text[16];

        snprintf(text, sizeof text, "failing %d", i);
        JS_TRY(js_intern_ascii_noscript(ctx, text, &f.key));
        f.value = js_number(i + 0.5);
        JS_TRY(js_set(ctx, &f.object, &f.key, &f.value, true));
        JS_TRY(js_set(ctx, &f.prototype, &f.key, &f.value, true));
    }
    JS_TRY(js_object_delete(ctx, &f.object, JS_ATOM(ctx, name), &ok));
    JS_TRY(js_intern_ascii_noscript(ctx, "failing 3", &f.key));
    JS_TRY(js_object_delete(ctx, &f.object, &f.key, &ok));
    JS_TRY(js_object_delete(ctx, &f.prototype, &f.key, &ok));
    JS_TRY(js_array_new_noscript(ctx, 0, &f.array));
    for (int i = 0; i < 40; i++) {
        f.value = i < 20 ? js_int(i) : i < 30 ? js_number(i + 0.5) : f.object;
        JS_TRY(js_array_push_noscript(ctx, &f.array, &f.value));
    }
    JS_TRY(js_set_index(ctx, &f.array, 100000, &f.value, true));
    JS_TRY(js_set_integrity_level(ctx, &f.array, true, &ok));
    return js_set_integrity_level(ctx, &f.object, true, &ok);
}

static js_ctx *context_that_fails(uint64_t n)
{
    struct js_config config = {.heap = {.fail_alloc = n}, .hash_seed = 7};

    return js_context_new(&config);
}

/* How many allocations making a context takes. */
static uint64_t allocations_of_a_context(void)
{
    uint64_t low = 0, high = 1u << 20; /* fails at low (or low is 0), does not at high */

    while (high - low > 1) {
        const uint64_t middle = (low + high) / 2;
        js_ctx *ctx = context_that_fails(middle);

        *(ctx ? &high : &low) = middle;
        js_context_free(ctx);
    }
    return low;
}

/* [property.all-or-nothing] An allocation fails: an exception is pending, the heap is sound, life goes on. */
static void every_failing_allocation_is_an_exception(void **state)
{
    const uint64_t first = allocations_of_a_context() + 1;
    uint64_t n = first;

    (void)state;
    for (bool failed = true; failed; n++) {
        js_ctx *ctx = context_that_fails(n);

        assert_non_null(ctx);
        {
            JS_FRAME(ctx, f, exception);

            failed = !exercise(ctx);
            if (failed) {
                assert_false(gc_same(ctx->exception, GC_EMPTY));
                js_take_exception(ctx, &f.exception);
                assert_true(exercise(ctx));
            }
            assert_true(gc_verify(js_heap(ctx), "after a failed allocation"));
        }
        js_context_free(ctx);
    }
    assert_true(n - first > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(elements_convert_by_type),
        BOTH(views_follow_their_buffer),
        BOTH(mapped_arguments_share_boxes),
        BOTH(string_objects_answer_for_their_units),
        BOTH(proxies_without_traps_are_transparent_until_revoked),
        BOTH(deep_proxies_are_bounded),
        BOTH(windows_hold_any_value),
        {"every_failing_allocation_is_an_exception", every_failing_allocation_is_an_exception, NULL,
         NULL, NULL},
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
