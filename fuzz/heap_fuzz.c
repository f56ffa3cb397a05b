/*
 * heap_fuzz.c: drives random mutator operations against a shadow model and compares.
 *
 * As a libFuzzer target the input's bytes choose the operations.  Alone (HEAP_FUZZ_STANDALONE) they come
 * from a generator: fuzz_heap [--seed=N] [--runs=N] [--seconds=N] [--ops=N] [--helpers=1]; each run prints
 * the seed to replay it with, so the last seed printed before a crash is the one that crashed.
 *
 * A run makes a heap of a random configuration (limits, nursery, stress, injected failures), does some
 * hundred to thousand operations, compares after collections and at random, and destroys it.  All
 * features are driven: every kind of root and of cell, weak slots, ephemerons, off-heap memory, large
 * cells, copies and moves of slots, reservations, boxed numbers, pretenuring, gc_malloc, images excepted.
 */
#include "heap_model.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- choices ---- */

struct input {
    const uint8_t *data; /* NULL: from the generator */
    size_t left;
    uint64_t state;
};

static uint32_t draw(struct input *in)
{
    if (in->data == NULL) {
        in->state ^= in->state >> 12;
        in->state ^= in->state << 25;
        in->state ^= in->state >> 27;
        return (uint32_t)(in->state * UINT64_C(0x2545F4914F6CDD1D) >> 32);
    }
    uint32_t value = 0;
    for (int i = 0; i < 2 && in->left != 0; i++, in->left--)
        value = value << 8 | *in->data++;
    return value;
}

static uint32_t choose(struct input *in, uint32_t count)
{
    return draw(in) % count;
}

static bool one_in(struct input *in, uint32_t count)
{
    return choose(in, count) == 0;
}

/* ---- one run ---- */

struct block {
    unsigned char *memory;
    size_t bytes;
};

struct run {
    struct input *in;
    struct model model;
    struct real real;
    gc_heap *heap;
    struct block blocks[16];
    size_t max_old;
    bool failures; /* are injected or limits tiny: allocations may fail */
    bool exact;    /* lists have room: scavenges take no weak slot as strong */
};

static struct run *current;
static bool use_helpers; /* half of the runs have helper threads, and so cannot be replayed exactly */

static void note_finalized(uint32_t id)
{
    struct model_cell *cell;

    if (current == NULL || id >= current->model.cell_count)
        model_fail("an unknown cell was finalized", id);
    cell = &current->model.cells[id];
    if (cell->kind != OWNER || cell->finalized)
        model_fail("a cell was finalized twice", id);
    cell->finalized = true;
}

/* Replaces the finalizer of kinds.c, which does not know ids. */
static void finalize_owner(gc_heap *heap, void *cell)
{
    struct owner *owner = cell;

    if (owner->block == NULL)
        return; /* died before it was filled */
    for (size_t i = 0; i < owner->bytes; i += 97)
        if (owner->block[i] != (char)owner->tag)
            model_fail("off-heap memory changed", owner->tag);
    gc_buffer_free(heap, owner->block, owner->bytes);
    note_finalized(owner->tag);
}

static void visit_client(void *client, struct gc_root_visitor *visitor)
{
    struct run *run = client;

    for (unsigned i = 0; i < ROOT_SLOTS; i++)
        visitor->slot(visitor, &run->real.slots[i]);
    for (unsigned i = 0; i < ROOT_WEAK_SLOTS; i++)
        visitor->weak_slot(visitor, &run->real.weak_slots[i]);
}

/* ---- roots ---- */

/* A root of either side: values, or slots of the callback. */
struct root {
    gc_value *value;
    gc_slot *slot;
    struct model_value *model;
};

static struct root pick_root(struct run *run)
{
    struct model *m = &run->model;
    struct real *r = &run->real;
    unsigned i, d;

    switch (choose(run->in, 8)) {
    case 0:
        i = choose(run->in, ROOT_TABLE);
        return (struct root){&r->table[i], NULL, &m->table[i]};
    case 1:
        i = choose(run->in, ROOT_PERSISTENT);
        return (struct root){&r->persistent[i].value, NULL, &m->persistent[i]};
    case 2:
        i = choose(run->in, ROOT_SLOTS);
        return (struct root){NULL, &r->slots[i], &m->slots[i]};
    case 3:
        if (m->stack_count == 0)
            break;
        i = choose(run->in, m->stack_count);
        return (struct root){&r->stack[i], NULL, &m->stack[i]};
    default:
        break;
    }
    d = choose(run->in, m->depth);
    i = choose(run->in, ROOT_FRAME);
    return (struct root){&r->frames[d].values[i], NULL, &m->frames[d][i]};
}

static gc_value root_get(struct run *run, const struct root *root)
{
    return root->value != NULL ? *root->value : gc_decode(run->heap, *root->slot);
}

/* Only values that need no box may go to slot roots. */
static void root_set(struct run *run, const struct root *root, gc_value real, struct model_value value)
{
    gc_slot slot;

    if (root->value != NULL) {
        *root->value = real;
    } else {
        if (!gc_try_encode(run->heap, real, &slot))
            return;
        *root->slot = slot;
    }
    *root->model = value;
}

/* A root that holds a cell of the kind (or of any with fields, kind 0), or NULL model. */
static struct root pick_cell(struct run *run, uint8_t kind)
{
    for (int tries = 0; tries < 24; tries++) {
        struct root root = pick_root(run);
        if (root.model->tag != MODEL_REF)
            continue;
        struct model_cell *cell = &run->model.cells[root.model->id];
        if (kind == 0 ? cell->count != 0 && cell->kind != BLOB : cell->kind == kind)
            return root;
    }
    return (struct root){NULL, NULL, NULL};
}

static struct model_cell *cell_of(struct run *run, const struct root *root)
{
    return &run->model.cells[root->model->id];
}

/* ---- allocation ---- */

static uint32_t pick_count(struct run *run)
{
    switch (choose(run->in, 40)) {
    case 0:
        return 30000 + choose(run->in, 60000); /* about a large cell */
    case 1:
    case 2:
        return choose(run->in, 20000);
    case 3:
    case 4:
    case 5:
        return choose(run->in, 800);
    default:
        return choose(run->in, 12);
    }
}

static void init_cell(struct run *run, gc_value real, uint8_t kind, uint32_t count, uint32_t id)
{
    void *cell = gc_to_cell(real);

    real_set_id(cell, kind, gc_cell_bytes(run->heap, cell), count, id);
    if (kind != BLOB && kind != OWNER)
        for (uint32_t i = 0; i < run->model.cells[id].count; i++)
            run->model.cells[id].fields[i] = (struct model_value){.tag = MODEL_INT, .i = 0};
}

static void op_alloc(struct run *run)
{
    static const uint8_t kinds[] = {NODE, NODE, NODE, NODE, ARRAY, ARRAY, BLOB, WEAK, TABLE, HOOKED};
    uint8_t kind = kinds[choose(run->in, sizeof kinds)];
    uint32_t count = kind == NODE ? 5 : pick_count(run);
    struct root root = pick_root(run);
    gc_value real;
    bool ok;

    if (kind == WEAK && count < 4)
        count = 4;
    if (kind == TABLE)
        count &= ~1u;
    if (kind == ARRAY || kind == WEAK)
        count += count & 1; /* slots fill granules */
    if (count == 0)
        count = 2;
    if (one_in(run->in, 12))
        ok = gc_alloc_old(run->heap, kind, real_bytes(kind, count), &real);
    else
        ok = gc_alloc(run->heap, kind, real_bytes(kind, count), &real);
    if (!ok) {
        if (!run->failures)
            model_fail("an allocation failed", kind);
        return;
    }
    uint32_t id = model_new(&run->model, kind, kind == BLOB ? 0 : count);
    init_cell(run, real, kind, count, id);
    root_set(run, &root, real, (struct model_value){.tag = MODEL_REF, .id = id});
}

static void op_alloc_owner(struct run *run)
{
    struct root root = pick_root(run);
    size_t bytes = one_in(run->in, 8) ? choose(run->in, 1u << 20) : choose(run->in, 500);
    gc_value real;
    void *block;

    if (root.value == NULL || !gc_alloc_offheap(run->heap, OWNER, sizeof(struct owner), &real))
        return;
    uint32_t id = model_new(&run->model, OWNER, 0);
    ((struct owner *)gc_to_cell(real))->tag = id;
    root_set(run, &root, real, (struct model_value){.tag = MODEL_REF, .id = id});
    block = gc_buffer_alloc(run->heap, bytes); /* may collect: the cell is rooted */
    if (block == NULL)
        return;
    memset(block, (char)id, bytes);
    struct owner *owner = gc_to_cell(*root.value);
    owner->block = block;
    owner->bytes = bytes;
    run->model.cells[id].owns = true;
}

/* A reservation, and a chain of cells and boxes made within it. */
static void op_reserve(struct run *run)
{
    unsigned cells = 1 + choose(run->in, 20);
    struct root root = pick_root(run);
    gc_value last = GC_EMPTY;
    struct model_value last_model = model_empty;

    if (!gc_reserve(run->heap, cells * (sizeof(struct node) + GC_NUMBER_BYTES)))
        return;
    {
        GC_NO_COLLECT(run->heap);
        for (unsigned i = 0; i < cells; i++) {
            struct node *node = gc_alloc_reserved_nogc(run->heap, NODE, sizeof *node);
            uint32_t id = model_new(&run->model, NODE, 5);
            double d = 0.5 + i;

            init_cell(run, gc_from_cell(node), NODE, 5, id);
            gc_init(run->heap, node, &node->a, gc_slot_of(run->heap, last));
            run->model.cells[id].fields[0] = last_model;
            gc_init(run->heap, node, &node->b, gc_encode_nogc(run->heap, gc_from_double(d)));
            run->model.cells[id].fields[1] = (struct model_value){.tag = MODEL_DOUBLE, .d = d};
            last = gc_from_cell(node);
            last_model = (struct model_value){.tag = MODEL_REF, .id = id};
        }
        root_set(run, &root, last, last_model);
    }
}

/* ---- reading and writing ---- */

static struct model_value pick_value(struct run *run, gc_value *real)
{
    struct model_value value = {.tag = MODEL_INT};

    switch (choose(run->in, 8)) {
    case 0:
        value.i = (int32_t)(draw(run->in) % 2000) - 1000;
        *real = gc_from_int(value.i);
        return value;
    case 1:
        value = (struct model_value){.tag = MODEL_CONSTANT, .i = (int32_t)choose(run->in, 64)};
        *real = GC_CONSTANT(value.i);
        return value;
    default: {
        struct root root = pick_root(run);
        *real = root_get(run, &root);
        return *root.model;
    }
    }
}

static void op_write(struct run *run)
{
    struct root root = pick_cell(run, 0);
    gc_value real;

    if (root.model == NULL)
        return;
    struct model_value value = pick_value(run, &real);
    struct model_cell *cell = cell_of(run, &root);
    uint32_t index = choose(run->in, cell->count), count;
    gc_slot slot;

    if (!gc_try_encode(run->heap, real, &slot))
        return;
    void *raw = gc_to_cell(root_get(run, &root));
    gc_slot *slots = real_fields(run->heap, raw, &count);
    if (cell->kind == TABLE) {
        /* Pairs are written whole: a collection may have cleared the old one, which the model learns late. */
        index &= ~1u;
        gc_value key;
        struct model_value key_model = pick_value(run, &key);
        gc_slot key_slot;
        if (!gc_try_encode(run->heap, key, &key_slot))
            return;
        gc_write(run->heap, raw, &slots[index], key_slot);
        cell->fields[index++] = key_model;
    }
    gc_write(run->heap, raw, &slots[index], slot);
    cell->fields[index] = value;
}

/* Doubles go through gc_store_value, which boxes and may collect. */
static void op_store_double(struct run *run)
{
    struct root root = pick_cell(run, 0);

    if (root.model == NULL || root.value == NULL || cell_of(run, &root)->kind == TABLE)
        return;
    struct model_cell *cell = cell_of(run, &root);
    uint32_t index = choose(run->in, cell->count), count;
    char *raw = gc_to_cell(*root.value);
    gc_slot *slots = real_fields(run->heap, raw, &count);
    double d = (double)draw(run->in) / 3.0;
    size_t offset = (size_t)((char *)&slots[index] - raw);
    struct gc_root value = {.prev = NULL};

    gc_root_add(run->heap, &value, gc_from_double(d));
    if (gc_store_value(run->heap, root.value, offset, &value.value)) {
        cell = cell_of(run, &root);
        gc_value stored = gc_get(run->heap, (gc_slot *)((char *)gc_to_cell(*root.value) + offset));
        if (gc_is_int(stored))
            cell->fields[index] = (struct model_value){.tag = MODEL_INT, .i = gc_to_int(stored)};
        else
            cell->fields[index] = (struct model_value){.tag = MODEL_DOUBLE, .d = d};
    }
    gc_root_remove(run->heap, &value);
}

static void op_read(struct run *run)
{
    struct root from = pick_cell(run, 0), to = pick_root(run);

    if (from.model == NULL)
        return;
    struct model_cell *cell = cell_of(run, &from);
    uint32_t index = choose(run->in, cell->count), count;
    /* What a weak field leads to may be dead in the model: only strong fields are read. */
    if (cell->kind == WEAK)
        index = index % 2;
    if (cell->kind == TABLE)
        return;
    gc_slot *slots = real_fields(run->heap, gc_to_cell(root_get(run, &from)), &count);
    root_set(run, &to, gc_get(run->heap, &slots[index]), cell->fields[index]);
}

static void op_copy(struct run *run)
{
    struct root from = pick_cell(run, ARRAY), to = pick_cell(run, ARRAY);

    if (from.model == NULL || to.model == NULL)
        return;
    struct model_cell *a = cell_of(run, &from), *b = cell_of(run, &to);
    uint32_t most = a->count < b->count ? a->count : b->count;
    uint32_t n = 1 + choose(run->in, most > 64 && !one_in(run->in, 8) ? 64 : most);
    uint32_t at = choose(run->in, a->count - n + 1), into = choose(run->in, b->count - n + 1);
    struct array *x = gc_to_cell(root_get(run, &from)), *y = gc_to_cell(root_get(run, &to));

    if (x == y)
        gc_move_slots(run->heap, x, &x->items[into], &x->items[at], n);
    else
        gc_copy_slots(run->heap, y, &y->items[into], &x->items[at], n);
    memmove(&b->fields[into], &a->fields[at], n * sizeof *a->fields);
}

/* ---- roots and the rest ---- */

static void op_drop_root(struct run *run)
{
    struct root root = pick_root(run);

    root_set(run, &root, GC_EMPTY, model_empty);
}

static void op_stack(struct run *run)
{
    struct model *m = &run->model;

    if (one_in(run->in, 2) && m->stack_count != 0) {
        unsigned pops = 1 + choose(run->in, m->stack_count);
        m->stack_count -= pops;
        run->real.stack_top -= pops;
    } else if (m->stack_count < ROOT_STACK) {
        struct root root = pick_root(run);
        *run->real.stack_top++ = root_get(run, &root);
        m->stack[m->stack_count++] = *root.model;
    }
}

static void op_weak_root(struct run *run)
{
    struct root root = pick_root(run);
    unsigned i = choose(run->in, ROOT_WEAK_SLOTS);

    if (root.model->tag != MODEL_REF)
        return;
    run->real.weak_slots[i] = gc_slot_of(run->heap, root_get(run, &root));
    run->model.weak_slots[i] = *root.model;
    i %= ROOT_WEAK;
    run->real.weak[i].value = root_get(run, &root);
    run->model.weak[i] = *root.model;
}

static void op_block(struct run *run)
{
    struct block *block = &run->blocks[choose(run->in, 16)];
    size_t bytes = choose(run->in, 3000);
    unsigned char *memory;

    for (size_t i = 0; i < block->bytes; i += 61)
        if (block->memory[i] != (unsigned char)block->bytes)
            model_fail("malloc'ed memory changed", 0);
    if (one_in(run->in, 3)) {
        gc_free(run->heap, block->memory, block->bytes);
        *block = (struct block){NULL, 0};
        return;
    }
    memory = gc_realloc(run->heap, block->memory, block->bytes, bytes);
    if (memory == NULL)
        return;
    memset(memory, (int)(unsigned char)bytes, bytes);
    *block = (struct block){memory, bytes};
}

/* Cells never exceed the limit by more than a sixteenth, or 1 MiB, and the page begun. */
static void check_limit(struct run *run)
{
    struct gc_statistics s;
    size_t over;

    gc_get_statistics(run->heap, &s);
    over = s.limit_old_bytes / 16 > 1u << 20 ? s.limit_old_bytes / 16 : 1u << 20;
    if (s.heap_used_bytes > s.limit_old_bytes + over + (256u << 10))
        model_fail("the limit was passed", 0);
}

static void compare(struct run *run)
{
    check_limit(run);
    model_compare(&run->model, &run->real, false);
}

static void op_collect(struct run *run)
{
    static const enum gc_collection what[] = {GC_YOUNG, GC_YOUNG,  GC_YOUNG,
                                              GC_FULL,  GC_REDUCE, GC_LAST_RESORT};
    enum gc_collection chosen = what[choose(run->in, sizeof what / sizeof what[0])];

    struct root root = pick_cell(run, NODE);
    unsigned age = root.model == NULL ? 0 : gc_cell_age(run->heap, gc_to_cell(root_get(run, &root)));

    gc_collect(run->heap, chosen, "fuzzer");
    if (age == 1 && gc_cell_age(run->heap, gc_to_cell(root_get(run, &root))) != 2)
        model_fail("a cell survived twice and is still young", root.model->id);
    if (one_in(run->in, 3) && !gc_verify(run->heap, "in the fuzzer"))
        model_fail("verification failed", 0);
    model_compare(&run->model, &run->real, chosen != GC_YOUNG);
}

/* Spare time: a poll, or pieces of work, those of a reduction among them. */
static void op_step(struct run *run)
{
    if (one_in(run->in, 2)) {
        gc_poll(run->heap);
        return;
    }
    if (one_in(run->in, 3))
        gc_want_reduce(run->heap);
    for (unsigned times = 1 + choose(run->in, 4); times != 0; times--)
        gc_step(run->heap, one_in(run->in, 4) ? UINT64_MAX : choose(run->in, 200));
    if (one_in(run->in, 4) && !gc_verify(run->heap, "after steps in the fuzzer"))
        model_fail("verification failed", 0);
}

/*
 * What only a weak slot, or a pair as its key, refers to and is young, dies in the next scavenge, wherever
 * the weak cell lies.
 */
static void op_weak_probe(struct run *run)
{
    bool table = one_in(run->in, 2), old = one_in(run->in, 2);
    struct root root = pick_root(run);
    uint8_t kind = table ? TABLE : WEAK;
    gc_value target;
    bool ok;

    if (!run->exact || run->failures || root.value == NULL)
        return;
    root_set(run, &root, GC_EMPTY, model_empty);
    if (old)
        ok = gc_alloc_old(run->heap, kind, real_bytes(kind, 4), root.value);
    else
        ok = gc_alloc(run->heap, kind, real_bytes(kind, 4), root.value);
    gc_pretenure_end(run->heap); /* the target is to be young */
    if (!ok || !gc_alloc(run->heap, NODE, sizeof(struct node), &target))
        model_fail("an allocation failed", kind);
    struct array *cell = gc_to_cell(*root.value);
    gc_write(run->heap, cell, &cell->items[2], gc_slot_of(run->heap, target));
    gc_collect(run->heap, GC_YOUNG, "probe");
    cell = gc_to_cell(*root.value);
    if (!gc_slot_same(gc_load(&cell->items[2]), GC_SLOT_EMPTY))
        model_fail("a scavenge kept what is reached weakly only", table);
    *root.value = GC_EMPTY;
}

/* Fills the heap with big blobs until the limit says no; what may be over it is checked at the top. */
static void op_hoard(struct run *run)
{
    enum { HOARD = 64 };
    struct root root = pick_root(run);
    gc_value real;

    if (run->max_old > 8u << 20 || !gc_alloc(run->heap, ARRAY, real_bytes(ARRAY, HOARD), &real))
        return;
    uint32_t id = model_new(&run->model, ARRAY, HOARD);
    init_cell(run, real, ARRAY, HOARD, id);
    root_set(run, &root, real, (struct model_value){.tag = MODEL_REF, .id = id});
    for (uint32_t i = 0; i < HOARD; i++) {
        uint32_t size = 1000 + choose(run->in, 40000);
        if (!gc_alloc(run->heap, BLOB, real_bytes(BLOB, size), &real))
            break;
        uint32_t blob = model_new(&run->model, BLOB, 0);
        init_cell(run, real, BLOB, size, blob);
        struct array *array = gc_to_cell(root_get(run, &root));
        gc_write(run->heap, array, &array->items[i], gc_slot_of(run->heap, real));
        run->model.cells[id].fields[i] = (struct model_value){.tag = MODEL_REF, .id = blob};
    }
    check_limit(run);
}

/* The longest of a few arrays. */
static struct root pick_long_array(struct run *run)
{
    struct root longest = pick_cell(run, ARRAY);

    for (int i = 0; i < 4 && longest.model != NULL; i++) {
        struct root other = pick_cell(run, ARRAY);
        if (other.model != NULL && cell_of(run, &other)->count > cell_of(run, &longest)->count)
            longest = other;
    }
    return longest;
}

/* Fills a part of an array with new cells; in a long one, around the end of what is marked at a time. */
static void op_fill(struct run *run)
{
    enum { SEGMENT = 4096 };
    struct root root = pick_long_array(run);

    if (root.model == NULL)
        return;
    uint32_t id = root.model->id, count = run->model.cells[id].count, at = choose(run->in, count);
    if (count > SEGMENT)
        at = SEGMENT * (1 + choose(run->in, count / SEGMENT)) - choose(run->in, 64);
    for (uint32_t end = at + choose(run->in, 64); at < end && at < count; at++) {
        gc_value real;
        if (!gc_alloc(run->heap, NODE, sizeof(struct node), &real))
            return;
        uint32_t node = model_new(&run->model, NODE, 5);
        init_cell(run, real, NODE, 5, node);
        struct array *array = gc_to_cell(root_get(run, &root));
        gc_write(run->heap, array, &array->items[at], gc_slot_of(run->heap, real));
        run->model.cells[id].fields[at] = (struct model_value){.tag = MODEL_REF, .id = node};
    }
}

/*
 * A long array as a queue: filled, made old, then again and again all but its first items move to its front,
 * with an allocation in between, at which marking may go on.
 */
static void op_queue(struct run *run)
{
    struct root root;
    gc_value real;

    op_fill(run);
    if (one_in(run->in, 4))
        gc_collect(run->heap, GC_FULL, "fuzzer");
    root = pick_long_array(run);
    if (root.model == NULL)
        return;
    uint32_t id = root.model->id;
    for (uint32_t times = choose(run->in, 40); times != 0; times--) {
        uint32_t by = 1 + choose(run->in, 8);
        struct model_cell *cell = &run->model.cells[id];
        if (cell->count <= by || !gc_alloc(run->heap, NODE, sizeof(struct node), &real))
            return;
        struct array *array = gc_to_cell(root_get(run, &root));
        gc_move_slots(run->heap, array, array->items, &array->items[by], cell->count - by);
        memmove(cell->fields, &cell->fields[by], (cell->count - by) * sizeof *cell->fields);
    }
}

static void enter_frame(struct run *run)
{
    struct model *m = &run->model;
    struct real_frame *frame = &run->real.frames[m->depth];

    gc__frame_enter(run->heap, &frame->head, ROOT_FRAME);
    for (unsigned i = 0; i < ROOT_FRAME; i++)
        m->frames[m->depth][i] = model_empty;
    m->depth++;
}

static void leave_frame(struct run *run)
{
    gc__frame_leave(&run->real.frames[--run->model.depth].head);
}

static void op_frame(struct run *run)
{
    if (run->model.depth < ROOT_DEPTH && one_in(run->in, 2))
        enter_frame(run);
    else if (run->model.depth > 1)
        leave_frame(run);
}

static void any_op(struct run *run)
{
    uint32_t which = choose(run->in, 100);

    if (which < 28)
        op_alloc(run);
    else if (which < 50)
        op_write(run);
    else if (which < 58)
        op_read(run);
    else if (which < 64)
        one_in(run->in, 4) ? op_queue(run) : op_copy(run);
    else if (which < 68)
        op_store_double(run);
    else if (which < 72)
        op_reserve(run);
    else if (which < 76)
        op_alloc_owner(run);
    else if (which < 84)
        op_drop_root(run);
    else if (which < 88)
        op_stack(run);
    else if (which < 91)
        op_weak_root(run);
    else if (which < 94)
        op_block(run);
    else if (which < 96)
        op_frame(run);
    else if (which < 97)
        one_in(run->in, 8) ? op_hoard(run) : one_in(run->in, 2) ? op_weak_probe(run) : op_step(run);
    else if (which < 98)
        compare(run);
    else
        op_collect(run);
}

/* One operation in four makes old cells where it can. */
static void one_op(struct run *run)
{
    if (one_in(run->in, 4))
        gc_pretenure_begin(run->heap);
    any_op(run);
    gc_pretenure_end(run->heap);
}

/* Samples are of a few sites, or of none. */
static uintptr_t allocation_site(void *client)
{
    return choose(((struct run *)client)->in, 9);
}

/* ---- beginning and end of a run ---- */

static gc_heap *make_heap(struct run *run)
{
    static const uint32_t intervals[] = {0, 0, 0, 1, 5, 40, 300};
    static const uint32_t marking[] = {0, 0, 1, 2, 9, 60};
    static struct gc_kind owner;
    static const struct gc_kind *kinds[TEST_KINDS];
    struct gc_config config = {.kinds = kinds, .kind_count = TEST_KINDS};
    struct input *in = run->in;

    memcpy(kinds, test_kinds, sizeof kinds);
    owner = *test_kinds[OWNER];
    owner.finalize = finalize_owner;
    kinds[OWNER] = &owner;
    config.visit_roots = visit_client;
    config.client = run;
    config.stress_interval = intervals[choose(in, 7)];
    config.stress_marking = marking[choose(in, 6)];
    config.single_threaded = !one_in(in, 4); /* a seed replays its run then */
    config.seed = draw(in) | 1;
    config.verify = one_in(in, 3);
    config.allocation_site = one_in(in, 3) ? NULL : allocation_site;
    config.stress_pretenuring = one_in(in, 2);
    config.max_old_bytes = (size_t)64 << 20;
    if (one_in(in, 4)) {
        config.max_old_bytes = ((size_t)1 + choose(in, 8)) << 20;
        run->failures = true;
    }
    if (one_in(in, 4)) {
        config.fail_metadata = 1 + choose(in, 3);
        run->failures = true;
    }
    if (one_in(in, 3))
        config.worklist_segments = 1 + choose(in, 4);
    config.compact_always = one_in(in, 4);
    config.no_compact = one_in(in, 8);
    if (one_in(in, 3))
        config.min_semi_space_bytes = (size_t)256 << 10;
    if (use_helpers && one_in(in, 2))
        config.scavenge_helpers = config.compact_helpers = 1 + choose(in, 3);
    config.single_threaded = config.scavenge_helpers == 0;
    config.in_place_always = config.single_threaded && one_in(in, 6); /* helpers are there to copy */
    if (one_in(in, 3)) {
        config.fail_alloc = 1 + choose(in, 400);
        run->failures = true;
    }
    run->exact = config.worklist_segments == 0;
    run->max_old = config.max_old_bytes;
    return gc_heap_create(&config);
}

static void link_roots(struct run *run)
{
    struct real *r = &run->real;

    r->heap = run->heap;
    r->stack_top = r->stack;
    r->stack_root = (struct gc_stack_root){.base = r->stack, .top = &r->stack_top};
    gc_add_stack(run->heap, &r->stack_root);
    for (unsigned i = 0; i < ROOT_TABLE; i++)
        r->table[i] = GC_EMPTY;
    r->table_root = (struct gc_root_table){.values = r->table, .count = ROOT_TABLE};
    gc_add_roots(run->heap, &r->table_root);
    for (unsigned i = 0; i < ROOT_PERSISTENT; i++)
        gc_root_add(run->heap, &r->persistent[i], GC_EMPTY);
    for (unsigned i = 0; i < ROOT_WEAK; i++)
        gc_root_add_weak(run->heap, &r->weak[i], GC_EMPTY);
    for (unsigned i = 0; i < ROOT_SLOTS; i++)
        r->slots[i] = r->weak_slots[i] = GC_SLOT_EMPTY;
    for (unsigned i = 0; i < ROOT_TABLE; i++)
        run->model.table[i] = model_empty;
    for (unsigned i = 0; i < ROOT_PERSISTENT; i++)
        run->model.persistent[i] = run->model.weak[i] = model_empty;
    for (unsigned i = 0; i < ROOT_SLOTS; i++)
        run->model.slots[i] = run->model.weak_slots[i] = model_empty;
    enter_frame(run);
}

static void end_run(struct run *run)
{
    gc_collect(run->heap, GC_FULL, "fuzzer");
    model_compare(&run->model, &run->real, true);
    if (!gc_verify(run->heap, "at the end"))
        model_fail("verification failed", 0);
    while (run->model.depth != 0)
        leave_frame(run);
    for (int i = 0; i < 16; i++)
        gc_free(run->heap, run->blocks[i].memory, run->blocks[i].bytes);
    gc_heap_destroy(run->heap);
    for (uint32_t id = 0; id < run->model.cell_count; id++)
        if (run->model.cells[id].live && run->model.cells[id].owns && !run->model.cells[id].finalized)
            model_fail("an owner outlived its heap", id);
    model_destroy(&run->model);
}

static void one_run(struct input *in, unsigned ops)
{
    static struct run run;

    memset(&run, 0, sizeof run);
    run.in = in;
    current = &run;
    run.heap = make_heap(&run);
    if (run.heap == NULL)
        return;
    link_roots(&run);
    for (unsigned i = 0; i < ops && (in->data == NULL || in->left != 0); i++)
        one_op(&run);
    end_run(&run);
    current = NULL;
}

#ifdef HEAP_FUZZ_STANDALONE

enum { RUN_SECONDS_MAX = 50 };

static uint64_t argument(int argc, char **argv, const char *name, uint64_t otherwise)
{
    size_t length = strlen(name);

    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=')
            return strtoull(argv[i] + length + 1, NULL, 0);
    return otherwise;
}

int main(int argc, char **argv)
{
    uint64_t seed = argument(argc, argv, "--seed", 0);
    uint64_t seconds = argument(argc, argv, "--seconds", 0);
    uint64_t runs = argument(argc, argv, "--runs", seconds != 0 ? UINT64_MAX : 1);
    unsigned ops = (unsigned)argument(argc, argv, "--ops", 0);
    use_helpers = argument(argc, argv, "--helpers", 0) != 0;
    time_t begin = time(NULL);
    uint64_t done = 0;

    if (seed == 0)
        seed = (uint64_t)begin * 2654435761u | 1;
    for (; done < runs && (seconds == 0 || (uint64_t)(time(NULL) - begin) < seconds); done++) {
        struct input in = {.state = (seed + done) * UINT64_C(0x9E3779B97F4A7C15) | 1};
        for (int i = 0; i < 4; i++)
            draw(&in);
        unsigned count = ops != 0 ? ops : 200 + draw(&in) % 4000;
        /* Said before, so that a crash leaves the seed of its run as the last line. */
        fprintf(stderr, "heap fuzzer: --seed=%llu --runs=1\n", (unsigned long long)(seed + done));
        alarm(RUN_SECONDS_MAX); /* a run that hangs is killed, and so fails */
        one_run(&in, count);
    }
    printf("heap fuzzer: %llu runs from seed %llu, no failure\n", (unsigned long long)done,
           (unsigned long long)seed);
    return 0;
}

#else

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in = {.data = data, .left = size};

    one_run(&in, 100000);
    return 0;
}

#endif
