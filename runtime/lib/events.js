// require('events'): EventEmitter.
//
// `_events` maps a type to one function or to an array of them, so that the common case of a single listener costs no
// array. Arrays are copied before they are called, so listeners may add and remove. `once` listeners are wrapped; the
// wrapper's `listener` is the original.
'use strict';

const { codes, AbortError } = require('internal/errors');
const { validateFunction, validateNumber, validateBoolean, validateObject, validateAbortSignal } =
    require('internal/validators');

const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');
const kWatermark = Symbol.for('nodejs.watermarkData');

let defaultMaxListeners = 10;

function EventEmitter(options) {
    EventEmitter.init.call(this, options);
}

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });

EventEmitter.init = function init(options) {
    if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
        this._events = { __proto__: null };
        this._eventsCount = 0;
        this[kShapeMode] = false;
    } else {
        this[kShapeMode] = true;
    }
    this._maxListeners = this._maxListeners || undefined;
    if (options && options.captureRejections) {
        validateBoolean(options.captureRejections, 'options.captureRejections');
        this[kCapture] = Boolean(options.captureRejections);
    } else {
        this[kCapture] = EventEmitter.prototype[kCapture];
    }
};

function setMaxListeners(count = defaultMaxListeners, ...emitters) {
    validateNumber(count, 'setMaxListeners', 0);
    if (emitters.length === 0) defaultMaxListeners = count;
    for (const emitter of emitters) {
        if (typeof emitter.setMaxListeners === 'function') emitter.setMaxListeners(count);
        else if (typeof emitter.addEventListener !== 'function') {
            throw new codes.ERR_INVALID_ARG_TYPE('eventTargets', ['EventEmitter', 'EventTarget'], emitter);
        }
    }
}

EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
    validateNumber(n, 'setMaxListeners', 0);
    this._maxListeners = n;
    return this;
};

function maxListenersOf(emitter) {
    return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
    return maxListenersOf(this);
};

// The error of an 'error' event that nobody listens to.
function throwUnhandled(error) {
    if (error instanceof Error) {
        throw error; // Unhandled 'error' event
    }
    const { inspect } = require('internal/inspect/inspect');
    let shown;
    try {
        shown = inspect(error);
    } catch {
        shown = error;
    }
    const wrapped = new codes.ERR_UNHANDLED_ERROR(shown);
    wrapped.context = error;
    throw wrapped;
}

// With captureRejections, the rejection of a listener's promise becomes an 'error' event.
function captureRejection(emitter, promise, type, args) {
    if (!emitter[kCapture]) return;
    let then;
    try {
        then = promise.then;
        if (typeof then !== 'function') return;
        then.call(promise, undefined, (error) => {
            process.nextTick(reportRejection, emitter, error, type, args);
        });
    } catch (error) {
        emitter.emit('error', error);
    }
}

function reportRejection(emitter, error, type, args) {
    if (typeof emitter[kRejection] === 'function') {
        emitter[kRejection](error, type, ...args);
        return;
    }
    // A rejecting 'error' listener must not come back here for ever.
    const before = emitter[kCapture];
    try {
        emitter[kCapture] = false;
        emitter.emit('error', error);
    } finally {
        emitter[kCapture] = before;
    }
}

function callListener(emitter, listener, type, args) {
    const result = Reflect.apply(listener, emitter, args);
    if (result !== undefined && result !== null) captureRejection(emitter, result, type, args);
}

EventEmitter.prototype.emit = function emit(type, ...args) {
    const events = this._events;
    if (type === 'error') {
        if (events !== undefined && events[kErrorMonitor] !== undefined) this.emit(kErrorMonitor, ...args);
        if (events === undefined || events.error === undefined) throwUnhandled(args[0]);
    } else if (events === undefined) {
        return false;
    }
    const handler = events[type];
    if (handler === undefined) return false;
    if (typeof handler === 'function') {
        callListener(this, handler, type, args);
    } else {
        for (const listener of handler.slice()) callListener(this, listener, type, args);
    }
    return true;
};

function checkListener(listener) {
    validateFunction(listener, 'listener');
}

function warnOfLeak(emitter, type, count, limit) {
    const { inspect } = require('internal/inspect/inspect');
    const warning = new Error(`Possible EventEmitter memory leak detected. ${count} ${String(type)} listeners added to ` +
        `${inspect(emitter, { depth: -1 })}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`);
    warning.name = 'MaxListenersExceededWarning';
    warning.emitter = emitter;
    warning.type = type;
    warning.count = count;
    process.emitWarning(warning);
}

function addListener(emitter, type, listener, prepend) {
    checkListener(listener);
    let events = emitter._events;
    if (events === undefined) {
        events = emitter._events = { __proto__: null };
        emitter._eventsCount = 0;
    } else if (events.newListener !== undefined) {
        emitter.emit('newListener', type, listener.listener !== undefined ? listener.listener : listener);
        events = emitter._events; // a listener may have replaced it
    }
    const existing = events[type];
    if (existing === undefined) {
        events[type] = listener;
        emitter._eventsCount++;
        return emitter;
    }
    let list = existing;
    if (typeof existing === 'function') list = events[type] = prepend ? [listener, existing] : [existing, listener];
    else if (prepend) list.unshift(listener);
    else list.push(listener);
    const limit = maxListenersOf(emitter);
    if (limit > 0 && list.length > limit && !list.warned) {
        list.warned = true;
        warnOfLeak(emitter, type, list.length, limit);
    }
    return emitter;
}

EventEmitter.prototype.addListener = function addListener_(type, listener) {
    return addListener(this, type, listener, false);
};
Object.defineProperty(EventEmitter.prototype.addListener, 'name', { value: 'addListener' });
EventEmitter.prototype.on = EventEmitter.prototype.addListener;

EventEmitter.prototype.prependListener = function prependListener(type, listener) {
    return addListener(this, type, listener, true);
};

function onceWrapper(...args) {
    if (this.fired) return undefined;
    this.target.removeListener(this.type, this.wrapper);
    this.fired = true;
    return Reflect.apply(this.listener, this.target, args);
}

function wrapOnce(target, type, listener) {
    const state = { fired: false, wrapper: undefined, target, type, listener };
    const wrapper = onceWrapper.bind(state);
    wrapper.listener = listener;
    state.wrapper = wrapper;
    return wrapper;
}

EventEmitter.prototype.once = function once(type, listener) {
    checkListener(listener);
    return this.on(type, wrapOnce(this, type, listener));
};

EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
    checkListener(listener);
    return this.prependListener(type, wrapOnce(this, type, listener));
};

function dropType(emitter, type) {
    emitter._eventsCount--;
    if (emitter[kShapeMode]) emitter._events[type] = undefined;
    else if (emitter._eventsCount === 0) emitter._events = { __proto__: null };
    else delete emitter._events[type];
}

EventEmitter.prototype.removeListener = function removeListener(type, listener) {
    checkListener(listener);
    const events = this._events;
    const list = events === undefined ? undefined : events[type];
    if (list === undefined) return this;
    if (list === listener || list.listener === listener) {
        dropType(this, type);
        if (events.removeListener !== undefined) this.emit('removeListener', type, list.listener || listener);
        return this;
    }
    if (typeof list === 'function') return this;
    let at = list.length - 1;
    while (at >= 0 && list[at] !== listener && list[at].listener !== listener) at--;
    if (at < 0) return this;
    if (at === 0) list.shift();
    else list.splice(at, 1);
    if (list.length === 1) events[type] = list[0];
    if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
    return this;
};
EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

function removeAll(emitter) {
    emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
    emitter[kShapeMode] = false;
}

EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener === undefined) {
        // Nobody is told.
        if (arguments.length === 0) removeAll(this);
        else if (events[type] !== undefined) dropType(this, type);
        return this;
    }
    if (arguments.length === 0) {
        for (const key of Reflect.ownKeys(events)) {
            if (key !== 'removeListener') this.removeAllListeners(key);
        }
        this.removeAllListeners('removeListener');
        removeAll(this);
        return this;
    }
    const list = events[type];
    if (typeof list === 'function') {
        this.removeListener(type, list);
    } else if (list !== undefined) {
        for (let i = list.length - 1; i >= 0; i--) this.removeListener(type, list[i]);
    }
    return this;
};

function listenersOf(emitter, type, unwrap) {
    const events = emitter._events;
    const list = events === undefined ? undefined : events[type];
    if (list === undefined) return [];
    const all = typeof list === 'function' ? [list] : list.slice();
    return unwrap ? all.map((listener) => listener.listener || listener) : all;
}

EventEmitter.prototype.listeners = function listeners(type) {
    return listenersOf(this, type, true);
};

EventEmitter.prototype.rawListeners = function rawListeners(type) {
    return listenersOf(this, type, false);
};

function listenerCount(type, listener) {
    const events = this._events;
    const list = events === undefined ? undefined : events[type];
    if (list === undefined) return 0;
    if (typeof list === 'function') {
        return listener === undefined || listener === null || listener === list || listener === list.listener ? 1 : 0;
    }
    if (listener === undefined || listener === null) return list.length;
    return list.filter((each) => each === listener || each.listener === listener).length;
}
EventEmitter.prototype.listenerCount = listenerCount;

EventEmitter.prototype.eventNames = function eventNames() {
    return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

function isEmitter(value) {
    return value !== null && value !== undefined && typeof value.on === 'function';
}

function isEventTarget(value) {
    return value !== null && value !== undefined && typeof value.addEventListener === 'function';
}

function getEventListeners(emitter, type) {
    if (emitter && typeof emitter.listeners === 'function') return emitter.listeners(type);
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitter);
}

function getMaxListeners(emitter) {
    if (emitter && typeof emitter.getMaxListeners === 'function') return maxListenersOf(emitter);
    throw new codes.ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitter);
}

function addAbortListener(signal, listener) {
    if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
    validateAbortSignal(signal, 'signal');
    validateFunction(listener, 'listener');
    if (signal.aborted) queueMicrotask(() => listener());
    else signal.addEventListener('abort', listener, { once: true });
    const dispose = () => signal.removeEventListener('abort', listener);
    return { __proto__: null, [Symbol.dispose || Symbol.for('nodejs.dispose')]: dispose };
}

function attach(emitter, type, listener, once) {
    if (isEmitter(emitter)) {
        if (once) emitter.once(type, listener);
        else emitter.on(type, listener);
    } else if (isEventTarget(emitter)) {
        emitter.addEventListener(type, listener, { once });
    } else {
        throw new codes.ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
    }
}

function detach(emitter, type, listener) {
    if (typeof emitter.removeListener === 'function') emitter.removeListener(type, listener);
    else emitter.removeEventListener(type, listener);
}

// events.once: a promise of the arguments of the next event; rejects at 'error'.
async function once(emitter, type, options = {}) {
    validateObject(options, 'options');
    const { signal } = options;
    validateAbortSignal(signal, 'options.signal');
    if (signal && signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
    return new Promise((resolve, reject) => {
        const onError = (error) => {
            detach(emitter, type, onEvent);
            if (signal) signal.removeEventListener('abort', onAbort);
            reject(error);
        };
        const onEvent = (...args) => {
            if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
            if (signal) signal.removeEventListener('abort', onAbort);
            resolve(args);
        };
        const onAbort = () => {
            detach(emitter, type, onEvent);
            detach(emitter, 'error', onError);
            reject(new AbortError(undefined, { cause: signal.reason }));
        };
        attach(emitter, type, onEvent, true);
        if (type !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
        if (signal) signal.addEventListener('abort', onAbort, { once: true });
    });
}

// events.on: an async iterator over the arguments of every event, which are queued while nobody asks.
function on(emitter, type, options = {}) {
    validateObject(options, 'options');
    const { signal } = options;
    validateAbortSignal(signal, 'options.signal');
    if (signal && signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const high = options.highWaterMark === undefined ? Number.MAX_SAFE_INTEGER : options.highWaterMark;
    const low = options.lowWaterMark === undefined ? 1 : options.lowWaterMark;
    const values = [];
    const waiting = [];
    let failure = null;
    let finished = false;
    let paused = false;

    const onEvent = (...args) => {
        if (waiting.length > 0) {
            waiting.shift().resolve({ value: args, done: false });
            return;
        }
        values.push(args);
        if (!paused && values.length > high && typeof emitter.pause === 'function') {
            paused = true;
            emitter.pause();
        }
    };
    const onError = (error) => {
        if (waiting.length > 0) waiting.shift().reject(error);
        else failure = error;
        close();
    };
    const onAbort = () => onError(new AbortError(undefined, { cause: signal.reason }));
    function close() {
        detach(emitter, type, onEvent);
        if (type !== 'error') detach(emitter, 'error', onError);
        for (const name of options.close || []) detach(emitter, name, close);
        if (signal) signal.removeEventListener('abort', onAbort);
        finished = true;
        for (const promise of waiting.splice(0)) promise.resolve({ value: undefined, done: true });
        return Promise.resolve({ value: undefined, done: true });
    }

    const iterator = {
        next() {
            if (values.length > 0) {
                const value = values.shift();
                if (paused && values.length < low) {
                    paused = false;
                    emitter.resume();
                }
                return Promise.resolve({ value, done: false });
            }
            if (failure !== null) {
                const error = failure;
                failure = null;
                return Promise.reject(error);
            }
            if (finished) return Promise.resolve({ value: undefined, done: true });
            return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
        },
        return() { return close(); },
        throw(error) {
            if (!(error instanceof Error)) throw new codes.ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', error);
            onError(error);
        },
        [Symbol.asyncIterator]() { return this; },
        [kWatermark]: {
            get size() { return values.length; },
            get low() { return low; },
            get high() { return high; },
            get isPaused() { return paused; },
        },
    };

    attach(emitter, type, onEvent, false);
    if (type !== 'error' && typeof emitter.on === 'function') emitter.on('error', onError);
    for (const name of options.close || []) attach(emitter, name, close, false);
    if (signal) signal.addEventListener('abort', onAbort, { once: true });
    return iterator;
}

module.exports = EventEmitter;
EventEmitter.addAbortListener = addAbortListener;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.getEventListeners = getEventListeners;
EventEmitter.getMaxListeners = getMaxListeners;
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;
Object.defineProperty(EventEmitter, 'captureRejections', {
    enumerable: true,
    get() { return EventEmitter.prototype[kCapture]; },
    set(value) {
        validateBoolean(value, 'EventEmitter.captureRejections');
        EventEmitter.prototype[kCapture] = value;
    },
});
EventEmitter.errorMonitor = kErrorMonitor;
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
    enumerable: true,
    get: () => defaultMaxListeners,
    set(count) {
        validateNumber(count, 'defaultMaxListeners', 0);
        defaultMaxListeners = count;
    },
});
EventEmitter.setMaxListeners = setMaxListeners;
EventEmitter.listenerCount = function listenerCountOf(emitter, type) {
    if (typeof emitter.listenerCount === 'function') return emitter.listenerCount(type);
    return listenerCount.call(emitter, type);
};

// process may be an emitter already; from now on it must look like one.
require('internal/process/setup').becomeEmitter();
