/*
 * scheme.h: what the files of the Scheme share: its values, its cells, its machine.
 *
 * All Scheme data are cells of a heap of <gc/gc.h>, or immediate values:
 *
 *   exact integers up to 2^53     numbers of the heap (the heap boxes those that no slot holds)
 *   inexact numbers               SCM_FLONUM cells, so that 1.0 is not 1
 *   (), #t, #f and a few more     constants of the heap
 *   special forms                 constants too, which the expander puts into code (forms.def)
 *
 * Names: a function whose name ends in _nogc never collects; any other may, and then every cell has moved
 * when it returns.  What may collect returns false when a Scheme condition was raised (it is in
 * roots.raised), takes its inputs as pointers to rooted values, and writes its result to a rooted value.
 */
#ifndef SCHEME_H
#define SCHEME_H

#include <gc/gc.h>

/* ---- values ---- */

#define SCM_NIL         GC_CONSTANT(1)
#define SCM_FALSE       GC_CONSTANT(2)
#define SCM_TRUE        GC_CONSTANT(3)
#define SCM_UNSPECIFIED GC_CONSTANT(4) /* what set! and the like return */
#define SCM_EOF         GC_CONSTANT(5)
#define SCM_UNASSIGNED  GC_CONSTANT(6) /* a variable whose definition did not run yet */
#define SCM_FORM_FIRST  16u            /* the constants of special forms begin here */

enum scm_kind {
    SCM_PAIR = GC_KIND_FIRST_CLIENT,
    SCM_SYMBOL,
    SCM_STRING,
    SCM_CHAR,
    SCM_FLONUM,
    SCM_VECTOR,
    SCM_CLOSURE,
    SCM_PRIMITIVE,
    SCM_CONTINUATION,
    SCM_CONDITION,
    SCM_PORT,
    SCM_VALUES,
    SCM_ENV,
    SCM_CODE,
    SCM_FRAME,
    SCM_SYMBOL_TABLE,
    SCM_BALLAST,
    SCM_KINDS,
};

#define PAIR_REFS(F) F(car) F(cdr)
GC_CELL(scm_pair, PAIR_REFS, GC_NO_DATA);

/* A global variable is a slot of its name.  defined links the symbols that have one, which live for ever. */
#define SYMBOL_REFS(F) F(name) F(value) F(next_defined)
#define SYMBOL_DATA(F) F(uint32_t, form) /* 0, or 1 + the number of the special form it names */
GC_CELL_RAW(scm_symbol, hash, SYMBOL_REFS, SYMBOL_DATA);

/* A string: code points, four bytes each. */
struct scm_string {
    struct gc_header header;
    uint32_t length;
    uint32_t chars[];
};

struct scm_char {
    struct gc_header header;
    uint32_t code;
};

#define FLONUM_DATA(F) F(double, value)
GC_CELL_RAW(scm_flonum, unused, GC_NO_REFS, FLONUM_DATA);

/* A vector, or several values on their way (SCM_VALUES). */
GC_CELL_RAW_TAIL(scm_vector, length, GC_NO_REFS, items);

#define CLOSURE_REFS(F) F(code) F(env)
GC_CELL(scm_closure, CLOSURE_REFS, GC_NO_DATA);

struct scm_primitive {
    struct gc_header header;
    uint32_t number; /* in the table of primitives */
};

#define CONTINUATION_REFS(F) F(k) F(handlers) F(winders)
GC_CELL(scm_continuation, CONTINUATION_REFS, GC_NO_DATA);

#define CONDITION_REFS(F) F(message) F(irritants)
GC_CELL(scm_condition, CONDITION_REFS, GC_NO_DATA);

/* A string port: its text lies outside the heap and is freed with the cell. */
struct scm_text;
#define PORT_DATA(F) F(struct scm_text *, text)
GC_CELL_RAW(scm_port, is_input, GC_NO_REFS, PORT_DATA);

/* The variables of one call. */
#define ENV_REFS(F) F(parent)
GC_CELL_TAIL(scm_env, ENV_REFS, values);

/* Compiled code: a tree.  word 1: an enum scm_op, OP_FLAT, the number of items. */
GC_CELL_RAW_TAIL(scm_code, op, GC_NO_REFS, items);

/* A piece of the continuation.  word 1: enum scm_frame_type, FRAME_SHARED, and an index. */
#define FRAME_REFS(F) F(next) F(code) F(env)
GC_CELL_RAW_TAIL(scm_frame, word, FRAME_REFS, values);

/* Symbols by hash, weakly: the integer 0 is an entry never used, GC_EMPTY one whose symbol died. */
GC_CELL_RAW_TAIL(scm_symbol_table, used, GC_NO_REFS, entries);

extern const struct gc_kind *const scm_kinds[SCM_KINDS];

/* ---- code ---- */

enum scm_op {
    OP_CONST,  /* value */
    OP_LOCAL,  /* depth, index, name */
    OP_GLOBAL, /* symbol */
    OP_LAMBDA, /* body, parameters, variables, whether the last parameter takes the rest, name */
    OP_LEAVES = OP_LAMBDA, /* the ops up to here are evaluated without a continuation */
    OP_SET_LOCAL,  /* expression, depth, index, name, whether it is a definition */
    OP_SET_GLOBAL, /* expression, symbol */
    OP_DEFINE,     /* expression, symbol */
    OP_IF,         /* test, then, else */
    OP_OR,         /* first, second */
    OP_SEQUENCE,   /* expressions */
    OP_CALL,       /* operator, operands */
};
enum {
    OP_MASK = 0xFF,
    OP_FLAT = 0x100, /* a call whose operator and operands are leaves */
    OP_COUNT = 9,    /* shift of the number of items */
};
enum { SCM_VARIABLES_MAX = 1000 }; /* of a lambda, definitions in its body included; items of a call */

enum scm_form {
#define FORM(name, text) FORM_##name,
#include "forms.def"
#undef FORM
    FORMS
};

enum scm_template {
#define TEMPLATE(name, text) TEMPLATE_##name,
#include "templates.def"
#undef TEMPLATE
    TEMPLATES
};

/* ---- the machine ---- */

/* Text outside the heap: a file being read, or what a string port holds. */
struct scm_text {
    char *bytes;
    size_t count, capacity, position;
};

/* Everything in it is a root. */
struct scm_roots {
    gc_value value; /* the last result */
    gc_value code, env, k;
    gc_value fn;
    gc_value handlers, winders;
    gc_value raised;  /* the condition, after a function returned false */
    gc_value oom;     /* the condition of exhausted memory, made beforehand */
    gc_value ballast; /* dropped at the limit, so that the handler of the condition can run */
    gc_value symbols, defined;
    gc_value forms[FORMS]; /* the symbols that name special forms */
    gc_value templates[TEMPLATES];
};

typedef struct scm {
    gc_heap *heap;
    struct scm_roots roots;
    struct gc_root_table table;
    struct gc_stack_root stack; /* arguments of the call under way; work of printer and equal? */
    gc_value *base, *top, *end;
    struct scm_text out; /* what display and write collect, and the names of tokens */
    uint32_t symbol_capacity; /* entries of roots.symbols: a power of two */
    uint32_t depth;      /* of reader and compiler */
    bool incomplete;     /* the reader met the end within a datum */
    bool failed;         /* scm_run ended with a condition that nothing handled */
    bool exiting;
    int exit_status;
} scm;

typedef bool scm_primitive_fn(scm *s, int argc, const gc_value *argv, gc_value *out);

struct scm_primitive_info {
    const char *name;
    scm_primitive_fn *fn; /* NULL: the machine does it itself */
    int control;          /* then: enum scm_control */
    int least, most;      /* arguments; most -1: any number */
};
extern const struct scm_primitive_info scm_primitives[];
extern const unsigned scm_primitive_count;

enum scm_control {
#define PRIM(text, name, least, most)
#define CONTROL(text, name, least, most) CONTROL_##name,
#include "primitives.def"
#undef PRIM
#undef CONTROL
    CONTROLS
};

#define PRIM(text, name, least, most)                                                              \
    bool scm_prim_##name(scm *s, int argc, const gc_value *argv, gc_value *out);
#define CONTROL(text, name, least, most)
#include "primitives.def"
#undef PRIM
#undef CONTROL

#define SCM_TRY(e)                                                                                 \
    do {                                                                                           \
        if (!(e))                                                                                  \
            return false;                                                                          \
    } while (0)
#define SCM_FRAME(s, f, ...) GC_FRAME((s)->heap, f, __VA_ARGS__)

/* ---- scheme.c: life ---- */
struct scm_options {
    size_t max_heap_bytes;
    uint32_t stress_interval;
    bool verify, trace_gc;
};
scm *scm_new(const struct scm_options *options);
void scm_free(scm *s);
/* Reads and runs every form of text; echo: prints each value.  False: a form failed, and roots.raised is set. */
bool scm_run_text(scm *s, struct scm_text *text, bool echo);
/* Tells about roots.raised on stderr. */
void scm_report(scm *s);

/* ---- data.c: making and taking apart ---- */
bool scm_oom_nogc(scm *s); /* raises the condition of exhausted memory; returns false */
/* Raises a condition with a message and one irritant (NULL: none); returns false. */
GC_COLD bool scm_error(scm *s, const char *message, const gc_value *irritant);
bool scm_cons(scm *s, const gc_value *car, const gc_value *cdr, gc_value *out);
bool scm_string_new(scm *s, size_t length, gc_value *out);
bool scm_string_from_utf8(scm *s, const char *bytes, size_t count, gc_value *out);
bool scm_char(scm *s, uint32_t code, gc_value *out);
/* An exact integer where exact is set and d is small enough, an inexact number otherwise. */
bool scm_number(scm *s, double d, bool exact, gc_value *out);
/* kind: SCM_VECTOR or SCM_VALUES; items are the integer 0. */
bool scm_vector_new(scm *s, uint8_t kind, size_t length, gc_value *out);
bool scm_vector_set(scm *s, const gc_value *vector, size_t index, const gc_value *value);
bool scm_code_new(scm *s, enum scm_op op, size_t items, gc_value *out);
bool scm_code_set(scm *s, const gc_value *code, size_t index, const gc_value *value);
/* Length of a proper list, or -1 (improper, circular). */
long scm_length_nogc(scm *s, gc_value list);
bool scm_text_put_nogc(scm *s, struct scm_text *text, const char *bytes, size_t count);
bool scm_text_put_char_nogc(scm *s, struct scm_text *text, uint32_t code);
void scm_text_free_nogc(scm *s, struct scm_text *text);
/* The next code point of UTF-8, or -1 at the end; what is no UTF-8 reads as U+FFFD. */
int32_t scm_utf8_next_nogc(const char **at, const char *end);

GC_INLINE bool scm_is_nogc(gc_value v, enum scm_kind kind)
{
    return gc_is_cell(v) && gc_kind_of(gc_to_cell(v)) == kind;
}

GC_INLINE bool scm_is_false_nogc(gc_value v)
{
    return gc_same(v, SCM_FALSE);
}

GC_INLINE gc_value scm_bool_nogc(bool b)
{
    return b ? SCM_TRUE : SCM_FALSE;
}

GC_INLINE gc_value scm_car_nogc(scm *s, gc_value pair)
{
    return gc_get(s->heap, &((struct scm_pair *)gc_to_cell(pair))->car);
}

GC_INLINE gc_value scm_cdr_nogc(scm *s, gc_value pair)
{
    return gc_get(s->heap, &((struct scm_pair *)gc_to_cell(pair))->cdr);
}

/* ---- symbol.c ---- */
bool scm_intern(scm *s, const char *bytes, size_t count, gc_value *out);
bool scm_intern_string(scm *s, const gc_value *string, gc_value *out);
/* Sets a global variable; it need not exist. */
bool scm_define(scm *s, const gc_value *symbol, const gc_value *value);

/* ---- number.c ---- */
bool scm_is_number_nogc(gc_value v);
double scm_to_double_nogc(gc_value v);
/* Reads a number that is all of the token; *out is #f if it is none. */
bool scm_parse_number(scm *s, const char *token, int radix, gc_value *out);
/* Writes a number's text; buffer holds at least 80 bytes. */
void scm_format_number_nogc(gc_value v, int radix, char *buffer);
bool scm_eqv_nogc(gc_value a, gc_value b);
/* Sets *same; false if the data are too deep. */
bool scm_equal(scm *s, gc_value a, gc_value b, bool *same);

/* ---- reader.c, printer.c ---- */
/* Reads a datum; SCM_EOF at the end of the text.  incomplete tells that the end came within a datum. */
bool scm_read(scm *s, struct scm_text *text, gc_value *out);
/* Appends the text of v; false if memory is exhausted or v is nested too deeply (a condition is raised). */
bool scm_print(scm *s, struct scm_text *text, gc_value v, bool display);

/* ---- expand.c, compile.c ---- */
bool scm_load_templates(scm *s);
/* Rewrites a derived form (let, cond, ...) into simpler ones. */
bool scm_expand(scm *s, enum scm_form form, const gc_value *expr, gc_value *out);
bool scm_compile(scm *s, const gc_value *expr, gc_value *out);
/* The message names the form of which expr is no good example. */
bool scm_bad_syntax(scm *s, const gc_value *expr);

/* ---- machine.c, control.c ---- */
/* Evaluates code in the global environment into roots.value. */
bool scm_run(scm *s);

enum scm_step { STEP_EVAL, STEP_RETURN, STEP_APPLY, STEP_RAISE, STEP_HALT };
enum scm_frame_type {
    FRAME_IF,
    FRAME_OR,
    FRAME_SEQUENCE,
    FRAME_SET,
    FRAME_ARGUMENTS,
    FRAME_HANDLERS,     /* value: the handlers to restore */
    FRAME_RAISED,       /* the handler of a condition returned */
    FRAME_VALUES,       /* value: the procedure that takes the values */
    FRAME_WIND_BODY,    /* values: before, body, after; before has run */
    FRAME_WIND_AFTER,   /* body has run */
    FRAME_WIND_DONE,    /* value: what body returned */
    FRAME_REWIND,       /* values: a continuation and what it is given; winders to set or #f */
};
enum {
    FRAME_TYPE = 0xFF,
    FRAME_SHARED = 0x100, /* a captured continuation holds it too: it must not change */
    FRAME_INDEX = 9,      /* shift of the index */
};
/* Puts a frame of count values (the integer 0) on k. */
bool scm_push_frame(scm *s, enum scm_frame_type type, uint32_t count);
bool scm_frame_set(scm *s, uint32_t index, const gc_value *value);
gc_value scm_frame_value_nogc(scm *s, uint32_t index);
/* Leaves the top frame. */
void scm_pop_frame_nogc(scm *s);
/* A continuation holds the top frame from now on. */
void scm_share_nogc(scm *s);
/* Empties the argument stack, and adds to it. */
void scm_arguments_begin_nogc(scm *s);
bool scm_argument(scm *s, gc_value v);
/* Does what primitive `control` says with the arguments on the stack. */
enum scm_step scm_control(scm *s, enum scm_control control, int argc);
enum scm_step scm_return_control(scm *s, enum scm_frame_type type);
enum scm_step scm_throw(scm *s);
enum scm_step scm_raise(scm *s, const gc_value *condition, bool continuable);
/* Makes the ballast again if it was dropped and there is room. */
void scm_restore_ballast(scm *s);

#endif
