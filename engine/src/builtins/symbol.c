/*
 * builtins/symbol.c: 20.4 Symbol Objects.
 */
#include "builtins/builtin.h"
#include "object/symbol.h"
#include "object/wrapper.h"

/* 20.4.1.1 Symbol ( [ description ] ) */
static bool symbol(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, description);

    if (js_is_construct(call))
        return js_throw_type_error(ctx, "Symbol is not a constructor");
    f.description = *js_arg(call, 0);
    if (!js_is_undefined(f.description))
        JS_TRY(js_to_string(ctx, &f.description, &f.description));
    return js_symbol_new_noscript(ctx, &f.description, 0, result);
}

/* 20.4.2.2 Symbol.for ( key ) */
static bool symbol_for(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, key);

    JS_TRY(js_to_string(ctx, js_arg(call, 0), &f.key));
    return js_symbol_for_noscript(ctx, &f.key, result);
}

/* 20.4.2.6 Symbol.keyFor ( sym ) */
static bool key_for(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value *v = js_arg(call, 0);

    if (!js_is_symbol(*v))
        return js_throw_type_error(ctx, "%v is not a symbol", v);
    const struct js_symbol *cell = js_symbol_nogc(*v);

    *result = cell->flags & JS_SYMBOL_REGISTERED ? js_field(ctx, &cell->description) : JS_UNDEFINED;
    return true;
}

/* 20.4.3.4.1 ThisSymbolValue ( value ) */
static bool this_symbol(js_ctx *ctx, const js_call *call, const char *method, js_value *out)
{
    js_value self = *call->self;

    if (js_is_kind(self, JS_KIND_WRAPPER))
        self = js_wrapper_value_nogc(ctx, self);
    if (!js_is_symbol(self))
        return js_throw_type_error(ctx, "Symbol.prototype%s requires that 'this' be a Symbol",
                                   method);
    *out = self;
    return true;
}

/* 20.4.3.2 get Symbol.prototype.description */
static bool description(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, symbol);

    JS_TRY(this_symbol(ctx, call, ".description", &f.symbol));
    *result = js_field(ctx, &js_symbol_nogc(f.symbol)->description);
    return true;
}

/* 20.4.3.3 Symbol.prototype.toString ( ) */
static bool to_string(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, symbol);

    JS_TRY(this_symbol(ctx, call, ".toString", &f.symbol));
    return js_symbol_to_string_noscript(ctx, &f.symbol, result);
}

/* 20.4.3.4 Symbol.prototype.valueOf ( ) */
static bool value_of(js_ctx *ctx, const js_call *call, js_value *result)
{
    return this_symbol(ctx, call, ".valueOf", result);
}

/* 20.4.3.5 Symbol.prototype [ @@toPrimitive ] ( hint ) */
static bool to_primitive(js_ctx *ctx, const js_call *call, js_value *result)
{
    return this_symbol(ctx, call, " [ @@toPrimitive ]", result);
}

JS_BUILTIN_TABLE(symbol) = {
    JS_CONSTRUCTOR("Symbol", symbol, 0),
    JS_STATIC("for", symbol_for, 1),
    JS_STATIC("keyFor", key_for, 1),
    JS_SYMBOL_CONSTANT("asyncIterator", "@@asyncIterator"),
    JS_SYMBOL_CONSTANT("hasInstance", "@@hasInstance"),
    JS_SYMBOL_CONSTANT("isConcatSpreadable", "@@isConcatSpreadable"),
    JS_SYMBOL_CONSTANT("iterator", "@@iterator"),
    JS_SYMBOL_CONSTANT("match", "@@match"),
    JS_SYMBOL_CONSTANT("matchAll", "@@matchAll"),
    JS_SYMBOL_CONSTANT("replace", "@@replace"),
    JS_SYMBOL_CONSTANT("search", "@@search"),
    JS_SYMBOL_CONSTANT("species", "@@species"),
    JS_SYMBOL_CONSTANT("split", "@@split"),
    JS_SYMBOL_CONSTANT("toPrimitive", "@@toPrimitive"),
    JS_SYMBOL_CONSTANT("toStringTag", "@@toStringTag"),
    JS_SYMBOL_CONSTANT("unscopables", "@@unscopables"),
    JS_METHOD("toString", to_string, 0),
    JS_METHOD("valueOf", value_of, 0),
    JS_GETTER("description", description),
    JS_STRING_CONSTANT("@@toStringTag", "Symbol", JS_CONFIGURABLE),
    JS_METHOD_WITH("@@toPrimitive", to_primitive, 1, JS_CONFIGURABLE),
};
JS_BUILTIN_TABLE_END(symbol);
