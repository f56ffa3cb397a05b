function counter(start) { let n = start; return { up: () => ++n, by: (k) => (n += k), get: () => n }; }
const list = [];
for (let i = 0; i < 10; i++) { const c = counter(i); c.up(); list.push(() => c.by(i)); }
console.log(list.map((f) => f()).join()); // expect: 1,3,5,7,9,11,13,15,17,19
function mapped(a, b) { arguments[0] = 'x'; return (() => a + b + arguments.length)(); }
console.log(mapped(1, 2)); // expect: x22
console.log((function f(n, g = () => n) { return n ? f(n - 1) + g() : 0; })(10)); // expect: 55
console.log(eval('let q = 5; (() => q * 2)()')); // expect: 10
