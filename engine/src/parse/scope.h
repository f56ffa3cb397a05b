/*
 * parse/scope.h: what scope analysis tells the compiler.
 *
 * Every reference by name in the tree holds a struct scope_ref.  Its kind says where the value is:
 *
 *   LOCAL    in the frame of the function that contains the reference: ref->binding
 *   CAPTURE  in the closure: entry ref->capture of the function's captures
 *   GLOBAL   by name: the realm's lexical declarations, then the global object
 *   DYNAMIC  by name, in a chain of scope objects that starts at the one in ref->object
 *
 * and, for LOCAL and CAPTURE, binding->storage says how it is held there:
 *
 *   REGISTER not captured: a register of the frame
 *   COPY     a register; closures copy the value.  It cannot change after the first closure that
 *            mentions it was made
 *   BOX      a register holds a box, closures share the box.  A fresh box per entry of the scope,
 * and per iteration for the variables of a `for (let ...;;)`
 *
 * `this`, new.target, the home object, the running function (for super calls) and `arguments` are
 * bindings too, of the nearest function that has its own; so arrow functions capture them like any
 * other variable.  They exist only where something mentions them (struct ast_function has pointers
 * to them).
 *
 * FLAT CLOSURES.  A captured variable is COPY if no assignment to it can be executed after a
 * closure that mentions it was created, and its initialisation dominates each such creation, within
 * one iteration of its scope.  This contains the rule 'initialised exactly once, before any
 * closure'. scope.c says how it is decided.  The update expression of `for (let i = 0; ...; i++)`
 * assigns to the next iteration's variable, so it alone does not force a box.
 *
 * ITSELF.  Where a function declaration, or a function expression that initialises a variable at
 * once, is never assigned again, mentions of that name inside the function are a LOCAL reference to
 * function->self (a binding of kind FUNCTION_NAME of the function's own: the callee).  The same
 * binding serves the name of a named function expression, and the class's name inside its
 * constructor.
 *
 * SCOPE OBJECTS.  A direct eval, or a `with`, makes every scope around it one whose variables live
 * in an object, by name (scope->has_object, storage OBJECT).  scope->object is then a hidden
 * binding: the register that holds the object, made when the scope is entered, with the next one
 * outwards as parent (scope->object_parent, a reference evaluated just outside the scope).  Names
 * that no program can write hold the special variables: `this`, `new.target`, `home object`,
 * `active function`; private names are `#x`. References to these never look into the object of a
 * `with` (ref->skips_with).  An object is created for a scope only if has_object.  What a direct
 * eval calls on is SCOPE_CALLER, outside its program->scope: its object is the one that the eval is
 * given.
 */
#ifndef JS_PARSE_SCOPE_H
#define JS_PARSE_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

struct ast_name;
struct ast_node;
struct ast_function;
struct ast_function_declaration;
struct scope;
struct scope_binding;

enum scope_kind {
    SCOPE_SCRIPT,        /* program->scope */
    SCOPE_MODULE,        /* program->scope */
    SCOPE_EVAL,          /* program->scope */
    SCOPE_FUNCTION_NAME, /* function->name_scope: a function expression's own name */
    SCOPE_PARAM_EVAL,    /* function->eval_scope: what sloppy evals in parameters declare */
    SCOPE_FUNCTION, /* function->scope: parameters; with function->body_scope == scope the body too
                     */
    SCOPE_BODY,     /* function->body_scope, where parameters have expressions */
    SCOPE_BLOCK,    /* block->scope */
    SCOPE_FOR,      /* loop->scope: the let/const/class variables of a for, for-in, for-of head */
    SCOPE_SWITCH,   /* switch->scope */
    SCOPE_CATCH,    /* try->catch_scope: the parameter; the block below has its own scope */
    SCOPE_CLASS,    /* class->scope: the name, private names, hidden variables of elements */
    SCOPE_STATIC_BLOCK, /* static block's scope: a var scope within the static initializer function
                         */
    SCOPE_WITH,         /* with->scope: no bindings; its object is the with object */
    SCOPE_CALLER        /* program->eval_scope of a direct eval: the scopes around the call */
};

enum scope_binding_kind {
    SCOPE_VAR,
    SCOPE_LET,
    SCOPE_CONST,
    SCOPE_CLASS_NAME, /* of a class declaration (like let), and a class's inner name (like const) */
    SCOPE_FUNCTION_DECLARED,
    SCOPE_PARAM,
    SCOPE_CATCH_PARAM,
    SCOPE_IMPORT,
    SCOPE_FUNCTION_SELF, /* see ITSELF; assignment is ignored in sloppy code, a TypeError in strict
                          */
    SCOPE_ARGUMENTS,
    SCOPE_THIS,
    SCOPE_NEW_TARGET,
    SCOPE_HOME_OBJECT,
    SCOPE_CALLEE,        /* the running function, for super(...) */
    SCOPE_PRIVATE_NAME,  /* the symbol of `#x`, made on entry of the class scope */
    SCOPE_PRIVATE_VALUE, /* function of a private method, getter or setter */
    SCOPE_FIELD_KEY,     /* value of a field's computed key */
    SCOPE_OBJECT_HOLDER  /* a scope object, or the with object */
};

enum scope_storage {
    SCOPE_IN_REGISTER,
    SCOPE_IN_COPY,
    SCOPE_IN_BOX,
    SCOPE_IN_OBJECT, /* property of scope->object's object */
    SCOPE_IN_GLOBAL, /* script: var and function on the global object, others in the realm's scope
                      */
    SCOPE_IN_CALLER_VARS /* var and function of a sloppy direct eval: declared at run time */
};

enum scope_ref_kind { SCOPE_REF_LOCAL, SCOPE_REF_CAPTURE, SCOPE_REF_GLOBAL, SCOPE_REF_DYNAMIC };

struct scope_binding {
    const struct ast_name *name; /* also for hidden ones: what heap snapshots show */
    struct scope *scope;
    struct ast_function *function; /* whose frame it lives in */
    struct scope_binding *next;    /* of the same scope, in order of declaration */
    uint8_t kind;                  /* enum scope_binding_kind */
    uint8_t storage;               /* enum scope_storage */
    bool is_captured;              /* some closure mentions it */
    bool is_assigned;     /* beyond its initialisation; also from eval: true if IN_OBJECT */
    bool needs_tdz;       /* some reference checks: starts as the hole, not undefined */
    bool is_exported;     /* of a module: always in a box, which importers share */
    bool is_mapped;       /* parameter aliased by the sloppy `arguments`: always in a box */
    bool is_simple_catch; /* `catch (e)`: a var of the same name is allowed */
    bool is_annexb_var;   /* var made by a function in a block (B.3.2): no error if it cannot */
    uint32_t start;       /* offset of the declaration that made it */
    uint32_t param_index; /* SCOPE_PARAM that is a plain name: its position, the last of equals;
                             otherwise UINT32_MAX */
    struct ast_function
        *declared; /* FUNCTION_DECLARED: the function it starts as (the last of equals) */
    struct scope_binding
        *initial;  /* a var of SCOPE_BODY named as a parameter starts with its value */
    uint32_t slot; /* free for the compiler: its register */
    void *client;  /* free for the compiler */

    /* Of the analysis; the compiler has no use for it. */
    struct ast_function *self_of; /* function literal that directly initialises it */
    uint32_t writes;              /* initialisations and assignments seen so far */
    uint32_t write_loop;          /* outermost loop, within the scope, of the latest one; 0: none */
    bool initialised;             /* on every path to the point that the walk has reached */
    bool closed_over;             /* some closure that mentions it has been created */
    bool must_box;
    bool is_mentioned;
    bool hoist_marker; /* not a binding: a var of this name passes through this block */
    struct scope_binding *region_next; /* initialised in the same region */
};

struct scope_ref {
    const struct ast_name *name;
    struct scope *scope;           /* where it stands */
    struct scope_binding *binding; /* LOCAL, CAPTURE: always; DYNAMIC, GLOBAL: a guess or NULL */
    uint32_t capture;              /* CAPTURE: index in function->captures */
    uint8_t kind;                  /* enum scope_ref_kind */
    bool needs_tdz;         /* the value may still be the hole: check it.  Not set for GLOBAL and
                               DYNAMIC, which always check */
    bool in_dead_zone;      /* certainly uninitialised: emit the ReferenceError only */
    bool object_is_capture; /* DYNAMIC: object is in the closure, at index capture */
    bool skips_with;        /* a special variable or private name */
    struct scope_binding *object; /* DYNAMIC: the OBJECT_HOLDER to start at */

    struct scope_ref *next; /* of the same function; of the analysis */
    struct ast_function *function;
};

/* What one entry of a closure is made from, by the function that creates it. */
struct scope_capture {
    struct scope_binding *binding; /* name, storage (COPY: its value, BOX: its box) */
    bool from_capture;             /* true: entry `index` of the creating function's own captures;
                                      false: its register for binding */
    uint32_t index;
};

struct scope {
    uint8_t kind; /* enum scope_kind */
    bool is_var_scope;
    bool has_object;                   /* variables live in a scope object */
    bool is_extensible;                /* a sloppy direct eval may add variables to the object */
    bool contains_eval, contains_with; /* a direct eval or `with` lies inside: of the analysis */
    bool hides_private; /* of the analysis: its private names are not in scope (heritage) */
    struct scope *parent;
    struct ast_function *function;
    struct scope_binding *first, *last; /* the bindings, without hoist markers after parsing */
    uint32_t count;
    /* Function declarations to instantiate on entry, in order; of equals only the last. */
    struct ast_function_declaration *hoisted;
    struct scope_binding *object; /* if has_object; always of WITH and CALLER */
    struct scope_ref
        *object_parent; /* if has_object: reference to the next object outwards; NULL: none */

    /* Of the analysis: names to bindings; where the scope lies. */
    struct scope_binding **table;
    uint32_t table_size;
    uint32_t loop_depth;
    struct ast_function_declaration *hoisted_last;
    struct scope *next_made;
};

/* Finds a binding that scope itself declares; NULL if there is none. */
struct scope_binding *js_scope_find(const struct scope *scope, const struct ast_name *name);

#endif
