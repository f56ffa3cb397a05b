/* builtin_sources.h: the library's files (runtime/lib) as texts in the program; made by tools/embed_js.py. */
#ifndef RT_BUILTIN_SOURCES_H
#define RT_BUILTIN_SOURCES_H

#include <stddef.h>
#include <stdint.h>

struct rt_builtin_source {
    const char *id;   /* "internal/errors" */
    const char *name; /* "node:internal/errors": as stack traces show it */
    const uint8_t *text; /* Latin-1: a function expression in parentheses, its body from line 1 on */
    size_t length;
};

/* In the order of the ids. */
extern const struct rt_builtin_source rt_builtin_sources[];
extern const size_t rt_builtin_source_count;

#endif
