// engines: tenure
// union and the like, of ES2025: not in Node 20.
const a = new Set([1, 2, 3]), b = new Set([3, 4]);
const show = set => [...set].join();
console.log(show(a.union(b)), show(a.intersection(b)), show(a.difference(b)), show(a.symmetricDifference(b))); // expect: 1,2,3,4 3 1,2 1,2,4
console.log(show(b.union(a)), show(b.intersection(a)), show(b.difference(a)), show(b.symmetricDifference(a))); // expect: 3,4,1,2 3 4 4,1,2
console.log(a.isSubsetOf(b), new Set([3]).isSubsetOf(b), a.isSupersetOf(new Set([1])), b.isSupersetOf(a), a.isDisjointFrom(b), a.isDisjointFrom(new Set([9]))); // expect: false true true false false true
console.log(show(a.intersection(new Map([[2, 0], [9, 0]]))), show(new Set([2, 1, 3]).intersection(new Set([3, 2])))); // expect: 2 3,2
const like = { size: 2, has: v => v === 1, keys: () => [1, -0][Symbol.iterator]() };
console.log(show(a.union(like)), Object.is([...new Set().union(like)][1], 0), show(a.difference(like))); // expect: 1,2,3,0 true 2,3
let closed = false;
const endless = { size: 1, has: () => true, keys: () => ({ next: () => ({ value: 7, done: false }), return() { closed = true; return {}; } }) };
console.log(a.isSupersetOf(endless), closed);                // expect: false true
const changing = new Set([1, 2, 3, 4]);
console.log(show(changing.intersection({ size: 9, has(v) { changing.delete(v + 1); return true; }, keys() {} }))); // expect: 1,3
a.union([1]);                     // expect TypeError: The 'size' property must be a number, not NaN
a.union(1);                       // expect TypeError: 1 is not an object
a.union({ size: -1 });            // expect RangeError: '-1' is an invalid size
a.union({ size: 1, has: 1 });     // expect TypeError: The 'has' property must be a function
a.union({ size: 1, has() {} });   // expect TypeError: The 'keys' property must be a function
Set.prototype.union.call(1, a);   // expect TypeError: Method Set.prototype.union called on incompatible receiver 1
