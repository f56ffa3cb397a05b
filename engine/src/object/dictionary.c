/* object/dictionary.c: dictionary mode, see object/dictionary.h. */
#include "object/dictionary.h"
#include "object/property.h"

#define CAPACITY_MIN 8u
#define CAPACITY_MAX (1u << 26)

static uint32_t index_entries(uint32_t capacity)
{
    uint32_t entries = 16;

    while (entries < capacity + capacity / 2)
        entries *= 2;
    return entries;
}

bool js__dictionary_new_noscript(js_ctx *ctx, uint32_t capacity, js_value *out)
{
    if (capacity > CAPACITY_MAX)
        return js_throw_out_of_memory(ctx);
    const uint32_t entries = index_entries(capacity);

    JS_TRY(js_alloc(ctx, JS_KIND_DICTIONARY,
                    sizeof(struct js_dictionary) +
                        (size_t)capacity * (sizeof(struct js_dictionary_entry) + 1) +
                        (size_t)entries * sizeof(uint32_t),
                    out));
    struct js_dictionary *dictionary = gc_to_cell(*out);
    dictionary->capacity = capacity;
    dictionary->index_mask = entries - 1;
    return true;
}

uint32_t js__dictionary_find_nogc(const js_ctx *ctx, const struct js_dictionary *dictionary,
                                  gc_slot key)
{
    const uint32_t *index = js__dictionary_index_nogc(dictionary);
    uint32_t at = js_key_hash_nogc(ctx, key) & dictionary->index_mask;

    for (; index[at]; at = (at + 1) & dictionary->index_mask)
        if (gc_slot_same(dictionary->entries[index[at] - 1].key, key))
            return index[at] - 1;
    return JS_NOT_FOUND;
}

static void put_in_index(const js_ctx *ctx, struct js_dictionary *dictionary, uint32_t entry)
{
    uint32_t *index = js__dictionary_index_nogc(dictionary);
    uint32_t at =
        js_key_hash_nogc(ctx, dictionary->entries[entry].key) & dictionary->index_mask;

    while (index[at])
        at = (at + 1) & dictionary->index_mask;
    index[at] = entry + 1;
}

void js__dictionary_append_nogc(js_ctx *ctx, struct js_dictionary *dictionary, gc_slot key,
                                gc_slot value, unsigned attributes)
{
    const uint32_t i = dictionary->used;

    js_assert(i < dictionary->capacity);
    gc_write(ctx->heap, dictionary, &dictionary->entries[i].key, key);
    gc_write(ctx->heap, dictionary, &dictionary->entries[i].value, value);
    js__dictionary_attributes_nogc(dictionary)[i] = (uint8_t)attributes;
    dictionary->used++;
    dictionary->live++;
    put_in_index(ctx, dictionary, i);
}

/* Moves the live entries together, in place. */
static void compact(js_ctx *ctx, struct js_dictionary *dictionary)
{
    uint8_t *attributes = js__dictionary_attributes_nogc(dictionary);
    uint32_t to = 0;

    for (uint32_t i = 0; i < dictionary->used; i++) {
        struct js_dictionary_entry *from = &dictionary->entries[i];

        if (gc_slot_same(from->key, JS_SLOT_DELETED))
            continue;
        if (to != i) {
            gc_write(ctx->heap, dictionary, &dictionary->entries[to].key, from->key);
            gc_write(ctx->heap, dictionary, &dictionary->entries[to].value, from->value);
            attributes[to] = attributes[i];
        }
        to++;
    }
    js_assert(to == dictionary->live);
    for (uint32_t i = to; i < dictionary->used; i++) {
        gc_write_immediate(&dictionary->entries[i].key, gc_slot_from_int(0));
        gc_write_immediate(&dictionary->entries[i].value, gc_slot_from_int(0));
    }
    dictionary->used = to;
    memset(js__dictionary_index_nogc(dictionary), 0,
           (dictionary->index_mask + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < to; i++)
        put_in_index(ctx, dictionary, i);
}

void js__dictionary_delete_nogc(js_ctx *ctx, struct js_dictionary *dictionary, uint32_t entry)
{
    gc_write_immediate(&dictionary->entries[entry].key, JS_SLOT_DELETED);
    gc_write_immediate(&dictionary->entries[entry].value, gc_slot_from_int(0));
    dictionary->live--;
    if (dictionary->used - dictionary->live > dictionary->used / 4)
        compact(ctx, dictionary);
}

static struct js_dictionary *dictionary_of(const js_ctx *ctx, const js_value *object)
{
    return gc_slot_to_cell(ctx->heap, gc_load(&js_object_nogc(*object)->properties));
}

bool js__dictionary_reserve_noscript(js_ctx *ctx, const js_value *object)
{
    const struct js_dictionary *old = dictionary_of(ctx, object);
    const bool is_loose = old->capacity > 4 * CAPACITY_MIN && old->live < old->capacity / 8;

    if (old->used < old->capacity && !is_loose)
        return true;

    JS_FRAME(ctx, f, fresh);
    JS_TRY(js__dictionary_new_noscript(
        ctx, old->live < CAPACITY_MIN / 2 ? CAPACITY_MIN : 2 * old->live, &f.fresh));
    struct js_dictionary *fresh = gc_to_cell(f.fresh);
    struct js_object *cell = js_object_nogc(*object);
    old = dictionary_of(ctx, object);
    for (uint32_t i = 0; i < old->used; i++)
        if (!gc_slot_same(old->entries[i].key, JS_SLOT_DELETED))
            js__dictionary_append_nogc(ctx, fresh, old->entries[i].key, old->entries[i].value,
                                       js__dictionary_attributes_nogc(old)[i]);
    fresh->identity_hash = old->identity_hash;
    gc_write(ctx->heap, cell, &cell->properties, gc_slot_of(ctx->heap, f.fresh));
    return true;
}

bool js__object_to_dictionary_noscript(js_ctx *ctx, const js_value *object)
{
    JS_FRAME(ctx, f, shape, dictionary);
    struct js_shape *shape = js_shape_of_nogc(ctx, *object);

    js_assert(!(shape->flags & (JS_SHAPE_DICTIONARY | JS_SHAPE_LAZY_FUNCTION)));
    JS_TRY(js__dictionary_new_noscript(ctx, shape->count + shape->count / 2 + CAPACITY_MIN,
                                       &f.dictionary));
    JS_TRY(js__dictionary_shape_noscript(ctx, object, &f.shape));

    struct js_dictionary *dictionary = gc_to_cell(f.dictionary);
    struct js_object *cell = js_object_nogc(*object);
    shape = js_shape_of_nogc(ctx, *object);
    for (uint32_t i = 0; i < shape->count; i++) {
        void *holder;
        const gc_slot value = *js_property_slot_nogc(ctx, cell, shape, i, &holder);

        js__dictionary_append_nogc(ctx, dictionary, js_shape_key_nogc(ctx, shape, i), value,
                                   js_shape_attributes_nogc(ctx, shape, i));
    }
    dictionary->identity_hash = js__identity_hash_field_nogc(ctx, cell);
    for (uint32_t i = 0; i < shape->in_object; i++)
        gc_write_immediate(&cell->fields[i], gc_slot_from_int(0));
    js__shape_changed_nogc(ctx, shape);
    gc_write(ctx->heap, cell, &cell->properties, gc_slot_of(ctx->heap, f.dictionary));
    gc_write(ctx->heap, cell, &cell->shape, gc_slot_of(ctx->heap, f.shape));
    return true;
}
