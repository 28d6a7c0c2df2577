import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hashPassword } from '../../../../src/core/secrets.ts';
import { checkDigest } from '../../../../src/http/auth/check-digest.ts';
import { parseDigest } from '../../../../src/http/auth/digest-header.ts';

/** One account, with the realm that its password was hashed with. */
const only = (name: string, realm: string, password: string) => ({
  needsSetup: false,
  realm,
  find: (asked: string) =>
    asked === name ? { name, role: 'viewer' as const, ha1: hashPassword(name, realm, password) } : undefined,
  onChange: () => () => undefined,
});

/** RFC 7616, 3.9.1 */
const MUFASA = only('Mufasa', 'http-auth@example.org', 'Circle of Life');
const RFC_7616 = (algorithm: string, response: string) =>
  `Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=${algorithm}, ` +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, qop=auth, ' +
  `cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", response="${response}", ` +
  'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

const MD5 = '8ca523f5e9506fed4657c9700eebdbec';
const SHA_256 = '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1';

/** RFC 2617, 3.5, and the same without qop as in RFC 2069 */
const SIMBA = only('Mufasa', 'testrealm@host.com', 'Circle Of Life');
const RFC_2617 =
  'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
  'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", ' +
  'response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
const RFC_2069 =
  'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
  'uri="/dir/index.html", response="670fd8c2df070c60b045671b8b24ff02"';

function check(accounts: typeof MUFASA, header: string, asked = { method: 'GET', target: '/dir/index.html' }) {
  const given = parseDigest(header);
  assert.ok(given, 'the header is not read');
  return checkDigest(accounts, given, asked)?.name;
}

describe('parseDigest', () => {
  it('reads what clients quote needlessly or forget to quote', () => {
    const given = parseDigest(
      'digest username=joe,realm="a, \\"b\\"" ,nonce=n,uri=/x,qop="auth",nc="00000001",cnonce=c,response=R,algorithm="md5"',
    );
    assert.deepEqual(given, {
      name: 'joe',
      realm: 'a, "b"',
      nonce: 'n',
      uri: '/x',
      response: 'r',
      algorithm: 'MD5',
      protection: { cnonce: 'c', count: '00000001' },
    });
  });

  it('keeps commas and equals signs of a quoted address', () => {
    const given = parseDigest('Digest username="j", realm="r", nonce="n", uri="/a?group=x,y&b=c", response="0"');
    assert.equal(given?.uri, '/a?group=x,y&b=c');
  });

  it('refuses what lacks something or was never offered', () => {
    const rest = 'realm="r", nonce="n", uri="/a", response="0"';
    for (const header of [
      'Basic abc',
      'Digest',
      `Digest ${rest}`,
      `Digest username="j", ${rest}, qop=auth`,
      `Digest username="j", ${rest}, qop=auth-int, nc=1, cnonce=c`,
      `Digest username="j", ${rest}, algorithm=MD5-sess`,
      `Digest username="j", ${rest}, algorithm=SHA-512-256`,
    ]) {
      assert.equal(parseDigest(header), undefined, header);
    }
  });

  it('takes a long broken header in linear time', () => {
    assert.equal(parseDigest(`Digest ${'a="'.repeat(5000)}`), undefined);
    assert.equal(parseDigest(`Digest username="${'\\'.repeat(15_000)}`), undefined);
  });
});

describe('checkDigest', () => {
  it('agrees with the examples of RFC 7616', () => {
    assert.equal(check(MUFASA, RFC_7616('MD5', MD5)), 'Mufasa');
    assert.equal(check(MUFASA, RFC_7616('SHA-256', SHA_256)), 'Mufasa');
  });

  it('agrees with RFC 2617, and with RFC 2069 where there is no qop', () => {
    assert.equal(check(SIMBA, RFC_2617), 'Mufasa');
    assert.equal(check(SIMBA, RFC_2069), 'Mufasa');
  });

  it('refuses any other password, method, algorithm or name', () => {
    assert.equal(check(only('Mufasa', 'http-auth@example.org', 'Circle of life'), RFC_7616('MD5', MD5)), undefined);
    assert.equal(check(only('Simba', 'http-auth@example.org', 'Circle of Life'), RFC_7616('MD5', MD5)), undefined);
    assert.equal(check(MUFASA, RFC_7616('MD5', MD5), { method: 'POST', target: '/dir/index.html' }), undefined);
    assert.equal(check(MUFASA, RFC_7616('SHA-256', MD5)), undefined);
    assert.equal(check(MUFASA, RFC_7616('MD5', '')), undefined);
  });

  it('takes the address without its query, and with the host', () => {
    assert.equal(
      check(MUFASA, RFC_7616('MD5', MD5), { method: 'GET', target: '/dir/index.html?action=list' }),
      'Mufasa',
    );
    const target = 'http://10.0.0.2/dir/index.html';
    assert.equal(check(MUFASA, RFC_7616('MD5', MD5), { method: 'GET', target }), 'Mufasa');
  });

  it('refuses a response that was made for another address', () => {
    assert.equal(check(MUFASA, RFC_7616('MD5', MD5), { method: 'GET', target: '/dir/other.html' }), undefined);
    assert.equal(check(MUFASA, RFC_7616('MD5', MD5), { method: 'GET', target: '/dir/index.html/x' }), undefined);
  });

  it('refuses a query other than the one that was asked', () => {
    const header =
      'Digest username="j", realm="r", nonce="n", uri="/a?x=1", response="f7bd72f57a39be9184742fd0e05b131b"';
    assert.equal(check(only('j', 'r', 'p'), header, { method: 'GET', target: '/a?x=1' }), 'j');
    assert.equal(check(only('j', 'r', 'p'), header, { method: 'GET', target: '/a?x=2' }), undefined);
    assert.equal(check(only('j', 'r', 'p'), header, { method: 'GET', target: '/a' }), undefined);
  });
});
