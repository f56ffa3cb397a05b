/*
 * kinds.h: the cell kinds that the heap's own tests, benchmarks and fuzzer use.
 *
 *   node     four strong slots after a slot in word 1, and 8 raw bytes
 *   array    raw word 1 (a count the tests use freely), slots to the end
 *   blob     raw bytes only
 *   weak     raw word 1, two strong slots, weak slots to the end
 *   table    raw word 1, pairs of an ephemeron table to the end
 *   owner    owns off-heap memory: size and pointer
 *   hooked   slots up to the count in word 1, raw bytes after them
 */
#ifndef TEST_KINDS_H
#define TEST_KINDS_H

#include "gc/gc.h"
#include <stdlib.h>

enum test_kind {
    NODE = GC_KIND_FIRST_CLIENT,
    ARRAY,
    BLOB,
    WEAK,
    TABLE,
    OWNER,
    HOOKED,
    TEST_KINDS,
};

#define NODE_REFS(F) F(a) F(b) F(c) F(d) F(e)
#define NODE_DATA(F) F(uint64_t, tag)
GC_CELL(node, NODE_REFS, NODE_DATA);
GC_CELL_RAW_TAIL(array, count, GC_NO_REFS, items);
#define WEAK_REFS(F) F(first) F(second)
GC_CELL_RAW_TAIL(weak, tag, WEAK_REFS, targets);
GC_CELL_RAW_TAIL(table, tag, GC_NO_REFS, pairs);
#define OWNER_DATA(F) F(uint64_t, bytes) F(char *, block)
GC_CELL_RAW(owner, tag, GC_NO_REFS, OWNER_DATA);

/* Finalizations so far, in this process. */
extern unsigned test_finalized;
extern const struct gc_kind *const test_kinds[TEST_KINDS];

GC_INLINE struct node *as_node(gc_value v)
{
    return gc_to_cell(v);
}

GC_INLINE struct array *as_array(gc_value v)
{
    return gc_to_cell(v);
}

/* A heap with the test kinds and verification on; limits small unless config says otherwise. */
gc_heap *test_heap(void);
gc_heap *test_heap_with(struct gc_config config);

#endif
