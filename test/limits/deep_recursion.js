// ends: old total
function hoard() {
    function build(depth) { return { depth, inner: build(depth + 1), block: new Array(64).fill(depth) }; }
    for (;;) {
        try {
            build(0);
        } catch (error) {
            if (/memory/.test(error.message)) throw error;
        }
        hold.push(new Array(100000).fill(0));
    }
}
