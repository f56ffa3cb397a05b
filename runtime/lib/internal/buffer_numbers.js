// The numbers of Buffer: readInt16LE, writeDoubleBE and their kin, added to the prototype.
//
// Integers of up to 32 bits are put together from bytes; longer ones in two halves, as multiplications, since shifts work on 32 bits.
// Floats go through a shared 8-byte array. A read outside the buffer is noticed by its last byte being undefined.
'use strict';

const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');

const floats = new Float32Array(1);
const doubles = new Float64Array(1);
const floatBytes = new Uint8Array(floats.buffer);
const doubleBytes = new Uint8Array(doubles.buffer);
floats[0] = -1; // BF 80 00 00
const isBigEndian = floatBytes[3] === 0;

function throwOutOfBounds(value, limit, name) {
    if (Math.floor(value) !== value) {
        validateNumber(value, name);
        throw new codes.ERR_OUT_OF_RANGE(name || 'offset', 'an integer', value);
    }
    if (limit < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS();
    throw new codes.ERR_OUT_OF_RANGE(name || 'offset', `>= ${name ? 1 : 0} and <= ${limit}`, value);
}

// Checks that size bytes are there, and returns offset.
function checkOffset(buffer, offset, size) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) {
        throwOutOfBounds(offset, buffer.length - size);
    }
}

function checkValue(value, min, max, size, isBig) {
    if (!(value > max || value < min)) return; // NaN is written as 0
    const n = isBig ? 'n' : '';
    let range;
    if (size <= 4 && !isBig) range = `>= ${min} and <= ${max}`;
    else if (Number(min) === 0) range = `>= 0${n} and < 2${n} ** ${size * 8}${n}`;
    else range = `>= -(2${n} ** ${size * 8 - 1}${n}) and < 2${n} ** ${size * 8 - 1}${n}`;
    throw new codes.ERR_OUT_OF_RANGE('value', range, value);
}

function checkByteLength(byteLength) {
    if (byteLength === undefined) throw new codes.ERR_INVALID_ARG_TYPE('byteLength', 'number', byteLength);
    if (!(byteLength === 1 || byteLength === 2 || byteLength === 3 || byteLength === 4 || byteLength === 5 ||
        byteLength === 6)) {
        throwOutOfBounds(byteLength, 6, 'byteLength');
    }
}

const readers = {
    readUInt8(offset = 0) {
        checkOffset(this, offset, 1);
        return this[offset];
    },
    readInt8(offset = 0) {
        checkOffset(this, offset, 1);
        return (this[offset] << 24) >> 24;
    },
    readUInt16LE(offset = 0) {
        checkOffset(this, offset, 2);
        return this[offset] | (this[offset + 1] << 8);
    },
    readUInt16BE(offset = 0) {
        checkOffset(this, offset, 2);
        return (this[offset] << 8) | this[offset + 1];
    },
    readInt16LE(offset = 0) {
        checkOffset(this, offset, 2);
        return ((this[offset] | (this[offset + 1] << 8)) << 16) >> 16;
    },
    readInt16BE(offset = 0) {
        checkOffset(this, offset, 2);
        return (((this[offset] << 8) | this[offset + 1]) << 16) >> 16;
    },
    readUInt32LE(offset = 0) {
        checkOffset(this, offset, 4);
        return (this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24)) >>> 0;
    },
    readUInt32BE(offset = 0) {
        checkOffset(this, offset, 4);
        return ((this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3]) >>> 0;
    },
    readInt32LE(offset = 0) {
        checkOffset(this, offset, 4);
        return this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24);
    },
    readInt32BE(offset = 0) {
        checkOffset(this, offset, 4);
        return (this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3];
    },
    readFloatLE(offset = 0) { return readFloating(this, offset, floats, floatBytes, false); },
    readFloatBE(offset = 0) { return readFloating(this, offset, floats, floatBytes, true); },
    readDoubleLE(offset = 0) { return readFloating(this, offset, doubles, doubleBytes, false); },
    readDoubleBE(offset = 0) { return readFloating(this, offset, doubles, doubleBytes, true); },
    readUIntLE(offset, byteLength) { return readInteger(this, offset, byteLength, false, false); },
    readUIntBE(offset, byteLength) { return readInteger(this, offset, byteLength, true, false); },
    readIntLE(offset, byteLength) { return readInteger(this, offset, byteLength, false, true); },
    readIntBE(offset, byteLength) { return readInteger(this, offset, byteLength, true, true); },
};

function readFloating(buffer, offset, numbers, bytes, big) {
    const size = bytes.length;
    checkOffset(buffer, offset, size);
    for (let i = 0; i < size; i++) bytes[big === isBigEndian ? i : size - 1 - i] = buffer[offset + i];
    return numbers[0];
}

function readInteger(buffer, offset, byteLength, big, signed) {
    if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
    checkByteLength(byteLength);
    checkOffset(buffer, offset, byteLength);
    let value = 0;
    for (let i = 0; i < byteLength; i++) value = value * 256 + buffer[offset + (big ? i : byteLength - 1 - i)];
    return signed && value >= 2 ** (byteLength * 8 - 1) ? value - 2 ** (byteLength * 8) : value;
}

function writeBytes(buffer, value, offset, size, big) {
    for (let i = 0; i < size; i++) {
        buffer[offset + (big ? size - 1 - i : i)] = value;
        value >>>= 8;
    }
    return offset + size;
}

function writeSmall(buffer, value, offset, min, max, size, big) {
    value = +value;
    if (size === 1 && typeof offset !== 'number') validateNumber(offset, 'offset');
    checkValue(value, min, max, size, false);
    checkOffset(buffer, offset, size);
    return writeBytes(buffer, value, offset, size, big);
}

function writeInteger(buffer, value, offset, byteLength, big, signed) {
    checkByteLength(byteLength);
    const bits = byteLength * 8;
    const min = signed ? -(2 ** (bits - 1)) : 0;
    const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
    if (byteLength <= 4) return writeSmall(buffer, value, offset, min, max, byteLength, big);
    value = +value;
    checkValue(value, min, max, byteLength, false);
    checkOffset(buffer, offset, byteLength);
    const low = value % 2 ** 32; // ToUint32 takes the rest
    const high = Math.floor(value / 2 ** 32);
    writeBytes(buffer, low, big ? offset + byteLength - 4 : offset, 4, big);
    writeBytes(buffer, high, big ? offset : offset + 4, byteLength - 4, big);
    return offset + byteLength;
}

function writeFloating(buffer, value, offset, numbers, bytes, big) {
    const size = bytes.length;
    const number = +value;
    checkOffset(buffer, offset, size);
    numbers[0] = number;
    for (let i = 0; i < size; i++) buffer[offset + i] = bytes[big === isBigEndian ? i : size - 1 - i];
    return offset + size;
}

const writers = {
    writeUInt8(value, offset = 0) { return writeSmall(this, value, offset, 0, 0xff, 1, false); },
    writeInt8(value, offset = 0) { return writeSmall(this, value, offset, -0x80, 0x7f, 1, false); },
    writeUInt16LE(value, offset = 0) { return writeSmall(this, value, offset, 0, 0xffff, 2, false); },
    writeUInt16BE(value, offset = 0) { return writeSmall(this, value, offset, 0, 0xffff, 2, true); },
    writeInt16LE(value, offset = 0) { return writeSmall(this, value, offset, -0x8000, 0x7fff, 2, false); },
    writeInt16BE(value, offset = 0) { return writeSmall(this, value, offset, -0x8000, 0x7fff, 2, true); },
    writeUInt32LE(value, offset = 0) { return writeSmall(this, value, offset, 0, 0xffffffff, 4, false); },
    writeUInt32BE(value, offset = 0) { return writeSmall(this, value, offset, 0, 0xffffffff, 4, true); },
    writeInt32LE(value, offset = 0) { return writeSmall(this, value, offset, -0x80000000, 0x7fffffff, 4, false); },
    writeInt32BE(value, offset = 0) { return writeSmall(this, value, offset, -0x80000000, 0x7fffffff, 4, true); },
    writeFloatLE(value, offset = 0) { return writeFloating(this, value, offset, floats, floatBytes, false); },
    writeFloatBE(value, offset = 0) { return writeFloating(this, value, offset, floats, floatBytes, true); },
    writeDoubleLE(value, offset = 0) { return writeFloating(this, value, offset, doubles, doubleBytes, false); },
    writeDoubleBE(value, offset = 0) { return writeFloating(this, value, offset, doubles, doubleBytes, true); },
    writeUIntLE(value, offset, byteLength) { return writeInteger(this, value, offset, byteLength, false, false); },
    writeUIntBE(value, offset, byteLength) { return writeInteger(this, value, offset, byteLength, true, false); },
    writeIntLE(value, offset, byteLength) { return writeInteger(this, value, offset, byteLength, false, true); },
    writeIntBE(value, offset, byteLength) { return writeInteger(this, value, offset, byteLength, true, true); },
};

// The 64-bit integers, made only where the engine has BigInt.
function makeBigMethods() {
    const shift = BigInt(32);
    const mask = BigInt(0xffffffff);
    const one = BigInt(1);

    function read(buffer, offset, big, signed) {
        checkOffset(buffer, offset, 8);
        const first = big ? buffer.readUInt32BE(offset) : buffer.readUInt32LE(offset);
        const second = big ? buffer.readUInt32BE(offset + 4) : buffer.readUInt32LE(offset + 4);
        const value = (BigInt(big ? first : second) << shift) | BigInt(big ? second : first);
        return signed ? BigInt.asIntN(64, value) : value;
    }

    function write(buffer, value, offset, big, signed) {
        const min = signed ? -(one << BigInt(63)) : BigInt(0);
        const max = (one << BigInt(signed ? 63 : 64)) - one;
        checkValue(value, min, max, 8, true);
        checkOffset(buffer, offset, 8);
        const low = Number(value & mask);
        const high = Number((value >> shift) & mask);
        writeBytes(buffer, low, big ? offset + 4 : offset, 4, big);
        writeBytes(buffer, high, big ? offset : offset + 4, 4, big);
        return offset + 8;
    }

    return {
        readBigUInt64LE(offset = 0) { return read(this, offset, false, false); },
        readBigUInt64BE(offset = 0) { return read(this, offset, true, false); },
        readBigInt64LE(offset = 0) { return read(this, offset, false, true); },
        readBigInt64BE(offset = 0) { return read(this, offset, true, true); },
        writeBigUInt64LE(value, offset = 0) { return write(this, value, offset, false, false); },
        writeBigUInt64BE(value, offset = 0) { return write(this, value, offset, true, false); },
        writeBigInt64LE(value, offset = 0) { return write(this, value, offset, false, true); },
        writeBigInt64BE(value, offset = 0) { return write(this, value, offset, true, true); },
    };
}

// Every method whose name has UInt is known as Uint too.
function addTo(prototype) {
    const all = [readers, writers];
    if (typeof BigInt === 'function') all.push(makeBigMethods());
    for (const methods of all) {
        for (const name of Object.keys(methods)) {
            prototype[name] = methods[name];
            if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = methods[name];
        }
    }
}

module.exports = { addTo };
