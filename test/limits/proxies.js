// ends: old total
function hoard() { for (;;) hold.push(new Proxy({}, { get: () => 1 }), Object.freeze({ a: 1 }), Object.create(hold), Reflect.ownKeys({ a: 1 })); }
