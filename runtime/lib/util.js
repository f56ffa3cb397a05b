// require('util'). What is big is loaded when first used.
'use strict';

const { lazy } = require('internal/builtins');
const { validateString, validateNumber, validateOneOf } = require('internal/validators');
const { types } = require('internal/types');
const helpers = require('internal/util');
const { format, formatWithOptions } = require('internal/inspect/format');

const { deprecate, inherits, promisify, callbackify, debuglog } = helpers;

function toUSVString(value) {
    const text = `${value}`;
    return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

function stripVTControlCharacters(text) {
    validateString(text, 'str');
    return require('internal/inspect/text').stripControlSequences(text);
}

function styleText(names, text, { validateStream = true, stream = process.stdout } = {}) {
    validateString(text, 'text');
    const { colors } = require('internal/inspect/text');
    let start = '';
    let end = '';
    for (const name of Array.isArray(names) ? names : [names]) {
        if (colors[name] === undefined) validateOneOf(name, 'format', Object.keys(colors));
        start += `\u001b[${colors[name][0]}m`;
        end = `\u001b[${colors[name][1]}m${end}`;
    }
    if (validateStream && !(stream && stream.isTTY && stream.hasColors())) return text;
    return `${start}${text}${end}`;
}

function isDeepStrictEqual(a, b) {
    return require('internal/comparisons').isDeepStrictEqual(a, b);
}

function isError(value) {
    return types.isNativeError(value) || value instanceof Error;
}

function isPrimitive(value) {
    return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

function extend(target, source) {
    if (source === null || typeof source !== 'object') return target;
    for (const key of Object.keys(source)) target[key] = source[key];
    return target;
}

function timestamp() {
    const now = new Date();
    const pad = (number) => String(number).padStart(2, '0');
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(pad).join(':');
    return `${now.getDate()} ${months[now.getMonth()]} ${time}`;
}

function log(...args) {
    globalThis.console.log('%s - %s', timestamp(), format(...args));
}

function errnoException(errno, syscall, original) {
    validateNumber(errno, 'err', -Infinity, -1);
    const code = helpers.systemErrorName(errno);
    const error = new Error(`${syscall} ${code}${original ? ` ${original}` : ''}`);
    error.errno = errno;
    error.code = code;
    error.syscall = syscall;
    return error;
}

function getSystemErrorMap() {
    return new Map(internalBinding('uv').errmap().map(([number, name, message]) => [number, [name, message]]));
}

const old = (fn, name, code) => deprecate(fn, `The \`util.${name}\` API is deprecated.`, code);

module.exports = {
    _errnoException: errnoException,
    _extend: old(extend, '_extend', 'DEP0060'),
    callbackify,
    debug: debuglog,
    debuglog,
    deprecate,
    format,
    styleText,
    formatWithOptions,
    getSystemErrorMap,
    getSystemErrorName: helpers.systemErrorName,
    inherits,
    isArray: Array.isArray,
    isBoolean: old((value) => typeof value === 'boolean', 'isBoolean', 'DEP0045'),
    isNull: old((value) => value === null, 'isNull', 'DEP0050'),
    isNullOrUndefined: old((value) => value === null || value === undefined, 'isNullOrUndefined', 'DEP0051'),
    isNumber: old((value) => typeof value === 'number', 'isNumber', 'DEP0052'),
    isString: old((value) => typeof value === 'string', 'isString', 'DEP0056'),
    isSymbol: old((value) => typeof value === 'symbol', 'isSymbol', 'DEP0057'),
    isUndefined: old((value) => value === undefined, 'isUndefined', 'DEP0058'),
    isRegExp: old(types.isRegExp, 'isRegExp', 'DEP0055'),
    isObject: old((value) => value !== null && typeof value === 'object', 'isObject', 'DEP0053'),
    isDate: old(types.isDate, 'isDate', 'DEP0047'),
    isError: old(isError, 'isError', 'DEP0048'),
    isFunction: old((value) => typeof value === 'function', 'isFunction', 'DEP0049'),
    isPrimitive: old(isPrimitive, 'isPrimitive', 'DEP0054'),
    isDeepStrictEqual,
    log: old(log, 'log', 'DEP0059'),
    promisify,
    stripVTControlCharacters,
    toUSVString,
    types,
};
lazy(module.exports, 'inspect', () => require('internal/inspect/inspect').inspect);
lazy(module.exports, 'isBuffer', () => require('buffer').Buffer.isBuffer);
lazy(module.exports, 'TextEncoder', () => require('internal/encoding').TextEncoder);
lazy(module.exports, 'TextDecoder', () => require('internal/encoding').TextDecoder);
