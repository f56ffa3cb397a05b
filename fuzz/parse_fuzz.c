/*
 * parse_fuzz.c: any bytes, as source text of any kind, must parse or be refused; nothing else.
 *
 * The first byte chooses goal, strictness, width and, in one case of four, an allocation that
 * fails.  After a successful parse the results of scope analysis are checked for what the compiler
 * relies on.  Without libFuzzer the program mutates the files given as arguments, or some built-in
 * lines: parse_fuzz [--seconds=10] [--seed=N] [FILE...].
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gc/memory.h>

#include "../engine/src/parse/parser.h"
#include "../engine/test/memory_double.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_ref(const struct ast_function *function, const struct scope_ref *ref)
{
    REQUIRE(ref->function == function);
    switch (ref->kind) {
    case SCOPE_REF_LOCAL:
        REQUIRE(ref->binding->function == function);
        REQUIRE(ref->binding->storage <= SCOPE_IN_BOX);
        break;
    case SCOPE_REF_CAPTURE:
        REQUIRE(ref->binding->function != function);
        REQUIRE(ref->capture < function->capture_count);
        REQUIRE(function->captures[ref->capture].binding == ref->binding);
        REQUIRE(ref->binding->storage == SCOPE_IN_COPY || ref->binding->storage == SCOPE_IN_BOX);
        break;
    case SCOPE_REF_DYNAMIC:
        REQUIRE(ref->object && ref->object->kind == SCOPE_OBJECT_HOLDER);
        REQUIRE(ref->object_is_capture == (ref->object->function != function));
        if (ref->object_is_capture)
            REQUIRE(function->captures[ref->capture].binding == ref->object);
        break;
    default:
        break;
    }
}

static void check_function(const struct ast_function *function, unsigned depth)
{
    const struct ast_function *child;
    const struct scope_ref *ref;

    for (uint32_t i = 0; i < function->capture_count; i++) {
        const struct scope_capture *capture = &function->captures[i];

        REQUIRE(function->parent);
        if (!capture->from_capture)
            REQUIRE(capture->binding->function == function->parent);
        else
            REQUIRE(function->parent->captures[capture->index].binding == capture->binding);
    }
    for (ref = function->refs; ref; ref = ref->next)
        check_ref(function, ref);
    for (child = function->child_first; child && depth < 100; child = child->sibling) {
        REQUIRE(child->parent == function);
        check_function(child, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t goals[] = {JS_PARSE_SCRIPT, JS_PARSE_MODULE, JS_PARSE_EVAL,
                                    JS_PARSE_FUNCTION};
    struct js_parse_options options = {.stack_limit = (uintptr_t)&options - (1 << 20),
                                       .check_regexp = js_parse_check_regexp_default};
    struct js_source_text source = {0};
    struct js_parse_result result;
    uint16_t *wide = NULL;

    if (size == 0 || size > 1 << 20)
        return 0;
    options.goal = goals[data[0] & 3];
    options.strict = data[0] & 4;
    options.eval.direct = data[0] & 8;
    memory_fail_at = (data[0] & 0x60) == 0x60 ? data[0] % 97 : -1;
    source.length = (uint32_t)--size;
    data++;
    if (data[-1] & 0x10) {
        wide = malloc(size + 2);
        source.length /= 2;
        memcpy(wide, data, source.length * 2u);
        source.utf16 = wide;
    } else {
        source.latin1 = data;
    }
    if (js_parse(&source, &options, &result)) {
        check_function(result.program, 0);
    } else {
        REQUIRE(result.error.kind != JS_PARSE_OK && result.error.message[0]);
        REQUIRE(result.error.offset <= source.length &&
                result.error.length <= source.length - result.error.offset);
    }
    js_parse_free(&result);
    free(wide);
    REQUIRE(memory_live_bytes == 0);
    return 0;
}

#ifdef PARSE_FUZZ_STANDALONE
static const char *const lines[] = {
    "class A extends B { #a = 1; static #b() { super.c } get [d]() {} static { eval('') } async "
    "*e() { yield* f } }",
    "for (let i = 0, j = () => i; i < 9; i++) { label: for (const [k, {l = m, ...n}] of o) "
    "continue label }",
    "x => { 'use strict'; with (a) b?.c[d](...e)`f${g}h`; ({a = 1} = {}); async (a, {b}) => await "
    "c }",
    "function f(a, b = eval('c'), ...d) { if (a) function g() {} else if (b) ; switch (c) { case "
    "/d/g: default: } }",
    "import a, * as b from 'c'; export { a as d }; export default class {} try { } catch ({e}) { } "
    "finally { }",
};

static uint64_t state = 88172645463325252u;

static uint32_t rnd(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % below;
}

/* Replaces, removes, repeats or inserts pieces of the text. */
static size_t mutate(uint8_t *text, size_t length, size_t room)
{
    static const char *const words[] = {"(",    ")",     "{",    "}",      "[",      "]",
                                        "=>",   "=",     "...",  "async ", "await ", "yield ",
                                        "let ", "eval(", "this", "super",  "class ", "#a",
                                        "`",    "${",    "/",    "\\u0061"};

    for (uint32_t rounds = 1 + rnd(6); rounds > 0; rounds--) {
        size_t at = length ? rnd((uint32_t)length) : 0, from = length ? rnd((uint32_t)length) : 0,
               count = rnd(12);
        const char *word = words[rnd(sizeof words / sizeof words[0])];

        if (count > length - at)
            count = length - at;
        switch (rnd(4)) {
        case 0:
            memmove(text + at, text + at + count, length - at - count);
            length -= count;
            break;
        case 1:
            if (length)
                text[at] = (uint8_t)(rnd(4) ? 32 + rnd(95) : rnd(256));
            break;
        case 2:
            count = strlen(word);
            if (length + count > room)
                break;
            memmove(text + at + count, text + at, length - at);
            memcpy(text + at, word, count);
            length += count;
            break;
        default:
            if (count > length - from)
                count = length - from;
            memmove(text + at, text + from, count < length - at ? count : length - at);
        }
    }
    return length;
}

/* Fills text, behind its first byte, from a file or a line. */
static size_t load(uint8_t *text, size_t room, int argc, char **argv)
{
    FILE *file = argc > 1 ? fopen(argv[1 + rnd((uint32_t)argc - 1)], "rb") : NULL;
    size_t length;

    if (!file) {
        const char *line = lines[rnd(sizeof lines / sizeof lines[0])];

        length = strlen(line);
        memcpy(text, line, length);
        return length;
    }
    length = fread(text, 1, room, file);
    fclose(file);
    return length;
}

int main(int argc, char **argv)
{
    static uint8_t text[1 << 16];
    time_t end = time(NULL) + 10;
    unsigned long long seed = (unsigned long long)time(NULL);
    unsigned long count = 0;

    for (; argc > 1 && strncmp(argv[1], "--", 2) == 0; argc--, argv++) {
        if (strncmp(argv[1], "--seconds=", 10) == 0)
            end = time(NULL) + atoi(argv[1] + 10);
        else if (strncmp(argv[1], "--seed=", 7) == 0)
            seed = strtoull(argv[1] + 7, NULL, 0);
    }
    fprintf(stderr, "parse fuzzer: --seed=%llu\n", (unsigned long long)seed);
    state ^= seed * 0x9e3779b97f4a7c15u;
    while (time(NULL) < end) {
        size_t length = load(text + 1, sizeof text - 1000, argc, argv);

        text[0] = (uint8_t)rnd(256) & (rnd(4) ? (uint8_t)~0x10 : 0xFF);
        for (int i = 0; i < 20; i++, count++) {
            length = mutate(text + 1, length, sizeof text - 1);
            LLVMFuzzerTestOneInput(text, length + 1);
        }
    }
    printf("%lu inputs\n", count);
    return 0;
}
#endif
