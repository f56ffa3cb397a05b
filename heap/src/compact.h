/*
 * compact.h: what the files of compaction share.
 *
 *   compact.c   chooses pages, and gives them back when they are empty
 *   evacuate.c  moves their cells and updates what refers to them, on helper threads too
 *
 * One struct gc__compactor lies on the mutator's stack for the time of a compaction.
 */
#ifndef GC_COMPACT_H
#define GC_COMPACT_H

#include "internal.h"

#define GC__PAGE_HOLDS (GC__PAGE_BYTES / 16 * 15) /* bytes of cells that are moved to a page: some are lost at its end */

struct gc__compactor {
    gc_heap *heap;
    const uint8_t *page_class;
    uintptr_t base;
    struct gc__page_list from; /* pages to be emptied */
    size_t live_bytes;    /* of their cells */
    size_t slots;         /* recorded ones */
    bool all;             /* slots are visited, not looked up */
    size_t most_pages;    /* if all: that may be in use at a time */
    uint64_t budget_ns;   /* of each thread's time, after which it begins no page more; 0: without end */

    /* While cells are moved: under the lock, and the mutator's afterwards. */
    pthread_mutex_t lock; /* of whatever hands out room too: free lists, the pool, lists of pages */
    size_t moved_bytes;
    bool full; /* somebody found no more room */

    /* What nobody has claimed yet (atomic): pages, and pages of large cells, by number; 0: none. */
    uint32_t next_from, next_copied, next_unswept, next_large;
    struct gc__segment *next_segment;
    unsigned wanted, present; /* threads that this phase asks for; atomic: those that are there */
};

/* Pages needed for so many bytes of cells.  (compact.c) */
size_t gc__pages_for(size_t bytes);
/* A page that was to be emptied stays, with its mark bits: it waits for the sweep like others.  (compact.c) */
void gc__put_page_back(struct gc__compactor *c, uint32_t page);
/* Moves what there is room and time for; pages that nobody began wait for the sweep again, as before. */
void gc__move_cells(struct gc__compactor *c);
/* Updates whatever refers to cells that were moved. */
void gc__update_references(struct gc__compactor *c);

#endif
