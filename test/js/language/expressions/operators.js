// Operators: conversions, order of evaluation, signed zeros, shifts, exponent, comparison, void, comma, in, instanceof.
const trace = [], v = (name, value) => ({ valueOf() { trace.push(name); return value; } });
console.log(v('a', 1) + v('b', 2) * v('c', 3), trace.splice(0).join()); // expect: 7 b,c,a
console.log(v('a', 2) < v('b', 1), v('c', 1) >= v('d', 1), trace.splice(0).join()); // expect: false true a,b,c,d
console.log(1 + '2', '3' * '4', 1 + null, 1 + undefined, [] + {}, [] + [], true + true); // expect: 12 12 1 NaN [object Object]  2
console.log(Object.is(-0 + -0, -0), Object.is(0 * -1, -0), Object.is(-0 % 5, -0), 1 / (-0 | 0)); // expect: true true true Infinity
console.log(5 % -3, -5 % 3, 5.5 % 2, 1 % 0, Infinity % 2, 2 % Infinity); // expect: 2 -2 1.5 NaN NaN 2
console.log(2 ** 3 ** 2, (-2) ** 3, 2 ** -1, NaN ** 0, 1 ** Infinity); // expect: 512 -8 0.5 1 NaN
console.log(1 << 31, 1 << 32, -1 >>> 0, -1 >>> 31, -9 >> 1, 2 ** 32 >> 0, 5e9 | 0, ~~-1.9, NaN | 0); // expect: -2147483648 1 4294967295 1 -5 0 705032704 -1 0
console.log('b' > 'a', 'B' > 'a', '10' < '9', '10' < 9, null >= 0, undefined == 0, NaN != NaN, null == undefined); // expect: true false true false true false true true
console.log('1' == 1, true == '1', [1] == 1, [] == false, ({}) == '[object Object]', Symbol.iterator == 'x', null == 0); // expect: true true true true true false false
console.log(typeof null, typeof undefined, typeof (() => 1), typeof class {}, typeof Symbol(), typeof undeclared, typeof 1, typeof ''); // expect: object undefined function function symbol undefined number string
console.log(void 'x', (1, 2, 3), !'' + !'a', -'5', +'0x10', +'', +' 7 ', +'1_0', -null, +[], +{}); // expect: undefined 3 1 -5 16 0 7 NaN -0 0 NaN
let i = 5;
console.log(i++ + ++i, i-- - --i, i); // expect: 12 2 5
let s = '5';
console.log(s++, s, typeof s, ++[[1]][0], (-0).toString(), `${-0}`); // expect: 5 6 number 2 0 0
const o = { a: undefined };
console.log('a' in o, 'b' in o, 'toString' in o, 0 in [1], 1 in [1], delete o.a, 'a' in o); // expect: true false true true false true false
class Even { static [Symbol.hasInstance](n) { return n % 2 === 0; } }
console.log(2 instanceof Even, 3 instanceof Even, [] instanceof Object, Object.create(null) instanceof Object); // expect: true false true false
function Bound() {}
console.log(new Bound instanceof Bound.bind(), Object.prototype.isPrototypeOf.call(Bound.prototype, new Bound)); // expect: true true
const prim = { [Symbol.toPrimitive](hint) { return hint; } };
console.log(`${prim}`, prim + '', +prim, prim * 2, prim == 'default', [prim] + ''); // expect: string default NaN NaN true string
console.log(new Date(0) + 1 === new Date(0).toString() + '1', new Date(5) - 0); // expect: true 5
var log = [], obj = { get x() { log.push('get'); return 1; }, set x(y) { log.push('set' + y); } };
obj.x += (log.push('right'), 2); obj[(log.push('key'), 'x')]++;
console.log(log.join()); // expect: get,right,set3,key,get,set2
let a = 1; a += (a = 5, 10); console.log(a); // expect: 11
let b = [1, 2], c = 0; b[c++] = b[c++] + c; console.log(b.join(), c); // expect: 4,2 2
console.log((() => { try { return null[(() => { throw 'key first'; })()]; } catch (e) { return e; } })()); // expect: key first
console.log((() => { try { undefined.x = (() => { throw 'value'; })(); } catch (e) { return e; } })()); // expect: value
Symbol() + ''; // expect TypeError: Cannot convert a Symbol value to a string
+Symbol(); // expect TypeError: Cannot convert a Symbol value to a number
({ [Symbol.toPrimitive]: () => ({}) }) + 1; // expect TypeError: Cannot convert object to primitive value
({ valueOf: 1, toString: 2 }) + 1; // expect TypeError: Cannot convert object to primitive value
'x' in 'y'; // expect TypeError: Cannot use 'in' operator to search for 'x' in y
({}) instanceof {}; // expect TypeError: Right-hand side of 'instanceof' is not callable
eval('-1 ** 2'); // expect SyntaxError: Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence
eval('1 = 2'); // expect SyntaxError: Invalid left-hand side in assignment
eval('"use strict"; delete a'); // expect SyntaxError: Delete of an unqualified identifier in strict mode.
