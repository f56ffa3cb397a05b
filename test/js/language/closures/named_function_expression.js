// The name of a function expression is a constant inside it.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

const f = function fact(n) { return n < 2 ? 1 : n * fact(n - 1); };
console.log(f(5)); // expect: 120
console.log(typeof fact); // expect: undefined
console.log((function g() { g = 1; return typeof g; })()); // expect: function
(function g() { 'use strict'; g = 1; })(); // expect TypeError: Assignment to constant variable.
console.log((function g() { var g = 1; return typeof g; })()); // expect: number
console.log((function g() { var g; return typeof g; })()); // expect: undefined
console.log((function g(g) { return typeof g; })('')); // expect: string
console.log((function g() { function g() {} return g.length; })()); // expect: 0
console.log((function g() { return (() => g)(); }).name); // expect: g
const again = function self() { return () => self; };
console.log(again()() === again); // expect: true
console.log((function g() { { let g = 2; return g; } })()); // expect: 2
console.log((function g() { eval('var g = 3'); return g; })()); // expect: 3
console.log([...(function* gen() { yield typeof gen; })()].join()); // expect: function
const C = class Name { static me() { return Name; } };
console.log(C.me() === C); // expect: true
(class Name { static { Name = 1; } }); // expect TypeError: Assignment to constant variable.

console.log(retained(() => {
  const data = big();
  return (function self() { const dead = () => data; dead(); return () => self.name; }).call() && 1;
})); // expect: released
console.log(retained(() => {
  const holder = function self() { return self; };
  holder.data = big();
  return holder();
})); // expect: kept
console.log(retained(() => {
  const holder = function self() { return () => 1; };
  holder.data = big();
  return holder();
})); // expect: released
