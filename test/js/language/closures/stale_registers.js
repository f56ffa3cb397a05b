// What a call has left in dead registers is not kept alive through the next call [compile.no-stale].
// engines: tenure
// flags: --expose-gc
const { big, used } = require('./_retention.js');

function local() { const data = big(); return data.length; }
const released = (before) => used() - before < 250000;
const start = used();

local();
console.log(released(start));                       // expect: true
const a = [local(), released(start)];
console.log(a[1]);                                  // expect: true
console.log(local() && released(start));            // expect: true
const member = { of: { local, released } };
member.of.local();
console.log(member.of.released(start));             // expect: true
function Made() { this.data = big(); }
new Made();
console.log(new (function Look() { this.ok = released(start); })().ok); // expect: true
console.log(local() + (released(start) ? 1 : 0));   // expect: 100001
const kept = big();
console.log(released(start), kept.length);          // expect: false 100000
