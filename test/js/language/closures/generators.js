// Generators park their variables; when they have ended they hold none.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function* counter(from) {
  let n = from;
  const add = (k) => n += k;
  while (true) { const got = yield n; if (got) add(got); n++; }
}
const c = counter(5);
console.log(c.next().value, c.next(10).value, c.next().value); // expect: 5 16 17

// Closures made in a generator share with its later code.
function* share() {
  let x = 1;
  yield () => x;
  x = 2;
  yield (v) => { x = v; };
  return x;
}
const s = share();
const getX = s.next().value;
console.log(getX()); // expect: 1
const setX = s.next().value;
console.log(getX()); // expect: 2
setX(9);
console.log(s.next().value, getX()); // expect: 9 9

// Each turn of a loop across a yield has its own binding.
function* turns() { for (let i = 0; i < 3; i++) yield () => i; }
console.log([...turns()].map((f) => f()).join()); // expect: 0,1,2
function* args() { yield arguments.length; arguments[0] = 'changed'; yield arguments[0]; }
console.log([...args(1, 2)].join()); // expect: 2,changed
const withDefaults = function* (a = () => b, b = 2) { yield a(); };
console.log(withDefaults().next().value); // expect: 2

console.log(retained(() => {
  const iterator = (function* () { const data = big(); yield 1; return data.length; })();
  iterator.next();
  return iterator;
})); // expect: kept
console.log(retained(() => {
  const iterator = (function* () { const data = big(); yield 1; return data.length; })();
  iterator.next();
  iterator.next();
  return iterator;
})); // expect: released
console.log(retained(() => {
  const iterator = (function* () { const data = big(); yield 1; return data.length; })();
  iterator.next();
  iterator.return(0);
  return iterator;
})); // expect: released
console.log(retained(() => {
  const iterator = (function* () { const data = big(); yield 1; return data.length; })();
  iterator.next();
  try { iterator.throw(new Error('x')); } catch {}
  return iterator;
})); // expect: released
console.log(retained(() => (function* () { const data = big(); const dead = () => data; dead(); yield () => 1; })().next().value)); // expect: released
// Arguments of a generator that never started, ended by return().
console.log(retained(() => { const g = (function* (data) { yield data; })(big()); g.return(); return g; })); // expect: released
