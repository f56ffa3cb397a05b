'use strict';
// Destructuring with defaults, rest and spread of arrays, objects and arguments.
function options({ name = 'none', size: { width = 1, height = 2 } = {}, ...rest }) {
  return name.length + width * height + Object.keys(rest).length;
}
function swap([a, b, ...others]) {
  return [b, a, ...others];
}
const total = (...numbers) => numbers.reduce((a, b) => a + b, 0);
let sum = 0, pair = [1, 2, 3, 4];
for (let i = 0; i < 60000; i++) {
  sum += options({ name: 'n' + (i & 7), size: { width: i & 3 }, color: 'red', depth: i });
  sum += options({});
  pair = swap(pair);
  sum += total(...pair, i);
  const merged = { ...{ a: i, b: 2 }, b: 3, ...(i & 1 ? { c: 4 } : null) };
  sum += merged.b + (merged.c || 0);
  const [x = 1, , z = 3] = [undefined, 5];
  sum += x + z;
}
console.log(sum, pair.join());
