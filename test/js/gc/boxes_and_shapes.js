// The shape that a literal's next property leads to lives only as long as some object has it: the collection that making
// room for a property's number takes may end it.
// flags: --gc-stress=1
// timeout: 20
// engines: tenure
function make(i) {
  return { first: i + 0.5, second: true, ['t' + i]: 1 };
}
let sum = 0;
for (let i = 0; i < 20; i++) {
  const o = make(i);
  sum += o.first + (o.second === true ? 1 : 1000) + Object.keys(o).length;
}
console.log(sum); // expect: 280
function plain(v) { return { value: v, writable: true, enumerable: true }; }
for (let i = 0; i < 20; i++) sum += plain(i + 0.25).writable && Object.keys(plain(0.5)).length === 3 ? 1 : 1000;
console.log(sum); // expect: 300
