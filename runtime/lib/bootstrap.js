// The first file to run: sets up the loader of the library's own modules, the process object and the global object, and
// returns the hooks by which C enters JavaScript (BINDINGS.md). Whatever is not needed by every program is a lazy property,
// so that an empty script evaluates this file and internal/process/setup only.
'use strict';

const builtins = internalBinding('builtins');
const knownIds = new Set(builtins.ids);
const loaded = new Map();

const lazyGetters = new WeakSet();

const process = Object.create(Object.create(Object.prototype, {
    constructor: { value: { process() {} }.process, writable: true, configurable: true, enumerable: false },
    [Symbol.toStringTag]: { value: 'process', writable: false, configurable: true, enumerable: false },
}));

// Loads a module of the library. Cycles get the unfinished exports, as in CommonJS. One whose evaluation failed, for want of
// memory, is evaluated again when it is next asked for, into the same exports, which others may have got hold of.
function requireBuiltin(id) {
    let module = loaded.get(id);
    if (module === undefined) {
        if (!knownIds.has(id)) throw new Error(`No such built-in module: ${id}`);
        module = { id, exports: {}, failed: true };
        loaded.set(id, module);
    }
    if (module.failed) {
        let done = false;
        module.failed = false;
        try {
            const evaluate = builtins.compile(id);
            evaluate.call(module.exports, module.exports, requireBuiltin, module, process, internalBinding);
            done = true;
        } finally {
            if (!done) module.failed = true;
        }
    }
    return module.exports;
}

const publicIds = builtins.ids.filter((id) => !id.startsWith('internal/') && id !== 'bootstrap').sort();

loaded.set('internal/builtins', {
    id: 'internal/builtins',
    exports: {
        require: requireBuiltin,
        publicIds,
        exists: (id) => knownIds.has(id),
        isPublic: (id) => knownIds.has(id) && !id.startsWith('internal/') && id !== 'bootstrap',
        isLoaded: (id) => loaded.has(id) && !loaded.get(id).failed,
        loadedIds: () => [...loaded.keys()],
        lazy,
        isLazyGetter: (fn) => lazyGetters.has(fn),
    },
});

/*
 * Defines target[name] as a property whose value load() makes at first use. It reads as an accessor until then, and is
 * a plain data property from then on. Frozen or inheriting receivers just get the value.
 */
function lazy(target, name, load, enumerable = true) {
    function define(value) {
        Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable });
    }
    function get() {
        const value = load();
        define(value);
        return value;
    }
    lazyGetters.add(get);
    Object.defineProperty(target, name, { configurable: true, enumerable, get, set: define });
}

function lazyFrom(id, names, enumerable) {
    for (const name of names) lazy(global, name, () => requireBuiltin(id)[name], enumerable);
}

function hidden(value) {
    return { value, writable: true, configurable: true, enumerable: false };
}

function setUpGlobal() {
    Object.defineProperty(global, 'global', { value: global, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(global, Symbol.toStringTag,
        { value: 'global', writable: false, enumerable: false, configurable: true });
    Object.defineProperty(global, 'process', hidden(process));
    lazy(global, 'Buffer', () => requireBuiltin('buffer').Buffer, false);
    lazy(global, 'console', () => requireBuiltin('internal/console_global'), false);
    lazyFrom('timers', ['clearImmediate', 'setImmediate', 'clearInterval', 'clearTimeout', 'setInterval', 'setTimeout'], true);
    lazyFrom('internal/process/task_queue', ['queueMicrotask'], true);
    lazyFrom('buffer', ['atob', 'btoa'], true);
    lazyFrom('internal/encoding', ['TextEncoder', 'TextDecoder'], false);
    lazy(global, 'structuredClone', () => requireBuiltin('internal/structured_clone').structuredClone, true);
    lazy(global, 'performance', () => requireBuiltin('perf_hooks').performance, true);
}

function main(mode, text, flags = {}) {
    if (flags.require !== undefined) requireBuiltin('internal/module/loader').Module._preloadModules(flags.require);
    switch (mode) {
    case 'script':
        requireBuiltin('internal/module/loader').runMain(text);
        break;
    case 'eval':
    case 'stdin':
        requireBuiltin('internal/run_text').run(mode === 'eval' ? '[eval]' : '[stdin]', text, flags);
        break;
    case 'repl':
        requireBuiltin('internal/repl_session').main(flags);
        break;
    default:
        throw new Error(`Unknown mode: ${mode}`);
    }
}

const tasks = internalBinding('task_queue');
const { tickInfo } = tasks;

function tick() {
    if (tickInfo[0] === 0 && tickInfo[1] === 0) {
        tasks.runMicrotasks();
        if (tickInfo[0] === 0 && tickInfo[1] === 0) return;
    }
    requireBuiltin('internal/process/task_queue').processTicksAndRejections();
}

tasks.setPromiseRejectCallback((type, promise, reason) =>
    requireBuiltin('internal/process/promises').onReject(type, promise, reason));

requireBuiltin('internal/process/setup');
setUpGlobal();

return {
    process,
    main,
    tick,
    uncaught: (error, fromPromise = false) => requireBuiltin('internal/process/fatal').uncaught(error, fromPromise),
    beforeExit() {
        if (loaded.has('events')) process.emit('beforeExit', process.exitCode || 0);
    },
    exit: () => requireBuiltin('internal/process/exit').finish(),
    require: requireBuiltin,
};
