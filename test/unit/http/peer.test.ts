import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { peerKey, plainAddress } from '../../../src/http/peer.ts';

describe('plainAddress', () => {
  it('takes the IPv6 clothes off an IPv4 address', () => {
    assert.equal(plainAddress('::ffff:10.0.0.7'), '10.0.0.7');
    assert.equal(plainAddress('10.0.0.7'), '10.0.0.7');
    assert.equal(plainAddress('fe80::1'), 'fe80::1');
  });
});

describe('peerKey', () => {
  it('counts an IPv4 address by itself, however it is written', () => {
    assert.equal(peerKey('::ffff:10.0.0.7'), peerKey('10.0.0.7'));
    assert.notEqual(peerKey('10.0.0.7'), peerKey('10.0.0.8'));
  });

  it('counts a whole IPv6 network as one', () => {
    assert.equal(peerKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(peerKey('2001:db8:1:2::9'), '2001:db8:1:2::/64');
    assert.equal(peerKey('2001:db8::9'), '2001:db8:0:0::/64');
    assert.notEqual(peerKey('2001:db8:1:2::9'), peerKey('2001:db8:1:3::9'));
  });

  it('tells the neighbours on the same wire apart', () => {
    assert.notEqual(peerKey('fe80::1'), peerKey('fe80::2'));
  });
});
