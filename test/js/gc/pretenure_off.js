// modes: !stress-each
// --no-allocation-site-pretenuring: all is young first.
// Too many cells to move all at each safepoint.
// flags: --test-hooks --no-allocation-site-pretenuring
// engines: tenure
const kept = [];
for (let i = 0; i < 100000; i++)
    kept.push({ i });
console.log(gc.statistics().pretenured_sites, gc.statistics().pretenured_bytes); // expect: 0 0
