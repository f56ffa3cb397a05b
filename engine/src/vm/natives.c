/*
 * vm/natives.c: the tables of native functions, and a hash index from C function to (table, index), which makes
 * closures of hidden entries cheap.
 */
#include "vm/natives.h"

#include "base/hash.h"
#include "object/string.h"
#include "object/symbol.h"

#include <string.h>

#define CLASS(table, constructor, prototype, parent, kind)                                         \
    extern const js_builtin table##_table[];                                                       \
    extern const size_t table##_table_count;
#define OBJECT(table, intrinsic, parent, global_name)                                              \
    extern const js_builtin table##_table[];                                                       \
    extern const size_t table##_table_count;
#include "builtins/builtins.def"

struct table {
    const js_builtin *entries;
    const size_t *count_at; /* of the engine's own; else NULL */
    size_t count;
};

static const struct table own_tables[] = {
#define CLASS(table, constructor, prototype, parent, kind)                                         \
    {table##_table, &table##_table_count, 0},
#define OBJECT(table, intrinsic, parent, global_name) {table##_table, &table##_table_count, 0},
#include "builtins/builtins.def"
};

#define OWN_TABLES (sizeof own_tables / sizeof own_tables[0])
#define TABLES_MAX 512u

struct position {
    js_native_fn *fn; /* NULL: vacant */
    uint16_t table, index;
};

struct js_native_tables {
    struct table tables[TABLES_MAX];
    unsigned count;
    struct position *positions; /* open addressing */
    size_t capacity;            /* a power of two */
    size_t used;
};

static size_t home_of(const struct js_native_tables *natives, js_native_fn *fn)
{
    return js_hash_u64((uint64_t)(uintptr_t)fn) & (natives->capacity - 1);
}

static void insert_position(struct js_native_tables *natives, struct position position)
{
    size_t i = home_of(natives, position.fn);

    while (natives->positions[i].fn != NULL) {
        if (natives->positions[i].fn == position.fn)
            return; /* the first one counts */
        i = (i + 1) & (natives->capacity - 1);
    }
    natives->positions[i] = position;
    natives->used++;
}

static bool make_room(js_ctx *ctx, size_t more)
{
    struct js_native_tables *natives = ctx->natives;
    struct js_native_tables old = *natives;
    size_t capacity = old.capacity ? old.capacity : 1024;

    while (capacity < (old.used + more) * 2)
        capacity *= 2;
    if (capacity == old.capacity)
        return true;
    natives->positions = gc_calloc(ctx->heap, capacity * sizeof *natives->positions);
    if (natives->positions == NULL) {
        natives->positions = old.positions;
        return false;
    }
    natives->capacity = capacity;
    natives->used = 0;
    for (size_t i = 0; i < old.capacity; i++)
        if (old.positions[i].fn != NULL)
            insert_position(natives, old.positions[i]);
    gc_free(ctx->heap, old.positions, old.capacity * sizeof *old.positions);
    return true;
}

static bool add_table(js_ctx *ctx, const js_builtin *entries, size_t count, uint16_t *number)
{
    struct js_native_tables *natives = ctx->natives;

    if (natives->count == TABLES_MAX || count > UINT16_MAX || !make_room(ctx, count))
        return false;
    *number = (uint16_t)natives->count;
    natives->tables[natives->count++] = (struct table){.entries = entries, .count = count};
    for (size_t i = 0; i < count; i++)
        if (entries[i].fn != NULL)
            insert_position(natives, (struct position){entries[i].fn, *number, (uint16_t)i});
    return true;
}

bool js__natives_init(js_ctx *ctx)
{
    uint16_t number;

    ctx->natives = gc_calloc(ctx->heap, sizeof *ctx->natives);
    if (ctx->natives == NULL)
        return false;
    for (size_t i = 0; i < OWN_TABLES; i++)
        JS_TRY(add_table(ctx, own_tables[i].entries, *own_tables[i].count_at, &number));
    return true;
}

void js__natives_free(js_ctx *ctx)
{
    struct js_native_tables *natives = ctx->natives;

    if (natives == NULL)
        return;
    gc_free(ctx->heap, natives->positions, natives->capacity * sizeof *natives->positions);
    gc_free(ctx->heap, natives, sizeof *natives);
    ctx->natives = NULL;
}

bool js_register_natives(js_ctx *ctx, const js_builtin *entries, size_t count, uint16_t *number)
{
    return add_table(ctx, entries, count, number) || js_throw_out_of_memory(ctx);
}

unsigned js_native_table_size(const js_ctx *ctx, unsigned table)
{
    js_assert(table < ctx->natives->count);
    return (unsigned)ctx->natives->tables[table].count;
}

unsigned js_native_own_table_count(void)
{
    return OWN_TABLES;
}

unsigned js_native_table_count(const js_ctx *ctx)
{
    return ctx->natives->count;
}

const js_builtin *js_native_entry_nogc(const js_ctx *ctx, unsigned table, unsigned index)
{
    js_assert(table < ctx->natives->count);
    js_assert(index < ctx->natives->tables[table].count);
    return &ctx->natives->tables[table].entries[index];
}

bool js_native_find_nogc(const js_ctx *ctx, js_native_fn *fn, uint16_t *table, uint16_t *index)
{
    const struct js_native_tables *natives = ctx->natives;

    for (size_t i = home_of(natives, fn); natives->positions[i].fn != NULL;
         i = (i + 1) & (natives->capacity - 1)) {
        if (natives->positions[i].fn == fn) {
            *table = natives->positions[i].table;
            *index = natives->positions[i].index;
            return true;
        }
    }
    return false;
}

/* ---- names ---- */

static const struct {
    const char *name; /* "Symbol.iterator" */
    enum js_atom atom;
} symbols[] = {
#define ATOM(name, text)
#define SYMBOL(name, text) {text, JS_ATOM_##name},
#define PRIVATE(name, text)
#include "vm/atoms.def"
#undef ATOM
#undef SYMBOL
#undef PRIVATE
};

bool js_native_key_noscript(js_ctx *ctx, const js_builtin *entry, js_value *out)
{
    if (strncmp(entry->name, "@@", 2) != 0)
        return js_intern_ascii_noscript(ctx, entry->name, out);
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
        if (strcmp(symbols[i].name + strlen("Symbol."), entry->name + 2) == 0) {
            *out = ctx->atoms[symbols[i].atom];
            return true;
        }
    }
    GC_REQUIRE(!"a table names a symbol that does not exist");
    return false;
}

bool js_native_name_noscript(js_ctx *ctx, unsigned table, unsigned index, js_value *out)
{
    const js_builtin *entry = js_native_entry_nogc(ctx, table, index);
    JS_STRING_BUILDER(ctx, b);

    if (entry->type == JS_TYPE_METHOD && entry->name[0] != '@')
        return js_intern_ascii_noscript(ctx, entry->name, out);
    if (entry->type == JS_TYPE_GETTER)
        js_builder_ascii_nogc(&b, "get ");
    if (entry->type == JS_TYPE_SETTER)
        js_builder_ascii_nogc(&b, "set ");
    if (entry->name[0] == '@') {
        js_builder_ascii_nogc(&b, "[Symbol.");
        js_builder_ascii_nogc(&b, entry->name + 2);
        js_builder_ascii_nogc(&b, "]");
    } else {
        js_builder_ascii_nogc(&b, entry->name);
    }
    return js_builder_finish_noscript(&b, out);
}
