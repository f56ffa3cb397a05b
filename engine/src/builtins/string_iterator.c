/*
 * builtins/string_iterator.c: 22.1.5 String Iterator Objects.
 */
#include "builtins/builtin.h"
#include "object/iterator.h"

/* 22.1.5.1.1 %StringIteratorPrototype%.next ( ) */
static bool next(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, string, part);

    if (!js_is_iterator_of(*call->self, JS_ITERATOR_STRING))
        return js_throw_type_error(
            ctx, "Method String Iterator.prototype.next called on incompatible receiver %v",
            call->self);
    struct js_iterator *iterator = js_iterator_nogc(*call->self);
    uint32_t start = (uint32_t)iterator->index;

    f.string = js_field(ctx, &iterator->target);
    if (js_is_undefined(f.string) || start >= js_string_length_nogc(f.string)) {
        gc_write_immediate(&iterator->target, JS_SLOT_UNDEFINED);
        return js_create_iterator_result_noscript(ctx, &js_undefined_value, true, result);
    }
    JS_TRY(js_string_flatten_noscript(ctx, &f.string));
    struct js_units units = js_string_units_nogc(ctx, f.string);
    bool pair = units.utf16 && start + 1 < units.length &&
                (units.utf16[start] & 0xFC00) == 0xD800 &&
                (units.utf16[start + 1] & 0xFC00) == 0xDC00;
    uint32_t end = start + 1 + pair;

    js_iterator_nogc(*call->self)->index = end;
    JS_TRY(js_string_substring_noscript(ctx, &f.string, start, end, &f.part));
    return js_create_iterator_result_noscript(ctx, &f.part, false, result);
}

JS_BUILTIN_TABLE(string_iterator) = {
    JS_METHOD("next", next, 0),
    JS_STRING_CONSTANT("@@toStringTag", "String Iterator", JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(string_iterator);
