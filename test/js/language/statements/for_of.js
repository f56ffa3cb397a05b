// for-of: closing iterators on every way out, targets, bindings per iteration, strings, live arrays.
const log = [];
const source = (n, extra = {}) => ({ [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i >= n, value: i++ }), return() { log.push('closed'); return {}; }, ...extra }; } });
const flush = () => { const r = log.join(); log.length = 0; return r; };
for (const x of source(3)) log.push(x);
console.log(flush()); // expect: 0,1,2
for (const x of source(3)) { if (x) break; }
console.log(flush()); // expect: closed
out: for (;;) { for (const x of source(3)) break out; }
console.log(flush()); // expect: closed
(() => { for (const x of source(3)) return; })();
console.log(flush()); // expect: closed
try { for (const x of source(3)) throw new Error('body'); } catch (e) { log.push(e.message); }
console.log(flush()); // expect: closed,body
for (const x of source(1)) continue;
console.log(flush()); // expect:
outer: for (const x of source(2)) for (const y of source(2)) continue outer;
console.log(flush()); // expect: closed,closed
try { for (const x of source(1, { return() { throw new Error('from return'); } })) throw new Error('first'); } catch (e) { log.push(e.message); }
try { for (const x of source(1, { return() { throw new Error('from return'); } })) break; } catch (e) { log.push(e.message); }
console.log(flush()); // expect: first,from return
try { for (const x of source(1, { return: () => 1 })) break; } catch (e) { log.push(e.constructor.name); }
for (const x of source(1, { return: null })) break;
console.log(flush()); // expect: TypeError
try { for ({ get: [][0].x } of [{}]); } catch (e) { log.push(e.constructor.name); }
const target = { set x(v) { log.push('set ' + v); } };
for (target.x of [1, 2]);
for ([target.x, ...target.rest] of ['ab']) log.push(target.rest.join());
console.log(flush()); // expect: TypeError,set 1,set 2,set a,b
const array = [1, 2];
for (const x of array) { if (array.length < 5) array.push(x * 10); log.push(x); }
console.log(flush()); // expect: 1,2,10,20,100
console.log([...'a\u{1F600}b'].length, (() => { const r = []; for (const c of 'x\u{1F600}\ud800') r.push(c.length); return r.join(); })()); // expect: 3 1,2,1
const fns = [];
for (let x of [1, 2]) { fns.push(() => x++); fns.push(() => x); }
console.log(fns.map((f) => f()).join()); // expect: 1,2,2,3
for (var v of [1, 2]);
console.log(v); // expect: 2
for (const [k, { n = 5 }] of new Map([['a', {}], ['b', { n: 6 }]])) log.push(k + n);
console.log(flush()); // expect: a5,b6
for (const x of function* () { try { yield 1; yield 2; } finally { log.push('finally'); } }()) break;
console.log(flush()); // expect: finally
for (let x of [x]); // expect ReferenceError: Cannot access 'x' before initialization
for (const x of { [Symbol.iterator]: () => ({ next: () => 1 }) }); // expect TypeError: Iterator result 1 is not an object
for (const x of { [Symbol.iterator]: () => 1 }); // expect TypeError: Result of the Symbol.iterator method is not an object
eval('for (let of []);'); // expect SyntaxError
eval('for (async of []);'); // expect SyntaxError
