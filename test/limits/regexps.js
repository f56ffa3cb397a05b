// ends: old total
function hoard() {
    for (let i = 0; ; i++) {
        const regexp = new RegExp('(a|b' + i + ')+([x-z]{1,' + (i % 7 + 1) + '})', 'g');
        hold.push(regexp, regexp.exec('ab' + i + 'xyz'), 'a,b,c'.split(/,/), 'some text'.replace(/e/g, '-' + i));
    }
}
