/*
 * builtins/install.h: parts of a new realm that no table can say; called by builtins/install.c once the tables
 * are installed.  None runs script.
 */
#ifndef JS_INSTALL_H
#define JS_INSTALL_H

#include "vm/context.h"

/* Array.prototype[Symbol.unscopables] */
JS_MUST_CHECK bool js__install_array_unscopables_noscript(js_ctx *ctx);
/* Proxy.revocable */
JS_MUST_CHECK bool js__install_proxy_noscript(js_ctx *ctx);

#endif
