// Programs that are no file: -e, -p and standard input. They run as global code, with require, module and the like as globals, which
// load nothing until they are used.
'use strict';

const builtins = require('internal/builtins');
const { compileScript, runScript } = internalBinding('contextify');

// Makes the public modules readable as globals of target, loaded when first read.
function addModules(target) {
    const hidden = new Set(['console', 'process', 'module', 'punycode', 'sys']);
    for (const id of builtins.publicIds) {
        if (id.includes('/') || id.startsWith('_') || hidden.has(id)) continue;
        Object.defineProperty(target, id, {
            configurable: true,
            enumerable: false,
            get() {
                const value = builtins.require(id);
                delete target[id];
                Object.defineProperty(target, id, { value, configurable: true, enumerable: false, writable: true });
                return value;
            },
            set(value) {
                delete target[id];
                target[id] = value;
            },
        });
    }
}

// Defines module, exports and require on target: of a module that is as if in a file of that name in the current directory.
function defineModule(target, name) {
    let made;
    const get = () => {
        if (made === undefined) {
            const { Module, makeRequire } = require('internal/module/loader');
            const module = new Module(name);
            module.filename = require('path').join(process.cwd(), name);
            module.paths = Module._nodeModulePaths(process.cwd());
            made = { module, exports: module.exports, require: makeRequire(module) };
        }
        return made;
    };
    for (const key of ['module', 'exports', 'require']) builtins.lazy(target, key, () => get()[key]);
}

function run(name, text, flags) {
    const target = globalThis.global;
    target.__filename = name;
    defineModule(target, name);
    target.__dirname = '.';
    if (name === '[eval]') {
        process._eval = text;
        addModules(target);
    }
    const result = runScript(compileScript(text, name, 0, 0));
    if (flags.print) globalThis.console.log(result);
}

module.exports = { run, addModules, defineModule };
