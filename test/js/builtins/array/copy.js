// concat, slice, with, toReversed, copyWithin, fill, reverse, spread, Array.from, Array.of
const show = a => a.length + ':' + JSON.stringify(a) + Object.keys(a).length;
console.log(show([1, 2].concat([3], 4, [5, [6]])), show([].concat()), show([, 1].concat([, 2]))); // expect: 6:[1,2,3,4,5,[6]]6 0:[]0 4:[null,1,null,2]2
console.log(show([1].concat([1.5])), show([1.5].concat(['a'])), show(['a'].concat([2.5, , 3]))); // expect: 2:[1,1.5]2 2:[1.5,"a"]2 4:["a",2.5,null,3]3
console.log(show(new Array(3).concat([1])), show([1].concat(new Array(2))));  // expect: 4:[null,null,null,1]1 3:[1,null,null]1
const spreadable = { length: 2, 0: 'a', [Symbol.isConcatSpreadable]: true }, solid = [1, 2];
solid[Symbol.isConcatSpreadable] = false;
console.log(show([].concat(spreadable)), [].concat(solid).length, Array.prototype.concat.call(1, 2).length); // expect: 2:["a",null]1 1 2
Object.prototype[Symbol.isConcatSpreadable] = false;
console.log([1].concat([2]).length);                                // expect: 2
delete Object.prototype[Symbol.isConcatSpreadable];
console.log([1].concat([2]).length);                                // expect: 2
console.log(show([1, 2, 3, 4].slice(1, -1)), show([1, , 3].slice()), show([1, 2].slice(5)), show([1, 2, 3].slice(-2))); // expect: 2:[2,3]2 3:[1,null,3]2 0:[]0 2:[2,3]2
const changing = [1, 2, 3, 4];
console.log(show(changing.slice(0, { valueOf() { changing.length = 2; return 4; } }))); // expect: 4:[1,2,null,null]2
console.log(show([1, , 3].with(1, 'x')), show([1, , 3].toReversed()), show([1, 2, 3].with(-1, 9))); // expect: 3:[1,"x",3]3 3:[3,null,1]3 3:[1,2,9]3
[].with(0, 1);                                                      // expect RangeError: Invalid index : 0
console.log(show([1, 2, 3, 4, 5].copyWithin(0, 3)), show([1, 2, 3, 4, 5].copyWithin(1, 0, 3)), show([1, , 3].copyWithin(0, 1))); // expect: 5:[4,5,3,4,5]5 5:[1,1,2,3,5]5 3:[null,3,3]2
console.log(show([1, 2, 3].fill(0)), show(new Array(3).fill('x', 1)), show([1, 2, 3].fill(1.5, -1)), show([1, 2].fill(-0))); // expect: 3:[0,0,0]3 3:[null,"x","x"]2 3:[1,2,1.5]3 2:[0,0]2
console.log(Object.is(new Array(2).fill(-0)[1], -0), new Array(2).fill(NaN)[0], new Array(1e5).fill(7)[99999]); // expect: true NaN 7
console.log(show([1.5, 2, 3].fill('a', 1, 2)), show(Array.prototype.fill.call({ length: 2 }, 1).length ? [1] : [])); // expect: 3:[1.5,"a",3]3 1:[1]1
console.log(show([1, 2, 3].reverse()), show([1, , 3, 4].reverse()), show([1.5, 2.5].reverse()), show([, ,].reverse())); // expect: 3:[3,2,1]3 4:[4,3,null,1]3 2:[2.5,1.5]2 2:[null,null]0
const short = [1, 2]; short.length = 5; short.reverse();
console.log(show(short), 3 in short, 0 in short);                   // expect: 5:[null,null,null,2,1]2 true false
console.log(show([...[1, , 2]]), show([0, ...[1.5, 2], ...'ab', ...new Set([3])]), show([...[], ...new Array(2)])); // expect: 3:[1,null,2]3 6:[0,1.5,2,"a","b",3]6 2:[null,null]2
console.log(show(Array.from([1, , 3])), show(Array.from('a\u{1F600}b')), show(Array.from({ length: 2, 1: 'x' })), show(Array.from([1, 2], x => x * 2))); // expect: 3:[1,null,3]3 3:["a","😀","b"]3 2:[null,"x"]2 2:[2,4]2
const mutated = [1, 2, 3];
console.log(show(Array.from(mutated, (v, i) => { if (!i) mutated.push(4); return v; }))); // expect: 4:[1,2,3,4]4
let closed = false;
const it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }), return() { closed = true; return {}; } }) };
Array.from(it, () => { throw new RangeError('mapper'); });          // expect RangeError: mapper
console.log(closed);                                                // expect: true
Array.from(null);          // expect TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator))
Array.from([], 1);         // expect TypeError: 1 is not a function
console.log(show(Array.of(7)), show(Array(3)), show(Array('3')), show(new Array(1, 2))); // expect: 1:[7]1 3:[null,null,null]0 1:["3"]1 2:[1,2]2
new Array(-1);             // expect RangeError: Invalid array length
new Array(1.5);            // expect RangeError: Invalid array length
[].length = 2 ** 32;       // expect RangeError: Invalid array length
console.log(Array.isArray([]), Array.isArray(new Proxy([], {})), Array.isArray({}), Array.isArray(Array.prototype)); // expect: true true false true
// with an iterator of its own, or a changed one
const custom = [1, 2]; custom[Symbol.iterator] = function* () { yield 'c'; };
console.log(show([...custom]), show(Array.from(custom)));           // expect: 1:["c"]1 1:["c"]1
const next = Object.getPrototypeOf([][Symbol.iterator]()).next;
Object.getPrototypeOf([][Symbol.iterator]()).next = function () { const r = next.call(this); if (!r.done) r.value = 'n' + r.value; return r; };
console.log([...[1, 2]].join(), Array.from([3]).join());            // expect: n1,n2 n3
Object.getPrototypeOf([][Symbol.iterator]()).next = next;
console.log([...[1, 2]].join());                                    // expect: 1,2
