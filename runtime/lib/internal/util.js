// Helpers that several modules share: deprecation, promisify, callbackify, inherits.
'use strict';

const { codes, uvErrorOf } = require('internal/errors');
const { validateFunction, validateString } = require('internal/validators');

const warnedCodes = new Set();

// Returns fn, changed to warn at its first call.
function deprecate(fn, message, code) {
    validateFunction(fn, 'fn');
    if (process.noDeprecation === true) return fn;
    if (code !== undefined) validateString(code, 'code');
    let warned = false;
    function deprecated(...args) {
        if (!warned) {
            warned = true;
            if (code === undefined) {
                process.emitWarning(message, 'DeprecationWarning', deprecated);
            } else if (!warnedCodes.has(code)) {
                warnedCodes.add(code);
                process.emitWarning(message, 'DeprecationWarning', code, deprecated);
            }
        }
        if (new.target) return Reflect.construct(fn, args, new.target);
        return Reflect.apply(fn, this, args);
    }
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
    return deprecated;
}

function inherits(ctor, superCtor) {
    if (ctor === undefined || ctor === null) throw new codes.ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
    if (superCtor === undefined || superCtor === null) {
        throw new codes.ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
    }
    if (superCtor.prototype === undefined) {
        throw new codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
    }
    Object.defineProperty(ctor, 'super_', { value: superCtor, writable: true, configurable: true });
    Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

const customPromisify = Symbol.for('nodejs.util.promisify.custom');
const customArguments = Symbol('customPromisifyArgs'); // names of the callback's values: the result is an object

function promisify(original) {
    validateFunction(original, 'original');
    if (original[customPromisify]) {
        const fn = original[customPromisify];
        validateFunction(fn, 'util.promisify.custom');
        return Object.defineProperty(fn, customPromisify,
            { value: fn, enumerable: false, writable: false, configurable: true });
    }
    const names = original[customArguments];
    function fn(...args) {
        return new Promise((resolve, reject) => {
            Reflect.apply(original, this, [...args, (error, ...values) => {
                if (error) return reject(error);
                if (names === undefined || values.length <= 1) return resolve(values[0]);
                const result = {};
                for (let i = 0; i < names.length; i++) result[names[i]] = values[i];
                resolve(result);
            }]);
        });
    }
    Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
    Object.defineProperty(fn, customPromisify, { value: fn, enumerable: false, writable: false, configurable: true });
    const descriptors = Object.getOwnPropertyDescriptors(original);
    for (const key of Reflect.ownKeys(descriptors)) Object.defineProperty(fn, key, descriptors[key]);
    return fn;
}
promisify.custom = customPromisify;

function rejectionForCallback(reason) {
    if (reason) return reason;
    const error = new codes.ERR_FALSY_VALUE_REJECTION();
    error.reason = reason;
    return error;
}

function callbackify(original) {
    validateFunction(original, 'original');
    function callbackified(...args) {
        const callback = args.pop();
        validateFunction(callback, 'last argument');
        const call = callback.bind(this);
        Reflect.apply(original, this, args).then(
            (value) => process.nextTick(call, null, value),
            (reason) => process.nextTick(call, rejectionForCallback(reason)));
    }
    const descriptors = Object.getOwnPropertyDescriptors(original);
    if (typeof descriptors.length.value === 'number') descriptors.length.value++;
    if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
    for (const key of Reflect.ownKeys(descriptors)) Object.defineProperty(callbackified, key, descriptors[key]);
    return callbackified;
}

function systemErrorName(code) {
    if (typeof code !== 'number') throw new codes.ERR_INVALID_ARG_TYPE('err', 'number', code);
    if (code >= 0 || !Number.isSafeInteger(code)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', code);
    const [name] = uvErrorOf(code);
    return name === 'UNKNOWN' && code !== -4094 ? `Unknown system error ${code}` : name;
}

// Defines what libraries of the web platform define: enumerable methods, Symbol.toStringTag.
function asWebClass(Class, name, methods) {
    for (const method of methods) Object.defineProperty(Class.prototype, method, { enumerable: true });
    Object.defineProperty(Class.prototype, Symbol.toStringTag,
        { value: name, writable: false, enumerable: false, configurable: true });
}

// The name that encodings are known by, or undefined.
function normalizeEncoding(encoding) {
    if (encoding === undefined || encoding === null || encoding === '' || encoding === 'utf8' || encoding === 'utf-8') return 'utf8';
    switch (String(encoding).toLowerCase()) {
    case 'utf8': case 'utf-8': return 'utf8';
    case 'ucs2': case 'ucs-2': case 'utf16le': case 'utf-16le': return 'utf16le';
    case 'latin1': case 'binary': return 'latin1';
    case 'ascii': return 'ascii';
    case 'base64': return 'base64';
    case 'base64url': return 'base64url';
    case 'hex': return 'hex';
    default: return undefined;
    }
}

let debugSections;

function isDebugEnabled(section) {
    if (debugSections === undefined) {
        const list = (process.env.NODE_DEBUG || '').toUpperCase().split(',').filter(Boolean)
            .map((name) => name.trim().replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replace(/\*/g, '.*'));
        debugSections = list.map((pattern) => new RegExp(`^${pattern}$`));
    }
    return debugSections.some((pattern) => pattern.test(section));
}

function debuglog(section, callback) {
    const name = String(section).toUpperCase();
    let enabled;
    const test = () => {
        if (enabled === undefined) enabled = isDebugEnabled(name);
        return enabled;
    };
    let announced = false;
    function debug(...args) {
        if (!announced) {
            announced = true;
            if (typeof callback === 'function') callback(debug);
        }
        if (!test()) return;
        const { format } = require('internal/inspect/format');
        internalBinding('stdio').writeString(2, `${name} ${process.pid}: ${format(...args)}\n`);
    }
    Object.defineProperty(debug, 'enabled', { get: test, configurable: true, enumerable: true });
    return debug;
}

module.exports = {
    deprecate, inherits, promisify, customPromisify, customArguments, callbackify, systemErrorName, asWebClass,
    normalizeEncoding, debuglog,
};
