import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseBasic } from '../../../../src/http/auth/basic.ts';
import { verifyPassword } from '../../../../src/http/auth/verify-password.ts';
import { TestAccounts } from '../../../feature/http/test-accounts.ts';

const encoded = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('parseBasic', () => {
  it('reads the example of RFC 7617', () => {
    assert.deepEqual(parseBasic('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='), { name: 'Aladdin', password: 'open sesame' });
  });

  it('keeps colons of the password, takes the scheme in any case and an empty password', () => {
    assert.deepEqual(parseBasic(encoded('a:b:c')), { name: 'a', password: 'b:c' });
    assert.deepEqual(parseBasic('bAsIc   YTo='), { name: 'a', password: '' });
  });

  it('refuses what is not Basic', () => {
    for (const header of ['', 'Basic', 'Basic !', 'Digest a="b"', encoded('nocolon')]) {
      assert.equal(parseBasic(header), undefined, header);
    }
  });
});

describe('verifyPassword', () => {
  it('knows the right password of the right account only', () => {
    const accounts = new TestAccounts();
    assert.equal(verifyPassword(accounts, 'vera', 'pass of vera')?.role, 'viewer');
    assert.equal(verifyPassword(accounts, 'vera', 'pass of olga'), undefined);
    assert.equal(verifyPassword(accounts, 'nobody', 'pass of nobody'), undefined);
    assert.equal(verifyPassword(accounts, 'nobody', 'no such account'), undefined);
    assert.equal(verifyPassword(accounts, '', ''), undefined);
  });
});
