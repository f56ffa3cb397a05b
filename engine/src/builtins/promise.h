/*
 * builtins/promise.h: promises for the engine itself (27.2).
 */
#ifndef JS_BUILTIN_PROMISE_H
#define JS_BUILTIN_PROMISE_H

#include "object/promise.h"

/* A pending promise of the current realm's %Promise%. */
JS_MUST_CHECK bool js_promise_new_noscript(js_ctx *ctx, js_value *out);
/* What the promise's resolving functions do (27.2.1.3.2), with promise not resolved yet; may run `then` getters. */
JS_MUST_CHECK bool js_promise_resolve(js_ctx *ctx, const js_value *promise, const js_value *value);
/* 27.2.1.7 RejectPromise */
JS_MUST_CHECK bool js_promise_reject(js_ctx *ctx, const js_value *promise, const js_value *reason);
/* 27.2.1.4 FulfillPromise */
JS_MUST_CHECK bool js_promise_fulfill(js_ctx *ctx, const js_value *promise, const js_value *value);
/* 27.2.4.7.1 PromiseResolve(%Promise%, value) */
JS_MUST_CHECK bool js_promise_resolve_value(js_ctx *ctx, const js_value *constructor, const js_value *value,
                                            js_value *out);
/*
 * 27.7.5.3 Await without functions: when *value (resolved to a promise) settles, a job calls
 * js_async_resume(generator, next or throw, value).
 */
JS_MUST_CHECK bool js_promise_await(js_ctx *ctx, const js_value *value, const js_value *generator);
/*
 * 27.2.5.4.1 PerformPromiseThen; handlers are functions or undefined.  result: a promise of ours to settle with
 * the outcome, or undefined.
 */
JS_MUST_CHECK bool js_promise_then(js_ctx *ctx, const js_value *promise, const js_value *on_fulfilled,
                                   const js_value *on_rejected, const js_value *result);
/* NewPromiseCapability(%Promise% of the realm or another constructor). */
JS_MUST_CHECK bool js_new_promise_capability(js_ctx *ctx, const js_value *constructor, js_value *promise,
                                             js_value *resolve, js_value *reject);

#endif
