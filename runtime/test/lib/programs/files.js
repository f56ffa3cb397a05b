// fs: what it does, and its errors.
'use strict';
const fs = require('fs');
const path = require('path');
const os = require('os');
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-test-'));
process.on('exit', () => fs.rmSync(root, { recursive: true }));
const at = (...names) => path.join(root, ...names);
const show = (text) => String(text).split(root).join('ROOT');
const attempt = (name, fn) => {
    try {
        const result = fn();
        console.log(name, result === undefined ? 'undefined' : show(typeof result === 'string' ? result : JSON.stringify(result)));
    } catch (error) {
        const rest = ['errno', 'code', 'syscall', 'path', 'dest'].filter((key) => key in error)
            .map((key) => `${key}=${typeof error[key] === 'string' ? show(error[key]) : error[key]}`);
        console.log(name, 'threw', error.name, show(error.message), ...rest);
    }
};
attempt('write', () => fs.writeFileSync(at('a.txt'), 'héllo\n'));
attempt('append', () => fs.appendFileSync(at('a.txt'), Buffer.from('more')));
attempt('read', () => fs.readFileSync(at('a.txt'), 'utf8'));
attempt('read buffer', () => fs.readFileSync(at('a.txt')));
attempt('read hex', () => fs.readFileSync(at('a.txt'), { encoding: 'hex' }));
attempt('size', () => fs.statSync(at('a.txt')).size);
attempt('flag wx', () => fs.writeFileSync(at('a.txt'), '', { flag: 'wx' }));
attempt('exists', () => [fs.existsSync(at('a.txt')), fs.existsSync(at('b.txt')), fs.existsSync(), fs.existsSync(5)]);
attempt('missing', () => fs.readFileSync(at('none')));
attempt('directory', () => fs.readFileSync(root));
attempt('not a directory', () => fs.readFileSync(at('a.txt', 'x')));
attempt('mkdir', () => fs.mkdirSync(at('d')));
attempt('mkdir again', () => fs.mkdirSync(at('d')));
attempt('mkdir recursive', () => fs.mkdirSync(at('x', 'y', 'z'), { recursive: true }));
attempt('mkdir recursive again', () => fs.mkdirSync(at('x', 'y', 'z'), { recursive: true }));
attempt('mkdir under file', () => fs.mkdirSync(at('a.txt', 'y'), { recursive: true }));
attempt('mkdir orphan', () => fs.mkdirSync(at('p', 'q')));
attempt('readdir', () => fs.readdirSync(root).sort());
attempt('readdir types', () => fs.readdirSync(root, { withFileTypes: true }).map((d) => `${d.name}:${d.isDirectory()}:${d.isFile()}`).sort());
attempt('readdir recursive', () => fs.readdirSync(root, { recursive: true }).sort());
attempt('readdir missing', () => fs.readdirSync(at('none')));
attempt('stat', () => { const s = fs.statSync(root); return [s.isDirectory(), s.isFile(), s.isSymbolicLink(), s instanceof fs.Stats, s.mtime instanceof Date, s.mtimeMs > 0]; });
attempt('stat keys', () => Object.keys(fs.statSync(root)));
attempt('stat missing', () => fs.statSync(at('none')));
attempt('stat quiet', () => fs.statSync(at('none'), { throwIfNoEntry: false }));
attempt('rename', () => fs.renameSync(at('a.txt'), at('b.txt')));
attempt('rename missing', () => fs.renameSync(at('a.txt'), at('c.txt')));
attempt('copy', () => fs.copyFileSync(at('b.txt'), at('c.txt')));
attempt('copy excl', () => fs.copyFileSync(at('b.txt'), at('c.txt'), fs.constants.COPYFILE_EXCL));
attempt('unlink', () => fs.unlinkSync(at('c.txt')));
attempt('unlink missing', () => fs.unlinkSync(at('c.txt')));
attempt('rmdir', () => fs.rmdirSync(at('d')));
attempt('rmdir full', () => fs.rmdirSync(at('x')));
attempt('rmdir missing', () => fs.rmdirSync(at('d')));
attempt('rm directory', () => fs.rmSync(at('x')));
attempt('rm recursive', () => fs.rmSync(at('x'), { recursive: true }));
attempt('rm missing', () => fs.rmSync(at('x')));
attempt('rm force', () => fs.rmSync(at('x'), { force: true }));
attempt('access', () => fs.accessSync(at('b.txt'), fs.constants.R_OK));
attempt('access missing', () => fs.accessSync(at('none')));
attempt('symlink', () => fs.symlinkSync('b.txt', at('l')));
attempt('readlink', () => fs.readlinkSync(at('l')));
attempt('lstat', () => [fs.lstatSync(at('l')).isSymbolicLink(), fs.statSync(at('l')).isFile()]);
attempt('realpath', () => fs.realpathSync(at('l')) === fs.realpathSync(at('b.txt')));
attempt('realpath missing', () => fs.realpathSync.native(at('none')));
attempt('truncate', () => fs.truncateSync(at('b.txt'), 3));
attempt('truncated', () => fs.readFileSync(at('b.txt')));
attempt('chmod', () => { fs.chmodSync(at('b.txt'), 0o600); return (fs.statSync(at('b.txt')).mode & 0o777).toString(8); });
attempt('utimes', () => { fs.utimesSync(at('b.txt'), 1, new Date(2000)); return fs.statSync(at('b.txt')).mtimeMs; });
attempt('descriptor', () => {
    const fd = fs.openSync(at('f'), 'w+');
    const counts = [fs.writeSync(fd, 'hello'), fs.writeSync(fd, Buffer.from('XY'), 0, 1, 1), fs.writeSync(fd, '!')];
    const buffer = Buffer.alloc(10);
    counts.push(fs.readSync(fd, buffer, 0, 10, 0), fs.readSync(fd, buffer, { offset: 6, length: 2, position: 1 }));
    counts.push(fs.fstatSync(fd).size);
    fs.ftruncateSync(fd, 2);
    counts.push(fs.fstatSync(fd).size);
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    return [counts.join(), buffer.toString('latin1')];
});
attempt('closed', () => fs.closeSync(99));
attempt('bad fd', () => fs.closeSync('x'));
attempt('bad flags', () => fs.openSync(at('f'), 'zz'));
attempt('bad path', () => fs.readFileSync(null));
attempt('nul path', () => fs.readFileSync('a\0b'));
attempt('bad encoding', () => fs.readFileSync(at('f'), 'nope'));
attempt('bad data', () => fs.writeFileSync(at('f'), 5));
attempt('bad mode', () => fs.mkdirSync(at('m'), 'x'));
attempt('bad callback', () => fs.readFile(at('f')));
attempt('path buffer', () => fs.existsSync(Buffer.from(at('f'))));
attempt('mkdtemp', () => fs.mkdtempSync(at('t-')).length - at('t-').length);
fs.readFile(at('b.txt'), 'utf8', (error, text) => {
    console.log('callback', error, JSON.stringify(text));
    fs.stat(at('none'), (missing, stats) => {
        console.log('callback', missing.code, show(missing.message), stats);
        fs.exists(root, (yes) => {
            console.log('exists callback', yes);
            promises();
        });
    });
});
async function promises() {
    await fs.promises.readFile(at('none')).catch((rejected) => console.log('promise', rejected.code));
    console.log('promise', (await fs.promises.readFile(at('b.txt'), 'latin1')).length);
    await require('util').promisify(fs.writeFile)(at('w'), 'x');
    console.log('promisified', fs.readFileSync(at('w'), 'utf8'));
    const handle = await fs.promises.open(at('w'), 'r+');
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    console.log('handle', bytesRead, buffer, (await handle.stat()).size);
    await handle.close();
}
