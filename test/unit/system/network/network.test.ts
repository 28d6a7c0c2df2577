import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { FixedAddressKeeper } from '../../../../src/system/network/fixed-address.ts';
import { CONFIRM_S } from '../../../../src/system/network/network.ts';
import { changed, DEFAULT_NETWORK, fromFirstVersion } from '../../../../src/system/network/settings.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { networkRig } from '../../../support/network-rig.ts';

const FIXED = changed(DEFAULT_NETWORK, {
  ipv4: { mode: 'static', address: '192.168.0.50', prefix: 24, router: '192.168.0.1' },
  dns: { servers: ['192.168.0.1', '9.9.9.9'], domains: ['lan'] },
});
const MOVE = { ipv4: { mode: 'static', address: '192.168.0.77', router: '192.168.0.1' } } as const;

function rig(options: Partial<Parameters<typeof networkRig>[0]> = {}) {
  const clock = new FakeClock();
  return { clock, ...networkRig({ clock, ...options }) };
}

describe('the network', () => {
  it('is the image’s own while nobody has set it up', async () => {
    const { network, fake, clock } = rig();
    await network.load();
    await clock.advance(0);
    assert.deepEqual([network.settings, fake.used, fake.names], [DEFAULT_NETWORK, [undefined], []]);
  });

  it('is set up from what is kept', async () => {
    const { network, fake, clock } = rig({ settings: FIXED });
    await network.load();
    await clock.advance(0);
    const text = fake.used[0] ?? '';
    assert.match(text, /^\[Match\]\nType=ether\n/);
    const address = 'Address=192.168.0.50/24\nDuplicateAddressDetection=ipv4\n';
    for (const line of ['Gateway=192.168.0.1\nDNS=192.168.0.1\nDNS=9.9.9.9\nDomains=lan\n', 'DHCP=ipv6\n', address]) {
      assert.ok(text.includes(line), `${line} in\n${text}`);
    }
  });

  it('takes over what an older version kept', () => {
    const old = { address: '10.0.0.5', prefix: 24, router: '10.0.0.1', nameServers: ['10.0.0.1'] };
    const { ipv4, dns } = fromFirstVersion(old) as typeof DEFAULT_NETWORK;
    assert.deepEqual(ipv4, { mode: 'static', address: '10.0.0.5', prefix: 24, router: '10.0.0.1', fallback: false });
    assert.deepEqual(dns.servers, ['10.0.0.1']);
    assert.deepEqual(fromFirstVersion(null), DEFAULT_NETWORK);
  });

  it('does not keep the speaker from starting', async () => {
    const { network, fake, clock, logged } = rig({ settings: FIXED });
    fake.refuse = new Error('networkd is not there');
    await network.load();
    await clock.advance(0);
    assert.deepEqual(logged, ['setting up the network failed']);
  });

  it('keeps at once what cannot lock anybody out', async () => {
    const { network, fake, file } = rig();
    await network.change({
      dns: { automatic: false, servers: ['9.9.9.9'] },
      hostName: { name: 'lobby' },
      proxies: { http: 'http://proxy.example.com:3128' },
    });
    assert.equal(network.pending, undefined);
    assert.deepEqual(file.content.dns.servers, ['9.9.9.9']);
    assert.match(fake.used.at(-1) ?? '', /DHCP=yes\n(.*\n)*DNS=9\.9\.9\.9\n(.*\n)*UseDNS=no\n/);
    assert.deepEqual(fake.names, ['lobby']);
    assert.deepEqual(fake.proxies, [{ http: 'http://proxy.example.com:3128', https: '', exceptions: '' }]);
  });

  it('takes a new address after the answer, and keeps it when that is confirmed there', async () => {
    const { network, fake, file, clock } = rig();
    await network.change(MOVE);
    assert.deepEqual([fake.used, network.pending?.leftS], [[], CONFIRM_S]);
    await clock.advance(1000);
    assert.match(fake.used.at(-1) ?? '', /Address=192\.168\.0\.77\/24/);
    assert.equal(file.content.ipv4.mode, 'dhcp', 'not on disk before it is confirmed');
    await assert.rejects(network.confirm('192.168.0.20'), {
      kind: 'conflict',
      message: /open the page at 192\.168\.0\.77/,
    });
    await network.confirm('192.168.0.77');
    assert.deepEqual([file.content.ipv4.address, network.pending], ['192.168.0.77', undefined]);
    await clock.advance(CONFIRM_S * 2000);
    assert.equal(network.settings.ipv4.mode, 'static');
    await assert.rejects(network.confirm('192.168.0.77'), { kind: 'conflict' });
  });

  it('goes back by itself when nobody confirms, and tells so', async () => {
    const { network, fake, told, clock } = rig();
    await network.change(MOVE);
    await clock.advance(CONFIRM_S * 1000 - 1);
    assert.equal(network.pending?.leftS, 1);
    await assert.rejects(network.change({ hostName: { name: 'x' } }), { kind: 'conflict', message: /waits/ });
    await clock.advance(1);
    assert.deepEqual([network.settings, network.pending, fake.used.at(-1)], [DEFAULT_NETWORK, undefined, undefined]);
    assert.deepEqual(
      told.map(({ def }) => def.id),
      ['system.network-reverted'],
    );
  });

  it('goes back when somebody asks, also before the address was taken, and when the speaker stops', async () => {
    for (const undo of ['revert', 'stop'] as const) {
      const { network, fake, clock } = rig();
      await network.change(MOVE);
      await network[undo]();
      await clock.advance(10_000);
      assert.deepEqual([network.settings, fake.used], [DEFAULT_NETWORK, [undefined]]);
    }
  });

  it('keeps at once what is final', async () => {
    const { network, file, clock, fake } = rig();
    await network.change(MOVE, { final: true });
    assert.deepEqual([network.pending, file.content.ipv4.address], [undefined, '192.168.0.77']);
    await clock.advance(1000);
    assert.match(fake.used.at(-1) ?? '', /192\.168\.0\.77/);
  });

  it('refuses an address that another device has, and names its MAC address', async () => {
    const { network, file, fake } = rig();
    const taken = network.change({ ipv4: { mode: 'static', address: '192.168.0.66' } });
    await assert.rejects(taken, { kind: 'conflict', message: /192\.168\.0\.66.* 00:00:5E:00:53:42/ });
    assert.deepEqual([file.content, fake.used, network.settings], [DEFAULT_NETWORK, [], DEFAULT_NETWORK]);
    assert.deepEqual(fake.asked, ['192.168.0.66']);
  });

  it('asks for an address only where it becomes the speaker’s', async () => {
    const { network, fake } = rig({ settings: FIXED });
    await network.load();
    await network.change({ ipv4: { router: '192.168.0.2' } }, { final: true });
    await network.change({ ipv4: { mode: 'dhcp' } }, { final: true });
    await network.change({ ipv4: { address: '192.168.0.66' } }, { final: true });
    assert.deepEqual(fake.asked, []);
  });

  it('moves the web, and back; a port that is taken changes nothing', async () => {
    const { network, file } = rig();
    const moved: unknown[] = [];
    network.useWeb(async web => {
      if (web.httpPort === 22) throw new Error('EADDRINUSE');
      moved.push(web.httpPort);
    });
    await assert.rejects(network.change({ web: { httpPort: 22 } }));
    assert.deepEqual([network.settings.web, file.content.web], [DEFAULT_NETWORK.web, DEFAULT_NETWORK.web]);
    moved.length = 0;
    await network.change({ web: { httpPort: 8081 } });
    await network.revert();
    assert.deepEqual(moved, [8081, 0]);
  });

  for (const [what, change, field] of [
    ['no address', { ipv4: { mode: 'static', address: '10.0.0.256' } }, 'ipv4.address'],
    ['a line of a file', { ipv4: { mode: 'static', address: '10.0.0.5\n[Match]' } }, 'ipv4.address'],
    ['the network itself', { ipv4: { mode: 'static', address: '10.0.0.0' } }, 'ipv4.address'],
    ['the broadcast address', { ipv4: { mode: 'static', address: '10.0.0.255' } }, 'ipv4.address'],
    ['a group', { ipv4: { mode: 'static', address: '224.0.0.1' } }, 'ipv4.address'],
    ['loopback', { ipv4: { mode: 'static', address: '127.0.0.2' } }, 'ipv4.address'],
    ['a router elsewhere', { ipv4: { mode: 'static', address: '10.0.0.5', router: '10.0.1.1' } }, 'ipv4.router'],
    ['itself as the router', { ipv4: { mode: 'static', address: '10.0.0.5', router: '10.0.0.5' } }, 'ipv4.router'],
    ['a name with a dot', { hostName: { name: 'a.b' } }, 'hostName.name'],
    ['a name that begins with a dash', { hostName: { name: '-a' } }, 'hostName.name'],
    ['a name server that is a name', { dns: { servers: ['dns.example.com'] } }, 'dns.servers'],
    ['a domain with a line end', { dns: { domains: ['lan\nDNS=1.1.1.1'] } }, 'dns.domains'],
    ['one port for two', { web: { httpPort: 8080, httpsPort: 8080 } }, 'web.httpsPort'],
    ['a proxy of another kind', { proxies: { https: 'socks5://proxy' } }, 'proxies.https'],
  ] as const) {
    it(`refuses ${what}, and keeps what was`, async () => {
      const { network, file, fake } = rig();
      await assert.rejects(network.change(change), { kind: 'invalid', field });
      assert.deepEqual([file.content, fake.used, network.pending], [DEFAULT_NETWORK, [], undefined]);
    });
  }
});

describe('the fixed address', () => {
  function keeper(options: Partial<Parameters<typeof networkRig>[0]>) {
    const parts = rig(options);
    new FixedAddressKeeper({ ...parts }).start();
    return parts;
  }
  const FALLBACK = changed(DEFAULT_NETWORK, { ipv4: { fallback: true } });

  it('is taken where no DHCP server answers, and left when one does', async () => {
    const { network, fake, clock } = keeper({ settings: FALLBACK, hasDhcp: false });
    await network.load();
    await clock.advance(10_000);
    assert.equal(fake.used.at(-1), undefined, 'DHCP has its time');
    await clock.advance(10_000);
    assert.match(fake.used.at(-1) ?? '', /DHCP=yes\n(.*\n)*Address=192\.168\.0\.90\/24\n/);
    await clock.advance(60_000);
    const count = fake.used.length;
    fake.hasDhcp = true;
    await clock.advance(10_000);
    assert.equal(fake.used.at(-1), undefined);
    await clock.advance(60_000);
    assert.equal(fake.used.length, count + 1, 'once');
  });

  it('is not taken where nobody wants it: then there is the link-local one', async () => {
    const { network, fake, clock } = keeper({ hasDhcp: false });
    await network.load();
    await clock.advance(120_000);
    assert.deepEqual(fake.used, [undefined]);
    const { addresses } = await network.state();
    assert.deepEqual(
      addresses.filter(({ address }) => address.startsWith('169.254.')).map(({ origin }) => origin),
      ['Link local'],
    );
  });

  it('that another device has is told, with who has it', async () => {
    const settings = changed(FIXED, { ipv4: { address: '192.168.0.66' } });
    const { network, clock, told } = keeper({ settings });
    await network.load();
    await clock.advance(60_000);
    assert.deepEqual(
      told.map(({ data }) => data),
      [{ conflict: true, address: '192.168.0.66', macAddress: '00:00:5E:00:53:42' }],
    );
    await network.change({ ipv4: { address: '192.168.0.67' } }, { final: true });
    await clock.advance(60_000);
    assert.deepEqual(told.at(-1)?.data, { conflict: false, address: '192.168.0.67', macAddress: '' });
  });
});
