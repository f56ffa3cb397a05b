// The interactive session: one line in, its evaluation and echo out. It knows nothing of terminals: the C line editor drives it, or
// startOnStream below, where standard input is no terminal (BINDINGS.md, 'repl').
//
// Lines are gathered in `buffer` until they parse. Text that begins with { is tried as an object literal first. A SyntaxError at the end
// of the text, or with something still open, asks for another line instead.
'use strict';

const builtins = require('internal/builtins');
const { kind, K } = require('internal/types');
const { addModules, defineModule } = require('internal/run_text');
const { isIncomplete, declaredNames, awaitProgram } = require('internal/repl_source');
const { complete } = require('internal/repl_complete');
const { compileScript, runScript } = internalBinding('contextify');
const { throwSite } = internalBinding('errors');

function inspect(value, options) {
    return require('internal/inspect/inspect').inspect(value, options);
}

class Session {
    constructor({ write, colors = false, context = globalThis.global, preview = undefined } = {}) {
        this.context = context;
        this.pending = false;
        this.lexicalNames = new Set();
        this.history = [];
        this.onReady = undefined;
        this.commands = Object.assign(Object.create(null), commands);
        this.write = write;
        this.writer = preview || ((value) => inspect(value, { showProxy: true, colors }));
        this.buffer = '';
        this.editing = false;
        this.scripts = 0;
        this.sawInterrupt = false;
        this.last = {};
        this.defineLast('_', 'Expression assignment to _ now disabled.\n');
        this.defineLast('_error', 'Expression assignment to _error now disabled.\n');
    }

    get prompt() {
        if (this.editing) return '';
        return this.pending ? '... ' : '> ';
    }

    // A global that follows the session until the program assigns to it.
    defineLast(name, notice) {
        this.last[name] = { value: undefined, isTaken: false };
        const state = this.last[name];
        Object.defineProperty(this.context, name, {
            configurable: true,
            enumerable: false,
            get: () => state.value,
            set: (value) => {
                state.value = value;
                if (!state.isTaken) {
                    state.isTaken = true;
                    this.write(notice);
                }
            },
        });
    }

    setLast(name, value) {
        if (!this.last[name].isTaken) this.last[name].value = value;
    }

    // One line without its newline. Returns 'more', 'done', 'wait' or 'exit'.
    feed(line) {
        this.sawInterrupt = false;
        if (this.editing) {
            this.buffer += `${line}\n`;
            return 'more';
        }
        const trimmed = line.trim();
        if (trimmed.startsWith('.') && !/^\.\d/.test(trimmed) && (!this.pending || /^\.[a-z]+(?:\s|$)/.test(trimmed))) {
            const match = /^\.([^\s]+)\s*(.*)$/.exec(trimmed);
            const command = match === null ? undefined : this.commands[match[1]];
            if (command !== undefined) return command.action.call(this, match[2]) || 'done';
            if (!this.pending) {
                this.write('Invalid REPL keyword\n');
                return 'done';
            }
        }
        if (line === '' && !this.pending) return 'done';
        this.history.push(line);
        return this.evaluate(`${this.buffer}${line}\n`);
    }

    evaluate(code) {
        let script;
        try {
            script = this.compile(code);
        } catch (error) {
            if (this.canContinue(error, code)) {
                this.buffer = code;
                this.pending = true;
                return 'more';
            }
            this.reset();
            const awaiting = awaitProgram(code);
            if (awaiting !== undefined) return this.evaluateAwait(awaiting, error);
            this.reportSyntax(error);
            return 'done';
        }
        this.reset();
        this.run(script, code);
        return 'done';
    }

    reset() {
        this.buffer = '';
        this.pending = false;
        this.editing = false;
    }

    fileName() {
        return `REPL${++this.scripts}`;
    }

    // Compiled as an expression if it looks like an object literal and is one.
    compile(code) {
        const file = this.fileName();
        if (/^\s*\{/.test(code) && !/;\s*$/.test(code)) {
            try {
                return compileScript(`(${code.trim()})\n`, file, 0, 0);
            } catch {
                // a block after all
            }
        }
        return compileScript(code, file, 0, 0);
    }

    canContinue(error, code) {
        if (!(error instanceof SyntaxError)) return false;
        const site = throwSite(error);
        if (site !== undefined && site !== null && site.atEnd) return true;
        return /^Unexpected end of |^Unterminated (?:template|comment)/.test(error.message) || isIncomplete(code);
    }

    run(script, code) {
        let result;
        try {
            result = runScript(script);
        } catch (error) {
            this.report(error);
            return;
        }
        for (const name of declaredNames(code)) this.lexicalNames.add(name);
        this.echo(result);
    }

    evaluateAwait(program, syntaxError) {
        let promise;
        try {
            promise = runScript(compileScript(program, this.fileName(), 0, 0));
        } catch (error) {
            if (error instanceof SyntaxError) this.reportSyntax(syntaxError);
            else this.report(error);
            return 'done';
        }
        const finish = (show, value) => {
            show.call(this, value);
            if (this.onReady !== undefined) this.onReady();
        };
        promise.then(({ value }) => finish(this.echo, value), (error) => finish(this.report, error));
        return 'wait';
    }

    echo(value) {
        this.setLast('_', value);
        this.write(`${this.writer(value)}\n`);
    }

    reportSyntax(error) {
        const site = throwSite(error);
        let text = '';
        if (site !== undefined && site !== null && site.sourceLine !== undefined) {
            const marks = '^'.repeat(Math.max(1, (site.endColumn || 0) - site.column));
            text = `${site.sourceLine}\n${' '.repeat(site.column)}${marks}\n\n`;
        }
        this.setLast('_error', error);
        this.write(`${text}Uncaught ${error.name}: ${error.message}\n`);
    }

    report(error) {
        this.setLast('_error', error);
        this.write(`Uncaught ${this.errorText(error)}\n`);
    }

    // The error without the frames of the session itself.
    errorText(error) {
        if (kind(error) !== K.ERROR || typeof error.stack !== 'string') return this.writer(error);
        const lines = error.stack.split('\n');
        const end = lines.findIndex((line) => /^ {4}at (?:REPL\d+:\d+:\d+$|.*\(?node:|Session\.)/.test(line));
        const stack = error.stack;
        if (end !== -1) error.stack = lines.slice(0, end).join('\n');
        let text;
        try {
            text = this.writer(error);
        } finally {
            if (end !== -1) error.stack = stack;
        }
        // Without frames, inspect puts brackets around: not here.
        return text.startsWith('[') && text.endsWith(']') && end !== -1 ? text.slice(1, -1) :
            text.replace(/^\[([^]*?)\](?= \{\n)/, '$1');
    }

    // Ctrl-C.
    interrupt() {
        const wasBusy = this.pending || this.editing;
        this.reset();
        if (wasBusy) {
            this.write('\n');
            return 'done';
        }
        if (this.sawInterrupt) return 'exit';
        this.sawInterrupt = true;
        this.write('\n(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n');
        return 'done';
    }

    // End of input: of the program text in editor mode, else of the session.
    close() {
        if (!this.editing) return 'exit';
        const code = this.buffer;
        this.reset();
        return code.trim() === '' ? 'done' : this.evaluate(code);
    }

    complete(line) {
        return complete(this, line);
    }

    defineCommand(name, command) {
        this.commands[name] = typeof command === 'function' ? { action: command } : command;
    }
}

function loadFile(file) {
    const fs = builtins.require('fs');
    let text;
    try {
        if (!fs.statSync(file).isFile()) {
            this.write(`Failed to load: ${file} is not a valid file\n`);
            return 'done';
        }
        text = fs.readFileSync(file, 'utf8');
    } catch {
        this.write(`Failed to load: ${file}\n`);
        return 'done';
    }
    const lines = text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
    this.history.push(...lines);
    return this.evaluate(`${lines.join('\n')}\n`);
}

function saveFile(file) {
    try {
        builtins.require('fs').writeFileSync(file, this.history.join('\n'));
        this.write(`Session saved to: ${file}\n`);
    } catch {
        this.write(`Failed to save: ${file}\n`);
    }
}

function showHelp() {
    const names = Object.keys(this.commands).sort();
    const width = Math.max(...names.map((name) => name.length));
    for (const name of names) {
        const { help } = this.commands[name];
        this.write(`.${name}${help ? ' '.repeat(width - name.length + 3) + help : ''}\n`);
    }
    this.write('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
}

const commands = {
    break: { help: 'Sometimes you get stuck, this gets you out', action() { this.reset(); } },
    clear: { help: 'Alias for .break', action() { this.reset(); } },
    exit: { help: 'Exit the REPL', action() { return 'exit'; } },
    help: { help: 'Print this help message', action: showHelp },
    load: { help: 'Load JS from a file into the REPL session', action: loadFile },
    save: { help: 'Save all evaluated commands in this REPL session to a file', action: saveFile },
};

const editorCommand = {
    help: 'Enter editor mode',
    action() {
        this.editing = true;
        this.buffer = '';
        this.write('// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n');
        return 'more';
    },
};

// Drives session from a stream of text, printing its prompts.
function startOnStream(session, input, onExit) {
    let rest = '';
    let waiting = false;
    let ended = false;
    let finished = false;
    const prompt = () => session.write(session.prompt);
    function finish() {
        if (finished) return;
        finished = true;
        onExit();
    }
    function drain() {
        while (!waiting && !finished) {
            const end = rest.indexOf('\n');
            if (end === -1) break;
            const line = rest.slice(0, end).replace(/\r$/, '');
            rest = rest.slice(end + 1);
            step(line);
        }
        if (ended && !waiting && !finished) {
            const line = rest;
            rest = '';
            if (line !== '') step(line);
            if (!waiting) finish();
        }
    }
    function step(line) {
        const state = session.feed(line);
        if (state === 'exit') finish();
        else if (state === 'wait') waiting = true;
        else prompt();
    }
    session.onReady = () => {
        waiting = false;
        prompt();
        drain();
    };
    input.setEncoding('utf8');
    input.on('data', (chunk) => {
        rest += chunk;
        drain();
    });
    input.on('end', () => {
        ended = true;
        drain();
    });
    prompt();
}

function addGlobals(context) {
    defineModule(context, '<repl>');
    addModules(context);
}

// The session of the command.
function main() {
    const isTerminal = internalBinding('stdio').handleType(0) === 'TTY' && internalBinding('stdio').handleType(1) === 'TTY';
    const write = (text) => process.stdout.write(text);
    addGlobals(globalThis.global);
    const session = new Session({ write, colors: isTerminal && process.stdout.hasColors() });
    require('internal/process/fatal').setUncaughtExceptionCaptureCallback((error) => {
        session.report(error);
        write(session.prompt);
    });
    const { versions, version } = process;
    const name = versions.tenure ? `Tenure v${versions.tenure}` : `Node.js ${version}`;
    write(`Welcome to ${name}.\nType ".help" for more information.\n`);
    if (isTerminal) session.defineCommand('editor', editorCommand);
    const { run } = internalBinding('repl');
    if (!run(session)) startOnStream(session, process.stdin, () => process.exit());
}

module.exports = { Session, startOnStream, addGlobals, editorCommand, main };
