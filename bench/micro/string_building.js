'use strict';
// Strings by concatenation, by join, by repeat and slice; looked into, so that ropes are flattened.
let total = 0;
for (let round = 0; round < 180; round++) {
  let text = '';
  for (let i = 0; i < 6000; i++) text += 'item ' + i + (i % 10 === 9 ? '\n' : ', ');
  total += text.length + text.charCodeAt(text.length >> 1);
  const lines = text.split('\n');
  total += lines.map((line) => line.slice(2, -2)).join('|').length;
  total += text.indexOf('item 5999');
  let padded = '';
  for (let i = 0; i < 300; i++) padded = (padded + 'é' + i).slice(-200);
  total += padded.length + padded.codePointAt(7);
}
console.log(total);
