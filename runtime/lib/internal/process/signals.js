// Signals as events of process: the system's handler is there while there is a listener.
'use strict';

const native = internalBinding('process_methods');

const watched = new Map();

function signalNumber(name) {
    return typeof name === 'string' && name.startsWith('SIG') ? internalBinding('os').constants.signals[name] : undefined;
}

function watch(emitter) {
    emitter.on('newListener', (name) => {
        const number = signalNumber(name);
        if (number === undefined || watched.has(name)) return;
        native.watchSignal(number, () => emitter.emit(name, name, number));
        watched.set(name, number);
    });
    emitter.on('removeListener', (name) => {
        if (!watched.has(name) || emitter.listenerCount(name) > 0) return;
        native.unwatchSignal(watched.get(name));
        watched.delete(name);
    });
}

module.exports = { watch };
