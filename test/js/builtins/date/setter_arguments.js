// engines: !node
// A setter converts every argument, whether the date is valid or not (21.4.4.22); V8 stops after the first.
let count = 0;
const v = { valueOf: () => ++count };
console.log(new Date(NaN).setHours(v, v, v, v, v), count); // expect: NaN 4
const d = new Date(0);
console.log(d.setSeconds({ valueOf: () => { d.setTime(NaN); return 1; } }), d.getTime()); // expect: 1000 1000
