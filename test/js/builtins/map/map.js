// Not stress-each: 200,000 keys, each allocation of which would move all that is there.
// modes: !stress-each
const m = new Map([[1, 'a'], ['1', 'b'], [NaN, 'n'], [-0, 'z']]);
console.log(m.get(1), m.get('1'), m.get(NaN), m.get(0), Object.is([...m.keys()][3], 0), m.size); // expect: a b n z true 4
console.log(m.set(1, 'x') === m, m.get(1), m.has(2), m.delete(1), m.delete(1), m.size);          // expect: true x false true false 3
console.log([...m].join('|'), [...m.values()].join(), Map.prototype.entries === Map.prototype[Symbol.iterator]); // expect: 1,b|NaN,n|0,z b,n,z true
const big = new Map(), o = {}, s = Symbol();
big.set(2 ** 40, 1).set(2 ** 31, 2).set(1.5, 3).set(o, 4).set(s, 5).set(undefined, 6).set(null, 7).set(true, 8);
console.log(big.get(2 ** 40), big.get(2147483648), big.get(3 / 2), big.get(o), big.get(s), big.get(), big.get(null), big.get(true), big.get({})); // expect: 1 2 3 4 5 6 7 8 undefined
console.log(big.get('a'), big.set('ab' + 'c'.repeat(20), 1).get('ab' + 'cc'.repeat(10))); // expect: undefined 1

// iteration goes on over what is added, not over what is deleted, and survives new tables and clear
const seen = [];
const w = new Map([[0, 0]]);
for (const [k] of w) { seen.push(k); if (k < 200) w.set(k + 1, 0); if (k % 2) w.delete(k - 1); }
console.log(seen.length, w.size);                          // expect: 201 101
const it = w.keys();
it.next(); it.next();
for (let i = 0; i < 60; i++) w.delete(i);
for (let i = 1000; i < 1500; i++) w.set(i, i);
const rest = [...it];
console.log(rest[0], rest.length, it.next().done);         // expect: 61 571 true
const c = new Map([[1, 1], [2, 2]]), ci = c.values();
ci.next(); c.clear(); c.set(3, 3);
console.log([...ci].join(), c.size);                       // expect: 3 1
const fe = new Map([[1, 'a'], [2, 'b'], [3, 'c']]), log = [];
fe.forEach(function (v, k, map) { log.push(v + k + (map === fe) + this.t); if (k === 1) fe.delete(2), fe.set(4, 'd'); }, { t: '!' });
console.log(log.join());                                   // expect: a1true!,c3true!,d4true!

// a bounded cache: the oldest key is evicted, over many times the bound
const cache = new Map();
for (let i = 0; i < 200000; i++) {
  cache.set('key' + i, i);
  if (cache.size > 1000) cache.delete(cache.keys().next().value);
}
console.log(cache.size, cache.keys().next().value, cache.get('key199999')); // expect: 1000 key199000 199999

// construction: an adder of one's own, iterators closed, errors
class Logged extends Map { set(k, v) { Logged.log.push(k); return super.set(k, v); } }
Logged.log = [];
console.log(new Logged([[1, 2], [3, 4]]).size, Logged.log.join()); // expect: 2 1,3
let closed = 0;
const entries = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { closed++; return {}; } }) };
new Map(entries);          // expect TypeError: Iterator value 1 is not an entry object
console.log(closed);       // expect: 1
Map();                     // expect TypeError: Constructor Map requires 'new'
new Map(1);                // expect TypeError: number 1 is not iterable (cannot read property Symbol(Symbol.iterator))
new Map().forEach(1);      // expect TypeError: number 1 is not a function
Map.prototype.get.call(new Set, 1);   // expect TypeError: Method Map.prototype.get called on incompatible receiver #<Set>
Map.prototype.size;        // expect TypeError: Method get Map.prototype.size called on incompatible receiver #<Map>
new Map().entries().next.call([]);    // expect TypeError: Method Map Iterator.prototype.next called on incompatible receiver [object Array]
console.log(Object.prototype.toString.call(new Map), Object.prototype.toString.call(new Map().keys()), Map[Symbol.species] === Map); // expect: [object Map] [object Map Iterator] true

// against a model
let seed = 3;
const random = n => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
const real = new Map(), model = [];
for (let i = 0; i < 5000; i++) {
  const k = random(3) ? random(300) : 's' + random(300), at = model.findIndex(e => e[0] === k);
  if (random(3)) {
    real.set(k, i);
    if (at < 0) model.push([k, i]); else model[at][1] = i;
  } else if (real.delete(k) !== at >= 0) throw new Error('delete');
  else if (at >= 0) model.splice(at, 1);
}
console.log(String([...real]) === String(model), real.size === model.length); // expect: true true
