/* normalize_test.c: the four normal forms; without ICU on the machine, that its absence is told. */
#include "check.h"

#include "memory_double.h"

#include "unicode/normalize.h"

/* The text e with acute, ligature fi, Hangul ga, a with two marks out of order, in the four forms. */
static const uint16_t source[] = {'e', 0x301, 0xFB01, 0xAC00, 'a', 0x301, 0x323};
static const struct {
    enum js_normal_form form;
    uint16_t units[16];
    size_t length;
} expected[] = {
    {JS_NFC, {0xE9, 0xFB01, 0xAC00, 0x1EA1, 0x301}, 5},
    {JS_NFD, {'e', 0x301, 0xFB01, 0x1100, 0x1161, 'a', 0x323, 0x301}, 8},
    {JS_NFKC, {0xE9, 'f', 'i', 0xAC00, 0x1EA1, 0x301}, 6},
    {JS_NFKD, {'e', 0x301, 'f', 'i', 0x1100, 0x1161, 'a', 0x323, 0x301}, 9},
};

static void text_gets_its_four_forms(void **state)
{
    for (size_t i = 0; i < COUNT(expected); i++) {
        struct js_strbuf b;
        enum js_normalize_status status;

        js_strbuf_init(&b, NULL);
        js_strbuf_put(&b, '>');
        status = js_normalize_utf16(source, COUNT(source), expected[i].form, &b);
        if (status == JS_NORMALIZE_MISSING) {
            assert_int_equal(b.length, 1);
            assert_int_equal(b.status, JS_STRBUF_OK);
            js_strbuf_free(&b);
            skip();
        }
        assert_int_equal(status, JS_NORMALIZE_OK);
        assert_int_equal(b.length, 1 + expected[i].length);
        assert_memory_equal(js_strbuf_utf16(&b) + 1, expected[i].units, expected[i].length * 2);
        /* A normal form is normal. */
        assert_int_equal(js_normalize_utf16(expected[i].units, expected[i].length, expected[i].form, &b),
                         JS_NORMALIZE_SAME);
        js_strbuf_free(&b);
    }
    assert_int_equal(memory_live_bytes, 0);
}

/* U+FDFA becomes 18 units in NFKC: the result outgrows the first guess of its size. */
static void results_may_be_much_longer(void **state)
{
    static uint16_t text[1000];
    struct js_strbuf b;
    enum js_normalize_status status;

    for (size_t i = 0; i < COUNT(text); i++)
        text[i] = 0xFDFA;
    js_strbuf_init(&b, NULL);
    status = js_normalize_utf16(text, COUNT(text), JS_NFKC, &b);
    if (status == JS_NORMALIZE_MISSING)
        skip();
    assert_int_equal(status, JS_NORMALIZE_OK);
    assert_int_equal(b.length, 18000);
    js_strbuf_free(&b);
    memory_fail_at = 1;
    assert_int_equal(js_normalize_utf16(text, COUNT(text), JS_NFKC, &b), JS_NORMALIZE_FAILED);
    assert_int_equal(b.status, JS_STRBUF_NO_MEMORY);
    memory_fail_at = -1;
    js_strbuf_free(&b);
    assert_int_equal(memory_live_bytes, 0);
}

static void latin1_is_decomposed(void **state)
{
    static const uint8_t text[] = {'a', 0xE9, 0xBD}; /* a half is 1, fraction slash, 2 in NFKD */
    static const uint16_t nfkd[] = {'a', 'e', 0x301, '1', 0x2044, '2'};
    struct js_strbuf b;
    enum js_normalize_status status;

    js_strbuf_init(&b, NULL);
    assert_int_equal(js_normalize_latin1(text, 3, JS_NFC, &b), JS_NORMALIZE_SAME);
    assert_int_equal(js_normalize_latin1(text, 1, JS_NFKD, &b), JS_NORMALIZE_SAME);
    status = js_normalize_latin1(text, 3, JS_NFKD, &b);
    if (status == JS_NORMALIZE_MISSING)
        skip();
    assert_int_equal(status, JS_NORMALIZE_OK);
    assert_int_equal(b.length, COUNT(nfkd));
    assert_memory_equal(js_strbuf_utf16(&b), nfkd, sizeof nfkd);
    js_strbuf_free(&b);
    assert_int_equal(memory_live_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_gets_its_four_forms),
        cmocka_unit_test(results_may_be_much_longer),
        cmocka_unit_test(latin1_is_decomposed),
    };

    return cmocka_run_group_tests_name("normalize", tests, NULL, NULL);
}
