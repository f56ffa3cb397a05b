/*
 * builtins/iterators.h: stepping the built-in iterators of arrays, Maps and Sets without result objects: for
 * their own `next` and for loops that find the iterator untouched.
 */
#ifndef JS_ITERATORS_H
#define JS_ITERATORS_H

#include "object/iterator.h"
#include "ops/ops.h"

/*
 * One step of *iterator, a JS_ITERATOR_ARRAY: the next value, or *done.  May run script (getters of what is
 * iterated).
 */
JS_MUST_CHECK bool js_array_iterator_step(js_ctx *ctx, const js_value *iterator, js_value *out,
                                          bool *done);
/* The same of a JS_ITERATOR_MAP or JS_ITERATOR_SET. */
JS_MUST_CHECK bool js_collection_iterator_step_noscript(js_ctx *ctx, const js_value *iterator,
                                                        js_value *out, bool *done);

/*
 * IteratorStepValue of a record whose iterator is one of these two, and whose next method is the built-in one
 * of its type, of any realm: *handled.  Else nothing is done.
 */
JS_MUST_CHECK bool js_step_builtin_iterator(js_ctx *ctx, struct js_iterator_record *it,
                                            js_value *out, bool *done, bool *handled);
/* %ArrayIteratorPrototype%.next */
bool js__array_iterator_next(js_ctx *ctx, const js_call *call, js_value *result);

/* 23.1.5.1 CreateArrayIterator ( array, kind ); what: enum js_enumerate. */
JS_MUST_CHECK bool js_create_array_iterator_noscript(js_ctx *ctx, const js_value *array,
                                                     enum js_enumerate what, js_value *out);

/* IteratorClose ( it, throw completion ) for what has just failed: always returns false. */
GC_INLINE bool js__close_after_failure(js_ctx *ctx, struct js_iterator_record *it)
{
    (void)js_iterator_close(ctx, it); /* fails too: an exception is pending */
    return false;
}

#endif
