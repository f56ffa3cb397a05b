// require('v8'): the figures of the heap, in V8's names.
'use strict';

const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');
const native = internalBinding('v8');

const heapNames = ['total_heap_size', 'total_heap_size_executable', 'total_physical_size', 'total_available_size',
    'used_heap_size', 'heap_size_limit', 'malloced_memory', 'peak_malloced_memory', 'does_zap_garbage',
    'number_of_native_contexts', 'number_of_detached_contexts', 'total_global_handles_size', 'used_global_handles_size',
    'external_memory'];
const codeNames = ['code_and_metadata_size', 'bytecode_and_metadata_size', 'external_script_source_size',
    'cpu_profiler_metadata_size'];

function named(names, numbers) {
    const result = {};
    names.forEach((name, i) => { result[name] = numbers[i]; });
    return result;
}

function getHeapStatistics() {
    const numbers = new Float64Array(heapNames.length);
    native.heapStatistics(numbers);
    return named(heapNames, numbers);
}

function getHeapCodeStatistics() {
    const numbers = new Float64Array(codeNames.length);
    native.heapCodeStatistics(numbers);
    return named(codeNames, numbers);
}

function getHeapSpaceStatistics() {
    return native.heapSpaceStatistics().map(([name, size, used, available, physical]) => ({
        space_name: name, space_size: size, space_used_size: used, space_available_size: available, physical_space_size: physical,
    }));
}

function setFlagsFromString(flags) {
    validateString(flags, 'flags');
    native.setFlags(flags);
}

function writeHeapSnapshot() {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED('writeHeapSnapshot()');
}

module.exports = {
    getHeapStatistics, getHeapSpaceStatistics, getHeapCodeStatistics, setFlagsFromString, writeHeapSnapshot,
    cachedDataVersionTag: () => 0,
};
