// Cases are pairs [source, expected]: source is an expression, expected the text it must give. See regenerate.js.
'use strict';

const names = ['util', 'inspect', 'format', 'Buffer', 'path', 'querystring', 'EventEmitter', 'StringDecoder', 'assert', 'url',
    'TextEncoder', 'TextDecoder', 'custom', 'text', 'makeError'];

// An error whose stack is the same everywhere.
function makeError(error, frames = ['at main (/app/main.js:1:2)']) {
    const stack = `${error.name}: ${error.message}\n${frames.map((frame) => `    ${frame}`).join('\n')}`;
    Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
    return error;
}

// Any value as text that tells types apart.
function textOf(value) {
    if (typeof value === 'string') return value;
    if (value instanceof Uint8Array) return `bytes ${Array.from(value).join(' ')}`;
    if (Object.is(value, -0)) return '-0';
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
    return String(value);
}

function environmentOf(lib) {
    const util = lib('util');
    const { Buffer } = lib('buffer');
    return {
        util, inspect: util.inspect, format: util.format, Buffer, path: lib('path'), querystring: lib('querystring'),
        EventEmitter: lib('events'), StringDecoder: lib('string_decoder').StringDecoder, assert: lib('assert'), url: lib('url'),
        TextEncoder: util.TextEncoder, TextDecoder: util.TextDecoder, custom: util.inspect.custom, text: textOf, makeError,
    };
}

function evaluate(source, environment) {
    try {
        const fn = new Function(...names, `return (${source});`);
        return textOf(fn(...names.map((name) => environment[name])));
    } catch (error) {
        return `throws ${error.name}${error.code ? ` [${error.code}]` : ''}: ${error.message}`;
    }
}

module.exports = { evaluate, environmentOf };
