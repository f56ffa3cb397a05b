// Initialisers of fields, methods, static blocks and computed names are closures too.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function make(start) {
  let count = start;
  return class {
    id = ++count;
    arrow = () => [this.id, count].join();
    static made = () => count;
    [`key${count}`] = 1;
    #secret = count * 2;
    secret() { return this.#secret; }
    get bump() { return ++count; }
    static { count += 100; }
  };
}
const A = make(0), B = make(10);
const a1 = new A(), a2 = new A(), b = new B();
console.log(a1.id, a2.id, b.id);           // expect: 101 102 111
console.log(a1.arrow(), a2.arrow());       // expect: 101,102 102,102
console.log(A.made(), B.made());           // expect: 102 111
console.log(a1.secret(), a2.secret());     // expect: 202 204
console.log(a1.bump, a2.arrow());          // expect: 103 102,103
console.log(Object.keys(a1).join(), Object.keys(b).join()); // expect: id,arrow,key0 id,arrow,key10
console.log((class { static a = 1; static b = this.a + 1; static c = (() => this.b + 1)(); }).c); // expect: 3
class P { v() { return 'P'; } }
class Q extends P { f = () => super.v() + this.constructor.name; }
console.log(new Q().f()); // expect: PQ
console.log(new (class { x = this.y; y = 1; z = this.y; })().z); // expect: 1
const fns = [];
for (const i of [1, 2]) fns.push(class { static i = i; get = () => i; });
console.log(fns.map((F) => F.i + new F().get()).join()); // expect: 2,4

console.log(retained(() => {
  const data = big(), small = 2;
  return class { length = data.length; };
})); // expect: kept
console.log(retained(() => {
  const data = big(), small = 2;
  class Dead { x = data; }
  new Dead();
  return class { x = small; };
})); // expect: released
console.log(retained(() => {
  class Holder { #data = big(); drop() { this.#data = null; } }
  const h = new Holder();
  h.drop();
  return h;
})); // expect: released
console.log(retained(() => {
  const data = big();
  return class { static length = data.length; static { data.push(1); } [ data.length ] = 1; };
})); // expect: released
