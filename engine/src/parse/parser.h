/*
 * parse/parser.h: from source text to a syntax tree whose names are resolved.
 *
 * js_parse does all of it: lexing, parsing, early errors, scope analysis.  The whole result lives
 * in one arena, freed by js_parse_free.  It refers to the source text, which must stay where it is
 * until then. No managed heap is touched and nothing collects.
 */
#ifndef JS_PARSE_PARSER_H
#define JS_PARSE_PARSER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "parse/ast.h"
#include "parse/scope.h"
#include "parse/source.h"

enum js_parse_goal {
    JS_PARSE_SCRIPT,
    JS_PARSE_MODULE,
    JS_PARSE_EVAL,    /* direct or indirect, see js_parse_options.eval */
    JS_PARSE_FUNCTION /* one function expression, the text that `new Function` puts together */
};

enum js_parse_error_kind {
    JS_PARSE_OK,
    JS_PARSE_SYNTAX_ERROR,
    JS_PARSE_OUT_OF_MEMORY,
    JS_PARSE_TOO_DEEP /* a RangeError: 'Maximum call stack size exceeded' */
};

/* What code in a direct eval may see of the code around the call. */
struct js_eval_context {
    bool direct;              /* false: everything below is ignored */
    bool allow_new_target;    /* inside a function that is not an arrow */
    bool allow_super_member;  /* inside a method, accessor, constructor or field initializer */
    bool allow_super_call;    /* inside a derived constructor */
    bool in_class_field_init; /* `arguments` is an early error */
    bool in_function;         /* `arguments`, `this` may be looked up by name in the scope object */
    /* The private names in scope, `#` included, each as one struct js_source_text. */
    const struct js_source_text *private_names;
    uint32_t private_name_count;
};

/*
 * Checks the pattern and flags of a regular expression literal; both are ranges of the source text.
 * Returns true if they are valid; otherwise false, with *message pointing at a static string in
 * V8's wording ("Unterminated group", ...), or at NULL when memory ran out.  Must neither
 * collect nor run script.
 */
struct js_parse_options;
typedef bool js_parse_check_regexp(const struct js_parse_options *options,
                                   const struct js_source_text *pattern,
                                   const struct js_source_text *flags, const char **message);

/* Checks by the engine's own regular expressions. */
js_parse_check_regexp js_parse_check_regexp_default;

struct js_parse_options {
    gc_heap *heap; /* for the arena */
    enum js_parse_goal goal;
    bool strict; /* the code is strict whatever it says (strict eval, --strict) */
    bool allow_html_comments_in_module; /* never in ECMAScript; false */
    bool box_all_captures; /* for tests: nothing is copied, nor does a name stand for the callee; no
                              program may behave differently */
    bool allow_return;     /* `return` at the top level (CommonJS without a wrapper, REPL tricks) */
    bool allow_top_level_await; /* in scripts, for a REPL; modules always allow it */
    uintptr_t stack_limit; /* recursion fails when a local's address falls below it; 0: no limit */
    struct js_eval_context eval; /* for JS_PARSE_EVAL */
    /*
     * For JS_PARSE_FUNCTION: where, in the text `function anonymous(P\n) {\nB\n}`, the closing
     * parenthesis of the parameters and the opening brace must lie; what P and B hold cannot move
     * them.
     */
    uint32_t function_paren, function_brace;
    js_parse_check_regexp *check_regexp; /* NULL: patterns are not checked, flags are;
                                         js_parse_check_regexp_default is there for it */
};

struct js_parse_error {
    enum js_parse_error_kind kind;
    uint32_t offset, length; /* the range of source at fault */
    char message[256];       /* without 'SyntaxError: '; Latin-1, cut to fit if need be */
};

struct js_parse_result {
    struct js_arena arena;
    struct ast_function *program; /* the top level as a function; NULL if there is an error */
    struct js_parse_error error;
};

/*
 * Parses source into *result, which need not be initialised and must be passed to js_parse_free
 * whatever is returned.  True if program is there; false if error says why it is not.
 *
 * program->kind is AST_FUNCTION_SCRIPT, _MODULE or _EVAL; for JS_PARSE_FUNCTION it is a script
 * whose only statement is an expression statement with the function.
 */
bool js_parse(const struct js_source_text *source, const struct js_parse_options *options,
              struct js_parse_result *result);

void js_parse_free(struct js_parse_result *result);

#endif
