// A place that makes what lives long allocates old cells at once; one whose cells die goes on in the nursery.
// flags: --test-hooks --max-semi-space-size=1
// engines: tenure
// Not where every place is old at random, or each safepoint moves all, or a heap of this size is verified in each collection.
// modes: !stress !stress-each !stress-slow !marking !compact !compact-helpers !pretenure !pretenure-marking !failalloc
const kept = [];
function keep(i) {
    return { i, array: [i, i + 1], text: 'number ' + i + ' of many' };
}
function drop(i) {
    return { i, array: [i, i + 1] };
}
let last, sum = 0;
for (let i = 0; i < 150000; i++) {
    last = keep(i);
    kept.push(last);
    sum += drop(i).array.length;
}
console.log(sum);                                        // expect: 300000
console.log(gc.space(last), gc.space(last.array));       // expect: old old
console.log(gc.space(drop(1)));                          // expect: young
const statistics = gc.statistics();
console.log(statistics.pretenured_sites >= 3, statistics.pretenured_bytes > 4e6); // expect: true true

// What an old object is given while young stays with it.
last.more = { deep: [{}] };
gc('minor');
gc('minor');
console.log(JSON.stringify(last.more), gc.verify());     // expect: {"deep":[{}]} true

// A getter, an exception and an iterator in the middle of an old place.
function odd(i) {
    const source = { get a() { return { i }; }, *[Symbol.iterator]() { yield { i }; yield [i]; } };
    try {
        return [...source, { ...source }, (() => { if (i % 2) throw { i }; return i; })()];
    } catch (e) {
        return [e];
    }
}
for (let i = 0; i < 40000; i++)
    kept[i] = odd(i);
gc();
console.log(JSON.stringify(kept[39998]));                // expect: [{"i":39998},[39998],{"a":{"i":39998}},39998]
console.log(JSON.stringify(kept[39999]), gc.verify());   // expect: [{"i":39999}] true
