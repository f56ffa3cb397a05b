/* object/transitions.c: the weak tables of object/transitions.h. */
#include "object/transitions.h"
#include "base/hash.h"

#define SCAN_MAX 8u

static uint32_t hash_of(const js_ctx *ctx, gc_slot key, unsigned info)
{
    uint32_t hash = gc_slot_is_int(key) ? js_hash_u32(key.bits) : js_key_hash_nogc(ctx, key);

    return hash + info * 0x9E3779B1u;
}

static bool entry_is(const struct js_transition *entry, gc_slot key, unsigned info)
{
    return gc_slot_same(gc_load(&entry->key), key) &&
           gc_slot_same(gc_load(&entry->info), gc_slot_from_int((int32_t)info));
}

/* The entry of key, its shape alive or dead, or NULL. */
static struct js_transition *find_entry(const js_ctx *ctx, struct js_transitions *table,
                                        gc_slot key, unsigned info)
{
    if (table->capacity <= SCAN_MAX) {
        for (uint32_t i = 0; i < table->used; i++)
            if (entry_is(&table->entries[i], key, info))
                return &table->entries[i];
        return NULL;
    }
    const uint32_t mask = table->capacity - 1;

    for (uint32_t at = hash_of(ctx, key, info) & mask;; at = (at + 1) & mask) {
        struct js_transition *entry = &table->entries[at];

        if (gc_slot_same(gc_load(&entry->key), gc_slot_from_int(0)))
            return NULL;
        if (entry_is(entry, key, info))
            return entry;
    }
}

struct js_shape *js__transitions_find_nogc(const js_ctx *ctx, gc_slot transitions, gc_slot key,
                                           unsigned info)
{
    if (!gc_slot_is_cell(transitions))
        return NULL;
    const struct js_transition *entry =
        find_entry(ctx, gc_slot_to_cell(ctx->heap, transitions), key, info);

    if (!entry || !gc_slot_is_cell(gc_load(&entry->shape)))
        return NULL;
    return gc_slot_to_cell(ctx->heap, gc_load(&entry->shape));
}

static void write_entry(js_ctx *ctx, struct js_transitions *table, struct js_transition *entry,
                        gc_slot key, unsigned info, gc_slot shape)
{
    gc_write(ctx->heap, table, &entry->key, key);
    gc_write_immediate(&entry->info, gc_slot_from_int((int32_t)info));
    gc_write(ctx->heap, table, &entry->shape, shape);
}

/* Puts a transition that is not there into a table with room. */
static void put_new(js_ctx *ctx, struct js_transitions *table, gc_slot key, unsigned info,
                    gc_slot shape)
{
    struct js_transition *entry = &table->entries[table->used];

    js_assert(table->used < table->capacity);
    if (table->capacity > SCAN_MAX) {
        const uint32_t mask = table->capacity - 1;
        uint32_t at = hash_of(ctx, key, info) & mask;

        while (!gc_slot_same(table->entries[at].key, gc_slot_from_int(0)))
            at = (at + 1) & mask;
        entry = &table->entries[at];
    }
    table->used++;
    write_entry(ctx, table, entry, key, info, shape);
}

/* Whether an entry of a table may be read and hashed: it was used and nothing of it died. */
static bool entry_is_alive(const struct js_transition *entry)
{
    return gc_slot_is_cell(gc_load(&entry->shape)) && !gc_slot_is_constant(gc_load(&entry->key));
}

static bool has_room(const struct js_transitions *table)
{
    return table->capacity <= SCAN_MAX ? table->used < table->capacity
                                       : table->used < table->capacity - table->capacity / 4;
}

static uint32_t capacity_for(uint32_t live)
{
    uint32_t capacity = 1;

    while (capacity < live + 1)
        capacity *= 2;
    return capacity > SCAN_MAX ? 2 * capacity : capacity;
}

bool js__transitions_insert_noscript(js_ctx *ctx, const js_value *transitions, const js_value *key,
                                     unsigned info, const js_value *shape, js_value *out)
{
    JS_FRAME(ctx, f, fresh);
    struct js_transitions *old = gc_is_cell(*transitions) ? gc_to_cell(*transitions) : NULL;
    struct js_transition *dead =
        old ? find_entry(ctx, old, gc_slot_of(ctx->heap, *key), info) : NULL;

    if (dead) {
        write_entry(ctx, old, dead, gc_slot_of(ctx->heap, *key), info,
                    gc_slot_of(ctx->heap, *shape));
        *out = *transitions;
        return true;
    }
    if (old && has_room(old)) {
        put_new(ctx, old, gc_slot_of(ctx->heap, *key), info, gc_slot_of(ctx->heap, *shape));
        *out = *transitions;
        return true;
    }

    uint32_t live = 0;
    for (uint32_t i = 0; old && i < old->capacity; i++)
        live += entry_is_alive(&old->entries[i]);
    const uint32_t capacity = capacity_for(live);
    JS_TRY(js_alloc(ctx, JS_KIND_TRANSITIONS,
                    sizeof(struct js_transitions) + capacity * sizeof(struct js_transition),
                    &f.fresh));
    struct js_transitions *fresh = gc_to_cell(f.fresh);
    fresh->capacity = capacity;
    old = gc_is_cell(*transitions) ? gc_to_cell(*transitions) : NULL;
    for (uint32_t i = 0; old && i < old->capacity; i++) {
        const struct js_transition *entry = &old->entries[i];

        if (entry_is_alive(entry))
            put_new(ctx, fresh, entry->key, (unsigned)gc_slot_to_int(entry->info), entry->shape);
    }
    put_new(ctx, fresh, gc_slot_of(ctx->heap, *key), info, gc_slot_of(ctx->heap, *shape));
    *out = f.fresh;
    return true;
}
