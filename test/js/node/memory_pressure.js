// process.on('memoryPressure', (level, step)): what a full collection leaves comes near the limit; the steps are told once.
// flags: --max-old-space-size=24 --at-limit=throw --expose-gc
// engines: tenure
// modes: !failalloc !stress !pretenure !stress-slow
const kept = [], heard = [];
function hoard(megabytes) {
    while (process.memoryUsage().heapUsed < megabytes * 1048576) kept.push(new Array(10000).fill(kept.length));
    gc();
}
process.on('memoryPressure', (level, step) => {
    heard.push(level + step);
    hoard(step === 1 ? 21 : 23.2);
    if (step === 3) {
        kept.length = 0;
        gc();
        process.removeAllListeners('memoryPressure');
        clearInterval(timer);
    }
});
const timer = setInterval(() => {}, 1000);
hoard(17.5);
process.on('exit', () => console.log(heard.join()));  // expect: warning1,warning2,critical3
