let seed = 42;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const numbers = Array.from({ length: 150 }, random);
const sorted = numbers.slice().sort((a, b) => a - b);
let ok = true;
for (let i = 1; i < sorted.length; i++) ok = ok && sorted[i - 1] <= sorted[i];
const words = numbers.map((n) => n.toString(36).slice(2, 8)).sort();
console.log(ok, sorted.length, words.every((w, i) => !i || words[i - 1] <= w), sorted.includes(numbers[7])); // expect: true 150 true true
function quick(list) { if (list.length < 2) return list; const [pivot, ...others] = list; return [...quick(others.filter((x) => x < pivot)), pivot, ...quick(others.filter((x) => x >= pivot))]; }
console.log(quick(numbers).join() === sorted.join(), Math.max.apply(null, numbers) === sorted[149]); // expect: true true
const matrix = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => i * j / 4));
console.log(matrix.map((row) => row.reduce((a, b) => a + b)).join()); // expect: 0,7,14,21,28,35,42,49
