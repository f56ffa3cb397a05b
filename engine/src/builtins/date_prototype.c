/*
 * builtins/date_prototype.c: the getters and setters of 21.4.4, and of B.2.3.
 *
 * Every setter is one function: it splits the date into its seven parts, replaces some by the arguments, and
 * makes the date anew.  Whole dates split and join without loss, so that is what the specification's single
 * algorithms do.
 */
#include "builtins/date_internal.h"

#include <math.h>

/* ---- getters ---- */

/* The parts of the Date that is `this`; *is_nan where it is invalid. */
static bool get_parts(js_ctx *ctx, const js_call *call, bool is_local, struct js_date_parts *parts,
                      bool *is_nan)
{
    if (!js_is_kind(*call->self, JS_KIND_DATE)) {
        js_throw_type_error(ctx, "this is not a Date object.");
        return false;
    }
    const double time = js_date_nogc(*call->self)->value;

    *is_nan = isnan(time);
    if (!*is_nan)
        js_date_split(is_local ? js_tz_local_from_utc(time) : time, parts);
    return true;
}

/* 21.4.4.2 to 21.4.4.19: a getter for local time, and one for UTC. */
#define GETTERS(local, utc, part)                                                                  \
    static bool local(js_ctx *ctx, const js_call *call, js_value *result)                          \
    {                                                                                              \
        struct js_date_parts parts;                                                                \
        bool is_nan;                                                                               \
                                                                                                   \
        JS_TRY(get_parts(ctx, call, true, &parts, &is_nan));                                       \
        *result = is_nan ? js_number(NAN) : js_int(parts.part);                                    \
        return true;                                                                               \
    }                                                                                              \
    static bool utc(js_ctx *ctx, const js_call *call, js_value *result)                            \
    {                                                                                              \
        struct js_date_parts parts;                                                                \
        bool is_nan;                                                                               \
                                                                                                   \
        JS_TRY(get_parts(ctx, call, false, &parts, &is_nan));                                      \
        *result = is_nan ? js_number(NAN) : js_int(parts.part);                                    \
        return true;                                                                               \
    }

GETTERS(get_date, get_utc_date, day)
GETTERS(get_day, get_utc_day, weekday)
GETTERS(get_full_year, get_utc_full_year, year)
GETTERS(get_hours, get_utc_hours, hour)
GETTERS(get_milliseconds, get_utc_milliseconds, millisecond)
GETTERS(get_minutes, get_utc_minutes, minute)
GETTERS(get_month, get_utc_month, month)
GETTERS(get_seconds, get_utc_seconds, second)

/* 21.4.4.10 Date.prototype.getTime ( ) */
static bool get_time(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_kind(*call->self, JS_KIND_DATE))
        return js_throw_type_error(ctx, "this is not a Date object.");
    *result = js_number(js_date_nogc(*call->self)->value);
    return true;
}

/* 21.4.4.44 Date.prototype.valueOf ( ): a function of its own. */
static bool value_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    return get_time(ctx, call, result);
}

/* 21.4.4.11 Date.prototype.getTimezoneOffset ( ) */
static bool get_timezone_offset(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_kind(*call->self, JS_KIND_DATE))
        return js_throw_type_error(ctx, "this is not a Date object.");
    const double time = js_date_nogc(*call->self)->value;

    *result = js_number(isnan(time) ? time : (time - js_tz_local_from_utc(time)) / 60000);
    return true;
}

/* B.2.3.1 Date.prototype.getYear ( ) */
static bool get_year(js_ctx *ctx, const js_call *call, js_value *result)
{
    struct js_date_parts parts;
    double time;

    JS_TRY(js__this_date(ctx, call, "getYear", &time));
    if (isnan(time)) {
        *result = js_number(time);
        return true;
    }
    js_date_split(js_tz_local_from_utc(time), &parts);
    *result = js_int(parts.year - 1900);
    return true;
}

/* ---- setters ---- */

enum part { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, MILLISECOND, PARTS };

static void split(double time, double out[PARTS])
{
    struct js_date_parts parts;

    js_date_split(time, &parts);
    out[YEAR] = parts.year;
    out[MONTH] = parts.month;
    out[DAY] = parts.day;
    out[HOUR] = parts.hour;
    out[MINUTE] = parts.minute;
    out[SECOND] = parts.second;
    out[MILLISECOND] = parts.millisecond;
}

/* Gives the Date that is `this` a time value, which is the result too. */
static bool store(const js_call *call, double time, js_value *result)
{
    js_date_nogc(*call->self)->value = time;
    *result = js_number(time);
    return true;
}

static bool store_parts(const js_call *call, const double part[PARTS], bool is_local, js_value *result)
{
    double time = js_make_date(js_make_day(part[YEAR], part[MONTH], part[DAY]),
                               js_make_time(part[HOUR], part[MINUTE], part[SECOND], part[MILLISECOND]));

    return store(call, js_time_clip(is_local ? js_tz_utc_from_local(time) : time), result);
}

/* Replaces up to `most` parts from `first` on.  An invalid date stays so, unless it is given a year. */
static bool set_parts(js_ctx *ctx, const js_call *call, const char *method, enum part first,
                      unsigned most, bool is_local, js_value *result)
{
    double time, part[PARTS], given[4] = {NAN, 0, 0, 0};
    unsigned count = call->argc < most ? call->argc : most;

    JS_TRY(js__this_date(ctx, call, method, &time));
    for (unsigned i = 0; i < count; i++)
        JS_TRY(js_to_number(ctx, js_arg(call, i), &given[i]));
    if (isnan(time) && first != YEAR) {
        *result = js_number(time);
        return true;
    }
    split(isnan(time) ? 0 : is_local ? js_tz_local_from_utc(time) : time, part);
    for (unsigned i = 0; i < count || i == 0; i++)
        part[first + i] = given[i];
    return store_parts(call, part, is_local, result);
}

/* 21.4.4.20 to 21.4.4.34 */
#define SETTERS(local, local_name, utc, utc_name, first, most)                                     \
    static bool local(js_ctx *ctx, const js_call *call, js_value *result)                          \
    {                                                                                              \
        return set_parts(ctx, call, local_name, first, most, true, result);                        \
    }                                                                                              \
    static bool utc(js_ctx *ctx, const js_call *call, js_value *result)                            \
    {                                                                                              \
        return set_parts(ctx, call, utc_name, first, most, false, result);                         \
    }

SETTERS(set_date, "setDate", set_utc_date, "setUTCDate", DAY, 1)
SETTERS(set_full_year, "setFullYear", set_utc_full_year, "setUTCFullYear", YEAR, 3)
SETTERS(set_hours, "setHours", set_utc_hours, "setUTCHours", HOUR, 4)
SETTERS(set_milliseconds, "setMilliseconds", set_utc_milliseconds, "setUTCMilliseconds", MILLISECOND, 1)
SETTERS(set_minutes, "setMinutes", set_utc_minutes, "setUTCMinutes", MINUTE, 3)
SETTERS(set_month, "setMonth", set_utc_month, "setUTCMonth", MONTH, 2)
SETTERS(set_seconds, "setSeconds", set_utc_seconds, "setUTCSeconds", SECOND, 2)

/* 21.4.4.27 Date.prototype.setTime ( time ) */
static bool set_time(js_ctx *ctx, const js_call *call, js_value *result)
{
    double time;

    JS_TRY(js__this_date(ctx, call, "setTime", &time));
    JS_TRY(js_to_number(ctx, js_arg(call, 0), &time));
    return store(call, js_time_clip(time), result);
}

/* B.2.3.2 Date.prototype.setYear ( year ) */
static bool set_year(js_ctx *ctx, const js_call *call, js_value *result)
{
    double time, year, part[PARTS];

    JS_TRY(js__this_date(ctx, call, "setYear", &time));
    JS_TRY(js_to_number(ctx, js_arg(call, 0), &year));
    if (isnan(year))
        return store(call, year, result);
    split(isnan(time) ? 0 : js_tz_local_from_utc(time), part);
    part[YEAR] = js_make_full_year(year);
    return store_parts(call, part, true, result);
}

JS_BUILTIN_TABLE(date_prototype) = {
    JS_METHOD("getDate", get_date, 0),
    JS_METHOD("setDate", set_date, 1),
    JS_METHOD("getDay", get_day, 0),
    JS_METHOD("getFullYear", get_full_year, 0),
    JS_METHOD("setFullYear", set_full_year, 3),
    JS_METHOD("getHours", get_hours, 0),
    JS_METHOD("setHours", set_hours, 4),
    JS_METHOD("getMilliseconds", get_milliseconds, 0),
    JS_METHOD("setMilliseconds", set_milliseconds, 1),
    JS_METHOD("getMinutes", get_minutes, 0),
    JS_METHOD("setMinutes", set_minutes, 3),
    JS_METHOD("getMonth", get_month, 0),
    JS_METHOD("setMonth", set_month, 2),
    JS_METHOD("getSeconds", get_seconds, 0),
    JS_METHOD("setSeconds", set_seconds, 2),
    JS_METHOD("getTime", get_time, 0),
    JS_METHOD("setTime", set_time, 1),
    JS_METHOD("getTimezoneOffset", get_timezone_offset, 0),
    JS_METHOD("getUTCDate", get_utc_date, 0),
    JS_METHOD("setUTCDate", set_utc_date, 1),
    JS_METHOD("getUTCDay", get_utc_day, 0),
    JS_METHOD("getUTCFullYear", get_utc_full_year, 0),
    JS_METHOD("setUTCFullYear", set_utc_full_year, 3),
    JS_METHOD("getUTCHours", get_utc_hours, 0),
    JS_METHOD("setUTCHours", set_utc_hours, 4),
    JS_METHOD("getUTCMilliseconds", get_utc_milliseconds, 0),
    JS_METHOD("setUTCMilliseconds", set_utc_milliseconds, 1),
    JS_METHOD("getUTCMinutes", get_utc_minutes, 0),
    JS_METHOD("setUTCMinutes", set_utc_minutes, 3),
    JS_METHOD("getUTCMonth", get_utc_month, 0),
    JS_METHOD("setUTCMonth", set_utc_month, 2),
    JS_METHOD("getUTCSeconds", get_utc_seconds, 0),
    JS_METHOD("setUTCSeconds", set_utc_seconds, 2),
    JS_METHOD("valueOf", value_of, 0),
    JS_METHOD("getYear", get_year, 0),
    JS_METHOD("setYear", set_year, 1),
};
JS_BUILTIN_TABLE_END(date_prototype);
