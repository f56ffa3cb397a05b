/*
 * builtins_core_test.c: Object, Function, Error, Symbol, Boolean, Number, Math, String and the global functions:
 * several hundred expressions against what Node makes of them, calm and with cells moving all the time.
 */
#include "context_support.h"

static const struct {
    const char *source, *expected;
} cases[] = {
#include "vectors/builtins_core.h"
};

/* Shows a result as the vectors do. */
static const char prelude[] =
    "function quote(s) {\n"
    "  var o = '';\n"
    "  for (var i = 0; i < s.length; i++) {\n"
    "    var c = s.charCodeAt(i);\n"
    "    o += c < 32 || c > 126 ? '\\\\u' + ('0000' + c.toString(16)).slice(-4) : s[i];\n"
    "  }\n"
    "  return o;\n"
    "}\n"
    "function show(f) {\n"
    "  try {\n"
    "    var v = f();\n"
    "    return quote(typeof v === 'string' ? '\"' + quote(v) + '\"' : String(v));\n"
    "  } catch (e) {\n"
    "    return quote('E: ' + (e instanceof Error ? e.name + ': ' + e.message : String(e)));\n"
    "  }\n"
    "}\n";

static void eval(js_ctx *ctx, const char *source, js_value *out)
{
    struct js_text text = {source, strlen(source), JS_UTF8};

    if (!js_eval_script(ctx, &text, "test.js", out))
        fail_msg("threw: %s", source);
}

static void run_cases(js_ctx *ctx)
{
    JS_FRAME(ctx, f, value);

    eval(ctx, prelude, &f.value);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char source[2048], *text;
        size_t bytes;

        assert_true(snprintf(source, sizeof source, "show(() => %s)", cases[i].source) <
                    (int)sizeof source);
        eval(ctx, source, &f.value);
        assert_true(js_string_to_utf8_noscript(ctx, &f.value, &text, &bytes));
        check_text(cases[i].expected, text, bytes, cases[i].source);
        js_utf8_free(ctx, text, bytes);
    }
    assert_true(gc_verify(ctx->heap, "after the cases"));
}

static void expressions_agree_with_node(void **state)
{
    js_ctx *ctx = test_context_with(CALM, true);

    run_cases(ctx);
    js_context_free(ctx);
}

static void expressions_agree_with_node_under_stress(void **state)
{
    struct js_config config = {.heap.stress_interval = 50, .heap.verify = true};
    js_ctx *ctx = js_context_new(&config);

    assert_non_null(ctx);
    run_cases(ctx);
    js_context_free(ctx);
}

static void a_realm_is_made_with_every_cell_moving(void **state)
{
    struct js_config config = {.heap.stress_interval = 1};
    js_ctx *ctx = js_context_new(&config);

    assert_non_null(ctx);
    {
        JS_FRAME(ctx, f, value);

        eval(ctx, prelude, &f.value);
        eval(ctx, "show(() => Object.getOwnPropertyNames(String.prototype).length > 40)", &f.value);
        check_string(ctx, &f.value, "true");
    }
    js_context_free(ctx);
}

/* Every failing allocation is an exception, never a crash; and the isolate goes on. */
static void failing_allocations_are_exceptions(void **state)
{
    static const char source[] =
        "var o = {a: 'x'.repeat(20) + 1, b: [1, 2.5, 'c']};\n"
        "o[Symbol('k')] = Object.entries(o).length;\n"
        "try { null.x } catch (e) { o.m = e.stack }\n"
        "('a-b-c' + o.a).split('-').length + 'abc'.replace('b', '$&$&')";
    struct js_text text = {source, sizeof source - 1, JS_UTF8};
    unsigned made = 0, failed = 0;

    for (uint64_t n = 1; n < 12000; n += n < 200 ? 1 : 31) {
        struct js_config config = {.hash_seed = 1, .heap.fail_alloc = n};
        js_ctx *ctx = js_context_new(&config);

        if (ctx == NULL)
            continue;
        made++;
        {
            JS_FRAME(ctx, f, value, error);
            unsigned failures = 0;
            char *bytes;
            size_t length;

            /* Exactly one allocation fails: in the first run, in a later one, or in none of these. */
            for (int run = 0; run < 4; run++) {
                if (js_eval_script(ctx, &text, "test.js", &f.value))
                    continue;
                failures++;
                assert_false(gc_same(ctx->exception, GC_EMPTY));
                js_take_exception(ctx, &f.value);
            }
            assert_true(failures <= 1);
            failed += failures;
            if (!js_eval_script(ctx, &text, "test.js", &f.value)) {
                js_take_exception(ctx, &f.value);
                assert_true(js_eval_script(ctx, &text, "test.js", &f.value));
            }
            /* The failure may still be ahead: then it meets the first look at the text. */
            if (js_string_to_utf8_noscript(ctx, &f.value, &bytes, &length))
                js_utf8_free(ctx, bytes, length);
            else
                js_take_exception(ctx, &f.error);
            struct js_units units = js_string_units_nogc(ctx, f.value); /* short, so flat */

            check_text("3abbc", (const char *)units.latin1, units.length, "result");
        }
        js_context_free(ctx);
    }
    assert_true(made > 10);
    assert_true(failed > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_agree_with_node),
        cmocka_unit_test(expressions_agree_with_node_under_stress),
        cmocka_unit_test(a_realm_is_made_with_every_cell_moving),
        cmocka_unit_test(failing_allocations_are_exceptions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
