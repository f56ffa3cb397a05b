// ?. and ??: short circuits over the whole chain, this, delete, calls, parentheses, mixing rules.
const calls = [], key = () => { calls.push('key'); return 'k'; };
const nothing = null, o = { a: { b: { c: 1 } }, f() { return this.a.b.c; }, zero: 0, k: 'v' };
console.log(nothing?.a, nothing?.a.b.c.d, nothing?.[key()], nothing?.(key()), nothing?.a[key()].b()); // expect: undefined undefined undefined undefined undefined
console.log(calls.length, o?.[key()], calls.length); // expect: 0 v 1
console.log(o.f?.(), o?.f(), (o?.f)(), o.missing?.(), o?.['f']()); // expect: 1 1 1 undefined 1
console.log(o?.a?.b?.c, o?.zero?.toFixed(1), o.x?.y.z); // expect: 1 0.0 undefined
console.log(delete nothing?.x, delete o?.zero, 'zero' in o, delete o?.x?.y); // expect: true true false true
(nothing?.a).b; // expect TypeError: Cannot read properties of undefined (reading 'b')
o.x.y?.z; // expect TypeError: Cannot read properties of undefined (reading 'y')
o.a?.(); // expect TypeError: o.a is not a function
console.log(0 ?? 1, '' ?? 1, null ?? 1, undefined ?? null ?? 2, false ?? 1); // expect: 0  1 2 false
console.log((null || undefined) ?? 'default', null ?? (0 || 'or')); // expect: default or
console.log(1?.5:2, o?.5:'ternary'); // expect: 0.5 0.5
class P { #x = 3; static read(p) { return p?.#x; } static call(p) { return p?.m()?.#x; } m() { return this; } }
console.log(P.read(new P), P.read(null), P.call(new P), P.call()); // expect: 3 undefined 3 undefined
P.read({}); // expect TypeError: Cannot read private member #x from an object whose class did not declare it
console.log([1, 2]?.map((x) => x * 2)?.[1], `${nothing?.x}`, typeof nothing?.x.y); // expect: 4 undefined undefined
const fn = (a = nothing?.b ?? 'fallback') => a;
console.log(fn(), fn(1)); // expect: fallback 1
let n = { v: null, w: 0, u: 1 };
n.v ??= 'set'; n.w ||= 'or'; n.u &&= 'and'; n.x ??= (calls.push('once'), 5); n.x ??= (calls.push('never'), 6);
console.log(n.v, n.w, n.u, n.x, calls.at(-1)); // expect: set or and 5 once
const frozen = Object.freeze({ a: 1 });
(() => { 'use strict'; frozen.a ||= 2; frozen.a ??= 3; })();
console.log(frozen.a); // expect: 1
(() => { 'use strict'; frozen.a &&= 2; })(); // expect TypeError: Cannot assign to read only property 'a' of object '#<Object>'
eval('a?.b = 1'); // expect SyntaxError: Invalid left-hand side in assignment
eval('a?.b++'); // expect SyntaxError: Invalid left-hand side expression in postfix operation
eval('new a?.b()'); // expect SyntaxError: Invalid optional chain from new expression
eval('a?.`x`'); // expect SyntaxError: Invalid tagged template on optional chain
eval('a ?? b || c'); // expect SyntaxError: Unexpected token '||'
eval('a && b ?? c'); // expect SyntaxError: Unexpected token '??'
