/*
 * early_errors.c: rules about names that the grammar does not express: redeclaration, words that
 * may not be identifiers here, legacy octals, private names, exports.
 *
 * Redeclaration (14.2.1, 15.2.1, 16.1.1 and others).  A lexical name is unique in its scope, and no
 * var may pass through the scope on its way out to the function; so a var leaves a marker in each
 * block that it passes.  A marker in a block implies markers in all blocks around it up to the
 * function, which bounds the work.  Parameters count as vars, except that lexical names of the body
 * collide with them.
 */
#include "parse/internal.h"
#include "parse/scope_table.h"

static const char redeclared[] = "Identifier '%s' has already been declared";

/* ---- Scopes ---- */

struct scope *js__scope_new(struct js_parser *p, enum scope_kind kind)
{
    struct scope *scope = js_arena_alloc(p->arena, sizeof *scope);

    if (!scope)
        return NULL;
    scope->kind = (uint8_t)kind;
    scope->parent = p->scope;
    scope->function = p->fn ? p->fn->node : NULL;
    return scope;
}

struct scope *js__scope_enter(struct js_parser *p, enum scope_kind kind)
{
    struct scope *scope = js__scope_new(p, kind);

    if (scope)
        p->scope = scope;
    return scope;
}

/* ---- Declarations ---- */

static bool is_var_like(const struct scope_binding *binding)
{
    return binding->kind == SCOPE_VAR || binding->kind == SCOPE_PARAM ||
           (binding->kind == SCOPE_FUNCTION_DECLARED && binding->scope->is_var_scope &&
            binding->scope->kind != SCOPE_MODULE);
}

/* The scope, other than scope, whose names a lexical declaration in scope may not repeat; or NULL.
 */
static const struct scope *guarded_parent(const struct scope *scope)
{
    const struct scope *parent = scope->parent;

    if (scope->kind == SCOPE_BODY && parent->kind == SCOPE_FUNCTION)
        return parent;
    if (scope->kind == SCOPE_BLOCK && parent->kind == SCOPE_CATCH)
        return parent;
    return NULL;
}

static struct scope_binding *declare_lexical(struct js_parser *p, struct ast_name *name,
                                             enum scope_binding_kind kind, uint32_t start,
                                             uint32_t end)
{
    struct scope *scope = p->scope;
    const struct scope *guarded = guarded_parent(scope);

    if (js__scope_find_any(scope, name) || (guarded && js_scope_find(guarded, name)))
        return js__fail_name(p, start, end, redeclared, name);
    return js__scope_add(p->arena, scope, name, kind, start);
}

/* May a var of this name pass through, or end in, a scope that has the binding? */
static bool var_may_meet(const struct scope_binding *binding, enum scope_binding_kind kind)
{
    if (binding->hoist_marker || is_var_like(binding))
        return true;
    return binding->kind == SCOPE_CATCH_PARAM && binding->is_simple_catch && kind == SCOPE_VAR;
}

static bool leave_marker(struct js_parser *p, struct scope *scope, struct ast_name *name)
{
    struct scope_binding *marker = js__scope_add(p->arena, scope, name, SCOPE_VAR, 0);

    if (marker)
        marker->hoist_marker = true;
    return marker != NULL;
}

/* Declares in the var scope, through the blocks between. */
static struct scope_binding *declare_var(struct js_parser *p, struct ast_name *name,
                                         enum scope_binding_kind kind, uint32_t start, uint32_t end)
{
    struct scope_binding *binding;
    struct scope *scope = p->scope;

    for (; !scope->is_var_scope; scope = scope->parent) {
        binding = js__scope_find_any(scope, name);
        if (binding && !var_may_meet(binding, kind))
            return js__fail_name(p, start, end, redeclared, name);
        if (!binding && !leave_marker(p, scope, name))
            return NULL;
    }
    binding = js__scope_find_any(scope, name);
    if (!binding)
        return js__scope_add(p->arena, scope, name, kind, start);
    if (!var_may_meet(binding, kind))
        return js__fail_name(p, start, end, redeclared, name);
    if (kind == SCOPE_FUNCTION_DECLARED && binding->kind == SCOPE_VAR)
        binding->kind = SCOPE_FUNCTION_DECLARED;
    return binding;
}

static struct scope_binding *declare_param(struct js_parser *p, struct ast_name *name,
                                           uint32_t start, uint32_t end)
{
    struct scope_binding *binding = js__scope_find_any(p->scope, name);

    if (!binding)
        return js__scope_add(p->arena, p->scope, name, SCOPE_PARAM, start);
    if (!p->fn->duplicate.message)
        p->fn->duplicate = (struct js_late_error){
            "Duplicate parameter name not allowed in this context", start, end};
    return binding;
}

struct scope_binding *js__declare(struct js_parser *p, struct ast_name *name,
                                  enum scope_binding_kind kind, uint32_t start, uint32_t end)
{
    if (!name)
        return NULL;
    if (kind == SCOPE_PARAM)
        return declare_param(p, name, start, end);
    if (kind == SCOPE_VAR)
        return declare_var(p, name, kind, start, end);
    return declare_lexical(p, name, kind, start, end);
}

static bool declare_elements(struct js_parser *p, struct ast_node *element,
                             enum scope_binding_kind kind)
{
    for (; element; element = element->next) {
        if (!js__declare_pattern(p, element, kind))
            return false;
    }
    return true;
}

bool js__declare_pattern(struct js_parser *p, struct ast_node *pattern,
                         enum scope_binding_kind kind)
{
    if (!js__check_depth(p))
        return false;
    switch (pattern->kind) {
    case AST_IDENT:
        return js__declare(p, (struct ast_name *)AST(ident, pattern)->ref.name, kind,
                           pattern->start, pattern->end) != NULL;
    case AST_DEFAULT:
        return js__declare_pattern(p, AST(assign, pattern)->target, kind);
    case AST_REST:
        return js__declare_pattern(p, AST(unary, pattern)->argument, kind);
    case AST_PROPERTY:
        return js__declare_pattern(p, AST(property, pattern)->value, kind);
    case AST_ARRAY_PATTERN:
        return declare_elements(p, AST(array, pattern)->elements.first, kind);
    case AST_OBJECT_PATTERN:
        return declare_elements(p, AST(object, pattern)->properties.first, kind);
    default:
        return true; /* HOLE */
    }
}

/* ---- Function declarations ---- */

static void add_hoisted(struct scope *scope, struct ast_function_declaration *declaration)
{
    if (scope->hoisted_last)
        scope->hoisted_last->hoist_next = declaration;
    else
        scope->hoisted = declaration;
    scope->hoisted_last = declaration;
}

static bool is_plain(const struct ast_function *function)
{
    return !function->is_async && !function->is_generator;
}

/* A function declared in a block, where sloppy code may repeat plain ones. */
static struct scope_binding *declare_block_function(struct js_parser *p,
                                                    struct ast_function *function, uint32_t start,
                                                    uint32_t end)
{
    struct scope_binding *binding = js__scope_find_any(p->scope, function->name);

    if (binding && !p->strict && binding->kind == SCOPE_FUNCTION_DECLARED &&
        !binding->hoist_marker && is_plain(function) && is_plain(binding->declared))
        return binding;
    return declare_lexical(p, function->name, SCOPE_FUNCTION_DECLARED, start, end);
}

static bool add_candidate(struct js_parser *p, struct ast_function_declaration *declaration)
{
    struct js_hoist_candidate *candidate = js_arena_alloc(p->arena, sizeof *candidate);

    if (!candidate)
        return false;
    candidate->declaration = declaration;
    candidate->scope = p->scope;
    *p->fn->candidates_end = candidate;
    p->fn->candidates_end = &candidate->next;
    return true;
}

bool js__declare_function(struct js_parser *p, struct ast_function_declaration *declaration,
                          uint32_t start, uint32_t end)
{
    struct ast_function *function = declaration->function;
    struct scope *scope = p->scope;
    struct scope_binding *binding;

    if (scope->is_var_scope && scope->kind != SCOPE_MODULE) {
        binding = declare_var(p, function->name, SCOPE_FUNCTION_DECLARED, start, end);
    } else if (scope->is_var_scope) {
        binding = declare_lexical(p, function->name, SCOPE_FUNCTION_DECLARED, start, end);
    } else {
        binding = declare_block_function(p, function, start, end);
        if (binding && !p->strict && is_plain(function) && !add_candidate(p, declaration))
            return false;
    }
    if (!binding)
        return false;
    binding->declared = function;
    add_hoisted(scope, declaration);
    return true;
}

/* Would `var name` in place of the block's function be an error?  scope is the block's parent. */
static bool var_would_collide(const struct js_parser *p, const struct scope *scope,
                              const struct ast_name *name)
{
    for (; scope != p->fn->var_scope; scope = scope->parent) {
        const struct scope_binding *binding = js_scope_find(scope, name);

        if (binding && !(binding->kind == SCOPE_CATCH_PARAM && binding->is_simple_catch))
            return true;
    }
    return false;
}

static bool is_parameter(const struct scope *var_scope, const struct ast_name *name)
{
    const struct scope *scope = var_scope->kind == SCOPE_BODY ? var_scope->parent : var_scope;
    const struct scope_binding *binding = js_scope_find(scope, name);

    return binding && binding->kind == SCOPE_PARAM;
}

bool js__hoist_block_functions(struct js_parser *p)
{
    struct scope *var_scope = p->fn->var_scope;
    struct js_hoist_candidate *candidate;

    for (candidate = p->fn->candidates; candidate; candidate = candidate->next) {
        struct ast_function_declaration *declaration = candidate->declaration;
        const struct ast_name *name = declaration->function->name;
        struct scope_binding *binding = js__scope_find_any(var_scope, name);

        if (var_would_collide(p, candidate->scope->parent, name) || is_parameter(var_scope, name) ||
            (binding && !is_var_like(binding)))
            continue;
        if (!binding) {
            binding = js__scope_add(p->arena, var_scope, name, SCOPE_VAR, declaration->node.start);
            if (!binding)
                return false;
            binding->is_annexb_var = true;
        }
        declaration->annexb = true;
        declaration->annexb_var.name = name;
    }
    return true;
}

/* ---- Words ---- */

bool js__is_identifier(const struct js_parser *p, const struct js_token *token)
{
    switch (token->kind) {
    case TOK_IDENTIFIER:
    case TOK_ASYNC:
        return true;
    case TOK_LET:
    case TOK_STATIC:
    case TOK_FUTURE_STRICT:
        return !p->strict;
    case TOK_YIELD:
        return !p->strict && !p->fn->yield_is_operator;
    case TOK_AWAIT:
        return !p->is_module && !p->fn->await_is_operator && !p->fn->await_is_reserved;
    default:
        return false;
    }
}

/* `arguments` in a field initializer or static block. */
static bool check_arguments(struct js_parser *p)
{
    const struct js_token *token = &p->lexer.token;

    if (token->name == p->names.arguments && p->fn->forbids_arguments)
        return js__fail(
            p, token->start, token->end,
            "'arguments' is not allowed in class field initializer or static initialization block");
    return true;
}

bool js__check_reference_word(struct js_parser *p)
{
    const struct js_token *token = &p->lexer.token;

    if (!js__is_identifier(p, token))
        return js__unexpected(p);
    if (token->kind == TOK_AWAIT)
        p->fn->last_await_name = token->start + 1;
    return check_arguments(p);
}

const char *js__strict_binding_fault(struct js_parser *p, const struct ast_name *name)
{
    if (name == p->names.eval || name == p->names.arguments)
        return "Unexpected eval or arguments in strict mode";
    if (name->token >= TOK_LET && name->token <= TOK_FUTURE_STRICT)
        return "Unexpected strict mode reserved word";
    return NULL;
}

bool js__check_binding_word(struct js_parser *p, enum scope_binding_kind kind)
{
    const struct js_token *token = &p->lexer.token;
    const char *fault;

    if (!js__is_identifier(p, token))
        return js__unexpected(p);
    if (token->kind == TOK_AWAIT)
        p->fn->last_await_name = token->start + 1;
    if (token->kind == TOK_LET &&
        (kind == SCOPE_LET || kind == SCOPE_CONST || kind == SCOPE_CLASS_NAME))
        return js__fail(p, token->start, token->end, "let is disallowed as a lexically bound name");
    fault = js__strict_binding_fault(p, token->name);
    if (fault && p->strict)
        return js__fail(p, token->start, token->end, "%s", fault);
    if (fault && kind == SCOPE_PARAM && !p->fn->strict_error.message)
        p->fn->strict_error = (struct js_late_error){fault, token->start, token->end};
    return true;
}

bool js__check_octal(struct js_parser *p)
{
    static const char *const messages[] = {
        [JS_OCTAL_NUMBER] = "Octal literals are not allowed in strict mode.",
        [JS_OCTAL_ZERO_DECIMAL] = "Decimals with leading zeros are not allowed in strict mode.",
        [JS_OCTAL_ESCAPE] = "Octal escape sequences are not allowed in strict mode.",
        [JS_OCTAL_89_ESCAPE] = "\\8 and \\9 are not allowed in strict mode.",
    };
    const struct js_token *token = &p->lexer.token;

    if (token->octal == JS_NO_OCTAL || !p->strict)
        return true;
    return js__fail(p, token->octal_start, token->octal_end, "%s", messages[token->octal]);
}

/* ---- Private names ---- */

bool js__declare_private_name(struct js_parser *p, struct ast_class_element *element,
                              const struct ast_name *name, uint32_t start, uint32_t end)
{
    struct scope *scope = p->class->scope;
    struct scope_binding *binding;
    uint32_t form =
        element->kind * 2u + element->is_static; /* kept in param_index until the class ends */

    if (name == p->names.hash_constructor)
        return js__fail(p, start, end, "Classes may not have a field named 'constructor'");
    binding = js__scope_find_any(scope, name);
    if (!binding) {
        binding = js__scope_add(p->arena, scope, name, SCOPE_PRIVATE_NAME, start);
        if (!binding)
            return false;
        binding->param_index = form;
    } else {
        /* A getter and a setter may share a name, once, if both are static or neither is. */
        bool pair =
            (form ^ binding->param_index) == (AST_ELEMENT_GET * 2u ^ AST_ELEMENT_SET * 2u) &&
            (element->kind == AST_ELEMENT_GET || element->kind == AST_ELEMENT_SET);

        if (!pair)
            return js__fail_name(p, start, end, redeclared, name);
        binding->param_index = UINT32_MAX;
    }
    element->private_name.name = name;
    return true;
}

static bool context_has_private_name(const struct js_parser *p, const struct ast_name *name)
{
    const struct js_eval_context *eval = &p->options->eval;

    if (p->options->goal != JS_PARSE_EVAL || !eval->direct)
        return false;
    for (uint32_t i = 0; i < eval->private_name_count; i++) {
        const struct js_source_text *known = &eval->private_names[i];
        uint32_t at = 0;

        if (known->length != name->length)
            continue;
        while (at < name->length && js_source_unit(known, at) == js__name_unit(name, at))
            at++;
        if (at == name->length)
            return true;
    }
    return false;
}

static bool unresolved_private_name(struct js_parser *p, const struct ast_name *name,
                                    uint32_t start, uint32_t end)
{
    if (context_has_private_name(p, name))
        return true;
    return js__fail_name(p, start, end, "Private field '%s' must be declared in an enclosing class",
                         name);
}

bool js__use_private_name(struct js_parser *p, struct ast_name *name, uint32_t start, uint32_t end)
{
    struct js_private_use *use;

    if (!p->class)
        return unresolved_private_name(p, name, start, end);
    use = js_arena_alloc(p->arena, sizeof *use);
    if (!use)
        return false;
    *use = (struct js_private_use){p->class->uses, name, start, end};
    p->class->uses = use;
    return true;
}

bool js__resolve_private_names(struct js_parser *p)
{
    struct js_class_state *class = p->class;
    struct js_private_use *use, *next, *fault = NULL;
    struct scope_binding *binding;

    for (binding = class->scope->first; binding; binding = binding->next) {
        if (binding->kind == SCOPE_PRIVATE_NAME)
            binding->param_index = UINT32_MAX;
    }
    for (use = class->uses; use; use = next) { /* the latest first */
        next = use->next;
        if (js_scope_find(class->scope, use->name))
            continue;
        if (class->outer) {
            use->next = class->outer->uses;
            class->outer->uses = use;
        } else if (!context_has_private_name(p, use->name)) {
            fault = use;
        }
    }
    return !fault || unresolved_private_name(p, fault->name, fault->start, fault->end);
}

/* ---- Exports ---- */

bool js__add_export(struct js_parser *p, struct ast_name *exported, struct ast_name *local,
                    uint32_t start, uint32_t end)
{
    struct js_exported *entry = js_arena_alloc(p->arena, sizeof *entry);

    if (!p->export_names)
        p->export_names = js_arena_alloc(p->arena, sizeof *p->export_names);
    if (!entry || !p->export_names)
        return false;
    if (js__scope_find_any(p->export_names, exported))
        return js__fail_name(p, start, end, "Duplicate export of '%s'", exported);
    *entry = (struct js_exported){p->exports, local, start, end};
    p->exports = entry;
    return js__scope_add(p->arena, p->export_names, exported, SCOPE_VAR, start) != NULL;
}

bool js__check_exports(struct js_parser *p)
{
    struct js_exported *entry, *fault = NULL;

    for (entry = p->exports; entry; entry = entry->next) { /* the last first */
        struct scope_binding *binding;

        if (!entry->local)
            continue;
        binding = js_scope_find(p->scope, entry->local);
        if (binding)
            binding->is_exported = true;
        else
            fault = entry;
    }
    if (!fault)
        return true;
    return js__fail_name(p, fault->start, fault->end, "Export '%s' is not defined in module",
                         fault->local);
}
