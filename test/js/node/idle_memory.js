// engines: tenure
// modes: release
// timeout: 60
// An idle program keeps little more than what lives: what it loaded, and what is left when nine in ten objects go.
const fs = require('fs');
const start = process.memoryUsage();
const held = () => {
  const now = process.memoryUsage();
  return (now.rss - start.rss) / (now.heapUsed - start.heapUsed);
};
const wakeups = () => Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1]);
const later = (ms) => new Promise((done) => setTimeout(done, ms));
let seed = 7;
const random = () => (seed = (seed * 48271) % 2147483647);
let records = [];

// What a program loads: text is cut and parsed, and dropped.
for (let i = 0; i < 300000; i++) {
  const fields = `${i},name ${i},${i * 3}`.split(',');
  records.push({ id: Number(fields[0]), name: fields[1], more: { left: null, right: null, value: Number(fields[2]) } });
}
(async () => {
  const timer = setInterval(() => {}, 5); // the loop goes on meanwhile
  await later(5000);
  console.log('loaded', held() < 1.3 || held()); // expect: loaded true
  for (let i = 0; i < records.length; i++)
    if (random() % 10 !== 0) records[i] = null;
  records = records.filter((record) => record !== null);
  for (let i = 0; i < 400; i++) new Array(10000).fill(i); // enough that a look is worth it
  await later(5000);
  clearInterval(timer);
  console.log('dropped', held() < 1.5 || held()); // expect: dropped true
  console.log(records.every((record) => record.name === 'name ' + record.id && record.more.value === record.id * 3)); // expect: true
  // [loop.quiet]: nothing wakes it for ever.
  await later(2500);
  const before = wakeups();
  await later(4000); // at four looks a second that would be 16
  console.log('quiet', wakeups() - before <= 9 || wakeups() - before); // expect: quiet true
})();
