/*
 * parse_module.c: import and export.
 *
 * Imported names are bindings of the module's scope.  Exported local names are checked, and their
 * bindings marked, once the whole module has been parsed (js__check_exports).
 */
#include "parse/internal.h"

/* ---- Common parts ---- */

/* A string as the name of an export must be well-formed Unicode. */
static bool is_well_formed(const struct ast_name *name)
{
    for (uint32_t i = 0; i < name->length; i++) {
        uint16_t unit = js__name_unit(name, i);
        bool is_lead = unit >= 0xD800 && unit <= 0xDBFF;

        if (unit >= 0xDC00 && unit <= 0xDFFF)
            return false;
        if (!is_lead)
            continue;
        if (++i == name->length || js__name_unit(name, i) < 0xDC00 ||
            js__name_unit(name, i) > 0xDFFF)
            return false;
    }
    return true;
}

/* ModuleExportName: any word, or a string; *is_string tells. */
static struct ast_name *parse_export_name(struct js_parser *p, bool *is_string)
{
    struct ast_name *name = p->lexer.token.name;

    *is_string = js__at(p, TOK_STRING);
    if (!*is_string && js__kind(p) < TOK_BREAK)
        return js__unexpected(p);
    if (*is_string && !is_well_formed(name))
        return js__fail_token(p,
                              "Invalid module export name: contains unpaired surrogate character");
    js__next(p);
    return name;
}

static bool add_attribute(struct js_parser *p, struct ast_list *attributes)
{
    struct ast_module_specifier *attribute =
        JS_NODE(p, IMPORT_ATTRIBUTE, module_specifier, js__start(p));
    struct ast_node *other;

    if (!js__at(p, TOK_STRING) && js__kind(p) < TOK_BREAK)
        return js__unexpected(p);
    if (!attribute)
        return false;
    attribute->imported = p->lexer.token.name;
    for (other = attributes->first; other; other = other->next) {
        if (AST(module_specifier, other)->imported == attribute->imported)
            return js__fail_name(p, js__start(p), p->lexer.token.end,
                                 "Import attributes has a duplicate key '%s'", attribute->imported);
    }
    js__next(p);
    if (!js__expect(p, TOK_COLON))
        return false;
    if (!js__at(p, TOK_STRING))
        return js__unexpected(p);
    attribute->local = p->lexer.token.name;
    js__next(p);
    js__append(attributes, js__finish(p, &attribute->node));
    return true;
}

/* with { key: "value", ... }, if present. */
static bool parse_attributes(struct js_parser *p, struct ast_list *attributes)
{
    if (!js__accept(p, TOK_WITH))
        return true;
    if (!js__expect(p, TOK_LBRACE))
        return false;
    while (!js__at(p, TOK_RBRACE)) {
        if (!add_attribute(p, attributes))
            return false;
        if (!js__accept(p, TOK_COMMA))
            break;
    }
    return js__expect(p, TOK_RBRACE);
}

/* "module" and its attributes. */
static struct ast_name *parse_module_name(struct js_parser *p, struct ast_list *attributes)
{
    struct ast_name *name = p->lexer.token.name;

    if (!js__at(p, TOK_STRING))
        return js__unexpected(p);
    js__next(p);
    return parse_attributes(p, attributes) ? name : NULL;
}

static struct ast_name *parse_from(struct js_parser *p, struct ast_list *attributes)
{
    if (!js__at_word(p, p->names.from))
        return js__unexpected(p);
    js__next(p);
    return parse_module_name(p, attributes);
}

/* ---- Imports ---- */

/* Binds the current token, a word, to what `imported` names (NULL: the namespace). */
static bool bind_import(struct js_parser *p, struct ast_import *import, struct ast_name *imported,
                        uint32_t start)
{
    struct ast_module_specifier *specifier = JS_NODE(p, IMPORT_SPECIFIER, module_specifier, start);
    struct js_token token = p->lexer.token;

    if (!specifier || !js__check_binding_word(p, SCOPE_LET) ||
        !js__declare(p, token.name, SCOPE_IMPORT, token.start, token.end))
        return false;
    js__next(p);
    specifier->imported = imported;
    specifier->local = token.name;
    specifier->ref.name = token.name;
    js__append(&import->specifiers, js__finish(p, &specifier->node));
    return true;
}

static bool parse_namespace_import(struct js_parser *p, struct ast_import *import)
{
    uint32_t start = js__start(p);

    js__next(p);
    if (!js__at_word(p, p->names.as))
        return js__unexpected(p);
    js__next(p);
    return bind_import(p, import, NULL, start);
}

static bool parse_named_import(struct js_parser *p, struct ast_import *import)
{
    struct js_lexer_state state = js__lexer_save(&p->lexer);
    uint32_t start = js__start(p);
    bool is_string;
    struct ast_name *imported = parse_export_name(p, &is_string);

    if (!imported)
        return false;
    if (js__at_word(p, p->names.as)) {
        js__next(p);
        return bind_import(p, import, imported, start);
    }
    if (is_string)
        return js__unexpected(p);
    js__lexer_restore(&p->lexer, &state);
    return bind_import(p, import, imported, start);
}

static bool parse_named_imports(struct js_parser *p, struct ast_import *import)
{
    js__next(p);
    while (!js__at(p, TOK_RBRACE)) {
        if (!parse_named_import(p, import))
            return false;
        if (!js__accept(p, TOK_COMMA))
            break;
    }
    return js__expect(p, TOK_RBRACE);
}

static bool parse_import_clause(struct js_parser *p, struct ast_import *import)
{
    if (!js__at(p, TOK_MUL) && !js__at(p, TOK_LBRACE)) {
        if (!bind_import(p, import, p->names.default_, js__start(p)))
            return false;
        if (!js__accept(p, TOK_COMMA))
            return true;
    }
    if (js__at(p, TOK_MUL))
        return parse_namespace_import(p, import);
    if (js__at(p, TOK_LBRACE))
        return parse_named_imports(p, import);
    return js__unexpected(p);
}

static struct ast_node *parse_import(struct js_parser *p)
{
    struct ast_import *import = JS_NODE(p, IMPORT, import, js__start(p));

    js__next(p);
    if (!import)
        return NULL;
    if (js__at(p, TOK_STRING))
        import->module = parse_module_name(p, &import->attributes);
    else if (parse_import_clause(p, import))
        import->module = parse_from(p, &import->attributes);
    if (!import->module || !js__expect_semicolon(p))
        return NULL;
    return js__finish(p, &import->node);
}

/* ---- Exports ---- */

static bool export_pattern(struct js_parser *p, const struct ast_node *pattern);

static bool export_elements(struct js_parser *p, const struct ast_node *element)
{
    for (; element; element = element->next) {
        if (!export_pattern(p, element))
            return false;
    }
    return true;
}

/* Exports every name that a declared pattern binds; as deep as the pattern was parsed. */
static bool export_pattern(struct js_parser *p, const struct ast_node *pattern)
{
    struct ast_name *name;

    switch (pattern->kind) {
    case AST_IDENT:
        name = (struct ast_name *)((const struct ast_ident *)pattern)->ref.name;
        return js__add_export(p, name, name, pattern->start, pattern->end);
    case AST_DEFAULT:
        return export_pattern(p, ((const struct ast_assign *)pattern)->target);
    case AST_REST:
        return export_pattern(p, ((const struct ast_unary *)pattern)->argument);
    case AST_PROPERTY:
        return export_pattern(p, ((const struct ast_property *)pattern)->value);
    case AST_ARRAY_PATTERN:
        return export_elements(p, ((const struct ast_array *)pattern)->elements.first);
    case AST_OBJECT_PATTERN:
        return export_elements(p, ((const struct ast_object *)pattern)->properties.first);
    default:
        return true;
    }
}

static bool export_names(struct js_parser *p, struct ast_node *declaration)
{
    struct ast_node *node;

    if (declaration->kind == AST_FUNCTION_DECLARATION ||
        declaration->kind == AST_CLASS_DECLARATION) {
        const struct scope_ref *ref = declaration->kind == AST_CLASS_DECLARATION
                                          ? &AST(class_declaration, declaration)->ref
                                          : &AST(function_declaration, declaration)->ref;
        struct ast_name *name = (struct ast_name *)ref->name;

        return js__add_export(p, name, name, declaration->start, declaration->end);
    }
    for (node = AST(declaration, declaration)->declarators.first; node; node = node->next) {
        if (!export_pattern(p, AST(declarator, node)->target))
            return false;
    }
    return true;
}

static struct ast_node *parse_export_declaration(struct js_parser *p, uint32_t start)
{
    struct ast_export *export = JS_NODE(p, EXPORT_DECLARATION, export, start);

    switch (js__kind(p)) {
    case TOK_VAR:
    case TOK_LET:
    case TOK_CONST:
    case TOK_FUNCTION:
    case TOK_CLASS:
        break;
    case TOK_ASYNC:
        break;
    default:
        return js__unexpected(p);
    }
    if (!export || !(export->declaration = js__parse_statement_list_item(p)))
        return NULL;
    if (export->declaration->kind == AST_EXPRESSION)
        return js__fail(p, export->declaration->start, export->declaration->end,
                        "Unexpected identifier 'async'");
    return export_names(p, export->declaration) ? js__finish(p, &export->node) : NULL;
}

static struct ast_node *parse_default_declaration(struct js_parser *p, uint32_t start)
{
    struct js_token next;

    if (js__at(p, TOK_FUNCTION))
        return js__parse_function_declaration(p, start, false, true);
    if (js__at(p, TOK_CLASS))
        return js__parse_class_declaration(p, true);
    if (!js__at(p, TOK_ASYNC) || p->lexer.token.escaped)
        return NULL;
    next = js__peek(p);
    if (next.kind != TOK_FUNCTION || next.newline_before)
        return NULL;
    js__next(p);
    return js__parse_function_declaration(p, start, true, true);
}

static struct ast_node *parse_export_default(struct js_parser *p, uint32_t start)
{
    struct ast_export *export = JS_NODE(p, EXPORT_DEFAULT, export, start);
    uint32_t name_start = js__start(p), name_end = p->lexer.token.end;
    struct ast_name *local = p->names.default_export;

    js__next(p);
    if (!export)
        return NULL;
    export->declaration = parse_default_declaration(p, js__start(p));
    if (js__failed(p))
        return NULL;
    if (export->declaration) {
        local = (struct ast_name *)(export->declaration->kind == AST_CLASS_DECLARATION
                                        ? AST(class_declaration, export->declaration)->ref.name
                                        : AST(function_declaration, export->declaration)->ref.name);
    } else {
        export->declaration = js__parse_assignment_in(p, NULL);
        if (!export->declaration || !js__expect_semicolon(p) ||
            !js__declare(p, local, SCOPE_LET, name_start, name_end))
            return NULL;
        export->ref.name = local;
    }
    if (!js__add_export(p, p->names.default_, local, name_start, name_end))
        return NULL;
    return js__finish(p, &export->node);
}

/* export * from, export * as name from */
static struct ast_node *parse_export_all(struct js_parser *p, uint32_t start)
{
    struct ast_export *export = JS_NODE(p, EXPORT_ALL, export, start);
    bool is_string;

    js__next(p);
    if (!export)
        return NULL;
    if (js__at_word(p, p->names.as)) {
        uint32_t name_start;

        js__next(p);
        name_start = js__start(p);
        export->name = parse_export_name(p, &is_string);
        if (!export->name ||
            !js__add_export(p, export->name, NULL, name_start, js__previous_end(p)))
            return NULL;
    }
    export->module = parse_from(p, &export->attributes);
    return export->module && js__expect_semicolon(p) ? js__finish(p, &export->node) : NULL;
}

/* A local name that an export without `from` cannot have, kept until `from` is seen or not. */
static void note_bad_local(struct js_parser *p, const struct js_token *token, struct js_token *bad)
{
    if (bad->kind == TOK_END && (token->kind == TOK_STRING || !js__is_identifier(p, token)))
        *bad = *token;
}

static bool parse_export_specifier(struct js_parser *p, struct ast_export *export,
                                   struct js_token *bad)
{
    struct js_token token = p->lexer.token;
    struct ast_module_specifier *specifier =
        JS_NODE(p, EXPORT_SPECIFIER, module_specifier, token.start);
    bool is_string;

    if (!specifier || !(specifier->local = parse_export_name(p, &is_string)))
        return false;
    note_bad_local(p, &token, bad);
    specifier->exported = specifier->local;
    if (js__at_word(p, p->names.as)) {
        js__next(p);
        if (!(specifier->exported = parse_export_name(p, &is_string)))
            return false;
    }
    js__append(&export->specifiers, js__finish(p, &specifier->node));
    return true;
}

/* The names of export { ... } are those of variables. */
static bool export_locals(struct js_parser *p, struct ast_export *export,
                          const struct js_token *bad)
{
    struct ast_node *node;

    if (bad->kind != TOK_END) {
        p->lexer.token = *bad;
        return js__unexpected(p);
    }
    for (node = export->specifiers.first; node; node = node->next) {
        struct ast_module_specifier *specifier = AST(module_specifier, node);

        specifier->ref.name = specifier->local;
        if (!js__add_export(p, specifier->exported, specifier->local, node->start, node->end))
            return false;
    }
    return true;
}

static bool export_foreign(struct js_parser *p, struct ast_export *export)
{
    struct ast_node *node;

    for (node = export->specifiers.first; node; node = node->next) {
        if (!js__add_export(p, AST(module_specifier, node)->exported, NULL, node->start, node->end))
            return false;
    }
    return true;
}

static struct ast_node *parse_export_named(struct js_parser *p, uint32_t start)
{
    struct ast_export *export = JS_NODE(p, EXPORT_NAMED, export, start);
    struct js_token bad = {.kind = TOK_END};

    js__next(p);
    while (export && !js__at(p, TOK_RBRACE)) {
        if (!parse_export_specifier(p, export, &bad))
            return NULL;
        if (!js__accept(p, TOK_COMMA))
            break;
    }
    if (!export || !js__expect(p, TOK_RBRACE))
        return NULL;
    if (js__at_word(p, p->names.from)) {
        export->module = parse_from(p, &export->attributes);
        if (!export->module || !export_foreign(p, export))
            return NULL;
    } else if (!export_locals(p, export, &bad)) {
        return NULL;
    }
    return js__expect_semicolon(p) ? js__finish(p, &export->node) : NULL;
}

static struct ast_node *parse_export(struct js_parser *p)
{
    uint32_t start = js__start(p);

    js__next(p);
    switch (js__kind(p)) {
    case TOK_MUL:
        return parse_export_all(p, start);
    case TOK_LBRACE:
        return parse_export_named(p, start);
    case TOK_DEFAULT:
        return parse_export_default(p, start);
    default:
        return parse_export_declaration(p, start);
    }
}

struct ast_node *js__parse_module_item(struct js_parser *p)
{
    if (js__at(p, TOK_EXPORT))
        return parse_export(p);
    if (js__at(p, TOK_IMPORT)) {
        enum js_token_kind next = js__peek(p).kind;

        if (next != TOK_LPAREN && next != TOK_DOT)
            return parse_import(p);
    }
    return js__parse_statement_list_item(p);
}
