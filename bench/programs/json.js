'use strict';
// JSON there and back: records with nested objects, numbers, escapes; with a reviver and an indent now and then.
function record(i) {
  return {
    id: i,
    name: 'user ' + i,
    active: i % 3 === 0,
    score: i * 1.25,
    address: { street: `${i} Main St "north"`, zip: String(10000 + i), geo: [i / 7, -i / 11] },
    tags: ['a' + (i % 10), 'b\n' + (i % 7), null],
  };
}

let bytes = 0, sum = 0;
for (let round = 0; round < 60; round++) {
  const records = [];
  for (let i = 0; i < 700; i++) records.push(record(i + round));
  const text = JSON.stringify({ round, records });
  bytes += text.length;
  const back = JSON.parse(text);
  for (const { id, address, tags } of back.records)
    sum += id + address.geo[0] + tags.length;
  if (round % 8 === 0) {
    const indented = JSON.stringify(back, null, 2);
    bytes += indented.length;
    sum += JSON.parse(indented, (key, value) => key === 'id' ? value + 1 : value).records[0].id;
  }
}
console.log(bytes, sum.toFixed(3));
