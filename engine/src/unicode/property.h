/*
 * unicode/property.h: sets of code points by the names of Unicode properties (ECMA-262 22.2.1,
 * tables 67 to 69), Unicode 17.  Constant tables; nothing here allocates or fails but by saying so.
 */
#ifndef JS_UNICODE_PROPERTY_H
#define JS_UNICODE_PROPERTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the ranges of a property one after the other.  Made by js_property_find; copy it to read
 * again. */
struct js_property_reader {
    const uint8_t *at, *end; /* what is left of the run of bytes being read */
    uint32_t next;           /* the first code point that run has not yet passed */
    uint32_t categories;     /* general categories still to be read, a bit each */
};

/*
 * Finds what \p{name} (value_length == 0 and value == NULL) or \p{name=value} denotes, as the
 * specification spells names: exactly, aliases included.  False if there is no such property or
 * value.  The texts are ASCII.
 */
bool js_property_find(const char *name, size_t name_length, const char *value, size_t value_length,
                      struct js_property_reader *reader);

/* The next range from..to, both inclusive; false at the end.  Ranges are disjoint, not always
 * ascending. */
bool js_property_next(struct js_property_reader *reader, uint32_t *from, uint32_t *to);

#endif
