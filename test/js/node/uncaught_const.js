// The report of an assignment to a constant that nobody caught points at the assignment.
// exit: 1
// stderr: uncaught_const\.js:9\n  n = 2; cc = 7;\n +\^\n\nTypeError: Assignment to constant variable\.\n
// stderr: at .*uncaught_const\.js:9:13\)?$
let n = 0;
const cc = 1; n++;
console.log(n, cc); // expect: 1 1
// The line below is quoted.
  n = 2; cc = 7;
