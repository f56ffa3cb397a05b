/*
 * interp/generator.h: what builtins ask of suspended activations.
 */
#ifndef JS_INTERP_GENERATOR_H
#define JS_INTERP_GENERATOR_H

#include "interp/interp.h"

/* js_generator.is_async */
enum { JS_PLAIN_GENERATOR, JS_ASYNC_FUNCTION, JS_ASYNC_GENERATOR };

/* The numbers are those of YIELD_DELEGATE's mode. */
enum js_resume_mode { JS_RESUME_NEXT, JS_RESUME_THROW, JS_RESUME_RETURN };

/* Lets a suspended generator go on until it yields (*out the value), awaits (*out empty), returns, throws. */
enum js_run_status js_generator_run(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                    const js_value *value, js_value *out);
/* Its last resumption returned or threw. */
void js_generator_complete_nogc(js_value generator);
/* next, throw and return of a plain generator: *out is an iterator result. */
JS_MUST_CHECK bool js_generator_resume(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                       const js_value *value, js_value *out);
/* next without a result object: the value yielded, or *done. */
JS_MUST_CHECK bool js_generator_step(js_ctx *ctx, const js_value *generator, js_value *out, bool *done);
/*
 * The same for the interpreter's own loops (ITERATOR_NEXT, DELEGATE_CALL), without recursion in C: pushes a frame
 * with JS_FRAME_RESUMED but not JS_FRAME_ENTRY, ready to run.  NULL: no room on the stacks, nothing has changed.
 */
struct js_frame *js_generator_enter_nogc(js_ctx *ctx, js_value generator, js_value value);
/* Ends it as leaving a loop early does: return, without a result object. */
JS_MUST_CHECK bool js_generator_close(js_ctx *ctx, const js_value *generator);
/* %GeneratorPrototype%.next and .return, %IteratorPrototype%[@@iterator]: to know whether a method is it. */
bool js__generator_next(js_ctx *ctx, const js_call *call, js_value *result);
bool js__generator_return(js_ctx *ctx, const js_call *call, js_value *result);
bool js__iterator_return_this(js_ctx *ctx, const js_call *call, js_value *result);
/* A reaction of kind JS_REACTION_AWAIT: the awaited promise settled. */
JS_MUST_CHECK bool js_async_resume(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                   const js_value *value);
/* The same for async generators (async_generator.c). */
JS_MUST_CHECK bool js_async_generator_continue(js_ctx *ctx, const js_value *generator,
                                               enum js_resume_mode mode, const js_value *value);
/* next, throw and return of an async generator: *out is a promise. */
JS_MUST_CHECK bool js_async_generator_enqueue(js_ctx *ctx, const js_value *generator, enum js_resume_mode mode,
                                              const js_value *value, const char *method, js_value *out);
/* Reactions to an awaited return, for the table of natives. */
bool js__async_return_fulfilled(js_ctx *ctx, const js_call *call, js_value *result);
bool js__async_return_rejected(js_ctx *ctx, const js_call *call, js_value *result);

#endif
