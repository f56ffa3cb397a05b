exports.seen = Object.keys(require('./cycle_a'));
