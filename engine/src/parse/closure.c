/*
 * closure.c: the second pass of scope analysis: storage, captures, and what each reference is.
 *
 * The order matters: first the variables that functions are directly put into (their mentions from
 * inside become mentions of the callee, or else are ordinary captures), then mapped arguments, then
 * which scopes have objects, then storage, and last the references, which make captures as they
 * need them.
 *
 * Captures.  A reference to a binding of another function adds it to the captures of every function
 * from the binding's (exclusive) to the reference's (inclusive), each taking it from the one around
 * it.
 */
#include "parse/scope_internal.h"

/* ---- Functions under their own name ---- */

/* The binding of the callee in function; made, in a scope of its own, if there is none. */
static struct scope_binding *make_self(struct js_analysis *a, struct ast_function *function,
                                       const struct ast_name *name)
{
    struct scope *scope = function->name_scope;

    if (!scope) {
        scope = js_arena_alloc(a->arena, sizeof *scope);
        if (!scope)
            return NULL;
        scope->kind = SCOPE_FUNCTION_NAME;
        scope->function = function;
        scope->parent = function->scope->parent;
        function->scope->parent = function->name_scope = scope;
        *a->scopes_end = scope;
        a->scopes_end = &scope->next_made;
        if (!js__scope_add(a->arena, scope, name, SCOPE_FUNCTION_SELF, function->node.start))
            return NULL;
    }
    scope->first->is_mentioned = true;
    return scope->first;
}

/* No assignment, not even from other code or by a second execution, can separate variable and
 * function. */
static bool stands_for_function(const struct scope_binding *binding)
{
    const struct scope *scope = binding->scope;

    if (binding->writes != 1 || binding->write_loop || scope->contains_eval || scope->contains_with)
        return false;
    return scope->kind != SCOPE_EVAL || binding->kind == SCOPE_LET || binding->kind == SCOPE_CONST;
}

static void capture_before_initialised(struct scope_ref *ref)
{
    struct scope_binding *binding = ref->binding;

    binding->is_captured = binding->must_box = true;
    ref->needs_tdz = binding->kind == SCOPE_LET || binding->kind == SCOPE_CONST ||
                     binding->kind == SCOPE_CLASS_NAME;
}

/* Settles the references to the variable that function was put into, from inside function. */
static void settle_self_refs(struct js_analysis *a, struct ast_function *function)
{
    struct scope_ref *ref, *next;
    bool stands = function->self_refs && !a->p->options->box_all_captures &&
                  stands_for_function(function->self_candidate);
    struct scope_binding *self = NULL;

    if (stands && !(self = make_self(a, function, function->self_candidate->name)))
        return;
    for (ref = function->self_refs; ref; ref = next) {
        next = ref->next;
        if (stands)
            ref->binding = self;
        else
            capture_before_initialised(ref);
        if (stands && ref->function != function)
            self->is_captured = true;
        ref->next = ref->function->refs;
        ref->function->refs = ref;
    }
}

static void settle_all_self_refs(struct js_analysis *a)
{
    struct ast_function *function;

    for (function = a->functions; function; function = function->next_made)
        settle_self_refs(a, function);
    for (function = a->functions; function; function = function->next_made) {
        if (function->name_scope &&
            (function->name_scope->first->is_mentioned || function->contains_direct_eval))
            function->self = function->name_scope->first;
    }
}

/* ---- Mapped arguments ---- */

static bool any_parameter_is_assigned(const struct ast_function *function)
{
    const struct scope_binding *binding;

    for (binding = function->scope->first; binding; binding = binding->next) {
        if (binding->kind == SCOPE_PARAM && (binding->writes > 1 || binding->is_assigned))
            return true;
    }
    return false;
}

/* 10.4.4: sloppy functions with simple parameters alias these and arguments[i], if anyone can tell.
 */
static void map_arguments(struct ast_function *function)
{
    struct scope_binding *binding;

    if (!function->arguments_binding || function->strict || !function->has_simple_parameters ||
        function->parameters.count == 0)
        return;
    if (function->arguments_only_indexed && !function->contains_direct_eval &&
        !any_parameter_is_assigned(function))
        return;
    function->has_mapped_arguments = true;
    for (binding = function->scope->first; binding; binding = binding->next)
        binding->is_mapped = binding->kind == SCOPE_PARAM;
}

/* ---- Scope objects and storage ---- */

/* `this` and its like, and what only the analysis names. */
static bool is_special(const struct scope_binding *binding)
{
    return binding->kind >= SCOPE_THIS && binding->kind <= SCOPE_CALLEE;
}

static bool is_hidden(const struct scope_binding *binding)
{
    return binding->kind == SCOPE_PRIVATE_VALUE || binding->kind == SCOPE_FIELD_KEY ||
           binding->kind == SCOPE_OBJECT_HOLDER;
}

static bool belongs_in_object(const struct scope_binding *binding)
{
    const struct scope *scope = binding->scope;

    if (is_hidden(binding))
        return false;
    if (is_special(binding) || binding->kind == SCOPE_PRIVATE_NAME)
        return scope->contains_eval;
    return (scope->contains_eval || scope->contains_with) && scope->kind != SCOPE_SCRIPT;
}

static bool needs_object(const struct scope *scope)
{
    const struct scope_binding *binding;

    if (scope->is_extensible)
        return true;
    for (binding = scope->first; binding; binding = binding->next) {
        if (belongs_in_object(binding))
            return true;
    }
    return false;
}

static void make_object_holder(struct js_analysis *a, struct scope *scope)
{
    scope->has_object = needs_object(scope);
    if (!scope->has_object && scope->kind != SCOPE_WITH && scope->kind != SCOPE_CALLER)
        return;
    scope->object =
        js__scope_add_hidden(a->arena, scope, a->names->scope_object, SCOPE_OBJECT_HOLDER);
    if (scope->object)
        scope->object->function = scope->function;
}

static enum scope_storage choose_storage(const struct js_analysis *a,
                                         const struct scope_binding *binding)
{
    const struct scope *scope = binding->scope;
    bool is_var = binding->kind == SCOPE_VAR || binding->kind == SCOPE_FUNCTION_DECLARED;

    if (scope->kind == SCOPE_SCRIPT && !is_special(binding) && !is_hidden(binding))
        return SCOPE_IN_GLOBAL;
    if (scope->kind == SCOPE_EVAL && is_var && !scope->function->strict)
        return a->p->options->eval.direct ? SCOPE_IN_CALLER_VARS : SCOPE_IN_GLOBAL;
    if (belongs_in_object(binding))
        return SCOPE_IN_OBJECT;
    if (binding->kind == SCOPE_IMPORT || binding->is_exported || binding->is_mapped)
        return SCOPE_IN_BOX;
    if (!binding->is_captured)
        return SCOPE_IN_REGISTER;
    if (a->p->options->box_all_captures && binding->kind <= SCOPE_CATCH_PARAM)
        return SCOPE_IN_BOX;
    return binding->must_box ? SCOPE_IN_BOX : SCOPE_IN_COPY;
}

static void settle_scope(struct js_analysis *a, struct scope *scope)
{
    struct scope_binding *binding;

    for (binding = scope->first; binding; binding = binding->next) {
        if (binding->kind == SCOPE_OBJECT_HOLDER)
            continue; /* settled when references to it are */
        binding->storage = choose_storage(a, binding);
        if (binding->storage == SCOPE_IN_OBJECT) {
            binding->is_assigned = true;
            binding->needs_tdz =
                js__has_dead_zone(binding) &&
                (binding->kind != SCOPE_PARAM || binding->function->has_parameter_expressions);
        }
    }
    make_object_holder(a, scope);
}

/* ---- Captures ---- */

static uint32_t hash_binding(const struct scope_binding *binding)
{
    return (uint32_t)((uintptr_t)binding >> 4) * 0x9E3779B1u >> 7;
}

static uint32_t *capture_place(const struct ast_function *function,
                               const struct scope_binding *binding)
{
    uint32_t mask = function->capture_table_size - 1, at = hash_binding(binding) & mask;

    while (function->capture_table[at] &&
           function->captures[function->capture_table[at] - 1].binding != binding)
        at = (at + 1) & mask;
    return &function->capture_table[at];
}

/* Doubles the room for captures and their table. */
static bool grow_captures(struct js_analysis *a, struct ast_function *function)
{
    uint32_t size = function->capture_size ? function->capture_size * 2 : 4;
    struct scope_capture *captures = js_arena_alloc_array(a->arena, size, sizeof *captures);
    uint32_t *table = js_arena_alloc_array(a->arena, size * 2u, sizeof *table);

    if (!captures || !table)
        return false;
    for (uint32_t i = 0; i < function->capture_count; i++)
        captures[i] = function->captures[i];
    function->captures = captures;
    function->capture_size = size;
    function->capture_table = table;
    function->capture_table_size = size * 2;
    for (uint32_t i = 0; i < function->capture_count; i++)
        *capture_place(function, captures[i].binding) = i + 1;
    return true;
}

/* The index of binding, of another function, in the captures of function only; UINT32_MAX on
 * failure. */
static uint32_t add_capture(struct js_analysis *a, struct ast_function *function,
                            struct scope_binding *binding, bool *is_new)
{
    uint32_t *place;

    *is_new = false;
    if (function->capture_count == function->capture_size && !grow_captures(a, function))
        return UINT32_MAX;
    place = capture_place(function, binding);
    if (!*place) {
        *is_new = true;
        function->captures[function->capture_count] = (struct scope_capture){.binding = binding};
        *place = ++function->capture_count;
    }
    return *place - 1;
}

/* The same in function and in all functions between it and the binding's. */
static uint32_t capture(struct js_analysis *a, struct ast_function *function,
                        struct scope_binding *binding)
{
    bool is_new;
    uint32_t index = add_capture(a, function, binding, &is_new), inner = index;

    binding->is_captured = true;
    for (; is_new && inner != UINT32_MAX && function->parent != binding->function;
         function = function->parent) {
        uint32_t outer = add_capture(a, function->parent, binding, &is_new);

        if (outer == UINT32_MAX)
            return UINT32_MAX;
        function->captures[inner].from_capture = true;
        function->captures[inner].index = outer;
        inner = outer;
    }
    return index;
}

/* ---- References ---- */

/* The object of scope as seen from the reference. */
static void refer_to_object(struct js_analysis *a, struct scope_ref *ref, const struct scope *scope)
{
    ref->kind = SCOPE_REF_DYNAMIC;
    ref->needs_tdz = false;
    ref->object = scope->object;
    if (!ref->object)
        return;
    ref->object_is_capture = ref->object->function != ref->function;
    if (ref->object_is_capture) {
        ref->object->storage = SCOPE_IN_COPY;
        ref->capture = capture(a, ref->function, ref->object);
    }
}

static bool is_opaque(const struct scope *scope)
{
    return scope->kind == SCOPE_WITH || scope->kind == SCOPE_CALLER || scope->is_extensible;
}

/*
 * Whether the reference must be looked up by name, and if so, in which scope's object to begin: the
 * innermost with unknown names, or else the binding's own.
 */
static const struct scope *dynamic_start(const struct scope_ref *ref)
{
    const struct scope_binding *binding = ref->binding;
    const struct scope *scope, *caller = NULL;

    for (scope = ref->scope; scope; scope = scope->parent) {
        if (binding && scope == binding->scope && binding->storage != SCOPE_IN_CALLER_VARS)
            return binding->storage == SCOPE_IN_OBJECT ? scope : NULL;
        if (scope->kind == SCOPE_CALLER)
            caller = scope;
        if (is_opaque(scope) && !ref->skips_with)
            return scope;
    }
    return caller;
}

static void settle_static(struct js_analysis *a, struct scope_ref *ref)
{
    struct scope_binding *binding = ref->binding;

    if (!binding || binding->storage == SCOPE_IN_GLOBAL ||
        binding->storage == SCOPE_IN_CALLER_VARS) {
        ref->kind = SCOPE_REF_GLOBAL;
        ref->needs_tdz = false;
        return;
    }
    if (binding->kind == SCOPE_IMPORT)
        ref->needs_tdz = true;
    if (ref->needs_tdz)
        binding->needs_tdz = true;
    if (binding->function == ref->function) {
        ref->kind = SCOPE_REF_LOCAL;
        return;
    }
    ref->kind = SCOPE_REF_CAPTURE;
    ref->capture = capture(a, ref->function, binding);
}

static void settle_ref(struct js_analysis *a, struct scope_ref *ref)
{
    const struct scope *start = a->has_dynamic ? dynamic_start(ref) : NULL;

    if (start)
        refer_to_object(a, ref, start);
    else
        settle_static(a, ref);
}

/* The site's object is that of the innermost scope that has one. */
static bool settle_site(struct js_analysis *a, struct scope_ref *ref)
{
    const struct scope *scope = ref->scope;

    if (ref->name)
        return false;
    while (scope && !scope->object)
        scope = scope->parent;
    if (scope)
        refer_to_object(a, ref, scope);
    else
        ref->kind = SCOPE_REF_GLOBAL;
    return true;
}

/* Where a scope with an object finds the next one. */
static void link_objects(struct js_analysis *a, struct scope *scope)
{
    const struct scope *outer = scope->parent;
    struct scope_ref *ref;

    if (!scope->object || scope->kind == SCOPE_CALLER)
        return;
    while (outer && !outer->object)
        outer = outer->parent;
    if (!outer)
        return;
    ref = js_arena_alloc(a->arena, sizeof *ref);
    if (!ref)
        return;
    ref->scope = scope->parent;
    ref->function = scope->function;
    refer_to_object(a, ref, outer);
    scope->object_parent = ref;
}

/* References were collected last first; captures are numbered in order of mention. */
static struct scope_ref *reverse(struct scope_ref *ref)
{
    struct scope_ref *reversed = NULL, *next;

    for (; ref; ref = next) {
        next = ref->next;
        ref->next = reversed;
        reversed = ref;
    }
    return reversed;
}

void js__decide_closures(struct js_analysis *a)
{
    struct ast_function *function;
    struct scope *scope;
    struct scope_ref *ref;

    settle_all_self_refs(a);
    for (function = a->functions; function; function = function->next_made)
        map_arguments(function);
    for (scope = a->scopes; scope; scope = scope->next_made)
        settle_scope(a, scope);
    for (function = a->functions; function; function = function->next_made) {
        function->refs = reverse(function->refs);
        for (ref = function->refs; ref && !js_arena_failed(a->arena); ref = ref->next) {
            if (!settle_site(a, ref))
                settle_ref(a, ref);
        }
    }
    for (scope = a->scopes; scope && !js_arena_failed(a->arena); scope = scope->next_made)
        link_objects(a, scope);
}
