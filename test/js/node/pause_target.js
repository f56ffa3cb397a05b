// engines: tenure
// modes: release checked
// flags: --gc-pause-target=2 --test-hooks
// --gc-pause-target: what is longer is counted by kind.
const s = gc.statistics();
console.log(s.pause_target_ns === 2e6); // expect: true
const kept = [];
for (let i = 0; i < 200000; i++) kept.push({ i, a: [i] });
gc.collect('full');
const { missed_young, missed_full, missed_step, missed_asked, pause_max_ns } = gc.statistics();
console.log([missed_young, missed_full, missed_step].every((n) => n >= 0)); // expect: true
console.log(missed_asked >= 1 && pause_max_ns > 2e6); // expect: true
