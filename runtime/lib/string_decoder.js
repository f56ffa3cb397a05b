// require('string_decoder'): text from chunks of bytes that may end inside a character. What is unfinished at the end of a chunk
// is kept for the next one; end() turns the rest into replacement characters.
'use strict';

const { codes } = require('internal/errors');
const { normalizeEncoding } = require('internal/util');
const native = internalBinding('buffer');

const kRest = Symbol('kRest');
const numbers = { utf8: 0, utf16le: 1, latin1: 2, ascii: 3, base64: 4, base64url: 5, hex: 6 };

// By the bits of the first byte alone: what is no character after all is found when it is decoded.
function unfinishedUtf8(bytes) {
    for (let back = 1; back <= 3 && back <= bytes.length; back++) {
        const byte = bytes[bytes.length - back];
        if (byte < 0x80) return 0;
        if (byte < 0xc0) continue;
        const needed = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 0;
        return needed > back ? back : 0;
    }
    return 0;
}

function unfinishedUtf16(bytes) {
    const odd = bytes.length % 2;
    const high = bytes[bytes.length - odd - 1];
    return odd + (bytes.length - odd >= 2 && high >= 0xd8 && high <= 0xdb ? 2 : 0);
}

// How many bytes at the end belong to a character that is not complete.
function unfinished(encoding, bytes) {
    switch (encoding) {
    case 'utf8': return unfinishedUtf8(bytes);
    case 'utf16le': return unfinishedUtf16(bytes);
    case 'base64': case 'base64url': return bytes.length % 3;
    default: return 0;
    }
}

function StringDecoder(encoding) {
    const name = normalizeEncoding(encoding);
    if (name === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    this.encoding = name;
    this[kRest] = new Uint8Array(0);
}

function decode(decoder, bytes, end) {
    return native.decode(bytes, 0, end, numbers[decoder.encoding]);
}

function bytesOf(chunk) {
    if (typeof chunk === 'string') return chunk;
    if (!ArrayBuffer.isView(chunk)) {
        throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], chunk);
    }
    return chunk instanceof Uint8Array ? chunk : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

StringDecoder.prototype.write = function write(chunk) {
    let bytes = bytesOf(chunk);
    if (typeof bytes === 'string') return bytes;
    const rest = this[kRest];
    if (rest.length > 0) {
        const joined = new Uint8Array(rest.length + bytes.length);
        joined.set(rest);
        joined.set(bytes, rest.length);
        bytes = joined;
    }
    const end = bytes.length - unfinished(this.encoding, bytes);
    this[kRest] = bytes.slice(end);
    return decode(this, bytes, end);
};

StringDecoder.prototype.end = function end(chunk) {
    let text = chunk === undefined ? '' : this.write(chunk);
    const rest = this[kRest];
    if (rest.length > 0) {
        text += decode(this, rest, rest.length);
        this[kRest] = new Uint8Array(0);
    }
    return text;
};

StringDecoder.prototype.text = function text(chunk, offset) {
    this[kRest] = new Uint8Array(0);
    return this.write(bytesOf(chunk).slice(offset));
};

Object.defineProperties(StringDecoder.prototype, {
    lastChar: {
        configurable: true,
        enumerable: true,
        get() {
            const { Buffer } = require('buffer');
            const bytes = Buffer.alloc(4);
            bytes.set(this[kRest]);
            return bytes;
        },
    },
    lastNeed: {
        configurable: true,
        enumerable: true,
        get() {
            const rest = this[kRest];
            if (rest.length === 0) return 0;
            if (this.encoding === 'utf8') return (rest[0] >= 0xf0 ? 4 : rest[0] >= 0xe0 ? 3 : 2) - rest.length;
            if (this.encoding === 'utf16le') return rest.length % 2 === 1 ? 1 : 2;
            return 3 - rest.length;
        },
    },
    lastTotal: {
        configurable: true,
        enumerable: true,
        get() { return this[kRest].length === 0 ? 0 : this[kRest].length + this.lastNeed; },
    },
});
module.exports = { StringDecoder };
