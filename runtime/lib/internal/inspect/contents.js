// What util.inspect shows inside objects of each kind. Every format function takes (ctx, value, level, description) and returns the
// array of entries; ctx.formatValue and ctx.formatProperty lead back to internal/inspect/inspect.
'use strict';

const { kind, K, typedArrayName } = require('internal/types');
const text = require('internal/inspect/text');
const { getPromiseDetails, previewEntries } = internalBinding('util');
const { plural } = text;

function formatNothing() {
    return [];
}

function limitOf(ctx) {
    return Math.max(ctx.maxArrayLength, 0);
}

function addMore(entries, rest) {
    if (rest > 0) entries.push(`... ${plural(rest, 'more item')}`);
    return entries;
}

function formatArray(ctx, array, level) {
    const { length } = array;
    const count = Math.min(limitOf(ctx), length);
    const entries = [];
    for (let i = 0; i < count; i++) {
        if (!Object.prototype.hasOwnProperty.call(array, i)) return formatHoles(ctx, array, level, count, entries, i);
        entries.push(ctx.formatProperty(ctx, array, level, i, ctx.ELEMENT));
    }
    return addMore(entries, length - count);
}

const indexKey = /^(?:0|[1-9][0-9]*)$/;

// From the first hole at index on, goes by the keys that exist: the array may be sparse and long.
function formatHoles(ctx, array, level, count, entries, index) {
    const keys = Object.keys(array);
    for (let i = index; i < keys.length && entries.length < count; i++) {
        const key = keys[i];
        if (!indexKey.test(key) || Number(key) >= 2 ** 32 - 1) break;
        if (Number(key) !== index) {
            entries.push(ctx.stylize(`<${plural(Number(key) - index, 'empty item')}>`, 'undefined'));
            index = Number(key);
            if (entries.length === count) break;
        }
        entries.push(ctx.formatProperty(ctx, array, level, key, ctx.ELEMENT));
        index++;
    }
    const rest = array.length - index;
    if (entries.length === count) return addMore(entries, rest);
    if (rest > 0) entries.push(ctx.stylize(`<${plural(rest, 'empty item')}>`, 'undefined'));
    return entries;
}

function formatTypedArray(ctx, array, level) {
    if (Object.getPrototypeOf(array) === null) array = new globalThis[typedArrayName.call(array)](array);
    const { length } = array;
    const count = Math.min(limitOf(ctx), length);
    const format = length > 0 && typeof array[0] === 'number' ? text.formatNumber : text.formatBigInt;
    const entries = [];
    for (let i = 0; i < count; i++) entries.push(format(ctx.stylize, array[i], ctx.numericSeparator));
    addMore(entries, length - count);
    if (ctx.showHidden) {
        ctx.indentation += 2;
        for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
            entries.push(`[${key}]: ${ctx.formatValue(ctx, array[key], level, true)}`);
        }
        ctx.indentation -= 2;
    }
    return entries;
}

function formatArrayBuffer(ctx, buffer) {
    let bytes;
    try {
        bytes = new Uint8Array(buffer);
    } catch {
        return [ctx.stylize('(detached)', 'special')];
    }
    const count = Math.min(limitOf(ctx), bytes.length);
    const shown = [];
    for (let i = 0; i < count; i++) shown.push((bytes[i] < 16 ? '0' : '') + bytes[i].toString(16));
    const rest = bytes.length - count;
    const more = rest > 0 ? ` ... ${plural(rest, 'more byte')}` : '';
    return [`${ctx.stylize('[Uint8Contents]', 'special')}: <${shown.join(' ')}${more}>`];
}

function formatSet(ctx, set, level) {
    const limit = limitOf(ctx);
    const entries = [];
    let size = 0;
    ctx.indentation += 2;
    Set.prototype.forEach.call(set, (value) => {
        if (size++ < limit) entries.push(ctx.formatValue(ctx, value, level));
    });
    ctx.indentation -= 2;
    return addMore(entries, size - limit);
}

function formatMap(ctx, map, level) {
    const limit = limitOf(ctx);
    const entries = [];
    let size = 0;
    ctx.indentation += 2;
    Map.prototype.forEach.call(map, (value, key) => {
        if (size++ >= limit) return;
        entries.push(`${ctx.formatValue(ctx, key, level)} => ${ctx.formatValue(ctx, value, level)}`);
    });
    ctx.indentation -= 2;
    return addMore(entries, size - limit);
}

// list is flat: values, or keys and values in turn, joined by join.
function formatList(ctx, list, level, isPairs, join) {
    const step = isPairs ? 2 : 1;
    const limit = limitOf(ctx);
    const count = Math.min(limit, list.length / step);
    const entries = [];
    ctx.indentation += 2;
    for (let i = 0; i < count; i++) {
        const first = ctx.formatValue(ctx, list[i * step], level);
        entries.push(isPairs ? join(first, ctx.formatValue(ctx, list[i * step + 1], level)) : first);
    }
    ctx.indentation -= 2;
    return { entries, rest: list.length / step - limit };
}

function formatIterator(ctx, iterator, level, found) {
    const [list, isPairs] = previewEntries(iterator);
    if (isPairs) found.braces[0] = found.braces[0].replace(/ Iterator\] \{$/, ' Entries] {');
    const { entries, rest } = formatList(ctx, list, level, isPairs,
        (key, value) => text.joinEntries(ctx, [key, value], '', ['[', ']'], true, level));
    return addMore(entries, rest);
}

// The order of a weak collection says nothing: its entries are sorted.
function formatWeak(ctx, collection, level, isPairs) {
    if (!ctx.showHidden) return [ctx.stylize('<items unknown>', 'special')];
    const { entries, rest } = formatList(ctx, previewEntries(collection)[0], level, isPairs,
        (key, value) => `${key} => ${value}`);
    if (!ctx.sorted) entries.sort();
    return addMore(entries, rest);
}

function formatWeakSet(ctx, set, level) {
    return formatWeak(ctx, set, level, false);
}

function formatWeakMap(ctx, map, level) {
    return formatWeak(ctx, map, level, true);
}

function formatPromise(ctx, promise, level) {
    const [state, result] = getPromiseDetails(promise);
    if (state === 0) return [ctx.stylize('<pending>', 'special')];
    ctx.indentation += 2;
    const value = ctx.formatValue(ctx, result, level);
    ctx.indentation -= 2;
    return [state === 2 ? `${ctx.stylize('<rejected>', 'special')} ${value}` : value];
}

// Bindings of a module that is not evaluated yet throw on reading.
function formatNamespaceProperty(ctx, namespace, level, key, mode) {
    try {
        return ctx.formatProperty(ctx, namespace, level, key, mode);
    } catch (error) {
        if (!(error instanceof ReferenceError)) throw error;
        const shown = { value: 0, enumerable: true };
        const property = ctx.formatProperty(ctx, { [key]: 0 }, level, key, mode, shown);
        const end = property.lastIndexOf(' ');
        return `${property.slice(0, end + 1)}${ctx.stylize('<uninitialized>', 'special')}`;
    }
}

function formatNamespace(ctx, namespace, level, found) {
    found.formatKey = formatNamespaceProperty;
    return [];
}

const commentOrString = /\/\*[^]*?\*\/|\/\/[^\n]*/g;

// Whether source is that of a class, not of a method or function whose name begins so.
function isClassSource(source) {
    if (!source.startsWith('class') || !source.endsWith('}')) return false;
    const brace = source.indexOf('{');
    const head = source.slice(5, brace);
    if (!head.includes('(')) return true;
    return /^(?:\s+[^({]+|\s*)(?:\sextends\b[^{]*)?\{/.test(source.slice(5).replace(commentOrString, ' '));
}

function classBase(value, className, tag) {
    const name = (Object.prototype.hasOwnProperty.call(value, 'name') && value.name) || '(anonymous)';
    let base = `class ${name}`;
    if (className !== 'Function' && className !== null) base += ` [${className}]`;
    if (tag !== '' && className !== tag) base += ` [${tag}]`;
    if (className === null) return `[${base} extends [null prototype]]`;
    const parent = Object.getPrototypeOf(value).name;
    return parent ? `[${base} extends ${parent}]` : `[${base}]`;
}

const functionTypes = {
    [K.GENERATOR_FUNCTION]: 'GeneratorFunction',
    [K.ASYNC_FUNCTION]: 'AsyncFunction',
    [K.ASYNC_GENERATOR_FUNCTION]: 'AsyncGeneratorFunction',
};

function functionBase(ctx, value, className, tag) {
    if (isClassSource(Function.prototype.toString.call(value))) return classBase(value, className, tag);
    const type = functionTypes[kind(value)] || 'Function';
    let base = `[${type}`;
    if (className === null) base += ' (null prototype)';
    const { name } = value;
    if (name === '') base += ' (anonymous)';
    else base += `: ${String(name)}`;
    base += ']';
    if (className !== type && className !== null) base += ` ${className}`;
    if (tag !== '' && className !== tag) base += ` [${tag}]`;
    return base;
}

function dateText(date) {
    return Number.isNaN(Date.prototype.getTime.call(date)) ? Date.prototype.toString.call(date) :
        Date.prototype.toISOString.call(date);
}

const boxes = {
    [K.NUMBER]: ['Number', Number.prototype.valueOf],
    [K.STRING]: ['String', String.prototype.valueOf],
    [K.BOOLEAN]: ['Boolean', Boolean.prototype.valueOf],
    [K.SYMBOL]: ['Symbol', Symbol.prototype.valueOf],
    [K.BIGINT]: ['BigInt', typeof BigInt === 'function' ? BigInt.prototype.valueOf : undefined],
};

function boxedBase(ctx, value, k, keys, className, tag) {
    const [type, valueOf] = boxes[k];
    const primitive = valueOf.call(value);
    if (k === K.STRING) keys.splice(0, primitive.length); // the characters
    let base = `[${type}`;
    if (className === null) base += ' (null prototype)';
    else if (className !== type) base += ` (${className})`;
    base += `: ${text.formatPrimitive(ctx, text.withoutColor, primitive)}]`;
    if (tag !== '' && tag !== className) base += ` [${tag}]`;
    if (keys.length !== 0 || ctx.stylize === text.withoutColor) return base;
    return ctx.stylize(base, type.toLowerCase());
}

module.exports = {
    formatNothing, formatArray, formatTypedArray, formatArrayBuffer, formatSet, formatMap, formatIterator,
    formatWeakSet, formatWeakMap, formatPromise, formatNamespace, functionBase, dateText, boxedBase, typedArrayName,
};
