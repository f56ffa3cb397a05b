'use strict';
// Regular expressions: matching with captures, global replacement, splitting, backtracking, a log scanned by line.
let log = '';
for (let i = 0; i < 1500; i++)
  log += `2024-0${1 + i % 9}-1${i % 10} 12:${10 + i % 50}:07 [${['info', 'warn', 'error'][i % 3]}] user${i}@host${i % 7}.example took ${i % 991}ms\n`;
let sum = 0;
for (let round = 0; round < 20; round++) {
  for (const line of log.split(/\n/)) {
    const match = /^(\d{4})-(\d\d)-(\d\d) (\d+):(\d+):(\d+) \[(\w+)\] (.*)$/.exec(line);
    if (match === null) continue;
    sum += match[7].length + Number(match[3]);
    const mail = match[8].match(/([a-z]+\d+)@([a-z0-9.]+)/);
    sum += mail[1].length;
  }
  sum += log.replace(/\d+ms/g, (text) => text.length + 's').length;
  sum += (log.match(/\berror\b/g) || []).length;
  sum += log.split(/[\s,[\]]+/).length;
  sum += /(a+)+b/.test('aaaaaaaaaaaaaaaa') ? 1 : 0;
  sum += log.search(/user1499(?=@)/);
}
console.log(sum);
