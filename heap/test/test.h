/* test.h: cmocka with what it needs before it, and the test kinds. */
#ifndef TEST_TEST_H
#define TEST_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "kinds.h"

/* Runs with one to three helper threads in turn; run tells how many threads worked, and others did once at least. */
static inline void with_helpers(unsigned (*run)(uint32_t helpers))
{
    unsigned most = 0;

    for (uint32_t round = 0; round < 4; round++) {
        unsigned threads = run(1 + round % 3);
        most = threads > most ? threads : most;
    }
    assert_true(most > 1);
}

#endif
