// JSON.stringify: values, replacer, gap, toJSON (25.5.2).
const j = (...a) => console.log(String(JSON.stringify(...a)));

j([1, -0, 1.5, 1e21, NaN, Infinity, true, null, undefined, () => 1, Symbol(), 'x', 5e-324]); // expect: [1,0,1.5,1e+21,null,null,true,null,null,null,null,"x",5e-324]
j({ a: undefined, b: () => 1, [Symbol()]: 1, c: Symbol(), d: null, e: 1, 2: 'i', 1: 'j' }); // expect: {"1":"j","2":"i","d":null,"e":1}
j(undefined); // expect: undefined
j(() => 1); // expect: undefined
j(Symbol()); // expect: undefined
j([new Number(3), new String('s'), new Boolean(false), Object(Symbol()), [[]], {}]); // expect: [3,"s",false,{},[[]],{}]
j('"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\u00e9'.slice(0, 10)); // expect: "\"\\/\b\f\n\r\t\u0000\u001f"
console.log(JSON.stringify('\ud83d\ude00\ud83d\ude00\ud800').length, JSON.stringify('\ud800'), JSON.stringify('\udc00x')); // expect: 12 "\ud800" "\udc00x"
j('x'.repeat(5) + '\n'.repeat(3) + 'y'.repeat(20)); // expect: "xxxxx\n\n\nyyyyyyyyyyyyyyyyyyyy"
j([, 1, , 2]); // expect: [null,1,null,2]
j(Object.create({ inherited: 1 }, { hidden: { value: 1 }, shown: { value: 2, enumerable: true } })); // expect: {"shown":2}
j({ get a() { return 1; }, b: 2 }); // expect: {"a":1,"b":2}
j(new Date(0)); // expect: "1970-01-01T00:00:00.000Z"
j({ d: new Date(NaN) }); // expect: {"d":null}
j([new Map([[1, 2]]), new Set([1]), /x/, new Error('e'), new Uint8Array(2)]); // expect: [{},{},{},{},{"0":0,"1":0}]

// toJSON gets the key as a string, and is looked up on objects.
j({ k: { toJSON(key) { return typeof key + key; } }, l: [{ toJSON: (key) => typeof key + key }], toJSON: 3 }); // expect: {"k":"stringk","l":["string0"],"toJSON":3}
j({ toJSON() { return undefined; } }); // expect: undefined

// Functions as replacers: order, holder, key.
j({ a: 1, b: [2, { c: 3 }] }, (k, v) => typeof v === 'number' ? v + 1 : v); // expect: {"a":2,"b":[3,{"c":4}]}
j({ a: 1 }, function (k, v) { return k === '' ? { held: Object.keys(this).join(), a: v.a } : v; }); // expect: {"held":"","a":1}
j([1, 2], (k, v) => k === '0' ? undefined : v); // expect: [null,2]
j(1, () => ({ toJSON: () => 9 }).x); // expect: undefined

// Arrays as replacers: order, numbers, doubles, nested objects.
j({ b: 1, a: { b: 2, c: 3, 1: 4 }, 1: 5, c: 6 }, ['a', 1, new String('b'), new Number(1), 'a', {}, null]); // expect: {"a":{"1":4,"b":2},"1":5,"b":1}
j([{ a: 1, b: 2 }], ['b']); // expect: [{"b":2}]
j({ a: 1 }, []); // expect: {}

// The gap.
console.log(JSON.stringify({ a: [1, { b: [] }], c: {} }, null, 2).split('\n').join('|')); // expect: {|  "a": [|    1,|    {|      "b": []|    }|  ],|  "c": {}|}
console.log(JSON.stringify([1, [2]], null, '--').split('\n').join('|')); // expect: [|--1,|--[|----2|--]|]
console.log(JSON.stringify([1], null, 100).length, JSON.stringify([1], null, 'x'.repeat(20)).length); // expect: 15 15
console.log(JSON.stringify([1], null, 0), JSON.stringify([1], null, -1), JSON.stringify([1], null, true)); // expect: [1] [1] [1]
console.log(JSON.stringify([1], null, new Number(1)).length, JSON.stringify([1], null, new String('ab')).length); // expect: 6 7
console.log(JSON.stringify({ a: 1 }, null, '\u3042').split('\n').join('|')); // expect: {|あ"a": 1|}

// Objects that change while they are written.
j({ get a() { delete this.b; this.z = 1; return 1; }, b: 2, c: 3 }); // expect: {"a":1,"c":3}
const o = { a: { toJSON() { o.c = 'new'; delete o.b; return 1; } }, b: 2, c: 3 };
j(o); // expect: {"a":1,"c":"new"}
const list = [1, { toJSON() { list.length = 2; return 'cut'; } }, 3, 4];
j(list); // expect: [1,"cut",null,null]
j(new Proxy({ a: 1, b: [2] }, {})); // expect: {"a":1,"b":[2]}
j([new Proxy([1, 2], {})]); // expect: [[1,2]]
const dictionary = {};
for (let i = 0; i < 2000; i++)
    dictionary['k' + i] = i;
delete dictionary.k0;
console.log(JSON.stringify(dictionary).length, JSON.stringify(dictionary).slice(0, 20)); // expect: 23774 {"k1":1,"k2":2,"k3":

// What is written can be read.
const round = { s: 'a\u2028"\\', n: [0, -1, 1.5, 1e300], o: { p: { q: [] } }, t: true, z: null };
console.log(JSON.stringify(JSON.parse(JSON.stringify(round))) === JSON.stringify(round)); // expect: true
