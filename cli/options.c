/*
 * options.c: reads the command line by the table options.def.  '-' and '_' are the same in names; a value
 * follows after '=' or as the next argument.  Options end at the first argument that is none, at "-" and at
 * "--".  A name that is not in the table is an error that shows the nearest one.
 */
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum option_kind { FLAG, SIZE, NUMBER, MAYBE, TEXT, LIST, CHOICE };

struct option {
    enum option_kind kind;
    const char *name;
    char letter;
    size_t field; /* offset in struct options */
    size_t unit;
    const char *argument, *help;
};

static const struct option table[] = {
#define OPTION(kind, name, letter, field, unit, argument, help)                                    \
    {kind, name, letter, offsetof(struct options, field), unit, argument, help},
#include "options.def"
};
#define TABLE_COUNT (sizeof table / sizeof table[0])
#define NAME_MAX_BYTES 64u

static void *field_of(struct options *options, const struct option *option)
{
    return (char *)options + option->field;
}

/* ---- names ---- */

static char plain(char c)
{
    return c == '_' ? '-' : c;
}

/* Whether the first length bytes of text are name. */
static bool is_name(const char *text, size_t length, const char *name)
{
    if (strlen(name) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (plain(text[i]) != name[i])
            return false;
    return true;
}

static const struct option *find(const char *text, size_t length)
{
    for (size_t i = 0; i < TABLE_COUNT; i++)
        if (is_name(text, length, table[i].name))
            return &table[i];
    return NULL;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters must change, come or go, or two neighbours swap (optimal string alignment). */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    unsigned rows[3][NAME_MAX_BYTES + 1];

    if (a_length > NAME_MAX_BYTES || b_length > NAME_MAX_BYTES)
        return UINT32_MAX;
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            const bool same = plain(a[i - 1]) == plain(b[j - 1]);

            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && plain(a[i - 1]) == plain(b[j - 2]) && plain(a[i - 2]) == plain(b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

static bool complain_unknown(const char *text, size_t length)
{
    const struct option *nearest = NULL;
    unsigned shortest = UINT32_MAX;

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const unsigned d = distance(text, length, table[i].name, strlen(table[i].name));

        if (table[i].help != NULL && d < shortest) {
            shortest = d;
            nearest = &table[i];
        }
    }
    fprintf(stderr, "tenure: bad option: --%.*s", (int)length, text);
    if (nearest != NULL && shortest <= 3 + length / 2)
        fprintf(stderr, " (the nearest is --%s)", nearest->name);
    fputs("; see tenure --help\n", stderr);
    return false;
}

/* ---- values ---- */

static bool read_number(const char *text, uint64_t *out)
{
    char *end;

    errno = 0;
    *out = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == 0 && errno == 0;
}

static bool complain_value(const struct option *option, const char *value)
{
    fprintf(stderr, "tenure: --%s needs %s, not '%s'\n", option->name,
            option->kind == CHOICE ? option->argument : "a number", value);
    return false;
}

static bool read_choice(const struct option *option, const char *value, int *out)
{
    const char *word = option->argument;

    for (int i = 0; word != NULL; i++) {
        const char *bar = strchr(word, '|');

        if (value[0] != 0 && strncmp(word, value, strlen(value)) == 0 &&
            (word[strlen(value)] == 0 || word[strlen(value)] == '|')) {
            *out = i;
            return true;
        }
        word = bar != NULL ? bar + 1 : NULL;
    }
    return complain_value(option, value);
}

static bool store(struct options *options, const struct option *option, char *value)
{
    void *field = field_of(options, option);
    struct string_list *list = field;
    uint64_t number;

    switch (option->kind) {
    case TEXT:
        *(char **)field = value;
        return true;
    case LIST:
        list->items[list->count++] = value;
        return true;
    case CHOICE:
        return read_choice(option, value, field);
    case FLAG:
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
            fprintf(stderr, "tenure: --%s takes no argument\n", option->name);
            return false;
        }
        *(bool *)field = value[0] == 't';
        return true;
    case SIZE:
        if (!read_number(value, &number) || number > SIZE_MAX / option->unit)
            return complain_value(option, value);
        *(size_t *)field = (size_t)number * option->unit;
        return true;
    case NUMBER:
    case MAYBE:
        return read_number(value, field) || complain_value(option, value);
    }
    return false;
}

/* An option with its value at hand: text is "name" or "name=value"; *next is the argument that follows. */
static bool read_long(struct options *options, char *text, char ***next)
{
    char *equals = strchr(text, '=');
    const size_t length = equals ? (size_t)(equals - text) : strlen(text);
    const struct option *option = find(text, length);

    if (option == NULL && length > 3 && is_name(text, 3, "no-") &&
        (option = find(text + 3, length - 3)) != NULL && option->kind == FLAG && equals == NULL) {
        *(bool *)field_of(options, option) = false;
        return true;
    }
    if (option == NULL)
        return complain_unknown(text, length);
    if (equals != NULL)
        return store(options, option, equals + 1);
    if (option->kind == FLAG) {
        *(bool *)field_of(options, option) = true;
        return true;
    }
    if (option->kind == MAYBE) {
        *(uint64_t *)field_of(options, option) = option->unit;
        return true;
    }
    if (**next == NULL) {
        fprintf(stderr, "tenure: --%s requires an argument\n", option->name);
        return false;
    }
    return store(options, option, *(*next)++);
}

/* "-pe", "-e": letters of the table; the last one's value is the next argument. */
static bool read_letters(struct options *options, char *letters, char ***next)
{
    if (strcmp(letters, "pe") == 0)
        letters++, letters[0] = 'p';
    for (; *letters != 0; letters++) {
        const struct option *option = NULL;

        for (size_t i = 0; i < TABLE_COUNT; i++)
            if (table[i].letter == *letters)
                option = &table[i];
        if (option == NULL) {
            fprintf(stderr, "tenure: bad option: -%c; see tenure --help\n", *letters);
            return false;
        }
        if (option->kind == FLAG) {
            *(bool *)field_of(options, option) = true;
        } else if (letters[1] == 0 && **next != NULL) {
            return store(options, option, *(*next)++);
        } else {
            fprintf(stderr, "tenure: -%c requires an argument\n", *letters);
            return false;
        }
    }
    return true;
}

static bool read_option(struct options *options, char *text, char ***next)
{
    if (text[1] == '-')
        return read_long(options, text + 2, next);
    /* V8 takes its flags with one dash too. */
    if (strlen(text) > 3 && find(text + 1, strcspn(text + 1, "=")) != NULL)
        return read_long(options, text + 1, next);
    return read_letters(options, text + 1, next);
}

bool options_parse(struct options *options, int argc, char **argv)
{
    char **next = argv + 1;

    *options = (struct options){.gc_stress = UINT64_MAX, .stress_marking = UINT64_MAX, .deprecation = true, .warnings = true,
                                .incremental_marking = true, .concurrent_marking = true,
                                .concurrent_sweeping = true, .promote_in_place = true, .compact = true,
                                .allocation_site_pretenuring = true};
    options->require.items = calloc((size_t)argc + 1, sizeof *options->require.items);
    options->prelude.items = calloc((size_t)argc + 1, sizeof *options->prelude.items);
    if (options->require.items == NULL || options->prelude.items == NULL)
        return false;
    while (*next != NULL && (*next)[0] == '-' && (*next)[1] != 0) {
        char *text = *next++;

        if (strcmp(text, "--") == 0)
            break;
        if (!read_option(options, text, &next))
            return false;
    }
    options->exec_args = argv + 1;
    options->exec_arg_count = (int)(next - argv) - 1;
    if (options->exec_arg_count > 0 && strcmp(next[-1], "--") == 0)
        options->exec_arg_count--;
    if (options->eval == NULL && options->print == NULL && *next != NULL)
        options->script = *next++;
    options->args = next;
    options->arg_count = argc - (int)(next - argv);
    options->no_deprecation |= !options->deprecation;
    options->no_warnings |= !options->warnings;
    return true;
}

bool options_has(const char *name)
{
    return find(name, strlen(name)) != NULL;
}

void options_free(struct options *options)
{
    free(options->require.items);
    free(options->prelude.items);
}

/* ---- help ---- */

void options_print_help(FILE *file)
{
    fputs("Usage: tenure [options] [script.js] [arguments]\n"
          "       tenure [options] -e SCRIPT [arguments]\n\n"
          "Without a script: the REPL on a terminal, else a script from stdin (\"-\" too).\n"
          "Flags may be written with _ for -.\n\n",
          file);
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        const struct option *option = &table[i];
        char left[96];
        const char *join = option->kind == MAYBE ? "[=" : option->argument ? "=" : "";

        if (option->help == NULL)
            continue;
        snprintf(left, sizeof left, "%c%c%s--%s%s%s%s", option->letter ? '-' : ' ',
                 option->letter ? option->letter : ' ', option->letter ? ", " : "  ", option->name,
                 join, option->argument ? option->argument : "", option->kind == MAYBE ? "]" : "");
        if (strlen(left) > 34)
            fprintf(file, "  %s\n  %-34s  %s\n", left, "", option->help);
        else
            fprintf(file, "  %-34s  %s\n", left, option->help);
    }
}
