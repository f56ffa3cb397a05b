// Not stress-each: a million nested arrays, each allocation of which would move all that is there. Nor where the verifier walks it all the time.
// modes: !stress-each !compact !compact-helpers !pretenure !pretenure-marking
console.log([1, -5, 2147483647, -2147483648, 1.5, 'a', null, undefined, , true, [2, [3]]].join()); // expect: 1,-5,2147483647,-2147483648,1.5,a,,,,true,2,3
console.log([1, 2].join('-'), [1, 2].join(''), [].join(), [1].join('x'), [1, 2].join(undefined), [1, 2].join(null)); // expect: 1-2 12  1 1,2 1null2
const circle = [1]; circle.push(circle, [circle]);
console.log(circle.join('+'), String(circle));              // expect: 1++ 1,,
console.log([{ toString() { return circle.join(); } }].join()); // expect: 1,,
console.log(String([1, [2, 3]]), [1, 2].toString(), Array.prototype.toString.call({ join: () => 'j' }), Array.prototype.toString.call({})); // expect: 1,2,3 1,2 j [object Object]
console.log(['\u0416', 'x'].join('\u00e9'), ['a'.repeat(20), 'b'].join().length); // expect: Жéx 22
const shrinking = [1, { toString() { shrinking.length = 1; return 'o'; } }, 3];
console.log(shrinking.join());                              // expect: 1,o,
console.log([1, null, { toLocaleString: () => 'L' }].toLocaleString()); // expect: 1,,L
[Symbol('s')].join();         // expect TypeError: Cannot convert a Symbol value to a string
new Array(2 ** 32 - 1).join('xx'); // expect RangeError: Invalid string length
console.log(new Array(2 ** 32 - 1).join('').length);        // expect: 0
let deep = []; for (let i = 0; i < 1e6; i++) deep = [deep];
deep.join();                  // expect RangeError: Maximum call stack size exceeded
