/*
 * lexer.c: white space, comments, words and punctuators; lexer_literal.c has the literals.
 *
 * One token at a time, by its first unit.  Words are interned at once, and the interned name says
 * which keyword it is.  The text is read through js__lex_unit, whose width test predicts well; only
 * the inner loop over ASCII words in Latin-1 text works on the pointer.
 */
#include "parse/lexer.h"

#include <string.h>

#include "unicode/unicode.h"

static const char *const token_texts[] = {
#define TOKEN(kind, text, precedence, op) text,
#include "parse/token.def"
};

static const uint8_t token_precedences[] = {
#define TOKEN(kind, text, precedence, op) precedence,
#include "parse/token.def"
};

static const uint8_t token_ops[] = {
#define TOKEN(kind, text, precedence, op) AST_OP_##op,
#include "parse/token.def"
};

const char *js__token_text(enum js_token_kind kind)
{
    return token_texts[kind];
}

uint8_t js__token_precedence(enum js_token_kind kind)
{
    return token_precedences[kind];
}

enum ast_op js__token_op(enum js_token_kind kind)
{
    return token_ops[kind];
}

/* ---- Units, names, errors ---- */

uint32_t js__lex_code_point(const struct js_lexer *lexer, uint32_t at, uint32_t *units)
{
    uint32_t lead = js__lex_unit(lexer, at), trail;

    *units = 1;
    if (lead < 0xD800 || lead > 0xDBFF)
        return lead;
    trail = js__lex_unit(lexer, at + 1);
    if (trail < 0xDC00 || trail > 0xDFFF)
        return lead;
    *units = 2;
    return 0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00);
}

void js__lex_error(struct js_lexer *lexer, const char *message, uint32_t start, uint32_t end)
{
    lexer->token.kind = TOK_ILLEGAL;
    if (!lexer->error) {
        lexer->error = message;
        lexer->error_start = start;
        lexer->error_end = end < lexer->source.length ? end : lexer->source.length;
    }
}

static bool add_unit(struct js_lexer *lexer, uint16_t unit)
{
    if (lexer->buffer_length == lexer->buffer_size) {
        uint32_t size = lexer->buffer_size ? lexer->buffer_size * 2 : 256;
        uint16_t *buffer = gc_realloc(lexer->arena->heap, lexer->buffer,
                                      lexer->buffer_size * sizeof *buffer, size * sizeof *buffer);

        if (!buffer) {
            lexer->arena->failed = true;
            return false;
        }
        lexer->buffer = buffer;
        lexer->buffer_size = size;
    }
    lexer->buffer[lexer->buffer_length++] = unit;
    return true;
}

bool js__lex_buffer_add(struct js_lexer *lexer, uint32_t code_point)
{
    if (code_point < 0x10000)
        return add_unit(lexer, (uint16_t)code_point);
    return add_unit(lexer, (uint16_t)(0xD800 + ((code_point - 0x10000) >> 10))) &&
           add_unit(lexer, (uint16_t)(0xDC00 + ((code_point - 0x10000) & 0x3FF)));
}

struct ast_name *js__lex_buffer_name(struct js_lexer *lexer)
{
    static const uint16_t none[1];

    return js__intern_utf16(lexer->names, lexer->buffer ? lexer->buffer : none,
                            lexer->buffer_length, true);
}

struct ast_name *js__lex_source_name(struct js_lexer *lexer, uint32_t start, uint32_t end)
{
    if (lexer->source.latin1)
        return js__intern_latin1(lexer->names, lexer->source.latin1 + start, end - start, false);
    return js__intern_utf16(lexer->names, lexer->source.utf16 + start, end - start, false);
}

/* ---- White space and comments ---- */

static void skip_line(struct js_lexer *lexer)
{
    while (lexer->position < lexer->source.length &&
           !js_unicode_is_line_terminator(js__lex_unit(lexer, lexer->position)))
        lexer->position++;
}

/* Skips a comment whose opening is at the position; false if it does not end. */
static bool skip_block_comment(struct js_lexer *lexer, bool *newline)
{
    uint32_t at = lexer->position + 2;

    for (;; at++) {
        uint32_t c = js__lex_unit(lexer, at);

        if (c == JS_LEX_END)
            return false;
        if (c == '*' && js__lex_unit(lexer, at + 1) == '/')
            break;
        if (js_unicode_is_line_terminator(c))
            *newline = true;
    }
    lexer->position = at + 2;
    return true;
}

/* True if text stands at the position. */
static bool stands_here(const struct js_lexer *lexer, const char *text)
{
    for (uint32_t i = 0; text[i]; i++) {
        if (js__lex_unit(lexer, lexer->position + i) != (uint8_t)text[i])
            return false;
    }
    return true;
}

/*
 * Moves to the next token and notes whether a line ended before it.  True if a comment does not
 * end: the position is at it.
 */
static bool skip_space(struct js_lexer *lexer)
{
    bool newline = lexer->position == 0;

    for (;;) {
        uint32_t c = js__lex_unit(lexer, lexer->position), next;

        if (c == ' ' || c == '\t') {
            lexer->position++;
        } else if (c == '\n' || c == '\r') {
            newline = true;
            lexer->position++;
        } else if (c == '/') {
            next = js__lex_unit(lexer, lexer->position + 1);
            if (next == '/')
                skip_line(lexer);
            else if (next != '*')
                break;
            else if (!skip_block_comment(lexer, &newline))
                return true;
        } else if (c == '<' && !lexer->is_module && stands_here(lexer, "<!--")) {
            skip_line(lexer);
        } else if (c == '-' && newline && !lexer->is_module && stands_here(lexer, "-->")) {
            skip_line(lexer);
        } else if (c != JS_LEX_END && js_unicode_is_space(c)) {
            newline |= js_unicode_is_line_terminator(c);
            lexer->position++;
        } else {
            break;
        }
    }
    lexer->token.newline_before = newline;
    return false;
}

/* ---- Words ---- */

/* ASCII letters, digits, $ and _. */
static const uint8_t word_table[128] = {
    ['$'] = 1, ['_'] = 1, ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1,
};

static uint32_t skip_ascii_word(const struct js_lexer *lexer, uint32_t at)
{
    if (lexer->source.latin1) {
        const uint8_t *text = lexer->source.latin1, *end = text + lexer->source.length;
        const uint8_t *p = text + at;

        while (p < end && *p < 128 && word_table[*p])
            p++;
        return (uint32_t)(p - text);
    }
    while (at < lexer->source.length && lexer->source.utf16[at] < 128 &&
           word_table[lexer->source.utf16[at]])
        at++;
    return at;
}

static int hex_digit(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    if (c >= 'a' && c <= 'f')
        return (int)c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return (int)c - 'A' + 10;
    return -1;
}

static uint32_t unicode_escape_fault(const char **message, const char *text, uint32_t *fault_start,
                                     uint32_t *fault_end, uint32_t start, uint32_t end)
{
    *message = text;
    *fault_start = start;
    *fault_end = end;
    return JS_LEX_END;
}

uint32_t js__lex_unicode_escape(struct js_lexer *lexer, uint32_t *at, const char **message,
                                uint32_t *fault_start, uint32_t *fault_end)
{
    static const char invalid[] = "Invalid Unicode escape sequence";
    uint32_t start = *at - 1, p = *at + 1, value = 0, first;
    int digit;

    if (js__lex_unit(lexer, p) != '{') {
        for (int i = 0; i < 4; i++, p++) {
            digit = hex_digit(js__lex_unit(lexer, p));
            if (digit < 0)
                return unicode_escape_fault(message, invalid, fault_start, fault_end, start,
                                            start + 6);
            value = value * 16 + (uint32_t)digit;
        }
        *at = p;
        return value;
    }
    first = ++p;
    for (; (digit = hex_digit(js__lex_unit(lexer, p))) >= 0; p++) {
        value = value * 16 + (uint32_t)digit;
        if (value > 0x10FFFF)
            return unicode_escape_fault(message, "Undefined Unicode code-point", fault_start,
                                        fault_end, start, p + 1);
    }
    if (p == first || js__lex_unit(lexer, p) != '}')
        return unicode_escape_fault(message, invalid, fault_start, fault_end, start, p + 1);
    *at = p + 1;
    return value;
}

/*
 * The part of a word that may hold escapes and other alphabets, from the position on; what precedes
 * it, from start, is ASCII.  Returns whether an escape occurred; the buffer then holds the word.
 */
static bool scan_word_slowly(struct js_lexer *lexer, uint32_t start, bool at_start)
{
    bool escaped = false;
    uint32_t at = lexer->position, units;

    for (;;) {
        uint32_t c = js__lex_code_point(lexer, at, &units);
        const char *message = "Invalid or unexpected token";
        uint32_t fault_start = at, fault_end = at + 2;

        if (c == '\\') {
            if (!escaped) {
                lexer->buffer_length = 0;
                for (uint32_t i = start; i < at; i++)
                    js__lex_buffer_add(lexer, js__lex_unit(lexer, i));
                escaped = true;
            }
            if (js__lex_unit(lexer, ++at) == 'u')
                message = "Invalid Unicode escape sequence";
            c = js__lex_unit(lexer, at) == 'u'
                    ? js__lex_unicode_escape(lexer, &at, &message, &fault_start, &fault_end)
                    : JS_LEX_END;
            if (c == JS_LEX_END ||
                !(at_start ? js_unicode_is_id_start(c) : js_unicode_is_id_continue(c))) {
                js__lex_error(lexer, message, fault_start, fault_end);
                lexer->position = at;
                return escaped;
            }
        } else if (c != JS_LEX_END &&
                   (at_start ? js_unicode_is_id_start(c) : js_unicode_is_id_continue(c))) {
            at += units;
        } else {
            break;
        }
        if (escaped)
            js__lex_buffer_add(lexer, c);
        at_start = false;
    }
    lexer->position = at;
    return escaped;
}

/* Scans the word at the position into token.name; start is that, or the # before it. */
static bool scan_word(struct js_lexer *lexer, uint32_t start)
{
    struct js_token *token = &lexer->token;
    uint32_t begin = lexer->position, next;

    lexer->position = skip_ascii_word(lexer, begin);
    next = js__lex_unit(lexer, lexer->position);
    if (next == '\\' || (next >= 128 && next != JS_LEX_END)) {
        token->escaped = scan_word_slowly(lexer, start, lexer->position == begin);
        if (token->kind == TOK_ILLEGAL)
            return false;
    }
    if (lexer->position == begin) {
        js__lex_error(lexer, "Invalid or unexpected token", start, begin + 1);
        lexer->position++;
        return false;
    }
    token->name = token->escaped ? js__lex_buffer_name(lexer)
                                 : js__lex_source_name(lexer, start, lexer->position);
    return token->name != NULL;
}

static void lex_word(struct js_lexer *lexer)
{
    struct js_token *token = &lexer->token;

    if (!scan_word(lexer, token->start))
        return;
    token->kind = token->name->token;
    if (token->escaped && token->kind < TOK_ESCAPED_KEYWORD)
        token->kind = TOK_ESCAPED_KEYWORD;
}

static void lex_private_name(struct js_lexer *lexer)
{
    uint32_t next = js__lex_unit(lexer, ++lexer->position);

    lexer->token.kind = TOK_PRIVATE_NAME;
    if (next >= '0' && next <= '9')
        js__lex_error(lexer, "Invalid or unexpected token", lexer->token.start, lexer->position);
    else
        scan_word(lexer, lexer->token.start);
}

/* ---- Punctuators ---- */

static inline uint32_t peek(const struct js_lexer *lexer, uint32_t ahead)
{
    return js__lex_unit(lexer, lexer->position + ahead);
}

static void punctuator(struct js_lexer *lexer, enum js_token_kind kind, uint32_t units)
{
    lexer->token.kind = (uint8_t)kind;
    lexer->position += units;
}

/* For an operator c that exists as c, c= and cc or cc=: NONE is given as TOK_ILLEGAL. */
static void lex_doubled(struct js_lexer *lexer, uint32_t c, enum js_token_kind single,
                        enum js_token_kind assign, enum js_token_kind twice,
                        enum js_token_kind twice_assign)
{
    if (peek(lexer, 1) == '=')
        punctuator(lexer, assign, 2);
    else if (peek(lexer, 1) != c)
        punctuator(lexer, single, 1);
    else if (twice_assign != TOK_ILLEGAL && peek(lexer, 2) == '=')
        punctuator(lexer, twice_assign, 3);
    else
        punctuator(lexer, twice, 2);
}

static void lex_assignable(struct js_lexer *lexer, enum js_token_kind single,
                           enum js_token_kind assign)
{
    if (peek(lexer, 1) == '=')
        punctuator(lexer, assign, 2);
    else
        punctuator(lexer, single, 1);
}

static void lex_equals(struct js_lexer *lexer)
{
    if (peek(lexer, 1) == '=')
        punctuator(lexer, peek(lexer, 2) == '=' ? TOK_STRICT_EQ : TOK_EQ,
                   peek(lexer, 2) == '=' ? 3 : 2);
    else if (peek(lexer, 1) == '>')
        punctuator(lexer, TOK_ARROW, 2);
    else
        punctuator(lexer, TOK_ASSIGN, 1);
}

static void lex_greater(struct js_lexer *lexer)
{
    if (peek(lexer, 1) == '>' && peek(lexer, 2) == '>')
        punctuator(lexer, peek(lexer, 3) == '=' ? TOK_ASSIGN_SHR : TOK_SHR,
                   peek(lexer, 3) == '=' ? 4 : 3);
    else
        lex_doubled(lexer, '>', TOK_GT, TOK_GE, TOK_SAR, TOK_ASSIGN_SAR);
}

static void lex_question(struct js_lexer *lexer)
{
    uint32_t second = peek(lexer, 1), third = peek(lexer, 2);

    if (second == '?')
        punctuator(lexer, third == '=' ? TOK_ASSIGN_NULLISH : TOK_NULLISH, third == '=' ? 3 : 2);
    else if (second == '.' && !(third >= '0' && third <= '9'))
        punctuator(lexer, TOK_OPTIONAL, 2);
    else
        punctuator(lexer, TOK_CONDITIONAL, 1);
}

static void lex_dot(struct js_lexer *lexer)
{
    if (peek(lexer, 1) >= '0' && peek(lexer, 1) <= '9')
        js__lex_number(lexer);
    else if (peek(lexer, 1) == '.' && peek(lexer, 2) == '.')
        punctuator(lexer, TOK_ELLIPSIS, 3);
    else
        punctuator(lexer, TOK_DOT, 1);
}

static void lex_bang(struct js_lexer *lexer)
{
    if (peek(lexer, 1) == '=')
        punctuator(lexer, peek(lexer, 2) == '=' ? TOK_STRICT_NE : TOK_NE,
                   peek(lexer, 2) == '=' ? 3 : 2);
    else
        punctuator(lexer, TOK_NOT, 1);
}

static void lex_operator(struct js_lexer *lexer, uint32_t c)
{
    switch (c) {
    case '!':
        lex_bang(lexer);
        break;
    case '%':
        lex_assignable(lexer, TOK_MOD, TOK_ASSIGN_MOD);
        break;
    case '&':
        lex_doubled(lexer, c, TOK_BIT_AND, TOK_ASSIGN_BIT_AND, TOK_AND, TOK_ASSIGN_AND);
        break;
    case '*':
        lex_doubled(lexer, c, TOK_MUL, TOK_ASSIGN_MUL, TOK_EXP, TOK_ASSIGN_EXP);
        break;
    case '+':
        lex_doubled(lexer, c, TOK_ADD, TOK_ASSIGN_ADD, TOK_INC, TOK_ILLEGAL);
        break;
    case '-':
        lex_doubled(lexer, c, TOK_SUB, TOK_ASSIGN_SUB, TOK_DEC, TOK_ILLEGAL);
        break;
    case '/':
        lex_assignable(lexer, TOK_DIV, TOK_ASSIGN_DIV);
        break;
    case '<':
        lex_doubled(lexer, c, TOK_LT, TOK_LE, TOK_SHL, TOK_ASSIGN_SHL);
        break;
    case '=':
        lex_equals(lexer);
        break;
    case '>':
        lex_greater(lexer);
        break;
    case '^':
        lex_assignable(lexer, TOK_BIT_XOR, TOK_ASSIGN_BIT_XOR);
        break;
    default:
        lex_doubled(lexer, c, TOK_BIT_OR, TOK_ASSIGN_BIT_OR, TOK_OR, TOK_ASSIGN_OR);
        break;
    }
}

/* ---- Tokens ---- */

static void lex_other(struct js_lexer *lexer, uint32_t c)
{
    if (c >= 128 && c != JS_LEX_END) {
        uint32_t units;

        if (js_unicode_is_id_start(js__lex_code_point(lexer, lexer->position, &units))) {
            lex_word(lexer);
            return;
        }
    } else if (c == '\\') {
        lex_word(lexer);
        return;
    }
    js__lex_error(lexer, "Invalid or unexpected token", lexer->position, lexer->position + 1);
    lexer->position++;
}

/* Units that are tokens by themselves whatever follows. */
static const uint8_t single_tokens[128] = {
    ['('] = TOK_LPAREN,    [')'] = TOK_RPAREN,   ['{'] = TOK_LBRACE, ['}'] = TOK_RBRACE,
    ['['] = TOK_LBRACKET,  [']'] = TOK_RBRACKET, [','] = TOK_COMMA,  [':'] = TOK_COLON,
    [';'] = TOK_SEMICOLON, ['~'] = TOK_BIT_NOT,
};

static void lex_token(struct js_lexer *lexer, uint32_t c)
{
    if (c < 128 && single_tokens[c]) {
        punctuator(lexer, single_tokens[c], 1);
        return;
    }
    switch (c) {
    case JS_LEX_END:
        punctuator(lexer, TOK_END, 0);
        break;
    case 'a' ... 'z':
    case 'A' ... 'Z':
    case '$':
    case '_':
        lex_word(lexer);
        break;
    case '0' ... '9':
        js__lex_number(lexer);
        break;
    case '"':
    case '\'':
        js__lex_string(lexer, c);
        break;
    case '`':
        lexer->position++;
        js__lex_template(lexer);
        break;
    case '#':
        lex_private_name(lexer);
        break;
    case '?':
        lex_question(lexer);
        break;
    case '.':
        lex_dot(lexer);
        break;
    case '!':
    case '%':
    case '&':
    case '*':
    case '+':
    case '-':
    case '/':
    case '<':
    case '=':
    case '>':
    case '^':
    case '|':
        lex_operator(lexer, c);
        break;
    default:
        lex_other(lexer, c);
        break;
    }
}

void js__lex(struct js_lexer *lexer)
{
    lexer->previous_start = lexer->token.start;
    lexer->previous_end = lexer->token.end;
    lexer->previous_kind = lexer->token.kind;
    memset(&lexer->token, 0, sizeof lexer->token);
    if (skip_space(lexer)) {
        lexer->token.start = lexer->position;
        lexer->position = lexer->source.length;
        js__lex_error(lexer, "Invalid or unexpected token", lexer->token.start, lexer->position);
    } else {
        lexer->token.start = lexer->position;
        lex_token(lexer, js__lex_unit(lexer, lexer->position));
    }
    lexer->token.end = lexer->position;
}

void js__lexer_init(struct js_lexer *lexer, const struct js_source_text *source,
                    struct js_names *names, bool is_module)
{
    *lexer = (struct js_lexer){
        .source = *source, .arena = names->arena, .names = names, .is_module = is_module};
    if (stands_here(lexer, "#!"))
        skip_line(lexer);
}

void js__lexer_free(struct js_lexer *lexer)
{
    gc_free(lexer->arena->heap, lexer->buffer, lexer->buffer_size * sizeof *lexer->buffer);
    lexer->buffer = NULL;
}
