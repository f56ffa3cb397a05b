/*
 * regexp/match_narrow.c: the matcher for Latin-1 inputs.
 */
#define _GNU_SOURCE /* memrchr, memmem */
#include <string.h>

#include "regexp/matcher.h"
#include "regexp/syntax.h"

#define UNIT    uint8_t
#define WIDE    0
#define NAME(x) x##_narrow

#include "regexp/match.inc"
