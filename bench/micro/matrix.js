'use strict';
// Products of square matrices: arrays of arrays of doubles.
function matrix(n, f) {
  const rows = [];
  for (let i = 0; i < n; i++) {
    const row = [];
    for (let j = 0; j < n; j++) row.push(f(i, j));
    rows.push(row);
  }
  return rows;
}
function multiply(a, b) {
  const n = a.length;
  return matrix(n, (i, j) => {
    const row = a[i];
    let sum = 0;
    for (let k = 0; k < n; k++) sum += row[k] * b[k][j];
    return sum;
  });
}
const n = 110;
let a = matrix(n, (i, j) => (i === j ? 1 : 0) + (i * j % 7) / 100);
const b = matrix(n, (i, j) => (i === j ? 0.5 : 0) + ((i + j) % 5) / 300);
for (let i = 0; i < 4; i++) a = multiply(a, b);
let trace = 0;
for (let i = 0; i < n; i++) trace += a[i][i];
console.log(trace.toFixed(6));
