const o = {};
for (let i = 0; i < 100; i++) { o['p' + i] = i; o[i] = i / 2; if (i % 3 === 0) delete o['p' + (i >> 1)]; }
console.log(Object.keys(o).length, Object.entries(o).length, 'p99' in o, o.p0); // expect: 166 166 true undefined
const proto = { get g() { return this.v * 2; }, set g(x) { this.v = x; } };
const child = Object.create(proto, { v: { value: 1.25, writable: true, enumerable: true } });
child.g = 5.5;
console.log(child.g, Object.assign({}, child, { w: 1 }).v, { ...child, z: 2 }.z); // expect: 11 5.5 2
const frozen = Object.freeze({ a: { b: 1 }, ...child });
console.log(Object.isFrozen(frozen), Object.getOwnPropertyNames(Object.defineProperty({}, 'x', { get() { return 1; } })).join()); // expect: true x
let seen = '';
for (const k in { b: 1, a: 2, __proto__: { c: 3 } }) seen += k;
console.log(seen, Object.getOwnPropertySymbols({ [Symbol.iterator]: 1 }).length, Object.fromEntries([['x', 1]]).x); // expect: bac 1 1
