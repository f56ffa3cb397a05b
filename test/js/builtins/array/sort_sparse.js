// engines: tenure
// Node looks at each of the four thousand million places.
const far = [];
far[4000000000] = 'z'; far[5] = 'y'; far[100000] = 'x';
far.sort();
console.log(far.length, far[0], far[1], far[2], Object.keys(far).join()); // expect: 4000000001 x y z 0,1,2
const inherited = [, 'b'];
Object.setPrototypeOf(inherited, Object.assign(Object.create(Array.prototype), { 0: 'a', 2: 'c' }));
inherited.length = 3;
inherited.sort((x, y) => (x < y ? 1 : -1));
console.log(inherited[0], inherited[1], inherited[2]);       // expect: c b a
