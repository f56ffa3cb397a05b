// Async functions and async generators: variables across await.
// engines: tenure
// flags: --expose-gc
const { big, retained } = require('./_retention.js');

const log = [];
async function work(x) {
  let y = x;
  const get = () => y;
  await null;
  y++;
  log.push(get());
  for (let i = 0; i < 2; i++) { await null; log.push((() => i + y)()); }
  return () => y;
}
async function* feed() { for (let i = 0; i < 3; i++) { await null; yield () => i; } }
async function failing(data) { await null; throw new Error('end'); }

async function main() {
  const get = await work(1);
  console.log(log.join(), get());
  const all = [];
  for await (const f of feed()) all.push(f);
  console.log(all.map((f) => f()).join());
  const arrow = async (a, b = () => a) => { await null; a = 5; return b(); };
  console.log(await arrow(1));
  console.log(await (async function () { await null; return arguments.length; })(1, 2));

  // What is settled holds no variables; what waits does.
  let resolve;
  const gate = new Promise((r) => { resolve = r; });
  console.log('waiting:', retained(() => (async () => { const data = big(); await gate; return data.length; })()));
  resolve();
  console.log('reassigned:', retained(() => (async () => { let data = big(); data = data.length; await new Promise(() => {}); return data; })()));
  console.log('neighbour:', retained(() => (async () => {
    const data = big(), dead = () => data;
    dead();
    let small = () => 1;
    return small;
  })()));
  await null;
  let settled = (async () => { const data = big(); await null; return data.length; })();
  await settled;
  console.log('settled:', retained(() => settled));
  settled = failing(big());
  await settled.catch(() => {});
  console.log('rejected:', retained(() => settled));
}
main().then(() => console.log('done'));
/* expect:
2,2,3 2
0,1,2
5
2
waiting: kept
reassigned: released
neighbour: released
settled: released
rejected: released
done
*/
