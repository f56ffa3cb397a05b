// require('assert').
'use strict';

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { AssertionError } = require('internal/assertion_error');
const { isDeepEqual, isDeepStrictEqual } = require('internal/comparisons');
const { types } = require('internal/types');

function throwFailure(options) {
    if (options.message instanceof Error) throw options.message;
    throw new AssertionError(options);
}

// The source of the call at the top of stack, if its file can be read: 'assert.ok(x > 1)'.
function callSource(stack) {
    const lines = String(stack).split('\n').filter((line) => line.startsWith('    at '));
    const place = lines.length > 0 ? /\(?((?:\/|file:)[^()]*):(\d+):(\d+)\)?$/.exec(lines[0]) : null;
    if (place === null) return undefined;
    const text = internalBinding('fs').readText(place[1].replace(/^file:\/\//, ''));
    if (text === undefined) return undefined;
    const rows = text.split('\n').slice(Number(place[2]) - 1);
    let start = Number(place[3]) - 1;
    while (start > 0 && /[\w$.]/.test(rows[0][start - 1])) start--;
    const source = rows.join('\n').slice(start);
    const open = source.indexOf('(');
    if (open === -1 || !/^[\w$.\s]*$/.test(source.slice(0, open))) return undefined;
    const end = endOfCall(source, open);
    return end === -1 ? undefined : source.slice(0, end);
}

// Behind the parenthesis that closes the one at open; strings are skipped.
function endOfCall(source, open) {
    let depth = 0;
    for (let i = open; i < source.length; i++) {
        const character = source[i];
        if (character === '(' || character === '[' || character === '{') depth++;
        else if (character === ')' || character === ']' || character === '}') depth--;
        else if (character === "'" || character === '"' || character === '`') {
            for (i++; i < source.length && source[i] !== character; i++) {
                if (source[i] === '\\') i++;
            }
        }
        if (depth === 0) return i + 1;
    }
    return -1;
}

function okMessage(fn, value) {
    const holder = {};
    if (Error.captureStackTrace) Error.captureStackTrace(holder, fn);
    const source = callSource(holder.stack || new Error().stack);
    if (source === undefined) return `The expression evaluated to a falsy value:\n\n  ${fn.name}(${String(value)})\n`;
    return `The expression evaluated to a falsy value:\n\n  ${source}\n`;
}

function checkOk(fn, args) {
    const [value, message] = args;
    if (value) return;
    let text = message;
    let generated = false;
    if (args.length === 0) {
        generated = true;
        text = 'No value argument passed to `assert.ok()`';
    } else if (message === undefined || message === null) {
        generated = true;
        text = okMessage(fn, value);
    } else if (message instanceof Error) {
        throw message;
    }
    const error = new AssertionError({ actual: value, expected: true, message: text, operator: '==', stackStartFn: fn });
    error.generatedMessage = generated;
    throw error;
}

function ok(...args) {
    checkOk(ok, args);
}
const assert = ok;

assert.fail = function fail(message) {
    if (message instanceof Error) throw message;
    const error = new AssertionError({ message: message === undefined ? 'Failed' : message, operator: 'fail', stackStartFn: fail });
    error.generatedMessage = message === undefined;
    throw error;
};
assert.AssertionError = AssertionError;
assert.ok = ok;

// An assertion of two values: holds(actual, expected), else the error of operator.
function define(name, operator, holds) {
    assert[name] = {
        [name](actual, expected, message) {
            if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
            if (!holds(actual, expected)) {
                throwFailure({ actual, expected, message, operator, stackStartFn: assert[name] });
            }
        },
    }[name];
}

// eslint-disable-next-line eqeqeq
const looselyEqual = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));
define('equal', '==', looselyEqual);
define('notEqual', '!=', (a, b) => !looselyEqual(a, b));
define('deepEqual', 'deepEqual', isDeepEqual);
define('notDeepEqual', 'notDeepEqual', (a, b) => !isDeepEqual(a, b));
define('deepStrictEqual', 'deepStrictEqual', isDeepStrictEqual);
define('notDeepStrictEqual', 'notDeepStrictEqual', (a, b) => !isDeepStrictEqual(a, b));
define('strictEqual', 'strictEqual', Object.is);
define('notStrictEqual', 'notStrictEqual', (a, b) => !Object.is(a, b));

// What a validation object's comparison shows: the keys in question only.
class Comparison {
    constructor(object, keys, actual) {
        for (const key of keys) {
            if (!(key in object)) continue;
            const matches = actual !== undefined && typeof actual[key] === 'string' && types.isRegExp(object[key]) &&
                object[key].test(actual[key]);
            this[key] = matches ? actual[key] : object[key];
        }
    }
}

function compareKey(actual, expected, key, message, keys, fn) {
    if (key in actual && isDeepStrictEqual(actual[key], expected[key])) return;
    if (message) throwFailure({ actual, expected, message, operator: fn.name, stackStartFn: fn });
    const error = new AssertionError({
        actual: new Comparison(actual, keys), expected: new Comparison(expected, keys, actual),
        operator: 'deepStrictEqual', stackStartFn: fn,
    });
    error.actual = actual;
    error.expected = expected;
    error.operator = fn.name;
    throw error;
}

function checkObject(actual, expected, message, fn) {
    if (typeof actual !== 'object' || actual === null) {
        const error = new AssertionError({ actual, expected, message, operator: 'deepStrictEqual', stackStartFn: fn });
        error.operator = fn.name;
        throw error;
    }
    const keys = Object.keys(expected);
    if (expected instanceof Error) keys.push('name', 'message');
    else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
    for (const key of keys) {
        if (typeof actual[key] === 'string' && types.isRegExp(expected[key]) && expected[key].test(actual[key])) continue;
        compareKey(actual, expected, key, message, keys, fn);
    }
}

function fail(actual, expected, message, generated, fn) {
    const error = new AssertionError({ actual, expected, message, operator: fn.name, stackStartFn: fn });
    error.generatedMessage = generated;
    throw error;
}

function checkRegExp(actual, expected, message, fn) {
    const text = String(actual);
    if (expected.exec(text) !== null) return;
    const { inspect } = require('internal/inspect/inspect');
    fail(actual, expected, message || `The input did not match the regular expression ${inspect(expected)}. Input:\n\n` +
        `${inspect(text)}\n`, !message, fn);
}

function checkClass(actual, expected, message, fn) {
    if (message) throwFailure({ actual, expected, message, operator: fn.name, stackStartFn: fn });
    let text = `The error is expected to be an instance of "${expected.name}". Received `;
    if (actual instanceof Error || types.isNativeError(actual)) {
        text += `"${actual.name}"\n\nError message:\n\n${actual.message}`;
    } else {
        text += `"${require('internal/inspect/inspect').inspect(actual, { depth: -1 })}"`;
    }
    fail(actual, expected, text, true, fn);
}

function checkFunction(actual, expected, message, fn) {
    if (expected.prototype !== undefined && actual instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
        checkClass(actual, expected, message, fn);
        return;
    }
    const result = Reflect.apply(expected, {}, [actual]);
    if (result === true) return;
    if (message) throwFailure({ actual, expected, message, operator: fn.name, stackStartFn: fn });
    const { inspect } = require('internal/inspect/inspect');
    const name = expected.name ? `"${expected.name}" ` : '';
    let text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
    if (actual instanceof Error) text += `\n\nCaught error:\n\n${actual}`;
    fail(actual, expected, text, true, fn);
}

const NONE = Symbol('no exception');

// Checks what was thrown against what throws() was told to expect.
function checkThrown(fn, actual, args) {
    let [expected, message] = args;
    if (typeof expected === 'string') {
        if (args.length >= 2) throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], expected);
        if (actual !== NONE && (actual === expected || (actual && actual.message === expected))) {
            throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', typeof actual === 'object' && actual !== null ?
                `The error message "${actual.message}" is identical to the message.` :
                `The error "${actual}" is identical to the message.`);
        }
        message = expected;
        expected = undefined;
    } else if (expected !== undefined && expected !== null && typeof expected !== 'object' && typeof expected !== 'function') {
        throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], expected);
    }
    if (actual === NONE) {
        let details = '';
        if (expected && expected.name) details += ` (${expected.name})`;
        details += message ? `: ${message}` : '.';
        const what = fn.name === 'rejects' ? 'rejection' : 'exception';
        throwFailure({ actual: undefined, expected, operator: fn.name, message: `Missing expected ${what}${details}`, stackStartFn: fn });
    }
    if (expected === undefined || expected === null) return;
    if (types.isRegExp(expected)) checkRegExp(actual, expected, message, fn);
    else if (typeof expected === 'function') checkFunction(actual, expected, message, fn);
    else checkObject(actual, expected, message, fn);
}

function checkNotThrown(fn, actual, args) {
    if (actual === NONE) return;
    let [expected, message] = args;
    if (typeof expected === 'string') {
        message = expected;
        expected = undefined;
    }
    const matches = expected === undefined || expected === null || (types.isRegExp(expected) ?
        expected.exec(String(actual)) !== null : actual instanceof expected);
    if (!matches) throw actual;
    const what = fn.name === 'doesNotReject' ? 'rejection' : 'exception';
    throwFailure({
        actual, expected, operator: fn.name, stackStartFn: fn,
        message: `Got unwanted ${what}${message ? `: ${message}` : '.'}\nActual message: "${actual && actual.message}"`,
    });
}

function thrownBy(fn) {
    validateFunction(fn, 'fn');
    try {
        fn();
    } catch (error) {
        return error;
    }
    return NONE;
}

async function rejectionOf(promise) {
    let result = promise;
    if (typeof promise === 'function') {
        result = promise();
        if (!types.isPromise(result) && !isThenable(result)) {
            throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', result);
        }
    } else if (!types.isPromise(promise) && !isThenable(promise)) {
        throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promise);
    }
    try {
        await result;
    } catch (error) {
        return error;
    }
    return NONE;
}

function isThenable(value) {
    return value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function';
}

assert.throws = function throws(fn, ...args) {
    checkThrown(throws, thrownBy(fn), args);
};
assert.rejects = async function rejects(promise, ...args) {
    checkThrown(rejects, await rejectionOf(promise), args);
};
assert.doesNotThrow = function doesNotThrow(fn, ...args) {
    checkNotThrown(doesNotThrow, thrownBy(fn), args);
};
assert.doesNotReject = async function doesNotReject(promise, ...args) {
    checkNotThrown(doesNotReject, await rejectionOf(promise), args);
};

assert.ifError = function ifError(error) {
    if (error === null || error === undefined) return;
    const { inspect } = require('internal/inspect/inspect');
    let message = 'ifError got unwanted exception: ';
    if (typeof error === 'object' && typeof error.message === 'string') {
        message += error.message.length === 0 && error.constructor ? error.constructor.name : error.message;
    } else {
        message += inspect(error);
    }
    const failure = new AssertionError({ actual: error, expected: null, operator: 'ifError', message, stackStartFn: ifError });
    failure.generatedMessage = false;
    throw failure;
};

function checkMatch(string, regexp, message, fn, wanted) {
    if (!types.isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
    if (typeof string === 'string' && (regexp.exec(string) !== null) === wanted) return;
    if (message instanceof Error) throw message;
    const { inspect } = require('internal/inspect/inspect');
    let text = message;
    if (!message && typeof string !== 'string') {
        text = `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
    } else if (!message) {
        text = `The input ${wanted ? 'did not match' : 'was expected to not match'} the regular expression ${inspect(regexp)}. ` +
            `Input:\n\n${inspect(string)}\n`;
    }
    fail(string, regexp, text, !message, fn);
}

assert.match = function match(string, regexp, message) {
    checkMatch(string, regexp, message, match, true);
};
assert.doesNotMatch = function doesNotMatch(string, regexp, message) {
    checkMatch(string, regexp, message, doesNotMatch, false);
};

function strict(...args) {
    checkOk(strict, args);
}
assert.strict = Object.assign(strict, assert, {
    equal: assert.strictEqual, deepEqual: assert.deepStrictEqual, notEqual: assert.notStrictEqual,
    notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;
