'use strict';
// Sorting numbers, strings and records, with and without a comparison function.
let state = 12345;
function random() {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return state >>> 8;
}
let check = 0;
for (let round = 0; round < 16; round++) {
  const numbers = Array.from({ length: 8000 }, random);
  numbers.sort((a, b) => a - b);
  const doubles = Float64Array.from({ length: 8000 }, () => random() / 7).sort();
  const strings = Array.from({ length: 4000 }, () => 's' + random()).sort();
  const records = Array.from({ length: 4000 }, (_, i) => ({ group: random() % 10, i }));
  records.sort((a, b) => a.group - b.group);
  for (let i = 1; i < records.length; i++) {
    if (records[i - 1].group === records[i].group && records[i - 1].i > records[i].i) throw new Error('not stable');
  }
  check = (check + numbers[4000] + Math.floor(doubles[17]) + strings[5].length + records[999].i) % 1000003;
}
console.log(check);
