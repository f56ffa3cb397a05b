/* date_math_test.c: calendar, formatting, local time and Date.parse, against node. */
#include <uchar.h>

#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date_math.h"
#include "vectors/date_vectors.h"

/* Whether the zone can be had here: rules by themselves always, names with a database. */
static bool enter_zone(const char *zone)
{
    char path[128];

    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
    setenv("TZ", zone, 1);
    js_tz_reset();
    return strchr(zone, ',') || strcmp(zone, "UTC") == 0 || access(path, R_OK) == 0;
}

static void formats_as_node_does(void **state)
{
    int done = 0;

    for (size_t i = 0; i < COUNT(format_vectors); i++) {
        if (!enter_zone(format_vectors[i].zone))
            continue;
        done++;
        for (int form = 0; form < 8; form++) {
            char out[JS_DATE_TEXT_MAX];
            size_t length =
                js_date_to_text(js_double_from_bits(format_vectors[i].time), (enum js_date_form)form, out);

            check_text(format_vectors[i].forms[form], out, length, format_vectors[i].zone);
        }
    }
    assert_true(done >= 18); /* those in UTC */
}

static void invalid_dates_say_so(void **state)
{
    char out[JS_DATE_TEXT_MAX];

    check_text("Invalid Date", out, js_date_to_text(NAN, JS_DATE_FULL, out), "NaN");
}

static void clock_changes_are_resolved_as_specified(void **state)
{
    for (size_t i = 0; i < COUNT(local_vectors); i++) {
        if (!enter_zone(local_vectors[i].zone))
            continue;
        check_double(local_vectors[i].utc,
                     js_tz_utc_from_local(js_double_from_bits(local_vectors[i].local)),
                     local_vectors[i].zone);
    }
    /* Rules that need no database: 02:30 is skipped on one day and comes twice on another. */
    assert_true(enter_zone("CET-1CEST,M3.5.0,M10.5.0/3"));
    assert_true(js_tz_utc_from_local(1459045800000) == 1459042200000); /* 2016-03-27T02:30: 01:30Z */
    assert_true(js_tz_utc_from_local(1477794600000) == 1477787400000); /* 2016-10-30T02:30: 00:30Z */
    assert_true(js_tz_offset_ms(1459040399999) == 3600000);            /* a millisecond before */
    assert_true(js_tz_offset_ms(1459040400000) == 7200000);
}

static void offsets_follow_a_change_of_zone(void **state)
{
    assert_true(enter_zone("UTC"));
    assert_int_equal(js_tz_offset_ms(0), 0);
    assert_true(enter_zone("IST-5:30,M3.5.0,M10.5.0"));
    assert_int_equal(js_tz_offset_ms(0), 19800000);
    assert_true(enter_zone("UTC"));
    assert_int_equal(js_tz_offset_ms(0), 0);
}

static void parses_as_node_does(void **state)
{
    for (size_t i = 0; i < COUNT(parse_vectors); i++) {
        const uint16_t *text = (const uint16_t *)parse_vectors[i].text;
        size_t length = parse_vectors[i].length;
        uint8_t latin1[128];
        bool wide = false;
        char what[32];

        if (!enter_zone(parse_vectors[i].zone))
            continue;
        snprintf(what, sizeof what, "vector %zu", i);
        check_double(parse_vectors[i].time, js_date_parse_utf16(text, length), what);
        for (size_t k = 0; k < length; k++) {
            wide |= text[k] > 0xFF;
            latin1[k] = (uint8_t)text[k];
        }
        if (!wide)
            check_double(parse_vectors[i].time, js_date_parse_latin1(latin1, length), what);
    }
}

static void makes_dates_as_node_does(void **state)
{
    for (size_t i = 0; i < COUNT(make_vectors); i++) {
        double p[7], day, time;

        for (int k = 0; k < 7; k++)
            p[k] = js_double_from_bits(make_vectors[i].parts[k]);
        day = js_make_day(js_make_full_year(p[0]), p[1], p[2]);
        time = js_make_time(p[3], p[4], p[5], p[6]);
        check_double(make_vectors[i].time, js_time_clip(js_make_date(day, time)), "Date.UTC");
    }
}

/* Days from end to end of the range, all of those within 800 years: split and made again. */
static void days_are_split_and_made_again(void **state)
{
    for (int64_t day = -100000000; day <= 100000000; day += llabs(day) < 150000 ? 1 : 97) {
        struct js_date_parts p;

        js_date_split((double)day * JS_MS_PER_DAY + 86399999, &p);
        if (p.month < 0 || p.month > 11 || p.day < 1 || p.day > 31 || p.hour != 23 || p.millisecond != 999)
            fail_msg("day %lld", (long long)day);
        if (js_make_day(p.year, p.month, p.day) != (double)day)
            fail_msg("day %lld is made again as %d-%d-%d", (long long)day, p.year, p.month, p.day);
        if (p.weekday != (day % 7 + 7 + 4) % 7)
            fail_msg("day %lld", (long long)day);
    }
}

static void time_values_are_clipped(void **state)
{
    assert_true(js_time_clip(8.64e15) == 8.64e15);
    assert_true(isnan(js_time_clip(8.64e15 + 1)));
    assert_true(isnan(js_time_clip(NAN)));
    check_double(0, js_time_clip(-0.0), "-0");
    check_double(js_double_bits(-1), js_time_clip(-1.7), "-1.7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_as_node_does),
        cmocka_unit_test(invalid_dates_say_so),
        cmocka_unit_test(clock_changes_are_resolved_as_specified),
        cmocka_unit_test(offsets_follow_a_change_of_zone),
        cmocka_unit_test(parses_as_node_does),
        cmocka_unit_test(makes_dates_as_node_does),
        cmocka_unit_test(days_are_split_and_made_again),
        cmocka_unit_test(time_values_are_clipped),
    };

    return cmocka_run_group_tests_name("date_math", tests, NULL, NULL);
}
