/*
 * scope_test.c: where variables are stored, what closures capture, which references check for the
 * dead zone.
 */
#include "check.h"

#include <stdlib.h>

#include "memory_double.h"
#include "parse/parser.h"

static struct js_parse_result result;

static void parse(const char *text, enum js_parse_goal goal)
{
    struct js_source_text source = {.latin1 = (const uint8_t *)text,
                                    .length = (uint32_t)strlen(text)};
    struct js_parse_options options = {.goal = goal, .eval.direct = goal == JS_PARSE_EVAL};

    js_parse_free(&result); /* what a failed test left */
    if (!js_parse(&source, &options, &result))
        fail_msg("%s: %s", text, result.error.message);
}

static void done(void)
{
    js_parse_free(&result);
    assert_int_equal(memory_live_bytes, 0);
}

static bool has_text(const struct ast_name *name, const char *text)
{
    return name->latin1 && name->length == strlen(text) &&
           memcmp(name->latin1, text, name->length) == 0;
}

/* The binding of the name: the last captured one, or else the last. */
static struct scope_binding *binding(const char *name)
{
    struct scope *scope =
        result.program->eval_scope ? result.program->eval_scope : result.program->scope;
    struct scope_binding *found = NULL;

    for (; scope; scope = scope->next_made) {
        for (struct scope_binding *b = scope->first; b; b = b->next) {
            if (has_text(b->name, name) && (!found || b->is_captured || !found->is_captured))
                found = b;
        }
    }
    if (!found)
        fail_msg("no binding of %s", name);
    return found;
}

static const char *const storages[] = {"register", "copy", "box", "object", "global", "caller"};

struct storage_case {
    const char *text, *name;
    enum scope_storage storage;
};

static void check_storages(const struct storage_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum scope_storage storage;

        parse(cases[i].text, JS_PARSE_SCRIPT);
        storage = binding(cases[i].name)->storage;
        if (storage != cases[i].storage)
            fail_msg("%s: %s is in %s, not %s", cases[i].text, cases[i].name, storages[storage],
                     storages[cases[i].storage]);
        done();
    }
}

/* Most cases are the body of a function with a parameter c. */
#define BODY(text) "function t(c) { " text " }"
#define C(text)                                                                                    \
    {                                                                                              \
        BODY(text), "v", SCOPE_IN_COPY                                                             \
    }
#define B(text)                                                                                    \
    {                                                                                              \
        BODY(text), "v", SCOPE_IN_BOX                                                              \
    }
#define R(text)                                                                                    \
    {                                                                                              \
        BODY(text), "v", SCOPE_IN_REGISTER                                                         \
    }
#define O(text)                                                                                    \
    {                                                                                              \
        BODY(text), "v", SCOPE_IN_OBJECT                                                           \
    }

static void what_cannot_change_after_capture_is_copied(void **state)
{
    static const struct storage_case cases[] = {
        C("const v = 1; return () => v"),
        C("let v = 1; return () => v"),
        C("var v = 1; return () => v"),
        C("var v; return () => v"),
        C("let v; v = 1; return () => v"),
        C("let v; if (c) v = 1; else v = 2; return () => v"),
        C("let v = 1; c && (v = 2); return () => v"),
        C("let v; for (; c;) v = 1; return () => v"),
        C("let v; for (; c;) { v = 1 } while (c) c(() => v)"),
        C("var [v] = c; return () => v"),
        C("let {a: v = 1} = c; return () => v"),
        C("for (const v of c) c(() => v)"),
        C("for (let v in c) c(() => v)"),
        C("for (const [v] of c) { c(() => v) }"),
        C("for (let v = 0; v < 9; v++) c(() => v)"),
        C("for (let v = 0; v < 9;) { v++; c(() => v) }"),
        C("for (let v = 0, f = () => v; v < 9; v++) c(f)"),
        C("for (let v = 0; c(() => v); v++) ;"),
        C("while (c) { let v = 1; c(() => v) }"),
        C("do { const v = 1; c(() => v) } while (c)"),
        C("try { c() } catch (v) { return () => v }"),
        C("try { c() } catch ({v}) { return () => v }"),
        C("switch (c) { case 1: let v = 1; c(() => v) }"),
        C("a: { const v = 1; if (c) break a; c(() => v) }"),
        C("function v() {} return () => v"),
        C("function v() {} function w() { return v }"),
        C("return function v() { return () => v }"),
        C("let v = function () { return () => v }; return v"),
        C("class v {} return () => v"),
        C("return class v { m() { return v } }"),
        C("return class v { static s = v }"),
        C("const v = function* () {}; return async () => { await v }"),
        C("{ let v = 1; { c(() => () => v) } }"),
        {"function t(v) { return () => v }", "v", SCOPE_IN_COPY},
        {"function t(v) { v = 1; return () => v }", "v", SCOPE_IN_COPY},
        {"function t(v, a = () => v) {}", "v", SCOPE_IN_COPY},
        {"function t({v}, ...a) { return () => v }", "v", SCOPE_IN_COPY},
        {"function t(...v) { return () => v }", "v", SCOPE_IN_COPY},
        {"(v => () => v)", "v", SCOPE_IN_COPY},
        {"function t() { return () => this }", "this", SCOPE_IN_COPY},
        {"function t() { return () => arguments }", "arguments", SCOPE_IN_COPY},
        {"function t() { return () => new.target }", "new.target", SCOPE_IN_COPY},
        {"({ m() { return () => super.m } })", "home object", SCOPE_IN_COPY},
        {"class A extends B { constructor() { super(); return () => this } }", "this",
         SCOPE_IN_COPY},
        {"class A { #v; m() { this.#v } }", "#v", SCOPE_IN_COPY},
        {"class A { #v() {} }", "private method", SCOPE_IN_COPY},
        {"class A { [k] = 1 }", "field key", SCOPE_IN_COPY},
    };

    check_storages(cases, COUNT(cases));
}

static void what_may_change_is_boxed(void **state)
{
    static const struct storage_case cases[] = {
        B("c(() => v); let v = 1"),
        B("c(() => v); var v = 1"),
        B("let v = 1; c(() => v); v = 2"),
        B("let v = 1; return () => { v = 2 }"),
        B("let v = 1; return () => v++"),
        B("let v = 1; return () => { [v] = c }"),
        B("let v = 1; return () => { for (v of c) ; }"),
        B("for (; c;) { var v = 1; c(() => v) }"),
        B("let v; for (; c;) { v = 1; c(() => v) }"),
        B("let v; while (c) { while (c) v = 1; c(() => v) }"),
        B("let v = 0; do { c(() => v) } while (v = 1)"),
        B("let v; while (v = c()) c(() => v)"),
        B("for (var v of c) c(() => v)"),
        B("for (let v = 0; v < 9; v++) { c(() => v); v++ }"),
        B("for (let v = 0, f = () => v++; v < 9;) c(f)"),
        B("for (let v = 0; v < 9; c(() => v), v++) ;"),
        B("for (let v of c(() => v)) ;"),
        B("function g() { return v } const v = 1"),
        B("function g() { return v } var v = 1"),
        B("function g() { return v } function v() {}"),
        B("function v() {} function w() { return v } v = 1"),
        B("switch (c) { case 0: let v = 1; case 1: c(() => v) }"),
        B("switch (c) { default: v = 1; break; case c(() => v): } var v"),
        B("if (c) { var v = 1; c(() => v) } v = 2"),
        B("const v = c(() => v)"),
        B("let v = () => v(); v = 1"),
        B("for (; c;) var v = () => v()"),
        B("var v = () => v(), v = 2"),
        B("return class v extends c(() => v) {}"),
        B("return class v { [c(() => v)]() {} }"),
        B("{ function v() { v = 1; return () => v } }"),
        {"function t(v) { c(() => v); v = 1 }", "v", SCOPE_IN_BOX},
        {"function t(a = () => v, v = 1) {}", "v", SCOPE_IN_BOX},
        {"function t(a = () => a) {}", "a", SCOPE_IN_BOX},
        {"class A extends B { constructor() { c(() => this); super() } }", "this", SCOPE_IN_BOX},
        {"class A extends B { constructor() { c(() => super()) } }", "this", SCOPE_IN_BOX},
        {"class A extends B { constructor() { if (c) super(); else super(1); c(() => this) } }",
         "this", SCOPE_IN_BOX},
    };

    check_storages(cases, COUNT(cases));
}

static void what_no_closure_mentions_stays_in_registers(void **state)
{
    static const struct storage_case cases[] = {
        R("let v = 1; v = 2; return v"),       R("for (let v = 0; v < 9; v++) { c(v) }"),
        R("function v() { return v() }"),      R("const v = () => v()"),
        R("var v = function () { return v }"),
    };

    check_storages(cases, COUNT(cases));
    parse("class A { constructor() { return A } }", JS_PARSE_SCRIPT);
    assert_int_equal(AST(class_declaration, result.program->body.first)->class->self->storage,
                     SCOPE_IN_REGISTER);
    done();
}

static void sloppy_arguments_box_parameters_only_if_someone_can_tell(void **state)
{
    static const struct storage_case cases[] = {
        {"function t(v) { arguments[0] = 1; return v }", "v", SCOPE_IN_BOX},
        {"function t(v) { c(arguments); return v }", "v", SCOPE_IN_BOX},
        {"function t(v) { v = 1; return arguments[0] }", "v", SCOPE_IN_BOX},
        {"function t(v) { delete arguments[0]; return v }", "v", SCOPE_IN_BOX},
        {"function t(v) { arguments[0](); return v }", "v", SCOPE_IN_BOX},
        {"function t(v) { () => arguments; return v }", "v", SCOPE_IN_BOX},
        {"function t(v) { var arguments; return v }", "v", SCOPE_IN_BOX},
        {"function t(v) { return v + arguments.length + arguments[0] }", "v", SCOPE_IN_REGISTER},
        {"function t(v) { return () => v + arguments[1] }", "v", SCOPE_IN_COPY},
        {"function t(v) { 'use strict'; return () => v + arguments }", "v", SCOPE_IN_COPY},
        {"function t(v, a = 1) { c(arguments); return v }", "v", SCOPE_IN_REGISTER},
        {"function t(v, arguments) { c(arguments); return v }", "v", SCOPE_IN_REGISTER},
        {"function t(v) { c(arguments); return v; function arguments() {} }", "v",
         SCOPE_IN_REGISTER},
    };

    check_storages(cases, COUNT(cases));
}

static void eval_and_with_put_variables_into_objects(void **state)
{
    static const struct storage_case cases[] = {
        O("let v = 1; eval(c)"),
        O("let v = 1; return () => eval(c)"),
        O("{ let v = 1; { with (c) ; } }"),
        O("for (let v of c) with (v) c()"),
        R("let v = 1; c.eval(v)"),
        R("let v = 1; { let w; w = eval } return v"),
        R("{ let v = 1; v } { let w; eval(c) }"),
        {"function t() { return () => eval('this') }", "this", SCOPE_IN_OBJECT},
        {"function t() { with (c) return () => this }", "this", SCOPE_IN_COPY},
        {"class A { #v; m() { eval('this.#v') } }", "#v", SCOPE_IN_OBJECT},
        {"function t() { eval('arguments') }", "arguments", SCOPE_IN_OBJECT},
    };

    check_storages(cases, COUNT(cases));
}

/* ---- References ---- */

static unsigned count_refs(const struct ast_function *function, const char *name, bool tdz_only)
{
    unsigned count = 0;

    for (const struct scope_ref *ref = function->refs; ref; ref = ref->next)
        count += ref->name && has_text(ref->name, name) && (!tdz_only || ref->needs_tdz);
    for (const struct ast_function *child = function->child_first; child; child = child->sibling)
        count += count_refs(child, name, tdz_only);
    return count;
}

static void dead_zones_are_checked_where_they_may_be(void **state)
{
    static const struct {
        const char *text;
        unsigned checks;
    } cases[] = {
        {BODY("let v = 1; v; v = 2; () => v"), 0},
        {BODY("v; let v = 1; v"), 1},
        {BODY("v = 1; let v"), 1},
        {BODY("let v = v"), 1},
        {BODY("let [a = v, v] = c"), 1},
        {BODY("const f = () => v; let v = 1"), 1},
        {BODY("function f() { return v } let v = 1; () => v"), 1},
        {BODY("{ v; } let v"), 1},
        {BODY("switch (c) { case 0: let v = 1; v; case 1: v }"), 1},
        {BODY("for (;;) { if (c) v; let v = 1; v }"), 1},
        {BODY("for (let v = 0; v < 9; v++) v"), 0},
        {BODY("for (const v of v) v"), 1},
        {BODY("var v; v; function g() { v }"), 0},
        {BODY("v(); function v() { v() }"), 0},
        {BODY("const v = () => v(); v()"), 0},
        {BODY("let v = () => v(); v = 1"), 1},
        {BODY("class v { m() { v } static n = v } v"), 0},
        {BODY("class v extends v {}"), 1},
        {"function t(v = v) {}", 1},
        {"function t(a = v, v) { v }", 1},
        {"function t(v, a = v) { v }", 0},
        {BODY("try { let v = 1 } catch (v) { v }"), 0},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned checks;

        parse(cases[i].text, JS_PARSE_SCRIPT);
        checks = count_refs(result.program, "v", true);
        if (checks != cases[i].checks)
            fail_msg("%s: %u checks, not %u", cases[i].text, checks, cases[i].checks);
        done();
    }
}

static void this_is_checked_until_super_is_called(void **state)
{
    static const struct {
        const char *body;
        unsigned checks;
    } cases[] = {
        {"super(); this", 0},
        {"this; super()", 1},
        {"if (c) super(); this", 1},
        {"super(); () => this", 0},
        {"super(this)", 1},
        {"super(); super()", 1},
        {"() => super()", 1},
        {"() => this; super()", 1},
        {"for (;;) super()", 1},
        {"super() || this; this.a", 0},
        {"try { super() } finally { this }", 1},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[128];
        unsigned checks;

        snprintf(text, sizeof text, "class A extends B { constructor() { %s } }", cases[i].body);
        parse(text, JS_PARSE_SCRIPT);
        checks = count_refs(result.program, "this", true);
        if (checks != cases[i].checks)
            fail_msg("%s: %u checks, not %u", text, checks, cases[i].checks);
        done();
    }
}

static const struct ast_function *child(const struct ast_function *function, unsigned index)
{
    const struct ast_function *found = function->child_first;

    while (index-- > 0)
        found = found->sibling;
    return found;
}

static void closures_hold_what_they_mention_and_no_more(void **state)
{
    const struct ast_function *outer, *first, *second;

    parse("function t() { let big = 1, small = 2; c(() => big); return () => () => small }",
          JS_PARSE_SCRIPT);
    outer = child(result.program, 0);
    first = child(outer, 0);
    second = child(outer, 1);
    assert_int_equal(outer->capture_count, 0);
    assert_int_equal(first->capture_count, 1);
    assert_true(has_text(first->captures[0].binding->name, "big"));
    assert_int_equal(second->capture_count, 1);
    assert_true(has_text(second->captures[0].binding->name, "small"));
    assert_false(second->captures[0].from_capture);
    assert_true(child(second, 0)->captures[0].from_capture);
    assert_int_equal(child(second, 0)->captures[0].index, 0);
    assert_int_equal(child(second, 0)->refs->kind, SCOPE_REF_CAPTURE);
    done();
}

static void many_captures_are_numbered_in_order_of_mention(void **state)
{
    char text[4096], *at = text;
    const struct ast_function *inner;

    at += sprintf(at, "function t(c) { let v0 = 0");
    for (int i = 1; i < 100; i++)
        at += sprintf(at, ", v%d = 0", i);
    at += sprintf(at, "; return () => [");
    for (int i = 99; i >= 0; i--)
        at += sprintf(at, "v%d, v%d, ", i, i);
    sprintf(at, "] }");
    parse(text, JS_PARSE_SCRIPT);
    inner = child(child(result.program, 0), 0);
    assert_int_equal(inner->capture_count, 100);
    for (unsigned i = 0; i < 100; i++) {
        char name[8];

        sprintf(name, "v%u", 99 - i);
        assert_true(has_text(inner->captures[i].binding->name, name));
    }
    done();
}

static unsigned count_kind(const struct ast_function *function, const char *name,
                           enum scope_ref_kind kind)
{
    unsigned count = 0;

    for (const struct scope_ref *ref = function->refs; ref; ref = ref->next)
        count += ref->name && has_text(ref->name, name) && ref->kind == kind;
    for (const struct ast_function *inner = function->child_first; inner; inner = inner->sibling)
        count += count_kind(inner, name, kind);
    return count;
}

static void references_are_dynamic_only_where_names_are_unknown(void **state)
{
    static const struct {
        const char *text;
        enum scope_ref_kind kind;
        unsigned count;
    } cases[] = {
        {"v; let v; () => v", SCOPE_REF_GLOBAL, 3},
        {BODY("v"), SCOPE_REF_GLOBAL, 1},
        {BODY("eval(c); v"), SCOPE_REF_DYNAMIC, 1},
        {BODY("() => eval(c); v"), SCOPE_REF_GLOBAL, 1},
        {BODY("'use strict'; eval(c); v"), SCOPE_REF_GLOBAL, 1},
        {BODY("'use strict'; var v; eval(c); v"), SCOPE_REF_DYNAMIC, 2},
        {BODY("with (c) v"), SCOPE_REF_DYNAMIC, 1},
        {BODY("with (c) { let v; v }"), SCOPE_REF_LOCAL, 2},
        {BODY("with (c) { (v => v) }"), SCOPE_REF_LOCAL, 2},
        {BODY("eval(c); (v => v)"), SCOPE_REF_LOCAL, 2},
        {BODY("eval(c); (v => () => v)"), SCOPE_REF_CAPTURE, 1},
        {BODY("with (c) ; v"), SCOPE_REF_GLOBAL, 1},
        {BODY("if (c) { function v() {} } v"), SCOPE_REF_LOCAL, 3},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned count;

        parse(cases[i].text, JS_PARSE_SCRIPT);
        count = count_kind(result.program, "v", cases[i].kind);
        if (count != cases[i].count)
            fail_msg("%s: %u, not %u", cases[i].text, count, cases[i].count);
        done();
    }
}

static void scope_objects_are_linked_and_captured(void **state)
{
    const struct ast_function *outer, *inner;
    const struct scope_ref *ref;

    parse("function t(a) { { let b; return () => { let c; eval('') } } }", JS_PARSE_SCRIPT);
    outer = child(result.program, 0);
    inner = child(outer, 0);
    assert_true(outer->scope->has_object && outer->scope->is_extensible == false);
    assert_true(inner->scope->has_object && inner->scope->is_extensible);
    assert_non_null(inner->scope->object_parent);
    assert_true(inner->scope->object_parent->object_is_capture);
    assert_int_equal(inner->capture_count, 1);
    assert_int_equal(inner->captures[0].binding->kind, SCOPE_OBJECT_HOLDER);
    assert_int_equal(inner->captures[0].binding->scope->kind, SCOPE_BLOCK);
    for (ref = inner->refs; ref->name; ref = ref->next)
        ;
    assert_int_equal(ref->kind, SCOPE_REF_DYNAMIC);
    assert_ptr_equal(ref->object, inner->scope->object);
    done();
}

static void eval_code_finds_the_callers_variables_by_name(void **state)
{
    parse("var a; let b; c; this; () => b; function d() { a }", JS_PARSE_EVAL);
    assert_int_equal(binding("a")->storage, SCOPE_IN_CALLER_VARS);
    assert_int_equal(binding("d")->storage, SCOPE_IN_CALLER_VARS);
    assert_int_equal(binding("b")->storage, SCOPE_IN_COPY);
    assert_int_equal(count_kind(result.program, "a", SCOPE_REF_DYNAMIC), 2);
    assert_int_equal(count_kind(result.program, "c", SCOPE_REF_DYNAMIC), 1);
    assert_int_equal(count_kind(result.program, "this", SCOPE_REF_DYNAMIC), 1);
    assert_ptr_equal(result.program->eval_scope->object->function, result.program);
    done();
    parse("'use strict'; var a; () => a", JS_PARSE_EVAL);
    assert_int_equal(binding("a")->storage, SCOPE_IN_COPY);
    done();
}

static void modules_share_exported_variables_in_boxes(void **state)
{
    parse("import i from 'm'; export const a = 1; const b = 2; export default () => i + a + b; "
          "export { b as c }",
          JS_PARSE_MODULE);
    assert_int_equal(binding("a")->storage, SCOPE_IN_BOX);
    assert_int_equal(binding("b")->storage, SCOPE_IN_BOX);
    assert_int_equal(binding("i")->storage, SCOPE_IN_BOX);
    assert_int_equal(binding("*default*")->storage, SCOPE_IN_BOX);
    assert_int_equal(count_refs(result.program, "i", true), 2);
    assert_int_equal(count_refs(result.program, "a", true), 0);
    done();
}

static void only_the_last_function_of_a_name_is_hoisted(void **state)
{
    struct ast_function_declaration *hoisted;

    parse("function a() {} function b() {} function a() { 1 }", JS_PARSE_SCRIPT);
    hoisted = result.program->scope->hoisted;
    assert_true(has_text(hoisted->ref.name, "b"));
    assert_true(has_text(hoisted->hoist_next->ref.name, "a"));
    assert_null(hoisted->hoist_next->hoist_next);
    assert_true(AST(function_declaration, result.program->body.first)->is_overridden);
    done();
}

static void functions_in_blocks_get_vars_where_annex_b_says(void **state)
{
    static const struct {
        const char *text;
        bool annexb;
    } cases[] = {
        {"{ function f() {} }", true},
        {"if (1) function f() {}", true},
        {"switch (1) { default: function f() {} }", true},
        {"let f; { function f() {} }", false},
        {"{ let f; { function f() {} } }", false},
        {"try {} catch (f) { { function f() {} } }", true},
        {"try {} catch ([f]) { { function f() {} } }", false},
        {"for (let f;;) { function f() {} }", false},
        {"'use strict'; { function f() {} }", false},
        {"{ async function f() {} }", false},
        {"{ function* f() {} }", false},
        {"{ function f() {} { function f() {} } }", true},
        {"var f; { function f() {} }", true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        bool found = false;

        parse(cases[i].text, JS_PARSE_SCRIPT);
        for (struct scope *scope = result.program->scope; scope; scope = scope->next_made) {
            for (struct ast_function_declaration *f = scope->hoisted; f; f = f->hoist_next)
                found |= f->annexb;
        }
        if (found != cases[i].annexb)
            fail_msg("%s", cases[i].text);
        done();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_change_after_capture_is_copied),
        cmocka_unit_test(what_may_change_is_boxed),
        cmocka_unit_test(what_no_closure_mentions_stays_in_registers),
        cmocka_unit_test(sloppy_arguments_box_parameters_only_if_someone_can_tell),
        cmocka_unit_test(eval_and_with_put_variables_into_objects),
        cmocka_unit_test(dead_zones_are_checked_where_they_may_be),
        cmocka_unit_test(this_is_checked_until_super_is_called),
        cmocka_unit_test(closures_hold_what_they_mention_and_no_more),
        cmocka_unit_test(many_captures_are_numbered_in_order_of_mention),
        cmocka_unit_test(references_are_dynamic_only_where_names_are_unknown),
        cmocka_unit_test(scope_objects_are_linked_and_captured),
        cmocka_unit_test(eval_code_finds_the_callers_variables_by_name),
        cmocka_unit_test(modules_share_exported_variables_in_boxes),
        cmocka_unit_test(only_the_last_function_of_a_name_is_hoisted),
        cmocka_unit_test(functions_in_blocks_get_vars_where_annex_b_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
