// The order of nextTick, microtasks, timers and immediates.  Timers that race start in one callback, so that their order is
// that of their times however late they come; what needs other time to pass follows from what came before it.
'use strict';
const { promisify } = require('util');
const out = (text) => console.log(text);
let start;
const started = new Promise((resolve) => { start = resolve; });
setImmediate(() => {
    out('immediate 1');
    process.nextTick(() => out('tick in immediate'));
    Promise.resolve().then(() => out('microtask in immediate'));
    setImmediate(() => {
        out('immediate of next turn');
        start();
        startTimers();
    });
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
    await started;
    await new Promise((resolve) => setTimeout(resolve, 5));
    out('after timer');
})();
out('sync');

function startTimers() {
    setTimeout(() => {
        out('t20 first');
        process.nextTick(() => out('tick between timers'));
        Promise.resolve().then(() => out('microtask between timers'));
    }, 20);
    setTimeout(() => out('t20 second'), 20);

    let count = 0;
    const interval = setInterval(function tick() {
        out(`interval ${++count} ${this === interval}`);
        if (count === 2) promisify(setTimeout)(1, 'value').then((value) => out(`promisified ${value}`));
        if (count === 3) {
            clearInterval(interval);
            require('timers/promises').setTimeout(1, 'p').then((value) => out(`promises ${value}`)).then(startRefreshed);
        }
    }, 30);
    setTimeout((...args) => out(args.join()), 40, 'a', 'b', 'c', 'd');
}

function startRefreshed() {
    const again = setTimeout(() => out('refreshed'), 150);
    setTimeout(() => again.refresh(), 100);
    setTimeout(() => out('between'), 200);
}

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

for (const bad of [() => setTimeout('code'), () => setImmediate(null), () => setInterval(), () => process.nextTick(5),
    () => queueMicrotask()]) {
    try { bad(); } catch (error) { out(`${error.code} ${error.message}`); }
}
promisify(setImmediate)('now').then((value) => out(`immediate ${value}`));
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
