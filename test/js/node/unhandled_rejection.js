// An unhandled rejection ends the program with status 1 and Node's report.
// exit: 1
// stderr: unhandled_rejection\.js:8$
// stderr: ^Error: nobody cares$
const timer = setTimeout(() => console.log('never'), 1000);
Promise.reject(new Error('handled in time')).catch(() => console.log('caught'));
async function fail() {
    throw new Error('nobody cares');
}
fail();
process.nextTick(() => console.log('tick'));
process.on('exit', (code) => console.log('exit', code));
/* expect:
tick
caught
exit 1
*/
