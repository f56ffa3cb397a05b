// The format of test/README.md, exercised from end to end.
// args: one 'two words'
console.log(1 + 1);            // expect: 2
console.log('a  b');           // expect: a  b
console.log('');               // expect:
console.log('tail ');          // expect-json: "tail "
console.log('x\ny');           // expect: x
                               // expect: y
console.log(Math.PI);          // expect~ 3\.14\d+
null.x;                        // expect TypeError
throw new RangeError('no');    // expect RangeError: no
throw 'text';                  // expect text
console.log(process.argv.slice(2).join('|')); // expect: one|two words
Promise.resolve().then(() => console.log('later'));
console.log('now');
/* expect:
now
later
*/
