// A splay tree of records with payloads, some 200 MB in Node: each step inserts a record and removes its
// predecessor, so that what dies is old.
const RECORDS = 26000, STEPS = 40000, PAYLOAD_DEPTH = 5;
let state = 49734321;

function random() {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
}

function payload(depth, key) {
    if (depth === 0)
        return { array: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], string: 'String for key ' + key + ' in leaf node' };
    return { left: payload(depth - 1, key), right: payload(depth - 1, key) };
}

class Node {
    constructor(key, value) {
        this.key = key;
        this.value = value;
        this.left = null;
        this.right = null;
    }
}

function splay(current, key) {
    const spare = new Node(0, null);
    let left = spare, right = spare;
    for (;;) {
        if (key < current.key) {
            let next = current.left;
            if (next !== null && key < next.key) {
                current.left = next.right;
                next.right = current;
                current = next;
                next = current.left;
            }
            if (next === null)
                break;
            right.left = current;
            right = current;
            current = next;
        } else if (key > current.key) {
            let next = current.right;
            if (next !== null && key > next.key) {
                current.right = next.left;
                next.left = current;
                current = next;
                next = current.right;
            }
            if (next === null)
                break;
            left.right = current;
            left = current;
            current = next;
        } else {
            break;
        }
    }
    left.right = current.left;
    right.left = current.right;
    current.left = spare.right;
    current.right = spare.left;
    return current;
}

let root = null;

function insert(key) {
    const node = new Node(key, payload(PAYLOAD_DEPTH, key));
    if (root !== null) {
        root = splay(root, key);
        if (root.key === key)
            return false;
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
    root = node;
    return true;
}

for (let records = 0; records < RECORDS;)
    records += insert(random()) ? 1 : 0;
let sum = 0;
for (let step = 0; step < STEPS; step++) {
    const key = random();
    if (!insert(key) || root.left === null)
        continue;
    const before = splay(root.left, key);
    root.left = before.left;
    sum = (sum + before.key) | 0;
}
console.log(sum);
