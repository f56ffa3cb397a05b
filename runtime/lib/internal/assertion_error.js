// AssertionError, and the difference of two values as text: both are inspected one property a line, and the lines compared.
'use strict';

const { inspect } = require('internal/inspect/inspect');
const { validateObject } = require('internal/validators');

const sentences = {
    deepStrictEqual: 'Expected values to be strictly deep-equal:',
    strictEqual: 'Expected values to be strictly equal:',
    strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
    deepEqual: 'Expected values to be loosely deep-equal:',
    notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
    notStrictEqual: 'Expected "actual" to be strictly unequal to:',
    notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
    notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
    notIdentical: 'Values have same structure but are not reference-equal:',
    notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

function show(value) {
    return inspect(value, {
        compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false, showProxy: false,
        sorted: true, getters: true,
    });
}

// Lines that differ in a comma only are the same.
function sameLine(a, b) {
    return a === b || (a.length === b.length + 1 ? a === `${b},` : b.length === a.length + 1 && b === `${a},`);
}

/*
 * The lines of both, marked ' ', '+' (actual only) or '-' (expected only), with as few marks as possible: the longest common
 * subsequence, by its table of lengths. Texts whose table would be huge are taken as wholly different.
 */
function diffLines(a, b) {
    if (a.length * b.length > 4e6) {
        return [...a.map((line) => ['+', line]), ...b.map((line) => ['-', line])];
    }
    const width = b.length + 1;
    const lengths = new Uint32Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
        for (let j = b.length - 1; j >= 0; j--) {
            lengths[i * width + j] = sameLine(a[i], b[j]) ? lengths[(i + 1) * width + j + 1] + 1 :
                Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
        }
    }
    const result = [];
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
        if (i < a.length && j < b.length && sameLine(a[i], b[j])) {
            result.push([' ', b[j]]);
            i++;
            j++;
        } else if (i < a.length && (j === b.length || lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
            result.push(['+', a[i++]]);
        } else {
            result.push(['-', b[j++]]);
        }
    }
    return result;
}

// Of a stretch of equal lines, those that are shown; null stands for '...'.
function shorten(lines, isLast) {
    if (isLast && lines.length >= 5) return [lines[0], null, ...lines.slice(-3)];
    if (!isLast && lines.length > 5) return [...lines.slice(0, 2), null, ...lines.slice(-2)];
    return lines;
}

function renderDiff(diff) {
    const output = [];
    let skipped = false;
    const counts = { '+': 0, '-': 0 };
    const totals = { '+': 0, '-': 0, ' ': 0 };
    for (const [mark] of diff) totals[mark]++;
    const isLong = totals['+'] + totals['-'] > 50;
    const limit = totals['+'] > 0 && totals['-'] > 0 ? 25 : 50;
    for (let i = 0; i < diff.length;) {
        const [mark] = diff[i];
        let end = i;
        while (end < diff.length && diff[end][0] === mark) end++;
        const lines = diff.slice(i, end).map(([, line]) => line);
        if (mark === ' ') {
            for (const line of shorten(lines, end === diff.length)) {
                output.push(line === null ? '...' : `  ${line}`);
                if (line === null) skipped = true;
            }
        } else {
            for (const line of lines) {
                if (isLong && ++counts[mark] > limit) {
                    if (counts[mark] === limit + 1) output.push('...');
                    skipped = true;
                    continue;
                }
                output.push(`${mark} ${line}`);
            }
        }
        i = end;
        if (mark === '-' && counts['-'] > limit) break; // the rest would say little
    }
    return { text: output.join('\n'), skipped };
}

function isObjectLike(value) {
    return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

// A mark under the first difference of two short lines.
function indicator(actual, expected) {
    const length = actual.length + expected.length;
    if (length <= 12 || length >= 80) return '';
    let i = 0;
    while (i < actual.length && actual[i] === expected[i]) i++;
    return i > 2 ? `\n  ${' '.repeat(i)}^` : '';
}

// An error without its stack, which would differ in any case.
function withoutStack(error) {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
    return Object.defineProperty(copy, 'message', { value: error.message });
}

function describeDifference(actual, expected, operator, message) {
    if (actual instanceof Error && expected instanceof Error && 'stack' in actual && 'stack' in expected) {
        actual = withoutStack(actual);
        expected = withoutStack(expected);
    }
    const a = show(actual);
    const b = show(expected);
    if (operator === 'strictEqual' && isObjectLike(actual) && typeof actual === typeof expected && expected !== null) {
        operator = 'strictEqualObject';
    }
    const header = message !== undefined ? message : sentences[operator];
    if (a === b && !Object.is(actual, expected) && (operator === 'strictEqual' || operator === 'strictEqualObject')) {
        return `${message !== undefined ? message : sentences.notIdentical}\n\n${a}\n`;
    }
    const isSingle = !a.includes('\n') && !b.includes('\n');
    if (isSingle && a.length + b.length <= 12 && !isObjectLike(actual) && !isObjectLike(expected) &&
        (actual !== 0 || expected !== 0)) {
        return `${header}\n\n${a} !== ${b}\n`;
    }
    if (isSingle && a !== b) {
        const mark = operator === 'strictEqualObject' ? '' : indicator(a, b);
        return `${header}\n+ actual - expected\n\n+ ${a}\n- ${b}${mark}`;
    }
    const { text, skipped } = renderDiff(diffLines(a.split('\n'), b.split('\n')));
    return `${header}\n+ actual - expected${skipped ? ' ... Lines skipped' : ''}\n\n${text}`;
}

function describeUnwanted(actual, operator) {
    let base = sentences[operator];
    const lines = show(actual).split('\n');
    if (operator === 'notStrictEqual' && isObjectLike(actual)) base = sentences.notStrictEqualObject;
    if (lines.length > 50) {
        lines.length = 46;
        lines.push('...');
    }
    if (lines.length === 1) return `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
    return `${base}\n\n${lines.join('\n')}\n`;
}

function cut(text, limit) {
    return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}

function describeOther(actual, expected, operator) {
    const a = show(actual);
    const b = show(expected);
    if (operator === 'notDeepEqual' && a === b) return cut(`${sentences.notDeepEqual}\n\n${a}`, 1024);
    const left = cut(a, 512);
    const right = cut(b, 512);
    if (operator === 'deepEqual') return `${sentences.deepEqual}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
    if (operator === 'notDeepEqual') {
        return `${sentences.notDeepEqualUnequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
    }
    return `${left} ${operator} ${right}`;
}

function messageOf({ message, operator, actual, expected }) {
    const hasMessage = message !== undefined && message !== null;
    if (operator === 'deepStrictEqual' || operator === 'strictEqual') {
        return describeDifference(actual, expected, operator, hasMessage ? String(message) : undefined);
    }
    if (hasMessage) return String(message);
    if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') return describeUnwanted(actual, operator);
    return describeOther(actual, expected, operator);
}

class AssertionError extends Error {
    constructor(options) {
        validateObject(options, 'options');
        const { message, operator, stackStartFn, details, stackStartFunction } = options;
        const limit = Error.stackTraceLimit;
        if (typeof limit === 'number') Error.stackTraceLimit = 0;
        super(messageOf(options));
        if (typeof limit === 'number') Error.stackTraceLimit = limit;
        this.generatedMessage = !message;
        Object.defineProperty(this, 'name',
            { value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true });
        this.code = 'ERR_ASSERTION';
        if (details) {
            this.actual = undefined;
            this.expected = undefined;
            this.operator = undefined;
            details.forEach((detail, i) => {
                for (const key of ['message', 'actual', 'expected', 'operator', 'stack']) this[`${key} ${i}`] = detail[key];
            });
        } else {
            this.actual = options.actual;
            this.expected = options.expected;
            this.operator = operator;
        }
        if (Error.captureStackTrace) Error.captureStackTrace(this, stackStartFn || stackStartFunction);
        void this.stack; // made now, with the code in the name
        this.name = 'AssertionError';
    }

    toString() {
        return `${this.name} [${this.code}]: ${this.message}`;
    }

    [Symbol.for('nodejs.util.inspect.custom')](depth, ctx) {
        const { actual, expected } = this;
        for (const key of ['actual', 'expected']) {
            const value = this[key];
            if (typeof value !== 'string') continue;
            const lines = value.split('\n');
            if (lines.length > 10) this[key] = `${lines.slice(0, 10).join('\n')}\n...`;
            else if (value.length > 512) this[key] = `${value.slice(0, 512)}...`;
        }
        const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
        this.actual = actual;
        this.expected = expected;
        return text;
    }
}

module.exports = { AssertionError };
