/*
 * object/dictionary.h: named properties of an object in dictionary mode.
 *
 * Entries lie in insertion order; an index of open addressing holds entry numbers plus 1, hashed as in
 * property tables.  A deleted entry keeps its place, its key JS_SLOT_DELETED, until a quarter of the
 * entries in use are deleted ones: then the rest move together in place, which needs no memory
 * [dictionary.quarter].  So an object that is a bounded cache stays bounded.
 */
#ifndef JS_DICTIONARY_H
#define JS_DICTIONARY_H

#include "object/shape.h"

struct js_dictionary_entry {
    gc_slot key;
    gc_slot value; /* or its js_accessor */
};

struct __attribute__((aligned(8))) js_dictionary {
    struct gc_header header;
    uint32_t identity_hash; /* 0: none yet */
    uint32_t capacity;      /* of entries */
    uint32_t used;          /* entries, deleted ones included */
    uint32_t live;
    uint32_t index_mask; /* entries of the index - 1 */
    struct js_dictionary_entry entries[];
    /* raw: uint32_t index[index_mask + 1], uint8_t attributes[capacity] */
};

GC_INLINE uint32_t *js__dictionary_index_nogc(const struct js_dictionary *dictionary)
{
    return (uint32_t *)(uintptr_t)&dictionary->entries[dictionary->capacity];
}

GC_INLINE uint8_t *js__dictionary_attributes_nogc(const struct js_dictionary *dictionary)
{
    return (uint8_t *)(js__dictionary_index_nogc(dictionary) + dictionary->index_mask + 1);
}

/* The number of key's entry, or JS_NOT_FOUND. */
uint32_t js__dictionary_find_nogc(const js_ctx *ctx, const struct js_dictionary *dictionary,
                                  gc_slot key);
/* An empty dictionary with room for capacity entries. */
JS_MUST_CHECK bool js__dictionary_new_noscript(js_ctx *ctx, uint32_t capacity, js_value *out);
/* Adds to one that has room (used < capacity) a key that is not there. */
void js__dictionary_append_nogc(js_ctx *ctx, struct js_dictionary *dictionary, gc_slot key,
                                gc_slot value, unsigned attributes);
/* Makes room for one more entry in the dictionary of *object, replacing it if need be. */
JS_MUST_CHECK bool js__dictionary_reserve_noscript(js_ctx *ctx, const js_value *object);
/* Deletes an entry; compacts. */
void js__dictionary_delete_nogc(js_ctx *ctx, struct js_dictionary *dictionary, uint32_t entry);

/* Puts an object that has a shape's properties into dictionary mode. */
JS_MUST_CHECK bool js__object_to_dictionary_noscript(js_ctx *ctx, const js_value *object);

#endif
