'use strict';
// A pipeline of small stages over a stream of records: closures, short-lived objects, a few aggregates that live.
function pipeline(...stages) {
  return (record, done) => {
    const run = (i, value) => i === stages.length ? done(value) : stages[i](value, (next) => run(i + 1, next));
    run(0, record);
  };
}

const windows = new Map();
const process1 = pipeline(
  (event, next) => next({ ...event, time: event.id * 3 }),
  (event, next) => { if (event.value % 5 !== 0) next(event); },
  (event, next) => next(Object.assign({}, event, { key: `${event.user}:${event.kind}` })),
  (event, next) => {
    const window = Math.floor(event.time / 30000);
    let table = windows.get(window);
    if (table === undefined) {
      table = new Map();
      windows.set(window, table);
      windows.delete(window - 3);
    }
    let cell = table.get(event.key);
    if (cell === undefined) table.set(event.key, cell = { count: 0, sum: 0, last: null });
    cell.count++;
    cell.sum += event.value;
    cell.last = event;
    next(cell.count);
  });

let checksum = 0;
for (let id = 0; id < 120000; id++) {
  const event = { id, user: 'u' + (id * 7 % 97), kind: ['click', 'view', 'buy'][id % 3], value: id * 31 % 1009 };
  process1(event, (count) => { checksum = (checksum + count) % 1000003; });
}
let kept = 0;
for (const table of windows.values()) kept += table.size;
console.log(checksum, kept);
