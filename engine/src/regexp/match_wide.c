/*
 * regexp/match_wide.c: the matcher for UTF-16 inputs.
 */
#define _GNU_SOURCE /* memrchr, memmem */
#include <string.h>

#include "regexp/matcher.h"
#include "regexp/syntax.h"

#define UNIT    uint16_t
#define WIDE    1
#define NAME(x) x##_wide

#include "regexp/match.inc"
