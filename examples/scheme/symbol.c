/*
 * symbol.c: symbols, interned in a weak table.
 *
 * The table is a cell whose slots do not keep their targets alive, so symbols that only string->symbol
 * made, and nobody holds, are garbage like anything else.  A symbol that has a global value is held by
 * the list roots.defined.  Entries that the collector cleared (GC_EMPTY) stay as marks that a search
 * goes on past, until the table is made anew.
 */
#include "scheme.h"
#include <string.h>

enum { FIRST_ENTRIES = 512 }; /* a power of two */

static uint32_t hash_nogc(gc_value name)
{
    const struct scm_string *string = gc_to_cell(name);
    uint32_t hash = 2166136261u;

    for (uint32_t i = 0; i < string->length; i++)
        hash = (hash ^ string->chars[i]) * 16777619u;
    return hash;
}

static bool same_text_nogc(gc_value a, gc_value b)
{
    const struct scm_string *x = gc_to_cell(a), *y = gc_to_cell(b);

    return x->length == y->length && memcmp(x->chars, y->chars, 4 * (size_t)x->length) == 0;
}

static gc_slot *entry_nogc(scm *s, gc_value table, uint32_t index)
{
    return &((struct scm_symbol_table *)gc_to_cell(table))->entries[index & (s->symbol_capacity - 1)];
}

/* The symbol of that name, or GC_EMPTY; *where is then the entry to put it in. */
static gc_value find_nogc(scm *s, gc_value name, uint32_t hash, uint32_t *where)
{
    for (uint32_t i = hash;; i++) {
        gc_value entry = gc_get(s->heap, entry_nogc(s, s->roots.symbols, i));
        if (gc_is_int(entry)) {
            *where = i;
            return GC_EMPTY;
        }
        if (!gc_is_cell(entry))
            continue;
        const struct scm_symbol *symbol = gc_to_cell(entry);
        if (symbol->hash == hash && same_text_nogc(gc_get(s->heap, &symbol->name), name))
            return entry;
    }
}

static void put_nogc(scm *s, gc_value table, gc_value symbol)
{
    uint32_t i = ((struct scm_symbol *)gc_to_cell(symbol))->hash;

    while (gc_is_cell(gc_get(s->heap, entry_nogc(s, table, i))))
        i++;
    gc_write(s->heap, gc_to_cell(table), entry_nogc(s, table, i), gc_slot_of(s->heap, symbol));
    ((struct scm_symbol_table *)gc_to_cell(table))->used++;
}

/* Makes the table anew, with the symbols that live, at most a quarter full. */
static bool rebuild(scm *s)
{
    uint32_t old_capacity = s->symbol_capacity, live = 0, capacity = FIRST_ENTRIES;
    SCM_FRAME(s, f, table);

    for (uint32_t i = 0; i < old_capacity; i++)
        live += gc_is_cell(gc_get(s->heap, entry_nogc(s, s->roots.symbols, i)));
    while (capacity < 4 * live)
        capacity *= 2;
    if (!gc_alloc(s->heap, SCM_SYMBOL_TABLE, sizeof(struct scm_symbol_table) + 4 * (size_t)capacity, &f.table))
        return scm_oom_nogc(s);
    for (uint32_t i = 0; i < old_capacity; i++) {
        s->symbol_capacity = old_capacity;
        gc_value symbol = gc_get(s->heap, entry_nogc(s, s->roots.symbols, i));
        s->symbol_capacity = capacity;
        if (gc_is_cell(symbol))
            put_nogc(s, f.table, symbol);
    }
    s->symbol_capacity = capacity;
    s->roots.symbols = f.table;
    return true;
}

static bool is_full_nogc(scm *s)
{
    return s->symbol_capacity == 0 ||
           ((struct scm_symbol_table *)gc_to_cell(s->roots.symbols))->used > s->symbol_capacity / 2;
}

bool scm_intern_string(scm *s, const gc_value *string, gc_value *out)
{
    SCM_FRAME(s, f, name, symbol);
    uint32_t hash = hash_nogc(*string), where;

    if (is_full_nogc(s))
        SCM_TRY(rebuild(s));
    f.symbol = find_nogc(s, *string, hash, &where);
    if (gc_is_cell(f.symbol)) {
        *out = f.symbol;
        return true;
    }
    /* A copy: the program may change the string that it gave. */
    uint32_t length = ((struct scm_string *)gc_to_cell(*string))->length;
    SCM_TRY(scm_string_new(s, length, &f.name));
    memcpy(((struct scm_string *)gc_to_cell(f.name))->chars, ((struct scm_string *)gc_to_cell(*string))->chars,
           4 * (size_t)length);
    if (!gc_alloc(s->heap, SCM_SYMBOL, sizeof(struct scm_symbol), &f.symbol))
        return scm_oom_nogc(s);
    struct scm_symbol *symbol = gc_to_cell(f.symbol);
    symbol->hash = hash;
    gc_init(s->heap, symbol, &symbol->name, gc_slot_of(s->heap, f.name));
    gc_init(s->heap, symbol, &symbol->value, GC_SLOT_EMPTY);
    put_nogc(s, s->roots.symbols, f.symbol);
    *out = f.symbol;
    return true;
}

bool scm_intern(scm *s, const char *bytes, size_t count, gc_value *out)
{
    SCM_FRAME(s, f, name);

    SCM_TRY(scm_string_from_utf8(s, bytes, count, &f.name));
    return scm_intern_string(s, &f.name, out);
}

bool scm_define(scm *s, const gc_value *symbol, const gc_value *value)
{
    bool fresh = gc_same(gc_get(s->heap, &((struct scm_symbol *)gc_to_cell(*symbol))->value), GC_EMPTY);

    if (!gc_store_value(s->heap, symbol, offsetof(struct scm_symbol, value), value))
        return scm_oom_nogc(s);
    if (fresh) {
        struct scm_symbol *cell = gc_to_cell(*symbol);
        gc_write(s->heap, cell, &cell->next_defined, gc_slot_of(s->heap, s->roots.defined));
        s->roots.defined = *symbol;
    }
    return true;
}
