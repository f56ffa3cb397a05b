// What a value keeps alive, told by the size of the heap; for tests that run with --expose-gc.
'use strict';

const ITEMS = 100000;
const LEAST_BYTES = 250000; // less than ITEMS slots of four bytes, more than the noise of compiled code

exports.big = () => new Array(ITEMS).fill(1);

exports.used = () => {
  gc();
  gc();
  return process.memoryUsage().heapUsed;
};

// 'kept' if what make() returns holds on to something big, else 'released'.
exports.retained = (make) => {
  const before = exports.used();
  exports.held = make();
  const after = exports.used();
  exports.held = undefined;
  return after - before >= LEAST_BYTES ? 'kept' : 'released';
};

// The same of what act() leaves behind when it has returned, or while it calls its argument.
exports.retainedBy = (act) => {
  const before = exports.used();
  let during = 0;
  act(() => { during = exports.used(); });
  return during - before >= LEAST_BYTES ? 'kept' : 'released';
};
