// An exception in the listener for exceptions: status 7.
'use strict';
process.on('uncaughtException', () => { throw new Error('second'); });
throw new Error('first');
