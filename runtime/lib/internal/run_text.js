// Programs that are no file: -e, -p and standard input. They run as global code, with require, module and the like as globals.
'use strict';

const { Module, makeRequire } = require('internal/module/loader');
const builtins = require('internal/builtins');
const path = require('path');
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

// The module that text belongs to, as if it were a file of that name in the current directory.
function makeModule(name) {
    const module = new Module(name);
    module.filename = path.join(process.cwd(), name);
    module.paths = Module._nodeModulePaths(process.cwd());
    return module;
}

function defineGlobals(target, module, name) {
    Object.assign(target, {
        __filename: name, module, exports: module.exports, __dirname: '.', require: makeRequire(module),
    });
}

function run(name, text, flags) {
    const target = globalThis.global;
    defineGlobals(target, makeModule(name), name);
    if (name === '[eval]') {
        process._eval = text;
        addModules(target);
    }
    const result = runScript(compileScript(text, name, 0, 0));
    if (flags.print) globalThis.console.log(result);
}

module.exports = { run, addModules, makeModule, defineGlobals };
