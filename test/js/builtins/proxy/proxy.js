// Not stress-each: a chain of 100,000 proxies, each allocation of which would move all that is there.
// modes: !stress-each
// The Proxy constructor and Proxy.revocable (28.2).
function t(f) {
    try {
        console.log(String(f()));
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
}
t(() => Proxy({}, {})); // expect: TypeError: Constructor Proxy requires 'new'
t(() => new Proxy(1, {})); // expect: TypeError: Cannot create proxy with a non-object as target or handler
t(() => new Proxy({}, 1)); // expect: TypeError: Cannot create proxy with a non-object as target or handler
t(() => Proxy.length + Proxy.name + ('prototype' in Proxy)); // expect: 2Proxyfalse
t(() => new Proxy({ a: 1 }, {}).a); // expect: 1
t(() => new Proxy({}, { get: (target, key, receiver) => typeof receiver + key }).zap); // expect: objectzap
t(() => typeof new Proxy(function () {}, {}) + typeof new Proxy({}, {})); // expect: functionobject
t(() => new Proxy(function (a) { return this.b + a; }, {}).call({ b: 1 }, 2)); // expect: 3
t(() => new (new Proxy(class { constructor(x) { this.x = x; } }, {}))(5).x); // expect: 5
t(() => { try { Reflect.construct(new Proxy(() => 1, {}), []); } catch (e) { return e.constructor.name; } }); // expect: TypeError
t(() => Array.isArray(new Proxy([], {}))); // expect: true
t(() => Object.keys(new Proxy({ a: 1 }, { ownKeys: () => ['a', 'b'] }))); // expect: a
t(() => 'x' in new Proxy({}, { has: () => true })); // expect: true
t(() => { 'use strict'; new Proxy({}, { set: () => false }).x = 1; }); // expect: TypeError: 'set' on proxy: trap returned falsish for property 'x'

const { proxy, revoke } = Proxy.revocable({ a: 1 }, {});
t(() => proxy.a); // expect: 1
t(() => revoke.name + revoke.length + revoke()); // expect: 0undefined
t(() => revoke()); // expect: undefined
t(() => proxy.a); // expect: TypeError: Cannot perform 'get' on a proxy that has been revoked
t(() => { proxy.a = 1; }); // expect: TypeError: Cannot perform 'set' on a proxy that has been revoked
t(() => Object.keys(proxy)); // expect: TypeError: Cannot perform 'ownKeys' on a proxy that has been revoked
t(() => Array.isArray(proxy)); // expect: TypeError: Cannot perform 'IsArray' on a proxy that has been revoked
t(() => new Proxy(proxy, {}).a); // expect: TypeError: Cannot perform 'get' on a proxy that has been revoked

// Chains of proxies are bounded by the stack.
let chain = {};
for (let i = 0; i < 1e5; i++)
    chain = new Proxy(chain, {});
t(() => chain.x); // expect: RangeError: Maximum call stack size exceeded
