// The report at the limit names the places that allocated what keeps growing, by function, file and line.
// flags: --max-old-space-size=24
// exit: 134
// stderr: ^<--- Allocation sites that grew: .*--->$
// stderr: ^ +\d{7,8} bytes +\d+ %  leak \[.*fatal_report_sites\.js:12:\d+\]$
// engines: tenure
// modes: !stress-each !failalloc !stress !stress-slow !marking !pretenure !pretenure-marking
const steady = [];
function warm() { for (let i = 0; i < 50000; i++) steady.push({ i }); }
warm();
const kept = [];
function leak(i) { kept.push([i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7]); }
console.log('before');  // expect: before
for (let i = 0;; i++)
    leak(i);
