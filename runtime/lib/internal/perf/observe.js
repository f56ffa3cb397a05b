// PerformanceObserver: entries reach an observer's buffer when they happen, and its callback in a later turn of the loop.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const native = internalBinding('performance');

const supportedTypes = ['function', 'gc', 'mark', 'measure'];
const observers = new Set();
const pending = new Set();
let isScheduled = false;

class PerformanceEntry {
    constructor(name, entryType, startTime, duration, detail) {
        this.name = name;
        this.entryType = entryType;
        this.startTime = startTime;
        this.duration = duration;
        if (detail !== undefined) this.detail = detail;
    }

    toJSON() {
        const { name, entryType, startTime, duration } = this;
        const result = { name, entryType, startTime, duration };
        if ('detail' in this) result.detail = this.detail;
        return result;
    }
}

class PerformanceNodeEntry extends PerformanceEntry {}

class PerformanceObserverEntryList {
    #entries;

    constructor(entries) { this.#entries = entries.sort((a, b) => a.startTime - b.startTime); }

    getEntries() { return this.#entries.slice(); }
    getEntriesByType(type) { return this.#entries.filter((entry) => entry.entryType === `${type}`); }
    getEntriesByName(name, type) {
        return this.#entries.filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === type));
    }

    [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
        return `PerformanceObserverEntryList ${inspect(this.#entries, options)}`;
    }
}

function modificationError(message) {
    const error = new Error(message);
    error.name = 'InvalidModificationError';
    error.code = 13;
    return error;
}

function dispatchPending() {
    isScheduled = false;
    const ready = [...pending];
    pending.clear();
    for (const observer of ready) observer[dispatch]();
}

function schedule(observer) {
    pending.add(observer);
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(dispatchPending);
}

function enqueue(entry) {
    for (const observer of observers) observer[receive](entry);
}

// ---- collections ----

const AT_ONCE = 64;
const numbers = new Float64Array(1 + AT_ONCE * 4);
let watchesGC = false;
let dropped = 0; // collections that nobody could be told of

function takeCollections() {
    let count;
    do {
        count = native.takeGC(numbers);
        dropped += numbers[0];
        for (let i = 0; i < count; i++) {
            const [start, duration, kind, flags] = numbers.subarray(1 + i * 4);
            enqueue(new PerformanceNodeEntry('gc', 'gc', start, duration, { kind, flags }));
        }
    } while (count === AT_ONCE);
}

// The collector notes its pauses only while somebody observes them.
function watchGC() {
    const wanted = [...observers].some((observer) => observer[types].has('gc'));
    if (wanted === watchesGC) return;
    watchesGC = wanted;
    if (wanted) native.observeGC(takeCollections);
    else native.unobserveGC();
}

// ---- observers ----

const receive = Symbol('receive');
const dispatch = Symbol('dispatch');
const types = Symbol('types');

class PerformanceObserver {
    #callback;
    #buffer = [];
    #mode; // 'single' after observe({type}), 'multiple' after observe({entryTypes})

    constructor(callback) {
        validateFunction(callback, 'callback');
        this.#callback = callback;
        Object.defineProperty(this, types, { value: new Set() });
    }

    observe(options = {}) {
        validateObject(options, 'options');
        const { entryTypes, type, buffered } = options;
        if (entryTypes === undefined && type === undefined) {
            throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
        }
        if (entryTypes != null && type != null) {
            throw new codes.ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
        }
        const mode = entryTypes === undefined ? 'single' : 'multiple';
        if (this.#mode !== undefined && this.#mode !== mode) {
            throw modificationError(`PerformanceObserver can not change to ${mode === 'single' ? 'single' : 'multiple'} observation${mode === 'single' ? '' : 's'}`);
        }
        if (mode === 'multiple' && !(Array.isArray(entryTypes) && entryTypes.every((name) => typeof name === 'string'))) {
            throw new codes.ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
        }
        this.#mode = mode;
        if (mode === 'multiple') this[types].clear();
        for (const name of mode === 'multiple' ? entryTypes : [type]) {
            if (supportedTypes.includes(name)) this[types].add(name);
        }
        if (this[types].size === 0) {
            this.disconnect();
            return;
        }
        observers.add(this);
        if (mode === 'single' && buffered) {
            this.#buffer.push(...require('perf_hooks').performance.getEntriesByType(type));
            if (this.#buffer.length > 0) schedule(this);
        }
        watchGC();
    }

    disconnect() {
        observers.delete(this);
        pending.delete(this);
        this.#buffer = [];
        this[types].clear();
        this.#mode = undefined;
        watchGC();
    }

    takeRecords() {
        const records = this.#buffer;
        this.#buffer = [];
        return records;
    }

    static get supportedEntryTypes() { return supportedTypes.slice(); }

    [receive](entry) {
        if (!this[types].has(entry.entryType)) return;
        this.#buffer.push(entry);
        schedule(this);
    }

    // The third argument is the web's: how many entries were lost.
    [dispatch]() {
        const entries = this.takeRecords();
        if (entries.length === 0) return;
        const options = { droppedEntriesCount: dropped };
        dropped = 0;
        this.#callback.call(this, new PerformanceObserverEntryList(entries), this, options);
    }
}

module.exports = { PerformanceEntry, PerformanceNodeEntry, PerformanceObserver, PerformanceObserverEntryList, enqueue };
