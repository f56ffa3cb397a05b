// process.stdout, process.stderr and process.stdin: as much of a stream as programs use of them, without the machinery. Writes are
// synchronous and complete.
'use strict';

const EventEmitter = require('events');
const { codes } = require('internal/errors');
const { lazy } = require('internal/builtins');
const native = internalBinding('stdio');

function bytesOf(chunk, encoding) {
    if (typeof chunk === 'string') return require('buffer').Buffer.from(chunk, encoding);
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

class SyncWriteStream extends EventEmitter {
    constructor(fd) {
        super();
        this.fd = fd;
        this.writable = true;
        this.destroyed = false;
        this.writableEnded = false;
        this._type = { TTY: 'tty', PIPE: 'pipe', FILE: 'fs' }[native.handleType(fd)] || 'pipe';
        this._isStdio = true;
        if (this._type === 'tty') this.isTTY = true;
    }

    get columns() { return this.#size(0); }
    get rows() { return this.#size(1); }

    #size(index) {
        const size = this.isTTY ? native.windowSize(this.fd) : undefined;
        return size === undefined ? undefined : size[index];
    }

    get writableLength() { return 0; }
    get writableHighWaterMark() { return 16384; }
    get writableNeedDrain() { return false; }
    get writableFinished() { return this.writableEnded; }
    get writableObjectMode() { return false; }

    write(chunk, encoding, callback) {
        if (typeof encoding === 'function') {
            callback = encoding;
            encoding = undefined;
        }
        if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
        if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
            throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
        }
        let failure = null;
        try {
            if (this.writableEnded) throw new codes.ERR_STREAM_WRITE_AFTER_END();
            if (typeof chunk === 'string' && (encoding === undefined || encoding === null || encoding === 'utf8')) {
                native.writeString(this.fd, chunk);
            } else {
                native.writeBytes(this.fd, bytesOf(chunk, encoding));
            }
        } catch (error) {
            if (require('internal/errors').isOutOfMemoryError(error)) throw error;
            failure = error;
        }
        if (typeof callback === 'function') process.nextTick(callback, failure);
        if (failure !== null) process.nextTick(() => this.emit('error', failure));
        return failure === null;
    }

    end(chunk, encoding, callback) {
        if (typeof chunk === 'function') {
            callback = chunk;
            chunk = undefined;
        } else if (typeof encoding === 'function') {
            callback = encoding;
            encoding = undefined;
        }
        if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
        if (!this.writableEnded) {
            this.writableEnded = true;
            this.writable = false;
            process.nextTick(() => this.emit('finish'));
        }
        if (typeof callback === 'function') process.nextTick(callback);
        return this;
    }

    cork() {}
    uncork() {}
    setDefaultEncoding() { return this; }
    destroy() { return this; }
    destroySoon() { return this; }
    ref() { return this; }
    unref() { return this; }

    getWindowSize() { return [this.columns, this.rows]; }

    getColorDepth(env = process.env) {
        if (env.FORCE_COLOR !== undefined) {
            const depth = { '': 4, 1: 4, true: 4, 2: 8, 3: 24 }[env.FORCE_COLOR];
            return depth === undefined ? 1 : depth;
        }
        if (env.NODE_DISABLE_COLORS !== undefined || env.NO_COLOR !== undefined || env.TERM === 'dumb') return 1;
        if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
        if (!env.TERM) return 1;
        if (/256(?:color)?$/.test(env.TERM)) return 8;
        return /^(?:xterm|screen|tmux|rxvt|linux|ansi|cygwin|vt1|vt2|konsole|color)/.test(env.TERM) ? 4 : 1;
    }

    hasColors(count = 16, env = process.env) {
        if (typeof count === 'object') {
            env = count;
            count = 16;
        }
        return count <= 2 ** this.getColorDepth(env);
    }

    clearLine(direction, callback) {
        this.write(direction < 0 ? '\u001b[1K' : direction > 0 ? '\u001b[0K' : '\u001b[2K');
        if (callback) process.nextTick(callback);
        return true;
    }

    clearScreenDown(callback) {
        this.write('\u001b[0J');
        if (callback) process.nextTick(callback);
        return true;
    }

    cursorTo(x, y, callback) {
        if (typeof y === 'function') {
            callback = y;
            y = undefined;
        }
        this.write(y === undefined ? `\u001b[${x + 1}G` : `\u001b[${y + 1};${x + 1}H`);
        if (callback) process.nextTick(callback);
        return true;
    }

    moveCursor(dx, dy, callback) {
        let text = '';
        if (dx !== 0) text += `\u001b[${Math.abs(dx)}${dx < 0 ? 'D' : 'C'}`;
        if (dy !== 0) text += `\u001b[${Math.abs(dy)}${dy < 0 ? 'A' : 'B'}`;
        this.write(text);
        if (callback) process.nextTick(callback);
        return true;
    }
}
Object.defineProperty(SyncWriteStream, 'name', { value: 'WriteStream' });

// Standard input: flows once somebody listens to 'data' or 'readable', or resumes it.
class InputStream extends EventEmitter {
    #decoder;
    #chunks = [];
    #flowing = null;
    #reading = false;
    #ended = false;

    constructor(fd) {
        super();
        this.fd = fd;
        this.readable = true;
        if (native.handleType(fd) === 'TTY') {
            this.isTTY = true;
            this.isRaw = false;
        }
    }

    on(name, listener) {
        super.on(name, listener);
        if (name === 'data' && this.#flowing !== false) this.resume();
        if (name === 'readable') this.#start();
        return this;
    }

    addListener(name, listener) {
        return this.on(name, listener);
    }

    setEncoding(encoding) {
        const { StringDecoder } = require('string_decoder');
        this.#decoder = new StringDecoder(encoding);
        return this;
    }

    #start() {
        if (this.#reading || this.#ended) return;
        this.#reading = true;
        native.readStart(this.fd, (bytes, error) => this.#receive(bytes, error));
    }

    #stop() {
        if (!this.#reading) return;
        this.#reading = false;
        native.readStop(this.fd);
    }

    #receive(bytes, error) {
        if (error !== undefined) {
            this.#stop();
            this.emit('error', error);
            return;
        }
        if (bytes === null) {
            const rest = this.#decoder === undefined ? '' : this.#decoder.end();
            if (rest.length > 0) this.#deliver(rest);
            this.#stop();
            this.#ended = true;
            this.readable = false;
            if (this.#flowing !== true) this.emit('readable');
            process.nextTick(() => {
                this.emit('end');
                this.emit('close');
            });
            return;
        }
        const { Buffer } = require('buffer');
        const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        this.#deliver(this.#decoder === undefined ? chunk : this.#decoder.write(chunk));
    }

    #deliver(chunk) {
        if (chunk.length === 0) return;
        if (this.#flowing === true) {
            this.emit('data', chunk);
        } else {
            this.#chunks.push(chunk);
            this.emit('readable');
        }
    }

    read() {
        if (this.#chunks.length === 0) return null;
        const chunks = this.#chunks.splice(0);
        return typeof chunks[0] === 'string' ? chunks.join('') : require('buffer').Buffer.concat(chunks);
    }

    resume() {
        if (this.#flowing === true) return this;
        this.#flowing = true;
        process.nextTick(() => {
            while (this.#flowing === true && this.#chunks.length > 0) this.emit('data', this.#chunks.shift());
            if (this.#flowing === true) this.#start();
        });
        return this;
    }

    pause() {
        if (this.#flowing !== false) {
            this.#flowing = false;
            this.#stop();
            this.emit('pause');
        }
        return this;
    }

    isPaused() { return this.#flowing === false; }

    pipe(target, options) {
        this.on('data', (chunk) => target.write(chunk));
        const isStdio = target === process.stdout || target === process.stderr;
        if ((!options || options.end !== false) && !isStdio) this.on('end', () => target.end());
        target.emit('pipe', this);
        return target;
    }

    setRawMode(flag) {
        native.setRawMode(this.fd, Boolean(flag));
        this.isRaw = Boolean(flag);
        return this;
    }

    ref() {
        if (this.#flowing === true) this.#start();
        return this;
    }

    unref() {
        this.#stop();
        return this;
    }

    destroy() {
        this.#stop();
        this.#ended = true;
        return this;
    }

    [Symbol.asyncIterator]() {
        const chunks = [];
        const waiting = [];
        let done = false;
        let failure;
        const settle = () => {
            while (waiting.length > 0 && (chunks.length > 0 || done)) {
                if (chunks.length > 0) waiting.shift().resolve({ value: chunks.shift(), done: false });
                else if (failure !== undefined) waiting.shift().reject(failure);
                else waiting.shift().resolve({ value: undefined, done: true });
            }
        };
        this.on('data', (chunk) => { chunks.push(chunk); settle(); });
        this.on('end', () => { done = true; settle(); });
        this.on('error', (error) => { done = true; failure = error; settle(); });
        return {
            next: () => new Promise((resolve, reject) => { waiting.push({ resolve, reject }); settle(); }),
            return: () => { this.destroy(); return Promise.resolve({ value: undefined, done: true }); },
            [Symbol.asyncIterator]() { return this; },
        };
    }
}
Object.defineProperty(InputStream, 'name', { value: 'ReadStream' });

lazy(module.exports, 'stdout', () => new SyncWriteStream(1));
lazy(module.exports, 'stderr', () => new SyncWriteStream(2));
lazy(module.exports, 'stdin', () => new InputStream(0));
