/* strbuf_test.c: growing, widening, failing, against a model that is a plain array. */
#include "check.h"

#include "memory_double.h"

#include "base/strbuf.h"

static void short_texts_take_no_memory(void **state)
{
    struct js_strbuf b;

    js_strbuf_init(&b, NULL);
    js_strbuf_put_cstring(&b, "hello ");
    js_strbuf_put_int(&b, -42);
    js_strbuf_put(&b, ' ');
    js_strbuf_put_number(&b, 0.1);
    assert_int_equal(b.length, 13);
    assert_false(b.wide);
    assert_memory_equal(js_strbuf_latin1(&b), "hello -42 0.1", 13);
    js_strbuf_put_code_point(&b, 0x1F600); /* widened in place */
    assert_true(b.wide);
    assert_int_equal(b.length, 15);
    assert_int_equal(js_strbuf_at(&b, 0), 'h');
    assert_int_equal(js_strbuf_at(&b, 12), '1');
    assert_int_equal(js_strbuf_at(&b, 13), 0xD83D);
    assert_int_equal(js_strbuf_at(&b, 14), 0xDE00);
    assert_int_equal(memory_live_bytes, 0);
    js_strbuf_free(&b);
}

static void text_stays_narrow_while_it_can(void **state)
{
    static const uint16_t narrow[] = {'a', 0xFF}, wide[] = {'b', 0x100};
    struct js_strbuf b;

    js_strbuf_init(&b, NULL);
    js_strbuf_put_utf16(&b, narrow, 2);
    js_strbuf_put_utf8(&b, "\xC3\xA9", 2);
    assert_false(b.wide);
    assert_int_equal(b.length, 3);
    js_strbuf_put_utf16(&b, wide, 2);
    assert_true(b.wide);
    js_strbuf_put_utf8(&b, "\xE2\x82\xAC", 3);
    assert_int_equal(js_strbuf_at(&b, 5), 0x20AC);
    js_strbuf_clear(&b);
    assert_false(b.wide);
    assert_int_equal(b.length, 0);
    js_strbuf_put_cstring(&b, "again");
    assert_memory_equal(js_strbuf_latin1(&b), "again", 5);
    js_strbuf_free(&b);
}

#define MODEL_MAX 60000

/* Random appends, checked against the model at the end of each round; the seed is printed on failure. */
static void random_appends_match_a_model(void **state)
{
    static uint16_t model[MODEL_MAX + 1000];

    for (unsigned seed = 1; seed <= 60; seed++) {
        uint32_t x = seed * 2654435761u;
        size_t length = 0;
        struct js_strbuf b;

        js_strbuf_init(&b, NULL);
        while (length < (seed % 3 ? 500 : MODEL_MAX)) {
            uint16_t units[600];
            uint8_t narrow[600];
            size_t count = x >> 8 & 511, limit = (x >> 17) % 40 == 0 ? 0x3000 : 0x100;

            x = x * 1664525 + 1013904223;
            for (size_t i = 0; i < count; i++)
                units[i] = (uint16_t)((x >> 3) * (i + 1) % limit);
            for (size_t i = 0; i < count; i++)
                narrow[i] = (uint8_t)units[i];
            switch (x >> 28 & 3) {
            case 0:
                js_strbuf_put_utf16(&b, units, count);
                break;
            case 1:
                js_strbuf_put_latin1(&b, narrow, count);
                for (size_t i = 0; i < count; i++)
                    units[i] = narrow[i];
                break;
            case 2:
                for (size_t i = 0; i < count; i++)
                    js_strbuf_put(&b, units[i]);
                break;
            default:
                js_strbuf_fill(&b, count ? units[0] : 0, count);
                for (size_t i = 1; i < count; i++)
                    units[i] = units[0];
            }
            memcpy(model + length, units, count * 2);
            length += count;
        }
        assert_int_equal(b.status, JS_STRBUF_OK);
        assert_int_equal(b.length, length);
        for (size_t i = 0; i < length; i++) {
            if (js_strbuf_at(&b, (uint32_t)i) != model[i])
                fail_msg("seed %u: unit %zu", seed, i);
        }
        js_strbuf_free(&b);
    }
    assert_int_equal(memory_live_bytes, 0);
}

/* Whichever allocation fails, the failure is kept, nothing leaks, and the buffer can be used again. */
static void every_failing_allocation_is_remembered(void **state)
{
    bool succeeded = false;

    for (long n = 0; !succeeded; n++) {
        struct js_strbuf b;

        js_strbuf_init(&b, NULL);
        memory_fail_at = n;
        for (int i = 0; i < 3000; i++)
            js_strbuf_put(&b, 'x');
        js_strbuf_put(&b, 0x100);
        js_strbuf_fill(&b, 'y', 5000);
        memory_fail_at = -1;
        succeeded = b.status == JS_STRBUF_OK;
        if (succeeded) {
            assert_int_equal(b.length, 8001);
            assert_true(n >= 3);
        } else {
            assert_int_equal(b.status, JS_STRBUF_NO_MEMORY);
            assert_int_equal(b.length, 0);
            assert_int_equal(memory_live_bytes, 0);
            js_strbuf_put(&b, 'z');
            js_strbuf_put_cstring(&b, "zz");
            assert_int_equal(b.length, 0);
            js_strbuf_clear(&b);
            js_strbuf_put(&b, 'z');
            assert_int_equal(b.length, 1);
        }
        js_strbuf_free(&b);
        assert_int_equal(memory_live_bytes, 0);
    }
}

static void the_length_limit_is_kept(void **state)
{
    struct js_strbuf b;

    js_strbuf_init(&b, NULL);
    js_strbuf_put(&b, 'a');
    js_strbuf_fill(&b, 'b', JS_STRBUF_MAX);
    assert_int_equal(b.status, JS_STRBUF_TOO_LONG);
    js_strbuf_clear(&b);
    js_strbuf_fill(&b, 'b', SIZE_MAX);
    assert_int_equal(b.status, JS_STRBUF_TOO_LONG);
    js_strbuf_free(&b);
    assert_int_equal(b.status, JS_STRBUF_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_texts_take_no_memory),
        cmocka_unit_test(text_stays_narrow_while_it_can),
        cmocka_unit_test(random_appends_match_a_model),
        cmocka_unit_test(every_failing_allocation_is_remembered),
        cmocka_unit_test(the_length_limit_is_kept),
    };

    return cmocka_run_group_tests_name("strbuf", tests, NULL, NULL);
}
