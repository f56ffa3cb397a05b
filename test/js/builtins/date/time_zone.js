// env: TZ=America/New_York
// Date: local time with daylight saving.
const d = new Date(2021, 2, 14, 2, 30); // does not exist: 3:30 by the clock
console.log(d.toISOString());                            // expect: 2021-03-14T07:30:00.000Z
console.log(d.getHours(), d.getTimezoneOffset());        // expect: 3 240
console.log(new Date(2021, 10, 7, 1, 30).toISOString()); // expect: 2021-11-07T05:30:00.000Z
console.log(String(new Date(2021, 0, 1)));               // expect: Fri Jan 01 2021 00:00:00 GMT-0500 (Eastern Standard Time)
console.log(String(new Date(2021, 6, 1)));               // expect: Thu Jul 01 2021 00:00:00 GMT-0400 (Eastern Daylight Time)
console.log(new Date(2021, 6, 1).getTimezoneOffset());   // expect: 240
const s = new Date(2021, 0, 31);
s.setMonth(6, 4);
console.log(s.toISOString());                            // expect: 2021-07-04T04:00:00.000Z
console.log(Date.parse('2021-01-01T00:00'));             // expect: 1609477200000
console.log(Date.parse('2021-01-01'));                   // expect: 1609459200000
