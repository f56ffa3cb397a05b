/* main.c: the command: scheme [options] [file.scm]; without a file, reads and evaluates what is typed. */
#include "scheme.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] = "usage: scheme [options] [file.scm]\n"
                            "  --max-heap=MB    limit of the heap; beyond it the program gets a condition\n"
                            "  --gc-stress[=N]  every cell moves at one safepoint in about N (1: at each)\n"
                            "  --verify         check the whole heap before and after each collection\n"
                            "  --trace-gc       a line on stderr for each collection\n";

/* The number after `name=` in an argument, fallback for `name` alone; false: it is another argument. */
static bool number_option(const char *argument, const char *name, unsigned long fallback, unsigned long *number)
{
    size_t length = strlen(name);
    char *end;

    if (strncmp(argument, name, length) != 0)
        return false;
    *number = fallback;
    if (argument[length] == 0 && fallback != 0)
        return true;
    if (argument[length] != '=')
        return false;
    *number = strtoul(argument + length + 1, &end, 10);
    return *end == 0 && *number > 0 && *number <= 1u << 20;
}

static bool parse_options(int argc, char **argv, struct scm_options *options, const char **file)
{
    unsigned long number;

    for (int i = 1; i < argc; i++) {
        if (number_option(argv[i], "--max-heap", 0, &number))
            options->max_heap_bytes = (size_t)number << 20;
        else if (number_option(argv[i], "--gc-stress", 1, &number))
            options->stress_interval = (uint32_t)number;
        else if (strcmp(argv[i], "--verify") == 0)
            options->verify = true;
        else if (strcmp(argv[i], "--trace-gc") == 0)
            options->trace_gc = true;
        else if (argv[i][0] == '-' || *file != NULL)
            return false;
        else
            *file = argv[i];
    }
    return true;
}

/* All of a file outside the heap, on its ledger. */
static bool read_file(scm *s, const char *name, struct scm_text *text)
{
    char block[4096];
    size_t count;
    FILE *file = fopen(name, "r");

    if (file == NULL)
        return false;
    bool ok = true;
    while (ok && (count = fread(block, 1, sizeof block, file)) > 0)
        ok = scm_text_put_nogc(s, text, block, count);
    ok = ok && !ferror(file);
    fclose(file);
    return ok;
}

static int run_file(scm *s, const char *name)
{
    struct scm_text text = {0};
    int status = 0;

    if (!read_file(s, name, &text)) {
        fprintf(stderr, "scheme: cannot read %s\n", name);
        status = 2;
    } else if (!scm_run_text(s, &text, false)) {
        scm_report(s);
        status = 1;
    }
    scm_text_free_nogc(s, &text);
    return s->exiting ? s->exit_status : status;
}

/* Runs what was typed so far, unless it ends within a datum: then more lines are to come. */
static void run_typed(scm *s, struct scm_text *text)
{
    SCM_FRAME(s, f, datum);
    bool complete = true;

    text->position = 0;
    do {
        if (!scm_read(s, text, &f.datum)) {
            complete = !s->incomplete;
            break;
        }
    } while (!gc_same(f.datum, SCM_EOF));
    if (!complete)
        return;
    text->position = 0;
    if (!scm_run_text(s, text, true))
        scm_report(s);
    text->count = 0;
}

static int read_eval_print(scm *s)
{
    struct scm_text text = {0};
    bool prompts = isatty(0);
    char line[1024];

    while (!s->exiting) {
        if (prompts)
            fputs(text.count == 0 ? "> " : ". ", stdout);
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL)
            break;
        if (!scm_text_put_nogc(s, &text, line, strlen(line)))
            scm_report(s);
        else
            run_typed(s, &text);
    }
    if (text.count > 0)
        fputs("error: the text ends within a datum\n", stderr);
    scm_text_free_nogc(s, &text);
    return s->exit_status;
}

int main(int argc, char **argv)
{
    struct scm_options options = {0};
    const char *file = NULL;

    if (!parse_options(argc, argv, &options, &file)) {
        fputs(usage, stderr);
        return 2;
    }
    scm *s = scm_new(&options);
    if (s == NULL) {
        fputs("scheme: not enough memory\n", stderr);
        return 2;
    }
    int status = file != NULL ? run_file(s, file) : read_eval_print(s);
    scm_free(s);
    return status;
}
