/*
 * parse/scope_internal.h: what the files of scope analysis share.
 *
 * The first pass (scope.c, scope_expr.c) walks the tree in the order of evaluation, resolves names
 * to bindings and tells scope_access.c each reading, assignment and initialisation.  The second
 * pass (closure.c) decides storage and computes captures from the facts that have been collected.
 *
 * A region is a stretch of code that is executed as a whole or not at all, as seen from the code
 * around it: a branch, a loop's body.  What is initialised in a region counts as initialised until
 * its end.
 */
#ifndef JS_PARSE_SCOPE_INTERNAL_H
#define JS_PARSE_SCOPE_INTERNAL_H

#include "parse/internal.h"
#include "parse/scope_table.h"

struct js_region {
    struct js_region *outer;
    struct scope_binding *initialised; /* in it; chained by region_next */
};

struct js_loop {
    struct js_loop *outer;
    uint32_t id, depth; /* depth counts the loops of enclosing functions too */
};

/* A function whose code is being walked. */
struct js_frame {
    struct js_frame *outer;
    struct ast_function *function;
    struct js_loop *loop; /* around the point where the function is created */
};

struct js_analysis {
    struct js_parser *p;
    struct js_arena *arena;
    struct js_names *names;
    struct js_frame *frame;
    struct scope *scope;
    struct js_region *region;
    struct js_loop *loop;
    uint32_t loop_count;
    struct scope *scopes, **scopes_end;
    struct ast_function *functions, **functions_end;
    bool has_dynamic; /* some eval or with exists, or the program is a direct eval */
    bool stopped;     /* out of stack */
};

enum js_access { JS_READ = 1, JS_WRITE = 2, JS_INITIALISE = 4 };

/* ---- scope_access.c ---- */

void js__region_enter(struct js_analysis *a, struct js_region *region);
void js__region_leave(struct js_analysis *a);
void js__loop_enter(struct js_analysis *a, struct js_loop *loop);
void js__loop_leave(struct js_analysis *a);

/* Notes that ref, whose name is set, occurs here and is used so. */
void js__access(struct js_analysis *a, struct scope_ref *ref, unsigned access);
/* The same where the binding is known and not found by name. */
void js__access_binding(struct js_analysis *a, struct scope_ref *ref, struct scope_binding *binding,
                        unsigned access);
/* The binding is written here without a reference of its own: on entry of a scope, by hoisting. */
void js__write_binding(struct js_analysis *a, struct scope_binding *binding);
void js__access_this(struct js_analysis *a, struct scope_ref *ref, unsigned access);
void js__access_new_target(struct js_analysis *a, struct scope_ref *ref);
void js__access_home(struct js_analysis *a, struct scope_ref *ref);
void js__access_callee(struct js_analysis *a, struct scope_ref *ref);
void js__note_eval(struct js_analysis *a, struct ast_eval_site *site);
void js__note_with(struct js_analysis *a);
/* The variable is the hole until it is initialised, if anyone can look. */
bool js__has_dead_zone(const struct scope_binding *binding);
/* The variable `arguments` of function, made if need be. */
struct scope_binding *js__arguments_binding(struct js_analysis *a, struct ast_function *function);
/* Registers scope below the current one, or below parent, and makes it current. */
void js__enter_scope(struct js_analysis *a, struct scope *scope);
void js__leave_scope(struct js_analysis *a);

/* ---- scope.c ---- */

void js__walk_function(struct js_analysis *a, struct ast_function *function,
                       struct scope_binding *self);
void js__walk_class(struct js_analysis *a, struct ast_class *class);
void js__walk_list(struct js_analysis *a, const struct ast_list *list);
void js__walk_statement(struct js_analysis *a, struct ast_node *node);

/* ---- scope_expr.c ---- */

void js__walk_expression(struct js_analysis *a, struct ast_node *node); /* NULL: nothing */
void js__walk_conditionally(struct js_analysis *a, struct ast_node *node);
/* Something is stored in a target or pattern: JS_WRITE, or JS_INITIALISE for declarations. */
void js__walk_target(struct js_analysis *a, struct ast_node *target, unsigned access);

/* ---- closure.c ---- */

void js__decide_closures(struct js_analysis *a);

#endif
