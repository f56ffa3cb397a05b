// console.table: rows and columns between box-drawing lines.
'use strict';

const { kind, K } = require('internal/types');
const { displayWidth } = require('internal/inspect/text');
const { inspect } = require('internal/inspect/inspect');
const { previewEntries } = internalBinding('util');

const INDEX = '(index)';
const ITERATION = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

function cell(text, width) {
    return ` ${text}${' '.repeat(Math.max(0, width - 1 - displayWidth(text)))}`;
}

// columns: arrays of texts, the first of each its heading.
function draw(columns) {
    const height = Math.max(...columns.map((column) => column.length));
    const widths = columns.map((column) => Math.max(...column.map((text) => displayWidth(text))) + 2);
    const line = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
    const row = (i) => `│${columns.map((column, c) => cell(column[i] === undefined ? '' : column[i], widths[c])).join('│')}│`;
    const lines = [line('┌', '┬', '┐'), row(0), line('├', '┼', '┤')];
    for (let i = 1; i < height; i++) lines.push(row(i));
    lines.push(line('└', '┴', '┘'));
    return lines.join('\n');
}

function shower(options) {
    return (value) => {
        const depth = value !== null && typeof value === 'object' && !Array.isArray(value) &&
            Object.keys(value).length > 2 ? -1 : 0;
        return inspect(value, { ...options, depth });
    };
}

function tableOfList(heading, list, show, isPairs) {
    const indices = [heading];
    const keys = [KEY];
    const values = [VALUES];
    for (let i = 0; i < list.length; i += isPairs ? 2 : 1) {
        indices.push(`${isPairs ? i / 2 : i}`);
        if (isPairs) keys.push(show(list[i]));
        values.push(show(list[isPairs ? i + 1 : i]));
    }
    return draw(isPairs ? [indices, keys, values] : [indices, values]);
}

function isPrimitive(value) {
    return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

function tableOfObject(data, properties, show) {
    const columns = new Map();
    const primitives = [];
    const rows = Object.keys(data);
    let hasPrimitives = false;
    rows.forEach((row, i) => {
        const value = data[row];
        if (isPrimitive(value)) {
            hasPrimitives = true;
            primitives[i] = show(value);
            for (const key of properties || []) {
                if (!columns.has(key)) columns.set(key, []);
            }
            return;
        }
        for (const key of properties || Object.keys(value)) {
            if (!columns.has(key)) columns.set(key, []);
            if (Object.prototype.hasOwnProperty.call(value, key)) columns.get(key)[i] = show(value[key]);
        }
    });
    const texts = [[INDEX, ...rows]];
    for (const [key, cells] of columns) texts.push([key, ...rows.map((row, i) => cells[i] || '')]);
    if (hasPrimitives) texts.push([VALUES, ...rows.map((row, i) => primitives[i] || '')]);
    return draw(texts);
}

function tableOf(data, properties, options) {
    const show = shower(options);
    const k = kind(data);
    if (k === K.MAP) return tableOfList(ITERATION, previewEntries(data)[0], show, true);
    if (k === K.SET) return tableOfList(ITERATION, previewEntries(data)[0], show, false);
    if (k === K.MAP_ITERATOR || k === K.SET_ITERATOR) {
        const [list, isPairs] = previewEntries(data);
        return tableOfList(ITERATION, list, show, isPairs);
    }
    return tableOfObject(data, properties, show);
}

module.exports = { tableOf };
