'use strict';
// Maps and Sets that grow, lose their oldest keys and are walked while they change.
let sum = 0;
const map = new Map();
for (let i = 0; i < 700000; i++) {
  map.set(i, { i });
  if (map.size > 5000) map.delete(i - 5000);
}
for (const [key, value] of map) sum += key - value.i + 1;
const names = new Map();
for (let i = 0; i < 300000; i++) {
  const key = 'key' + i % 3001;
  names.set(key, (names.get(key) || 0) + 1);
}
for (const count of names.values()) sum += count;
for (let round = 0; round < 100; round++) {
  const set = new Set();
  for (let i = 0; i < 2000; i++) set.add(i * round % 1009);
  for (const item of set) {
    if (item % 3 === 0) set.delete(item);
    else sum += item;
  }
}
console.log(sum, map.size, names.size);
