/*
 * compile/chain.c: chains of members and calls, from the innermost link outwards, without recursion; new;
 * super calls.
 *
 * A call takes consecutive registers: callee, this, arguments.  So before a value is computed, its use is looked
 * at: the object of a method call goes straight to the `this` register of a new call base, a called value to its
 * first register.
 */
#include "compile/compiler.h"

struct chain {
    struct function *fn;
    struct ast_node *node;  /* the outermost link */
    struct label *nullish;  /* where a ?. breaks off; NULL outside optional chains */
    uint32_t mark;          /* registers from here on are the chain's own */
    uint16_t current;       /* value so far */
    uint16_t base;          /* call base in preparation; NO_REGISTER */
    uint16_t callee_base;   /* the whole chain is a callee: its function and this go here; NO_REGISTER */
};

static bool is_call(const struct ast_node *node)
{
    return node->kind == AST_CALL || node->kind == AST_TAGGED_TEMPLATE;
}

/* A member whose value is called, with the object as this. */
static bool is_method(const struct chain *chain, const struct ast_node *link)
{
    if (is_call(link))
        return false;
    if (link == chain->node)
        return chain->callee_base != NO_REGISTER;
    return is_call(AST(link, link)->outer);
}

/* Chooses where the object of `next` (NULL: the chain's end) goes, opening a call base if it needs one. */
static uint16_t place_for(struct chain *chain, const struct ast_node *next, uint16_t to)
{
    struct function *fn = chain->fn;

    js__release(fn, chain->mark);
    if (!next)
        return to;
    if (is_call(next)) {
        chain->base = js__temps(fn, 2);
        return chain->base;
    }
    if (is_method(chain, next)) {
        chain->base = next == chain->node ? chain->callee_base : js__temps(fn, 2);
        return (uint16_t)(chain->base + 1);
    }
    return js__temp(fn);
}

static struct ast_node *outer_of(const struct chain *chain, struct ast_node *link)
{
    return link == chain->node ? NULL : AST(link, link)->outer;
}

/* One property access, object in chain->current, value to target (chosen after the operands are known). */
static void member(struct chain *chain, struct ast_node *link, uint16_t to)
{
    struct function *fn = chain->fn;
    const bool method = is_method(chain, link);
    const uint16_t base = chain->base, object = chain->current;
    uint16_t key = NO_REGISTER, target;

    if (link->kind == AST_INDEX) {
        key = js__expr_any(fn, AST(index, link)->index);
    } else if (link->kind == AST_PRIVATE_MEMBER) {
        key = js__temp(fn);
        js__load_ref(fn, &AST(private_member, link)->name, key);
    }
    target = method ? base : place_for(chain, outer_of(chain, link), to);
    js__at(fn, link->position);
    if (link->kind == AST_INDEX) {
        EMIT(fn, GET_ELEMENT, target, object, key, js__cache(fn));
    } else if (link->kind == AST_PRIVATE_MEMBER) {
        EMIT(fn, GET_PRIVATE, target, object, key);
    } else {
        struct ast_name *name = AST(member, link)->name;
        const bool is_length = name->length == 6 && name->latin1 && !__builtin_memcmp(name->latin1, "length", 6);

        if (is_length)
            EMIT(fn, GET_LENGTH, target, object, js__cache(fn));
        else
            EMIT(fn, GET_NAMED, target, object, js__name(fn, name), js__cache(fn));
    }
    if (method)
        js__release(fn, base + 2u > chain->mark ? base + 2u : chain->mark);
    chain->current = target;
}

static bool has_spread(const struct ast_list *arguments)
{
    for (const struct ast_node *n = arguments->first; n; n = n->next) {
        if (n->kind == AST_SPREAD)
            return true;
    }
    return false;
}

/* The arguments as an array in register array. */
static void spread_arguments(struct function *fn, const struct ast_node *call, struct ast_list *arguments,
                             uint16_t array)
{
    const struct ast_node *last = arguments->last;
    bool only_last = last->kind == AST_SPREAD;

    for (const struct ast_node *n = arguments->first; n != last; n = n->next)
        only_last = only_last && n->kind != AST_SPREAD;
    EMIT(fn, NEW_ARRAY, array, 0);
    for (struct ast_node *n = arguments->first; n; n = n->next) {
        const uint32_t mark = fn->next_register;
        const uint16_t value = js__expr_any(fn, n->kind == AST_SPREAD ? AST(unary, n)->argument : n);

        js__at(fn, n->kind != AST_SPREAD ? n->position
                   : only_last           ? call->position
                                         : AST(unary, n)->argument->position);
        if (n->kind == AST_SPREAD && only_last)
            js__quote_spread(fn, AST(unary, n)->argument);
        if (n->kind == AST_SPREAD)
            EMIT(fn, ARRAY_SPREAD, array, value, (uint16_t)(n != last));
        else
            EMIT(fn, ARRAY_PUSH, array, value);
        js__release(fn, mark);
    }
}

static void plain_arguments(struct function *fn, struct ast_list *arguments)
{
    for (struct ast_node *n = arguments->first; n; n = n->next)
        js__expr(fn, n, js__temp(fn));
}

/* A call of the identifier eval: its arguments lie behind base, as an array if they were spread. */
static void emit_eval(struct function *fn, struct ast_call *call, uint16_t target, uint16_t base,
                      bool spread)
{
    struct ast_eval_site *site = call->eval;
    JS_FRAME(fn->c->ctx, f, flags);
    const uint32_t mark = fn->next_register;
    const uint16_t scope = site->object.kind == SCOPE_REF_DYNAMIC
                               ? js__holder_register(fn, &site->object)
                               : js__temp(fn);

    if (site->object.kind != SCOPE_REF_DYNAMIC)
        EMIT(fn, LOAD_UNDEFINED, scope);
    f.flags = js_int((site->strict ? 1 : 0) | (site->allow_new_target ? 2 : 0) |
                     (site->allow_super_member ? 4 : 0) | (site->allow_super_call ? 8 : 0) |
                     (site->in_class_field_init ? 16 : 0));
    if (spread)
        EMIT(fn, DIRECT_EVAL_SPREAD, target, base, scope, js__add_constant(fn, &f.flags));
    else
        EMIT(fn, DIRECT_EVAL, target, base, (uint16_t)call->arguments.count, scope,
             js__add_constant(fn, &f.flags));
    js__release(fn, mark);
}

static void tagged_arguments(struct function *fn, struct ast_template *template)
{
    js_ctx *ctx = fn->c->ctx;
    JS_FRAME(ctx, f, tuple, string);
    const uint16_t object = js__temp(fn);
    uint32_t i = 0;

    if (fn->c->failed)
        return;
    if (!js_tuple_new_noscript(ctx, 2 * template->strings.count, &f.tuple)) {
        fn->c->failed = true;
        return;
    }
    for (struct ast_node *n = template->strings.first; n; n = n->next) {
        struct ast_template_string *part = AST(template_string, n);

        f.string = JS_UNDEFINED;
        if (part->cooked)
            js__atom(fn->c, part->cooked, &f.string);
        bool ok = js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * i++, &f.string);
        js__atom(fn->c, part->raw, &f.string);
        if (!ok || !js_store(ctx, &f.tuple, offsetof(struct js_tuple, slots) + 4 * i++, &f.string)) {
            fn->c->failed = true;
            return;
        }
    }
    EMIT(fn, TEMPLATE_OBJECT, object, js__add_constant(fn, &f.tuple), (uint16_t)fn->template_count++);
    for (struct ast_node *n = template->expressions.first; n; n = n->next)
        js__expr(fn, n, js__temp(fn));
}

static void call(struct chain *chain, struct ast_node *link, uint16_t to)
{
    struct function *fn = chain->fn;
    const uint16_t base = chain->base;
    uint16_t target;

    chain->base = NO_REGISTER;
    js__release(fn, base + 2u);
    if (link->kind == AST_TAGGED_TEMPLATE) {
        struct ast_template *template = AST(tagged_template, link)->template;

        tagged_arguments(fn, template);
        target = place_for(chain, outer_of(chain, link), to);
        js__at(fn, link->position);
        js__quote_callee(fn, AST(link, link)->object);
        EMIT(fn, CALL, target, base, (uint16_t)(template->expressions.count + 1));
    } else {
        struct ast_call *node = AST(call, link);
        const bool spread = has_spread(&node->arguments);
        uint16_t scratch = NO_REGISTER;

        if (spread)
            spread_arguments(fn, link, &node->arguments, js__temp(fn));
        else
            plain_arguments(fn, &node->arguments);
        if (node->eval) {
            scratch = js__temp(fn);
            js__at(fn, link->position);
            emit_eval(fn, node, scratch, base, spread);
        }
        target = place_for(chain, outer_of(chain, link), to);
        js__at(fn, link->position);
        if (!node->eval)
            js__quote_callee(fn, node->link.object);
        if (node->eval)
            EMIT(fn, MOVE, target, scratch);
        else if (spread)
            EMIT(fn, CALL_SPREAD, target, base);
        else
            EMIT(fn, CALL, target, base, (uint16_t)node->arguments.count);
    }
    chain->current = target;
}

static void walk(struct chain *chain, uint16_t to);

/* The object of the innermost link, with what its use asks for; sets chain->current. */
static void first_object(struct chain *chain, struct ast_node *link)
{
    struct function *fn = chain->fn;
    struct ast_node *object = AST(link, link)->object;
    uint16_t target;

    if (!is_call(link) && !is_method(chain, link)) {
        struct ast_node *later = link->kind == AST_INDEX ? AST(index, link)->index : NULL;
        chain->current = js__expr_before(fn, object, later);
        return;
    }
    target = place_for(chain, link, NO_REGISTER);
    chain->current = target;
    if (!is_call(link)) {
        js__expr(fn, object, target);
        return;
    }
    const uint16_t self = (uint16_t)(target + 1);

    if (object->kind == AST_SUPER_MEMBER || object->kind == AST_SUPER_INDEX) {
        js__expr(fn, object, target);
        js__load_this(fn, object->kind == AST_SUPER_MEMBER ? &AST(super_member, object)->this
                                                           : &AST(super_index, object)->this,
                      self);
    } else if (object->kind == AST_IDENT && AST(ident, object)->ref.kind == SCOPE_REF_DYNAMIC) {
        struct scope_ref *ref = &AST(ident, object)->ref;
        const uint16_t scope = js__holder_register(fn, ref);

        js__at(fn, object->position);
        EMIT(fn, GET_SCOPED_CALL, target, scope, js__name(fn, (struct ast_name *)(uintptr_t)ref->name));
    } else if (object->kind == AST_OPTIONAL_CHAIN) {
        LABEL(nullish);
        LABEL(done);
        struct chain inner = {.fn = fn,
                              .node = AST(unary, object)->argument,
                              .nullish = &nullish,
                              .mark = fn->next_register,
                              .base = NO_REGISTER,
                              .callee_base = is_call(AST(unary, object)->argument) ? NO_REGISTER : target};

        EMIT(fn, LOAD_UNDEFINED, self);
        walk(&inner, target);
        GOTO(fn, &done);
        js__bind(fn, &nullish);
        EMIT(fn, LOAD_UNDEFINED, target);
        EMIT(fn, LOAD_UNDEFINED, self);
        js__bind(fn, &done);
    } else {
        js__expr(fn, object, target);
        EMIT(fn, LOAD_UNDEFINED, self);
    }
}

/* arguments[i] and arguments.length where no object is needed. */
static bool direct_arguments(struct chain *chain, struct ast_node *link, uint16_t to)
{
    struct function *fn = chain->fn;
    struct ast_node *object = AST(link, link)->object;

    if (!fn->arguments_direct || object->kind != AST_IDENT ||
        AST(ident, object)->ref.binding != fn->ast->arguments_binding || is_call(link))
        return false;
    const bool index = link->kind == AST_INDEX;
    const uint16_t key = index ? js__expr_any(fn, AST(index, link)->index) : NO_REGISTER;
    const bool method = is_method(chain, link);
    if (method)
        return false;
    const uint16_t target = place_for(chain, outer_of(chain, link), to);

    js__at(fn, link->position);
    if (index)
        EMIT(fn, ARGUMENTS_GET, target, key);
    else
        EMIT(fn, ARGUMENTS_LENGTH, target);
    chain->current = target;
    return true;
}

static void walk(struct chain *chain, uint16_t to)
{
    struct function *fn = chain->fn;
    struct ast_node *link = js_ast_chain_base(chain->node);

    if (direct_arguments(chain, link, to)) {
        link = outer_of(chain, link);
        if (link && is_call(link))
            EMIT(fn, LOAD_UNDEFINED, (uint16_t)(chain->base + 1));
    } else {
        first_object(chain, link);
    }
    while (link && !fn->c->failed) {
        struct ast_node *next = outer_of(chain, link);

        if ((link->flags & AST_IS_OPTIONAL) && chain->nullish)
            JUMP(fn, JUMP_IF_NULLISH, chain->nullish, chain->current);
        if (is_call(link)) {
            call(chain, link, to);
            if (next && is_call(next))
                EMIT(fn, LOAD_UNDEFINED, (uint16_t)(chain->base + 1));
        } else {
            member(chain, link, to);
            /* A member that is called as a method left its function in the base. */
        }
        link = next;
    }
    js__release(fn, chain->mark);
}

void js__chain(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct chain chain = {.fn = fn,
                          .node = node,
                          .mark = fn->next_register,
                          .base = NO_REGISTER,
                          .callee_base = NO_REGISTER};

    walk(&chain, to);
}

void js__optional_chain(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_node *inner = AST(unary, node)->argument;
    const uint32_t mark = fn->next_register;
    const uint16_t result = js__scratch(fn, to);
    LABEL(nullish);
    LABEL(done);

    if (!js_ast_is_link(inner)) {
        js__expr(fn, inner, to);
        js__release(fn, mark);
        return;
    }
    struct chain chain = {.fn = fn,
                          .node = inner,
                          .nullish = &nullish,
                          .mark = fn->next_register,
                          .base = NO_REGISTER,
                          .callee_base = NO_REGISTER};

    walk(&chain, result);
    GOTO(fn, &done);
    js__bind(fn, &nullish);
    EMIT(fn, LOAD_UNDEFINED, result);
    js__bind(fn, &done);
    if (result != to)
        EMIT(fn, MOVE, to, result);
    js__release(fn, mark);
}

void js__new(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_new *expr = AST(new, node);
    const uint32_t mark = fn->next_register;
    const uint16_t base = js__temps(fn, 3);

    js__expr(fn, expr->callee, (uint16_t)(base + 1));
    if (has_spread(&expr->arguments)) {
        spread_arguments(fn, node, &expr->arguments, js__temp(fn));
        js__at(fn, node->position);
        js__quote_callee(fn, expr->callee);
        EMIT(fn, NEW_SPREAD, to, base);
    } else {
        plain_arguments(fn, &expr->arguments);
        js__at(fn, node->position);
        js__quote_callee(fn, expr->callee);
        EMIT(fn, NEW, to, base, (uint16_t)expr->arguments.count, js__cache(fn));
    }
    js__release(fn, mark);
}

/* 13.3.7.1: the super constructor is found before the arguments are evaluated; then this is bound. */
void js__super_call(struct function *fn, struct ast_node *node, uint16_t to)
{
    struct ast_super_call *expr = AST(super_call, node);
    const uint32_t mark = fn->next_register;
    const uint16_t callee = js__temp(fn), result = js__temp(fn);
    const uint16_t base = js__temps(fn, 3);

    js__load_ref(fn, &expr->callee, callee);
    js__load_ref(fn, &expr->new_target, base);
    EMIT(fn, GET_SUPER_CONSTRUCTOR, (uint16_t)(base + 1), callee);
    if (has_spread(&expr->arguments)) {
        spread_arguments(fn, node, &expr->arguments, js__temp(fn));
        js__at(fn, node->position);
        EMIT(fn, SUPER_CALL_SPREAD, result, base);
    } else {
        plain_arguments(fn, &expr->arguments);
        js__at(fn, node->position);
        EMIT(fn, SUPER_CALL, result, base, (uint16_t)expr->arguments.count);
    }
    js__release(fn, base);
    const uint16_t bound = js__temp(fn);
    const bool needs_check = expr->this.kind == SCOPE_REF_DYNAMIC || expr->this.needs_tdz;

    if (needs_check && expr->this.kind != SCOPE_REF_DYNAMIC) {
        struct scope_ref unchecked = expr->this;

        unchecked.needs_tdz = false;
        unchecked.in_dead_zone = false;
        js__load_ref(fn, &unchecked, bound);
        EMIT(fn, CHECK_NOT_BOUND, bound);
    }
    js__store_ref(fn, &expr->this, result, NO_REGISTER, true);
    EMIT(fn, INIT_FIELDS, result, callee);
    EMIT(fn, MOVE, to, result);
    js__release(fn, mark);
}
