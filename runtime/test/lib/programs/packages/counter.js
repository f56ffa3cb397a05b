global.timesLoaded = (global.timesLoaded || 0) + 1;
console.log('loaded', global.timesLoaded);
