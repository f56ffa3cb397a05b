/*
 * object/error.h: error objects.  Their own `stack` is a data property like any other, but its text is made
 * at first use, by the internal methods below: until then trace holds the captured frames and the property
 * undefined [error.lazy-stack].
 */
#ifndef JS_ERROR_H
#define JS_ERROR_H

#include "object/object.h"

struct __attribute__((aligned(8))) js_error {
    struct gc_header header;
    gc_slot shape;
    gc_slot properties;
    gc_slot elements;
    gc_slot trace; /* captured frames (debug/stack_trace.h), or the integer 0: stack is what it says */
};

/*
 * An error of the given prototype with message (a string, or undefined: none) and a captured stack.  Runs no
 * script.
 */
JS_MUST_CHECK bool js_error_new_noscript(js_ctx *ctx, const js_value *prototype,
                                         const js_value *message, js_value *out);

/*
 * Gives a new error its `stack`, its first property; calls above and including *until (NULL: none) are left out.
 * Runs no script.
 */
JS_MUST_CHECK bool js_error_init_stack_noscript(js_ctx *ctx, const js_value *error,
                                                const js_value *until);

/* Internal methods: the ordinary ones, after making the stack where they look at it. */
bool js_error_get_own_property(js_ctx *, const js_value *, const js_value *, struct js_descriptor *,
                               bool *);
bool js_error_define_own_property(js_ctx *, const js_value *, const js_value *,
                                  const struct js_descriptor *, bool *);
bool js_error_get(js_ctx *, const js_value *, const js_value *, const js_value *, js_value *);
bool js_error_set(js_ctx *, const js_value *, const js_value *, const js_value *, const js_value *,
                  bool *);
bool js_error_delete(js_ctx *, const js_value *, const js_value *, bool *);
/* For object/methods.c. */
#define JS_ERROR_METHODS                                                                           \
    {                                                                                              \
        .get_own_property = js_error_get_own_property,                                             \
        .define_own_property = js_error_define_own_property, .get = js_error_get,                  \
        .set = js_error_set, .delete_property = js_error_delete                                    \
    }

#endif
