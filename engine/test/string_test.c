/* string_test.c: strings of all kinds against a plain model, calm and with every safepoint moving cells. */
#include "context_support.h"

#include "builtins/string_helpers.h"
#include "object/string_internal.h"
#include "object/symbol.h"

#include <stdlib.h>
#include <time.h>

static void concatenation_and_parts(void **state)
{
    for (enum test_mode mode = CALM; mode < TEST_MODES; mode++) {
        js_ctx *ctx = test_context(mode);
        {
            JS_FRAME(ctx, f, a, b, c, d);

            test_string(ctx, "hello ", &f.a);
            test_string(ctx, "w\xC3\xB6rld, how are you?", &f.b);
            assert_true(js_string_concat_noscript(ctx, &f.a, &f.b, &f.c));
            assert_true(js_is_kind(f.c, JS_KIND_ROPE));
            check_string(ctx, &f.c, "hello w\xC3\xB6rld, how are you?");
            assert_true(js_string_substring_noscript(ctx, &f.c, 2, 20, &f.d));
            assert_true(js_is_kind(f.d, JS_KIND_SLICE));
            check_string(ctx, &f.d, "llo w\xC3\xB6rld, how are");
            assert_true(js_string_substring_noscript(ctx, &f.d, 1, 16, &f.d));
            check_string(ctx, &f.d, "lo w\xC3\xB6rld, how a");
            assert_true(js_string_substring_noscript(ctx, &f.d, 5, 7, &f.d));
            assert_true(js_is_kind(f.d, JS_KIND_LATIN1));
            check_string(ctx, &f.d, "rl");
            test_string(ctx, "\xE2\x82\xAC", &f.b);
            assert_true(js_string_concat_noscript(ctx, &f.a, &f.b, &f.c));
            assert_true(js_is_kind(f.c, JS_KIND_UTF16));
            check_string(ctx, &f.c, "hello \xE2\x82\xAC");
            assert_true(js_string_substring_noscript(ctx, &f.c, 0, 6, &f.c));
            assert_true(js_is_kind(f.c, JS_KIND_LATIN1));
            assert_true(js_string_equals_nogc(ctx, f.a, f.c));
        }
        js_context_free(ctx);
    }
}

/* [string.narrow-if-possible] is part of concatenation_and_parts. */
static void short_texts_are_shared(void **state)
{
    js_ctx *ctx = test_context(STRESS);
    {
        JS_FRAME(ctx, f, a, b);

        test_string(ctx, "x", &f.a);
        test_string(ctx, "axb", &f.b);
        assert_true(js_string_substring_noscript(ctx, &f.b, 1, 2, &f.b));
        assert_true(gc_same(f.a, f.b));
        test_string(ctx, "", &f.a);
        assert_true(gc_same(f.a, *JS_ATOM(ctx, empty)));
        assert_true(js_string_from_unit_noscript(ctx, 0xE9, &f.a));
        test_string(ctx, "\xC3\xA9", &f.b);
        assert_true(gc_same(f.a, f.b));
    }
    js_context_free(ctx);
}

/* A chain of appends or prepends a million deep flattens without a stack that grows [rope.log-stack]. */
static void deep_ropes_flatten(void **state)
{
    enum { DEPTH = 1000000 };

    for (int side = 0; side < 3; side++) {
        js_ctx *ctx = test_context(CALM);
        {
            JS_FRAME(ctx, f, rope, part, other);

            test_string(ctx, "0123456789abc", &f.rope);
            test_string(ctx, "xy", &f.part);
            for (int i = 0; i < DEPTH; i++) {
                bool left = side == 2 ? i & 1 : side;

                assert_true(left ? js_string_concat_noscript(ctx, &f.part, &f.rope, &f.rope)
                                 : js_string_concat_noscript(ctx, &f.rope, &f.part, &f.rope));
            }
            f.other = f.rope;
            assert_int_equal(js_string_length_nogc(f.rope), 13 + 2 * DEPTH);
            uint32_t hash = js_string_hash_nogc(ctx, f.rope);

            assert_true(js__is_pending_rope(gc_to_cell(f.rope)));
            assert_true(js_string_flatten_noscript(ctx, &f.rope));
            struct js_units units = js_string_units_nogc(ctx, f.rope);
            uint32_t at = side == 1 ? 2 * DEPTH : side == 2 ? DEPTH : 0;

            for (uint32_t i = 0; i < units.length; i++) {
                uint32_t expected = i >= at && i < at + 13 ? (uint32_t)"0123456789abc"[i - at]
                                    : ((i < at ? i : i - at - 13) & 1) ? 'y' : 'x';

                if (units.latin1[i] != expected)
                    fail_msg("side %d: unit %u is %c", side, i, units.latin1[i]);
            }
            ((struct js_string *)gc_to_cell(f.rope))->hash = 0;
            assert_int_equal(js_string_hash_nogc(ctx, f.rope), hash);
            assert_true(gc_verify(ctx->heap, "deep ropes"));
        }
        js_context_free(ctx);
    }
}

/* ---- random strings against a model in plain memory ---- */

enum { STRINGS = 24, MODEL_MAX = 4000 };

struct model {
    uint16_t units[MODEL_MAX];
    uint32_t length;
};

static struct model models[STRINGS];

static void check_model(js_ctx *ctx, const js_value *string, const struct model *model)
{
    uint16_t copy[MODEL_MAX];

    assert_int_equal(js_string_length_nogc(*string), model->length);
    js__string_copy_nogc(ctx, gc_to_cell(*string), 0, model->length, NULL, copy);
    assert_memory_equal(copy, model->units, model->length * 2);
}

static void random_text(struct model *model, bool wide)
{
    model->length = (uint32_t)(rand() % 30);
    for (uint32_t i = 0; i < model->length; i++)
        model->units[i] = (uint16_t)(wide && rand() % 4 == 0 ? 0x100 + rand() % 5 : 'a' + rand() % 3);
}

static int sign(int n)
{
    return n < 0 ? -1 : n > 0;
}

static int compare_models(const struct model *a, const struct model *b)
{
    uint32_t n = a->length < b->length ? a->length : b->length;

    for (uint32_t i = 0; i < n; i++)
        if (a->units[i] != b->units[i])
            return sign((int)a->units[i] - (int)b->units[i]);
    return sign((int)a->length - (int)b->length);
}

/* One random operation on string i of the vector that a tuple holds in strings. */
static void random_step(js_ctx *ctx, js_value *strings)
{
    int i = rand() % STRINGS, k = rand() % STRINGS, to = rand() % STRINGS;
    struct model *a = &models[i], *b = &models[k];
    struct model made;

    switch (rand() % 7) {
    case 0:
        random_text(&made, rand() % 2);
        assert_true(js_string_from_utf16_noscript(ctx, made.units, made.length, &strings[to]));
        models[to] = made;
        break;
    case 1:
    case 2:
        if (a->length + b->length > MODEL_MAX)
            break;
        made = *a;
        memcpy(made.units + made.length, b->units, b->length * 2);
        made.length += b->length;
        assert_true(js_string_concat_noscript(ctx, &strings[i], &strings[k], &strings[to]));
        models[to] = made;
        break;
    case 3: {
        uint32_t start = a->length ? (uint32_t)rand() % a->length : 0;
        uint32_t end = start + (a->length - start ? (uint32_t)rand() % (a->length - start + 1) : 0);

        made.length = end - start;
        memcpy(made.units, a->units + start, made.length * 2);
        assert_true(js_string_substring_noscript(ctx, &strings[i], start, end, &strings[to]));
        models[to] = made;
        break;
    }
    case 4:
        assert_int_equal(js_string_equals_nogc(ctx, strings[i], strings[k]),
                         compare_models(a, b) == 0);
        assert_int_equal(sign(js_string_compare_nogc(ctx, strings[i], strings[k])),
                         compare_models(a, b));
        break;
    case 5: {
        JS_FRAME(ctx, f, one, two);

        assert_true(js_intern_noscript(ctx, &strings[i], &f.one));
        assert_true(js_intern_noscript(ctx, &strings[k], &f.two));
        assert_int_equal(gc_same(f.one, f.two), compare_models(a, b) == 0);
        assert_true(js_string_is_interned_nogc(f.one));
        check_model(ctx, &f.one, a);
        break;
    }
    default: {
        JS_STRING_BUILDER(ctx, builder);
        JS_FRAME(ctx, f, built);

        js_builder_string_nogc(&builder, strings[i]);
        js_builder_unit_nogc(&builder, '!');
        js_builder_string_nogc(&builder, strings[k]);
        assert_true(js_builder_finish_noscript(&builder, &f.built));
        made = *a;
        if (a->length + b->length + 1 > MODEL_MAX)
            break;
        made.units[made.length++] = '!';
        memcpy(made.units + made.length, b->units, b->length * 2);
        made.length += b->length;
        check_model(ctx, &f.built, &made);
    }
    }
    check_model(ctx, &strings[to], &models[to]);
}

static void random_operations_agree_with_a_model(void **state)
{
    unsigned seed = (unsigned)time(NULL);

    print_message("seed %u\n", seed);
    for (enum test_mode mode = CALM; mode < TEST_MODES; mode++) {
        js_ctx *ctx = test_context(mode);
        {
            struct {
                struct gc_frame head;
                js_value values[STRINGS];
            } f GC_CLEANUP(gc__frame_leave);

            gc__frame_enter(ctx->heap, &f.head, STRINGS);
            srand(seed);
            for (int i = 0; i < STRINGS; i++) {
                models[i].length = 0;
                f.values[i] = *JS_ATOM(ctx, empty);
            }
            for (int i = 0; i < (mode == CALM ? 200000 : 3000); i++)
                random_step(ctx, f.values);
            assert_true(gc_verify(ctx->heap, "after random operations"));
        }
        js_context_free(ctx);
    }
}

/* ---- interning ---- */

static void interned_strings_die_and_come_back(void **state)
{
    js_ctx *ctx = test_context(CALM);
    {
        JS_FRAME(ctx, f, kept, other);
        char text[40];

        assert_true(js_intern_ascii_noscript(ctx, "the one that is kept", &f.kept));
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20000; i++) {
                snprintf(text, sizeof text, "key number %d", i);
                assert_true(js_intern_ascii_noscript(ctx, text, &f.other));
                check_string(ctx, &f.other, text);
            }
            gc_collect(ctx->heap, round & 1 ? GC_FULL : GC_YOUNG, "test");
            assert_true(js_intern_ascii_noscript(ctx, "the one that is kept", &f.other));
            assert_true(gc_same(f.kept, f.other));
        }
        f.other = GC_EMPTY;
        struct gc_statistics before, after;

        gc_collect(ctx->heap, GC_FULL, "test");
        gc_get_statistics(ctx->heap, &before);
        for (int i = 0; i < 100000; i++) {
            snprintf(text, sizeof text, "another key, number %d", i);
            assert_true(js_intern_ascii_noscript(ctx, text, &f.other));
        }
        f.other = GC_EMPTY;
        gc_collect(ctx->heap, GC_FULL, "test");
        gc_get_statistics(ctx->heap, &after);
        assert_true(after.heap_used_bytes < before.heap_used_bytes + 100000);
    }
    js_context_free(ctx);
}

static void array_indices_are_recognised(void **state)
{
    static const struct {
        const char *text;
        bool is_index;
        uint32_t index;
    } cases[] = {{"0", true, 0}, {"7", true, 7}, {"01", false, 0}, {"1073741824", true, 1073741824},
                 {"4294967294", true, 4294967294u}, {"4294967295", false, 0}, {"-1", false, 0},
                 {"1.5", false, 0}, {"", false, 0}, {"99999999999", false, 0}};
    js_ctx *ctx = test_context(STRESS);
    {
        JS_FRAME(ctx, f, string);

        for (size_t i = 0; i < COUNT(cases); i++) {
            uint32_t index = 0;

            assert_true(js_intern_ascii_noscript(ctx, cases[i].text, &f.string));
            assert_int_equal(js_string_is_array_index_nogc(ctx, f.string, &index),
                             cases[i].is_index);
            assert_true(!cases[i].is_index || index == cases[i].index);
            bool flagged = ((struct js_string *)gc_to_cell(f.string))->length_and_flags &
                           JS_STRING_FLAG_INDEX;

            assert_int_equal(flagged, cases[i].is_index && cases[i].index >= 1u << 30);
        }
    }
    js_context_free(ctx);
}

static void registered_symbols_are_unique(void **state)
{
    js_ctx *ctx = test_context(STRESS);
    {
        JS_FRAME(ctx, f, key, a, b, text);

        test_string(ctx, "app.key", &f.key);
        assert_true(js_symbol_for_noscript(ctx, &f.key, &f.a));
        test_string(ctx, "app.", &f.key);
        test_string(ctx, "key", &f.b);
        assert_true(js_string_concat_noscript(ctx, &f.key, &f.b, &f.key));
        assert_true(js_symbol_for_noscript(ctx, &f.key, &f.b));
        assert_true(gc_same(f.a, f.b));
        assert_false(js_can_be_held_weakly_nogc(f.a));
        assert_true(js_symbol_to_string_noscript(ctx, &f.a, &f.text));
        check_string(ctx, &f.text, "Symbol(app.key)");
        assert_true(js_symbol_new_noscript(ctx, &f.key, 0, &f.b));
        assert_false(gc_same(f.a, f.b));
        assert_true(js_can_be_held_weakly_nogc(f.b));
    }
    js_context_free(ctx);
}

static void utf8_comes_and_goes(void **state)
{
    static const char *const texts[] = {"", "a", "plain text, longer than a slice",
                                        "caf\xC3\xA9", "\xE2\x82\xAC 5", "\xF0\x9F\x98\x80 smile",
                                        "mixed \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"};
    js_ctx *ctx = test_context(STRESS);
    {
        JS_FRAME(ctx, f, string);

        for (size_t i = 0; i < COUNT(texts); i++) {
            test_string(ctx, texts[i], &f.string);
            check_string(ctx, &f.string, texts[i]);
        }
        static const uint16_t lone[] = {'a', 0xD800, 'b'};

        assert_true(js_string_from_utf16_noscript(ctx, lone, 3, &f.string));
        check_string(ctx, &f.string, "a\xEF\xBF\xBD" "b");
    }
    js_context_free(ctx);
}

/* Every failing allocation, from the first of the isolate's own, leaves an exception and a sound heap. */
static bool run_with_failure(uint64_t n)
{
    struct js_config config = {.hash_seed = 12345, .no_realm = true, .heap.fail_alloc = n};
    js_ctx *ctx = js_context_new(&config);
    bool ok;

    if (ctx == NULL)
        return false;
    {
        JS_FRAME(ctx, f, a, b, c);
        static const char text[] = "a text of some length \xE2\x82\xAC";

        ok = js__atoms_init(ctx) &&
             js_string_from_utf8_noscript(ctx, text, strlen(text), &f.a) &&
             js_string_concat_noscript(ctx, &f.a, &f.a, &f.b) &&
             js_intern_noscript(ctx, &f.b, &f.c) &&
             js_string_substring_noscript(ctx, &f.b, 3, 30, &f.c) &&
             js_symbol_for_noscript(ctx, &f.c, &f.a);
        if (!ok)
            assert_false(gc_same(ctx->exception, GC_EMPTY));
        assert_true(gc_verify(ctx->heap, "after a failed allocation"));
    }
    js_context_free(ctx);
    return ok;
}

static void failing_allocations_throw(void **state)
{
    unsigned failures = 0;

    /* Some failures are made up for; what the isolate allocates ends well below 2000. */
    for (uint64_t n = 1; n < 2000; n++)
        failures += !run_with_failure(n);
    assert_true(failures > 300);
    assert_true(run_with_failure(1u << 20));
}

/* Positions of random needles in random texts of both widths, against the plain definition. */
static void searching_finds_what_is_there(void **state) /* [search.no-surprise] */
{
    js_ctx *ctx = test_context(CALM);

    for (int round = 0; round < 30000; round++) {
        uint16_t text[64], needle[16];
        uint8_t narrow_text[64], narrow_needle[16];
        bool wide_text = rand() % 2, wide_needle = rand() % 2;
        uint32_t n = (uint32_t)rand() % 64, m = (uint32_t)rand() % 16, from = (uint32_t)rand() % 70;
        uint32_t first = JS_NO_INDEX, last = JS_NO_INDEX;

        for (uint32_t i = 0; i < n; i++)
            narrow_text[i] = (uint8_t)(text[i] = (uint16_t)('a' + rand() % 2 + (wide_text ? 0x100 * (rand() % 2) : 0)));
        for (uint32_t i = 0; i < m; i++)
            narrow_needle[i] = (uint8_t)(needle[i] = (uint16_t)('a' + rand() % 2 + (wide_needle ? 0x100 * (rand() % 2) : 0)));
        for (uint32_t i = 0; i + m <= n; i++) {
            if (memcmp(text + i, needle, m * 2) != 0)
                continue;
            if (i >= from && first == JS_NO_INDEX)
                first = i;
            if (i <= from)
                last = i;
        }
        struct js_units t = {wide_text ? NULL : narrow_text, wide_text ? text : NULL, n};
        struct js_units p = {wide_needle ? NULL : narrow_needle, wide_needle ? needle : NULL, m};

        assert_int_equal(js_units_index_of(&t, &p, from), first);
        assert_int_equal(js_units_last_index_of(&t, &p, from), last);
    }
    js_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(concatenation_and_parts),
        cmocka_unit_test(short_texts_are_shared),
        cmocka_unit_test(deep_ropes_flatten),
        cmocka_unit_test(random_operations_agree_with_a_model),
        cmocka_unit_test(interned_strings_die_and_come_back),
        cmocka_unit_test(array_indices_are_recognised),
        cmocka_unit_test(registered_symbols_are_unique),
        cmocka_unit_test(utf8_comes_and_goes),
        cmocka_unit_test(failing_allocations_throw),
        cmocka_unit_test(searching_finds_what_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
