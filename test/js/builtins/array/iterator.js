const it = ['a', , 1.5].entries();
console.log(JSON.stringify([...it]), JSON.stringify(it.next())); // expect: [[0,"a"],[1,null],[2,1.5]] {"done":true}
console.log([..."x"].length, [...["x", "y"].keys()].join(), [...[, 1].values()].length); // expect: 1 0,1 2
console.log(Array.prototype.values === Array.prototype[Symbol.iterator], Object.prototype.toString.call([].keys())); // expect: true [object Array Iterator]
const growing = [1], seen = [];
for (const v of growing) { seen.push(v); if (v < 4) growing.push(v + 1); }
console.log(seen.join());                             // expect: 1,2,3,4
const done = [1].values(); done.next(); done.next();
console.log(done.next().done, [...Array.prototype.keys.call({ length: 2 })].join()); // expect: true 0,1
Object.getPrototypeOf([].keys()).next.call({});       // expect TypeError: Method Array Iterator.prototype.next called on incompatible receiver #<Object>
console.log(Object.keys(Array.prototype[Symbol.unscopables]).sort().join()); // expect: at,copyWithin,entries,fill,find,findIndex,findLast,findLastIndex,flat,flatMap,includes,keys,toReversed,toSorted,toSpliced,values
