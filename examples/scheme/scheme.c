/* scheme.c: the life of a Scheme: its heap, its globals, running a text, telling what went wrong. */
#include "scheme.h"
#include "prelude.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STACK_VALUES = 64 << 10 };

const struct scm_primitive_info scm_primitives[] = {
#define PRIM(text, name, least, most)    {text, scm_prim_##name, 0, least, most},
#define CONTROL(text, name, least, most) {text, NULL, CONTROL_##name, least, most},
#include "primitives.def"
#undef PRIM
#undef CONTROL
};
const unsigned scm_primitive_count = sizeof scm_primitives / sizeof scm_primitives[0];

static const char *const form_texts[FORMS] = {
#define FORM(name, text) text,
#include "forms.def"
#undef FORM
};
_Static_assert(SCM_FORM_FIRST + FORMS <= 60, "forms fit below the printer's constants");

/* ---- making ---- */

static bool define_forms(scm *s)
{
    for (uint32_t i = 0; i < FORMS; i++) {
        SCM_TRY(scm_intern(s, form_texts[i], strlen(form_texts[i]), &s->roots.forms[i]));
        ((struct scm_symbol *)gc_to_cell(s->roots.forms[i]))->form = i + 1;
    }
    return true;
}

static bool define_primitives(scm *s)
{
    SCM_FRAME(s, f, name, primitive);

    for (uint32_t i = 0; i < scm_primitive_count; i++) {
        SCM_TRY(scm_intern(s, scm_primitives[i].name, strlen(scm_primitives[i].name), &f.name));
        if (!gc_alloc(s->heap, SCM_PRIMITIVE, sizeof(struct scm_primitive), &f.primitive))
            return scm_oom_nogc(s);
        ((struct scm_primitive *)gc_to_cell(f.primitive))->number = i;
        SCM_TRY(scm_define(s, &f.name, &f.primitive));
    }
    return true;
}

/* The condition of exhausted memory is made while there is memory. */
static bool make_oom_condition(scm *s)
{
    SCM_FRAME(s, f, nothing);

    scm_error(s, "out of memory", NULL);
    f.nothing = s->roots.raised;
    s->roots.oom = f.nothing;
    scm_restore_ballast(s);
    return gc_is_cell(s->roots.oom) && gc_is_cell(s->roots.ballast);
}

static bool start(scm *s)
{
    struct scm_text prelude = {(char *)(uintptr_t)scm_prelude, scm_prelude_bytes, 0, 0};

    s->roots.defined = SCM_NIL;
    return make_oom_condition(s) && define_forms(s) && define_primitives(s) && scm_load_templates(s) &&
           scm_run_text(s, &prelude, false);
}

scm *scm_new(const struct scm_options *options)
{
    scm *s = calloc(1, sizeof *s);
    gc_value *stack = calloc(STACK_VALUES, sizeof *stack);
    gc_heap *heap = gc_heap_create(&(struct gc_config){
        .kinds = scm_kinds,
        .kind_count = SCM_KINDS,
        .max_old_bytes = options->max_heap_bytes,
        .max_total_bytes = options->max_heap_bytes == 0 ? 0 : 2 * options->max_heap_bytes,
        .at_limit = GC_AT_LIMIT_FAIL,
        .stress_interval = options->stress_interval,
        .verify = options->verify,
        .trace_gc = options->trace_gc,
        .trace_file = stderr,
    });

    if (s == NULL || stack == NULL || heap == NULL) {
        if (heap != NULL)
            gc_heap_destroy(heap);
        free(stack);
        free(s);
        return NULL;
    }
    s->heap = heap;
    s->base = s->top = stack;
    s->end = stack + STACK_VALUES;
    s->table.values = (gc_value *)&s->roots;
    s->table.count = sizeof s->roots / sizeof(gc_value);
    for (size_t i = 0; i < s->table.count; i++)
        s->table.values[i] = GC_EMPTY;
    gc_add_roots(heap, &s->table);
    s->stack.base = s->base;
    s->stack.top = &s->top;
    gc_add_stack(heap, &s->stack);
    if (start(s))
        return s;
    scm_free(s);
    return NULL;
}

void scm_free(scm *s)
{
    scm_text_free_nogc(s, &s->out);
    gc_remove_stack(s->heap, &s->stack);
    gc_remove_roots(s->heap, &s->table);
    gc_heap_destroy(s->heap);
    free(s->base);
    free(s);
}

/* ---- running ---- */

/* Prints the value of a form to the terminal. */
static bool show(scm *s)
{
    if (gc_same(s->roots.value, SCM_UNSPECIFIED))
        return true;
    s->out.count = 0;
    SCM_TRY(scm_print(s, &s->out, s->roots.value, false));
    printf("%.*s\n", (int)s->out.count, s->out.bytes);
    s->out.count = 0;
    return true;
}

bool scm_run_text(scm *s, struct scm_text *text, bool echo)
{
    SCM_FRAME(s, f, datum);

    while (!s->exiting) {
        scm_restore_ballast(s);
        s->depth = 0;
        scm_arguments_begin_nogc(s);
        SCM_TRY(scm_read(s, text, &f.datum));
        if (gc_same(f.datum, SCM_EOF))
            return true;
        SCM_TRY(scm_compile(s, &f.datum, &s->roots.code));
        f.datum = GC_EMPTY;
        SCM_TRY(scm_run(s));
        if (echo && !s->exiting)
            SCM_TRY(show(s));
    }
    return true;
}

/* Appends what a condition says; what does not fit in memory is left out. */
static void describe(scm *s, const gc_value *raised)
{
    SCM_FRAME(s, f, left);

    if (!scm_is_nogc(*raised, SCM_CONDITION)) {
        (void)scm_print(s, &s->out, *raised, false);
        return;
    }
    f.left = gc_get(s->heap, &((struct scm_condition *)gc_to_cell(*raised))->message);
    if (!scm_print(s, &s->out, f.left, true))
        return;
    f.left = gc_get(s->heap, &((struct scm_condition *)gc_to_cell(*raised))->irritants);
    for (; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left))
        if (!scm_text_put_nogc(s, &s->out, " ", 1) || !scm_print(s, &s->out, scm_car_nogc(s, f.left), false))
            return;
}

void scm_report(scm *s)
{
    SCM_FRAME(s, f, raised);

    f.raised = s->roots.raised;
    s->roots.raised = GC_EMPTY;
    s->out.count = 0;
    describe(s, &f.raised);
    fflush(stdout);
    fprintf(stderr, "error: %.*s\n", (int)s->out.count, s->out.count == 0 ? "" : s->out.bytes);
    s->out.count = 0;
}
