/*
 * js/object.h: objects, functions and calls, for hosts.
 *
 * A function without a suffix may collect and run script; _noscript: may collect only; _nogc: neither.  All
 * return false with an exception pending (js_throw and the like set one).  References come in as addresses of
 * rooted values: members of a JS_FRAME, arguments of a native call, roots (gc_root).  Out-slots are rooted too.
 */
#ifndef JS_PUBLIC_OBJECT_H
#define JS_PUBLIC_OBJECT_H

#include "js/js.h"
#include "js/native.h"
#include "js/string.h"

#ifndef JS_FRAME
/* Declares f with one rooted value for each name, all GC_EMPTY, left with the block. */
#define JS_FRAME(ctx, f, ...) GC_FRAME(js_heap(ctx), f, __VA_ARGS__)

/* The only macro that hides control flow: returns false if e failed. */
#define JS_TRY(e)                                                                                  \
    do {                                                                                           \
        if (GC_UNLIKELY(!(e)))                                                                     \
            return false;                                                                          \
    } while (0)
#endif

/* ---- what a value is ---- */

bool js_value_is_object(js_value v);
bool js_value_is_symbol(js_value v);
/* A true array; no proxy. */
bool js_value_is_array(js_value v);
bool js_is_callable_nogc(js_ctx *ctx, js_value v);
bool js_is_constructor_nogc(js_ctx *ctx, js_value v);
bool js_strict_equals_nogc(js_ctx *ctx, js_value a, js_value b);

/* ---- conversion ---- */

bool js_to_boolean_nogc(js_ctx *ctx, js_value v);
JS_MUST_CHECK bool js_to_number(js_ctx *ctx, const js_value *v, double *out);
JS_MUST_CHECK bool js_to_int32(js_ctx *ctx, const js_value *v, int32_t *out);
JS_MUST_CHECK bool js_to_string(js_ctx *ctx, const js_value *v, js_value *out);

/* ---- objects ---- */

JS_MUST_CHECK bool js_object_new_noscript(js_ctx *ctx, js_value *out);
JS_MUST_CHECK bool js_array_new_noscript(js_ctx *ctx, uint32_t length, js_value *out);
/* Appends to a true array with dense elements: the usual way to build one. */
JS_MUST_CHECK bool js_array_push_noscript(js_ctx *ctx, const js_value *array, const js_value *value);

/* Properties named by ASCII text; set throws where that fails, define makes an own data property. */
JS_MUST_CHECK bool js_get_named(js_ctx *ctx, const js_value *v, const char *name, js_value *out);
JS_MUST_CHECK bool js_set_named(js_ctx *ctx, const js_value *v, const char *name, const js_value *value);
JS_MUST_CHECK bool js_define_named(js_ctx *ctx, const js_value *object, const char *name,
                                   const js_value *value, unsigned attributes);
JS_MUST_CHECK bool js_get_index(js_ctx *ctx, const js_value *v, double index, js_value *out);
JS_MUST_CHECK bool js_set_index(js_ctx *ctx, const js_value *v, double index, const js_value *value,
                                bool throw_on_failure);
JS_MUST_CHECK bool js_length_of_array_like(js_ctx *ctx, const js_value *object, double *out);

/* ---- calls ---- */

/* args: argc consecutive rooted values. */
JS_MUST_CHECK bool js_call_function(js_ctx *ctx, const js_value *function, const js_value *self,
                                    const js_value *args, uint32_t argc, js_value *out);
/*
 * Gives *object a method for every JS_ON_PROTOTYPE entry of the registered table number, in its order; a
 * function's realm is the current one.  Numbers become properties.
 */
JS_MUST_CHECK bool js_install_natives_noscript(js_ctx *ctx, uint16_t table, const js_value *object);
/* A function of one entry of a registered table; its two data slots are integer 0 at first. */
JS_MUST_CHECK bool js_native_function_new_noscript(js_ctx *ctx, uint16_t table, uint16_t index,
                                                   js_value *out);
JS_MUST_CHECK bool js_native_set_data_noscript(js_ctx *ctx, const js_value *function, unsigned i,
                                               const js_value *value);
js_value js_native_data_nogc(const js_ctx *ctx, js_value function, unsigned i);

/* Queues a microtask that calls *function with args, at most 16. */
JS_MUST_CHECK bool js_enqueue_job_noscript(js_ctx *ctx, const js_value *function, const js_value *args,
                                           uint32_t argc);

/* ---- exceptions ---- */

/* All return false.  Formats: %s UTF-8 text, %d, %u, %v a const js_value * as V8's messages show it, %%. */
bool js_throw(js_ctx *ctx, const js_value *value);
bool js_throw_type_error(js_ctx *ctx, const char *format, ...);
bool js_throw_range_error(js_ctx *ctx, const char *format, ...);
bool js_throw_plain_error(js_ctx *ctx, const char *format, ...);
GC_COLD bool js_throw_out_of_memory(js_ctx *ctx);
#define JS_OUT_OF_MEMORY_TEXT "JavaScript heap out of memory"
/* Whether v is an error that js_throw_out_of_memory throws. */
bool js_is_out_of_memory_nogc(js_ctx *ctx, js_value v);
/* Makes an Error with the message *message, a string. */
JS_MUST_CHECK bool js_error_from_message_noscript(js_ctx *ctx, const js_value *message, js_value *out);

/*
 * Where the exception taken last (js_take_exception) was thrown; of a SyntaxError, what it complains about.
 * *file and *line_text are strings (rooted out-slots); false, with nothing set, where it is not known.
 */
struct js_throw_site {
    uint32_t line;                      /* from 1 */
    uint32_t column_begin, column_end;  /* from 0, in units of the line's text */
};
bool js_throw_site_noscript(js_ctx *ctx, const js_value *error, struct js_throw_site *site,
                            js_value *file, js_value *line_text);

/* Prints the calls in progress, for fatal reports; reads the heap only and never fails. */
void js_print_stack_nogc(js_ctx *ctx, FILE *file);
/* Prints what the heap is full of: the largest groups of cells, and blocks outside.  Like the above. */
void js_print_heap_nogc(js_ctx *ctx, FILE *file);
/* And which instructions made what keeps it growing, by name, file and line; nothing where no figures are. */
void js_print_sites_nogc(js_ctx *ctx, FILE *file);

/* ---- realms ---- */

/* The global object's `this` value of the current realm; a raw value. */
js_value js_global_nogc(js_ctx *ctx);
/* The current realm, an opaque value; and another with all built-in objects, which does not become current. */
js_value js_current_realm_nogc(js_ctx *ctx);
JS_MUST_CHECK bool js_realm_create_noscript(js_ctx *ctx, js_value *out);
/* Makes *realm the current one. */
void js_realm_set_nogc(js_ctx *ctx, const js_value *realm);

/* ---- scripts ---- */

/*
 * Compiles *source, a string, as a script named *name; *out is opaque, an object that programs may hold.
 * Lines are counted from line_offset + 1.  strict: as if it began with "use strict".
 */
JS_MUST_CHECK bool js_compile_script(js_ctx *ctx, const js_value *source, const js_value *name,
                                     int32_t line_offset, bool strict, js_value *out);
/*
 * Parses *source as a module.  A SyntaxError is its own fault; any other exception says that the engine cannot
 * run it.  Never succeeds while the engine has no modules.
 */
JS_MUST_CHECK bool js_compile_module(js_ctx *ctx, const js_value *source, const js_value *name,
                                     js_value *out);
/* Runs it in the current realm; *out: its completion value. */
JS_MUST_CHECK bool js_run_compiled(js_ctx *ctx, const js_value *script, js_value *out);
/*
 * A function with *source as its body and the parameters named by the elements of *names, an array of strings;
 * sloppy, its scope the current realm's global one.
 */
JS_MUST_CHECK bool js_compile_function(js_ctx *ctx, const js_value *source, const js_value *name,
                                       const js_value *names, int32_t line_offset, js_value *out);
/*
 * The same of text that lives as long as the process, which is not copied.  It is the text of a function
 * expression in parentheses; its first line is line 0, so that the body may begin in line 1.
 */
JS_MUST_CHECK bool js_compile_static_function(js_ctx *ctx, const uint8_t *latin1, size_t length,
                                              const char *name, js_value *out);

/* ---- memory that programs see ---- */

/* An ArrayBuffer of zeroed bytes outside the heap. */
JS_MUST_CHECK bool js_array_buffer_create_noscript(js_ctx *ctx, size_t bytes, js_value *out);
/* A Uint8Array of *buffer. */
JS_MUST_CHECK bool js_uint8_array_create_noscript(js_ctx *ctx, const js_value *buffer, size_t offset,
                                                  size_t length, js_value *out);
JS_MUST_CHECK bool js_uint32_array_create_noscript(js_ctx *ctx, const js_value *buffer, size_t offset,
                                                   size_t length, js_value *out);
JS_MUST_CHECK bool js_float64_array_create_noscript(js_ctx *ctx, const js_value *buffer, size_t offset,
                                                    size_t length, js_value *out);
/*
 * The bytes that a typed array, DataView or ArrayBuffer shows: false if v is none.  They stay where they are
 * until the buffer is detached; a detached one has none.
 */
bool js_get_bytes_nogc(js_ctx *ctx, js_value v, uint8_t **data, size_t *length);
/* 25.1.3.5 DetachArrayBuffer; throws TypeError where *buffer is no ArrayBuffer or is shared. */
JS_MUST_CHECK bool js_array_buffer_detach(js_ctx *ctx, const js_value *buffer);

#endif
