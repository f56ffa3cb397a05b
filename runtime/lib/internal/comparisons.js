// Deep equality, strict (prototypes, types, Object.is) and loose (==). Objects being compared are remembered in pairs, so that
// cycles end: a pair met again counts as equal.
'use strict';

const { kind, K, typedArrayName } = require('internal/types');
const { getOwnNonIndexProperties } = internalBinding('util');

const tagOf = (value) => Object.prototype.toString.call(value);
const hasOwn = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const isEnumerable = (object, key) => Object.prototype.propertyIsEnumerable.call(object, key);

function sameBytes(a, b) {
    if (a.byteLength !== b.byteLength) return false;
    const left = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
    const right = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
    return internalBinding('buffer').compare(left, 0, left.length, right, 0, right.length) === 0;
}

function sameFloats(a, b) {
    for (let i = 0; i < a.length; i++) {
        if (a[i] !== b[i]) return false;
    }
    return a.length === b.length;
}

const boxValue = {
    [K.NUMBER]: (a) => Number.prototype.valueOf.call(a),
    [K.STRING]: (a) => String.prototype.valueOf.call(a),
    [K.BOOLEAN]: (a) => Boolean.prototype.valueOf.call(a),
    [K.SYMBOL]: (a) => Symbol.prototype.valueOf.call(a),
    [K.BIGINT]: (a) => BigInt.prototype.valueOf.call(a),
};

function sameError(a, b) {
    if (!isEnumerable(a, 'message') && a.message !== b.message) return false;
    if (!isEnumerable(a, 'name') && a.name !== b.name) return false;
    return true;
}

class Comparison {
    constructor(strict) {
        this.strict = strict;
        this.pairs = undefined; // a -> b, of the objects being compared
    }

    equal(a, b) {
        if (a === b) return a !== 0 || !this.strict || Object.is(a, b);
        const { strict } = this;
        if (strict) {
            if (typeof a !== 'object') return typeof a === 'number' && Number.isNaN(a) && Number.isNaN(b);
            if (typeof b !== 'object' || a === null || b === null) return false;
            if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
        } else {
            if (a === null || typeof a !== 'object') {
                // eslint-disable-next-line eqeqeq
                return (b === null || typeof b !== 'object') && (a == b || (Number.isNaN(a) && Number.isNaN(b)));
            }
            if (b === null || typeof b !== 'object') return false;
        }
        if (tagOf(a) !== tagOf(b)) return false;
        return this.sameKind(a, b);
    }

    sameKind(a, b) {
        if (Array.isArray(a)) {
            if (!Array.isArray(b) || a.length !== b.length) return false;
            const keysOfA = this.extraKeys(a);
            return keysOfA.length === this.extraKeys(b).length && this.contents(a, b, 'array', keysOfA);
        }
        const k = kind(a);
        if (k !== kind(b)) return false;
        switch (k) {
        case K.DATE:
            if (!Object.is(Date.prototype.getTime.call(a), Date.prototype.getTime.call(b))) return false;
            break;
        case K.REGEXP:
            if (a.source !== b.source || a.flags !== b.flags || a.lastIndex !== b.lastIndex) return false;
            break;
        case K.ERROR:
            return sameError(a, b) && this.sameHidden(a, b, 'cause') && this.sameHidden(a, b, 'errors') && this.properties(a, b, 'none');
        case K.TYPED_ARRAY:
            return this.sameTypedArray(a, b);
        case K.DATA_VIEW:
            if (!sameBytes(a, b)) return false;
            break;
        case K.SET: case K.MAP:
            return a.size === b.size && this.properties(a, b, k === K.SET ? 'set' : 'map');
        case K.ARRAY_BUFFER: case K.SHARED_ARRAY_BUFFER:
            if (!sameBytes(new Uint8Array(a), new Uint8Array(b))) return false;
            break;
        case K.NUMBER: case K.STRING: case K.BOOLEAN: case K.SYMBOL: case K.BIGINT:
            if (!Object.is(boxValue[k](a), boxValue[k](b))) return false;
            break;
        default:
        }
        return this.properties(a, b, 'none');
    }

    sameHidden(a, b, key) {
        if (isEnumerable(a, key)) return true; // compared with the other keys
        return hasOwn(a, key) === hasOwn(b, key) && (!hasOwn(a, key) || this.equal(a[key], b[key]));
    }

    sameTypedArray(a, b) {
        const name = typedArrayName.call(a);
        if (name !== typedArrayName.call(b)) return false;
        const isFloat = name === 'Float32Array' || name === 'Float64Array';
        if (!(isFloat && !this.strict ? sameFloats(a, b) : sameBytes(a, b))) return false;
        const keys = this.extraKeys(a);
        return keys.length === this.extraKeys(b).length && this.contents(a, b, 'none', keys);
    }

    extraKeys(object) {
        const keys = getOwnNonIndexProperties(object, true);
        return this.strict ? keys : keys.filter((key) => typeof key !== 'symbol');
    }

    // Compares own enumerable properties (symbols too where strict), then what is inside.
    properties(a, b, inside) {
        const keys = Object.keys(a);
        if (keys.length !== Object.keys(b).length) return false;
        if (this.strict) {
            const symbols = Object.getOwnPropertySymbols(a).filter((symbol) => isEnumerable(a, symbol));
            const others = Object.getOwnPropertySymbols(b).filter((symbol) => isEnumerable(b, symbol));
            if (symbols.length !== others.length) return false;
            keys.push(...symbols);
        }
        return this.contents(a, b, inside, keys);
    }

    contents(a, b, inside, keys) {
        for (const key of keys) {
            if (this.strict ? !isEnumerable(b, key) : !hasOwn(b, key)) return false;
        }
        if (inside === 'none' && keys.length === 0) return true;
        if (this.pairs === undefined) this.pairs = new Map();
        if (this.pairs.has(a)) {
            const other = this.pairs.get(a);
            if (other === b) return true;
        }
        const before = this.pairs.get(a);
        this.pairs.set(a, b);
        const result = this.inside(a, b, inside) && keys.every((key) => this.equal(a[key], b[key]));
        if (before === undefined) this.pairs.delete(a);
        else this.pairs.set(a, before);
        return result;
    }

    inside(a, b, inside) {
        if (inside === 'array') return this.sameElements(a, b);
        if (inside === 'set') return this.sameSet(a, b);
        return inside === 'map' ? this.sameMap(a, b) : true;
    }

    sameElements(a, b) {
        for (let i = 0; i < a.length; i++) {
            if (this.strict && hasOwn(a, i) !== hasOwn(b, i)) return false;
            if (!this.equal(a[i], b[i])) return false;
        }
        return true;
    }

    isSimple(value) {
        return this.strict ? typeof value !== 'object' || value === null : false;
    }

    // Values that b does not have as such must each find a partner that nobody else took.
    sameSet(a, b) {
        const left = [];
        for (const value of a) {
            if (b.has(value)) continue;
            if (this.isSimple(value)) return false;
            left.push(value);
        }
        if (left.length === 0) return true;
        const right = [...b].filter((value) => !a.has(value));
        return left.every((value) => this.takePartner(right, (other) => this.equal(value, other)));
    }

    sameMap(a, b) {
        const left = [];
        for (const [key, value] of a) {
            if (b.has(key)) {
                if (this.equal(value, b.get(key))) continue;
                if (this.strict || typeof key === 'object') return false;
            } else if (this.isSimple(key)) {
                return false;
            }
            left.push([key, value]);
        }
        if (left.length === 0) return true;
        const right = [...b].filter(([key]) => !a.has(key) || left.some(([other]) => other === key));
        return left.every(([key, value]) => this.takePartner(right,
            ([otherKey, otherValue]) => this.equal(key, otherKey) && this.equal(value, otherValue)));
    }

    takePartner(list, matches) {
        const index = list.findIndex(matches);
        if (index === -1) return false;
        list.splice(index, 1);
        return true;
    }
}

module.exports = {
    isDeepEqual: (a, b) => new Comparison(false).equal(a, b),
    isDeepStrictEqual: (a, b) => new Comparison(true).equal(a, b),
};
