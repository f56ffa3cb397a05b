// modes: !stress !stress-each !failalloc !pretenure !pretenure-marking !marking
// Literals of more constants than a function has room for, or than a nursery takes at once.
const COUNT = 70001;
const literal = (item, before = '') => new Function('x', `return [${before}${Array.from({ length: COUNT }, (_, i) => item(i)).join()}]`);

let make = literal((i) => i), a = make(), b = make();
a[5] = 'x';
a.push(1);
console.log(a.length, a[5], b.length, b[5], b[COUNT - 1]);        // expect: 70002 x 70001 5 70000
make = literal((i) => `'s${i}'`);
a = make(); b = make();
a.pop();
a.reverse();
console.log(a.length, a[0], b.length, b[70000]);                  // expect: 70000 s69999 70001 s70000
make = literal((i) => i + 0.5);
a = make(); b = make();
a.shift();
a.push('text');
console.log(a.length, a[0], a[COUNT - 1], b.length, b[70000]);    // expect: 70001 1.5 text 70001 70000.5
console.log(literal((i) => i, 'x,')('first').length);             // expect: 70002
for (let i = 0; i < 60; i++) { a = make(); a[i] = -1; }
console.log(a[59], a[58], make()[59]);                            // expect: -1 58.5 59.5
make = literal((i) => i);
for (let i = 0; i < 60; i++) { a = make(); a[i] = 'w'; }
console.log(a[59], a[58], make()[59]);                            // expect: w 58 59
let nested = '[]';
for (let i = 0; i < 500; i++) nested = `[${nested},1,2]`;
console.log((0, eval)(nested).length);                            // expect: 3
