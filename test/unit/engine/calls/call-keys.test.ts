import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { CallCrypto } from '../../../../src/engine/calls/call-keys.ts';

const keys = { suite: 'AES_CM_128_HMAC_SHA1_80', local: '01'.repeat(30), remote: '02'.repeat(30) } as const;

describe('CallCrypto', () => {
  it('goes on counting in the direction whose key stays, and begins anew in the other', () => {
    const first = new CallCrypto(keys);
    const second = new CallCrypto({ ...keys, remote: '03'.repeat(30) }, first);
    assert.equal(second.out, first.out);
    assert.notEqual(second.in, first.in);
    const third = new CallCrypto({ ...keys, suite: 'AES_CM_128_HMAC_SHA1_32' }, second);
    assert.notEqual(third.out, second.out);
  });
});
