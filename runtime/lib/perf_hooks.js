// require('perf_hooks'): the clock, marks and measures, observers, and the collector's pauses.
'use strict';

const { validateFunction, validateObject, validateOneOf } = require('internal/validators');
const { GCPauseHistogram } = require('internal/perf/histogram');
const {
    PerformanceEntry, PerformanceNodeEntry, PerformanceObserver, PerformanceObserverEntryList, enqueue,
} = require('internal/perf/observe');
const native = internalBinding('performance');

const entries = [];

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
        enqueue(entry);
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
        enqueue(entry);
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
            const start = native.now();
            const result = new.target ? Reflect.construct(fn, args) : Reflect.apply(fn, this, args);
            enqueue(new PerformanceNodeEntry(fn.name, 'function', start, native.now() - start, args));
            return result;
        };
    }

    eventLoopUtilization() { return { idle: 0, active: 0, utilization: 0 }; }

    toJSON() { return { timeOrigin: this.timeOrigin, eventLoopUtilization: this.eventLoopUtilization() }; }
}

const constants = {
    NODE_PERFORMANCE_GC_MAJOR: 4,
    NODE_PERFORMANCE_GC_MINOR: 1,
    NODE_PERFORMANCE_GC_INCREMENTAL: 8,
    NODE_PERFORMANCE_GC_WEAKCB: 16,
    NODE_PERFORMANCE_GC_FLAGS_NO: 0,
    NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
    NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
    NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
    NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
    NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
    NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};

// Not in Node: the pauses of the collector since the start, in ns.  kind: a constant NODE_PERFORMANCE_GC_MINOR, _MAJOR
// or _INCREMENTAL; without it, all of them.
function monitorGCPauses(options = {}) {
    validateObject(options, 'options');
    const { kind } = options;
    const kinds = [constants.NODE_PERFORMANCE_GC_MINOR, constants.NODE_PERFORMANCE_GC_MAJOR, constants.NODE_PERFORMANCE_GC_INCREMENTAL];
    if (kind !== undefined) validateOneOf(kind, 'options.kind', kinds);
    return new GCPauseHistogram(kind === undefined ? kinds.reduce((all, bit) => all | bit) : kind);
}

module.exports = {
    performance: new Performance(), Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver,
    PerformanceObserverEntryList, monitorGCPauses, constants,
};
