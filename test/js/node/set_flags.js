// engines: tenure
// modes: !stress !stress-each !marking !pretenure !pretenure-marking !compact !compact-helpers !failalloc
// stderr: ^Error: unrecognized flag --no-such-flag$
// stderr: ^Error: flag --gc-stress cannot change while the program runs$
// stderr: ^Error: illegal value for flag --trace-gc-format=xml$
// v8.setFlagsFromString: what is wrong is told on stderr, as V8 does, and the program goes on.
const v8 = require('v8');

console.log(typeof gc, v8.setFlagsFromString('--expose_gc')); // expect: undefined undefined
gc();
v8.setFlagsFromString('--no-such-flag');
v8.setFlagsFromString('--gc-stress=1');
v8.setFlagsFromString('--trace-gc-format=xml');
v8.setFlagsFromString('no flag');
v8.setFlagsFromString('');
v8.setFlagsFromString('--trace-gc');
gc(); // expect~ \[\d+:0x[0-9a-f]+\] +\d+ ms: Mark-Compact .* testing; GC in old space requested
v8.setFlagsFromString('--trace-gc-ignore-scavenger');
gc({ type: 'minor' });
v8.setFlagsFromString('--no-trace-gc-ignore-scavenger --trace-gc-nvp');
gc({ type: 'minor' }); // expect~ .* ms: pause=.* gc=s .*
v8.setFlagsFromString('--notrace-gc-nvp --trace_gc_format=json');
gc({ type: 'minor' }); // expect~ \{"pid":\d+,.*\}
v8.setFlagsFromString('--trace-gc-format=v8-2017');
gc({ type: 'minor' }); // expect~ .* ms: Scavenge .* ms  testing ?
v8.setFlagsFromString('--trace-gc-format=v8 --no-trace-gc');
gc();
v8.setFlagsFromString(5); // expect TypeError: The "flags" argument must be of type string. Received type number (5)
console.log('end'); // expect: end
