// The class Console: formats and writes to two streams. State that Node shows in no console hangs on one hidden property.
'use strict';

const { codes } = require('internal/errors');
const { validateInteger, validateObject, validateOneOf, validateArray } = require('internal/validators');
const { formatWithArguments } = require('internal/inspect/format');

const kState = Symbol('kState');

function Console(options, ...rest) {
    if (new.target === undefined) return Reflect.construct(Console, [options, ...rest]);
    if (!options || typeof options.write === 'function') options = { stdout: options, stderr: rest[0], ignoreErrors: rest[1] };
    const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation = 2 } = options;
    for (const [stream, name] of [[stdout, 'stdout'], [stderr, 'stderr']]) {
        if (!stream || typeof stream.write !== 'function') throw new codes.ERR_CONSOLE_WRITABLE_STREAM(name);
    }
    validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
    validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
    if (inspectOptions !== undefined) {
        validateObject(inspectOptions, 'options.inspectOptions');
        if (inspectOptions.colors !== undefined && options.colorMode !== undefined) {
            throw new codes.ERR_INVALID_ARG_VALUE('options.inspectOptions.color', inspectOptions.colors,
                'cannot be used with "colorMode"');
        }
    }
    for (const name of methodNames) {
        this[name] = Console.prototype[name].bind(this);
        Object.defineProperty(this[name], 'name', { value: name });
    }
    initialize(this, { ignoreErrors: Boolean(ignoreErrors), groupIndentation, colorMode, inspectOptions }, { stdout, stderr });
}

function initialize(console, options, streams) {
    const state = { ...options, streams, indentation: '', counts: new Map(), timers: new Map() };
    Object.defineProperty(console, kState, { value: state, enumerable: false, configurable: true, writable: true });
    for (const name of ['stdout', 'stderr']) {
        const descriptor = Object.getOwnPropertyDescriptor(streams, name);
        const hidden = descriptor.get ? { get: descriptor.get, set(value) {
            Object.defineProperty(streams, name, { value, writable: true, configurable: true, enumerable: true });
        } } : { value: descriptor.value, writable: true };
        Object.defineProperty(console, `_${name}`, { ...hidden, enumerable: false, configurable: true });
    }
}

Object.defineProperty(Console, Symbol.hasInstance, {
    value: (value) => value !== null && typeof value === 'object' && value[kState] !== undefined,
});

function wantsColors(state, stream) {
    if (state.inspectOptions !== undefined && state.inspectOptions.colors !== undefined) return state.inspectOptions.colors;
    if (state.colorMode !== 'auto') return state.colorMode;
    return Boolean(stream.isTTY) && (typeof stream.getColorDepth !== 'function' || stream.getColorDepth() > 2);
}

// The options of util.inspect for this stream; undefined where they would be the defaults.
function optionsFor(state, stream) {
    const colors = wantsColors(state, stream);
    if (state.inspectOptions !== undefined) return { colors, ...state.inspectOptions };
    return colors ? { colors: true } : undefined;
}

function writeText(state, stream, text) {
    if (state.indentation.length > 0) {
        if (text.includes('\n')) text = text.replace(/\n/g, `\n${state.indentation}`);
        text = state.indentation + text;
    }
    text += '\n';
    if (!state.ignoreErrors) {
        stream.write(text);
        return;
    }
    // A console never throws: neither now nor by an 'error' event.
    const ignore = () => {};
    try {
        if (typeof stream.once === 'function') stream.once('error', ignore);
        stream.write(text, ignore);
    } catch (error) {
        const errors = require('internal/errors');
        if (errors.isOutOfMemoryError(error) || errors.isStackOverflowError(error)) throw error;
    } finally {
        if (typeof stream.removeListener === 'function') stream.removeListener('error', ignore);
    }
}

function writeTo(console, name, args) {
    const state = console[kState];
    const stream = console[name];
    const text = args.length === 1 && typeof args[0] === 'string' ? args[0] :
        formatWithArguments(optionsFor(state, stream), args);
    writeText(state, stream, text);
}

// '1.234ms', '1.234s', '1:02.345 (m:ss.mmm)', '1:02:03.456 (h:mm:ss.mmm)'
function formatTime(ms) {
    const pad = (value) => String(value).padStart(2, '0');
    if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
    const seconds = ms / 1000;
    if (seconds < 60) return `${seconds.toFixed(3)}s`;
    const rest = (seconds % 60).toFixed(3).padStart(6, '0');
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes}:${rest} (m:ss.mmm)`;
    return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${rest} (h:mm:ss.mmm)`;
}

function now() {
    return internalBinding('performance').now();
}

function warnOfTimer(name, label) {
    process.emitWarning(`No such label '${label}' for console.${name}()`);
}

function reportTimer(console, name, label, data) {
    const { timers } = console[kState];
    const start = timers.get(label);
    if (start === undefined) {
        warnOfTimer(name, label);
        return false;
    }
    const text = formatTime(now() - start);
    if (data === undefined) console.log('%s: %s', label, text);
    else console.log('%s: %s', label, text, ...data);
    return true;
}

const methods = {
    log(...args) { writeTo(this, '_stdout', args); },
    warn(...args) { writeTo(this, '_stderr', args); },
    dir(object, options) {
        const { inspect } = require('internal/inspect/inspect');
        const inspectOptions = { customInspect: false, ...optionsFor(this[kState], this._stdout), ...options };
        writeText(this[kState], this._stdout, inspect(object, inspectOptions));
    },
    time(label = 'default') {
        label = `${label}`;
        const { timers } = this[kState];
        if (timers.has(label)) {
            process.emitWarning(`Label '${label}' already exists for console.time()`);
            return;
        }
        timers.set(label, now());
    },
    timeEnd(label = 'default') {
        label = `${label}`;
        if (reportTimer(this, 'timeEnd', label)) this[kState].timers.delete(label);
    },
    timeLog(label = 'default', ...data) {
        label = `${label}`;
        reportTimer(this, 'timeLog', label, data);
    },
    trace: function trace(...args) {
        const error = { name: 'Trace', message: formatWithArguments(optionsFor(this[kState], this._stderr), args) };
        if (args.length === 0) error.message = '';
        let { stack } = Error.captureStackTrace ? error : new Error(error.message);
        if (Error.captureStackTrace) {
            Error.captureStackTrace(error, trace);
            ({ stack } = error);
            stack = stack.replace(/^(?:Error|Trace|\[?object Object\]?)?(?::[^]*?)?(?=\n {4}at |$)/, '');
        } else {
            stack = stack.slice(Math.max(0, stack.indexOf('\n    at ')));
        }
        this.error(`Trace${error.message ? `: ${error.message}` : ''}${stack}`);
    },
    assert(expression, ...args) {
        if (expression) return;
        args[0] = `Assertion failed${args.length === 0 ? '' : `: ${args[0]}`}`;
        this.warn(...args);
    },
    clear() {
        const stream = this._stdout;
        if (stream.isTTY && process.env.TERM !== 'dumb') stream.write('\u001b[1;1H\u001b[0J');
    },
    count(label = 'default') {
        label = `${label}`;
        const { counts } = this[kState];
        const count = (counts.get(label) || 0) + 1;
        counts.set(label, count);
        this.log(`${label}: ${count}`);
    },
    countReset(label = 'default') {
        label = `${label}`;
        const { counts } = this[kState];
        if (!counts.has(label)) {
            process.emitWarning(`Count for '${label}' does not exist`);
            return;
        }
        counts.delete(label);
    },
    group(...data) {
        if (data.length > 0) this.log(...data);
        this[kState].indentation += ' '.repeat(this[kState].groupIndentation);
    },
    groupEnd() {
        const state = this[kState];
        state.indentation = state.indentation.slice(0, Math.max(0, state.indentation.length - state.groupIndentation));
    },
    table(data, properties) {
        if (data === null || typeof data !== 'object') {
            this.log(data);
            return;
        }
        if (properties !== undefined) validateArray(properties, 'properties');
        const { tableOf } = require('internal/console_table');
        const inspectOptions = { maxArrayLength: 3, breakLength: Infinity, colors: wantsColors(this[kState], this._stdout) };
        this.log(tableOf(data, properties, inspectOptions));
    },
};
methods.debug = methods.log;
methods.info = methods.log;
methods.dirxml = methods.log;
methods.error = methods.warn;
methods.groupCollapsed = methods.group;

const methodNames = ['log', 'warn', 'dir', 'time', 'timeEnd', 'timeLog', 'trace', 'assert', 'clear', 'count', 'countReset',
    'group', 'groupEnd', 'table', 'debug', 'info', 'dirxml', 'error', 'groupCollapsed'];
for (const name of methodNames) Console.prototype[name] = methods[name];

module.exports = { Console, initialize, methodNames, formatTime };
