/*
 * fuzz/regexp_fuzz.c: the regular expression engine on arbitrary patterns and inputs.
 *
 * Two bytes choose flags and what else is done, a third how much of the rest is the pattern; what
 * remains is the input. Where texts fit Latin-1 they are run as Latin-1 and as UTF-16, and must
 * agree; captures must lie in the input; the engine must give back all memory, also when an
 * allocation fails.
 *
 * As a libFuzzer target it takes -dict=fuzz/dictionaries/regexp.dict.  Alone
 * (REGEXP_FUZZ_STANDALONE) it makes its own inputs: fuzz_regexp [--seed=N] [--runs=N]
 * [--seconds=N].
 */
#include <stdint.h>
#include <stdio.h>

#include "../engine/src/regexp/regexp.h"
#include "../engine/test/regexp_support.h"

#define UNITS_MAX 512
#define POLLS_MAX 40

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "does not hold: %s\n", #condition);                                    \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Copies of exact size, so that the sanitizer sees what reads beyond. */
struct texts {
    uint16_t *wide;
    uint8_t *narrow;
    uint32_t length;
};

struct outcome {
    bool compiled, out_of_memory;
    enum js_regexp_result result;
    uint32_t count;
    int32_t captures[64];
    char message[80];
};

static int polls;

static bool stop(void *data)
{
    (void)data;
    return ++polls > POLLS_MAX;
}

/* pairs: two bytes a unit, with the upper one squeezed into blocks that matter. */
static struct texts texts_of(const uint8_t *data, size_t size, bool pairs)
{
    static const uint8_t uppers[] = {0x00, 0xd8, 0xdc, 0x01, 0x03, 0x20, 0x21, 0x1e};
    struct texts t = {NULL, NULL, (uint32_t)(pairs ? size / 2 : size)};

    if (t.length > UNITS_MAX)
        t.length = UNITS_MAX;
    t.wide = malloc(t.length * 2 + 1);
    t.narrow = malloc(t.length + 1);
    for (uint32_t i = 0; i < t.length; i++) {
        t.wide[i] = pairs ? (uint16_t)(uppers[data[2 * i + 1] & 7] << 8 | data[2 * i]) : data[i];
        t.narrow[i] = data[i];
    }
    return t;
}

static void run(const struct js_regexp_text *pattern, const struct js_regexp_text *input,
                uint32_t flags, uint32_t last_index, struct outcome *out)
{
    struct js_regexp_error error;
    struct js_regexp_env env = {.interrupt = stop, .stack_bytes_max = 1 << 20};
    struct js_regexp_program *program = js_regexp_compile(NULL, pattern, flags, 0, &error);

    memset(out, 0, sizeof *out);
    out->compiled = program != NULL;
    if (program == NULL) {
        CHECK(error.kind != JS_REGEXP_NO_ERROR && error.position <= pattern->length);
        out->out_of_memory = error.kind == JS_REGEXP_NO_MEMORY;
        snprintf(out->message, sizeof out->message, "%s",
                 error.message == NULL ? "" : error.message);
        return;
    }
    polls = 0;
    out->count = program->capture_count;
    int32_t *captures = malloc(2 * out->count * sizeof *captures);

    out->result = js_regexp_exec(program, input, last_index, captures, &env);
    out->out_of_memory = out->result == JS_REGEXP_OUT_OF_MEMORY;
    if (out->result == JS_REGEXP_MATCH) {
        CHECK(captures[0] >= 0);
        for (uint32_t i = 0; i < out->count; i++) {
            const int32_t from = captures[2 * i], to = captures[2 * i + 1];

            CHECK((from == -1 && to == -1) ||
                  (0 <= from && from <= to && (uint32_t)to <= input->length));
        }
        memcpy(out->captures, captures, 2 * (out->count < 32 ? out->count : 32) * sizeof *captures);
    }
    free(captures);
    js_regexp_env_clear(&env);
    js_regexp_free(NULL, program);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome narrow, wide;

    if (size < 3)
        return 0;
    const uint32_t flags = data[0] & 0x7f;
    const bool pairs = data[1] & 1;
    const long failing = data[1] & 2 ? 1 + (data[1] >> 2) : 0;
    size_t split = data[2];

    data += 3;
    size -= 3;
    if (split > size)
        split = size;
    const struct texts p = texts_of(data, split, pairs),
                       t = texts_of(data + split, size - split, pairs);
    const uint32_t last_index = t.length == 0 ? 0 : (uint32_t)data[size - 1] % (t.length + 1) / 4;
    const struct js_regexp_text wide_pattern = {p.wide, p.length, true},
                                wide_input = {t.wide, t.length, true};
    const struct js_regexp_text narrow_pattern = {p.narrow, p.length, false};
    const struct js_regexp_text narrow_input = {t.narrow, t.length, false};

    allocations_to_fail = failing;
    run(&wide_pattern, &wide_input, flags, last_index, &wide);
    allocations_to_fail = 0;
    CHECK(memory_in_use == 0);
    if (!pairs && !failing) {
        run(&narrow_pattern, &narrow_input, flags, last_index, &narrow);
        CHECK(memory_in_use == 0);
        CHECK(memcmp(&narrow, &wide, sizeof narrow) == 0);
    }
    free(p.wide);
    free(p.narrow);
    free(t.wide);
    free(t.narrow);
    return 0;
}

#ifdef REGEXP_FUZZ_STANDALONE

#include <time.h>

static uint64_t state;

static uint32_t draw(uint32_t n)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * 0x2545f4914f6cdd1dull >> 33) % n);
}

static const char *const tokens[] = {
    "(",      ")",       "(?:",    "(?=",  "(?!", "(?<=", "(?<!", "(?<a>",   "(?<b>", "\\k<a>",
    "\\1",    "\\2",     "|",      "|",    "*",   "+",    "?",    "*?",      "+?",    "{2}",
    "{0,3}",  "{2,}",    "{1,2}?", "[",    "[^",  "]",    "a-c",  "\\d",     "\\W",   "\\s",
    "\\b",    "\\B",     "^",      "$",    ".",   "\\u",  "{61}", "\\ud83d", "\\x41", "\\cA",
    "\\p{L}", "\\P{Lu}", "a",      "b",    "a",   "b",    "A",    "k",       "\xe9",  "\\0",
    "(a)",    "(b|",     "a*)",    "[ab]", "]+",  ")*",   ")+?",  "-",       "1",     "\n"};

static size_t add_tokens(uint8_t *data, size_t size, uint32_t count)
{
    while (count-- > 0) {
        const char *token = tokens[draw(sizeof tokens / sizeof tokens[0])];

        for (; *token; token++)
            data[size++] = (uint8_t)*token;
    }
    return size;
}

/* Patterns of tokens with inputs of few letters; every fourth time bytes are damaged. */
static size_t make_input(uint8_t *data)
{
    static const char letters[] = "abABk1 \n\xe9";
    size_t size = add_tokens(data, 3, draw(14));

    data[0] = (uint8_t)draw(128);
    data[1] = draw(8) == 0 ? (uint8_t)draw(256) : 0;
    data[2] = (uint8_t)(size - 3);
    for (uint32_t n = draw(24); n > 0; n--)
        data[size++] = (uint8_t)letters[draw(sizeof letters - 1)];
    for (uint32_t n = draw(4) == 0 ? draw(6) : 0; n > 0; n--)
        data[draw((uint32_t)size)] = (uint8_t)draw(256);
    return size;
}

/* Every batch begins with a seed of its own, which is told before it, so that the last line leads
 * to a crash. */
#define BATCH_RUNS 10000

static uint64_t argument(int argc, char **argv, const char *name, uint64_t otherwise)
{
    const size_t length = strlen(name);

    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=')
            return strtoull(argv[i] + length + 1, NULL, 0);
    return otherwise;
}

int main(int argc, char **argv)
{
    const time_t begin = time(NULL);
    const uint64_t seed = argument(argc, argv, "--seed", (uint64_t)begin);
    const uint64_t seconds = argument(argc, argv, "--seconds", 0);
    const uint64_t runs = argument(argc, argv, "--runs", seconds != 0 ? UINT64_MAX : BATCH_RUNS);
    uint64_t done = 0;
    uint8_t data[1024];

    while (done < runs && (seconds == 0 || (uint64_t)(time(NULL) - begin) < seconds)) {
        if (done % BATCH_RUNS == 0) {
            fprintf(stderr, "regexp fuzzer: --seed=%llu\n",
                    (unsigned long long)(seed + done / BATCH_RUNS));
            state = (seed + done / BATCH_RUNS) * 0x9e3779b97f4a7c15ull | 1;
        }
        LLVMFuzzerTestOneInput(data, make_input(data));
        done++;
    }
    printf("regexp fuzzer: %llu runs from seed %llu, no failure\n", (unsigned long long)done,
           (unsigned long long)seed);
    return 0;
}

#endif
