/*
 * object/elements.h: indexed properties in storage.
 *
 *   none (integer 0)      nothing was written yet, whatever the length
 *   JS_KIND_INT_ELEMENTS  integers and holes; not scanned, written without a barrier
 *   JS_KIND_DOUBLE_ELEMENTS  numbers and holes, 8 bytes each; begun where a number is written that a slot
 *                         does not hold, and all others are numbers
 *   JS_KIND_ELEMENTS      anything
 *   JS_KIND_SHARED_ELEMENTS  anything, no holes; of all arrays that one literal made and that were not changed since:
 *                         whatever writes makes elements of the array's own first [elements.shared]
 *   JS_KIND_SPARSE_ELEMENTS  a hash table: far indices, attributes, accessors
 *
 * The dense kinds hold properties with all attributes only.  They go one way: integers to doubles or to
 * anything, doubles to anything, all to sparse; back only where a sparse one has filled up.  Reads check
 * against the capacity, not the length: what lies outside an array's elements is holes
 * [elements.holes-outside].
 */
#ifndef JS_ELEMENTS_H
#define JS_ELEMENTS_H

#include "object/property.h"
#include "ops/ops.h"

#define JS_DENSE_MAX       (1u << 27) /* capacity of dense elements */
#define JS_PREALLOCATE_MAX (1u << 25) /* `new Array(n)` up to here gets n elements at the first write */
#define JS_SPARSE_GAP      1024u      /* a write this far beyond the capacity makes elements sparse */

/* Entries of open addressing; state: attributes, or one of the two below. */
struct __attribute__((aligned(8))) js_sparse_elements {
    struct gc_header header;
    uint32_t capacity; /* a power of two */
    uint32_t used;     /* entries that are not free */
    uint32_t live;
    uint32_t special;  /* live ones that are not plain: accessors or not all attributes */
    uint32_t highest;  /* no index above this was put in since the table was made */
    gc_slot values[];
    /* raw: uint32_t indices[capacity], uint8_t states[capacity] */
};
#define JS_SPARSE_FREE    0xFFu
#define JS_SPARSE_DELETED 0xFEu

GC_INLINE uint32_t *js__sparse_indices_nogc(const struct js_sparse_elements *sparse)
{
    return (uint32_t *)(uintptr_t)&sparse->values[sparse->capacity];
}
GC_INLINE uint8_t *js__sparse_states_nogc(const struct js_sparse_elements *sparse)
{
    return (uint8_t *)(js__sparse_indices_nogc(sparse) + sparse->capacity);
}

/* ---- sparse.c ---- */
JS_MUST_CHECK bool js__sparse_new_noscript(js_ctx *ctx, uint32_t live, js_value *out);
/* The entry of index, or JS_NOT_FOUND. */
uint32_t js__sparse_find_nogc(const struct js_sparse_elements *sparse, uint32_t index);
/* Adds an index that is not there to a table with room. */
void js__sparse_append_nogc(js_ctx *ctx, struct js_sparse_elements *sparse, uint32_t index,
                            gc_slot value, unsigned attributes);
void js__sparse_delete_nogc(struct js_sparse_elements *sparse, uint32_t entry);
/* Puts *value (rooted) with attributes at index of *object's sparse elements, old or new. */
JS_MUST_CHECK bool js__sparse_put_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                                           const js_value *value, unsigned attributes);
/* Makes the dense or absent elements of *object sparse. */
JS_MUST_CHECK bool js__elements_to_sparse_noscript(js_ctx *ctx, const js_value *object);
/* The live indices from `from` on in ascending order, in memory from gc_malloc; 0 and NULL where none. */
JS_MUST_CHECK bool js__sparse_sorted_noscript(js_ctx *ctx, const js_value *object, uint32_t from,
                                              uint32_t **out, uint32_t *count);

/* ---- elements.c ---- */

/* Position of index 0 in an object's dense elements. */
GC_INLINE uint32_t js__elements_offset_nogc(const struct js_object *object)
{
    return gc_kind_of(object) == JS_KIND_ARRAY ? ((const struct js_array *)object)->offset : 0;
}

GC_INLINE bool js__is_double_hole(double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    return bits == JS_DOUBLE_HOLE_BITS;
}
GC_INLINE double js__double_hole(void)
{
    const uint64_t bits = JS_DOUBLE_HOLE_BITS;
    double number;

    memcpy(&number, &bits, sizeof number);
    return number;
}

/* What fits for `wanted` elements in a cell of a dense kind, which is a multiple of 8 bytes; and its bytes. */
GC_INLINE uint32_t js__elements_capacity(enum js_kind kind, uint32_t wanted)
{
    return kind == JS_KIND_DOUBLE_ELEMENTS ? wanted : (wanted + 1) & ~1u;
}
GC_INLINE size_t js__elements_bytes(enum js_kind kind, uint32_t capacity)
{
    return sizeof(struct js_elements) +
           (size_t)capacity * (kind == JS_KIND_DOUBLE_ELEMENTS ? sizeof(double) : sizeof(gc_slot));
}

/* A dense elements cell of a kind with all holes; capacity at least as asked for, at most JS_DENSE_MAX. */
JS_MUST_CHECK bool js__elements_new_noscript(js_ctx *ctx, enum js_kind kind, uint32_t capacity,
                                             js_value *out);
/*
 * A cell for a literal's count elements, all to be filled before an array is made of them (js_array_of_constant_noscript).
 * The slot behind them is no element but tells how many of the arrays came to be changed.
 */
JS_MUST_CHECK bool js__shared_elements_new_noscript(js_ctx *ctx, uint32_t count, js_value *out);
/* An array is made of shared elements.  True: most of those before were changed soon; let it have its own at once. */
bool js__shared_elements_used_nogc(struct js_elements *shared);
/* The first kind of elements of an array's own that holds what `elements`, dense ones, hold. */
enum js_kind js__elements_own_kind_nogc(const struct js_elements *elements);
/* Copies count elements from position `at` on to the start of a new cell of the kind that `from` would have as its own. */
void js__copy_elements_nogc(js_ctx *ctx, struct js_elements *to, const struct js_elements *from, uint32_t at,
                            uint32_t count);
/* Makes elements that *object shares its own, of the size they have; nothing where they are not shared. */
JS_MUST_CHECK bool js__elements_own_noscript(js_ctx *ctx, const js_value *object);
/* Gives an object its (other) elements. */
void js__set_elements_nogc(js_ctx *ctx, struct js_object *object, js_value elements);
/* The capacity to grow to for `need` elements. */
uint32_t js__elements_grown(uint32_t need);

/*
 * Sets the element with all attributes: adds it (to an extensible object, where no setter or read-only
 * element of the chain is in the way, and an array's length may grow) or overwrites one.  Takes care of an
 * array's length.  May collect; fails only where memory is exhausted.
 */
JS_MUST_CHECK bool js_elements_put_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                                            const js_value *value);
/* The same with any attributes; *value is a js_accessor where they have JS_IS_ACCESSOR. */
JS_MUST_CHECK bool js__elements_define_noscript(js_ctx *ctx, const js_value *object, uint32_t index,
                                                const js_value *value, unsigned attributes);
/* Removes an element that is there and configurable, of elements that are not shared. */
void js__elements_delete_nogc(js_ctx *ctx, js_value object, uint32_t index);
/* Appends the indices as keys, ascending. */
JS_MUST_CHECK bool js__element_keys_noscript(js_ctx *ctx, const js_value *object,
                                             struct js_vec *out);
/*
 * Makes sure that the elements of *object are dense, of a kind that holds what `kind` holds, with room for
 * index.  *dense false: they are sparse, and index shall be put there.
 */
JS_MUST_CHECK bool js__elements_prepare_noscript(js_ctx *ctx, const js_value *object,
                                                 enum js_kind kind, uint32_t index, bool *dense);

/* Gives memory back: dense elements of an array with a smaller capacity; a failure is no matter. */
void js__elements_shrink_noscript(js_ctx *ctx, const js_value *array, uint32_t capacity);

/* ---- arrays: array.c ---- */

/* The value that an array's length is set to, converted as ArraySetLength does; RangeError. */
JS_MUST_CHECK bool js__array_length_from_value(js_ctx *ctx, const js_value *value, uint32_t *length);
/* 10.4.2.1 [[DefineOwnProperty]] */
JS_MUST_CHECK bool js__array_define_own_property(js_ctx *ctx, const js_value *array,
                                                 const js_value *key, const struct js_descriptor *d,
                                                 bool *ok);

/*
 * ArraySetLength's steps from the conversion of the length on: deletes elements from the end, stops at one
 * that cannot be deleted; *ok whether it got there.  The length is writable.
 */
JS_MUST_CHECK bool js_array_set_length_noscript(js_ctx *ctx, const js_value *array, uint32_t length,
                                                bool *ok);

/*
 * What array builtins do in place, on a true array with dense or no elements, extensible, with writable
 * length (js_array_is_dense_nogc, js_array_is_resizable_nogc).
 */
bool js_array_is_resizable_nogc(js_ctx *ctx, js_value array);
/* Removes the first, the last element to *out: JS_HOLE where that was missing.  length > 0.  May collect. */
JS_MUST_CHECK bool js_array_shift_noscript(js_ctx *ctx, const js_value *array, js_value *out);
JS_MUST_CHECK bool js_array_pop_noscript(js_ctx *ctx, const js_value *array, js_value *out);
/*
 * Removes `removed` elements at `at` and makes room for `added` ones, holes to be set by
 * js_elements_put_noscript: what lies behind moves, the length changes.  May collect.  *done false: nothing
 * has changed but that the elements went sparse; take the general way.
 */
JS_MUST_CHECK bool js_array_open_gap_noscript(js_ctx *ctx, const js_value *array, uint32_t at,
                                              uint32_t removed, uint32_t added, bool *done);
/* A new array of count elements of a dense array from `from` on, holes kept. */
JS_MUST_CHECK bool js_array_copy_noscript(js_ctx *ctx, const js_value *array, uint32_t from,
                                          uint32_t count, js_value *out);
/*
 * Appends the items of *source, an array of dense elements, to *array, one of dense elements whose length may
 * grow: holes stay holes, or become undefined.  *done false: nothing has changed but that the elements went
 * sparse; append item by item.  room: how many more will follow.  array_append.c
 */
JS_MUST_CHECK bool js_array_append_array_noscript(js_ctx *ctx, const js_value *array,
                                                  const js_value *source, bool fill_holes,
                                                  uint32_t room, bool *done);
/* Makes the holes among the items from `from` on undefined. */
JS_MUST_CHECK bool js_array_fill_holes_noscript(js_ctx *ctx, const js_value *array, uint32_t from);
/* Room for capacity elements of a dense kind without growing, for builders that know; a hint. */
JS_MUST_CHECK bool js_array_reserve_noscript(js_ctx *ctx, const js_value *array, enum js_kind kind,
                                             uint32_t capacity);
/*
 * Gives back what growing left behind the end, for builders that did not know: where that is more than an eighth,
 * and the elements are at most GC_RESERVE_MAX bytes, so that there are never two copies of much.
 */
void js_array_trim_noscript(js_ctx *ctx, const js_value *array);

#endif
