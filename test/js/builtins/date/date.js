// Date: construction, parsing, UTC, conversion (21.4.2, 21.4.3).
function t(f) {
    try {
        console.log(String(f()));
    } catch (e) {
        console.log(e.name + ': ' + e.message);
    }
}
t(() => Date.length + Date.name); // expect: 7Date
t(() => typeof Date() + typeof Date.now() + (Date.now() === Math.floor(Date.now()))); // expect: stringnumbertrue
t(() => new Date(2020, 1, 29, 12, 30, 15, 250).toISOString()); // expect: 2020-02-29T12:30:15.250Z
t(() => new Date(99, 0).getFullYear()); // expect: 1999
t(() => new Date(2020, 12).toISOString()); // expect: 2021-01-01T00:00:00.000Z
t(() => new Date(8.64e15).toISOString() + new Date(-8.64e15).toISOString()); // expect: +275760-09-13T00:00:00.000Z-271821-04-20T00:00:00.000Z
t(() => new Date(8.64e15 + 1).getTime()); // expect: NaN
t(() => Object.is(new Date(-0).getTime(), 0)); // expect: true
t(() => new Date(1.9).getTime() + new Date(-1.9).getTime()); // expect: 0
t(() => new Date(new Date(5)).getTime()); // expect: 5
t(() => new Date('2020-01-15').getTime() === Date.UTC(2020, 0, 15)); // expect: true
t(() => new Date({ [Symbol.toPrimitive]: () => '1970-01-01T00:00:01Z' }).getTime()); // expect: 1000
t(() => new Date(undefined).getTime()); // expect: NaN
t(() => new Date(null).getTime()); // expect: 0
t(() => new Date(Symbol())); // expect: TypeError: Cannot convert a Symbol value to a number
t(() => Date.UTC(2020) + ' ' + Date.UTC(2020, NaN) + ' ' + Date.UTC()); // expect: 1577836800000 NaN NaN
t(() => Date.parse('Thu, 01 Jan 1970 00:00:00 GMT+0200')); // expect: -7200000
t(() => Date.parse('2020-13-01') + ' ' + Date.parse('x')); // expect: NaN NaN
t(() => Date.parse('+275760-09-13T00:00:00.000Z')); // expect: 8640000000000000
t(() => class extends Date {}.prototype instanceof Date); // expect: true
t(() => new (class D extends Date { x() { return this.getTime(); } })(7).x()); // expect: 7

const d = new Date(Date.UTC(2020, 0, 5, 3, 4, 5, 6));
t(() => d); // expect: Sun Jan 05 2020 03:04:05 GMT+0000 (Coordinated Universal Time)
t(() => d.toDateString() + '|' + d.toTimeString()); // expect: Sun Jan 05 2020|03:04:05 GMT+0000 (Coordinated Universal Time)
t(() => d.toUTCString() + '|' + d.toISOString() + '|' + d.toJSON()); // expect: Sun, 05 Jan 2020 03:04:05 GMT|2020-01-05T03:04:05.006Z|2020-01-05T03:04:05.006Z
t(() => d.toLocaleString() + '|' + d.toLocaleDateString() + '|' + d.toLocaleTimeString()); // expect: 1/5/2020, 3:04:05 AM|1/5/2020|3:04:05 AM
t(() => Date.prototype.toGMTString === Date.prototype.toUTCString); // expect: true
t(() => d - 1); // expect: 1578193445005
t(() => d + 1); // expect: Sun Jan 05 2020 03:04:05 GMT+0000 (Coordinated Universal Time)1
t(() => `${d}` === d.toString()); // expect: true
t(() => d[Symbol.toPrimitive]('number') === d.getTime()); // expect: true
t(() => d[Symbol.toPrimitive]('x')); // expect: TypeError: Invalid hint: x
t(() => Date.prototype[Symbol.toPrimitive].call(1, 'number')); // expect: TypeError: Method Date.prototype [ @@toPrimitive ] called on incompatible receiver 1
t(() => new Date(NaN)); // expect: Invalid Date
t(() => new Date(NaN).toISOString()); // expect: RangeError: Invalid time value
t(() => new Date(NaN).toJSON()); // expect: null
t(() => Date.prototype.toJSON.call({ toISOString: () => 'iso', valueOf: () => 1 })); // expect: iso
t(() => Date.prototype.toJSON.call({})); // expect: TypeError: toISOString is not a function
