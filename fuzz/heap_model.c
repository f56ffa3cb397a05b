/* heap_model.c: see heap_model.h. */
#include "heap_model.h"
#include <stdio.h>
#include <string.h>

const struct model_value model_empty = {.tag = MODEL_CONSTANT, .i = 0};

_Noreturn void model_fail(const char *what, uint32_t id)
{
    fprintf(stderr, "heap fuzzer: %s (cell %u)\n", what, id);
    fflush(stderr);
    abort();
}

/* ---- ids ---- */

uint32_t model_new(struct model *model, uint8_t kind, uint32_t count)
{
    uint32_t id;

    if (model->free_count != 0) {
        id = model->free_ids[--model->free_count];
    } else {
        if (model->cell_count == model->cell_capacity) {
            model->cell_capacity = model->cell_capacity * 2 + 64;
            model->cells = realloc(model->cells, model->cell_capacity * sizeof *model->cells);
            model->free_ids = realloc(model->free_ids, model->cell_capacity * sizeof(uint32_t));
        }
        id = model->cell_count++;
    }
    model->cells[id] = (struct model_cell){.kind = kind, .live = true, .count = count};
    model->cells[id].fields = calloc(count == 0 ? 1 : count, sizeof(struct model_value));
    return id;
}

static void forget(struct model *model, uint32_t id)
{
    free(model->cells[id].fields);
    model->cells[id].fields = NULL;
    model->cells[id].live = false;
    model->free_ids[model->free_count++] = id;
}

void model_destroy(struct model *model)
{
    for (uint32_t id = 0; id < model->cell_count; id++)
        free(model->cells[id].fields);
    free(model->cells);
    free(model->free_ids);
}

/* ---- real cells ---- */

/* Bytes of a cell with count slots; blobs and owners have none, hooked cells have raw bytes after them. */
size_t real_bytes(uint8_t kind, uint32_t count)
{
    switch (kind) {
    case NODE:
        return sizeof(struct node);
    case BLOB:
        return 16 + 4 * (size_t)count; /* count is a size here */
    case OWNER:
        return sizeof(struct owner);
    case HOOKED:
        return 8 + 4 * (size_t)((count + 1) & ~1u) + 24;
    default:
        return 8 + 4 * (size_t)count;
    }
}

gc_slot *real_fields(gc_heap *heap, void *cell, uint32_t *count)
{
    size_t bytes = gc_cell_bytes(heap, cell);

    switch (gc_kind_of(cell)) {
    case NODE:
        *count = 5;
        return &((struct node *)cell)->a;
    case BLOB:
    case OWNER:
        *count = 0;
        return NULL;
    case HOOKED:
        *count = ((struct array *)cell)->count;
        return ((struct array *)cell)->items;
    default:
        *count = (uint32_t)(bytes - 8) / 4;
        return ((struct array *)cell)->items;
    }
}

static uint32_t *hooked_tail(void *cell, uint32_t count)
{
    return (uint32_t *)((char *)cell + 8 + 4 * (size_t)((count + 1) & ~1u));
}

void real_set_id(void *cell, uint8_t kind, size_t bytes, uint32_t count, uint32_t id)
{
    if (kind == NODE) {
        ((struct node *)cell)->tag = id | UINT64_C(0xABCDEF01) << 32;
    } else if (kind == HOOKED) {
        ((struct array *)cell)->count = count;
        /* Raw bytes that look like references: nobody may take them for slots. */
        for (int i = 0; i < 6; i++)
            hooked_tail(cell, count)[i] = id * 8 + 1;
    } else {
        ((struct array *)cell)->count = id;
        if (kind == BLOB)
            for (size_t i = 8; i < bytes; i += 4)
                *(uint32_t *)((char *)cell + i) = id * 4 + 1;
    }
}

static void check_blob(gc_heap *heap, void *cell, uint32_t id)
{
    size_t bytes = gc_cell_bytes(heap, cell);

    for (size_t i = 8; i < bytes; i += 4)
        if (*(uint32_t *)((char *)cell + i) != id * 4 + 1)
            model_fail("raw bytes changed", id);
}

uint32_t real_id(gc_heap *heap, void *cell)
{
    (void)heap;
    if (gc_kind_of(cell) == NODE)
        return (uint32_t)((struct node *)cell)->tag;
    if (gc_kind_of(cell) == HOOKED) {
        uint32_t *tail = hooked_tail(cell, ((struct array *)cell)->count);
        for (int i = 1; i < 6; i++)
            if (tail[i] != tail[0])
                model_fail("raw bytes behind slots changed", tail[0] / 8);
        return tail[0] / 8;
    }
    return ((struct array *)cell)->count;
}

/* ---- reachability in the model ---- */

struct work {
    uint32_t *ids;
    size_t count, capacity;
};

static void visit(struct model *model, struct work *work, struct model_value value)
{
    struct model_cell *cell;

    if (value.tag != MODEL_REF)
        return;
    cell = &model->cells[value.id];
    if (cell->seen == model->walk)
        return;
    cell->seen = model->walk;
    cell->address = NULL;
    if (work->count == work->capacity) {
        work->capacity = work->capacity * 2 + 64;
        work->ids = realloc(work->ids, work->capacity * sizeof *work->ids);
    }
    work->ids[work->count++] = value.id;
}

static void visit_run(struct model *model, struct work *work, const struct model_value *values,
                      unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        visit(model, work, values[i]);
}

static bool is_reachable(const struct model *model, struct model_value value)
{
    return value.tag != MODEL_REF || model->cells[value.id].seen == model->walk;
}

static void drain(struct model *model, struct work *work)
{
    while (work->count != 0) {
        struct model_cell *cell = &model->cells[work->ids[--work->count]];

        if (cell->kind == TABLE)
            continue;
        visit_run(model, work, cell->fields, cell->kind == WEAK ? 2 : cell->count);
    }
}

/* Marks what is strongly reachable, ephemerons to their fixpoint. */
static void mark_model(struct model *model)
{
    struct work work = {NULL, 0, 0};
    bool again = true;

    model->walk++;
    for (unsigned d = 0; d < model->depth; d++)
        visit_run(model, &work, model->frames[d], ROOT_FRAME);
    visit_run(model, &work, model->stack, model->stack_count);
    visit_run(model, &work, model->table, ROOT_TABLE);
    visit_run(model, &work, model->persistent, ROOT_PERSISTENT);
    visit_run(model, &work, model->slots, ROOT_SLOTS);
    drain(model, &work);
    while (again) {
        again = false;
        for (uint32_t id = 0; id < model->cell_count; id++) {
            struct model_cell *cell = &model->cells[id];
            if (!cell->live || cell->kind != TABLE || cell->seen != model->walk)
                continue;
            for (uint32_t i = 0; i + 1 < cell->count; i += 2)
                if (is_reachable(model, cell->fields[i]) &&
                    !is_reachable(model, cell->fields[i + 1])) {
                    visit(model, &work, cell->fields[i + 1]);
                    again = true;
                }
        }
        drain(model, &work);
    }
    free(work.ids);
}

/* ---- comparing ---- */

struct compare {
    struct model *model;
    struct real *real;
    bool full;
    struct work work; /* cells whose address is known, to be compared */
};

static void compare_value(struct compare *c, gc_value real, struct model_value *value, uint32_t holder)
{
    switch (value->tag) {
    case MODEL_INT:
        if (!gc_is_int(real) || gc_to_int(real) != value->i)
            model_fail("an integer changed", holder);
        return;
    case MODEL_CONSTANT:
        if (!gc_is_constant(real) || gc_to_constant(real) != (unsigned)value->i)
            model_fail("a constant changed", holder);
        return;
    case MODEL_DOUBLE:
        if (!gc_is_double(real) || gc_to_double(real) != value->d)
            model_fail("a number changed", holder);
        return;
    case MODEL_REF:
        break;
    }
    if (!gc_is_cell(real))
        model_fail("a reference was lost", value->id);
    void *cell = gc_to_cell(real);
    struct model_cell *expected = &c->model->cells[value->id];
    if (gc_kind_of(cell) != expected->kind || real_id(c->real->heap, cell) != value->id)
        model_fail("a reference leads to another cell", value->id);
    if (expected->address == NULL) {
        expected->address = cell;
        if (c->work.count == c->work.capacity) {
            c->work.capacity = c->work.capacity * 2 + 64;
            c->work.ids = realloc(c->work.ids, c->work.capacity * sizeof *c->work.ids);
        }
        c->work.ids[c->work.count++] = value->id;
    } else if (expected->address != cell) {
        model_fail("a cell exists twice", value->id);
    }
}

/*
 * A weak reference: to what is reachable it must be intact.  To anything else it must be cleared by a
 * full collection, and may be by any; the model follows.  Only then is the target known to be real.
 */
static void compare_weak(struct compare *c, gc_value real, struct model_value *value, uint32_t holder)
{
    if (is_reachable(c->model, *value)) {
        compare_value(c, real, value, holder);
        return;
    }
    if (gc_same(real, GC_EMPTY)) {
        *value = model_empty;
        return;
    }
    if (c->full)
        model_fail("a weak reference to a dead cell was not cleared", value->id);
    if (!gc_is_cell(real) || real_id(c->real->heap, gc_to_cell(real)) != value->id)
        model_fail("a weak reference leads to another cell", value->id);
}

static void compare_fields(struct compare *c, uint32_t id)
{
    struct model_cell *cell = &c->model->cells[id];
    gc_heap *heap = c->real->heap;
    uint32_t count;
    gc_slot *slots = real_fields(heap, cell->address, &count);

    if (cell->kind == BLOB) {
        check_blob(heap, cell->address, id);
        return;
    }
    if (cell->kind == OWNER && cell->finalized)
        model_fail("a live owner was finalized", id);
    if (count < cell->count)
        model_fail("a cell shrank", id);
    for (uint32_t i = 0; i < cell->count; i++) {
        gc_value real = gc_get(heap, &slots[i]);
        struct model_value *value = &cell->fields[i];

        if (cell->kind == WEAK && i >= 2) {
            compare_weak(c, real, value, id);
        } else if (cell->kind == TABLE) {
            struct model_value *key = &cell->fields[i & ~1u];
            bool dead = !is_reachable(c->model, *key);
            if (dead && gc_same(real, GC_EMPTY) && i % 2 == 0) {
                if (!gc_same(gc_get(heap, &slots[i + 1]), GC_EMPTY))
                    model_fail("half a pair was cleared", id);
                cell->fields[i] = cell->fields[i + 1] = model_empty;
            } else if (dead && c->full) {
                model_fail("a dead pair was not cleared", id);
            } else if (!dead) {
                compare_value(c, real, value, id);
            }
        } else {
            compare_value(c, real, value, id);
        }
    }
}

static void compare_values(struct compare *c, const gc_value *real, struct model_value *values,
                           unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        compare_value(c, real[i], &values[i], UINT32_MAX);
}

static void compare_roots(struct compare *c)
{
    struct model *model = c->model;
    struct real *real = c->real;

    for (unsigned d = 0; d < model->depth; d++)
        compare_values(c, real->frames[d].values, model->frames[d], ROOT_FRAME);
    compare_values(c, real->stack, model->stack, model->stack_count);
    compare_values(c, real->table, model->table, ROOT_TABLE);
    for (unsigned i = 0; i < ROOT_PERSISTENT; i++)
        compare_value(c, real->persistent[i].value, &model->persistent[i], UINT32_MAX);
    for (unsigned i = 0; i < ROOT_SLOTS; i++)
        compare_value(c, gc_decode(real->heap, real->slots[i]), &model->slots[i], UINT32_MAX);
    for (unsigned i = 0; i < ROOT_WEAK; i++)
        compare_weak(c, real->weak[i].value, &model->weak[i], UINT32_MAX);
    for (unsigned i = 0; i < ROOT_WEAK_SLOTS; i++)
        compare_weak(c, gc_decode(real->heap, real->weak_slots[i]), &model->weak_slots[i],
                     UINT32_MAX);
}

void model_compare(struct model *model, struct real *real, bool full)
{
    struct compare c = {.model = model, .real = real, .full = full};

    mark_model(model);
    compare_roots(&c);
    while (c.work.count != 0)
        compare_fields(&c, c.work.ids[--c.work.count]);
    free(c.work.ids);
    if (!full)
        return;
    for (uint32_t id = 0; id < model->cell_count; id++) {
        struct model_cell *cell = &model->cells[id];
        if (!cell->live || cell->seen == model->walk)
            continue;
        if (cell->kind == OWNER && cell->owns && !cell->finalized)
            model_fail("a dead owner was not finalized", id);
        forget(model, id);
    }
}
