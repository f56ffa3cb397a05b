/*
 * invariants_test.c: invariants of docs/design that a program can see, each as a script whose value is true.
 * Every script runs in a calm isolate and in one where every safepoint moves every cell and the heap is verified.
 */
#include "context_support.h"

struct claim {
    const char *tag, *script;
};

static const struct claim claims[] = {
    {"interp.no-raw-across", /* [interp.no-raw-across] */
     "function P(a, b) { this.a = a; this.b = b; }"
     "P.prototype.sum = function (o) { return this.a.n + this.b.n + o.n; };"
     "let total = 0;"
     "for (let i = 0; i < 40; i++)"
     "  total += new P({n: i}, {n: i + .5}).sum({n: [i, {}, 'x' + i].length});"
     "total === 40 * 3 + 780 + 780 + 20"},
    {"ic.lookups", /* [ic.lookups] */
     "const make = i => { const o = {}; for (let k = 0; k <= i % 24; k++) o['p' + (i + k) % 31] = {}; o.x = {i}; return o; };"
     "const look = o => o.x.i + (o.missing === undefined ? 1 : NaN); let sum = 0;"
     "for (let i = 0; i < 60; i++) sum += look(make(i)) + look(make(i));"
     "sum === 60 * 59 + 120"},
    {"regs.stack-like", /* [regs.stack-like] */
     "function f(a, b, c) { return {a, b, c, d: [a, b, c]}; }"
     "function g(n) { return n === 0 ? {k: 'end'} : f(g(n - 1), [n, {n}], g(n - 1)); }"
     "const o = f(g(3), f({}, [], ''), f(f(1, 2, 3), g(1), `${g(2).b}`));"
     "o.a.b[1].n === 3 && o.d[2].a.d.length === 3 && o.c.c === '2,[object Object]'"},
    {"compile.write-last", /* [compile.write-last] */
     "let x = 1, y = [5];"
     "const boom = () => { throw 0; };"
     "try { x = x + boom(); } catch {} try { x = [x, boom()]; } catch {}"
     "try { x = {a: 1, b: boom()}; } catch {} try { x = `${x}${boom()}`; } catch {}"
     "(function (a) { try { a = {v: a, w: boom()}; } catch {} x += a; })(1);"
     "y = [y, y[0]]; x === 2 && y[0][0] === 5 && y[1] === 5"},
    {"iterate.pristine", /* [iterate.pristine] */
     "const seen = []; const a = [1, 2, 3];"
     "for (const v of a) { seen.push(v); if (v === 2) a.push(4);"
     "  if (v === 3) { const p = Object.getPrototypeOf(a[Symbol.iterator]()); const next = p.next;"
     "    p.next = function () { p.next = next; return next.call(this); }; } }"
     "let closed = 0; class Q extends Array { [Symbol.iterator]() { let n = 2;"
     "  return {next: () => ({done: n-- <= 0, value: n}), return() { closed++; return {}; }}; } }"
     "for (const v of new Q(7, 8)) { seen.push(v); break; }"
     "seen.join() === '1,2,3,4,1' && closed === 1"},
    {"regexp.direct", /* [regexp.direct] */
     "const r = /a(.)/g; let calls = 0;"
     "const plain = 'abac'.replace(r, (m, c) => c + r.lastIndex) + 'abac'.match(r).join();"
     "r.exec = function (s) { calls++; return RegExp.prototype.exec.call(this, s); };"
     "const own = 'abac'.replace(r, '[$1]') + 'abac'.search(r);"
     "plain === 'b0c0ab,ac' && own === '[b][c]0' && calls === 4"},
    {"error.lazy-stack", /* [error.lazy-stack] */
     "function inner() { return new Error('first'); }"
     "const e = inner(); const d = Object.getOwnPropertyDescriptor(inner(), 'stack');"
     "e.message = 'second'; e.name = 'Other';" /* as in V8, the header is made at the first look too */
     "/^Other: second\\n +at inner /.test(e.stack) && e.stack === e.stack && typeof d.value === 'string' &&"
     "d.writable && !d.enumerable && ((e.stack = 5), e.stack === 5)"},
    {"string.length", /* [string.length] */
     "const s = 'x'.repeat((1 << 29) - 24); let thrown = 0;"
     "for (const f of [() => s + 'y', () => 'y'.concat(s), () => s.padEnd(1 << 29), () => 'ab'.repeat(1 << 28),"
     "                 () => `${s}${s}`, () => [s, s].join('-')])"
     "  try { f(); } catch (e) { thrown += e instanceof RangeError && e.message === 'Invalid string length'; }"
     "s.length === 536870888 && thrown === 6"},
    {"stack.one-error", /* [stack.one-error] */
     "function plain() { return plain() + 1; }"
     "function wide(a, b, c, d, e, f, g, h) { return wide(a, b, c, d, e, f, g, [h]) + 1; }"
     "function native() { return [1].map(native); }"
     "class C { get x() { return this.x; } constructor() { this.y = new C; } }"
     "const p = new Proxy({}, {get(t, k, r) { return r[k]; }}); let n = 0;"
     "for (const f of [plain, wide, native, () => new C, () => C.prototype.x, () => p.q])"
     "  try { f(); } catch (e) { n += e.constructor === RangeError &&"
     "    e.message === 'Maximum call stack size exceeded'; }"
     "n === 6"},
    {"exception.one-at-a-time", /* [exception.one-at-a-time] */
     "function depth() { try { return 1 + depth(); } catch { return 0; } }"
     "const first = depth(); for (let i = 0; i < 5; i++) depth(); const last = depth();"
     "first > 100 && Math.abs(first - last) <= first / 50"},
};

static void run_claim(js_ctx *ctx, const struct claim *claim)
{
    const struct js_text text = {claim->script, strlen(claim->script), JS_UTF8};
    JS_FRAME(ctx, f, result);

    if (!js_eval_script(ctx, &text, claim->tag, &f.result)) {
        js_take_exception(ctx, &f.result);
        assert_true(js_format_noscript(ctx, &f.result, "%v", &f.result));
        char *message;
        size_t bytes;
        assert_true(js_string_to_utf8_noscript(ctx, &f.result, &message, &bytes));
        fail_msg("%s throws %s", claim->tag, message);
    }
    if (!js_is_true(f.result))
        fail_msg("%s does not hold", claim->tag);
}

/* The deep ones would take minutes where each safepoint moves all. */
static bool is_deep(const struct claim *claim)
{
    return strstr(claim->tag, "stack.") || strstr(claim->tag, "exception.") || strstr(claim->tag, "string.");
}

static void claims_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(claims); i++) {
        js_ctx *ctx = test_context_with(CALM, true);

        run_claim(ctx, &claims[i]);
        js_context_free(ctx);
    }
}

static void claims_hold_while_cells_move(void **state)
{
    (void)state;
    js_ctx *ctx = test_context_with(STRESS, true);

    for (size_t i = 0; i < COUNT(claims); i++) {
        char block[2048];

        if (is_deep(&claims[i]))
            continue;
        assert_true(snprintf(block, sizeof block, "{ %s }", claims[i].script) < (int)sizeof block);
        run_claim(ctx, &(struct claim){claims[i].tag, block});
    }
    js_context_free(ctx);
}

/* [finalization.after-jobs]: jobs that were queued after the collection, and jobs they queue, come first. */
static void finalizers_run_after_jobs(void **state)
{
    (void)state;
    js_ctx *ctx = test_context_with(CALM, true);

    run_claim(ctx, &(struct claim){"setup", "var order = []; var r = new FinalizationRegistry(x => order.push(x));"
                                            "(function () { r.register({}, 'dead'); })(); true"});
    js_clear_kept_objects(ctx);
    gc_collect(ctx->heap, GC_FULL, "test");
    run_claim(ctx, &(struct claim){"jobs", "Promise.resolve().then(() => order.push(1)).then(() => order.push(2));"
                                           "order.length === 0"});
    assert_true(js_run_jobs(ctx));
    run_claim(ctx, &(struct claim){"finalization.after-jobs", "order.join() === '1,2,dead'"});
    js_context_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_hold),
        cmocka_unit_test(claims_hold_while_cells_move),
        cmocka_unit_test(finalizers_run_after_jobs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
