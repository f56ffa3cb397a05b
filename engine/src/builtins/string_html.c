/*
 * builtins/string_html.c: B.2.2.2 to B.2.2.14: String methods that make HTML of strings.
 */
#include "builtins/string_helpers.h"

/* B.2.2.2.1 CreateHTML ( string, tag, attribute, value ); attribute NULL: none. */
static bool create_html(js_ctx *ctx, const js_call *call, const char *method, const char *tag,
                        const char *attribute, js_value *result)
{
    JS_FRAME(ctx, f, string, value);
    JS_STRING_BUILDER(ctx, b);

    JS_TRY(js__this_string(ctx, call, method, &f.string));
    js_builder_ascii_nogc(&b, "<");
    js_builder_ascii_nogc(&b, tag);
    if (attribute != NULL) {
        JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.value));
        JS_TRY(js_string_flatten_noscript(ctx, &f.value));
        struct js_units units = js_string_units_nogc(ctx, f.value);

        js_builder_ascii_nogc(&b, " ");
        js_builder_ascii_nogc(&b, attribute);
        js_builder_ascii_nogc(&b, "=\"");
        for (uint32_t i = 0; i < units.length; i++) {
            uint16_t unit = js_unit_at(&units, i);

            if (unit == '"')
                js_builder_ascii_nogc(&b, "&quot;");
            else
                js_builder_unit_nogc(&b, unit);
        }
        js_builder_ascii_nogc(&b, "\"");
    }
    js_builder_ascii_nogc(&b, ">");
    js_builder_string_nogc(&b, f.string);
    js_builder_ascii_nogc(&b, "</");
    js_builder_ascii_nogc(&b, tag);
    js_builder_ascii_nogc(&b, ">");
    return js_builder_finish_noscript(&b, result);
}

#define HTML_METHOD(name, tag, attribute)                                                          \
    static bool name(js_ctx *ctx, const js_call *call, js_value *result)                           \
    {                                                                                              \
        return create_html(ctx, call, "String.prototype." #name, tag, attribute, result);          \
    }

HTML_METHOD(anchor, "a", "name")
HTML_METHOD(big, "big", NULL)
HTML_METHOD(blink, "blink", NULL)
HTML_METHOD(bold, "b", NULL)
HTML_METHOD(fixed, "tt", NULL)
HTML_METHOD(fontcolor, "font", "color")
HTML_METHOD(fontsize, "font", "size")
HTML_METHOD(italics, "i", NULL)
HTML_METHOD(link, "a", "href")
HTML_METHOD(small, "small", NULL)
HTML_METHOD(strike, "strike", NULL)
HTML_METHOD(sub, "sub", NULL)
HTML_METHOD(sup, "sup", NULL)

JS_BUILTIN_TABLE(string_html) = {
    JS_METHOD("anchor", anchor, 1),
    JS_METHOD("big", big, 0),
    JS_METHOD("blink", blink, 0),
    JS_METHOD("bold", bold, 0),
    JS_METHOD("fixed", fixed, 0),
    JS_METHOD("fontcolor", fontcolor, 1),
    JS_METHOD("fontsize", fontsize, 1),
    JS_METHOD("italics", italics, 0),
    JS_METHOD("link", link, 1),
    JS_METHOD("small", small, 0),
    JS_METHOD("strike", strike, 0),
    JS_METHOD("sub", sub, 0),
    JS_METHOD("sup", sup, 0),
};
JS_BUILTIN_TABLE_END(string_html);
