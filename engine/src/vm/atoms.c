/*
 * vm/atoms.c: makes the predefined names and symbols of atoms.def, and the 256 strings of one Latin-1 unit.
 * The empty string comes first: string functions return it.
 */
#include "object/intern.h"
#include "object/symbol.h"

enum atom_type { ATOM_STRING, ATOM_SYMBOL, ATOM_PRIVATE };

static const struct {
    const char *text;
    uint8_t type;
} atoms[] = {
#define ATOM(name, text)    {text, ATOM_STRING},
#define SYMBOL(name, text)  {text, ATOM_SYMBOL},
#define PRIVATE(name, text) {text, ATOM_PRIVATE},
#include "vm/atoms.def"
#undef ATOM
#undef SYMBOL
#undef PRIVATE
};

_Static_assert(sizeof atoms / sizeof atoms[0] == JS_ATOM_COUNT, "one entry an atom");
_Static_assert(JS_ATOM_empty == 0, "the empty string is made first");

bool js__atoms_init(js_ctx *ctx)
{
    JS_FRAME(ctx, f, description);

    for (unsigned i = 0; i < JS_ATOM_COUNT; i++) {
        unsigned flags = atoms[i].type == ATOM_PRIVATE ? JS_SYMBOL_PRIVATE | JS_SYMBOL_INTERNAL
                                                       : JS_SYMBOL_WELL_KNOWN;

        if (atoms[i].type == ATOM_STRING) {
            JS_TRY(js_intern_ascii_noscript(ctx, atoms[i].text, &ctx->atoms[i]));
            continue;
        }
        JS_TRY(js_intern_ascii_noscript(ctx, atoms[i].text, &f.description));
        JS_TRY(js_symbol_new_noscript(ctx, &f.description, flags, &ctx->atoms[i]));
    }
    for (unsigned i = 0; i < 256; i++) {
        uint8_t unit = (uint8_t)i;

        JS_TRY(js_intern_latin1_noscript(ctx, &unit, 1, &ctx->single_units[i]));
    }
    return true;
}
