// process.nextTick and queueMicrotask, and the order of both with promise jobs and unhandled rejections.
//
// The queue is a ring that grows, of entries {callback, args}. tickInfo[0] tells C whether it is empty, so that a loop turn
// without ticks need not enter JavaScript. After each callback of the loop: all ticks, one by one, then all
// microtasks, again until both are empty, then the rejections nobody handled, which may queue more of either.
'use strict';

const { validateFunction } = require('internal/validators');
const { tickInfo, runMicrotasks, enqueueMicrotask } = internalBinding('task_queue');

let ring = new Array(32);
let first = 0;
let count = 0;

function grow() {
    const larger = new Array(ring.length * 2);
    for (let i = 0; i < count; i++) larger[i] = ring[(first + i) & (ring.length - 1)];
    ring = larger;
    first = 0;
}

function push(entry) {
    if (count === ring.length) grow();
    ring[(first + count) & (ring.length - 1)] = entry;
    count++;
    tickInfo[0] = 1;
}

function shift() {
    const entry = ring[first];
    ring[first] = undefined;
    first = (first + 1) & (ring.length - 1);
    count--;
    if (count === 0) {
        tickInfo[0] = 0;
        if (ring.length > 4096) ring = new Array(32); // a burst is over
        if (ring.length === 32) first = 0;
    }
    return entry;
}

function nextTick(callback, ...args) {
    validateFunction(callback, 'callback');
    if (process._exiting) return;
    push({ callback, args });
}

function processTicksAndRejections() {
    do {
        while (count > 0) {
            const { callback, args } = shift();
            switch (args.length) {
            case 0: callback(); break;
            case 1: callback(args[0]); break;
            default: callback(...args);
            }
        }
        runMicrotasks();
    } while (count > 0 || (tickInfo[1] !== 0 && require('internal/process/promises').processRejections()));
}

// Between two timers or immediates of one turn.
function runNextTicks() {
    if (tickInfo[0] === 0 && tickInfo[1] === 0) runMicrotasks();
    if (tickInfo[0] !== 0 || tickInfo[1] !== 0) processTicksAndRejections();
}

function queueMicrotask(callback) {
    validateFunction(callback, 'callback');
    enqueueMicrotask(() => callback());
}

module.exports = { nextTick, processTicksAndRejections, runNextTicks, queueMicrotask, _tickCallback: runNextTicks };
