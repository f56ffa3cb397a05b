// Exceptions that reach the top: handled by a listener, in timers, immediates, ticks, microtasks and promises.
'use strict';
process.on('uncaughtException', (error, origin) => console.log('caught', error.message || error, origin));
process.on('unhandledRejection', (reason, promise) => console.log('rejection', reason.message || reason, promise instanceof Promise));
process.on('rejectionHandled', (promise) => console.log('handled late', promise instanceof Promise));
process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', origin));
setImmediate(() => { throw new Error('immediate'); });
setImmediate(() => {
    console.log('immediate after');
    setTimeout(() => { throw new Error('timer'); }, 5);
    setTimeout(() => {
        console.log('timer after');
        setTimeout(() => late.catch(() => console.log('late catch')), 1);
    }, 5);
});
process.nextTick(() => { throw new Error('tick'); });
process.nextTick(() => console.log('tick after'));
queueMicrotask(() => { throw new Error('microtask'); });
queueMicrotask(() => console.log('microtask after'));
Promise.reject(new Error('promise'));
const late = Promise.reject(5);
Promise.reject(6).catch(() => console.log('never unhandled'));
throw new Error('main');
