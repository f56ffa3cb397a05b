/*
 * base/time_zone.c: offsets and names of the process's time zone.
 *
 * localtime_r takes a lock and a few hundred nanoseconds, so each thread caches offsets for stretches of six
 * days.  A stretch with the same offset at both ends has no change within (no zone ever had two changes in
 * six days); in the others localtime_r is asked each time.  A generation number drops all caches when TZ
 * changes.
 */
#define _GNU_SOURCE
#include "base/time_zone.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date_math.h"
#include "base/tz_names.h"

#define STRETCH_SECONDS 524288
#define CACHE_ENTRIES   64
#define TIME_LIMIT      8.65e15 /* a little beyond the range of dates, for local times */

struct stretch {
    int64_t number;      /* of the stretch */
    unsigned generation; /* 0: empty */
    bool uniform;
    int32_t offset_ms;
};

static atomic_uint generation = 1;
static _Thread_local struct stretch cache[CACHE_ENTRIES];

void js_tz_reset(void)
{
    tzset();
    atomic_fetch_add(&generation, 1);
}

static bool local_time_at(int64_t seconds, struct tm *result)
{
    time_t time = (time_t)seconds;

    return localtime_r(&time, result) != NULL;
}

static int32_t ask_offset(int64_t seconds)
{
    struct tm local;

    return local_time_at(seconds, &local) ? (int32_t)local.tm_gmtoff * 1000 : 0;
}

int32_t js_tz_offset_ms(double utc)
{
    int64_t seconds, number;
    struct stretch *entry;
    unsigned now = atomic_load_explicit(&generation, memory_order_relaxed);

    if (!(fabs(utc) <= TIME_LIMIT))
        utc = utc < 0 ? -TIME_LIMIT : TIME_LIMIT;
    seconds = (int64_t)floor(utc / 1000);
    number = seconds >> 19;
    entry = &cache[(uint64_t)number % CACHE_ENTRIES];
    if (entry->number != number || entry->generation != now) {
        entry->number = number;
        entry->generation = now;
        entry->offset_ms = ask_offset(number * STRETCH_SECONDS);
        entry->uniform = ask_offset((number + 1) * STRETCH_SECONDS) == entry->offset_ms;
    }
    return entry->uniform ? entry->offset_ms : ask_offset(seconds);
}

double js_tz_local_from_utc(double utc)
{
    return isfinite(utc) ? utc + js_tz_offset_ms(utc) : NAN;
}

double js_tz_utc_from_local(double local)
{
    int32_t before, after;

    if (!(fabs(local) <= TIME_LIMIT))
        return NAN;
    before = js_tz_offset_ms(local - JS_MS_PER_DAY);
    after = js_tz_offset_ms(local + JS_MS_PER_DAY);
    if (before != after && js_tz_offset_ms(local - before) != before &&
        js_tz_offset_ms(local - after) == after)
        return local - after;
    return local - before;
}

/* Writes the zone's identifier, such as Europe/Berlin; false if it cannot be told. */
static bool zone_identifier(char *out, size_t size)
{
    const char *name = getenv("TZ");
    char link[256];

    if (!name) {
        ssize_t length = readlink("/etc/localtime", link, sizeof link - 1);

        if (length < 0) {
            name = "UTC"; /* what the C library takes without that file */
        } else {
            link[length] = 0;
            name = strstr(link, "zoneinfo/");
            if (!name)
                return false;
        }
    }
    if (strstr(name, "zoneinfo/"))
        name = strstr(name, "zoneinfo/") + strlen("zoneinfo/");
    if (*name == ':')
        name++;
    if (*name == 0 || strlen(name) >= size)
        return false;
    strcpy(out, name);
    return true;
}

/* Copies name number n of the table to out; returns its length, 0 for none. */
static size_t numbered_name(long n, char *out)
{
    const char *name = tz_names;
    size_t length;

    while (n-- > 0)
        name = strchr(name, '\n') + 1;
    length = strcspn(name, "\n");
    memcpy(out, name, length);
    return length;
}

/* The name of the zone with this identifier. */
static size_t listed_name(const char *identifier, bool summer, char *out)
{
    size_t length = strlen(identifier);

    for (const char *line = tz_zones; *line; line = strchr(line, '\n') + 1) {
        char *rest;
        long name, summer_name;

        if (strncmp(line, identifier, length) != 0 || line[length] != ' ')
            continue;
        name = strtol(line + length, &rest, 10);
        summer_name = strtol(rest, &rest, 10);
        return numbered_name(summer ? summer_name : name, out);
    }
    return 0;
}

/*
 * V8 looks up whether daylight saving time holds, for the name alone, in years from 1970 to 2037: for others
 * in one of 28 years with the same calendar, chosen as here.
 */
static double nearby_time(double utc)
{
    struct js_date_parts p, first;
    double january;
    int year;

    if (utc >= 0 && utc <= 2147483647000.0)
        return utc;
    js_date_split(utc, &p);
    january = js_make_day(p.year, 0, 1);
    js_date_split(january * JS_MS_PER_DAY, &first);
    /* Calendars repeat after 28 years; 12 years on, the year begins a weekday later. */
    year = js_make_day(p.year + 1, 0, 1) - january == 366 ? 1956 : 1967;
    year += first.weekday * 12 % 28;
    year = 2008 + (year + 3 * 28 - 2008) % 28;
    return js_make_date(js_make_day(year, p.month, p.day), js_date_time_within_day(utc));
}

size_t js_tz_name(double utc, char out[JS_TZ_NAME_MAX])
{
    char identifier[128];
    struct tm local;
    size_t length = 0;

    if (zone_identifier(identifier, sizeof identifier)) {
        bool summer = local_time_at((int64_t)floor(nearby_time(utc) / 1000), &local) && local.tm_isdst > 0;

        length = listed_name(identifier, summer, out);
    }
    if (length == 0) {
        int minutes = js_tz_offset_ms(nearby_time(utc)) / 60000;

        length = (size_t)snprintf(out, JS_TZ_NAME_MAX, "GMT%c%02d:%02d", minutes < 0 ? '-' : '+',
                                  abs(minutes) / 60, abs(minutes) % 60);
    }
    return length;
}
