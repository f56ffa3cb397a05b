// Completion in the interactive session. Nothing runs for it but reading plain variables: a chain of members is followed through data
// properties only.
'use strict';

const builtins = require('internal/builtins');
const { compileScript, runScript } = internalBinding('contextify');

const keywords = ['async', 'await', 'break', 'case', 'catch', 'class', 'const', 'continue', 'debugger', 'default', 'delete', 'do',
    'else', 'export', 'false', 'finally', 'for', 'function', 'if', 'import', 'in', 'instanceof', 'let', 'new', 'null', 'return',
    'static', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void', 'while', 'with', 'yield'];

const identifier = /^[A-Za-z_$][\w$]*$/;

function namesOf(object) {
    const names = new Set();
    for (let each = Object(object); each !== null && each !== undefined; each = Object.getPrototypeOf(each)) {
        if (each === Object.prototype && typeof object === 'object' && names.size > 0 && Object.getPrototypeOf(object) === null) break;
        for (const name of Object.getOwnPropertyNames(each)) {
            if (identifier.test(name)) names.add(name);
        }
    }
    return [...names];
}

// The value of a variable; undefined where reading it would run something.
function readVariable(session, name) {
    const descriptor = Object.getOwnPropertyDescriptor(session.context, name);
    if (descriptor !== undefined && descriptor.get !== undefined && !builtins.isPublic(name) && name !== '_' &&
        !['console', 'Buffer', 'process', 'performance'].includes(name)) {
        return undefined;
    }
    try {
        return runScript(compileScript(name, 'REPL', 0, 0));
    } catch {
        return undefined;
    }
}

function readMember(object, name) {
    for (let each = Object(object); each !== null; each = Object.getPrototypeOf(each)) {
        const descriptor = Object.getOwnPropertyDescriptor(each, name);
        if (descriptor !== undefined) return descriptor.value;
    }
    return undefined;
}

function completeCommand(session, line) {
    const prefix = line.trim().slice(1);
    const found = Object.keys(session.commands).filter((name) => name.startsWith(prefix)).map((name) => `.${name}`);
    return [found.sort(), line.trim()];
}

function completeRequire(prefix) {
    return [builtins.publicIds.filter((id) => id.startsWith(prefix)), prefix];
}

function completeMember(session, path) {
    const parts = path.split(/\??\./);
    const prefix = parts.pop();
    let value = readVariable(session, parts[0]);
    for (const name of parts.slice(1)) {
        if (value === undefined || value === null) return [[], path];
        value = readMember(value, name);
    }
    if (value === undefined || value === null) return [[], path];
    const start = path.slice(0, path.length - prefix.length);
    const found = namesOf(value).filter((name) => name.startsWith(prefix)).sort();
    return [found.map((name) => start + name), path];
}

// [candidates, the part of line that they replace]
function complete(session, line) {
    if (/^\s*\.\w*$/.test(line)) return completeCommand(session, line);
    const required = /\brequire\s*\(\s*['"`]([\w./@:-]*)$/.exec(line);
    if (required !== null) return completeRequire(required[1]);
    const match = /(?:[A-Za-z_$][\w$]*\??\.)*[A-Za-z_$]?[\w$]*$/.exec(line);
    const path = match[0];
    if (path.includes('.')) return completeMember(session, path);
    if ((path === '' && line.trim() !== '') || line[match.index - 1] === '.') return [[], path];
    const all = new Set([...namesOf(session.context), ...namesOf(globalThis), ...session.lexicalNames, ...keywords]);
    return [[...all].filter((name) => name.startsWith(path)).sort(), path];
}

module.exports = { complete };
