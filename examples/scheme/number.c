/*
 * number.c: numbers: reading, writing, arithmetic.
 *
 * An exact number is an integer below 2^53, held as a number of the heap; an inexact one is a double in a
 * cell.  What leaves the exact range becomes inexact; exact division that does not come out too.
 */
#include "scheme.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool scm_is_number_nogc(gc_value v)
{
    return gc_is_number(v) || scm_is_nogc(v, SCM_FLONUM);
}

double scm_to_double_nogc(gc_value v)
{
    return gc_is_number(v) ? gc_to_number(v) : ((struct scm_flonum *)gc_to_cell(v))->value;
}

bool scm_eqv_nogc(gc_value a, gc_value b)
{
    if (gc_same(a, b))
        return true;
    if (gc_is_number(a))
        return gc_is_number(b) && gc_to_number(a) == gc_to_number(b);
    if (scm_is_nogc(a, SCM_FLONUM)) {
        if (!scm_is_nogc(b, SCM_FLONUM))
            return false;
        double x = scm_to_double_nogc(a), y = scm_to_double_nogc(b);
        return memcmp(&x, &y, sizeof x) == 0;
    }
    if (scm_is_nogc(a, SCM_CHAR) && scm_is_nogc(b, SCM_CHAR))
        return ((struct scm_char *)gc_to_cell(a))->code == ((struct scm_char *)gc_to_cell(b))->code;
    return false;
}

/* ---- text ---- */

/* Whether token is a decimal number: strtod alone would take "inf", "0x1p3" and the like. */
static bool is_decimal_nogc(const char *p)
{
    bool digits = false;

    p += *p == '+' || *p == '-';
    for (; isdigit((unsigned char)*p); p++)
        digits = true;
    if (*p == '.')
        for (p++; isdigit((unsigned char)*p); p++)
            digits = true;
    if (!digits)
        return false;
    if (*p == 'e' || *p == 'E') {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        if (!isdigit((unsigned char)*p))
            return false;
        while (isdigit((unsigned char)*p))
            p++;
    }
    return *p == 0;
}

static bool parse_integer_nogc(const char *p, int radix, double *out)
{
    double sign = *p == '-' ? -1 : 1, number = 0;

    p += *p == '+' || *p == '-';
    if (*p == 0)
        return false;
    for (; *p != 0; p++) {
        int digit = isdigit((unsigned char)*p)   ? *p - '0'
                    : isalpha((unsigned char)*p) ? tolower((unsigned char)*p) - 'a' + 10
                                                 : 99;
        if (digit >= radix)
            return false;
        number = number * radix + digit;
    }
    *out = sign * number;
    return true;
}

bool scm_parse_number(scm *s, const char *token, int radix, gc_value *out)
{
    double d;

    if (token[0] == '#' && token[1] != 0) {
        radix = token[1] == 'x' ? 16 : token[1] == 'o' ? 8 : token[1] == 'b' ? 2 : token[1] == 'd' ? 10 : 0;
        token += 2;
    }
    *out = SCM_FALSE;
    if (radix == 0)
        return true;
    if (strcmp(token, "+inf.0") == 0 || strcmp(token, "-inf.0") == 0)
        return scm_number(s, token[0] == '-' ? -INFINITY : INFINITY, false, out);
    if (strcmp(token, "+nan.0") == 0)
        return scm_number(s, NAN, false, out);
    if (radix == 10 && is_decimal_nogc(token))
        return scm_number(s, strtod(token, NULL), strpbrk(token, ".eE") == NULL, out);
    if (radix != 10 && parse_integer_nogc(token, radix, &d))
        return scm_number(s, d, true, out);
    return true;
}

static void format_integer_nogc(double d, int radix, char *buffer)
{
    char digits[64];
    int count = 0;
    double left = fabs(d);

    do {
        digits[count++] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)fmod(left, radix)];
        left = floor(left / radix);
    } while (left > 0);
    if (d < 0)
        *buffer++ = '-';
    while (count > 0)
        *buffer++ = digits[--count];
    *buffer = 0;
}

void scm_format_number_nogc(gc_value v, int radix, char *buffer)
{
    double d = scm_to_double_nogc(v);

    if (gc_is_number(v)) {
        format_integer_nogc(d, radix, buffer);
    } else if (isnan(d)) {
        strcpy(buffer, "+nan.0");
    } else if (isinf(d)) {
        strcpy(buffer, d < 0 ? "-inf.0" : "+inf.0");
    } else {
        for (int digits = 15; digits <= 17; digits++) { /* the shortest that reads back */
            snprintf(buffer, 64, "%.*g", digits, d);
            if (strtod(buffer, NULL) == d)
                break;
        }
        if (strpbrk(buffer, ".e") == NULL)
            strcat(buffer, ".0");
    }
}

/* ---- arithmetic ---- */

static bool check_numbers(scm *s, int argc, const gc_value *argv)
{
    for (int i = 0; i < argc; i++)
        if (!scm_is_number_nogc(argv[i]))
            return scm_error(s, "not a number:", &argv[i]);
    return true;
}

static bool all_exact_nogc(int argc, const gc_value *argv)
{
    for (int i = 0; i < argc; i++)
        if (!gc_is_number(argv[i]))
            return false;
    return true;
}

/*
 * Folds all arguments.  Exact sums and products are exact as long as each step is: once a step leaves the
 * exact range the rest is inexact, even if it came back.
 */
static bool fold(scm *s, char op, double start, int from, int argc, const gc_value *argv, gc_value *out)
{
    double d = start;
    bool exact;

    SCM_TRY(check_numbers(s, argc, argv));
    exact = all_exact_nogc(argc, argv);
    for (int i = from; i < argc; i++) {
        double x = scm_to_double_nogc(argv[i]);
        if (op == '/' && x == 0 && gc_is_number(argv[i]))
            return scm_error(s, "division by zero", NULL);
        d = op == '+' ? d + x : op == '-' ? d - x : op == '*' ? d * x : d / x;
        exact = exact && fabs(d) < 9007199254740992.0 && (op != '/' || d == floor(d));
    }
    return scm_number(s, d, exact, out);
}

bool scm_prim_add(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return fold(s, '+', 0, 0, argc, argv, out);
}

bool scm_prim_multiply(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return fold(s, '*', 1, 0, argc, argv, out);
}

/* One argument: the identity minus it; more: the first minus the others. */
static bool fold_first(scm *s, char op, double identity, int argc, const gc_value *argv, gc_value *out)
{
    if (argc == 1)
        return fold(s, op, identity, 0, argc, argv, out);
    SCM_TRY(check_numbers(s, 1, argv));
    return fold(s, op, scm_to_double_nogc(argv[0]), 1, argc, argv, out);
}

bool scm_prim_subtract(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return fold_first(s, '-', 0, argc, argv, out);
}

bool scm_prim_divide(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return fold_first(s, '/', 1, argc, argv, out);
}

enum { LESS = 1, EQUAL = 2, GREATER = 4 };

static bool compare(scm *s, int allowed, int argc, const gc_value *argv, gc_value *out)
{
    bool ok = true;

    SCM_TRY(check_numbers(s, argc, argv));
    for (int i = 1; i < argc && ok; i++) {
        double a = scm_to_double_nogc(argv[i - 1]), b = scm_to_double_nogc(argv[i]);
        ok = ((a < b ? LESS : a == b ? EQUAL : a > b ? GREATER : 0) & allowed) != 0;
    }
    *out = scm_bool_nogc(ok);
    return true;
}

bool scm_prim_equal_numbers(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return compare(s, EQUAL, argc, argv, out);
}

bool scm_prim_less(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return compare(s, LESS, argc, argv, out);
}

bool scm_prim_greater(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return compare(s, GREATER, argc, argv, out);
}

bool scm_prim_less_or_equal(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return compare(s, LESS | EQUAL, argc, argv, out);
}

bool scm_prim_greater_or_equal(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return compare(s, GREATER | EQUAL, argc, argv, out);
}

/* ---- integers ---- */

static bool is_integer_nogc(gc_value v)
{
    return scm_is_number_nogc(v) && floor(scm_to_double_nogc(v)) == scm_to_double_nogc(v) &&
           !isinf(scm_to_double_nogc(v));
}

static bool divide_integers(scm *s, char op, const gc_value *argv, gc_value *out)
{
    for (int i = 0; i < 2; i++)
        if (!is_integer_nogc(argv[i]))
            return scm_error(s, "not an integer:", &argv[i]);
    double a = scm_to_double_nogc(argv[0]), b = scm_to_double_nogc(argv[1]);
    if (b == 0)
        return scm_error(s, "division by zero", NULL);
    double rest = fmod(a, b);
    if (op == 'q')
        rest = (a - rest) / b;
    else if (op == 'm' && rest != 0 && (rest < 0) != (b < 0))
        rest += b;
    return scm_number(s, rest, all_exact_nogc(2, argv), out);
}

bool scm_prim_quotient(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return divide_integers(s, 'q', argv, out);
}

bool scm_prim_remainder(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return divide_integers(s, 'r', argv, out);
}

bool scm_prim_modulo(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    return divide_integers(s, 'm', argv, out);
}

bool scm_prim_exact(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    if (!is_integer_nogc(argv[0]) || fabs(scm_to_double_nogc(argv[0])) >= 9007199254740992.0)
        return scm_error(s, "no exact number is equal to", &argv[0]);
    return scm_number(s, scm_to_double_nogc(argv[0]), true, out);
}

bool scm_prim_inexact(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, 1, argv));
    return scm_number(s, scm_to_double_nogc(argv[0]), false, out);
}

/* ---- predicates ---- */

bool scm_prim_is_number(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    *out = scm_bool_nogc(scm_is_number_nogc(argv[0]));
    return true;
}

bool scm_prim_is_integer(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    *out = scm_bool_nogc(is_integer_nogc(argv[0]));
    return true;
}

bool scm_prim_is_exact(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, 1, argv));
    *out = scm_bool_nogc(gc_is_number(argv[0]));
    return true;
}

bool scm_prim_is_inexact(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, 1, argv));
    *out = scm_bool_nogc(!gc_is_number(argv[0]));
    return true;
}

bool scm_prim_is_nan(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, 1, argv));
    *out = scm_bool_nogc(isnan(scm_to_double_nogc(argv[0])));
    return true;
}

/* ---- functions ---- */

/* Rounding leaves exact what was exact; all else makes inexact results. */
#define ROUNDING(name, expression)                                                                 \
    bool scm_prim_##name(scm *s, int argc, const gc_value *argv, gc_value *out)                     \
    {                                                                                              \
        SCM_TRY(check_numbers(s, argc, argv));                                                     \
        double x = scm_to_double_nogc(argv[0]);                                                    \
        return scm_number(s, expression, gc_is_number(argv[0]), out);                              \
    }
#define FUNCTION(name)                                                                             \
    bool scm_prim_##name(scm *s, int argc, const gc_value *argv, gc_value *out)                     \
    {                                                                                              \
        SCM_TRY(check_numbers(s, argc, argv));                                                     \
        return scm_number(s, name(scm_to_double_nogc(argv[0])), false, out);                       \
    }

ROUNDING(floor, floor(x))
ROUNDING(ceiling, ceil(x))
ROUNDING(truncate, trunc(x))
ROUNDING(round, nearbyint(x))
FUNCTION(exp)
FUNCTION(log)
FUNCTION(sin)
FUNCTION(cos)

bool scm_prim_sqrt(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, argc, argv));
    double x = scm_to_double_nogc(argv[0]), root = sqrt(x);
    return scm_number(s, root, gc_is_number(argv[0]) && floor(root) == root && root * root == x, out);
}

bool scm_prim_atan(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, argc, argv));
    double y = scm_to_double_nogc(argv[0]);
    return scm_number(s, argc == 1 ? atan(y) : atan2(y, scm_to_double_nogc(argv[1])), false, out);
}

bool scm_prim_expt(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    SCM_TRY(check_numbers(s, argc, argv));
    double power = pow(scm_to_double_nogc(argv[0]), scm_to_double_nogc(argv[1]));
    return scm_number(s, power, all_exact_nogc(2, argv) && floor(power) == power, out);
}

/* ---- text ---- */

static bool radix_argument(scm *s, int argc, const gc_value *argv, int *radix)
{
    *radix = 10;
    if (argc == 1)
        return true;
    if (!gc_is_int(argv[1]) || gc_to_int(argv[1]) < 2 || gc_to_int(argv[1]) > 36)
        return scm_error(s, "not a radix from 2 to 36:", &argv[1]);
    *radix = gc_to_int(argv[1]);
    return true;
}

bool scm_prim_number_to_string(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    char buffer[80];
    int radix;

    SCM_TRY(check_numbers(s, 1, argv));
    SCM_TRY(radix_argument(s, argc, argv, &radix));
    scm_format_number_nogc(argv[0], radix, buffer);
    return scm_string_from_utf8(s, buffer, strlen(buffer), out);
}

bool scm_prim_string_to_number(scm *s, int argc, const gc_value *argv, gc_value *out)
{
    char token[200];
    int radix;

    if (!scm_is_nogc(argv[0], SCM_STRING))
        return scm_error(s, "not a string:", &argv[0]);
    SCM_TRY(radix_argument(s, argc, argv, &radix));
    const struct scm_string *string = gc_to_cell(argv[0]);
    *out = SCM_FALSE;
    if (string->length >= sizeof token)
        return true;
    for (uint32_t i = 0; i < string->length; i++)
        token[i] = string->chars[i] < 0x80 && string->chars[i] != 0 ? (char)string->chars[i] : '?';
    token[string->length] = 0;
    return scm_parse_number(s, token, radix, out);
}
