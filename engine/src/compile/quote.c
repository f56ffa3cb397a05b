/*
 * compile/quote.c: what error messages call the operands of calls, iterations and destructuring: the expression
 * of the source, in V8's spelling.  Where that is how the source has it, the quote is a range of the source;
 * else its text goes with the function.  What cannot be told in QUOTE_MAX bytes is not quoted.
 */
#include "compile/compiler.h"

#include "base/number_text.h"
#include "base/utf8.h"

enum { QUOTE_MAX = 160, DEPTH_MAX = 16 };

struct text {
    char bytes[QUOTE_MAX];
    size_t length;
    bool overflow;
};

static void put(struct text *text, const char *more, size_t length)
{
    if (length > sizeof text->bytes - text->length) {
        text->overflow = true;
        return;
    }
    memcpy(text->bytes + text->length, more, length);
    text->length += length;
}

static void put_ascii(struct text *text, const char *more)
{
    put(text, more, strlen(more));
}

static void put_name(struct text *text, const struct ast_name *name)
{
    char buffer[4];

    for (uint32_t i = 0; i < name->length && !text->overflow; i++) {
        uint32_t c = name->latin1 ? name->latin1[i] : name->utf16[i];

        if (!name->latin1 && (c & 0xFC00) == 0xD800 && i + 1 < name->length &&
            (name->utf16[i + 1] & 0xFC00) == 0xDC00)
            c = 0x10000 + ((c & 0x3FF) << 10) + (name->utf16[++i] & 0x3FF);
        if (c == 0 || (c & 0xF800) == 0xD800)
            text->overflow = true; /* no UTF-8 that ends with a NUL holds it */
        else
            put(text, buffer, js_utf8_put(c, (uint8_t *)buffer));
    }
}

static const char *operator_text(unsigned op)
{
    static const char *const texts[] = {
        [AST_OP_ADD] = "+", [AST_OP_SUB] = "-", [AST_OP_MUL] = "*", [AST_OP_DIV] = "/", [AST_OP_MOD] = "%",
        [AST_OP_EXP] = "**", [AST_OP_SHL] = "<<", [AST_OP_SAR] = ">>", [AST_OP_SHR] = ">>>",
        [AST_OP_BIT_AND] = "&", [AST_OP_BIT_OR] = "|", [AST_OP_BIT_XOR] = "^", [AST_OP_EQ] = "==",
        [AST_OP_NE] = "!=", [AST_OP_STRICT_EQ] = "===", [AST_OP_STRICT_NE] = "!==", [AST_OP_LT] = "<",
        [AST_OP_GT] = ">", [AST_OP_LE] = "<=", [AST_OP_GE] = ">=", [AST_OP_INSTANCEOF] = "instanceof",
        [AST_OP_IN] = "in", [AST_OP_AND] = "&&", [AST_OP_OR] = "||", [AST_OP_NULLISH] = "??",
        [AST_OP_PLUS] = "+", [AST_OP_NEG] = "-", [AST_OP_NOT] = "!", [AST_OP_BIT_NOT] = "~",
        [AST_OP_TYPEOF] = "typeof ", [AST_OP_VOID] = "void ", [AST_OP_DELETE] = "delete ",
        [AST_OP_INC] = "++", [AST_OP_DEC] = "--"};

    return texts[op];
}

static void spell(struct text *text, struct ast_node *node, unsigned depth);

static void spell_list(struct text *text, const struct ast_list *list, const char *between, unsigned depth)
{
    for (struct ast_node *n = list->first; n; n = n->next) {
        spell(text, n, depth);
        if (n->next)
            put_ascii(text, between);
    }
}

static void spell_number(struct text *text, double number)
{
    char digits[JS_NUMBER_TEXT_MAX];

    put(text, digits, js_number_to_text(number, digits));
}

static void spell_binary(struct text *text, struct ast_binary *node, unsigned depth)
{
    uint8_t op = node->rest->op;
    uint32_t groups = 1;

    /* Operands of one operator are one group; each further group nests the ones before it. */
    for (const struct ast_operand *o = node->rest; o; o = o->next) {
        groups += o->op != op;
        op = o->op;
    }
    for (uint32_t i = 0; i < groups; i++)
        put_ascii(text, "(");
    spell(text, node->first, depth);
    op = node->rest->op;
    for (const struct ast_operand *o = node->rest; o; o = o->next) {
        if (o->op != op)
            put_ascii(text, ")");
        op = o->op;
        put_ascii(text, " ");
        put_ascii(text, operator_text(op));
        put_ascii(text, " ");
        spell(text, o->operand, depth);
    }
    put_ascii(text, ")");
}

static void spell_link(struct text *text, struct ast_node *node, unsigned depth)
{
    const bool optional = (node->flags & AST_IS_OPTIONAL) != 0;
    struct ast_node *key;

    spell(text, AST(link, node)->object, depth);
    switch (node->kind) {
    case AST_MEMBER:
        put_ascii(text, optional ? "?." : ".");
        put_name(text, AST(member, node)->name);
        break;
    case AST_INDEX:
        key = AST(index, node)->index;
        if (key->kind == AST_STRING && !AST(string, key)->value->is_index) {
            put_ascii(text, optional ? "?." : ".");
            put_name(text, AST(string, key)->value);
            break;
        }
        put_ascii(text, optional ? "?.[" : "[");
        spell(text, key, depth);
        put_ascii(text, "]");
        break;
    case AST_PRIVATE_MEMBER:
        put_ascii(text, "[");
        put_name(text, AST(private_member, node)->name.name);
        put_ascii(text, "]");
        break;
    default:
        put_ascii(text, "(...)");
    }
}

static void spell_operator(struct text *text, struct ast_node *node, unsigned depth)
{
    const struct ast_update *update = AST(update, node);

    if (node->kind == AST_UNARY && node->op == AST_OP_NEG && AST(unary, node)->argument->kind == AST_NUMBER) {
        spell_number(text, -AST(number, AST(unary, node)->argument)->value);
        return;
    }
    put_ascii(text, "(");
    switch (node->kind) {
    case AST_UNARY:
        put_ascii(text, operator_text(node->op));
        spell(text, AST(unary, node)->argument, depth);
        break;
    case AST_UPDATE:
        if (update->is_prefix)
            put_ascii(text, operator_text(node->op));
        spell(text, update->target, depth);
        if (!update->is_prefix)
            put_ascii(text, operator_text(node->op));
        break;
    case AST_LOGICAL: {
        char between[8] = " ";

        strcat(strcat(between, operator_text(node->op)), " ");
        spell_list(text, &AST(logical, node)->operands, between, depth);
        break;
    }
    default:
        spell_list(text, &AST(sequence, node)->expressions, " , ", depth);
    }
    put_ascii(text, ")");
}

static void spell_object(struct text *text, const struct ast_list *properties)
{
    put_ascii(text, "{");
    for (const struct ast_node *n = properties->first; n; n = n->next)
        put_ascii(text, "(intermediate value)");
    put_ascii(text, "}");
}

static void spell_literal(struct text *text, struct ast_node *node, unsigned depth)
{
    switch (node->kind) {
    case AST_NUMBER: spell_number(text, AST(number, node)->value); break;
    case AST_STRING:
        put_ascii(text, "\"");
        put_name(text, AST(string, node)->value);
        put_ascii(text, "\"");
        break;
    case AST_REGEXP:
        put_ascii(text, "/");
        put_name(text, AST(regexp, node)->pattern);
        put_ascii(text, "/");
        put_name(text, AST(regexp, node)->flags);
        break;
    case AST_TEMPLATE:
        if (AST(template, node)->expressions.count) {
            spell_list(text, &AST(template, node)->expressions, "", depth);
        } else {
            put_ascii(text, "\"");
            put_name(text, AST(template_string, AST(template, node)->strings.first)->cooked);
            put_ascii(text, "\"");
        }
        break;
    case AST_ARRAY:
        put_ascii(text, "[");
        spell_list(text, &AST(array, node)->elements, ",", depth);
        put_ascii(text, "]");
        break;
    default:
        spell_object(text, &AST(object, node)->properties);
    }
}

static void spell(struct text *text, struct ast_node *node, unsigned depth)
{
    if (++depth > DEPTH_MAX || text->overflow) {
        text->overflow = true;
        return;
    }
    switch (node->kind) {
    case AST_IDENT: put_name(text, AST(ident, node)->ref.name); break;
    case AST_THIS: put_ascii(text, "this"); break;
    case AST_NULL: put_ascii(text, "null"); break;
    case AST_TRUE: put_ascii(text, "true"); break;
    case AST_FALSE: put_ascii(text, "false"); break;
    case AST_NUMBER: case AST_STRING: case AST_REGEXP: case AST_TEMPLATE: case AST_ARRAY: case AST_OBJECT:
        spell_literal(text, node, depth);
        break;
    case AST_ASSIGN: spell(text, AST(assign, node)->target, depth); break;
    case AST_UNARY: case AST_UPDATE: case AST_LOGICAL: case AST_SEQUENCE:
        spell_operator(text, node, depth);
        break;
    case AST_BINARY: spell_binary(text, AST(binary, node), depth); break;
    case AST_CONDITIONAL:
        put_ascii(text, "(intermediate value)(intermediate value)(intermediate value)");
        break;
    case AST_MEMBER: case AST_INDEX: case AST_PRIVATE_MEMBER: case AST_CALL: case AST_TAGGED_TEMPLATE:
        spell_link(text, node, depth);
        break;
    case AST_OPTIONAL_CHAIN: spell(text, AST(unary, node)->argument, depth); break;
    case AST_SUPER_MEMBER:
        put_ascii(text, "(intermediate value).");
        put_name(text, AST(super_member, node)->name);
        break;
    case AST_SPREAD:
        put_ascii(text, "(...");
        spell(text, AST(unary, node)->argument, depth);
        put_ascii(text, ")");
        break;
    case AST_HOLE: break;
    default: put_ascii(text, "(intermediate value)");
    }
}

/* ---- keeping ---- */

/* Whether the source from start on has the text, which then is ASCII. */
static bool is_in_source(const struct function *fn, uint32_t start, const struct text *text)
{
    const struct js_source_text *source = &fn->c->text;

    if (start > source->length || text->length > source->length - start)
        return false;
    for (uint32_t i = 0; i < text->length; i++) {
        if ((uint8_t)text->bytes[i] >= 0x80 || js_source_unit(source, start + i) != (uint8_t)text->bytes[i])
            return false;
    }
    return true;
}

static void keep(struct function *fn, enum js_quote_kind kind, uint32_t start, const struct text *text)
{
    struct js_quote quote = {(uint32_t)fn->code_count, start, (uint8_t)text->length, (uint8_t)kind, true};

    if (text->overflow || fn->c->failed)
        return;
    if (!is_in_source(fn, start, text)) {
        quote.in_source = false;
        quote.offset = (uint32_t)fn->quote_text_count;
        if (!js__grow(fn->c, (void **)&fn->quote_text, &fn->quote_text_capacity,
                      fn->quote_text_count + text->length, 1))
            return;
        memcpy(fn->quote_text + fn->quote_text_count, text->bytes, text->length);
        fn->quote_text_count += text->length;
    }
    if (js__grow(fn->c, (void **)&fn->quotes, &fn->quote_capacity, fn->quote_count + 1, sizeof quote))
        fn->quotes[fn->quote_count++] = quote;
}

/* Names and dots, nothing between: the position of the call is enough to find it again. */
static bool is_plain_chain(const struct ast_node *node, const struct text *text)
{
    for (size_t i = 0; i < text->length; i++) {
        const char c = text->bytes[i];

        if (c == ' ' || c == '(' || c == '[' || c == '?' || c == '"' || c == '/' || c == '{' || (c & 0x80))
            return false;
    }
    return !(node->flags & AST_PARENTHESIZED) &&
           (node->kind == AST_IDENT || node->kind == AST_THIS || node->kind == AST_MEMBER) &&
           node->end - node->start == text->length;
}

void js__quote_callee(struct function *fn, struct ast_node *callee)
{
    struct text text = {.length = 0};

    if (callee->kind == AST_FUNCTION)
        return;
    spell(&text, callee, 0);
    if (!is_plain_chain(callee, &text))
        keep(fn, JS_QUOTE_EXPRESSION, callee->start, &text);
}

void js__quote_iterable(struct function *fn, struct ast_node *node)
{
    struct text text = {.length = 0};
    const bool called = node->kind == AST_CALL || node->kind == AST_NEW;

    if (called)
        node = node->kind == AST_CALL ? AST(link, node)->object : AST(new, node)->callee;
    spell(&text, node, 0);
    keep(fn, called ? JS_QUOTE_CALLED : JS_QUOTE_EXPRESSION, node->start, &text);
}

void js__quote_spread(struct function *fn, struct ast_node *node)
{
    struct text text = {.length = 0};

    spell(&text, node, 0);
    keep(fn, JS_QUOTE_SPREAD, node->start, &text);
}

/* An array pattern's value: V8 tells only some of its expressions. */
void js__quote_array_source(struct function *fn, const struct pattern_source *source)
{
    struct text text = {.length = 0};
    struct ast_node *node = source->node;

    if (source->kind == PATTERN_OF_LOOP) {
        put_ascii(&text, ".for");
        keep(fn, JS_QUOTE_EXPRESSION, 0, &text);
        return;
    }
    if (source->kind != PATTERN_OF_VALUE || source->is_assignment)
        return;
    switch (node->kind) {
    case AST_MEMBER: case AST_INDEX: case AST_BINARY: case AST_LOGICAL: case AST_CONDITIONAL:
    case AST_SEQUENCE: case AST_TAGGED_TEMPLATE: case AST_PRIVATE_MEMBER: case AST_OPTIONAL_CHAIN:
        return;
    case AST_CALL:
        if (AST(link, node)->object->kind != AST_IDENT)
            return;
        break;
    default:
        break;
    }
    js__quote_iterable(fn, node);
}

/* ---- object patterns ---- */

static void put_key(struct text *text, struct ast_node *key)
{
    if (key->kind == AST_NUMBER)
        spell_number(text, AST(number, key)->value);
    else
        put_name(text, AST(string, key)->value);
}

/* The first property's key if it is told by name; where the error is, at *at; is_read: as if it were just read. */
static struct ast_node *first_key(const struct ast_object *pattern, bool *is_read, uint32_t *at)
{
    struct ast_node *first = pattern->properties.first, *target;

    *at = pattern->node.start;
    *is_read = false;
    if (!first)
        return NULL;
    if (first->kind == AST_REST) {
        *at = AST(unary, first)->argument->start;
        return NULL;
    }
    if (AST(property, first)->is_computed ||
        (AST(property, first)->key->kind != AST_NUMBER && AST(property, first)->key->kind != AST_STRING))
        return NULL;
    target = AST(property, first)->value;
    *at = target->start;
    *is_read = target->kind == AST_DEFAULT || js_ast_is_link(target);
    return AST(property, first)->key;
}

void js__quote_object_source(struct function *fn, struct ast_node *pattern,
                             const struct pattern_source *source)
{
    struct text text = {.length = 0};
    bool is_read;
    uint32_t at;
    struct ast_node *key = first_key(AST(object, pattern), &is_read, &at);

    js__at(fn, at);
    if ((key && is_read) || source->kind == PATTERN_NESTED) {
        if (key)
            put_key(&text, key);
        keep(fn, JS_QUOTE_READ, key ? key->start : 0, &text);
        return;
    }
    if (key) {
        put_ascii(&text, "property '");
        put_key(&text, key);
        put_ascii(&text, "' of ");
    }
    if (source->kind == PATTERN_OF_PARAMETER) {
        keep(fn, JS_QUOTE_DESTRUCTURED_VALUE, 0, &text);
        return;
    }
    put_ascii(&text, "'");
    if (source->kind == PATTERN_OF_VALUE)
        spell(&text, source->node, 0);
    else
        put_ascii(&text, source->kind == PATTERN_OF_LOOP    ? ".for"
                         : source->kind == PATTERN_OF_CATCH ? ".catch"
                                                            : "(intermediate value)(intermediate value)"
                                                              "(intermediate value)");
    put_ascii(&text, "'");
    keep(fn, JS_QUOTE_DESTRUCTURED, 0, &text);
}
