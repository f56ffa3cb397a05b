// require('os').
'use strict';

const { validateInt32 } = require('internal/validators');
const native = internalBinding('os');

const [type, version, release, machine] = native.information();

const prefixBits = [0, 128, 192, 224, 240, 248, 252, 254, 255];

function maskLength(netmask, family) {
    const isV4 = family === 'IPv4';
    const parts = isV4 ? netmask.split('.').map(Number) : expandV6(netmask);
    let bits = 0;
    for (const part of parts) {
        const at = prefixBits.indexOf(part);
        if (at === -1) return null;
        bits += at;
    }
    return bits;
}

// The 16 bytes of an IPv6 address.
function expandV6(address) {
    const [head, tail] = address.split('::');
    const first = head ? head.split(':') : [];
    const last = tail ? tail.split(':') : [];
    const middle = tail === undefined ? [] : new Array(8 - first.length - last.length).fill('0');
    return [...first, ...middle, ...last].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
}

function networkInterfaces() {
    const flat = native.interfaces();
    const result = {};
    for (let i = 0; i < flat.length; i += 7) {
        const [name, address, netmask, family, mac, internal, scopeid] = flat.slice(i, i + 7);
        const bits = maskLength(netmask, family);
        const entry = { address, netmask, family, mac, internal, cidr: bits === null ? null : `${address}/${bits}` };
        if (scopeid !== -1) entry.scopeid = scopeid;
        if (result[name] === undefined) result[name] = [];
        result[name].push(entry);
    }
    return result;
}

function cpus() {
    const flat = native.cpus();
    const result = [];
    for (let i = 0; i < flat.length; i += 7) {
        const [model, speed, user, nice, sys, idle, irq] = flat.slice(i, i + 7);
        result.push({ model, speed, times: { user, nice, sys, idle, irq } });
    }
    return result;
}

function tmpdir() {
    const path = process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp';
    return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function endianness() {
    return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE';
}

function getPriority(pid) {
    if (pid === undefined) pid = 0;
    else validateInt32(pid, 'pid');
    return native.getPriority(pid);
}

function setPriority(pid, priority) {
    if (priority === undefined) {
        priority = pid;
        pid = 0;
    }
    validateInt32(pid, 'pid');
    validateInt32(priority, 'priority', -20, 19);
    native.setPriority(pid, priority);
}

function userInfo(options) {
    const info = native.userInfo();
    const { uid, gid, username, homedir, shell } = info;
    const asText = options && options.encoding === 'buffer' ? (text) => require('buffer').Buffer.from(text) : (text) => text;
    return { uid, gid, username: asText(username), homedir: asText(homedir), shell: shell && asText(shell) };
}

// Functions whose text is their value: `${os.hostname}`.
function withPrimitive(functions) {
    for (const fn of functions) fn[Symbol.toPrimitive] = () => fn();
}

function frozenConstants() {
    const { signals, errno, priority, dlopen } = native.constants;
    const copy = (object) => Object.assign({ __proto__: null }, object);
    return {
        __proto__: null,
        UV_UDP_REUSEADDR: 4,
        dlopen: copy(dlopen),
        errno: copy(errno),
        signals: Object.freeze(copy(signals)),
        priority: copy(priority),
    };
}

const os = {
    arch: () => process.arch,
    availableParallelism: () => native.availableParallelism(),
    cpus,
    endianness,
    freemem: () => native.freemem(),
    getPriority,
    homedir: () => native.homedir(),
    hostname: () => native.hostname(),
    loadavg: () => [...native.loadavg()],
    networkInterfaces,
    platform: () => process.platform,
    release: () => release,
    setPriority,
    tmpdir,
    totalmem: () => native.totalmem(),
    type: () => type,
    userInfo,
    uptime: () => native.uptime(),
    version: () => version,
    machine: () => machine,
};
withPrimitive([os.arch, os.availableParallelism, os.endianness, os.freemem, os.homedir, os.hostname, os.platform, os.release,
    os.tmpdir, os.totalmem, os.type, os.uptime, os.version, os.machine]);
Object.defineProperties(os, {
    constants: { configurable: false, enumerable: true, value: frozenConstants() },
    EOL: { configurable: true, enumerable: true, writable: false, value: '\n' },
    devNull: { configurable: true, enumerable: true, writable: false, value: '/dev/null' },
});
module.exports = os;
