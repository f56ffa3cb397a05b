/*
 * parse/names.h: the strings of one parse, each stored once.
 *
 * Equal strings have one struct ast_name, Latin-1 or UTF-16 in the source alike.  The table lies in
 * the parse's arena.  All functions return NULL when memory runs out.
 */
#ifndef JS_PARSE_NAMES_H
#define JS_PARSE_NAMES_H

#include "base/arena.h"
#include "parse/ast.h"

/* Names that the grammar or the analysis knows: KNOWN(field, text). */
#define JS_KNOWN_NAMES(KNOWN)                                                                      \
    KNOWN(empty, "")                                                                               \
    KNOWN(arguments, "arguments")                                                                  \
    KNOWN(as, "as")                                                                                \
    KNOWN(callee, "active function")                                                               \
    KNOWN(constructor, "constructor")                                                              \
    KNOWN(default_, "default")                                                                     \
    KNOWN(default_export, "*default*")                                                             \
    KNOWN(eval, "eval")                                                                            \
    KNOWN(field_key, "field key")                                                                  \
    KNOWN(from, "from")                                                                            \
    KNOWN(get, "get")                                                                              \
    KNOWN(hash_constructor, "#constructor")                                                        \
    KNOWN(home_object, "home object")                                                              \
    KNOWN(length, "length")                                                                        \
    KNOWN(meta, "meta")                                                                            \
    KNOWN(new_target, "new.target")                                                                \
    KNOWN(of, "of")                                                                                \
    KNOWN(private_value, "private method")                                                         \
    KNOWN(proto, "__proto__")                                                                      \
    KNOWN(prototype, "prototype")                                                                  \
    KNOWN(scope_object, "scope object")                                                            \
    KNOWN(set, "set")                                                                              \
    KNOWN(target, "target")                                                                        \
    KNOWN(this_, "this")                                                                           \
    KNOWN(use_strict, "use strict")

struct js_names {
    struct js_arena *arena;
    struct ast_name **table; /* chained; size is a power of two */
    uint32_t size, count;
    uint32_t seed;
#define KNOWN(field, text) struct ast_name *field;
    JS_KNOWN_NAMES(KNOWN)
#undef KNOWN
};

/* Makes the table with the known names and the keywords in it; false when memory runs out. */
bool js__names_init(struct js_names *names, struct js_arena *arena);

/* Interns length units; they are copied into the arena if the string is new and copy is set. */
struct ast_name *js__intern_latin1(struct js_names *names, const uint8_t *units, uint32_t length,
                                   bool copy);
struct ast_name *js__intern_utf16(struct js_names *names, const uint16_t *units, uint32_t length,
                                  bool copy);

static inline uint16_t js__name_unit(const struct ast_name *name, uint32_t i)
{
    return name->latin1 ? name->latin1[i] : name->utf16[i];
}

#endif
