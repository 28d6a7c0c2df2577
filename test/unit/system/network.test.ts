import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { Network, type NetworkSettings } from '../../../src/system/network.ts';
import { memoryFile } from '../../support/memory-file.ts';

const FIXED = { address: '10.0.0.5', prefix: 24, router: '10.0.0.1', nameServers: ['10.0.0.1', '9.9.9.9'] };

function network(content: NetworkSettings = null, use = async (): Promise<void> => undefined) {
  const used: (string | undefined)[] = [];
  const logged: string[] = [];
  const file = memoryFile(content);
  const log = createLog((_level, _area, message) => logged.push(message));
  return {
    used,
    logged,
    file,
    network: new Network({
      file,
      log,
      use: async text => {
        used.push(text);
        await use();
      },
    }),
  };
}

describe('the network', () => {
  it('is the image’s own while nobody has set it up', async () => {
    const { network: it_, used } = network();
    await it_.load();
    assert.deepEqual([it_.settings, used], [null, []]);
  });

  it('is set up from what is kept', async () => {
    const { network: it_, used } = network(FIXED);
    await it_.load();
    assert.equal(
      used[0],
      '[Match]\nType=ether\n\n[Network]\nAddress=10.0.0.5/24\nGateway=10.0.0.1\nDNS=10.0.0.1\nDNS=9.9.9.9\nLinkLocalAddressing=yes\n',
    );
  });

  it('is changed, kept, and given back', async () => {
    const { network: it_, used, file } = network();
    await it_.change({ address: '10.0.0.6', prefix: 16, nameServers: [] });
    assert.equal(used[0], '[Match]\nType=ether\n\n[Network]\nAddress=10.0.0.6/16\nLinkLocalAddressing=yes\n');
    assert.equal(file.content?.address, '10.0.0.6');
    await it_.change(null);
    assert.deepEqual([used[1], file.content], [undefined, null]);
  });

  it('refuses what is no address, and keeps what was', async () => {
    const { network: it_, used, file } = network(FIXED);
    for (const [wrong, field] of [
      [{ ...FIXED, address: '10.0.0.256' }, 'address'],
      [{ ...FIXED, router: '10.0.0.1\n[Match]' }, 'router'],
      [{ ...FIXED, nameServers: ['x'] }, 'nameServers'],
    ] as const) {
      await assert.rejects(it_.change(wrong), { kind: 'invalid', field });
    }
    assert.deepEqual([file.content, used], [FIXED, []]);
  });

  it('does not keep the speaker from starting', async () => {
    const { network: it_, logged } = network(FIXED, async () => {
      throw new Fault('unavailable', 'org.freedesktop.network1 Reload: there is no such service');
    });
    await it_.load();
    assert.deepEqual(logged, ['the network settings cannot be used']);
  });
});
