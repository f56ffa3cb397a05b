// structuredClone: a copy of data, with its cycles and shared parts.
'use strict';

const { codes } = require('internal/errors');
const { kind, K, typedArrayName } = require('internal/types');

function cannotClone(value) {
    const shown = typeof value === 'symbol' ? String(value) : typeof value === 'function' ? Function.prototype.toString.call(value) : '#<Object>';
    const error = new Error(`${shown} could not be cloned.`);
    error.name = 'DataCloneError';
    error.code = 25;
    return error;
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
    case K.ARRAY_BUFFER: return value.slice(0);
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

function structuredClone(value) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('The value');
    return clone(value, new Map());
}

module.exports = { structuredClone };
