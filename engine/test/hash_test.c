/* hash_test.c: hashes are the same for the same text however it is stored, and different otherwise. */
#include "check.h"

#include <stdlib.h>

#include "base/hash.h"

#define SEED 0x123456789ABCDEFu

static void widths_agree_at_every_length(void **state)
{
    uint8_t narrow[70];
    uint16_t wide[70];

    for (size_t i = 0; i < COUNT(narrow); i++)
        wide[i] = narrow[i] = (uint8_t)(i * 37 + 11);
    for (size_t length = 0; length <= COUNT(narrow); length++)
        assert_int_equal(js_hash_latin1(narrow, length, SEED), js_hash_utf16(wide, length, SEED));
}

static void pieces_hash_like_the_whole(void **state)
{
    uint8_t narrow[40];
    uint16_t wide[40];

    for (size_t i = 0; i < COUNT(narrow); i++)
        wide[i] = narrow[i] = (uint8_t)(i * 29 + 3);
    for (size_t length = 0; length <= COUNT(narrow); length++) {
        for (size_t cut = 0; cut <= length; cut++) {
            struct js_hash_stream stream = js_hash_stream_start(length, SEED);

            js_hash_stream_latin1(&stream, narrow, cut);
            js_hash_stream_utf16(&stream, wide + cut, length - cut);
            assert_int_equal(js_hash_stream_finish(&stream), js_hash_latin1(narrow, length, SEED));
        }
    }
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static size_t collisions(uint32_t *hashes, size_t count)
{
    size_t found = 0;

    qsort(hashes, count, sizeof *hashes, compare);
    for (size_t i = 1; i < count; i++)
        found += hashes[i] == hashes[i - 1];
    return found;
}

/* 100,000 like names in 2^32 make 1.2 collisions on average; many more would show a weakness. */
static void similar_names_do_not_collide(void **state)
{
    static uint32_t hashes[100000];

    for (size_t i = 0; i < COUNT(hashes); i++) {
        char name[32];
        int length = snprintf(name, sizeof name, "key%zu", i);

        hashes[i] = js_hash_latin1((const uint8_t *)name, (size_t)length, SEED);
    }
    assert_true(collisions(hashes, COUNT(hashes)) < 12);
    for (size_t i = 0; i < COUNT(hashes); i++)
        hashes[i] = js_hash_u32((uint32_t)i * 16);
    assert_true(collisions(hashes, COUNT(hashes)) < 12);
}

static void zeros_of_different_length_differ(void **state)
{
    static const uint8_t zeros[64];
    uint32_t hashes[64];

    for (size_t i = 0; i < COUNT(hashes); i++)
        hashes[i] = js_hash_latin1(zeros, i, SEED);
    assert_int_equal(collisions(hashes, COUNT(hashes)), 0);
}

static void the_seed_changes_everything(void **state)
{
    const uint8_t *text = (const uint8_t *)"constructor";
    int same_low_bits = 0;

    for (uint64_t seed = 1; seed <= 1024; seed++)
        same_low_bits += (js_hash_latin1(text, 11, seed) & 15) == (js_hash_latin1(text, 11, 0) & 15);
    assert_true(same_low_bits > 20 && same_low_bits < 120); /* 64 expected */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_agree_at_every_length),
        cmocka_unit_test(pieces_hash_like_the_whole),
        cmocka_unit_test(similar_names_do_not_collide),
        cmocka_unit_test(zeros_of_different_length_differ),
        cmocka_unit_test(the_seed_changes_everything),
    };

    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
