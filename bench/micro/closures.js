'use strict';
// Closures made by the million: counters, partial application, composition; each keeps a variable or two.
function counter(start) {
  let value = start;
  return { next: () => value++, reset: () => { value = start; } };
}
const add = (a) => (b) => (c) => a + b + c;
const compose = (...fns) => (x) => fns.reduce((v, f) => f(v), x);

let sum = 0;
for (let i = 0; i < 120000; i++) {
  const c = counter(i);
  c.next();
  sum += c.next();
  c.reset();
  sum += add(i)(c.next())(1);
  sum += compose((x) => x + i, (x) => x * 2)(1) & 3;
}
console.log(sum);
