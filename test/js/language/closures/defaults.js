// Parameters with defaults have a scope of their own, which the body copies.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function f(a, b = () => a, c = (v) => { a = v; }) {
  c(2);
  return [a, b()].join();
}
console.log(f(1)); // expect: 2,2

// A var of the body with the name of a parameter is another variable, with the parameter's value.
function g(a, get = () => a) {
  var a;
  const before = a;
  a = 5;
  return [before, a, get()].join();
}
console.log(g(1)); // expect: 1,5,1

// Functions in defaults do not see variables of the body.
var outerName = 'outer';
function h(get = () => outerName) {
  var outerName = 'inner';
  return get() + ' ' + outerName;
}
console.log(h()); // expect: outer inner

// Left to right; each sees those before it.
console.log(((a, b = a + 1, c = a + b) => [a, b, c].join())(1)); // expect: 1,2,3
((a = b, b) => {})(); // expect ReferenceError: Cannot access 'b' before initialization
((a = (() => b)(), b) => {})(); // expect ReferenceError: Cannot access 'b' before initialization
console.log(((a = () => b, b = 3) => a())()); // expect: 3
((a = a) => {})(); // expect ReferenceError: Cannot access 'a' before initialization

// Anew at each call, only where undefined.
let made = 0;
const lazy = (x = ++made) => x;
lazy(); lazy(7); lazy(undefined); lazy(null);
console.log(made); // expect: 2
console.log((({ x = 1, y: { z = x } = {} } = {}, [w = z] = []) => [x, z, w].join())()); // expect: 1,1,1
console.log(((...[first, ...others]) => () => first + others.length)(1, 2, 3)()); // expect: 3
console.log(function (a, b = 1, c) {}.length); // expect: 1
console.log((function (a = this.v, b = new.target) { return [a, b].join(); }).call({ v: 4 })); // expect: 4,
console.log((function (a, b = arguments.length) { a = 9; return [b, arguments[0]].join(); })(1)); // expect: 1,1

console.log(retained(() => {
  return (function (data = big(), dead = () => data, living = () => 1) { dead(); return living; })();
})); // expect: released
console.log(retained(() => {
  return (function ({ data, small }, living = () => small) { return living; })({ data: big(), small: 1 });
})); // expect: released
console.log(retained(() => {
  return (function (data = big(), living = () => data) { var data = null; return living; })();
})); // expect: kept
