/*
 * base/date_math.c: calendar arithmetic and formatting of dates.
 *
 * The proleptic Gregorian calendar repeats every 400 years of 146,097 days.  Years are counted from March,
 * so that the leap day is the last of its year and months follow the pattern 31 30 31 30 31 31 30 ..., which
 * (153 m + 2) / 5 sums up.  Day 0 of that count is 0000-03-01, 719,468 days before 1970-01-01.
 */
#include "base/date_math.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked_math.h"
#include "base/math_ops.h"

#define DAYS_PER_ERA   146097
#define EPOCH_FROM_ERA 719468
#define TIME_MAX       8.64e15
#define YEAR_LIMIT     400000 /* beyond it no day is within the range of dates, however it is corrected */

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The day number of the first of a month, 0 .. 11, of any year within YEAR_LIMIT. */
static int64_t day_of_month(int64_t year, int month)
{
    int64_t march_year = year - (month < 2);
    int64_t era = floor_divide(march_year, 400);
    int64_t year_of_era = march_year - era * 400;
    int64_t day_of_year = (153 * ((month + 10) % 12) + 2) / 5;

    return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - EPOCH_FROM_ERA;
}

static void split_day(int64_t day, struct js_date_parts *parts)
{
    int64_t shifted = day + EPOCH_FROM_ERA;
    int64_t era = floor_divide(shifted, DAYS_PER_ERA);
    int64_t day_of_era = shifted - era * DAYS_PER_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;

    parts->day = (int32_t)(day_of_year - (153 * march_month + 2) / 5 + 1);
    parts->month = (int32_t)((march_month + 2) % 12);
    parts->year = (int32_t)(year_of_era + era * 400 + (parts->month < 2));
    parts->weekday = (int32_t)((day + 4) - floor_divide(day + 4, 7) * 7);
}

void js_date_split(double time, struct js_date_parts *parts)
{
    int64_t ms = (int64_t)time;
    int64_t day = floor_divide(ms, 86400000);
    int32_t rest = (int32_t)(ms - day * 86400000);

    split_day(day, parts);
    parts->hour = rest / 3600000;
    parts->minute = rest / 60000 % 60;
    parts->second = rest / 1000 % 60;
    parts->millisecond = rest % 1000;
}

double js_date_day(double time)
{
    return floor(time / JS_MS_PER_DAY);
}

double js_date_time_within_day(double time)
{
    return time - js_date_day(time) * JS_MS_PER_DAY;
}

double js_make_time(double hour, double minute, double second, double millisecond)
{
    if (!isfinite(hour) || !isfinite(minute) || !isfinite(second) || !isfinite(millisecond))
        return NAN;
    return js_math_to_integer(hour) * 3600000 + js_math_to_integer(minute) * 60000 +
           js_math_to_integer(second) * 1000 + js_math_to_integer(millisecond);
}

double js_make_day(double year, double month, double date)
{
    double whole_month, full_year;

    if (!isfinite(year) || !isfinite(month) || !isfinite(date))
        return NAN;
    whole_month = js_math_to_integer(month);
    full_year = js_math_to_integer(year) + floor(whole_month / 12);
    if (!(fabs(full_year) <= YEAR_LIMIT))
        return NAN;
    whole_month -= floor(whole_month / 12) * 12;
    return (double)day_of_month((int64_t)full_year, (int)whole_month) + js_math_to_integer(date) - 1;
}

double js_make_date(double day, double time)
{
    double result = day * JS_MS_PER_DAY + time;

    return isfinite(result) ? result : NAN;
}

double js_time_clip(double time)
{
    return fabs(time) <= TIME_MAX ? js_math_to_integer(time) : NAN;
}

double js_make_full_year(double year)
{
    double whole;

    if (isnan(year))
        return NAN;
    whole = js_math_to_integer(year);
    return whole >= 0 && whole <= 99 ? 1900 + whole : whole;
}

static const char weekdays[7][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* Text under construction; JS_DATE_TEXT_MAX is ample for every form. */
struct line {
    char *text;
    size_t length;
};

static void add(struct line *line, const char *text)
{
    size_t length = strlen(text);

    memcpy(line->text + line->length, text, length);
    line->length += length;
}

/* Adds separator and a number >= 0 with at least width digits. */
static void add_number(struct line *line, const char *separator, int number, int width)
{
    char digits[12];
    int count = 0;

    add(line, separator);
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || count < width);
    while (count > 0)
        line->text[line->length++] = digits[--count];
}

static void add_clock(struct line *line, const char *separator, const struct js_date_parts *p)
{
    add_number(line, separator, p->hour, 2);
    add_number(line, ":", p->minute, 2);
    add_number(line, ":", p->second, 2);
}

static void add_local_date(struct line *line, const struct js_date_parts *p)
{
    add(line, weekdays[p->weekday]);
    add(line, " ");
    add(line, months[p->month]);
    add_number(line, " ", p->day, 2);
    add_number(line, p->year < 0 ? " -" : " ", abs(p->year), 4);
}

static void add_local_time(struct line *line, const struct js_date_parts *p, double utc)
{
    char name[JS_TZ_NAME_MAX + 1];
    int minutes = js_tz_offset_ms(utc) / 60000;

    add_clock(line, "", p);
    add_number(line, minutes < 0 ? " GMT-" : " GMT+", abs(minutes) / 60, 2);
    add_number(line, "", abs(minutes) % 60, 2);
    name[js_tz_name(utc, name)] = 0;
    add(line, " (");
    add(line, name);
    add(line, ")");
}

static void add_utc(struct line *line, const struct js_date_parts *p)
{
    add(line, weekdays[p->weekday]);
    add_number(line, ", ", p->day, 2);
    add(line, " ");
    add(line, months[p->month]);
    add_number(line, p->year < 0 ? " -" : " ", abs(p->year), 4);
    add_clock(line, " ", p);
    add(line, " GMT");
}

static void add_iso(struct line *line, const struct js_date_parts *p)
{
    if (p->year >= 0 && p->year <= 9999)
        add_number(line, "", p->year, 4);
    else
        add_number(line, p->year < 0 ? "-" : "+", abs(p->year), 6);
    add_number(line, "-", p->month + 1, 2);
    add_number(line, "-", p->day, 2);
    add_clock(line, "T", p);
    add_number(line, ".", p->millisecond, 3);
    add(line, "Z");
}

/* In en-US the year 0 is 1 BC, shown as 1. */
static void add_locale_date(struct line *line, const struct js_date_parts *p)
{
    add_number(line, "", p->month + 1, 1);
    add_number(line, "/", p->day, 1);
    add_number(line, "/", p->year > 0 ? p->year : 1 - p->year, 1);
}

static void add_locale_time(struct line *line, const struct js_date_parts *p)
{
    add_number(line, "", p->hour % 12 ? p->hour % 12 : 12, 1);
    add_number(line, ":", p->minute, 2);
    add_number(line, ":", p->second, 2);
    add(line, p->hour < 12 ? " AM" : " PM");
}

size_t js_date_to_text(double time, enum js_date_form form, char out[JS_DATE_TEXT_MAX])
{
    struct line line = {out, 0};
    struct js_date_parts p;

    if (isnan(time)) {
        add(&line, "Invalid Date");
        return line.length;
    }
    js_date_split(form == JS_DATE_UTC || form == JS_DATE_ISO ? time : js_tz_local_from_utc(time), &p);
    switch (form) {
    case JS_DATE_FULL:
        add_local_date(&line, &p);
        add(&line, " ");
        add_local_time(&line, &p, time);
        break;
    case JS_DATE_ONLY:
        add_local_date(&line, &p);
        break;
    case JS_DATE_TIME:
        add_local_time(&line, &p, time);
        break;
    case JS_DATE_UTC:
        add_utc(&line, &p);
        break;
    case JS_DATE_ISO:
        add_iso(&line, &p);
        break;
    case JS_DATE_LOCALE:
        add_locale_date(&line, &p);
        add(&line, ", ");
        add_locale_time(&line, &p);
        break;
    case JS_DATE_LOCALE_DATE:
        add_locale_date(&line, &p);
        break;
    case JS_DATE_LOCALE_TIME:
        add_locale_time(&line, &p);
        break;
    }
    return line.length;
}
