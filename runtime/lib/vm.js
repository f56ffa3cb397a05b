// require('vm'): scripts in the current context; there is only that one.
'use strict';

const { codes } = require('internal/errors');
const { validateString, validateArray, validateObject, validateInt32 } = require('internal/validators');
const native = internalBinding('contextify');

function checkOptions(options) {
    if (typeof options === 'string') options = { filename: options };
    if (options === undefined) options = {};
    validateObject(options, 'options');
    const { filename = 'evalmachine.<anonymous>', lineOffset = 0, columnOffset = 0 } = options;
    validateString(filename, 'options.filename');
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    return { filename, lineOffset, columnOffset };
}

const compiled = new WeakMap();

class Script {
    constructor(code, options) {
        const { filename, lineOffset, columnOffset } = checkOptions(options);
        compiled.set(this, native.compileScript(`${code}`, filename, lineOffset, columnOffset));
    }

    runInThisContext() {
        return native.runScript(compiled.get(this));
    }

    runInContext() {
        throw new codes.ERR_VM_CONTEXTS_UNAVAILABLE();
    }

    runInNewContext() {
        throw new codes.ERR_VM_CONTEXTS_UNAVAILABLE();
    }
}

function runInThisContext(code, options) {
    return new Script(code, options).runInThisContext();
}

function compileFunction(code, params = [], options = {}) {
    validateString(code, 'code');
    validateArray(params, 'params');
    params.forEach((param, i) => validateString(param, `params[${i}]`));
    const { filename = '', lineOffset = 0, columnOffset = 0 } = options;
    return native.compileFunction(code, filename, params, lineOffset, columnOffset);
}

function unavailable() {
    throw new codes.ERR_VM_CONTEXTS_UNAVAILABLE();
}

function isContext(object) {
    validateObject(object, 'object', { allowArray: true });
    return false;
}

module.exports = {
    Script, createContext: unavailable, runInContext: unavailable, runInNewContext: unavailable, runInThisContext, isContext,
    compileFunction, createScript: (code, options) => new Script(code, options),
};
