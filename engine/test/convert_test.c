/*
 * convert_test.c: type conversion, comparison, arithmetic; exceptions, traces, jobs: on a realm, calm and under
 * stress.
 */
#include "context_support.h"

#include "object/error.h"
#include "object/symbol.h"
#include "ops/ops.h"
#include "vm/jobs.h"
#include "vm/keep.h"
#include "vm/stack.h"

#include <math.h>

/* Evaluates source, which must not throw, in the global scope. */
static void eval(js_ctx *ctx, const char *source, js_value *out)
{
    struct js_text text = {source, strlen(source), JS_UTF8};

    if (!js_eval_script(ctx, &text, "test.js", out))
        fail_msg("threw: %s", source);
}

static void check_number(double expected, double got)
{
    check_double(js_double_bits(expected), got, "number");
}

/* ---- conversions ---- */

static void values_become_numbers(void **state)
{
    static const struct {
        const char *source;
        double number;
    } cases[] = {{"undefined", NAN},  {"null", 0},      {"true", 1},       {"false", 0},
                 {"''", 0},           {"' 12 '", 12},   {"'0x10'", 16},    {"'1e3'", 1000},
                 {"'12px'", NAN},     {"'-0'", -0.0},   {"'Infinity'", INFINITY},
                 {"({valueOf() { return '7' }})", 7},
                 {"({toString() { return '8' }, valueOf() { return {} }})", 8}};

    for (enum test_mode mode = CALM; mode < TEST_MODES; mode++) {
        js_ctx *ctx = test_context_with(mode, true);
        {
            JS_FRAME(ctx, f, value);

            for (size_t i = 0; i < COUNT(cases); i++) {
                double number;

                eval(ctx, cases[i].source, &f.value);
                assert_true(js_to_number(ctx, &f.value, &number));
                check_number(cases[i].number, number);
            }
        }
        js_context_free(ctx);
    }
}

static void keys_have_one_form(void **state)
{
    js_ctx *ctx = test_context_with(STRESS, true);
    {
        JS_FRAME(ctx, f, value, key, other);

        f.value = gc_from_double(5);
        assert_true(js_to_property_key(ctx, &f.value, &f.key));
        assert_true(gc_same(f.key, js_int(5)));
        test_string(ctx, "5", &f.value);
        assert_true(js_to_property_key(ctx, &f.value, &f.key));
        assert_true(gc_same(f.key, js_int(5)));
        f.value = js_int(-1);
        assert_true(js_to_property_key(ctx, &f.value, &f.key));
        check_string(ctx, &f.key, "-1");
        f.value = gc_from_double(1u << 30);
        assert_true(js_to_property_key(ctx, &f.value, &f.key));
        test_string(ctx, "1073741824", &f.value);
        assert_true(js_to_property_key(ctx, &f.value, &f.other));
        assert_true(gc_same(f.key, f.other)); /* [intern.unique] */
        assert_true(js_string_is_interned_nogc(f.key));
        test_string(ctx, "a long property name, ", &f.value);
        test_string(ctx, "and its second part", &f.other);
        assert_true(js_string_concat_noscript(ctx, &f.value, &f.other, &f.value));
        assert_true(js_to_property_key(ctx, &f.value, &f.key));
        assert_true(js_to_property_key(ctx, &f.value, &f.other));
        assert_true(gc_same(f.key, f.other));
        assert_true(js_intern_ascii_noscript(ctx, "a long property name, and its second part",
                                             &f.other));
        assert_true(gc_same(f.key, f.other));
        assert_true(js_key_from_index_noscript(ctx, 9007199254740991.0, &f.key));
        check_string(ctx, &f.key, "9007199254740991");
    }
    js_context_free(ctx);
}

static void comparison_follows_the_tables(void **state)
{
    static const struct {
        const char *a, *b;
        bool loosely, strictly, same;
        int less; /* as js_is_less_than */
    } cases[] = {
        {"NaN", "NaN", false, false, true, -1},  {"0", "-0", true, true, false, 0},
        {"1", "'1'", true, false, false, 0},     {"null", "undefined", true, false, false, -1},
        {"null", "0", false, false, false, 0},   {"'a'", "'b'", false, false, false, 1},
        {"'10'", "'9'", false, false, false, 1}, {"10", "'9'", false, false, false, 0},
        {"true", "1", true, false, false, 0},    {"({})", "'[object Object]'", true, false, false, 0},
        {"'abc'+'defghijklmnop'", "'abcdefghijk'+'lmnop'", true, true, true, 0},
    };
    js_ctx *ctx = test_context_with(STRESS, true);
    {
        JS_FRAME(ctx, f, a, b);

        for (size_t i = 0; i < COUNT(cases); i++) {
            bool loosely;
            int less;

            eval(ctx, cases[i].a, &f.a);
            eval(ctx, cases[i].b, &f.b);
            assert_true(js_loosely_equals(ctx, &f.a, &f.b, &loosely));
            assert_true(js_is_less_than(ctx, &f.a, &f.b, true, &less));
            assert_int_equal(loosely, cases[i].loosely);
            assert_int_equal(less, cases[i].less);
            assert_int_equal(js_strict_equals_nogc(ctx, f.a, f.b), cases[i].strictly);
            assert_int_equal(js_same_value_nogc(ctx, f.a, f.b), cases[i].same);
        }
    }
    js_context_free(ctx);
}

static void operators_agree_with_the_specification(void **state)
{
    static const struct {
        enum js_binary op;
        double a, b, result;
    } cases[] = {
        {JS_SUB, 1, 2, -1},           {JS_MUL, -1, 0, -0.0},     {JS_DIV, 1, -0.0, -INFINITY},
        {JS_MOD, 5.5, 2, 1.5},        {JS_MOD, -1, 1, -0.0},     {JS_MOD, 1, 0, NAN},
        {JS_EXP, 1, INFINITY, NAN},   {JS_EXP, 2, 10, 1024},     {JS_BIT_AND, 4294967297.0, 3, 1},
        {JS_BIT_OR, -1, 0, -1},       {JS_BIT_XOR, 5, 1, 4},     {JS_SHL, 1, 33, 2},
        {JS_SHR, -8, 1, -4},          {JS_USHR, -1, 0, 4294967295.0}};
    js_ctx *ctx = test_context_with(CALM, true);
    {
        JS_FRAME(ctx, f, a, b, out);

        for (size_t i = 0; i < COUNT(cases); i++) {
            f.a = js_number(cases[i].a);
            f.b = js_number(cases[i].b);
            assert_true(js_binary(ctx, cases[i].op, &f.a, &f.b, &f.out));
            check_number(cases[i].result, gc_to_number(f.out));
        }
    }
    js_context_free(ctx);
}

/* ---- exceptions ---- */

static void check_thrown(js_ctx *ctx, const char *expected)
{
    JS_FRAME(ctx, f, error, text);

    assert_false(gc_same(ctx->exception, GC_EMPTY));
    assert_true(js_catch(ctx, &f.error));
    assert_true(gc_same(ctx->exception, GC_EMPTY));
    assert_true(js_to_string(ctx, &f.error, &f.text));
    check_string(ctx, &f.text, expected);
}

static void messages_show_values_as_v8_does(void **state)
{
    static const struct {
        const char *source, *bare, *typed;
    } cases[] = {{"5", "5", "number 5"},
                 {"'x'", "x", "string \"x\""},
                 {"null", "null", "object null"},
                 {"undefined", "undefined", "undefined"},
                 {"true", "true", "boolean true"},
                 {"Symbol('s')", "Symbol(s)", "symbol"},
                 {"({})", "#<Object>", "object"},
                 {"new (class Foo {})", "#<Foo>", "object"},
                 {"Object.create(null)", "[object Object]", "object"},
                 {"new TypeError('m')", "TypeError: m", "object"},
                 {"(function f(a) { return a })", "function f(a) { return a }", "function"}};
    js_ctx *ctx = test_context_with(STRESS, true);
    {
        JS_FRAME(ctx, f, value, text);

        for (size_t i = 0; i < COUNT(cases); i++) {
            eval(ctx, cases[i].source, &f.value);
            assert_true(js_format_noscript(ctx, &f.text, "%v", &f.value));
            check_string(ctx, &f.text, cases[i].bare);
            assert_true(js_format_noscript(ctx, &f.text, "%q", &f.value));
            check_string(ctx, &f.text, cases[i].typed);
        }
        assert_true(js_format_noscript(ctx, &f.text, "%s %d%% %u", "caf\xC3\xA9", -5, 7u));
        check_string(ctx, &f.text, "caf\xC3\xA9 -5% 7");
        assert_false(js_throw_type_error(ctx, "%k", JS_ATOM(ctx, length)));
        check_thrown(ctx, "TypeError: length");
    }
    js_context_free(ctx);
}

/* The text is made at first use, and what a program does before counts. */
static void stacks_are_lazy(void **state) /* [error.lazy-stack] */
{
    js_ctx *ctx = test_context_with(STRESS, true);
    {
        JS_FRAME(ctx, f, error, value);

        eval(ctx, "function thrower() {\n  return new Error('first');\n}\nvar e = thrower(); e", &f.error);
        assert_true(js_is_kind(f.error, JS_KIND_ERROR));
        assert_true(gc_slot_is_cell(((struct js_error *)gc_to_cell(f.error))->trace));
        eval(ctx, "e.message = 'second'; e.stack", &f.value);
        check_string(ctx, &f.value,
                     "Error: second\n    at thrower (test.js:2:10)\n    at test.js:4:9");
        assert_false(gc_slot_is_cell(((struct js_error *)gc_to_cell(f.error))->trace));
        eval(ctx, "e.message = 'third'; e.stack", &f.value);
        check_string(ctx, &f.value,
                     "Error: second\n    at thrower (test.js:2:10)\n    at test.js:4:9");
        eval(ctx, "Object.getOwnPropertyNames(e).length", &f.value);
        assert_int_equal(gc_to_int(f.value), 2);
    }
    js_context_free(ctx);
}

static void every_stack_ends_in_one_error(void **state) /* [stack.one-error] */
{
    static const char *const sources[] = {
        "function f() { f() } f()",
        "function g() { Math.max({valueOf: g}) } g()",
        "var o = {get x() { return this.x }}; o.x",
        "function h() { h.apply(null, [1, 2, 3]) } h()",
        "function w(a) { w(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) } w()"};
    js_ctx *ctx = test_context_with(CALM, true);
    {
        JS_FRAME(ctx, f, value);

        for (int round = 0; round < 2; round++) {
            for (size_t i = 0; i < COUNT(sources); i++) {
                struct js_text text = {sources[i], strlen(sources[i]), JS_UTF8};

                assert_false(js_eval_script(ctx, &text, "test.js", &f.value));
                check_thrown(ctx, "RangeError: Maximum call stack size exceeded");
                assert_true(ctx->stack_top == ctx->stack_base);
            }
        }
    }
    js_context_free(ctx);
}

static void exhausted_memory_throws_what_is_ready(void **state) /* [exception.one-at-a-time] */
{
    js_ctx *ctx = test_context_with(CALM, true);
    {
        JS_FRAME(ctx, f, value);

        for (int i = 0; i < 20; i++) {
            assert_false(js_throw_out_of_memory(ctx));
            check_thrown(ctx, "RangeError: JavaScript heap out of memory");
        }
        assert_false(js_throw_string_too_long(ctx));
        check_thrown(ctx, "RangeError: Invalid string length");
        eval(ctx, "try { 'x'.repeat(1 << 29) } catch (e) { e.message }", &f.value); /* [string.length] */
        check_string(ctx, &f.value, "Invalid string length");
    }
    js_context_free(ctx);
}

static void termination_cannot_be_caught(void **state)
{
    static const char source[] = "try { for (;;); } catch (e) {} finally { for (;;); }";
    struct js_text text = {source, strlen(source), JS_UTF8};
    js_ctx *ctx = test_context_with(CALM, true);
    {
        JS_FRAME(ctx, f, value);

        js_terminate(ctx);
        assert_false(js_eval_script(ctx, &text, "test.js", &f.value));
        assert_true(js_is_terminating(ctx));
        assert_false(js_catch(ctx, &f.value));
        js_take_exception(ctx, &f.value);
        assert_false(js_is_terminating(ctx));
        eval(ctx, "1 + 1", &f.value);
        assert_int_equal(gc_to_int(f.value), 2);
    }
    js_context_free(ctx);
}

/* ---- jobs ---- */

static void jobs_run_in_order_and_survive_errors(void **state)
{
    for (enum test_mode mode = CALM; mode < TEST_MODES; mode++) {
        enum { JOBS = 1500, THROWING = 700 };
        int jobs = mode == CALM ? JOBS : JOBS / 10, throwing = mode == CALM ? THROWING : THROWING / 10;
        js_ctx *ctx = test_context_with(mode, true);
        {
            JS_FRAME(ctx, f, function, value);

            eval(ctx,
                 "var log = 0, seen = 0;\n"
                 "(function (n, half, s) {\n"
                 "  if (n !== log++ || half !== n + 0.5 || s !== 's' + n) throw new Error('order');\n"
                 "  if (n === stop) throw 'stopped';\n"
                 "})",
                 &f.function);
            for (int i = 0; i < jobs; i++) {
                struct {
                    struct gc_frame head;
                    js_value args[3];
                } a GC_CLEANUP(gc__frame_leave);

                gc__frame_enter(ctx->heap, &a.head, 3);
                a.args[0] = js_int(i);
                a.args[1] = js_number(i + 0.5);
                assert_true(js_format_noscript(ctx, &a.args[2], "s%d", i));
                assert_true(js_enqueue_job_noscript(ctx, &f.function, a.args, 3));
            }
            char source[64];

            snprintf(source, sizeof source, "var stop = %d", throwing);
            eval(ctx, source, &f.value);
            assert_false(js_run_jobs(ctx));
            assert_true(js_catch(ctx, &f.value));
            check_string(ctx, &f.value, "stopped");
            assert_true(js_has_jobs(ctx));
            assert_true(js_run_jobs(ctx));
            assert_false(js_has_jobs(ctx));
            eval(ctx, "log", &f.value);
            assert_int_equal(gc_to_int(f.value), jobs);
        }
        js_context_free(ctx);
    }
}

static void kept_objects_live_until_the_turn_ends(void **state)
{
    js_ctx *ctx = test_context_with(CALM, true);
    {
        struct gc_root weak;
        JS_FRAME(ctx, f, object);

        eval(ctx, "({})", &f.object);
        gc_root_add_weak(ctx->heap, &weak, f.object);
        assert_true(js_keep_alive_noscript(ctx, &f.object));
        for (int i = 0; i < 100; i++) {
            eval(ctx, "({})", &f.object);
            assert_true(js_keep_alive_noscript(ctx, &f.object));
        }
        f.object = GC_EMPTY;
        gc_collect(ctx->heap, GC_FULL, "test");
        assert_false(gc_same(weak.value, GC_EMPTY));
        js_clear_kept_objects(ctx);
        gc_collect(ctx->heap, GC_FULL, "test");
        assert_true(gc_same(weak.value, GC_EMPTY));
        gc_root_remove(ctx->heap, &weak);
    }
    js_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_become_numbers),
        cmocka_unit_test(keys_have_one_form),
        cmocka_unit_test(comparison_follows_the_tables),
        cmocka_unit_test(operators_agree_with_the_specification),
        cmocka_unit_test(messages_show_values_as_v8_does),
        cmocka_unit_test(stacks_are_lazy),
        cmocka_unit_test(every_stack_ends_in_one_error),
        cmocka_unit_test(exhausted_memory_throws_what_is_ready),
        cmocka_unit_test(termination_cannot_be_caught),
        cmocka_unit_test(jobs_run_in_order_and_survive_errors),
        cmocka_unit_test(kept_objects_live_until_the_turn_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
