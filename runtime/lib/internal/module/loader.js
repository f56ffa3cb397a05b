// The CommonJS loader: require of builtin modules, files, folders and packages.
//
// A request becomes a file name (Module._resolveFilename), the file name a Module in Module._cache, which is there before its
// code runs: so cycles see unfinished exports. If the code throws, the module leaves the cache again.
'use strict';

const { codes } = require('internal/errors');
const { validateString, validateArray } = require('internal/validators');
const builtins = require('internal/builtins');
const path = require('path');
const { readPackage, packageScope, resolveExports, resolveImports } = require('internal/module/packages');
const native = internalBinding('fs');
const { compileFunction, compileScript, runScript } = internalBinding('contextify');

const FILE = 0;
const FOLDER = 1;

function Module(id = '', parent = undefined) {
    this.id = id;
    this.path = path.dirname(id);
    this.exports = {};
    Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true, enumerable: false });
    addChild(parent, this);
    this.filename = null;
    this.loaded = false;
    this.children = [];
}

Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
Module.Module = Module;
Module.builtinModules = builtins.publicIds.slice();
Module.isBuiltin = function isBuiltin(name) {
    return typeof name === 'string' && builtins.isPublic(name.startsWith('node:') ? name.slice(5) : name);
};

function addChild(parent, child) {
    if (parent && parent.children && !parent.children.includes(child)) parent.children.push(child);
}

function isRelative(request) {
    return /^\.{1,2}(?:\/|$)/.test(request);
}

function realPath(file) {
    try {
        return native.realpath(file);
    } catch {
        return file;
    }
}

function tryFile(file, isMain) {
    if (native.fileKind(file) !== FILE) return false;
    return isMain && preservesMainLink() ? path.resolve(file) : realPath(file);
}

function preservesMainLink() {
    return process.execArgv.includes('--preserve-symlinks-main');
}

function tryExtensions(base, extensions, isMain) {
    for (const extension of extensions) {
        const found = tryFile(base + extension, isMain);
        if (found) return found;
    }
    return false;
}

// A folder: its "main", as file or folder, or its index.
function tryFolder(folder, extensions, isMain, request) {
    const data = readPackage(folder);
    const main = data === undefined ? undefined : data.main;
    if (typeof main !== 'string' || main === '') return tryExtensions(path.resolve(folder, 'index'), extensions, isMain);
    const file = path.resolve(folder, main);
    let found = tryFile(file, isMain) || tryExtensions(file, extensions, isMain) ||
        tryExtensions(path.resolve(file, 'index'), extensions, isMain);
    if (found) return found;
    found = tryExtensions(path.resolve(folder, 'index'), extensions, isMain);
    const packageFile = path.resolve(folder, 'package.json');
    if (!found) {
        const error = new Error(`Cannot find module '${file}'. Please verify that the package.json has a valid "main" entry`);
        error.code = 'MODULE_NOT_FOUND';
        error.path = packageFile;
        error.requestPath = request;
        throw error;
    }
    process.emitWarning(`Invalid 'main' field in '${packageFile}' of '${main}'. Please either fix that or report it to the ` +
        'module author', 'DeprecationWarning', 'DEP0128');
    return found;
}

// 'name', '@scope/name' and what follows it, as {name, subpath}.
function splitPackageRequest(request) {
    const match = /^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/.exec(request);
    return match === null ? undefined : { name: match[1], subpath: `.${match[2] || ''}` };
}

function tryExports(nodeModules, request) {
    const parts = splitPackageRequest(request);
    if (parts === undefined) return false;
    const directory = path.resolve(nodeModules, parts.name);
    const data = readPackage(directory);
    if (data === undefined || data.exports === undefined || data.exports === null) return false;
    return finishResolved(resolveExports(directory, data.exports, parts.subpath), nodeModules);
}

// "exports" and "imports" name files exactly.
function finishResolved(file, from) {
    const found = tryFile(file, false);
    if (found) return found;
    const error = new Error(`Cannot find module '${file}'`);
    error.code = 'MODULE_NOT_FOUND';
    error.path = from;
    throw error;
}

Module._findPath = function _findPath(request, paths, isMain = false) {
    const isAbsolute = path.isAbsolute(request);
    if (isAbsolute) paths = [''];
    else if (!paths || paths.length === 0) return false;
    const key = `${request}\0${paths.join('\0')}`;
    const cached = Module._pathCache[key];
    if (cached) return cached;
    const wantsFolder = /(?:^|\/)\.{0,2}$/.test(request) && (request.endsWith('/') || /(?:^|\/)\.{1,2}$/.test(request));
    let extensions;
    for (const base of paths) {
        if (base !== '' && native.fileKind(base) !== FOLDER) continue;
        let found = false;
        if (!isAbsolute && !isRelative(request)) found = tryExports(base, request);
        const file = path.resolve(base, request);
        const kind = found ? undefined : native.fileKind(file);
        if (!found && !wantsFolder) {
            if (kind === FILE) found = tryFile(file, isMain);
            if (!found) {
                extensions = extensions || Object.keys(Module._extensions);
                found = tryExtensions(file, extensions, isMain);
            }
        }
        if (!found && kind === FOLDER) {
            extensions = extensions || Object.keys(Module._extensions);
            found = tryFolder(file, extensions, isMain, request);
        }
        if (found) {
            Module._pathCache[key] = found;
            return found;
        }
    }
    return false;
};

Module._nodeModulePaths = function _nodeModulePaths(from) {
    let directory = path.resolve(from);
    const paths = [];
    for (;;) {
        if (path.basename(directory) !== 'node_modules') {
            paths.push(directory === '/' ? '/node_modules' : `${directory}/node_modules`);
        }
        if (directory === '/') return paths;
        directory = path.dirname(directory);
    }
};

Module._initPaths = function _initPaths() {
    const { HOME, NODE_PATH } = process.env;
    let paths = [path.resolve(process.execPath, '..', '..', 'lib', 'node')];
    if (HOME) paths.unshift(path.resolve(HOME, '.node_modules'), path.resolve(HOME, '.node_libraries'));
    if (NODE_PATH) paths = NODE_PATH.split(path.delimiter).filter(Boolean).concat(paths);
    Module.globalPaths = paths;
    globalPathsReady = true;
};

let globalPathsReady = false;

function globalPaths() {
    if (!globalPathsReady) Module._initPaths();
    return Module.globalPaths;
}

Module._resolveLookupPaths = function _resolveLookupPaths(request, parent) {
    if (Module.isBuiltin(request)) return null;
    if (!isRelative(request)) {
        const own = parent && parent.paths && parent.paths.length > 0 ? parent.paths : [];
        return own.concat(globalPaths());
    }
    if (!parent || !parent.id || !parent.filename) return ['.'].concat(Module._nodeModulePaths('.'), globalPaths());
    return [path.dirname(parent.filename)];
};

function pathsFromOptions(request, options) {
    validateArray(options.paths, 'options.paths');
    if (isRelative(request)) return options.paths;
    const fake = new Module('', null);
    const paths = [];
    for (const each of options.paths) {
        fake.paths = Module._nodeModulePaths(each);
        for (const found of Module._resolveLookupPaths(request, fake)) {
            if (!paths.includes(found)) paths.push(found);
        }
    }
    return paths;
}

// A package may require itself by its own name, if it has "exports".
function trySelf(parent, request) {
    const scope = parent && parent.filename ? packageScope(parent.filename) : undefined;
    if (scope === undefined || scope.data.exports === undefined || scope.data.exports === null) return false;
    const { name } = scope.data;
    if (typeof name !== 'string' || (request !== name && !request.startsWith(`${name}/`))) return false;
    return finishResolved(resolveExports(scope.directory, scope.data.exports, `.${request.slice(name.length)}`), parent.filename);
}

function notFound(request, parent) {
    const requireStack = [];
    for (let each = parent; each; each = each.parent) requireStack.push(each.filename || each.id);
    let message = `Cannot find module '${request}'`;
    if (requireStack.length > 0) message += `\nRequire stack:\n- ${requireStack.join('\n- ')}`;
    const error = new Error(message);
    error.code = 'MODULE_NOT_FOUND';
    error.requireStack = requireStack;
    return error;
}

Module._resolveFilename = function _resolveFilename(request, parent, isMain = false, options = undefined) {
    if (Module.isBuiltin(request)) return request;
    if (request[0] === '#' && parent && parent.filename) {
        const found = resolveImports(parent.filename, request);
        if (found.path !== undefined) return finishResolved(found.path, parent.filename);
        return Module._resolveFilename(found.specifier, parent, isMain, options);
    }
    const paths = options && options.paths !== undefined ? pathsFromOptions(request, options) :
        Module._resolveLookupPaths(request, parent);
    const self = isRelative(request) || path.isAbsolute(request) ? false : trySelf(parent, request);
    const found = self || Module._findPath(request, paths, isMain);
    if (found) return found;
    throw notFound(request, parent);
};

function loadBuiltin(request) {
    const id = request.startsWith('node:') ? request.slice(5) : request;
    if (!builtins.isPublic(id)) throw new codes.ERR_UNKNOWN_BUILTIN_MODULE(request);
    return builtins.require(id);
}

Module._load = function _load(request, parent, isMain = false) {
    if (request.startsWith('node:')) return loadBuiltin(request);
    const filename = Module._resolveFilename(request, parent, isMain);
    const cached = Module._cache[filename];
    if (cached !== undefined) {
        addChild(parent, cached);
        return cached.exports;
    }
    if (Module.isBuiltin(filename)) return loadBuiltin(filename);
    const module = new Module(filename, parent);
    if (isMain) {
        process.mainModule = module;
        module.id = '.';
    }
    Module._cache[filename] = module;
    let failed = true;
    try {
        module.load(filename);
        failed = false;
    } finally {
        if (failed) {
            delete Module._cache[filename];
            const index = parent && parent.children ? parent.children.indexOf(module) : -1;
            if (index !== -1) parent.children.splice(index, 1);
        }
    }
    return module.exports;
};

// The longest known extension of the base name; '.js' if none is.
function extensionOf(filename) {
    const base = path.basename(filename);
    for (let dot = base.indexOf('.', 1); dot !== -1; dot = base.indexOf('.', dot + 1)) {
        const extension = base.slice(dot);
        if (Module._extensions[extension]) return extension;
    }
    return '.js';
}

Module.prototype.load = function load(filename) {
    this.filename = filename;
    this.paths = Module._nodeModulePaths(path.dirname(filename));
    if (filename.endsWith('.mjs') && !Module._extensions['.mjs']) throw new codes.ERR_REQUIRE_ESM(filename);
    Module._extensions[extensionOf(filename)](this, filename);
    this.loaded = true;
};

Module.prototype.require = function require_(id) {
    validateString(id, 'id');
    if (id === '') throw new codes.ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
    return Module._load(id, this, false);
};
Object.defineProperty(Module.prototype.require, 'name', { value: 'require' });

function makeRequire(module) {
    const require = function require(id) {
        return module.require(id);
    };
    require.resolve = function resolve(request, options) {
        validateString(request, 'request');
        return Module._resolveFilename(request, module, false, options);
    };
    require.resolve.paths = function paths(request) {
        validateString(request, 'request');
        return Module._resolveLookupPaths(request, module);
    };
    require.main = process.mainModule;
    require.extensions = Module._extensions;
    require.cache = Module._cache;
    return require;
}

const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
let wrapperIsPatched = false;

Module.wrap = function wrap(script) {
    return wrapper[0] + script + wrapper[1];
};
const originalWrap = Module.wrap;
Module.wrapper = new Proxy(wrapper, {
    set(target, key, value) {
        wrapperIsPatched = true;
        return Reflect.set(target, key, value);
    },
});

function compile(content, filename) {
    if (wrapperIsPatched || Module.wrap !== originalWrap) {
        return runScript(compileScript(Module.wrap(content), filename, 0, 0));
    }
    return compileFunction(content, filename, ['exports', 'require', 'module', '__filename', '__dirname'], 0, 0);
}

Module.prototype._compile = function _compile(content, filename) {
    if (content.startsWith('#!')) content = `//${content.slice(2)}`;
    const fn = compile(content, filename);
    return Reflect.apply(fn, this.exports, [this.exports, makeRequire(this), this, filename, path.dirname(filename)]);
};

// Reads text as fs does, with its errors.
function readSource(filename) {
    const text = native.readText(filename);
    return text !== undefined ? text : builtins.require('fs').readFileSync(filename, 'utf8');
}

Module._extensions['.js'] = function (module, filename) {
    const text = readSource(filename);
    if (filename.endsWith('.js')) {
        const scope = packageScope(filename);
        if (scope !== undefined && scope.data.type === 'module') {
            const parent = module.parent && module.parent.filename;
            const error = new codes.ERR_REQUIRE_ESM(`${filename}${parent ? ` from ${parent}` : ''}`);
            throw error;
        }
    }
    module._compile(text, filename);
};

Module._extensions['.json'] = function (module, filename) {
    const text = readSource(filename);
    try {
        module.exports = JSON.parse(text);
    } catch (error) {
        error.message = `${filename}: ${error.message}`;
        throw error;
    }
};

Module._extensions['.node'] = function (module, filename) {
    return process.dlopen(module, path.toNamespacedPath(filename));
};

Module.createRequire = function createRequire(filename) {
    const isUrl = (typeof filename === 'object' && filename !== null && typeof filename.href === 'string') ||
        (typeof filename === 'string' && filename.startsWith('file:'));
    const file = isUrl ? builtins.require('url').fileURLToPath(filename) : filename;
    if (typeof file !== 'string' || !path.isAbsolute(file)) {
        throw new codes.ERR_INVALID_ARG_VALUE('filename', filename,
            'must be a file URL object, file URL string, or absolute path string');
    }
    const isFolder = file.endsWith('/');
    const name = isFolder ? path.join(file, 'noop.js') : file;
    const module = new Module(name);
    module.filename = name;
    module.paths = Module._nodeModulePaths(path.dirname(name));
    return makeRequire(module);
};

Module.syncBuiltinESMExports = function syncBuiltinESMExports() {};
Module.findSourceMap = function findSourceMap() { return undefined; };
Module._preloadModules = function _preloadModules(requests) {
    if (!Array.isArray(requests) || requests.length === 0) return;
    const parent = new Module('internal/preload', null);
    parent.paths = Module._nodeModulePaths(process.cwd());
    for (const request of requests) parent.require(request);
};
Module.runMain = function runMain_(main = process.argv[1]) {
    Module._load(main, null, true);
};

// A program's script: path as given, or without its extension.
function runMain(file) {
    const resolved = path.resolve(file);
    process.argv[1] = resolved;
    Module._load(resolved, null, true);
}

// An accessor, so that modules are shown as plain objects.
Object.defineProperty(Module.prototype, 'constructor', { configurable: false, enumerable: false, get: () => Module });

module.exports = { Module, makeRequire, runMain };
