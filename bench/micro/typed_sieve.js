'use strict';
// The sieve of Eratosthenes on typed arrays, and sums over several kinds of them.
function sieve(limit) {
  const composite = new Uint8Array(limit + 1);
  let count = 0;
  for (let i = 2; i <= limit; i++) {
    if (composite[i] !== 0) continue;
    count++;
    for (let j = i * 2; j <= limit; j += i) composite[j] = 1;
  }
  return count;
}
let sum = 0;
for (let i = 0; i < 8; i++) sum += sieve(400000);
const floats = new Float64Array(100000), ints = new Int32Array(100000), words = new Uint16Array(100000);
for (let i = 0; i < floats.length; i++) {
  floats[i] = i / 3;
  ints[i] = -i * 77;
  words[i] = i * 13;
}
for (let i = 0; i < floats.length; i++) sum += floats[i] - ints[i] + words[i];
console.log(sum.toFixed(2));
