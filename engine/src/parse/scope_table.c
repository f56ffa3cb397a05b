/*
 * scope_table.c: the names of one scope.
 *
 * A list in order of declaration; beyond eight entries a hash table beside it, with open
 * addressing, at most half full.  Names are interned, so they compare by address.  Hidden bindings
 * are in the list only.
 */
#include "parse/scope_table.h"

enum { LIST_MAX = 8 };

static struct scope_binding **table_place(const struct scope *scope, const struct ast_name *name)
{
    uint32_t mask = scope->table_size - 1, at = name->hash & mask;

    while (scope->table[at] && scope->table[at]->name != name)
        at = (at + 1) & mask;
    return &scope->table[at];
}

static bool is_hidden(const struct scope_binding *binding)
{
    return binding->kind == SCOPE_PRIVATE_VALUE || binding->kind == SCOPE_FIELD_KEY ||
           binding->kind == SCOPE_OBJECT_HOLDER;
}

struct scope_binding *js__scope_find_any(const struct scope *scope, const struct ast_name *name)
{
    struct scope_binding *binding;

    if (scope->table)
        return *table_place(scope, name);
    for (binding = scope->first; binding; binding = binding->next) {
        if (binding->name == name && !is_hidden(binding))
            return binding;
    }
    return NULL;
}

struct scope_binding *js_scope_find(const struct scope *scope, const struct ast_name *name)
{
    struct scope_binding *binding = js__scope_find_any(scope, name);

    return binding && !binding->hoist_marker ? binding : NULL;
}

/* Makes a table of twice the entries' number at least, and enters what the list holds. */
static bool make_table(struct js_arena *arena, struct scope *scope)
{
    uint32_t size = scope->table_size ? scope->table_size * 2 : 4 * LIST_MAX;
    struct scope_binding **table = js_arena_alloc_array(arena, size, sizeof *table);

    if (!table)
        return false;
    scope->table = table;
    scope->table_size = size;
    for (struct scope_binding *binding = scope->first; binding; binding = binding->next) {
        if (!is_hidden(binding))
            *table_place(scope, binding->name) = binding;
    }
    return true;
}

static void link_binding(struct scope *scope, struct scope_binding *binding)
{
    if (scope->last)
        scope->last->next = binding;
    else
        scope->first = binding;
    scope->last = binding;
    scope->count++;
}

struct scope_binding *js__scope_add_hidden(struct js_arena *arena, struct scope *scope,
                                           const struct ast_name *name,
                                           enum scope_binding_kind kind)
{
    struct scope_binding *binding = js_arena_alloc(arena, sizeof *binding);

    if (!binding)
        return NULL;
    binding->name = name;
    binding->scope = scope;
    binding->function = scope->function;
    binding->kind = (uint8_t)kind;
    binding->param_index = UINT32_MAX;
    link_binding(scope, binding);
    return binding;
}

struct scope_binding *js__scope_add(struct js_arena *arena, struct scope *scope,
                                    const struct ast_name *name, enum scope_binding_kind kind,
                                    uint32_t start)
{
    struct scope_binding *binding = js__scope_add_hidden(arena, scope, name, kind);

    if (!binding)
        return NULL;
    binding->start = start;
    if (scope->table && scope->count * 2 < scope->table_size)
        *table_place(scope, name) = binding;
    else if (scope->count > LIST_MAX && !make_table(arena, scope))
        return NULL;
    return binding;
}

void js__scope_drop_markers(struct scope *scope)
{
    struct scope_binding **link = &scope->first;

    scope->last = NULL;
    while (*link) {
        struct scope_binding *binding = *link;

        if (binding->hoist_marker) {
            *link = binding->next;
            scope->count--;
        } else {
            scope->last = binding;
            link = &binding->next;
        }
    }
}
