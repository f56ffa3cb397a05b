// The report of an uncaught exception shows where it was thrown, also where `finally` ran in between.
// exit: 1
// stderr: uncaught_place\.js:9$
// stderr: ^    throw new RangeError\('deep'\);$
// stderr: ^    \^$
// stderr: ^RangeError: deep$
// stderr: ^    at inner \(.*uncaught_place\.js:9:11\)$
function inner() {
    throw new RangeError('deep');
}
function outer() {
    try {
        inner();
    } finally {
        console.log('finally');  // expect: finally
    }
}
process.on('exit', (code) => console.log('exit', code));  // expect: exit 1
outer();
