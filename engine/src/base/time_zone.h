/*
 * base/time_zone.h: the process's time zone, from the C library's database and the variable TZ.
 *
 * Times are milliseconds since 1970 as ECMAScript counts them.  Functions may be called on any thread; none
 * collects or fails.
 */
#ifndef JS_BASE_TIME_ZONE_H
#define JS_BASE_TIME_ZONE_H

#include <stddef.h>
#include <stdint.h>

#define JS_TZ_NAME_MAX 64

/* How far local time is ahead of UTC at the instant utc, which must be finite; whole seconds. */
int32_t js_tz_offset_ms(double utc);

/* 21.4.1.25 LocalTime; NaN gives NaN. */
double js_tz_local_from_utc(double utc);

/*
 * 21.4.1.26 UTC: the instant at which clocks show local.  Where they are turned back and show it twice, the
 * earlier; where they are turned forward and skip it, as if they had not been.  NaN gives NaN.
 */
double js_tz_utc_from_local(double local);

/*
 * Writes the zone's English name at the instant utc, as in 'Central European Summer Time', or GMT+01:00 if
 * it has none; returns the length.
 */
size_t js_tz_name(double utc, char out[JS_TZ_NAME_MAX]);

/* To be called when the environment variable TZ has changed. */
void js_tz_reset(void);

#endif
