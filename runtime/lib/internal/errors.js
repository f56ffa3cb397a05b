// The errors of the library: classes by code (`new codes.ERR_X(...)`), with the messages that programs match on.
//
// An error of ours differs from a plain one in three ways: its stack begins with `Name [CODE]: message`, it has an
// enumerable property `code`, and its toString shows the code. `name` stays that of the base class. Messages are
// strings with %s, or functions of the constructor's arguments.
'use strict';

const { kind } = internalBinding('util');

let inspectModule;
function inspect(value, options) {
    if (inspectModule === undefined) inspectModule = require('internal/inspect/inspect');
    return inspectModule.inspect(value, options);
}

// 'a', 'a or b', 'a, b, or c'
function listOf(words, conjunction) {
    const last = words.length - 1;
    if (last <= 0) return `${words[0]}`;
    if (last === 1) return `${words[0]} ${conjunction} ${words[1]}`;
    return `${words.slice(0, last).join(', ')}, ${conjunction} ${words[last]}`;
}

function groupDigits(digits) {
    const sign = digits[0] === '-' ? '-' : '';
    return sign + digits.slice(sign.length).replace(/\B(?=(?:\d{3})+$)/g, '_');
}

function describeReceived(value) {
    if (value === null || value === undefined) return ` Received ${value}`;
    if (typeof value === 'function') return ` Received function ${value.name}`;
    if (typeof value === 'object') {
        if (value.constructor && value.constructor.name) {
            return ` Received an instance of ${value.constructor.name}`;
        }
        return ` Received ${inspect(value, { depth: -1 })}`;
    }
    if (typeof value === 'string') {
        if (value.length > 28) value = `${value.slice(0, 25)}...`;
        return ` Received type string (${value.includes("'") ? JSON.stringify(value) : `'${value}'`})`;
    }
    let text = inspect(value, { colors: false });
    if (text.length > 28) text = `${text.slice(0, 25)}...`;
    return ` Received type ${typeof value} (${text})`;
}

const primitiveTypes = new Set(['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint',
    'symbol']);
const className = /^(?:[A-Z][a-z0-9]*)+$/;

// Sorts what was expected into types, classes and free text.
function sortExpectations(expected) {
    const types = [];
    const classes = [];
    const others = [];
    for (const item of expected) {
        if (primitiveTypes.has(item)) types.push(item.toLowerCase());
        else if (className.test(item)) classes.push(item);
        else others.push(item);
    }
    // 'object' reads better among the classes.
    if (classes.length > 0 && types.includes('object')) {
        types.splice(types.indexOf('object'), 1);
        classes.push('Object');
    }
    return { types, classes, others };
}

function invalidArgType(name, expected, actual) {
    const { types, classes, others } = sortExpectations(Array.isArray(expected) ? expected : [expected]);
    const parts = [];
    if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${listOf(types, 'or')}`);
    if (classes.length > 0) parts.push(`an instance of ${listOf(classes, 'or')}`);
    if (others.length > 1) {
        parts.push(`one of ${listOf(others, 'or')}`);
    } else if (others.length === 1) {
        parts.push(others[0].toLowerCase() !== others[0] ? `an ${others[0]}` : others[0]);
    }
    let subject = name;
    if (!name.endsWith(' argument')) subject = `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
    return `The ${subject} must be ${parts.join(' or ')}.${describeReceived(actual)}`;
}

function outOfRange(name, range, input, replaceDefault = false) {
    let received;
    if (Number.isInteger(input) && Math.abs(input) > 2 ** 32) {
        received = groupDigits(String(input));
    } else if (typeof input === 'bigint') {
        received = String(input);
        const limit = BigInt(2) ** BigInt(32);
        if (input > limit || input < -limit) received = groupDigits(received);
        received += 'n';
    } else {
        received = inspect(input);
    }
    const start = replaceDefault ? name : `The value of "${name}" is out of range.`;
    return `${start} It must be ${range}. Received ${received}`;
}

function invalidArgValue(name, value, reason = 'is invalid') {
    let text = inspect(value);
    if (text.length > 128) text = `${text.slice(0, 128)}...`;
    return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`;
}

function missingArgs(...names) {
    const quoted = names.map((name) =>
        (Array.isArray(name) ? name.map((each) => `"${each}"`).join(' or ') : `"${name}"`));
    if (quoted.length <= 2) return `The ${quoted.join(' and ')} argument${quoted.length > 1 ? 's' : ''} must be specified`;
    const last = quoted.pop();
    return `The ${quoted.join(', ')}, and ${last} arguments must be specified`;
}

function invalidReturnValue(expected, name, value) {
    const type = describeReceived(value).slice(' Received '.length);
    return `Expected ${expected} to be returned from the "${name}" function but got ${type}.`;
}

function unhandledError(error) {
    return error === undefined ? 'Unhandled error.' : `Unhandled error. (${error})`;
}

function invalidPackageTarget(packagePath, key, target, isImport = false) {
    const relative = typeof target === 'string' && !isImport && target.length > 0 && !target.startsWith('./') ?
        '; targets must start with "./"' : '';
    return `Invalid "${isImport ? 'imports' : 'exports'}" target ${JSON.stringify(target)} defined ` +
        `${key === '.' ? '' : `for '${key}' `}in the package config ${packagePath}package.json${relative}`;
}

function packagePathNotExported(packagePath, subpath) {
    if (subpath === '.') return `No "exports" main defined in ${packagePath}package.json`;
    return `Package subpath '${subpath}' is not defined by "exports" in ${packagePath}package.json`;
}

// code: [base, message]
const table = {
    ERR_AMBIGUOUS_ARGUMENT: [TypeError, 'The "%s" argument is ambiguous. %s'],
    ERR_ARG_NOT_ITERABLE: [TypeError, '%s must be iterable'],
    ERR_ASSERTION: [Error, '%s'],
    ERR_BUFFER_OUT_OF_BOUNDS: [RangeError, (name) => (name === undefined ?
        'Attempt to access memory outside buffer bounds' : `"${name}" is outside of buffer bounds`)],
    ERR_BUFFER_TOO_LARGE: [RangeError, 'Cannot create a Buffer larger than %s bytes'],
    ERR_CHILD_PROCESS_UNAVAILABLE: [Error, 'Child processes are not available'],
    ERR_CONSOLE_WRITABLE_STREAM: [TypeError, 'Console expects a writable stream instance for %s'],
    ERR_CONTEXT_NOT_INITIALIZED: [Error, 'context used is not initialized'],
    ERR_ENCODING_INVALID_ENCODED_DATA: [TypeError, 'The encoded data was not valid for encoding %s'],
    ERR_ENCODING_NOT_SUPPORTED: [RangeError, 'The "%s" encoding is not supported'],
    ERR_EVENT_RECURSION: [Error, 'The event "%s" is already being dispatched'],
    ERR_FALSY_VALUE_REJECTION: [Error, 'Promise was rejected with falsy value'],
    ERR_FS_CP_EINVAL: [Error, 'Invalid src or dest: %s'],
    ERR_FS_FILE_TOO_LARGE: [RangeError, 'File size (%s) is greater than 2 GiB'],
    ERR_ILLEGAL_CONSTRUCTOR: [TypeError, 'Illegal constructor'],
    ERR_INVALID_ARG_TYPE: [TypeError, invalidArgType],
    ERR_INVALID_ARG_VALUE: [TypeError, invalidArgValue],
    ERR_INVALID_BUFFER_SIZE: [RangeError, 'Buffer size must be a multiple of %s'],
    ERR_INVALID_CURSOR_POS: [TypeError, 'Cannot set cursor row without setting its column'],
    ERR_INVALID_FILE_URL_HOST: [TypeError, 'File URL host must be "localhost" or empty on %s'],
    ERR_INVALID_FILE_URL_PATH: [TypeError, 'File URL path %s'],
    ERR_INVALID_MODULE_SPECIFIER: [TypeError, (request, reason, base) =>
        `Invalid module "${request}" ${reason}${base ? ` imported from ${base}` : ''}`],
    ERR_INVALID_PACKAGE_CONFIG: [Error, (path, base, message) =>
        `Invalid package config ${path}${base ? ` while importing ${base}` : ''}${message ? `. ${message}` : ''}`],
    ERR_INVALID_PACKAGE_TARGET: [Error, invalidPackageTarget],
    ERR_INVALID_REPL_INPUT: [TypeError, '%s'],
    ERR_INVALID_RETURN_VALUE: [TypeError, invalidReturnValue],
    ERR_INVALID_STATE: [Error, 'Invalid state: %s'],
    ERR_INVALID_THIS: [TypeError, 'Value of "this" must be of type %s'],
    ERR_INVALID_TRANSFER_OBJECT: [TypeError, 'Found invalid object in transferList'],
    ERR_INVALID_URI: [URIError, 'URI malformed'],
    ERR_INVALID_URL: [TypeError, 'Invalid URL'],
    ERR_INVALID_URL_SCHEME: [TypeError, 'The URL must be of scheme %s'],
    ERR_METHOD_NOT_IMPLEMENTED: [Error, 'The %s method is not implemented'],
    ERR_MISSING_ARGS: [TypeError, missingArgs],
    ERR_NO_CRYPTO: [Error, 'Node.js is not compiled with OpenSSL crypto support'],
    ERR_OUT_OF_RANGE: [RangeError, outOfRange],
    ERR_PACKAGE_IMPORT_NOT_DEFINED: [TypeError, (specifier, packagePath, base) =>
        `Package import specifier "${specifier}" is not defined${packagePath ?
            ` in package ${packagePath}package.json` : ''} imported from ${base}`],
    ERR_PACKAGE_PATH_NOT_EXPORTED: [Error, packagePathNotExported],
    ERR_REQUIRE_ESM: [Error, (file) => `require() of ES Module ${file} not supported.`],
    ERR_SCRIPT_EXECUTION_INTERRUPTED: [Error, 'Script execution was interrupted by `SIGINT`'],
    ERR_STREAM_DESTROYED: [Error, 'Cannot call %s after a stream was destroyed'],
    ERR_STREAM_NULL_VALUES: [TypeError, 'May not write null values to stream'],
    ERR_STREAM_WRITE_AFTER_END: [Error, 'write after end'],
    ERR_STRING_TOO_LONG: [Error, (limit) => `Cannot create a string longer than 0x${limit.toString(16)} characters`],
    ERR_UNAVAILABLE_DURING_EXIT: [Error, 'Cannot call function in process exit handler'],
    ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: [Error, '`process.setupUncaughtExceptionCapture()` was called while ' +
        'a capture callback was already active'],
    ERR_UNHANDLED_ERROR: [Error, unhandledError],
    ERR_UNHANDLED_REJECTION: [Error, 'This error originated either by throwing inside of an async function without ' +
        'a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with ' +
        'the reason "%s".'],
    ERR_UNKNOWN_BUILTIN_MODULE: [Error, 'No such built-in module: %s'],
    ERR_UNKNOWN_ENCODING: [TypeError, 'Unknown encoding: %s'],
    ERR_UNKNOWN_FILE_EXTENSION: [TypeError, 'Unknown file extension "%s" for %s'],
    ERR_UNKNOWN_SIGNAL: [TypeError, 'Unknown signal: %s'],
    ERR_VALID_PERFORMANCE_ENTRY_TYPE: [Error, 'At least one valid performance entry type is required'],
    ERR_VM_CONTEXTS_UNAVAILABLE: [Error, 'Only the current context is available'],
};

function messageOf(message, args) {
    if (typeof message === 'function') return Reflect.apply(message, undefined, args);
    let next = 0;
    return message.replace(/%s/g, () => {
        const value = args[next++];
        return typeof value === 'string' ? value : require('internal/inspect/format').format('%s', value);
    });
}

// Makes the stack say 'Name [CODE]: message' while name itself stays untouched.
function setStackHeader(error, name, constructor) {
    if (typeof Error.captureStackTrace === 'function') {
        Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true, enumerable: false });
        Error.captureStackTrace(error, constructor);
        void error.stack; // formatted now, with this name
        delete error.name;
    } else if (typeof error.stack === 'string') {
        const stack = error.stack.replace(/^[A-Za-z]*Error\b/, () => name);
        Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true, enumerable: false });
    }
}

function codedToString() {
    return `${this.name} [${this.code}]: ${this.message}`;
}

function makeCodedError(code, Base, message) {
    function CodedError(...args) {
        const limit = Error.stackTraceLimit;
        if (typeof limit === 'number') Error.stackTraceLimit = 0;
        const error = new Base(messageOf(message, args));
        if (typeof limit === 'number') Error.stackTraceLimit = limit;
        setStackHeader(error, `${Base.name} [${code}]`, CodedError);
        Object.defineProperty(error, 'toString',
            { value: codedToString, configurable: true, writable: true, enumerable: false });
        error.code = code;
        return error;
    }
    return CodedError;
}

const codes = {};
for (const code of Object.keys(table)) {
    let made;
    Object.defineProperty(codes, code, {
        enumerable: true,
        configurable: true,
        get() {
            return made || (made = makeCodedError(code, ...table[code]));
        },
    });
}

// An error with the code and the class of its entry, and a message of its own.
function withMessage(code, message) {
    return new (makeCodedError(code, table[code][0], () => message))();
}

class AbortError extends Error {
    constructor(message = 'The operation was aborted', options = undefined) {
        super(message, options);
        this.code = 'ABORT_ERR';
        this.name = 'AbortError';
    }
}

// An error of a system call that JavaScript made up itself: `fs.rmSync(directory)`.
function systemError(code, info) {
    let text = `${info.message}: ${info.syscall} returned ${info.code} (${info.text})`;
    if (info.path !== undefined) text += ` ${info.path}`;
    if (info.dest !== undefined) text += ` => ${info.dest}`;
    const error = new Error(text);
    setStackHeader(error, `SystemError [${code}]`, systemError);
    const properties = {
        name: { value: 'SystemError', enumerable: false, writable: true, configurable: true },
        code: { value: code, enumerable: true, writable: true, configurable: true },
        info: { value: info, enumerable: true, writable: true, configurable: true },
        errno: { value: info.errno, enumerable: true, writable: true, configurable: true },
        syscall: { value: info.syscall, enumerable: true, writable: true, configurable: true },
        path: { value: info.path, enumerable: true, writable: true, configurable: true },
    };
    return Object.defineProperties(error, properties);
}

// An error as a binding throws it for a libuv code.
function uvException(errno, syscall, path, dest) {
    const [name, text] = uvErrorOf(errno);
    let message = `${name}: ${text}, ${syscall}`;
    if (path !== undefined) message += ` '${path}'`;
    if (dest !== undefined) message += ` -> '${dest}'`;
    const error = new Error(message);
    error.errno = errno;
    error.code = name;
    error.syscall = syscall;
    if (path !== undefined) error.path = path;
    if (dest !== undefined) error.dest = dest;
    if (Error.captureStackTrace) Error.captureStackTrace(error, uvException);
    return error;
}

function uvErrorOf(errno) {
    for (const [number, name, text] of internalBinding('uv').errmap()) {
        if (number === errno) return [name, text];
    }
    return ['UNKNOWN', 'unknown error'];
}

let stackOverflowName;
let stackOverflowMessage;

// Whether error is what the engine throws when the stack is exhausted.
function isStackOverflowError(error) {
    if (stackOverflowMessage === undefined) {
        try {
            (function again() { again(); })();
        } catch (overflow) {
            stackOverflowMessage = overflow.message;
            stackOverflowName = overflow.name;
        }
    }
    return Boolean(error) && error.name === stackOverflowName && error.message === stackOverflowMessage;
}

// Whether error is what an allocation past the limit throws: never to be swallowed.
function isOutOfMemoryError(error) {
    return error instanceof RangeError && error.message === 'JavaScript heap out of memory';
}

module.exports = {
    isOutOfMemoryError,
    codes, withMessage, AbortError, systemError, uvException, uvErrorOf, isStackOverflowError, listOf, groupDigits,
    isNativeError: (value) => kind(value) === 3,
};
