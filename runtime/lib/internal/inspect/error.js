// Errors in util.inspect: the stack, with its first line made to tell both class and name, and with frames shortened
// that an error shares with its cause.
'use strict';

const { kind, K } = require('internal/types');

function stackTextOf(error) {
    return error.stack ? String(error.stack) : Error.prototype.toString.call(error);
}

// name, message and stack are in the text already, unless a program changed them since.
function dropShownKeys(error, keys, stack) {
    for (const name of ['name', 'message', 'stack']) {
        const index = keys.indexOf(name);
        if (index !== -1 && (typeof error[name] !== 'string' || stack.includes(error[name]))) keys.splice(index, 1);
    }
}

// What the stack of an error without prototype begins with.
function nameInStack(stack) {
    const match = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) || /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    return match ? match[1] : '';
}

function startsWithName(stack, name) {
    if (!name.endsWith('Error') || !stack.startsWith(name)) return false;
    const next = stack[name.length];
    return next === undefined || next === ':' || next === '\n';
}

// Makes the first line name the class of the error as well as its `name`.
function nameClass(stack, className, name, tag, prefixOf) {
    if (className !== null && !startsWithName(stack, name)) return stack;
    let fallback = 'Error';
    let length = name.length;
    if (className === null) {
        const found = nameInStack(stack);
        length = found.length;
        fallback = found || 'Error';
    }
    const prefix = prefixOf(className, tag, fallback).slice(0, -1);
    if (name === prefix) return stack;
    if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
    return length === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(length)}`;
}

// The longest run of frames of a that begins somewhere in it and is found in b: its length and place.
function longestOverlap(a, b) {
    for (let i = 0; i < a.length - 3; i++) {
        const start = b.indexOf(a[i]);
        if (start === -1) continue;
        const rest = b.length - start;
        if (rest > 3) {
            let length = 1;
            const limit = Math.min(a.length - i, rest);
            while (limit > length && a[i + length] === b[start + length]) length++;
            if (length > 3) return { length, offset: i };
        }
    }
    return { length: 0, offset: 0 };
}

function framesOf(ctx, error, text) {
    const frames = text.split('\n');
    const { cause } = error;
    if (cause === undefined || cause === null || (kind(cause) !== K.ERROR && !(cause instanceof Error))) return frames;
    const causeStack = stackTextOf(cause);
    const start = causeStack.indexOf('\n    at');
    if (start === -1) return frames;
    const { length, offset } = longestOverlap(frames, causeStack.slice(start + 1).split('\n'));
    if (length > 3) {
        const skipped = length - 2;
        frames.splice(offset + 1, skipped,
            ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined'));
    }
    return frames;
}

const coreFrame = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+(?:\)|$)/;

// Frames of the library are grey, package names underlined, the current directory grey.
function colorFrame(ctx, line, directory) {
    const match = coreFrame.exec(line);
    if (match !== null) return ctx.stylize(line, 'undefined');
    line = line.replace(/([/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\)]+)(?=[/\\])/g,
        (all, folder, name) => folder + ctx.stylize(name, 'module'));
    if (directory === undefined) return line;
    const start = line.indexOf(directory);
    if (start === -1) return line;
    const path = line.slice(start - 7, start) === 'file://' ? start - 7 : start;
    const open = line[path - 1] === '(' ? path - 1 : path;
    const end = open !== path && line.endsWith(')') ? -1 : line.length;
    const stop = start + directory.length + 1;
    let result = line.slice(0, open) + ctx.stylize(line.slice(open, stop), 'undefined') + line.slice(stop, end);
    if (end === -1) result += ctx.stylize(')', 'undefined');
    return result;
}

function currentDirectory() {
    try {
        return process.cwd();
    } catch {
        return undefined;
    }
}

function formatError(ctx, error, className, tag, keys, prefixOf) {
    const name = error.name !== undefined && error.name !== null ? String(error.name) : 'Error';
    let stack = stackTextOf(error);
    if (!ctx.showHidden && keys.length !== 0) dropShownKeys(error, keys, stack);
    if ('cause' in error && !keys.includes('cause')) keys.push('cause');
    if (Array.isArray(error.errors) && !keys.includes('errors')) keys.push('errors');
    stack = nameClass(stack, className, name, tag, prefixOf);
    // Search for frames behind the message, which may look like one.
    let position = (error.message && stack.indexOf(error.message)) || -1;
    if (position !== -1) position += error.message.length;
    const start = stack.indexOf('\n    at', position);
    if (start === -1) {
        stack = `[${stack}]`;
    } else {
        let lines = framesOf(ctx, error, stack.slice(start + 1));
        if (ctx.colors) {
            const directory = currentDirectory();
            lines = lines.map((line) => colorFrame(ctx, line, directory));
        }
        stack = `${stack.slice(0, start)}\n${lines.join('\n')}`;
    }
    return ctx.indentation === 0 ? stack : stack.replace(/\n/g, `\n${' '.repeat(ctx.indentation)}`);
}

module.exports = { formatError };
