// require('querystring'): text of the form a=1&b=2.
'use strict';

const { codes } = require('internal/errors');

function hexValue(code) {
    if (code >= 0x30 && code <= 0x39) return code - 0x30;
    code |= 0x20;
    return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}

// The bytes that text stands for; what is no escape stays. Units over 255 lose their upper byte.
function unescapeBuffer(text, decodeSpaces) {
    const { Buffer } = require('buffer');
    const bytes = Buffer.allocUnsafe(text.length);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
        let code = text.charCodeAt(i);
        if (code === 0x25 && i + 2 < text.length) {
            const high = hexValue(text.charCodeAt(i + 1));
            const low = hexValue(text.charCodeAt(i + 2));
            if (high >= 0 && low >= 0) {
                code = high * 16 + low;
                i += 2;
            }
        } else if (code === 0x2b && decodeSpaces) {
            code = 0x20;
        }
        bytes[count++] = code;
    }
    return bytes.subarray(0, count);
}

function unescape(text, decodeSpaces) {
    try {
        return decodeURIComponent(text);
    } catch {
        return querystring.unescapeBuffer(text, decodeSpaces).toString();
    }
}

const keep = /^[A-Za-z0-9\-_.!~*'()]*$/;

function escapeText(value) {
    let text = value;
    if (typeof text !== 'string') text = typeof text === 'object' ? String(text) : `${text}`;
    if (keep.test(text)) return text;
    try {
        return encodeURIComponent(text);
    } catch {
        throw new codes.ERR_INVALID_URI();
    }
}

function primitiveText(value) {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
    return typeof value === 'bigint' || typeof value === 'boolean' ? `${value}` : '';
}

function stringify(object, separator, equals, options) {
    separator = separator || '&';
    equals = equals || '=';
    let encode = querystring.escape;
    if (options && typeof options.encodeURIComponent === 'function') encode = options.encodeURIComponent;
    if (object === null || typeof object !== 'object') return '';
    const fields = [];
    for (const key of Object.keys(object)) {
        const start = encode(primitiveText(key)) + equals;
        const value = object[key];
        if (Array.isArray(value)) {
            for (const each of value) fields.push(start + encode(primitiveText(each)));
        } else {
            fields.push(start + encode(primitiveText(value)));
        }
    }
    return fields.join(separator);
}

function decodeField(text, decode) {
    if (text === '') return text;
    const isCustom = decode !== querystring.unescape;
    text = text.replace(/\+/g, isCustom ? '%20' : ' ');
    if (!isCustom && !/%[0-9a-fA-F]{2}/.test(text)) return text;
    try {
        return decode(text);
    } catch {
        return querystring.unescape(text, true);
    }
}

function addField(object, key, value) {
    if (!Object.prototype.hasOwnProperty.call(object, key)) object[key] = value;
    else if (Array.isArray(object[key])) object[key].push(value);
    else object[key] = [object[key], value];
}

function parse(text, separator, equals, options) {
    const object = { __proto__: null };
    if (typeof text !== 'string' || text.length === 0) return object;
    separator = separator ? `${separator}` : '&';
    equals = equals ? `${equals}` : '=';
    let limit = 1000;
    if (options && typeof options.maxKeys === 'number') limit = options.maxKeys > 0 ? options.maxKeys : Infinity;
    let decode = querystring.unescape;
    if (options && typeof options.decodeURIComponent === 'function') decode = options.decodeURIComponent;
    for (let start = 0; start <= text.length && limit > 0;) {
        let end = text.indexOf(separator, start);
        if (end === -1) end = text.length;
        const field = text.slice(start, end);
        start = end + separator.length;
        limit--;
        if (field === '') continue;
        const at = field.indexOf(equals);
        const key = at === -1 ? field : field.slice(0, at);
        const value = at === -1 ? '' : field.slice(at + equals.length);
        addField(object, decodeField(key, decode), decodeField(value, decode));
    }
    return object;
}

const querystring = module.exports = {
    unescapeBuffer, unescape, escape: escapeText, stringify, encode: stringify, parse, decode: parse,
};
Object.defineProperty(escapeText, 'name', { value: 'qsEscape' });
Object.defineProperty(unescape, 'name', { value: 'qsUnescape' });
