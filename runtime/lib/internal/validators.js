// Checks of arguments. Each throws the error with the code and message that programs know, or returns.
'use strict';

const { codes } = require('internal/errors');

function isInt32(value) {
    return value === (value | 0);
}

function validateString(value, name) {
    if (typeof value !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, 'string', value);
}

function validateFunction(value, name) {
    if (typeof value !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(name, 'Function', value);
}

function validateBoolean(value, name) {
    if (typeof value !== 'boolean') throw new codes.ERR_INVALID_ARG_TYPE(name, 'boolean', value);
}

function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
    if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
    if (value < min || value > max) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
    validateInteger(value, name, min, max);
}

function validateUint32(value, name, positive = false) {
    if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
    const min = positive ? 1 : 0;
    if (value < min || value > 4294967295) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= 4294967295`, value);
}

function rangeText(min, max) {
    const low = min !== undefined ? `>= ${min}` : '';
    const high = max !== undefined ? `<= ${max}` : '';
    return low && high ? `${low} && ${high}` : low + high;
}

function validateNumber(value, name, min = undefined, max = undefined) {
    if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    const bounded = min !== undefined || max !== undefined;
    if ((min !== undefined && value < min) || (max !== undefined && value > max) || (bounded && Number.isNaN(value))) {
        throw new codes.ERR_OUT_OF_RANGE(name, rangeText(min, max), value);
    }
}

function validateOneOf(value, name, allowed) {
    if (allowed.includes(value)) return;
    const list = allowed.map((each) => (typeof each === 'string' ? `'${each}'` : String(each))).join(', ');
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${list}`);
}

function validateObject(value, name, options = undefined) {
    const { nullable = false, allowArray = false, allowFunction = false } = options || {};
    if ((nullable && value === null) || (allowFunction && typeof value === 'function')) return;
    if (value === null || typeof value !== 'object' || (!allowArray && Array.isArray(value))) {
        throw new codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
    }
}

function validateArray(value, name, minLength = 0) {
    if (!Array.isArray(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Array', value);
    if (value.length < minLength) throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
}

function validateBuffer(value, name = 'buffer') {
    if (!ArrayBuffer.isView(value)) {
        throw new codes.ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], value);
    }
}

function validateAbortSignal(signal, name) {
    if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
        throw new codes.ERR_INVALID_ARG_TYPE(name, 'AbortSignal', signal);
    }
}

// A path given as string, bytes or file URL, as a string without NUL.
function toPath(value, name = 'path') {
    if (typeof value === 'object' && value !== null && typeof value.href === 'string' &&
        typeof value.protocol === 'string') {
        value = require('url').fileURLToPath(value);
    }
    if (value instanceof Uint8Array) {
        value = internalBinding('buffer').decode(value, 0, value.length, 0);
    } else if (typeof value !== 'string') {
        throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
    }
    if (value.includes('\u0000')) {
        throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a string, Uint8Array, or URL without null bytes');
    }
    return value;
}

// File modes: a number, or a string of octal digits.
function parseMode(value, name, fallback) {
    if (value === undefined || value === null) {
        if (fallback !== undefined) return fallback;
        value = undefined;
    }
    if (typeof value === 'string') {
        if (!/^[0-7]+$/.test(value)) {
            throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a 32-bit unsigned integer or an octal string');
        }
        value = parseInt(value, 8);
    }
    validateUint32(value, name);
    return value;
}

module.exports = {
    isInt32, validateString, validateFunction, validateBoolean, validateInteger, validateInt32, validateUint32,
    validateNumber, validateOneOf, validateObject, validateArray, validateBuffer, validateAbortSignal, toPath,
    parseMode,
};
