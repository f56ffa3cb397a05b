// The end of a program: 'exit' is emitted once, whatever leads there.
'use strict';

const { isLoaded } = require('internal/builtins');

function emitExit() {
    if (process._exiting) return;
    process._exiting = true;
    if (isLoaded('events')) process.emit('exit', Number(process.exitCode) || 0);
}

function exit(code) {
    if (code !== undefined) process.exitCode = code;
    emitExit();
    process.reallyExit(Number(process.exitCode) || 0);
}

// The end of a program whose loop is empty.
function finish() {
    emitExit();
    return Number(process.exitCode) || 0;
}

module.exports = { exit, finish };
