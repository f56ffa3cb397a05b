/*
 * parse/ast.h: the syntax tree.
 *
 * Nodes lie in the parse's arena and never move.  Each begins with struct ast_node, whose kind says
 * what it is (ast.def maps kinds to types; AST(call, node) casts).  A node belongs to at most one
 * list; lists are chained through node.next, so growing one needs no memory.
 *
 * Depth.  What source text may repeat without nesting is flat here, so that consumers can loop:
 * operands of one precedence level, && || ?? and comma chains, `else if` ladders, statement lists.
 * Chains of members and calls (`a.b.c().d`) nest leftwards through `object`; js_ast_chain_base
 * finds the innermost node and `outer` leads back out, so they can be walked without recursion too.
 * Everything else nests at most as deep as the parser recursed (options.stack_limit); a recursive
 * consumer uses less stack than the parser only if its frames are small, so it checks its own
 * limit.
 *
 * Cover grammars are gone: what the tree calls a pattern is one, and early errors have been
 * reported. Names and positions: names are interned per parse, compare them by pointer; node.start
 * and node.end are offsets into the source; node.position is the offset that a run-time error of
 * the node points at.
 */
#ifndef JS_PARSE_AST_H
#define JS_PARSE_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "parse/scope.h"

enum ast_kind {
#define NODE(kind, type) AST_##kind,
#include "parse/ast.def"
    AST_KIND_COUNT
};

enum ast_op {
    AST_OP_NONE,
    AST_OP_ADD,
    AST_OP_SUB,
    AST_OP_MUL,
    AST_OP_DIV,
    AST_OP_MOD,
    AST_OP_EXP,
    AST_OP_SHL,
    AST_OP_SAR,
    AST_OP_SHR,
    AST_OP_BIT_AND,
    AST_OP_BIT_OR,
    AST_OP_BIT_XOR,
    AST_OP_EQ,
    AST_OP_NE,
    AST_OP_STRICT_EQ,
    AST_OP_STRICT_NE,
    AST_OP_LT,
    AST_OP_GT,
    AST_OP_LE,
    AST_OP_GE,
    AST_OP_INSTANCEOF,
    AST_OP_IN,
    AST_OP_AND,
    AST_OP_OR,
    AST_OP_NULLISH,
    /* unary */
    AST_OP_PLUS,
    AST_OP_NEG,
    AST_OP_NOT,
    AST_OP_BIT_NOT,
    AST_OP_TYPEOF,
    AST_OP_VOID,
    AST_OP_DELETE,
    /* update */
    AST_OP_INC,
    AST_OP_DEC
};

/* node.flags */
enum {
    AST_PARENTHESIZED = 1,   /* written in parentheses: (a) = function () {} does not name it */
    AST_IS_OPTIONAL = 2,     /* a chain's link written with ?. */
    AST_HAS_SPREAD = 4,      /* CALL, NEW, SUPER_CALL arguments, ARRAY elements */
    AST_IS_STRICT = 8,       /* where it matters at run time: ASSIGN, UPDATE, UNARY delete */
    AST_COMPLETION_HINT = 16 /* EXPRESSION: a directive of the prologue */
};

struct ast_node {
    uint8_t kind; /* enum ast_kind */
    uint8_t flags;
    uint8_t op;    /* enum ast_op, for nodes with an operator */
    uint8_t extra; /* of the parser */
    uint32_t start, end;
    uint32_t position;
    struct ast_node *next; /* in the list that holds it */
};

struct ast_list {
    struct ast_node *first, *last;
    uint32_t count;
};

#define AST(type, node) ((struct ast_##type *)(node))

/*
 * A string of the source, interned: equal strings of one parse have one address.  Latin-1 whenever
 * every unit fits.  The units lie in the source text or in the arena.
 */
struct ast_name {
    const uint8_t *latin1; /* exactly one of the two is not NULL */
    const uint16_t *utf16;
    uint32_t length;
    uint32_t hash;
    uint32_t index; /* the integer below 2^32-1 that it is the canonical text of; else UINT32_MAX */
    bool is_index;
    uint8_t token;          /* of the lexer: the kind of token that it is as a word */
    void *client;           /* free for the compiler: the atom; NULL at first */
    struct ast_name *chain; /* of the intern table */
};

/* ---- Expressions ---- */

struct ast_ident {
    struct ast_node node;
    struct scope_ref ref; /* ref.name is the name */
};

/* THIS, NEW_TARGET */
struct ast_this {
    struct ast_node node;
    struct scope_ref ref;
};

struct ast_number {
    struct ast_node node;
    double value;
};

/* STRING, BIGINT.  Also the key of a property or member written as an identifier. */
struct ast_string {
    struct ast_node node;
    struct ast_name *value;
};

struct ast_regexp {
    struct ast_node node;
    struct ast_name *pattern, *flags;
};

/* strings holds one TEMPLATE_STRING more than there are expressions. */
struct ast_template {
    struct ast_node node;
    struct ast_list strings, expressions;
};

struct ast_template_string {
    struct ast_node node;
    struct ast_name *cooked; /* NULL: has an invalid escape (tagged templates only): undefined */
    struct ast_name *raw;
};

struct ast_array {
    struct ast_node node;
    struct ast_list elements;
};

struct ast_object {
    struct ast_node node;
    struct ast_list properties;
};

enum ast_property_kind {
    AST_PROPERTY_VALUE,  /* key: value, and shorthands */
    AST_PROPERTY_METHOD, /* value: a FUNCTION of kind METHOD */
    AST_PROPERTY_GET,
    AST_PROPERTY_SET,
    AST_PROPERTY_PROTO /* __proto__: value, which sets the prototype */
};

struct ast_property {
    struct ast_node node;
    uint8_t kind; /* enum ast_property_kind */
    bool is_computed;
    bool is_shorthand;
    struct ast_node *key; /* STRING, NUMBER, BIGINT, or any expression if computed */
    struct ast_node *value;
};

/* UNARY and everything with one child. */
struct ast_unary {
    struct ast_node node;
    struct ast_node *argument;
};

/* op INC or DEC; the target is an IDENT, MEMBER, INDEX, PRIVATE_MEMBER, SUPER_MEMBER or SUPER_INDEX
 * (or, sloppy, a CALL, which throws a ReferenceError once called). */
struct ast_update {
    struct ast_node node;
    bool is_prefix;
    struct ast_node *target;
};

/* One `op operand` of a chain. */
struct ast_operand {
    struct ast_operand *next;
    struct ast_node *operand;
    uint8_t op;        /* enum ast_op */
    uint32_t position; /* of the operator */
};

/* first op1 second op2 third ..., evaluated from the left; ** has two operands only. */
struct ast_binary {
    struct ast_node node;
    struct ast_node *first;
    struct ast_operand *rest;
    uint32_t count; /* of operands, first included */
};

/* Operands all joined by node.op: AND, OR or NULLISH. */
struct ast_logical {
    struct ast_node node;
    struct ast_list operands;
};

struct ast_conditional {
    struct ast_node node;
    struct ast_node *test, *consequent, *alternate;
};

/*
 * ASSIGN: node.op is AST_OP_NONE, an arithmetic operator, or AND, OR, NULLISH.  target as in
 * UPDATE, or ARRAY_PATTERN or OBJECT_PATTERN if plain.  DEFAULT: value is used when the target gets
 * undefined.
 */
struct ast_assign {
    struct ast_node node;
    struct ast_node *target, *value;
};

struct ast_sequence {
    struct ast_node node;
    struct ast_list expressions;
};

struct ast_private_in {
    struct ast_node node;
    struct scope_ref name;
    struct ast_node *object;
};

/* The common beginning of MEMBER, INDEX, PRIVATE_MEMBER, CALL, TAGGED_TEMPLATE. */
struct ast_link {
    struct ast_node node;
    struct ast_node *object; /* of a call: the callee; of a template: the tag */
    struct ast_node *outer;  /* the link whose object this is; NULL if the chain ends here */
};

struct ast_member {
    struct ast_link link;
    struct ast_name *name;
};

struct ast_index {
    struct ast_link link;
    struct ast_node *index;
};

struct ast_private_member {
    struct ast_link link;
    struct scope_ref name;
};

/* What a direct eval needs to know at run time. */
struct ast_eval_site {
    struct scope_ref object; /* DYNAMIC if there is a scope object around the call; else GLOBAL */
    bool strict;
    bool allow_new_target, allow_super_member, allow_super_call, in_class_field_init;
};

struct ast_call {
    struct ast_link link;
    struct ast_list arguments;  /* expressions, SPREAD */
    struct ast_eval_site *eval; /* not NULL: direct, if the callee turns out to be %eval% */
};

struct ast_tagged_template {
    struct ast_link link;
    struct ast_template *template;
};

struct ast_super_member {
    struct ast_node node;
    struct scope_ref this, home;
    struct ast_name *name;
};

struct ast_super_index {
    struct ast_node node;
    struct scope_ref this, home;
    struct ast_node *index;
};

/* Binds `this`, which must not be bound yet (this.needs_tdz false: certainly not bound before). */
struct ast_super_call {
    struct ast_node node;
    struct scope_ref this, new_target, callee;
    struct ast_list arguments;
};

struct ast_new {
    struct ast_node node;
    struct ast_node *callee;
    struct ast_list arguments;
};

struct ast_import_call {
    struct ast_node node;
    struct ast_node *specifier, *options; /* options may be NULL */
};

/* ---- Functions and classes ---- */

enum ast_function_kind {
    AST_FUNCTION_NORMAL,
    AST_FUNCTION_ARROW,
    AST_FUNCTION_METHOD, /* of a literal or class; no constructor */
    AST_FUNCTION_GETTER,
    AST_FUNCTION_SETTER,
    AST_FUNCTION_CONSTRUCTOR, /* of a base class */
    AST_FUNCTION_DERIVED_CONSTRUCTOR,
    AST_FUNCTION_FIELD_INIT,  /* body: FIELD_INIT; called on each new instance */
    AST_FUNCTION_STATIC_INIT, /* body: FIELD_INIT, STATIC_BLOCK; called once on the class */
    AST_FUNCTION_SCRIPT,
    AST_FUNCTION_MODULE,
    AST_FUNCTION_EVAL
};

struct ast_function {
    struct ast_node
        node;     /* start, end: the text that toString shows (of a method: with its name) */
    uint8_t kind; /* enum ast_function_kind */
    bool is_async, is_generator, strict;
    bool has_await; /* in its own code; of a program: at the top level.  is_async of a program: a
                       module, or this */
    bool is_expression_body;     /* arrow without braces: body is one RETURN */
    bool is_default_constructor; /* not in the source; body empty.  Derived: passes all arguments on
                                  */
    bool has_simple_parameters;
    bool has_parameter_expressions; /* then body_scope != scope */
    bool has_rest;
    bool uses_arguments, uses_this, uses_super, uses_new_target; /* itself or its arrows or evals */
    bool arguments_only_indexed; /* `arguments` occurs only as arguments[i] and arguments.length,
                                    read */
    bool has_mapped_arguments;   /* sloppy aliasing matters: all parameters are in boxes */
    bool has_direct_eval;        /* in its own code */
    bool contains_direct_eval;   /* in its own code or in functions inside it */
    bool has_this_in_object;     /* see struct scope */
    struct ast_name *name; /* as written; NULL if anonymous.  Methods: NULL, see the property */
    uint32_t name_start;
    uint32_t length;            /* parameters before the first default or rest */
    uint32_t body_start;        /* offset of the body, after { or => */
    struct ast_list parameters; /* IDENT, ARRAY_PATTERN, OBJECT_PATTERN, DEFAULT, REST */
    struct ast_list body;
    struct ast_function *parent; /* the function that creates it; NULL for the program */
    struct ast_function *sibling, *child_first, *child_last; /* functions created directly in it */
    struct scope *name_scope,
        *eval_scope; /* may be NULL; from outside inwards: name, eval, scope, body.
                        EVAL: eval_scope is the SCOPE_CALLER of a direct eval */
    struct scope *scope, *body_scope;
    struct scope_binding *self; /* the callee under its name, if mentioned */
    /* Special variables; NULL unless something mentions them.  Arrows: always NULL. */
    struct scope_binding *this_binding, *new_target_binding, *home_binding, *callee_binding;
    struct scope_binding *arguments_binding;
    struct scope_capture *captures;
    uint32_t capture_count;
    /* Of the analysis. */
    struct scope_ref *refs;               /* its references */
    struct scope_ref *self_refs;          /* those to self_candidate from inside */
    struct scope_binding *self_candidate; /* binding that the function initialises directly */
    struct ast_function *next_made;
    uint32_t *capture_table; /* hash of captures: index + 1 */
    uint32_t capture_table_size, capture_size;
    void *client; /* free for the compiler */
};

enum ast_element_kind {
    AST_ELEMENT_METHOD,
    AST_ELEMENT_GET,
    AST_ELEMENT_SET,
    AST_ELEMENT_FIELD,
    AST_ELEMENT_STATIC_BLOCK
};

/*
 * One element, in source order, without the constructor.  While the class is defined: evaluate
 * computed keys; define public methods; make the functions of private ones.  A field stores its
 * computed key in key_binding (SCOPE_FIELD_KEY, already a property key); a private instance method
 * or accessor stores its function in value_binding (SCOPE_PRIVATE_VALUE).  Private static ones go
 * to the class at once. Fields and static blocks run later, from the initializer functions.
 */
struct ast_class_element {
    struct ast_node node;
    uint8_t kind; /* enum ast_element_kind */
    bool is_static, is_computed, is_private;
    struct ast_node *key;          /* as in PROPERTY; NULL if private or a static block */
    struct scope_ref private_name; /* is_private: the symbol */
    struct ast_function *function; /* METHOD, GET, SET */
    struct scope_binding *key_binding, *value_binding;
};

/*
 * One step of an initializer function, with `this` the instance or class: define the field
 * (element FIELD; value NULL: undefined), or add a private method or accessor (METHOD, GET, SET;
 * these come first).
 */
struct ast_field_init {
    struct ast_node node;
    struct ast_class_element *element;
    struct scope_ref key; /* computed key (FIELD_KEY) or private name, seen from the initializer */
    struct scope_ref value; /* private methods: the function */
    struct ast_node *initializer;
    struct scope_ref this;
};

struct ast_static_block {
    struct ast_node node;
    struct scope *scope;
    struct ast_list body;
};

/*
 * scope holds the private names, hidden variables and, if the class has a name, its inner binding
 * `self`. If self is IN_BOX or IN_OBJECT, initialise it once all elements are defined, before
 * static_init runs; otherwise as soon as the constructor exists, so that methods can copy it (no
 * one can see the difference: references from computed keys and heritage say in_dead_zone).
 */
struct ast_class {
    struct ast_node node;
    struct ast_name *name; /* NULL if anonymous */
    uint32_t name_start;
    struct scope *scope;
    struct scope_binding *self;
    struct ast_node *heritage;        /* NULL: a base class; evaluated inside scope */
    struct ast_function *constructor; /* never NULL, see is_default_constructor */
    struct ast_list elements;
    struct ast_function *instance_init, *static_init; /* NULL if there is nothing to do */
    void *client;
};

/* ---- Statements ---- */

struct ast_block {
    struct ast_node node;
    struct scope *scope;
    struct ast_list body;
};

/* kind: SCOPE_VAR, SCOPE_LET or SCOPE_CONST. */
struct ast_declaration {
    struct ast_node node;
    uint8_t kind;
    struct ast_list declarators;
};

struct ast_declarator {
    struct ast_node node;
    struct ast_node *target; /* IDENT or pattern */
    struct ast_node *value;  /* NULL: none (let: initialise with undefined; var: nothing to do) */
};

/*
 * The binding gets its function on entry of the scope (scope->hoisted).  Evaluating the statement
 * itself does nothing, except that with annexb it copies the value of `ref` to `annexb_var`.
 */
struct ast_function_declaration {
    struct ast_node node;
    struct ast_function *function;
    struct scope_ref ref;
    bool annexb;
    struct scope_ref annexb_var;
    struct ast_function_declaration *hoist_next;
    bool is_overridden; /* a later declaration of the same scope has the name: not in hoisted */
};

struct ast_class_declaration {
    struct ast_node node;
    struct ast_class *class;
    struct scope_ref ref; /* initialised here */
};

struct ast_if {
    struct ast_node node;
    struct ast_list clauses;    /* IF_CLAUSE: if, else if, else if, ... */
    struct ast_node *otherwise; /* NULL: no else */
};

struct ast_if_clause {
    struct ast_node node;
    struct ast_node *test, *consequent;
};

/* Any part but body may be NULL.  initial: DECLARATION or expression.  scope: NULL unless
 * let/const. */
struct ast_for {
    struct ast_node node;
    struct scope *scope;
    struct ast_node *initial, *test, *update, *body;
};

/*
 * FOR_IN, FOR_OF.  target: an assignment target or pattern, or a DECLARATION with one declarator,
 * which has a value only in `for (var a = 1 in b)`.  The object is evaluated inside scope,
 * uninitialised; each iteration enters it anew.
 */
struct ast_for_each {
    struct ast_node node;
    bool is_await;
    struct scope *scope;
    struct ast_node *target, *object, *body;
};

struct ast_while {
    struct ast_node node;
    struct ast_node *test, *body;
};

/* target: the loop, SWITCH or LABELLED statement that is left or continued. */
struct ast_jump {
    struct ast_node node;
    struct ast_node *target;
    struct ast_name *label; /* NULL if none was written */
};

struct ast_try {
    struct ast_node node;
    struct ast_block *block;
    struct scope *catch_scope;     /* NULL: no catch clause */
    struct ast_node *catch_target; /* NULL: none written */
    struct ast_block *catch_block;
    struct ast_block *finally_block;
};

struct ast_switch {
    struct ast_node node;
    struct scope *scope; /* entered after the value is computed */
    struct ast_node *value;
    struct ast_list cases;
};

struct ast_case {
    struct ast_node node;
    struct ast_node *test; /* NULL: default */
    struct ast_list body;
};

/* A jump to the label of a loop names the loop itself as target, not this node. */
struct ast_labelled {
    struct ast_node node;
    struct ast_name *label;
    struct ast_node *body;
};

struct ast_with {
    struct ast_node node;
    struct scope *scope;
    struct ast_node *object, *body;
};

/* ---- Modules ---- */

/* import d, { a as b } from "m" with { k: "v" };  import * as n from "m";  import "m" */
struct ast_import {
    struct ast_node node;
    struct ast_list specifiers; /* IMPORT_SPECIFIER */
    struct ast_name *module;
    struct ast_list attributes;
};

/*
 * EXPORT_NAMED: specifiers, module or NULL.  EXPORT_DECLARATION: declaration.  EXPORT_DEFAULT: a
 * FUNCTION_DECLARATION, CLASS_DECLARATION, or an expression; what has no name of its own is
 * bound to the binding named `*default*` (ref).  EXPORT_ALL: module; name (export * as name) or
 * NULL.
 */
struct ast_export {
    struct ast_node node;
    struct ast_list specifiers;
    struct ast_node *declaration;
    struct scope_ref ref;
    struct ast_name *name;
    struct ast_name *module;
    struct ast_list attributes;
};

/*
 * IMPORT_SPECIFIER: imported (NULL: the namespace) is bound to local (ref).  EXPORT_SPECIFIER:
 * local (without module a variable, in ref; with one a name exported there) is exported as
 * exported. IMPORT_ATTRIBUTE: key imported, value local.
 */
struct ast_module_specifier {
    struct ast_node node;
    struct ast_name *imported, *local, *exported;
    struct scope_ref ref;
};

/* ---- Help for consumers ---- */

/* True for the kinds whose struct begins with struct ast_link. */
static inline bool js_ast_is_link(const struct ast_node *node)
{
    return node->kind >= AST_MEMBER && node->kind <= AST_TAGGED_TEMPLATE;
}

/*
 * The innermost link of a chain (whose object is no link); node itself if its object is none.  From
 * there `outer` leads back to node, one link a step.
 */
struct ast_node *js_ast_chain_base(struct ast_node *node);

/* A function or class expression without a name, so that naming applies to it
 * (IsAnonymousFunctionDefinition). */
bool js_ast_is_anonymous_function(const struct ast_node *node);

/* The name of a kind, for dumps. */
const char *js_ast_kind_name(enum ast_kind kind);

#endif
