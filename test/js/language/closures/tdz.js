// The temporal dead zone, seen from closures.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

{
  const read = () => x;
  read(); // expect ReferenceError: Cannot access 'x' before initialization
  let x = 1;
  console.log(read()); // expect: 1
}
{
  const write = () => { y = 2; };
  write(); // expect ReferenceError: Cannot access 'y' before initialization
  let y = 1;
  write();
  console.log(y); // expect: 2
}
{
  const kind = () => typeof z;
  kind(); // expect ReferenceError: Cannot access 'z' before initialization
  let z;
  console.log(kind()); // expect: undefined
}
{
  const assign = () => { c = 2; };
  const c = 1;
  assign(); // expect TypeError: Assignment to constant variable.
  console.log(c); // expect: 1
}
(function () { const self = self + 1; })(); // expect ReferenceError: Cannot access 'self' before initialization
(function () { let f = (() => f)(); })(); // expect ReferenceError: Cannot access 'f' before initialization
(function () { const f = () => f; console.log(f() === f); })(); // expect: true
(() => { const make = () => new K(); make(); class K {} })(); // expect ReferenceError: Cannot access 'K' before initialization
(class C extends C {}); // expect ReferenceError: Cannot access 'C' before initialization
console.log((class D { static self = () => D; }).self().name); // expect: D

// A second turn of the loop begins in the dead zone again.
(() => { for (let i = 0; i < 2; i++) { const get = () => v; if (i) get(); let v = i; get(); } })(); // expect ReferenceError: Cannot access 'v' before initialization

// Hoisted functions in a block mention what is declared after them.
{
  function peek() { return later; }
  peek(); // expect ReferenceError: Cannot access 'later' before initialization
  let later = 'now';
  console.log(peek()); // expect: now
}

// An initialiser that throws leaves the variable dead for good.
(() => { let read; try { let x = (read = () => x, null).y; } catch {} read(); })(); // expect ReferenceError: Cannot access 'x' before initialization

console.log(retained(() => {
  const living = () => late;
  const dead = () => data;
  const data = big();
  let late = dead().length;
  return living;
})); // expect: released
// The hole of a dead variable holds nothing; a box that was filled holds its value.
console.log(retained(() => {
  const living = () => late;
  let late = big();
  return living;
})); // expect: kept
console.log(retained(() => {
  let living;
  try {
    living = () => dead;
    let data = big(), dead = data.missing.property;
  } catch {}
  return living;
})); // expect: released
