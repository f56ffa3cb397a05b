/*
 * heap_model.h: the shadow of a heap: what every cell should hold, in plain memory.
 *
 * Each cell of the fuzzer carries an id; the model knows, by id, kind and field values.  A comparison
 * walks real roots and model roots together: same shape, same ids, each id at one address only.  What
 * weak slots, pairs, roots and finalizers may or must have done follows from reachability in the model.
 */
#ifndef HEAP_MODEL_H
#define HEAP_MODEL_H

#include "kinds.h"

enum model_tag { MODEL_INT, MODEL_CONSTANT, MODEL_DOUBLE, MODEL_REF };

struct model_value {
    enum model_tag tag;
    union {
        int32_t i; /* also the number of a constant */
        double d;
        uint32_t id;
    };
};

struct model_cell {
    uint8_t kind;
    bool live;      /* the id is in use */
    bool finalized; /* its finalizer ran */
    bool owns;      /* an owner with a buffer */
    uint32_t count; /* of fields */
    uint32_t seen;  /* reachable in the walk with this number */
    void *address;  /* in that walk */
    struct model_value *fields;
};

enum {
    ROOT_FRAME = 12,     /* values in the innermost frame */
    ROOT_DEPTH = 4,      /* nested frames */
    ROOT_STACK = 64,
    ROOT_TABLE = 6,
    ROOT_PERSISTENT = 4,
    ROOT_WEAK = 4,
    ROOT_SLOTS = 8,      /* slots that the callback visits */
    ROOT_WEAK_SLOTS = 8,
};

/* The model's roots, in the order of struct model_roots of the real ones. */
struct model {
    struct model_cell *cells;
    uint32_t cell_count, cell_capacity;
    uint32_t *free_ids;
    uint32_t free_count;
    uint32_t walk;
    struct model_value frames[ROOT_DEPTH][ROOT_FRAME];
    unsigned depth; /* frames in use */
    struct model_value stack[ROOT_STACK];
    unsigned stack_count;
    struct model_value table[ROOT_TABLE];
    struct model_value persistent[ROOT_PERSISTENT];
    struct model_value weak[ROOT_WEAK];
    struct model_value slots[ROOT_SLOTS];
    struct model_value weak_slots[ROOT_WEAK_SLOTS];
};

struct real_frame {
    struct gc_frame head;
    gc_value values[ROOT_FRAME];
};

/* The real roots. */
struct real {
    gc_heap *heap;
    struct real_frame frames[ROOT_DEPTH];
    gc_value stack[ROOT_STACK], *stack_top;
    struct gc_stack_root stack_root;
    gc_value table[ROOT_TABLE];
    struct gc_root_table table_root;
    struct gc_root persistent[ROOT_PERSISTENT], weak[ROOT_WEAK];
    gc_slot slots[ROOT_SLOTS], weak_slots[ROOT_WEAK_SLOTS];
};

extern const struct model_value model_empty;

uint32_t model_new(struct model *model, uint8_t kind, uint32_t count);
void model_destroy(struct model *model);

/* Number of fields (slots) and access to them in a real cell. */
gc_slot *real_fields(gc_heap *heap, void *cell, uint32_t *count);
uint32_t real_id(gc_heap *heap, void *cell);
size_t real_bytes(uint8_t kind, uint32_t count);
void real_set_id(void *cell, uint8_t kind, size_t bytes, uint32_t count, uint32_t id);

/*
 * Compares everything; aborts with a report where they differ.  full: a full collection just ended, so
 * that weak references to what is not reachable must be cleared and owners finalized; the model then
 * forgets unreachable cells.
 */
void model_compare(struct model *model, struct real *real, bool full);

/* Says what is wrong, and aborts. */
_Noreturn void model_fail(const char *what, uint32_t id);

#endif
