// flags: --expose-gc
// a callback that throws is an uncaught exception; the rest are called all the same
const rest = [];
process.on('uncaughtException', e => console.log(e.message));
const throwing = new FinalizationRegistry(held => { rest.push(held); if (rest.length === 1) throw new Error('in cleanup'); });
(function () { for (let i = 0; i < 3; i++) throwing.register({}, i); })();
setTimeout(() => {
  gc();
  setTimeout(() => console.log(rest.length), 50); // expect: in cleanup
}, 1);                                            // expect: 3
