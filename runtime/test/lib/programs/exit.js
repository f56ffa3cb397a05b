// process.exit from within, its listeners, and codes that are none.
'use strict';
for (const code of ['x', 1.5, {}, NaN, true]) {
    try { process.exitCode = code; console.log('set', process.exitCode); } catch (error) { console.log(error.code, error.message); }
}
process.exitCode = '4';
process.on('exit', (code) => {
    console.log('exit', code);
    process.exitCode = 9;
});
process.on('exit', () => console.log('second listener', process._exiting));
setTimeout(() => { process.exit(); }, 1);
setTimeout(() => console.log('never'), 10);
