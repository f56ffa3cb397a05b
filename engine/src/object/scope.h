/*
 * object/scope.h: scope objects: variables by name, for code around direct eval and with.
 *
 * A scope has an object without prototype whose properties are its variables, or is a with scope whose object
 * is the program's.  The attributes of a variable say what it is: all three: deletable (made by eval; simple catch parameters pass for it); writable
 * and configurable: var, parameter; writable and enumerable: let, class; configurable only: const; enumerable and configurable: a function
 * expression's own name.  An empty value is in its dead zone.
 */
#ifndef JS_SCOPE_H
#define JS_SCOPE_H

#include "object/object.h"

#define JS_SCOPE_REFS(F)                                                                           \
    F(parent) /* a js_scope, or undefined: the globals */                                          \
    F(object)
#define JS_SCOPE_DATA(F)                                                                           \
    F(uint16_t, is_with)                                                                           \
    F(uint16_t, is_var_scope) /* sloppy eval declares here */
GC_CELL(js_scope, JS_SCOPE_REFS, JS_SCOPE_DATA);

#define JS_SCOPE_DELETABLE (JS_WRITABLE | JS_ENUMERABLE | JS_CONFIGURABLE)
#define JS_SCOPE_VARIABLE  (JS_WRITABLE | JS_CONFIGURABLE)
#define JS_SCOPE_LEXICAL   (JS_WRITABLE | JS_ENUMERABLE)
#define JS_SCOPE_CONSTANT  JS_CONFIGURABLE
#define JS_SCOPE_SELF      (JS_ENUMERABLE | JS_CONFIGURABLE)

#endif
