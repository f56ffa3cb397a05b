// Text for util.inspect: quoting of strings, numbers, colours, widths, and laying entries out in lines and columns.
'use strict';

const { groupDigits } = require('internal/errors');

const colors = Object.assign({ __proto__: null }, {
    reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25],
    inverse: [7, 27], hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
    black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39],
    cyan: [36, 39], white: [37, 39], bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49],
    bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49], framed: [51, 54],
    overlined: [53, 55], gray: [90, 39], redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39],
    blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
    bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49], bgYellowBright: [103, 49],
    bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
});

// Second names of some colours, not enumerable: each reads and writes the first.
for (const [name, alias] of [['gray', 'grey'], ['gray', 'blackBright'], ['bgGray', 'bgGrey'],
    ['bgGray', 'bgBlackBright'], ['dim', 'faint'], ['strikethrough', 'crossedout'], ['strikethrough', 'strikeThrough'],
    ['strikethrough', 'crossedOut'], ['hidden', 'conceal'], ['inverse', 'swapColors'], ['inverse', 'swapcolors'],
    ['doubleunderline', 'doubleUnderline']]) {
    Object.defineProperty(colors, alias, {
        configurable: true,
        enumerable: false,
        get() { return this[name]; },
        set(value) { this[name] = value; },
    });
}

const styles = Object.assign({ __proto__: null }, {
    special: 'cyan', number: 'yellow', bigint: 'yellow', boolean: 'yellow', undefined: 'grey', null: 'bold',
    string: 'green', symbol: 'green', date: 'magenta', regexp: 'red', module: 'underline',
});

function withColor(text, style) {
    const pair = colors[styles[style]];
    return pair === undefined ? text : `\u001b[${pair[0]}m${text}\u001b[${pair[1]}m`;
}

function withoutColor(text) {
    return text;
}

// Escape sequences of terminals: OSC up to its terminator, CSI, and the short ones.
const controlSequence = new RegExp('\\u001b\\][^\\u0007\\u001b\\u009c]*(?:\\u0007|\\u001b\\\\|\\u009c)|' +
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]|\\u001b[ -/]*[0-OQ-WYZ\\\\`-~]', 'g');

function stripControlSequences(text) {
    return text.replace(controlSequence, '');
}

const colorSequence = /\u001b\[\d\d?m/g;

function withoutColors(text) {
    return text.replace(colorSequence, '');
}

function isZeroWidth(code) {
    return code <= 0x1F || (code >= 0x7F && code <= 0x9F) || (code >= 0x300 && code <= 0x36F) ||
        (code >= 0x200B && code <= 0x200F) || (code >= 0x20D0 && code <= 0x20FF) ||
        (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xFE20 && code <= 0xFE2F) || (code >= 0xE0100 && code <= 0xE01EF);
}

// East Asian Wide and Fullwidth, and emoji shown as pictures.
function isDoubleWidth(code) {
    return code >= 0x1100 && (code <= 0x115F || code === 0x2329 || code === 0x232A ||
        (code >= 0x2E80 && code <= 0x3247 && code !== 0x303F) || (code >= 0x3250 && code <= 0x4DBF) ||
        (code >= 0x4E00 && code <= 0xA4C6) || (code >= 0xA960 && code <= 0xA97C) || (code >= 0xAC00 && code <= 0xD7A3) ||
        (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFE10 && code <= 0xFE19) || (code >= 0xFE30 && code <= 0xFE6B) ||
        (code >= 0xFF01 && code <= 0xFF60) || (code >= 0xFFE0 && code <= 0xFFE6) ||
        (code >= 0x1B000 && code <= 0x1B001) || (code >= 0x1F200 && code <= 0x1F251) ||
        (code >= 0x1F300 && code <= 0x1F64F) || (code >= 0x1F900 && code <= 0x1F9FF) || (code >= 0x20000 && code <= 0x3FFFD));
}

const plainAscii = /^[\x20-\x7e]*$/;

// Columns that text takes on a terminal.
function displayWidth(text, hasColors = true) {
    if (plainAscii.test(text)) return text.length;
    if (hasColors) text = stripControlSequences(text);
    let width = 0;
    for (const character of text.normalize('NFC')) {
        const code = character.codePointAt(0);
        if (isDoubleWidth(code)) width += 2;
        else if (!isZeroWidth(code)) width++;
    }
    return width;
}

const needsEscape = /[\u0000-\u001f'\\\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const shortEscapes = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r', 92: '\\\\' };

function escapeUnit(code) {
    if (shortEscapes[code] !== undefined) return shortEscapes[code];
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return `\\x${code < 16 ? '0' : ''}${code.toString(16).toUpperCase()}`;
    return `\\u${code.toString(16)}`;
}

// The quote that needs no escape, if there is one: ' then " then `.
function chooseQuote(text) {
    if (!text.includes("'")) return "'";
    if (!text.includes('"')) return '"';
    return !text.includes('`') && !text.includes('${') ? '`' : "'";
}

function quote(text) {
    if (!needsEscape.test(text)) return `'${text}'`;
    const mark = chooseQuote(text);
    let result = '';
    let from = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        let escaped;
        if (code === 39) {
            if (mark !== "'") continue;
            escaped = "\\'";
        } else if (code >= 0xd800 && code <= 0xdfff) {
            const next = text.charCodeAt(i + 1);
            if (code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
                i++;
                continue;
            }
            escaped = escapeUnit(code);
        } else if (code < 0x20 || code === 92 || (code >= 0x7f && code <= 0x9f)) {
            escaped = escapeUnit(code);
        } else {
            continue;
        }
        result += text.slice(from, i) + escaped;
        from = i + 1;
    }
    return mark + result + text.slice(from) + mark;
}

// Control characters, quotes and backslashes as in a string, without the quotes.
function escapeKey(text) {
    return text.replace(/[\u0000-\u001f'\\\u007f-\u009f]/g,
        (character) => (character === "'" ? "\\'" : escapeUnit(character.charCodeAt(0))));
}

function formatNumber(stylize, number, separate) {
    if (!separate) return stylize(Object.is(number, -0) ? '-0' : `${number}`, 'number');
    const text = String(number);
    const integer = Math.trunc(number);
    if (integer === number) {
        if (!Number.isFinite(number) || text.includes('e')) return stylize(text, 'number');
        return stylize(groupDigits(text), 'number');
    }
    if (Number.isNaN(number) || text.includes('e')) return stylize(text, 'number');
    const whole = String(integer);
    const fraction = text.slice(whole.length + 1).replace(/(\d{3})(?=\d)/g, '$1_');
    return stylize(`${groupDigits(whole)}.${fraction}`, 'number');
}

function formatBigInt(stylize, number, separate) {
    const text = String(number);
    return stylize(`${separate ? groupDigits(text) : text}n`, 'bigint');
}

function formatString(ctx, stylize, text) {
    let trailer = '';
    if (text.length > ctx.maxStringLength) {
        const rest = text.length - ctx.maxStringLength;
        text = text.slice(0, ctx.maxStringLength);
        trailer = `... ${rest} more character${rest > 1 ? 's' : ''}`;
    }
    // A long text of several lines becomes a sum of its lines.
    if (ctx.compact !== true && text.length > 16 && text.length > ctx.breakLength - ctx.indentation - 4 &&
        text.includes('\n')) {
        const lines = text.match(/[^\n]*\n|[^\n]+$/g);
        return lines.map((line) => stylize(quote(line), 'string'))
            .join(` +\n${' '.repeat(ctx.indentation + 2)}`) + trailer;
    }
    return stylize(quote(text), 'string') + trailer;
}

function formatPrimitive(ctx, stylize, value) {
    switch (typeof value) {
    case 'string':
        return formatString(ctx, stylize, value);
    case 'number':
        return formatNumber(stylize, value, ctx.numericSeparator);
    case 'boolean':
        return stylize(`${value}`, 'boolean');
    case 'undefined':
        return stylize('undefined', 'undefined');
    case 'bigint':
        return formatBigInt(stylize, value, ctx.numericSeparator);
    default:
        return stylize(Symbol.prototype.toString.call(value), 'symbol');
    }
}

function plural(count, noun) {
    return `${count} ${noun}${count > 1 ? 's' : ''}`;
}

// Whether the entries fit into one line: start columns are taken already.
function fitsOneLine(ctx, entries, start, base) {
    let total = entries.length + start;
    if (total + entries.length > ctx.breakLength) return false;
    for (const entry of entries) {
        total += ctx.colors ? withoutColors(entry).length : entry.length;
        if (total > ctx.breakLength) return false;
    }
    return base === '' || !base.includes('\n');
}

function columnWidths(lengths, columns) {
    const widths = [];
    for (let column = 0; column < columns; column++) {
        let widest = 0;
        for (let i = column; i < lengths.length; i += columns) widest = Math.max(widest, lengths[i]);
        widths.push(widest + 2);
    }
    return widths;
}

/*
 * Puts the many short entries of an array into columns. The number of columns aims at a block about 2.5 times as wide
 * as high in characters, corrected where few entries are much longer than the rest, and is at most 15 and four times
 * `compact`. Numbers are aligned to the right, the rest to the left. The last entry may be '... n more items': it
 * keeps a line of its own.
 */
function groupInColumns(ctx, entries, array) {
    const hasMore = ctx.maxArrayLength < entries.length;
    const count = hasMore ? entries.length - 1 : entries.length;
    const lengths = [];
    let total = 0;
    let longest = 0;
    for (let i = 0; i < count; i++) {
        const length = displayWidth(entries[i], ctx.colors);
        lengths.push(length);
        total += length + 2;
        longest = Math.max(longest, length);
    }
    const widest = longest + 2;
    if (widest * 3 + ctx.indentation >= ctx.breakLength || (total / widest <= 5 && longest > 6)) return entries;
    const bias = Math.sqrt(widest - total / entries.length);
    const biased = Math.max(widest - 3 - bias, 1);
    const columns = Math.min(Math.round(Math.sqrt(2.5 * biased * count) / biased),
        Math.floor((ctx.breakLength - ctx.indentation) / widest), ctx.compact * 4, 15);
    if (columns <= 1) return entries;
    const widths = columnWidths(lengths, columns);
    const numeric = array !== undefined && isNumeric(array, entries.length);
    const lines = [];
    for (let first = 0; first < count; first += columns) {
        lines.push(formatRow(entries, lengths, widths, first, Math.min(first + columns, count), numeric));
    }
    if (hasMore) lines.push(entries[count]);
    return lines;
}

function isNumeric(array, count) {
    for (let i = 0; i < count; i++) {
        if (typeof array[i] !== 'number' && typeof array[i] !== 'bigint') return false;
    }
    return true;
}

function formatRow(entries, lengths, widths, first, end, numeric) {
    let row = '';
    for (let i = first; i < end; i++) {
        const isLast = i === end - 1;
        const invisible = entries[i].length - lengths[i];
        const width = widths[i - first] + invisible;
        if (numeric) row += isLast ? entries[i].padStart(width - 2) : `${entries[i]}, `.padStart(width);
        else row += isLast ? entries[i] : `${entries[i]}, `.padEnd(width);
    }
    return row;
}

/*
 * Joins the entries of an object between its braces: on one line where that is short and holds at most `compact`
 * levels of nesting, else one line an entry. level is the depth of the object itself; ctx.currentDepth is that of
 * the object formatted last, so their difference counts the levels inside.
 */
function joinEntries(ctx, entries, base, braces, isList, level, value) {
    const prefix = base ? `${base} ` : '';
    if (ctx.compact === true) {
        if (fitsOneLine(ctx, entries, 0, base)) {
            return `${braces[0]}${base ? ` ${base}` : ''} ${entries.join(', ')} ${braces[1]}`;
        }
        const indent = `\n${' '.repeat(ctx.indentation)}`;
        const start = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}${indent}  `;
        return `${braces[0]}${start}${entries.join(`,${indent}  `)} ${braces[1]}`;
    }
    if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
        const count = entries.length;
        if (isList && count > 6) entries = groupInColumns(ctx, entries, value);
        if (ctx.currentDepth - level < ctx.compact && count === entries.length) {
            const start = entries.length + ctx.indentation + braces[0].length + base.length + 10;
            if (fitsOneLine(ctx, entries, start, base)) {
                const joined = entries.join(', ');
                if (!joined.includes('\n')) return `${prefix}${braces[0]} ${joined} ${braces[1]}`;
            }
        }
    }
    const indent = `\n${' '.repeat(ctx.indentation)}`;
    return `${prefix}${braces[0]}${indent}  ${entries.join(`,${indent}  `)}${indent}${braces[1]}`;
}

module.exports = {
    colors, styles, withColor, withoutColor, stripControlSequences, displayWidth, quote, escapeKey, formatNumber,
    formatBigInt, formatPrimitive, plural, joinEntries,
};
