// An exception ends the process: 'exit' listeners run, the report follows, the status is 1.
'use strict';
process.on('exit', (code) => console.log('exit', code, process.exitCode));
setTimeout(() => console.log('not reached'), 0);
throw Object.assign(new TypeError('the end'), { code: 'E_END', detail: { a: [1, 2] } });
