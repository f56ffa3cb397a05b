// Fills the process object: what is data now, and the rest as lazy properties by file.
'use strict';

const { lazy, require: requireBuiltin, isLoaded } = require('internal/builtins');
const native = internalBinding('process_methods');

function fixed(name, value) {
    Object.defineProperty(process, name, { value, writable: false, configurable: false, enumerable: true });
}

function from(id, names, enumerable = true) {
    for (const name of names) lazy(process, name, () => requireBuiltin(id)[name], enumerable);
}

fixed('version', native.version);
fixed('versions', native.versions);
fixed('arch', native.arch);
fixed('platform', native.platform);
fixed('release', native.release);

let exitCode;
Object.defineProperty(process, 'exitCode', {
    configurable: true,
    enumerable: true,
    get: () => exitCode,
    set(value) {
        if (value !== undefined && value !== null) value = requireBuiltin('internal/process/methods').checkExitCode(value);
        exitCode = value;
    },
});

process._exiting = false;
process.domain = null;
process.argv = native.argv.slice();
Object.defineProperty(process, 'argv0', { value: native.argv[0], writable: true, configurable: true, enumerable: true });
process.argv[0] = native.execPath;
process.execArgv = native.execArgv;
process.execPath = native.execPath;
fixed('pid', native.pid);
Object.defineProperty(process, 'ppid', { configurable: true, enumerable: true, get: () => native.ppid(), set: undefined });
process.debugPort = 9229;
process.features = native.features;
process.config = Object.freeze({ target_defaults: Object.freeze({}), variables: Object.freeze({}) });
for (const name of ['noDeprecation', 'traceDeprecation', 'throwDeprecation']) {
    if (native[name]) process[name] = true;
}

Object.defineProperty(process, 'title', {
    configurable: true,
    enumerable: true,
    get: () => native.getTitle(),
    set: (value) => native.setTitle(String(value)),
});

lazy(process, 'env', () => requireBuiltin('internal/process/env'));
lazy(process, 'report', () => undefined);
from('internal/process/exit', ['exit']);
from('internal/process/methods', ['reallyExit', 'abort', 'hrtime', 'uptime', 'cwd', 'chdir', 'umask', 'memoryUsage',
    'cpuUsage', 'resourceUsage', 'constrainedMemory', 'availableMemory', 'kill', '_kill', 'getuid', 'geteuid', 'getgid',
    'getegid', 'getgroups', 'getActiveResourcesInfo', 'getBuiltinModule', 'binding', 'assert', '_rawDebug', 'openStdin',
    'setSourceMapsEnabled', 'allowedNodeEnvironmentFlags', 'moduleLoadList', 'dlopen']);
from('internal/process/fatal', ['setUncaughtExceptionCaptureCallback', 'hasUncaughtExceptionCaptureCallback',
    '_fatalException']);
from('internal/process/warning', ['emitWarning']);
from('internal/process/task_queue', ['nextTick', '_tickCallback']);
from('internal/process/stdio', ['stdout', 'stderr', 'stdin']);

/*
 * process is an EventEmitter. The class is loaded when the first of its methods is used: until then the prototype of
 * process has a getter for each.
 */
const prototype = Object.getPrototypeOf(process);
const emitterMethods = ['on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners', 'emit', 'listeners',
    'rawListeners', 'listenerCount', 'eventNames', 'prependListener', 'prependOnceListener', 'setMaxListeners',
    'getMaxListeners'];

function becomeEmitter() {
    for (const name of emitterMethods) delete prototype[name];
    const EventEmitter = requireBuiltin('events');
    if (Object.getPrototypeOf(prototype) !== EventEmitter.prototype) {
        Object.setPrototypeOf(prototype, EventEmitter.prototype);
        EventEmitter.call(process);
        requireBuiltin('internal/process/signals').watch(process);
        if (!native.noWarnings) {
            process.on('warning', (warning) => requireBuiltin('internal/process/warning').onWarning(warning));
        }
    }
}

for (const name of emitterMethods) {
    Object.defineProperty(prototype, name, {
        configurable: true,
        enumerable: false,
        get() {
            becomeEmitter();
            return prototype[name];
        },
        set(value) {
            becomeEmitter();
            Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
        },
    });
}

module.exports = { becomeEmitter, isEmitter: () => isLoaded('events') };
