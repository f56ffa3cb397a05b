/*
 * collection_test.c: hash tables of Map and Set against a model that keeps insertion order, iterators that
 * live through growth, deletion and clear [collection.follow]; ephemeron tables.
 */
#include "fixture.h"

#include "object/collection.h"
#include "object/weak.h"

#define KEYS 200

struct model {
    int order[100000];
    int count;
    int value[KEYS]; /* -1: absent */
};

/* Keys of every sort: integers, fractions, strings. */
static void key_of(js_ctx *ctx, int i, js_value *out)
{
    char text[16];

    switch (i % 3) {
    case 0:
        *out = js_int(i);
        break;
    case 1:
        *out = js_number(i + 0.5);
        break;
    default:
        snprintf(text, sizeof text, "key number %d", i);
        OK(ctx, js_string_from_ascii_noscript(ctx, text, out)); /* not interned */
        break;
    }
}

static void new_map(js_ctx *ctx, js_value *out)
{
    JS_FRAME(ctx, f, prototype, table);

    f.prototype = JS_INTRINSIC(ctx, object_prototype);
    OK(ctx, js_object_alloc_noscript(ctx, JS_KIND_MAP, sizeof(struct js_map), &f.prototype, out));
    OK(ctx, js_hash_table_new_noscript(ctx, &f.table));
    struct js_map *map = gc_to_cell(*out);
    gc_write(ctx->heap, map, &map->table, gc_slot_of(ctx->heap, f.table));
}

static void compare(js_ctx *ctx, const js_value *map, const struct model *model)
{
    JS_FRAME(ctx, f, table, key);
    uint32_t index = 0;

    f.table = js_collection_table_nogc(ctx, *map);
    assert_int_equal(js_collection_size_nogc(ctx, *map), model->count);
    for (int at = 0; at < model->count; at++) {
        key_of(ctx, model->order[at], &f.key);
        const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, &f.table, &index);

        assert_non_null(entry);
        assert_true(js_same_value_zero_nogc(ctx, js_field(ctx, &entry->key), f.key));
        assert_true(gc_same(js_field(ctx, &entry->value), js_int(model->value[model->order[at]])));
        assert_ptr_equal(js_hash_table_find_nogc(ctx, f.table, f.key), entry);
    }
    assert_null(js_hash_table_next_nogc(ctx, &f.table, &index));
}

static void drop(struct model *model, int i)
{
    model->value[i] = -1;
    for (int at = 0; at < model->count; at++)
        if (model->order[at] == i) {
            memmove(&model->order[at], &model->order[at + 1],
                    (size_t)(model->count - at - 1) * sizeof(int));
            model->count--;
            return;
        }
}

static void a_map_matches_a_model(void **state)
{
    js_ctx *ctx = *state;
    const bool stressed = is_stressed(ctx);
    static struct model model;

    for (unsigned seed = 1; seed <= (stressed ? 2 : 30); seed++) {
        JS_FRAME(ctx, f, map, key, value);
        uint64_t random = seed;

        model.count = 0;
        memset(model.value, -1, sizeof model.value);
        new_map(ctx, &f.map);
        for (int i = 0; i < (stressed ? 60 : 1500); i++) {
            const int k = (int)draw(&random, KEYS);

            key_of(ctx, k, &f.key);
            if (draw(&random, 100) == 0) {
                OK(ctx, js_collection_clear_noscript(ctx, &f.map));
                model.count = 0;
                memset(model.value, -1, sizeof model.value);
            } else if (draw(&random, 5) < (seed % 2 ? 3u : 2u)) {
                f.value = js_int(i);
                OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
                if (model.value[k] < 0)
                    model.order[model.count++] = k;
                model.value[k] = i;
            } else {
                const bool had = js_hash_table_delete_nogc(
                    ctx, js_collection_table_nogc(ctx, f.map), f.key);

                assert_int_equal(had, model.value[k] >= 0);
                drop(&model, k);
            }
            if (i % 20 == 0)
                compare(ctx, &f.map, &model);
        }
        compare(ctx, &f.map, &model);
    }
}

/* [collection.follow] an iterator sees each key that is there to the end once, in order, and new ones. */
static void iterators_follow_a_table_that_is_replaced(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, map, key, value, table);
    uint32_t index = 0;
    int expected = 0;

    new_map(ctx, &f.map);
    for (int i = 0; i < 20; i++) {
        f.key = f.value = js_int(i);
        OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
    }
    f.table = js_collection_table_nogc(ctx, f.map);
    for (int step = 0; step < 60; step++) {
        const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, &f.table, &index);

        assert_non_null(entry);
        assert_true(gc_same(js_field(ctx, &entry->key), js_int(expected)));
        f.key = js_int(expected); /* behind the iterator: deleted */
        js_hash_table_delete_nogc(ctx, js_collection_table_nogc(ctx, f.map), f.key);
        expected++;
        f.key = f.value = js_int(20 + step); /* ahead of it: added */
        OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
    }
    OK(ctx, js_collection_clear_noscript(ctx, &f.map));
    assert_null(js_hash_table_next_nogc(ctx, &f.table, &index));
    f.key = f.value = js_int(1234);
    OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
    const struct js_hash_entry *entry = js_hash_table_next_nogc(ctx, &f.table, &index);
    assert_non_null(entry);
    assert_true(gc_same(js_field(ctx, &entry->key), js_int(1234)));
}

static void zeros_and_nans_are_one_key(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, map, key, value);

    new_map(ctx, &f.map);
    f.value = js_int(1);
    f.key = gc_from_double(-0.0);
    OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
    const js_value table = js_collection_table_nogc(ctx, f.map);
    const struct js_hash_entry *entry = js_hash_table_find_nogc(ctx, table, js_int(0));
    assert_non_null(entry);
    assert_true(gc_same(js_field(ctx, &entry->key), js_int(0))); /* stored as +0 */
    f.key = gc_from_double(0.0 / 0.0);
    OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
    OK(ctx, js_collection_set_noscript(ctx, &f.map, &f.key, &f.value));
    assert_int_equal(js_collection_size_nogc(ctx, f.map), 2);
}

static void weak_maps_lose_dead_keys(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, map, prototype, key, value, kept);
    const int count = is_stressed(ctx) ? 30 : 1000;

    f.prototype = JS_INTRINSIC(ctx, object_prototype);
    OK(ctx, js_object_alloc_noscript(ctx, JS_KIND_WEAK_MAP, sizeof(struct js_weak_map),
                                     &f.prototype, &f.map));
    OK(ctx, js_array_new_noscript(ctx, 0, &f.kept));
    for (int i = 0; i < count; i++) {
        OK(ctx, js_object_new_noscript(ctx, &f.key));
        f.value = js_number(i + 0.5);
        OK(ctx, js_weak_map_set_noscript(ctx, &f.map, &f.key, &f.value));
        if (i % 10 == 0)
            OK(ctx, js_array_push_noscript(ctx, &f.kept, &f.key));
    }
    f.key = GC_EMPTY;
    gc_collect(js_heap(ctx), GC_FULL, "test");
    const struct js_ephemerons *table =
        gc_slot_to_cell(js_heap(ctx), ((struct js_weak_map *)gc_to_cell(f.map))->table);
    int live = 0;
    for (uint32_t i = 0; i < table->capacity; i++)
        live += gc_slot_is_cell(table->entries[i].key);
    assert_int_equal(live, count / 10);
    for (int i = 0; i < count; i += 10) {
        f.key = js_array_peek_nogc(ctx, f.kept, (uint32_t)(i / 10));
        assert_true(gc_same(js_weak_map_get_nogc(ctx, f.map, f.key), js_number(i + 0.5)));
        assert_true(js_weak_map_delete_nogc(ctx, f.map, f.key));
        assert_true(gc_same(js_weak_map_get_nogc(ctx, f.map, f.key), GC_EMPTY));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_map_matches_a_model),
        BOTH(iterators_follow_a_table_that_is_replaced),
        BOTH(zeros_and_nans_are_one_key),
        BOTH(weak_maps_lose_dead_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
