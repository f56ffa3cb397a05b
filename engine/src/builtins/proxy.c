/*
 * builtins/proxy.c: 28.2 The Proxy Constructor; the internal methods of proxies are in object/proxy.c.
 *
 * Proxy is a constructor without a prototype property, so it is installed as a function of the global object,
 * and revocable onto it by js__install_proxy_noscript.
 */
#include "builtins/builtin.h"
#include "builtins/install.h"
#include "object/proxy.h"
#include "vm/messages.h"

/* 28.2.1.1 Proxy ( target, handler ) */
static bool proxy(js_ctx *ctx, const js_call *call, js_value *result)
{
    if (!js_is_construct(call))
        return js_throw_type_error(ctx, "Constructor Proxy requires 'new'");
    return js_proxy_create(ctx, js_arg(call, 0), js_arg(call, 1), result);
}

/* 28.2.2.1.1 Proxy Revocation Functions: data 0 is the proxy, undefined once it is revoked. */
static bool revoke(js_ctx *ctx, const js_call *call, js_value *result)
{
    const js_value revocable = js_native_data_nogc(ctx, *call->callee, 0);

    if (js_is_kind(revocable, JS_KIND_PROXY)) {
        js_proxy_revoke_nogc(ctx, revocable);
        return js_native_set_data_noscript(ctx, call->callee, 0, result);
    }
    return true;
}

/* 28.2.2.1 Proxy.revocable ( target, handler ) */
static bool revocable(js_ctx *ctx, const js_call *call, js_value *result)
{
    JS_FRAME(ctx, f, proxy, revoker, object);

    JS_TRY(js_proxy_create(ctx, js_arg(call, 0), js_arg(call, 1), &f.proxy));
    JS_TRY(js_native_closure_new_noscript(ctx, revoke, &f.revoker));
    JS_TRY(js_native_set_data_noscript(ctx, &f.revoker, 0, &f.proxy));
    JS_TRY(js_object_new_noscript(ctx, &f.object));
    JS_TRY(js_object_add_noscript(ctx, &f.object, JS_ATOM(ctx, proxy), &f.proxy, JS_ALL_ATTRIBUTES));
    JS_TRY(js_object_add_noscript(ctx, &f.object, JS_ATOM(ctx, revoke), &f.revoker, JS_ALL_ATTRIBUTES));
    *result = f.object;
    return true;
}

bool js__install_proxy_noscript(js_ctx *ctx)
{
    JS_FRAME(ctx, f, constructor, function, key);

    GC_REQUIRE(js__find_data_nogc(ctx, JS_INTRINSIC(ctx, global), *JS_ATOM(ctx, Proxy), &f.constructor));
    JS_TRY(js_native_closure_new_noscript(ctx, revocable, &f.function));
    JS_TRY(js_intern_ascii_noscript(ctx, "revocable", &f.key));
    return js_object_add_noscript(ctx, &f.constructor, &f.key, &f.function, JS_HIDDEN_ATTRIBUTES);
}

JS_BUILTIN_TABLE(proxy) = {
    JS_CONSTRUCTOR("Proxy", proxy, 2),
    JS_HIDDEN_FUNCTION("revocable", revocable, 2),
    JS_HIDDEN_FUNCTION("", revoke, 0),
};
JS_BUILTIN_TABLE_END(proxy);
