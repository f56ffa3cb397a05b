'use strict';
// Generators, iterators written by hand, delegation, early exit; each makes small result objects.
function* range(from, to) {
  for (let i = from; i < to; i++) yield i;
}
function* filter(items, test) {
  for (const item of items) if (test(item)) yield item;
}
function* tree(depth, at = 1) {
  if (depth > 0) {
    yield* tree(depth - 1, at * 2);
    yield at;
    yield* tree(depth - 1, at * 2 + 1);
  }
}
class Countdown {
  constructor(n) { this.n = n; }
  [Symbol.iterator]() {
    let n = this.n;
    return { next: () => n > 0 ? { value: n--, done: false } : { value: undefined, done: true } };
  }
}
let sum = 0;
for (const i of filter(range(0, 600000), (v) => v % 3 === 0)) sum += i;
for (let round = 0; round < 30; round++) for (const at of tree(10)) sum += at;
for (let round = 0; round < 100; round++) sum += [...new Countdown(500)].length;
for (let round = 0; round < 60000; round++) {
  for (const i of range(0, 100)) {
    sum += i;
    if (i === 3) break;
  }
}
console.log(sum);
