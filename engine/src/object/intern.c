/*
 * object/intern.c: the tables of interned strings and registered symbols.
 *
 * Each is an open-addressing hash table of (slot, hash) in counted memory outside the heap, whose slots are
 * weak: the collector updates them when cells move and empties them when cells die.  A slot of integer 0 was
 * never used, GC_SLOT_EMPTY is the tombstone of a dead entry.  A young collection needs to see only entries
 * of young cells, so their positions are kept in a list; where there is no memory for the list, all entries
 * are visited.
 *
 * A flat string is interned in place, by a flag; a rope or slice is interned by its flat text, and from then
 * on refers to the interned cell, so that using it as a key again costs no search.  Of one text there is at
 * most one interned cell [intern.unique], always flat, Latin-1 if it can be.
 */
#include "object/intern.h"

#include "base/hash.h"
#include "base/number_text.h"
#include "base/utf16.h"
#include "object/string_internal.h"
#include "object/symbol.h"
#include "vm/state.h"

#include <string.h>

#define CAPACITY_MIN 1024u

struct entry {
    gc_slot slot;
    uint32_t hash;
};

struct js_intern_table {
    struct entry *entries;
    uint32_t capacity; /* a power of two */
    uint32_t live;
    uint32_t used;     /* live and tombstones */
    uint32_t *young;   /* positions of entries that may be young */
    uint32_t young_count, young_capacity;
    bool young_unknown; /* the list is incomplete */
};

/* ---- the table ---- */

static bool is_vacant(gc_slot slot)
{
    return slot.bits == 0;
}

static struct js_intern_table *make_table(gc_heap *heap)
{
    struct js_intern_table *table = gc_calloc(heap, sizeof *table);

    if (table == NULL)
        return NULL;
    table->entries = gc_calloc(heap, CAPACITY_MIN * sizeof *table->entries);
    if (table->entries == NULL) {
        gc_free(heap, table, sizeof *table);
        return NULL;
    }
    table->capacity = CAPACITY_MIN;
    return table;
}

static void free_table(gc_heap *heap, struct js_intern_table *table)
{
    if (table == NULL)
        return;
    gc_free(heap, table->entries, table->capacity * sizeof *table->entries);
    gc_free(heap, table->young, table->young_capacity * sizeof *table->young);
    gc_free(heap, table, sizeof *table);
}

/* Notes that the entry at position is young. */
static void note_young(gc_heap *heap, struct js_intern_table *table, uint32_t position)
{
    if (table->young_unknown)
        return;
    if (table->young_count == table->young_capacity) {
        uint32_t capacity = table->young_capacity ? table->young_capacity * 2 : 256;
        uint32_t *young = gc_realloc(heap, table->young, table->young_capacity * sizeof *young,
                                     capacity * sizeof *young);

        if (young == NULL) {
            table->young_unknown = true;
            return;
        }
        table->young = young;
        table->young_capacity = capacity;
    }
    table->young[table->young_count++] = position;
}

static void place(gc_heap *heap, struct js_intern_table *table, struct entry entry)
{
    uint32_t mask = table->capacity - 1, i = entry.hash & mask;

    while (!is_vacant(table->entries[i].slot))
        i = (i + 1) & mask;
    table->entries[i] = entry;
    table->live++;
    table->used++;
    if (gc__slot_is_young(heap, entry.slot))
        note_young(heap, table, i);
}

/* Makes room for one entry more: at most three quarters of a table are used. */
static bool make_room(gc_heap *heap, struct js_intern_table *table)
{
    struct js_intern_table old = *table;
    uint32_t capacity = CAPACITY_MIN;

    if (table->used < table->capacity - table->capacity / 4)
        return true;
    while (capacity < (table->live + 1) * 2)
        capacity *= 2;
    table->entries = gc_calloc(heap, capacity * sizeof *table->entries);
    if (table->entries == NULL) {
        table->entries = old.entries;
        return table->used < table->capacity - table->capacity / 16; /* fuller, searches would take too long */
    }
    table->capacity = capacity;
    table->live = table->used = table->young_count = 0;
    table->young_unknown = false;
    for (uint32_t i = 0; i < old.capacity; i++)
        if (gc_slot_is_cell(old.entries[i].slot))
            place(heap, table, old.entries[i]);
    gc_free(heap, old.entries, old.capacity * sizeof *old.entries);
    return true;
}

/* Whether the entry may be young afterwards: it is, or it was not touched by this visit. */
static bool visit_entry(gc_heap *heap, struct js_intern_table *table,
                        struct gc_root_visitor *visitor, uint32_t i)
{
    gc_slot *slot = &table->entries[i].slot, before = *slot;

    if (!gc_slot_is_cell(before))
        return false;
    visitor->weak_slot(visitor, slot);
    if (!gc_slot_is_cell(*slot)) {
        table->live--;
        return false;
    }
    return gc_slot_same(before, *slot) || gc__slot_is_young(heap, *slot);
}

/* Visits every entry, and lists the young ones anew. */
static void visit_all(gc_heap *heap, struct js_intern_table *table, struct gc_root_visitor *visitor)
{
    table->young_count = 0;
    table->young_unknown = false;
    for (uint32_t i = 0; i < table->capacity; i++) {
        visit_entry(heap, table, visitor, i);
        if (!gc_slot_is_cell(table->entries[i].slot) ||
            !gc__slot_is_young(heap, table->entries[i].slot))
            continue;
        if (table->young_count < table->young_capacity)
            table->young[table->young_count++] = i;
        else
            table->young_unknown = true; /* nothing is allocated during a collection */
    }
}

/*
 * The visit of the phase in which weak slots are not settled yet changes nothing, and pages may be between two
 * classes then; so only entries that moved are taken off the list of young ones.
 */
static void visit_table(gc_heap *heap, struct js_intern_table *table,
                        struct gc_root_visitor *visitor)
{
    uint32_t kept = 0;

    if (table == NULL)
        return;
    if (!visitor->young_only || table->young_unknown) {
        visit_all(heap, table, visitor);
        table->young_unknown |= visitor->young_only;
        return;
    }
    for (uint32_t i = 0; i < table->young_count; i++)
        if (visit_entry(heap, table, visitor, table->young[i]))
            table->young[kept++] = table->young[i];
    table->young_count = kept;
}

void js__intern_visit(js_ctx *ctx, struct gc_root_visitor *visitor)
{
    visit_table(ctx->heap, ctx->interned, visitor);
    visit_table(ctx->heap, ctx->state->registered_symbols, visitor);
}

bool js__intern_init(js_ctx *ctx)
{
    ctx->interned = make_table(ctx->heap);
    ctx->state->registered_symbols = make_table(ctx->heap);
    return ctx->interned != NULL && ctx->state->registered_symbols != NULL;
}

void js__intern_free(js_ctx *ctx)
{
    free_table(ctx->heap, ctx->interned);
    free_table(ctx->heap, ctx->state->registered_symbols);
    ctx->interned = NULL;
    ctx->state->registered_symbols = NULL;
}

/* ---- strings ---- */

/* Whether an interned string, which is flat, has the given text. */
static bool has_text(const js_ctx *ctx, gc_slot slot, const struct js_units *units)
{
    const struct js_string *s = gc_slot_to_cell(ctx->heap, slot);

    if (js__string_length(s) != units->length)
        return false;
    if (s->header.kind == JS_KIND_LATIN1) {
        const uint8_t *text = ((const struct js_latin1 *)s)->units;

        return units->latin1 ? memcmp(text, units->latin1, units->length) == 0
                             : js_utf16_equals_latin1(units->utf16, text, units->length);
    }
    return units->utf16 != NULL && memcmp(((const struct js_utf16 *)s)->units, units->utf16,
                                          (size_t)units->length * 2) == 0;
}

static struct js_string *find_string(const js_ctx *ctx, uint32_t hash, const struct js_units *units)
{
    const struct js_intern_table *table = ctx->interned;
    uint32_t mask = table->capacity - 1;

    for (uint32_t i = hash & mask; !is_vacant(table->entries[i].slot); i = (i + 1) & mask) {
        const struct entry *entry = &table->entries[i];

        if (entry->hash == hash && gc_slot_is_cell(entry->slot) &&
            has_text(ctx, entry->slot, units))
            return gc_slot_to_cell(ctx->heap, entry->slot);
    }
    return NULL;
}

static uint32_t hash_units(const js_ctx *ctx, const struct js_units *units)
{
    uint32_t hash = units->latin1 ? js_hash_latin1(units->latin1, units->length, ctx->hash_seed)
                                  : js_hash_utf16(units->utf16, units->length, ctx->hash_seed);

    return hash ? hash : 1;
}

static bool text_is_index(const struct js_units *units, uint32_t *index)
{
    if (units->length == 0 || units->length > 10)
        return false;
    return units->latin1 ? js_array_index_from_latin1(units->latin1, units->length, index)
                         : js_array_index_from_utf16(units->utf16, units->length, index);
}

/* Adds a flat string whose text is not in the table. */
static bool add_string(js_ctx *ctx, js_value flat, uint32_t hash)
{
    struct js_string *s = gc_to_cell(flat);
    struct js_units units = js_string_units_nogc(ctx, flat);
    uint32_t index;

    GC_ASSERT_SLOW(find_string(ctx, hash, &units) == NULL); /* [intern.unique] */
    if (!make_room(ctx->heap, ctx->interned))
        return js_throw_out_of_memory(ctx);
    s->hash = hash;
    s->length_and_flags |= JS_STRING_FLAG_INTERNED;
    if (text_is_index(&units, &index) && index >= 1u << 30)
        s->length_and_flags |= JS_STRING_FLAG_INDEX;
    place(ctx->heap, ctx->interned,
          (struct entry){gc_slot_from_cell(ctx->heap, s), hash});
    return true;
}

/* Interns text outside the heap. */
static bool intern_units(js_ctx *ctx, const struct js_units *units, js_value *out)
{
    uint32_t hash = hash_units(ctx, units);
    struct js_string *found = find_string(ctx, hash, units);

    if (found != NULL) {
        *out = gc_from_cell(found);
        return true;
    }
    if (units->latin1) {
        JS_TRY(js_string_new_latin1_noscript(ctx, units->length, out));
        memcpy(((struct js_latin1 *)gc_to_cell(*out))->units, units->latin1, units->length);
    } else if (js_utf16_is_latin1(units->utf16, units->length)) {
        JS_TRY(js_string_new_latin1_noscript(ctx, units->length, out));
        js_utf16_to_latin1(units->utf16, units->length,
                           ((struct js_latin1 *)gc_to_cell(*out))->units);
    } else {
        JS_TRY(js_string_new_utf16_noscript(ctx, units->length, out));
        memcpy(((struct js_utf16 *)gc_to_cell(*out))->units, units->utf16,
               (size_t)units->length * 2);
    }
    return add_string(ctx, *out, hash);
}

bool js_intern_latin1_noscript(js_ctx *ctx, const uint8_t *units, size_t length, js_value *out)
{
    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    return intern_units(ctx, &(struct js_units){.latin1 = units, .length = (uint32_t)length}, out);
}

bool js_intern_utf16_noscript(js_ctx *ctx, const uint16_t *units, size_t length, js_value *out)
{
    if (length > JS_STRING_LENGTH_MAX)
        return js_throw_string_too_long(ctx);
    return intern_units(ctx, &(struct js_units){.utf16 = units, .length = (uint32_t)length}, out);
}

bool js_intern_ascii_noscript(js_ctx *ctx, const char *text, js_value *out)
{
    return js_intern_latin1_noscript(ctx, (const uint8_t *)text, strlen(text), out);
}

/* Lets a flattened rope or a slice refer to the interned string of its text. */
static void refer_to_interned(js_ctx *ctx, struct js_string *s, struct js_string *interned)
{
    gc_slot slot = gc_slot_from_cell(ctx->heap, interned);

    if (s->header.kind == JS_KIND_ROPE) {
        ((struct js_rope *)s)->is_latin1 = interned->header.kind == JS_KIND_LATIN1;
        gc_write(ctx->heap, s, &((struct js_rope *)s)->left, slot);
    } else if (s->header.kind == JS_KIND_SLICE) {
        ((struct js_slice *)s)->is_latin1 = interned->header.kind == JS_KIND_LATIN1;
        ((struct js_slice *)s)->offset = 0;
        gc_write(ctx->heap, s, &((struct js_slice *)s)->parent, slot);
    }
}

/* The interned cell that a rope or slice already refers to, or the string itself, or NULL. */
static struct js_string *known_interned(const js_ctx *ctx, struct js_string *s)
{
    struct js_string *target = js__resolve_rope(ctx, s);

    if (target->header.kind == JS_KIND_SLICE)
        target = gc_slot_to_cell(ctx->heap, ((struct js_slice *)target)->parent);
    if ((target->length_and_flags & JS_STRING_FLAG_INTERNED) &&
        js__string_length(target) == js__string_length(s))
        return target;
    return NULL;
}

bool js_intern_noscript(js_ctx *ctx, const js_value *string, js_value *out)
{
    struct js_string *s = gc_to_cell(*string), *found;
    uint32_t hash;

    if (GC_LIKELY(s->length_and_flags & JS_STRING_FLAG_INTERNED)) {
        *out = *string;
        return true;
    }
    JS_TRY(js_string_flatten_noscript(ctx, string));
    found = known_interned(ctx, gc_to_cell(*string));
    hash = js_string_hash_nogc(ctx, *string);
    if (found == NULL) {
        struct js_units units = js_string_units_nogc(ctx, *string);

        found = find_string(ctx, hash, &units);
        if (found != NULL)
            refer_to_interned(ctx, gc_to_cell(*string), found);
    }
    if (found != NULL) {
        *out = gc_from_cell(found);
        return true;
    }

    JS_FRAME(ctx, f, flat);
    s = js__resolve_rope(ctx, gc_to_cell(*string));
    f.flat = gc_from_cell(s);
    if (s->header.kind == JS_KIND_SLICE ||
        (s->header.kind == JS_KIND_UTF16 &&
         js_utf16_is_latin1(((struct js_utf16 *)s)->units, js__string_length(s))))
        JS_TRY(js__string_copy_part_noscript(ctx, string, 0, js_string_length_nogc(*string),
                                             &f.flat));
    JS_TRY(add_string(ctx, f.flat, hash));
    refer_to_interned(ctx, gc_to_cell(*string), gc_to_cell(f.flat));
    *out = f.flat;
    return true;
}

bool js_string_is_array_index_nogc(js_ctx *ctx, js_value interned, uint32_t *index)
{
    struct js_units units = js_string_units_nogc(ctx, interned);

    return text_is_index(&units, index);
}

/* ---- registered symbols, found by the text of their description ---- */

bool js__registered_symbol_nogc(js_ctx *ctx, js_value key, js_value *out)
{
    const struct js_intern_table *table = ctx->state->registered_symbols;
    uint32_t hash = js_string_hash_nogc(ctx, key), mask = table->capacity - 1;

    for (uint32_t i = hash & mask; !is_vacant(table->entries[i].slot); i = (i + 1) & mask) {
        const struct entry *entry = &table->entries[i];
        const struct js_symbol *symbol;

        if (entry->hash != hash || !gc_slot_is_cell(entry->slot))
            continue;
        symbol = gc_slot_to_cell(ctx->heap, entry->slot);
        if (js_string_equals_nogc(ctx, js_field(ctx, &symbol->description), key)) {
            *out = gc_from_cell(symbol);
            return true;
        }
    }
    return false;
}

bool js__register_symbol_noscript(js_ctx *ctx, const js_value *key, const js_value *symbol)
{
    struct js_intern_table *table = ctx->state->registered_symbols;

    if (!make_room(ctx->heap, table))
        return js_throw_out_of_memory(ctx);
    place(ctx->heap, table,
          (struct entry){gc_slot_of(ctx->heap, *symbol), js_string_hash_nogc(ctx, *key)});
    return true;
}

/* ---- images ---- */

struct adoption {
    js_ctx *ctx;
    bool failed;
};

static void adopt_cell(void *arg, void *cell, size_t bytes)
{
    struct adoption *adoption = arg;
    js_ctx *ctx = adoption->ctx;
    js_value v = gc_from_cell(cell);
    struct js_intern_table *table = NULL;
    uint32_t hash = 0;

    (void)bytes;
    if (js_is_string(v) && js_string_is_interned_nogc(v)) {
        table = ctx->interned;
        hash = js_string_hash_nogc(ctx, v);
    } else if (js_is_symbol(v) && (js_symbol_nogc(v)->flags & JS_SYMBOL_REGISTERED)) {
        table = ctx->state->registered_symbols;
        hash = js_string_hash_nogc(ctx, js_field(ctx, &js_symbol_nogc(v)->description));
    }
    if (table == NULL || adoption->failed)
        return;
    if (make_room(ctx->heap, table))
        place(ctx->heap, table, (struct entry){gc_slot_from_cell(ctx->heap, cell), hash});
    else
        adoption->failed = true;
}

bool js__intern_adopt(js_ctx *ctx)
{
    struct adoption adoption = {.ctx = ctx};

    gc_walk(ctx->heap, adopt_cell, &adoption);
    return !adoption.failed || js_throw_out_of_memory(ctx);
}
