/*
 * builtins/date_constructor.c: 21.4.2 The Date Constructor, 21.4.3 its properties.
 */
#include "builtins/date_internal.h"

#include <math.h>
#include <time.h>

/* 21.4.1.31 SystemUTCEpochMilliseconds ( ) */
static double current_time(js_ctx *ctx)
{
    struct timespec now;

    if (ctx->host && ctx->host->now_ms)
        return floor(ctx->host->now_ms(ctx));
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)now.tv_sec * 1000 + (double)(now.tv_nsec / 1000000);
}

/* The time value of a string, NaN for what is no date. */
static bool parse_string(js_ctx *ctx, const js_value *string, double *time)
{
    JS_TRY(js_string_flatten_noscript(ctx, string));
    const struct js_units u = js_string_units_nogc(ctx, *string);
    *time = u.latin1 ? js_date_parse_latin1(u.latin1, u.length)
                     : js_date_parse_utf16(u.utf16, u.length);
    return true;
}

/* 21.4.2.1 step 4: of one argument. */
static bool time_from_value(js_ctx *ctx, const js_value *value, double *time)
{
    JS_FRAME(ctx, f, primitive);

    if (js_is_kind(*value, JS_KIND_DATE)) {
        *time = js_date_nogc(*value)->value;
        return true;
    }
    JS_TRY(js_to_primitive(ctx, value, JS_HINT_DEFAULT, &f.primitive));
    if (js_is_string(f.primitive))
        return parse_string(ctx, &f.primitive, time);
    JS_TRY(js_to_number(ctx, &f.primitive, time));
    *time = js_time_clip(*time);
    return true;
}

/* The date of up to seven arguments, year first, not yet clipped; those that are missing have defaults. */
static bool date_from_arguments(js_ctx *ctx, const js_call *call, double *date)
{
    double part[7] = {NAN, 0, 1, 0, 0, 0, 0};

    for (uint32_t i = 0; i < call->argc && i < 7; i++)
        JS_TRY(js_to_number(ctx, js_arg(call, i), &part[i]));
    *date = js_make_date(js_make_day(js_make_full_year(part[0]), part[1], part[2]),
                         js_make_time(part[3], part[4], part[5], part[6]));
    return true;
}

/* 21.4.2.1 Date ( ...values ) */
static bool date(js_ctx *ctx, const js_call *call, js_value *result)
{
    double time;
    JS_FRAME(ctx, f, date);

    if (!js_is_construct(call))
        return js__date_text_noscript(ctx, current_time(ctx), JS_DATE_FULL, result);
    if (call->argc == 0) {
        time = current_time(ctx);
    } else if (call->argc == 1) {
        JS_TRY(time_from_value(ctx, js_arg(call, 0), &time));
    } else {
        JS_TRY(date_from_arguments(ctx, call, &time));
        time = js_time_clip(js_tz_utc_from_local(time));
    }
    JS_TRY(js_create_from_constructor(ctx, call->new_target, JS_INTRINSIC_date_prototype, JS_KIND_DATE,
                                      sizeof(struct js_date), &f.date));
    js_date_nogc(f.date)->value = time;
    *result = f.date;
    return true;
}

/* 21.4.3.1 Date.now ( ) */
static bool now(js_ctx *ctx, const js_call *call, js_value *result)
{
    (void)call;
    *result = js_number(current_time(ctx));
    return true;
}

/* 21.4.3.2 Date.parse ( string ) */
static bool parse(js_ctx *ctx, const js_call *call, js_value *result)
{
    double time;
    JS_FRAME(ctx, f, string);

    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.string));
    JS_TRY(parse_string(ctx, &f.string, &time));
    *result = js_number(time);
    return true;
}

/* 21.4.3.4 Date.UTC ( year [ , month [ , date [ , hours [ , minutes [ , seconds [ , ms ] ] ] ] ] ] ) */
static bool utc(js_ctx *ctx, const js_call *call, js_value *result)
{
    double time;

    JS_TRY(date_from_arguments(ctx, call, &time));
    *result = js_number(js_time_clip(time));
    return true;
}

JS_BUILTIN_TABLE(date) = {
    JS_CONSTRUCTOR("Date", date, 7),
    JS_STATIC("now", now, 0),
    JS_STATIC("parse", parse, 1),
    JS_STATIC("UTC", utc, 7),
};
JS_BUILTIN_TABLE_END(date);
