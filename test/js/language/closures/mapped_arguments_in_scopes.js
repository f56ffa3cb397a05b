// Sloppy arguments alias the parameters also where direct eval or `with` keeps these in scope objects.
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

(function (a, b) {
  eval('');
  a = 2;
  arguments[1] = 'x';
  console.log(arguments[0], b, arguments.length); // expect: 2 x 2
})(1, 1);
(function (a, b) {
  eval('a = 5; arguments[1] = 6');
  console.log(a, b, [...arguments].join()); // expect: 5 6 5,6,3
})(1, 2, 3);
(function (a, b) {
  eval('b = 3');
  arguments[1] = 4; // beyond what was passed: no link
  console.log(b, arguments[1], arguments.length); // expect: 3 4 1
})(1);
(function (a, b) {
  with ({ b: 'in the object' }) { a = 9; b = 8; }
  console.log(arguments[0], arguments[1], b); // expect: 9 2 2
})(1, 2);
(function (a) {
  with (arguments) { a = 'through with'; length = 7; }
  console.log(arguments[0], arguments.length); // expect: through with 7
})(1);
(function (a) {
  var log = [];
  with ({ get a() { return 'getter'; }, set a(v) { log.push(v, arguments[0] === v); } }) { a = 1; log.push(a); }
  console.log(log.join(), a, arguments[0]); // expect: 1,true,getter p p
})('p');

// Closures, arrows and generators made in such functions share the variable.
function shared(a) {
  const get = () => a, set = (v) => eval('a = v');
  arguments[0] = 'first';
  const seen = [get()];
  set('second');
  seen.push(arguments[0], (() => arguments[0])());
  return seen.join();
}
console.log(shared(0)); // expect: first,second,second
function* parked(a) { eval('a = 1'); yield arguments[0]; arguments[0] = 2; yield a; yield (() => eval('arguments[0] = a + 1, a'))(); }
console.log([...parked(0)].join()); // expect: 1,2,3
function escape(a, b) { eval(''); return { args: arguments, get: () => a, set: (v) => { a = v; } }; }
const e = escape(1, 2);
e.args[0] = 5;
console.log(e.get()); // expect: 5
e.set(6);
console.log(e.args[0], JSON.stringify(e.args), Object.values(e.args).join()); // expect: 6 {"0":6,"1":2} 6,2
delete e.args[0];
e.args[0] = 7;
console.log(e.get(), e.args[0]); // expect: 6 7

// What ends the link.
(function (a, b, c) {
  eval('');
  Object.defineProperty(arguments, 0, { value: 10 });
  console.log(a); // expect: 10
  Object.defineProperty(arguments, 0, { writable: false });
  a = 11;
  console.log(arguments[0]); // expect: 10
  Object.defineProperty(arguments, 1, { get() { return 'got'; } });
  b = 12;
  console.log(arguments[1], b); // expect: got 12
  c = 13;
  Object.freeze(arguments);
  c = 14;
  console.log(arguments[2], Object.isFrozen(arguments)); // expect: 13 true
})(1, 2, 3);

// Declarations of eval with a parameter's name are the parameter; functions of the body come first.
(function (a) { eval('var a = 3'); console.log(arguments[0], eval('delete a'), a); })(1); // expect: 3 false 3
(function (a) { eval('function a() { return 4; }'); console.log(typeof arguments[0], arguments[0]()); })(1); // expect: function 4
(function (a) { eval(''); function a() {} console.log(typeof arguments[0]); })(1); // expect: function
(function (a) { eval('let a = 5; arguments[0] = 6'); console.log(a); })(1); // expect: 6
(function (a, a) { eval('a = 7'); console.log([...arguments].join()); })(1, 2); // expect: 1,7
(function (a) { try { throw 8; } catch (a) { eval('a = 9'); } console.log(arguments[0], a); })(1); // expect: 1 1
(function (a) { for (var a of [1, 2]) eval(''); console.log(arguments[0]); })(0); // expect: 2

// No link: strict code, defaults, rest, patterns, arguments declared otherwise.
(function (a) { 'use strict'; eval('a = 2'); console.log(arguments[0]); })(1);     // expect: 1
(function (a, b = 0) { eval('a = 2'); console.log(arguments[0]); })(1);           // expect: 1
(function (a, ...b) { eval('a = 2'); console.log(arguments[0]); })(1);            // expect: 1
(function (a, { b }) { eval('a = 2'); console.log(arguments[0]); })(1, {});       // expect: 1
(function (a, arguments) { eval('a = 2'); console.log(arguments); })(1, 3);       // expect: 3
(function (a) { var arguments = [0]; eval('a = 2'); console.log(arguments[0]); })(1); // expect: 0

// arguments[i] hundreds of times, among garbage.
console.log((function (a, b) {
  eval('');
  for (let i = 0; i < 300; i++) { a = { i }; arguments[1] = [i]; if (arguments[0].i !== i || b[0] !== i) return 'broken'; }
  return Array.prototype.map.call(arguments, (x) => JSON.stringify(x)).join();
})(0, 0)); // expect: {"i":299},[299]

console.log(retained(() => (function (data) { eval(''); return arguments; })(big()))); // expect: kept
console.log(retained(() => (function (data) { eval('data = null'); return arguments; })(big()))); // expect: released
console.log(retained(() => (function (data) { with ({}) { arguments[0] = null; } return () => data; })(big()))); // expect: released
console.log(retained(() => (function (data) { eval(''); arguments[0] = big(); data = null; return arguments; })(1))); // expect: released
