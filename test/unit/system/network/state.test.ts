import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { broadcastOf, netmaskOf, prefixOf } from '../../../../src/system/network/ipv4.ts';
import { NO_NETWORK, networkState } from '../../../../src/system/network/state.ts';

/** As systemd-networkd 252 says it, shortened. */
const DESCRIBED = {
  Interfaces: [
    { Index: 1, Name: 'lo', Type: 'loopback', Addresses: [{ Family: 2, Address: [127, 0, 0, 1], PrefixLength: 8 }] },
    { Index: 2, Name: 'end1', Type: 'ether', CarrierState: 'no-carrier' },
    {
      Index: 3,
      Name: 'end0',
      Type: 'ether',
      HardwareAddress: [184, 39, 235, 18, 52, 86],
      CarrierState: 'carrier',
      Addresses: [
        { Family: 2, Address: [10, 0, 0, 5], PrefixLength: 24, ConfigSource: 'DHCPv4', ConfigState: 'configured' },
        { Family: 2, Address: [10, 0, 0, 9], PrefixLength: 24, ConfigSource: 'static', ConfigState: 'configuring' },
        { Family: 2, Address: [169, 254, 1, 2], PrefixLength: 16, ConfigSource: 'IPv4LL', ConfigState: 'configured' },
        {
          Family: 10,
          Address: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
          PrefixLength: 64,
          ConfigSource: 'NDisc',
          ConfigState: 'configured',
        },
      ],
      Routes: [
        { Family: 2, Destination: [10, 0, 0, 0], DestinationPrefixLength: 24 },
        { Family: 2, Destination: [0, 0, 0, 0], DestinationPrefixLength: 0, Gateway: [10, 0, 0, 1] },
      ],
      DNS: [
        { Family: 2, Address: [10, 0, 0, 1] },
        { Family: 2, Address: [10, 0, 0, 1] },
      ],
      SearchDomains: [{ Domain: 'lan' }],
      NTP: [{ Family: 2, Address: [10, 0, 0, 2] }, { Server: 'ntp.lan' }],
    },
  ],
};

describe('the state of the network', () => {
  it('is read from what networkd describes', () => {
    assert.deepEqual(networkState(DESCRIBED), {
      interface: 'end0',
      macAddress: 'B8:27:EB:12:34:56',
      carrier: true,
      addresses: [
        { address: '10.0.0.5', prefix: 24, origin: 'DHCP' },
        { address: '169.254.1.2', prefix: 16, origin: 'Link local' },
        { address: '2001:db8::7', prefix: 64, origin: 'RA' },
      ],
      router: '10.0.0.1',
      router6: '',
      nameServers: ['10.0.0.1'],
      domains: ['lan'],
      timeServers: ['10.0.0.2', 'ntp.lan'],
    });
  });

  it('is empty where nothing, or something else, is told', () => {
    for (const strange of [undefined, null, 7, {}, { Interfaces: 'x' }, { Interfaces: [null, { Type: 'loopback' }] }]) {
      assert.deepEqual(networkState(strange), NO_NETWORK);
    }
    const { addresses } = networkState({
      Interfaces: [{ Type: 'ether', Addresses: [{ Address: [1, 2] }, null, 'x'] }],
    });
    assert.deepEqual(addresses, []);
  });
});

describe('IPv4', () => {
  it('has masks of all lengths', () => {
    for (const [prefix, mask] of [
      [0, '0.0.0.0'],
      [1, '128.0.0.0'],
      [22, '255.255.252.0'],
      [24, '255.255.255.0'],
      [32, '255.255.255.255'],
    ] as const) {
      assert.deepEqual([netmaskOf(prefix), prefixOf(mask)], [mask, prefix]);
    }
    for (const wrong of ['255.0.255.0', '255.255.255.1', '24', '']) assert.equal(prefixOf(wrong), undefined);
    assert.equal(broadcastOf('192.168.7.20', 22), '192.168.7.255');
  });
});
