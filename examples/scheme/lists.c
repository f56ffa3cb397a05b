/* lists.c: the procedures on pairs, lists and vectors; equality and predicates. */
#include "scheme.h"

static bool check(scm *s, const gc_value *v, enum scm_kind kind, const char *message)
{
    return scm_is_nogc(*v, kind) || scm_error(s, message, v);
}

static bool check_list(scm *s, const gc_value *v)
{
    return scm_length_nogc(s, *v) >= 0 || scm_error(s, "not a list:", v);
}

/* ---- predicates ---- */

#define PREDICATE(name, test)                                                                      \
    bool scm_prim_##name(scm *s, int argc, const gc_value *argv, gc_value *out)                     \
    {                                                                                              \
        gc_value v = argv[0];                                                                      \
        *out = scm_bool_nogc(test);                                                                \
        return true;                                                                               \
    }

PREDICATE(not, scm_is_false_nogc(v))
PREDICATE(is_pair, scm_is_nogc(v, SCM_PAIR))
PREDICATE(is_null, gc_same(v, SCM_NIL))
PREDICATE(is_list, scm_length_nogc(s, v) >= 0)
PREDICATE(is_boolean, gc_same(v, SCM_TRUE) || gc_same(v, SCM_FALSE))
PREDICATE(is_symbol, scm_is_nogc(v, SCM_SYMBOL))
PREDICATE(is_string, scm_is_nogc(v, SCM_STRING))
PREDICATE(is_char, scm_is_nogc(v, SCM_CHAR))
PREDICATE(is_vector, scm_is_nogc(v, SCM_VECTOR))
PREDICATE(is_procedure, scm_is_nogc(v, SCM_CLOSURE) || scm_is_nogc(v, SCM_PRIMITIVE) || scm_is_nogc(v, SCM_CONTINUATION))
PREDICATE(is_eof, gc_same(v, SCM_EOF))
PREDICATE(is_condition, scm_is_nogc(v, SCM_CONDITION))
PREDICATE(eqv, scm_eqv_nogc(v, argv[1]))

bool scm_prim_eof(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    *out = SCM_EOF;
    return true;
}

bool scm_prim_equal(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    bool same;

    SCM_TRY(scm_equal(s, argv[0], argv[1], &same));
    *out = scm_bool_nogc(same);
    return true;
}

bool scm_prim_condition_message(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_CONDITION, "not a condition:"));
    *out = gc_get(s->heap, &((struct scm_condition *)gc_to_cell(argv[0]))->message);
    return true;
}

bool scm_prim_condition_irritants(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_CONDITION, "not a condition:"));
    *out = gc_get(s->heap, &((struct scm_condition *)gc_to_cell(argv[0]))->irritants);
    return true;
}

/* ---- pairs ---- */

bool scm_prim_cons(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return scm_cons(s, &argv[0], &argv[1], out);
}

bool scm_prim_car(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_PAIR, "car: not a pair:"));
    *out = scm_car_nogc(s, argv[0]);
    return true;
}

bool scm_prim_cdr(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_PAIR, "cdr: not a pair:"));
    *out = scm_cdr_nogc(s, argv[0]);
    return true;
}

static bool store_half(scm *s, size_t offset, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_PAIR, "not a pair:"));
    if (!gc_store_value(s->heap, &argv[0], offset, &argv[1]))
        return scm_oom_nogc(s);
    *out = SCM_UNSPECIFIED;
    return true;
}

bool scm_prim_set_car(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return store_half(s, offsetof(struct scm_pair, car), argv, out);
}

bool scm_prim_set_cdr(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return store_half(s, offsetof(struct scm_pair, cdr), argv, out);
}

/* ---- lists ---- */

bool scm_prim_list(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, list);

    for (f.list = SCM_NIL; argc > 0; argc--)
        SCM_TRY(scm_cons(s, &argv[argc - 1], &f.list, &f.list));
    *out = f.list;
    return true;
}

bool scm_prim_length(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_list(s, &argv[0]));
    return scm_number(s, (double)scm_length_nogc(s, argv[0]), true, out);
}

/* *out becomes the items of list, last one first, before those of rest. */
static bool reverse_onto(scm *s, const gc_value *list, const gc_value *rest, gc_value *out)
{
    SCM_FRAME(s, f, left, item, result);

    SCM_TRY(check_list(s, list));
    f.result = *rest;
    for (f.left = *list; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left)) {
        f.item = scm_car_nogc(s, f.left);
        SCM_TRY(scm_cons(s, &f.item, &f.result, &f.result));
    }
    *out = f.result;
    return true;
}

bool scm_prim_reverse(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, nil);

    f.nil = SCM_NIL;
    return reverse_onto(s, &argv[0], &f.nil, out);
}

bool scm_prim_append(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, result, turned);

    f.result = argc == 0 ? SCM_NIL : argv[argc - 1];
    for (int i = argc - 2; i >= 0; i--) {
        SCM_TRY(scm_prim_reverse(s, 1, &argv[i], &f.turned));
        SCM_TRY(reverse_onto(s, &f.turned, &f.result, &f.result));
    }
    *out = f.result;
    return true;
}

static bool index_argument(scm *s, const gc_value *v, double limit, uint32_t *index)
{
    *index = 0;
    if (!gc_is_number(*v) || gc_to_number(*v) < 0 || gc_to_number(*v) >= limit)
        return scm_error(s, "index out of range:", v);
    *index = (uint32_t)gc_to_number(*v);
    return true;
}

bool scm_prim_list_tail(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, left);
    uint32_t count;

    SCM_TRY(index_argument(s, &argv[1], UINT32_MAX, &count));
    for (f.left = argv[0]; count > 0; count--) {
        SCM_TRY(check(s, &f.left, SCM_PAIR, "the list is too short at"));
        f.left = scm_cdr_nogc(s, f.left);
    }
    *out = f.left;
    return true;
}

bool scm_prim_list_ref(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, tail);

    SCM_TRY(scm_prim_list_tail(s, argc, argv, &f.tail));
    SCM_TRY(check(s, &f.tail, SCM_PAIR, "the list is too short at"));
    *out = scm_car_nogc(s, f.tail);
    return true;
}

/* The rest of the list from an item on that is the same as key, or #f; in_pairs: the item whose car is. */
static bool search(scm *s, const gc_value *argv, bool deep, bool in_pairs, gc_value *out)
{
    SCM_FRAME(s, f, left, item);
    bool same = false;

    SCM_TRY(check_list(s, &argv[1]));
    for (f.left = argv[1]; gc_is_cell(f.left); f.left = scm_cdr_nogc(s, f.left)) {
        f.item = scm_car_nogc(s, f.left);
        if (in_pairs)
            SCM_TRY(check(s, &f.item, SCM_PAIR, "not a pair in an association list:"));
        gc_value key = in_pairs ? scm_car_nogc(s, f.item) : f.item;
        if (!deep)
            same = scm_eqv_nogc(argv[0], key);
        else
            SCM_TRY(scm_equal(s, argv[0], key, &same));
        if (same) {
            *out = in_pairs ? f.item : f.left;
            return true;
        }
    }
    *out = SCM_FALSE;
    return true;
}

bool scm_prim_memv(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return search(s, argv, false, false, out);
}

bool scm_prim_member(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return search(s, argv, true, false, out);
}

bool scm_prim_assv(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return search(s, argv, false, true, out);
}

bool scm_prim_assoc(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return search(s, argv, true, true, out);
}

/* ---- vectors ---- */

static uint32_t length_nogc(gc_value vector)
{
    return ((struct scm_vector *)gc_to_cell(vector))->length;
}

static bool fill(scm *s, const gc_value *vector, const gc_value *value)
{
    for (uint32_t i = 0; i < length_nogc(*vector); i++)
        SCM_TRY(scm_vector_set(s, vector, i, value));
    return true;
}

bool scm_prim_make_vector(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, vector, value);
    uint32_t length;

    SCM_TRY(index_argument(s, &argv[0], UINT32_MAX / 8, &length));
    f.value = argc > 1 ? argv[1] : SCM_UNSPECIFIED;
    SCM_TRY(scm_vector_new(s, SCM_VECTOR, length, &f.vector));
    SCM_TRY(fill(s, &f.vector, &f.value));
    *out = f.vector;
    return true;
}

bool scm_prim_vector(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, vector);

    SCM_TRY(scm_vector_new(s, SCM_VECTOR, (size_t)argc, &f.vector));
    for (int i = 0; i < argc; i++)
        SCM_TRY(scm_vector_set(s, &f.vector, (size_t)i, &argv[i]));
    *out = f.vector;
    return true;
}

static bool vector_index(scm *s, const gc_value *argv, uint32_t *index)
{
    SCM_TRY(check(s, &argv[0], SCM_VECTOR, "not a vector:"));
    return index_argument(s, &argv[1], length_nogc(argv[0]), index);
}

bool scm_prim_vector_length(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_VECTOR, "not a vector:"));
    *out = gc_from_number(length_nogc(argv[0]));
    return true;
}

bool scm_prim_vector_ref(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    uint32_t index = 0;

    SCM_TRY(vector_index(s, argv, &index));
    *out = gc_get(s->heap, &((struct scm_vector *)gc_to_cell(argv[0]))->items[index]);
    return true;
}

bool scm_prim_vector_set(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    uint32_t index = 0;

    SCM_TRY(vector_index(s, argv, &index));
    SCM_TRY(scm_vector_set(s, &argv[0], index, &argv[2]));
    *out = SCM_UNSPECIFIED;
    return true;
}

bool scm_prim_vector_fill(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check(s, &argv[0], SCM_VECTOR, "not a vector:"));
    SCM_TRY(fill(s, &argv[0], &argv[1]));
    *out = SCM_UNSPECIFIED;
    return true;
}

bool scm_prim_vector_to_list(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, vector, item, list);

    SCM_TRY(check(s, &argv[0], SCM_VECTOR, "not a vector:"));
    f.vector = argv[0];
    f.list = SCM_NIL;
    for (uint32_t i = length_nogc(f.vector); i > 0; i--) {
        f.item = gc_get(s->heap, &((struct scm_vector *)gc_to_cell(f.vector))->items[i - 1]);
        SCM_TRY(scm_cons(s, &f.item, &f.list, &f.list));
    }
    *out = f.list;
    return true;
}

bool scm_prim_list_to_vector(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_FRAME(s, f, left, item, vector);

    SCM_TRY(check_list(s, &argv[0]));
    f.left = argv[0];
    SCM_TRY(scm_vector_new(s, SCM_VECTOR, (size_t)scm_length_nogc(s, f.left), &f.vector));
    for (uint32_t i = 0; gc_is_cell(f.left); i++, f.left = scm_cdr_nogc(s, f.left)) {
        f.item = scm_car_nogc(s, f.left);
        SCM_TRY(scm_vector_set(s, &f.vector, i, &f.item));
    }
    *out = f.vector;
    return true;
}
