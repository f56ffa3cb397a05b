/* bindings/codec.h: text to bytes and back, in the encodings of Buffer. */
#ifndef RT_CODEC_H
#define RT_CODEC_H

#include "runtime.h"

/* The numbers of runtime/lib/BINDINGS.md. */
enum rt_encoding { RT_UTF8, RT_UTF16LE, RT_LATIN1, RT_ASCII, RT_BASE64, RT_BASE64URL, RT_HEX };

/* Bytes that a string takes as UTF-8; lone surrogates count three. */
size_t rt__utf8_length(const struct js_units *units);
/* Encodes into at most size bytes, whole characters only; returns the count written. */
size_t rt__encode(enum rt_encoding encoding, const struct js_units *units, uint8_t *out, size_t size);
/* The string that bytes stand for.  May collect. */
JS_MUST_CHECK bool rt__decode_noscript(js_ctx *ctx, enum rt_encoding encoding, const uint8_t *bytes,
                                       size_t length, js_value *out);
bool rt__is_utf8(const uint8_t *bytes, size_t length);

#endif
