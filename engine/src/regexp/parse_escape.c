/*
 * regexp/parse_escape.c: escapes, character classes and group names.
 *
 * Outside the u flag an escape that is not well formed stands for its own letter (Annex B.1.2); the
 * functions here read an escape completely or leave the position where it was and say that it is
 * none.
 */
#include <string.h>

#include "regexp/syntax.h"
#include "unicode/unicode.h"

#define PROPERTY_TEXT_MAX 64 /* longer than any name of a property or value */

static struct regexp_node *fail(struct regexp_parser *p, const char *message)
{
    js__regexp_fail(p, message);
    return NULL;
}

/* The value of a hexadecimal digit, 16 or more for anything else. */
static uint32_t hex_digit(uint32_t unit)
{
    if (unit - '0' < 10)
        return unit - '0';
    if ((unit | 0x20) - 'a' < 6)
        return (unit | 0x20) - 'a' + 10;
    return 16;
}

/* Reads count hexadecimal digits, distance units ahead. */
static bool peek_hex(const struct regexp_parser *p, uint32_t distance, uint32_t count,
                     uint32_t *value)
{
    *value = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t digit = hex_digit(js__regexp_peek(p, distance + i));

        if (digit > 15)
            return false;
        *value = *value * 16 + digit;
    }
    return true;
}

/* After \u{: digits and the brace. */
static bool read_braced_hex(struct regexp_parser *p, uint32_t *value)
{
    uint32_t distance = 1, number = 0;

    for (uint32_t digit; (digit = hex_digit(js__regexp_peek(p, distance))) < 16; distance++) {
        number = number * 16 + digit;
        if (number > REGEXP_CODE_POINT_MAX)
            return false;
    }
    if (distance == 1 || js__regexp_peek(p, distance) != '}')
        return false;
    p->at += distance + 1;
    *value = number;
    return true;
}

/* RegExpUnicodeEscapeSequence after its u; whole: as under the u flag.  False, nothing read, if it
 * is none. */
static bool read_unicode_escape(struct regexp_parser *p, bool whole, uint32_t *value)
{
    uint32_t trail;

    if (whole && js__regexp_peek(p, 0) == '{')
        return read_braced_hex(p, value);
    if (!peek_hex(p, 0, 4, value))
        return false;
    p->at += 4;
    if (whole && js__is_lead(*value) && js__regexp_peek(p, 0) == '\\' &&
        js__regexp_peek(p, 1) == 'u' && peek_hex(p, 2, 4, &trail) && js__is_trail(trail)) {
        p->at += 6;
        *value = js__join_surrogates(*value, trail);
    }
    return true;
}

/* One character of a group's name, which may be escaped. */
static bool read_name_character(struct regexp_parser *p, uint32_t *c)
{
    *c = js__regexp_peek(p, 0);
    if (*c == REGEXP_END)
        return false;
    p->at++;
    if (*c == '\\') {
        if (js__regexp_peek(p, 0) != 'u')
            return false;
        p->at++;
        return read_unicode_escape(p, true, c) || js__regexp_fail(p, "Invalid Unicode escape");
    }
    if (js__is_lead(*c) && js__is_trail(js__regexp_peek(p, 0)))
        *c = js__join_surrogates(*c, js__regexp_peek(p, 0)), p->at++;
    return true;
}

/* GroupName, at the <.  The name is a fresh one, declared nowhere. */
bool js__regexp_parse_name(struct regexp_parser *p, struct regexp_name **result)
{
    uint32_t length = 0, room = 0, c;

    p->at++;

    while (js__regexp_peek(p, room) != '>' && js__regexp_peek(p, room) != REGEXP_END)
        room++; /* no escape is shorter than what it stands for */
    struct regexp_name *name =
        js__regexp_alloc(&p->arena, sizeof *name + room * sizeof name->units[0]);

    if (name == NULL)
        return js__regexp_fail_memory(p);
    while (js__regexp_peek(p, 0) != '>') {
        if (!read_name_character(p, &c) ||
            !(length == 0 ? js_unicode_is_id_start(c) : js_unicode_is_id_continue(c)))
            return js__regexp_fail(p, "Invalid capture group name");
        if (c > 0xffff) {
            name->units[length++] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
            c = 0xdc00 + (c & 0x3ff);
        }
        name->units[length++] = (uint16_t)c;
    }
    if (length == 0)
        return js__regexp_fail(p, "Invalid capture group name");
    p->at++;
    name->next = NULL;
    name->length = length;
    name->hash = 2166136261u;
    for (uint32_t i = 0; i < length; i++)
        name->hash = (name->hash ^ name->units[i]) * 16777619u;
    *result = name;
    return true;
}

static struct regexp_node *reference(struct regexp_parser *p, uint32_t group)
{
    struct regexp_node *node = js__regexp_node(p, REGEXP_BACKREFERENCE);

    if (node == NULL)
        return NULL;
    p->has_references = true;
    node->width_max = UINT32_MAX;
    if (group == 0)
        return node;
    node->reference.groups = js__regexp_alloc(&p->arena, sizeof(uint32_t));
    if (node->reference.groups == NULL) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    node->reference.groups[0] = group;
    node->reference.count = 1;
    return node;
}

/* \k<name>, after the k. */
static struct regexp_node *named_reference(struct regexp_parser *p)
{
    struct regexp_named_reference *r = js__regexp_alloc(&p->arena, sizeof *r);
    struct regexp_name *name;

    if (r == NULL) {
        js__regexp_fail_memory(p);
        return NULL;
    }
    r->position = p->at;
    if (js__regexp_peek(p, 0) != '<')
        return fail(p, "Invalid named reference");
    if (!js__regexp_parse_name(p, &name))
        return NULL;
    r->node = reference(p, 0);
    if (r->node == NULL)
        return NULL;
    r->name = name;
    r->next = p->references;
    p->references = r;
    return r->node;
}

/* \1 and so on: a reference if there are that many groups.  NULL without an error: it is none. */
static struct regexp_node *numbered_reference(struct regexp_parser *p)
{
    uint32_t distance = 0, number = 0;

    for (uint32_t digit; (digit = js__regexp_peek(p, distance) - '0') < 10; distance++)
        if (number <= REGEXP_CAPTURES_MAX)
            number = number * 10 + digit;
    if (number >= p->group_total)
        return NULL;
    p->at += distance;
    return reference(p, number);
}

/* LegacyOctalEscapeSequence: at most three digits, at most 0377. */
static uint32_t read_legacy_octal(struct regexp_parser *p)
{
    uint32_t value = 0;

    for (int i = 0; i < 3; i++) {
        const uint32_t digit = js__regexp_peek(p, 0) - '0';

        if (digit > 7 || value * 8 + digit > 0377)
            break;
        value = value * 8 + digit;
        p->at++;
    }
    return value;
}

/* \x and \u, after that letter; a value if well formed, else the letter itself unless the u flag
 * forbids that. */
static bool read_hex_escape(struct regexp_parser *p, uint32_t letter, uint32_t *value)
{
    const bool unicode = js__regexp_unicode(p);

    if (letter == 'u') {
        if (read_unicode_escape(p, unicode, value))
            return true;
        if (unicode)
            return js__regexp_fail(p, "Invalid Unicode escape");
    } else {
        if (peek_hex(p, 0, 2, value)) {
            p->at += 2;
            return true;
        }
        if (unicode)
            return js__regexp_fail(p, "Invalid escape");
    }
    *value = letter;
    return true;
}

/* \c, after the c. */
static bool read_control(struct regexp_parser *p, bool in_class, uint32_t *value)
{
    const uint32_t letter = js__regexp_peek(p, 0);
    const bool is_letter = (letter | 0x20) - 'a' < 26;

    if (is_letter || (in_class && !js__regexp_unicode(p) && (letter - '0' < 10 || letter == '_'))) {
        p->at++;
        *value = letter & 31;
        return true;
    }
    if (js__regexp_unicode(p))
        return js__regexp_fail(p, "Invalid Unicode escape");
    p->at--; /* the backslash stands for itself, the c is read again */
    *value = '\\';
    return true;
}

/* IdentityEscape of character c, already read. */
static bool check_identity(struct regexp_parser *p, uint32_t c, bool in_class)
{
    bool allowed;

    if (js__regexp_unicode(p))
        allowed =
            c - 1 < 127 && (strchr("^$\\.*+?()[]{}|/", (int)c) != NULL || (in_class && c == '-'));
    else
        allowed = !(c == 'k' && p->has_names);
    return allowed || js__regexp_fail(p, "Invalid escape");
}

/* A backslash and digits: neither reference nor class. */
static bool read_decimal(struct regexp_parser *p, bool in_class, uint32_t *value)
{
    const uint32_t first = js__regexp_peek(p, 0);

    if (js__regexp_unicode(p)) {
        if (in_class ? first >= '8' : first != '0')
            return js__regexp_fail(p, "Invalid escape");
        if (first != '0' || js__regexp_peek(p, 1) - '0' < 10)
            return js__regexp_fail(p, "Invalid decimal escape");
        p->at++;
        *value = 0;
    } else if (first >= '8') {
        p->at++;
        *value = first;
    } else {
        *value = read_legacy_octal(p);
    }
    return true;
}

/* CharacterEscape, after the backslash. */
static bool read_character_escape(struct regexp_parser *p, bool in_class, uint32_t *value)
{
    const uint32_t c = js__regexp_peek(p, 0);

    if (c - '0' < 10)
        return read_decimal(p, in_class, value);
    p->at++;
    *value = c;
    switch (c) {
    case 't':
        *value = '\t';
        return true;
    case 'n':
        *value = '\n';
        return true;
    case 'v':
        *value = '\v';
        return true;
    case 'f':
        *value = '\f';
        return true;
    case 'r':
        *value = '\r';
        return true;
    case 'c':
        return read_control(p, in_class, value);
    case 'x':
    case 'u':
        return read_hex_escape(p, c, value);
    default:
        return check_identity(p, c, in_class);
    }
}

/* Reads letters, digits and underscores into text; their number, or 0 if they are too many. */
static size_t read_property_text(struct regexp_parser *p, char *text)
{
    size_t length = 0;

    for (;; p->at++) {
        const uint32_t c = js__regexp_peek(p, 0);

        if ((c | 0x20) - 'a' >= 26 && c - '0' >= 10 && c != '_')
            return length;
        if (length == PROPERTY_TEXT_MAX)
            return 0;
        text[length++] = (char)c;
    }
}

/* \p{...} and \P{...}, after the letter: adds its members to set. */
static bool read_property(struct regexp_parser *p, bool negate, bool in_class,
                          struct regexp_set *set)
{
    const char *message =
        in_class ? "Invalid property name in character class" : "Invalid property name";
    char name[PROPERTY_TEXT_MAX], value[PROPERTY_TEXT_MAX];
    size_t name_length, value_length = 0;
    struct js_property_reader reader;
    bool has_value;

    if (js__regexp_peek(p, 0) != '{')
        return js__regexp_fail(p, message);
    p->at++;
    name_length = read_property_text(p, name);
    has_value = js__regexp_peek(p, 0) == '=';
    if (has_value) {
        p->at++;
        value_length = read_property_text(p, value);
    }
    if (js__regexp_peek(p, 0) != '}' ||
        !js_property_find(name, name_length, has_value ? value : NULL, value_length, &reader))
        return js__regexp_fail(p, message);
    p->at++;
    return js__set_add_property(&p->arena, set, reader, negate) || js__regexp_fail_memory(p);
}

/* \d \D \s \S \w \W, and \p \P under the u flag, after the backslash.  *found: it was one. */
static bool read_class_escape(struct regexp_parser *p, bool in_class, struct regexp_set *set,
                              bool *found)
{
    const uint32_t folded = JS_REGEXP_IGNORE_CASE | JS_REGEXP_UNICODE;
    const uint32_t c = js__regexp_peek(p, 0);

    *found = true;
    switch (c) {
    case 'd':
    case 'D':
    case 's':
    case 'S':
    case 'w':
    case 'W':
        p->at++;
        return js__set_add_class(&p->arena, set, (char)c, (p->flags & folded) == folded) ||
               js__regexp_fail_memory(p);
    case 'p':
    case 'P':
        if (!js__regexp_unicode(p))
            break;
        p->at++;
        return read_property(p, c == 'P', in_class, set);
    default:
        break;
    }
    *found = false;
    return true;
}

struct regexp_node *js__regexp_parse_atom_escape(struct regexp_parser *p)
{
    const uint32_t c = js__regexp_peek(p, 0);
    struct regexp_set set = {0};
    struct regexp_node *node;
    uint32_t value;
    bool found;

    if (c - '1' < 9) {
        node = numbered_reference(p);
        if (node != NULL || p->error->kind != JS_REGEXP_NO_ERROR)
            return node;
    } else if (c == 'k' && (js__regexp_unicode(p) || p->has_names)) {
        p->at++;
        return named_reference(p);
    }
    if (!read_class_escape(p, false, &set, &found))
        return NULL;
    if (found)
        return js__regexp_set_node(p, set, false);
    if (!read_character_escape(p, false, &value))
        return NULL;
    return js__regexp_character(p, value);
}

/* ClassAtom: one character, in *value, or a class escape, added to set. */
static bool read_class_atom(struct regexp_parser *p, struct regexp_set *set, uint32_t *value,
                            bool *is_class)
{
    const uint32_t c = js__regexp_peek(p, 0);

    *is_class = false;
    *value = c;
    if (c == REGEXP_END)
        return js__regexp_fail(p, "Unterminated character class");
    p->at++;
    if (c != '\\') {
        if (js__regexp_unicode(p) && js__is_lead(c) && js__is_trail(js__regexp_peek(p, 0)))
            *value = js__join_surrogates(c, js__regexp_peek(p, 0)), p->at++;
        return true;
    }
    switch (js__regexp_peek(p, 0)) {
    case REGEXP_END:
        return js__regexp_fail(p, "\\ at end of pattern");
    case 'b':
        p->at++;
        *value = '\b';
        return true;
    default:
        break;
    }
    if (!read_class_escape(p, true, set, is_class))
        return false;
    return *is_class || read_character_escape(p, true, value);
}

/* One atom of a class, or a range of two. */
static bool read_class_range(struct regexp_parser *p, struct regexp_set *set)
{
    uint32_t from, to;
    bool from_class, to_class;

    if (!read_class_atom(p, set, &from, &from_class))
        return false;
    if (js__regexp_peek(p, 0) != '-' || js__regexp_peek(p, 1) == ']') {
        return from_class || js__set_add(&p->arena, set, from, from) || js__regexp_fail_memory(p);
    }
    p->at++;
    if (!read_class_atom(p, set, &to, &to_class))
        return false;
    if (from_class || to_class) {
        if (js__regexp_unicode(p))
            return js__regexp_fail(p, "Invalid character class");
        /* Annex B: the hyphen stands for itself. */
        return (js__set_add(&p->arena, set, '-', '-') &&
                (from_class || js__set_add(&p->arena, set, from, from)) &&
                (to_class || js__set_add(&p->arena, set, to, to))) ||
               js__regexp_fail_memory(p);
    }
    if (from > to)
        return js__regexp_fail(p, "Range out of order in character class");
    return js__set_add(&p->arena, set, from, to) || js__regexp_fail_memory(p);
}

struct regexp_node *js__regexp_parse_class(struct regexp_parser *p)
{
    const bool negate = js__regexp_peek(p, 0) == '^';
    struct regexp_set set = {0};

    p->at += negate;
    while (js__regexp_peek(p, 0) != ']') {
        if (js__regexp_peek(p, 0) == REGEXP_END)
            return fail(p, "Unterminated character class");
        if (!read_class_range(p, &set))
            return NULL;
    }
    p->at++;
    return js__regexp_set_node(p, set, negate);
}
