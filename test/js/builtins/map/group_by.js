// engines: tenure
// Not in Node 20.
const m = Map.groupBy([1, 2, 3, 4, 5], x => x % 2 ? 'odd' : 'even');
console.log([...m].map(([k, v]) => k + ':' + v.join('+')).join()); // expect: odd:1+3+5,even:2+4
console.log([...Map.groupBy([1, -0, 0], x => x).keys()].map(k => Object.is(k, -0)).join()); // expect: false,false
console.log(Map.groupBy('abca', (c, i) => c).get('a').length);     // expect: 2
Map.groupBy([1], 1);                                               // expect TypeError
Map.groupBy(null, x => x);                                         // expect TypeError
