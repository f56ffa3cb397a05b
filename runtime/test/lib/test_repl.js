// The session as the line editor drives it: prompts, states, completion, interrupts, editor mode, await.
'use strict';

module.exports = (t) => {
    if (!t.isNode) {
        t.skip(); // needs a scripted line editor
        return;
    }
    const { world } = t.harness.runProgram('repl', '', { terminal: true });
    const { session } = world;
    const feed = (line) => {
        world.output[1] = '';
        const state = session.feed(line);
        return `${state} ${JSON.stringify(world.output[1])}`;
    };
    t.equal(session.prompt, '> ', 'prompt');
    t.equal(feed('1 + 1'), 'done "\\u001b[33m2\\u001b[39m\\n"', 'echo in colour');
    t.equal(feed('({'), 'more ""', 'continuation');
    t.equal(session.prompt, '... ', 'prompt of a continuation');
    t.equal(session.pending, true, 'pending');
    t.equal(session.interrupt(), 'done', 'interrupt drops the text');
    t.equal(session.prompt, '> ', 'prompt after the interrupt');
    world.output[1] = '';
    t.equal(session.interrupt(), 'done', 'first interrupt');
    t.equal(world.output[1], '\n(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n', 'what it says');
    t.equal(session.interrupt(), 'exit', 'second interrupt');
    t.equal(feed(''), 'done ""', 'an empty line');
    t.equal(session.interrupt(), 'done', 'after a line, the first again');
    t.equal(feed('.exit'), 'exit ""', '.exit');
    t.equal(feed('.editor'), 'more "// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\\n"', '.editor');
    t.equal(feed('1 +'), 'more ""', 'a line of the editor');
    t.equal(feed('.help'), 'more ""', 'no commands in the editor');
    t.equal(session.interrupt(), 'done', 'leaves the editor');
    feed('.editor');
    feed('const inEditor = 20;');
    feed('inEditor * 2');
    world.output[1] = '';
    t.equal(session.close(), 'done', 'end of input in the editor');
    t.equal(world.output[1], '\u001b[33m40\u001b[39m\n', 'evaluates its text');
    t.equal(session.close(), 'exit', 'end of input');
    testCompletion(t, session);
    testAwait(t, session, world, feed);
};

function testCompletion(t, session) {
    const complete = (line) => JSON.stringify(session.complete(line));
    t.equal(complete('.he'), '[[".help"],".he"]', 'commands');
    t.equal(complete('Math.ab'), '[["Math.abs"],"Math.ab"]', 'members');
    t.equal(complete('x = Math.ab'), '[["Math.abs"],"Math.ab"]', 'the last expression of a line');
    t.equal(complete('"abc".len'), '[[],"len"]', 'no completion after a literal');
    t.equal(complete('require("querys'), '[["querystring"],"querys"]', 'modules');
    t.equal(complete('encodeURIC'), '[["encodeURIComponent"],"encodeURIC"]', 'globals');
    t.equal(complete('instanc'), '[["instanceof"],"instanc"]', 'keywords');
    t.equal(complete('noSuchThing.x'), '[[],"noSuchThing.x"]', 'unknown names');
    t.equal(complete('JSON.parse.call.app'), '[["JSON.parse.call.apply"],"JSON.parse.call.app"]', 'chains');
    session.feed('globalThis.trap = { get boom() { throw new Error("ran"); } }');
    t.equal(complete('trap.boom.x'), '[[],"trap.boom.x"]', 'getters do not run');
    session.feed('let lexicalName = { inner: { leaf: 1 } }');
    t.equal(complete('lexicalN'), '[["lexicalName"],"lexicalN"]', 'let');
    t.equal(complete('lexicalName.inner.l'), '[["lexicalName.inner.leaf"],"lexicalName.inner.l"]', 'members of let');
}

function testAwait(t, session, world, feed) {
    const settle = () => {
        let ready = false;
        session.onReady = () => { ready = true; };
        world.internalBinding('task_queue').runMicrotasks();
        return `${ready} ${JSON.stringify(world.output[1])}`;
    };
    t.equal(feed('await 5'), 'wait ""', 'await');
    t.equal(settle(), 'true "\\u001b[33m5\\u001b[39m\\n"', 'its value');
    t.equal(feed('const awaited = await Promise.resolve([1])'), 'wait ""', 'await in a declaration');
    t.equal(settle(), 'true "\\u001b[90mundefined\\u001b[39m\\n"', 'which has no value');
    t.equal(feed('awaited'), 'done "[ \\u001b[33m1\\u001b[39m ]\\n"', 'the variable');
    t.equal(feed('await Promise.reject(7)'), 'wait ""', 'a rejection');
    t.equal(settle(), 'true "Uncaught \\u001b[33m7\\u001b[39m\\n"', 'is reported');
}
