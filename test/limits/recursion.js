// ends: old total
function build(depth) { return depth === 0 ? [] : { left: build(depth - 1), right: [depth], text: 't' + depth }; }
function hoard() { for (;;) hold.push(build(500)); }
