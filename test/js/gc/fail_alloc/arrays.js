const a = [];
for (let i = 0; i < 300; i++) a.push(i);
for (let i = 0; i < 100; i++) a.unshift(a.pop());
console.log(a.length, a[0], a.slice(5, 8).join(), a.splice(2, 50, 'new').length); // expect: 300 200 205,206,207 50
console.log(a.map((x) => x * 2).filter((x) => x > 500).reduce((x, y) => x + y, 0), a.indexOf('new')); // expect: 26448 2
const d = [1.5, 2.5]; d.push(3.5); d[5] = 'mixed'; d[100000] = 1; d.length = 10;
console.log(d.join('|'), [3, 1, 2].sort().concat([4, [5]]).flat().reverse().join()); // expect: 1.5|2.5|3.5|||mixed|||| 5,4,3,2,1
console.log([...Array(5).keys()].join(), Array.from({ length: 3 }, (_, i) => i * i).join(), [1, , 3].includes(undefined), [[1, 2], [3]].flatMap((x) => x).length); // expect: 0,1,2,3,4 0,1,4 true 3
const objects = [];
for (let i = 0; i < 200; i++) objects.push({ key: (i * 7919) % 200, f: i / 3 });
objects.sort((x, y) => x.key - y.key);
console.log(objects[0].key, objects[199].key, objects.shift().f, objects.length); // expect: 0 199 0 199
