exports.early = true;
exports.b = require('./cycle_b');
exports.late = true;
