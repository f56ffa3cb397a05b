/*
 * regexp/regexp.h: regular expressions of ECMA-262 (ES2025 without the v flag and inline
 * modifiers).  Design: docs/design/regexp.md.
 *
 * Independent of the managed heap: patterns and inputs are plain runs of code units, programs are
 * one block each outside the cage, captures are integers.  Nothing here collects; only the
 * interrupt callback of an execution may.
 */
#ifndef JS_REGEXP_REGEXP_H
#define JS_REGEXP_REGEXP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gc/memory.h>

/* Flags, in the order in which RegExp.prototype.flags lists them. */
enum js_regexp_flags {
    JS_REGEXP_HAS_INDICES = 1 << 0, /* d */
    JS_REGEXP_GLOBAL = 1 << 1,      /* g */
    JS_REGEXP_IGNORE_CASE = 1 << 2, /* i */
    JS_REGEXP_MULTILINE = 1 << 3,   /* m */
    JS_REGEXP_DOT_ALL = 1 << 4,     /* s */
    JS_REGEXP_UNICODE = 1 << 5,     /* u */
    JS_REGEXP_STICKY = 1 << 6,      /* y */
};

/* A run of code units: uint8_t (Latin-1) or, if wide, uint16_t.  Borrowed; units is not NULL. */
struct js_regexp_text {
    const void *units;
    uint32_t length;
    bool wide;
};

enum js_regexp_error_kind { JS_REGEXP_NO_ERROR, JS_REGEXP_SYNTAX_ERROR, JS_REGEXP_NO_MEMORY };

struct js_regexp_error {
    enum js_regexp_error_kind kind;
    const char *message; /* constant, what V8 says after the colon; NULL unless a syntax error */
    uint32_t position;   /* where in the pattern it was seen, in code units */
};

/* A compiled pattern: relocatable, immutable, shareable among threads. */
struct js_regexp_program {
    /* May be read. */
    uint32_t byte_size;     /* of the whole block */
    uint32_t flags;         /* js_regexp_flags */
    uint32_t capture_count; /* groups, the whole match (0) included */
    uint32_t name_count;    /* groups that have a name */

    /* The matcher's.  Offsets are in bytes, from the beginning of this block. */
    uint32_t register_count;
    uint32_t code_offset, code_words;
    uint32_t set_offset, set_words;
    uint32_t name_offset;                                             /* name_count records */
    uint32_t prefix_offset, prefix_bytes_offset, prefix_length;       /* literals: as units, and */
    uint32_t required_offset, required_bytes_offset, required_length; /* as bytes; 0: not Latin-1 */
    uint32_t first_set; /* the set of first characters, in words, or UINT32_MAX */
    uint32_t width_min; /* no match is shorter, in code units */
    uint32_t anchored;  /* matches only at the start of the input */
};

/* The name of a group; the same name may come more than once, in different alternatives. */
struct js_regexp_group_name {
    const uint16_t *units;
    uint32_t length;
    uint32_t group;
};

/*
 * Reads flags as RegExp's second argument spells them.  False if a letter is unknown (v is) or
 * repeated.
 */
bool js_regexp_parse_flags(const struct js_regexp_text *text, uint32_t *flags);

/* Writes the letters of flags and a NUL; returns their number. */
size_t js_regexp_flag_letters(uint32_t flags, char letters[8]);

/*
 * Checks pattern for early errors.  False, with *error set, if there is one, or no memory for
 * working it out.  Takes memory from heap (gc_malloc) only while it runs.
 *
 * Here and in js_regexp_compile recursion follows the nesting of groups, at most 1,000 deep.  It
 * ends with the error "Regular expression too large" where a local's address would fall below
 * stack_limit; with 0 there is no limit, and up to 1.5 MB of C stack may be used.
 */
bool js_regexp_validate(gc_heap *heap, const struct js_regexp_text *pattern, uint32_t flags,
                        uintptr_t stack_limit, struct js_regexp_error *error);

/*
 * Compiles pattern.  Returns a block of program->byte_size bytes from gc_malloc, which the caller
 * owns and gives back with js_regexp_free; or NULL with *error set.
 */
struct js_regexp_program *js_regexp_compile(gc_heap *heap, const struct js_regexp_text *pattern,
                                            uint32_t flags, uintptr_t stack_limit,
                                            struct js_regexp_error *error)
    __attribute__((warn_unused_result));

/* gc_free(heap, program, program->byte_size); NULL is ignored. */
void js_regexp_free(gc_heap *heap, struct js_regexp_program *program);

/* The index-th (below name_count) named group, in the order of the pattern.  Points into program.
 */
struct js_regexp_group_name js_regexp_group_name(const struct js_regexp_program *program,
                                                 uint32_t index);

/*
 * The text of the SyntaxError for error, in V8's style: "Invalid regular expression: /(/u:
 * Unterminated group". Writes at most capacity units to out and returns the length of the whole
 * text (so a first call may pass 0).
 */
size_t js_regexp_error_text(const struct js_regexp_text *pattern, uint32_t flags,
                            const struct js_regexp_error *error, uint16_t *out, size_t capacity);

enum js_regexp_result {
    JS_REGEXP_NO_MATCH,
    JS_REGEXP_MATCH,
    JS_REGEXP_OUT_OF_MEMORY, /* no memory for the backtrack stack, or it passed its limit */
    JS_REGEXP_INTERRUPTED    /* the callback said so */
};

/*
 * What an execution needs beside program and input.  Set heap (and the callback) and zero the rest;
 * one env serves any number of executions, which reuse its backtrack stack.  An execution takes the
 * stack out while it runs, so that the callback may execute other expressions with the same env.
 */
struct js_regexp_env {
    gc_heap *heap;
    bool (*interrupt)(
        void *data); /* NULL: never polled.  Polled every 10,000 steps or so; true: give up */
    void *interrupt_data;
    size_t stack_bytes_max; /* limit of the backtrack stack; 0: 64 MiB, as in V8 */
    uint32_t *stack;        /* owned; kept up to 64 KiB from one execution to the next */
    size_t stack_words;
};

/* Frees the stack that env keeps. */
void js_regexp_env_clear(struct js_regexp_env *env);

/*
 * Looks for a match in input that begins at last_index (sticky) or there or later.
 * RegExpBuiltinExec's steps around it, lastIndex among them, are the caller's; but where the u flag
 * is on and last_index lies within a surrogate pair, the search begins at the pair (as 22.2.7.2 has
 * it).  On a match captures[2 n] and captures[2 n + 1] are begin and end of group n, -1 for a group
 * that did not take part: 2 * capture_count numbers.  Otherwise captures is untouched.
 *
 * The input must neither move nor change until this returns: if the interrupt callback may collect,
 * the caller pins or copies the input first.  Same for program.  last_index <= input->length <=
 * INT32_MAX.
 */
enum js_regexp_result js_regexp_exec(const struct js_regexp_program *program,
                                     const struct js_regexp_text *input, uint32_t last_index,
                                     int32_t *captures, struct js_regexp_env *env)
    __attribute__((warn_unused_result));

#endif
