/*
 * test/regexp_driver.c: the regular expression engine as a filter, for tools/regexp_diff.mjs.
 *
 * A line of input is FLAGS PATTERN LASTINDEX INPUT, with texts as four hexadecimal digits a code
 * unit and "-" for an empty one; the answer is a line: "E message", "N" (no match), "M n n ..."
 * (captures), "O" (out of memory) or "I" (interrupted: more than a bounded number of steps).  Texts
 * without units beyond Latin-1 are run both ways, and "D ..." tells that the two differ.
 */
#include <stdio.h>
#include <stdint.h>

#include "regexp/regexp.h"
#include "regexp_support.h"

#define UNITS_MAX (1 << 16)
#define POLLS_MAX 2000

struct buffer {
    uint16_t wide[UNITS_MAX];
    uint8_t narrow[UNITS_MAX];
    uint32_t length;
    int fits; /* in Latin-1 */
};

static struct buffer pattern, input;
static int polls;

static bool stop(void *data)
{
    (void)data;
    return ++polls > POLLS_MAX;
}

static void read_units(const char *hex, struct buffer *b)
{
    unsigned unit;

    b->length = 0;
    b->fits = 1;
    if (*hex == '-')
        return;
    for (; sscanf(hex, "%4x", &unit) == 1 && b->length < UNITS_MAX; hex += 4) {
        b->wide[b->length] = (uint16_t)unit;
        b->narrow[b->length++] = (uint8_t)unit;
        b->fits &= unit < 256;
    }
}

/* The answer for one choice of widths, in out. */
static void answer(uint32_t flags, uint32_t last_index, int wide, char *out, size_t room)
{
    const struct js_regexp_text p = {pattern.fits && !wide ? (void *)pattern.narrow : pattern.wide,
                                     pattern.length, !(pattern.fits && !wide)};
    const struct js_regexp_text t = {input.fits && !wide ? (void *)input.narrow : input.wide,
                                     input.length, !(input.fits && !wide)};
    struct js_regexp_error error;
    struct js_regexp_env env = {.interrupt = stop};
    struct js_regexp_program *program = js_regexp_compile(NULL, &p, flags, 0, &error);
    size_t used;

    if (program == NULL) {
        snprintf(out, room, "E %s", error.message == NULL ? "memory" : error.message);
        return;
    }
    int32_t *captures = malloc(2 * program->capture_count * sizeof *captures);

    polls = 0;
    switch (js_regexp_exec(program, &t, last_index, captures, &env)) {
    case JS_REGEXP_MATCH:
        used = (size_t)snprintf(out, room, "M");
        for (uint32_t i = 0; i < 2 * program->capture_count && used + 16 < room; i++)
            used += (size_t)snprintf(out + used, room - used, " %d", captures[i]);
        break;
    case JS_REGEXP_NO_MATCH:
        snprintf(out, room, "N");
        break;
    case JS_REGEXP_INTERRUPTED:
        snprintf(out, room, "I");
        break;
    default:
        snprintf(out, room, "O");
        break;
    }
    free(captures);
    js_regexp_env_clear(&env);
    js_regexp_free(NULL, program);
    if (memory_in_use != 0)
        snprintf(out, room, "L leak of %zu bytes", memory_in_use);
}

int main(void)
{
    static char line[UNITS_MAX * 9], flags[16], pattern_hex[UNITS_MAX * 4 + 8],
        input_hex[UNITS_MAX * 4 + 8];
    static char narrow[1 << 16], wide[1 << 16];
    unsigned last_index;

    while (fgets(line, sizeof line, stdin) != NULL) {
        const struct js_regexp_text letters = {flags, 0, false};
        struct js_regexp_text given = letters;
        uint32_t bits;

        if (sscanf(line, "%15s %262150s %u %262150s", flags, pattern_hex, &last_index, input_hex) !=
            4)
            return 1;
        given.length = flags[0] == '-' ? 0 : (uint32_t)strlen(flags);
        if (!js_regexp_parse_flags(&given, &bits)) {
            puts("E Invalid flags");
            continue;
        }
        read_units(pattern_hex, &pattern);
        read_units(input_hex, &input);
        answer(bits, last_index, 0, narrow, sizeof narrow);
        answer(bits, last_index, 1, wide, sizeof wide);
        if (strcmp(narrow, wide) != 0)
            printf("D %s / %s\n", narrow, wide);
        else
            printf("%s\n", narrow);
        fflush(stdout);
    }
    return 0;
}
