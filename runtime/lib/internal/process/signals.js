// Signals and memory pressure as events of process: the system is asked only while there is a listener.
'use strict';

const native = internalBinding('process_methods');

const watched = new Map();

function signalNumber(name) {
    return typeof name === 'string' && name.startsWith('SIG') ? internalBinding('os').constants.signals[name] : undefined;
}

function watch(emitter) {
    emitter.on('newListener', (name) => {
        if (name === 'memoryPressure' && emitter.listenerCount(name) === 0) {
            // As in Bun, 'warning' or 'critical'; here with the level of the limits: 1, 2, 3 from 70, 85, 95 % on.
            native.watchPressure((level) => emitter.emit(name, level < 3 ? 'warning' : 'critical', level));
        }
        const number = signalNumber(name);
        if (number === undefined || watched.has(name)) return;
        native.watchSignal(number, () => emitter.emit(name, name, number));
        watched.set(name, number);
    });
    emitter.on('removeListener', (name) => {
        if (name === 'memoryPressure' && emitter.listenerCount(name) === 0) native.watchPressure(undefined);
        if (!watched.has(name) || emitter.listenerCount(name) > 0) return;
        native.unwatchSignal(watched.get(name));
        watched.delete(name);
    });
}

module.exports = { watch };
