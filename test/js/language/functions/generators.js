// Generators: protocol, delegation, return and throw, try/finally, states, arguments of next.
function* g() { const a = yield 1; try { const b = yield a * 2; yield b; } finally { yield 'cleanup'; } return 'end'; }
const log = (r) => `${r.value}:${r.done}`;
let it = g();
console.log(log(it.next('ignored')), log(it.next(21)), log(it.next('b')), log(it.next()), log(it.next()), log(it.next())); // expect: 1:false 42:false b:false cleanup:false end:true undefined:true
it = g(); it.next(); it.next(1);
console.log(log(it.return('early')), log(it.next()), log(it.next())); // expect: cleanup:false early:true undefined:true
it = g(); it.next(); it.next(1);
console.log(log(it.throw(new Error('in'))), (() => { try { it.next(); } catch (e) { return e.message; } })(), log(it.next())); // expect: cleanup:false in undefined:true
it = g();
console.log(log(it.return(5)), log(it.next())); // expect: 5:true undefined:true
function* inner() { try { const x = yield 'i1'; yield x; } catch (e) { yield 'caught ' + e; } return 'inner result'; }
function* outer() { const r = yield* inner(); yield r; yield* [1, 2]; yield* 'ab'; return 'done'; }
it = outer();
console.log(log(it.next()), log(it.throw('t')), log(it.next()), [...it].join()); // expect: i1:false caught t:false inner result:false 1,2,a,b
const delegate = { [Symbol.iterator]() { return { next: (v) => ({ value: 'n' + v, done: false }), return: (v) => ({ value: 'r' + v, done: true }), throw: (v) => ({ value: 't' + v, done: true }) }; } };
it = (function* () { return (yield* delegate) + '!'; })();
console.log(log(it.next(1)), log(it.next(2)), log(it.return(3)), log(it.next())); // expect: nundefined:false n2:false r3:true undefined:true
it = (function* () { return (yield* delegate) + '!'; })(); it.next();
console.log(log(it.throw(4))); // expect: t4!:true
it = (function* () { yield* { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) }; })(); it.next();
it.throw(1); // expect TypeError: The iterator does not provide a 'throw' method.
const self = (function* () { yield 1; self.next(); })();
self.next();
self.next(); // expect TypeError: Generator is already running
console.log([...(function* (n) { while (n--) yield n; })(3)].join(), Array.from({ *[Symbol.iterator]() { yield* arguments; } }).length); // expect: 2,1,0 0
const [p, , q, ...r] = (function* () { let i = 0; while (i < 6) yield i++; })();
console.log(p, q, r.join()); // expect: 0 2 3,4,5
function* fib() { let [a, b] = [0, 1]; for (;;) { yield a; [a, b] = [b, a + b]; } }
for (const n of fib()) if (n > 50) { console.log(n); break; } // expect: 55
console.log(Object.prototype.toString.call(g()), Object.hasOwn(g.prototype, 'constructor'), Object.getPrototypeOf(g()) === g.prototype, it[Symbol.iterator]() === it); // expect: [object Generator] false true true
console.log((function* () {}).constructor.name, typeof g, 'caller' in g, g.hasOwnProperty('prototype')); // expect: GeneratorFunction function true true
new g(); // expect TypeError: g is not a constructor
const y = function* () { const o = { a: yield 'a', [yield 'k']: yield 'v' }; return JSON.stringify(o); };
it = y(); it.next(); it.next(1); it.next('key');
console.log(it.next(2).value); // expect: {"a":1,"key":2}
console.log([...(function* () { yield (yield 1, yield 2); })()].length, (function* () { return yield; })().next().value); // expect: 3 undefined
it = (function* () { try { return 'try'; } finally { yield 'from finally'; } })();
console.log(log(it.next()), log(it.next())); // expect: from finally:false try:true
it = (function* () { for (const x of [1, 2]) { try { yield x; } finally { if (x === 1) continue; } } })(); it.next();
console.log(log(it.return('overridden')), log(it.next())); // expect: 2:false undefined:true
eval('function* g() { yield\n* 2 }'); // expect SyntaxError
eval('function* g(a = yield) {}'); // expect SyntaxError: Yield expression not allowed in formal parameter
eval('"use strict"; var yield'); // expect SyntaxError: Unexpected strict mode reserved word
