// flags: --test-hooks
// engines: tenure
// Loads at sites of many shapes remember what they found by the addresses of shape and key, which end with the next
// collection: here a shape with the property in another place comes to lie where one lay before, again and again.
// Keys are new in each round and of one length, so that rounds that differ allocate alike.
const site = (o) => o.common;
const read = (o, key) => o[key];
let round = 0, wrong = 0;

function objects(early) {
  const made = [];
  for (let i = 0; i < 8; i++) {
    const o = {}, name = 'k' + (100000 + round++);
    o[name + 'p'] = 'p';
    if (early) o.common = 'right';
    o[name + 'q'] = 'q';
    if (!early) o.common = 'right';
    made.push(o);
  }
  return made;
}

for (const kind of ['minor', 'major']) {
  for (let i = 0; i < 30; i++) {
    const made = objects(i & 2);
    for (const o of made) wrong += (site(o) !== 'right') + (read(o, 'common') !== 'right');
    gc({ type: kind });
  }
  console.log(kind, wrong);
}
/* expect:
minor 0
major 0
*/
