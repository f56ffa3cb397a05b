// Sloppy functions with simple parameters: arguments[i] and the parameter are one variable.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function map(a, b) {
  arguments[0] = 'x';
  b = 'y';
  return [a, b, arguments[0], arguments[1], arguments.length].join();
}
console.log(map(1, 2)); // expect: x,y,x,y,2
console.log(map(1));    // expect: x,y,x,,1

function captured(a) {
  const get = () => a, set = (v) => { a = v; };
  arguments[0] = 'through arguments';
  const first = get();
  set('through closure');
  return [first, arguments[0]].join();
}
console.log(captured(1)); // expect: through arguments,through closure

function escape(a, b) { return { args: arguments, get: () => a, set(v) { a = v; } }; }
const e = escape(1, 2);
e.args[0] = 5;
console.log(e.get()); // expect: 5
e.set(6);
console.log(e.args[0]); // expect: 6
delete e.args[0];
e.args[0] = 7;
console.log(e.get()); // expect: 6

// Frozen, redefined: the link breaks.
(function (a) {
  Object.defineProperty(arguments, 0, { value: 2 });
  console.log(a); // expect: 2
  Object.defineProperty(arguments, 0, { writable: false });
  a = 3;
  console.log(arguments[0]); // expect: 2
})(1);
(function (a) {
  Object.defineProperty(arguments, 0, { get() { return 'got'; } });
  a = 3;
  console.log(arguments[0], a); // expect: got 3
})(1);

(function (a) {
  a = 2;
  Object.freeze(arguments);
  a = 3;
  console.log(arguments[0], a, [...arguments].join(), JSON.stringify(arguments)); // expect: 2 3 2 {"0":2}
})(1);
(function (a, b) {
  a = 5;
  arguments[1] = 6;
  const list = [Array.prototype.slice.call(arguments).join(), Math.max.apply(null, arguments), Array.from(arguments).join()];
  Object.defineProperty(arguments, 1, { enumerable: false });
  list.push(Object.keys(arguments).join(), Object.values(arguments).join(), b);
  b = 7;
  console.log(list.join(' '), arguments[1]); // expect: 5,6 6 5,6 0 5 6 7
})(1, 2);

// Of two parameters with one name the last is linked.
(function (a, a) { a = 3; console.log([...arguments].join()); })(1, 2); // expect: 1,3
// No link: strict code, defaults, rest, patterns.
(function (a) { 'use strict'; a = 2; console.log(arguments[0]); })(1);     // expect: 1
(function (a, b = 0) { a = 2; console.log(arguments[0]); })(1);           // expect: 1
(function (a, ...b) { a = 2; console.log(arguments[0]); })(1);            // expect: 1
(function (a, { b }) { a = 2; console.log(arguments[0]); })(1, {});       // expect: 1
(function () { 'use strict'; arguments.callee; })(); // expect TypeError: 'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them
console.log((function () { return arguments.callee.name; }).name); // expect:
(function () { const inner = () => arguments[0]; console.log(inner('own')); })('outer'); // expect: outer
(function (arguments) { console.log(arguments); })('parameter'); // expect: parameter
(function () { var arguments; console.log(typeof arguments); })(); // expect: object
(function () { function arguments() {} console.log(typeof arguments); })(); // expect: function
console.log(Object.prototype.toString.call((function () { return arguments; })())); // expect: [object Arguments]

console.log(retained(() => (function (data, small) {
  const dead = () => arguments;
  dead();
  return () => 1;
})(big(), 1))); // expect: released
console.log(retained(() => (function (data) { arguments[0] = null; return () => data; })(big()))); // expect: released
console.log(retained(() => (function (data) { return arguments; })(big()))); // expect: kept
console.log(retained(() => (function (data) { data = null; return arguments; })(big()))); // expect: released
console.log(retained(() => (function (data) { arguments[0] = big(); data = null; return arguments; })(1))); // expect: released
