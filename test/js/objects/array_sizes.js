// flags: --expose-gc
// modes: release checked verify
// engines: tenure
// Arrays of known length take what their elements take, and no room to grow: bytes of one of 20,000 that are kept.
// (24 bytes for the array, 8 for the head of its elements, 4 or 8 for each, rounded up to 8.)
const COUNT = 20000;
const row = [7, 8, 9], five = ['a', 'b', 'c', 'd', 'e'], named = { a: 1, b: 2, c: 3, d: 4, e: 5 };
const kept = new Array(COUNT).fill(null);

function bytesOf(make) {
  kept.fill(null);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < COUNT; i++) kept[i] = make(i, i + 1, i + 2);
  globalThis.gc();
  return Math.round((process.memoryUsage().heapUsed - before) / COUNT);
}
const check = (what, most, make) => {
  const bytes = bytesOf(make);
  if (bytes > most + 1) console.log(`${what}: ${bytes} bytes instead of ${most}`);
};

check('nothing', 24, () => []);
check('one', 40, (a) => [a]);
check('three', 48, (a, b, c) => [a, b, c]);
check('five of a kind', 56, (a, b, c) => [a, b, c, a, b]);
check('mixed', 56, (a, b, c) => [a, 'b', c, null, undefined]);
check('doubles', 48, (a) => [a + 0.5, a]);
check('doubles and others', 24 + 16 + 16, (a) => [a + 0.5, 'b']);
check('holes', 56, (a, b) => [a, , b, , a]);
check('long', 24 + 8 + 160, (a) => [
  a, 1, 2, 3, 4, 5, 6, 7, 8, 9, a, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  a, 1, 2, 3, 4, 5, 6, 7, 8, 9, a, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
check('long, doubles at the end', 24 + 8 + 320, (a) => [
  a, 1, 2, 3, 4, 5, 6, 7, 8, 9, a, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  a, 1, 2, 3, 4, 5, 6, 7, 8, 9, a, 1, 2, 3, 4, 5, 6, 7, 8, 0.5]);
check('spread', 56, (a, b) => [...row, a, b]);
check('spread last', 56, (a, b) => [a, b, ...row]);
check('spread twice', 56, () => [...row, ...row]);
check('spread of a set', 56, () => [...new Set(five)]);
check('rest', 56, (a) => ((...all) => all)(a, 2, 3, 4, 5));
check('Array.of', 56, (a) => Array.of(a, 2, 3, 4, 5));
check('Array', 56, (a) => Array(a, 2, 3, 4, 5));
check('Array.from an array-like', 56, () => Array.from({ length: 5 }, (_, i) => i));
check('Array.from a set', 56, () => Array.from(new Set(five)));
check('slice', 48, () => five.slice(1));
check('map', 56, () => five.map((x) => x));
check('filter', 56, () => five.filter((x) => x));
check('flat', 56, () => [five].flat() && [[1], [2, 3, 4, 5]].flat());
check('concat', 56, () => five.concat('f'));
check('JSON.parse', 56, () => JSON.parse('[1,2,3,4,5]'));
check('JSON.parse of names', 56, () => JSON.parse('["a","a","a","a","a"]') && JSON.parse('[null,1,2,3,4]'));
check('split', 56, () => 'a b c d e'.split(' '));
check('split by an expression', 56, () => 'a b c d e'.split(/ /));
check('match', 56, () => 'aaaaa'.match(/a/g));
check('Object.keys', 56, () => Object.keys(named));
check('Object.values', 56, () => Object.values(named));
check('Object.entries', 56 + 5 * 40, () => Object.entries(named));
check('Reflect.ownKeys', 56, () => Reflect.ownKeys(named));
check('destructuring', 56, () => { const [...all] = five; return all; });
console.log('done'); // expect: done
