/*
 * expand.c: derived forms, rewritten into simpler ones.
 *
 * What a form becomes is written as text in templates.def.  Each template is read once; there the names of
 * special forms become constants, the names of primitives become the primitives themselves, and the
 * template's own variables get names that no program can write, so that a rewritten form means the same
 * wherever it stands.  Filling a template in recurses over the template, never over the program.
 */
#include "scheme.h"
#include <string.h>

static const char *const template_texts[TEMPLATES] = {
#define TEMPLATE(name, text) text,
#include "templates.def"
#undef TEMPLATE
};

/* ---- templates ---- */

/* The first character of a symbol's name, and the second. */
static uint32_t name_char_nogc(scm *s, gc_value symbol, uint32_t index)
{
    const struct scm_string *name = gc_to_cell(gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(symbol))->name));

    return index < name->length ? name->chars[index] : 0;
}

/* What a name in a template stands for. */
static bool resolve_name(scm *s, const gc_value *name, gc_value *out)
{
    const struct scm_symbol *symbol = gc_to_cell(*name);
    gc_value value = gc_get(s->heap, &symbol->value);
    SCM_FRAME(s, f, hidden);

    if (symbol->form != 0) {
        *out = GC_CONSTANT(SCM_FORM_FIRST + symbol->form - 1);
    } else if (name_char_nogc(s, *name, 0) == ':') {
        f.hidden = gc_get(s->heap, &symbol->name);
        uint32_t length = ((struct scm_string *)gc_to_cell(f.hidden))->length;
        gc_value source;
        SCM_TRY(scm_string_new(s, length, &f.hidden));
        source = gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(*name))->name);
        memcpy(((struct scm_string *)gc_to_cell(f.hidden))->chars, ((struct scm_string *)gc_to_cell(source))->chars,
               4 * (size_t)length);
        ((struct scm_string *)gc_to_cell(f.hidden))->chars[0] = ' ';
        return scm_intern_string(s, &f.hidden, out);
    } else {
        *out = scm_is_nogc(value, SCM_PRIMITIVE) ? value : *name;
    }
    return true;
}

static bool resolve(scm *s, const gc_value *node, gc_value *out)
{
    SCM_FRAME(s, f, part, car, cdr);

    if (scm_is_nogc(*node, SCM_SYMBOL))
        return resolve_name(s, node, out);
    if (!scm_is_nogc(*node, SCM_PAIR)) {
        *out = *node;
        return true;
    }
    f.part = scm_car_nogc(s, *node);
    SCM_TRY(resolve(s, &f.part, &f.car));
    f.part = scm_cdr_nogc(s, *node);
    SCM_TRY(resolve(s, &f.part, &f.cdr));
    return scm_cons(s, &f.car, &f.cdr, out);
}

bool scm_load_templates(scm *s)
{
    SCM_FRAME(s, f, datum);

    for (unsigned i = 0; i < TEMPLATES; i++) {
        struct scm_text text = {(char *)(uintptr_t)template_texts[i], strlen(template_texts[i]), 0, 0};
        SCM_TRY(scm_read(s, &text, &f.datum));
        SCM_TRY(resolve(s, &f.datum, &s->roots.templates[i]));
    }
    return true;
}

static bool fill_node(scm *s, const gc_value *node, const gc_value *parts, gc_value *out)
{
    SCM_FRAME(s, f, part, car, cdr);

    if (scm_is_nogc(*node, SCM_SYMBOL) && name_char_nogc(s, *node, 0) == '?') {
        *out = parts[name_char_nogc(s, *node, 1) - '0'];
        return true;
    }
    if (!scm_is_nogc(*node, SCM_PAIR)) {
        *out = *node;
        return true;
    }
    f.part = scm_car_nogc(s, *node);
    SCM_TRY(fill_node(s, &f.part, parts, &f.car));
    f.part = scm_cdr_nogc(s, *node);
    SCM_TRY(fill_node(s, &f.part, parts, &f.cdr));
    return scm_cons(s, &f.car, &f.cdr, out);
}

/* parts: as many rooted values in a row as the template has. */
static bool fill(scm *s, enum scm_template template, const gc_value *parts, gc_value *out)
{
    return fill_node(s, &s->roots.templates[template], parts, out);
}

/* ---- taking forms apart ---- */

static gc_value tail_nogc(scm *s, gc_value list, unsigned count)
{
    while (count-- > 0)
        list = scm_cdr_nogc(s, list);
    return list;
}

static gc_value nth_nogc(scm *s, gc_value list, unsigned index)
{
    return scm_car_nogc(s, tail_nogc(s, list, index));
}

/* Whether v is the name of a form, in a program or in a template. */
static bool names_nogc(scm *s, gc_value v, enum scm_form form)
{
    return gc_same(v, s->roots.forms[form]) || gc_same(v, GC_CONSTANT(SCM_FORM_FIRST + (unsigned)form));
}

static bool starts_with_nogc(scm *s, gc_value v, enum scm_form form)
{
    return scm_is_nogc(v, SCM_PAIR) && names_nogc(s, scm_car_nogc(s, v), form);
}

static bool require(scm *s, bool ok, const gc_value *expr)
{
    return ok || scm_bad_syntax(s, expr);
}

static bool reverse(scm *s, gc_value *list)
{
    return scm_prim_reverse(s, 1, list, list);
}

/* Whether v is a list of a name and one expression (or, with extra, two). */
static bool is_binding_nogc(scm *s, gc_value v, bool extra)
{
    long length = scm_length_nogc(s, v);

    return (length == 2 || (extra && length == 3)) && scm_is_nogc(scm_car_nogc(s, v), SCM_SYMBOL);
}

/* Splits bindings into names, initial values and, if steps is not NULL, steps (a name is its own). */
static bool split_bindings(scm *s, const gc_value *expr, const gc_value *bindings, gc_value *names, gc_value *values,
                           gc_value *steps)
{
    SCM_FRAME(s, f, left, binding, part);

    SCM_TRY(require(s, scm_length_nogc(s, *bindings) >= 0, expr));
    *names = *values = SCM_NIL;
    if (steps != NULL)
        *steps = SCM_NIL;
    for (f.left = *bindings; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left)) {
        f.binding = scm_car_nogc(s, f.left);
        SCM_TRY(require(s, is_binding_nogc(s, f.binding, steps != NULL), expr));
        f.part = scm_car_nogc(s, f.binding);
        SCM_TRY(scm_cons(s, &f.part, names, names));
        f.part = nth_nogc(s, f.binding, 1);
        SCM_TRY(scm_cons(s, &f.part, values, values));
        if (steps == NULL)
            continue;
        f.part = nth_nogc(s, f.binding, scm_length_nogc(s, f.binding) == 3 ? 2 : 0);
        SCM_TRY(scm_cons(s, &f.part, steps, steps));
    }
    return reverse(s, names) && reverse(s, values) && (steps == NULL || reverse(s, steps));
}

/* ---- the forms ---- */

static bool expand_and(scm *s, const gc_value *expr, gc_value *out)
{
    long length = scm_length_nogc(s, *expr);
    SCM_FRAME(s, f, first, rest);

    if (length <= 2) {
        *out = length == 1 ? SCM_TRUE : nth_nogc(s, *expr, 1);
        return true;
    }
    f.first = nth_nogc(s, *expr, 1);
    f.rest = tail_nogc(s, *expr, 2);
    return fill(s, TEMPLATE_AND, &f.first, out);
}

static bool expand_when(scm *s, enum scm_template template, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, test, body);

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 3, expr));
    f.test = nth_nogc(s, *expr, 1);
    f.body = tail_nogc(s, *expr, 2);
    return fill(s, template, &f.test, out);
}

static bool expand_let(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, name, names, body, values, bindings);
    bool named;

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 3, expr));
    f.name = nth_nogc(s, *expr, 1);
    named = scm_is_nogc(f.name, SCM_SYMBOL);
    SCM_TRY(require(s, !named || scm_length_nogc(s, *expr) >= 4, expr));
    f.bindings = nth_nogc(s, *expr, named ? 2 : 1);
    f.body = tail_nogc(s, *expr, named ? 3 : 2);
    SCM_TRY(split_bindings(s, expr, &f.bindings, &f.names, &f.values, NULL));
    return fill(s, named ? TEMPLATE_NAMED_LET : TEMPLATE_LET, named ? &f.name : &f.names, out);
}

static bool expand_let_star(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, first, rest, body);

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 3, expr));
    f.rest = nth_nogc(s, *expr, 1);
    f.body = tail_nogc(s, *expr, 2);
    if (gc_same(f.rest, SCM_NIL))
        return fill(s, TEMPLATE_LET_BODY, &f.body, out);
    SCM_TRY(require(s, scm_is_nogc(f.rest, SCM_PAIR), expr));
    f.first = scm_car_nogc(s, f.rest);
    f.rest = scm_cdr_nogc(s, f.rest);
    return fill(s, TEMPLATE_LET_STAR, &f.first, out);
}

static bool expand_letrec(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, definitions, body, left, name, value, definition);

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 3, expr));
    f.left = nth_nogc(s, *expr, 1);
    SCM_TRY(require(s, scm_length_nogc(s, f.left) >= 0, expr));
    for (f.definitions = SCM_NIL; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left)) {
        f.value = scm_car_nogc(s, f.left);
        SCM_TRY(require(s, is_binding_nogc(s, f.value, false), expr));
        f.name = scm_car_nogc(s, f.value);
        f.value = nth_nogc(s, f.value, 1);
        SCM_TRY(fill(s, TEMPLATE_DEFINE, &f.name, &f.definition));
        SCM_TRY(scm_cons(s, &f.definition, &f.definitions, &f.definitions));
    }
    SCM_TRY(reverse(s, &f.definitions));
    f.body = tail_nogc(s, *expr, 2);
    return fill(s, TEMPLATE_LETREC, &f.definitions, out);
}

static bool expand_cond(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, test, body, rest, clause);

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 1, expr));
    f.rest = scm_cdr_nogc(s, *expr);
    if (gc_same(f.rest, SCM_NIL))
        return fill(s, TEMPLATE_BEGIN, &f.rest, out);
    f.clause = scm_car_nogc(s, f.rest);
    f.rest = scm_cdr_nogc(s, f.rest);
    long length = scm_length_nogc(s, f.clause);
    SCM_TRY(require(s, length >= 1, expr));
    f.test = scm_car_nogc(s, f.clause);
    f.body = scm_cdr_nogc(s, f.clause);
    if (names_nogc(s, f.test, FORM_ELSE)) {
        SCM_TRY(require(s, gc_same(f.rest, SCM_NIL) && length > 1, expr));
        return fill(s, TEMPLATE_BEGIN, &f.body, out);
    }
    if (length == 1) {
        f.body = f.rest;
        return fill(s, TEMPLATE_COND_TEST, &f.test, out);
    }
    if (!names_nogc(s, scm_car_nogc(s, f.body), FORM_ARROW))
        return fill(s, TEMPLATE_COND, &f.test, out);
    SCM_TRY(require(s, length == 3, expr));
    f.body = nth_nogc(s, f.clause, 2);
    return fill(s, TEMPLATE_COND_ARROW, &f.test, out);
}

/* A clause of case as a clause of cond. */
static bool expand_case_clause(scm *s, const gc_value *expr, const gc_value *clause, gc_value *out)
{
    SCM_FRAME(s, f, data, body);
    bool arrow, otherwise;

    SCM_TRY(require(s, scm_length_nogc(s, *clause) >= 2, expr));
    f.data = scm_car_nogc(s, *clause);
    f.body = scm_cdr_nogc(s, *clause);
    otherwise = names_nogc(s, f.data, FORM_ELSE);
    arrow = names_nogc(s, scm_car_nogc(s, f.body), FORM_ARROW);
    if (arrow) {
        SCM_TRY(require(s, scm_length_nogc(s, f.body) == 2, expr));
        f.body = nth_nogc(s, f.body, 1);
    }
    if (otherwise)
        return fill(s, arrow ? TEMPLATE_CASE_ELSE_ARROW : TEMPLATE_CASE_ELSE, &f.body, out);
    return fill(s, arrow ? TEMPLATE_CASE_ARROW : TEMPLATE_CASE_CLAUSE, &f.data, out);
}

static bool expand_case(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, key, clauses, left, clause);

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 2, expr));
    f.clauses = SCM_NIL;
    for (f.left = tail_nogc(s, *expr, 2); gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left)) {
        f.clause = scm_car_nogc(s, f.left);
        SCM_TRY(expand_case_clause(s, expr, &f.clause, &f.clause));
        SCM_TRY(scm_cons(s, &f.clause, &f.clauses, &f.clauses));
    }
    SCM_TRY(reverse(s, &f.clauses));
    f.key = nth_nogc(s, *expr, 1);
    return fill(s, TEMPLATE_CASE, &f.key, out);
}

/* Pairs names and values up again: a let's bindings. */
static bool zip(scm *s, gc_value *names, gc_value *values, gc_value *out)
{
    SCM_FRAME(s, f, list, binding, part, nil);

    f.list = f.nil = SCM_NIL;
    for (; gc_is_cell(*names); *names = scm_cdr_nogc(s, *names), *values = scm_cdr_nogc(s, *values)) {
        f.part = scm_car_nogc(s, *values);
        SCM_TRY(scm_cons(s, &f.part, &f.nil, &f.binding));
        f.part = scm_car_nogc(s, *names);
        SCM_TRY(scm_cons(s, &f.part, &f.binding, &f.binding));
        SCM_TRY(scm_cons(s, &f.binding, &f.list, &f.list));
    }
    return scm_prim_reverse(s, 1, &f.list, out);
}

static bool expand_do(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, bindings, test, result, body, steps, names, values);

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 3, expr));
    f.bindings = nth_nogc(s, *expr, 1);
    SCM_TRY(split_bindings(s, expr, &f.bindings, &f.names, &f.values, &f.steps));
    SCM_TRY(zip(s, &f.names, &f.values, &f.bindings));
    f.result = nth_nogc(s, *expr, 2);
    SCM_TRY(require(s, scm_length_nogc(s, f.result) >= 1, expr));
    f.test = scm_car_nogc(s, f.result);
    f.result = scm_cdr_nogc(s, f.result);
    f.body = tail_nogc(s, *expr, 3);
    return fill(s, TEMPLATE_DO, &f.bindings, out);
}

static bool expand_guard(scm *s, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, variable, clauses, body, left, reraise);
    bool has_else = false;

    SCM_TRY(require(s, scm_length_nogc(s, *expr) >= 3, expr));
    f.clauses = nth_nogc(s, *expr, 1);
    SCM_TRY(require(s, scm_length_nogc(s, f.clauses) >= 1 && scm_is_nogc(scm_car_nogc(s, f.clauses), SCM_SYMBOL), expr));
    f.variable = scm_car_nogc(s, f.clauses);
    f.clauses = scm_cdr_nogc(s, f.clauses);
    for (f.left = f.clauses; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left))
        has_else = starts_with_nogc(s, scm_car_nogc(s, f.left), FORM_ELSE);
    if (!has_else) {
        SCM_FRAME(s, g, first, second);
        SCM_TRY(fill(s, TEMPLATE_RERAISE, &f.variable, &g.second));
        g.first = f.clauses;
        SCM_TRY(scm_prim_append(s, 2, &g.first, &f.clauses));
    }
    f.body = tail_nogc(s, *expr, 2);
    return fill(s, TEMPLATE_GUARD, &f.variable, out);
}

/* ---- quasiquote ---- */

enum { DEPTH_MAX = 1000 };

static bool quasi(scm *s, const gc_value *datum, int level, gc_value *out);

/* (unquote x) or (quasiquote x) within level levels of quasiquotes. */
static bool quasi_nested(scm *s, const gc_value *datum, int level, gc_value *out)
{
    SCM_FRAME(s, f, name, part);

    f.name = scm_car_nogc(s, *datum);
    f.part = nth_nogc(s, *datum, 1);
    if (level == 0) {
        *out = f.part;
        return true;
    }
    SCM_TRY(quasi(s, &f.part, level, &f.part));
    return fill(s, TEMPLATE_LIST_2, &f.name, out);
}

static bool is_two_nogc(scm *s, gc_value v)
{
    return scm_is_nogc(v, SCM_PAIR) && scm_is_nogc(scm_cdr_nogc(s, v), SCM_PAIR) &&
           gc_same(tail_nogc(s, v, 2), SCM_NIL);
}

/* The change that a datum of the form (name x) makes to the level; 2: it is no such datum. */
static int level_step_nogc(scm *s, gc_value datum)
{
    if (!is_two_nogc(s, datum))
        return 2;
    return starts_with_nogc(s, datum, FORM_UNQUOTE) ? -1 : starts_with_nogc(s, datum, FORM_QUASIQUOTE) ? 1 : 2;
}

/* Goes through the list collecting code for each item, last one first, then joins the codes. */
static bool quasi_list(scm *s, const gc_value *datum, int level, gc_value *out)
{
    SCM_FRAME(s, f, item, rest, left, codes, entry);

    f.codes = SCM_NIL;
    for (f.left = *datum; scm_is_nogc(f.left, SCM_PAIR) && level_step_nogc(s, f.left) == 2;
         f.left = scm_cdr_nogc(s, f.left)) {
        f.item = scm_car_nogc(s, f.left);
        bool splice = level == 1 && is_two_nogc(s, f.item) && starts_with_nogc(s, f.item, FORM_UNQUOTE_SPLICING);
        if (splice)
            f.item = nth_nogc(s, f.item, 1);
        else
            SCM_TRY(quasi(s, &f.item, level, &f.item));
        f.entry = scm_bool_nogc(splice);
        SCM_TRY(scm_cons(s, &f.entry, &f.item, &f.entry));
        SCM_TRY(scm_cons(s, &f.entry, &f.codes, &f.codes));
    }
    SCM_TRY(quasi(s, &f.left, level, &f.rest));
    for (; gc_is_cell(f.codes); f.codes = scm_cdr_nogc(s, f.codes)) {
        f.entry = scm_car_nogc(s, f.codes);
        f.item = scm_cdr_nogc(s, f.entry);
        bool splice = gc_same(scm_car_nogc(s, f.entry), SCM_TRUE);
        SCM_TRY(fill(s, splice ? TEMPLATE_APPEND : TEMPLATE_CONS, &f.item, &f.rest));
    }
    *out = f.rest;
    return true;
}

static bool quasi_here(scm *s, const gc_value *datum, int level, gc_value *out)
{
    SCM_FRAME(s, f, list);

    if (level_step_nogc(s, *datum) != 2)
        return quasi_nested(s, datum, level + level_step_nogc(s, *datum), out);
    if (scm_is_nogc(*datum, SCM_PAIR))
        return quasi_list(s, datum, level, out);
    if (!scm_is_nogc(*datum, SCM_VECTOR))
        return fill(s, TEMPLATE_QUOTE, datum, out);
    SCM_TRY(scm_prim_vector_to_list(s, 1, datum, &f.list));
    SCM_TRY(quasi(s, &f.list, level, &f.list));
    return fill(s, TEMPLATE_TO_VECTOR, &f.list, out);
}

static bool quasi(scm *s, const gc_value *datum, int level, gc_value *out)
{
    if (s->depth >= DEPTH_MAX)
        return scm_error(s, "the program is nested too deeply", NULL);
    s->depth++;
    bool ok = quasi_here(s, datum, level, out);
    s->depth--;
    return ok;
}

bool scm_expand(scm *s, enum scm_form form, const gc_value *expr, gc_value *out)
{
    SCM_FRAME(s, f, part);
    long length = scm_length_nogc(s, *expr);

    SCM_TRY(require(s, length >= 1, expr));
    switch (form) {
    case FORM_AND:
        return expand_and(s, expr, out);
    case FORM_WHEN:
        return expand_when(s, TEMPLATE_WHEN, expr, out);
    case FORM_UNLESS:
        return expand_when(s, TEMPLATE_UNLESS, expr, out);
    case FORM_LET:
        return expand_let(s, expr, out);
    case FORM_LET_STAR:
        return expand_let_star(s, expr, out);
    case FORM_LETREC:
    case FORM_LETREC_STAR:
        return expand_letrec(s, expr, out);
    case FORM_COND:
        return expand_cond(s, expr, out);
    case FORM_CASE:
        return expand_case(s, expr, out);
    case FORM_DO:
        return expand_do(s, expr, out);
    case FORM_GUARD:
        return expand_guard(s, expr, out);
    case FORM_DELAY:
    case FORM_QUASIQUOTE:
        SCM_TRY(require(s, length == 2, expr));
        f.part = nth_nogc(s, *expr, 1);
        return form == FORM_DELAY ? fill(s, TEMPLATE_DELAY, &f.part, out) : quasi(s, &f.part, 1, out);
    default:
        return scm_bad_syntax(s, expr);
    }
}
