/* object/property_table.c: making and filling property tables. */
#include "object/property_table.h"

/* Index entries are half used at most. */
static uint32_t index_entries(uint32_t capacity)
{
    uint32_t entries = 32;

    if (capacity <= JS_TABLE_SCAN_MAX)
        return 0;
    while (entries < 2 * capacity)
        entries *= 2;
    return entries;
}

uint32_t js__table_grown(uint32_t capacity)
{
    if (capacity < 4)
        return 4;
    return 2 * capacity <= JS_TABLE_MAX ? 2 * capacity : JS_TABLE_MAX;
}

bool js__table_new_noscript(js_ctx *ctx, uint32_t capacity, js_value *out)
{
    const uint32_t entries = index_entries(capacity);

    js_assert(capacity <= JS_TABLE_MAX);
    JS_TRY(js_alloc(ctx, JS_KIND_PROPERTY_TABLE,
                    sizeof(struct js_property_table) + capacity * (sizeof(gc_slot) + 1) +
                        entries * sizeof(uint16_t),
                    out));
    struct js_property_table *table = gc_to_cell(*out);
    table->capacity = capacity;
    table->index_mask = entries ? entries - 1 : 0;
    return true;
}

void js__table_append_nogc(js_ctx *ctx, struct js_property_table *table, gc_slot key,
                           unsigned attributes)
{
    const uint32_t i = table->used;

    js_assert(i < table->capacity);
    if (table->index_mask) {
        uint16_t *index = js__table_index_nogc(table);
        uint32_t at = js_key_hash_nogc(ctx, key) & table->index_mask;

        while (index[at])
            at = (at + 1) & table->index_mask;
        index[at] = (uint16_t)(i + 1);
    }
    gc_write(ctx->heap, table, &table->keys[i], key);
    js__table_attributes_nogc(table)[i] = (uint8_t)attributes;
    table->used = i + 1;
}

bool js__table_copy_noscript(js_ctx *ctx, const js_value *table, uint32_t count, uint32_t capacity,
                             js_value *out)
{
    JS_FRAME(ctx, f, fresh);

    js_assert(count <= capacity);
    JS_TRY(js__table_new_noscript(ctx, capacity, &f.fresh));
    if (count) {
        const struct js_property_table *from = gc_to_cell(*table);
        struct js_property_table *to = gc_to_cell(f.fresh);

        for (uint32_t i = 0; i < count; i++)
            js__table_append_nogc(ctx, to, from->keys[i], js__table_attributes_nogc(from)[i]);
    }
    *out = f.fresh;
    return true;
}
