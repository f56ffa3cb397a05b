// util.inspect: the value of any expression as text, in Node's format.
//
// A context (ctx) holds the options and the state of one call: `seen` is the path of objects being formatted, `circular`
// numbers those met again inside themselves, `indentation` the current column, `currentDepth` the depth of the object
// formatted last. formatValue deals with what is common to all values; describe() finds, by kind, the braces and
// the function that formats the contents of an object (internal/inspect/contents); joinEntries lays them out. No user code runs
// except custom inspect functions, getters where asked for, and what proxies of prototypes do. Recursion is bounded by
// `depth`, or by the engine's stack limit, which is caught and told.
'use strict';

const { kind, K, typedArrayName } = require('internal/types');
const { isStackOverflowError } = require('internal/errors');
const text = require('internal/inspect/text');
const { getProxyDetails, getOwnNonIndexProperties, getConstructorName } = internalBinding('util');
const { formatPrimitive, joinEntries } = text;
const contents = require('internal/inspect/contents');
const { isLazyGetter } = require('internal/builtins');

const customInspect = Symbol.for('nodejs.util.inspect.custom');

// How entries are shown: name and value; value alone; name and value in a list.
const PROPERTY = 0;
const ELEMENT = 1;
const EXTRA = 2;

const defaultOptions = {
    showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
    maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};

function makeContext() {
    return {
        budget: {}, indentation: 0, seen: [], currentDepth: 0, stylize: text.withoutColor, circular: undefined,
        userOptions: undefined, formatValue, formatProperty, PROPERTY, ELEMENT, EXTRA,
        showHidden: defaultOptions.showHidden, depth: defaultOptions.depth, colors: defaultOptions.colors,
        customInspect: defaultOptions.customInspect, showProxy: defaultOptions.showProxy,
        maxArrayLength: defaultOptions.maxArrayLength, maxStringLength: defaultOptions.maxStringLength,
        breakLength: defaultOptions.breakLength, compact: defaultOptions.compact, sorted: defaultOptions.sorted,
        getters: defaultOptions.getters, numericSeparator: defaultOptions.numericSeparator,
    };
}

function inspect(value, options, depth, colors) {
    const ctx = makeContext();
    if (depth !== undefined) ctx.depth = depth;
    if (colors !== undefined) ctx.colors = colors;
    if (typeof options === 'boolean') {
        ctx.showHidden = options;
    } else if (options) {
        ctx.userOptions = options;
        for (const key of Object.keys(options)) {
            if (Object.prototype.hasOwnProperty.call(defaultOptions, key) || key === 'stylize') ctx[key] = options[key];
        }
    }
    if (ctx.colors) ctx.stylize = text.withColor;
    if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
    if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
    return formatValue(ctx, value, 0);
}

// The options that a custom inspect function gets.
function userOptionsOf(ctx, isForeign) {
    const options = { stylize: ctx.stylize };
    for (const key of Object.keys(defaultOptions)) options[key] = ctx[key];
    Object.assign(options, ctx.userOptions);
    if (!isForeign) return options;
    // Nothing of our realm may leak into a foreign one, or through a proxy.
    Object.setPrototypeOf(options, null);
    for (const key of Object.keys(options)) {
        const value = options[key];
        if ((typeof value === 'object' || typeof value === 'function') && value !== null) delete options[key];
    }
    options.stylize = Object.setPrototypeOf((value, flavour) => {
        let styled;
        try {
            styled = `${ctx.stylize(value, flavour)}`;
        } catch {
            // A custom stylize that throws counts as none.
        }
        return typeof styled === 'string' ? styled : value;
    }, null);
    return options;
}

function formatCustom(ctx, method, receiver, isProxy, level) {
    const depth = ctx.depth === null ? null : ctx.depth - level;
    const isForeign = isProxy || !(receiver instanceof Object);
    const result = method.call(receiver, depth, userOptionsOf(ctx, isForeign), inspect);
    if (result === receiver) return undefined;
    if (typeof result === 'string') return result.replace(/\n/g, `\n${' '.repeat(ctx.indentation)}`);
    return formatValue(ctx, result, level);
}

function formatProxy(ctx, [target, handler], level) {
    if (level > ctx.depth && ctx.depth !== null) return ctx.stylize('Proxy [Array]', 'special');
    level++;
    ctx.indentation += 2;
    const entries = [formatValue(ctx, target, level), formatValue(ctx, handler, level)];
    ctx.indentation -= 2;
    return joinEntries(ctx, entries, '', ['Proxy [', ']'], true, level);
}

function formatValue(ctx, value, level, inTypedArray) {
    if ((typeof value !== 'object' && typeof value !== 'function')) return formatPrimitive(ctx, ctx.stylize, value);
    if (value === null) return ctx.stylize('null', 'null');
    const receiver = value;
    let details = getProxyDetails(value);
    const isProxy = details !== undefined;
    while (details !== undefined) {
        if (details[0] === null) return ctx.stylize('<Revoked Proxy>', 'special');
        if (ctx.showProxy) return formatProxy(ctx, details, level);
        value = details[0];
        details = getProxyDetails(value);
    }
    if (ctx.customInspect) {
        const method = value[customInspect];
        if (typeof method === 'function' && method !== inspect && !isPrototypeItself(value)) {
            const result = formatCustom(ctx, method, receiver, isProxy, level);
            if (result !== undefined) return result;
        }
    }
    if (ctx.seen.includes(value)) return formatCircular(ctx, value);
    return formatObject(ctx, value, level, inTypedArray);
}

function isPrototypeItself(value) {
    const { constructor } = value;
    return Boolean(constructor) && constructor.prototype === value;
}

function formatCircular(ctx, value) {
    if (ctx.circular === undefined) ctx.circular = new Map();
    let index = ctx.circular.get(value);
    if (index === undefined) {
        index = ctx.circular.size + 1;
        ctx.circular.set(value, index);
    }
    return ctx.stylize(`[Circular *${index}]`, 'special');
}

let builtInNames;

// Whether fn's name is that of a global of the language.
function isBuiltIn(fn) {
    if (builtInNames === undefined) {
        builtInNames = new Set(Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z][a-zA-Z0-9]+$/.test(name)));
    }
    return builtInNames.has(fn.name);
}

function isInstance(object, constructor) {
    try {
        return object instanceof constructor;
    } catch {
        return false;
    }
}

/*
 * The name of the class of object: of the first constructor in its prototype chain that it is an instance of, null without
 * prototype. Where none is found: the engine's name for it, with what the prototype is in brackets. Properties of user-defined
 * prototypes are added to inherited, if given (showHidden).
 */
function classNameOf(ctx, object, level, inherited) {
    let first;
    const instance = object;
    while (object) {
        const descriptor = Object.getOwnPropertyDescriptor(object, 'constructor');
        if (descriptor !== undefined && typeof descriptor.value === 'function' && descriptor.value.name !== '' &&
            isInstance(instance, descriptor.value)) {
            if (inherited !== undefined && (first !== object || !isBuiltIn(descriptor.value))) {
                addInherited(ctx, instance, first || instance, level, inherited);
            }
            return `${descriptor.value.name}`;
        }
        object = Object.getPrototypeOf(object);
        if (first === undefined) first = object;
    }
    if (first === null) return null;
    const name = getConstructorName(instance);
    if (level > ctx.depth && ctx.depth !== null) return `${name} <Complex prototype>`;
    const outer = classNameOf(ctx, first, level + 1, inherited);
    if (outer !== null) return `${name} <${outer}>`;
    return `${name} <${inspect(first, { ...optionsOf(ctx), customInspect: false, depth: -1 })}>`;
}

function optionsOf(ctx) {
    const options = {};
    for (const key of Object.keys(defaultOptions)) options[key] = ctx[key];
    return options;
}

// Appends the data properties of up to three user-defined prototypes of main, dimmed where there are colours.
function addInherited(ctx, main, object, level, output) {
    const shown = new Set();
    let keys = [];
    for (let depth = 0; depth < 3; depth++) {
        if (depth !== 0 || main === object) {
            object = Object.getPrototypeOf(object);
            if (object === null) return;
            const descriptor = Object.getOwnPropertyDescriptor(object, 'constructor');
            if (descriptor !== undefined && typeof descriptor.value === 'function' && isBuiltIn(descriptor.value)) return;
        }
        for (const key of keys) shown.add(key);
        keys = Reflect.ownKeys(object);
        ctx.seen.push(main);
        for (const key of keys) {
            if (key === 'constructor' || Object.prototype.hasOwnProperty.call(main, key) || shown.has(key)) continue;
            const descriptor = Object.getOwnPropertyDescriptor(object, key);
            if (typeof descriptor.value === 'function') continue;
            const entry = formatProperty(ctx, object, level, key, PROPERTY, descriptor, main);
            output.push(ctx.colors ? `\u001b[2m${entry}\u001b[22m` : entry);
        }
        ctx.seen.pop();
    }
}

// 'Name(size) [tag] '
function prefixOf(className, tag, fallback, size = '') {
    if (className === null) {
        const start = `[${fallback}${size}: null prototype] `;
        return tag !== '' && fallback !== tag ? `${start}[${tag}] ` : start;
    }
    return tag !== '' && className !== tag ? `${className}${size} [${tag}] ` : `${className}${size} `;
}

function ownKeysOf(value, showHidden) {
    const symbols = Object.getOwnPropertySymbols(value);
    if (showHidden) return Object.getOwnPropertyNames(value).concat(symbols);
    let keys;
    try {
        keys = Object.keys(value);
    } catch {
        keys = Object.getOwnPropertyNames(value); // a module namespace with bindings not yet initialised
    }
    if (symbols.length === 0) return keys;
    return keys.concat(symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol)));
}

function tagOf(ctx, value) {
    const tag = value[Symbol.toStringTag];
    if (typeof tag !== 'string' || tag === '') return '';
    // An own property is shown as such.
    const isOwn = ctx.showHidden ? Object.prototype.hasOwnProperty.call(value, Symbol.toStringTag) :
        Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
    return isOwn ? '' : tag;
}

const mapSize = Object.getOwnPropertyDescriptor(Map.prototype, 'size').get;
const setSize = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
const typedArrayLength = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length').get;

// What describe() finds out; `done` is the whole result where there is nothing to go into.
function description(start, end, keys, format, isList = false) {
    return { done: undefined, base: '', braces: [start, end], keys, format, isList };
}

function describeIterable(ctx, value, k, className, tag, hasInherited) {
    if (Array.isArray(value)) {
        const prefix = className !== 'Array' || tag !== '' ? prefixOf(className, tag, 'Array', `(${value.length})`) : '';
        const keys = getOwnNonIndexProperties(value, !ctx.showHidden);
        const found = description(`${prefix}[`, ']', keys, contents.formatArray, true);
        if (value.length === 0 && keys.length === 0 && !hasInherited) found.done = `${prefix}[]`;
        return found;
    }
    if (k === K.TYPED_ARRAY) {
        const fallback = typedArrayName.call(value);
        const size = typedArrayLength.call(value);
        const prefix = prefixOf(className, tag, fallback, `(${size})`);
        const keys = getOwnNonIndexProperties(value, !ctx.showHidden);
        const found = description(`${prefix}[`, ']', keys, contents.formatTypedArray, true);
        if (size === 0 && keys.length === 0 && !ctx.showHidden) found.done = `${prefix}[]`;
        return found;
    }
    if (k === K.MAP || k === K.SET) {
        const size = (k === K.MAP ? mapSize : setSize).call(value);
        const prefix = prefixOf(className, tag, k === K.MAP ? 'Map' : 'Set', `(${size})`);
        const keys = ownKeysOf(value, ctx.showHidden);
        const found = description(`${prefix}{`, '}', keys, k === K.MAP ? contents.formatMap : contents.formatSet);
        if (size === 0 && keys.length === 0 && !hasInherited) found.done = `${prefix}{}`;
        return found;
    }
    if (k === K.MAP_ITERATOR || k === K.SET_ITERATOR) {
        const name = k === K.MAP_ITERATOR ? 'Map Iterator' : 'Set Iterator';
        const start = tag !== name && tag !== '' ? `[${tag}] [${name}] {` : `[${name}] {`;
        return description(start, '}', ownKeysOf(value, ctx.showHidden), contents.formatIterator);
    }
    return undefined;
}

// An object whose text is a base, followed by braces only if there are properties.
function describeBase(ctx, keys, hasInherited, base, style) {
    const found = description('{', '}', keys, contents.formatNothing);
    found.base = base;
    if (keys.length === 0 && !hasInherited) found.done = style === undefined ? base : ctx.stylize(base, style);
    return found;
}

function describeBased(ctx, value, k, className, tag, hasInherited, level) {
    const keys = ownKeysOf(value, ctx.showHidden);
    if (typeof value === 'function') {
        return describeBase(ctx, keys, hasInherited, contents.functionBase(ctx, value, className, tag), 'special');
    }
    if (className === 'Object') return undefined;
    if (k === K.REGEXP || k === K.DATE) {
        const isDate = k === K.DATE;
        const name = isDate ? 'Date' : 'RegExp';
        let base = isDate ? contents.dateText(value) :
            RegExp.prototype.toString.call(className !== null ? value : new RegExp(value));
        const prefix = prefixOf(className, tag, name);
        if (prefix !== `${name} `) base = `${prefix}${base}`;
        const found = describeBase(ctx, keys, hasInherited, base, isDate ? 'date' : 'regexp');
        if (!isDate && level > ctx.depth && ctx.depth !== null) found.done = ctx.stylize(base, 'regexp');
        return found;
    }
    if (k === K.ERROR || value instanceof Error) {
        const base = require('internal/inspect/error').formatError(ctx, value, className, tag, keys, prefixOf);
        return describeBase(ctx, keys, hasInherited, base);
    }
    if (k >= K.BOOLEAN && k <= K.BIGINT) {
        return describeBase(ctx, keys, hasInherited, contents.boxedBase(ctx, value, k, keys, className, tag));
    }
    return undefined;
}

const braced = {
    [K.DATA_VIEW]: ['DataView', contents.formatNothing, ['byteLength', 'byteOffset', 'buffer']],
    [K.PROMISE]: ['Promise', contents.formatPromise, []],
    [K.WEAK_SET]: ['WeakSet', contents.formatWeakSet, []],
    [K.WEAK_MAP]: ['WeakMap', contents.formatWeakMap, []],
    [K.NAMESPACE]: ['Module', contents.formatNamespace, []],
};

function describeBraced(ctx, value, k, className, tag, hasInherited, inTypedArray) {
    const keys = ownKeysOf(value, ctx.showHidden);
    if (className === 'Object') {
        // Whatever it is inside, it passes for a plain object.
        const prefix = k === K.ARGUMENTS ? '[Arguments] ' : tag !== '' ? prefixOf(className, tag, 'Object') : '';
        const found = description(`${prefix}{`, '}', keys, contents.formatNothing);
        if (keys.length === 0 && !hasInherited) found.done = `${prefix}{}`;
        return found;
    }
    if (k === K.ARRAY_BUFFER || k === K.SHARED_ARRAY_BUFFER) {
        const prefix = prefixOf(className, tag, k === K.ARRAY_BUFFER ? 'ArrayBuffer' : 'SharedArrayBuffer');
        const format = inTypedArray ? contents.formatNothing : contents.formatArrayBuffer;
        const found = description(`${prefix}{`, '}', ['byteLength', ...keys], format);
        if (inTypedArray && keys.length === 0 && !hasInherited) {
            found.done = `${prefix}{ byteLength: ${text.formatNumber(ctx.stylize, value.byteLength, false)} }`;
        }
        return found;
    }
    if (braced[k] !== undefined) {
        const [name, format, first] = braced[k];
        return description(`${prefixOf(className, tag, name)}{`, '}', first.concat(keys), format);
    }
    const prefix = prefixOf(className, tag, 'Object');
    const found = description(`${prefix}{`, '}', keys, contents.formatNothing);
    if (keys.length === 0 && !hasInherited) {
        found.done = k === K.EXTERNAL ? ctx.stylize('[External]', 'special') : `${prefix}{}`;
    }
    return found;
}

function describe(ctx, value, className, tag, inherited, level, inTypedArray) {
    const k = kind(value);
    const hasInherited = inherited !== undefined && inherited.length > 0;
    let found;
    if (className === null || Symbol.iterator in value) {
        found = describeIterable(ctx, value, k, className, tag, hasInherited);
    }
    return found || describeBased(ctx, value, k, className, tag, hasInherited, level) ||
        describeBraced(ctx, value, k, className, tag, hasInherited, inTypedArray);
}

function formatEntries(ctx, value, found, inherited, level) {
    const entries = found.format(ctx, value, level, found);
    const mode = found.isList ? EXTRA : PROPERTY;
    const format = found.formatKey || formatProperty;
    for (const key of found.keys) entries.push(format(ctx, value, level, key, mode));
    if (inherited !== undefined) {
        for (const entry of inherited) entries.push(entry);
    }
    return entries;
}

function sortEntries(ctx, entries, found) {
    const comparator = ctx.sorted === true ? undefined : ctx.sorted;
    if (!found.isList) {
        entries.sort(comparator);
    } else if (found.keys.length > 1) {
        const first = entries.length - found.keys.length;
        const sorted = entries.slice(first).sort(comparator);
        for (let i = 0; i < sorted.length; i++) entries[first + i] = sorted[i];
    }
}

function formatObject(ctx, value, level, inTypedArray) {
    const tooDeep = level > ctx.depth && ctx.depth !== null;
    let inherited = ctx.showHidden && !tooDeep ? [] : undefined;
    const className = classNameOf(ctx, value, level, inherited);
    if (inherited !== undefined && inherited.length === 0) inherited = undefined;
    const tag = tagOf(ctx, value);
    const found = describe(ctx, value, className, tag, inherited, level, inTypedArray);
    if (found.done !== undefined) return found.done;
    if (tooDeep) {
        const name = prefixOf(className, tag, className === null ? getConstructorName(value) : 'Object').slice(0, -1);
        return ctx.stylize(className !== null ? `[${name}]` : name, 'special');
    }
    level++;
    ctx.seen.push(value);
    ctx.currentDepth = level;
    let entries;
    const { indentation } = ctx;
    try {
        entries = formatEntries(ctx, value, found, inherited, level);
    } catch (error) {
        if (!isStackOverflowError(error)) throw error;
        ctx.seen.pop();
        ctx.indentation = indentation;
        const name = prefixOf(className, tag, 'Object').slice(0, -1);
        return ctx.stylize(`[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
    }
    markCircular(ctx, value, found);
    ctx.seen.pop();
    if (ctx.sorted) sortEntries(ctx, entries, found);
    const result = joinEntries(ctx, entries, found.base, found.braces, found.isList, level, value);
    // Hundreds of megabytes help nobody: from then on nothing nested is shown.
    const spent = (ctx.budget[ctx.indentation] || 0) + result.length;
    ctx.budget[ctx.indentation] = spent;
    if (spent > 2 ** 27) ctx.depth = -1;
    return result;
}

function markCircular(ctx, value, found) {
    const index = ctx.circular === undefined ? undefined : ctx.circular.get(value);
    if (index === undefined) return;
    const reference = ctx.stylize(`<ref *${index}>`, 'special');
    if (ctx.compact === true) found.braces[0] = `${reference} ${found.braces[0]}`;
    else found.base = found.base === '' ? reference : `${reference} ${found.base}`;
}

function formatAccessor(ctx, descriptor, receiver, level) {
    const { stylize } = ctx;
    if (descriptor.get === undefined) {
        return descriptor.set !== undefined ? stylize('[Setter]', 'special') : stylize('undefined', 'undefined');
    }
    const hasSetter = descriptor.set !== undefined;
    const label = hasSetter ? 'Getter/Setter' : 'Getter';
    const wanted = ctx.getters === true || (ctx.getters === 'get' && !hasSetter) || (ctx.getters === 'set' && hasSetter);
    if (!wanted) return stylize(`[${label}]`, 'special');
    const start = stylize(`[${label}:`, 'special');
    const end = stylize(']', 'special');
    try {
        const value = descriptor.get.call(receiver);
        ctx.indentation += 2;
        let result;
        if (value === null) result = `${start} ${stylize('null', 'null')}${end}`;
        else if (typeof value === 'object') result = `${stylize(`[${label}]`, 'special')} ${formatValue(ctx, value, level)}`;
        else if (typeof value === 'function') result = `${start} ${formatValue(ctx, value, level)}${end}`;
        else result = `${start} ${formatPrimitive(ctx, stylize, value)}${end}`;
        ctx.indentation -= 2;
        return result;
    } catch (error) {
        return `${start} <Inspection threw (${error.message})>${end}`;
    }
}

const identifier = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

function formatKey(ctx, key, isEnumerable) {
    if (typeof key === 'symbol') {
        return `[${ctx.stylize(text.escapeKey(Symbol.prototype.toString.call(key)), 'symbol')}]`;
    }
    if (key === '__proto__') return "['__proto__']";
    if (!isEnumerable) return `[${text.escapeKey(key)}]`;
    return identifier.test(key) ? ctx.stylize(key, 'name') : ctx.stylize(text.quote(key), 'string');
}

function formatProperty(ctx, object, level, key, mode, descriptor = undefined, receiver = object) {
    descriptor = descriptor || Object.getOwnPropertyDescriptor(object, key) ||
        { value: object[key], configurable: true, enumerable: true };
    if (descriptor.get !== undefined && isLazyGetter(descriptor.get)) {
        // One of the library's own properties that are made at first use: shown as what it stands for.
        descriptor = { value: object[key], enumerable: descriptor.enumerable };
    }
    let separator = ' ';
    let result;
    if (descriptor.value !== undefined) {
        const step = ctx.compact !== true || mode !== PROPERTY ? 2 : 3;
        ctx.indentation += step;
        result = formatValue(ctx, descriptor.value, level);
        if (step === 3 && ctx.breakLength < text.displayWidth(result, ctx.colors)) {
            separator = `\n${' '.repeat(ctx.indentation)}`;
        }
        ctx.indentation -= step;
    } else {
        result = formatAccessor(ctx, descriptor, receiver, level);
    }
    if (mode === ELEMENT) return result;
    return `${formatKey(ctx, key, descriptor.enumerable !== false)}:${separator}${result}`;
}

Object.defineProperty(inspect, 'defaultOptions', {
    configurable: true,
    enumerable: true,
    get() { return defaultOptions; },
    set(options) {
        require('internal/validators').validateObject(options, 'options');
        Object.assign(defaultOptions, options);
    },
});
inspect.custom = customInspect;
inspect.colors = text.colors;
inspect.styles = text.styles;

module.exports = { inspect, isBuiltIn };
