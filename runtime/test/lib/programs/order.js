// The order of nextTick, microtasks, timers and immediates.
'use strict';
const out = (text) => console.log(text);
setImmediate(() => {
    out('immediate 1');
    process.nextTick(() => out('tick in immediate'));
    Promise.resolve().then(() => out('microtask in immediate'));
    setImmediate(() => out('immediate of next turn'));
});
setImmediate(() => out('immediate 2'));
process.nextTick(() => {
    out('tick 1');
    process.nextTick(() => out('tick of tick'));
    Promise.resolve().then(() => out('microtask of tick'));
});
process.nextTick((a, b, c) => out(`tick args ${a} ${b} ${c}`), 1, 2, 3);
Promise.resolve().then(() => {
    out('microtask 1');
    process.nextTick(() => out('tick of microtask'));
    queueMicrotask(() => out('microtask of microtask'));
});
queueMicrotask(() => out('queued microtask'));
(async () => {
    out('async start');
    await null;
    out('after await');
    await new Promise((resolve) => setTimeout(resolve, 5));
    out('after timer');
})();
out('sync');

setTimeout(() => {
    out('t80 first');
    process.nextTick(() => out('tick between timers'));
    Promise.resolve().then(() => out('microtask between timers'));
}, 80);
setTimeout(() => out('t80 second'), 80);

let count = 0;
const interval = setInterval(function tick() {
    out(`interval ${++count} ${this === interval}`);
    if (count === 3) clearInterval(interval);
}, 120);

const cancelled = setTimeout(() => out('never'), 10);
clearTimeout(cancelled);
clearTimeout(undefined);
clearTimeout({});
clearImmediate(setImmediate(() => out('never')));
const byNumber = +setTimeout(() => out('never'), 15);
clearTimeout(byNumber);
setTimeout(() => out('never'), 100000).unref();
const reffed = setTimeout(() => {}, 1).unref();
out(`${reffed.hasRef()} ${reffed.ref().hasRef()} ${typeof byNumber} ${cancelled._destroyed}`);

const again = setTimeout(() => out('refreshed'), 600);
setTimeout(() => again.refresh(), 400);
setTimeout(() => out('between'), 800);

setTimeout((...args) => out(args.join()), 160, 'a', 'b', 'c', 'd');
for (const bad of [() => setTimeout('code'), () => setImmediate(null), () => setInterval(), () => process.nextTick(5),
    () => queueMicrotask()]) {
    try { bad(); } catch (error) { out(`${error.code} ${error.message}`); }
}
const { promisify } = require('util');
promisify(setTimeout)(300, 'value').then((value) => out(`promisified ${value}`));
promisify(setImmediate)('now').then((value) => out(`immediate ${value}`));
require('timers/promises').setTimeout(520, 'p').then((value) => out(`promises ${value}`));
let beforeExits = 0;
process.on('beforeExit', (code) => {
    out(`beforeExit ${code}`);
    if (beforeExits++ === 0) setTimeout(() => out('more work'), 1);
});
process.on('exit', (code) => {
    out(`exit ${code} ${process.exitCode}`);
    process.nextTick(() => out('never'));
    setTimeout(() => out('never'), 0);
});
process.exitCode = 3;
