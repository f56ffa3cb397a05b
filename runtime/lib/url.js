// require('url'): file URLs only, as text and as small URL objects.
'use strict';

const { codes, withMessage } = require('internal/errors');
const { validateString } = require('internal/validators');

// What pathToFileURL returns: the parts of a file URL, and no setters.
class FileURL {
    constructor(pathname) {
        this.href = `file://${pathname}`;
        this.origin = 'null';
        this.protocol = 'file:';
        this.username = '';
        this.password = '';
        this.host = '';
        this.hostname = '';
        this.port = '';
        this.pathname = pathname;
        this.search = '';
        this.hash = '';
    }

    toString() {
        return this.href;
    }

    toJSON() {
        return this.href;
    }
}
Object.defineProperty(FileURL, 'name', { value: 'URL' });

// What a URL parser would encode in a path, and what would end it.
function encodePath(path) {
    const { Buffer } = require('buffer');
    return path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/[\]|^]/gu, (character) =>
        [...Buffer.from(character)].map((byte) => `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`).join(''));
}

function pathToFileURL(path) {
    validateString(path, 'path');
    const { resolve } = require('path');
    let resolved = resolve(path);
    if (path.endsWith('/') && !resolved.endsWith('/')) resolved += '/';
    return new FileURL(encodePath(resolved));
}

function parseFileUrl(text) {
    const match = /^\s*([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/([^/?#\\]*))?([^?#]*)/.exec(text);
    if (match === null) {
        const error = new codes.ERR_INVALID_URL();
        error.input = text;
        throw error;
    }
    return { protocol: `${match[1].toLowerCase()}:`, hostname: match[2] || '', pathname: match[3].replace(/\\/g, '/') };
}

function fileURLToPath(url) {
    let parts = url;
    if (typeof url === 'string') {
        parts = parseFileUrl(url);
    } else if (url === null || typeof url !== 'object' || typeof url.href !== 'string' || typeof url.protocol !== 'string') {
        throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], url);
    }
    if (parts.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
    if (parts.hostname !== '' && parts.hostname !== 'localhost') {
        throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
    }
    if (/%2f/i.test(parts.pathname)) {
        throw withMessage('ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters');
    }
    const path = decodeURIComponent(parts.pathname);
    return typeof url === 'string' ? require('path').resolve(path) + (path.endsWith('/') && path !== '/' ? '/' : '') : path;
}

module.exports = { fileURLToPath, pathToFileURL };
