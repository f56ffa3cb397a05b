// util.types: what an object is inside, whatever its prototype says. One native function tells the kind.
'use strict';

const { kind } = internalBinding('util');

const K = {
    DATE: 1, REGEXP: 2, ERROR: 3, BOOLEAN: 4, NUMBER: 5, STRING: 6, SYMBOL: 7, BIGINT: 8, MAP: 9, SET: 10,
    MAP_ITERATOR: 11, SET_ITERATOR: 12, WEAK_MAP: 13, WEAK_SET: 14, WEAK_REF: 15, FINALIZATION_REGISTRY: 16,
    PROMISE: 17, PROXY: 18, ARRAY_BUFFER: 19, SHARED_ARRAY_BUFFER: 20, DATA_VIEW: 21, TYPED_ARRAY: 22,
    ARGUMENTS: 23, GENERATOR: 24, NAMESPACE: 25, EXTERNAL: 26, GENERATOR_FUNCTION: 27, ASYNC_FUNCTION: 28,
    ASYNC_GENERATOR_FUNCTION: 29,
};

const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype),
    Symbol.toStringTag).get;

const types = {
    isExternal: (value) => kind(value) === K.EXTERNAL,
    isDate: (value) => kind(value) === K.DATE,
    isArgumentsObject: (value) => kind(value) === K.ARGUMENTS,
    isBigIntObject: (value) => kind(value) === K.BIGINT,
    isBooleanObject: (value) => kind(value) === K.BOOLEAN,
    isNumberObject: (value) => kind(value) === K.NUMBER,
    isStringObject: (value) => kind(value) === K.STRING,
    isSymbolObject: (value) => kind(value) === K.SYMBOL,
    isBoxedPrimitive(value) {
        const k = kind(value);
        return k >= K.BOOLEAN && k <= K.BIGINT;
    },
    isNativeError: (value) => kind(value) === K.ERROR,
    isRegExp: (value) => kind(value) === K.REGEXP,
    isAsyncFunction(value) {
        const k = kind(value);
        return k === K.ASYNC_FUNCTION || k === K.ASYNC_GENERATOR_FUNCTION;
    },
    isGeneratorFunction(value) {
        const k = kind(value);
        return k === K.GENERATOR_FUNCTION || k === K.ASYNC_GENERATOR_FUNCTION;
    },
    isGeneratorObject: (value) => kind(value) === K.GENERATOR,
    isPromise: (value) => kind(value) === K.PROMISE,
    isMap: (value) => kind(value) === K.MAP,
    isSet: (value) => kind(value) === K.SET,
    isMapIterator: (value) => kind(value) === K.MAP_ITERATOR,
    isSetIterator: (value) => kind(value) === K.SET_ITERATOR,
    isWeakMap: (value) => kind(value) === K.WEAK_MAP,
    isWeakSet: (value) => kind(value) === K.WEAK_SET,
    isArrayBuffer: (value) => kind(value) === K.ARRAY_BUFFER,
    isDataView: (value) => kind(value) === K.DATA_VIEW,
    isSharedArrayBuffer: (value) => kind(value) === K.SHARED_ARRAY_BUFFER,
    isProxy: (value) => kind(value) === K.PROXY,
    isModuleNamespaceObject: (value) => kind(value) === K.NAMESPACE,
    isAnyArrayBuffer(value) {
        const k = kind(value);
        return k === K.ARRAY_BUFFER || k === K.SHARED_ARRAY_BUFFER;
    },
    isCryptoKey: () => false,
    isKeyObject: () => false,
    isArrayBufferView: ArrayBuffer.isView,
    isTypedArray: (value) => kind(value) === K.TYPED_ARRAY,
};

for (const name of ['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array',
    'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
    const method = { [`is${name}`]: (value) => kind(value) === K.TYPED_ARRAY && typedArrayName.call(value) === name };
    Object.assign(types, method);
}

module.exports = { types, K, kind, typedArrayName };
