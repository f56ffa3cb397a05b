// Labels, break and continue through nested loops, switch and try; completion of each kind of loop.
const log = (...a) => console.log(a.join());
outer: for (let i = 0; i < 3; i++) {
  for (let j = 0; j < 3; j++) {
    if (j === 1) continue outer;
    if (i === 2) break outer;
    log(i, j);
  }
}
// expect: 0,0
// expect: 1,0
block: { log('in'); if (true) break block; log('never'); } // expect: in
a: b: c: while (true) { do { break b; } while (true); }
log('left'); // expect: left
const order = [];
loop: for (const x of [1, 2, 3]) {
  try { if (x === 2) continue loop; order.push('t' + x); } finally { order.push('f' + x); if (x === 3) break loop; }
}
log(order); // expect: t1,f1,f2,t3,f3
function leave() { for (const x of [1, 2]) { try { return 'try' + x; } finally { if (x === 1) continue; } } return 'end'; }
log(leave()); // expect: try2
sw: switch (1) { case 1: for (;;) { break sw; } default: log('never'); }
let n = 0;
do n++; while (n < 5) log(n); // expect: 5
for (var i = 0, k = 10; i < k; i += 3, k--);
log(i, k); // expect: 9,7
for (;;) { if (n-- < 0) break; }
log(n); // expect: -2
for (const k in { a: 1 }) for (const c of k) log(k, c); // expect: a,a
log(eval('1; do { 2; continue; } while (false)'), eval('3; while (false);'), eval('for (var z of [4, 5]) z;'), eval('x: { 6; break x; 7; }')); // expect: 2,,5,6
log(eval('switch (1) { case 0: 1; case 1: 2; default: }'), eval('if (false) 1;'), eval('try { 1 } finally { 2 }')); // expect: 2,,1
eval('break;'); // expect SyntaxError: Illegal break statement
eval('x: continue x;'); // expect SyntaxError
eval('while (1) { (() => { break; })() }'); // expect SyntaxError: Illegal break statement
eval('x: x: ;'); // expect SyntaxError: Label 'x' has already been declared
eval('while (false) { break missing; }'); // expect SyntaxError: Undefined label 'missing'
