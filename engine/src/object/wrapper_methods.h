/*
 * object/wrapper_methods.h: internal methods of wrapper objects: for Strings those of 10.4.3, for the others
 * the ordinary ones.
 */
#ifndef JS_WRAPPER_METHODS_H
#define JS_WRAPPER_METHODS_H

#include "object/wrapper.h"

bool js__wrapper_get_own_property(js_ctx *, const js_value *, const js_value *, struct js_descriptor *, bool *);
bool js__wrapper_define_own_property(js_ctx *, const js_value *, const js_value *,
                                 const struct js_descriptor *, bool *);
bool js__wrapper_delete_property(js_ctx *, const js_value *, const js_value *, bool *);
bool js__wrapper_own_keys(js_ctx *, const js_value *, struct js_vec *);
#define JS_WRAPPER_METHODS                                                                         \
    {                                                                                              \
        .get_own_property = js__wrapper_get_own_property,                                          \
        .define_own_property = js__wrapper_define_own_property,                                    \
        .delete_property = js__wrapper_delete_property,                                            \
        .own_keys = js__wrapper_own_keys,                                                          \
        .has_property = js_ordinary_has_property,                                                  \
        .get = js_ordinary_get,                                                                    \
        .set = js_ordinary_set                                                                     \
    }

#endif
