/*
 * base/hash.h: hashing of strings and integers.
 *
 * js_hash_latin1 and js_hash_utf16 give the same result for the same text.  Four code units at a time make
 * a 64-bit word, units of Latin-1 spread to 16 bits; each word is mixed in by a 64 x 64 -> 128 bit multiply
 * whose halves are folded together.  The length is mixed into the start, so the zero-filled last word is
 * unambiguous.  The seed is secret to a process, so that a program's input cannot choose collisions.
 */
#ifndef JS_BASE_HASH_H
#define JS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t js__hash_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#define JS__HASH_WORD  0x9E3779B97F4A7C15u /* 2^64 / golden ratio, odd */
#define JS__HASH_FINAL 0xD6E8FEB86659FD93u

static inline uint64_t js__hash_start(uint64_t seed, size_t length)
{
    return js__hash_mix(seed ^ JS__HASH_FINAL, (uint64_t)length ^ JS__HASH_WORD) ^ seed;
}

static inline uint32_t js__hash_finish(uint64_t h)
{
    h = js__hash_mix(h ^ JS__HASH_FINAL, JS__HASH_WORD);
    return (uint32_t)(h ^ h >> 32);
}

/* Spreads four bytes, the first lowest, to four 16-bit units. */
static inline uint64_t js__hash_spread(uint32_t bytes)
{
    uint64_t word = bytes;

    word = (word | word << 16) & 0x0000FFFF0000FFFF;
    return (word | word << 8) & 0x00FF00FF00FF00FF;
}

static inline uint32_t js_hash_latin1(const uint8_t *units, size_t length, uint64_t seed)
{
    uint64_t h = js__hash_start(seed, length);
    size_t i = 0;

    for (; i + 4 <= length; i += 4) {
        uint32_t bytes;

        memcpy(&bytes, units + i, 4);
        h = js__hash_mix(h ^ js__hash_spread(bytes), JS__HASH_WORD);
    }
    if (i < length) {
        uint64_t word = 0;

        for (unsigned shift = 0; i < length; i++, shift += 16)
            word |= (uint64_t)units[i] << shift;
        h = js__hash_mix(h ^ word, JS__HASH_WORD);
    }
    return js__hash_finish(h);
}

static inline uint32_t js_hash_utf16(const uint16_t *units, size_t length, uint64_t seed)
{
    uint64_t h = js__hash_start(seed, length);
    size_t i = 0;

    for (; i + 4 <= length; i += 4) {
        uint64_t word;

        memcpy(&word, units + i, 8);
        h = js__hash_mix(h ^ word, JS__HASH_WORD);
    }
    if (i < length) {
        uint64_t word = 0;

        for (unsigned shift = 0; i < length; i++, shift += 16)
            word |= (uint64_t)units[i] << shift;
        h = js__hash_mix(h ^ word, JS__HASH_WORD);
    }
    return js__hash_finish(h);
}

/*
 * The same hash of a text that comes in pieces of either width, such as a rope: start with the whole
 * length, add all pieces in order, finish.
 */
struct js_hash_stream {
    uint64_t h;
    uint64_t word; /* units not mixed in yet */
    unsigned shift; /* 16 for each of them */
};

static inline struct js_hash_stream js_hash_stream_start(size_t length, uint64_t seed)
{
    return (struct js_hash_stream){js__hash_start(seed, length), 0, 0};
}

static inline void js_hash_stream_unit(struct js_hash_stream *s, uint16_t unit)
{
    s->word |= (uint64_t)unit << s->shift;
    s->shift += 16;
    if (s->shift == 64) {
        s->h = js__hash_mix(s->h ^ s->word, JS__HASH_WORD);
        s->word = 0;
        s->shift = 0;
    }
}

static inline void js_hash_stream_latin1(struct js_hash_stream *s, const uint8_t *units, size_t length)
{
    for (size_t i = 0; i < length; i++)
        js_hash_stream_unit(s, units[i]);
}

static inline void js_hash_stream_utf16(struct js_hash_stream *s, const uint16_t *units, size_t length)
{
    for (size_t i = 0; i < length; i++)
        js_hash_stream_unit(s, units[i]);
}

static inline uint32_t js_hash_stream_finish(const struct js_hash_stream *s)
{
    return js__hash_finish(s->shift ? js__hash_mix(s->h ^ s->word, JS__HASH_WORD) : s->h);
}

/* For integers, slots' bits and the bits of doubles; not secret, but well spread. */
static inline uint32_t js_hash_u64(uint64_t value)
{
    return js__hash_finish(js__hash_mix(value ^ JS__HASH_FINAL, JS__HASH_WORD));
}

static inline uint32_t js_hash_u32(uint32_t value)
{
    return js_hash_u64(value);
}

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words are loaded with the first unit lowest");

#endif
