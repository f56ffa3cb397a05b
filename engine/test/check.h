/*
 * check.h: what the engine's unit tests share: cmocka's includes, and failing with a message that shows both
 * sides.
 */
#ifndef JS_TEST_CHECK_H
#define JS_TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/checked_math.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Fails unless text, of the given length, is what is expected. */
static inline void check_text(const char *expected, const char *text, size_t length, const char *what)
{
    if (strlen(expected) != length || memcmp(expected, text, length) != 0)
        fail_msg("%s: expected '%s', got '%.*s'", what, expected, (int)length, text);
}

/* Fails unless the double has these bits; all NaNs are alike. */
static inline void check_double(uint64_t bits, double value, const char *what)
{
    double expected = js_double_from_bits(bits);

    if (expected != expected ? value == value : js_double_bits(value) != bits)
        fail_msg("%s: expected %.17g, got %.17g", what, expected, value);
}

#endif
