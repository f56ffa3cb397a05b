// eval(...list) is a direct eval: it sees and declares the caller's variables.
// engines: tenure
// (V8 treats these calls as indirect; the specification, 13.3.6.1, does not.)
const source = ['a + b'], none = [];
(function () {
  let a = 1; const b = 2;
  console.log(eval(...source)); // expect: 3
  console.log(eval(...['a = 5', 'ignored', garbage()]), a); // expect: 5 5
  console.log(eval('a', ...none), eval(...none, 'b'), eval(...none)); // expect: 5 2 undefined
  console.log(eval(...[{ x: 1 }]).x, eval(...'7')); // expect: 1 7
  eval(...['var declared = "here"']);
  console.log(typeof declared, declared); // expect: string here
})();
function garbage() { return new Array(100).fill({}); }
console.log(typeof declared); // expect: undefined
var g = 'global';
globalThis.g = 'global';
(function () {
  var g = 'local';
  console.log(eval(...['g']), (0, eval)(...['g']), eval?.(...['g'])); // expect: local global global
  const other = eval;
  console.log(other(...['g'])); // expect: global
})();
(function () {
  'use strict';
  eval(...['var inside = 1']);
  console.log(typeof inside, eval(...['this'])); // expect: undefined undefined
})();
(function (eval) { console.log(eval(...[1, 2], 3)); })((...list) => list.join()); // expect: 1,2,3
console.log((function () { return eval(...['this.v + new.target']); }).call({ v: 'this ' })); // expect: this undefined
console.log(new (class { x = 4; m() { return eval(...['this.x + super.toString().length']); } })().m()); // expect: 19
console.log((() => { const fns = []; for (let i = 0; i < 3; i++) fns.push(eval(...['() => i'])); return fns.map((f) => f()).join(); })()); // expect: 0,1,2
eval(...['let = = 1']); // expect SyntaxError: Unexpected token '='
Object.defineProperty(Array.prototype, 0, { value: '"from the prototype"', configurable: true, writable: true });
console.log(eval(...none)); // expect: undefined
delete Array.prototype[0];
const iterator = { *[Symbol.iterator]() { yield '"iterated"'; throw new Error('too far'); } };
eval(...iterator); // expect Error: too far
