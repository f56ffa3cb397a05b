// Whatever calls into the program from outside, what it throws reaches uncaughtException [loop.outermost], and the
// loop goes on.
process.on('uncaughtException', (e, origin) => console.log(origin === 'unhandledRejection' ? 'rejection' : e, origin));

setTimeout(() => {
    setTimeout(() => {
        setImmediate(() => { throw 'immediate'; });
        setImmediate(() => console.log('later'));
    }, 1);
    throw 'timer';
}, 100);
process.nextTick(() => { throw 'tick'; });
queueMicrotask(() => { throw 'job'; });
Promise.reject('rejected');
process.on('exit', () => console.log('exit'));
throw 'main';

/* expect:
main uncaughtException
tick uncaughtException
job uncaughtException
rejection unhandledRejection
timer uncaughtException
immediate uncaughtException
later
exit
*/
