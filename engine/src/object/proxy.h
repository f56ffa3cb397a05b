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
JS_MUST_CHECK bool js_proxy_construct(js_ctx *ctx, const js_value *proxy, const js_value *new_target,
                                      const js_value *args, uint32_t argc, js_value *out);

/* Internal methods, for object/methods.c. */
bool js__proxy_get_prototype(js_ctx *, const js_value *, js_value *);
bool js__proxy_set_prototype(js_ctx *, const js_value *, const js_value *, bool *);
bool js__proxy_is_extensible(js_ctx *, const js_value *, bool *);
bool js__proxy_prevent_extensions(js_ctx *, const js_value *, bool *);
bool js__proxy_get_own_property(js_ctx *, const js_value *, const js_value *, struct js_descriptor *, bool *);
bool js__proxy_define_own_property(js_ctx *, const js_value *, const js_value *,
                                 const struct js_descriptor *, bool *);
bool js__proxy_has_property(js_ctx *, const js_value *, const js_value *, bool *);
bool js__proxy_get(js_ctx *, const js_value *, const js_value *, const js_value *, js_value *);
bool js__proxy_set(js_ctx *, const js_value *, const js_value *, const js_value *, const js_value *, bool *);
bool js__proxy_delete_property(js_ctx *, const js_value *, const js_value *, bool *);
bool js__proxy_own_keys(js_ctx *, const js_value *, struct js_vec *);
#define JS_PROXY_METHODS                                                                           \
    {                                                                                              \
        .get_prototype = js__proxy_get_prototype,                                                  \
        .set_prototype = js__proxy_set_prototype,                                                  \
        .is_extensible = js__proxy_is_extensible,                                                  \
        .prevent_extensions = js__proxy_prevent_extensions,                                        \
        .get_own_property = js__proxy_get_own_property,                                            \
        .define_own_property = js__proxy_define_own_property,                                      \
        .has_property = js__proxy_has_property,                                                    \
        .get = js__proxy_get,                                                                      \
        .set = js__proxy_set,                                                                      \
        .delete_property = js__proxy_delete_property,                                              \
        .own_keys = js__proxy_own_keys                                                             \
    }

#endif
