/* test.h: cmocka with what it needs before it, and the test kinds. */
#ifndef TEST_TEST_H
#define TEST_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "kinds.h"

/* Puts a node before those of a list. */
static inline void prepend(gc_heap *heap, gc_value *list, uint64_t tag)
{
    GC_FRAME(heap, f, node);

    assert_true(gc_alloc(heap, NODE, sizeof(struct node), &f.node));
    as_node(f.node)->tag = tag;
    gc_write(heap, as_node(f.node), &as_node(f.node)->a, gc_slot_of(heap, *list));
    *list = f.node;
}

/* Makes an old list, numbered from 0, and between its nodes as many that are dropped now. */
static inline void keep_every_other(gc_heap *heap, gc_value *kept, uint32_t count)
{
    GC_FRAME(heap, f, dropped);

    for (uint32_t i = 0; i < 2 * count; i++)
        prepend(heap, i % 2 == 0 ? kept : &f.dropped, i / 2);
    gc_collect(heap, GC_FULL, "testing");
}

/* Runs with one to three helper threads in turn; run tells how many threads worked, and others did once at least. */
static inline void with_helpers(unsigned (*run)(uint32_t helpers))
{
    unsigned most = 0;

    for (uint32_t round = 0; round < 4; round++) {
        unsigned threads = run(1 + round % 3);
        most = threads > most ? threads : most;
    }
    assert_true(most > 1);
}

#endif
