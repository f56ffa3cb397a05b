// forEach, map, filter, some, every, reduce: holes are skipped, the callback may change the array.
const log = [];
[1, , 3].forEach(function (v, i, a) { log.push(v, i, a.length, this.t); }, { t: 'T' });
console.log(log.join());                                     // expect: 1,0,3,T,3,2,3,T
const m = [1, , 2.5].map(x => x * 2);
console.log(m.length, 1 in m, m[2]);                         // expect: 3 false 5
console.log([1, 2, 3].map(x => [x, 'a', 1.5][x - 1]).join());// expect: 1,a,1.5
console.log([3, , 4].filter(() => true).length, [1, 2, 3].filter(x => x % 2).join()); // expect: 2 1,3
console.log([].some(x => true), [].every(x => false), [1, 2].some(x => x > 1), [1, 2].every(x => x > 1)); // expect: false true true false
console.log([1, 2, 3].reduce((a, b) => a + b), [1, 2].reduce((a, v, i, l) => a + v + i + l.length, 'x')); // expect: 6 x102212
console.log(['a', 'b', 'c'].reduceRight((a, b) => a + b), [, 1, ,].reduce((a, b) => a)); // expect: cba 1
[].reduce((a, b) => a);              // expect TypeError: Reduce of empty array with no initial value
[, ,].reduceRight((a, b) => a);      // expect TypeError: Reduce of empty array with no initial value

// items added are not visited, items deleted or shortened away neither
const growing = [1, 2, 3], visited = [];
growing.forEach(v => { visited.push(v); growing.push(v * 10); });
console.log(visited.join(), growing.length);                 // expect: 1,2,3 6
const shrinking = [1, 2, 3, 4], left = [];
shrinking.map(v => { left.push(v); shrinking.length = 2; });
console.log(left.join());                                    // expect: 1,2
const sparse = [1, 2, 3], got = [];
sparse.forEach((v, i) => { got.push(v); if (i === 0) sparse[100000000] = 1, delete sparse[1]; });
console.log(got.join());                                     // expect: 1,3
const frozen = [1, 2, 3], froze = [];
frozen.map((v, i) => { froze.push(v); if (!i) Object.freeze(frozen); return v; });
console.log(froze.join());                                   // expect: 1,2,3

// species
class Mine extends Array {}
const mine = Mine.of(3, 1, 2);
console.log(mine.map(x => x) instanceof Mine, mine.filter(x => x) instanceof Mine, mine.slice() instanceof Mine, mine.flat() instanceof Mine, mine.concat() instanceof Mine); // expect: true true true true true
class Plain extends Array { static get [Symbol.species]() { return Array; } }
console.log(new Plain(1, 2, 3).map(x => x) instanceof Plain); // expect: false
class Bad extends Array { static get [Symbol.species]() { return 1; } }
new Bad(1, 2).map(x => x);           // expect TypeError: object.constructor[Symbol.species] is not a constructor
const own = [1]; own.constructor = { [Symbol.species]: function (n) { this.n = n; } };
console.log(own.map(x => x).n, own.map(x => 'v')[0]);        // expect: 1 v
const poisoned = Object.defineProperty([1], 'constructor', { get() { throw new RangeError('poison'); } });
poisoned.map(x => x);                // expect RangeError: poison
Array.prototype.constructor = Mine;
console.log([1].map(x => x) instanceof Mine);                // expect: true
Array.prototype.constructor = Array;
console.log([1].map(x => x) instanceof Mine);                // expect: false

// flat, flatMap
console.log(JSON.stringify([1, [2, [3, [4]]], , [5]].flat()), JSON.stringify([1, [2, [3, [4]]]].flat(Infinity)), [[1]].flat(0)[0].length); // expect: [1,2,[3,[4]],5] [1,2,3,4] 1
console.log([1, 2].flatMap(x => [x, [x]]).length, JSON.stringify([1, 2].flatMap(x => x === 1 ? [] : [x, x]))); // expect: 4 [2,2]
[].flatMap(1);                       // expect TypeError: flatMap mapper function is not callable
const circle = []; circle.push(circle);
circle.flat(Infinity);               // expect RangeError: Maximum call stack size exceeded
Array.prototype.map.call(null, x => x); // expect TypeError: Array.prototype.map called on null or undefined
console.log(Array.prototype.map.call('abc', c => c + c).join(), Array.prototype.filter.call({ length: 2, 1: 'x' }, () => true).join()); // expect: aa,bb,cc x
