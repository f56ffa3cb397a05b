// Exceptions that nobody caught: the events of process, and the report that ends it.
'use strict';

const { codes } = require('internal/errors');
const builtins = require('internal/builtins');
const { throwSite } = internalBinding('errors');
const native = internalBinding('process_methods');

let captureCallback = null;

function setUncaughtExceptionCaptureCallback(callback) {
    if (callback !== null && typeof callback !== 'function') {
        throw new codes.ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], callback);
    }
    if (callback !== null && captureCallback !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
    captureCallback = callback;
}

// 'file:line', the line, and carets under the place.
function siteText(error) {
    const site = throwSite(error);
    if (site === undefined || site === null) return '';
    const { file, line, sourceLine, column } = site;
    if (sourceLine === undefined) return `${file}:${line}\n`;
    const marks = '^'.repeat(Math.max(1, (site.endColumn || 0) - column));
    const indent = sourceLine.slice(0, column).replace(/[^\t]/g, ' ');
    return `${file}:${line}\n${sourceLine}\n${indent}${marks}\n`;
}

function errorText(error) {
    const { inspect } = require('internal/inspect/inspect');
    const colors = internalBinding('stdio').handleType(2) === 'TTY' && process.stderr.hasColors();
    try {
        return inspect(error, { colors });
    } catch {
        try {
            return inspect(error, { colors, customInspect: false });
        } catch {
            return String(error && error.stack);
        }
    }
}

function report(error) {
    const name = native.versions.tenure ? `Tenure v${native.versions.tenure}` : `Node.js ${native.version}`;
    let text;
    if ((typeof error === 'object' && error !== null) || typeof error === 'function') {
        text = `${siteText(error)}\n${errorText(error)}\n\n${name}\n`;
    } else {
        const command = require('path').basename(process.argv0 || 'node', '.exe');
        text = `\n${siteText(error) || 'Uncaught:\n'}${String(error)}\n` +
            `(Use \`${command} --trace-uncaught ...\` to show where the exception was thrown)\n\n${name}\n`;
    }
    internalBinding('stdio').writeString(2, text);
}

// Emits 'exit' for a process that dies of an exception; what its listeners throw is lost.
function emitExitOfCrash() {
    try {
        if (!process._exiting) {
            process._exiting = true;
            process.exitCode = 1;
            process.emit('exit', 1);
        }
    } catch {
        // The first error is the one to report.
    }
}

function die(error, code) {
    report(error);
    native.reallyExit(code);
}

// Whether somebody dealt with it. Exceptions in the listeners themselves end the process with 7.
function offer(error, fromPromise) {
    const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
    try {
        process.emit('uncaughtExceptionMonitor', error, origin);
        if (captureCallback !== null) {
            captureCallback(error);
            return true;
        }
        return process.emit('uncaughtException', error, origin);
    } catch (second) {
        emitExitOfCrash();
        die(second, 7);
    }
    return true;
}

function uncaught(error, fromPromise) {
    if (builtins.isLoaded('events') || captureCallback !== null) {
        if (offer(error, fromPromise)) return;
        emitExitOfCrash();
    }
    die(error, Number(process.exitCode) || 1);
}

module.exports = {
    uncaught, setUncaughtExceptionCaptureCallback, hasUncaughtExceptionCaptureCallback: () => captureCallback !== null,
    _fatalException: offer,
};
