// Ticks and microtasks run between timers of one turn; setImmediate from an immediate waits for the next turn.
const order = [];
const note = (what) => order.push(what);
setImmediate(() => { note('i1'); setImmediate(timers); process.nextTick(note, 'i1 tick'); });
setImmediate(note, 'i2');
process.on('exit', () => console.log(order.join(',')));
// A timer keeps the loop busy until two others are due: they run in one turn.
function timers() {
  note('i3');
  setTimeout(() => { note('a'); process.nextTick(note, 'a tick'); Promise.resolve().then(() => note('a job')); }, 5);
  setTimeout(() => { note('b'); queueMicrotask(() => note('b job')); process.nextTick(note, 'b tick'); }, 5);
  const until = Date.now() + 20;
  setTimeout(() => { while (Date.now() < until); }, 1);
}
/* expect:
i1,i1 tick,i2,i3,a,a tick,a job,b,b tick,b job
*/
