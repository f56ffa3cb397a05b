const text = 'The year 1999, then 2024-05-06 and 31/12/2000.';
console.log(text.match(/\d{4}/g).join(), text.replace(/(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)/, '$<d>.$<m>.$<y>').length); // expect: 1999,2024,2000 46
const m = /(?<word>\w+)\s(?:year|month) (\d+)(x)?/.exec(text);
console.log(m.index, m[1], m.groups.word, m[3], text.search(/then/), 'a1b22c'.split(/(\d+)/).join('|')); // expect: 0 The The undefined 15 a|1|b|22|c
for (const [all, k] of 'k1=v1;k2=v2'.matchAll(/(\w+)=/g)) console.log(all, k); // expect: k1= k1
// expect: k2= k2
const sticky = /a|ab/y; sticky.lastIndex = 1;
console.log(sticky.test('xab'), sticky.lastIndex, new RegExp('^[\\p{Lu}\u{1F600}-\u{1F64F}]+$', 'u').test('AB\u{1F600}'), 'aBc'.replace(/b/i, (c) => c + c)); // expect: true 2 true aBBc
