// path.win32: drives, UNC shares, both slashes as separators. A path is taken apart once, by rootOf, into device ('C:' or
// '\\server\share'), whether a separator follows it, and the rest.
'use strict';

const { validateString } = require('internal/validators');

const isSeparator = (character) => character === '\\' || character === '/';
const splitSegments = (text) => text.split(/[\\/]/);

/*
 * {device, isAbsolute, end}: end is where the segments begin. '\\server\share' is a device only where both names are there; it is
 * always absolute.
 */
function rootOf(path) {
    if (isSeparator(path[0])) {
        if (/^[\\/]{2}[.?][\\/]/.test(path)) {
            return { device: `\\\\${path[2]}`, isAbsolute: true, isShare: false, end: 4 };
        }
        const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/.exec(path);
        if (share !== null) {
            return { device: `\\\\${share[1]}\\${share[2]}`, isAbsolute: true, isShare: true, end: share[0].length };
        }
        return { device: '', isAbsolute: true, isShare: false, end: 1 };
    }
    if (/^[a-zA-Z]:/.test(path)) {
        const isAbsolute = path.length > 2 && isSeparator(path[2]);
        return { device: path.slice(0, 2), isAbsolute, isShare: false, end: isAbsolute ? 3 : 2 };
    }
    return { device: '', isAbsolute: false, isShare: false, end: 0 };
}

// The root as parse and dirname see it: with the separator behind it.
function rootLength(path) {
    const { end, isShare } = rootOf(path);
    return isShare && end < path.length ? end + 1 : end;
}

function create({ posix, reduceSegments, lastSegment, extensionOf, stripSuffix, formatWith }) {
    function currentDirectoryOf(device) {
        if (device === '') return process.cwd();
        const own = process.env[`=${device}`];
        const path = own || process.cwd();
        return path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path[2] === '\\' ? `${device}\\` : path;
    }

    function resolve(...paths) {
        let device = '';
        let tail = '';
        let isAbsolute = false;
        for (let i = paths.length - 1; i >= -1; i--) {
            let path;
            if (i >= 0) {
                path = paths[i];
                validateString(path, `paths[${i}]`);
                if (path.length === 0) continue;
            } else {
                path = currentDirectoryOf(device);
            }
            const root = rootOf(path);
            if (root.device !== '') {
                if (device !== '' && root.device.toLowerCase() !== device.toLowerCase()) continue;
                if (device === '') device = root.device;
            }
            if (isAbsolute) {
                if (device !== '') break;
            } else {
                tail = `${path.slice(root.end)}\\${tail}`;
                isAbsolute = root.isAbsolute;
                if (isAbsolute && device !== '') break;
            }
        }
        const text = reduceSegments(splitSegments(tail), !isAbsolute).join('\\');
        return isAbsolute ? `${device}\\${text}` : `${device}${text}` || '.';
    }

    function normalize(path) {
        validateString(path, 'path');
        if (path.length === 0) return '.';
        if (path.length === 1) return path === '/' ? '\\' : path;
        const root = rootOf(path);
        if (root.isShare && root.end === path.length) return `${root.device}\\`;
        let tail = reduceSegments(splitSegments(path.slice(root.end)), !root.isAbsolute).join('\\');
        if (tail === '' && !root.isAbsolute) tail = '.';
        if (tail.length > 0 && isSeparator(path[path.length - 1])) tail += '\\';
        if (!root.isAbsolute && root.device === '' && looksLikeDrive(path, tail)) return `.\\${tail}`;
        return root.isAbsolute ? `${root.device}\\${tail}` : `${root.device}${tail}`;
    }

    // 'a/../C:x' must not become a path on drive C, nor 'a:' a device.
    function looksLikeDrive(path, tail) {
        return /:(?:[\\/]|$)/.test(path) || (path.includes(':') && /^[a-zA-Z]:/.test(tail));
    }

    function isAbsolute(path) {
        validateString(path, 'path');
        return isSeparator(path[0]) || /^[a-zA-Z]:[\\/]/.test(path);
    }

    function join(...paths) {
        for (const path of paths) validateString(path, 'path');
        const parts = paths.filter((path) => path.length > 0);
        if (parts.length === 0) return '.';
        let joined = parts.join('\\');
        // Only a first part that begins with exactly two separators and a name may make a share.
        if (!/^[\\/]{2}[^\\/]/.test(parts[0])) joined = joined.replace(/^[\\/]{2,}/, '\\');
        else if (/^[\\/]{2}[^\\/]+$/.test(parts[0]) === false) joined = joined.replace(/^[\\/]{2}/, '\\\\');
        return normalize(joined);
    }

    function relative(from, to) {
        validateString(from, 'from');
        validateString(to, 'to');
        if (from === to) return '';
        const fromPath = resolve(from);
        const toPath = resolve(to);
        if (fromPath === toPath || fromPath.toLowerCase() === toPath.toLowerCase()) return '';
        const source = fromPath.split('\\').filter(Boolean);
        const target = toPath.split('\\').filter(Boolean);
        let common = 0;
        while (common < source.length && common < target.length &&
            source[common].toLowerCase() === target[common].toLowerCase()) {
            common++;
        }
        if (common === 0 && source.length > 0 && target.length > 0) return toPath;
        return [...source.slice(common).fill('..'), ...target.slice(common)].join('\\');
    }

    function toNamespacedPath(path) {
        if (typeof path !== 'string' || path.length === 0) return path;
        const resolved = resolve(path);
        if (resolved.length <= 2) return path;
        if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
        return /^[a-zA-Z]:\\/.test(resolved) ? `\\\\?\\${resolved}` : resolved;
    }

    function dirname(path) {
        validateString(path, 'path');
        if (path.length === 0) return '.';
        if (path.length === 1) return isSeparator(path) ? path : '.';
        const { isShare, end: shareEnd } = rootOf(path);
        if (isShare && shareEnd === path.length) return path;
        const root = rootLength(path);
        let end = path.length;
        while (end > root && isSeparator(path[end - 1])) end--;
        while (end > root && !isSeparator(path[end - 1])) end--;
        if (end <= root) return root === 0 ? '.' : path.slice(0, root);
        return path.slice(0, end - 1);
    }

    function driveLength(path) {
        return /^[a-zA-Z]:/.test(path) ? 2 : 0;
    }

    function basename(path, suffix) {
        if (suffix !== undefined) validateString(suffix, 'suffix');
        validateString(path, 'path');
        if (suffix !== undefined && suffix === path) return '';
        const drive = driveLength(path);
        return stripSuffix(lastSegment(path, isSeparator, drive).base, suffix, path.slice(drive));
    }

    function extname(path) {
        validateString(path, 'path');
        return extensionOf(lastSegment(path, isSeparator, driveLength(path)).base);
    }

    function parse(path) {
        validateString(path, 'path');
        const rootEnd = rootLength(path);
        const root = path.slice(0, rootEnd);
        if (rootEnd === path.length) return { root, dir: root, base: '', ext: '', name: '' };
        const { start, base } = lastSegment(path, isSeparator, rootEnd);
        const ext = extensionOf(base);
        const dir = start > rootEnd ? path.slice(0, start - 1) : root;
        return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
    }

    const win32 = {
        resolve, normalize, isAbsolute, join, relative, toNamespacedPath, dirname, basename, extname,
        format: (pathObject) => formatWith('\\', pathObject),
        parse, sep: '\\', delimiter: ';', win32: null, posix, _makeLong: toNamespacedPath,
    };
    win32.win32 = win32;
    return win32;
}

module.exports = { create };
