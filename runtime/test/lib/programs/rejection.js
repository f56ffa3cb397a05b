// A rejection that nobody handles ends the process.
'use strict';
process.on('exit', (code) => console.log('exit', code));
setTimeout(() => console.log('not reached'), 50);
Promise.reject(new RangeError('nobody cares'));
