// at, indexOf, lastIndexOf, includes in every kind of elements
console.log([1, 2, 3].at(-1), [1, 2, 3].at(3), [1].at(-2), [1].at(NaN)); // expect: 3 undefined undefined 1
const ints = [5, 0, 7, 5], doubles = [1.5, NaN, -0, 1.5, 2], mixed = [1.5, 'a', null, undefined, , NaN, -0, 'a' + 1];
console.log(ints.indexOf(5), ints.indexOf(5, 1), ints.lastIndexOf(5), ints.lastIndexOf(5, -2), ints.indexOf('5')); // expect: 0 3 3 0 -1
console.log(ints.indexOf(0), ints.indexOf(-0), ints.includes(7.5)); // expect: 1 1 false
console.log(doubles.indexOf(NaN), doubles.includes(NaN), doubles.indexOf(0), doubles.lastIndexOf(1.5), doubles.indexOf(2)); // expect: -1 true 2 3 4
console.log(mixed.indexOf(NaN), mixed.includes(NaN), mixed.indexOf(0), mixed.indexOf(1.5), mixed.indexOf('a1')); // expect: -1 true 6 0 7
console.log(mixed.indexOf(undefined), mixed.lastIndexOf(undefined), mixed.indexOf(null), mixed.includes(undefined, 4)); // expect: 3 3 2 true
console.log([, ,].includes(undefined), [, ,].indexOf(undefined), new Array(3).includes(undefined), [1].includes(undefined)); // expect: true -1 true false
console.log([1, 2, 3].includes(3, -1), [1, 2, 3].indexOf(1, -2), [1, 2, 3].indexOf(1, -100), [1].indexOf(1, 1)); // expect: true -1 0 -1
console.log([1, 2, 3].lastIndexOf(3, -5), [1, 2].lastIndexOf(1, undefined), [1, 2].lastIndexOf(2, Infinity)); // expect: -1 0 1
const o = {}, s = Symbol();
console.log([{}, o].indexOf(o), [s].includes(s), [true, false].indexOf(false)); // expect: 1 true 1
const rope = 'abcdefghijklmnop' + String(1).repeat(20);
console.log(['x', rope].indexOf('abcdefghijklmnop' + '1'.repeat(20)), ['\u0416x'].includes('\u0416' + 'x')); // expect: 1 true

// beyond the elements, across a shifted beginning, in long arrays
const shifted = [9, 1, 2, 3]; shifted.shift();
console.log(shifted.indexOf(9), shifted.indexOf(3), shifted.lastIndexOf(1)); // expect: -1 2 0
const long = new Array(200000).fill(1);
long[150000] = 2;
console.log(long.indexOf(2), long.lastIndexOf(2), long.includes(3)); // expect: 150000 150000 false

// conversions that change the array, array-likes, inherited elements
const shrinking = [1, 2, 3];
console.log(shrinking.includes(undefined, { valueOf() { shrinking.length = 1; return 0; } })); // expect: true
const shrinking2 = [1, 2, 3];
console.log(shrinking2.indexOf(3, { valueOf() { shrinking2.length = 1; return 0; } }));       // expect: -1
console.log(Array.prototype.indexOf.call({ length: 2, 1: 'b' }, 'b'), Array.prototype.includes.call('abc', 'c')); // expect: 1 true
Array.prototype[0] = 'up';
console.log([, 1].indexOf('up'), [, 1].includes(undefined));  // expect: 0 false
delete Array.prototype[0];

// by a predicate
const seen = [];
console.log([5, , 6].find((v, i, a) => { seen.push(v, i, a.length); return v === 6; }), seen.join()); // expect: 6 5,0,3,,1,3,6,2,3
console.log([1, 2, 3].findIndex(x => x > 1), [1, 2, 3].findLast(x => x < 3), [1, 2, 3].findLastIndex(x => x > 9)); // expect: 1 2 -1
[].find(1);           // expect TypeError: 1 is not a function
[1].findLast({});     // expect TypeError: #<Object> is not a function
Array.prototype.indexOf.call(null, 1); // expect TypeError: Array.prototype.indexOf called on null or undefined
