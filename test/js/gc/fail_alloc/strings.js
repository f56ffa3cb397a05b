let s = '';
for (let i = 0; i < 200; i++) s += i.toString(36) + (i % 7 ? '-' : '\u{1F600}');
console.log(s.length, s.split('-').length, s.indexOf('\u{1F600}'), s.slice(100, 120)); // expect: 593 172 1 17-18-19-1a-1b-1c-1d
console.log(s.toUpperCase().replace(/[A-F]/g, (c) => c.charCodeAt(0)).length, 'abc'.padEnd(20, 'xy').repeat(3).trim().length); // expect: 629 60
const parts = [];
for (const ch of 'a\u00e9\u4e2d\u{1F600}') parts.push(ch.codePointAt(0).toString(16));
console.log(parts.join(), `${parts}`.lastIndexOf(','), String.raw`a\n${1}`, 'ß'.normalize('NFD').length); // expect: 61,e9,4e2d,1f600 10 a\n1 1
const keys = {};
for (let i = 0; i < 100; i++) keys['key' + i] = i + 0.5;
console.log(Object.keys(keys).length, keys.key50, ('x' + 1e21 + 0.1 + -0).length); // expect: 100 50.5 10
