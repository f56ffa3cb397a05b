// require('timers'): setTimeout, setInterval, setImmediate.
//
// Timers of one duration form a list in order of their start, so the first of it is due first and starting or stopping a timer is
// O(1). The lists are in a binary heap by the time their first timer is due; C keeps one handle armed for the heap's top.
// A timer that is moved (refresh) goes to the end of its list, and the list's time is put right when it comes up.
'use strict';

const { validateFunction } = require('internal/validators');
const { customPromisify } = require('internal/util');
const { runNextTicks } = require('internal/process/task_queue');
const native = internalBinding('timers');

const MAX_DURATION = 2 ** 31 - 1;
const kRefed = Symbol('refed');
const kHasPrimitive = Symbol('kHasPrimitive');
const kId = Symbol('asyncId');
const customInspect = Symbol.for('nodejs.util.inspect.custom');

const lists = new Map(); // duration -> list
const heap = []; // of lists
const byPrimitive = new Map(); // of timers that were turned into numbers
let nextDue = Infinity;
let refCount = 0;
let lastId = 0;

function place(list, at) {
    heap[at] = list;
    list.position = at;
}

// a before b: by time, lists made earlier first.
function isBefore(a, b) {
    return a.due < b.due || (a.due === b.due && a.id < b.id);
}

function moveUp(list) {
    let at = list.position;
    while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!isBefore(list, heap[parent])) break;
        place(heap[parent], at);
        at = parent;
    }
    place(list, at);
}

function moveDown(list) {
    let at = list.position;
    for (;;) {
        let child = at * 2 + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
        if (!isBefore(heap[child], list)) break;
        place(heap[child], at);
        at = child;
    }
    place(list, at);
}

function removeList(list) {
    lists.delete(list.duration);
    const last = heap.pop();
    if (last !== list) {
        place(last, list.position);
        moveDown(last);
        moveUp(last);
    }
}

// Lists are rings around their head, which is the list itself.
class TimersList {
    constructor(duration, due) {
        this._idleNext = this;
        this._idlePrev = this;
        this.due = due;
        this.id = ++lastId;
        this.duration = duration;
        this.position = heap.length;
    }
}

function unlink(timer) {
    timer._idleNext._idlePrev = timer._idlePrev;
    timer._idlePrev._idleNext = timer._idleNext;
    timer._idleNext = null;
    timer._idlePrev = null;
}

function isEmpty(list) {
    return list._idleNext === list;
}

function append(list, timer) {
    timer._idleNext = list;
    timer._idlePrev = list._idlePrev;
    list._idlePrev._idleNext = timer;
    list._idlePrev = timer;
}

function changeRefCount(by) {
    const before = refCount > 0;
    refCount += by;
    if (before !== refCount > 0) native.refTimer(refCount > 0);
}

function insert(timer, duration, start = native.now()) {
    duration = Math.trunc(duration);
    timer._idleStart = start;
    let list = lists.get(duration);
    if (list === undefined) {
        list = new TimersList(duration, start + duration);
        lists.set(duration, list);
        heap.push(list);
        moveUp(list);
        if (list.due < nextDue) {
            native.schedule(duration);
            nextDue = list.due;
        }
    }
    append(list, timer);
}

function remove(timer) {
    if (timer._destroyed) return;
    timer._destroyed = true;
    if (timer[kHasPrimitive]) byPrimitive.delete(timer[kId]);
    if (timer[kRefed]) changeRefCount(-1);
    if (timer._idleNext !== null) {
        unlink(timer);
        const list = lists.get(Math.trunc(timer._idleTimeout));
        if (list !== undefined && isEmpty(list) && list !== runningList) removeList(list);
    }
    timer._idleTimeout = -1;
}

function checkDuration(after) {
    after *= 1;
    if (after >= 1 && after <= MAX_DURATION) return after;
    if (after > MAX_DURATION) {
        process.emitWarning(`${after} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
            'TimeoutOverflowWarning');
    }
    return 1;
}

class Timeout {
    constructor(callback, after, args, isRepeat, isRefed) {
        after = checkDuration(after);
        this._idleTimeout = after;
        this._idlePrev = null;
        this._idleNext = null;
        this._idleStart = null;
        this._onTimeout = callback;
        this._timerArgs = args;
        this._repeat = isRepeat ? after : null;
        this._destroyed = false;
        this[kRefed] = isRefed;
        this[kHasPrimitive] = false;
        this[kId] = ++lastId;
        if (isRefed) changeRefCount(1);
        insert(this, after);
    }

    [customInspect](depth, options, inspect) {
        // The neighbours in the list say nothing about this timer.
        return inspect(this, { ...options, depth: 0, customInspect: false });
    }

    refresh() {
        if (this._destroyed || this._idleTimeout < 0) return this;
        if (this._idleNext !== null) {
            unlink(this);
            const list = lists.get(Math.trunc(this._idleTimeout));
            this._idleStart = native.now();
            append(list, this);
        } else {
            insert(this, this._idleTimeout);
        }
        return this;
    }

    unref() {
        if (this[kRefed]) {
            this[kRefed] = false;
            if (!this._destroyed) changeRefCount(-1);
        }
        return this;
    }

    ref() {
        if (!this[kRefed]) {
            this[kRefed] = true;
            if (!this._destroyed) changeRefCount(1);
        }
        return this;
    }

    hasRef() {
        return this[kRefed];
    }

    close() {
        clearTimeout(this);
        return this;
    }

    [Symbol.toPrimitive]() {
        if (!this[kHasPrimitive]) {
            this[kHasPrimitive] = true;
            if (!this._destroyed) byPrimitive.set(this[kId], this);
        }
        return this[kId];
    }
}

let runningList;

function fire(timer) {
    const start = timer._repeat ? native.now() : undefined;
    try {
        const args = timer._timerArgs;
        if (args === undefined) timer._onTimeout();
        else Reflect.apply(timer._onTimeout, timer, args);
    } finally {
        if (timer._repeat && timer._idleTimeout !== -1) {
            timer._idleTimeout = timer._repeat;
            insert(timer, timer._idleTimeout, start);
        } else if (timer._idleNext === null && !timer._destroyed) { // not refreshed meanwhile
            remove(timer);
        }
    }
}

let ranOne = false;

function runList(list, now) {
    runningList = list;
    try {
        while (!isEmpty(list)) {
            const timer = list._idleNext;
            if (now - timer._idleStart < list.duration) {
                list.due = Math.max(timer._idleStart + list.duration, now + 1);
                moveDown(list);
                return;
            }
            if (ranOne) {
                runNextTicks(); // may have changed the list
                ranOne = false;
                continue;
            }
            ranOne = true;
            unlink(timer);
            if (timer._onTimeout) fire(timer);
        }
    } finally {
        runningList = undefined;
        if (isEmpty(list) && lists.get(list.duration) === list) removeList(list);
    }
}

// BINDINGS.md: called by C when the handle fires, and again after a throw.
function processTimers(now) {
    nextDue = Infinity;
    ranOne = false;
    while (heap.length > 0) {
        const list = heap[0];
        if (list.due > now) {
            now = native.now();
            if (list.due > now) {
                nextDue = list.due;
                return refCount > 0 ? nextDue : -nextDue;
            }
        }
        if (ranOne) {
            runNextTicks();
            ranOne = false;
            continue;
        }
        runList(list, now);
    }
    return 0;
}

function argumentsOf(list, from) {
    return list.length > from ? Array.prototype.slice.call(list, from) : undefined;
}

function setTimeout(callback, after) {
    validateFunction(callback, 'callback');
    return new Timeout(callback, after, argumentsOf(arguments, 2), false, true);
}

function setInterval(callback, repeat) {
    validateFunction(callback, 'callback');
    return new Timeout(callback, repeat, argumentsOf(arguments, 2), true, true);
}

function clearTimeout(timer) {
    if (timer === undefined || timer === null) return;
    if (timer._onTimeout) {
        timer._onTimeout = null;
        remove(timer);
    } else if (typeof timer === 'number' || typeof timer === 'string') {
        const found = byPrimitive.get(Number(timer));
        if (found !== undefined) clearTimeout(found);
    }
}

function clearInterval(timer) {
    clearTimeout(timer);
}

// Immediates: the queue of the next turn, and what is left of the turn in which a callback threw.
let queue = [];
let left = [];
let pendingCount = 0;
let immediateRefs = 0;

function tellImmediates() {
    native.immediate(pendingCount > 0, immediateRefs > 0);
}

function changeImmediates(pending, refs) {
    const before = (pendingCount > 0) * 2 + (immediateRefs > 0);
    pendingCount += pending;
    immediateRefs += refs;
    if (before !== (pendingCount > 0) * 2 + (immediateRefs > 0)) tellImmediates();
}

class Immediate {
    constructor(callback, args) {
        this._idleNext = null;
        this._idlePrev = null;
        this._onImmediate = callback;
        this._argv = args;
        this._destroyed = false;
        this[kRefed] = true;
        queue.push(this);
        changeImmediates(1, 1);
    }

    ref() {
        if (!this[kRefed]) {
            this[kRefed] = true;
            if (!this._destroyed) changeImmediates(0, 1);
        }
        return this;
    }

    unref() {
        if (this[kRefed]) {
            this[kRefed] = false;
            if (!this._destroyed) changeImmediates(0, -1);
        }
        return this;
    }

    hasRef() {
        return this[kRefed];
    }
}

function setImmediate(callback) {
    validateFunction(callback, 'callback');
    return new Immediate(callback, argumentsOf(arguments, 1));
}

function finishImmediate(immediate) {
    immediate._destroyed = true;
    immediate._onImmediate = null;
    changeImmediates(-1, immediate[kRefed] ? -1 : 0);
}

function clearImmediate(immediate) {
    if (!(immediate instanceof Immediate) || immediate._destroyed) return;
    finishImmediate(immediate);
}

function processImmediate() {
    const list = left.length > 0 ? left : queue;
    if (list === queue) queue = [];
    left = [];
    let ran = false;
    for (let i = 0; i < list.length; i++) {
        const immediate = list[i];
        if (ran) {
            try {
                runNextTicks();
            } catch (error) {
                left = list.slice(i);
                throw error;
            }
            ran = false;
        }
        if (immediate._destroyed) continue;
        const callback = immediate._onImmediate;
        finishImmediate(immediate);
        try {
            if (immediate._argv === undefined) callback.call(immediate);
            else Reflect.apply(callback, immediate, immediate._argv);
        } catch (error) {
            left = list.slice(i + 1);
            throw error;
        }
        ran = true;
    }
}

native.setup(processTimers, processImmediate);

for (const [fn, name] of [[setTimeout, 'setTimeout'], [setImmediate, 'setImmediate']]) {
    Object.defineProperty(fn, customPromisify, {
        enumerable: true,
        configurable: true,
        get: () => require('timers/promises')[name],
    });
}

module.exports = {
    setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval,
};
require('internal/builtins').lazy(module.exports, 'promises', () => require('timers/promises'));
