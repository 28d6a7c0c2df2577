import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { challenges, schemesFor } from '../../../../src/http/auth/challenges.ts';

const FIELDS = { realm: 'R', nonce: 'N', stale: false, withQop: true };

describe('schemesFor', () => {
  it('recommends Digest where others can read along and Basic where not', () => {
    assert.deepEqual(schemesFor('recommended', false), ['Digest']);
    assert.deepEqual(schemesFor('recommended', true), ['Basic', 'Digest']);
  });

  it('keeps to a policy that names one', () => {
    for (const secure of [false, true]) {
      assert.deepEqual(schemesFor('digest', secure), ['Digest']);
      assert.deepEqual(schemesFor('basic', secure), ['Basic']);
    }
  });

  it('offers the better first where the policy names both', () => {
    assert.deepEqual(schemesFor('basic_digest', false), ['Digest', 'Basic']);
    assert.deepEqual(schemesFor('basic_digest', true), ['Basic', 'Digest']);
  });
});

describe('challenges', () => {
  it('writes Digest as clients of network speakers read it', () => {
    assert.deepEqual(challenges(['Digest'], FIELDS), [
      'Digest realm="R", nonce="N", algorithm=MD5, stale=FALSE, qop="auth"',
    ]);
  });

  it('says in capitals that only the nonce was stale', () => {
    assert.match(challenges(['Digest'], { ...FIELDS, stale: true })[0] ?? '', /, stale=TRUE, /);
  });

  it('leaves qop out for those who do not know it', () => {
    assert.deepEqual(challenges(['Digest'], { ...FIELDS, withQop: false }), [
      'Digest realm="R", nonce="N", algorithm=MD5, stale=FALSE',
    ]);
  });

  it('has one challenge for each scheme, and no second algorithm that hides the first', () => {
    assert.deepEqual(challenges(['Basic', 'Digest'], FIELDS), [
      'Basic realm="R"',
      'Digest realm="R", nonce="N", algorithm=MD5, stale=FALSE, qop="auth"',
    ]);
  });

  it('for RTSP have neither algorithm nor qop, and end with stale', () => {
    assert.deepEqual(challenges(['Digest'], { ...FIELDS, isBare: true }), [
      `Digest realm="${FIELDS.realm}", nonce="${FIELDS.nonce}", stale=FALSE`,
    ]);
  });
});
