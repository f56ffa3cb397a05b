// Rest, spread, defaults, arguments, length, name, new.target, getters, generators as methods, this coercion.
const show = (...a) => console.log(a.map((x) => Array.isArray(x) ? '[' + x + ']' : String(x)).join(' '));
const f = (a, b = a + 1, ...rest) => [a, b, rest.length].join();
show(f(1), f(1, undefined, 3, 4), f(1, null), f.length, f.name); // expect: 1,2,0 1,2,2 1,,0 1 f
show(Math.max(...[1, 5], 3, ...new Set([9])), [...'ab', ...[], ...[,]].length, String(...['one', 'two'])); // expect: 9 3 one
show(new Date(...[2020, 0, 2]).getDate(), [..."\u{1F600}"].length, { ...'hi', ...null, ...[7] }[0]); // expect: 2 1 7
show(JSON.stringify({ a: 1, ...{ b: 2, get c() { return 3; } }, a: 4, ...{ a: 5 } })); // expect: {"a":5,"b":2,"c":3}
const { x, ...others } = { x: 1, y: 2, [Symbol.for('z')]: 3 };
show(x, Object.keys(others), others[Symbol.for('z')]); // expect: 1 [y] 3
(function () { show(this === globalThis, (function () { 'use strict'; return this; })(), typeof this.constructor); })(); // expect: true undefined function
show((function () { return typeof this; }).call(1), (function () { 'use strict'; return typeof this; }).call(1), (() => typeof this)()); // expect: object number object
show((function (a, b) { return arguments.length + '' + (function () { return arguments.length; })(); })(1)); // expect: 10
const o = { m() { return super.toString === Object.prototype.toString; }, get g() { return 'got'; }, set g(v) { this.v = v; }, ['c' + 1]() { return 'computed'; }, async a() {}, *gen() { yield 1; }, async *ag() {}, 0x10: 'hex', 'str ing': 1, __proto__: { inherited: 2 } };
o.g = 5;
show(o.m(), o.g, o.v, o.c1(), o.c1.name, [...o.gen()], o[16], o.inherited, Object.getOwnPropertyDescriptor(o, 'g').set.name); // expect: true got 5 computed c1 [1] hex 2 set g
sho = 1; show(delete globalThis.sho, typeof sho, ({ __proto__: null }) instanceof Object, Object.keys({ ['__proto__']: 1 })); // expect: true undefined false [__proto__]
show((() => ({}))() instanceof Object, (() => {})(), (a => b => a + b)(1)(2), (async x => x).name, (({ a }, [b]) => a + b)({ a: 1 }, [2])); // expect: true undefined 3  3
show((function fact(n) { return n < 2 ? 1 : n * fact(n - 1); })(5), (function g() { g = 1; return typeof g; })()); // expect: 120 function
show((function () { return new.target; })(), new (function () { this.t = new.target === arguments.callee; })().t, (() => { try { eval('new.target'); } catch (e) { return e.name; } })()); // expect: undefined true undefined
const bound = function (...a) { return [this.id, ...a].join(); }.bind({ id: 'b' }, 1);
show(bound(2), bound.name, bound.length, new (function (a) { this.a = a; }.bind(null, 9))().a, 'prototype' in bound); // expect: b,1,2 bound  0 9 false
show(Function('a', 'b', 'return a * b')(6, 7), new Function('...r', 'return r.length')(1, 2), Function().name, (function () {}).constructor === Function); // expect: 42 2 anonymous true
show(String(function  spaced ( a ,b ) { /* c */ }), String(class  Q { }), String((a)=>a), String({ get  p () { return 1 } }.__lookupGetter__('p'))); // expect: function  spaced ( a ,b ) { /* c */ } class  Q { } (a)=>a get  p () { return 1 }
let depth = 0; const dive = () => { depth++; dive(); };
dive(); // expect RangeError: Maximum call stack size exceeded
show(depth > 1000); // expect: true
show([1, 2, 3, 4].reduce((acc, v, i, { length }) => acc + v * (i + 1 === length ? 10 : 1), 0)); // expect: 46
eval('(a, a) => 1'); // expect SyntaxError: Duplicate parameter name not allowed in this context
eval('function f2(a, ...b, c) {}'); // expect SyntaxError: Rest parameter must be last formal parameter
eval('function f3(a = 1) { "use strict"; }'); // expect SyntaxError: Illegal 'use strict' directive in function with non-simple parameter list
eval('({ get a(x) {} })'); // expect SyntaxError: Getter must not have any formal parameters.
eval('({ set a() {} })'); // expect SyntaxError: Setter must have exactly one formal parameter.
eval('({ __proto__: 1, __proto__: 2 })'); // expect SyntaxError: Duplicate __proto__ fields are not allowed in object literals
