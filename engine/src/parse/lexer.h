/*
 * parse/lexer.h: from code units to tokens.
 *
 * The lexer holds the current token; js__lex replaces it by the next.  It is context-free except
 * for the three places where the grammar says otherwise, where the parser asks: a `/` that begins a
 * regular expression, a `}` that continues a template, and HTML-like comments, which modules do not
 * have.  Its state is small and copied by the parser to look ahead (js__lexer_save,
 * js__lexer_restore).
 *
 * What is wrong becomes a token ILLEGAL and a message in error; memory that runs out shows in the
 * arena.
 */
#ifndef JS_PARSE_LEXER_H
#define JS_PARSE_LEXER_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "parse/ast.h"
#include "parse/names.h"
#include "parse/source.h"

enum js_token_kind {
#define TOKEN(kind, text, precedence, op) TOK_##kind,
#include "parse/token.def"
    TOK_COUNT
};

/* Words are BREAK to IDENTIFIER, reserved words BREAK to ESCAPED_KEYWORD. */
static_assert(TOK_IDENTIFIER == TOK_COUNT - 1, "words come last");
static_assert(TOK_ESCAPED_KEYWORD + 1 == TOK_LET, "contextual words follow the reserved ones");
static_assert(TOK_ASSIGN_SUB - TOK_ASSIGN == 15, "assignment operators are contiguous");
static_assert(TOK_COUNT < 256, "a token kind fits a byte");

/* Why a number or string is not allowed in strict code. */
enum js_octal {
    JS_NO_OCTAL,
    JS_OCTAL_NUMBER,
    JS_OCTAL_ZERO_DECIMAL,
    JS_OCTAL_ESCAPE,
    JS_OCTAL_89_ESCAPE
};

struct js_token {
    uint8_t kind;
    bool newline_before; /* a line terminator lies between this token and the one before */
    bool escaped;        /* word or string: written with an escape or continuation */
    bool is_tail;        /* TEMPLATE: ends the literal */
    uint8_t octal;       /* enum js_octal */
    uint32_t start, end;
    uint32_t octal_start, octal_end;
    struct ast_name *name; /* words, PRIVATE_NAME (with #), STRING, BIGINT; TEMPLATE: cooked or
                              NULL; REGEXP: pattern */
    struct ast_name *raw;  /* TEMPLATE: raw; REGEXP: flags */
    double number;
    const char *template_error; /* TEMPLATE with cooked NULL: what is wrong, and where */
    uint32_t template_error_start, template_error_end;
};

struct js_lexer {
    struct js_source_text source;
    struct js_arena *arena;
    struct js_names *names;
    uint32_t position; /* behind the current token */
    uint32_t previous_start, previous_end;
    uint8_t previous_kind;
    bool is_module;
    struct js_token token;
    const char *error; /* of the first ILLEGAL token, with its range */
    uint32_t error_start, error_end;
    uint16_t *buffer; /* for text that has escapes; from gc_malloc */
    uint32_t buffer_length, buffer_size;
};

struct js_lexer_state {
    uint32_t position, previous_start, previous_end;
    uint8_t previous_kind;
    struct js_token token;
    const char *error;
    uint32_t error_start, error_end;
};

/* Starts at the beginning of source, behind a hashbang; the first js__lex gets the first token. */
void js__lexer_init(struct js_lexer *lexer, const struct js_source_text *source,
                    struct js_names *names, bool is_module);
void js__lexer_free(struct js_lexer *lexer);

void js__lex(struct js_lexer *lexer);

/* The current token, / or /=, becomes the REGEXP that it begins. */
void js__lex_regexp(struct js_lexer *lexer);

/* The current token, }, becomes the TEMPLATE piece that it begins. */
void js__lex_template_continuation(struct js_lexer *lexer);

static inline struct js_lexer_state js__lexer_save(const struct js_lexer *lexer)
{
    return (struct js_lexer_state){lexer->position,      lexer->previous_start, lexer->previous_end,
                                   lexer->previous_kind, lexer->token,          lexer->error,
                                   lexer->error_start,   lexer->error_end};
}

static inline void js__lexer_restore(struct js_lexer *lexer, const struct js_lexer_state *state)
{
    lexer->position = state->position;
    lexer->previous_start = state->previous_start;
    lexer->previous_end = state->previous_end;
    lexer->previous_kind = state->previous_kind;
    lexer->token = state->token;
    lexer->error = state->error;
    lexer->error_start = state->error_start;
    lexer->error_end = state->error_end;
}

const char *js__token_text(enum js_token_kind kind);
uint8_t js__token_precedence(enum js_token_kind kind);
enum ast_op js__token_op(enum js_token_kind kind);

/* ---- Between lexer.c and lexer_literal.c ---- */

#define JS_LEX_END 0xFFFFFFFFu

/* The unit at an offset, or JS_LEX_END. */
static inline uint32_t js__lex_unit(const struct js_lexer *lexer, uint32_t at)
{
    if (at >= lexer->source.length)
        return JS_LEX_END;
    return lexer->source.latin1 ? lexer->source.latin1[at] : lexer->source.utf16[at];
}

/* The code point at an offset: a surrogate pair counts as one; *units is 1 or 2. */
uint32_t js__lex_code_point(const struct js_lexer *lexer, uint32_t at, uint32_t *units);

/* Makes the token ILLEGAL, unless one was before; the token ends at end. */
void js__lex_error(struct js_lexer *lexer, const char *message, uint32_t start, uint32_t end);

bool js__lex_buffer_add(struct js_lexer *lexer, uint32_t code_point);
struct ast_name *js__lex_buffer_name(struct js_lexer *lexer);
struct ast_name *js__lex_source_name(struct js_lexer *lexer, uint32_t start, uint32_t end);

/*
 * Reads the escape \u, of which *at is the offset of the u: its code point, *at behind it.  On a
 * fault JS_LEX_END, *message and the range at fault.
 */
uint32_t js__lex_unicode_escape(struct js_lexer *lexer, uint32_t *at, const char **message,
                                uint32_t *fault_start, uint32_t *fault_end);

void js__lex_number(struct js_lexer *lexer);
void js__lex_string(struct js_lexer *lexer, uint32_t quote);
void js__lex_template(struct js_lexer *lexer); /* position is behind ` or } */

#endif
