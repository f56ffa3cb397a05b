/*
 * gc/layout.h: how a cell looks, declared once.
 *
 * A cell begins with a header word (kind, the heap's flags, size in granules of 8 bytes) and word 1,
 * which is its first slot or 32 raw bits, as the kind says.  Its slots lie in one run, from slots_begin
 * to slots_end or to the cell's end; all else is raw and never looked at by the collector.
 *
 *   #define PAIR_REFS(F) F(head) F(tail)          slots, the first one in word 1
 *   #define PAIR_DATA(F) F(uint32_t, tag)         raw
 *   GC_CELL(pair, PAIR_REFS, PAIR_DATA);          struct pair
 *   GC_KIND(pair, PAIR_REFS);                     const struct gc_kind pair_kind
 *
 * GC_CELL_RAW declares a cell whose word 1 is raw: a uint32_t field with the given name.
 * GC_CELL_TAIL and GC_CELL_RAW_TAIL end in slots of a number that the cell's size decides; such a cell
 * has no raw data but word 1.
 *
 * A cell's kind, size and slot range never change once it is published [layout.fixed].
 */
#ifndef GC_LAYOUT_H
#define GC_LAYOUT_H

#include "gc/base.h"

/* A reference (or integer, number, constant) as a cell stores it: see gc/slot.h. */
typedef struct gc_slot {
    uint32_t bits;
} gc_slot;

#define GC_GRANULE 8u /* bytes; cells are aligned to it and their sizes are multiples of it */

/* Word 0 of every cell; flags are the heap's own.  granules is 0 in a large cell (its page knows). */
struct gc_header {
    uint8_t kind;
    uint8_t flags;
    uint16_t granules;
};

#define GC__REF_FIELD(name)        gc_slot name;
#define GC__DATA_FIELD(type, name) type name;
#define GC__REF_NAME(name)         #name,
#define GC__REF_COUNT(name)        +1

/* The lists of a cell without slots, or without raw data. */
#define GC_NO_REFS(F)
#define GC_NO_DATA(F)

/*
 * Declares struct name: the header, then slots (the first in word 1), then raw data.  _RAW: word 1 is the raw
 * uint32_t `word1`.  _TAIL: ends in slots of a number that the cell's size decides.
 */
#define GC_CELL(name, REFS, DATA)                                                                  \
    struct __attribute__((aligned(8))) name {                                                      \
        struct gc_header header;                                                                   \
        REFS(GC__REF_FIELD) DATA(GC__DATA_FIELD)                                                   \
    }
#define GC_CELL_RAW(name, word1, REFS, DATA)                                                       \
    struct __attribute__((aligned(8))) name {                                                      \
        struct gc_header header;                                                                   \
        uint32_t word1;                                                                            \
        REFS(GC__REF_FIELD) DATA(GC__DATA_FIELD)                                                   \
    }
#define GC_CELL_TAIL(name, REFS, tail)                                                             \
    struct __attribute__((aligned(8))) name {                                                      \
        struct gc_header header;                                                                   \
        REFS(GC__REF_FIELD) gc_slot tail[];                                                        \
    }
#define GC_CELL_RAW_TAIL(name, word1, REFS, tail)                                                  \
    struct __attribute__((aligned(8))) name {                                                      \
        struct gc_header header;                                                                   \
        uint32_t word1;                                                                            \
        REFS(GC__REF_FIELD) gc_slot tail[];                                                        \
    }

/* What is special about a kind; 0 for most. */
enum gc_kind_flags {
    /*
     * The slots from weak_begin to weak_end do not keep their targets alive; a dead target's slot is
     * set to the constant GC_EMPTY after marking [weak.cleared].  weak_end may be GC_TO_END.
     */
    GC_KIND_WEAK = 1,
    /*
     * The slots from weak_begin on are pairs (key, value) of an ephemeron table: value is alive only
     * while key is and the table is.  Both slots of a dead pair are set to GC_EMPTY.  A key that is
     * no cell keeps its value alive.
     */
    GC_KIND_EPHEMERONS = 2,
    /* The cell owns memory outside the cage: finalize is called once, when it dies or its heap does. */
    GC_KIND_OFFHEAP = 4,
    /*
     * With GC_KIND_WEAK or GC_KIND_EPHEMERONS: scavenges take the weak slots as strong, only full
     * collections clear them.  For caches, whose loss costs more than what they hold.
     */
    GC_KIND_YOUNG_STRONG = 8,
};

/* slots_end or weak_end of a kind whose slots go on to the cell's end. */
#define GC_TO_END 0xFFFFu

/* What the collector, verifier and dumps know of a kind of cell. */
struct gc_kind {
    const char *name;
    uint16_t slots_begin; /* byte offset of the first slot: 4 where word 1 is a slot, else 8 or more */
    uint16_t slots_end;   /* byte offset past the last; GC_TO_END: the cell's end; = begin: none */
    uint16_t weak_begin;  /* with GC_KIND_WEAK, GC_KIND_EPHEMERONS */
    uint16_t weak_end;
    uint16_t flags; /* enum gc_kind_flags */
    uint16_t name_count;
    const char *const *names; /* of the first name_count slots, for dumps */
    /* If not NULL, the end of the slots of this cell, which overrides slots_end.  Fixed per cell. */
    uint32_t (*slots_end_of)(const void *cell);
    /* With GC_KIND_OFFHEAP: bytes owned outside the cage, for dumps; and the release of them. */
    size_t (*offheap_bytes)(const void *cell);
    /* Frees what the cell owns.  Must not touch any other cell, nor allocate. */
    void (*finalize)(gc_heap *heap, void *cell);
};

/* The names and the slot range of a kind whose references begin in word 1 / after a raw word 1. */
#define GC__KIND_FIELDS(type, REFS, begin)                                                         \
    .name = #type, .slots_begin = (begin),                                                         \
    .slots_end = (begin) + 4 * (0 REFS(GC__REF_COUNT)), .name_count = 0 REFS(GC__REF_COUNT),       \
    .names = (const char *const[]){REFS(GC__REF_NAME) NULL}

/*
 * Defines const struct gc_kind type_kind for a cell declared by the GC_CELL of the same suffix; further fields of
 * struct gc_kind may follow, as in GC_KIND(port, PORT_REFS, .flags = GC_KIND_OFFHEAP, .finalize = close_port).
 */
#define GC_KIND(type, REFS, ...)                                                                   \
    const struct gc_kind type##_kind = {GC__KIND_FIELDS(type, REFS, 4), ##__VA_ARGS__}
#define GC_KIND_RAW(type, REFS, ...)                                                               \
    const struct gc_kind type##_kind = {GC__KIND_FIELDS(type, REFS, 8), ##__VA_ARGS__}
#define GC_KIND_TAIL(type, REFS, ...)                                                              \
    const struct gc_kind type##_kind = {                                                           \
        .name = #type, .slots_begin = 4, .slots_end = GC_TO_END,                                   \
        .name_count = 0 REFS(GC__REF_COUNT),                                                       \
        .names = (const char *const[]){REFS(GC__REF_NAME) NULL}, ##__VA_ARGS__}
#define GC_KIND_RAW_TAIL(type, REFS, ...)                                                          \
    const struct gc_kind type##_kind = {                                                           \
        .name = #type, .slots_begin = 8, .slots_end = GC_TO_END,                                   \
        .name_count = 0 REFS(GC__REF_COUNT),                                                       \
        .names = (const char *const[]){REFS(GC__REF_NAME) NULL}, ##__VA_ARGS__}

/* The kind number of a cell. */
GC_INLINE uint8_t gc_kind_of(const void *cell)
{
    return ((const struct gc_header *)cell)->kind;
}

#endif
