// package.json: read once each, and its fields "main", "exports" and "imports" understood.
//
// "exports" maps subpaths ('.', './x', './x/*') to targets: a string that begins with './', null (forbidden), an array of
// alternatives, or an object of conditions, of which the first that holds and leads to a target is taken.
'use strict';

const { codes } = require('internal/errors');
const { readText } = internalBinding('fs');

const cache = new Map(); // directory -> parsed package.json or undefined
const conditions = new Set(['node', 'require', 'module-sync', 'node-addons', 'default']);

function readPackage(directory) {
    if (cache.has(directory)) return cache.get(directory);
    const file = directory.endsWith('/') ? `${directory}package.json` : `${directory}/package.json`;
    const text = readText(file);
    let result;
    if (text !== undefined) {
        try {
            result = JSON.parse(text);
        } catch (error) {
            const wrapped = new codes.ERR_INVALID_PACKAGE_CONFIG(file, undefined, error.message);
            wrapped.path = file;
            throw wrapped;
        }
        if (result === null || typeof result !== 'object') result = {};
    }
    cache.set(directory, result);
    return result;
}

// The nearest package.json at or above the directory of file: {directory, data}.
function packageScope(file) {
    let directory = file;
    for (;;) {
        const slash = directory.lastIndexOf('/');
        if (slash < 0) return undefined;
        directory = directory.slice(0, slash);
        if (directory.endsWith('/node_modules')) return undefined;
        const data = readPackage(directory || '/');
        if (data !== undefined) return { directory: directory || '/', data };
        if (directory === '') return undefined;
    }
}

// 'a/b*c' with 'x' for the star
function fillPattern(target, match) {
    return match === undefined ? target : target.split('*').join(match);
}

function resolveTargetString(scope, target, match, key, isImports) {
    if (!target.startsWith('./')) {
        if (isImports && !target.startsWith('../') && !target.startsWith('/')) {
            return { specifier: fillPattern(target, match) };
        }
        throw new codes.ERR_INVALID_PACKAGE_TARGET(`${scope}/`, key, target, isImports);
    }
    if (/(?:^|[\\/])(?:\.{1,2}|node_modules)(?:[\\/]|$)/i.test(target.slice(2))) {
        throw new codes.ERR_INVALID_PACKAGE_TARGET(`${scope}/`, key, target, isImports);
    }
    return { path: `${scope === '/' ? '' : scope}/${fillPattern(target.slice(2), match)}` };
}

// {path} or {specifier}; null: forbidden; undefined: no condition held.
function resolveTarget(scope, target, match, key, isImports) {
    if (typeof target === 'string') return resolveTargetString(scope, target, match, key, isImports);
    if (target === null) return null;
    if (Array.isArray(target)) {
        let failure;
        for (const each of target) {
            try {
                const found = resolveTarget(scope, each, match, key, isImports);
                if (found !== undefined && found !== null) return found;
            } catch (error) {
                if (error.code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
                failure = error;
            }
        }
        if (failure !== undefined) throw failure;
        return null;
    }
    if (typeof target === 'object') {
        for (const condition of Object.keys(target)) {
            if (!conditions.has(condition)) continue;
            const found = resolveTarget(scope, target[condition], match, key, isImports);
            if (found !== undefined) return found;
        }
        return undefined;
    }
    throw new codes.ERR_INVALID_PACKAGE_TARGET(`${scope}/`, key, target, isImports);
}

// The pattern of keys that fits subpath best: the longest before its star.
function bestPattern(map, subpath) {
    let best;
    let bestMatch;
    for (const key of Object.keys(map)) {
        const star = key.indexOf('*');
        if (star === -1) continue;
        const head = key.slice(0, star);
        const tail = key.slice(star + 1);
        if (!subpath.startsWith(head) || subpath.length < key.length || !subpath.endsWith(tail)) continue;
        if (best === undefined || star > best.indexOf('*') || (star === best.indexOf('*') && key.length > best.length)) {
            best = key;
            bestMatch = subpath.slice(star, subpath.length - tail.length);
        }
    }
    return { key: best, match: bestMatch };
}

function resolveMap(scope, map, subpath, isImports) {
    if (Object.prototype.hasOwnProperty.call(map, subpath) && !subpath.includes('*') && !subpath.endsWith('/')) {
        return resolveTarget(scope, map[subpath], undefined, subpath, isImports);
    }
    const { key, match } = bestPattern(map, subpath);
    return key === undefined ? undefined : resolveTarget(scope, map[key], match, key, isImports);
}

// The file that "exports" of the package in directory gives for subpath ('.' or './x').
function resolveExports(directory, exports, subpath) {
    let map = exports;
    if (typeof map !== 'object' || map === null || Array.isArray(map) || !Object.keys(map).some((key) => key.startsWith('.'))) {
        map = { '.': exports };
    }
    const found = resolveMap(directory, map, subpath, false);
    if (found === undefined || found === null) throw new codes.ERR_PACKAGE_PATH_NOT_EXPORTED(`${directory}/`, subpath);
    return found.path;
}

// What '#name' means in the package of file: {path} or {specifier}.
function resolveImports(file, name) {
    const scope = packageScope(file);
    if (scope !== undefined && scope.data.imports && name !== '#' && !name.startsWith('#/')) {
        const found = resolveMap(scope.directory, scope.data.imports, name, true);
        if (found !== undefined && found !== null) return found;
    }
    throw new codes.ERR_PACKAGE_IMPORT_NOT_DEFINED(name, scope && `${scope.directory}/`, file);
}

module.exports = { readPackage, packageScope, resolveExports, resolveImports };
