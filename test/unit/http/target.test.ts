import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseTarget } from '../../../src/http/target.ts';

describe('parseTarget', () => {
  it('splits path and query', () => {
    const { path, query } = parseTarget('/axis-cgi/playclip.cgi?clip=7&volume=50');
    assert.equal(path, '/axis-cgi/playclip.cgi');
    assert.deepEqual(
      [...query],
      [
        ['clip', '7'],
        ['volume', '50'],
      ],
    );
  });

  it('takes an absolute target for the path in it', () => {
    assert.equal(parseTarget('http://10.0.0.2:80/a/b?x=1').path, '/a/b');
    assert.equal(parseTarget('https://speaker').path, '/');
    assert.equal(parseTarget('http://speaker?x=1').query.get('x'), '1');
  });

  it('never takes a path with two slashes for a host', () => {
    assert.equal(parseTarget('//axis-cgi//param.cgi').path, '/axis-cgi/param.cgi');
  });

  it('drops a fragment', () => {
    assert.equal(parseTarget('/page#part?x=1').path, '/page');
  });
});
