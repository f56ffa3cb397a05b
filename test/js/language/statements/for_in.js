// for-in: order, what is deleted or added meanwhile, shadowing, prototypes, primitives, targets.
const keys = (o) => { const r = []; for (const k in o) r.push(k); return r.join(); };
console.log(keys({ b: 1, 2: 1, a: 1, 1: 1, [Symbol('s')]: 1 })); // expect: 1,2,b,a
console.log(keys([5, , 7]), keys('ab'), keys(1) + keys(null) + keys(undefined) === ''); // expect: 0,2 0,1 true
console.log(keys(Object.create({ inherited: 1, own: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 1 } }))); // expect: own,inherited
console.log(keys(Object.create({ shadowed: 1 }, { shadowed: { value: 1, enumerable: false } }))); // expect:
const o = { a: 1, b: 2, c: 3 }, seen = [];
for (const k in o) { seen.push(k); delete o.b; o.d = 4; }
console.log(seen.join(), Object.keys(o).join()); // expect: a,c a,c,d
let target = {}, list = [];
for (target.x in { p: 1, q: 2 }) list.push(target.x);
for (list[list.length] in { r: 1 });
console.log(list.join()); // expect: p,q,r
for (var [first, second] in { xy: 1 }) console.log(first, second); // expect: x y
for (let { length } in { four: 1 }) console.log(length); // expect: 4
const fns = [];
for (let k in { a: 1, b: 1 }) fns.push(() => k);
console.log(fns.map((f) => f()).join()); // expect: a,b
for (var v = 'initial' in {});
console.log(v); // expect: initial
for (let x in (() => { try { x; } catch (e) { console.log(e.message); } return {}; })()); // expect: Cannot access 'x' before initialization
class Base { constructor() { this.own = 1; } method() {} static s = 1; }
console.log(keys(new Base), keys(Base), keys(function () {}), keys(Object.assign(() => {}, { p: 1 }))); // expect: own s  p
const proxy = new Proxy({ a: 1, b: 2 }, { ownKeys: () => ['b', 'a', 'z'], getOwnPropertyDescriptor: (t, k) => Reflect.getOwnPropertyDescriptor(t, k) });
console.log(keys(proxy)); // expect: b,a
console.log((() => { for (const k in { a: 1 }) { try { return k; } finally { seen.length = 0; } } })(), seen.length); // expect: a 0
for (const k in { a: 1 }) { k = 2; } // expect TypeError: Assignment to constant variable.
eval('for (let x = 1 in {});'); // expect SyntaxError: for-in loop variable declaration may not have an initializer.
eval('"use strict"; for (var x = 1 in {});'); // expect SyntaxError: for-in loop variable declaration may not have an initializer.
eval('for (let let in {});'); // expect SyntaxError: let is disallowed as a lexically bound name
