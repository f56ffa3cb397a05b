// Blocks of switch and labelled statements are scopes; jumps leave them.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

function pick(n) {
  const list = [];
  switch (n) {
    case 0: let x = 'zero'; list.push(() => x);
    case 1: x = 'one'; list.push(() => x); break;
    default: list.push(() => 'default');
  }
  return list.map((f) => f()).join();
}
console.log(pick(0)); // expect: one,one
pick(1); // expect ReferenceError: Cannot access 'x' before initialization
console.log(pick(2)); // expect: default
switch (1) { case 1: function inSwitch() { return 'fn'; } }
console.log(inSwitch()); // expect: fn
switch (3) { case 0: { const k = 1; } default: const k = 2; console.log((() => k)()); } // expect: 2
const out = [];
outer: for (let i = 0; i < 3; i++) {
  for (let j = 0; j < 3; j++) {
    const k = i * 3 + j;
    out.push(() => k);
    if (j === 1) continue outer;
    if (k === 6) break outer;
  }
}
console.log(out.map((f) => f()).join()); // expect: 0,1,3,4,6
let read;
label: { let v = 1; read = () => v++; if (read) break label; v = 100; }
console.log(read(), read()); // expect: 1 2
a: b: c: for (const i of [1, 2]) { out.length = 0; out.push(() => i); continue b; }
console.log(out[0]()); // expect: 2
function loop() { l: while (true) { try { const t = 1; out[0] = () => t; continue l; } finally { break l; } } return out[0](); }
console.log(loop()); // expect: 1

console.log(retained(() => {
  let living;
  switch (1) { case 0: case 1: const data = big(), dead = () => data; dead(); default: living = () => 1; }
  return living;
})); // expect: released
console.log(retained(() => {
  let living;
  l: for (const n of [1, 2]) { const data = big(); const dead = () => data; living = () => n; if (dead()) continue l; }
  return living;
})); // expect: released
console.log(retained(() => {
  let living;
  l: { const data = big(); living = () => data; break l; }
  return living;
})); // expect: kept
