// Async functions and generators: order of jobs, errors, for await, parallel awaits, closing.
const out = [];
const say = (...a) => out.push(a.join(' '));
const sleep = (v) => new Promise((r) => setImmediate(r, v));
async function order() { say('start'); await null; say('after await'); return 'value'; }
order().then((v) => say('then', v));
Promise.resolve().then(() => say('other job'));
say('sync end');
async function errors() {
  try { await Promise.reject(new Error('rejected')); } catch (e) { say('caught', e.message); }
  try { await { then(_, reject) { reject('thenable'); } }; } catch (e) { say('caught', e); }
  try { await sleep(); throw new TypeError('thrown'); } catch ({ name }) { say('caught', name); } finally { say('finally'); }
  say(await { then(r) { r('resolved thenable'); } }, await 5, await sleep('slept'));
}
async function* numbers(n) { try { for (let i = 0; i < n; i++) { await null; yield i; } } finally { say('closed'); } }
async function loops() {
  for await (const n of numbers(2)) say('n', n);
  for await (const n of numbers(5)) { if (n === 1) break; }
  for await (const v of [Promise.resolve('p'), 'plain', sleep('s')]) say(v);
  try { for await (const v of numbers(3)) throw new Error('in loop'); } catch (e) { say(e.message); }
  const source = { async *[Symbol.asyncIterator]() { const got = yield 'first'; say('got', got); yield* numbers(1); } };
  const it = source[Symbol.asyncIterator]();
  say(JSON.stringify(await it.next()), JSON.stringify(await it.next('x')), JSON.stringify(await it.next()), JSON.stringify(await it.next()));
  const queue = numbers(3), [a, b, c, d] = await Promise.all([queue.next(), queue.next(), queue.return('r'), queue.next()]);
  say(a.value, b.value, c.value, c.done, d.done);
}
async function shapes() {
  const o = { async m() { return this === o; }, async *g() { yield super.toString === Object.prototype.toString; } }, arrow = async (x) => { await x; return [...arguments].join(); };
  say(await o.m(), (await o.g().next()).value, await arrow.call(null, 1), await (async () => { try { return await 'inner'; } finally { await null; } })());
  say((await Promise.all([1, sleep(2), (async () => 3)()])).join(), (await Promise.allSettled([Promise.reject(1), 2])).map((r) => r.status).join());
  const results = await Promise.race([sleep('slow').then(sleep), 'fast']); say(results, await Promise.any([Promise.reject(1), 'any']));
  await (async (a = (() => { throw new Error('in default'); })()) => {})().catch((e) => say(e.message));
  say(Object.prototype.toString.call(async () => {}), (async () => {}).hasOwnProperty('prototype'), order() instanceof Promise, typeof numbers.prototype);
  let i = 0; const r = await (i + await (i = 5)); say(r, i);
}
(async (...rest) => { await shapes.call(null); await errors(); await loops(); })('a').then(() => { console.log(out.join('\n')); });
/* expect:
start
sync end
after await
other job
then value
true true  inner
1,2,3 rejected,fulfilled
fast any
in default
start
[object AsyncFunction] false true object
after await
5 5
caught rejected
caught thenable
caught TypeError
finally
resolved thenable 5 slept
n 0
n 1
closed
closed
p
plain
s
closed
in loop
got x
closed
{"value":"first","done":false} {"value":0,"done":false} {"done":true} {"done":true}
closed
0 1 r true true
*/
