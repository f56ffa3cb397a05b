/*
 * compile/class.c: classes (15.7.14 ClassDefinitionEvaluation).
 */
#include "compile/compiler.h"

static void private_names(struct function *fn, struct scope *scope)
{
    for (struct scope_binding *b = scope->first; b; b = b->next) {
        if (b->kind != SCOPE_PRIVATE_NAME)
            continue;
        const uint32_t mark = fn->next_register;
        const uint16_t symbol = js__temp(fn);

        EMIT(fn, NEW_PRIVATE_NAME, symbol, js__name(fn, (struct ast_name *)(uintptr_t)b->name));
        js__store_binding(fn, b, symbol, true);
        js__release(fn, mark);
    }
}

static unsigned method_kind(const struct ast_class_element *element)
{
    return element->kind == AST_ELEMENT_GET ? 1 : element->kind == AST_ELEMENT_SET ? 2 : 0;
}

/* A public method or accessor: defined on the class or its prototype. */
static void public_method(struct function *fn, struct ast_class_element *element, uint16_t holder)
{
    const uint16_t key = js__temp(fn), function = js__temp(fn);

    struct ast_name *name = !element->is_computed && element->key->kind == AST_STRING
                                ? AST(string, element->key)->value
                                : NULL;

    js__key_to_register(fn, element->key, key);
    if (element->is_computed)
        EMIT(fn, TO_PROPERTY_KEY, key, key);
    EMIT(fn, METHOD, function, js__function_child(fn, element->function, name), holder);
    js__at(fn, element->node.position);
    EMIT(fn, DEFINE_METHOD, holder, key, function, (uint16_t)method_kind(element));
}

/* DEFINE_PRIVATE's kind of an element that is no field. */
static unsigned private_kind(const struct ast_class_element *element)
{
    return 1 + method_kind(element);
}

static void private_method(struct function *fn, struct ast_class_element *element, uint16_t holder)
{
    const uint16_t name = js__temp(fn), function = js__temp(fn);

    js__load_ref(fn, &element->private_name, name);
    EMIT(fn, METHOD, function, js__function_child(fn, element->function, NULL), holder);
    EMIT(fn, SET_FUNCTION_NAME, function, name, (uint16_t)method_kind(element));
    if (element->is_static)
        EMIT(fn, DEFINE_PRIVATE, holder, name, function, (uint16_t)private_kind(element));
    else if (element->value_binding)
        js__store_binding(fn, element->value_binding, function, true);
}

static void field_key(struct function *fn, struct ast_class_element *element)
{
    const uint16_t key = js__temp(fn);

    if (!element->is_computed)
        return;
    js__key_to_register(fn, element->key, key);
    EMIT(fn, TO_PROPERTY_KEY, key, key);
    if (element->key_binding)
        js__store_binding(fn, element->key_binding, key, true);
}

static void elements(struct function *fn, struct ast_class *node, uint16_t class_)
{
    for (struct ast_node *n = node->elements.first; n; n = n->next) {
        struct ast_class_element *element = AST(class_element, n);
        const uint16_t holder = element->is_static ? class_ : (uint16_t)(class_ + 1);
        const uint32_t mark = fn->next_register;

        if (element->kind == AST_ELEMENT_FIELD)
            field_key(fn, element);
        else if (element->kind != AST_ELEMENT_STATIC_BLOCK && element->is_private)
            private_method(fn, element, holder);
        else if (element->kind != AST_ELEMENT_STATIC_BLOCK)
            public_method(fn, element, holder);
        js__release(fn, mark);
    }
}

/* Runs a static initializer at once, with the class as this. */
static void run_static_init(struct function *fn, struct ast_function *init, uint16_t class_)
{
    const uint16_t base = js__temps(fn, 2), result = js__temp(fn);

    EMIT(fn, METHOD, base, js__function_child(fn, init, NULL), class_);
    EMIT(fn, MOVE, (uint16_t)(base + 1), class_);
    js__release(fn, base + 2u);
    EMIT(fn, CALL, result, base, 0);
}

void js__class(struct function *fn, struct ast_class *node, struct ast_name *name, uint16_t to)
{
    const uint32_t mark = fn->next_register;
    uint16_t class_, heritage;

    js__scope_entry(fn, node->scope);
    private_names(fn, node->scope);
    class_ = js__temps(fn, 2);
    heritage = js__temp(fn);
    if (node->heritage)
        js__expr(fn, node->heritage, heritage);
    else
        EMIT(fn, LOAD_EMPTY, heritage);
    if (node->instance_init)
        node->constructor->client = node; /* its code runs the field initializer */
    js__at(fn, node->node.position);
    EMIT(fn, NEW_CLASS, class_, js__function_child(fn, node->constructor, node->name ? node->name : name),
         heritage);
    js__release(fn, heritage);
    const bool late = node->self && (node->self->storage == SCOPE_IN_BOX || node->self->storage == SCOPE_IN_OBJECT);

    if (node->self && !late)
        js__store_binding(fn, node->self, class_, true);
    elements(fn, node, class_);
    if (late)
        js__store_binding(fn, node->self, class_, true);
    if (node->instance_init) {
        const uint16_t init = js__temp(fn);
        EMIT(fn, METHOD, init, js__function_child(fn, node->instance_init, NULL), (uint16_t)(class_ + 1));
        EMIT(fn, SET_FIELDS, class_, init);
    }
    if (node->static_init)
        run_static_init(fn, node->static_init, class_);
    EMIT(fn, MOVE, to, class_);
    js__release(fn, mark);
}

/* ---- initializer functions ---- */

static void field_init(struct function *fn, struct ast_field_init *init)
{
    struct ast_class_element *element = init->element;
    const uint16_t self = js__temp(fn), key = js__temp(fn), value = js__temp(fn);

    js__load_this(fn, &init->this, self);
    if (element->kind != AST_ELEMENT_FIELD) {
        js__load_ref(fn, &init->key, key);
        js__load_ref(fn, &init->value, value);
        EMIT(fn, DEFINE_PRIVATE, self, key, value, (uint16_t)private_kind(element));
        return;
    }
    if (element->is_private || element->is_computed)
        js__load_ref(fn, &init->key, key);
    else
        js__key_to_register(fn, element->key, key);
    js__at(fn, init->node.position);
    if (!init->initializer) {
        EMIT(fn, LOAD_UNDEFINED, value);
    } else if (!element->is_private && !element->is_computed && element->key->kind == AST_STRING) {
        js__expr_named(fn, init->initializer, AST(string, element->key)->value, value);
    } else {
        js__expr(fn, init->initializer, value);
        if (js_ast_is_anonymous_function(init->initializer))
            EMIT(fn, SET_FUNCTION_NAME, value, key, 0);
    }
    EMIT(fn, TO_PROPERTY_KEY, key, key);
    EMIT(fn, DEFINE_FIELD, self, key, value);
}

void js__field_inits(struct function *fn, struct ast_list *body)
{
    for (struct ast_node *n = body->first; n; n = n->next) {
        const uint32_t mark = fn->next_register;

        if (n->kind == AST_FIELD_INIT)
            field_init(fn, AST(field_init, n));
        else
            js__block(fn, AST(static_block, n)->scope, &AST(static_block, n)->body);
        js__release(fn, mark);
    }
}
