// Direct eval sees and adds variables; only the functions around it pay for that.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function f(a) {
  let b = 2;
  return eval('a + b');
}
console.log(f(1)); // expect: 3
function add() { eval('var added = 1'); return (() => typeof added)() + typeof added; }
console.log(add()); // expect: numbernumber
function strict() { 'use strict'; eval('var added = 1'); return typeof added; }
console.log(strict()); // expect: undefined
function own() { eval('let mine = 1; const c = 2'); return typeof mine + typeof c; }
console.log(own()); // expect: undefinedundefined
globalThis.g = 'global';
function indirect() { var g = 'local'; return [(0, eval)('g'), eval('g'), globalThis.eval === eval].join(); }
console.log(typeof indirect()); // expect: string
function shadow() { var g = 'outer'; return (function () { eval('var g = "inner"'); return (() => g)(); })() + g; }
console.log(shadow()); // expect: innerouter
function removable() { eval('var x = 1'); const had = delete x; return had + typeof x; }
console.log(removable()); // expect: trueundefined
function functions() { eval('function made() { return 7; }'); return made(); }
console.log(functions()); // expect: 7
console.log((function () { return eval('(() => arguments.length)()'); })(1, 2, 3)); // expect: 3
console.log((function () { return eval('this.v'); }).call({ v: 'this' })); // expect: this
console.log(new (class { x = 1; m() { return eval('this.x + super.toString().length'); } })().m()); // expect: 16
console.log((function () { return eval('new.target') === undefined; })()); // expect: true
(function () { let x; eval('var x'); })(); // expect SyntaxError: Identifier 'x' has already been declared
(function () { { let x; { eval('var x'); } } })(); // expect SyntaxError: Identifier 'x' has already been declared
console.log((function () { try { throw 1; } catch (x) { eval('var x = 2'); return x; } })()); // expect: 2
(function () { eval('q'); let q; })(); // expect ReferenceError: Cannot access 'q' before initialization
console.log((function () { let q = 1; eval('q = 2'); return q; })()); // expect: 2
(function () { const q = 1; eval('q = 2'); })(); // expect TypeError: Assignment to constant variable.
const getters = [];
for (let i = 0; i < 3; i++) getters.push(eval('() => i'));
console.log(getters.map((get) => get()).join()); // expect: 0,1,2
console.log(((a = eval('var z = 1; z'), b = z) => a + b)()); // expect: 2
console.log([eval('1;;;'), eval('{2}'), eval('if (0) 3'), eval(''), eval({ x: 1 }.x), eval('var v = 4')].join()); // expect: 1,2,,,1,
console.log([eval('do { 5; break } while (0)'), eval('l: { 6; break l; }'), eval('switch (1) { case 1: 7 }'), eval('try { 8 } finally { 9 }')].join()); // expect: 5,6,7,8
eval('let = = 1'); // expect SyntaxError: Unexpected token '='

// What lies around a direct eval is whole scope objects; what lies beside it is not affected.
console.log(retained(() => {
  const living = (() => { const data = big(), small = 1; (() => data)(); return () => small; })();
  const dead = () => { const own = 1; return eval('own'); };
  dead();
  return living;
})); // expect: released
console.log(retained(() => { const data = big(); return () => (0, eval)('1'); })); // expect: released
console.log(retained(() => { const data = big(); return () => eval('data'); })); // expect: kept
