// Not where most safepoints collect: 200,000 nested arrays, all of which a collection goes through.
// modes: !stress-each !pretenure !pretenure-marking
// JSON.parse: values, names, depth, the reviver (25.5.1).
const show = (v) => console.log(JSON.stringify(v));

// Values.
show(JSON.parse(' \t\r\n[1, -2, 0.5, 1e3, 1E-2, 12345678901234567890, true, false, null, "x"] ')); // expect: [1,-2,0.5,1000,0.01,12345678901234567000,true,false,null,"x"]
console.log(Object.is(JSON.parse('-0'), -0), Object.is(JSON.parse('-0.0'), -0), Object.is(JSON.parse('0'), 0)); // expect: true true true
console.log(JSON.parse('1073741824') === 2 ** 30, JSON.parse('-2147483648') === -(2 ** 31)); // expect: true true
console.log(JSON.parse('999999999'), JSON.parse('1000000000'), JSON.parse('9007199254740993')); // expect: 999999999 1000000000 9007199254740992
console.log(JSON.parse('1e400'), JSON.parse('-1e400'), JSON.parse('5e-324')); // expect: Infinity -Infinity 5e-324

// Strings: escapes, surrogates, narrow text out of wide text.
console.log(JSON.parse('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\ud83d\\ude00"') === '"\\/\b\f\n\r\tA\u00e9\u{1F600}'); // expect: true
console.log(JSON.parse('["\u3042", "plain text in wide source", 12.5, {"k\u3042": 1}]').join('|')); // expect: あ|plain text in wide source|12.5|[object Object]
console.log(JSON.parse('"\\ud800"').charCodeAt(0).toString(16)); // expect: d800
console.log(JSON.parse('"\u2028\u2029\x7f"').length); // expect: 3

// Names: indices come first, the last of the same name wins, __proto__ is a name like any other.
console.log(Object.keys(JSON.parse('{"b":1,"2":2,"a":3,"1":4,"":5,"4294967294":6,"4294967295":7}')).join()); // expect: 1,2,4294967294,b,a,,4294967295
show(JSON.parse('{"a":1,"b":2,"a":3}')); // expect: {"a":3,"b":2}
const p = JSON.parse('{"__proto__": [1], "x": 1}');
console.log(Object.getPrototypeOf(p) === Object.prototype, Array.isArray(p.__proto__), Object.keys(p).join()); // expect: true true __proto__,x
console.log(JSON.parse('{"\\u0061\\n": 1}')['a\n']); // expect: 1

// Objects of the same and of nearly the same names, one after another.
const rows = JSON.parse('[{"a":1,"b":"x"},{"a":2.5,"b":"y"},{"b":1,"a":2},{"a":1},{"a":1,"b":2,"c":3},{"a":{"a":1,"b":2},"b":[]}]');
show(rows); // expect: [{"a":1,"b":"x"},{"a":2.5,"b":"y"},{"b":1,"a":2},{"a":1},{"a":1,"b":2,"c":3},{"a":{"a":1,"b":2},"b":[]}]
console.log(rows.map((r) => Object.keys(r).join('')).join()); // expect: ab,ab,ba,a,abc,ab

// More names than are collected at once.
const names = Array.from({ length: 100 }, (_, i) => `"n${i}":${i}`);
const many = JSON.parse(`{${names.join()},"n5":"again"}`);
console.log(Object.keys(many).length, many.n5, many.n99, Object.keys(many)[5]); // expect: 100 again 99 n5
const big = JSON.parse(`{${Array.from({ length: 5000 }, (_, i) => `"k${i}":{"v":${i}}`).join()}}`);
console.log(Object.keys(big).length, big.k4999.v); // expect: 5000 4999

// Depth is bounded by memory alone.
let depth = 0;
for (let a = JSON.parse('['.repeat(200000) + ']'.repeat(200000)); a.length; a = a[0])
    depth++;
console.log(depth); // expect: 199999
console.log(JSON.stringify(JSON.parse('{"a":'.repeat(100) + '1' + '}'.repeat(100))).length); // expect: 601

// What is no string is made one.
console.log(JSON.parse(12), JSON.parse(null), JSON.parse({ toString: () => '[7]' })[0]); // expect: 12 null 7
console.log(JSON.parse(['[', '1', ',', '2', ']'].join('')).length); // expect: 2

// The reviver: order, holder, deletion, replacement.
const seen = [];
JSON.parse('{"a":[1,{"b":2}],"2":3}', function (k, v) { seen.push(k); return v; });
console.log(seen.join()); // expect: 2,0,b,1,a,
show(JSON.parse('[1,2,3,4]', (k, v) => v === 2 ? undefined : v)); // expect: [1,null,3,4]
show(JSON.parse('{"a":1,"b":{"c":2}}', (k, v) => k === 'a' ? undefined : typeof v === 'number' ? v * 10 : v)); // expect: {"b":{"c":20}}
console.log(JSON.parse('{"x":1}', function (k, v) { return k === '' ? Object.keys(this).length + v.x : v; })); // expect: 2
show(JSON.parse('[1,2,3]', function (k, v) { if (k === '0') this[2] = { n: 1 }; return v; })); // expect: [1,2,{"n":1}]
console.log(JSON.parse('[[]]', function (k, v) { if (k === '0') this.length = 0; return v; }).length); // expect: 1
show(JSON.parse('[0,{"a":1}]', function (k, v) { if (k === '0') this[1] = new Proxy({ z: 1, y: 2 }, {}); return v; })); // expect: [0,{"z":1,"y":2}]
