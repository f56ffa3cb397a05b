// switch: strict comparison, fall-through, default anywhere, one scope for all cases, evaluation order.
const which = (x) => { const r = []; switch (x) { case 1: r.push('one'); case 2: r.push('two'); break; default: r.push('default'); case 3: r.push('three'); } return r.join(); };
console.log(which(1)); // expect: one,two
console.log(which(2)); // expect: two
console.log(which(3)); // expect: three
console.log(which('1')); // expect: default,three
console.log(which(NaN), which(-0)); // expect: default,three default,three
switch (NaN) { case NaN: console.log('never'); break; default: console.log('NaN is not NaN'); } // expect: NaN is not NaN
switch (-0) { case 0: console.log('zeroes are one'); } // expect: zeroes are one
const seen = [];
const see = (x) => { seen.push(x); return x; };
switch (see(2)) { case see(1): case see(2): case see(3): }
console.log(seen.join()); // expect: 2,1,2
switch (0) { case 1: let hidden; break; case 0: (() => { hidden; })(); } // expect ReferenceError: Cannot access 'hidden' before initialization
switch (1) { case 0: let x = 'unset'; case 1: x = 2; } // expect ReferenceError: Cannot access 'x' before initialization
switch (1) { default: function hoisted() { return 'hoisted'; } }
console.log(hoisted()); // expect: hoisted
switch (3) {}
const fns = [];
for (let i = 0; i < 3; i++) switch (i) { case 1: continue; default: let j = i * 10; fns.push(() => i + j); }
console.log(fns.map((f) => f()).join()); // expect: 0,22
console.log((() => { switch (1) { case 1: return 'returned'; default: return 'never'; } })()); // expect: returned
console.log((() => { try { switch (1) { case (() => { throw 'thrown'; })(): } } catch (e) { return e; } })()); // expect: thrown
eval('switch (1) { case 1: let a; case 2: let a; }'); // expect SyntaxError: Identifier 'a' has already been declared
eval('switch (1) { default: default: }'); // expect SyntaxError: More than one default clause in switch statement
