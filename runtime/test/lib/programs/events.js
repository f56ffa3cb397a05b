// EventEmitter: order, once, removal while emitting, errors, special events.
'use strict';
const EventEmitter = require('events');
const e = new EventEmitter();
const log = (name) => (...args) => console.log(name, ...args);
const tryIt = (fn) => { try { console.log('returned', fn()); } catch (error) { console.log(error.name, error.code, error.message); } };

console.log(e.emit('none'), e.eventNames(), e.listenerCount('a'));
e.on('a', log('first'));
e.prependListener('a', log('before'));
e.once('a', log('once'));
e.prependOnceListener('a', log('once before'));
console.log(e.emit('a', 1, 2, 3), e.listenerCount('a'));
console.log(e.emit('a', 4));
e.removeAllListeners('a');
console.log(e.emit('a'));

const self = new EventEmitter();
self.on('x', function remover() { console.log('remover'); self.off('x', remover); self.off('x', second); self.on('x', log('added')); });
function second() { console.log('second'); }
self.on('x', second);
self.emit('x');
self.emit('x');

const special = new EventEmitter();
special.on('newListener', (name, listener) => console.log('new', String(name), typeof listener, special.listenerCount(name)));
special.on('removeListener', (name) => console.log('removed', String(name)));
const f = () => {};
special.on('s', f);
special.once(Symbol('t'), f);
special.off('s', f);
special.removeAllListeners();
console.log(special.eventNames());

tryIt(() => new EventEmitter().emit('error'));
tryIt(() => new EventEmitter().emit('error', new TypeError('mine')));
tryIt(() => new EventEmitter().emit('error', { a: 1 }));
tryIt(() => e.on('a'));
tryIt(() => e.on('a', 5));
tryIt(() => e.setMaxListeners(-1));
tryIt(() => e.setMaxListeners('x'));
tryIt(() => { EventEmitter.defaultMaxListeners = -1; });
tryIt(() => new EventEmitter({ captureRejections: 5 }));
tryIt(() => EventEmitter.getEventListeners(5, 'a'));

const monitored = new EventEmitter();
monitored.on(EventEmitter.errorMonitor, (error) => console.log('monitor', error.message));
tryIt(() => monitored.emit('error', new Error('seen')));
monitored.on('error', (error) => console.log('handled', error.message));
monitored.emit('error', new Error('again'));

const wrapped = new EventEmitter();
wrapped.once('w', f);
console.log(wrapped.listeners('w')[0] === f, wrapped.rawListeners('w')[0].listener === f, wrapped.rawListeners('w'));
wrapped.off('w', f);
console.log(wrapped.listenerCount('w'), EventEmitter.getEventListeners(wrapped, 'w'), EventEmitter.listenerCount(wrapped, 'w'));
console.log(wrapped, e.getMaxListeners(), EventEmitter.defaultMaxListeners, EventEmitter.usingDomains);

class Sub extends EventEmitter { constructor() { super(); this.own = 1; } }
console.log(new Sub() instanceof EventEmitter, Object.keys(new Sub()), new Sub());
function Old() { EventEmitter.call(this); }
require('util').inherits(Old, EventEmitter);
const old = new Old();
old.on('o', log('old style'));
old.emit('o', 1);
const mixed = Object.assign({}, EventEmitter.prototype);
mixed.on('m', log('mixed in'));
mixed.emit('m', 1);

const many = new EventEmitter();
for (let i = 0; i < 12; i++) many.on('leak', () => {});
const quiet = new EventEmitter();
quiet.setMaxListeners(0);
for (let i = 0; i < 12; i++) quiet.on('leak', () => {});
process.on('warning', (w) => console.log(w.name, w.count, w.type, w.emitter === many));

const capturing = new EventEmitter({ captureRejections: true });
capturing.on('go', () => Promise.reject(new Error('captured')));
capturing.on('error', (error) => console.log('captured:', error.message));
capturing.emit('go');
const rejecting = new EventEmitter({ captureRejections: true });
rejecting[Symbol.for('nodejs.rejection')] = (error, name, ...args) => console.log('own handler:', error.message, name, args);
rejecting.on('go', () => Promise.reject(new Error('r')));
rejecting.emit('go', 1);

EventEmitter.once(wrapped, 'later').then((args) => console.log('once gave', args));
wrapped.emit('later', 1, 2);
EventEmitter.once(wrapped, 'never').catch((error) => console.log('once failed', error.message));
wrapped.emit('error', new Error('instead'));

const source = new EventEmitter();
const iterator = EventEmitter.on(source, 'data');
source.emit('data', 1);
source.emit('data', 2, 'b');
iterator.next().then((r) => console.log('on', r));
iterator.next().then((r) => console.log('on', r));
iterator.next().then((r) => {
    console.log('on', r);
    iterator.return().then((end) => console.log('end', end, source.listenerCount('data')));
});
setImmediate(() => source.emit('data', 3));
