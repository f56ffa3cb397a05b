// ends: old total
class Base { #secret = {}; own = [1]; method() { return this.#secret; } }
function hoard() { for (let i = 0; ; i++) hold.push(new (class extends Base { field = i; static s = {}; })()); }
