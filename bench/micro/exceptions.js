'use strict';
// try, catch, finally: taken and not taken, across frames; errors with stacks.
class Refused extends Error {
  constructor(code) {
    super('refused ' + code);
    this.code = code;
  }
}
function check(i) {
  if (i % 20 === 0) throw new Refused(i);
  return i;
}
function guarded(i) {
  try {
    return check(i);
  } finally {
    cleanups++;
  }
}
let cleanups = 0, caught = 0, sum = 0;
for (let i = 0; i < 500000; i++) {
  try {
    sum += guarded(i);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    caught += error.code % 7;
  }
}
console.log(sum, cleanups, caught);
