// The global console: methods bound to one object, on process.stdout and process.stderr, which are looked at when
// first written to.
'use strict';

const { Console, initialize, methodNames } = require('internal/console');

// console is a namespace object whose prototype is an empty object.
const console = Object.create({});
for (const name of methodNames) console[name] = Console.prototype[name].bind(console);
for (const name of methodNames) Object.defineProperty(console[name], 'name', { value: name });
initialize(console, { ignoreErrors: true, groupIndentation: 2, colorMode: 'auto', inspectOptions: undefined }, {
    get stdout() { return process.stdout; },
    get stderr() { return process.stderr; },
});
Object.defineProperty(console, Symbol.toStringTag,
    { value: 'console', writable: false, enumerable: false, configurable: true });
console.Console = Console;
for (const name of ['profile', 'profileEnd', 'timeStamp']) {
    console[name] = { [name]() {} }[name];
}
console.context = function context() { return {}; };

module.exports = console;
