/*
 * elements_test.c: indexed properties against a model.  Random operations run on an array and on a table of
 * what should be there; after each the two are compared.  The kinds of elements on the way are noted: each
 * must have occurred.
 */
#include "fixture.h"

#include "object/fast.h"

#define MODEL 4000u

enum value_kind { ABSENT, SMALL, FRACTION, TEXT };

struct model {
    uint8_t kind[MODEL];
    int32_t number[MODEL];
    uint32_t length;
    unsigned seen; /* a bit per kind of elements */
};

static js_value model_value(js_ctx *ctx, const struct model *model, uint32_t i)
{
    switch (model->kind[i]) {
    case SMALL:
        return js_int(model->number[i]);
    case FRACTION:
        return gc_from_number(model->number[i] + 0.5);
    case TEXT:
        return ctx->single_units[model->number[i] & 255];
    default:
        return JS_HOLE;
    }
}

static void note_kind(js_ctx *ctx, const js_value *array, struct model *model)
{
    const gc_slot elements = js_array_nogc(*array)->elements;

    if (gc_slot_is_cell(elements))
        model->seen |= 1u << (gc_kind_of(gc_slot_to_cell(ctx->heap, elements)) - JS_KIND_ELEMENTS);
}

static void compare(js_ctx *ctx, const js_value *array, struct model *model)
{
    struct js_found found;

    note_kind(ctx, array, model);
    assert_int_equal(js_array_nogc(*array)->length, model->length);
    for (uint32_t i = 0; i < MODEL; i++) {
        js__find_element_nogc(ctx, js_object_nogc(*array), i, &found);
        if (model->kind[i] == ABSENT) {
            assert_int_equal(found.place, JS_PLACE_NONE);
            continue;
        }
        assert_int_not_equal(found.place, JS_PLACE_NONE);
        assert_true(js_same_value_nogc(ctx, js__found_value_nogc(ctx, *array, &found),
                                       model_value(ctx, model, i)));
    }
}

static void set(js_ctx *ctx, const js_value *array, struct model *model, uint32_t i, uint8_t kind,
                int32_t number)
{
    JS_FRAME(ctx, f, value);

    model->kind[i] = kind;
    model->number[i] = number;
    if (i >= model->length)
        model->length = i + 1;
    f.value = model_value(ctx, model, i);
    OK(ctx, js_set_index(ctx, array, i, &f.value, true));
}

static void delete_range(struct model *model, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        model->kind[i] = ABSENT;
}

static void splice(js_ctx *ctx, const js_value *array, struct model *model, uint64_t *random)
{
    const uint32_t at = draw(random, model->length + 1);
    const uint32_t removed = draw(random, model->length - at + 1) / 2;
    const uint32_t added = draw(random, 12);
    const uint32_t length = model->length - removed + added;
    bool done;

    if (length >= MODEL || !js_array_is_resizable_nogc(ctx, *array))
        return;
    OK(ctx, js_array_open_gap_noscript(ctx, array, at, removed, added, &done));
    if (!done)
        return;
    memmove(model->kind + at + added, model->kind + at + removed, model->length - at - removed);
    memmove(model->number + at + added, model->number + at + removed,
            (model->length - at - removed) * sizeof(int32_t));
    delete_range(model, at, at + added);
    if (length < model->length)
        delete_range(model, length, model->length);
    model->length = length;
}

static void take(js_ctx *ctx, const js_value *array, struct model *model, bool first)
{
    if (!model->length || !js_array_is_resizable_nogc(ctx, *array))
        return;
    const js_value expected = model_value(ctx, model, first ? 0 : model->length - 1);
    JS_FRAME(ctx, f, got);

    OK(ctx, first ? js_array_shift_noscript(ctx, array, &f.got) : js_array_pop_noscript(ctx, array, &f.got));
    assert_true(js_same_value_nogc(ctx, expected, f.got));
    if (first) {
        memmove(model->kind, model->kind + 1, MODEL - 1);
        memmove(model->number, model->number + 1, (MODEL - 1) * sizeof(int32_t));
        model->kind[MODEL - 1] = ABSENT;
    }
    model->length--;
    model->kind[model->length] = ABSENT;
}

static void step(js_ctx *ctx, const js_value *array, struct model *model, uint64_t *random,
                 uint8_t most)
{
    JS_FRAME(ctx, f, key);
    const uint8_t kind = (uint8_t)(1 + draw(random, most));
    const int32_t number = (int32_t)draw(random, 1000);
    uint32_t i;
    bool ok;

    switch (draw(random, 12)) {
    case 0: /* anywhere near */
    case 1:
        set(ctx, array, model, draw(random, model->length + 3 < MODEL ? model->length + 3 : MODEL),
            kind, number);
        break;
    case 2: /* far away, sometimes */
        if (draw(random, 20) == 0)
            set(ctx, array, model, draw(random, MODEL), kind, number);
        break;
    case 3:
        if (model->length) {
            i = draw(random, model->length);
            f.key = js_int((int32_t)i);
            OK(ctx, js_object_delete(ctx, array, &f.key, &ok));
            assert_true(ok);
            model->kind[i] = ABSENT;
        }
        break;
    case 4:
        if (draw(random, 8) == 0) {
            const uint32_t length = draw(random, MODEL);

            OK(ctx, js_array_set_length_noscript(ctx, array, length, &ok));
            if (length < model->length)
                delete_range(model, length, model->length);
            model->length = length;
        }
        break;
    case 5:
    case 6:
        take(ctx, array, model, true);
        break;
    case 7:
        take(ctx, array, model, false);
        break;
    case 8:
        splice(ctx, array, model, random);
        break;
    default:
        for (i = draw(random, 40); i && model->length < MODEL; i--)
            set(ctx, array, model, model->length, (uint8_t)(1 + draw(random, most)), number);
        break;
    }
}

/* A literal's elements: what the model shall have at first, integers or others. */
static void share(js_ctx *ctx, struct model *model, uint32_t count, bool integers, js_value *shared)
{
    JS_FRAME(ctx, f, value);

    OK(ctx, js__shared_elements_new_noscript(ctx, count, shared));
    model->length = count;
    for (uint32_t i = 0; i < count; i++) {
        model->kind[i] = integers || i % 2 ? SMALL : TEXT;
        model->number[i] = (int32_t)(i * 7 % 250);
        f.value = model_value(ctx, model, i);
        OK(ctx, js_store(ctx, shared, offsetof(struct js_elements, slots) + i * sizeof(gc_slot), &f.value));
    }
}

/* [elements.shared] nothing that happened to one array is seen in another one of the literal. */
static void compare_another(js_ctx *ctx, const js_value *shared, struct model *first)
{
    JS_FRAME(ctx, f, array);

    OK(ctx, js_array_of_constant_noscript(ctx, shared, &f.array));
    compare(ctx, &f.array, first);
}

/* [elements.holes-outside] what is read beyond either end is missing. */
static void random_operations_match_a_model(void **state)
{
    js_ctx *ctx = *state;
    const bool stressed = is_stressed(ctx);
    static struct model model, first;
    unsigned seen = 0;

    for (unsigned seed = 1; seed <= (stressed ? 4 : 60); seed++) {
        JS_FRAME(ctx, f, array, shared);
        uint64_t random = seed;

        memset(&model, 0, sizeof model);
        share(ctx, &model, seed % 11, seed % 2, &f.shared);
        first = model;
        OK(ctx, js_array_of_constant_noscript(ctx, &f.shared, &f.array));
        for (int i = 0; i < (stressed ? 40 : 400); i++) {
            step(ctx, &f.array, &model, &random, (uint8_t)(seed % 3 + 1));
            compare(ctx, &f.array, &model);
            if (i % 40 == 1)
                compare_another(ctx, &f.shared, &first);
        }
        seen |= first.seen | model.seen;
    }
    if (!stressed)
        assert_int_equal(seen, 31); /* every kind */
}

static enum js_kind kind_of(js_ctx *ctx, js_value array)
{
    return gc_kind_of(gc_slot_to_cell(js_heap(ctx), js_array_nogc(array)->elements));
}

/* [elements.shared] one that is changed has elements of its own; a literal whose arrays all are, has none to share. */
static void literals_share_until_they_are_changed(void **state)
{
    js_ctx *ctx = *state;
    static struct model model;
    JS_FRAME(ctx, f, shared, first, second, copy, value);

    memset(&model, 0, sizeof model);
    share(ctx, &model, 5, true, &f.shared);
    OK(ctx, js_array_of_constant_noscript(ctx, &f.shared, &f.first));
    OK(ctx, js_array_of_constant_noscript(ctx, &f.shared, &f.second));
    OK(ctx, js_array_copy_noscript(ctx, &f.first, 0, 5, &f.copy));
    assert_true(gc_slot_same(js_array_nogc(f.first)->elements, js_array_nogc(f.second)->elements));
    assert_true(gc_slot_same(js_array_nogc(f.first)->elements, js_array_nogc(f.copy)->elements));
    f.value = js_int(3);
    OK(ctx, js_set_index(ctx, &f.first, 2, &f.value, true));
    assert_int_equal(kind_of(ctx, f.first), JS_KIND_INT_ELEMENTS);
    assert_int_equal(kind_of(ctx, f.second), JS_KIND_SHARED_ELEMENTS);
    OK(ctx, js_array_copy_noscript(ctx, &f.second, 1, 4, &f.copy));
    assert_int_equal(kind_of(ctx, f.copy), JS_KIND_INT_ELEMENTS);
    f.value = gc_from_number(0.5);
    OK(ctx, js_set_index(ctx, &f.second, 2, &f.value, true));
    assert_int_equal(kind_of(ctx, f.second), JS_KIND_DOUBLE_ELEMENTS);

    bool ok;
    OK(ctx, js_array_of_constant_noscript(ctx, &f.shared, &f.first));
    OK(ctx, js_array_set_length_noscript(ctx, &f.first, 0, &ok)); /* leaves them to the others, without a copy */
    assert_true(ok && js_array_nogc(f.first)->length == 0);
    assert_false(gc_slot_is_cell(js_array_nogc(f.first)->elements));
    for (int i = 0; i < 100; i++) { /* few are changed */
        OK(ctx, js_array_of_constant_noscript(ctx, &f.shared, &f.first));
        assert_int_equal(kind_of(ctx, f.first), JS_KIND_SHARED_ELEMENTS);
        if (i % 3 == 0)
            OK(ctx, js__elements_own_noscript(ctx, &f.first));
    }
    for (int i = 0; i < 100; i++) { /* all of them are */
        OK(ctx, js_array_of_constant_noscript(ctx, &f.shared, &f.first));
        const bool is_own = kind_of(ctx, f.first) == JS_KIND_INT_ELEMENTS;

        assert_true(i > 20 || !is_own);
        assert_true(i < 50 || is_own);
        OK(ctx, js__elements_own_noscript(ctx, &f.first));
        compare(ctx, &f.first, &model);
    }
}

static void new_arrays_take_no_elements(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, array, value);

    OK(ctx, js_array_new_noscript(ctx, 100, &f.array));
    assert_int_equal(gc_cell_bytes(js_heap(ctx), gc_to_cell(f.array)), 24);
    assert_false(gc_slot_is_cell(js_array_nogc(f.array)->elements));
    OK(ctx, js_get_index(ctx, &f.array, 5, &f.value));
    assert_true(js_is_undefined(f.value));
    assert_false(gc_slot_is_cell(js_array_nogc(f.array)->elements));
    f.value = js_int(1);
    OK(ctx, js_set_index(ctx, &f.array, 99, &f.value, true));
    const struct js_elements *elements =
        gc_slot_to_cell(js_heap(ctx), js_array_nogc(f.array)->elements);
    assert_int_equal(elements->capacity, 100); /* exactly */
    assert_int_equal(gc_kind_of(elements), JS_KIND_INT_ELEMENTS);
}

/* [array.offset] A queue of bounded length stays bounded, whatever passes through it. */
static void a_queue_slides(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, array, value);
    const int count = is_stressed(ctx) ? 300 : 100000;

    OK(ctx, js_array_new_noscript(ctx, 0, &f.array));
    for (int i = 0; i < count; i++) {
        f.value = i % 3 ? js_int(i) : *JS_ATOM(ctx, length);
        OK(ctx, js_array_push_noscript(ctx, &f.array, &f.value));
        if (i >= 50) {
            OK(ctx, js_array_shift_noscript(ctx, &f.array, &f.value));
            assert_true(gc_same(f.value, (i - 50) % 3 ? js_int(i - 50) : *JS_ATOM(ctx, length)));
        }
    }
    const struct js_elements *elements =
        gc_slot_to_cell(js_heap(ctx), js_array_nogc(f.array)->elements);
    assert_true(elements->capacity <= 200);
}

/* [elements.window] An object that is a window over growing indices stays bounded too. */
static void a_window_over_indices_stays_bounded(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, object, key, value);
    const int count = is_stressed(ctx) ? 200 : 50000;
    bool ok;

    OK(ctx, js_object_new_noscript(ctx, &f.object));
    for (int i = 0; i < count; i++) {
        f.value = js_int(i);
        OK(ctx, js_set_index(ctx, &f.object, i, &f.value, true));
        if (i >= 100) {
            f.key = js_int(i - 100);
            OK(ctx, js_object_delete(ctx, &f.object, &f.key, &ok));
        }
    }
    assert_true(gc_cell_bytes(js_heap(ctx), gc_slot_to_cell(js_heap(ctx),
                                                            js_object_nogc(f.object)->elements)) <
                20000);
    OK(ctx, js_get_index(ctx, &f.object, count - 1, &f.value));
    assert_true(gc_same(f.value, js_int(count - 1)));
}

static void attributes_and_accessors_go_to_sparse(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, array, key, value);
    JS_DESCRIPTOR(ctx, d);
    bool ok;

    OK(ctx, js_array_new_noscript(ctx, 0, &f.array));
    for (int i = 0; i < 10; i++) {
        f.value = js_number(i * 1.5);
        OK(ctx, js_array_push_noscript(ctx, &f.array, &f.value));
    }
    f.key = js_int(4);
    d.flags = JS_HAS_WRITABLE | JS_HAS_CONFIGURABLE;
    OK(ctx, js_define_property_or_throw(ctx, &f.array, &f.key, &d));
    f.value = js_int(77);
    OK(ctx, js_object_set(ctx, &f.array, &f.key, &f.value, &f.array, &ok));
    assert_false(ok);
    OK(ctx, js_get_index(ctx, &f.array, 4, &f.value));
    assert_true(gc_same(f.value, js_int(6)));
    OK(ctx, js_array_set_length_noscript(ctx, &f.array, 0, &ok)); /* stops at 4 */
    assert_false(ok);
    assert_int_equal(js_array_nogc(f.array)->length, 5);

    OK(ctx, js_set_integrity_level(ctx, &f.array, true, &ok));
    f.value = js_int(1);
    assert_false(js_set_index(ctx, &f.array, 0, &f.value, true));
    js_take_exception(ctx, &f.value);
    OK(ctx, js_test_integrity_level(ctx, &f.array, true, &ok));
    assert_true(ok);
}

/* [elements.prototypes] An element of a prototype is seen through holes, before and after it is there. */
static void prototypes_with_elements_are_noticed(void **state)
{
    js_ctx *ctx = *state;
    JS_FRAME(ctx, f, prototype, object, value);

    OK(ctx, js_object_new_noscript(ctx, &f.prototype));
    OK(ctx, js_object_new_with_prototype_noscript(ctx, &f.prototype, &f.object));
    f.value = js_int(1);
    OK(ctx, js_set_index(ctx, &f.object, 0, &f.value, true));
    assert_false(ctx->state->prototypes_have_elements);
    OK(ctx, js_set_index(ctx, &f.prototype, 3, &f.value, true));
    assert_true(ctx->state->prototypes_have_elements);
    OK(ctx, js_get_index(ctx, &f.object, 3, &f.value));
    assert_true(gc_same(f.value, js_int(1)));

    bool ok;
    OK(ctx, js_set_integrity_level(ctx, &f.prototype, true, &ok));
    f.value = js_int(2);
    assert_false(js_set_index(ctx, &f.object, 3, &f.value, true)); /* read-only up the chain */
    js_take_exception(ctx, &f.value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(random_operations_match_a_model),
        BOTH(literals_share_until_they_are_changed),
        BOTH(new_arrays_take_no_elements),
        BOTH(a_queue_slides),
        BOTH(a_window_over_indices_stays_bounded),
        BOTH(attributes_and_accessors_go_to_sparse),
        BOTH(prototypes_with_elements_are_noticed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
