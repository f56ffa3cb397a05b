/*
 * scope_access.c: what each mention of a variable says about it.
 *
 * The walk proceeds in the order of evaluation, so 'has been' below means 'on the walk so far'.
 *
 * Within the binding's own function: a reading needs a TDZ check unless an initialisation in this
 * region or one around it has been seen (it then dominates).  An assignment after a closure has
 * been created that mentions the binding makes it a box.
 *
 * From another function: the closure is created where the walk stands in the binding's function.
 * The binding becomes a box if the mention is an assignment, if no initialisation dominates the
 * creation, or if the latest assignment lies in a loop, inside the binding's scope, that is around
 * the creation too: the assignment can then be executed again later.  Earlier assignments need no
 * look: if one lay in that loop, so would the latest, being between it and the creation.
 *
 * Mentions of a variable from inside the very function that initialises it are set aside
 * (self_refs): closure.c turns them into mentions of the callee if the variable is never assigned
 * again.
 */
#include "parse/scope_internal.h"

/* ---- Regions, loops, scopes ---- */

void js__region_enter(struct js_analysis *a, struct js_region *region)
{
    *region = (struct js_region){.outer = a->region};
    a->region = region;
}

void js__region_leave(struct js_analysis *a)
{
    struct scope_binding *binding;

    for (binding = a->region->initialised; binding; binding = binding->region_next)
        binding->initialised = false;
    a->region = a->region->outer;
}

void js__loop_enter(struct js_analysis *a, struct js_loop *loop)
{
    *loop = (struct js_loop){a->loop, ++a->loop_count, a->loop ? a->loop->depth + 1 : 1};
    a->loop = loop;
}

void js__loop_leave(struct js_analysis *a)
{
    a->loop = a->loop->outer;
}

static uint32_t loop_depth(const struct js_loop *loop)
{
    return loop ? loop->depth : 0;
}

/* The outermost of the loops from loop outwards that lie inside scope; 0: none. */
static uint32_t outermost_loop(const struct js_loop *loop, const struct scope *scope)
{
    uint32_t id = 0;

    for (; loop && loop->depth > scope->loop_depth; loop = loop->outer)
        id = loop->id;
    return id;
}

void js__enter_scope(struct js_analysis *a, struct scope *scope)
{
    struct scope_binding *binding;

    js__scope_drop_markers(scope);
    scope->parent = a->scope;
    scope->function = a->frame->function;
    scope->loop_depth = loop_depth(a->loop);
    for (binding = scope->first; binding; binding = binding->next)
        binding->function = scope->function;
    *a->scopes_end = scope;
    a->scopes_end = &scope->next_made;
    a->scope = scope;
}

void js__leave_scope(struct js_analysis *a)
{
    a->scope = a->scope->parent;
}

/* ---- Facts about bindings ---- */

bool js__has_dead_zone(const struct scope_binding *binding)
{
    switch (binding->kind) {
    case SCOPE_LET:
    case SCOPE_CONST:
    case SCOPE_CLASS_NAME:
    case SCOPE_PARAM:
    case SCOPE_CATCH_PARAM:
    case SCOPE_IMPORT:
        return true;
    case SCOPE_THIS:
        return binding->function->kind == AST_FUNCTION_DERIVED_CONSTRUCTOR;
    default:
        return false;
    }
}

/* Assignments do not change it: they throw or are ignored. */
static bool is_immutable(const struct scope_binding *binding)
{
    return binding->kind == SCOPE_CONST || binding->kind == SCOPE_IMPORT ||
           binding->kind == SCOPE_FUNCTION_SELF ||
           (binding->kind == SCOPE_CLASS_NAME && binding->scope->kind == SCOPE_CLASS);
}

static void mark_initialised(struct js_analysis *a, struct scope_binding *binding)
{
    if (binding->initialised)
        return;
    binding->initialised = true;
    binding->region_next = a->region->initialised;
    a->region->initialised = binding;
}

static void count_write(struct js_analysis *a, struct scope_binding *binding)
{
    binding->writes++;
    binding->must_box |= binding->closed_over;
    binding->write_loop = outermost_loop(a->loop, binding->scope);
}

void js__write_binding(struct js_analysis *a, struct scope_binding *binding)
{
    count_write(a, binding);
    mark_initialised(a, binding);
}

/* ---- Mentions ---- */

static void access_own(struct js_analysis *a, struct scope_ref *ref, struct scope_binding *binding,
                       unsigned access)
{
    if (access & (JS_READ | JS_WRITE) && js__has_dead_zone(binding) && !binding->initialised) {
        ref->needs_tdz = true;
        ref->in_dead_zone =
            binding->kind == SCOPE_CLASS_NAME && binding->scope->kind == SCOPE_CLASS;
    }
    if (access & JS_WRITE && !is_immutable(binding)) {
        binding->is_assigned = true;
        count_write(a, binding);
    }
    if (access & JS_INITIALISE) {
        if (binding->kind == SCOPE_THIS)
            ref->needs_tdz =
                binding->writes > 0 || outermost_loop(a->loop, binding->scope); /* bound already? */
        js__write_binding(a, binding);
    }
}

/* Whether the mention is of a variable from inside the function that it is directly initialised
 * with. */
static bool set_aside(struct js_analysis *a, struct scope_ref *ref,
                      const struct scope_binding *binding)
{
    struct js_frame *frame;

    for (frame = a->frame; frame->function != binding->function; frame = frame->outer) {
        if (frame->function->self_candidate == binding) {
            ref->scope = a->scope;
            ref->function = a->frame->function;
            ref->next = frame->function->self_refs;
            frame->function->self_refs = ref;
            return true;
        }
    }
    return false;
}

static void access_outer(struct js_analysis *a, struct scope_ref *ref,
                         struct scope_binding *binding, unsigned access)
{
    struct js_frame *inner = a->frame;

    binding->is_captured = true;
    if (access & (JS_WRITE | JS_INITIALISE) && !is_immutable(binding)) {
        binding->is_assigned = binding->must_box = true;
        binding->writes++;
    }
    if (js__has_dead_zone(binding) && !binding->initialised)
        binding->must_box = ref->needs_tdz = true;
    if (access & JS_INITIALISE)
        ref->needs_tdz = true; /* super() in an arrow function: bound already? */
    while (inner->outer->function != binding->function)
        inner = inner->outer;
    if (binding->write_loop && binding->write_loop == outermost_loop(inner->loop, binding->scope))
        binding->must_box = true;
    binding->closed_over = true;
}

/* Some references are accessed twice: as a hoisted function and where it is declared. */
static void link_ref(struct js_analysis *a, struct scope_ref *ref)
{
    struct ast_function *function = a->frame->function;

    if (ref->function)
        return;
    ref->scope = a->scope;
    ref->function = function;
    ref->next = function->refs;
    function->refs = ref;
}

void js__access_binding(struct js_analysis *a, struct scope_ref *ref, struct scope_binding *binding,
                        unsigned access)
{
    ref->binding = binding;
    if (!binding) {
        link_ref(a, ref);
        return;
    }
    if (!ref->name)
        ref->name = binding->name;
    binding->is_mentioned = true;
    if (binding->function == a->frame->function) {
        access_own(a, ref, binding, access);
    } else if (access == JS_READ && set_aside(a, ref, binding)) {
        return;
    } else if (binding->scope->kind != SCOPE_SCRIPT || binding->kind == SCOPE_THIS) {
        access_outer(a, ref, binding, access);
    }
    link_ref(a, ref);
}

/* ---- Names ---- */

static bool has_own_arguments(const struct ast_function *function)
{
    return function->kind != AST_FUNCTION_ARROW && function->kind < AST_FUNCTION_FIELD_INIT;
}

/* The function, or the nearest around it that is no arrow function. */
static struct ast_function *this_function(struct ast_function *function)
{
    while (function->kind == AST_FUNCTION_ARROW)
        function = function->parent;
    return function;
}

static struct scope_binding *add_special(struct js_analysis *a, struct ast_function *function,
                                         const struct ast_name *name, enum scope_binding_kind kind)
{
    struct scope_binding *binding =
        js__scope_add(a->arena, function->scope, name, kind, function->node.start);

    if (!binding)
        return NULL;
    binding->function = function;
    binding->writes = 1;
    binding->initialised = true; /* on entry of the function */
    return binding;
}

struct scope_binding *js__arguments_binding(struct js_analysis *a, struct ast_function *function)
{
    struct scope_binding *binding = function->arguments_binding;

    if (!binding) {
        function->uses_arguments = true;
        function->arguments_only_indexed = true;
        binding = add_special(a, function, a->names->arguments, SCOPE_ARGUMENTS);
        function->arguments_binding = binding;
    }
    return binding;
}

static struct scope_binding *find_name(struct js_analysis *a, const struct ast_name *name,
                                       bool is_private)
{
    struct scope *scope;

    for (scope = a->scope; scope; scope = scope->parent) {
        struct scope_binding *binding =
            is_private && scope->hides_private ? NULL : js_scope_find(scope, name);

        if (binding)
            return binding;
        if (name == a->names->arguments && scope->kind == SCOPE_FUNCTION &&
            has_own_arguments(scope->function))
            return js__arguments_binding(a, scope->function);
    }
    return NULL;
}

void js__access(struct js_analysis *a, struct scope_ref *ref, unsigned access)
{
    bool is_private = ref->name->length > 1 && js__name_unit(ref->name, 0) == '#';

    ref->skips_with = is_private;
    js__access_binding(a, ref, find_name(a, ref->name, is_private), access);
}

/* ---- Special variables ---- */

static void mark_arrows(struct js_analysis *a, bool this, bool super, bool new_target)
{
    struct ast_function *function = a->frame->function;

    for (;; function = function->parent) {
        function->uses_this |= this;
        function->uses_super |= super;
        function->uses_new_target |= new_target;
        if (function->kind != AST_FUNCTION_ARROW)
            break;
    }
}

/* The special variable in *field of function, made at first; NULL in a direct eval: it is the
 * caller's. */
static struct scope_binding *special(struct js_analysis *a, struct ast_function *function,
                                     struct scope_binding **field, const struct ast_name *name,
                                     enum scope_binding_kind kind)
{
    if (function->kind == AST_FUNCTION_EVAL && function->eval_scope)
        return NULL;
    if (!*field) {
        *field = add_special(a, function, name, kind);
        if (*field && js__has_dead_zone(*field)) {
            (*field)->initialised = false;
            (*field)->writes = 0;
        }
    }
    return *field;
}

static struct scope_binding *this_binding(struct js_analysis *a)
{
    struct ast_function *function = this_function(a->frame->function);

    return special(a, function, &function->this_binding, a->names->this_, SCOPE_THIS);
}

void js__access_this(struct js_analysis *a, struct scope_ref *ref, unsigned access)
{
    mark_arrows(a, true, false, false);
    ref->name = a->names->this_;
    ref->skips_with = true;
    js__access_binding(a, ref, this_binding(a), access);
}

void js__access_new_target(struct js_analysis *a, struct scope_ref *ref)
{
    struct ast_function *function = this_function(a->frame->function);

    mark_arrows(a, false, false, true);
    ref->name = a->names->new_target;
    ref->skips_with = true;
    js__access_binding(
        a, ref, special(a, function, &function->new_target_binding, ref->name, SCOPE_NEW_TARGET),
        JS_READ);
}

void js__access_home(struct js_analysis *a, struct scope_ref *ref)
{
    struct ast_function *function = this_function(a->frame->function);

    mark_arrows(a, false, true, false);
    ref->name = a->names->home_object;
    ref->skips_with = true;
    js__access_binding(a, ref,
                       special(a, function, &function->home_binding, ref->name, SCOPE_HOME_OBJECT),
                       JS_READ);
}

void js__access_callee(struct js_analysis *a, struct scope_ref *ref)
{
    struct ast_function *function = this_function(a->frame->function);

    mark_arrows(a, false, true, false);
    ref->name = a->names->callee;
    ref->skips_with = true;
    js__access_binding(
        a, ref, special(a, function, &function->callee_binding, ref->name, SCOPE_CALLEE), JS_READ);
}

/* ---- eval and with ---- */

/* Makes every special variable that the evaluated code may mention. */
static void make_specials(struct js_analysis *a, const struct ast_eval_site *site)
{
    struct ast_function *function = this_function(a->frame->function);

    special(a, function, &function->this_binding, a->names->this_, SCOPE_THIS);
    if (site->allow_new_target)
        special(a, function, &function->new_target_binding, a->names->new_target, SCOPE_NEW_TARGET);
    if (site->allow_super_member)
        special(a, function, &function->home_binding, a->names->home_object, SCOPE_HOME_OBJECT);
    if (site->allow_super_call)
        special(a, function, &function->callee_binding, a->names->callee, SCOPE_CALLEE);
    mark_arrows(a, true, site->allow_super_member, site->allow_new_target);
    if (!site->in_class_field_init) {
        struct scope_binding *binding = find_name(a, a->names->arguments, false);

        if (binding && binding == binding->function->arguments_binding)
            binding->function->arguments_only_indexed = false;
    }
}

/* Code in the parameters of a sloppy function declares its vars in a scope around the parameters.
 */
static struct scope *param_eval_scope(struct js_analysis *a, struct scope *parameters)
{
    struct ast_function *function = parameters->function;
    struct scope *scope = function->eval_scope;

    if (!scope) {
        scope = js_arena_alloc(a->arena, sizeof *scope);
        if (!scope)
            return NULL;
        scope->kind = SCOPE_PARAM_EVAL;
        scope->function = function;
        scope->parent = parameters->parent;
        scope->loop_depth = parameters->loop_depth;
        scope->is_var_scope = true;
        parameters->parent = function->eval_scope = scope;
        *a->scopes_end = scope;
        a->scopes_end = &scope->next_made;
    }
    return scope;
}

/* The scope that a sloppy eval here adds its vars to. */
static void mark_extensible(struct js_analysis *a)
{
    struct scope *scope = a->scope;

    while (!scope->is_var_scope && scope->kind != SCOPE_FUNCTION)
        scope = scope->parent;
    if (scope->kind == SCOPE_FUNCTION && !scope->is_var_scope)
        scope = param_eval_scope(a, scope);
    if (scope && scope->kind != SCOPE_SCRIPT && scope->kind != SCOPE_EVAL)
        scope->is_extensible = true;
}

void js__note_eval(struct js_analysis *a, struct ast_eval_site *site)
{
    struct ast_function *function;
    struct scope *scope;

    a->has_dynamic = true;
    a->frame->function->has_direct_eval = true;
    for (function = a->frame->function; function; function = function->parent)
        function->contains_direct_eval = true;
    make_specials(a, site);
    if (!site->strict)
        mark_extensible(a);
    for (scope = a->scope; scope; scope = scope->parent)
        scope->contains_eval = true;
    link_ref(a, &site->object);
}

void js__note_with(struct js_analysis *a)
{
    struct scope *scope;

    a->has_dynamic = true;
    for (scope = a->scope; scope; scope = scope->parent)
        scope->contains_with = true;
}
