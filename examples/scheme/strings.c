/* strings.c: the procedures on characters, strings, symbols and ports. */
#include "scheme.h"
#include <stdio.h>
#include <string.h>

static struct scm_string *string_nogc(gc_value v)
{
    return gc_to_cell(v);
}

static bool check(scm *s, const gc_value *v, enum scm_kind kind, const char *message)
{
    return scm_is_nogc(*v, kind) || scm_error(s, message, v);
}

static bool check_string(scm *s, const gc_value *v)
{
    return check(s, v, SCM_STRING, "not a string:");
}

static bool index_argument(scm *s, const gc_value *v, double limit, uint32_t *index)
{
    *index = 0;
    if (!gc_is_number(*v) || gc_to_number(*v) < 0 || gc_to_number(*v) >= limit)
        return scm_error(s, "index out of range:", v);
    *index = (uint32_t)gc_to_number(*v);
    return true;
}

/* ---- characters ---- */

static uint32_t char_nogc(gc_value v)
{
    return ((struct scm_char *)gc_to_cell(v))->code;
}

static bool is_lower_nogc(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper_nogc(uint32_t c)
{
    return c >= 'A' && c <= 'Z';
}

bool scm_prim_char_to_integer(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_CHAR, "not a character:"));
    *out = gc_from_int((int32_t)char_nogc(argv[0]));
    return true;
}

bool scm_prim_integer_to_char(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    uint32_t code = 0;

    SCM_TRY(index_argument(s, &argv[0], 0x110000, &code));
    return scm_char(s, code, out);
}

bool scm_prim_char_upcase(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_CHAR, "not a character:"));
    uint32_t c = char_nogc(argv[0]);
    return scm_char(s, is_lower_nogc(c) ? c - 32 : c, out);
}

bool scm_prim_char_downcase(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_CHAR, "not a character:"));
    uint32_t c = char_nogc(argv[0]);
    return scm_char(s, is_upper_nogc(c) ? c + 32 : c, out);
}

#define CHAR_TEST(name, test)                                                                      \
    bool scm_prim_##name(scm *s, int argc, const gc_value *argv, gc_value *out)                     \
    {                                                                                              \
        SCM_TRY(check(s, &argv[0], SCM_CHAR, "not a character:"));                                 \
        uint32_t c = char_nogc(argv[0]);                                                           \
        *out = scm_bool_nogc(test);                                                                \
        return true;                                                                               \
    }
CHAR_TEST(char_is_alphabetic, is_lower_nogc(c) || is_upper_nogc(c))
CHAR_TEST(char_is_numeric, c >= '0' && c <= '9')
CHAR_TEST(char_is_whitespace, c == ' ' || (c >= '\t' && c <= '\r'))

/* ---- strings ---- */

bool scm_prim_string_length(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_string(s, &argv[0]));
    *out = gc_from_number(string_nogc(argv[0])->length);
    return true;
}

bool scm_prim_string_ref(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    uint32_t index = 0;

    SCM_TRY(check_string(s, &argv[0]));
    SCM_TRY(index_argument(s, &argv[1], string_nogc(argv[0])->length, &index));
    return scm_char(s, string_nogc(argv[0])->chars[index], out);
}

bool scm_prim_string_set(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    uint32_t index = 0;

    SCM_TRY(check_string(s, &argv[0]));
    SCM_TRY(index_argument(s, &argv[1], string_nogc(argv[0])->length, &index));
    SCM_TRY(check(s, &argv[2], SCM_CHAR, "not a character:"));
    string_nogc(argv[0])->chars[index] = char_nogc(argv[2]);
    *out = SCM_UNSPECIFIED;
    return true;
}

bool scm_prim_make_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    uint32_t length, c = ' ';

    SCM_TRY(index_argument(s, &argv[0], UINT32_MAX / 8, &length));
    if (argc > 1) {
        SCM_TRY(check(s, &argv[1], SCM_CHAR, "not a character:"));
        c = char_nogc(argv[1]);
    }
    SCM_TRY(scm_string_new(s, length, out));
    for (uint32_t i = 0; i < length; i++)
        string_nogc(*out)->chars[i] = c;
    return true;
}

bool scm_prim_substring(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, part);
    uint32_t from, to;

    SCM_TRY(check_string(s, &argv[0]));
    SCM_TRY(index_argument(s, &argv[2], string_nogc(argv[0])->length + 1.0, &to));
    SCM_TRY(index_argument(s, &argv[1], to + 1.0, &from));
    SCM_TRY(scm_string_new(s, to - from, &f.part));
    memcpy(string_nogc(f.part)->chars, string_nogc(argv[0])->chars + from, 4 * (size_t)(to - from));
    *out = f.part;
    return true;
}

bool scm_prim_string_append(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, all);
    size_t length = 0, at = 0;

    for (int i = 0; i < argc; i++) {
        SCM_TRY(check_string(s, &argv[i]));
        length += string_nogc(argv[i])->length;
    }
    SCM_TRY(scm_string_new(s, length, &f.all));
    for (int i = 0; i < argc; i++) {
        const struct scm_string *part = string_nogc(argv[i]);
        memcpy(string_nogc(f.all)->chars + at, part->chars, 4 * (size_t)part->length);
        at += part->length;
    }
    *out = f.all;
    return true;
}

static int compare_nogc(gc_value a, gc_value b)
{
    const struct scm_string *x = string_nogc(a), *y = string_nogc(b);

    for (uint32_t i = 0; i < x->length && i < y->length; i++)
        if (x->chars[i] != y->chars[i])
            return x->chars[i] < y->chars[i] ? -1 : 1;
    return x->length < y->length ? -1 : x->length > y->length;
}

bool scm_prim_string_equal(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_string(s, &argv[0]) && check_string(s, &argv[1]));
    *out = scm_bool_nogc(compare_nogc(argv[0], argv[1]) == 0);
    return true;
}

bool scm_prim_string_less(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_string(s, &argv[0]) && check_string(s, &argv[1]));
    *out = scm_bool_nogc(compare_nogc(argv[0], argv[1]) < 0);
    return true;
}

bool scm_prim_string_to_list(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, list, item);

    SCM_TRY(check_string(s, &argv[0]));
    f.list = SCM_NIL;
    for (uint32_t i = string_nogc(argv[0])->length; i > 0; i--) {
        SCM_TRY(scm_char(s, string_nogc(argv[0])->chars[i - 1], &f.item));
        SCM_TRY(scm_cons(s, &f.item, &f.list, &f.list));
    }
    *out = f.list;
    return true;
}

bool scm_prim_list_to_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, string, left, item);
    long length = scm_length_nogc(s, argv[0]);

    if (length < 0)
        return scm_error(s, "not a list:", &argv[0]);
    SCM_TRY(scm_string_new(s, (size_t)length, &f.string));
    f.left = argv[0];
    for (long i = 0; i < length; i++, f.left = scm_cdr_nogc(s, f.left)) {
        f.item = scm_car_nogc(s, f.left);
        SCM_TRY(check(s, &f.item, SCM_CHAR, "not a character:"));
        string_nogc(f.string)->chars[i] = char_nogc(f.item);
    }
    *out = f.string;
    return true;
}

bool scm_prim_string_to_symbol(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_string(s, &argv[0]));
    return scm_intern_string(s, &argv[0], out);
}

bool scm_prim_symbol_to_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, name);

    SCM_TRY(check(s, &argv[0], SCM_SYMBOL, "not a symbol:"));
    f.name = gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(argv[0]))->name);
    return scm_prim_string_append(s, 1, &f.name, out); /* a copy, which the program may change */
}

/* ---- ports ---- */

/* A port that owns a new empty text. */
static bool port_new(scm *s, bool is_input, gc_value *out)
{
    struct scm_text *text = gc_calloc(s->heap, sizeof *text);

    if (text == NULL)
        return scm_oom_nogc(s);
    if (!gc_alloc_offheap(s->heap, SCM_PORT, sizeof(struct scm_port), out)) {
        gc_free(s->heap, text, sizeof *text);
        return scm_oom_nogc(s);
    }
    struct scm_port *port = gc_to_cell(*out);
    port->is_input = is_input;
    port->text = text;
    return true;
}

/* The text of a port: it stays where it is as long as the port is rooted. */
static bool text_of(scm *s, const gc_value *v, bool is_input, struct scm_text **text)
{
    if (!scm_is_nogc(*v, SCM_PORT) || ((struct scm_port *)gc_to_cell(*v))->is_input != is_input)
        return scm_error(s, is_input ? "not an input port:" : "not an output port:", v);
    *text = ((struct scm_port *)gc_to_cell(*v))->text;
    return true;
}

bool scm_prim_open_output_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, port);

    SCM_TRY(port_new(s, false, &f.port));
    *out = f.port;
    return true;
}

bool scm_prim_open_input_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, port);
    struct scm_text *text = NULL;

    SCM_TRY(check_string(s, &argv[0]));
    SCM_TRY(port_new(s, true, &f.port));
    SCM_TRY(text_of(s, &f.port, true, &text));
    for (uint32_t i = 0; i < string_nogc(argv[0])->length; i++)
        SCM_TRY(scm_text_put_char_nogc(s, text, string_nogc(argv[0])->chars[i]));
    *out = f.port;
    return true;
}

bool scm_prim_get_output_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    struct scm_text *text = NULL;

    SCM_TRY(text_of(s, &argv[0], false, &text));
    return scm_string_from_utf8(s, text->count == 0 ? "" : text->bytes, text->count, out);
}

/* ---- output ---- */

/* What was collected for the terminal goes there. */
static void flush_nogc(scm *s)
{
    fwrite(s->out.bytes, 1, s->out.count, stdout);
    s->out.count = 0;
}

/* Prints argv[0] to the port argv[1] or to the standard output. */
static bool print(scm *s, int argc, const gc_value *argv, bool display, gc_value *out)
{
    struct scm_text *text = &s->out;

    if (argc > 1)
        SCM_TRY(text_of(s, &argv[1], false, &text));
    bool ok = scm_print(s, text, argv[0], display);
    if (argc == 1)
        flush_nogc(s);
    *out = SCM_UNSPECIFIED;
    return ok;
}

bool scm_prim_write(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return print(s, argc, argv, false, out);
}

bool scm_prim_display(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return print(s, argc, argv, true, out);
}

bool scm_prim_write_char(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_CHAR, "not a character:"));
    return print(s, argc, argv, true, out);
}

bool scm_prim_newline(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    struct scm_text *text = &s->out;

    if (argc > 0)
        SCM_TRY(text_of(s, &argv[0], false, &text));
    SCM_TRY(scm_text_put_nogc(s, text, "\n", 1));
    if (argc == 0)
        flush_nogc(s);
    *out = SCM_UNSPECIFIED;
    return true;
}

/* ---- input ---- */

bool scm_prim_read(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    struct scm_text *text = NULL;

    SCM_TRY(text_of(s, &argv[0], true, &text));
    return scm_read(s, text, out);
}

static bool next_char(scm *s, const gc_value *port, bool stay, gc_value *out)
{
    struct scm_text *text = NULL;

    SCM_TRY(text_of(s, port, true, &text));
    if (text->position >= text->count) {
        *out = SCM_EOF;
        return true;
    }
    const char *at = text->bytes + text->position;
    int32_t code = scm_utf8_next_nogc(&at, text->bytes + text->count);
    if (!stay)
        text->position = (size_t)(at - text->bytes);
    return scm_char(s, (uint32_t)code, out);
}

bool scm_prim_read_char(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return next_char(s, &argv[0], false, out);
}

bool scm_prim_peek_char(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return next_char(s, &argv[0], true, out);
}

/* ---- the heap ---- */

bool scm_prim_gc(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    gc_collect(s->heap, GC_FULL, "the program asks");
    *out = SCM_UNSPECIFIED;
    return true;
}

/* Bytes used, scavenges, full collections, as a list. */
bool scm_prim_gc_statistics(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    struct gc_statistics figures;
    SCM_FRAME(s, f, used, scavenges, full);

    gc_get_statistics(s->heap, &figures);
    f.used = gc_from_number((double)figures.heap_used_bytes);
    f.scavenges = gc_from_number((double)figures.scavenges);
    f.full = gc_from_number((double)figures.full_collections);
    return scm_prim_list(s, 3, &f.used, out);
}
