// Loop variables: a binding of its own for each iteration, shared by the closures of that iteration.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

const show = (list) => console.log(list.map((f) => f()).join(' '));
let list = [];
for (let i = 0; i < 3; i++) list.push(() => i);
show(list); // expect: 0 1 2

list = [];
for (var v = 0; v < 3; v++) list.push(() => v);
show(list); // expect: 3 3 3

// The increment works on the next iteration's copy.
list = [];
for (let i = 0; i < 6; i++) { list.push(() => i); i++; }
show(list); // expect: 1 3 5

// A closure made in the head sees the binding of the initialisation; in the test and the update, that turn's.
list = [];
for (let i = 0, f = () => i; i < 2; i++) list.push(f);
show(list); // expect: 0 0
list = [];
for (let i = 0; list.push(() => i), i < 2; i++);
show(list); // expect: 0 1 2
list = [];
for (let i = 0; i < 2; list.push(() => i), i++);
show(list); // expect: 1 2

// Two closures of one iteration share; those of the next do not see it.
list = [];
for (let i = 0; i < 2; i++) {
  list.push(() => i += 10);
  list.push(() => i);
}
list[0]();
console.log(list[1](), list[3]()); // expect: 10 1

list = [];
for (const key in { a: 1, b: 2 }) list.push(() => key);
for (const item of [7, 8]) list.push(() => item);
for (let [x, y] of [[1, 2], [3, 4]]) list.push(() => (x += y));
show(list); // expect: a b 7 8 3 7
list = [];
for (let i = 0; i < 4; i++) { if (i === 1) continue; if (i === 3) break; list.push(() => i); }
show(list); // expect: 0 2

// Variables of the body: a fresh box each turn, undefined again without an initialiser.
list = [];
for (const n of [1, 2, 3]) {
  let x;
  if (n !== 2) x = n;
  list.push(() => x);
}
show(list); // expect: 1  3
list = [];
let turn = 0;
do {
  let mine = turn;
  list.push(() => mine++);
} while (++turn < 2);
list[0]();
show(list); // expect: 1 1
turn = 0;
list = [];
while (turn < 2) { const t = turn++; list.push(() => t); }
show(list); // expect: 0 1

// The head's expression does not see the variable.
for (let x of [() => typeof x]) x; // the closure is made in the head's own scope
for (let x of (() => x)()) x; // expect ReferenceError: Cannot access 'x' before initialization

console.log(retained(() => {
  const made = [];
  for (let i = 0; i < 3; i++) {
    const data = big();
    const dead = () => data;
    dead();
    made.push(() => i);
  }
  return made;
})); // expect: released
console.log(retained(() => {
  const made = [];
  for (const data of [big(), big()]) {
    let length = data.length;
    made.push(() => data, () => length);
  }
  return made.filter((f, index) => index % 2);
})); // expect: released
console.log(retained(() => {
  let last;
  for (let data = big(), i = 0; i < 2; i++) last = () => data[i];
  return last;
})); // expect: kept
