'use strict';
// Template literals: interpolated, nested, tagged.
function tag(parts, ...values) {
  return parts.raw.length + values.length + String(values[0]).length;
}
let length = 0, tagged = 0;
const names = ['ann', 'bob', 'cyd', 'dan'];
for (let i = 0; i < 350000; i++) {
  const name = names[i & 3];
  const text = `Dear ${name}, your order #${i} of ${(i % 100) / 4} items ${i % 2 ? `ships to ${name.toUpperCase()}` : 'waits'}.`;
  length += text.length + text.charCodeAt(10);
  tagged += tag`a${i}b${name}c`;
}
console.log(length, tagged);
