/*
 * object/property_table.h: the keys and attributes of a lineage of shapes.
 *
 * A shape with count properties uses the first count keys of its table; a shape made from it by one more
 * property shares the table if it was the last to add to it (used == count), else copies it.  So a key
 * occurs once in a table, and a shape ignores what lies beyond its count [table.prefix].  From nine keys on
 * there is a hash index: open addressing over key numbers plus 1, hashed by what the key's cell holds in
 * its word 1 (strings and symbols both keep their hash there), since slots change when cells move.
 */
#ifndef JS_PROPERTY_TABLE_H
#define JS_PROPERTY_TABLE_H

#include "object/object.h"

#define JS_TABLE_SCAN_MAX 8u /* keys that are found by scanning */
#define JS_TABLE_MAX      8192u
#define JS_NOT_FOUND      UINT32_MAX

struct js_property_table {
    struct gc_header header;
    uint32_t capacity;   /* of keys */
    uint32_t used;       /* keys, by the longest shape of the lineage */
    uint32_t index_mask; /* entries of the index - 1; 0: no index */
    gc_slot keys[];
    /* raw: uint16_t index[index_mask + 1] if there is one, uint8_t attributes[capacity] */
};

GC_INLINE uint16_t *js__table_index_nogc(const struct js_property_table *table)
{
    return (uint16_t *)(uintptr_t)&table->keys[table->capacity];
}

GC_INLINE uint8_t *js__table_attributes_nogc(const struct js_property_table *table)
{
    return (uint8_t *)(js__table_index_nogc(table) +
                       (table->index_mask ? table->index_mask + 1 : 0));
}

/* The hash of a key that is an interned string or a symbol. */
GC_INLINE uint32_t js_key_hash_nogc(const js_ctx *ctx, gc_slot key)
{
    return ((const uint32_t *)gc_slot_to_cell(ctx->heap, key))[1];
}

/* The number of key among the first count, or JS_NOT_FOUND. */
GC_INLINE uint32_t js__table_find_nogc(const js_ctx *ctx, const struct js_property_table *table,
                                       uint32_t count, gc_slot key)
{
    if (!table->index_mask) {
        for (uint32_t i = 0; i < count; i++)
            if (gc_slot_same(table->keys[i], key))
                return i;
        return JS_NOT_FOUND;
    }
    const uint16_t *index = js__table_index_nogc(table);
    uint32_t at = js_key_hash_nogc(ctx, key) & table->index_mask;

    for (; index[at]; at = (at + 1) & table->index_mask) {
        uint32_t i = index[at] - 1u;

        if (gc_slot_same(table->keys[i], key))
            return i < count ? i : JS_NOT_FOUND;
    }
    return JS_NOT_FOUND;
}

/* A table with room for capacity (at most JS_TABLE_MAX) keys.  May collect. */
JS_MUST_CHECK bool js__table_new_noscript(js_ctx *ctx, uint32_t capacity, js_value *out);
/* The same with the first count keys of *table, a js_property_table or anything else for none. */
JS_MUST_CHECK bool js__table_copy_noscript(js_ctx *ctx, const js_value *table, uint32_t count,
                                           uint32_t capacity, js_value *out);
/* Adds a key to a table that has room. */
void js__table_append_nogc(js_ctx *ctx, struct js_property_table *table, gc_slot key,
                           unsigned attributes);
/* The next capacity for a table that is full. */
uint32_t js__table_grown(uint32_t capacity);

#endif
