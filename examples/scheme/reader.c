/*
 * reader.c: from text to data.
 *
 * Lists are read in a loop; what nests (lists in lists, quotes) is read by recursion up to DEPTH_MAX deep,
 * beyond which reading fails: no text makes the C stack overflow.
 */
#include "scheme.h"
#include <string.h>

enum { DEPTH_MAX = 1000, TOKEN_MAX = 200 };

static bool read_datum(scm *s, struct scm_text *text, gc_value *out);

static int peek_nogc(const struct scm_text *text)
{
    return text->position < text->count ? (unsigned char)text->bytes[text->position] : -1;
}

static bool is_delimiter_nogc(int c)
{
    return c < 0 || c == ' ' || (c >= '\t' && c <= '\r') || strchr("()\";'`,", c) != NULL;
}

static bool ends_early(scm *s)
{
    s->incomplete = true;
    return scm_error(s, "the text ends within a datum", NULL);
}

/* Skips |# ... #|, which nest. */
static bool skip_block_comment(scm *s, struct scm_text *text)
{
    int level = 0;

    do {
        if (text->position + 1 >= text->count) {
            text->position = text->count;
            return ends_early(s);
        }
        const char *p = text->bytes + text->position;
        if (p[0] == '#' && p[1] == '|')
            level++;
        else if (p[0] == '|' && p[1] == '#')
            level--;
        else
            text->position--;
        text->position += 2;
    } while (level > 0);
    return true;
}

/* Skips blanks and comments. */
static bool skip_blanks(scm *s, struct scm_text *text)
{
    SCM_FRAME(s, f, ignored);

    for (;;) {
        int c = peek_nogc(text);
        int next = text->position + 1 < text->count ? text->bytes[text->position + 1] : 0;

        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            text->position++;
        } else if (c == ';') {
            while (peek_nogc(text) >= 0 && peek_nogc(text) != '\n')
                text->position++;
        } else if (c == '#' && next == '|') {
            SCM_TRY(skip_block_comment(s, text));
        } else if (c == '#' && next == ';') {
            text->position += 2;
            SCM_TRY(read_datum(s, text, &f.ignored));
        } else {
            return true;
        }
    }
}

/* ---- lists ---- */

/* Reads up to the closing parenthesis into a list; a dot may come before the last datum. */
static bool read_list(scm *s, struct scm_text *text, gc_value *out)
{
    SCM_FRAME(s, f, first, last, item, nil, pair);

    f.nil = f.first = SCM_NIL;
    for (;;) {
        SCM_TRY(skip_blanks(s, text));
        int c = peek_nogc(text);
        if (c < 0)
            return ends_early(s);
        if (c == ')') {
            text->position++;
            *out = f.first;
            return true;
        }
        bool dot = c == '.' && gc_is_cell(f.first) &&
                   (text->position + 1 >= text->count ||
                    is_delimiter_nogc((unsigned char)text->bytes[text->position + 1]));
        text->position += dot;
        SCM_TRY(read_datum(s, text, &f.item));
        if (dot) {
            if (!gc_store_value(s->heap, &f.last, offsetof(struct scm_pair, cdr), &f.item))
                return scm_oom_nogc(s);
            SCM_TRY(skip_blanks(s, text));
            if (peek_nogc(text) < 0)
                return ends_early(s);
            if (peek_nogc(text) != ')')
                return scm_error(s, "more than one datum after a dot", NULL);
            continue;
        }
        SCM_TRY(scm_cons(s, &f.item, &f.nil, &f.pair));
        if (gc_is_cell(f.first)) {
            struct scm_pair *last = gc_to_cell(f.last);
            gc_write(s->heap, last, &last->cdr, gc_slot_of(s->heap, f.pair));
        } else {
            f.first = f.pair;
        }
        f.last = f.pair;
    }
}

/* 'x and its like: a list of a symbol and a datum. */
static bool read_quoted(scm *s, struct scm_text *text, enum scm_form form, gc_value *out)
{
    SCM_FRAME(s, f, datum, rest, nil);

    f.nil = SCM_NIL;
    SCM_TRY(read_datum(s, text, &f.datum));
    SCM_TRY(scm_cons(s, &f.datum, &f.nil, &f.rest));
    return scm_cons(s, &s->roots.forms[form], &f.rest, out);
}

static bool read_vector(scm *s, struct scm_text *text, gc_value *out)
{
    SCM_FRAME(s, f, list);

    SCM_TRY(read_list(s, text, &f.list));
    return scm_prim_list_to_vector(s, 1, &f.list, out);
}

/* ---- strings and tokens ---- */

/* After \x: hexadecimal digits and a semicolon. */
static int32_t hex_escape_nogc(struct scm_text *text)
{
    uint32_t code = 0;

    for (int digits = 0; digits < 8; digits++) {
        int c = peek_nogc(text);
        text->position++;
        if (c == ';')
            return digits > 0 && code <= 0x10FFFF ? (int32_t)code : -1;
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        code = code << 4 | (uint32_t)digit;
    }
    return -1;
}

static bool read_escape(scm *s, struct scm_text *text)
{
    int c = peek_nogc(text);
    int32_t code = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;

    text->position++;
    if (c == 'x')
        code = hex_escape_nogc(text);
    if (code < 0)
        return text->position >= text->count ? ends_early(s) : scm_error(s, "bad escape in a string", NULL);
    return scm_text_put_char_nogc(s, &s->out, (uint32_t)code);
}

static bool read_string(scm *s, struct scm_text *text, gc_value *out)
{
    size_t start = s->out.count; /* the text is collected behind what is there */

    for (;;) {
        int c = peek_nogc(text);
        if (c < 0) {
            s->out.count = start;
            return ends_early(s);
        }
        text->position++;
        if (c == '"')
            break;
        char byte = (char)c;
        if (!(c == '\\' ? read_escape(s, text) : scm_text_put_nogc(s, &s->out, &byte, 1))) {
            s->out.count = start;
            return false;
        }
    }
    size_t count = s->out.count - start;
    s->out.count = start;
    return scm_string_from_utf8(s, s->out.bytes == NULL ? "" : s->out.bytes + start, count, out);
}

static bool read_token(scm *s, struct scm_text *text, char token[TOKEN_MAX])
{
    size_t count = 0;

    while (count == 0 || !is_delimiter_nogc(peek_nogc(text))) {
        if (count == TOKEN_MAX - 1)
            return scm_error(s, "a name is too long", NULL);
        if (peek_nogc(text) < 0)
            return ends_early(s);
        token[count++] = text->bytes[text->position++];
    }
    token[count] = 0;
    return true;
}

static const struct {
    const char *name;
    uint32_t code;
} char_names[] = {{"space", ' '}, {"newline", '\n'}, {"tab", '\t'},   {"return", '\r'},
                  {"null", 0},    {"delete", 127},   {"escape", 27}, {"altmode", 27}};

/* token begins with #\ */
static bool read_char(scm *s, const char *token, gc_value *out)
{
    const char *at = token + 2, *end = token + strlen(token);
    int32_t code = scm_utf8_next_nogc(&at, end);

    if (code >= 0 && at == end)
        return scm_char(s, (uint32_t)code, out);
    for (size_t i = 0; i < sizeof char_names / sizeof char_names[0]; i++)
        if (strcmp(token + 2, char_names[i].name) == 0)
            return scm_char(s, char_names[i].code, out);
    if (code == 'x') {
        struct scm_text digits = {(char *)(uintptr_t)at, (size_t)(end - at), 0, 0};
        char text[TOKEN_MAX + 1];
        memcpy(text, digits.bytes, digits.count);
        text[digits.count++] = ';';
        digits.bytes = text;
        code = hex_escape_nogc(&digits);
        if (code >= 0)
            return scm_char(s, (uint32_t)code, out);
    }
    SCM_FRAME(s, f, name);
    SCM_TRY(scm_string_from_utf8(s, token, strlen(token), &f.name));
    return scm_error(s, "no character has the name", &f.name);
}

static bool read_atom(scm *s, struct scm_text *text, gc_value *out)
{
    char token[TOKEN_MAX];
    SCM_FRAME(s, f, atom);

    SCM_TRY(read_token(s, text, token));
    if (token[0] == '#' && token[1] == '\\') {
        /* A delimiter may be the character: #\( and #\space are told apart by what follows. */
        if (token[2] == 0 && peek_nogc(text) >= 0) {
            token[2] = text->bytes[text->position++];
            token[3] = 0;
        }
        return read_char(s, token, out);
    }
    if (strcmp(token, "#t") == 0 || strcmp(token, "#true") == 0 || strcmp(token, "#f") == 0 ||
        strcmp(token, "#false") == 0) {
        *out = scm_bool_nogc(token[1] == 't');
        return true;
    }
    SCM_TRY(scm_parse_number(s, token, 10, &f.atom));
    if (!scm_is_false_nogc(f.atom)) {
        *out = f.atom;
        return true;
    }
    if (token[0] == '#' || strcmp(token, ".") == 0) {
        SCM_TRY(scm_string_from_utf8(s, token, strlen(token), &f.atom));
        return scm_error(s, "unknown syntax:", &f.atom);
    }
    return scm_intern(s, token, strlen(token), out);
}

/* ---- data ---- */

static bool read_here(scm *s, struct scm_text *text, gc_value *out)
{
    SCM_TRY(skip_blanks(s, text));
    int c = peek_nogc(text);
    int next = text->position + 1 < text->count ? text->bytes[text->position + 1] : 0;

    if (c < 0)
        return ends_early(s);
    if (strchr("()\"'`,", c) != NULL)
        text->position++;
    switch (c) {
    case '(':
        return read_list(s, text, out);
    case ')':
        return scm_error(s, "a closing parenthesis too many", NULL);
    case '"':
        return read_string(s, text, out);
    case '\'':
        return read_quoted(s, text, FORM_QUOTE, out);
    case '`':
        return read_quoted(s, text, FORM_QUASIQUOTE, out);
    case ',':
        text->position += next == '@';
        return read_quoted(s, text, next == '@' ? FORM_UNQUOTE_SPLICING : FORM_UNQUOTE, out);
    case '#':
        if (next == '(') {
            text->position += 2;
            return read_vector(s, text, out);
        }
        return read_atom(s, text, out);
    default:
        return read_atom(s, text, out);
    }
}

static bool read_datum(scm *s, struct scm_text *text, gc_value *out)
{
    if (s->depth >= DEPTH_MAX)
        return scm_error(s, "the text is nested too deeply", NULL);
    s->depth++;
    bool ok = read_here(s, text, out);
    s->depth--;
    return ok;
}

bool scm_read(scm *s, struct scm_text *text, gc_value *out)
{
    s->incomplete = false;
    SCM_TRY(skip_blanks(s, text));
    if (peek_nogc(text) < 0) {
        *out = SCM_EOF;
        return true;
    }
    return read_datum(s, text, out);
}
