// require('perf_hooks'): the clock, marks and measures.
'use strict';

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const native = internalBinding('performance');

const entries = [];

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

class PerformanceMark extends PerformanceEntry {
    constructor(name, options = {}) {
        const { startTime = native.now(), detail = null } = options || {};
        super(`${name}`, 'mark', startTime, 0, detail);
    }
}

class PerformanceMeasure extends PerformanceEntry {}

function timeOf(mark) {
    if (mark === undefined) return undefined;
    if (typeof mark === 'number') return mark;
    for (let i = entries.length - 1; i >= 0; i--) {
        if (entries[i].entryType === 'mark' && entries[i].name === mark) return entries[i].startTime;
    }
    const error = new SyntaxError(`The "${mark}" performance mark has not been set`);
    error.code = 'ERR_INVALID_PERFORMANCE_MARK';
    throw error;
}

function remove(type, name) {
    for (let i = entries.length - 1; i >= 0; i--) {
        if (entries[i].entryType === type && (name === undefined || entries[i].name === name)) entries.splice(i, 1);
    }
}

class Performance {
    now() { return native.now(); }

    get timeOrigin() { return native.timeOrigin; }

    mark(name, options) {
        const entry = new PerformanceMark(name, options);
        entries.push(entry);
        return entry;
    }

    measure(name, startOrOptions, endMark) {
        let start = 0;
        let end = endMark;
        let detail = null;
        if (startOrOptions !== null && typeof startOrOptions === 'object') {
            const options = startOrOptions;
            end = timeOf(options.end);
            start = timeOf(options.start);
            if (options.duration !== undefined) {
                if (start === undefined) start = end - options.duration;
                else end = start + options.duration;
            }
            if (options.detail !== undefined) ({ detail } = options);
        } else if (startOrOptions !== undefined) {
            start = timeOf(startOrOptions);
        }
        end = end === undefined ? native.now() : timeOf(end);
        if (start === undefined) start = 0;
        const entry = new PerformanceMeasure(`${name}`, 'measure', start, end - start, detail);
        entries.push(entry);
        return entry;
    }

    clearMarks(name) { remove('mark', name); }
    clearMeasures(name) { remove('measure', name); }
    getEntries() { return entries.slice().sort((a, b) => a.startTime - b.startTime); }
    getEntriesByType(type) { return this.getEntries().filter((entry) => entry.entryType === type); }
    getEntriesByName(name, type) {
        return this.getEntries().filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
    }

    timerify(fn) {
        validateFunction(fn, 'fn');
        return function timerified(...args) {
            return new.target ? Reflect.construct(fn, args) : Reflect.apply(fn, this, args);
        };
    }

    eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }

    toJSON() { return { timeOrigin: this.timeOrigin, eventLoopUtilization: this.eventLoopUtilization() }; }
}

// Observes nothing by itself: marks and measures are read with performance.getEntries.
class PerformanceObserver {
    constructor(callback) {
        validateFunction(callback, 'callback');
    }

    observe(options = {}) {
        if (options.entryTypes === undefined && options.type === undefined) {
            throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
        }
    }

    disconnect() {}
    takeRecords() { return []; }
    static get supportedEntryTypes() { return ['mark', 'measure']; }
}

module.exports = {
    performance: new Performance(), Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver,
    constants: { NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8,
        NODE_PERFORMANCE_GC_WEAKCB: 16 },
};
