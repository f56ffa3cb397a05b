/*
 * compile.c: from data to trees of code cells.
 *
 * A scope is a list of frames, innermost first, each a list of the variables of one lambda: parameters,
 * then what its body defines.  A variable becomes a pair of numbers, frames outward and position, or the
 * symbol itself, whose value slot is the global variable.  Nesting is compiled by recursion up to
 * DEPTH_MAX deep; sequences and argument lists in loops.
 */
#include "scheme.h"

enum { DEPTH_MAX = 1000 };

static bool compile(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out);

bool scm_bad_syntax(scm *s, const gc_value *expr)
{
    return scm_error(s, "bad syntax:", expr);
}

/* ---- scopes ---- */

static bool lookup_nogc(scm *s, gc_value scope, gc_value symbol, int32_t *depth, int32_t *index)
{
    for (*depth = 0; gc_is_cell(scope); scope = scm_cdr_nogc(s, scope), ++*depth) {
        gc_value names = scm_car_nogc(s, scope);
        for (*index = 0; gc_is_cell(names); names = scm_cdr_nogc(s, names), ++*index)
            if (gc_same(scm_car_nogc(s, names), symbol))
                return true;
    }
    return false;
}

/* The special form that a list begins with, or -1. */
static int form_of_nogc(scm *s, gc_value expr, gc_value scope)
{
    int32_t depth, index;

    if (!scm_is_nogc(expr, SCM_PAIR))
        return -1;
    gc_value head = scm_car_nogc(s, expr);
    if (gc_is_constant(head) && gc_to_constant(head) >= SCM_FORM_FIRST)
        return (int)(gc_to_constant(head) - SCM_FORM_FIRST);
    if (!scm_is_nogc(head, SCM_SYMBOL))
        return -1;
    uint32_t form = ((struct scm_symbol *)gc_to_cell(head))->form;
    return form == 0 || lookup_nogc(s, scope, head, &depth, &index) ? -1 : (int)form - 1;
}

static gc_value second_nogc(scm *s, gc_value list)
{
    return scm_car_nogc(s, scm_cdr_nogc(s, list));
}

static bool is_leaf_nogc(gc_value code)
{
    return (((struct scm_code *)gc_to_cell(code))->op & OP_MASK) <= OP_LEAVES;
}

/* ---- leaves ---- */

static bool compile_constant(scm *s, const gc_value *value, gc_value *out)
{
    SCM_FRAME(s, f, code);

    SCM_TRY(scm_code_new(s, OP_CONST, 1, &f.code));
    SCM_TRY(scm_code_set(s, &f.code, 0, value));
    *out = f.code;
    return true;
}

/* Sets depth, index and name from item `from` on. */
static bool set_location(scm *s, const gc_value *code, unsigned from, int32_t depth, int32_t index, const gc_value *name)
{
    SCM_FRAME(s, f, number);

    f.number = gc_from_int(depth);
    SCM_TRY(scm_code_set(s, code, from, &f.number));
    f.number = gc_from_int(index);
    SCM_TRY(scm_code_set(s, code, from + 1, &f.number));
    return scm_code_set(s, code, from + 2, name);
}

static bool compile_variable(scm *s, const gc_value *symbol, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, code);
    int32_t depth, index;

    if (((struct scm_symbol *)gc_to_cell(*symbol))->form != 0 && !lookup_nogc(s, *scope, *symbol, &depth, &index))
        return scm_bad_syntax(s, symbol);
    bool local = lookup_nogc(s, *scope, *symbol, &depth, &index);
    SCM_TRY(scm_code_new(s, local ? OP_LOCAL : OP_GLOBAL, local ? 3 : 1, &f.code));
    SCM_TRY(local ? set_location(s, &f.code, 0, depth, index, symbol) : scm_code_set(s, &f.code, 0, symbol));
    *out = f.code;
    return true;
}

/* ---- sequences ---- */

/* Compiles the items of a proper list into those of a code cell. */
static bool compile_items(scm *s, const gc_value *list, const gc_value *scope, const gc_value *code)
{
    SCM_FRAME(s, f, left, item);
    bool flat = true;
    unsigned i = 0;

    for (f.left = *list; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left)) {
        f.item = scm_car_nogc(s, f.left);
        SCM_TRY(compile(s, &f.item, scope, &f.item));
        flat = flat && is_leaf_nogc(f.item);
        SCM_TRY(scm_code_set(s, code, i++, &f.item));
    }
    if (flat)
        ((struct scm_code *)gc_to_cell(*code))->op |= OP_FLAT;
    return true;
}

static bool compile_sequence(scm *s, const gc_value *list, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, code, item);
    long length = scm_length_nogc(s, *list);

    if (length < 0)
        return scm_bad_syntax(s, list);
    if (length == 0) {
        f.item = SCM_UNSPECIFIED;
        return compile_constant(s, &f.item, out);
    }
    if (length == 1) {
        f.item = scm_car_nogc(s, *list);
        return compile(s, &f.item, scope, out);
    }
    SCM_TRY(scm_code_new(s, OP_SEQUENCE, (size_t)length, &f.code));
    SCM_TRY(compile_items(s, list, scope, &f.code));
    *out = f.code;
    return true;
}

static bool compile_call(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, code);
    long length = scm_length_nogc(s, *expr);

    if (length < 0)
        return scm_bad_syntax(s, expr);
    if (length > SCM_VARIABLES_MAX)
        return scm_error(s, "more arguments than a call takes", NULL);
    SCM_TRY(scm_code_new(s, OP_CALL, (size_t)length, &f.code));
    SCM_TRY(compile_items(s, expr, scope, &f.code));
    *out = f.code;
    return true;
}

/* ---- lambda ---- */

static bool is_member_nogc(scm *s, gc_value item, gc_value list)
{
    for (; gc_is_cell(list); list = scm_cdr_nogc(s, list))
        if (gc_same(scm_car_nogc(s, list), item))
            return true;
    return false;
}

/* The name that a definition defines. */
static gc_value defined_name_nogc(scm *s, gc_value definition)
{
    gc_value target = scm_length_nogc(s, definition) >= 2 ? second_nogc(s, definition) : SCM_NIL;

    return scm_is_nogc(target, SCM_PAIR) ? scm_car_nogc(s, target) : target;
}

/* Adds the names that the forms of a body define, in front of *names. */
static bool collect_definitions(scm *s, const gc_value *body, const gc_value *scope, gc_value *names)
{
    SCM_FRAME(s, f, left, form);
    bool ok = true;

    if (s->depth >= DEPTH_MAX)
        return scm_error(s, "the program is nested too deeply", NULL);
    s->depth++;
    for (f.left = *body; ok && scm_is_nogc(f.left, SCM_PAIR); f.left = scm_cdr_nogc(s, f.left)) {
        f.form = scm_car_nogc(s, f.left);
        int form = form_of_nogc(s, f.form, *scope);
        if (form == FORM_BEGIN) {
            f.form = scm_cdr_nogc(s, f.form);
            ok = collect_definitions(s, &f.form, scope, names);
        } else if (form == FORM_DEFINE) {
            f.form = defined_name_nogc(s, f.form);
            if (scm_is_nogc(f.form, SCM_SYMBOL) && !is_member_nogc(s, f.form, *names))
                ok = scm_cons(s, &f.form, names, names);
        }
    }
    s->depth--;
    return ok;
}

/* Reads the parameters, last one first, into *names. */
static bool collect_parameters(scm *s, const gc_value *parameters, gc_value *names, bool *rest)
{
    SCM_FRAME(s, f, left, name);

    *names = SCM_NIL;
    *rest = false;
    for (f.left = *parameters; !gc_same(f.left, SCM_NIL); f.left = scm_cdr_nogc(s, f.left)) {
        *rest = !scm_is_nogc(f.left, SCM_PAIR);
        f.name = *rest ? f.left : scm_car_nogc(s, f.left);
        if (!scm_is_nogc(f.name, SCM_SYMBOL) || is_member_nogc(s, f.name, *names))
            return scm_bad_syntax(s, parameters);
        SCM_TRY(scm_cons(s, &f.name, names, names));
        if (*rest)
            return true;
    }
    return true;
}

static bool compile_lambda(scm *s, const gc_value *parameters, const gc_value *body, const gc_value *name,
                           const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, names, inner, code, item);
    long count, all;
    bool rest;

    if (scm_length_nogc(s, *body) < 1)
        return scm_bad_syntax(s, body);
    SCM_TRY(collect_parameters(s, parameters, &f.names, &rest));
    count = scm_length_nogc(s, f.names);
    SCM_TRY(collect_definitions(s, body, scope, &f.names));
    all = scm_length_nogc(s, f.names);
    if (all > SCM_VARIABLES_MAX)
        return scm_error(s, "too many variables", NULL);
    SCM_TRY(scm_prim_reverse(s, 1, &f.names, &f.names));
    SCM_TRY(scm_cons(s, &f.names, scope, &f.inner));
    SCM_TRY(scm_code_new(s, OP_LAMBDA, 5, &f.code));
    SCM_TRY(compile_sequence(s, body, &f.inner, &f.item));
    SCM_TRY(scm_code_set(s, &f.code, 0, &f.item));
    f.item = gc_from_int((int32_t)count);
    SCM_TRY(scm_code_set(s, &f.code, 1, &f.item));
    f.item = gc_from_int((int32_t)all);
    SCM_TRY(scm_code_set(s, &f.code, 2, &f.item));
    f.item = scm_bool_nogc(rest);
    SCM_TRY(scm_code_set(s, &f.code, 3, &f.item));
    SCM_TRY(scm_code_set(s, &f.code, 4, name));
    *out = f.code;
    return true;
}

static bool compile_lambda_form(scm *s, const gc_value *expr, const gc_value *name, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, parameters, body);

    if (scm_length_nogc(s, *expr) < 3)
        return scm_bad_syntax(s, expr);
    f.parameters = second_nogc(s, *expr);
    f.body = scm_cdr_nogc(s, scm_cdr_nogc(s, *expr));
    return compile_lambda(s, &f.parameters, &f.body, name, scope, out);
}

/* ---- definitions and assignments ---- */

/* A store of code `value` to symbol. */
static bool compile_store(scm *s, const gc_value *symbol, const gc_value *value, bool define, const gc_value *scope,
                          gc_value *out)
{
    SCM_FRAME(s, f, code, flag);
    int32_t depth, index;
    bool local = lookup_nogc(s, *scope, *symbol, &depth, &index) && (!define || depth == 0);

    if (define && !local && gc_is_cell(*scope))
        return scm_error(s, "a definition that is not at the start of a body:", symbol);
    SCM_TRY(scm_code_new(s, local ? OP_SET_LOCAL : define ? OP_DEFINE : OP_SET_GLOBAL, local ? 5 : 2, &f.code));
    SCM_TRY(scm_code_set(s, &f.code, 0, value));
    if (local) {
        f.flag = scm_bool_nogc(define);
        SCM_TRY(set_location(s, &f.code, 1, depth, index, symbol));
        SCM_TRY(scm_code_set(s, &f.code, 4, &f.flag));
    } else {
        SCM_TRY(scm_code_set(s, &f.code, 1, symbol));
    }
    *out = f.code;
    return true;
}

static bool compile_set(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, symbol, value);

    if (scm_length_nogc(s, *expr) != 3 || !scm_is_nogc(second_nogc(s, *expr), SCM_SYMBOL))
        return scm_bad_syntax(s, expr);
    f.symbol = second_nogc(s, *expr);
    f.value = second_nogc(s, scm_cdr_nogc(s, *expr));
    SCM_TRY(compile(s, &f.value, scope, &f.value));
    return compile_store(s, &f.symbol, &f.value, false, scope, out);
}

static bool compile_define(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, symbol, value, target, body);
    long length = scm_length_nogc(s, *expr);

    f.symbol = defined_name_nogc(s, *expr);
    if (length < 3 || !scm_is_nogc(f.symbol, SCM_SYMBOL))
        return scm_bad_syntax(s, expr);
    f.target = second_nogc(s, *expr);
    f.body = scm_cdr_nogc(s, scm_cdr_nogc(s, *expr));
    if (scm_is_nogc(f.target, SCM_PAIR)) {
        f.target = scm_cdr_nogc(s, f.target);
        SCM_TRY(compile_lambda(s, &f.target, &f.body, &f.symbol, scope, &f.value));
    } else {
        if (length != 3)
            return scm_bad_syntax(s, expr);
        f.value = scm_car_nogc(s, f.body);
        bool lambda = form_of_nogc(s, f.value, *scope) == FORM_LAMBDA;
        SCM_TRY(lambda ? compile_lambda_form(s, &f.value, &f.symbol, scope, &f.value)
                       : compile(s, &f.value, scope, &f.value));
    }
    return compile_store(s, &f.symbol, &f.value, true, scope, out);
}

/* ---- branches ---- */

static bool compile_if(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, code, item, left);
    long length = scm_length_nogc(s, *expr);

    if (length != 3 && length != 4)
        return scm_bad_syntax(s, expr);
    SCM_TRY(scm_code_new(s, OP_IF, 3, &f.code));
    f.left = scm_cdr_nogc(s, *expr);
    SCM_TRY(compile_items(s, &f.left, scope, &f.code));
    if (length == 3) {
        f.item = SCM_UNSPECIFIED;
        SCM_TRY(compile_constant(s, &f.item, &f.item));
        SCM_TRY(scm_code_set(s, &f.code, 2, &f.item));
    }
    *out = f.code;
    return true;
}

/* (or a b c ...) is a or (or b c ...). */
static bool compile_or(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, code, item, again);
    long length = scm_length_nogc(s, *expr);

    if (length < 0)
        return scm_bad_syntax(s, expr);
    if (length <= 2) {
        f.item = length == 1 ? SCM_FALSE : second_nogc(s, *expr);
        return compile(s, &f.item, scope, out);
    }
    SCM_TRY(scm_code_new(s, OP_OR, 2, &f.code));
    f.item = second_nogc(s, *expr);
    SCM_TRY(compile(s, &f.item, scope, &f.item));
    SCM_TRY(scm_code_set(s, &f.code, 0, &f.item));
    f.item = scm_cdr_nogc(s, scm_cdr_nogc(s, *expr));
    f.again = GC_CONSTANT(SCM_FORM_FIRST + FORM_OR);
    SCM_TRY(scm_cons(s, &f.again, &f.item, &f.item));
    SCM_TRY(compile(s, &f.item, scope, &f.item));
    SCM_TRY(scm_code_set(s, &f.code, 1, &f.item));
    *out = f.code;
    return true;
}

/* ---- expressions ---- */

static bool compile_form(scm *s, enum scm_form form, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    SCM_FRAME(s, f, part);

    switch (form) {
    case FORM_QUOTE:
        if (scm_length_nogc(s, *expr) != 2)
            return scm_bad_syntax(s, expr);
        f.part = second_nogc(s, *expr);
        return compile_constant(s, &f.part, out);
    case FORM_LAMBDA:
        f.part = SCM_FALSE;
        return compile_lambda_form(s, expr, &f.part, scope, out);
    case FORM_IF:
        return compile_if(s, expr, scope, out);
    case FORM_SET:
        return compile_set(s, expr, scope, out);
    case FORM_DEFINE:
        return compile_define(s, expr, scope, out);
    case FORM_OR:
        return compile_or(s, expr, scope, out);
    case FORM_BEGIN:
        f.part = scm_cdr_nogc(s, *expr);
        return compile_sequence(s, &f.part, scope, out);
    default:
        SCM_TRY(scm_expand(s, form, expr, &f.part));
        return compile(s, &f.part, scope, out);
    }
}

static bool compile_here(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    int form = form_of_nogc(s, *expr, *scope);

    if (form >= 0)
        return compile_form(s, (enum scm_form)form, expr, scope, out);
    if (scm_is_nogc(*expr, SCM_PAIR))
        return compile_call(s, expr, scope, out);
    if (scm_is_nogc(*expr, SCM_SYMBOL))
        return compile_variable(s, expr, scope, out);
    if (gc_same(*expr, SCM_NIL) || (gc_is_constant(*expr) && gc_to_constant(*expr) >= SCM_FORM_FIRST))
        return scm_bad_syntax(s, expr);
    return compile_constant(s, expr, out);
}

static bool compile(scm *s, const gc_value *expr, const gc_value *scope, gc_value *out)
{
    if (s->depth >= DEPTH_MAX)
        return scm_error(s, "the program is nested too deeply", NULL);
    s->depth++;
    bool ok = compile_here(s, expr, scope, out);
    s->depth--;
    return ok;
}

bool scm_compile(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, scope);

    f.scope = SCM_NIL;
    return compile(s, expr, &f.scope, out);
}
