// Histograms of the collector's pauses, in the shape of Node's Histogram.  They are counted whether or not anybody
// looks, so there is nothing to enable: each property reads the figures of the moment.
'use strict';

const { codes } = require('internal/errors');
const { validateNumber } = require('internal/validators');
const native = internalBinding('performance');

// What Node's histograms say while they are empty.
const EMPTY_MIN = 2 ** 63;

class GCPauseHistogram {
    #kinds;
    #numbers = new Float64Array(5);

    constructor(kinds) { this.#kinds = kinds; }

    #read(i) {
        native.gcPauses(this.#kinds, this.#numbers);
        return this.#numbers[i];
    }

    get count() { return this.#read(0); }
    get min() { return this.count === 0 ? EMPTY_MIN : this.#read(1); }
    get max() { return this.#read(2); }
    get mean() { return this.#read(3) / this.count; }
    get exceeds() { return 0; }

    get stddev() {
        const { count, mean } = this;
        return Math.sqrt(Math.max(0, this.#read(4) / count - mean * mean));
    }

    percentile(percent) {
        validateNumber(percent, 'percentile');
        if (!(percent > 0 && percent <= 100)) throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percent);
        return native.gcPausePercentile(this.#kinds, percent);
    }

    // 0, 50, 75, 87.5, … up to where the maximum is reached, and 100.
    get percentiles() {
        const result = new Map();
        const { count, max } = this;
        if (count > 0) {
            result.set(0, native.gcPausePercentile(this.#kinds, 0));
            for (let rest = 50, value = 0; value < max; rest /= 2) {
                value = native.gcPausePercentile(this.#kinds, 100 - rest);
                result.set(100 - rest, value);
            }
        }
        return result.set(100, max);
    }

    toJSON() {
        const { count, min, max, mean, exceeds, stddev, percentiles } = this;
        return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
    }

    [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
        const { min, max, mean, exceeds, stddev, count, percentiles } = this;
        return `GCPauseHistogram ${inspect({ min, max, mean, exceeds, stddev, count, percentiles }, options)}`;
    }
}

module.exports = { GCPauseHistogram };
