/*
 * ast.c: help for those who read the syntax tree.
 */
#include "parse/ast.h"

struct ast_node *js_ast_chain_base(struct ast_node *node)
{
    while (js_ast_is_link(AST(link, node)->object))
        node = AST(link, node)->object;
    return node;
}

bool js_ast_is_anonymous_function(const struct ast_node *node)
{
    if (node->kind == AST_FUNCTION)
        return !((const struct ast_function *)node)->name;
    return node->kind == AST_CLASS && !((const struct ast_class *)node)->name;
}

const char *js_ast_kind_name(enum ast_kind kind)
{
    static const char *const names[] = {
#define NODE(kind, type) #kind,
#include "parse/ast.def"
    };

    return names[kind];
}
