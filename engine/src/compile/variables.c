/*
 * compile/variables.c: bindings and references: where a variable lives is scope analysis's decision
 * (parse/scope.h); this emits what it takes to get there.
 */
#include "compile/compiler.h"

/* ---- entering scopes ---- */

static bool is_lexical(const struct scope_binding *binding)
{
    return binding->kind == SCOPE_LET || binding->kind == SCOPE_CONST || binding->kind == SCOPE_CLASS_NAME;
}

/* Gives a binding its register, and the value it has before anything is assigned to it. */
void js__allocate_binding(struct function *fn, struct scope_binding *binding)
{
    uint16_t reg;

    switch (binding->storage) {
    case SCOPE_IN_REGISTER:
    case SCOPE_IN_COPY:
        reg = js__variable_register(fn);
        binding->slot = reg;
        if (binding->needs_tdz)
            EMIT(fn, LOAD_EMPTY, reg);
        else
            EMIT(fn, LOAD_UNDEFINED, reg);
        break;
    case SCOPE_IN_BOX:
        reg = js__variable_register(fn);
        binding->slot = reg;
        if (is_lexical(binding) || binding->needs_tdz) {
            EMIT(fn, NEW_BOX, reg);
        } else {
            EMIT(fn, LOAD_UNDEFINED, reg);
            EMIT(fn, NEW_BOX_OF, reg, reg);
        }
        break;
    default:
        break; /* by name: in a scope object or the globals */
    }
}

/* What NEW_SCOPE's table says of a variable. */
static int scope_entry_kind(const struct scope_binding *binding)
{
    switch (binding->kind) {
    case SCOPE_CONST:
        return 2;
    case SCOPE_CLASS_NAME:
        return binding->scope->kind == SCOPE_CLASS ? 2 : 1;
    case SCOPE_FUNCTION_SELF:
        return 3;
    case SCOPE_LET:
    case SCOPE_THIS:
        return 1;
    case SCOPE_CATCH_PARAM:
        return binding->is_simple_catch ? 4 : 0;
    case SCOPE_PARAM:
        return binding->needs_tdz ? 4 | 1 : 0;
    default:
        return 0;
    }
}

void js__scope_holder(struct function *fn, struct scope *scope)
{
    js_ctx *ctx = fn->c->ctx;
    JS_FRAME(ctx, f, tuple, name, kind);
    uint32_t count = 0, i = 0;
    const uint16_t object = js__variable_register(fn);
    uint16_t parent;

    scope->object->slot = object;
    for (struct scope_binding *b = scope->first; b; b = b->next)
        count += b->storage == SCOPE_IN_OBJECT;
    if (fn->c->failed)
        return;
    /* One entry more, without a name, says whether eval may declare variables here. */
    if (!js_tuple_new_noscript(ctx, 2 * count + 2, &f.tuple)) {
        fn->c->failed = true;
        return;
    }
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->storage != SCOPE_IN_OBJECT)
            continue;
        js__atom(fn->c, (struct ast_name *)(uintptr_t)b->name, &f.name);
        f.kind = js_int(scope_entry_kind(b));
        if (fn->c->failed ||
            !js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * i, &f.name) ||
            !js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * (i + 1), &f.kind)) {
            fn->c->failed = true;
            return;
        }
        i += 2;
    }
    f.kind = js_int(scope->is_extensible ? 8 : 0);
    if (!js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * (i + 1), &f.kind)) {
        fn->c->failed = true;
        return;
    }
    const uint32_t mark = fn->next_register;

    if (scope->object_parent) {
        parent = js__holder_register(fn, scope->object_parent);
    } else {
        parent = js__temp(fn);
        EMIT(fn, LOAD_UNDEFINED, parent);
    }
    EMIT(fn, NEW_SCOPE, object, parent, js__add_constant(fn, &f.tuple));
    js__release(fn, mark);
}

void js__scope_entry(struct function *fn, struct scope *scope)
{
    if (!scope)
        return;
    if (scope->has_object && scope->object)
        js__scope_holder(fn, scope);
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->kind != SCOPE_OBJECT_HOLDER)
            js__allocate_binding(fn, b);
    }
}

/* The functions declared in a scope exist from its entry on. */
void js__instantiate_functions(struct function *fn, struct scope *scope)
{
    if (!scope)
        return;
    for (struct ast_function_declaration *d = scope->hoisted; d; d = d->hoist_next) {
        const uint32_t mark = fn->next_register;
        struct scope_binding *binding = d->ref.binding;

        if (binding && (binding->storage == SCOPE_IN_REGISTER || binding->storage == SCOPE_IN_COPY) &&
            d->ref.kind == SCOPE_REF_LOCAL) {
            js__closure(fn, d->function, NULL, (uint16_t)binding->slot);
        } else {
            const uint16_t function = js__temp(fn);

            js__closure(fn, d->function, NULL, function);
            if (binding && binding->storage == SCOPE_IN_GLOBAL && binding->scope->is_var_scope)
                EMIT(fn, SET_GLOBAL_FUNCTION, js__name(fn, (struct ast_name *)(uintptr_t)d->ref.name),
                     function);
            else
                js__store_ref(fn, &d->ref, function, NO_REGISTER, true);
        }
        js__release(fn, mark);
    }
}

void js__copy_loop_scope(struct function *fn, struct scope *scope)
{
    if (!scope)
        return;
    if (scope->has_object && scope->object)
        EMIT(fn, COPY_SCOPE, (uint16_t)scope->object->slot, (uint16_t)scope->object->slot);
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->storage == SCOPE_IN_BOX && is_lexical(b) && b->kind != SCOPE_CONST)
            EMIT(fn, COPY_BOX, (uint16_t)b->slot, (uint16_t)b->slot);
    }
}

/* ---- references ---- */

static struct ast_name *name_of(const struct scope_ref *ref)
{
    return (struct ast_name *)(uintptr_t)ref->name;
}

static bool in_register(const struct scope_binding *binding)
{
    return binding->storage == SCOPE_IN_REGISTER || binding->storage == SCOPE_IN_COPY;
}

uint16_t js__holder_register(struct function *fn, const struct scope_ref *ref)
{
    uint16_t reg;

    if (ref->object && !ref->object_is_capture)
        return (uint16_t)ref->object->slot;
    reg = js__temp(fn);
    if (ref->object)
        EMIT(fn, GET_CAPTURE, reg, (uint16_t)ref->capture);
    else if (fn->ast->kind == AST_FUNCTION_EVAL && fn->c->options->eval_has_scope)
        EMIT(fn, MOVE, reg, 0);
    else
        EMIT(fn, LOAD_UNDEFINED, reg);
    return reg;
}

static void check_tdz(struct function *fn, const struct scope_ref *ref, uint16_t reg)
{
    if (ref->binding && ref->binding->kind == SCOPE_THIS)
        EMIT(fn, CHECK_THIS, reg);
    else
        EMIT(fn, CHECK_INITIALISED, reg, js__name(fn, name_of(ref)));
}

/* Emits the ReferenceError of a reference that is certainly in the dead zone. */
static bool throw_dead(struct function *fn, const struct scope_ref *ref)
{
    if (!ref->in_dead_zone)
        return false;
    EMIT(fn, THROW_UNINITIALISED, js__name(fn, name_of(ref)));
    return true;
}

uint16_t js__ref_register(struct function *fn, const struct scope_ref *ref)
{
    (void)fn;
    if (ref->kind == SCOPE_REF_LOCAL && in_register(ref->binding) && !ref->needs_tdz && !ref->in_dead_zone)
        return (uint16_t)ref->binding->slot;
    return NO_REGISTER;
}

static bool is_constant_binding(const struct scope_binding *b)
{
    return b->kind == SCOPE_CONST || b->kind == SCOPE_IMPORT || b->kind == SCOPE_FUNCTION_SELF ||
           (b->kind == SCOPE_CLASS_NAME && b->scope->kind == SCOPE_CLASS);
}

uint16_t js__writable_register(struct function *fn, const struct scope_ref *ref)
{
    (void)fn;
    if (ref->kind == SCOPE_REF_LOCAL && in_register(ref->binding) && !ref->needs_tdz &&
        !ref->in_dead_zone && !is_constant_binding(ref->binding))
        return (uint16_t)ref->binding->slot;
    return NO_REGISTER;
}

static void load_local(struct function *fn, struct scope_ref *ref, uint16_t to)
{
    const uint16_t slot = (uint16_t)ref->binding->slot;

    if (ref->binding->storage == SCOPE_IN_BOX) {
        EMIT(fn, GET_BOX, to, slot);
        if (ref->needs_tdz)
            check_tdz(fn, ref, to);
        return;
    }
    if (ref->needs_tdz)
        check_tdz(fn, ref, slot);
    if (slot != to)
        EMIT(fn, MOVE, to, slot);
}

static void load_capture(struct function *fn, struct scope_ref *ref, uint16_t to)
{
    if (ref->binding->storage == SCOPE_IN_BOX)
        EMIT(fn, GET_CAPTURE_BOX, to, (uint16_t)ref->capture);
    else
        EMIT(fn, GET_CAPTURE, to, (uint16_t)ref->capture);
    if (ref->needs_tdz)
        check_tdz(fn, ref, to);
}

static bool is_named(const struct scope_ref *ref, const char *text)
{
    const struct ast_name *name = ref->name;

    for (uint32_t i = 0; i < name->length; i++) {
        if (!name->latin1 || name->latin1[i] != (uint8_t)text[i])
            return false;
    }
    return text[name->length] == '\0';
}

void js__load_ref(struct function *fn, struct scope_ref *ref, uint16_t to)
{
    const uint32_t mark = fn->next_register;

    if (throw_dead(fn, ref))
        return;
    switch (ref->kind) {
    case SCOPE_REF_LOCAL:
        load_local(fn, ref, to);
        break;
    case SCOPE_REF_CAPTURE:
        load_capture(fn, ref, to);
        break;
    case SCOPE_REF_GLOBAL:
        if (is_named(ref, "undefined"))
            EMIT(fn, LOAD_UNDEFINED, to);
        else
            EMIT(fn, GET_GLOBAL, to, js__name(fn, name_of(ref)), js__cache(fn));
        break;
    default: {
        const uint16_t object = js__holder_register(fn, ref);
        EMIT(fn, GET_SCOPED, to, object, js__name(fn, name_of(ref)));
    }
    }
    js__release(fn, mark);
}

void js__load_this(struct function *fn, struct scope_ref *ref, uint16_t to)
{
    if (ref->kind == SCOPE_REF_GLOBAL) {
        if (fn->flags & JS_CODE_MODULE)
            EMIT(fn, LOAD_UNDEFINED, to);
        else
            EMIT(fn, LOAD_GLOBAL_THIS, to);
        return;
    }
    js__load_ref(fn, ref, to);
}

uint16_t js__resolve_ref(struct function *fn, struct scope_ref *ref)
{
    uint16_t resolved;

    if (ref->kind != SCOPE_REF_DYNAMIC)
        return NO_REGISTER;
    resolved = js__temp(fn);
    const uint32_t mark = fn->next_register;
    const uint16_t object = js__holder_register(fn, ref);
    EMIT(fn, RESOLVE_SCOPED, resolved, object, js__name(fn, name_of(ref)));
    js__release(fn, mark);
    return resolved;
}

/* An assignment to what cannot be assigned. */
static void store_constant(struct function *fn, struct scope_ref *ref)
{
    if (ref->binding->kind == SCOPE_FUNCTION_SELF && !(fn->flags & JS_CODE_STRICT))
        return;
    if (ref->needs_tdz) {
        const uint32_t mark = fn->next_register;
        js__load_ref(fn, ref, js__temp(fn));
        js__release(fn, mark);
    }
    EMIT(fn, THROW_CONST_ASSIGN, js__name(fn, name_of(ref)));
}

static void store_held(struct function *fn, struct scope_ref *ref, uint16_t from, bool initialise)
{
    const struct scope_binding *b = ref->binding;
    const bool capture = ref->kind == SCOPE_REF_CAPTURE;

    if (ref->needs_tdz && !initialise) {
        const uint32_t mark = fn->next_register;
        js__load_ref(fn, ref, js__temp(fn));
        js__release(fn, mark);
    }
    if (b->storage == SCOPE_IN_BOX && capture)
        EMIT(fn, SET_CAPTURE_BOX, (uint16_t)ref->capture, from);
    else if (b->storage == SCOPE_IN_BOX)
        EMIT(fn, SET_BOX, (uint16_t)b->slot, from);
    else if (b->slot != from)
        EMIT(fn, MOVE, (uint16_t)b->slot, from);
}

void js__store_ref(struct function *fn, struct scope_ref *ref, uint16_t from, uint16_t resolved,
                   bool initialise)
{
    const uint32_t mark = fn->next_register;

    if (!initialise && throw_dead(fn, ref))
        return;
    switch (ref->kind) {
    case SCOPE_REF_LOCAL:
    case SCOPE_REF_CAPTURE:
        if (!initialise && is_constant_binding(ref->binding))
            store_constant(fn, ref);
        else
            store_held(fn, ref, from, initialise);
        break;
    case SCOPE_REF_GLOBAL:
        if (initialise && ref->binding && (is_lexical(ref->binding)))
            EMIT(fn, INIT_GLOBAL, js__name(fn, name_of(ref)), from);
        else
            EMIT(fn, SET_GLOBAL, js__name(fn, name_of(ref)), from, js__cache(fn));
        break;
    default: {
        const uint16_t object = js__holder_register(fn, ref);
        const uint16_t name = js__name(fn, name_of(ref));

        if (initialise && ref->binding && ref->binding->scope->object == ref->object) {
            EMIT(fn, INIT_SCOPED, object, name, from);
        } else {
            if (resolved == NO_REGISTER) {
                resolved = js__temp(fn);
                EMIT(fn, RESOLVE_SCOPED, resolved, object, name);
            }
            EMIT(fn, SET_SCOPED, object, resolved, name, from);
        }
    }
    }
    js__release(fn, mark);
}

/* Stores to a binding of this very function, without a reference. */
void js__store_binding(struct function *fn, struct scope_binding *binding, uint16_t from, bool initialise)
{
    struct scope_ref ref = {.name = binding->name,
                            .scope = binding->scope,
                            .binding = binding,
                            .kind = SCOPE_REF_LOCAL};

    if (binding->storage == SCOPE_IN_OBJECT) {
        ref.kind = SCOPE_REF_DYNAMIC;
        ref.object = binding->scope->object;
    } else if (binding->storage == SCOPE_IN_GLOBAL) {
        ref.kind = SCOPE_REF_GLOBAL;
    }
    js__store_ref(fn, &ref, from, NO_REGISTER, initialise);
}

void js__typeof_ref(struct function *fn, struct scope_ref *ref, uint16_t to)
{
    const uint32_t mark = fn->next_register;

    if (ref->kind == SCOPE_REF_GLOBAL) {
        EMIT(fn, TYPEOF_GLOBAL, to, js__name(fn, name_of(ref)), js__cache(fn));
    } else if (ref->kind == SCOPE_REF_DYNAMIC) {
        const uint16_t object = js__holder_register(fn, ref);
        EMIT(fn, TYPEOF_SCOPED, to, object, js__name(fn, name_of(ref)));
    } else {
        js__load_ref(fn, ref, to);
        EMIT(fn, TYPEOF, to, to);
    }
    js__release(fn, mark);
}

void js__delete_ref(struct function *fn, struct scope_ref *ref, uint16_t to)
{
    const uint32_t mark = fn->next_register;

    if (ref->kind == SCOPE_REF_GLOBAL) {
        EMIT(fn, DELETE_GLOBAL, to, js__name(fn, name_of(ref)));
    } else if (ref->kind == SCOPE_REF_DYNAMIC) {
        const uint16_t object = js__holder_register(fn, ref);
        EMIT(fn, DELETE_SCOPED, to, object, js__name(fn, name_of(ref)));
    } else {
        EMIT(fn, LOAD_FALSE, to);
    }
    js__release(fn, mark);
}
