/*
 * base/date_parse.c: Date.parse.
 *
 * Text is read in tokens, one looked at ahead.  First the ISO format of the specification is tried; where it
 * ends too early, the lenient reader goes on from there with what was found, which is how V8 behaves:
 * '2022-02-01 10:00' begins as ISO and is then local time.  The lenient reader sorts what it meets into three
 * piles: numbers of the day, numbers of the time, the zone.  Words it does not know are skipped until the
 * first number, text in parentheses always.  What the piles mean is decided at the end.
 */
#include "base/date_math.h"

#include <math.h>

#include "unicode/unicode.h"

#define NONE INT32_MIN /* a part that was not given */

/* Numbers keep nine digits that count; more make no date anyhow. */
#define NUMBER_DIGITS_MAX 9

enum token_kind {
    END,
    NUMBER,
    SIGN,  /* + or - */
    COLON,
    DOT,
    CLOSE, /* a closing parenthesis without an opening one */
    OPEN,  /* and the text up to its closing parenthesis */
    SPACE,
    WORD,     /* of no meaning */
    MONTH,    /* value 1 .. 12 */
    AM_PM,    /* value 0 or 12 */
    ZONE,     /* value: hours ahead of UTC */
    SEPARATOR, /* the word T */
    OTHER,
};

struct token {
    enum token_kind kind;
    int32_t value; /* SIGN: 1 or -1 */
    size_t length; /* in units */
    int32_t milliseconds; /* NUMBER: read as a decimal fraction of a second */
    bool is_z;
};

struct parser {
    const void *units;
    size_t length, at;
    bool wide;
    struct token next;

    int32_t day[3];
    int day_count;
    int32_t named_month;
    bool iso_date;
    int32_t time[4];
    int time_count;
    int32_t hour_offset; /* 0 or 12 after am or pm */
    int32_t zone_sign, zone_hour, zone_minute;
};

static const struct {
    char text[4];
    uint8_t kind;
    int8_t value;
} words[] = {
    {"jan", MONTH, 1}, {"feb", MONTH, 2},  {"mar", MONTH, 3},  {"apr", MONTH, 4},
    {"may", MONTH, 5}, {"jun", MONTH, 6},  {"jul", MONTH, 7},  {"aug", MONTH, 8},
    {"sep", MONTH, 9}, {"oct", MONTH, 10}, {"nov", MONTH, 11}, {"dec", MONTH, 12},
    {"am", AM_PM, 0},  {"pm", AM_PM, 12},  {"ut", ZONE, 0},    {"utc", ZONE, 0},
    {"z", ZONE, 0},    {"gmt", ZONE, 0},   {"est", ZONE, -5},  {"edt", ZONE, -4},
    {"cst", ZONE, -6}, {"cdt", ZONE, -5},  {"mst", ZONE, -7},  {"mdt", ZONE, -6},
    {"pst", ZONE, -8}, {"pdt", ZONE, -7},  {"t", SEPARATOR, 0},
};

static uint32_t unit(const struct parser *p, size_t i)
{
    if (i >= p->length)
        return 0;
    return p->wide ? ((const uint16_t *)p->units)[i] : ((const uint8_t *)p->units)[i];
}

static bool is_digit(uint32_t c)
{
    return c - '0' < 10;
}

/* Everything from A upwards makes words, letters or not. */
static bool is_word_unit(uint32_t c)
{
    return c >= 'A' && !js_unicode_is_space(c);
}

static void scan_number(struct parser *p)
{
    int significant = 0, fraction_digits = 0;

    p->next.kind = NUMBER;
    for (; is_digit(unit(p, p->at)); p->at++) {
        int32_t digit = (int32_t)(unit(p, p->at) - '0');

        if ((significant > 0 || digit > 0) && significant < NUMBER_DIGITS_MAX) {
            p->next.value = p->next.value * 10 + digit;
            significant++;
        }
        if (fraction_digits < 3) {
            p->next.milliseconds = p->next.milliseconds * 10 + digit;
            fraction_digits++;
        }
    }
    for (; fraction_digits < 3; fraction_digits++)
        p->next.milliseconds *= 10;
}

static void scan_word(struct parser *p)
{
    uint32_t head[3] = {0};
    size_t length = 0;

    for (; is_word_unit(unit(p, p->at)); p->at++, length++) {
        if (length < 3)
            head[length] = unit(p, p->at) | 0x20;
    }
    p->next.kind = WORD;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *text = words[i].text;

        if (head[0] != (uint8_t)text[0] || head[1] != (uint8_t)text[1] ||
            head[2] != (uint8_t)text[2] || (length > 3 && words[i].kind != MONTH))
            continue;
        p->next.kind = words[i].kind;
        p->next.value = words[i].value;
        p->next.is_z = length == 1 && head[0] == 'z';
        return;
    }
}

/* From one parenthesis to the one that closes it, or to the end. */
static void scan_parentheses(struct parser *p)
{
    int64_t depth = 0;

    do {
        depth += (unit(p, p->at) == '(') - (unit(p, p->at) == ')');
        p->at++;
    } while (depth > 0 && p->at < p->length);
    p->next.kind = OPEN;
}

/* Reads the token at p->at to p->next. */
static void advance(struct parser *p)
{
    size_t start = p->at;
    uint32_t c = unit(p, start);

    p->next = (struct token){.kind = OTHER};
    if (start >= p->length) {
        p->next.kind = END;
        return;
    }
    if (is_digit(c)) {
        scan_number(p);
    } else if (c == '(') {
        scan_parentheses(p);
    } else if (is_word_unit(c)) {
        scan_word(p);
    } else {
        p->at++;
        if (c == '+' || c == '-') {
            p->next.kind = SIGN;
            p->next.value = c == '+' ? 1 : -1;
        } else if (js_unicode_is_space(c)) {
            p->next.kind = SPACE;
        } else if (c == ':' || c == '.' || c == ')') {
            p->next.kind = c == ':' ? COLON : c == '.' ? DOT : CLOSE;
        }
    }
    p->next.length = p->at - start;
}

/* Skips the next token if it is of this kind. */
static bool skip(struct parser *p, enum token_kind kind)
{
    if (p->next.kind != kind)
        return false;
    advance(p);
    return true;
}

static bool skip_hyphen(struct parser *p)
{
    return p->next.kind == SIGN && p->next.value < 0 && skip(p, SIGN);
}

static struct token take(struct parser *p)
{
    struct token token = p->next;

    advance(p);
    return token;
}

static bool add_day(struct parser *p, int32_t n)
{
    if (p->day_count == 3)
        return false;
    p->day[p->day_count++] = n;
    return true;
}

static bool add_time(struct parser *p, int32_t n)
{
    if (p->time_count == 4)
        return false;
    p->time[p->time_count++] = n;
    return true;
}

/* Adds the last number of the time; the rest are zeros. */
static bool finish_time(struct parser *p, int32_t n)
{
    if (!add_time(p, n))
        return false;
    while (p->time_count < 4)
        add_time(p, 0);
    return true;
}

/* Whether the next token is a number of exactly this many digits with a value from low to high. */
static bool next_is(const struct parser *p, size_t digits, int32_t low, int32_t high)
{
    return p->next.kind == NUMBER && p->next.length == digits && p->next.value >= low &&
           p->next.value <= high;
}

static void set_zone(struct parser *p, int32_t sign, int32_t hour, int32_t minute)
{
    p->zone_sign = sign;
    p->zone_hour = hour;
    p->zone_minute = minute;
}

/* [+-]hh:mm or [+-]hhmm; false if it is neither. */
static bool read_iso_zone(struct parser *p)
{
    int32_t sign = take(p).value;

    p->zone_sign = sign;
    if (next_is(p, 4, 0, 2359)) {
        if (p->next.value % 100 > 59)
            return false;
        set_zone(p, sign, p->next.value / 100, p->next.value % 100);
        advance(p);
        return true;
    }
    if (!next_is(p, 2, 0, 23))
        return false;
    p->zone_hour = take(p).value;
    if (!skip(p, COLON) || !next_is(p, 2, 0, 59))
        return false;
    p->zone_minute = take(p).value;
    return true;
}

/* THH:mm[:ss[.sss]][zone] behind the T. */
static bool read_iso_time(struct parser *p)
{
    bool midnight;

    if (!next_is(p, 2, 0, 24))
        return false;
    midnight = p->next.value == 24;
    add_time(p, take(p).value);
    if (!skip(p, COLON) || !next_is(p, 2, 0, midnight ? 0 : 59))
        return false;
    add_time(p, take(p).value);
    if (skip(p, COLON)) {
        if (!next_is(p, 2, 0, midnight ? 0 : 59))
            return false;
        add_time(p, take(p).value);
        if (skip(p, DOT)) {
            if (p->next.kind != NUMBER || (midnight && p->next.value > 0))
                return false;
            add_time(p, take(p).milliseconds);
        }
    }
    if (p->next.is_z) {
        advance(p);
        set_zone(p, 1, 0, 0);
    } else if (p->next.kind == SIGN && !read_iso_zone(p)) {
        return false;
    }
    return p->next.kind == END;
}

/* The year -000000 does not exist: it is skipped. */
static bool take_negative_zero(struct parser *p, int32_t sign)
{
    if (sign > 0 || p->next.value != 0)
        return false;
    advance(p);
    return true;
}

enum outcome {
    READ,    /* to the end */
    NOT_ISO, /* what was read is in the piles, and the lenient reader may go on */
    NO_DATE,
};

/* Reads the text as ISO.  A date followed by T and anything but an ISO time is no date for V8 either. */
static enum outcome read_iso(struct parser *p)
{
    if (p->next.kind == SIGN) {
        int32_t sign = take(p).value;

        if (!next_is(p, 6, 0, 999999))
            return NOT_ISO;
        if (take_negative_zero(p, sign))
            return NOT_ISO;
        add_day(p, sign * take(p).value);
    } else if (next_is(p, 4, 0, 9999)) {
        add_day(p, take(p).value);
    } else {
        return NOT_ISO;
    }
    if (skip_hyphen(p)) {
        if (!next_is(p, 2, 1, 12))
            return NOT_ISO;
        add_day(p, take(p).value);
        if (skip_hyphen(p)) {
            if (!next_is(p, 2, 1, 31))
                return NOT_ISO;
            add_day(p, take(p).value);
        }
    }
    if (p->next.kind == SEPARATOR) {
        advance(p);
        if (!read_iso_time(p))
            return NO_DATE;
    } else if (p->next.kind == END) {
        set_zone(p, 1, 0, 0); /* a date alone is in UTC, a date with a time local */
    } else {
        return NOT_ISO;
    }
    p->iso_date = true;
    return READ;
}

/* Whether n can be the next number of the time, when no colon follows. */
static bool time_expects(const struct parser *p, int32_t n)
{
    static const int32_t limits[4] = {-1, 59, 59, 999};

    return p->time_count < 4 && n <= limits[p->time_count];
}

static bool read_number(struct parser *p)
{
    int32_t n = take(p).value;

    if (skip(p, COLON)) {
        if (!skip(p, COLON)) {
            if (!add_time(p, n))
                return false;
            skip(p, DOT);
            return true;
        }
        return p->time_count == 0 && add_time(p, n) && add_time(p, 0);
    }
    if (p->next.kind == DOT) {
        advance(p);
        if (time_expects(p, n)) {
            add_time(p, n);
            if (p->next.kind != NUMBER)
                return false;
            finish_time(p, take(p).milliseconds); /* no fifth number, but no error either */
            return true;
        }
    }
    if (p->zone_hour != NONE && p->zone_minute == NONE && n <= 59) {
        p->zone_minute = n;
        return true;
    }
    if (time_expects(p, n)) {
        finish_time(p, n);
        return p->next.kind == END || p->next.kind == SPACE || p->next.is_z || p->next.kind == SIGN;
    }
    if (!add_day(p, n))
        return false;
    skip_hyphen(p);
    return true;
}

static bool read_word(struct parser *p, bool after_number)
{
    struct token word = take(p);

    if (word.kind == AM_PM && p->time_count > 0) {
        p->hour_offset = word.value;
    } else if (word.kind == MONTH) {
        p->named_month = word.value;
        skip_hyphen(p);
    } else if (word.kind == ZONE && after_number) {
        set_zone(p, word.value < 0 ? -1 : 1, word.value < 0 ? -word.value : word.value, 0);
    } else if (after_number || p->next.kind == NUMBER) {
        return false;
    }
    return true;
}

/* An offset from UTC: up to two digits are hours, up to four hours and minutes. */
static bool read_offset(struct parser *p)
{
    int32_t n = 0;
    size_t length = 0;

    p->zone_sign = take(p).value;
    if (p->next.kind == NUMBER) {
        length = p->next.length;
        n = take(p).value;
    }
    if (p->next.kind == COLON) {
        p->zone_hour = n;
        p->zone_minute = NONE; /* comes as a number of its own */
    } else if (length == 1 || length == 2) {
        p->zone_hour = n;
        p->zone_minute = 0;
    } else if (length == 3 || length == 4) {
        p->zone_hour = n / 100;
        p->zone_minute = n % 100;
    } else {
        return false;
    }
    return true;
}

static bool read_lenient(struct parser *p)
{
    bool after_number = p->day_count > 0;

    while (p->next.kind != END) {
        bool utc = p->zone_hour == 0 && p->zone_minute == 0;

        switch (p->next.kind) {
        case NUMBER:
            after_number = true;
            if (!read_number(p))
                return false;
            break;
        case WORD:
        case MONTH:
        case AM_PM:
        case ZONE:
        case SEPARATOR:
            if (!read_word(p, after_number))
                return false;
            break;
        case SIGN:
            if (utc || p->time_count > 0) {
                if (!read_offset(p))
                    return false;
                after_number = true;
                break;
            }
            /* fall through */
        case CLOSE:
            if (after_number)
                return false;
            advance(p);
            break;
        default:
            advance(p);
            break;
        }
    }
    return true;
}

static bool is_day_of_month(int32_t n)
{
    return n >= 1 && n <= 31;
}

/* Sorts the numbers of the day by order and size; parts not given are 1. */
static bool finish_day(struct parser *p, double *result)
{
    int32_t year, month, day;

    if (p->day_count == 0)
        return false;
    while (p->day_count < 3)
        add_day(p, 1);
    if (p->named_month != NONE) {
        bool day_first = is_day_of_month(p->day[0]);

        month = p->named_month;
        day = p->day[day_first ? 0 : 1];
        year = p->day[day_first ? 1 : 0];
    } else if (p->iso_date || !is_day_of_month(p->day[0])) {
        year = p->day[0];
        month = p->day[1];
        day = p->day[2];
    } else {
        month = p->day[0];
        day = p->day[1];
        year = p->day[2];
    }
    if (!p->iso_date) {
        if (year >= 0 && year <= 49)
            year += 2000;
        else if (year >= 50 && year <= 99)
            year += 1900;
    }
    if (month < 1 || month > 12 || !is_day_of_month(day))
        return false;
    *result = js_make_day(year, month - 1, day);
    return true;
}

static bool finish_hours(struct parser *p, double *result)
{
    int32_t *t = p->time;

    while (p->time_count < 4)
        add_time(p, 0);
    if (p->hour_offset != NONE) {
        if (t[0] > 12)
            return false;
        t[0] = t[0] % 12 + p->hour_offset;
    }
    if (t[0] > 23 || t[1] > 59 || t[2] > 59 || t[3] > 999) {
        if (t[0] != 24 || t[1] != 0 || t[2] != 0 || t[3] != 0)
            return false;
    }
    *result = js_make_time(t[0], t[1], t[2], t[3]);
    return true;
}

static double finish(struct parser *p)
{
    double day, time, date;

    if (!finish_day(p, &day) || !finish_hours(p, &time))
        return NAN;
    date = js_make_date(day, time);
    if (p->zone_sign == NONE) {
        date = js_tz_utc_from_local(date);
    } else {
        double hours = p->zone_hour == NONE ? 0 : p->zone_hour;
        double minutes = p->zone_minute == NONE ? 0 : p->zone_minute;

        if (hours * 3600 + minutes * 60 > INT32_MAX)
            return NAN;
        date -= p->zone_sign * (hours * 3600000 + minutes * 60000);
    }
    return js_time_clip(date);
}

static double parse(const void *units, size_t length, bool wide)
{
    struct parser p = {.units = units, .length = length, .wide = wide};

    p.named_month = p.hour_offset = NONE;
    set_zone(&p, NONE, NONE, NONE);
    advance(&p);
    switch (read_iso(&p)) {
    case READ:
        return finish(&p);
    case NOT_ISO:
        return read_lenient(&p) ? finish(&p) : NAN;
    default:
        return NAN;
    }
}

double js_date_parse_latin1(const uint8_t *units, size_t length)
{
    return parse(units, length, false);
}

double js_date_parse_utf16(const uint16_t *units, size_t length)
{
    return parse(units, length, true);
}
