// with: the object comes first, then the scopes around it.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

const o = { x: 1, m() { return this === o; } };
var x = 'outer', y = 'y';
with (o) {
  console.log(x, y); // expect: 1 y
  x = 2;
  var x = 3;
  console.log(m()); // expect: true
  var declared = 'var goes out';
}
console.log(o.x, x, declared); // expect: 3 outer var goes out
let getX;
with (o) getX = () => x;
console.log(getX()); // expect: 3
delete o.x;
console.log(getX()); // expect: outer
o.x = 'back';
console.log(getX()); // expect: back
with ({ a: 1 }) with ({ b: 2 }) { let c = 3; console.log((() => a + b + c)()); } // expect: 6
const hidden = { x: 'hidden', [Symbol.unscopables]: { x: true } };
with (hidden) console.log(x); // expect: outer
with ([1, 2, 3]) console.log(length, typeof values, join('-')); // expect: 3 undefined 1-2-3
with ('text') console.log(length, charAt(1)); // expect: 4 e
with (null) 1; // expect TypeError: Cannot convert undefined or null to object
with ({ get v() { return 'getter'; } }) console.log(v); // expect: getter
with ({}) { typeof missing; }
with ({}) { missing; } // expect ReferenceError: missing is not defined
with ({ f() { return typeof this; } }) console.log(f(), (0, f)()); // expect: object object
const seen = [];
const proxy = new Proxy({ p: 1 }, { has(t, k) { seen.push(String(k)); return k in t; } });
with (proxy) { p; p = 2; typeof absent; }
console.log([...new Set(seen)].join()); // expect: p,absent
new Function('"use strict"; with (o) ;'); // expect SyntaxError: Strict mode code may not include a with statement

console.log(retained(() => {
  const data = big();
  let living;
  with ({ small: 1 }) { living = () => small; }
  (() => data)();
  const other = () => 1;
  return other;
})); // expect: released
console.log(retained(() => { const held = { data: big() }; let f; with (held) f = () => data; delete held.data; return f; })); // expect: released
