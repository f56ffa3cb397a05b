// A variable is copied into closures only if that cannot be seen.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

// Initialised in one branch only.
function branch(yes) { let x; if (yes) x = 1; const f = () => x; if (!yes) x = 2; return f(); }
console.log(branch(true), branch(false)); // expect: 1 2
// Assigned after the closure was made, before, in it, in another.
function after() { let x = 1; const f = () => x; x = 2; return f(); }
console.log(after()); // expect: 2
function before() { let x = 1; x = 2; const f = () => x; return f(); }
console.log(before()); // expect: 2
function within() { let x = 1; const f = () => { x++; return x; }; f(); return f() + x; }
console.log(within()); // expect: 6
function other() { let x = 1; const f = () => x; ((v) => { x = v; })(5); return f(); }
console.log(other()); // expect: 5
// Assigned in a loop that makes the closure in an earlier turn.
function loop() { let x; const made = []; for (let i = 0; i < 3; i++) { made.push(() => x); x = i; } return made.map((f) => f()).join(); }
console.log(loop()); // expect: 2,2,2
// var declared in a loop's body is one variable.
function vars() { const made = []; for (let i = 0; i < 3; i++) { var v = i; made.push(() => v); } return made.map((f) => f()).join(); }
console.log(vars()); // expect: 2,2,2
// Destructuring, for-in, catch, update and logical assignments count as assignments.
function forms() {
  let a = 1, b = 2, c = 3, d, e = 5;
  const f = () => [a, b, c, d, e].join();
  [a] = [10]; ({ b } = { b: 20 }); for (c in { k: 1 }); d ??= 40; e **= 2;
  return f();
}
console.log(forms()); // expect: 10,20,k,40,25
// A parameter, assigned and not.
const param = (a, b) => { const f = () => a + b; b = 10; return f(); };
console.log(param(1, 2)); // expect: 11
// A function declared in a block, assigned later.
function fn() { const get = () => inner(); function inner() { return 1; } inner = () => 2; return get(); }
console.log(fn()); // expect: 2
// A class is seen by its own methods before its binding is set outside.
class K { static self() { return K; } }
const Old = K;
K = null; // a class declaration can be assigned
console.log(Old.self() === Old, K); // expect: true null
// try: the initialisation may not have happened.
function attempt() { let f; try { f = () => v; const w = null.x; } catch { v = 'caught'; } var v; return f(); }
console.log(attempt()); // expect: caught
// Backward jump by continue skips nothing of the initialisation.
function cont() { const made = []; for (const i of [0, 1, 2]) { if (i === 1) continue; const x = i * i; made.push(() => x); } return made.map((f) => f()).join(); }
console.log(cont()); // expect: 0,4
const copied = (() => { const x = {}; return [() => x, () => x]; })();
console.log(copied[0]() === copied[1]()); // expect: true

console.log(retained(() => { let data = big(); const f = () => data; data = null; return f; })); // expect: released
console.log(retained(() => { let data = null; const f = () => data; data = big(); return f; })); // expect: kept
console.log(retained(() => { let data = big(); const f = () => data; f(); return () => { data = null; }; })); // expect: kept
