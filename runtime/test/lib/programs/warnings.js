// process.emitWarning and deprecations.
'use strict';
const util = require('util');
process.on('warning', (w) => console.log('event', w.name, w.code, w.message, w.detail));
process.emitWarning('plain');
process.emitWarning('typed', 'CustomWarning', 'W001');
process.emitWarning('detailed', { type: 'DetailWarning', code: 'W002', detail: 'more\nlines' });
process.emitWarning(new Error('an error'));
const old = util.deprecate((a, b) => a + b, 'old() is old', 'DEP_T1');
console.log(old(1, 2), old(3, 4), old.length);
util.deprecate(() => {}, 'same code', 'DEP_T1')();
util.deprecate(() => {}, 'no code')();
class Old { constructor() { this.x = 1; } }
const OldClass = util.deprecate(Old, 'class is old', 'DEP_T2');
console.log(new OldClass() instanceof Old, new OldClass().x);
new Buffer(2);
new Buffer(2);
for (const args of [[5], ['a', 5], ['a', 'b', 5], []]) {
    try { process.emitWarning(...args); } catch (error) { console.log(error.code, error.message); }
}
