// A flag that there is not is an error that shows the nearest.
// flags: --trace-cg
// exit: 9
// stderr: bad option: --trace-cg \(the nearest is --trace-gc\)
// engines: tenure
console.log('never');
/* expect:
*/
