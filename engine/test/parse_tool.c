/*
 * parse_tool: parses files and says what comes of it.  For tests and for looking at scope analysis.
 *
 *     parse_tool [--module | --eval] [--strict] [--dump] [--repeat=N] FILE...
 *     parse_tool --batch          reads lines `FLAGS PATH` (FLAGS: letters s strict, m module, or
 * -)
 *
 * For each file one line: `ok`, or `LINE:COLUMN+LENGTH KIND: MESSAGE`.  --dump prints the functions
 * with their variables, where these are stored, what is captured, and what each reference is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "memory_double.h"
#include "parse/parser.h"

struct text {
    struct js_source_text source;
    void *units;
};

/* The next code point of UTF-8 text; anything malformed is taken byte by byte. */
static uint32_t decode(const unsigned char **at, const unsigned char *end)
{
    const unsigned char *p = *at;
    uint32_t c = *p;
    int more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;

    if (more == 0 || end - p <= more) {
        (*at)++;
        return c;
    }
    c &= 0x3Fu >> more;
    for (int i = 1; i <= more; i++)
        c = c << 6 | (p[i] & 0x3F);
    *at += more + 1;
    return c;
}

/* Makes Latin-1 text if that can hold it, else UTF-16. */
static struct text text_from_utf8(const unsigned char *bytes, size_t length)
{
    const unsigned char *end = bytes + length, *p;
    uint16_t *wide = malloc(length * 2 + 2);
    uint8_t *narrow = (uint8_t *)wide;
    uint32_t count = 0, widest = 0;

    for (p = bytes; p < end;) {
        uint32_t c = decode(&p, end);

        if (c > widest)
            widest = c;
        if (c >= 0x10000) {
            wide[count++] = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
            wide[count++] = (uint16_t)(0xDC00 + ((c - 0x10000) & 0x3FF));
        } else {
            wide[count++] = (uint16_t)c;
        }
    }
    if (widest >= 256)
        return (struct text){{NULL, wide, count}, wide};
    for (uint32_t i = 0; i < count; i++)
        narrow[i] = (uint8_t)wide[i];
    return (struct text){{narrow, NULL, count}, wide};
}

static bool read_file(const char *path, struct text *text)
{
    FILE *file = fopen(path, "rb");
    unsigned char *bytes;
    long length;

    if (!file)
        return false;
    fseek(file, 0, SEEK_END);
    length = ftell(file);
    rewind(file);
    bytes = malloc((size_t)length + 1);
    if (fread(bytes, 1, (size_t)length, file) != (size_t)length)
        length = 0;
    fclose(file);
    *text = text_from_utf8(bytes, (size_t)length);
    free(bytes);
    return true;
}

/* ---- Dump ---- */

static const char *const kinds[] = {"var",           "let",        "const",  "class",  "function",
                                    "param",         "catch",      "import", "self",   "arguments",
                                    "this",          "new.target", "home",   "callee", "private",
                                    "private value", "field key",  "object"};
static const char *const storages[] = {"register", "copy", "box", "object", "global", "caller"};
static const char *const ref_kinds[] = {"local", "capture", "global", "dynamic"};

static const char *name_text(const struct ast_name *name)
{
    static char buffers[4][64];
    static int turn;
    char *text = buffers[turn++ & 3];
    uint32_t i;

    if (!name)
        return "-";
    for (i = 0; i < name->length && i < 63; i++)
        text[i] = name->latin1 ? (char)name->latin1[i] : '?';
    text[i] = '\0';
    return text;
}

static void dump_scope(const struct scope *scope, int indent)
{
    const struct scope_binding *binding;

    for (; scope; scope = scope->next_made) {
        for (binding = scope->first; binding; binding = binding->next)
            printf("%*s%s %s: %s%s%s%s\n", indent, "", kinds[binding->kind],
                   name_text(binding->name), storages[binding->storage],
                   binding->needs_tdz ? " tdz" : "", binding->is_captured ? " captured" : "",
                   binding->is_mapped ? " mapped" : "");
    }
}

static void dump_ref(const struct scope_ref *ref, int indent)
{
    printf("%*sref %s: %s", indent, "", name_text(ref->name), ref_kinds[ref->kind]);
    if (ref->kind == SCOPE_REF_CAPTURE ||
        (ref->kind == SCOPE_REF_DYNAMIC && ref->object_is_capture))
        printf(" %u", ref->capture);
    printf("%s%s\n", ref->needs_tdz ? " tdz" : "", ref->in_dead_zone ? " dead" : "");
}

static void dump_function(const struct ast_function *function, int indent)
{
    const struct ast_function *child;
    const struct scope_ref *ref;

    printf("%*sfunction %s [%u, %u)%s%s%s\n", indent, "", name_text(function->name),
           function->node.start, function->node.end, function->strict ? " strict" : "",
           function->has_mapped_arguments ? " mapped" : "",
           function->contains_direct_eval ? " eval" : "");
    for (uint32_t i = 0; i < function->capture_count; i++)
        printf("%*scapture %u: %s%s", indent + 2, "", i,
               name_text(function->captures[i].binding->name),
               function->captures[i].from_capture ? " from capture\n" : "\n");
    for (ref = function->refs; ref; ref = ref->next)
        dump_ref(ref, indent + 2);
    for (child = function->child_first; child; child = child->sibling)
        dump_function(child, indent + 2);
}

/* ---- Parsing ---- */

static void report(const struct text *text, const struct js_parse_error *error)
{
    static const char *const names[] = {"", "SyntaxError", "OutOfMemory", "RangeError"};
    struct js_source_place place = js_source_place(&text->source, error->offset);

    printf("%u:%u+%u %s: %s\n", place.line, place.column, error->length, names[error->kind],
           error->message);
}

static uintptr_t stack_limit(void)
{
    struct rlimit limit;
    char here;

    getrlimit(RLIMIT_STACK, &limit);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > 64 << 20)
        limit.rlim_cur = 64 << 20;
    return (uintptr_t)&here - limit.rlim_cur + (256 << 10);
}

static bool parse_one(const char *path, struct js_parse_options *options, bool dump, int repeat)
{
    struct js_parse_result result;
    struct text text;
    bool done = false;

    if (!read_file(path, &text)) {
        printf("cannot read %s\n", path);
        return false;
    }
    for (int i = 0; i < repeat; i++) {
        if (i)
            js_parse_free(&result);
        done = js_parse(&text.source, options, &result);
    }
    if (!done)
        report(&text, &result.error);
    else
        printf("ok\n");
    if (done && dump) {
        dump_scope(result.program->eval_scope ? result.program->eval_scope : result.program->scope,
                   0);
        dump_function(result.program, 0);
    }
    js_parse_free(&result);
    free(text.units);
    if (memory_live_bytes != 0) {
        printf("leaked %zu bytes\n", memory_live_bytes);
        exit(3);
    }
    return done;
}

static int run_batch(struct js_parse_options *options)
{
    char line[4096];

    while (fgets(line, sizeof line, stdin)) {
        char *path = strchr(line, ' ');

        if (!path)
            return 2;
        *path++ = '\0';
        path[strcspn(path, "\n")] = '\0';
        options->strict = strchr(line, 's') != NULL;
        options->goal = strchr(line, 'm') ? JS_PARSE_MODULE : JS_PARSE_SCRIPT;
        parse_one(path, options, false, 1);
        fflush(stdout);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct js_parse_options options = {.goal = JS_PARSE_SCRIPT,
                                       .stack_limit = stack_limit(),
                                       .check_regexp = js_parse_check_regexp_default};
    bool dump = false, failed = false;
    int repeat = 1;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--module") == 0)
            options.goal = JS_PARSE_MODULE;
        else if (strcmp(argv[i], "--eval") == 0)
            options.goal = JS_PARSE_EVAL, options.eval.direct = true;
        else if (strcmp(argv[i], "--strict") == 0)
            options.strict = true;
        else if (strcmp(argv[i], "--dump") == 0)
            dump = true;
        else if (strncmp(argv[i], "--repeat=", 9) == 0)
            repeat = atoi(argv[i] + 9);
        else if (strcmp(argv[i], "--batch") == 0)
            return run_batch(&options);
        else
            failed |= !parse_one(argv[i], &options, dump, repeat);
    }
    return failed;
}
