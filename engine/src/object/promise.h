/*
 * object/promise.h: promises and their reactions.
 *
 * A reaction serves both outcomes.  JS_REACTION_AWAIT resumes a generator cell (`promise` holds it) without
 * any function objects; JS_REACTION_THEN is the general case of 27.2.1.2.
 */
#ifndef JS_PROMISE_H
#define JS_PROMISE_H

#include "object/object.h"

enum js_promise_state { JS_PROMISE_PENDING, JS_PROMISE_FULFILLED, JS_PROMISE_REJECTED };

#define JS_PROMISE_REFS(F)                                                                         \
    JS_OBJECT_REFS(F)                                                                              \
    F(result)    /* value or reason; integer 0 while pending */                                    \
    F(reactions) /* first js_reaction, in order of registration; integer 0: none, or settled */    \
    F(last_reaction)
#define JS_PROMISE_DATA(F)                                                                         \
    F(uint16_t, state)      /* enum js_promise_state */                                            \
    F(uint8_t, is_handled)                                                                         \
    F(uint8_t, is_resolved) /* [[AlreadyResolved]] of its first pair of resolving functions */
GC_CELL(js_promise, JS_PROMISE_REFS, JS_PROMISE_DATA);

enum js_reaction_kind { JS_REACTION_THEN, JS_REACTION_AWAIT };

#define JS_REACTION_REFS(F)                                                                        \
    F(next)         /* the next reaction of the promise, or of the job queue; integer 0: last */   \
    F(promise)      /* the capability's promise, or undefined; AWAIT: the generator */             \
    F(resolve)      /* the capability's functions; integer 0 where promise is one of ours that     \
                       can be settled directly */                                                  \
    F(reject)                                                                                      \
    F(on_fulfilled) /* handlers; undefined: pass through */                                        \
    F(on_rejected)                                                                                 \
    F(argument)     /* of a job: the value or reason */
#define JS_REACTION_DATA(F)                                                                        \
    F(uint16_t, kind) /* enum js_reaction_kind */                                                  \
    F(uint16_t, outcome) /* of a job: enum js_promise_state */
GC_CELL(js_reaction, JS_REACTION_REFS, JS_REACTION_DATA);

GC_INLINE struct js_promise *js_promise_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_PROMISE));
    return gc_to_cell(v);
}

#endif
