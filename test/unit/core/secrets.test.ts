import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hashPassword, randomToken, sameSecret } from '../../../src/core/secrets.ts';

describe('randomToken', () => {
  it('has 256 bits unless told, in signs that need no escape', () => {
    assert.match(randomToken(), /^[\w-]{43}$/);
    assert.equal(Buffer.from(randomToken(8), 'base64url').length, 8);
    assert.notEqual(randomToken(), randomToken());
  });
});

describe('sameSecret', () => {
  it('compares texts of any lengths', () => {
    assert.equal(sameSecret('abc', 'abc'), true);
    assert.equal(sameSecret('abc', 'abd'), false);
    assert.equal(sameSecret('abc', 'abcd'), false);
    assert.equal(sameSecret('', ''), true);
  });
});

describe('hashPassword', () => {
  it('makes the A1 hash of Digest for both algorithms', () => {
    assert.deepEqual(hashPassword('Mufasa', 'http-auth@example.org', 'Circle of Life'), {
      MD5: '3d78807defe7de2157e2b0b6573a855f',
      'SHA-256': '7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232',
    });
  });
});
