'use strict';
// Singly linked lists: built, reversed in place, filtered, merged, and mostly dropped.
function fromRange(n, step) {
  let head = null;
  for (let i = n; i > 0; i--)
    head = { value: i * step, next: head };
  return head;
}

function reverse(list) {
  let previous = null;
  while (list !== null) {
    const next = list.next;
    list.next = previous;
    previous = list;
    list = next;
  }
  return previous;
}

function keep(list, predicate) {
  const first = { value: 0, next: null };
  let last = first;
  for (; list !== null; list = list.next) {
    if (predicate(list.value))
      last = last.next = { value: list.value, next: null };
  }
  return first.next;
}

function merge(a, b) {
  const first = { value: 0, next: null };
  let last = first;
  while (a !== null && b !== null) {
    if (a.value <= b.value) {
      last = last.next = { value: a.value, next: null };
      a = a.next;
    } else {
      last = last.next = { value: b.value, next: null };
      b = b.next;
    }
  }
  last.next = a !== null ? a : b;
  return first.next;
}

let checksum = 0;
for (let round = 0; round < 50; round++) {
  const twos = fromRange(15000, 2);
  const threes = fromRange(10000, 3);
  const merged = merge(keep(twos, (v) => v % 5 !== 0), keep(threes, (v) => v % 7 !== 0));
  let position = 0;
  for (let node = reverse(merged); node !== null; node = node.next)
    checksum = (checksum * 31 + node.value + position++) % 1000003;
}
console.log(checksum);
