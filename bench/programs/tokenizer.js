'use strict';
// Scanning and evaluating: a tokenizer by character codes, a recursive-descent parser, a tree-walking evaluator.
function tokenize(text) {
  const tokens = [];
  for (let i = 0; i < text.length;) {
    const code = text.charCodeAt(i);
    if (code === 32) {
      i++;
    } else if (code >= 48 && code <= 57) {
      let value = 0;
      for (; i < text.length; i++) {
        const digit = text.charCodeAt(i) - 48;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
      tokens.push({ type: 'number', value });
    } else if (code >= 97 && code <= 122) {
      const start = i;
      while (i < text.length && text.charCodeAt(i) >= 97 && text.charCodeAt(i) <= 122) i++;
      tokens.push({ type: 'name', value: text.slice(start, i) });
    } else {
      tokens.push({ type: text[i], value: null });
      i++;
    }
  }
  tokens.push({ type: 'end', value: null });
  return tokens;
}

class Parser {
  constructor(text) {
    this.tokens = tokenize(text);
    this.at = 0;
  }
  peek() { return this.tokens[this.at].type; }
  sum() {
    let left = this.product();
    while (this.peek() === '+' || this.peek() === '-') {
      const op = this.tokens[this.at++].type;
      left = { op, left, right: this.product() };
    }
    return left;
  }
  product() {
    let left = this.atom();
    while (this.peek() === '*' || this.peek() === '%') {
      const op = this.tokens[this.at++].type;
      left = { op, left, right: this.atom() };
    }
    return left;
  }
  atom() {
    const token = this.tokens[this.at++];
    if (token.type === '(') {
      const inner = this.sum();
      this.at++;
      return inner;
    }
    return token.type === 'number' ? { op: 'number', value: token.value } : { op: 'name', name: token.value };
  }
}

function evaluate(node, scope) {
  switch (node.op) {
  case 'number': return node.value;
  case 'name': return scope[node.name];
  case '+': return evaluate(node.left, scope) + evaluate(node.right, scope);
  case '-': return evaluate(node.left, scope) - evaluate(node.right, scope);
  case '*': return evaluate(node.left, scope) * evaluate(node.right, scope) % 100003;
  default: return evaluate(node.left, scope) % (1 + Math.abs(evaluate(node.right, scope)));
  }
}

let checksum = 0;
for (let i = 0; i < 3000; i++) {
  const text = `(alpha + ${i}) * (beta - ${i % 13}) + gamma % (${i} + 7) - (alpha * beta + ${i * 3}) * 5 + ((delta))`;
  const tree = new Parser(text).sum();
  for (let j = 0; j < 20; j++) {
    const scope = { alpha: i, beta: j, gamma: i * j, delta: 1 };
    checksum = (checksum + evaluate(tree, scope)) % 1000003;
  }
}
console.log(checksum);
