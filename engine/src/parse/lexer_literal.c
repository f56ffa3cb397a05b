/*
 * lexer_literal.c: numbers, strings, templates and regular expressions.
 *
 * Text without escapes stays where it is in the source; only what differs from its source form goes
 * through the lexer's buffer.  base/number_text.h turns checked number literals into doubles.
 */
#include "parse/lexer.h"

#include <string.h>

#include "base/number_text.h"
#include "unicode/unicode.h"

static const char unexpected[] = "Invalid or unexpected token";

static bool is_digit(uint32_t c, unsigned base)
{
    if (c >= '0' && c <= '9')
        return c - '0' < base;
    return base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
}

static uint32_t digit_value(uint32_t c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* ---- Numbers ---- */

/* Skips digits of base with single underscores between them; false, with an error, on a misplaced
 * one. */
static bool skip_digits(struct js_lexer *lexer, unsigned base)
{
    bool digit_before = false;

    for (;; lexer->position++) {
        uint32_t c = js__lex_unit(lexer, lexer->position);

        if (is_digit(c, base)) {
            digit_before = true;
        } else if (c == '_') {
            uint32_t at = lexer->position;

            if (!digit_before) {
                js__lex_error(lexer,
                              js__lex_unit(lexer, at - 1) == '_'
                                  ? "Only one underscore is allowed as numeric separator"
                                  : unexpected,
                              at, at + 1);
                return false;
            }
            digit_before = false;
        } else {
            break;
        }
    }
    if (!digit_before && js__lex_unit(lexer, lexer->position - 1) == '_') {
        js__lex_error(lexer, "Numeric separators are not allowed at the end of numeric literals",
                      lexer->position, lexer->position + 1);
        return false;
    }
    return true;
}

/*
 * The value of the checked literal in a range of the source: of its digits if radix is not 10.
 * Underscores are dropped by the conversions.
 */
static double literal_value(struct js_lexer *lexer, uint32_t start, uint32_t end, unsigned radix)
{
    const uint8_t *latin1 = lexer->source.latin1;
    char small[64], *text = small;
    size_t length = end - start;
    double value;

    if (latin1)
        return radix == 10 ? js_decimal_literal((const char *)latin1 + start, length)
                           : js_radix_literal((const char *)latin1 + start, length, radix);
    if (length > sizeof small && !(text = gc_malloc(lexer->arena->heap, length))) {
        lexer->arena->failed = true;
        return 0;
    }
    for (uint32_t i = 0; i < length; i++)
        text[i] = (char)lexer->source.utf16[start + i];
    value = radix == 10 ? js_decimal_literal(text, length) : js_radix_literal(text, length, radix);
    if (text != small)
        gc_free(lexer->arena->heap, text, length);
    return value;
}

/* The decimal literal in a range of the source; short integers are computed here. */
static double decimal_value(struct js_lexer *lexer, uint32_t start, uint32_t end)
{
    uint64_t integer = 0;
    uint32_t at = start;

    if (end - start <= 15) {
        while (at < end && is_digit(js__lex_unit(lexer, at), 10))
            integer = integer * 10 + (js__lex_unit(lexer, at++) - '0');
        if (at == end)
            return (double)integer;
    }
    return literal_value(lexer, start, end, 10);
}

/* Ends a number that began at start: what follows must not be a digit or begin a word. */
static void end_number(struct js_lexer *lexer)
{
    uint32_t units, c = js__lex_code_point(lexer, lexer->position, &units);

    if (c != JS_LEX_END && (c == '\\' || js_unicode_is_id_start(c) || is_digit(c, 10)))
        js__lex_error(lexer, unexpected, lexer->token.start, lexer->position);
}

/* The text of a BigInt, from the token's start to the position, without underscores. */
static void end_bigint(struct js_lexer *lexer)
{
    uint32_t start = lexer->token.start, end = lexer->position;

    lexer->token.kind = TOK_BIGINT;
    lexer->buffer_length = 0;
    for (uint32_t at = start; at < end; at++) {
        uint32_t c = js__lex_unit(lexer, at);

        if (c != '_' && !js__lex_buffer_add(lexer, c >= 'A' && c <= 'Z' ? c | 0x20 : c))
            return;
    }
    lexer->token.name = js__lex_buffer_name(lexer);
    lexer->position++;
    end_number(lexer);
}

/* 0x, 0o, 0b */
static void lex_radix(struct js_lexer *lexer, unsigned base)
{
    uint32_t start = lexer->position += 2;

    if (!is_digit(js__lex_unit(lexer, start), base)) {
        js__lex_error(lexer, unexpected, lexer->token.start, start);
        return;
    }
    if (!skip_digits(lexer, base))
        return;
    if (js__lex_unit(lexer, lexer->position) == 'n') {
        end_bigint(lexer);
        return;
    }
    lexer->token.number = literal_value(lexer, start, lexer->position, base);
    end_number(lexer);
}

/* 0 followed by a digit: octal if all digits are, else decimal.  Returns true if it was octal. */
static bool lex_leading_zero(struct js_lexer *lexer)
{
    uint32_t at = lexer->position;
    bool octal = true;

    for (; is_digit(js__lex_unit(lexer, at), 10); at++)
        octal &= js__lex_unit(lexer, at) < '8';
    lexer->token.octal = octal ? JS_OCTAL_NUMBER : JS_OCTAL_ZERO_DECIMAL;
    lexer->token.octal_start = lexer->token.start;
    if (js__lex_unit(lexer, at) == '_') {
        lexer->position = at;
        js__lex_error(lexer, "Numeric separator can not be used after leading 0.", at, at + 1);
        return true;
    }
    if (octal) {
        lexer->token.number = literal_value(lexer, lexer->position, at, 8);
        lexer->position = lexer->token.octal_end = at;
        end_number(lexer);
        return true;
    }
    lexer->position = at;
    return false;
}

/* The fraction and exponent at the position; false on a fault. */
static bool skip_fraction(struct js_lexer *lexer)
{
    uint32_t c;

    if (js__lex_unit(lexer, lexer->position) == '.') {
        lexer->position++;
        if (!skip_digits(lexer, 10))
            return false;
    }
    c = js__lex_unit(lexer, lexer->position);
    if (c == 'e' || c == 'E') {
        c = js__lex_unit(lexer, ++lexer->position);
        if (c == '+' || c == '-')
            lexer->position++;
        if (!is_digit(js__lex_unit(lexer, lexer->position), 10)) {
            js__lex_error(lexer, unexpected, lexer->token.start, lexer->position + 1);
            return false;
        }
        return skip_digits(lexer, 10);
    }
    return true;
}

static void lex_decimal(struct js_lexer *lexer)
{
    struct js_token *token = &lexer->token;
    uint32_t next = js__lex_unit(lexer, lexer->position + 1);

    if (js__lex_unit(lexer, lexer->position) == '0' && (is_digit(next, 10) || next == '_')) {
        if (next == '_') {
            js__lex_error(lexer, "Numeric separator can not be used after leading 0.",
                          lexer->position + 1, lexer->position + 2);
            lexer->position += 2;
            return;
        }
        if (lex_leading_zero(lexer))
            return;
    } else if (js__lex_unit(lexer, lexer->position) != '.' && !skip_digits(lexer, 10)) {
        return;
    }
    if (js__lex_unit(lexer, lexer->position) == 'n' && token->octal == JS_NO_OCTAL) {
        end_bigint(lexer);
        return;
    }
    if (!skip_fraction(lexer))
        return;
    token->number = decimal_value(lexer, token->start, lexer->position);
    if (token->octal)
        token->octal_end = lexer->position;
    end_number(lexer);
}

void js__lex_number(struct js_lexer *lexer)
{
    uint32_t first = js__lex_unit(lexer, lexer->position);
    uint32_t second = js__lex_unit(lexer, lexer->position + 1);

    lexer->token.kind = TOK_NUMBER;
    if (first != '0')
        lex_decimal(lexer);
    else if (second == 'x' || second == 'X')
        lex_radix(lexer, 16);
    else if (second == 'o' || second == 'O')
        lex_radix(lexer, 8);
    else if (second == 'b' || second == 'B')
        lex_radix(lexer, 2);
    else
        lex_decimal(lexer);
}

/* ---- Escapes ---- */

/* What is wrong with an escape, and where. */
struct fault {
    const char *message;
    uint32_t start, end;
};

/* \0 to \7 and more digits: legacy octal escapes, and \0 itself.  *at is the first digit's offset.
 */
static void add_octal_escape(struct js_lexer *lexer, uint32_t *at, bool in_template,
                             struct fault *fault)
{
    uint32_t start = *at, c = js__lex_unit(lexer, *at), value = c - '0';
    uint32_t next = js__lex_unit(lexer, *at + 1);

    (*at)++;
    if (c >= '8') {
        value = c;
        lexer->token.octal = lexer->token.octal ? lexer->token.octal : JS_OCTAL_89_ESCAPE;
    } else if (c == '0' && !is_digit(next, 10)) {
        js__lex_buffer_add(lexer, 0);
        return;
    } else {
        lexer->token.octal = lexer->token.octal ? lexer->token.octal : JS_OCTAL_ESCAPE;
    }
    if (in_template) {
        *fault =
            (struct fault){c >= '8' ? "\\8 and \\9 are not allowed in template strings."
                                    : "Octal escape sequences are not allowed in template strings.",
                           start - 1, start + 1};
        return;
    }
    if (c < '8') {
        for (int more = c <= '3' ? 2 : 1; more > 0 && is_digit(js__lex_unit(lexer, *at), 8); more--)
            value = value * 8 + js__lex_unit(lexer, (*at)++) - '0';
    }
    if (!lexer->token.octal_end) {
        lexer->token.octal_start = c < '8' ? start : start - 1;
        lexer->token.octal_end = lexer->token.octal_start + 1;
    }
    js__lex_buffer_add(lexer, value);
}

static void add_hex_escape(struct js_lexer *lexer, uint32_t *at, struct fault *fault)
{
    uint32_t high = js__lex_unit(lexer, *at + 1), low = js__lex_unit(lexer, *at + 2);

    if (is_digit(high, 16) && is_digit(low, 16)) {
        js__lex_buffer_add(lexer, digit_value(high) * 16 + digit_value(low));
        *at += 3;
        return;
    }
    *fault = (struct fault){"Invalid hexadecimal escape sequence", *at - 1, *at + 3};
    *at += 1;
}

/* Adds what the escape means whose backslash lies before *at; *at is moved behind it, also on a
 * fault. */
static void add_escape(struct js_lexer *lexer, uint32_t *at, bool in_template, struct fault *fault)
{
    static const char plain[] = "b\bf\fn\nr\rt\tv\v";
    uint32_t c = js__lex_unit(lexer, *at), value;

    if (c >= '0' && c <= '9') {
        add_octal_escape(lexer, at, in_template, fault);
    } else if (c == 'x') {
        add_hex_escape(lexer, at, fault);
    } else if (c == 'u') {
        uint32_t begin = *at;

        value = js__lex_unicode_escape(lexer, at, &fault->message, &fault->start, &fault->end);
        if (value == JS_LEX_END)
            *at = begin + 1;
        else
            js__lex_buffer_add(lexer, value);
    } else if (c == '\r') {
        *at += js__lex_unit(lexer, *at + 1) == '\n' ? 2 : 1;
    } else if (js_unicode_is_line_terminator(c)) {
        *at += 1;
    } else {
        const char *found = c < 128 ? strchr(plain, (int)c) : NULL;

        js__lex_buffer_add(lexer,
                           found && *found && (found - plain) % 2 == 0 ? (uint8_t)found[1] : c);
        *at += 1;
    }
}

/* ---- Strings ---- */

static void lex_string_with_escapes(struct js_lexer *lexer, uint32_t quote, uint32_t at)
{
    struct fault fault = {NULL, 0, 0};

    lexer->buffer_length = 0;
    for (uint32_t i = lexer->token.start + 1; i < at; i++)
        js__lex_buffer_add(lexer, js__lex_unit(lexer, i));
    for (;;) {
        uint32_t c = js__lex_unit(lexer, at);

        if (c == JS_LEX_END || c == '\n' || c == '\r') {
            js__lex_error(lexer, unexpected, lexer->token.start, at);
            break;
        }
        at++;
        if (c == quote)
            break;
        if (c != '\\') {
            js__lex_buffer_add(lexer, c);
            continue;
        }
        if (js__lex_unit(lexer, at) == JS_LEX_END)
            continue;
        add_escape(lexer, &at, false, &fault);
        if (fault.message) {
            js__lex_error(lexer, fault.message, fault.start, fault.end);
            break;
        }
        if (js_arena_failed(lexer->arena))
            break;
    }
    lexer->position = at;
    lexer->token.escaped = true;
    if (lexer->token.kind == TOK_STRING)
        lexer->token.name = js__lex_buffer_name(lexer);
}

void js__lex_string(struct js_lexer *lexer, uint32_t quote)
{
    uint32_t at = lexer->position + 1;

    lexer->token.kind = TOK_STRING;
    for (;; at++) {
        uint32_t c = js__lex_unit(lexer, at);

        if (c == quote)
            break;
        if (c == '\\') {
            lex_string_with_escapes(lexer, quote, at);
            return;
        }
        if (c == JS_LEX_END || c == '\n' || c == '\r') {
            js__lex_error(lexer, unexpected, lexer->token.start, at);
            lexer->position = at;
            return;
        }
    }
    lexer->token.name = js__lex_source_name(lexer, lexer->position + 1, at);
    lexer->position = at + 1;
}

/* ---- Templates ---- */

/* The raw text from start to end, in which CR and CR LF become LF. */
static struct ast_name *raw_template_text(struct js_lexer *lexer, uint32_t start, uint32_t end,
                                          bool has_cr)
{
    if (!has_cr)
        return js__lex_source_name(lexer, start, end);
    lexer->buffer_length = 0;
    for (uint32_t at = start; at < end; at++) {
        uint32_t c = js__lex_unit(lexer, at);

        if (c == '\r' && js__lex_unit(lexer, at + 1) == '\n')
            continue;
        if (!js__lex_buffer_add(lexer, c == '\r' ? '\n' : c))
            return NULL;
    }
    return js__lex_buffer_name(lexer);
}

/* The same with escapes evaluated; NULL and the token's template_error if one is invalid. */
static struct ast_name *cooked_template_text(struct js_lexer *lexer, uint32_t start, uint32_t end)
{
    struct fault fault = {NULL, 0, 0};
    uint32_t at = start;

    lexer->buffer_length = 0;
    while (at < end && !js_arena_failed(lexer->arena)) {
        uint32_t c = js__lex_unit(lexer, at++);

        if (c == '\\') {
            add_escape(lexer, &at, true, &fault);
        } else if (c == '\r') {
            if (js__lex_unit(lexer, at) == '\n')
                at++;
            js__lex_buffer_add(lexer, '\n');
        } else {
            js__lex_buffer_add(lexer, c);
        }
        if (fault.message) {
            lexer->token.template_error = fault.message;
            lexer->token.template_error_start = fault.start;
            lexer->token.template_error_end = fault.end;
            return NULL;
        }
    }
    lexer->token.octal = JS_NO_OCTAL;
    return js__lex_buffer_name(lexer);
}

void js__lex_template(struct js_lexer *lexer)
{
    struct js_token *token = &lexer->token;
    uint32_t start = lexer->position, at = start, c;
    bool has_escape = false, has_cr = false;

    token->kind = TOK_TEMPLATE;
    for (;; at++) {
        c = js__lex_unit(lexer, at);
        if (c == JS_LEX_END) {
            js__lex_error(lexer, "Unexpected end of input", at, at);
            lexer->position = at;
            return;
        }
        if (c == '`' || (c == '$' && js__lex_unit(lexer, at + 1) == '{'))
            break;
        if (c == '\r')
            has_cr = true;
        if (c == '\\') {
            has_escape = true;
            if (js__lex_unit(lexer, ++at) == '\r')
                has_cr = true;
        }
    }
    token->is_tail = c == '`';
    lexer->position = at + (token->is_tail ? 1 : 2);
    token->raw = raw_template_text(lexer, start, at, has_cr);
    token->name = has_escape ? cooked_template_text(lexer, start, at) : token->raw;
}

void js__lex_template_continuation(struct js_lexer *lexer)
{
    lexer->position = lexer->token.start + 1;
    js__lex_template(lexer);
    lexer->token.end = lexer->position;
}

/* ---- Regular expressions ---- */

void js__lex_regexp(struct js_lexer *lexer)
{
    struct js_token *token = &lexer->token;
    uint32_t start = token->start + 1, at = start, flags, units;
    bool in_class = false;

    for (;; at++) {
        uint32_t c = js__lex_unit(lexer, at);

        if (c == '\\')
            c = js__lex_unit(lexer, ++at);
        else if (c == '[')
            in_class = true;
        else if (c == ']')
            in_class = false;
        else if (c == '/' && !in_class)
            break;
        if (c == JS_LEX_END || js_unicode_is_line_terminator(c)) {
            js__lex_error(lexer, "Invalid regular expression: missing /", token->start,
                          token->start + 1);
            lexer->position = token->end = at < lexer->source.length ? at : lexer->source.length;
            return;
        }
    }
    token->kind = TOK_REGEXP;
    token->name = js__lex_source_name(lexer, start, at);
    flags = ++at;
    for (;;) {
        uint32_t c = js__lex_code_point(lexer, at, &units);

        if (c == '\\') {
            js__lex_error(lexer, "Invalid regular expression flags", token->start, at + 1);
            break;
        }
        if (c == JS_LEX_END || !js_unicode_is_id_continue(c))
            break;
        at += units;
    }
    token->raw = js__lex_source_name(lexer, flags, at);
    lexer->position = token->end = at;
}
