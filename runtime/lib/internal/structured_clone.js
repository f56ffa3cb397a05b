// structuredClone: a copy of data, with its cycles and shared parts.
'use strict';

const { codes } = require('internal/errors');
const { kind, K, typedArrayName } = require('internal/types');

const { transfer } = ArrayBuffer.prototype;
const isDetached = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'detached').get;

function dataCloneError(message) {
    const error = new Error(message);
    error.name = 'DataCloneError';
    error.code = 25;
    return error;
}

function cannotClone(value) {
    const shown = typeof value === 'symbol' ? String(value) : typeof value === 'function' ? Function.prototype.toString.call(value) : '#<Object>';
    return dataCloneError(`${shown} could not be cloned.`);
}

function cloneBuffer(buffer) {
    if (isDetached.call(buffer)) throw dataCloneError('An ArrayBuffer is detached and could not be cloned.');
    return buffer.slice(0);
}

const errorClasses = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function cloneError(error, seen) {
    const Class = errorClasses[error.name] || Error;
    const real = new Class(error.message);
    seen.set(error, real);
    Object.defineProperty(real, 'stack', { value: error.stack, writable: true, configurable: true, enumerable: false });
    if ('cause' in error) {
        Object.defineProperty(real, 'cause',
            { value: clone(error.cause, seen), writable: true, configurable: true, enumerable: false });
    }
    return real;
}

function cloneView(view, seen) {
    const buffer = clone(view.buffer, seen);
    if (kind(view) === K.DATA_VIEW) return new DataView(buffer, view.byteOffset, view.byteLength);
    return new globalThis[typedArrayName.call(view)](buffer, view.byteOffset, view.length);
}

// Objects that are copied as a whole; undefined for those with parts.
function cloneWhole(value, k, seen) {
    switch (k) {
    case K.DATE: return new Date(value.getTime());
    case K.REGEXP: return new RegExp(value.source, value.flags);
    case K.BOOLEAN: case K.NUMBER: case K.STRING: case K.BIGINT: return Object(value.valueOf());
    case K.ARRAY_BUFFER: return cloneBuffer(value);
    case K.SHARED_ARRAY_BUFFER: return value;
    case K.DATA_VIEW: case K.TYPED_ARRAY: return cloneView(value, seen);
    case K.ERROR: return cloneError(value, seen);
    default: return undefined;
    }
}

function clone(value, seen) {
    if (typeof value === 'symbol' || typeof value === 'function') throw cannotClone(value);
    if (typeof value !== 'object' || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const k = kind(value);
    const whole = cloneWhole(value, k, seen);
    if (whole !== undefined) {
        seen.set(value, whole);
        return whole;
    }
    if (k !== 0 && k !== K.MAP && k !== K.SET && k !== K.ARGUMENTS) throw cannotClone(value);
    const copy = k === K.MAP ? new Map() : k === K.SET ? new Set() : Array.isArray(value) ? new Array(value.length) : {};
    seen.set(value, copy);
    if (k === K.MAP) {
        for (const [key, each] of [...value]) copy.set(clone(key, seen), clone(each, seen));
    } else if (k === K.SET) {
        for (const each of [...value]) copy.add(clone(each, seen));
    } else {
        for (const key of Object.keys(value)) copy[key] = clone(value[key], seen);
    }
    return copy;
}

// The buffers that options ask to transfer, each once.
function buffersToTransfer(options) {
    if (options === undefined || options === null) return [];
    if (typeof options !== 'object' && typeof options !== 'function') {
        throw invalidArgument('The options argument must be either an object or undefined');
    }
    const list = options.transfer;
    if (list === undefined || list === null) return [];
    if (typeof list !== 'object' || typeof list[Symbol.iterator] !== 'function') {
        throw invalidArgument('Optional transferList argument must be an iterable');
    }
    const buffers = new Set();
    for (const each of list) {
        if (typeof each !== 'object' || each === null || kind(each) !== K.ARRAY_BUFFER) {
            throw new codes.ERR_INVALID_TRANSFER_OBJECT();
        }
        if (buffers.has(each)) throw dataCloneError('Transfer list contains duplicate ArrayBuffer');
        buffers.add(each);
    }
    return buffers;
}

function invalidArgument(message) {
    const error = new TypeError(message);
    error.code = 'ERR_INVALID_ARG_TYPE';
    return error;
}

// A buffer to transfer is copied as others are, and detached when nothing can fail any more.
function structuredClone(value, options) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('value');
    const buffers = buffersToTransfer(options);
    const copy = clone(value, new Map());
    for (const buffer of buffers) {
        if (!isDetached.call(buffer)) transfer.call(buffer, 0);
    }
    return copy;
}

module.exports = { structuredClone };
