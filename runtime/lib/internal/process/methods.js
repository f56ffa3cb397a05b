// The functions of the process object that take part in no machinery of their own.
'use strict';

const { codes, uvException } = require('internal/errors');
const { validateString, validateObject, validateNumber, parseMode, toPath } = require('internal/validators');
const builtins = require('internal/builtins');
const native = internalBinding('process_methods');

function checkExitCode(value) {
    let number = value;
    if (typeof value === 'string' && value !== '') number = Number(value);
    if (typeof number !== 'number' || (typeof value === 'string' && !Number.isInteger(number))) {
        throw new codes.ERR_INVALID_ARG_TYPE('code', 'number', value);
    }
    if (!Number.isInteger(number)) throw new codes.ERR_OUT_OF_RANGE('code', 'an integer', value);
    return value;
}

const { hrtimeBuffer } = native;

function hrtime(previous) {
    native.hrtime();
    let seconds = hrtimeBuffer[0] * 2 ** 32 + hrtimeBuffer[1];
    let nanoseconds = hrtimeBuffer[2];
    if (previous !== undefined) {
        if (!Array.isArray(previous)) throw new codes.ERR_INVALID_ARG_TYPE('time', 'Array', previous);
        if (previous.length !== 2) throw new codes.ERR_OUT_OF_RANGE('time', 2, previous.length);
        seconds -= previous[0];
        nanoseconds -= previous[1];
        if (nanoseconds < 0) {
            seconds--;
            nanoseconds += 1e9;
        }
    }
    return [seconds, nanoseconds];
}

if (typeof BigInt === 'function') {
    const billion = BigInt(1000000000);
    hrtime.bigint = function bigint() {
        native.hrtime();
        return BigInt(hrtimeBuffer[0] * 2 ** 32 + hrtimeBuffer[1]) * billion + BigInt(hrtimeBuffer[2]);
    };
}

const numbers = new Float64Array(16);

function memoryUsage() {
    native.memoryUsage(numbers);
    return {
        rss: numbers[0], heapTotal: numbers[1], heapUsed: numbers[2], external: numbers[3], arrayBuffers: numbers[4],
    };
}

memoryUsage.rss = function rss() {
    return native.rss();
};

function checkCpuTime(value, name) {
    validateNumber(value[name], `prevValue.${name}`);
    if (!(value[name] >= 0 && value[name] <= Number.MAX_SAFE_INTEGER)) {
        throw new codes.ERR_INVALID_ARG_VALUE(`prevValue.${name}`, value[name]);
    }
}

function cpuUsage(previous) {
    if (previous) {
        validateObject(previous, 'prevValue');
        checkCpuTime(previous, 'user');
        checkCpuTime(previous, 'system');
    }
    native.cpuUsage(numbers);
    const [user, system] = numbers;
    return previous ? { user: user - previous.user, system: system - previous.system } : { user, system };
}

const resourceNames = ['userCPUTime', 'systemCPUTime', 'maxRSS', 'sharedMemorySize', 'unsharedDataSize',
    'unsharedStackSize', 'minorPageFault', 'majorPageFault', 'swappedOut', 'fsRead', 'fsWrite', 'ipcSent', 'ipcReceived',
    'signalsCount', 'voluntaryContextSwitches', 'involuntaryContextSwitches'];

function resourceUsage() {
    native.resourceUsage(numbers);
    const result = {};
    for (let i = 0; i < resourceNames.length; i++) result[resourceNames[i]] = numbers[i];
    return result;
}

function umask(mask) {
    return native.umask(mask === undefined ? undefined : parseMode(mask, 'mask'));
}

function chdir(directory) {
    validateString(directory, 'directory');
    native.chdir(toPath(directory, 'directory'));
}

function kill(pid, signal) {
    // eslint-disable-next-line eqeqeq
    if (pid != (pid | 0)) throw new codes.ERR_INVALID_ARG_TYPE('pid', 'number', pid);
    let number = signal;
    if (typeof signal === 'string' || signal === undefined) {
        const { signals } = internalBinding('os').constants;
        number = signals[signal || 'SIGTERM'];
        if (number === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
    }
    native.kill(pid | 0, number | 0);
    return true;
}

function cgroupLimit() {
    const { totalmem } = internalBinding('os');
    for (const file of ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']) {
        const text = internalBinding('fs').readText(file);
        const limit = text === undefined ? NaN : Number(text);
        if (limit > 0 && limit < totalmem()) return limit;
    }
    return undefined;
}

function constrainedMemory() {
    return cgroupLimit() || 0;
}

function availableMemory() {
    const limit = cgroupLimit();
    const free = internalBinding('os').freemem();
    return limit === undefined ? free : Math.max(0, Math.min(free, limit - native.rss()));
}

function getBuiltinModule(id) {
    validateString(id, 'id');
    const name = id.startsWith('node:') ? id.slice(5) : id;
    return builtins.isPublic(name) ? builtins.require(name) : undefined;
}

function binding(name) {
    throw new Error(`No such module: ${name}`);
}

function assert(value, message) {
    if (!value) throw new codes.ERR_ASSERTION(message || 'assertion error');
}

function dlopen() {
    throw uvException(-95, 'dlopen');
}

module.exports = {
    checkExitCode, hrtime, memoryUsage, cpuUsage, resourceUsage, umask, chdir, kill,
    constrainedMemory, availableMemory, getBuiltinModule, binding, assert, dlopen,
    reallyExit: (code) => native.reallyExit(Number(code) || 0),
    abort() { native.abort(); },
    uptime: () => native.uptime(),
    cwd: () => native.cwd(),
    _kill: (pid, signal) => native.kill(pid, signal),
    getuid: () => native.getuid(),
    geteuid: () => native.geteuid(),
    getgid: () => native.getgid(),
    getegid: () => native.getegid(),
    getgroups: () => native.getgroups(),
    getActiveResourcesInfo: () => [],
    setSourceMapsEnabled() {},
    allowedNodeEnvironmentFlags: new Set(),
    get moduleLoadList() { return builtins.loadedIds().map((id) => `NativeModule ${id}`); },
    _rawDebug(...args) {
        internalBinding('stdio').writeString(2, `${require('internal/inspect/format').format(...args)}\n`);
    },
    openStdin() {
        process.stdin.resume();
        return process.stdin;
    },
};
