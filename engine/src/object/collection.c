/* object/collection.c: insertion-ordered hash tables; see object/collection.h. */
#include "object/collection.h"
#include "base/checked_math.h"
#include "base/hash.h"
#include "object/property.h"
#include "ops/ops.h"
#include "gc/mutant.h"

#define CAPACITY_MIN 4u
#define CAPACITY_MAX (1u << 26)

static uint32_t *chain_of(struct js_hash_table *table)
{
    return (uint32_t *)&table->entries[table->capacity];
}

static uint32_t *buckets_of(struct js_hash_table *table)
{
    return chain_of(table) + table->capacity;
}

static bool new_table(js_ctx *ctx, uint32_t capacity, js_value *out)
{
    if (capacity > CAPACITY_MAX)
        return js_throw_range_error(ctx, "Map maximum size exceeded");
    JS_TRY(js_alloc(ctx, JS_KIND_HASH_TABLE,
                    sizeof(struct js_hash_table) +
                        capacity * (sizeof(struct js_hash_entry) + 2 * sizeof(uint32_t)),
                    out));
    ((struct js_hash_table *)gc_to_cell(*out))->capacity = capacity;
    return true;
}

bool js_hash_table_new_noscript(js_ctx *ctx, js_value *out)
{
    return new_table(ctx, CAPACITY_MIN, out);
}

/* Equal for keys that SameValueZero takes for equal. */
static uint32_t hash_of(js_ctx *ctx, js_value key)
{
    if (gc_is_number(key)) {
        key = gc_from_number(gc_to_number(key) + 0.0); /* -0 as 0, integers as such */
        return gc_is_int(key) ? js_hash_u32((uint32_t)gc_to_int(key)) : js_hash_u64(key.bits);
    }
    if (js_is_string(key))
        return js_string_hash_nogc(ctx, key);
    if (js_is_object(key) || js_is_symbol(key))
        return js_hash_u32(js_identity_hash_nogc(ctx, key));
    return js_hash_u64(key.bits);
}

/* Whether an entry's key, not of the same bits as `key`, may yet be equal to it: boxed numbers and strings. */
static bool may_be_equal(gc_slot slot, js_value key)
{
    return gc_is_number(key) ? gc_slot_is_number_cell(slot) : gc_slot_is_cell(slot);
}

/* The entry number of key plus 1, or 0. */
static uint32_t find(js_ctx *ctx, struct js_hash_table *table, js_value key, uint32_t hash)
{
    uint32_t at = buckets_of(table)[hash & (table->capacity - 1)];
    gc_slot wanted = GC_SLOT_EMPTY;

    if (gc_is_double(key) && gc_to_double(key) == 0)
        key = js_int(0); /* as it was put in */
    const bool direct = gc_try_encode(ctx->heap, key, &wanted);
    const bool compares = gc_is_number(key) || js_is_string(key) || js_is_kind(key, JS_KIND_BIGINT);

    for (; at; at = chain_of(table)[at - 1]) {
        const gc_slot slot = gc_load(&table->entries[at - 1].key);

        if (direct && gc_slot_same(slot, wanted))
            break;
        if (compares && may_be_equal(slot, key) &&
            js_same_value_zero_nogc(ctx, gc_decode(ctx->heap, slot), key))
            break;
    }
    return at;
}

struct js_hash_entry *js_hash_table_find_nogc(js_ctx *ctx, js_value v, js_value key)
{
    struct js_hash_table *table = gc_to_cell(v);
    const uint32_t at = find(ctx, table, key, hash_of(ctx, key));

    return at ? &table->entries[at - 1] : NULL;
}

static void append(js_ctx *ctx, struct js_hash_table *table, gc_slot key, gc_slot value,
                   uint32_t hash)
{
    const uint32_t i = table->used++;
    uint32_t *bucket = &buckets_of(table)[hash & (table->capacity - 1)];

    gc_write(ctx->heap, table, &table->entries[i].key, key);
    if (GC_MUTANT(ENTRY_NO_BARRIER))
        table->entries[i].value = value; /* gc_check: a mutant */
    else
        gc_write(ctx->heap, table, &table->entries[i].value, value);
    chain_of(table)[i] = *bucket;
    *bucket = i + 1;
    table->live++;
}

/* Makes *old refer to its successor and forget what it held, but for the marks of deleted entries. */
static void retire(js_ctx *ctx, struct js_hash_table *old, struct js_hash_table *fresh, bool cleared)
{
    for (uint32_t i = 0; i < old->used; i++) {
        if (!gc_slot_same(gc_load(&old->entries[i].key), JS_SLOT_DELETED))
            gc_write_immediate(&old->entries[i].key, gc_slot_from_int(0));
        gc_write_immediate(&old->entries[i].value, gc_slot_from_int(0));
    }
    gc_write(ctx->heap, old, &old->next, gc_slot_from_cell(ctx->heap, fresh));
    gc_write_immediate(&old->cleared, gc_slot_from_int(cleared));
}

/* Room for one more entry: a new table where the entries have run out or half are deleted. */
static bool make_room(js_ctx *ctx, js_value *table)
{
    JS_FRAME(ctx, f, fresh);
    struct js_hash_table *old = gc_to_cell(*table);
    uint32_t capacity = CAPACITY_MIN;

    if (old->used < old->capacity && (old->live >= old->capacity / 8 || old->capacity <= 64))
        return true;
    while (capacity < old->live + old->live / 2 + 1)
        capacity *= 2;
    JS_TRY(new_table(ctx, capacity, &f.fresh));
    struct js_hash_table *fresh = gc_to_cell(f.fresh);
    old = gc_to_cell(*table);
    for (uint32_t i = 0; i < old->used; i++) {
        const struct js_hash_entry *entry = &old->entries[i];

        if (!gc_slot_same(entry->key, JS_SLOT_DELETED))
            append(ctx, fresh, entry->key, entry->value,
                   hash_of(ctx, gc_decode(ctx->heap, entry->key)));
    }
    retire(ctx, old, fresh, false);
    *table = f.fresh;
    return true;
}

bool js_hash_table_set_noscript(js_ctx *ctx, js_value *table, const js_value *key,
                                const js_value *value)
{
    const uint32_t hash = hash_of(ctx, *key);
    const uint32_t at = find(ctx, gc_to_cell(*table), *key, hash);

    if (!at)
        JS_TRY(make_room(ctx, table));
    JS_TRY(js_reserve(ctx, 2 * GC_NUMBER_BYTES)); /* the last safepoint */
    struct js_hash_table *cell = gc_to_cell(*table);
    const gc_slot slot = gc_encode_nogc(ctx->heap, *value);
    if (at) {
        gc_write(ctx->heap, cell, &cell->entries[at - 1].value, slot);
        return true;
    }
    const bool is_zero = gc_is_number(*key) && gc_to_number(*key) == 0;
    append(ctx, cell, is_zero ? gc_slot_from_int(0) : gc_encode_nogc(ctx->heap, *key), slot, hash);
    return true;
}

bool js_hash_table_delete_nogc(js_ctx *ctx, js_value v, js_value key)
{
    struct js_hash_table *table = gc_to_cell(v);
    struct js_hash_entry *entry = js_hash_table_find_nogc(ctx, v, key);

    if (!entry)
        return false;
    gc_write_immediate(&entry->key, JS_SLOT_DELETED);
    gc_write_immediate(&entry->value, gc_slot_from_int(0));
    table->live--;
    while (table->first < table->used &&
           gc_slot_same(gc_load(&table->entries[table->first].key), JS_SLOT_DELETED))
        table->first++;
    return true;
}

bool js_collection_set_noscript(js_ctx *ctx, const js_value *collection, const js_value *key,
                                const js_value *value)
{
    JS_FRAME(ctx, f, table);

    f.table = js_collection_table_nogc(ctx, *collection);
    JS_TRY(js_hash_table_set_noscript(ctx, &f.table, key, value));
    struct js_map *map = gc_to_cell(*collection);
    gc_write(ctx->heap, map, &map->table, gc_slot_of(ctx->heap, f.table));
    return true;
}

bool js_collection_clear_noscript(js_ctx *ctx, const js_value *collection)
{
    JS_FRAME(ctx, f, fresh);

    JS_TRY(js_hash_table_new_noscript(ctx, &f.fresh));
    struct js_map *map = gc_to_cell(*collection);
    retire(ctx, gc_slot_to_cell(ctx->heap, gc_load(&map->table)), gc_to_cell(f.fresh), true);
    gc_write(ctx->heap, map, &map->table, gc_slot_of(ctx->heap, f.fresh));
    return true;
}

/* An iterator's place in a retired table becomes one in its successor [collection.follow]. */
static void follow(js_ctx *ctx, js_value *v, uint32_t *index)
{
    struct js_hash_table *table = gc_to_cell(*v);

    while (gc_slot_is_cell(gc_load(&table->next))) {
        uint32_t deleted = 0;

        for (uint32_t i = 0; i < *index; i++)
            deleted += gc_slot_same(gc_load(&table->entries[i].key), JS_SLOT_DELETED);
        *index = gc_slot_to_int(table->cleared) ? 0 : *index - deleted;
        table = gc_slot_to_cell(ctx->heap, gc_load(&table->next));
    }
    *v = gc_from_cell(table);
}

struct js_hash_entry *js_hash_table_next_nogc(js_ctx *ctx, js_value *v, uint32_t *index)
{
    follow(ctx, v, index);
    struct js_hash_table *table = gc_to_cell(*v);

    if (*index < table->first)
        *index = table->first;
    while (*index < table->used) {
        struct js_hash_entry *entry = &table->entries[(*index)++];

        if (!gc_slot_same(gc_load(&entry->key), JS_SLOT_DELETED))
            return entry;
    }
    return NULL;
}
