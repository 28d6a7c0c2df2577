import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { connectionsIn } from '../../../src/diagnostics/clients.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';

describe('connections in /proc/net/tcp', () => {
  it('are those of our own sockets that have two ends', () => {
    const table = [
      HEAD,
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0 100 0 0 10 0',
      '   1: 0100007F:1F90 0A00000A:C350 01 00000000:00000000 00:00000000 00000000     0        0 12 1 0 20 4 30 10 -1',
      '   2: 0100007F:1F90 0B00000A:C351 01 00000000:00000000 00:00000000 00000000     0        0 99 1 0 20 4 30 10 -1',
      'half a li',
      '',
    ].join('\n');
    assert.deepEqual(connectionsIn(table, new Set(['11', '12'])), [
      { address: '10.0.0.10', port: 50_000, localPort: 8080, state: 'ESTABLISHED' },
    ]);
  });

  it('may go over IPv6, also those that are IPv4', () => {
    const end = (address: string) => `   0: ${'0'.repeat(32)}:01BB ${address}:0050 08 0:0 0:0 0 0 0 7`;
    const table = [HEAD, end('000080FE00000000FF3D1CA2FE5634B8'), end('0000000000000000FFFF00000900000A')].join('\n');
    assert.deepEqual(
      connectionsIn(table, new Set(['7'])).map(({ address }) => address),
      ['fe80::a21c:3dff:b834:56fe', '10.0.0.9'],
    );
  });
});
