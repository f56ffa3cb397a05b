// ends: done
// Objects up to four fifths of the old generation's limit stay; garbage goes through what is left.
const limit = require('v8').getHeapStatistics().heap_size_limit;
const kept = [];
while (kept.length % 1000 || process.memoryUsage().heapUsed < limit * 0.8)
    kept.push({ id: kept.length, text: null, next: kept[kept.length - 1] || null });
let sum = 0;
for (let i = 0; i < 3e6; i++)
    sum += [i, { i }].length;
console.log(sum === 6e6);
