// util.format: the placeholders of console.log. Strings and numbers alone never load the rest of util.inspect.
'use strict';

const { getProxyDetails } = internalBinding('util');

function inspectModule() {
    return require('internal/inspect/inspect');
}

function numberText(value, options) {
    if (options !== undefined && options.numericSeparator) {
        const text = require('internal/inspect/text');
        return text.formatNumber(text.withoutColor, value, true);
    }
    return Object.is(value, -0) ? '-0' : `${value}`;
}

// Whether String(object) would show no more than the class: such objects are inspected.
function hasBuiltInToString(object) {
    let details = getProxyDetails(object);
    while (details !== undefined) {
        object = details[0];
        if (object === null) return true;
        details = getProxyDetails(object);
    }
    if (typeof object[Symbol.toPrimitive] === 'function' && !(object instanceof Date)) return false;
    if (typeof object.toString !== 'function') return true;
    if (Object.prototype.hasOwnProperty.call(object, 'toString')) return false;
    let owner = object;
    do {
        owner = Object.getPrototypeOf(owner);
    } while (!Object.prototype.hasOwnProperty.call(owner, 'toString'));
    const descriptor = Object.getOwnPropertyDescriptor(owner, 'constructor');
    return descriptor !== undefined && typeof descriptor.value === 'function' &&
        inspectModule().isBuiltIn(descriptor.value);
}

let circularMessage;

function toJson(value) {
    try {
        return JSON.stringify(value);
    } catch (error) {
        if (circularMessage === undefined) {
            try {
                const loop = {};
                loop.loop = loop;
                JSON.stringify(loop);
            } catch (circular) {
                circularMessage = circular.message.split('\n')[0];
            }
        }
        if (error.name === 'TypeError' && error.message.split('\n')[0] === circularMessage) return '[Circular]';
        throw error;
    }
}

function formatStringArgument(value, options) {
    if (typeof value === 'number') return numberText(value, options);
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null || !hasBuiltInToString(value)) return String(value);
    return inspectModule().inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
}

function formatInteger(value, options) {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'symbol' ? 'NaN' : numberText(parseInt(value), options);
}

function formatDecimal(value, options) {
    if (typeof value === 'bigint') return `${value}n`;
    return typeof value === 'symbol' ? 'NaN' : numberText(Number(value), options);
}

// The text for one placeholder letter, or undefined if it is none.
function formatArgument(letter, value, options) {
    switch (letter) {
    case 's':
        return formatStringArgument(value, options);
    case 'd':
        return formatDecimal(value, options);
    case 'i':
        return formatInteger(value, options);
    case 'f':
        return typeof value === 'symbol' ? 'NaN' : numberText(parseFloat(value), options);
    case 'j':
        return toJson(value);
    case 'o':
        return inspectModule().inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 'O':
        return inspectModule().inspect(value, options);
    case 'c':
        return '';
    default:
        return undefined;
    }
}

function formatWithArguments(options, args) {
    const first = args[0];
    let result = '';
    let used = 0;
    if (typeof first === 'string') {
        if (args.length === 1) return first;
        let from = 0;
        used = 1;
        for (let i = first.indexOf('%'); i !== -1 && i < first.length - 1; i = first.indexOf('%', i)) {
            const letter = first[i + 1];
            if (letter === '%') {
                result += `${first.slice(from, i)}%`;
                i += 2;
                from = i;
                continue;
            }
            const text = used < args.length ? formatArgument(letter, args[used], options) : undefined;
            if (text === undefined && !(letter === 'j' && used < args.length)) {
                i++;
                continue;
            }
            used++;
            result += first.slice(from, i) + text;
            i += 2;
            from = i;
        }
        result += first.slice(from);
    }
    while (used < args.length) {
        const value = args[used];
        if (used > 0) result += ' ';
        result += typeof value === 'string' ? value : formatRest(value, options);
        used++;
    }
    return result;
}

function formatRest(value, options) {
    if (options === undefined && typeof value === 'number') return numberText(value);
    return inspectModule().inspect(value, options);
}

function format(...args) {
    return formatWithArguments(undefined, args);
}

function formatWithOptions(inspectOptions, ...args) {
    require('internal/validators').validateObject(inspectOptions, 'inspectOptions', { allowArray: true });
    return formatWithArguments(inspectOptions, args);
}

module.exports = { format, formatWithOptions, formatWithArguments };
