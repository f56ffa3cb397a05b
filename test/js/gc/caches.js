// flags: --test-hooks
// engines: tenure
// Inline caches refer weakly: a site keeps neither a shape nor a prototype alive.
const used = () => { gc(); gc(); return gc.statistics().heap_used_bytes; };
const big = () => new Array(100000).fill(1);
const measure = (act) => { const before = used(); act(); gc(); const after = used(); return after - before < 250000 ? 'released' : 'kept'; };
const site = (o) => o.shared;
const method = (o) => o.run();
const store = (o) => { o.shared = 2; };
console.log(measure(() => { const proto = { shared: 1, data: big() }; site(Object.create(proto)); })); // expect: released
console.log(measure(() => { const proto = { shared: 1, data: big() }, o = Object.create(proto); return site(o) + site(o) + site(o); })); // expect: released
console.log(measure(() => { class K { run() { return 1; } static data = big(); } method(new K()); method(new K()); })); // expect: released
console.log(measure(() => { const proto = { data: big() }, o = Object.create(proto); store(o); store(Object.create(proto)); })); // expect: released
console.log(measure(() => { const data = big(); for (let i = 0; i < 20; i++) site({ ['k' + i]: data, shared: i }); })); // expect: released
globalThis.held = null;
console.log(measure(() => { held = { data: big() }; })); // expect: kept
