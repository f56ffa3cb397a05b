/* object/proxy.h: proxies (10.5).  target and handler are null once revoked. */
#ifndef JS_PROXY_H
#define JS_PROXY_H

#include "object/object.h"

#define JS_PROXY_REFS(F) JS_OBJECT_REFS(F) F(target) F(handler)
GC_CELL(js_proxy, JS_PROXY_REFS, GC_NO_DATA);

GC_INLINE struct js_proxy *js_proxy_nogc(js_value v)
{
    js_assert(js_is_kind(v, JS_KIND_PROXY));
    return gc_to_cell(v);
}

/* 10.5.14 ProxyCreate. */
JS_MUST_CHECK bool js_proxy_create(js_ctx *ctx, const js_value *target, const js_value *handler,
                                   js_value *out);
void js_proxy_revoke_nogc(js_ctx *ctx, js_value proxy);

/* [[Call]] and [[Construct]] of a proxy that has them. */
JS_MUST_CHECK bool js_proxy_call(js_ctx *ctx, const js_value *proxy, const js_value *self,
                                 const js_value *args, uint32_t argc, js_value *out);
JS_MUST_CHECK bool js_proxy_construct(js_ctx *ctx, const js_value *proxy,
                                      const js_value *new_target, const js_value *args,
                                      uint32_t argc, js_value *out);

/* Internal methods, for object/methods.c. */
extern const struct js_object_methods js__proxy_methods;

#endif
