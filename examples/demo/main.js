'use strict';
// What a memory manager does for a program: streams of short-lived objects, closures that keep only
// what they mention, a bounded cache behind a module, buffers outside the heap, and the figures.

const boundedCache = require('./bounded_cache');

function megabytes(bytes) {
  return (bytes / 1048576).toFixed(1).padStart(7) + ' MB';
}

function show(title) {
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  console.log(`  ${title.padEnd(38)} rss ${megabytes(rss)}   heap ${megabytes(heapUsed)} of ${megabytes(heapTotal)}` +
              `   external ${megabytes(external)}`);
}

function section(number, title) {
  console.log(`\n${number}. ${title}`);
}

function time(label, work) {
  const start = process.hrtime();
  const result = work();
  const [seconds, nanoseconds] = process.hrtime(start);
  console.log(`  ${label}: ${result}  (${(seconds * 1000 + nanoseconds / 1e6).toFixed(0)} ms)`);
}

class Event {
  constructor(id, kind) {
    this.id = id;
    this.kind = kind;
    this.tags = [kind, 'n' + (id & 7)];
  }
}

function* events(count) {
  const kinds = ['read', 'write', 'open', 'close'];
  for (let id = 0; id < count; id++)
    yield new Event(id, kinds[id & 3]);
}

console.log('Tenure: a JavaScript runtime around a generational, moving garbage collector');
show('at the start');

section(1, 'A stream of objects that die young: scavenges, nothing promoted');
time('half a million events, by kind', () => {
  const seen = {};
  for (const { kind, tags } of events(500000))
    seen[kind] = (seen[kind] || 0) + tags.length;
  return JSON.stringify(seen);
});
show('after it');

section(2, 'A tree that lives: promoted, marked, and then let go');
let tree;
time('a binary tree of depth 18', () => {
  const make = (depth) => depth === 0 ? null : { left: make(depth - 1), right: make(depth - 1) };
  const count = (node) => node === null ? 0 : 1 + count(node.left) + count(node.right);
  tree = make(18);
  return count(tree) + ' nodes';
});
show('while the tree is held');
tree = null;

section(3, 'Closures keep what they mention, not what their neighbours do');
const keepers = [];
time('two hundred closures beside 200 KB each', () => {
  for (let i = 0; i < 200; i++) {
    const big = new Array(50000).fill(i);
    const neighbour = () => big.length;
    keepers.push(() => i);
    neighbour();
  }
  return keepers.length + ' closures kept, their neighbours dropped';
});
show('with the closures held');

section(4, 'A bounded cache, loaded with require, over a million keys');
time('entries kept, evicted', () => {
  const cache = boundedCache(1000);
  for (let i = 0; i < 1000000; i++)
    cache.set('key ' + i % 250000, { i });
  return `${cache.size}, ${cache.evicted}`;
});
show('after it');

section(5, 'Buffers lie outside the heap and go back to the system');
let buffers = [];
for (let i = 0; i < 4; i++)
  buffers.push(Buffer.alloc(16 * 1024 * 1024, i));
show('four buffers of 16 MB held');
buffers = null;
setTimeout(() => {
  show('dropped, and a second of rest later');
  console.log('\nThe lines in brackets are --trace-gc. More: README.md, `make test`.');
}, 1100);
