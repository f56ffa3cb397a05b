// What fs.js is made of: Stats, Dirent, open flags, options, times.
'use strict';

const { codes } = require('internal/errors');
const { validateInt32 } = require('internal/validators');
const { normalizeEncoding } = require('internal/util');
const { constants } = internalBinding('fs');

const numberNames = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'];
const timeNames = ['atime', 'mtime', 'ctime', 'birthtime'];

function StatsBase() {}

function hasType(stats, type) {
    return (Number(stats.mode) & constants.S_IFMT) === type;
}

for (const [name, type] of [['isDirectory', 'S_IFDIR'], ['isFile', 'S_IFREG'], ['isBlockDevice', 'S_IFBLK'],
    ['isCharacterDevice', 'S_IFCHR'], ['isSymbolicLink', 'S_IFLNK'], ['isFIFO', 'S_IFIFO'], ['isSocket', 'S_IFSOCK']]) {
    StatsBase.prototype[name] = { [name]() { return hasType(this, constants[type]); } }[name];
}

function Stats(dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs) {
    Object.assign(this, { dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, atimeMs, mtimeMs, ctimeMs, birthtimeMs });
    for (const name of timeNames) {
        const ms = this[`${name}Ms`];
        if (ms !== undefined) this[name] = new Date(ms + 0.5); // rounded, not cut
    }
}
Object.setPrototypeOf(Stats.prototype, StatsBase.prototype);
Object.setPrototypeOf(Stats, StatsBase);

function BigIntStats() {}
Object.setPrototypeOf(BigIntStats.prototype, StatsBase.prototype);
Object.setPrototypeOf(BigIntStats, StatsBase);

// numbers: as the binding gives them.
function makeStats(numbers, isBig) {
    if (isBig) return makeBigStats(numbers);
    const times = timeNames.map((name, i) => numbers[10 + 2 * i] * 1000 + numbers[11 + 2 * i] / 1e6);
    return new Stats(...Array.prototype.slice.call(numbers, 0, 10), ...times);
}

function makeBigStats(numbers) {
    const stats = new BigIntStats();
    numberNames.forEach((name, i) => { stats[name] = BigInt(numbers[i]); });
    const ns = timeNames.map((name, i) => BigInt(numbers[10 + 2 * i]) * BigInt(1e9) + BigInt(numbers[11 + 2 * i]));
    timeNames.forEach((name, i) => { stats[`${name}Ms`] = ns[i] / BigInt(1e6); });
    timeNames.forEach((name, i) => { stats[`${name}Ns`] = ns[i]; });
    timeNames.forEach((name, i) => { stats[name] = new Date(Number(ns[i] / BigInt(1e6))); });
    return stats;
}

const kType = Symbol('type');

class Dirent {
    constructor(name, path, type) {
        this.name = name;
        this.parentPath = path;
        this.path = path;
        this[kType] = type;
    }
}
for (const [name, type] of [['isDirectory', 'UV_DIRENT_DIR'], ['isFile', 'UV_DIRENT_FILE'],
    ['isBlockDevice', 'UV_DIRENT_BLOCK'], ['isCharacterDevice', 'UV_DIRENT_CHAR'], ['isSymbolicLink', 'UV_DIRENT_LINK'],
    ['isFIFO', 'UV_DIRENT_FIFO'], ['isSocket', 'UV_DIRENT_SOCKET']]) {
    Object.defineProperty(Dirent.prototype, name, {
        value: { [name]() { return this[kType] === constants[type]; } }[name],
        writable: true, configurable: true, enumerable: false,
    });
}

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;
const flagNames = {
    __proto__: null,
    'r': O_RDONLY, 'rs': O_RDONLY | O_SYNC, 'sr': O_RDONLY | O_SYNC,
    'r+': O_RDWR, 'rs+': O_RDWR | O_SYNC, 'sr+': O_RDWR | O_SYNC,
    'w': O_TRUNC | O_CREAT | O_WRONLY, 'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL, 'xw': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
    'w+': O_TRUNC | O_CREAT | O_RDWR, 'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL, 'xw+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
    'a': O_APPEND | O_CREAT | O_WRONLY, 'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL, 'xa': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
    'as': O_APPEND | O_CREAT | O_WRONLY | O_SYNC, 'sa': O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
    'a+': O_APPEND | O_CREAT | O_RDWR, 'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL, 'xa+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
    'as+': O_APPEND | O_CREAT | O_RDWR | O_SYNC, 'sa+': O_APPEND | O_CREAT | O_RDWR | O_SYNC,
};

function flagsOf(flags) {
    if (flags === undefined || flags === null) return O_RDONLY;
    if (typeof flags === 'number') {
        validateInt32(flags, 'flags');
        return flags;
    }
    const number = flagNames[flags];
    if (number === undefined) throw new codes.ERR_INVALID_ARG_VALUE('flags', flags);
    return number;
}

// Options are an object, or a string that is the encoding.
function checkOptions(options) {
    if (options === undefined || options === null || typeof options === 'function') return {};
    if (typeof options === 'string') options = { encoding: options };
    else if (typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
    const { encoding } = options;
    if (encoding && encoding !== 'buffer' && (typeof encoding !== 'string' || normalizeEncoding(encoding) === undefined)) {
        throw new codes.ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
    }
    return options;
}

// Seconds since 1970 of a date, a number or its text.
function timeOf(time, name) {
    if (typeof time === 'string' && `${+time}` === time) return +time;
    if (typeof time === 'number' && Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
    if (time instanceof Date) return time.getTime() / 1000;
    throw new codes.ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

function encodeName(name, encoding) {
    if (!encoding || encoding === 'utf8' || encoding === 'utf-8') return name;
    const { Buffer } = require('buffer');
    return encoding === 'buffer' ? Buffer.from(name) : Buffer.from(name).toString(encoding);
}

module.exports = { Stats, Dirent, makeStats, flagsOf, checkOptions, timeOf, encodeName };
