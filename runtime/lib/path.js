// require('path'): POSIX paths; path.win32 is in internal/path_win32. Pure text: nothing looks at the disk except
// process.cwd() in resolve.
'use strict';

const { validateString, validateObject } = require('internal/validators');
const { lazy } = require('internal/builtins');

/*
 * The segments of path without '' and '.', and with '..' taking back the segment before it. '..' at the start stays
 * only where the path is relative.
 */
function reduceSegments(segments, isRelative) {
    const result = [];
    for (const segment of segments) {
        if (segment === '' || segment === '.') continue;
        if (segment !== '..') result.push(segment);
        else if (result.length > 0 && result[result.length - 1] !== '..') result.pop();
        else if (isRelative) result.push('..');
    }
    return result;
}

// The last segment, and where it begins; trailing separators do not count.
function lastSegment(path, isSeparator, from) {
    let end = path.length;
    while (end > from && isSeparator(path[end - 1])) end--;
    let start = end;
    while (start > from && !isSeparator(path[start - 1])) start--;
    return { start, end, base: path.slice(start, end) };
}

// '.ext' of a base name; none for '.name' and '..'.
function extensionOf(base) {
    const dot = base.lastIndexOf('.');
    return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

// The whole of a path of separators only is its own base name where a suffix is asked about.
function stripSuffix(base, suffix, path) {
    if (base === '' && suffix !== undefined && suffix.length > 0 && suffix.length <= path.length) return path;
    return suffix !== undefined && base !== suffix && base.endsWith(suffix) ? base.slice(0, base.length - suffix.length) : base;
}

function formatWith(separator, pathObject) {
    validateObject(pathObject, 'pathObject');
    const directory = pathObject.dir || pathObject.root;
    let { ext = '' } = pathObject;
    if (ext && ext[0] !== '.') ext = `.${ext}`;
    const base = pathObject.base || `${pathObject.name || ''}${ext}`;
    if (!directory) return base;
    return directory === pathObject.root ? `${directory}${base}` : `${directory}${separator}${base}`;
}

const isSlash = (character) => character === '/';

const posix = {
    resolve(...paths) {
        let resolved = '';
        let isAbsolute = false;
        for (let i = paths.length - 1; i >= -1 && !isAbsolute; i--) {
            const path = i >= 0 ? paths[i] : process.cwd();
            validateString(path, `paths[${i}]`);
            if (path.length === 0) continue;
            resolved = `${path}/${resolved}`;
            isAbsolute = path[0] === '/';
        }
        const text = reduceSegments(resolved.split('/'), !isAbsolute).join('/');
        return isAbsolute ? `/${text}` : text || '.';
    },

    normalize(path) {
        validateString(path, 'path');
        if (path.length === 0) return '.';
        const isAbsolute = path[0] === '/';
        const isFolder = path.endsWith('/');
        let text = reduceSegments(path.split('/'), !isAbsolute).join('/');
        if (text === '') {
            if (isAbsolute) return '/';
            return isFolder ? './' : '.';
        }
        if (isFolder) text += '/';
        return isAbsolute ? `/${text}` : text;
    },

    isAbsolute(path) {
        validateString(path, 'path');
        return path[0] === '/';
    },

    join(...paths) {
        for (const path of paths) validateString(path, 'path');
        const joined = paths.filter((path) => path.length > 0).join('/');
        return joined === '' ? '.' : posix.normalize(joined);
    },

    relative(from, to) {
        validateString(from, 'from');
        validateString(to, 'to');
        if (from === to) return '';
        const source = posix.resolve(from).split('/').filter(Boolean);
        const target = posix.resolve(to).split('/').filter(Boolean);
        let common = 0;
        while (common < source.length && common < target.length && source[common] === target[common]) common++;
        return [...source.slice(common).fill('..'), ...target.slice(common)].join('/');
    },

    toNamespacedPath(path) {
        return path;
    },

    dirname(path) {
        validateString(path, 'path');
        if (path.length === 0) return '.';
        const { start } = lastSegment(path, isSlash, 1);
        const end = start > 1 ? start - 1 : 0;
        if (end === 0) return path[0] === '/' ? '/' : '.';
        return path[0] === '/' && end === 1 ? '//' : path.slice(0, end);
    },

    basename(path, suffix) {
        if (suffix !== undefined) validateString(suffix, 'suffix');
        validateString(path, 'path');
        if (suffix !== undefined && suffix === path) return '';
        return stripSuffix(lastSegment(path, isSlash, 0).base, suffix, path);
    },

    extname(path) {
        validateString(path, 'path');
        return extensionOf(lastSegment(path, isSlash, 0).base);
    },

    format: (pathObject) => formatWith('/', pathObject),

    parse(path) {
        validateString(path, 'path');
        const root = path[0] === '/' ? '/' : '';
        const { start, base } = lastSegment(path, isSlash, root.length);
        const ext = extensionOf(base);
        const dir = start > root.length ? path.slice(0, start - 1) : root;
        return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
    },

    sep: '/',
    delimiter: ':',
    win32: null,
    posix: null,
    _makeLong: (path) => path,
};
Object.defineProperty(posix.format, 'name', { value: 'format' });

module.exports = posix;
posix.posix = posix;
lazy(posix, 'win32', () => require('internal/path_win32').create({
    posix, reduceSegments, lastSegment, extensionOf, stripSuffix, formatWith,
}));
