const buffer = new ArrayBuffer(64), bytes = new Uint8Array(buffer), floats = new Float64Array(buffer, 8, 4);
bytes.fill(7); floats[0] = 1.5; floats.set([2.5, 3.5], 1);
console.log(bytes[0], floats.join(), new DataView(buffer).getFloat64(8, true), bytes.subarray(4, 8).length); // expect: 7 1.5,2.5,3.5,8.313805000061395e-275 1.5 4
const copy = Int16Array.from([3, 1, 2]).sort();
console.log(copy.join(), copy.map((x) => x * 2).join(), [...copy.entries()].length, buffer.slice(8, 16).byteLength); // expect: 1,2,3 2,4,6 3 8
const symbols = [Symbol('a'), Symbol.for('b')];
console.log(symbols.map(String).join(), Symbol.keyFor(symbols[1]), { [symbols[0]]: 1 }[symbols[0]]); // expect: Symbol(a),Symbol(b) b 1
