// Accesses that inline caches remember, and changes that must make them forget.
function m(object) { return object.m }
function P() {}
P.prototype.m = 1;
const p = new P;
console.log(m(p) + m(p));                        // expect: 2
P.prototype.m = 2;
console.log(m(p));                               // expect: 2
delete P.prototype.m;
console.log(m(p));                               // expect: undefined
Object.prototype.m = 9;
console.log(m(p));                               // expect: 9
delete Object.prototype.m;
console.log(m(p));                               // expect: undefined
Object.setPrototypeOf(P.prototype, { m: 4 });
console.log(m(p));                               // expect: 4
p.m = 5;
console.log(m(p));                               // expect: 5
Object.defineProperty(p, 'm', { get() { return 'got' } });
console.log(m(p));                               // expect: got

function setX(object) { object.x = 1; return object.x }
console.log(setX({}) + setX({}));                // expect: 2
Object.defineProperty(Object.prototype, 'x', { set() {}, get() { return 'inherited' }, configurable: true });
console.log(setX({}));                           // expect: inherited
delete Object.prototype.x;
console.log(setX({}));                           // expect: 1
console.log(setX(Object.freeze({ x: 0 })));      // expect: 0

// A length is an array's own, also up the chain.
function length(object) { return object.length }
const heir = Object.create([1, 2]);
for (let i = 0; i < 3; i++)
    length(heir);
console.log(length(heir), length({}), length({ length: 7 }), length([1])); // expect: 2 undefined 7 1

// Two shapes at one place, and many.
function sum(objects) { let s = 0; for (const o of objects) s += o.v; return s }
const objects = [];
for (let i = 0; i < 20; i++)
    objects.push({ ['k' + i % 7]: 0, v: i });
console.log(sum(objects), sum(objects));         // expect: 190 190
