// Not stress-each: too many cells to move them all at each safepoint.
// modes: !stress-each
// --no-allocation-site-pretenuring: all is young first.
// flags: --test-hooks --no-allocation-site-pretenuring
// engines: tenure
const kept = [];
for (let i = 0; i < 100000; i++)
    kept.push({ i });
console.log(gc.statistics().pretenured_sites, gc.statistics().pretenured_bytes); // expect: 0 0
