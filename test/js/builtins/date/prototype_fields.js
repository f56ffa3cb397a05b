// Date: getters and setters (21.4.4).
function t(f) {
    try {
        console.log(String(f()));
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
}
const make = () => new Date(2020, 0, 31, 13, 14, 15, 16);
const fields = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
t(() => fields.map((f) => make()['get' + f]())); // expect: 2020,0,31,5,13,14,15,16
t(() => fields.map((f) => new Date(-1)['getUTC' + f]())); // expect: 1969,11,31,3,23,59,59,999
t(() => fields.map((f) => new Date(NaN)['get' + f]())); // expect: NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
t(() => make().getYear() + ' ' + make().getTimezoneOffset()); // expect: 120 0
for (const f of fields.filter((f) => f !== 'Day'))
    t(() => { const d = make(), u = make(); d['set' + f](3); u['setUTC' + f](-1); return d.toISOString() + ' ' + u.toISOString(); }); // expect: 0003-01-31T13:14:15.016Z -000001-01-31T13:14:15.016Z
// expect: 2020-05-01T13:14:15.016Z 2019-12-31T13:14:15.016Z
// expect: 2020-01-03T13:14:15.016Z 2019-12-30T13:14:15.016Z
// expect: 2020-01-31T03:14:15.016Z 2020-01-30T23:14:15.016Z
// expect: 2020-01-31T13:03:15.016Z 2020-01-31T12:59:15.016Z
// expect: 2020-01-31T13:14:03.016Z 2020-01-31T13:13:59.016Z
// expect: 2020-01-31T13:14:15.003Z 2020-01-31T13:14:14.999Z
t(() => { const d = make(); d.setFullYear(2021, 1, 3); d.setHours(1, 2, 3, 4); return d.toISOString(); }); // expect: 2021-02-03T01:02:03.004Z
t(() => { const d = make(); d.setMonth(1, 1); d.setMinutes(1, 2, 3); d.setSeconds(9, 8); return d.toISOString(); }); // expect: 2020-02-01T13:01:09.008Z
t(() => make().setMonth()); // expect: NaN
t(() => { const d = new Date(NaN); return d.setHours(1) + ' ' + d.setFullYear(2000) + ' ' + d.toISOString(); }); // expect: NaN 946684800000 2000-01-01T00:00:00.000Z
t(() => { const d = new Date(NaN); return d.setYear(70) + ' ' + d.getTime(); }); // expect: 0 0
t(() => { const d = make(); d.setYear(NaN); return d.getTime(); }); // expect: NaN
t(() => make().setTime(8.64e15 + 1)); // expect: NaN
t(() => make().setDate(Infinity)); // expect: NaN
t(() => Date.prototype.getTime.call({})); // expect: TypeError: this is not a Date object.
t(() => Date.prototype.setDate.call({})); // expect: TypeError: Method Date.prototype.setDate called on incompatible receiver #<Object>
t(() => Date.prototype.toString.call({})); // expect: TypeError: Method Date.prototype.toString called on incompatible receiver #<Object>
