import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { describe, it } from 'mocha';
import { comesCrossSite } from '../../../../src/http/auth/cross-site.ts';

const crosses = (headers: IncomingHttpHeaders, secure = true) =>
  comesCrossSite({ headers: { host: 'speaker.local', ...headers }, secure });

describe('comesCrossSite', () => {
  it('lets programs pass, which say nothing about a site', () => {
    assert.equal(crosses({}), false);
    assert.equal(comesCrossSite({ headers: {}, secure: false }), false);
  });

  it('lets the speaker’s own pages pass', () => {
    assert.equal(crosses({ origin: 'https://speaker.local', 'sec-fetch-site': 'same-origin' }), false);
    assert.equal(crosses({ host: 'speaker.local:443', origin: 'https://speaker.local' }), false);
    assert.equal(crosses({ host: '[fe80::1]:8443', origin: 'https://[fe80::1]:8443' }), false);
    assert.equal(crosses({ referer: 'https://speaker.local/audio/clips' }), false);
    assert.equal(crosses({ 'sec-fetch-site': 'none' }), false);
  });

  it('stops the pages of others, of other ports, of nowhere', () => {
    assert.equal(crosses({ 'sec-fetch-site': 'cross-site' }), true);
    assert.equal(crosses({ origin: 'https://evil.example' }), true);
    assert.equal(crosses({ origin: 'https://speaker.local:8000' }), true);
    assert.equal(crosses({ origin: 'http://speaker.local' }), true);
    assert.equal(crosses({ origin: 'null' }), true);
    assert.equal(crosses({ origin: 'https://speaker.local.evil.example' }), true);
    assert.equal(crosses({ referer: 'https://evil.example/?https://speaker.local/' }), true);
  });

  it('stops a page when nobody said what this host is called', () => {
    assert.equal(comesCrossSite({ headers: { origin: 'https://speaker.local' }, secure: true }), true);
  });

  it('believes the origin before the referrer', () => {
    assert.equal(crosses({ origin: 'https://evil.example', referer: 'https://speaker.local/' }), true);
  });
});
