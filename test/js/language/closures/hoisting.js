// Functions and var are there before the first statement; their closures see later values.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

console.log(early()); // expect: undefined
var late = 'late';
function early() { return late; }
console.log(early()); // expect: late

function twice() {
  const results = [typeof inner, inner()];
  var value = 5;
  results.push(inner());
  function inner() { return value; }
  return results.join();
}
console.log(twice()); // expect: function,,5

// The last declaration counts; a parameter is not overwritten by a var of its name.
console.log((function () { return f(); function f() { return 1; } function f() { return 2; } })()); // expect: 2
console.log((function (a) { var a; return (() => a)(); })(3)); // expect: 3
console.log((function (a) { function a() {} return typeof a; })(3)); // expect: function

// Hoisted functions refer to one another.
function even(n) { return n === 0 || odd(n - 1); }
function odd(n) { return n !== 0 && even(n - 1); }
console.log(even(10), odd(10)); // expect: true false

// A function of a block, seen outside (Annex B.3.2) once the block has run.
(function () {
  const seen = [typeof g];
  { seen.push(g()); function g() { return 'block'; } }
  seen.push(g());
  console.log(seen.join()); // expect: undefined,block,block
})();
(function () {
  { function h() { return 1; } h = () => 2; }
  console.log(h()); // expect: 1
})();
(function () {
  'use strict';
  { function s() {} }
  console.log(typeof s); // expect: undefined
})();

// A hoisted closure is made before the variable it mentions is set, so it shares the variable.
console.log(retained(() => {
  function living() { return count; }
  function dead() { return data; }
  var data = big();
  var count = dead().length;
  return living;
})); // expect: released
console.log(retained(() => {
  function living() { return data; }
  var data = big();
  return living;
})); // expect: kept
console.log(retained(() => {
  function living() { return data; }
  var data = big();
  data = null;
  return living;
})); // expect: released
