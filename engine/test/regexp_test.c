/*
 * test/regexp_test.c: the regular expression engine.  Each row is run as Latin-1 where it fits and
 * as UTF-16, pattern and input both; random comparison with another engine is
 * tools/regexp_diff.mjs's part.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <uchar.h>
#include <cmocka.h>

#include "regexp/regexp.h"
#include "regexp_support.h"

/* Rows leave out the last index where it is 0. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define COUNT(a)   (sizeof(a) / sizeof(a)[0])
#define GROUPS_MAX 64

struct row {
    const char16_t *pattern;
    const char *flags;
    const char16_t *input;
    const char
        *expected; /* "begin-end" of each group, "." for one that took no part; NULL: no match */
    uint32_t last_index;
};

static struct js_regexp_text text_of(const char16_t *units, bool narrow, uint8_t *buffer)
{
    uint32_t length = 0;

    while (units[length] != 0) /* a test for U+0000 writes it as an escape */
        length++;
    if (!narrow)
        return (struct js_regexp_text){units, length, true};
    for (uint32_t i = 0; i < length; i++)
        buffer[i] = (uint8_t)units[i];
    return (struct js_regexp_text){buffer, length, false};
}

static bool fits_latin1(const char16_t *units)
{
    while (*units != 0)
        if (*units++ > 255)
            return false;
    return true;
}

static uint32_t flag_bits(const char *letters)
{
    const struct js_regexp_text text = {letters, (uint32_t)strlen(letters), false};
    uint32_t flags;

    assert_true(js_regexp_parse_flags(&text, &flags));
    return flags;
}

static void captures_to_text(const int32_t *captures, uint32_t count, char *out, size_t room)
{
    size_t used = 0;

    *out = '\0';
    for (uint32_t i = 0; i < count; i++) {
        const char *space = i == 0 ? "" : " ";

        if (captures[2 * i] < 0)
            used += (size_t)snprintf(out + used, room - used, "%s.", space);
        else
            used += (size_t)snprintf(out + used, room - used, "%s%d-%d", space, captures[2 * i],
                                     captures[2 * i + 1]);
    }
}

static void run_row(const struct row *row, bool narrow_pattern, bool narrow_input,
                    struct js_regexp_env *env)
{
    uint8_t pattern_buffer[4096], input_buffer[4096];
    const struct js_regexp_text pattern = text_of(row->pattern, narrow_pattern, pattern_buffer);
    const struct js_regexp_text input = text_of(row->input, narrow_input, input_buffer);
    struct js_regexp_error error;
    struct js_regexp_program *program =
        js_regexp_compile(NULL, &pattern, flag_bits(row->flags), 0, &error);
    int32_t captures[2 * GROUPS_MAX];
    char got[1024] = "no match";

    if (program == NULL)
        fail_msg("does not compile: %s", error.message);
    assert_true(program->capture_count <= GROUPS_MAX);
    const enum js_regexp_result result =
        js_regexp_exec(program, &input, row->last_index, captures, env);

    assert_true(result == JS_REGEXP_MATCH || result == JS_REGEXP_NO_MATCH);
    if (result == JS_REGEXP_MATCH)
        captures_to_text(captures, program->capture_count, got, sizeof got);
    assert_string_equal(got, row->expected == NULL ? "no match" : row->expected);
    js_regexp_free(NULL, program);
}

static void run_rows(const struct row *rows, size_t count)
{
    struct js_regexp_env env = {0};

    for (size_t i = 0; i < count; i++) {
        const bool narrow_pattern = fits_latin1(rows[i].pattern),
                   narrow_input = fits_latin1(rows[i].input);

        for (int p = 0; p <= narrow_pattern; p++)
            for (int t = 0; t <= narrow_input; t++)
                run_row(&rows[i], p, t, &env);
    }
    js_regexp_env_clear(&env);
    assert_int_equal(memory_in_use, 0);
}

static void characters_and_classes(void **state)
{
    static const struct row rows[] = {
        {u"abc", "", u"xxabcx", "2-5"},
        {u"", "", u"abc", "0-0"},
        {u"a", "", u"", NULL},
        {u"a.c", "", u"a\nc abc", "4-7"},
        {u"a.c", "s", u"a\nc", "0-3"},
        {u"[a-c]+", "", u"xxabcabd", "2-7"},
        {u"[^a-c]+", "", u"abxyc", "2-4"},
        {u"[]", "", u"abc", NULL},
        {u"[^]", "", u"\n", "0-1"},
        {u"[\\d\\-x]+", "", u"a1-x2b", "1-5"},
        {u"\\w+\\W\\s", "", u"--ab1_!\t", "2-8"},
        {u"[\\w-z]+", "", u"a-z", "0-3"},
        {u"\\x41\\u0042\\cJ\\0\\t", "", u"AB\n\t", NULL},
        {u"\\x41\\u0042\\cJ\\t", "", u"AB\n\t", "0-4"},
        {u"[\\b]", "", u"a\b", "1-2"},
        {u"\\s+", "", u"a \u00a0\ufeff\u2028\u3000b", "1-6"},
        {u"\u00e9", "", u"caf\u00e9", "3-4"},
        {u"\u0416", "", u"abc", NULL},
        {u"[\u0410-\u0418]{2}", "", u"x\u0416\u0412", "1-3"},
        {u"^abc$", "", u"abc", "0-3"},
        {u"^b", "", u"a\nb", NULL},
        {u"^b$", "m", u"a\nb\rc", "2-3"},
        {u"\\bfoo\\b", "", u"afoo foo", "5-8"},
        {u"\\Boo\\B", "", u"oo foox", "4-6"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

static void quantifiers(void **state)
{
    static const struct row rows[] = {
        {u"a*", "", u"aaab", "0-3"},
        {u"a*?b", "", u"aaab", "0-4"},
        {u"a+?", "", u"aaa", "0-1"},
        {u"a{2}", "", u"aaa", "0-2"},
        {u"a{2,}", "", u"aaaa", "0-4"},
        {u"a{1,2}?", "", u"aaaa", "0-1"},
        {u"a{0}b", "", u"ab", "1-2"},
        {u"(a{2}){2}", "", u"aaaa", "0-4 2-4"},
        {u"(?:ab){2,3}", "", u"abababab", "0-6"},
        {u"(?:ab){2,3}?", "", u"abababab", "0-4"},
        {u"(?:ab){2,3}c", "", u"ababababc", "2-9"},
        {u"<.*>", "", u"<a><b>c", "0-6"},
        {u"<.*?>", "", u"<a><b>", "0-3"},
        {u"(.*)(\\d+)", "", u"abc123", "0-6 0-5 5-6"},
        {u"(.*?)(\\d+)$", "", u"abc123", "0-6 0-3 3-6"},
        {u"[^,]*,", "", u"ab,cd,", "0-3"},
        {u"x*y", "", u"xxxz xxy", "5-8"},
        {u"a{4294967296}", "", u"aaa", NULL},
        {u"a{0,99999999999}", "", u"aaa", "0-3"},
        {u"(z)((a+)?(b+)?(c))*", "", u"zaacbbbcac", "0-10 0-1 8-10 8-9 . 9-10"},
        {u"(?:a|ab)(?:c|bcd)(?:d*)", "", u"abcd", "0-4"},
        {u"((a)|(ab))((c)|(bc))", "", u"abc", "0-3 0-1 0-1 . 1-3 . 1-3"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

/* What made an engine of our own necessary: reference/dependencies.md. */
static void what_others_get_wrong(void **state)
{
    static const struct row rows[] = {
        /* captures are forgotten in each iteration */
        {u"(?:(a)|b\\1)+", "", u"abab", "0-4 ."},
        {u"(?:(a)|(b))+", "", u"ab", "0-2 . 1-2"},
        {u"(?:(a)|b)*", "", u"ab", "0-2 ."},
        {u"(?:(a)|b)*?$", "", u"ab", "0-2 ."},
        {u"(?:(a)|b){2}", "", u"ab", "0-2 ."},
        {u"(a*)*", "", u"b", "0-0 ."},
        {u"(?=(a+))a*b\\1", "", u"baaabac", "3-6 3-4"},
        {u"(.*?)a(?!(a+)b\\2c)\\2(.*)", "", u"baaabaac", "0-8 0-2 . 3-8"},
        /* empty iterations are refused */
        {u"(?:|a)*", "", u"aaa", "0-3"},
        {u"(?:|a)*?b", "", u"aab", "0-3"},
        {u"(?:a?)*?y", "", u"aay", "0-3"},
        {u"(a?)*?$", "", u"aa", "0-2 1-2"},
        {u"(?:a*?)*$", "", u"aa", "0-2"},
        {u"(?:a?){3}", "", u"a", "0-1"},
        {u"(a?){3}", "", u"a", "0-1 1-1"},
        {u"(?:){3,}", "", u"a", "0-0"},
        {u"(a?)?", "", u"b", "0-0 ."},
        {u"(?:(?=a))*", "", u"a", "0-0"},
        {u"(?:(?=(a))){0,1}b", "", u"ab", "1-2 ."},
        {u"(?=(a)){1,}", "", u"a", "0-0 0-1"},
        {u"(\\2a)(\\1)", "", u"aaa", "0-2 0-1 1-2"},
        {u"(a\\1){2}", "", u"aa", "0-2 1-2"},
        {u"(?:(a)\\1?){2}", "", u"aaa", "0-3 2-3"},
        /* lookbehind of any length, matched right to left */
        {u"(?<=a+)b", "", u"caab", "3-4"},
        {u"(?<=(\\d+)(\\d+))$", "", u"1053", "4-4 0-1 1-4"},
        {u"(?<=(\\d{1,2})*)$", "", u"123", "3-3 0-1"},
        {u"(?<=\\1(\\w))d", "i", u"abbd", "3-4 2-3"},
        {u"(?<=(\\w)\\1)d", "", u"abbd", "3-4 2-3"},
        {u"(?<=([abc]+)([abc]+))$", "", u"abc", "3-3 0-1 1-3"},
        {u"(?<=a(.\\2)b(\\1)).{4}", "", u"aabcacbc", "3-7 1-2 3-3"},
        {u"(?<!abc)\\w\\w\\w", "", u"abcdef", "0-3"},
        {u"(?<=^abc)def", "", u"abcdef", "3-6"},
        {u"(?<=^[a-c]{3})def$", "", u"abcdef", "3-6"},
        {u"(?<=ab(?=c)\\wd)\\w\\w", "", u"abcdef", "4-6"},
        {u"(?<!(^|[ab]))\\w{2}", "", u"abcdef", "3-5 ."},
        {u"(?<=\\k<a>(?<a>a))b", "", u"aab", "2-3 1-2"},
        {u"(?<=b|c)(?<=a|b)x", "", u"cxbx", "3-4"},
        {u"(?<=a|bc)x", "", u"cxbcx", "4-5"},
        {u"(?<=[^\\n]{2,3}?)x", "", u"abcx", "3-4"},
        /* lone surrogates, and pairs that a reference must not split */
        {u"\\ud83d", "u", u"\U0001f600", NULL},
        {u"\\ud83d", "", u"\U0001f600", "0-1"},
        {u"\\ude00", "u", u"\U0001f600", NULL},
        {u"^[^x]$", "u", u"\U0001f600", "0-2"},
        {u"^[^x]$", "", u"\U0001f600", NULL},
        {u"^.{2}$", "u", u"\U0001f600\xd83d", "0-3"},
        {u"(?<=\\ud83d)x", "u", u"\xd83dx", "1-2"},
        {u"(?<=\\ude00)x", "u", u"\U0001f600x", NULL},
        {u"(\\ud83d)\\1", "u", u"\xd83d\U0001f600", NULL},
        {u"(\\ud83d).*\\1", "", u"\xd83dx\U0001f600", "0-3 0-1"},
        {u"(\\ud83d).*\\1", "u", u"\xd83dx\U0001f600", NULL},
        {u"(?<=\\1(\\ude00))x", "u", u"\U0001f600\xde00x", NULL},
        /* references when case is ignored */
        {u"(a\u03c3)\\1", "i", u"a\u03c3A\u03c2", "0-4 0-2"},
        {u"(k)\\1", "iu", u"k\u212a", "0-2 0-1"},
        {u"(k)\\1", "i", u"k\u212a", NULL},
        {u"(\U00010400)\\1", "iu", u"\U00010400\U00010428", "0-4 0-2"},
        {u"(?<=\\1(\U00010400))$", "iu", u"\U00010428\U00010400", "4-4 2-4"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

static void lookahead(void **state)
{
    static const struct row rows[] = {
        {u"a(?=b)", "", u"acab", "2-3"},
        {u"a(?!b)", "", u"abac", "2-3"},
        {u"(?=(a*))\\1b", "", u"aaab", "0-4 0-3"},
        {u"(?=(a*?))\\1b", "", u"aaab", "3-4 3-3"},
        {u"(?!(a))\\1b", "", u"ab", "1-2 ."},
        {u"(?!(?!a))b|a", "", u"a", "0-1"},
        {u"(?:(?=(a))a)*b", "", u"aab", "0-3 1-2"},
        {u"(?:(?=(a))a|(?=(b))b)*$", "", u"ab", "0-2 . 1-2"},
        {u"(?=a)*b", "", u"b", "0-1"},
        {u"(?=a)+a", "", u"a", "0-1"},
        /* Loops in and before a lookaround: [regexp.own-registers]. */
        {u"(?:ab){1,2}(?=(?:cd){2})c*x|abab(cd)", "", u"ababcdx", "0-6 4-6"},
        {u"(?=.*x)(?=.*y)\\w+", "", u"ayxb", "0-4"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

static void ignoring_case(void **state)
{
    static const struct row rows[] = {
        {u"aBc", "i", u"xAbC", "1-4"},
        {u"[a-z]+", "i", u"1ABC", "1-4"},
        {u"[^a-z]", "i", u"AB1", "2-3"},
        {u"\u00e9", "i", u"\u00c9", "0-1"},
        {u"\u00df", "i", u"\u1e9e", NULL},
        {u"\u00df", "iu", u"\u1e9e", "0-1"},
        {u"\u03c3", "i", u"\u03c2", "0-1"},
        {u"\u017f", "i", u"s", NULL},
        {u"\u017f", "iu", u"s", "0-1"},
        {u"s", "iu", u"\u017f", "0-1"},
        {u"k", "i", u"\u212a", NULL},
        {u"k", "iu", u"\u212a", "0-1"},
        {u"[^k]", "iu", u"\u212a", NULL},
        {u"\\w", "iu", u"\u017f", "0-1"},
        {u"\\W", "iu", u"\u017f", NULL},
        {u"[^\\W]", "iu", u"\u212a", "0-1"},
        {u"\\w", "i", u"\u017f", NULL},
        {u"\\b", "iu", u"\u017f", "0-0"},
        {u"\\b", "i", u"\u017f", NULL},
        {u"\u01c5", "i", u"\u01c4\u01c6", "0-1"},
        {u"\u0130", "i", u"i", NULL},
        {u"\u0131", "i", u"I", NULL},
        {u"\ufb05", "iu", u"\ufb06", "0-1"},
        {u"\u1f80", "i", u"\u1f88", NULL}, /* its upper case is two characters */
        {u"\u1f80", "iu", u"\u1f88", "0-1"},
        {u"[\U00010400-\U00010427]+", "iu", u"\U00010428", "0-2"},
        {u"\u00b5", "i", u"\u03bc", "0-1"},
        {u"[\u0390-\u03c9]", "i", u"\u00b5", "0-1"},
        {u"[_-a]", "i", u"A", "0-1"},
        {u"[Z-a]", "i", u"z", "0-1"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

static void code_points(void **state)
{
    static const struct row rows[] = {
        {u".", "u", u"\U0001f600", "0-2"},
        {u".", "", u"\U0001f600", "0-1"},
        {u"\\u{1f600}", "u", u"a\U0001f600", "1-3"},
        {u"\\ud83d\\ude00+", "u", u"\U0001f600\U0001f600", "0-4"},
        {u"\U0001f600+", "", u"\U0001f600\U0001f600", "0-2"},
        {u"\U0001f600{2}", "u", u"\U0001f600\U0001f600", "0-4"},
        {u"[\U0001f600-\U0001f603]", "u", u"\U0001f602", "0-2"},
        {u"[^\U0001f600]", "u", u"\U0001f600a", "2-3"},
        {u".*?b", "u", u"\U0001f600\U0001f600b", "0-5"},
        {u".+\U0001f600", "u", u"a\U0001f601\U0001f600\U0001f600x", "0-7"},
        {u"^.+.$", "u", u"\U0001f601\U0001f600", "0-4"},
        {u"(?<=.)x", "u", u"\U0001f600x", "2-3"},
        {u"(?<=^..)x", "u", u"\U0001f600ax", "3-4"},
        {u"(?<=\U0001f600{2})x", "u", u"\U0001f600\U0001f600x", "4-5"},
        /* the search begins at characters, and goes back to one */
        {u"\\ude00", "u", u"\U0001f600", NULL, 1},
        {u".", "u", u"\U0001f600", "0-2", 1},
        {u".", "uy", u"\U0001f600", "0-2", 1},
        {u"(?!\U0001f600)", "u", u"\U0001f600", "2-2"},
        {u".", "", u"\U0001f600", "1-2", 1},
        {u"\\u{61}{2}", "u", u"aa", "0-2"},
        {u"\\u{3}", "", u"uuu", "0-3"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

static void properties(void **state)
{
    static const struct row rows[] = {
        {u"\\p{L}+", "u", u"1a\u00e9\u0416\u4e2d2", "1-5"},
        {u"\\P{L}", "u", u"a1", "1-2"},
        {u"\\p{Lu}", "u", u"aB", "1-2"},
        {u"\\p{Lu}", "iu", u"ab", "0-1"},
        {u"\\P{Lu}", "iu", u"AB", "0-1"},
        {u"[^\\P{Lu}]", "iu", u"A", NULL},
        {u"\\p{General_Category=Uppercase_Letter}", "u", u"aB", "1-2"},
        {u"\\p{gc=Nd}+", "u", u"x1\u0661", "1-3"},
        {u"\\p{Script=Greek}+", "u", u"a\u03b1\u03b2", "1-3"},
        {u"\\p{sc=Grek}+", "u", u"a\u03b1\u03b2", "1-3"},
        {u"\\p{scx=Hira}", "u", u"\u30fc", "0-1"},
        {u"\\p{sc=Hira}", "u", u"\u30fc", NULL},
        {u"\\p{Emoji_Presentation}", "u", u"a\U0001f600", "1-3"},
        {u"[\\p{Alphabetic}\\p{Nd}_]+", "u", u"-a1_-", "1-4"},
        {u"^\\p{Any}$", "u", u"\U0010fffd", "0-2"},
        {u"\\p{ASCII}+", "u", u"\u00e9ab\u0416", "1-3"},
        {u"\\p{Assigned}", "u", u"\u0378a", "1-2"},
        {u"\\p{Cn}", "u", u"\u0378a", "0-1"},
        {u"\\p{Cs}", "u", u"\xd800", "0-1"},
        {u"\\p{White_Space}", "u", u"a\u3000", "1-2"},
        {u"\\p{L}", "", u"p{L}", "0-4"},
        {u"\\p{Script=Beria_Erfe}", "u", u"\U00016ea0", "0-2"}, /* Unicode 17 */
    };
    static const char16_t *const none[] = {u"\\p{}",          u"\\p{Greek}",   u"\\p{l}",
                                           u"\\p{Script}",    u"\\p{L=L}",     u"\\p{Block=ASCII}",
                                           u"\\p{InASCII}",   u"\\p{sc=}",     u"\\p{gc=Any}",
                                           u"\\p{ L}",        u"\\p{Any=Any}", u"\\p{Alpha_betic}",
                                           u"\\p{Hyphen}",    u"\\p",          u"\\pL",
                                           u"\\p{L",          u"\\p{=L}",      u"\\p{Line_Break}",
                                           u"\\p{Other_Math}"};
    struct js_regexp_error error;

    (void)state;
    run_rows(rows, COUNT(rows));
    for (size_t i = 0; i < COUNT(none); i++) {
        const struct js_regexp_text pattern = text_of(none[i], false, NULL);

        assert_false(js_regexp_validate(NULL, &pattern, JS_REGEXP_UNICODE, 0, &error));
        assert_string_equal(error.message, "Invalid property name");
    }
}

static void groups_and_references(void **state)
{
    static const struct row rows[] = {
        {u"(a)(b)?\\2c", "", u"ac", "0-2 0-1 ."},
        {u"(a)\\1", "", u"aa", "0-2 0-1"},
        {u"\\1(a)", "", u"aa", "0-1 0-1"},
        {u"(?<year>\\d{4})-(?<month>\\d\\d)", "", u"on 2024-05", "3-10 3-7 8-10"},
        {u"(?<a>.)\\k<a>", "", u"abb", "1-3 1-2"},
        {u"\\k<a>(?<a>x)", "", u"x", "0-1 0-1"},
        {u"\\k<a>", "", u"k<a>", "0-4"},
        {u"(?<\\u0061>x)\\k<a>", "", u"xx", "0-2 0-1"},
        {u"(?<$_\u00e9>x)\\k<$_\u00e9>", "", u"xx", "0-2 0-1"},
        {u"(?<\U00010400>x)\\k<\\ud801\\udc00>", "", u"xx", "0-2 0-1"},
        {u"(?<a>x)|(?<a>y)", "", u"y", "0-1 . 0-1"},
        {u"(?:(?<a>x)|(?<a>y))\\k<a>", "", u"yxyy", "2-4 . 2-3"},
        {u"(?:(?:(?<a>x)|(?<a>y)|z)\\k<a>){2}", "", u"xxz", "0-3 . ."},
        {u"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10", "", u"abcdefghijj",
         "0-11 0-1 1-2 2-3 3-4 4-5 5-6 6-7 7-8 8-9 9-10"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

static void annex_b(void **state)
{
    static const struct row rows[] = {
        {u"]", "", u"a]", "1-2"},           {u"}", "", u"a}", "1-2"},
        {u"a{", "", u"a{", "0-2"},          {u"a{1", "", u"a{1", "0-3"},
        {u"a{,2}", "", u"aa{,2}", "1-6"},   {u"x{a}", "", u"x{a}", "0-4"},
        {u"\\8\\9", "", u"89", "0-2"},      {u"\\101", "", u"A", "0-1"},
        {u"(a)\\2", "", u"a\2", "0-2 0-1"}, {u"[\\101]", "", u"A", "0-1"},
        {u"[\\8]", "", u"8", "0-1"},        {u"\\400", "", u" 0", "0-2"},
        {u"\\c", "", u"\\c", "0-2"},        {u"\\c1", "", u"\\c1", "0-3"},
        {u"[\\c1]", "", u"\x11", "0-1"},    {u"[\\c_]", "", u"\x1f", "0-1"},
        {u"[\\c*]+", "", u"c\\*", "0-3"},   {u"\\u", "", u"u", "0-1"},
        {u"\\u12", "", u"u12", "0-3"},      {u"\\x1", "", u"x1", "0-2"},
        {u"\\a\\-", "", u"a-", "0-2"},      {u"\\k", "", u"k", "0-1"},
        {u"[a-\\d]+", "", u"1-a", "0-3"},   {u"[\\s-a]+", "", u"a- ", "0-3"},
        {u"\\_", "", u"_", "0-1"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

/* Sticky, last_index, and searches that skip ahead by what a match must begin with or contain. */
static void searching(void **state)
{
    static const struct row rows[] = {
        {u"b", "y", u"ab", NULL, 0},
        {u"b", "y", u"ab", "1-2", 1},
        {u"$", "y", u"ab", "2-2", 2},
        {u"^b", "y", u"ab", NULL, 1},
        {u"^b", "my", u"a\nb", "2-3", 2},
        {u"a", "g", u"aba", "2-3", 1},
        {u"foobar", "", u"foofoobar", "3-9"},
        {u"(foo)(bar)+", "", u"fobarfoobarbar", "5-14 5-8 11-14"},
        {u"\\bfoo", "", u"xfoo foo", "5-8"},
        {u"(?<=x)foo", "", u"foo xfoo", "5-8"},
        {u"\u0416\u0417", "", u"\u0416\u0416\u0417", "1-3"},
        {u"[ab]*c", "", u"ababab", NULL},
        {u"[ab]*cd", "", u"abacabcd", "4-8"},
        {u"\\d+px", "", u"12 34em 5px", "8-11"},
        {u"(?:a|b)+c|d", "", u"ababd", "4-5"},
        {u"^(?:a|b)|^c", "", u"xa", NULL},
        {u"(?:^a|^b)c", "", u"bc", "0-2"},
        {u"[^]{3}$", "", u"ab", NULL},
        {u"x|$", "", u"ab", "2-2"},
        {u"[\u0400-\u04ff]", "", u"ab\u0300\u0416", "3-4"},
    };

    (void)state;
    run_rows(rows, COUNT(rows));
}

struct error_row {
    const char16_t *pattern;
    const char *flags, *message;
};

/* The messages are V8's. */
static void early_errors(void **state)
{
    static const struct error_row rows[] = {
        {u"(", "", "Invalid regular expression: /(/: Unterminated group"},
        {u"(", "gu", "Invalid regular expression: /(/gu: Unterminated group"},
        {u")", "", "Invalid regular expression: /)/: Unmatched ')'"},
        {u"*", "", "Invalid regular expression: /*/: Nothing to repeat"},
        {u"a**", "", "Invalid regular expression: /a**/: Nothing to repeat"},
        {u"^*", "", "Invalid regular expression: /^*/: Nothing to repeat"},
        {u"\\b+", "", "Invalid regular expression: /\\b+/: Nothing to repeat"},
        {u"{1}", "", "Invalid regular expression: /{1}/: Nothing to repeat"},
        {u"{", "u", "Invalid regular expression: /{/u: Lone quantifier brackets"},
        {u"]", "u", "Invalid regular expression: /]/u: Lone quantifier brackets"},
        {u"a{1", "u", "Invalid regular expression: /a{1/u: Incomplete quantifier"},
        {u"a{2,1}", "",
         "Invalid regular expression: /a{2,1}/: numbers out of order in {} quantifier"},
        {u"(?<=a)*", "", "Invalid regular expression: /(?<=a)*/: Invalid quantifier"},
        {u"(?=a)*", "u", "Invalid regular expression: /(?=a)*/u: Invalid quantifier"},
        {u"(?a)", "", "Invalid regular expression: /(?a)/: Invalid group"},
        {u"[", "", "Invalid regular expression: /[/: Unterminated character class"},
        {u"[b-a]", "",
         "Invalid regular expression: /[b-a]/: Range out of order in character class"},
        {u"[\\d-z]", "u", "Invalid regular expression: /[\\d-z]/u: Invalid character class"},
        {u"\\", "", "Invalid regular expression: /\\/: \\ at end of pattern"},
        {u"\\a", "u", "Invalid regular expression: /\\a/u: Invalid escape"},
        {u"\\1", "u", "Invalid regular expression: /\\1/u: Invalid escape"},
        {u"\\00", "u", "Invalid regular expression: /\\00/u: Invalid decimal escape"},
        {u"[\\1]", "u", "Invalid regular expression: /[\\1]/u: Invalid decimal escape"},
        {u"\\u{110000}", "u", "Invalid regular expression: /\\u{110000}/u: Invalid Unicode escape"},
        {u"\\u12", "u", "Invalid regular expression: /\\u12/u: Invalid Unicode escape"},
        {u"\\c", "u", "Invalid regular expression: /\\c/u: Invalid Unicode escape"},
        {u"\\p{x}", "u", "Invalid regular expression: /\\p{x}/u: Invalid property name"},
        {u"[\\p{x}]", "u",
         "Invalid regular expression: /[\\p{x}]/u: Invalid property name in character class"},
        {u"(?<1>a)", "", "Invalid regular expression: /(?<1>a)/: Invalid capture group name"},
        {u"(?<a", "", "Invalid regular expression: /(?<a/: Invalid capture group name"},
        {u"(?<a>)(?<a>)", "",
         "Invalid regular expression: /(?<a>)(?<a>)/: Duplicate capture group name"},
        {u"(?<a>(?<a>))", "",
         "Invalid regular expression: /(?<a>(?<a>))/: Duplicate capture group name"},
        {u"(?:(?<a>)|b)(?<a>)", "",
         "Invalid regular expression: /(?:(?<a>)|b)(?<a>)/: Duplicate capture group name"},
        {u"\\k", "u", "Invalid regular expression: /\\k/u: Invalid named reference"},
        {u"(?<a>)\\k", "", "Invalid regular expression: /(?<a>)\\k/: Invalid named reference"},
        {u"(?<a>)\\k<b>", "",
         "Invalid regular expression: /(?<a>)\\k<b>/: Invalid named capture referenced"},
        {u"(?<a>)[\\k]", "", "Invalid regular expression: /(?<a>)[\\k]/: Invalid escape"},
    };
    struct js_regexp_error error;
    uint16_t text[256];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct js_regexp_text pattern = text_of(rows[i].pattern, false, NULL);
        const uint32_t flags = flag_bits(rows[i].flags);
        char narrow[256] = {0};

        assert_false(js_regexp_validate(NULL, &pattern, flags, 0, &error));
        assert_int_equal(error.kind, JS_REGEXP_SYNTAX_ERROR);
        const size_t length = js_regexp_error_text(&pattern, flags, &error, text, COUNT(text));

        assert_true(length < sizeof narrow);
        for (size_t k = 0; k < length; k++)
            narrow[k] = (char)text[k];
        assert_string_equal(narrow, rows[i].message);
        assert_null(js_regexp_compile(NULL, &pattern, flags, 0, &error));
        assert_true(error.position <= pattern.length);
    }
    assert_int_equal(memory_in_use, 0);
}

static void flags(void **state)
{
    static const struct js_regexp_text bad[] = {
        {"gg", 2, false}, {"x", 1, false}, {"v", 1, false}, {"G", 1, false}};
    char letters[8];
    uint32_t bits;

    (void)state;
    assert_int_equal(js_regexp_flag_letters(flag_bits("yusmigd"), letters), 7);
    assert_string_equal(letters, "dgimsuy");
    assert_int_equal(flag_bits(""), 0);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(js_regexp_parse_flags(&bad[i], &bits));
}

static struct js_regexp_program *compile(const char *pattern, const char *letters)
{
    const struct js_regexp_text text = {pattern, (uint32_t)strlen(pattern), false};
    struct js_regexp_error error;
    struct js_regexp_program *program =
        js_regexp_compile(NULL, &text, flag_bits(letters), 0, &error);

    if (program == NULL)
        fail_msg("/%s/ does not compile: %s", pattern, error.message);
    return program;
}

static void names_are_listed_in_order(void **state)
{
    static const struct {
        const char16_t *name;
        uint32_t length, group;
    } expected[] = {{u"out", 3, 1}, {u"a", 1, 2}, {u"a", 1, 4}, {u"\U00010400", 2, 5}};
    struct js_regexp_program *program = compile("(?<out>(?<a>x)|(.)(?<a>y))(?<\\u{10400}>)", "");

    (void)state;
    assert_int_equal(program->capture_count, 6);
    assert_int_equal(program->name_count, COUNT(expected));
    for (uint32_t i = 0; i < COUNT(expected); i++) {
        const struct js_regexp_group_name name = js_regexp_group_name(program, i);

        assert_int_equal(name.group, expected[i].group);
        assert_int_equal(name.length, expected[i].length);
        assert_memory_equal(name.units, expected[i].name, name.length * 2);
    }
    js_regexp_free(NULL, program);
}

static void long_inputs(void **state)
{
    enum { LENGTH = 1000001 };
    static const char *const patterns[] = {
        "(?:a|b)*c", "(?:a|b|ab)*c", "(a|b)*c",         "(?:a|b)*?c",   "(?:ab)*c",
        "[^c]*c$",   "(?:.|\\n)+$",  "(?:a{0,1}b*?)*c", "(?:ab){9,}?c", "[^]*"};
    char *input = malloc(LENGTH);
    const struct js_regexp_text text = {input, LENGTH, false};
    struct js_regexp_env env = {0};

    (void)state;
    for (int i = 0; i < LENGTH; i++)
        input[i] = i % 2 ? 'b' : 'a';
    input[LENGTH - 1] = 'c';
    for (size_t i = 0; i < COUNT(patterns); i++) {
        struct js_regexp_program *program = compile(patterns[i], "");
        int32_t captures[4];

        assert_int_equal(js_regexp_exec(program, &text, 0, captures, &env), JS_REGEXP_MATCH);
        assert_int_equal(captures[0], 0);
        assert_int_equal(captures[1], LENGTH);
        js_regexp_free(NULL, program);
    }
    assert_true(env.stack_words * sizeof(uint32_t) <= 64 * 1024);
    js_regexp_env_clear(&env);
    free(input);
    assert_int_equal(memory_in_use, 0);
}

static void the_backtrack_stack_is_bounded(void **state)
{
    struct js_regexp_program *program = compile("(?:(a)|(b)|ab)*c", "");
    struct js_regexp_env env = {.stack_bytes_max = 1 << 16};
    const uint32_t length = 100000;
    char *input = malloc(length);
    const struct js_regexp_text text = {input, length, false};
    int32_t captures[6] = {7, 7, 7, 7, 7, 7};

    (void)state;
    memset(input, 'a', length);
    input[length - 1] = 'c';
    assert_int_equal(js_regexp_exec(program, &text, 0, captures, &env), JS_REGEXP_OUT_OF_MEMORY);
    assert_int_equal(captures[0], 7); /* untouched */
    env.stack_bytes_max = 0;
    assert_int_equal(js_regexp_exec(program, &text, 0, captures, &env), JS_REGEXP_MATCH);
    js_regexp_env_clear(&env);
    js_regexp_free(NULL, program);
    free(input);
    assert_int_equal(memory_in_use, 0);
}

struct interruption {
    struct js_regexp_env *env;
    struct js_regexp_program *inner;
    int polls, stop_at;
};

static bool count_polls(void *data)
{
    struct interruption *i = data;

    if (i->inner != NULL) { /* another execution with the same env meanwhile */
        const struct js_regexp_text text = {"xxyy", 4, false};
        struct js_regexp_env *env = i->env;
        struct js_regexp_program *inner = i->inner;
        int32_t captures[4];

        i->inner = NULL;
        assert_int_equal(js_regexp_exec(inner, &text, 0, captures, env), JS_REGEXP_MATCH);
        assert_int_equal(captures[3], 4);
        i->inner = inner;
    }
    return ++i->polls == i->stop_at;
}

static void executions_are_interrupted(void **state)
{
    /* Classes, so that no search for a required literal ends it. */
    static const char *const patterns[] = {"(?:a*)*[bd]",        "(?:a|aa)+[bd]", "(a+)+[bd]",
                                           "a*a*a*a*[bd]",       "(?:a+?)+?[bd]", "(?=(a+)+[bd])",
                                           "(?:a{0,3}){2,}[bd]", ".*.*.*.*[bd]",  "(?<=d(?:a+)+)c"};
    char input[60];
    const struct js_regexp_text text = {input, sizeof input, false};
    struct interruption data = {.stop_at = 5};
    struct js_regexp_env env = {.interrupt = count_polls, .interrupt_data = &data};
    struct js_regexp_program *inner = compile("x*(y+)", "");
    int32_t captures[4];

    (void)state;
    data.env = &env;
    data.inner = inner;
    memset(input, 'a', sizeof input - 1);
    input[sizeof input - 1] = 'c';
    for (size_t i = 0; i < COUNT(patterns); i++) {
        struct js_regexp_program *program = compile(patterns[i], "");

        data.polls = 0;
        assert_int_equal(js_regexp_exec(program, &text, 0, captures, &env), JS_REGEXP_INTERRUPTED);
        assert_int_equal(data.polls, 5);
        js_regexp_free(NULL, program);
    }
    js_regexp_free(NULL, inner);
    js_regexp_env_clear(&env);
    assert_int_equal(memory_in_use, 0);
}

static void nesting_is_bounded(void **state)
{
    static const struct {
        const char *open, *close;
        bool accepted_deep;
    } kinds[] = {{"(", ")", false}, {"(?:", ")", false}, {"(?=", ")", false}, {"(?<=", ")", false}};
    static char pattern[1 << 16];
    struct js_regexp_error error;

    (void)state;
    for (size_t k = 0; k < COUNT(kinds); k++) {
        for (int depth = 900; depth <= 5000; depth += 4100) {
            char *at = pattern;

            for (int i = 0; i < depth; i++)
                at = stpcpy(at, kinds[k].open);
            for (int i = 0; i < depth; i++)
                at = stpcpy(at, kinds[k].close);
            const struct js_regexp_text text = {pattern, (uint32_t)(at - pattern), false};
            struct js_regexp_program *program = js_regexp_compile(NULL, &text, 0, 0, &error);

            if (depth == 900) {
                assert_non_null(program);
                js_regexp_free(NULL, program);
            } else {
                assert_null(program);
                assert_string_equal(error.message, "Regular expression too large");
            }
        }
    }
    assert_int_equal(memory_in_use, 0);
}

/* However little of the C stack is left, the answer is a program or an error. */
static void nesting_is_bounded_by_the_stack(void **state)
{
    enum { DEPTH = 500 };
    static char pattern[8 * DEPTH + 1];
    struct js_regexp_error error;
    char here, *at = pattern;
    int compiled = 0, refused = 0;

    (void)state;
    for (int i = 0; i < DEPTH; i++)
        at = stpcpy(at, "(?:b|a");
    for (int i = 0; i < DEPTH; i++)
        at = stpcpy(at, ")?");
    const struct js_regexp_text text = {pattern, (uint32_t)(at - pattern), false};

    for (uintptr_t room = 2048; room < 4 << 20; room *= 2) {
        struct js_regexp_program *program =
            js_regexp_compile(NULL, &text, 0, (uintptr_t)&here - room, &error);

        compiled += program != NULL;
        refused += program == NULL && strcmp(error.message, "Regular expression too large") == 0;
        assert_int_equal(program != NULL, refused == 0 || compiled > 0);
        js_regexp_free(NULL, program);
    }
    assert_true(compiled > 0);
    assert_true(refused > 0);
    assert_int_equal(memory_in_use, 0);
}

static void many_captures(void **state)
{
    const uint32_t most = 32767;
    char *pattern = malloc(2 * (most + 1) + 1);
    struct js_regexp_error error;

    (void)state;
    for (uint32_t i = 0; i <= most; i++)
        memcpy(pattern + 2 * i, "()", 2);
    struct js_regexp_text text = {pattern, 2 * most, false};
    struct js_regexp_program *program = js_regexp_compile(NULL, &text, 0, 0, &error);

    assert_non_null(program);
    assert_int_equal(program->capture_count, most + 1);
    js_regexp_free(NULL, program);
    text.length += 2;
    assert_false(js_regexp_validate(NULL, &text, 0, 0, &error));
    assert_string_equal(error.message, "Too many captures");
    free(pattern);
}

/* Every allocation, one after the other, fails: an error each time, nothing lost. */
static void allocations_fail(void **state)
{
    static const char pattern[] =
        "(?<n>a|bc){2,3}(?=[^\\p{L}\\w])(?<!x+?)\\k<n>[a-z]*?|(?:(y)*z)+$";
    const struct js_regexp_text text = {pattern, sizeof pattern - 1, false};
    const struct js_regexp_text input = {"yyzyyzyzaabca!", 14, false};
    struct js_regexp_error error;
    struct js_regexp_env env = {0};
    int32_t captures[6];

    (void)state;
    for (long n = 1;; n++) {
        enum js_regexp_result result = JS_REGEXP_OUT_OF_MEMORY;

        allocations_to_fail = n;
        struct js_regexp_program *program =
            js_regexp_compile(NULL, &text, JS_REGEXP_UNICODE | JS_REGEXP_IGNORE_CASE, 0, &error);

        if (program != NULL)
            result = js_regexp_exec(program, &input, 0, captures, &env);
        else
            assert_int_equal(error.kind, JS_REGEXP_NO_MEMORY);
        allocations_to_fail = 0;
        js_regexp_free(NULL, program);
        js_regexp_env_clear(&env);
        assert_int_equal(memory_in_use, 0);
        if (result != JS_REGEXP_OUT_OF_MEMORY) {
            assert_true(n > 8);
            break;
        }
    }
}

/* So that one test's failure is not told by all that follow. */
static int forget_leaks(void **state)
{
    (void)state;
    memory_in_use = 0;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(characters_and_classes, forget_leaks),
        cmocka_unit_test_setup(quantifiers, forget_leaks),
        cmocka_unit_test_setup(what_others_get_wrong, forget_leaks),
        cmocka_unit_test_setup(lookahead, forget_leaks),
        cmocka_unit_test_setup(ignoring_case, forget_leaks),
        cmocka_unit_test_setup(code_points, forget_leaks),
        cmocka_unit_test_setup(properties, forget_leaks),
        cmocka_unit_test_setup(groups_and_references, forget_leaks),
        cmocka_unit_test_setup(annex_b, forget_leaks),
        cmocka_unit_test_setup(searching, forget_leaks),
        cmocka_unit_test_setup(early_errors, forget_leaks),
        cmocka_unit_test_setup(flags, forget_leaks),
        cmocka_unit_test_setup(names_are_listed_in_order, forget_leaks),
        cmocka_unit_test_setup(long_inputs, forget_leaks),
        cmocka_unit_test_setup(the_backtrack_stack_is_bounded, forget_leaks),
        cmocka_unit_test_setup(executions_are_interrupted, forget_leaks),
        cmocka_unit_test_setup(nesting_is_bounded, forget_leaks),
        cmocka_unit_test_setup(nesting_is_bounded_by_the_stack, forget_leaks),
        cmocka_unit_test_setup(many_captures, forget_leaks),
        cmocka_unit_test_setup(allocations_fail, forget_leaks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
