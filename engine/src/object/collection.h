/*
 * object/collection.h: the hash table of Map and Set, in insertion order.
 *
 * Entries are appended; buckets hold the number of their first entry plus 1, and each entry the number of
 * the next of its bucket plus 1.  A deleted entry keeps its place with key JS_DELETED, so positions are
 * stable, and iteration in insertion order is a loop over entry numbers.  When the entries run out, or
 * half of them are deleted, a new table takes the live ones; the old one then refers to it by `next` and
 * has lost its keys and values but not the marks of deleted entries, so that an iterator standing in it
 * finds its place in the new one (js_hash_table_follow_nogc) [collection.follow].
 */
#ifndef JS_COLLECTION_H
#define JS_COLLECTION_H

#include "object/object.h"

struct js_hash_entry {
    gc_slot key; /* JS_SLOT_DELETED: deleted */
    gc_slot value;
};

struct __attribute__((aligned(8))) js_hash_table {
    struct gc_header header;
    uint32_t capacity; /* a power of two: entries; as many buckets */
    uint32_t used;     /* entries, deleted ones included */
    uint32_t live;
    uint32_t first; /* no entry before this one is live: taking the oldest away again and again stays cheap */
    uint32_t unused;
    /* slots from here */
    gc_slot next;      /* the table that replaced this one; else integer 0 */
    gc_slot cleared;   /* integer 1 if replaced by clear(): iterators start over */
    struct js_hash_entry entries[];
    /* raw: uint32_t chain[capacity], buckets[capacity] */
};

/* Map and Set objects. */
#define JS_MAP_REFS(F) JS_OBJECT_REFS(F) F(table) /* a js_hash_table */
GC_CELL(js_map, JS_MAP_REFS, GC_NO_DATA);
GC_CELL(js_set, JS_MAP_REFS, GC_NO_DATA);

/* Allocates an empty table.  May collect. */
JS_MUST_CHECK bool js_hash_table_new_noscript(js_ctx *ctx, js_value *out);

/* The entry of key by SameValueZero, or NULL.  Valid to the next safepoint. */
struct js_hash_entry *js_hash_table_find_nogc(js_ctx *ctx, js_value table, js_value key);

/*
 * Sets the value of key in *table (a rooted slot, replaced when the table grows).  -0 becomes +0.  May
 * collect; fails only where memory is exhausted, and then nothing has changed.
 */
JS_MUST_CHECK bool js_hash_table_set_noscript(js_ctx *ctx, js_value *table, const js_value *key,
                                              const js_value *value);
/* Deletes key; whether it was there.  Never fails; a table grown sparse shrinks at the next set. */
bool js_hash_table_delete_nogc(js_ctx *ctx, js_value table, js_value key);

/* The same on a Map or Set object's own table. */
JS_MUST_CHECK bool js_collection_set_noscript(js_ctx *ctx, const js_value *collection,
                                              const js_value *key, const js_value *value);
JS_MUST_CHECK bool js_collection_clear_noscript(js_ctx *ctx, const js_value *collection);
GC_INLINE js_value js_collection_table_nogc(const js_ctx *ctx, js_value collection)
{
    return js_field(ctx, &((struct js_map *)gc_to_cell(collection))->table);
}
GC_INLINE uint32_t js_collection_size_nogc(const js_ctx *ctx, js_value collection)
{
    return ((struct js_hash_table *)gc_to_cell(js_collection_table_nogc(ctx, collection)))->live;
}

/*
 * Iteration: *table and *index are an iterator's place.  Moves on to the table that is current, then to
 * the next live entry, and returns it with *index past it; NULL at the end.  The entry is valid to the
 * next safepoint.  Entries added meanwhile are seen, deleted ones are not.
 */
struct js_hash_entry *js_hash_table_next_nogc(js_ctx *ctx, js_value *table, uint32_t *index);

#endif
