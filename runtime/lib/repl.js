// require('repl'): interactive sessions of a program's own, on its streams.
'use strict';

const EventEmitter = require('events');
const builtins = require('internal/builtins');
const { Session, startOnStream } = require('internal/repl_session');

class Recoverable extends SyntaxError {
    constructor(error) {
        super();
        this.err = error;
    }
}

class REPLServer extends EventEmitter {
    constructor(options = {}) {
        super();
        if (typeof options === 'string') options = { prompt: options };
        const { input = process.stdin, output = process.stdout, useColors = false, writer: write } = options;
        this.input = input;
        this.output = output;
        this.context = globalThis.global;
        this.session = new Session({ write: (text) => output.write(text), colors: useColors, preview: write });
        if (options.prompt !== undefined) {
            const { prompt } = options;
            Object.defineProperty(this.session, 'prompt', { get() { return this.pending ? '... ' : prompt; } });
        }
        startOnStream(this.session, input, () => this.close());
    }

    get commands() { return this.session.commands; }

    defineCommand(name, command) {
        this.session.defineCommand(name, command);
    }

    displayPrompt() {
        this.output.write(this.session.prompt);
    }

    clearBufferedCommand() {
        this.session.reset();
    }

    close() {
        if (this.closed) return;
        this.closed = true;
        if (typeof this.input.pause === 'function') this.input.pause();
        this.emit('exit');
        this.emit('close');
    }
}

function writer(object) {
    return require('internal/inspect/inspect').inspect(object, writer.options);
}
writer.options = { ...require('internal/inspect/inspect').inspect.defaultOptions, showProxy: true };

module.exports = {
    start: (options) => new REPLServer(options),
    writer,
    REPLServer,
    REPL_MODE_SLOPPY: Symbol('repl-sloppy'),
    REPL_MODE_STRICT: Symbol('repl-strict'),
    Recoverable,
    builtinModules: builtins.publicIds.filter((id) => !id.includes('/')),
};
