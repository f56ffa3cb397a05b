'use strict';
// All permutations of nine numbers: how often can a prefix be flipped until 0 comes first?
const n = 9;
const permutation = Array.from({ length: n }, (_, i) => i);
const counts = new Array(n).fill(0);
let maximum = 0, checksum = 0, index = 0;

function flips(start) {
  const p = start.slice();
  let count = 0;
  for (let first = p[0]; first !== 0; first = p[0]) {
    for (let i = 0, j = first; i < j; i++, j--) {
      const t = p[i];
      p[i] = p[j];
      p[j] = t;
    }
    count++;
  }
  return count;
}

// Heap's algorithm, iterative.
function visit() {
  const count = flips(permutation);
  maximum = Math.max(maximum, count);
  checksum += index++ % 2 === 0 ? count : -count;
}
visit();
for (let i = 0; i < n;) {
  if (counts[i] < i) {
    const k = i % 2 === 0 ? 0 : counts[i];
    const t = permutation[k];
    permutation[k] = permutation[i];
    permutation[i] = t;
    visit();
    counts[i]++;
    i = 0;
  } else {
    counts[i++] = 0;
  }
}
console.log(maximum, checksum, index);
