// Whatever calls into the program from outside, what it throws reaches uncaughtException [loop.outermost], and the
// loop goes on.
process.on('uncaughtException', (e, origin) => console.log(origin === 'unhandledRejection' ? 'rejection' : e, origin));

setTimeout(() => { throw 'timer'; }, 100);
setTimeout(() => setImmediate(() => { throw 'immediate'; }), 200);
setTimeout(() => console.log('later'), 300);
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
