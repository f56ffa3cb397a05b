// require('fs'): files, synchronously; the callback versions run the same from setImmediate, and fs.promises from them.
'use strict';

const { codes, systemError } = require('internal/errors');
const { validateFunction, validateInteger, validateBuffer, validateObject, validateInt32, validateBoolean, toPath, parseMode } =
    require('internal/validators');
const { lazy } = require('internal/builtins');
const { customArguments, customPromisify } = require('internal/util');
const { Stats, Dirent, makeStats, flagsOf, checkOptions, timeOf, encodeName } = require('internal/fs_utils');
const native = internalBinding('fs');
const { constants } = native;

const { F_OK = 0, R_OK = 4, W_OK = 2, X_OK = 1 } = constants;

function checkFd(fd) {
    validateInt32(fd, 'fd', 0);
    return fd;
}

function accessSync(path, mode) {
    if (mode === undefined || mode === null) mode = F_OK;
    else validateInteger(mode, 'mode', 0, 7);
    native.access(toPath(path), mode);
}

function existsSync(path) {
    try {
        return native.fileKind(toPath(path)) >= 0 || canAccess(path);
    } catch {
        return false;
    }
}

// What stat cannot follow may still be there for access.
function canAccess(path) {
    native.access(toPath(path), F_OK);
    return true;
}

function openSync(path, flags, mode) {
    return native.open(toPath(path), flagsOf(flags), parseMode(mode, 'mode', 0o666));
}

function closeSync(fd) {
    native.close(checkFd(fd));
}

function checkPosition(position) {
    if (position === undefined || position === null) return -1;
    if (typeof position === 'bigint') position = Number(position);
    validateInteger(position, 'position', -1);
    return position;
}

const viewBytes = (view) => (view instanceof Uint8Array ? view :
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength));

function readSync(fd, buffer, offset, length, position) {
    checkFd(fd);
    validateBuffer(buffer);
    if (offset !== null && typeof offset === 'object') {
        ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
    }
    if (offset === undefined || offset === null) offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (length === undefined || length === null) length = buffer.byteLength - offset;
    if (length === 0) return 0;
    if (buffer.byteLength === 0) {
        throw new codes.ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
    }
    checkRange(offset, length, buffer.byteLength);
    return native.read(fd, viewBytes(buffer), offset, length, checkPosition(position));
}

function checkRange(offset, length, size) {
    if (offset > size) throw new codes.ERR_OUT_OF_RANGE('offset', `<= ${size}`, offset);
    validateInteger(length, 'length');
    if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
    if (length > size - offset) throw new codes.ERR_OUT_OF_RANGE('length', `<= ${size - offset}`, length);
}

function writeSync(fd, data, offsetOrPosition, lengthOrEncoding, position) {
    checkFd(fd);
    if (typeof data === 'string') {
        const { Buffer } = require('buffer');
        const bytes = Buffer.from(data, typeof lengthOrEncoding === 'string' ? lengthOrEncoding : 'utf8');
        return native.write(fd, bytes, 0, bytes.length, checkPosition(offsetOrPosition));
    }
    validateBuffer(data, 'buffer');
    let offset = offsetOrPosition;
    let length = lengthOrEncoding;
    if (offset !== null && typeof offset === 'object') {
        ({ offset = 0, length = data.byteLength - offset, position = null } = offset);
    }
    if (offset === undefined || offset === null) offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (typeof length !== 'number') length = data.byteLength - offset;
    checkRange(offset, length, data.byteLength);
    return native.write(fd, viewBytes(data), offset, length, checkPosition(position));
}

// Reads fd to its end; the size that stat tells is a first guess.
function readAll(fd) {
    const { Buffer } = require('buffer');
    const info = native.fstat(fd);
    const isFile = (info[1] & constants.S_IFMT) === constants.S_IFREG;
    let size = isFile ? info[8] : 0;
    if (size > 2 ** 31 - 1) throw new codes.ERR_FS_FILE_TOO_LARGE(size);
    const chunks = [];
    let total = 0;
    if (size > 0) {
        const buffer = Buffer.allocUnsafeSlow(size);
        while (total < size) {
            const count = native.read(fd, buffer, total, size - total, -1);
            if (count === 0) break;
            total += count;
        }
        return total === size ? buffer : buffer.subarray(0, total);
    }
    size = 65536;
    for (;;) {
        const buffer = Buffer.allocUnsafeSlow(size);
        const count = native.read(fd, buffer, 0, size, -1);
        if (count === 0) return Buffer.concat(chunks, total);
        chunks.push(buffer.subarray(0, count));
        total += count;
    }
}

function readFileSync(path, options) {
    const { encoding, flag = 'r' } = checkOptions(options);
    const isFd = typeof path === 'number';
    const fd = isFd ? checkFd(path) : openSync(path, flag, 0o666);
    let buffer;
    try {
        buffer = readAll(fd);
    } finally {
        if (!isFd) native.close(fd);
    }
    return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

function bytesToWrite(data, encoding) {
    if (typeof data === 'string') return require('buffer').Buffer.from(data, encoding || 'utf8');
    if (!ArrayBuffer.isView(data)) {
        throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    return viewBytes(data);
}

function writeFileWith(defaultFlag, path, data, options) {
    const { encoding, mode, flag = defaultFlag, flush = false } = checkOptions(options);
    validateBoolean(flush, 'options.flush');
    const bytes = bytesToWrite(data, encoding);
    const isFd = typeof path === 'number';
    const fd = isFd ? checkFd(path) : openSync(path, flag, mode);
    try {
        for (let offset = 0; offset < bytes.length;) {
            offset += native.write(fd, bytes, offset, bytes.length - offset, -1);
        }
        if (flush) native.fsync(fd);
    } finally {
        if (!isFd) native.close(fd);
    }
}

function writeFileSync(path, data, options) {
    writeFileWith('w', path, data, options);
}

function appendFileSync(path, data, options) {
    writeFileWith('a', path, data, options);
}

function statWith(call, path, options) {
    const { bigint = false, throwIfNoEntry = true } = options || {};
    let numbers;
    try {
        numbers = call(path);
    } catch (error) {
        if (!throwIfNoEntry && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
        throw error;
    }
    return makeStats(numbers, bigint);
}

function statSync(path, options) {
    return statWith(native.stat, toPath(path), options);
}

function lstatSync(path, options) {
    return statWith(native.lstat, toPath(path), options);
}

function fstatSync(fd, options) {
    return makeStats(native.fstat(checkFd(fd)), Boolean(options && options.bigint));
}

function listFolder(folder, prefix, options, result) {
    const [names, types] = native.readdir(folder);
    names.forEach((name, i) => {
        const relative = prefix === '' ? name : `${prefix}/${name}`;
        if (options.withFileTypes) result.push(new Dirent(encodeName(name, options.encoding), folder, types[i]));
        else result.push(encodeName(relative, options.encoding));
        if (options.recursive && types[i] === constants.UV_DIRENT_DIR) {
            listFolder(`${folder}/${name}`, relative, options, result);
        }
    });
}

function readdirSync(path, options) {
    const checked = checkOptions(options);
    if (checked.recursive !== undefined) validateBoolean(checked.recursive, 'options.recursive');
    const result = [];
    listFolder(toPath(path), '', checked, result);
    return result;
}

// Makes path and what is missing above it; returns the topmost folder made.
function makeFolders(path, mode) {
    const { resolve, dirname } = require('path');
    const missing = [];
    let folder = resolve(path);
    for (;;) {
        const kind = native.fileKind(folder);
        if (kind === 1) break;
        if (kind === 0) {
            // A file is in the way: the system's error tells.
            native.mkdir(missing.length > 0 ? missing[missing.length - 1] : folder, mode);
        }
        missing.push(folder);
        const parent = dirname(folder);
        if (parent === folder) break;
        folder = parent;
    }
    for (let i = missing.length - 1; i >= 0; i--) {
        try {
            native.mkdir(missing[i], mode);
        } catch (error) {
            if (error.code !== 'EEXIST' || native.fileKind(missing[i]) !== 1) throw error; // lost a race
        }
    }
    return missing.length > 0 ? missing[missing.length - 1] : undefined;
}

function mkdirSync(path, options) {
    let mode = options;
    let recursive = false;
    if (options !== null && typeof options === 'object') ({ mode, recursive = false } = options);
    const folder = toPath(path);
    validateBoolean(recursive, 'options.recursive');
    mode = parseMode(mode, 'mode', 0o777);
    if (recursive) return makeFolders(folder, mode);
    native.mkdir(folder, mode);
    return undefined;
}

function unlinkSync(path) {
    native.unlink(toPath(path));
}

function removeTree(path) {
    if ((native.lstat(path)[1] & constants.S_IFMT) !== constants.S_IFDIR) {
        native.unlink(path);
        return;
    }
    for (const name of native.readdir(path)[0]) removeTree(`${path}/${name}`);
    native.rmdir(path);
}

function rmdirSync(path, options) {
    const folder = toPath(path);
    if (options && options.recursive) {
        if (native.fileKind(folder) >= 0) {
            removeTree(folder);
            return;
        }
    }
    native.rmdir(folder);
}

function rmSync(path, options) {
    const target = toPath(path);
    if (options !== undefined) validateObject(options, 'options');
    const { force = false, recursive = false } = options || {};
    validateBoolean(force, 'options.force');
    validateBoolean(recursive, 'options.recursive');
    let info;
    try {
        info = native.lstat(target);
    } catch (error) {
        if (force && error.code === 'ENOENT') return;
        throw error;
    }
    const isFolder = (info[1] & constants.S_IFMT) === constants.S_IFDIR;
    if (isFolder && !recursive) {
        throw systemError('ERR_FS_EISDIR', {
            code: 'EISDIR', message: 'Path is a directory', path, syscall: 'rm', errno: 21, text: 'is a directory',
        });
    }
    if (isFolder) removeTree(target);
    else native.unlink(target);
}

function renameSync(oldPath, newPath) {
    native.rename(toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath'));
}

function copyFileSync(source, target, mode) {
    if (mode === undefined || mode === null) mode = 0;
    else validateInteger(mode, 'mode', 0, 7);
    native.copyFile(toPath(source, 'src'), toPath(target, 'dest'), mode);
}

function realpathSync(path, options) {
    return encodeName(native.realpath(toPath(path)), checkOptions(options).encoding);
}
realpathSync.native = (path, options) => realpathSync(path, options);

function mkdtempSync(prefix, options) {
    return encodeName(native.mkdtemp(toPath(prefix, 'prefix')), checkOptions(options).encoding);
}

function readlinkSync(path, options) {
    return encodeName(native.readlink(toPath(path)), checkOptions(options).encoding);
}

function symlinkSync(target, path) {
    native.symlink(toPath(target, 'target'), toPath(path), 0);
}

function linkSync(existingPath, newPath) {
    native.link(toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath'));
}

function chmodSync(path, mode) {
    native.chmod(toPath(path), parseMode(mode, 'mode'));
}

function fchmodSync(fd, mode) {
    native.fchmod(checkFd(fd), parseMode(mode, 'mode'));
}

function chownSync(path, uid, gid) {
    validateInteger(uid, 'uid', -1, 4294967295);
    validateInteger(gid, 'gid', -1, 4294967295);
    native.chown(toPath(path), uid, gid);
}

function utimesSync(path, atime, mtime) {
    native.utimes(toPath(path), timeOf(atime, 'atime'), timeOf(mtime, 'mtime'));
}

function futimesSync(fd, atime, mtime) {
    native.futimes(checkFd(fd), timeOf(atime, 'atime'), timeOf(mtime, 'mtime'));
}

function fsyncSync(fd) {
    native.fsync(checkFd(fd));
}

function fdatasyncSync(fd) {
    native.fdatasync(checkFd(fd));
}

function ftruncateSync(fd, length = 0) {
    validateInteger(length, 'len');
    native.ftruncate(checkFd(fd), Math.max(0, length));
}

function truncateSync(path, length = 0) {
    const fd = openSync(path, 'r+');
    try {
        ftruncateSync(fd, length);
    } finally {
        native.close(fd);
    }
}

function readvSync(fd, buffers, position) {
    let total = 0;
    for (const buffer of buffers) {
        const count = readSync(fd, buffer, 0, buffer.byteLength, position === undefined || position === null ? null : position + total);
        total += count;
        if (count < buffer.byteLength) break;
    }
    return total;
}

function writevSync(fd, buffers, position) {
    let total = 0;
    for (const buffer of buffers) {
        total += writeSync(fd, buffer, 0, buffer.byteLength, position === undefined || position === null ? null : position + total);
    }
    return total;
}

const sync = {
    accessSync, appendFileSync, chmodSync, chownSync, closeSync, copyFileSync, existsSync, fchmodSync, fdatasyncSync,
    fstatSync, fsyncSync, ftruncateSync, futimesSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync,
    readSync, readdirSync, readlinkSync, readvSync, realpathSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync,
    truncateSync, unlinkSync, utimesSync, writeFileSync, writeSync, writevSync,
};

// Arguments are checked at once, so that mistakes throw where they are made: as far as the sync version shows them.
function isProgrammersMistake(error) {
    return error instanceof Error && typeof error.code === 'string' && error.code.startsWith('ERR_') &&
        !error.code.startsWith('ERR_FS_');
}

// The version of a sync function that calls back, with (error, ...valuesOf(result, args)).
function withCallback(name, fn, valuesOf) {
    const wrapped = function wrapped_(...args) {
        const callback = args.length > 0 && typeof args[args.length - 1] === 'function' ? args.pop() : undefined;
        validateFunction(callback, 'cb');
        setImmediate(() => {
            let values;
            try {
                const result = fn(...args);
                values = [null, ...valuesOf(result, args)];
            } catch (error) {
                if (isProgrammersMistake(error)) throw error;
                values = [error];
            }
            callback(...values);
        });
    };
    Object.defineProperty(wrapped, 'name', { value: name });
    Object.defineProperty(wrapped, 'length', { value: fn.length + 1 });
    return wrapped;
}

const one = (result) => (result === undefined ? [] : [result]);
const withBuffer = (result, args) => [result, args[1]];

const fs = { ...sync };
for (const name of Object.keys(sync)) {
    const plain = name.slice(0, -4);
    if (plain === 'exists') continue;
    const valuesOf = /^(?:read|write|readv|writev)$/.test(plain) ? withBuffer : one;
    fs[plain] = withCallback(plain, sync[name], valuesOf);
}
fs.read[customArguments] = ['bytesRead', 'buffer'];
fs.write[customArguments] = ['bytesWritten', 'buffer'];
fs.realpath.native = fs.realpath;

fs.exists = function exists(path, callback) {
    validateFunction(callback, 'cb');
    setImmediate(() => callback(existsSync(path)));
};
Object.defineProperty(fs.exists, customPromisify, { value: (path) => Promise.resolve(existsSync(path)) });

Object.assign(fs, { Stats, Dirent, constants });
for (const [name, value] of [['F_OK', F_OK], ['R_OK', R_OK], ['W_OK', W_OK], ['X_OK', X_OK]]) {
    Object.defineProperty(fs, name, { value, enumerable: true, configurable: false, writable: false });
}
lazy(fs, 'promises', () => require('fs/promises'));

module.exports = fs;
