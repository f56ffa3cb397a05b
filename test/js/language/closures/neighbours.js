// Two closures in one scope: each holds what it mentions, and nothing of its neighbour.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function outer() {
  const local = 'outer local';
  return function () { return local; };
}
console.log(outer()()); // expect: outer local

console.log(retained(() => {
  const data = big();
  const other = () => data.length;
  return () => other;
})); // expect: kept

// The classic: the living closure does not mention the big variable, the dead one did.
console.log(retained(() => {
  const data = big(), small = 1;
  function dead() { return data; }
  dead();
  return function living() { return small; };
})); // expect: released

// Nobody mentions the big variable.
console.log(retained(() => {
  const data = big(), small = data.length;
  return () => small;
})); // expect: released

// A closure made of nothing keeps nothing.
console.log(retained(() => {
  let data = big();
  (() => data)();
  return function () {};
})); // expect: released

// Each replaces the last: a chain would hold them all.
let thing = null;
console.log(retained(() => {
  for (let i = 0; i < 20; i++) {
    const original = thing;
    const unused = function () { if (original) return 'never'; };
    thing = { data: big(), method() { return i; } };
  }
  thing = { method: thing.method };
  return thing;
})); // expect: released

// Assigned variables live in boxes of their own.
console.log(retained(() => {
  let data = null, count = 0;
  const dead = () => { data = big(); };
  const living = () => ++count;
  dead();
  living();
  return living;
})); // expect: released

// ... which two closures share.
const [get, set] = (() => {
  let shared = 1;
  return [() => shared, (value) => { shared = value; }];
})();
set(2);
console.log(get()); // expect: 2
