/*
 * dictionary_test.c: named properties against a model that keeps insertion order, through shapes and
 * dictionary mode; and that bounded caches stay bounded.
 */
#include "fixture.h"

#define NAMES 300

struct model {
    int order[NAMES]; /* names in order of insertion */
    int count;
    int value[NAMES]; /* -1: absent */
};

static void name_of(int i, char *text, size_t bytes)
{
    snprintf(text, bytes, "name%d", i);
}

static js_value value_of(int number)
{
    return number & 1 ? js_number(number + 0.25) : js_int(number);
}

static void put(js_ctx *ctx, const js_value *object, struct model *model, int i, int number)
{
    JS_FRAME(ctx, f, key, value);
    char text[16];

    name_of(i, text, sizeof text);
    KEY(ctx, f, key, text);
    f.value = value_of(number);
    OK(ctx, js_set(ctx, object, &f.key, &f.value, true));
    if (model->value[i] < 0)
        model->order[model->count++] = i;
    model->value[i] = number;
}

static void remove_name(js_ctx *ctx, const js_value *object, struct model *model, int i)
{
    JS_FRAME(ctx, f, key);
    char text[16];

    name_of(i, text, sizeof text);
    KEY(ctx, f, key, text);
    OK(ctx, js_delete_property_or_throw(ctx, object, &f.key));
    if (model->value[i] < 0)
        return;
    model->value[i] = -1;
    for (int at = 0; at < model->count; at++)
        if (model->order[at] == i) {
            memmove(&model->order[at], &model->order[at + 1],
                    (size_t)(model->count - at - 1) * sizeof(int));
            model->count--;
            return;
        }
}

static void compare(js_ctx *ctx, const js_value *object, const struct model *model)
{
    JS_FRAME(ctx, f, key, value);
    JS_VEC(ctx, keys);

    OK(ctx, js_object_own_keys(ctx, object, &keys));
    assert_int_equal(keys.count, model->count);
    for (int at = 0; at < model->count; at++) {
        char text[16];

        name_of(model->order[at], text, sizeof text);
        KEY(ctx, f, key, text);
        assert_true(gc_same(js_vec_get_nogc(ctx, &keys, (uint32_t)at), f.key));
        OK(ctx, js_get(ctx, object, &f.key, &f.value));
        assert_true(js_same_value_nogc(ctx, f.value, value_of(model->value[model->order[at]])));
    }
}

static void random_operations_match_a_model(void **state)
{
    js_ctx *ctx = *state;
    const bool stressed = is_stressed(ctx);
    static struct model model;

    for (unsigned seed = 1; seed <= (stressed ? 3 : 40); seed++) {
        JS_FRAME(ctx, f, object);
        uint64_t random = seed;
        const uint32_t names = seed % 2 ? 12 : NAMES;
        uint32_t hash;

        model.count = 0;
        memset(model.value, -1, sizeof model.value);
        OK(ctx, js_object_new_noscript(ctx, &f.object));
        hash = seed % 3 ? js_identity_hash_nogc(ctx, f.object) : 0;
        for (int i = 0; i < (stressed ? 30 : 600); i++) {
            if (draw(&random, 10) < (seed % 5 < 3 ? 7u : 4u))
                put(ctx, &f.object, &model, (int)draw(&random, names), (int)draw(&random, 10000));
            else if (model.count && draw(&random, 2))
                remove_name(ctx, &f.object, &model, model.order[draw(&random, (uint32_t)model.count)]);
            else if (model.count)
                remove_name(ctx, &f.object, &model, model.order[model.count - 1]);
            if (i % 10 == 0)
                compare(ctx, &f.object, &model);
        }
        compare(ctx, &f.object, &model);
        if (hash)
            assert_int_equal(js_identity_hash_nogc(ctx, f.object), hash);
    }
}

/* [dictionary.quarter] A cache that evicts its oldest key: a thousand keys, a hundred thousand passing through. */
static void a_bounded_cache_stays_bounded(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, object, key, value);
    const int total = is_stressed(ctx) ? 120 : 100000, bound = is_stressed(ctx) ? 20 : 1000;
    bool ok;

    OK(ctx, js_object_new_noscript(ctx, &f.object));
    for (int i = 0; i < total; i++) {
        char text[16];

        name_of(i, text, sizeof text);
        KEY(ctx, f, key, text);
        f.value = js_int(i);
        OK(ctx, js_set(ctx, &f.object, &f.key, &f.value, true));
        if (i < bound)
            continue;
        name_of(i - bound, text, sizeof text);
        KEY(ctx, f, key, text);
        OK(ctx, js_object_delete(ctx, &f.object, &f.key, &ok));
        assert_true(ok);
    }
    const void *cell = gc_slot_to_cell(js_heap(ctx), js_object_nogc(f.object)->properties);
    assert_int_equal(gc_kind_of(cell), JS_KIND_DICTIONARY);
    assert_true(gc_cell_bytes(js_heap(ctx), cell) < (size_t)bound * 64);
    JS_VEC(ctx, keys);
    OK(ctx, js_object_own_keys(ctx, &f.object, &keys));
    assert_int_equal(keys.count, bound);
}

/* [shape.index-stable] the others stay where they are. */
static void redefining_changes_one_property(void **state)
{
    js_ctx *ctx = *state;

    for (int many = 0; many < 2; many++) { /* replayed; unique */
        JS_FRAME(ctx, f, object, key, value);
        JS_DESCRIPTOR(ctx, d);
        bool found, ok;
        const int count = many ? 70 : 6;

        OK(ctx, js_object_new_noscript(ctx, &f.object));
        for (int i = 0; i < count; i++) {
            char text[16];

            name_of(i, text, sizeof text);
            KEY(ctx, f, key, text);
            f.value = js_int(i);
            OK(ctx, js_set(ctx, &f.object, &f.key, &f.value, true));
        }
        KEY(ctx, f, key, "name3");
        d.flags = JS_HAS_ENUMERABLE | JS_HAS_VALUE;
        d.value = js_number(0.5);
        OK(ctx, js_define_property_or_throw(ctx, &f.object, &f.key, &d));
        OK(ctx, js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
        assert_true(found);
        assert_int_equal(d.flags & JS_ALL_ATTRIBUTES, JS_WRITABLE | JS_CONFIGURABLE);
        assert_true(gc_same(d.value, js_number(0.5)));

        d.flags = JS_HAS_GET | JS_HAS_CONFIGURABLE;
        d.getter = JS_INTRINSIC(ctx, object_prototype_to_string);
        OK(ctx, js_define_property_or_throw(ctx, &f.object, &f.key, &d));
        OK(ctx, js_object_get_own_property(ctx, &f.object, &f.key, &d, &found));
        assert_true(js_descriptor_is_accessor(&d));
        assert_true(js_is_undefined(d.setter));
        OK(ctx, js_object_delete(ctx, &f.object, &f.key, &ok));
        assert_false(ok);
        for (int i = 0; i < count; i++) {
            char text[16];

            if (i == 3)
                continue;
            name_of(i, text, sizeof text);
            KEY(ctx, f, key, text);
            OK(ctx, js_get(ctx, &f.object, &f.key, &f.value));
            assert_true(gc_same(f.value, js_int(i)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(random_operations_match_a_model),
        BOTH(a_bounded_cache_stays_bounded),
        BOTH(redefining_changes_one_property),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
