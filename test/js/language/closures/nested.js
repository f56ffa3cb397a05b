// Closures in closures: the one between holds a variable only for those inside it.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function level1() {
  let a = 1;
  return function level2() {
    let b = 2;
    return function level3() {
      let c = 3;
      return { sum: () => a + b + c, bump: () => { a *= 10; b *= 10; c *= 10; } };
    };
  };
}
const one = level1(), two = one(), x = two(), y = two(), z = one()();
x.bump();
console.log(x.sum(), y.sum(), z.sum()); // expect: 60 33 15

// Same names shadow.
let name = 'global';
const shadow = () => { const outer = name; { let name = 'block'; return (() => outer + ' ' + name)(); } };
console.log(shadow()); // expect: global block
const parameter = (name) => () => (name = name + '!') && ((name) => name)('inner') + name;
console.log(parameter('p')()); // expect: innerp!

// this, new.target and arguments reach through arrows.
function Outer() { return () => () => [this instanceof Outer, new.target === Outer, arguments[0]].join(); }
console.log(new Outer('arg')()()); // expect: true,true,arg
class Base { constructor() { this.tag = 'base'; } who() { return this.tag; } }
class Derived extends Base {
  constructor() { const early = () => this; super(); this.early = early; this.later = () => super.who(); }
}
const d = new Derived();
console.log(d.early() === d, d.later()); // expect: true base
class Late extends Base { constructor() { const f = () => super(); f(); this.ok = true; } }
console.log(new Late().ok); // expect: true
class Twice extends Base { constructor() { const f = () => super(); f(); f(); } }
new Twice(); // expect ReferenceError: Super constructor may only be called once
class Never extends Base { constructor() { (() => this)(); } }
new Never(); // expect ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor

console.log(retained(() => {
  const data = big();
  const middle = () => { const inner = () => data; inner(); return () => 1; };
  return middle();
})); // expect: released
console.log(retained(() => {
  const data = big();
  const middle = () => () => data;
  return middle;
})); // expect: kept
console.log(retained(() => {
  const data = big();
  const holder = { data, small: 1 };
  const { small } = holder;
  return () => () => small;
})); // expect: released
