// process.env: the environment as an object. Values are strings; reading, listing and deleting go to the system each time.
'use strict';

const { codes } = require('internal/errors');
const native = internalBinding('process_methods');

function toText(value) {
    if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    return `${value}`;
}

module.exports = new Proxy({}, {
    get(target, key) {
        if (typeof key === 'symbol') return undefined;
        const value = native.getenv(key);
        return value === undefined ? Object.prototype[key] : value;
    },
    set(target, key, value) {
        native.setenv(toText(key), toText(value));
        return true;
    },
    has(target, key) {
        return typeof key === 'string' && (native.getenv(key) !== undefined || key in Object.prototype);
    },
    deleteProperty(target, key) {
        if (typeof key === 'string') native.unsetenv(key);
        return true;
    },
    ownKeys() {
        return [...new Set(native.envKeys())];
    },
    getOwnPropertyDescriptor(target, key) {
        const value = typeof key === 'string' ? native.getenv(key) : undefined;
        return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
    defineProperty(target, key, descriptor) {
        if ('value' in descriptor) {
            if (!descriptor.configurable || !descriptor.writable || !descriptor.enumerable) {
                throw new codes.ERR_INVALID_ARG_VALUE('descriptor', descriptor,
                    'only accepts a configurable, writable, and enumerable data descriptor');
            }
            native.setenv(toText(key), toText(descriptor.value));
            return true;
        }
        throw new codes.ERR_INVALID_ARG_VALUE('descriptor', descriptor, 'does not accept an accessor(getter/setter) descriptor');
    },
});
