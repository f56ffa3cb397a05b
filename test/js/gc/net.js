// A bit of everything that stores references, again and again: under stress and verifier each barrier, root and
// layout of the engine is at work here.  tools/mutants.py takes them away one at a time.
const old = { list: [], holes: [,,,,,,,,,,,, null], map: new Map(), named: { first: null }, text: '' };

function stores(round) {
  old.list[round] = { round };                       // an element of an old array
  Reflect.set(old.holes, round, [round]);            // a hole in old elements
  old['key' + round] = [round];                      // a new property
  old.named.first = { of: round };                   // a property that is there
  const name = 'named' + (round % 3);
  old.named[name] = { by: 'name' };
  old.map.set('k' + round, { value: round });
  old.map.set({}, [round]);
  Object.assign(old.named, { first: [round], [name]: { by: 'assign' } });
  for (const k of ['half', 'third']) old.named[k] = round + 0.25;   // numbers that a store boxes
  Reflect.set(old.named, 'half', round + 0.5);
  Object.freeze({ a: [round], b: {}, ['f' + round]: 1.5, 3: round + 0.5, ['g' + round]: {} });
  old.text += 'round ' + round + ', ';               // ropes
  return old.list[round].round + old['key' + round][0] + old.named.first[0] + old.named.half + old.named.third + old.holes[round >> 1][0] - (round >> 1) + old.map.get('k' + round).value;
}

function closures(round) {
  let box = null, half = round + 0.5, other = half * 3;
  const set = (v) => { box = v; };
  const get = () => [box, half, other];
  set([round]);
  const first = get()[0][0];
  box = { round };
  const copies = () => half + other;
  const pad = [1, 2, 3, 4].map((x) => ({ x }));
  return first + get()[0].round + copies() + pad.length;
}

// Lists of values that C makes while getters allocate.
function lists(round) {
  const like = { length: 12 };
  for (let i = 0; i < 12; i++) Object.defineProperty(like, i, { get() { return [round, { i }]; } });
  return ((...all) => all.reduce((sum, [a, b]) => sum + a + b.i, 0)).apply(null, like);
}

function* parked(round) {
  const a = [round], b = { b: round + 0.25 };
  const got = yield a;
  const last = { got };
  yield [a[0], b.b, last.got];
}

const numbers = [];
function builtins(round) {
  const doubles = [0.5, 1.5, 2.5, 3.5];
  doubles.push({ now: 'mixed' });
  const filled = new Array(6).fill(round + 0.125);
  for (let i = 1; i < 12; i++)
    filled[5] += new Array(i).fill(i).fill(i + 0.5, i - 1)[i - 1] === i + 0.5 ? 1 : NaN;
  const objects = new Array(3).fill(null).fill({ round }, 1);
  numbers.push(String(round * 1.37), (round * 77).toString(), 'x' + round / 3);
  let keys = '';
  for (const k in { a: 1, ['b' + round]: 2, ['c' + round * 3]: 3, 7: 4 }) keys += k;
  const words = ['held', 'by a literal', null], written = ['u', 'v'];
  written[round % 2] = { round };
  keys += words[1] + written[1 - round % 2];
  return doubles[4].now.length + filled[5] + objects[2].round + keys.length + String(round * 1.37).length;
}

// A method moves along the prototype chain: the site must see it.
class Base { method() { return 'base'; } }
class Middle extends Base {}
class Leaf extends Middle {}
const leaf = new Leaf();
const call = () => leaf.method();
const chain = [call(), call(), call()];
Middle.prototype.method = function () { return 'middle'; };
chain.push(call());
Leaf.prototype.method = function () { return 'leaf'; };
chain.push(call());
delete Leaf.prototype.method;
delete Middle.prototype.method;
chain.push(call());

// One site, many shapes and keys: the table of lookups.
const shapes = [];
for (let i = 0; i < 12; i++) shapes.push({ ['p' + i]: i, common: 'c' + i });
const common = (o) => o.common;

let sum = 0;
const parks = [];
for (let round = 0; round < 12; round++) {
  sum += stores(round) + closures(round) + builtins(round) + lists(round);
  const p = parked(round);
  p.next();
  parks.push(p);
  for (const o of shapes) sum += common(o).length;
  const recurse = (n) => n ? [recurse(n - 1), { n }].length : [].concat([round]).map((x) => ({ x })).length;
  sum += recurse(5);
}
console.log(sum, chain.join(), old.text.length, old.map.size, numbers.length);
console.log(parks.map((p, i) => p.next('g' + i).value.join()).join(';'));

// Jobs: reactions of one promise, in order, among much garbage.
const order = [];
let resolve;
const gate = new Promise((r) => { resolve = r; });
for (let i = 0; i < 8; i++) gate.then((v) => { order.push(v + i + [i].map(String).join()); });
(async () => { for (let i = 0; i < 4; i++) { const kept = [i]; await { then(f) { f(i); } }; order.push('a' + kept[0]); } })();
gate.then(() => Promise.all([1, Promise.resolve(2)])).then((all) => console.log(order.join(), all.join()));
resolve('v');
/* expect:
3445.5 base,base,base,middle,leaf,base 110 24 36
0,0.25,g0;1,1.25,g1;2,2.25,g2;3,3.25,g3;4,4.25,g4;5,5.25,g5;6,6.25,g6;7,7.25,g7;8,8.25,g8;9,9.25,g9;10,10.25,g10;11,11.25,g11
v00,v11,v22,v33,v44,v55,v66,v77,a0,a1 1,2
*/
