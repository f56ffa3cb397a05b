const log = [];
const wait = (v) => new Promise((resolve) => resolve(v));
async function work(n) { let sum = 0; for (let i = 0; i < n; i++) { sum += await wait(i + 0.5); log.push(i); } return sum; }
async function* feed() { yield* [1, 2]; yield await wait(3); }
async function main() {
  const all = await Promise.all([work(2), work(3), 7]);
  for await (const v of feed()) all.push(v);
  const settled = await Promise.allSettled([Promise.reject(new Error('no')), wait(1)]);
  console.log(all.join(), log.join(), settled.map((s) => s.status).join(), await Promise.race([wait('first'), wait('second')]));
}
main().finally(() => console.log('done'));
/* expect:
2,4.5,7,1,2,3 0,0,1,1,2 rejected,fulfilled first
done
*/
