function outer(a) { let b = 2.5; eval('var c = a + b; let d = 1'); with ({ b: 10, e: 20 }) { a = b + e + c; } return (() => eval('a + c'))(); }
console.log(outer(1)); // expect: 37
const made = new Function('x', 'y = x * 2', '...rest', 'return [x, y, rest.length].join()');
console.log(made(3), made(1, 2, 3, 4)); // expect: 3,6,0 1,2,2
console.log(typeof (0, eval)('made => made'), eval('(class { static s = 1; #p; })').s, eval('`t${1 + 1}`')); // expect: function 1 t2
const tag = (strings, ...values) => strings.raw.join('|') + values.join();
console.log(tag`a${1}b${2.5}c`, ((s) => s)`x` === ((s) => s)`x`); // expect: a|b|c1,2.5 false
