// A program that hoards fast, a little in each turn, hears of pressure before it meets the limit, and survives.
// flags: --max-old-space-size=40 --at-limit=throw
// engines: tenure
// modes: !failalloc !stress !pretenure !stress-slow !stress-each
const kept = [], heard = [];
let relieved = false;
process.on('memoryPressure', (level, step) => {
  heard.push(level + step);
  if (step < 2) return;
  relieved = true;
  kept.length = 0;
});
function hoard() {
  if (relieved) return;
  for (let i = 0; i < 50; i++) kept.push(new Array(1000).fill(1));
  setImmediate(hoard);
}
hoard();
process.on('exit', () => console.log(heard.length > 0, relieved, kept.length));  // expect: true true 0
