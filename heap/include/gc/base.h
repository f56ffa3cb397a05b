/* gc/base.h: attributes and assertions that the public headers share. */
#ifndef GC_BASE_H
#define GC_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Attributes: an exported function; always inlined; never inlined; unlikely to run; a result that must be
   looked at; which way a condition mostly goes. */
#define GC_API         __attribute__((visibility("default")))
#define GC_INLINE      static inline __attribute__((always_inline))
#define GC_NOINLINE    __attribute__((noinline))
#define GC_COLD        __attribute__((cold, noinline))
#define GC_MUST_CHECK  __attribute__((warn_unused_result))
#define GC_LIKELY(e)   __builtin_expect(!!(e), 1)
#define GC_UNLIKELY(e) __builtin_expect(!!(e), 0)

/* Reports a broken invariant on stderr and aborts. */
GC_API GC_COLD _Noreturn void gc__assertion_failed(const char *file, int line, const char *what);

/* Always on: cold paths that guard memory safety. */
#define GC_REQUIRE(e) (GC_LIKELY(e) ? (void)0 : gc__assertion_failed(__FILE__, __LINE__, #e))

/* On in checked builds. */
#if TENURE_CHECKED
#define gc_assert(e) GC_REQUIRE(e)
#else
#define gc_assert(e) ((void)sizeof(!(e)))
#endif

/* Linear cost or worse: on in stress builds. */
#if TENURE_SLOW_CHECKS
#define GC_ASSERT_SLOW(e) GC_REQUIRE(e)
#else
#define GC_ASSERT_SLOW(e) ((void)sizeof(!(e)))
#endif

/* A heap: opaque; made by gc_heap_create, owned by its client, used by one thread at a time. */
typedef struct gc_heap gc_heap;

#endif
