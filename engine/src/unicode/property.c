/*
 * unicode/property.c: properties by name.  The tables are lists of spellings in the order of their
 * sets; a name is found by walking the list, which takes some microseconds and happens once for
 * each \p{} that is compiled.
 *
 * General categories are stored once each (they partition the code points); a group such as Letter
 * is a mask of them, read one category after the other.
 */
#include "unicode/property.h"

#include <string.h>

#include "unicode/property_data.h"

#define COUNT(a)       (sizeof(a) / sizeof(a)[0])
#define CATEGORY_COUNT COUNT(category_sets)
#define ALL_CATEGORIES ((1u << CATEGORY_COUNT) - 1)
#define UNASSIGNED     (1u << (CATEGORY_COUNT - 1))

_Static_assert(CATEGORY_COUNT == 30, "a bit for each general category, Unassigned last");
_Static_assert(COUNT(script_sets) == COUNT(script_extension_sets), "scripts in one order");

/* 0..7F as one range: gap 0, length - 1 = 127. */
static const uint8_t ascii_bytes[] = {0, 127};

/* Index of the entry of names that spells text; -1 if none does. */
static int find_name(const char *names, const char *text, size_t length)
{
    int index = 0;

    if (length == 0)
        return -1;
    for (const char *p = names; *p; p++) {
        const size_t span = strcspn(p, ",;");

        if (span == length && memcmp(p, text, length) == 0)
            return index;
        p += span;
        index += *p == ';';
    }
    return -1;
}

static void read_set(struct js_property_reader *reader, const struct property_set *set)
{
    reader->at = property_bytes + set->offset;
    reader->end = reader->at + set->size;
    reader->next = 0;
}

static bool is(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

static bool find_category(const char *name, size_t length, struct js_property_reader *reader)
{
    const int index = find_name(category_names, name, length);

    if (index >= 0)
        reader->categories = category_masks[index];
    return index >= 0;
}

static bool find_lone(const char *name, size_t length, struct js_property_reader *reader)
{
    const int index = find_name(binary_names, name, length);

    if (index >= 0) {
        read_set(reader, &binary_sets[index]);
        return true;
    }
    if (is(name, length, "Any")) {
        reader->categories = ALL_CATEGORIES;
        return true;
    }
    if (is(name, length, "Assigned")) {
        reader->categories = ALL_CATEGORIES & ~UNASSIGNED;
        return true;
    }
    if (is(name, length, "ASCII")) {
        reader->at = ascii_bytes;
        reader->end = ascii_bytes + sizeof ascii_bytes;
        return true;
    }
    return find_category(name, length, reader);
}

bool js_property_find(const char *name, size_t name_length, const char *value, size_t value_length,
                      struct js_property_reader *reader)
{
    const struct property_set *sets;
    int index;

    memset(reader, 0, sizeof *reader);
    if (value == NULL)
        return find_lone(name, name_length, reader);
    if (is(name, name_length, "General_Category") || is(name, name_length, "gc"))
        return find_category(value, value_length, reader);
    if (is(name, name_length, "Script") || is(name, name_length, "sc"))
        sets = script_sets;
    else if (is(name, name_length, "Script_Extensions") || is(name, name_length, "scx"))
        sets = script_extension_sets;
    else
        return false;
    index = find_name(script_names, value, value_length);
    if (index >= 0)
        read_set(reader, &sets[index]);
    return index >= 0;
}

static uint32_t read_number(struct js_property_reader *reader)
{
    uint32_t number = 0;

    for (int shift = 0;; shift += 7) {
        const uint8_t byte = *reader->at++;

        number |= (uint32_t)(byte & 127) << shift;
        if (byte < 128)
            return number;
    }
}

bool js_property_next(struct js_property_reader *reader, uint32_t *from, uint32_t *to)
{
    while (reader->at == reader->end) {
        if (reader->categories == 0)
            return false;
        read_set(reader, &category_sets[__builtin_ctz(reader->categories)]);
        reader->categories &= reader->categories - 1;
    }
    *from = reader->next + read_number(reader);
    *to = *from + read_number(reader);
    reader->next = *to + 1;
    return true;
}
