'use strict';
// A module with state of its own: a map that evicts its oldest key, so that it stays bounded.

module.exports = function boundedCache(limit) {
  const entries = new Map();
  let evicted = 0;

  return {
    get(key) {
      return entries.get(key);
    },
    set(key, value) {
      if (!entries.has(key) && entries.size === limit) {
        entries.delete(entries.keys().next().value);
        evicted++;
      }
      entries.set(key, value);
    },
    get size() { return entries.size; },
    get evicted() { return evicted; },
  };
};
