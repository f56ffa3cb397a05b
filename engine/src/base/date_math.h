/*
 * base/date_math.h: ECMAScript's calendar (21.4.1), parsing and formatting of dates.
 *
 * A time value is a double: milliseconds since 1970-01-01T00:00:00Z, or NaN for an invalid date.  Local time
 * is that of base/time_zone.h.  Nothing here allocates, collects or fails.
 */
#ifndef JS_BASE_DATE_MATH_H
#define JS_BASE_DATE_MATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time_zone.h"

#define JS_MS_PER_DAY 86400000.0

/* The parts of a time value; month and weekday count from 0 (January, Sunday). */
struct js_date_parts {
    int32_t year;
    int32_t month, day;
    int32_t hour, minute, second, millisecond;
    int32_t weekday;
};

/* Splits a finite time value, |time| <= 8.64e15 and a day, by UTC.  For local parts add the offset before. */
void js_date_split(double time, struct js_date_parts *parts);

/* 21.4.1.27 MakeTime, 21.4.1.28 MakeDay, 21.4.1.29 MakeDate, 21.4.1.31 TimeClip. */
double js_make_time(double hour, double minute, double second, double millisecond);
double js_make_day(double year, double month, double date);
double js_make_date(double day, double time);
double js_time_clip(double time);

/* 21.4.1.30 MakeFullYear: 0 .. 99 mean 1900 .. 1999. */
double js_make_full_year(double year);

/* Day and TimeWithinDay of a finite time value. */
double js_date_day(double time);
double js_date_time_within_day(double time);

/*
 * 21.4.3.2 Date.parse: the ISO format of the specification and, failing that, the lenient one that V8 reads
 * ('Jan 2 2022 10:00 GMT+1', '1/2/22 3:04 pm', ...).  A time value, NaN for what is no date.
 */
double js_date_parse_latin1(const uint8_t *units, size_t length);
double js_date_parse_utf16(const uint16_t *units, size_t length);

enum js_date_form {
    JS_DATE_FULL,        /* toString: Tue Feb 01 2022 11:00:00 GMT+0100 (Central European Standard Time) */
    JS_DATE_ONLY,        /* toDateString: Tue Feb 01 2022 */
    JS_DATE_TIME,        /* toTimeString: 11:00:00 GMT+0100 (Central European Standard Time) */
    JS_DATE_UTC,         /* toUTCString: Tue, 01 Feb 2022 10:00:00 GMT */
    JS_DATE_ISO,         /* toISOString: 2022-02-01T10:00:00.000Z */
    JS_DATE_LOCALE,      /* toLocaleString in en-US: 2/1/2022, 11:00:00 AM */
    JS_DATE_LOCALE_DATE, /* toLocaleDateString in en-US: 2/1/2022 */
    JS_DATE_LOCALE_TIME, /* toLocaleTimeString in en-US: 11:00:00 AM */
};
#define JS_DATE_TEXT_MAX 160

/* Writes a time value as ASCII and returns the length; NaN is written as 'Invalid Date' in every form. */
size_t js_date_to_text(double time, enum js_date_form form, char out[JS_DATE_TEXT_MAX]);

#endif
