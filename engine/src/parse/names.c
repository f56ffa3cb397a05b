/*
 * names.c: the strings of one parse, each stored once.
 *
 * A chained hash table.  The hash is computed over the values of the code units, so that the same
 * string has the same hash in either width, and is seeded with an address, so that nobody can
 * prepare collisions. A string all of whose units fit is stored as Latin-1 whatever it came from.
 */
#include "parse/names.h"

#include <string.h>

#include "parse/lexer.h"

struct units {
    const uint8_t *latin1;
    const uint16_t *utf16;
    uint32_t length;
};

static inline uint16_t unit(const struct units *text, uint32_t i)
{
    return text->latin1 ? text->latin1[i] : text->utf16[i];
}

static uint32_t hash_units(uint32_t seed, const struct units *text)
{
    uint32_t hash = seed ^ (text->length * 0x9E3779B1u);

    if (text->latin1) {
        for (uint32_t i = 0; i < text->length; i++)
            hash = (hash ^ text->latin1[i]) * 0x01000193u;
    } else {
        for (uint32_t i = 0; i < text->length; i++)
            hash = (hash ^ text->utf16[i]) * 0x01000193u;
    }
    hash ^= hash >> 15;
    return hash * 0x85EBCA6Bu ^ hash >> 13;
}

static bool equals(const struct ast_name *name, const struct units *text)
{
    if (name->length != text->length)
        return false;
    if (name->latin1 && text->latin1)
        return memcmp(name->latin1, text->latin1, text->length) == 0;
    if (name->utf16 && text->utf16)
        return memcmp(name->utf16, text->utf16, text->length * sizeof(uint16_t)) == 0;
    for (uint32_t i = 0; i < text->length; i++) {
        if (js__name_unit(name, i) != unit(text, i))
            return false;
    }
    return true;
}

/* The array index (at most 2^32 - 2) of which text is the canonical form, or UINT32_MAX. */
static uint32_t index_of(const struct units *text)
{
    uint64_t index = 0;

    if (text->length == 0 || text->length > 10 || (text->length > 1 && unit(text, 0) == '0'))
        return UINT32_MAX;
    for (uint32_t i = 0; i < text->length; i++) {
        uint16_t digit = unit(text, i) - '0';

        if (digit > 9)
            return UINT32_MAX;
        index = index * 10 + digit;
    }
    return index < UINT32_MAX ? (uint32_t)index : UINT32_MAX;
}

static bool grow(struct js_names *names)
{
    uint32_t size = names->size ? names->size * 2 : 256;
    struct ast_name **table = js_arena_alloc_array(names->arena, size, sizeof *table);

    if (!table)
        return false;
    for (uint32_t i = 0; i < names->size; i++) {
        for (struct ast_name *name = names->table[i], *next; name; name = next) {
            next = name->chain;
            name->chain = table[name->hash & (size - 1)];
            table[name->hash & (size - 1)] = name;
        }
    }
    names->table = table;
    names->size = size;
    return true;
}

/* Stores the units of text where the name can keep them. */
static bool store_units(struct js_names *names, struct ast_name *name, const struct units *text,
                        bool copy)
{
    bool fits = true;
    uint8_t *narrow;

    if (text->latin1) {
        name->latin1 =
            copy ? js_arena_copy(names->arena, text->latin1, text->length) : text->latin1;
        return name->latin1 != NULL;
    }
    for (uint32_t i = 0; i < text->length && fits; i++)
        fits = text->utf16[i] < 256;
    if (!fits) {
        name->utf16 =
            copy ? js_arena_copy(names->arena, text->utf16, text->length * 2u) : text->utf16;
        return name->utf16 != NULL;
    }
    narrow = js_arena_alloc(names->arena, text->length);
    if (!narrow)
        return false;
    for (uint32_t i = 0; i < text->length; i++)
        narrow[i] = (uint8_t)text->utf16[i];
    name->latin1 = narrow;
    return true;
}

static struct ast_name *intern(struct js_names *names, const struct units *text, bool copy)
{
    uint32_t hash = hash_units(names->seed, text);
    struct ast_name *name = names->size ? names->table[hash & (names->size - 1)] : NULL;

    while (name && !(name->hash == hash && equals(name, text)))
        name = name->chain;
    if (name)
        return name;
    if (names->count >= names->size && !grow(names))
        return NULL;
    name = js_arena_alloc(names->arena, sizeof *name);
    if (!name || !store_units(names, name, text, copy))
        return NULL;
    name->length = text->length;
    name->hash = hash;
    name->index = index_of(text);
    name->is_index = name->index != UINT32_MAX;
    name->token = TOK_IDENTIFIER;
    name->chain = names->table[hash & (names->size - 1)];
    names->table[hash & (names->size - 1)] = name;
    names->count++;
    return name;
}

struct ast_name *js__intern_latin1(struct js_names *names, const uint8_t *units, uint32_t length,
                                   bool copy)
{
    return intern(names, &(struct units){.latin1 = units, .length = length}, copy);
}

struct ast_name *js__intern_utf16(struct js_names *names, const uint16_t *units, uint32_t length,
                                  bool copy)
{
    return intern(names, &(struct units){.utf16 = units, .length = length}, copy);
}

static struct ast_name *intern_text(struct js_names *names, const char *text)
{
    return js__intern_latin1(names, (const uint8_t *)text, (uint32_t)strlen(text), false);
}

static const struct {
    const char *text;
    uint8_t token;
} words[] = {
#define TOKEN(kind, text, precedence, op) {text, TOK_##kind},
#include "parse/token.def"
    {"implements", TOK_FUTURE_STRICT}, {"interface", TOK_FUTURE_STRICT},
    {"package", TOK_FUTURE_STRICT},    {"private", TOK_FUTURE_STRICT},
    {"protected", TOK_FUTURE_STRICT},  {"public", TOK_FUTURE_STRICT},
};

bool js__names_init(struct js_names *names, struct js_arena *arena)
{
    *names = (struct js_names){.arena = arena, .seed = (uint32_t)((uintptr_t)names >> 4)};
    for (unsigned i = TOK_BREAK; i < sizeof words / sizeof words[0]; i++) {
        struct ast_name *name;

        if (!words[i].text)
            continue;
        name = intern_text(names, words[i].text);
        if (!name)
            return false;
        name->token = words[i].token;
    }
#define KNOWN(field, text)                                                                         \
    names->field = intern_text(names, text);                                                       \
    if (!names->field)                                                                             \
        return false;
    JS_KNOWN_NAMES(KNOWN)
#undef KNOWN
    return true;
}
