/*
 * parse/scope_table.h: the names of one scope.
 */
#ifndef JS_PARSE_SCOPE_TABLE_H
#define JS_PARSE_SCOPE_TABLE_H

#include "base/arena.h"
#include "parse/ast.h"

/* A binding or hoist marker of the name, or NULL. */
struct scope_binding *js__scope_find_any(const struct scope *scope, const struct ast_name *name);

/* Adds a binding at the end; the scope must not have the name.  NULL when memory runs out. */
struct scope_binding *js__scope_add(struct js_arena *arena, struct scope *scope,
                                    const struct ast_name *name, enum scope_binding_kind kind,
                                    uint32_t start);

/* Adds a binding that is reached by pointer only, not by name. */
struct scope_binding *js__scope_add_hidden(struct js_arena *arena, struct scope *scope,
                                           const struct ast_name *name,
                                           enum scope_binding_kind kind);

/* Unlinks the hoist markers, which only declaring needs. */
void js__scope_drop_markers(struct scope *scope);

#endif
