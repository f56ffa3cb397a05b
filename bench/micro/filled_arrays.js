'use strict';
// Arrays made with a length, filled, copied, and dropped; a window of them stays alive.
const window = [];
let sum = 0;
for (let i = 0; i < 30000; i++) {
  const array = new Array(100).fill(i);
  array[i % 100] = i + 0.5;
  window[i % 500] = array;
  sum += array.length + array[50];
  if (i % 10 === 0) sum += array.slice(10, 60).concat(array).length;
}
const lazy = [];
for (let i = 0; i < 200000; i++) lazy.push(new Array(100));
console.log(sum, window.length, lazy.length, lazy[777].length);
