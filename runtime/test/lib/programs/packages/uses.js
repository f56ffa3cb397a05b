const attempt = (request) => {
    try { return require(request); } catch (error) {
        return `${error.code} ${error.message.split('\n')[0].split(__dirname).join('HERE')}`;
    }
};
module.exports = ['plain', 'plain/other', 'plain/other.js', 'exported', 'exported/sub', 'exported/features/x', 'exported/hidden',
    'exported/lib/main.js', 'exported/none', '@scope/pkg', '@scope/pkg/deep', 'broken', '#alias', '#none'].map(attempt);
