// process.emitWarning: makes a warning, emits it as an event, and prints it on standard error.
'use strict';

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const { kind, K } = require('internal/types');
const native = internalBinding('process_methods');

let toldHow = false;

function print(text) {
    internalBinding('stdio').writeString(2, `${text}\n`);
}

function tellHow(isDeprecation) {
    if (toldHow) return;
    toldHow = true;
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    const command = require('path').basename(process.argv0 || 'node', '.exe');
    print(`(Use \`${command} ${flag} ...\` to show where the warning was created)`);
}

function onWarning(warning) {
    if (!(warning instanceof Error)) return;
    const isDeprecation = warning.name === 'DeprecationWarning';
    if (isDeprecation && process.noDeprecation) return;
    const trace = native.traceWarnings || (isDeprecation && process.traceDeprecation);
    let text = `(${process.release.name}:${process.pid}) `;
    if (warning.code) text += `[${warning.code}] `;
    if (trace && warning.stack) {
        text += `${warning.stack}`;
    } else {
        text += typeof warning.toString === 'function' ? `${warning.toString()}` : Error.prototype.toString.call(warning);
    }
    if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
    print(text);
    if (!trace) tellHow(isDeprecation);
}

function createWarning(message, type, code, constructor, detail) {
    const limit = Error.stackTraceLimit;
    const hasLimit = typeof limit === 'number';
    const needsStack = native.traceWarnings || (type === 'DeprecationWarning' && process.traceDeprecation);
    if (hasLimit && !needsStack) Error.stackTraceLimit = 0;
    const warning = new Error(message);
    if (hasLimit) Error.stackTraceLimit = limit;
    warning.name = String(type || 'Warning');
    if (code !== undefined) warning.code = code;
    if (detail !== undefined) warning.detail = detail;
    if (needsStack && Error.captureStackTrace) Error.captureStackTrace(warning, constructor || emitWarning);
    return warning;
}

function emitWarning(warning, type, code, constructor) {
    let detail;
    if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
        ({ ctor: constructor, code, detail } = type);
        if (typeof detail !== 'string') detail = undefined;
        type = type.type || 'Warning';
    } else if (typeof type === 'function') {
        constructor = type;
        code = undefined;
        type = 'Warning';
    }
    if (type !== undefined) validateString(type, 'type');
    if (typeof code === 'function') {
        constructor = code;
        code = undefined;
    } else if (code !== undefined) {
        validateString(code, 'code');
    }
    if (typeof warning === 'string') {
        warning = createWarning(warning, type, code, constructor, detail);
    } else if (kind(warning) !== K.ERROR && !(warning instanceof Error)) {
        throw new codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
    }
    if (warning.name === 'DeprecationWarning') {
        if (process.noDeprecation) return;
        if (process.throwDeprecation) {
            process.nextTick(() => { throw warning; });
            return;
        }
    }
    process.nextTick(() => process.emit('warning', warning));
}

module.exports = { emitWarning, onWarning };
