// '_' and '-' are the same in flags; V8's flags may have one dash; those in front of the script are execArgv.
// flags: --max_old_space_size=100 -expose_gc --stack-size 500
// args: --expose-gc x
// engines: tenure
// Not in modes that add flags of their own, which execArgv tells too.
// modes: !stress !pretenure !stress-each !stress-slow !marking !verify !failalloc !tiny-heap !image !compact !compact-helpers !pretenure-marking !in-place
console.log(typeof gc, process.execArgv.join(' '));  // expect: function --max_old_space_size=100 -expose_gc --stack-size 500
console.log(process.argv.slice(2).join(' '));  // expect: --expose-gc x
console.log(require('v8').getHeapStatistics().heap_size_limit / 1048576 >= 100);  // expect: true
