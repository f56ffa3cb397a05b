'use strict';
// A queue on push and shift, a deque on unshift and pop, and splice in the middle.
const queue = [];
let sum = 0;
for (let i = 0; i < 4000; i++) queue.push({ i });
for (let i = 0; i < 2000000; i++) {
  const item = queue.shift();
  sum = (sum + item.i) % 1000003;
  queue.push(i % 3 === 0 ? { i: i + sum } : item);
}
const deque = [];
for (let i = 0; i < 3000; i++) {
  deque.unshift(i);
  if (i % 3 === 2) sum += deque.pop();
  if (i % 50 === 0) sum += deque.splice(deque.length >> 1, 2, i, i + 1).length;
}
console.log(sum, queue.length, deque.length);
