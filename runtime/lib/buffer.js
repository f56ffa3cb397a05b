// require('buffer'): Buffer, a Uint8Array with encodings.
//
// Small buffers share a pool of 8 KiB (poolSize), from which ranges are cut at multiples of 8 and never returned: the pool
// lives as long as a buffer of it does. The work on bytes is native (BINDINGS.md); this file checks arguments as Node does.
// The numbers' read and write methods are in internal/buffer_numbers.
'use strict';

const { codes, withMessage } = require('internal/errors');
const { validateNumber, validateString, validateArray, validateInteger } = require('internal/validators');
const { types } = require('internal/types');
const { normalizeEncoding } = require('internal/util');
const native = internalBinding('buffer');
const { kMaxLength, kStringMaxLength } = native;

const customInspect = Symbol.for('nodejs.util.inspect.custom');

class FastBuffer extends Uint8Array {
    // A native constructor takes what it is given; the explicit form keeps the arity.
    constructor(bufferOrLength, byteOffset, length) {
        super(bufferOrLength, byteOffset, length);
    }
}

const isUint8Array = (value) => value instanceof Uint8Array || types.isUint8Array(value);

// Encodings by name, with the native's number and the count of bytes of a string where no native is needed.
const encodings = {
    utf8: { number: 0, byteLength: native.byteLengthUtf8 },
    utf16le: { number: 1, byteLength: (string) => string.length * 2 },
    latin1: { number: 2, byteLength: (string) => string.length },
    ascii: { number: 3, byteLength: (string) => string.length },
    base64: { number: 4, byteLength: base64ByteLength },
    base64url: { number: 5, byteLength: base64ByteLength },
    hex: { number: 6, byteLength: (string) => string.length >>> 1 },
};
const { utf8 } = encodings;

function base64ByteLength(string) {
    let { length } = string;
    if (string.charCodeAt(length - 1) === 0x3d) length--;
    if (length > 1 && string.charCodeAt(length - 1) === 0x3d) length--;
    return (length * 3) >>> 2; // an upper bound where other characters are mixed in
}

function encodingOf(name) {
    if (name === 'utf8' || name === undefined) return utf8;
    const normal = normalizeEncoding(`${name}`);
    if (normal === undefined || name === '' || name === null) return undefined;
    return encodings[normal];
}

function requireEncoding(name) {
    const encoding = encodingOf(name);
    if (encoding === undefined) throw new codes.ERR_UNKNOWN_ENCODING(name);
    return encoding;
}

let pool;
let poolOffset = 0;

// A range of the pool, or nothing if it is too large for that.
function fromPool(size) {
    if (pool === undefined || size > pool.byteLength - poolOffset) {
        pool = native.createUnsafe(Buffer.poolSize);
        poolOffset = 0;
    }
    const buffer = new FastBuffer(pool, poolOffset, size);
    takePool(size);
    return buffer;
}

function takePool(size) {
    poolOffset = (poolOffset + size + 7) & ~7;
}

function createUnsafe(size) {
    return new FastBuffer(native.createUnsafe(size));
}

function allocate(size) {
    if (size <= 0) return new FastBuffer();
    return size < Buffer.poolSize >>> 1 ? fromPool(size) : createUnsafe(size);
}

const newBufferMessage = 'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.';
let warnedOfNew = false;

function warnOfNew(constructor) {
    if (warnedOfNew) return;
    const { isInsideNodeModules } = internalBinding('util');
    if (isInsideNodeModules !== undefined && isInsideNodeModules()) return;
    warnedOfNew = true;
    process.emitWarning(newBufferMessage, 'DeprecationWarning', 'DEP0005', constructor);
}

function Buffer(arg, encodingOrOffset, length) {
    warnOfNew(Buffer);
    if (typeof arg === 'number') {
        if (typeof encodingOrOffset === 'string') throw new codes.ERR_INVALID_ARG_TYPE('string', 'string', arg);
        return Buffer.alloc(arg);
    }
    return Buffer.from(arg, encodingOrOffset, length);
}

Object.setPrototypeOf(Buffer, Uint8Array);
FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer, Symbol.species, { configurable: true, enumerable: false, get: () => FastBuffer });
Buffer.poolSize = 8 * 1024;

Buffer.from = function from(value, encodingOrOffset, length) {
    if (typeof value === 'string') return fromString(value, encodingOrOffset);
    if (typeof value === 'object' && value !== null) {
        if (types.isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
        const primitive = value.valueOf && value.valueOf();
        if (primitive !== null && primitive !== undefined && primitive !== value &&
            (typeof primitive === 'string' || typeof primitive === 'object')) {
            return from(primitive, encodingOrOffset, length);
        }
        const buffer = fromObject(value);
        if (buffer !== undefined) return buffer;
        if (typeof value[Symbol.toPrimitive] === 'function') {
            const string = value[Symbol.toPrimitive]('string');
            if (typeof string === 'string') return fromString(string, encodingOrOffset);
        }
    }
    throw new codes.ERR_INVALID_ARG_TYPE('first argument',
        ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'], value);
};

function fromString(string, name) {
    const encoding = typeof name !== 'string' || name.length === 0 ? utf8 : requireEncoding(name);
    if (string.length === 0) return new FastBuffer();
    const size = encoding.byteLength(string);
    if (size >= Buffer.poolSize >>> 1) {
        const buffer = createUnsafe(size);
        const written = native.write(buffer, string, 0, size, encoding.number);
        return written === size ? buffer : new FastBuffer(buffer.buffer, 0, written);
    }
    if (pool === undefined || size > pool.byteLength - poolOffset) {
        pool = native.createUnsafe(Buffer.poolSize);
        poolOffset = 0;
    }
    let buffer = new FastBuffer(pool, poolOffset, size);
    const written = native.write(buffer, string, 0, size, encoding.number);
    if (written !== size) buffer = new FastBuffer(pool, poolOffset, written);
    takePool(written);
    return buffer;
}

function fromArrayBuffer(arrayBuffer, byteOffset, length) {
    byteOffset = byteOffset === undefined ? 0 : Number(byteOffset) || 0;
    const available = arrayBuffer.byteLength - byteOffset;
    if (available < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
    if (length !== undefined) {
        length = Number(length);
        if (length > available) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
        if (!(length > 0)) length = 0;
    } else {
        length = available;
    }
    return new FastBuffer(arrayBuffer, byteOffset, length);
}

function fromArrayLike(list) {
    const length = list.length > 0 ? Math.trunc(list.length) : 0;
    const buffer = allocate(length);
    if (isUint8Array(list)) {
        native.copy(list, buffer, 0, 0, Math.min(length, list.length));
    } else {
        for (let i = 0; i < length; i++) buffer[i] = list[i];
    }
    return buffer;
}

function fromObject(object) {
    if (object.length !== undefined || types.isAnyArrayBuffer(object.buffer)) {
        return typeof object.length === 'number' ? fromArrayLike(object) : new FastBuffer();
    }
    return object.type === 'Buffer' && Array.isArray(object.data) ? fromArrayLike(object.data) : undefined;
}

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
    if (!types.isTypedArray(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
    if (view.length === 0) return new FastBuffer();
    const start = offset === undefined ? 0 : offset;
    if (offset !== undefined) {
        validateInteger(offset, 'offset', 0);
        if (offset >= view.length) return new FastBuffer();
    }
    if (length !== undefined) validateInteger(length, 'length', 0);
    const part = view.subarray(start, length === undefined ? view.length : start + length);
    return fromArrayLike(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
};

Buffer.of = function of(...items) {
    const buffer = createUnsafe(items.length);
    for (let i = 0; i < items.length; i++) buffer[i] = items[i];
    return buffer;
};

function checkSize(size) {
    validateNumber(size, 'size', 0, kMaxLength);
}

Buffer.alloc = function alloc(size, fill, encoding) {
    checkSize(size);
    if (fill !== undefined && fill !== 0 && size > 0) {
        const buffer = createUnsafe(size);
        return fillRange(buffer, fill, 0, buffer.length, encoding);
    }
    return new FastBuffer(size);
};

Buffer.allocUnsafe = function allocUnsafe(size) {
    checkSize(size);
    return allocate(Math.trunc(size));
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
    checkSize(size);
    return createUnsafe(Math.trunc(size));
};

function SlowBuffer(size) {
    checkSize(size);
    return createUnsafe(Math.trunc(size));
}
Object.setPrototypeOf(SlowBuffer.prototype, Uint8Array.prototype);
Object.setPrototypeOf(SlowBuffer, Uint8Array);

Buffer.isBuffer = function isBuffer(value) {
    return value instanceof Buffer;
};

Buffer.compare = function compare(a, b) {
    if (!isUint8Array(a)) throw new codes.ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], a);
    if (!isUint8Array(b)) throw new codes.ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], b);
    return a === b ? 0 : native.compare(a, 0, a.length, b, 0, b.length);
};

Buffer.isEncoding = function isEncoding(encoding) {
    return typeof encoding === 'string' && encoding.length !== 0 && normalizeEncoding(encoding) !== undefined;
};

Buffer.concat = function concat(list, length) {
    validateArray(list, 'list');
    if (list.length === 0) return new FastBuffer();
    if (length === undefined) {
        length = 0;
        for (const each of list) {
            if (each.length) length += each.length;
        }
    } else {
        validateInteger(length, 'length', 0, kMaxLength);
    }
    const buffer = Buffer.allocUnsafe(length);
    let position = 0;
    for (let i = 0; i < list.length; i++) {
        const part = list[i];
        if (!isUint8Array(part)) throw new codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], part);
        const count = Math.min(part.length, length - position);
        if (count > 0) {
            native.copy(part, buffer, position, 0, count);
            position += count;
        }
    }
    if (position < length) Uint8Array.prototype.fill.call(buffer, 0, position, length);
    return buffer;
};

Buffer.byteLength = function byteLength(string, name) {
    if (typeof string !== 'string') {
        if (ArrayBuffer.isView(string) || types.isAnyArrayBuffer(string)) return string.byteLength;
        throw new codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
    }
    if (string.length === 0) return 0;
    const encoding = name ? encodingOf(name) : utf8;
    return (encoding || utf8).byteLength(string);
};

for (const [name, key] of [['parent', 'buffer'], ['offset', 'byteOffset']]) {
    Object.defineProperty(Buffer.prototype, name, {
        enumerable: true,
        get() { return this instanceof Buffer ? this[key] : undefined; },
    });
}

// Offsets that programs give to copy: anything is made an integer, NaN the default.
function toInteger(value, fallback) {
    const number = +value;
    if (!Number.isNaN(number) && number >= Number.MIN_SAFE_INTEGER && number <= Number.MAX_SAFE_INTEGER) {
        return number % 1 === 0 ? number : Math.floor(number);
    }
    return fallback;
}

Buffer.prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
    if (!isUint8Array(this)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], this);
    if (!isUint8Array(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
    targetStart = targetStart === undefined ? 0 : toInteger(targetStart, 0);
    if (targetStart < 0) throw new codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
    sourceStart = sourceStart === undefined ? 0 : toInteger(sourceStart, 0);
    if (sourceStart < 0 || sourceStart > this.length) {
        throw new codes.ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${this.length}`, sourceStart);
    }
    sourceEnd = sourceEnd === undefined ? this.length : toInteger(sourceEnd, 0);
    if (sourceEnd < 0) throw new codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
    const count = Math.min(sourceEnd - sourceStart, target.length - targetStart, this.length - sourceStart);
    if (count <= 0) return 0;
    native.copy(this, target, targetStart, sourceStart, count);
    return count;
};

Buffer.prototype.toString = function toString(name, start, end) {
    if (arguments.length === 0) return native.decode(this, 0, this.length, 0);
    const { length } = this;
    if (start <= 0) start = 0;
    else if (start >= length) return '';
    else start = Math.trunc(start) || 0;
    if (end === undefined || end > length) end = length;
    else end = Math.trunc(end) || 0;
    if (end <= start) return '';
    return native.decode(this, start, end, requireEncoding(name).number);
};
Buffer.prototype.toLocaleString = Buffer.prototype.toString;

Buffer.prototype.equals = function equals(other) {
    if (!isUint8Array(other)) throw new codes.ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], other);
    if (this === other) return true;
    return this.length === other.length && native.compare(this, 0, this.length, other, 0, other.length) === 0;
};

let inspectMaxBytes = 50;

Buffer.prototype[customInspect] = function inspect_(depth, ctx) {
    const shown = Math.min(inspectMaxBytes, this.length);
    const rest = this.length - inspectMaxBytes;
    let text = native.decode(this, 0, shown, 6).replace(/(.{2})/g, '$1 ').trim();
    if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
    if (ctx) {
        const keys = internalBinding('util').getOwnNonIndexProperties(this, !ctx.showHidden);
        if (keys.length > 0) {
            const extras = { __proto__: null };
            for (const key of keys) extras[key] = this[key];
            const { inspect } = require('internal/inspect/inspect');
            const all = inspect(extras, { ...ctx, breakLength: Infinity, compact: true });
            if (this.length !== 0) text += ', ';
            text += all.slice('[Object: null prototype] { '.length, -2);
        }
    }
    return `<${this.constructor.name} ${text}>`;
};
Object.defineProperty(Buffer.prototype[customInspect], 'name', { value: 'inspect' });
Buffer.prototype.inspect = Buffer.prototype[customInspect];

Buffer.prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    if (!isUint8Array(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
    if (targetStart === undefined) targetStart = 0;
    else validateInteger(targetStart, 'targetStart', 0, kMaxLength);
    if (targetEnd === undefined) targetEnd = target.length;
    else validateInteger(targetEnd, 'targetEnd', 0, target.length);
    if (sourceStart === undefined) sourceStart = 0;
    else validateInteger(sourceStart, 'sourceStart', 0, kMaxLength);
    if (sourceEnd === undefined) sourceEnd = this.length;
    else validateInteger(sourceEnd, 'sourceEnd', 0, this.length);
    if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
    if (targetStart >= targetEnd) return 1;
    return native.compare(this, sourceStart, sourceEnd, target, targetStart, targetEnd);
};

// Where a search begins: negative offsets count from the end. -1: nowhere.
function searchStart(length, offset, needleLength, forward) {
    if (offset < 0) {
        if (offset + length >= 0) return offset + length;
        return forward || needleLength === 0 ? 0 : -1;
    }
    if (offset + needleLength <= length) return offset;
    if (needleLength === 0) return length;
    return forward ? -1 : length - 1;
}

function search(buffer, needle, offset, step, forward) {
    const { length } = buffer;
    let start = searchStart(length, offset, needle.length, forward);
    if (needle.length === 0) return start;
    if (length === 0 || start < 0) return -1;
    if ((forward && needle.length + start > length) || needle.length > length) return -1;
    if (step === 2) {
        if (length < 2 || needle.length < 2) return -1;
        start = Math.floor(start / 2) * 2;
    }
    return native.indexOf(buffer, needle, Math.min(start, length - needle.length), forward, step);
}

function searchValue(buffer, value, offset, name, forward) {
    if (!isUint8Array(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
    if (typeof offset === 'string') {
        name = offset;
        offset = undefined;
    }
    offset = Math.trunc(Math.max(-0x80000000, Math.min(0x7fffffff, +offset)));
    if (Number.isNaN(offset)) offset = forward ? 0 : buffer.length;
    if (typeof value === 'number') {
        const start = searchStart(buffer.length, offset, 1, forward);
        if (start < 0 || buffer.length === 0) return -1;
        const byte = value & 255;
        return forward ? Uint8Array.prototype.indexOf.call(buffer, byte, start) :
            Uint8Array.prototype.lastIndexOf.call(buffer, byte, start);
    }
    const encoding = encodingOf(name);
    if (typeof value === 'string') {
        if (encoding === undefined) throw new codes.ERR_UNKNOWN_ENCODING(name);
        const needle = encoding === utf8 ? fromString(value) : fromString(value, name);
        return search(buffer, needle, offset, encoding.number === 1 ? 2 : 1, forward);
    }
    if (isUint8Array(value)) {
        return search(buffer, value, offset, encoding !== undefined && encoding.number === 1 ? 2 : 1, forward);
    }
    throw new codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

Buffer.prototype.lastIndexOf = function lastIndexOf(value, byteOffset, encoding) {
    return searchValue(this, value, byteOffset, encoding, false);
};

Buffer.prototype.indexOf = function indexOf(value, byteOffset, encoding) {
    return searchValue(this, value, byteOffset, encoding, true);
};

Buffer.prototype.includes = function includes(value, byteOffset, encoding) {
    return this.indexOf(value, byteOffset, encoding) !== -1;
};

// The bytes to repeat, or one number for them.
function fillPattern(value, name) {
    if (typeof value === 'string') {
        const normal = name === undefined || name === null || name === '' ? 'utf8' : normalizeEncoding(`${name}`);
        if (normal === undefined || (name !== undefined && name !== null && typeof name !== 'string')) {
            validateString(name, 'encoding');
            throw new codes.ERR_UNKNOWN_ENCODING(name);
        }
        if (value.length === 0) return 0;
        if (value.length === 1) {
            const code = value.charCodeAt(0);
            if ((normal === 'utf8' && code < 128) || (normal === 'latin1' && code < 256)) return code;
        }
        const bytes = fromString(value, normal);
        if (bytes.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('value', value);
        return bytes;
    }
    if (isUint8Array(value)) {
        if (value.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('value', value);
        return value;
    }
    return typeof value === 'boolean' ? +value : value & 255;
}

function fillRange(buffer, value, offset, end, encoding) {
    if (typeof value === 'string') {
        if (offset === undefined || typeof offset === 'string') {
            encoding = offset;
            offset = undefined;
            end = buffer.length;
        } else if (typeof end === 'string') {
            encoding = end;
            end = buffer.length;
        }
    }
    const pattern = fillPattern(value, encoding);
    if (offset === undefined) {
        offset = 0;
        end = buffer.length;
    } else {
        validateInteger(offset, 'offset', 0, kMaxLength);
        if (end === undefined) end = buffer.length;
        else validateInteger(end, 'end', 0, buffer.length);
        if (offset >= end) return buffer;
    }
    if (typeof pattern === 'number') {
        Uint8Array.prototype.fill.call(buffer, pattern, offset, end);
        return buffer;
    }
    // Copies what is there already, twice as much each time.
    let done = Math.min(pattern.length, end - offset);
    native.copy(pattern, buffer, offset, 0, done);
    while (offset + done < end) {
        const count = Math.min(done, end - offset - done);
        native.copy(buffer, buffer, offset + done, offset, count);
        done += count;
    }
    return buffer;
}

Buffer.prototype.fill = function fill(value, offset, end, encoding) {
    return fillRange(this, value, offset, end, encoding);
};

Buffer.prototype.write = function write(string, offset, length, name) {
    if (offset === undefined && typeof string === 'string') return native.write(this, string, 0, this.length, 0);
    if (offset === undefined || (length === undefined && typeof offset === 'string')) {
        name = offset;
        ({ length } = this);
        offset = 0;
    } else {
        validateInteger(offset, 'offset', 0, this.length);
        const rest = this.length - offset;
        if (length === undefined) {
            length = rest;
        } else if (typeof length === 'string') {
            name = length;
            length = rest;
        } else {
            validateInteger(length, 'length', 0, this.length);
            length = Math.min(length, rest);
        }
    }
    const { number } = name ? requireEncoding(name) : utf8;
    if (typeof string !== 'string') throw withMessage('ERR_INVALID_ARG_TYPE', 'argument must be a string');
    return native.write(this, string, offset, length, number);
};

Buffer.prototype.toJSON = function toJSON() {
    const data = new Array(this.length);
    for (let i = 0; i < this.length; i++) data[i] = this[i];
    return { type: 'Buffer', data };
};

function clampOffset(offset, length) {
    offset = Math.trunc(offset);
    if (offset === 0 || Number.isNaN(offset)) return 0;
    if (offset < 0) return Math.max(0, offset + length);
    return Math.min(offset, length);
}

Buffer.prototype.subarray = function subarray(start, end) {
    const { length } = this;
    start = clampOffset(start, length);
    end = end !== undefined ? clampOffset(end, length) : length;
    return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
};

Buffer.prototype.slice = function slice(start, end) {
    return this.subarray(start, end);
};

for (const [name, size] of [['swap16', 2], ['swap32', 4], ['swap64', 8]]) {
    Buffer.prototype[name] = {
        [name]() {
            if (this.length % size !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE(`${size * 8}-bits`);
            native.swap(this, size);
            return this;
        },
    }[name];
}

// asciiSlice(start, end), utf8Write(string, offset, length) and so on.
for (const name of ['ascii', 'base64', 'base64url', 'latin1', 'hex', 'ucs2', 'utf8']) {
    const { number } = encodingOf(name);
    Buffer.prototype[`${name}Slice`] = function sliceAs(start, end) {
        if (this.length === 0) return '';
        start = start === undefined ? 0 : Math.trunc(start) || 0;
        end = end === undefined ? this.length : Math.trunc(end) || 0;
        if (start < 0 || end < 0) throw withMessage('ERR_OUT_OF_RANGE', 'Index out of range');
        if (end < start) end = start;
        if (end > this.length) throw withMessage('ERR_OUT_OF_RANGE', 'Index out of range');
        return end <= start ? '' : native.decode(this, start, end, number);
    };
    Buffer.prototype[`${name}Write`] = function writeAs(string, offset = 0, length = this.length - offset) {
        if (typeof string !== 'string') throw withMessage('ERR_INVALID_ARG_TYPE', 'argument must be a string');
        if (offset < 0 || offset > this.length) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
        return native.write(this, string, offset, Math.max(0, Math.min(length, this.length - offset)), number);
    };
}

require('internal/buffer_numbers').addTo(Buffer.prototype);

function invalidCharacter(message) {
    const error = new Error(message);
    error.name = 'InvalidCharacterError';
    error.code = 5;
    return error;
}

function btoa(input) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
    const text = `${input}`;
    for (let i = 0; i < text.length; i++) {
        if (text.charCodeAt(i) > 255) throw invalidCharacter('Invalid character');
    }
    return Buffer.from(text, 'latin1').toString('base64');
}

function atob(input) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
    const text = `${input}`.replace(/[\t\n\f\r ]/g, '');
    const digits = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text;
    if (/[^A-Za-z0-9+/]/.test(digits)) throw invalidCharacter('Invalid character');
    if (digits.length % 4 === 1) throw invalidCharacter('The string to be decoded is not correctly encoded.');
    return Buffer.from(digits, 'base64').toString('latin1');
}

module.exports = {
    Buffer,
    SlowBuffer,
    isUtf8: (input) => native.isUtf8(bytesOf(input)),
    isAscii: (input) => native.isAscii(bytesOf(input)),
    kMaxLength,
    kStringMaxLength,
    btoa,
    atob,
    constants: Object.defineProperties({}, {
        MAX_LENGTH: { value: kMaxLength, enumerable: true },
        MAX_STRING_LENGTH: { value: kStringMaxLength, enumerable: true },
    }),
    get INSPECT_MAX_BYTES() { return inspectMaxBytes; },
    set INSPECT_MAX_BYTES(value) {
        validateNumber(value, 'INSPECT_MAX_BYTES', 0);
        inspectMaxBytes = value;
    },
};

function bytesOf(input) {
    if (types.isAnyArrayBuffer(input)) return new Uint8Array(input);
    if (types.isTypedArray(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    throw new codes.ERR_INVALID_ARG_TYPE('input', ['TypedArray', 'Buffer'], input);
}
