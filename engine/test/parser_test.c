/*
 * parser_test.c: what the parser accepts and refuses, what its tree says, and how it ends when
 * memory or stack do. Conformance in the large is parse_test262.py's; scope analysis has
 * scope_test.c.
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "memory_double.h"
#include "parse/parser.h"

static struct js_parse_result result;
static uint16_t *wide;

static void done(void)
{
    js_parse_free(&result);
    free(wide);
    wide = NULL;
    assert_int_equal(memory_live_bytes, 0);
}

/* Parses text as Latin-1, or as UTF-16 if asked; done() gives everything back. */
static bool parse_with(const char *text, struct js_parse_options *options, bool as_utf16)
{
    size_t length = strlen(text);
    struct js_source_text source = {.length = (uint32_t)length};
    char here;

    done(); /* what a failed test left */
    if (!options->stack_limit)
        options->stack_limit = (uintptr_t)&here - (1 << 20);
    if (!as_utf16) {
        source.latin1 = (const uint8_t *)text;
    } else {
        wide = malloc(length * 2 + 2);
        for (size_t i = 0; i < length; i++)
            wide[i] = (uint8_t)text[i];
        source.utf16 = wide;
    }
    return js_parse(&source, options, &result);
}

static bool parse(const char *text)
{
    struct js_parse_options options = {.goal = JS_PARSE_SCRIPT};

    return parse_with(text, &options, false);
}

/* The expression of the last statement of text. */
static struct ast_node *expression(const char *text)
{
    if (!parse(text))
        fail_msg("%s: %s", text, result.error.message);
    assert_int_equal(result.program->body.last->kind, AST_EXPRESSION);
    return AST(unary, result.program->body.last)->argument;
}

static void check_name(const struct ast_name *name, const char *expected)
{
    assert_non_null(name->latin1);
    check_text(expected, (const char *)name->latin1, name->length, "name");
}

/* ---- Messages ---- */

static void errors_have_v8s_words_and_places(void **state)
{
    static const struct {
        const char *text, *message;
        uint32_t offset, length;
    } cases[] = {
        {"}", "Unexpected token '}'", 0, 1},
        {"var a b", "Unexpected identifier 'b'", 6, 1},
        {"x = ", "Unexpected end of input", 4, 0},
        {"f(a b)", "missing ) after argument list", 2, 1},
        {"let a; var a", "Identifier 'a' has already been declared", 11, 1},
        {"1 = 2", "Invalid left-hand side in assignment", 0, 1},
        {"++1", "Invalid left-hand side expression in prefix operation", 2, 1},
        {"for (1 of x);", "Invalid left-hand side in for-loop", 5, 1},
        {"'abc", "Invalid or unexpected token", 0, 4},
        {"@", "Invalid or unexpected token", 0, 1},
        {"\"use strict\"; var public", "Unexpected strict mode reserved word", 18, 6},
        {"'use strict'; eval = 1", "Unexpected eval or arguments in strict mode", 14, 4},
        {"'use strict'; 010", "Octal literals are not allowed in strict mode.", 14, 3},
        {"const a", "Missing initializer in const declaration", 6, 1},
        {"break", "Illegal break statement", 0, 5},
        {"return", "Illegal return statement", 0, 6},
        {"({a = 1})", "Invalid shorthand property initializer", 2, 5},
        {"[a + b] = 2", "Invalid destructuring assignment target", 1, 5},
        {"function f(a = 1) { 'use strict' }",
         "Illegal 'use strict' directive in function with non-simple parameter list", 20, 12},
        {"class A { constructor(){} constructor(){} }", "A class may only have one constructor", 26,
         11},
        {"super.x", "'super' keyword unexpected here", 0, 5},
        {"a ?? b || c", "Unexpected token '||'", 7, 2},
        {"x\n\n y z", "Unexpected identifier 'z'", 6, 1},
        {"1__0", "Only one underscore is allowed as numeric separator", 2, 1},
        {"await 1", "await is only valid in async functions and the top level bodies of modules", 0,
         5},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int as_utf16 = 0; as_utf16 < 2; as_utf16++) {
            struct js_parse_options options = {.goal = JS_PARSE_SCRIPT};

            if (parse_with(cases[i].text, &options, as_utf16))
                fail_msg("accepted: %s", cases[i].text);
            assert_int_equal(result.error.kind, JS_PARSE_SYNTAX_ERROR);
            assert_string_equal(result.error.message, cases[i].message);
            if (result.error.offset != cases[i].offset || result.error.length != cases[i].length)
                fail_msg("%s: at %u+%u", cases[i].text, result.error.offset, result.error.length);
            done();
        }
    }
}

static void goals_and_contexts_decide(void **state)
{
    static const struct {
        const char *text;
        enum js_parse_goal goal;
        struct js_eval_context eval;
        bool accepted;
    } cases[] = {
        {"import a from 'b'", JS_PARSE_SCRIPT, {0}, false},
        {"import a from 'b'", JS_PARSE_MODULE, {0}, true},
        {"await 1; import.meta", JS_PARSE_MODULE, {0}, true},
        {"with (a) ;", JS_PARSE_MODULE, {0}, false},
        {"export { a }; let b", JS_PARSE_MODULE, {0}, false},
        {"export { b as a }; let b; export default 1", JS_PARSE_MODULE, {0}, true},
        {"export let a; export { a }", JS_PARSE_MODULE, {0}, false},
        {"new.target", JS_PARSE_EVAL, {.direct = true}, false},
        {"new.target", JS_PARSE_EVAL, {.direct = true, .allow_new_target = true}, true},
        {"super.a", JS_PARSE_EVAL, {.direct = true, .allow_super_member = true}, true},
        {"super.a", JS_PARSE_EVAL, {.allow_super_member = true}, false},
        {"super()", JS_PARSE_EVAL, {.direct = true, .allow_super_member = true}, false},
        {"super()", JS_PARSE_EVAL, {.direct = true, .allow_super_call = true}, true},
        {"arguments", JS_PARSE_EVAL, {.direct = true, .in_class_field_init = true}, false},
        {"() => arguments", JS_PARSE_EVAL, {.direct = true, .in_class_field_init = true}, false},
        {"function f() { arguments }",
         JS_PARSE_EVAL,
         {.direct = true, .in_class_field_init = true},
         true},
        {"return 1", JS_PARSE_EVAL, {0}, false},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct js_parse_options options = {.goal = cases[i].goal, .eval = cases[i].eval};
        bool accepted = parse_with(cases[i].text, &options, false);

        if (accepted != cases[i].accepted)
            fail_msg("%zu: %s: %s", i, cases[i].text, accepted ? "accepted" : result.error.message);
        done();
    }
}

static void eval_sees_the_private_names_around_it(void **state)
{
    struct js_source_text name = {.latin1 = (const uint8_t *)"#a", .length = 2};
    struct js_parse_options options = {.goal = JS_PARSE_EVAL,
                                       .eval = {.direct = true, .private_names = &name}};

    assert_false(parse_with("this.#a", &options, false));
    assert_string_equal(result.error.message,
                        "Private field '#a' must be declared in an enclosing class");
    done();
    options.eval.private_name_count = 1;
    assert_true(parse_with("this.#a", &options, false));
    done();
    assert_false(parse_with("class B { m() { this.#b } }", &options, false));
    done();
    assert_true(parse_with("class B { m() { this.#a } }", &options, false));
    done();
}

/* `new Function`: neither part may break out of its place. */
static void constructed_functions_keep_their_shape(void **state)
{
    static const struct {
        const char *parameters, *body;
        bool accepted;
    } cases[] = {
        {"a, b", "return a + b", true},
        {"a", "'use strict'; return a", true},
        {"a = 1", "'use strict'", false},
        {"a //", "return a", true},
        {"/*", "*/) {", false},
        {") {", "", false},
        {"a) { return 1 }, (b", "", false},
        {"", "}, function () {", false},
        {"", "} + function () {", false},
        {"", "-->", true},
        {"", "super.x", false},
        {"", "new.target", true},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct js_parse_options options = {.goal = JS_PARSE_FUNCTION};
        char text[256];

        snprintf(text, sizeof text, "function anonymous(%s\n) {\n%s\n}", cases[i].parameters,
                 cases[i].body);
        options.function_paren =
            (uint32_t)(strlen("function anonymous(") + strlen(cases[i].parameters) + 1);
        options.function_brace = options.function_paren + 2;
        if (parse_with(text, &options, false) != cases[i].accepted)
            fail_msg("%s: %s", text, result.error.message);
        done();
    }
}

/* The name `anonymous` is no variable, unlike that of a function expression. */
static void constructed_functions_do_not_bind_their_name(void **state)
{
    static const char text[] = "function anonymous(\n) {\nreturn anonymous\n}";
    struct js_parse_options options = {
        .goal = JS_PARSE_FUNCTION, .function_paren = 20, .function_brace = 22};
    struct ast_function *function;

    assert_true(parse_with(text, &options, false));
    function = AST(function, AST(unary, result.program->body.first)->argument);
    check_name(function->name, "anonymous");
    assert_null(function->self);
    assert_int_equal(function->refs->kind, SCOPE_REF_GLOBAL);
    done();
}

static void programs_tell_whether_they_await(void **state)
{
    struct js_parse_options script = {.goal = JS_PARSE_SCRIPT, .allow_top_level_await = true};
    struct js_parse_options module = {.goal = JS_PARSE_MODULE};

    assert_true(parse_with("async () => await 1", &script, false));
    assert_false(result.program->has_await || result.program->is_async);
    done();
    assert_true(parse_with("{ await 1 }", &script, false));
    assert_true(result.program->has_await && result.program->is_async);
    done();
    assert_true(parse_with("f()", &module, false));
    assert_true(!result.program->has_await && result.program->is_async);
    done();
}

/* ---- Trees ---- */

static void literals_have_their_values(void **state)
{
    static const struct {
        const char *text;
        double value;
    } numbers[] = {{"0", 0},
                   {"12345", 12345},
                   {"1_000.5e1", 10005},
                   {".5", .5},
                   {"0x1F", 31},
                   {"0b1_01", 5},
                   {"0o17", 15},
                   {"017", 15},
                   {"089", 89},
                   {"1e400", HUGE_VAL},
                   {"9007199254740993", 9007199254740992.0},
                   {"0x20000000000001", 9007199254740992.0}};

    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct ast_node *node = expression(numbers[i].text);

        assert_int_equal(node->kind, AST_NUMBER);
        assert_true(AST(number, node)->value == numbers[i].value);
        done();
    }
    check_name(AST(string, expression("(0xF_Fn)"))->value, "0xff");
    done();
    check_name(AST(string, expression("('a\\x41\\u0042\\u{43}\\n\\\n\\101')"))->value, "aABC\nA");
    done();
}

static void names_are_the_same_however_written(void **state)
{
    struct ast_sequence *sequence =
        AST(sequence, expression("abc, \\u0061bc, a\\u{62}c, abd, 42, x['42']"));
    struct ast_node *node = sequence->expressions.first;
    const struct ast_name *name = AST(ident, node)->ref.name, *index;

    assert_ptr_equal(AST(ident, node->next)->ref.name, name);
    assert_ptr_equal(AST(ident, node->next->next)->ref.name, name);
    assert_ptr_not_equal(AST(ident, node->next->next->next)->ref.name, name);
    assert_false(name->is_index);
    index = AST(string, AST(index, sequence->expressions.last)->index)->value;
    assert_true(index->is_index);
    assert_int_equal(index->index, 42);
    done();
}

static void operators_of_one_level_are_one_node(void **state)
{
    struct ast_binary *sum = AST(binary, expression("a + b - c * d * e + 1"));

    assert_int_equal(sum->node.kind, AST_BINARY);
    assert_int_equal(sum->count, 4);
    assert_int_equal(sum->rest->op, AST_OP_ADD);
    assert_int_equal(sum->rest->next->op, AST_OP_SUB);
    assert_int_equal(AST(binary, sum->rest->next->operand)->count, 3);
    done();
    sum = AST(binary, expression("2 ** 3 ** 4"));
    assert_int_equal(sum->count, 2);
    assert_int_equal(sum->rest->operand->kind, AST_BINARY);
    done();
    assert_int_equal(AST(logical, expression("a || b || c && d"))->operands.count, 3);
    done();
}

static void chains_can_be_walked_from_inside(void **state)
{
    struct ast_node *link = js_ast_chain_base(expression("a.b[c](d).e"));
    static const uint8_t kinds[] = {AST_MEMBER, AST_INDEX, AST_CALL, AST_MEMBER};
    size_t i = 0;

    for (; link; link = AST(link, link)->outer)
        assert_int_equal(link->kind, kinds[i++]);
    assert_int_equal(i, COUNT(kinds));
    done();
}

static struct ast_function *function(const char *text)
{
    struct ast_node *node = expression(text);

    assert_int_equal(node->kind, AST_FUNCTION);
    return AST(function, node);
}

static void functions_tell_their_facts(void **state)
{
    struct ast_function *f =
        function("(function name(a, b = 1, ...c) { arguments; eval(''); return this })");

    check_name(f->name, "name");
    assert_int_equal(f->length, 1);
    assert_true(f->has_rest && f->has_parameter_expressions && !f->has_simple_parameters);
    assert_true(f->uses_arguments && f->uses_this && f->has_direct_eval && !f->strict);
    assert_int_equal(f->node.start, 1);
    assert_int_equal(f->body_start, strlen("(function name(a, b = 1, ...c) {"));
    assert_ptr_not_equal(f->scope, f->body_scope);
    done();
    f = function("(async ({a}, b) => a)");
    assert_true(f->is_async && f->is_expression_body && !f->has_parameter_expressions);
    assert_int_equal(f->kind, AST_FUNCTION_ARROW);
    assert_int_equal(f->length, 2);
    assert_int_equal(f->body.first->kind, AST_RETURN);
    done();
    f = function("(function* () { 'use strict'; () => this })");
    assert_true(f->is_generator && f->strict && f->uses_this);
    done();
}

static void classes_have_initializers(void **state)
{
    struct ast_class *class = AST(class, expression("(class A extends B { #m() {} x = 1; [k] = 2; "
                                                    "static s = 3; static { s } get g() {} })"));

    assert_non_null(class->heritage);
    assert_true(class->constructor->is_default_constructor);
    assert_int_equal(class->constructor->kind, AST_FUNCTION_DERIVED_CONSTRUCTOR);
    assert_int_equal(class->elements.count, 5);
    assert_int_equal(class->instance_init->body.count, 3);
    assert_int_equal(AST(field_init, class->instance_init->body.first)->element->kind,
                     AST_ELEMENT_METHOD);
    assert_int_equal(class->static_init->body.count, 2);
    assert_int_equal(class->static_init->body.last->kind, AST_STATIC_BLOCK);
    done();
}

static void patterns_replace_their_covers(void **state)
{
    struct ast_node *target =
                        AST(assign, expression("[a, , {b: c.d = 1, ...e}, ...[f]] = g"))->target,
                    *node;
    static const uint8_t kinds[] = {AST_IDENT, AST_HOLE, AST_OBJECT_PATTERN, AST_REST};
    size_t i = 0;

    assert_int_equal(target->kind, AST_ARRAY_PATTERN);
    for (node = AST(array, target)->elements.first; node; node = node->next)
        assert_int_equal(node->kind, kinds[i++]);
    assert_int_equal(i, COUNT(kinds));
    done();
}

static void jumps_know_their_targets(void **state)
{
    struct ast_node *outer, *label;
    struct ast_block *body;

    assert_true(parse("a: b: for (;;) { continue a; } c: { break c; }"));
    label = result.program->body.first;
    outer = AST(labelled, AST(labelled, label)->body)->body;
    body = AST(block, AST(for, outer)->body);
    assert_ptr_equal(AST(jump, body->body.first)->target, outer);
    label = result.program->body.last;
    body = AST(block, AST(labelled, label)->body);
    assert_ptr_equal(AST(jump, body->body.first)->target, label);
    done();
}

/* ---- Lines ---- */

static void lines_end_in_four_ways(void **state)
{
    static const uint16_t text[] = {'a', '\n', '\r', '\n', 'b', '\r', 'c', 0x2028, 'd', 0x2029};
    struct js_source_text source = {.utf16 = text, .length = COUNT(text)};
    static const uint32_t lines[] = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6},
                          columns[] = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1};
    struct js_line_table table;
    struct js_arena arena;

    js_arena_init(&arena, NULL);
    assert_true(js_line_table_make(&table, &arena, &source));
    for (uint32_t at = 0; at <= COUNT(text); at++) {
        struct js_source_place place = js_source_place(&source, at),
                               same = js_line_table_place(&table, at);

        assert_int_equal(place.line, lines[at]);
        assert_int_equal(place.column, columns[at]);
        assert_int_equal(same.line, lines[at]);
        assert_int_equal(same.column, columns[at]);
    }
    js_arena_free(&arena);
}

/* ---- Limits ---- */

static char *repeated(const char *before, const char *middle, const char *after, size_t count)
{
    size_t size = strlen(before) + strlen(middle) * count + strlen(after) + 1;
    char *text = malloc(size), *at = text;

    at += sprintf(at, "%s", before);
    for (size_t i = 0; i < count; i++)
        at += sprintf(at, "%s", middle);
    strcpy(at, after);
    return text;
}

static void long_text_is_no_deep_text(void **state)
{
    static const char *const cases[][3] = {
        {"a", "+a", ""},       {"a", "-b*2", ""},
        {"a", ",a", ""},       {"a", "&&a", ""},
        {"a", "??a", ""},      {"a", ".b", ""},
        {"a", "()", ""},       {"a", "[0]", ""},
        {"a", "?.b", ""},      {"if (a) ;", "else if (b) ;", ""},
        {"a", "`b`", ""},      {"", "a;\n", ""},
        {"[", "a,", "]"},      {"({", "a:1,", "})"},
        {"var a", ",b", ""},   {"switch (a) {", "case b:", "}"},
        {"a=[", "...a,", "]"}, {"`", "${a}", "`"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = repeated(cases[i][0], cases[i][1], cases[i][2], 100000);
        struct js_parse_options options = {.goal = JS_PARSE_SCRIPT,
                                           .stack_limit = (uintptr_t)&text - 60000};

        if (!parse_with(text, &options, false))
            fail_msg("%s: %s", cases[i][1], result.error.message);
        done();
        free(text);
    }
}

static void deep_text_ends_in_a_range_error(void **state)
{
    static const char *const cases[] = {
        "(",
        "[",
        "{",
        "a=>",
        "!",
        "`${",
        "new ",
        "if(a)",
        "a?b:",
        "a=",
        "-",
        "(function(){",
        "class extends (",
        "({a:",
        "[a,",
        "a(",
        "a[",
        "async(",
        "async a=>",
        "for(;;)",
        "while(a)",
        "do ",
        "a:",
        "try{",
        "switch(a){case b:",
        "with(a)",
        "a**",
        "typeof ",
        "(a,",
        "({a=",
        "var [",
        "var {a:",
        "function f(){",
        "class A{m(){",
        "class A{a=",
        "class A{static{",
        "a?.[",
        "()=>{",
        "function f(a=",
        "yield ",
        "...",
        "[{",
        "for(let [",
        "label:{",
        "new a(",
        "import(",
        "a=>{",
        "(a=",
        "({[",
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = repeated("", cases[i], "", 100000);
        struct js_parse_options options = {.goal = JS_PARSE_SCRIPT,
                                           .stack_limit = (uintptr_t)&text - 300000};

        assert_false(parse_with(text, &options, false));
        if (result.error.kind == JS_PARSE_TOO_DEEP)
            assert_string_equal(result.error.message, "Maximum call stack size exceeded");
        else
            assert_int_equal(result.error.kind, JS_PARSE_SYNTAX_ERROR);
        done();
        free(text);
    }
}

/* Nests as deep as it parses and must then be analysed with as much stack. */
static void analysis_is_bounded_like_parsing(void **state)
{
    static const char *const cases[][2] = {{"(", ")"}, {"[", "]"},     {"a=>(", ")"},
                                           {"{", "}"}, {"({a:", "})"}, {"x=>{", "}"}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t depth = 50; depth < 3000; depth += 150) {
            char *inner = repeated("", cases[i][0], cases[i][0][0] == '{' ? "" : "1", depth);
            char *text = repeated(inner, cases[i][1], "", depth);
            struct js_parse_options options = {.goal = JS_PARSE_SCRIPT,
                                               .stack_limit = (uintptr_t)&text - 200000};

            if (!parse_with(text, &options, false))
                assert_int_equal(result.error.kind, JS_PARSE_TOO_DEEP);
            done();
            free(text);
            free(inner);
        }
    }
}

static const char everything[] = "'use\\x20strict'; import('a'); var [a, {b: c = 1, ...d}, ...e] = "
                                 "x; let f = async (g, {h} = {}) => { await h };"
                                 "function* i(j, k = () => arguments, ...l) { yield* j; label: for "
                                 "(const m of l) { continue label } }"
                                 "class N extends (class {}) { #o = 1; static p = this.#q; static "
                                 "#q() { return #o in this } get [r]() {}"
                                 "  constructor() { super(...a); super.x = new.target; } static { "
                                 "var s = super.t; } set u(v) {} async *w() {} }"
                                 "switch (a) { case 1: { function y() { return y } } default: try "
                                 "{ throw a } catch ({z}) {} finally {} }"
                                 "for (let i = 0, n = 9; i < n; i++) a.b[c]`d${() => i}e`.f?.g; "
                                 "with (a) { eval('b') } do ; while (0)"
                                 "if (a) b; else if (c) d; else e; x = y ? z : /re/g; 1n; 0xFF; "
                                 "\"\\u{1F600}\"; delete a.b, void 0, a ** 0;";

static void memory_may_run_out_anywhere(void **state)
{
    bool accepted = false;

    for (long at = 0; !accepted; at++) {
        struct js_parse_options options = {.goal = JS_PARSE_SCRIPT,
                                           .check_regexp = js_parse_check_regexp_default};

        memory_fail_at = at;
        accepted = parse_with(everything, &options, at & 1);
        memory_fail_at = -1;
        if (!accepted && result.error.kind != JS_PARSE_OUT_OF_MEMORY)
            fail_msg("at %ld: %s", at, result.error.message);
        done();
        if (at > 5000)
            fail_msg("never enough memory");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_v8s_words_and_places),
        cmocka_unit_test(goals_and_contexts_decide),
        cmocka_unit_test(eval_sees_the_private_names_around_it),
        cmocka_unit_test(constructed_functions_keep_their_shape),
        cmocka_unit_test(constructed_functions_do_not_bind_their_name),
        cmocka_unit_test(programs_tell_whether_they_await),
        cmocka_unit_test(literals_have_their_values),
        cmocka_unit_test(names_are_the_same_however_written),
        cmocka_unit_test(operators_of_one_level_are_one_node),
        cmocka_unit_test(chains_can_be_walked_from_inside),
        cmocka_unit_test(functions_tell_their_facts),
        cmocka_unit_test(classes_have_initializers),
        cmocka_unit_test(patterns_replace_their_covers),
        cmocka_unit_test(jumps_know_their_targets),
        cmocka_unit_test(lines_end_in_four_ways),
        cmocka_unit_test(long_text_is_no_deep_text),
        cmocka_unit_test(deep_text_ends_in_a_range_error),
        cmocka_unit_test(analysis_is_bounded_like_parsing),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
