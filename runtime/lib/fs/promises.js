// require('fs/promises'): the functions of fs as promises. Each does its work at once and settles a microtask later.
'use strict';

const fs = require('fs');

class FileHandle {
    constructor(fd) { this.fd = fd; }

    async close() {
        if (this.fd < 0) return;
        const { fd } = this;
        this.fd = -1;
        fs.closeSync(fd);
    }

    async read(buffer, offset, length, position) {
        if (buffer === undefined || (buffer !== null && typeof buffer === 'object' && !ArrayBuffer.isView(buffer))) {
            const options = buffer || {};
            buffer = options.buffer || require('buffer').Buffer.alloc(16384);
            ({ offset, length, position } = options);
        }
        return { bytesRead: fs.readSync(this.fd, buffer, offset, length, position), buffer };
    }

    async write(data, offset, length, position) {
        return { bytesWritten: fs.writeSync(this.fd, data, offset, length, position), buffer: data };
    }

    async readFile(options) { return fs.readFileSync(this.fd, options); }
    async writeFile(data, options) { fs.writeFileSync(this.fd, data, options); }
    async appendFile(data, options) { fs.writeFileSync(this.fd, data, options); }
    async stat(options) { return fs.fstatSync(this.fd, options); }
    async sync() { fs.fsyncSync(this.fd); }
    async datasync() { fs.fdatasyncSync(this.fd); }
    async truncate(length) { fs.ftruncateSync(this.fd, length); }
    async chmod(mode) { fs.fchmodSync(this.fd, mode); }
    async utimes(atime, mtime) { fs.futimesSync(this.fd, atime, mtime); }
}

const promises = module.exports = { constants: fs.constants };
for (const name of ['access', 'appendFile', 'chmod', 'chown', 'copyFile', 'link', 'lstat', 'mkdir', 'mkdtemp', 'readFile', 'readdir',
    'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'symlink', 'truncate', 'unlink', 'utimes', 'writeFile']) {
    const sync = fs[`${name}Sync`];
    promises[name] = async function promised(path, ...rest) {
        return sync(path instanceof FileHandle ? path.fd : path, ...rest);
    };
    Object.defineProperty(promises[name], 'name', { value: name });
}
promises.open = async function open(path, flags = 'r', mode = 0o666) {
    return new FileHandle(fs.openSync(path, flags, mode));
};
