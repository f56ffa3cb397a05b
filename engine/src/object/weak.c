/*
 * object/weak.c: ephemeron tables.  The collector clears dead pairs; they count as deleted until the table is
 * made anew, sized by what is alive then.
 */
#include "object/weak.h"
#include "base/hash.h"
#include "object/property.h"

#define CAPACITY_MIN 8u
#define CAPACITY_MAX (1u << 26)

static struct js_ephemerons *table_of(const js_ctx *ctx, js_value map)
{
    const gc_slot table = gc_load(&((struct js_weak_map *)gc_to_cell(map))->table);

    return gc_slot_is_cell(table) ? gc_slot_to_cell(ctx->heap, table) : NULL;
}

static struct js_ephemeron *find(js_ctx *ctx, struct js_ephemerons *table, js_value key)
{
    const gc_slot slot = gc_slot_from_cell(ctx->heap, gc_to_cell(key));
    const uint32_t mask = table->capacity - 1;
    uint32_t at = js_hash_u32(js_identity_hash_nogc(ctx, key)) & mask;

    for (;; at = (at + 1) & mask) {
        struct js_ephemeron *entry = &table->entries[at];

        if (gc_slot_same(gc_load(&entry->key), slot))
            return entry;
        if (gc_slot_same(gc_load(&entry->key), gc_slot_from_int(0)))
            return NULL;
    }
}

/* Puts a key that is not there into a table with room. */
static void put_new(js_ctx *ctx, struct js_ephemerons *table, js_value key, gc_slot value)
{
    const uint32_t mask = table->capacity - 1;
    uint32_t at = js_hash_u32(js_identity_hash_nogc(ctx, key)) & mask;

    while (!gc_slot_same(gc_load(&table->entries[at].key), gc_slot_from_int(0)))
        at = (at + 1) & mask;
    table->used++;
    gc_write(ctx->heap, table, &table->entries[at].key,
             gc_slot_from_cell(ctx->heap, gc_to_cell(key)));
    gc_write(ctx->heap, table, &table->entries[at].value, value);
}

static bool make_room(js_ctx *ctx, const js_value *map)
{
    JS_FRAME(ctx, f, fresh);
    struct js_ephemerons *old = table_of(ctx, *map);
    uint32_t live = 0, capacity = CAPACITY_MIN;

    if (old && old->used < old->capacity - old->capacity / 4)
        return true;
    for (uint32_t i = 0; old && i < old->capacity; i++)
        live += gc_slot_is_cell(gc_load(&old->entries[i].key));
    while (capacity < 2 * (live + 1) && capacity < CAPACITY_MAX)
        capacity *= 2;
    if (live + 1 > capacity - capacity / 4)
        return js_throw_range_error(ctx, "WeakMap maximum size exceeded");
    JS_TRY(js_alloc(ctx, JS_KIND_EPHEMERONS,
                    sizeof(struct js_ephemerons) + capacity * sizeof(struct js_ephemeron), &f.fresh));
    struct js_ephemerons *fresh = gc_to_cell(f.fresh);
    fresh->capacity = capacity;
    old = table_of(ctx, *map);
    for (uint32_t i = 0; old && i < old->capacity; i++)
        if (gc_slot_is_cell(gc_load(&old->entries[i].key)))
            put_new(ctx, fresh, gc_decode(ctx->heap, old->entries[i].key), old->entries[i].value);
    struct js_weak_map *cell = gc_to_cell(*map);
    gc_write(ctx->heap, cell, &cell->table, gc_slot_of(ctx->heap, f.fresh));
    return true;
}

js_value js_weak_map_get_nogc(js_ctx *ctx, js_value map, js_value key)
{
    struct js_ephemerons *table = table_of(ctx, map);
    const struct js_ephemeron *entry = table ? find(ctx, table, key) : NULL;

    return entry ? js_field(ctx, &entry->value) : GC_EMPTY;
}

bool js_weak_map_delete_nogc(js_ctx *ctx, js_value map, js_value key)
{
    struct js_ephemerons *table = table_of(ctx, map);
    struct js_ephemeron *entry = table ? find(ctx, table, key) : NULL;

    if (!entry)
        return false;
    gc_write_immediate(&entry->key, GC_SLOT_EMPTY);
    gc_write_immediate(&entry->value, GC_SLOT_EMPTY);
    return true;
}

bool js_weak_map_set_noscript(js_ctx *ctx, const js_value *map, const js_value *key,
                              const js_value *value)
{
    struct js_ephemerons *table = table_of(ctx, *map);

    if (!table || !find(ctx, table, *key))
        JS_TRY(make_room(ctx, map));
    JS_TRY(js__reserve_box(ctx, value));
    table = table_of(ctx, *map);
    struct js_ephemeron *entry = find(ctx, table, *key);
    const gc_slot slot = gc_encode_nogc(ctx->heap, *value);
    if (entry)
        gc_write(ctx->heap, table, &entry->value, slot);
    else
        put_new(ctx, table, *key, slot);
    return true;
}
