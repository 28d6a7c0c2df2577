import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { ipv4Number, maskOf, prefixOf, sameSubnet } from '../../../src/ui/text/subnet.ts';

describe('subnets as people write them', () => {
  it('are read as masks and as lengths', () => {
    for (const [text, prefix] of [
      ['255.255.255.0', 24],
      ['255.255.252.0', 22],
      ['128.0.0.0', 1],
      [' 255.255.255.252 ', 30],
      ['24', 24],
      ['/16', 16],
    ] as const) {
      assert.equal(prefixOf(text), prefix, text);
    }
    for (const wrong of ['', '0', '31', '255.0.255.0', '255.255.255.255', '255.255.255', 'abc', '-1', '256.0.0.0']) {
      assert.equal(prefixOf(wrong), undefined, wrong);
    }
    for (let prefix = 1; prefix <= 30; prefix++) assert.equal(prefixOf(maskOf(prefix)), prefix);
  });

  it('tell whether two addresses are neighbours', () => {
    assert.equal(sameSubnet('192.168.0.5', '192.168.0.250', 24), true);
    assert.equal(sameSubnet('192.168.1.5', '192.168.0.5', 24), false);
    assert.equal(sameSubnet('192.168.1.5', '192.168.0.5', 23), true);
    assert.equal(sameSubnet('192.168.1', '192.168.0.5', 24), undefined);
    assert.equal(ipv4Number('255.255.255.255'), 2 ** 32 - 1);
    for (const wrong of ['1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4.', 'a.b.c.d'])
      assert.equal(ipv4Number(wrong), undefined);
  });
});
