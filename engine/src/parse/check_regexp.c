/*
 * check_regexp.c: the engine's own regular expressions as the parser's judge of literals.
 */
#include "parse/parser.h"
#include "regexp/regexp.h"

static struct js_regexp_text text_of(const struct js_source_text *source)
{
    return (struct js_regexp_text){source->latin1 ? (const void *)source->latin1 : source->utf16,
                                   source->length, !source->latin1};
}

bool js_parse_check_regexp_default(const struct js_parse_options *options,
                                   const struct js_source_text *pattern,
                                   const struct js_source_text *flags, const char **message)
{
    struct js_regexp_text pattern_text = text_of(pattern), flags_text = text_of(flags);
    struct js_regexp_error error;
    uint32_t bits;

    if (!js_regexp_parse_flags(&flags_text, &bits)) {
        *message = "Invalid regular expression flags";
        return false;
    }
    if (js_regexp_validate(options->heap, &pattern_text, bits, options->stack_limit, &error))
        return true;
    *message = error.kind == JS_REGEXP_SYNTAX_ERROR ? error.message : NULL;
    return false;
}
