// require('timers/promises'): timers that promise.
'use strict';

const { AbortError, codes } = require('internal/errors');
const { validateObject, validateAbortSignal, validateBoolean } = require('internal/validators');
const timers = require('timers');

function checkOptions(options) {
    validateObject(options, 'options');
    const { signal, ref = true } = options;
    validateAbortSignal(signal, 'options.signal');
    validateBoolean(ref, 'options.ref');
    return { signal, ref };
}

// start(done) begins the wait and returns {timer, clear}.
function wait(start, value, options) {
    let checked;
    try {
        checked = checkOptions(options);
    } catch (error) {
        return Promise.reject(error);
    }
    const { signal, ref } = checked;
    if (signal && signal.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
    return new Promise((resolve, reject) => {
        let onAbort;
        const { timer, clear } = start(() => {
            if (signal) signal.removeEventListener('abort', onAbort);
            resolve(value);
        });
        if (!ref) timer.unref();
        if (signal) {
            onAbort = () => {
                clear(timer);
                reject(new AbortError(undefined, { cause: signal.reason }));
            };
            signal.addEventListener('abort', onAbort, { once: true });
        }
    });
}

function setTimeout(delay, value, options = {}) {
    return wait((done) => ({ timer: timers.setTimeout(done, delay), clear: timers.clearTimeout }), value, options);
}

function setImmediate(value, options = {}) {
    return wait((done) => ({ timer: timers.setImmediate(done), clear: timers.clearImmediate }), value, options);
}

// An async iterator: one value a period; periods missed are made up for at once.
function setInterval(delay, value, options = {}) {
    const { signal, ref } = checkOptions(options);
    let due = 0;
    let waiting;
    let failure;
    let finished = false;
    const timer = timers.setInterval(() => {
        due++;
        if (waiting === undefined) return;
        waiting.resolve({ value, done: false });
        waiting = undefined;
        due--;
    }, delay);
    if (!ref) timer.unref();
    const stop = () => {
        finished = true;
        timers.clearInterval(timer);
    };
    const onAbort = () => {
        stop();
        failure = new AbortError(undefined, { cause: signal.reason });
        if (waiting !== undefined) {
            waiting.reject(failure);
            failure = undefined;
            waiting = undefined;
        }
    };
    if (signal) {
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
    }
    return {
        next() {
            if (failure !== undefined) {
                const error = failure;
                failure = undefined;
                return Promise.reject(error);
            }
            if (finished) return Promise.resolve({ value: undefined, done: true });
            if (due > 0) {
                due--;
                return Promise.resolve({ value, done: false });
            }
            return new Promise((resolve, reject) => { waiting = { resolve, reject }; });
        },
        return(last) {
            stop();
            if (signal) signal.removeEventListener('abort', onAbort);
            return Promise.resolve({ value: last, done: true });
        },
        [Symbol.asyncIterator]() { return this; },
    };
}

class Scheduler {
    constructor() {
        throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    }

    yield() {
        return setImmediate();
    }

    wait(delay, options) {
        return setTimeout(delay, undefined, options);
    }
}

module.exports = { setTimeout, setImmediate, setInterval, scheduler: Object.create(Scheduler.prototype) };
