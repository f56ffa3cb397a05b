/*
 * compile/compiler.h: the compiler's own state, shared by its files.
 *
 * One pass over the resolved syntax tree, function by function, inner ones first as they are met.  Registers
 * are a stack: variables of a scope are pushed when it is entered, temporaries above them.  Errors are sticky
 * in struct compiler, so that code generation reads straight; nothing emitted after one is used.
 *
 * Rooting: atoms and the constants and children of each function under construction are in js_vecs, which are
 * frames on the C stack; a js_value is never kept in the compiler's own structures.
 */
#ifndef JS_COMPILER_H
#define JS_COMPILER_H

#include "compile/emit.h"
#include "object/string.h"

enum { NO_REGISTER = 0xFFFF, REGISTERS_MAX = 0xFFF0 };

struct compiler {
    js_ctx *ctx;
    const js_value *script;
    struct js_parse_result *parse;
    struct js_source_text text;
    struct js_vec *atoms; /* interned strings; ast_name.client is the index + 1 */
    const struct js_compile_options *options;
    bool failed;          /* an exception is pending */
    const char *refused;  /* a construct that is not supported: SyntaxError */
    uint32_t refused_at;
};

struct label {
    int32_t at;    /* offset in units; -1: not bound yet */
    int32_t chain; /* start of the last instruction that jumps here, linked through its operand; -1: none */
};

/* What a jump out of here passes on its way, innermost first. */
enum control_kind { CONTROL_TARGET, CONTROL_FINALLY, CONTROL_ITERATOR };

/* One way in which a finally block is left: by a jump or return that it interrupted. */
struct pending_exit {
    struct pending_exit *next;
    struct ast_node *target; /* NULL: return */
    bool is_continue;
    int32_t kind;
};

struct control {
    struct control *outer;
    enum control_kind kind;
    struct ast_node *node; /* TARGET: loop, switch or labelled statement */
    struct label *break_to, *continue_to;
    uint16_t iterator; /* ITERATOR: first register */
    bool is_async;
    uint16_t kind_register, value_register; /* FINALLY */
    struct label *finally_entry;
    struct pending_exit *exits;
    int32_t next_kind;
};

struct name_entry {
    struct ast_name *name;
    uint32_t constant;
};

/* Where the value of a pattern comes from, for messages. */
struct pattern_source {
    enum {
        PATTERN_NESTED, /* or nothing that would be told */
        PATTERN_OF_VALUE,
        PATTERN_OF_LOOP,
        PATTERN_OF_CATCH,
        PATTERN_OF_PARAMETER,
        PATTERN_OF_DEFAULT, /* a parameter that has one */
    } kind;
    bool is_assignment;
    struct ast_node *node; /* OF_VALUE */
};

struct function {
    struct compiler *c;
    struct function *parent;
    struct ast_function *ast;
    uint16_t *code;
    size_t code_count, code_capacity;
    uint8_t *positions;
    size_t position_count, position_capacity;
    struct js_handler *handlers;
    size_t handler_count, handler_capacity;
    struct js_quote *quotes;
    size_t quote_count, quote_capacity;
    char *quote_text;
    size_t quote_text_count, quote_text_capacity;
    struct pattern_source pattern_source; /* of the next js__pattern, which resets it */
    struct js_vec *constants, *children;
    struct name_entry *names; /* open hash: constants that are names */
    size_t name_count, name_capacity;
    uint32_t next_register, register_count;
    uint8_t *is_variable; /* a byte a register: holds a variable, so is not scratch */
    size_t is_variable_capacity;
    uint32_t cache_count, template_count;
    uint32_t position, last_position; /* source offset for the next instruction; and of the last recorded */
    uint32_t last_position_pc;
    size_t undefined_end; /* where a LOAD_UNDEFINED ends that the next instruction may replace; 0: nowhere */
    uint16_t generator;  /* register of GENERATOR_START or ASYNC_START; NO_REGISTER */
    uint16_t completion; /* register of the completion value of scripts and evals; NO_REGISTER */
    uint16_t parameter_count;
    uint32_t this_properties;
    bool needs_arguments;
    bool arguments_direct; /* arguments[i] and arguments.length without an object */
    struct control *control;
    struct label *derived_return; /* of a derived constructor: where the result is checked, outside of any try */
    uint16_t derived_value;
    uint32_t flags; /* enum js_function_flags */
};

/* ---- emit.c ---- */
void js__code(struct function *fn, enum js_opcode op, const uint16_t *operands, unsigned count);
#define EMIT(fn, op, ...)                                                                          \
    js__code((fn), JS_OP_##op, (const uint16_t[]){__VA_ARGS__},                                    \
             sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t))
#define EMIT0(fn, op) js__code((fn), JS_OP_##op, NULL, 0)
/* An instruction whose last operand is a jump target. */
void js__code_jump(struct function *fn, enum js_opcode op, const uint16_t *operands, unsigned count,
                   struct label *target);
#define JUMP(fn, op, label, ...)                                                                   \
    js__code_jump((fn), JS_OP_##op, (const uint16_t[]){__VA_ARGS__},                               \
                  sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t), (label))
#define GOTO(fn, label) js__code_jump((fn), JS_OP_JUMP, NULL, 0, (label))
#define LABEL(name)     struct label name = {-1, -1}
void js__bind(struct function *fn, struct label *label);
void js__code_loop(struct function *fn, struct label *target);
void js__add_handler(struct function *fn, uint32_t start, uint32_t end);
uint16_t js__temp(struct function *fn);
uint16_t js__temps(struct function *fn, uint32_t count);
/* Registers of variables: not scratch until released. */
uint16_t js__variable_register(struct function *fn);
void js__release(struct function *fn, uint32_t mark);
uint16_t js__scratch(struct function *fn, uint16_t wanted);
uint16_t js__cache(struct function *fn);
uint16_t js__name(struct function *fn, struct ast_name *name);
uint16_t js__add_constant(struct function *fn, const js_value *value);
uint16_t js__ascii_constant(struct function *fn, const char *text);
/* The interned string of a name, at *out (rooted). */
void js__atom(struct compiler *c, struct ast_name *name, js_value *out);
void js__load_number(struct function *fn, uint16_t to, double number);
void js__refuse(struct function *fn, const struct ast_node *node, const char *what);
GC_INLINE void js__at(struct function *fn, uint32_t position)
{
    fn->position = position;
}
/* Makes room for `needed` items of a growing array; false: the compiler has failed. */
bool js__grow(struct compiler *c, void **items, size_t *capacity, size_t needed, size_t size);
/* Makes the js_code. name: rooted string or empty. */
bool js__finish_function(struct function *fn, const js_value *name, js_value *out);
void js__free_function(struct function *fn);
bool js__code_depth(struct function *fn);
/* Marks the compiler as out of memory. */
void js__code_out_of_memory(struct compiler *c);

/* ---- variables.c ---- */
void js__scope_entry(struct function *fn, struct scope *scope);
void js__scope_holder(struct function *fn, struct scope *scope);
void js__instantiate_functions(struct function *fn, struct scope *scope);
void js__allocate_binding(struct function *fn, struct scope_binding *binding);
void js__load_ref(struct function *fn, struct scope_ref *ref, uint16_t to);
/* The register that holds the variable itself, if there is one and reading it needs no check. */
uint16_t js__ref_register(struct function *fn, const struct scope_ref *ref);
/* The register that holds the variable and that an assignment may write directly; NO_REGISTER. */
uint16_t js__writable_register(struct function *fn, const struct scope_ref *ref);
/* resolved: of js__resolve_ref, or NO_REGISTER. */
void js__store_ref(struct function *fn, struct scope_ref *ref, uint16_t from, uint16_t resolved,
                   bool initialise);
/* For references by name whose target must be found before the right side runs. */
uint16_t js__resolve_ref(struct function *fn, struct scope_ref *ref);
void js__typeof_ref(struct function *fn, struct scope_ref *ref, uint16_t to);
void js__delete_ref(struct function *fn, struct scope_ref *ref, uint16_t to);
void js__load_this(struct function *fn, struct scope_ref *ref, uint16_t to);
uint16_t js__holder_register(struct function *fn, const struct scope_ref *ref);
void js__store_binding(struct function *fn, struct scope_binding *binding, uint16_t from, bool initialise);
/* Fresh boxes for the next iteration. */
void js__copy_loop_scope(struct function *fn, struct scope *scope);

/* ---- expr.c and friends: values go to the register `to` ---- */
void js__expr(struct function *fn, struct ast_node *node, uint16_t to);
/* A register that holds the value: a variable's own, or a temporary. */
uint16_t js__expr_any(struct function *fn, struct ast_node *node);
/* The same where `later` is evaluated before the value is used. */
uint16_t js__expr_before(struct function *fn, struct ast_node *node, struct ast_node *later);
void js__expr_discard(struct function *fn, struct ast_node *node);
void js__expr_named(struct function *fn, struct ast_node *node, struct ast_name *name, uint16_t to);
/* Jumps to target if the value is truthy (if_true) or falsy; else falls through. */
void js__condition(struct function *fn, struct ast_node *node, struct label *target, bool if_true);
bool js__may_assign(const struct ast_node *node, unsigned depth);
void js__literal(struct function *fn, struct ast_node *node, uint16_t to);
void js__chain(struct function *fn, struct ast_node *node, uint16_t to);
void js__optional_chain(struct function *fn, struct ast_node *node, uint16_t to);
void js__call(struct function *fn, struct ast_node *node, uint16_t to);
void js__new(struct function *fn, struct ast_node *node, uint16_t to);
void js__super_call(struct function *fn, struct ast_node *node, uint16_t to);
void js__assign(struct function *fn, struct ast_node *node, uint16_t to);
void js__update(struct function *fn, struct ast_node *node, uint16_t to);
void js__binary(struct function *fn, struct ast_node *node, uint16_t to);
void js__yield(struct function *fn, struct ast_node *node, uint16_t to);
void js__yield_star(struct function *fn, struct ast_node *node, uint16_t to);
void js__await(struct function *fn, uint16_t value, uint16_t to);
enum js_opcode js__binary_opcode(unsigned ast_op);
void js__key_to_register(struct function *fn, struct ast_node *key, uint16_t to);

/* ---- quote.c: how messages call the operand of the next instruction ---- */
void js__quote_callee(struct function *fn, struct ast_node *callee);
void js__quote_iterable(struct function *fn, struct ast_node *node);
void js__quote_spread(struct function *fn, struct ast_node *node);
void js__quote_array_source(struct function *fn, const struct pattern_source *source);
/* Also sets the position. */
void js__quote_object_source(struct function *fn, struct ast_node *pattern,
                             const struct pattern_source *source);

/* ---- pattern.c ---- */
enum pattern_mode { PATTERN_ASSIGN, PATTERN_INITIALISE };
void js__pattern(struct function *fn, struct ast_node *pattern, uint16_t value, enum pattern_mode mode);
/* A place to be assigned, its parts evaluated. */
struct place {
    struct ast_node *node;
    uint16_t object, key, resolved;
    uint32_t position; /* of the operator that stores; 0: the target's own */
};
void js__prepare_place(struct function *fn, struct ast_node *node, struct place *place);
void js__store_place(struct function *fn, struct place *place, uint16_t value, enum pattern_mode mode);
void js__load_place(struct function *fn, struct place *place, uint16_t to);

/* ---- stmt.c, loop.c, try.c ---- */
void js__statements(struct function *fn, struct ast_list *list);
void js__statement(struct function *fn, struct ast_node *node);
void js__block(struct function *fn, struct scope *scope, struct ast_list *list);
void js__loop_statement(struct function *fn, struct ast_node *node);
void js__switch(struct function *fn, struct ast_node *node);
void js__try(struct function *fn, struct ast_node *node);
void js__return(struct function *fn, uint16_t value);
/* Closes the async iterator at three registers on a normal way out. */
void js__close_async(struct function *fn, uint16_t iterator);
/* What a derived constructor does with its result. */
void js__derived_exit(struct function *fn);
void js__jump_out(struct function *fn, struct ast_node *target, bool is_continue);
void js__set_completion(struct function *fn);

/* ---- func.c, class.c ---- */
/* Child number of a function. name: NULL, or the name it takes from its place. */
uint16_t js__function_child(struct function *fn, struct ast_function *ast, struct ast_name *name);
void js__closure(struct function *fn, struct ast_function *ast, struct ast_name *name, uint16_t to);
bool js__compile_function(struct compiler *c, struct function *parent, struct ast_function *ast,
                          struct ast_name *name, js_value *out);
void js__class(struct function *fn, struct ast_class *node, struct ast_name *name, uint16_t to);
void js__field_inits(struct function *fn, struct ast_list *body);

#endif
