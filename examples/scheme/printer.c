/*
 * printer.c: from data to text, and equal?; neither recurses.
 *
 * What is still to be printed waits on the machine's stack above the arguments.  An entry is a value,
 * or one of the commands below on top of what it is about.  Nothing here collects: the text grows by
 * gc_realloc, which does not.
 */
#include "scheme.h"
#include <stdio.h>
#include <string.h>

#define DO_TAIL   GC_CONSTANT(60) /* over the rest of a list */
#define DO_CLOSE  GC_CONSTANT(61)
#define DO_VECTOR GC_CONSTANT(62) /* over the next index and a vector */

static bool push_nogc(scm *s, gc_value v)
{
    if (s->top == s->end)
        return false;
    *s->top++ = v;
    return true;
}

static gc_value pop_nogc(scm *s)
{
    return *--s->top;
}

static bool puts_nogc(scm *s, struct scm_text *text, const char *string)
{
    return scm_text_put_nogc(s, text, string, strlen(string));
}

static bool print_string_nogc(scm *s, struct scm_text *text, gc_value v, bool display)
{
    const struct scm_string *string = gc_to_cell(v);

    SCM_TRY(display || puts_nogc(s, text, "\""));
    for (uint32_t i = 0; i < string->length; i++) {
        uint32_t c = string->chars[i];
        const char *escape = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\t' ? "\\t" : NULL;
        if (!display && escape != NULL)
            SCM_TRY(puts_nogc(s, text, escape));
        else
            SCM_TRY(scm_text_put_char_nogc(s, text, c));
    }
    return display || puts_nogc(s, text, "\"");
}

static bool print_char_nogc(scm *s, struct scm_text *text, gc_value v, bool display)
{
    uint32_t code = ((struct scm_char *)gc_to_cell(v))->code;
    char name[16];

    if (display)
        return scm_text_put_char_nogc(s, text, code);
    SCM_TRY(puts_nogc(s, text, "#\\"));
    if (code > ' ' && code != 127)
        return scm_text_put_char_nogc(s, text, code);
    snprintf(name, sizeof name, "x%x", code);
    return puts_nogc(s, text, code == ' ' ? "space" : code == '\n' ? "newline" : code == '\t' ? "tab" : name);
}

static bool print_constant_nogc(scm *s, struct scm_text *text, gc_value v)
{
    static const char *const names[] = {"#<empty>", "()", "#f", "#t", "#<unspecified>", "#<eof>", "#<unassigned>"};
    unsigned number = gc_to_constant(v);

    return puts_nogc(s, text, number < sizeof names / sizeof names[0] ? names[number] : "#<form>");
}

/* #<procedure name> */
static bool print_closure_nogc(scm *s, struct scm_text *text, gc_value v)
{
    const struct scm_closure *closure = gc_to_cell(v);
    const struct scm_code *code = gc_to_cell(gc_get(s->heap, &closure->code));
    gc_value name = gc_get(s->heap, &code->items[4]);

    SCM_TRY(puts_nogc(s, text, "#<procedure"));
    if (scm_is_nogc(name, SCM_SYMBOL)) {
        SCM_TRY(puts_nogc(s, text, " "));
        SCM_TRY(print_string_nogc(s, text, gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(name))->name), true));
    }
    return puts_nogc(s, text, ">");
}

static bool print_condition_nogc(scm *s, struct scm_text *text, gc_value v)
{
    const struct scm_condition *condition = gc_to_cell(v);

    SCM_TRY(puts_nogc(s, text, "#<error "));
    return push_nogc(s, DO_CLOSE) && push_nogc(s, gc_get(s->heap, &condition->message));
}

/* Opens a list, or shows (quote x) as 'x. */
static bool print_pair_nogc(scm *s, struct scm_text *text, gc_value v)
{
    static const struct {
        enum scm_form form;
        const char *text;
    } short_forms[] = {{FORM_QUOTE, "'"}, {FORM_QUASIQUOTE, "`"}, {FORM_UNQUOTE, ","}, {FORM_UNQUOTE_SPLICING, ",@"}};
    gc_value car = scm_car_nogc(s, v), cdr = scm_cdr_nogc(s, v);

    if (scm_is_nogc(cdr, SCM_PAIR) && gc_same(scm_cdr_nogc(s, cdr), SCM_NIL))
        for (unsigned i = 0; i < 4; i++)
            if (gc_same(car, s->roots.forms[short_forms[i].form]))
                return puts_nogc(s, text, short_forms[i].text) && push_nogc(s, scm_car_nogc(s, cdr));
    return puts_nogc(s, text, "(") && push_nogc(s, cdr) && push_nogc(s, DO_TAIL) && push_nogc(s, car);
}

static bool print_cell_nogc(scm *s, struct scm_text *text, gc_value v, bool display)
{
    char buffer[80];

    switch ((enum scm_kind)gc_kind_of(gc_to_cell(v))) {
    case SCM_PAIR:
        return print_pair_nogc(s, text, v);
    case SCM_STRING:
        return print_string_nogc(s, text, v, display);
    case SCM_SYMBOL:
        return print_string_nogc(s, text, gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(v))->name), true);
    case SCM_CHAR:
        return print_char_nogc(s, text, v, display);
    case SCM_FLONUM:
        scm_format_number_nogc(v, 10, buffer);
        return puts_nogc(s, text, buffer);
    case SCM_VECTOR:
        return puts_nogc(s, text, "#(") && push_nogc(s, v) && push_nogc(s, gc_from_int(0)) && push_nogc(s, DO_VECTOR);
    case SCM_CLOSURE:
        return print_closure_nogc(s, text, v);
    case SCM_PRIMITIVE:
        return puts_nogc(s, text, "#<procedure ") &&
               puts_nogc(s, text, scm_primitives[((struct scm_primitive *)gc_to_cell(v))->number].name) &&
               puts_nogc(s, text, ">");
    case SCM_CONDITION:
        return print_condition_nogc(s, text, v);
    case SCM_CONTINUATION:
        return puts_nogc(s, text, "#<continuation>");
    case SCM_PORT:
        return puts_nogc(s, text, "#<port>");
    case SCM_VALUES:
        return puts_nogc(s, text, "#<values>");
    default:
        return puts_nogc(s, text, "#<cell>");
    }
}

/* The rest of a list, after an item. */
static bool print_tail_nogc(scm *s, struct scm_text *text, gc_value v)
{
    if (gc_same(v, SCM_NIL))
        return puts_nogc(s, text, ")");
    if (scm_is_nogc(v, SCM_PAIR))
        return puts_nogc(s, text, " ") && push_nogc(s, scm_cdr_nogc(s, v)) && push_nogc(s, DO_TAIL) &&
               push_nogc(s, scm_car_nogc(s, v));
    return puts_nogc(s, text, " . ") && push_nogc(s, SCM_NIL) && push_nogc(s, DO_TAIL) && push_nogc(s, v);
}

static bool print_items_nogc(scm *s, struct scm_text *text, int32_t index, gc_value v)
{
    const struct scm_vector *vector = gc_to_cell(v);

    if ((uint32_t)index == vector->length)
        return puts_nogc(s, text, ")");
    return (index == 0 || puts_nogc(s, text, " ")) && push_nogc(s, v) && push_nogc(s, gc_from_int(index + 1)) &&
           push_nogc(s, DO_VECTOR) && push_nogc(s, gc_get(s->heap, &vector->items[index]));
}

static bool print_next_nogc(scm *s, struct scm_text *text, bool display)
{
    gc_value v = pop_nogc(s);
    char buffer[80];

    if (gc_same(v, DO_TAIL))
        return print_tail_nogc(s, text, pop_nogc(s));
    if (gc_same(v, DO_CLOSE))
        return puts_nogc(s, text, ">");
    if (gc_same(v, DO_VECTOR)) {
        int32_t index = gc_to_int(pop_nogc(s));
        return print_items_nogc(s, text, index, pop_nogc(s));
    }
    if (gc_is_cell(v))
        return print_cell_nogc(s, text, v, display);
    if (!gc_is_number(v))
        return print_constant_nogc(s, text, v);
    scm_format_number_nogc(v, 10, buffer);
    return puts_nogc(s, text, buffer);
}

bool scm_print(scm *s, struct scm_text *text, gc_value v, bool display)
{
    gc_value *start = s->top;
    bool ok = push_nogc(s, v);

    while (ok && s->top > start)
        ok = print_next_nogc(s, text, display);
    if (ok)
        return true;
    bool full = s->end - s->top < 4;
    s->top = start;
    return full ? scm_error(s, "data are nested too deeply to be printed", NULL) : scm_oom_nogc(s);
}

/* ---- equal? ---- */

/* Two vectors to be compared from an item on. */
static bool push_items_nogc(scm *s, gc_value a, gc_value b, int32_t index)
{
    return push_nogc(s, a) && push_nogc(s, b) && push_nogc(s, gc_from_int(index)) && push_nogc(s, DO_VECTOR);
}

/* Pushes the two items at hand, over the rest of their vectors. */
static bool next_items_nogc(scm *s, int32_t index)
{
    gc_value b = pop_nogc(s), a = pop_nogc(s);
    const struct scm_vector *x = gc_to_cell(a), *y = gc_to_cell(b);

    if ((uint32_t)index + 1 < x->length && !push_items_nogc(s, a, b, index + 1))
        return false;
    return push_nogc(s, gc_get(s->heap, &x->items[index])) && push_nogc(s, gc_get(s->heap, &y->items[index]));
}

/* Whether two cells that are not eqv may be equal; their parts are pushed to be compared. */
static bool compare_cells_nogc(scm *s, gc_value a, gc_value b, bool *fits)
{
    if (scm_is_nogc(a, SCM_PAIR) && scm_is_nogc(b, SCM_PAIR)) {
        *fits = push_nogc(s, scm_cdr_nogc(s, a)) && push_nogc(s, scm_cdr_nogc(s, b)) &&
                push_nogc(s, scm_car_nogc(s, a)) && push_nogc(s, scm_car_nogc(s, b));
        return true;
    }
    if (scm_is_nogc(a, SCM_STRING) && scm_is_nogc(b, SCM_STRING)) {
        const struct scm_string *x = gc_to_cell(a), *y = gc_to_cell(b);
        return x->length == y->length && memcmp(x->chars, y->chars, 4 * (size_t)x->length) == 0;
    }
    if (scm_is_nogc(a, SCM_VECTOR) && scm_is_nogc(b, SCM_VECTOR)) {
        const struct scm_vector *x = gc_to_cell(a), *y = gc_to_cell(b);
        if (x->length != y->length)
            return false;
        *fits = x->length == 0 || push_items_nogc(s, a, b, 0);
        return true;
    }
    return false;
}

bool scm_equal(scm *s, gc_value a, gc_value b, bool *same)
{
    gc_value *start = s->top;
    bool fits = push_nogc(s, a) && push_nogc(s, b);

    *same = true;
    while (fits && *same && s->top > start + 1) {
        gc_value y = pop_nogc(s), x = pop_nogc(s);
        if (gc_same(y, DO_VECTOR)) {
            fits = next_items_nogc(s, gc_to_int(x));
            continue;
        }
        *same = scm_eqv_nogc(x, y) || (gc_is_cell(x) && gc_is_cell(y) && compare_cells_nogc(s, x, y, &fits));
    }
    s->top = start;
    return fits || scm_error(s, "data are nested too deeply to be compared", NULL);
}
