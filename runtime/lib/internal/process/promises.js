// Promises rejected without a handler: remembered when rejected, looked at when the microtasks are done.
'use strict';

const { codes } = require('internal/errors');
const { kind, K } = require('internal/types');
const { tickInfo } = internalBinding('task_queue');
const { triggerUncaughtException } = internalBinding('errors');
const native = internalBinding('process_methods');

const records = new WeakMap(); // promise -> {reason, id, warned}
let pending = [];
let handledLate = [];
let lastId = 0;

function onReject(type, promise, reason) {
    if (type === 0) {
        records.set(promise, { reason, id: ++lastId, warned: false });
        pending.push(promise);
        tickInfo[1] = 1;
    } else if (type === 1) {
        const record = records.get(promise);
        if (record === undefined) return;
        records.delete(promise);
        if (record.warned) {
            handledLate.push({ promise, id: record.id });
            tickInfo[1] = 1;
        }
    }
}

function describeReason(reason) {
    try {
        return kind(reason) === K.ERROR ? reason.stack : require('internal/inspect/inspect').inspect(reason);
    } catch {
        return String(reason);
    }
}

function warnUnhandled({ reason, id }) {
    try {
        const isError = kind(reason) === K.ERROR;
        process.emitWarning(isError && reason.stack ? reason.stack : describeReason(reason), 'UnhandledPromiseRejectionWarning');
    } catch {
        // The reason cannot be shown.
    }
    const text = 'Unhandled promise rejection. This error originated either by throwing inside of an async function ' +
        'without a catch block, or by rejecting a promise which was not handled with .catch(). To terminate the node ' +
        'process on unhandled promise rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
        'https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). ' + `(rejection id: ${id})`;
    process.emitWarning(text, 'UnhandledPromiseRejectionWarning');
}

function throwReason(reason) {
    let error = reason;
    if (kind(reason) !== K.ERROR) {
        error = new codes.ERR_UNHANDLED_REJECTION(shortReason(reason));
        const stack = String(error.stack).replace(/^Error \[ERR_UNHANDLED_REJECTION\]/, 'UnhandledPromiseRejection');
        Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true, enumerable: false });
        Object.defineProperty(error, 'name',
            { value: 'UnhandledPromiseRejection', configurable: true, writable: true, enumerable: false });
    }
    triggerUncaughtException(error, true);
}

// The reason as a word: #<Class> for objects.
function shortReason(reason) {
    if (typeof reason === 'string') return reason;
    if (typeof reason === 'function') return Function.prototype.toString.call(reason);
    if (typeof reason !== 'object' || reason === null) return String(reason);
    return `#<${internalBinding('util').getConstructorName(reason)}>`;
}

function handleOne(promise, record) {
    const handled = () => process.emit('unhandledRejection', record.reason, promise);
    switch (native.unhandledRejections) {
    case 'strict':
        throwReason(record.reason);
        if (!handled()) warnUnhandled(record);
        break;
    case 'none':
        handled();
        break;
    case 'warn':
        handled();
        warnUnhandled(record);
        break;
    case 'warn-with-error-code':
        if (!handled()) {
            warnUnhandled(record);
            process.exitCode = 1;
        }
        break;
    default:
        if (!handled()) throwReason(record.reason);
    }
}

// Returns whether something ran, so that ticks and microtasks are looked at again.
function processRejections() {
    const late = handledLate;
    const list = pending;
    handledLate = [];
    pending = [];
    tickInfo[1] = 0;
    for (const { promise } of late) process.emit('rejectionHandled', promise);
    for (let i = 0; i < list.length; i++) {
        const record = records.get(list[i]);
        if (record === undefined) continue;
        record.warned = true;
        try {
            handleOne(list[i], record);
        } catch (error) {
            // A listener threw: the rest must not be lost.
            pending = list.slice(i + 1).concat(pending);
            if (pending.length > 0) tickInfo[1] = 1;
            throw error;
        }
    }
    return late.length > 0 || list.length > 0;
}

module.exports = { onReject, processRejections };
