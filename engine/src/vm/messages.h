/* vm/messages.h: text of error messages: formats, and values as V8 shows them.  Nothing here runs script. */
#ifndef JS_MESSAGES_H
#define JS_MESSAGES_H

#include "object/string.h"
#include <stdarg.h>

/* Appends a format as vm/context.h describes it.  Never collects. */
void js__format_nogc(struct js_string_builder *b, const char *format, va_list args);

/* Appends a value as %v shows it, a property key as %k. */
void js__show_value_nogc(struct js_string_builder *b, js_value v);
void js__show_key_nogc(struct js_string_builder *b, js_value key);

/*
 * The value of a data property, own or inherited, found without running script: false where there is none, or
 * an accessor, or a proxy in the way.
 */
bool js__find_data_nogc(js_ctx *ctx, js_value object, js_value key, js_value *out);

/* Appends the name of the function that made an object, "Object" where unknown. */
void js__show_constructor_nogc(struct js_string_builder *b, js_value object);
/* Appends the name of a function: its own name property, or its code's.  Whether there is one. */
bool js__show_function_name_nogc(struct js_string_builder *b, js_value function);
/* Appends the source text of a function (20.2.3.5). */
void js__show_function_source_nogc(struct js_string_builder *b, js_value function);

#endif
