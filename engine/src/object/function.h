/*
 * object/function.h: compiled code and the functions made of it.
 *
 *   js_function -> js_feedback (one a code and realm) -> js_code -> struct js_bytecode (off-heap, immutable)
 *
 * Bytecode lies outside the heap and never moves, so the interpreter may keep a pointer into it across
 * safepoints; constants, names and caches are slots of cells.  Closures are flat: a function holds exactly
 * the variables that it mentions, each a value (initialised once, before) or a js_box.
 */
#ifndef JS_FUNCTION_H
#define JS_FUNCTION_H

#include "object/object.h"

enum js_function_flags {
    JS_CODE_STRICT = 1,
    JS_CODE_ARROW = 2,
    JS_CODE_METHOD = 4,       /* has a home object; no constructor */
    JS_CODE_GENERATOR = 8,
    JS_CODE_ASYNC = 16,
    JS_CODE_CLASS = 32,       /* class constructor: cannot be called */
    JS_CODE_DERIVED = 64,     /* of a derived class */
    JS_CODE_NEEDS_ARGUMENTS = 128, /* all arguments must stay reachable: arguments or rest */
    JS_CODE_ACCESSOR = 256,   /* getter or setter: no constructor */
    JS_CODE_SCRIPT = 512,
    JS_CODE_EVAL = 1024,
    JS_CODE_FIELD_INITIALIZER = 2048, /* run as a method; `arguments` is an error */
    JS_CODE_HAS_FIELDS = 4096, /* a class constructor whose class has instance fields or private methods */
    JS_CODE_MODULE = 8192,
    JS_CODE_USES_HOME = 16384, /* mentions super: only such functions keep their home object */
};

/* A range of instructions whose exceptions go to target; the innermost comes first. */
struct js_handler {
    uint32_t start, end, target; /* offsets in units of code */
};

/* How CLOSURE fills capture i of the new function: from a register of the running one, or its capture. */
struct js_capture {
    uint16_t index;
    uint8_t from_register;
    uint8_t is_box;
    uint32_t name; /* constant index of the variable's name, for messages and dumps */
};

/* What messages make of a quote. */
enum js_quote_kind {
    JS_QUOTE_EXPRESSION,  /* an expression: "x is not a function", "x is not iterable" */
    JS_QUOTE_CALLED,      /* what was called or constructed to get the iterable */
    JS_QUOTE_SPREAD,      /* the one spread argument of a call, its last */
    JS_QUOTE_DESTRUCTURED, /* "property 'a' of 'x'", or "'x'" */
    JS_QUOTE_DESTRUCTURED_VALUE, /* the same up to the value, which is shown in the place of an expression */
    JS_QUOTE_READ,        /* a key that was read, or nothing */
};

/* What the message of an instruction that fails calls its operand. */
struct js_quote {
    uint32_t pc;     /* in units of code */
    uint32_t offset; /* in the script's source (ASCII), or in quote_text (UTF-8) */
    uint8_t length;
    uint8_t kind; /* enum js_quote_kind */
    bool in_source;
};

/* One compiled function, one block of gc_malloc; immutable but for refs. */
struct js_bytecode {
    uint32_t refs; /* js_code cells that share it */
    uint32_t block_bytes;
    uint32_t code_units;
    uint32_t flags; /* enum js_function_flags */
    uint16_t register_count; /* window: parameters, locals, temporaries, outgoing calls */
    uint16_t parameter_count; /* registers 0.. that arguments are put in */
    uint16_t length;          /* the function's length property */
    uint16_t capture_count;
    uint16_t expected_properties; /* of the objects it constructs: this.x = ..., fields; a guess */
    uint32_t cache_slots; /* of the feedback cell */
    uint32_t child_count; /* functions among the constants: CLOSURE's child numbers */
    uint32_t template_count;
    uint32_t handler_count;
    uint32_t position_bytes;
    uint32_t quote_count;
    uint32_t source_start, source_end; /* in the script's text; both 0: none */
    const uint16_t *code;
    const struct js_handler *handlers;
    const struct js_capture *captures;
    const uint8_t *positions; /* delta-coded: see compile/emit.h */
    const struct js_quote *quotes; /* by pc */
    const char *quote_text;
};

#define JS_CODE_REFS(F)                                                                            \
    F(constants) /* a js_tuple */                                                                  \
    F(name)      /* a string, or a symbol; integer 0: none */                                      \
    F(script)    /* a js_script */                                                                 \
    F(children)  /* a js_tuple of js_code */                                                       \
    F(extra)     /* what eval needs: scope description; else integer 0 */
#define JS_CODE_DATA(F) F(struct js_bytecode *, bytecode)
GC_CELL(js_code, JS_CODE_REFS, JS_CODE_DATA);

/* Caches of one code in one realm; from caches on all is weak. */
struct __attribute__((aligned(8))) js_feedback {
    struct gc_header header;
    uint32_t call_count;
    const struct js_bytecode *bytecode; /* code's own */
    gc_slot code;
    gc_slot realm;
    gc_slot constants; /* code's own */
    gc_slot children;  /* a js_tuple of js_feedback, made as needed; integer 0 where none */
    gc_slot templates; /* a js_tuple of template objects */
    gc_slot spare;
    gc_slot caches[];
};

struct __attribute__((aligned(8))) js_function {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    gc_slot feedback;
    gc_slot home; /* [[HomeObject]] of methods, else integer 0 */
    gc_slot captures[];
};

struct __attribute__((aligned(8))) js_box {
    struct gc_header header;
    gc_slot value; /* GC_SLOT_EMPTY: in its temporal dead zone */
};

/* A function in C: entry index of table number table (vm/natives.h). */
struct __attribute__((aligned(8))) js_native_function {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    gc_slot realm;
    gc_slot name;    /* a string; integer 0: from the table */
    gc_slot data[2]; /* the function's own, e.g. a promise and its state */
    uint16_t table;
    uint16_t index;
    uint16_t length;
    uint16_t flags; /* JS_NATIVE_CONSTRUCTOR */
};
#define JS_NATIVE_CONSTRUCTOR 1u

struct __attribute__((aligned(8))) js_bound_function {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    gc_slot target;
    gc_slot self;
    gc_slot args; /* a js_tuple */
};

/* Source text of a script, shared by its functions; owns the text outside the heap. */
#define JS_SCRIPT_REFS(F)                                                                          \
    F(name)     /* file name or URL, a string */                                                   \
    F(referrer) /* host's own: for import() and require */
#define JS_SCRIPT_DATA(F)                                                                          \
    F(uint32_t, length)                                                                            \
    F(uint32_t, line_offset)                                                                       \
    F(uint8_t *, latin1)  /* one of the two, from gc_malloc unless is_static */                    \
    F(uint16_t *, utf16)                                                                           \
    F(uint32_t, is_static)
GC_CELL(js_script, JS_SCRIPT_REFS, JS_SCRIPT_DATA);

GC_INLINE struct js_function *js_function_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_FUNCTION));
    return gc_to_cell(v);
}

GC_INLINE const struct js_bytecode *js_function_bytecode_nogc(const js_ctx *ctx, js_value function)
{
    const struct js_feedback *feedback =
        gc_slot_to_cell(ctx->heap, js_function_nogc(function)->feedback);

    return feedback->bytecode;
}

/*
 * Makes a native function of the current realm.  name NULL: the table's; data may be NULL (then 0).
 * May collect, runs no script.
 */
JS_MUST_CHECK bool js_native_function_new_noscript(js_ctx *ctx, uint16_t table, uint16_t index,
                                                   js_value *out);
/*
 * The same for a hidden entry, found by its C function in its table; length and name as in the table.
 * The function's data slots are set by js_native_set_data.
 */
JS_MUST_CHECK bool js_native_closure_new_noscript(js_ctx *ctx, js_native_fn *fn, js_value *out);
JS_MUST_CHECK bool js_native_set_data_noscript(js_ctx *ctx, const js_value *function, unsigned i,
                                               const js_value *value);
js_value js_native_data_nogc(const js_ctx *ctx, js_value function, unsigned i);

/* A feedback cell for code in the current realm. */
JS_MUST_CHECK bool js_feedback_new_noscript(js_ctx *ctx, const js_value *code, js_value *out);
/* A function of feedback with the captures still integer 0; home may be undefined. */
JS_MUST_CHECK bool js_function_new_noscript(js_ctx *ctx, const js_value *feedback, js_value *out);
/* SetFunctionName(F, name, prefix): defines or replaces the own name of a function. */
JS_MUST_CHECK bool js_set_function_name_noscript(js_ctx *ctx, const js_value *function,
                                                 const js_value *key, const char *prefix);
/* The realm of a function (10.2.3 GetFunctionRealm). */
JS_MUST_CHECK bool js_get_function_realm(js_ctx *ctx, const js_value *function, js_value *out);
/* The name by which messages and stack traces call it; undefined if none.  Runs no script. */
JS_MUST_CHECK bool js_function_debug_name_noscript(js_ctx *ctx, const js_value *function,
                                                   js_value *out);

#endif
