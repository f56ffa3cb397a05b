// TextEncoder and TextDecoder (WHATWG Encoding) over the natives of Buffer: utf-8, utf-16le, latin1 (windows-1252).
'use strict';

const { codes } = require('internal/errors');
const { asWebClass } = require('internal/util');
const native = internalBinding('buffer');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const UTF8 = 0;
const UTF16LE = 1;
const LATIN1 = 2;

// Shows the accessors of an instance of Class as properties of it.
function inspectAs(Class, values, options, inspect) {
    const shown = Object.create(Class.prototype, Object.getOwnPropertyDescriptors(values));
    return inspect(shown, { ...options, customInspect: false });
}

class TextEncoder {
    get encoding() {
        if (!(this instanceof TextEncoder)) throw new codes.ERR_INVALID_THIS('TextEncoder');
        return 'utf-8';
    }

    encode(input = '') {
        const text = `${input}`;
        const bytes = new Uint8Array(native.byteLengthUtf8(text));
        native.write(bytes, text, 0, bytes.length, UTF8);
        return bytes;
    }

    encodeInto(source, destination) {
        if (typeof source !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('src', 'string', source);
        if (!(destination instanceof Uint8Array)) throw new codes.ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', destination);
        const written = native.write(destination, source, 0, destination.length, UTF8);
        return { read: unitsOf(source, written), written };
    }

    [customInspect](depth, options, inspect) {
        if (typeof depth === 'number' && depth < 0) return '[Object]';
        return inspect({ encoding: this.encoding }, options);
    }
}

// How many units of text make count bytes.
function unitsOf(text, count) {
    let i = 0;
    while (count > 0) {
        const code = text.codePointAt(i);
        if (code > 0xffff) i += 2;
        else i++;
        count -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    return i;
}

const labels = new Map();
for (const [name, list] of [
    ['utf-8', 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8'],
    ['utf-16le', 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le'],
    ['windows-1252', 'ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 ' +
        'iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252'],
]) {
    for (const label of list.split(' ')) labels.set(label, name);
}

const nativeEncoding = { 'utf-8': UTF8, 'utf-16le': UTF16LE, 'windows-1252': LATIN1 };

// Length of the unfinished character at the end of utf-8 bytes: what must wait for the next chunk.
function unfinishedUtf8(bytes) {
    for (let back = 1; back <= 3 && back <= bytes.length; back++) {
        const byte = bytes[bytes.length - back];
        if (byte < 0x80) return 0;
        if (byte < 0xc0) continue;
        const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
        return byte > 0xf4 || needed <= back || !secondIsValid(byte, bytes[bytes.length - back + 1], back) ? 0 : back;
    }
    return 0;
}

function secondIsValid(lead, second, back) {
    if (back < 2) return true;
    if (lead === 0xe0) return second >= 0xa0;
    if (lead === 0xed) return second <= 0x9f;
    if (lead === 0xf0) return second >= 0x90;
    return lead !== 0xf4 || second <= 0x8f;
}

function unfinishedUtf16(bytes) {
    const odd = bytes.length % 2;
    const high = bytes[bytes.length - odd - 1];
    return odd + (bytes.length - odd >= 2 && high >= 0xd8 && high <= 0xdb ? 2 : 0);
}

function bytesOf(input) {
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    const { types } = require('internal/types');
    if (types.isAnyArrayBuffer(input)) return new Uint8Array(input);
    throw new codes.ERR_INVALID_ARG_TYPE('list', ['ArrayBuffer', 'ArrayBufferView'], input);
}

class TextDecoder {
    #encoding;
    #fatal;
    #ignoreBOM;
    #rest = new Uint8Array(0);
    #sawStart = false;

    constructor(encoding = 'utf-8', options = {}) {
        const label = `${encoding}`.trim().toLowerCase();
        this.#encoding = labels.get(label);
        if (this.#encoding === undefined) throw new codes.ERR_ENCODING_NOT_SUPPORTED(encoding);
        if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
            throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
        }
        this.#fatal = Boolean(options && options.fatal);
        this.#ignoreBOM = Boolean(options && options.ignoreBOM);
    }

    get encoding() { return this.#encoding; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#ignoreBOM; }

    decode(input = new Uint8Array(0), options = {}) {
        let bytes = bytesOf(input);
        const stream = Boolean(options && options.stream);
        if (this.#rest.length > 0) {
            const joined = new Uint8Array(this.#rest.length + bytes.length);
            joined.set(this.#rest);
            joined.set(bytes, this.#rest.length);
            bytes = joined;
        }
        let end = bytes.length;
        if (stream) end -= this.#unfinished(bytes);
        this.#rest = bytes.slice(end);
        const text = this.#decodeWhole(bytes, end);
        if (!stream) {
            this.#rest = new Uint8Array(0);
            this.#sawStart = false;
        }
        return text;
    }

    #unfinished(bytes) {
        if (this.#encoding === 'utf-8') return unfinishedUtf8(bytes);
        return this.#encoding === 'utf-16le' ? unfinishedUtf16(bytes) : 0;
    }

    #decodeWhole(bytes, end) {
        const whole = bytes.subarray(0, end);
        if (this.#fatal && !this.#isValid(whole)) {
            this.#rest = new Uint8Array(0);
            throw new codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding);
        }
        let text = native.decode(whole, 0, end, nativeEncoding[this.#encoding]);
        if (this.#encoding === 'utf-16le') {
            text = require('util').toUSVString(text);
            if (end % 2 === 1) text += '\ufffd';
        }
        if (!this.#sawStart && text.length > 0) {
            this.#sawStart = true;
            if (!this.#ignoreBOM && this.#encoding !== 'windows-1252' && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
        }
        return text;
    }

    #isValid(bytes) {
        if (this.#encoding === 'utf-8') return native.isUtf8(bytes);
        if (this.#encoding !== 'utf-16le') return true;
        const text = native.decode(bytes, 0, bytes.length, UTF16LE);
        return bytes.length % 2 === 0 && text === require('util').toUSVString(text);
    }

    [customInspect](depth, options, inspect) {
        if (typeof depth === 'number' && depth < 0) return '[Object]';
        const { encoding, fatal, ignoreBOM } = this;
        return inspectAs(TextDecoder, { encoding, fatal, ignoreBOM }, options, inspect);
    }
}

asWebClass(TextEncoder, 'TextEncoder', ['encoding', 'encode', 'encodeInto']);
asWebClass(TextDecoder, 'TextDecoder', ['encoding', 'fatal', 'ignoreBOM', 'decode']);

module.exports = { TextEncoder, TextDecoder };
