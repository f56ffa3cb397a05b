throw new RangeError('on load');
