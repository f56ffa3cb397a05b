/*
 * context_support.h: isolates for tests: calm, or under stress, where every safepoint (with a realm, one in
 * seventeen, at random) moves every cell and the heap is verified around each collection.
 */
#ifndef JS_TEST_CONTEXT_SUPPORT_H
#define JS_TEST_CONTEXT_SUPPORT_H

#include "check.h"

#include "js/js.h"
#include "object/intern.h"
#include "object/string.h"
#include "vm/context.h"

enum test_mode { CALM, STRESS, TEST_MODES };

static inline js_ctx *test_context_with(enum test_mode mode, bool realm)
{
    struct js_config config = {.hash_seed = 12345, .no_realm = true};
    js_ctx *ctx;

    if (mode == STRESS) {
        config.heap.stress_interval = realm ? 17 : 1; /* a realm is thousands of allocations */
        config.heap.verify = true;
        config.heap.seed = 7;
        config.heap.trace_file = stderr;
    }
    config.no_realm = !realm;
    ctx = js_context_new(&config);
    assert_non_null(ctx);
    if (!realm)
        assert_true(js__atoms_init(ctx));
    return ctx;
}

/* Without built-in objects: for strings and the like. */
static inline js_ctx *test_context(enum test_mode mode)
{
    return test_context_with(mode, false);
}

/* Makes a string of UTF-8 text. */
static inline void test_string(js_ctx *ctx, const char *text, js_value *out)
{
    assert_true(js_string_from_utf8_noscript(ctx, text, strlen(text), out));
}

/* Fails unless the string has the text. */
static inline void check_string(js_ctx *ctx, const js_value *string, const char *expected)
{
    char *text;
    size_t bytes;

    assert_true(js_is_string(*string));
    assert_true(js_string_to_utf8_noscript(ctx, string, &text, &bytes));
    check_text(expected, text, bytes, "string");
    js_utf8_free(ctx, text, bytes);
}

#endif
