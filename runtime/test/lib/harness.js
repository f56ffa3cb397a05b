// Runs runtime/lib in Node: every binding of runtime/lib/BINDINGS.md on top of Node's own, and an event loop of our own that
// is entirely synchronous, so that the order of callbacks is decided by the library under test.
// Needs `node --expose-internals` (for previews, and for draining microtasks); run.js starts it so.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const util = require('util');
const vm = require('vm');
const v8 = require('v8');
const nodeBinding = require('internal/test/binding').internalBinding;

// A program has the library's globals in place while it runs: what the harness itself uses is kept here.
const { process, Buffer, queueMicrotask, performance } = globalThis;
const root = path.join(__dirname, '..', '..', 'lib');
const nodeUtil = nodeBinding('util');
const nodeTasks = nodeBinding('task_queue');
const { types } = util;

function listIds(directory, prefix) {
    const ids = [];
    for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
        if (entry.isDirectory()) ids.push(...listIds(path.join(directory, entry.name), `${prefix}${entry.name}/`));
        else if (entry.name.endsWith('.js')) ids.push(prefix + entry.name.slice(0, -3));
    }
    return ids;
}

const kinds = [undefined, types.isDate, types.isRegExp, types.isNativeError, types.isBooleanObject, types.isNumberObject,
    types.isStringObject, types.isSymbolObject, types.isBigIntObject, types.isMap, types.isSet, types.isMapIterator,
    types.isSetIterator, types.isWeakMap, types.isWeakSet,
    (v) => Object.prototype.toString.call(v) === '[object WeakRef]' && v instanceof WeakRef,
    (v) => v instanceof FinalizationRegistry,
    types.isPromise, types.isProxy, types.isArrayBuffer, types.isSharedArrayBuffer, types.isDataView, types.isTypedArray,
    types.isArgumentsObject, types.isGeneratorObject, types.isModuleNamespaceObject, types.isExternal];

function kind(value) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return 0;
    if (types.isProxy(value)) return 18;
    if (typeof value === 'function') {
        if (types.isGeneratorFunction(value)) return types.isAsyncFunction(value) ? 29 : 27;
        return types.isAsyncFunction(value) ? 28 : 0;
    }
    for (let k = 1; k < kinds.length; k++) {
        if (kinds[k](value)) return k;
    }
    return 0;
}

function utilBinding() {
    return {
        kind,
        getProxyDetails: (value) => nodeUtil.getProxyDetails(value, true),
        getPromiseDetails: (promise) => nodeUtil.getPromiseDetails(promise),
        previewEntries(object) {
            const [entries, isPairs] = nodeUtil.previewEntries(object, true);
            return [entries, isPairs || types.isWeakMap(object) || types.isMap(object)];
        },
        getOwnNonIndexProperties: (object, onlyEnumerable) =>
            nodeUtil.getOwnNonIndexProperties(object, onlyEnumerable ? 2 : 0),
        getConstructorName: (object) => nodeUtil.getConstructorName(object),
        isConstructor(fn) {
            try {
                Reflect.construct(Object, [], fn);
                return true;
            } catch {
                return false;
            }
        },
        isInsideNodeModules: () => false,
    };
}

const encodingNames = ['utf8', 'utf16le', 'latin1', 'latin1', 'base64', 'base64url', 'hex'];
const nodeBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function bufferBinding() {
    return {
        kMaxLength: require('buffer').kMaxLength,
        kStringMaxLength: require('buffer').constants.MAX_STRING_LENGTH,
        byteLengthUtf8: (string) => Buffer.byteLength(string, 'utf8'),
        write: (bytes, string, offset, length, encoding) =>
            nodeBuffer(bytes).write(string, offset, length, encodingNames[encoding]),
        decode: (bytes, start, end, encoding) =>
            nodeBuffer(bytes).toString(encoding === 3 ? 'ascii' : encodingNames[encoding], start, end),
        createUnsafe: (size) => new ArrayBuffer(size),
        copy(source, target, targetStart, sourceStart, count) {
            nodeBuffer(source).copy(nodeBuffer(target), targetStart, sourceStart, sourceStart + count);
        },
        compare: (a, aStart, aEnd, b, bStart, bEnd) => nodeBuffer(a).compare(b, bStart, bEnd, aStart, aEnd),
        indexOf(bytes, needle, from, forward, step) {
            const limit = bytes.length - needle.length;
            for (let i = forward ? from : Math.min(from, limit); i >= 0 && i <= limit; i += forward ? 1 : -1) {
                if (step === 2 && i % 2 !== 0) continue;
                let j = 0;
                while (j < needle.length && bytes[i + j] === needle[j]) j++;
                if (j === needle.length) return i;
            }
            return -1;
        },
        swap: (bytes, size) => nodeBuffer(bytes)[`swap${size * 8}`](),
        isUtf8: (bytes) => require('buffer').isUtf8(bytes),
        isAscii: (bytes) => require('buffer').isAscii(bytes),
    };
}

// The same failure as a binding of ours throws it.
function plainError(error, syscall) {
    const plain = new Error(error.message);
    plain.errno = error.errno;
    plain.code = error.code;
    plain.syscall = syscall || error.syscall;
    if (error.path !== undefined) plain.path = error.path;
    if (error.dest !== undefined) plain.dest = error.dest;
    if (syscall) plain.message = plain.message.replace(error.syscall, syscall);
    return plain;
}

function throwing(fn, syscall) {
    return (...args) => {
        try {
            return fn(...args);
        } catch (error) {
            if (error.errno === undefined) throw error;
            throw plainError(error, syscall);
        }
    };
}

function statNumbers(stats) {
    const big = stats;
    const numbers = new Float64Array(18);
    ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'].forEach((name, i) => {
        numbers[i] = Number(big[name]);
    });
    ['atimeNs', 'mtimeNs', 'ctimeNs', 'birthtimeNs'].forEach((name, i) => {
        numbers[10 + 2 * i] = Number(big[name] / 1000000000n);
        numbers[11 + 2 * i] = Number(big[name] % 1000000000n);
    });
    return numbers;
}

function direntType(entry) {
    const { constants } = fs;
    if (entry.isFile()) return constants.UV_DIRENT_FILE;
    if (entry.isDirectory()) return constants.UV_DIRENT_DIR;
    if (entry.isSymbolicLink()) return constants.UV_DIRENT_LINK;
    if (entry.isFIFO()) return constants.UV_DIRENT_FIFO;
    return entry.isSocket() ? constants.UV_DIRENT_SOCKET : constants.UV_DIRENT_UNKNOWN;
}

function fsBinding() {
    const big = { bigint: true };
    return {
        constants: fs.constants,
        open: throwing((p, flags, mode) => fs.openSync(p, flags, mode)),
        close: throwing((fd) => fs.closeSync(fd)),
        read: throwing((fd, bytes, offset, length, position) =>
            fs.readSync(fd, bytes, offset, length, position < 0 ? null : position)),
        write: throwing((fd, bytes, offset, length, position) =>
            fs.writeSync(fd, bytes, offset, length, position < 0 ? null : position)),
        stat: throwing((p) => statNumbers(fs.statSync(p, big))),
        lstat: throwing((p) => statNumbers(fs.lstatSync(p, big))),
        fstat: throwing((fd) => statNumbers(fs.fstatSync(fd, big))),
        readdir: throwing((p) => {
            const entries = fs.readdirSync(p, { withFileTypes: true });
            return [entries.map((entry) => entry.name), entries.map(direntType)];
        }),
        mkdir: throwing((p, mode) => { fs.mkdirSync(p, mode); }),
        mkdtemp: throwing((prefix) => fs.mkdtempSync(prefix)),
        rmdir: throwing((p) => fs.rmdirSync(p)),
        unlink: throwing((p) => fs.unlinkSync(p)),
        rename: throwing((from, to) => fs.renameSync(from, to)),
        copyFile: throwing((from, to, mode) => fs.copyFileSync(from, to, mode)),
        access: throwing((p, mode) => fs.accessSync(p, mode)),
        realpath: throwing((p) => fs.realpathSync.native(p)),
        readlink: throwing((p) => fs.readlinkSync(p)),
        symlink: throwing((target, p) => fs.symlinkSync(target, p)),
        link: throwing((from, to) => fs.linkSync(from, to)),
        chmod: throwing((p, mode) => fs.chmodSync(p, mode)),
        fchmod: throwing((fd, mode) => fs.fchmodSync(fd, mode)),
        chown: throwing((p, uid, gid) => fs.chownSync(p, uid, gid)),
        utimes: throwing((p, atime, mtime) => fs.utimesSync(p, atime, mtime)),
        futimes: throwing((fd, atime, mtime) => fs.futimesSync(fd, atime, mtime)),
        fsync: throwing((fd) => fs.fsyncSync(fd)),
        fdatasync: throwing((fd) => fs.fdatasyncSync(fd)),
        ftruncate: throwing((fd, length) => fs.ftruncateSync(fd, length)),
        fileKind(p) {
            try {
                return fs.statSync(p).isDirectory() ? 1 : 0;
            } catch (error) {
                return error.errno;
            }
        },
        readText(p) {
            try {
                return fs.readFileSync(p, 'utf8').replace(/^\ufeff/, '');
            } catch {
                return undefined;
            }
        },
    };
}

function osBinding() {
    const { priority, errno, signals, dlopen } = os.constants;
    return {
        hostname: os.hostname,
        information: () => [os.type(), os.version(), os.release(), os.machine()],
        uptime: os.uptime,
        totalmem: os.totalmem,
        freemem: os.freemem,
        loadavg: os.loadavg,
        cpus: () => os.cpus().flatMap(({ model, speed, times }) =>
            [model, speed, times.user, times.nice, times.sys, times.idle, times.irq]),
        interfaces: () => Object.entries(os.networkInterfaces()).flatMap(([name, list]) => list.flatMap((each) =>
            [name, each.address, each.netmask, each.family, each.mac, each.internal, each.scopeid ?? -1])),
        homedir: os.homedir,
        userInfo: os.userInfo,
        availableParallelism: os.availableParallelism,
        getPriority: os.getPriority,
        setPriority: os.setPriority,
        constants: { signals, errno, priority, dlopen },
    };
}

class ExitSignal {
    constructor(code) { this.code = code; }
}

function processBinding(world) {
    const hrtimeBuffer = new Uint32Array(3);
    return {
        argv: world.argv,
        execPath: process.execPath,
        execArgv: [],
        pid: process.pid,
        version: process.version,
        versions: { ...process.versions },
        arch: process.arch,
        platform: process.platform,
        release: { name: 'node' },
        features: { inspector: false },
        noDeprecation: false,
        traceDeprecation: false,
        throwDeprecation: false,
        noWarnings: false,
        traceWarnings: false,
        unhandledRejections: 'throw',
        hrtimeBuffer,
        hrtime() {
            const now = process.hrtime();
            hrtimeBuffer[0] = Math.floor(now[0] / 2 ** 32);
            hrtimeBuffer[1] = now[0] >>> 0;
            hrtimeBuffer[2] = now[1];
        },
        ppid: () => process.ppid,
        uptime: () => process.uptime(),
        memoryUsage(numbers) { numbers.set(Object.values(process.memoryUsage())); },
        rss: () => process.memoryUsage.rss(),
        cpuUsage(numbers) { numbers.set(Object.values(process.cpuUsage())); },
        resourceUsage(numbers) { numbers.set(Object.values(process.resourceUsage())); },
        cwd: () => process.cwd(),
        chdir: throwing((directory) => process.chdir(directory)),
        umask: (mask) => (mask === undefined ? process.umask() : process.umask(mask)),
        kill: throwing((pid, signal) => process.kill(pid, signal)),
        abort() { throw new ExitSignal(134); },
        reallyExit(code) { throw new ExitSignal(code); },
        getTitle: () => process.title,
        setTitle(title) { process.title = title; },
        getenv: (name) => (Object.prototype.hasOwnProperty.call(process.env, name) ? process.env[name] : undefined),
        setenv(name, value) { process.env[name] = value; },
        unsetenv(name) { delete process.env[name]; },
        envKeys: () => Object.keys(process.env),
        getuid: () => process.getuid(),
        geteuid: () => process.geteuid(),
        getgid: () => process.getgid(),
        getegid: () => process.getegid(),
        getgroups: () => process.getgroups(),
        watchSignal() {},
        unwatchSignal() {},
    };
}

function stdioBinding(world) {
    return {
        handleType: (fd) => (world.isTerminal ? 'TTY' : fd === 0 ? 'FILE' : 'PIPE'),
        writeString(fd, string) { world.output[fd] += string; },
        writeBytes(fd, bytes) { world.output[fd] += nodeBuffer(bytes).toString(); },
        windowSize: () => (world.isTerminal ? [80, 24] : undefined),
        readStart(fd, callback) {
            if (world.input === undefined) return;
            const text = world.input;
            world.input = undefined;
            world.polls.push(() => callback(new Uint8Array(Buffer.from(text))), () => callback(null));
        },
        readStop() {},
        setRawMode() {},
    };
}

function timersBinding(world) {
    return {
        setup(processTimers, processImmediate) { Object.assign(world, { processTimers, processImmediate }); },
        now: () => world.now,
        schedule(ms) { world.timerDue = world.now + Math.max(1, Math.trunc(ms)); },
        refTimer(flag) { world.timerRef = flag; },
        immediate(pending, ref) { Object.assign(world, { immediatePending: pending, immediateRef: ref }); },
    };
}

function taskBinding(world) {
    const tickInfo = new Uint8Array(2);
    let rejected;
    process.on('unhandledRejection', (reason, promise) => { if (rejected) rejected(0, promise, reason); });
    return {
        tickInfo,
        enqueueMicrotask(fn) {
            queueMicrotask(() => {
                try {
                    fn();
                } catch (error) {
                    world.guard(() => { throw error; });
                }
            });
        },
        runMicrotasks: () => nodeTasks.runMicrotasks(),
        setPromiseRejectCallback(fn) {
            rejected = fn;
            nodeTasks.setPromiseRejectCallback((type, promise, reason) => { if (type < 2) world.onReject(type, promise, reason); });
        },
        deliver: (type, promise, reason) => rejected(type, promise, reason),
    };
}

function contextifyBinding() {
    return {
        compileFunction: (source, file, params, lineOffset, columnOffset) =>
            vm.compileFunction(source, params, { filename: file, lineOffset, columnOffset }),
        compileScript: (source, file, lineOffset, columnOffset) =>
            new vm.Script(source, { filename: file, lineOffset, columnOffset }),
        runScript: (script) => script.runInThisContext({ displayErrors: false }),
    };
}

function v8Binding() {
    return {
        heapStatistics(numbers) { numbers.set(Object.values(v8.getHeapStatistics())); },
        heapSpaceStatistics: () => v8.getHeapSpaceStatistics().map((space) => Object.values(space)),
        heapCodeStatistics(numbers) { numbers.set(Object.values(v8.getHeapCodeStatistics())); },
        setFlags: v8.setFlagsFromString,
    };
}

// No collection is ever noted.
function performanceBinding() {
    return {
        now: () => performance.now(), timeOrigin: performance.timeOrigin,
        observeGC() {}, unobserveGC() {}, takeGC(numbers) { numbers[0] = 0; return 0; },
        gcPauses(kinds, numbers) { numbers.fill(0, 0, 5); }, gcPausePercentile: () => 0,
    };
}

function errmap() {
    return [...util.getSystemErrorMap()].map(([number, [name, message]]) => [number, name, message]);
}

const makers = {
    util: utilBinding,
    buffer: bufferBinding,
    fs: fsBinding,
    os: osBinding,
    process_methods: processBinding,
    stdio: stdioBinding,
    timers: timersBinding,
    task_queue: taskBinding,
    contextify: contextifyBinding,
    v8: v8Binding,
    uv: () => ({ errmap, errname: util.getSystemErrorName }),
    performance: performanceBinding,
    errors: (world) => ({
        triggerUncaughtException: (error, fromPromise) => world.hooks.uncaught(error, fromPromise),
        throwSite: () => world.site,
    }),
    repl: (world) => ({ run: (session) => { world.session = session; return world.isTerminal; } }),
};

/*
 * A fresh copy of the library: {global, hooks, require, output, …}. options: argv, input (standard input's text), terminal, global.
 * Its global object is, if not given, an ordinary object that inherits from Node's.
 */
function createWorld(options = {}) {
    const world = {
        argv: options.argv || ['node'], output: { 1: '', 2: '' }, input: options.input, isTerminal: Boolean(options.terminal),
        global: options.global || Object.create(globalThis), now: 0, timerDue: undefined, timerRef: true, immediatePending: false,
        immediateRef: false, polls: [], site: undefined, exitCode: undefined,
    };
    const bindings = new Map();
    const internalBinding = (name) => {
        if (!bindings.has(name)) {
            if (name !== 'builtins' && makers[name] === undefined) throw new Error(`No such binding: ${name}`);
            bindings.set(name, name === 'builtins' ? builtinsBinding(world) : makers[name](world));
        }
        return bindings.get(name);
    };
    world.onReject = (type, promise, reason) => internalBinding('task_queue').deliver(type, promise, reason);
    world.guard = (fn) => guard(world, fn);
    const source = fs.readFileSync(path.join(root, 'bootstrap.js'), 'utf8');
    const bootstrap = vm.compileFunction(source, ['internalBinding', 'global'], { filename: 'node:bootstrap' });
    world.hooks = bootstrap(internalBinding, world.global);
    world.require = world.hooks.require;
    world.internalBinding = internalBinding;
    world.runLoop = () => runLoop(world);
    return world;
}

// The library's files see the world's globals (console, setTimeout, Buffer, …) instead of Node's.
const shadowed = ['console', 'Buffer', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval',
    'clearImmediate', 'queueMicrotask', 'performance', 'TextEncoder', 'TextDecoder', 'atob', 'btoa'];

function builtinsBinding(world) {
    return {
        ids: listIds(root, ''),
        compile(id) {
            const file = path.join(root, `${id}.js`);
            const names = ['exports', 'require', 'module', 'process', 'internalBinding'];
            const source = fs.readFileSync(file, 'utf8').replace(/\bglobalThis\.(?=\w+)/g, '$tenure_global.');
            const uses = world.global === globalThis ? [] : shadowed.filter((name) => new RegExp(`(?<![\\w.'\`])${name}\\(`).test(source) &&
                !new RegExp(`(?:function|const|let|class) (?:\\{[^}]*)?${name}\\b`).test(source));
            const compiled = vm.compileFunction(source, [...names, '$tenure_global', ...uses], { filename: `node:${id}` });
            const forwards = uses.map((name) => (...args) => world.global[name](...args));
            return function evaluate(...args) { return compiled.call(this, ...args, world.global, ...forwards); };
        },
    };
}

// Runs fn as an outermost call from the loop. Returns false if it threw (and that was handled).
function guard(world, fn) {
    try {
        fn();
        return true;
    } catch (error) {
        if (error instanceof ExitSignal) throw error;
        world.hooks.uncaught(error, false);
        return false;
    }
}

function tick(world) {
    while (!guard(world, () => world.hooks.tick())) {
        // Handled: on with the rest.
    }
}

function runTimers(world) {
    world.timerDue = undefined;
    for (;;) {
        let next;
        if (!guard(world, () => { next = world.processTimers(world.now); })) continue;
        if (next !== 0) {
            world.timerDue = Math.max(world.now + 1, Math.abs(next));
            world.timerRef = next > 0;
        }
        return;
    }
}

function loopIsAlive(world) {
    return world.polls.length > 0 || (world.immediatePending && world.immediateRef) ||
        (world.timerDue !== undefined && world.timerRef);
}

// One turn of the loop; time is virtual: it jumps to the next timer where there is nothing else to do.
function turn(world) {
    if (world.polls.length === 0 && !world.immediatePending && world.timerDue !== undefined) {
        world.now = Math.max(world.now, world.timerDue);
    }
    if (world.timerDue !== undefined && world.timerDue <= world.now) {
        runTimers(world);
        tick(world);
    }
    for (const poll of world.polls.splice(0)) {
        guard(world, poll);
        tick(world);
    }
    if (world.immediatePending) {
        while (!guard(world, () => world.processImmediate())) tick(world);
        tick(world);
    }
}

function endOf(world, fn) {
    try {
        return fn();
    } catch (error) {
        if (!(error instanceof ExitSignal)) throw error;
        world.exitCode = error.code;
        return error.code;
    }
}

// Runs until nothing is left; returns the exit code.
function runLoop(world) {
    return endOf(world, () => {
        tick(world);
        do {
            while (loopIsAlive(world)) turn(world);
            guard(world, () => world.hooks.beforeExit());
            tick(world);
        } while (loopIsAlive(world));
        world.exitCode = world.hooks.exit();
        return world.exitCode;
    });
}

// Replaces the properties of globalThis by those of before.
function restoreGlobal(before) {
    for (const key of Reflect.ownKeys(globalThis)) {
        if (!(key in before)) Reflect.deleteProperty(globalThis, key); // variables of scripts stay
    }
    for (const key of Reflect.ownKeys(before)) Object.defineProperty(globalThis, key, before[key]);
}

// Runs a whole program: mode and text as for hooks.main. Returns {code, stdout, stderr}.
function runProgram(mode, text, options = {}) {
    const before = Object.getOwnPropertyDescriptors(globalThis);
    const { stackTraceLimit } = Error;
    try {
        const world = createWorld({ ...options, global: globalThis });
        const code = endOf(world, () => {
            guard(world, () => world.hooks.main(mode, text, options.flags || {}));
            return runLoop(world);
        });
        return { code, stdout: world.output[1], stderr: world.output[2], world };
    } finally {
        restoreGlobal(before);
        Error.stackTraceLimit = stackTraceLimit;
    }
}

module.exports = { createWorld, runProgram };
