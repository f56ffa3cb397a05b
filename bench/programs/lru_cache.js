'use strict';
// A least-recently-used cache on a Map and, beside it, one on a doubly linked list.
class MapCache {
  constructor(limit) {
    this.limit = limit;
    this.map = new Map();
  }
  get(key) {
    const value = this.map.get(key);
    if (value !== undefined) {
      this.map.delete(key);
      this.map.set(key, value);
    }
    return value;
  }
  set(key, value) {
    this.map.delete(key);
    if (this.map.size >= this.limit) this.map.delete(this.map.keys().next().value);
    this.map.set(key, value);
  }
}

class ListCache {
  constructor(limit) {
    this.limit = limit;
    this.size = 0;
    this.table = Object.create(null);
    // A ring: the sentinel's older is the newest entry, its newer the oldest.
    this.ring = { key: null, value: null, newer: null, older: null };
    this.ring.newer = this.ring.older = this.ring;
  }
  unlink(entry) {
    entry.newer.older = entry.older;
    entry.older.newer = entry.newer;
  }
  push(entry) {
    entry.newer = this.ring;
    entry.older = this.ring.older;
    this.ring.older.newer = entry;
    this.ring.older = entry;
  }
  get(key) {
    const entry = this.table[key];
    if (entry === undefined) return undefined;
    this.unlink(entry);
    this.push(entry);
    return entry.value;
  }
  set(key, value) {
    if (this.size === this.limit) {
      const last = this.ring.newer;
      this.unlink(last);
      delete this.table[last.key];
      this.size--;
    }
    const entry = { key, value, newer: null, older: null };
    this.table[key] = entry;
    this.push(entry);
    this.size++;
  }
}

function exercise(cache, rounds) {
  let state = 7, hits = 0;
  for (let i = 0; i < rounds; i++) {
    state = (state * 75 + 74) % 65537;
    const key = 'k' + (state % 4000 < 3000 ? state % 700 : state % 4000);
    const found = cache.get(key);
    if (found === undefined) cache.set(key, { key, at: i, data: [i, i + 1] });
    else hits += found.data.length;
  }
  return hits;
}
console.log(exercise(new MapCache(1000), 320000), exercise(new ListCache(1000), 320000));
