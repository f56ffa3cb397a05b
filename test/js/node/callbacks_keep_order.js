// Ticks and microtasks run between timers of one turn; setImmediate from an immediate waits for the next turn.
// A timer keeps the loop busy until others are due, which it is not in time in slower builds.
// modes: release
const order = [];
const note = (what) => order.push(what);
setTimeout(() => { note('a'); process.nextTick(note, 'a tick'); Promise.resolve().then(() => note('a job')); }, 5);
setTimeout(() => { note('b'); queueMicrotask(() => note('b job')); process.nextTick(note, 'b tick'); }, 5);
setImmediate(() => { note('i1'); setImmediate(note, 'i3'); process.nextTick(note, 'i1 tick'); });
setImmediate(note, 'i2');
process.on('exit', () => console.log(order.join(',')));
const until = Date.now() + 20;
setTimeout(() => { while (Date.now() < until); }, 1);
/* expect:
i1,i1 tick,i2,i3,a,a tick,a job,b,b tick,b job
*/
