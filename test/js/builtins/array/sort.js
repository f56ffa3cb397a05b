// By text: integers, doubles, strings, mixtures; undefined and holes go to the end.
console.log([10, 9, 1, -1, -10, 100].sort().join());         // expect: -1,-10,1,10,100,9
console.log([2147483647, -2147483648, 0, 5].sort().join());  // expect: -2147483648,0,2147483647,5
console.log(['b', 'a', '\u00e9', 'B', '', 'ab'].sort().join()); // expect: ,B,a,ab,b,é
console.log([1.5, '1', 10, 'x', null, true].sort().join());  // expect: 1,1.5,10,,true,x
const u = [3, undefined, 1, , 2, undefined];
console.log(u.sort().length, u.slice(0, 3).join(), 3 in u, 4 in u, 5 in u); // expect: 6 1,2,3 true true false
console.log([{ toString: () => 'b' }, { toString: () => 'a' }].sort().join()); // expect: a,b
console.log(['\ud83d\ude00', '\uffff'].sort()[0] === '\ud83d\ude00');          // expect: true

// By a function: stable, any result that converts to a number, never called with undefined.
const pairs = [];
for (let i = 0; i < 500; i++) pairs.push({ key: i * 7919 % 10, i });
pairs.sort((x, y) => x.key - y.key);
let ordered = true;
for (let i = 1; i < 500; i++)
  ordered &&= pairs[i - 1].key < pairs[i].key || (pairs[i - 1].key === pairs[i].key && pairs[i - 1].i < pairs[i].i);
console.log(ordered);                                        // expect: true
console.log([3, 1, 2].sort((x, y) => ({ valueOf: () => y - x })).join()); // expect: 3,2,1
console.log([3, 1, 2].sort(() => NaN).join(), [1, 2].sort(() => undefined).join()); // expect: 3,1,2 1,2
console.log([undefined, 3, , 1].sort((x, y) => { if (x === undefined) throw 1; return x - y; }).join()); // expect: 1,3,,

// sizes around the run length, and shapes of input
for (const n of [0, 1, 2, 3, 11, 12, 13, 25, 64, 100, 1000, 4097]) {
  for (const make of [i => i, i => -i, i => i % 7, i => (i * 2654435761) % 1000, i => i ^ 1, i => (i < n / 2 ? i : n - i)]) {
    const a = Array.from({ length: n }, (_, i) => make(i)), b = a.toSorted((x, y) => x - y);
    let sum = 0;
    for (let i = 0; i < n; i++) { sum += a[i] - b[i]; if (i && b[i - 1] > b[i]) throw new Error(n + ' ' + make); }
    if (Math.abs(sum) > 1e-6) throw new Error('lost');
  }
}
console.log([5, 4, 4, 3].sort((x, y) => x - y).join());      // expect: 3,4,4,5

// a comparison that contradicts itself, throws, or changes the array
let flip = 0;
console.log([...Array(100).keys()].sort(() => (flip ^= 1) ? 1 : -1).length); // expect: 100
const t = [3, 2, 1];
t.sort(() => { throw new RangeError('stop'); });             // expect RangeError: stop
console.log(t.join());                                       // expect: 3,2,1
const c = [3, 2, 1];
c.sort((x, y) => { c.length = 0; c.push('gone'); return x - y; });
console.log(c.join());                                       // expect: 1,2,3
console.log([1, 2].sort.call({ length: 3, 0: 'c', 2: 'a' })[0]); // expect: a

[].sort(1);              // expect TypeError: The comparison function must be either a function or undefined
[].toSorted(null);       // expect TypeError: The comparison function must be either a function or undefined
Object.freeze([2, 1]).sort(); // expect TypeError
console.log(JSON.stringify([3, , 1].toSorted()), [3, , 1].toSorted().hasOwnProperty(2)); // expect: [1,3,null] true
