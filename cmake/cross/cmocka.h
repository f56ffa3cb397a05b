/*
 * cmocka.h: as much of cmocka's interface as the heap's tests use, in one header, for targets for which the
 * system has no cmocka (cmake/aarch64.cmake).  A failed assertion ends its test; the lines printed are those that
 * tools/run_unit.py counts.
 */
#ifndef CROSS_CMOCKA_H
#define CROSS_CMOCKA_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};

static jmp_buf cross_failed;

#define cmocka_unit_test(function) {#function, function}
#define print_message(...)         ((void)printf(__VA_ARGS__))

/* A test says why it fails, and ends. */
#define fail_msg(...)                                                                              \
    do {                                                                                           \
        printf("%s:%d: ", __FILE__, __LINE__);                                                     \
        printf(__VA_ARGS__);                                                                       \
        puts("");                                                                                  \
        longjmp(cross_failed, 1);                                                                  \
    } while (0)
#define skip() longjmp(cross_failed, 2)
#define CROSS_REQUIRE(condition, text)                                                             \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%s", text);                                                                  \
    } while (0)

#define assert_true(e)                 CROSS_REQUIRE(e, #e)
#define assert_false(e)                CROSS_REQUIRE(!(e), "not " #e)
#define assert_null(p)                 CROSS_REQUIRE((p) == NULL, #p " is NULL")
#define assert_non_null(p)             CROSS_REQUIRE((p) != NULL, #p " is not NULL")
#define assert_ptr_equal(a, b)         CROSS_REQUIRE((const void *)(a) == (const void *)(b), #a " == " #b)
#define assert_ptr_not_equal(a, b)     CROSS_REQUIRE((const void *)(a) != (const void *)(b), #a " != " #b)
#define assert_in_range(a, least, most)                                                            \
    CROSS_REQUIRE((uintmax_t)(a) >= (uintmax_t)(least) && (uintmax_t)(a) <= (uintmax_t)(most),     \
                  #a " from " #least " to " #most)
#define assert_int_equal(a, b)         CROSS_REQUIRE((uintmax_t)(a) == (uintmax_t)(b), #a " == " #b)
#define assert_int_not_equal(a, b)     CROSS_REQUIRE((uintmax_t)(a) != (uintmax_t)(b), #a " != " #b)
#define assert_string_equal(a, b)      CROSS_REQUIRE(strcmp(a, b) == 0, #a " equals " #b)
#define assert_memory_equal(a, b, n)   CROSS_REQUIRE(memcmp(a, b, n) == 0, #a " equals " #b)
#define cmocka_run_group_tests(tests, setup, teardown)                                             \
    cross_run(tests, sizeof(tests) / sizeof((tests)[0]))

static inline int cross_run(const struct CMUnitTest *tests, size_t count)
{
    volatile int failed = 0;

    for (volatile size_t i = 0; i < count; i++) {
        void *state = NULL;
        switch (setjmp(cross_failed)) {
        case 0:
            tests[i].run(&state);
            printf("[       OK ] %s\n", tests[i].name);
            break;
        case 2:
            printf("[  SKIPPED ] %s\n", tests[i].name);
            break;
        default:
            printf("[  FAILED  ] %s\n", tests[i].name);
            failed++;
        }
        fflush(stdout);
    }
    return failed;
}

#endif
