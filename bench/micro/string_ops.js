'use strict';
// What programs do to strings all day: split, search, replace, case, trim, compare, code units.
const words = 'the quick brown fox jumps over the lazy dog and runs away from Zürich'.split(' ');
let sum = 0;
for (let i = 0; i < 36000; i++) {
  const line = words.slice(i % 5).concat(words[i % 13], String(i)).join(' ');
  sum += line.toUpperCase().indexOf('LAZY');
  sum += line.replace('quick', 'slow').length;
  sum += line.split(' ').filter((word) => word.startsWith('r') || word.endsWith('x')).length;
  sum += ('  ' + line + '  ').trim().padStart(90, '*').lastIndexOf('*');
  sum += line < words[i % 7] ? 1 : 2;
  for (let j = 0; j < line.length; j += 9) sum += line.charCodeAt(j);
  sum += line.includes('Zürich') ? 1 : 0;
  sum += line[3].length + line.substring(4, 9).length;
}
console.log(sum);
