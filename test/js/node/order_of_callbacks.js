// The loop: nextTick, microtasks, timers, immediates, beforeExit and exit, in Node's order.
// A race of short timers, which slower builds may lose.
// modes: release
setTimeout(() => console.log('timeout0'), 0);
setTimeout(() => { console.log('t1'); process.nextTick(() => console.log('t1 tick')); Promise.resolve().then(() => console.log('t1 micro')); }, 1);
setTimeout(() => console.log('t1b'), 1);
setImmediate(() => { console.log('imm1'); process.nextTick(() => console.log('imm1 tick')); });
setImmediate(() => console.log('imm2'));
process.on('exit', (c) => console.log('exit', c));
let n = 0; process.on('beforeExit', () => { console.log('beforeExit'); if (n++ < 1) setTimeout(() => console.log('again'), 5); });
const iv = setInterval(() => { console.log('iv'); if (++k === 3) clearInterval(iv); }, 20); let k = 0;
(async () => { await null; console.log('async'); })();
process.nextTick(() => console.log('tick'));
queueMicrotask(() => console.log('micro'));
process.on('uncaughtException', (e) => console.log('uncaught', e.message));
setTimeout(() => { throw new Error('late'); }, 30);
process.on('unhandledRejection', (r) => console.log('unhandled', r));
Promise.reject(7);

/* expect:
tick
async
micro
unhandled 7
timeout0
t1
t1 tick
t1 micro
t1b
imm1
imm1 tick
imm2
iv
uncaught late
iv
iv
beforeExit
again
beforeExit
exit 0
*/
