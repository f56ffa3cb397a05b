'use strict';
// A top-down splay tree with payloads: old nodes point at new ones, so the barrier and the remembered set work.
let state = 42;
function random() {
  state = (state * 1103515245 + 12345) & 0x7fffffff;
  return state;
}

class Tree {
  constructor() {
    this.root = null;
    this.size = 0;
  }

  // Brings the node with the key, or the last one on the way to it, to the root.
  splay(key) {
    if (this.root === null) return;
    const header = { key: 0, left: null, right: null, value: null };
    let left = header, right = header, node = this.root;
    for (;;) {
      if (key < node.key) {
        if (node.left === null) break;
        if (key < node.left.key) {
          const child = node.left;
          node.left = child.right;
          child.right = node;
          node = child;
          if (node.left === null) break;
        }
        right.left = node;
        right = node;
        node = node.left;
      } else if (key > node.key) {
        if (node.right === null) break;
        if (key > node.right.key) {
          const child = node.right;
          node.right = child.left;
          child.left = node;
          node = child;
          if (node.right === null) break;
        }
        left.right = node;
        left = node;
        node = node.right;
      } else {
        break;
      }
    }
    left.right = node.left;
    right.left = node.right;
    node.left = header.right;
    node.right = header.left;
    this.root = node;
  }

  insert(key, value) {
    this.splay(key);
    const root = this.root;
    if (root !== null && root.key === key) return false;
    const node = { key, left: null, right: null, value };
    if (root !== null) {
      if (key > root.key) {
        node.left = root;
        node.right = root.right;
        root.right = null;
      } else {
        node.right = root;
        node.left = root.left;
        root.left = null;
      }
    }
    this.root = node;
    this.size++;
    return true;
  }

  remove(key) {
    this.splay(key);
    const root = this.root;
    if (root === null || root.key !== key) return null;
    if (root.left === null) {
      this.root = root.right;
    } else {
      this.root = root.left;
      this.splay(key);
      this.root.right = root.right;
    }
    this.size--;
    return root.value;
  }
}

function payload(depth, tag) {
  if (depth === 0) return { numbers: [0, 1, 2, 3, 4, 5, 6, 7], text: 'leaf ' + tag };
  return { left: payload(depth - 1, tag), right: payload(depth - 1, tag) };
}

const tree = new Tree();
const keys = [];
function add() {
  let key;
  do {
    key = random();
  } while (!tree.insert(key, payload(3, key & 1023)));
  keys.push(key);
}

for (let i = 0; i < 3000; i++) add();
let removed = 0;
for (let i = 0; i < 26000; i++) {
  add();
  const index = random() % keys.length;
  const value = tree.remove(keys[index]);
  removed += value.left.right.left.numbers.length;
  keys[index] = keys[keys.length - 1];
  keys.pop();
}
console.log(tree.size, removed, tree.root.key);
