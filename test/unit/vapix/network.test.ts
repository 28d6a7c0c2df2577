import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Role } from '../../../src/core/role.ts';
import { fakeVapix } from '../../support/vapix.ts';

interface Reply {
  readonly data?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

function vapix() {
  const fake = fakeVapix();
  const call = async (method: string, params?: object, role: Role = 'admin', apiVersion = '1.0') => {
    const body = JSON.stringify({ apiVersion, method, ...(params && { params }) });
    const { text } = await fake.ask('POST /axis-cgi/network_settings.cgi', { role, body });
    return JSON.parse(text) as Reply;
  };
  const update = async (query: string, role: Role = 'admin') =>
    (await fake.ask(`GET /axis-cgi/param.cgi?action=update&${query}`, { role })).text;
  const list = async (group: string) =>
    (await fake.ask(`GET /axis-cgi/param.cgi?action=list&group=${group}`, { role: 'viewer' })).text;
  return { ...fake, call, update, list };
}

/** As clients that configure many devices send it. */
const STATIC = {
  deviceName: 'eth0',
  configurationMode: 'static',
  staticDefaultRouter: '192.168.0.1',
  staticAddressConfigurations: [{ address: '192.168.0.60', prefixLength: 24, broadcast: '192.168.0.255' }],
};

describe('network_settings.cgi', () => {
  it('tells what is, and what is set', async () => {
    const { data } = await vapix().call('getNetworkInfo', undefined, 'admin', '1.26');
    const { system, devices } = data as {
      system: { hostname: object; resolver: { nameServers: string[] } };
      devices: { name: string; macAddress: string; IPv4: Record<string, unknown>; IPv6: Record<string, unknown> }[];
    };
    assert.deepEqual(system.hostname, { useDhcpHostname: false, hostname: 'speaker', staticHostname: '' });
    assert.deepEqual(system.resolver.nameServers, ['192.168.0.1']);
    const [device] = devices;
    assert.equal(device?.macAddress, 'b8:27:eb:12:34:56');
    assert.deepEqual(device.IPv4['addresses'], [
      { address: '192.168.0.20', prefixLength: 24, origin: 'dhcp', scope: 'global', broadcast: '192.168.0.255' },
    ]);
    assert.deepEqual(device.IPv4['staticAddressConfigurations'], [
      { address: '192.168.0.90', prefixLength: 24, broadcast: '192.168.0.255' },
    ]);
    assert.deepEqual(
      [device.IPv4['configurationMode'], device.IPv4['defaultRouter'], device.IPv4['useStaticDHCPFallback']],
      ['dhcp', '192.168.0.1', false],
    );
    assert.equal(device.IPv6['enabled'], true);
  });

  it('gives a fixed address, for good, and takes it away', async () => {
    const { call, network, linux, clock } = vapix();
    assert.deepEqual((await call('setIPv4AddressConfiguration', STATIC)).data, {});
    assert.deepEqual([network.settings.ipv4.address, network.pending], ['192.168.0.60', undefined]);
    await clock.advance(1000);
    assert.match(linux.used.at(-1) ?? '', /Address=192\.168\.0\.60\/24/);
    await call('setIPv4AddressConfiguration', { deviceName: 'eth0', configurationMode: 'dhcp' });
    assert.deepEqual([network.settings.ipv4.mode, network.settings.ipv4.address], ['dhcp', '192.168.0.60']);
  });

  it('sets names, resolver, proxies and IPv6', async () => {
    const { call, network } = vapix();
    await call('setHostnameConfiguration', { useDhcpHostname: false, staticHostname: 'lobby' });
    const resolver = { useDhcpResolverInfo: false, staticNameServers: ['9.9.9.9'], staticDomainName: 'example.com' };
    await call('setResolverConfiguration', { ...resolver, staticSearchDomains: ['example.com', 'lab.example.com'] });
    await call('setGlobalProxyConfiguration', { httpProxy: 'http://proxy:3128', noProxy: 'localhost' });
    await call('setIPv6AddressConfiguration', { deviceName: 'eth0', enabled: false });
    const { hostName, dns, proxies, ipv6 } = network.settings;
    assert.deepEqual(hostName, { automatic: false, name: 'lobby' });
    assert.deepEqual(dns, { automatic: false, servers: ['9.9.9.9'], domains: ['example.com', 'lab.example.com'] });
    assert.deepEqual(proxies, { http: 'http://proxy:3128', https: '', exceptions: 'localhost' });
    assert.equal(ipv6.enabled, false);
  });

  it('refuses what cannot be, with the numbers of its family', async () => {
    const { call, network } = vapix();
    const address = (changes: object) => call('setIPv4AddressConfiguration', { ...STATIC, ...changes });
    assert.equal((await address({ deviceName: 'wlan0' })).error?.code, 5000);
    assert.equal((await address({ staticDefaultRouter: '10.0.0.1' })).error?.code, 4004);
    assert.equal((await address({ enabled: false })).error?.code, 4004);
    assert.equal((await address({ configurationMode: 'none' })).error?.code, 4004);
    const { error } = await address({ staticAddressConfigurations: [{ address: '192.168.0.66', prefixLength: 24 }] });
    assert.equal(error?.code, 4004);
    assert.match(error.message, /00:00:5E:00:53:42/);
    assert.equal((await call('setIPv6AddressConfiguration', { deviceName: 'eth0' })).error?.code, 4003);
    assert.equal((await call('addVlan')).error?.code, 4000);
    assert.equal((await call('getNetworkInfo', undefined, 'operator')).error?.code, 4002);
    assert.equal((await call('getNetworkInfo', undefined, 'admin', '2.0')).error?.code, 4001);
    assert.deepEqual((await call('getSupportedVersions')).data, { supportedVersions: ['1.26'] });
    assert.equal(network.settings.ipv4.mode, 'dhcp');
  });
});

describe('param.cgi, the network', () => {
  const FIXED =
    'Network.BootProto=none&Network.IPAddress=192.168.0.60&Network.SubnetMask=255.255.255.0' +
    '&Network.Broadcast=192.168.0.255&Network.DefaultRouter=192.168.0.1';

  it('shows what the network gave, and what was set once that is in force', async () => {
    const { list, update } = vapix();
    const before = await list('Network');
    assert.match(before, /^root\.Network\.BootProto=dhcp$/m);
    assert.match(before, /^root\.Network\.IPAddress=192\.168\.7\.20$/m);
    assert.match(before, /^root\.Network\.Resolver\.ObtainFromDHCP=yes$/m);
    assert.match(before, /^root\.Network\.DNSServer1=0\.0\.0\.0$/m);
    assert.equal(await update(FIXED), 'OK');
    const after = await list('Network');
    for (const line of [
      'BootProto=none',
      'IPAddress=192.168.0.60',
      'SubnetMask=255.255.255.0',
      'DefaultRouter=192.168.0.1',
    ]) {
      assert.ok(after.includes(`root.Network.${line}\n`), line);
    }
    assert.equal(await update('Network.BootProto=dhcp'), 'OK');
    assert.match(await list('Network.BootProto'), /=dhcp/);
  });

  it('sets name servers in both of their forms, and ports', async () => {
    const { update, list, network } = vapix();
    const both = 'Network.DNSServer1=1.1.1.1&Network.DNSServer2=9.9.9.9&Network.DomainName=example.com';
    assert.equal(await update(both), 'OK');
    assert.match(await list('Network.Resolver.NameServerList'), /=1\.1\.1\.1,9\.9\.9\.9$/m);
    assert.equal(await update('Network.Resolver.NameServerList=8.8.8.8,8.8.4.4'), 'OK');
    assert.deepEqual(network.settings.dns.servers, ['8.8.8.8', '8.8.4.4']);
    assert.equal(await update('Network.DNSServer1=0.0.0.0'), 'OK');
    assert.deepEqual(network.settings.dns.servers, ['8.8.4.4']);
    assert.equal(await update('System.BoaPort=8080&Stentor.Network.WebAccess=https'), 'OK');
    assert.deepEqual(network.settings.web, { access: 'https', httpPort: 8080, httpsPort: 0 });
  });

  it('changes nothing where one is wrong, and says which', async () => {
    const { update, network, file } = vapix();
    const wrong = FIXED.replace('DefaultRouter=192.168.0.1', 'DefaultRouter=10.0.0.1');
    assert.equal(await update(wrong), "# Error: Error setting 'root.Network.DefaultRouter' to '10.0.0.1'!\n");
    const mask = FIXED.replace('255.255.255.0', '255.0.255.0');
    assert.equal(await update(mask), "# Error: Error setting 'root.Network.SubnetMask' to '255.0.255.0'!\n");
    const taken = await update(FIXED.replace('IPAddress=192.168.0.60', 'IPAddress=192.168.0.66'));
    assert.match(taken, /^# Error: Error setting 'root\.Network\.BootProto'/);
    assert.match(await update('Network.HostName=a.b'), /root\.Network\.HostName/);
    assert.match(await update('Network.BootProto=none', 'operator'), /^# Error/);
    assert.equal(network.settings.ipv4.mode, 'dhcp');
    assert.deepEqual(file.content, {}, 'the network has a file of its own');
  });
});

describe('802.1X over VAPIX', () => {
  it('is set as a whole and shown without its password', async () => {
    const { call, protection } = vapix();
    const reply = await call('setWired8021XConfiguration', {
      deviceName: 'eth0',
      enabled: true,
      mode: 'WPA-Enterprise-PEAP-MSCHAPv2',
      identity: 'lobby',
      eapolVersion: 'EAPoLv2',
      password: 'correct horse',
      peapVersion: 1,
      label: 1,
      certsCA: ['certificate-1'],
    });
    assert.deepEqual(reply.data, {});
    assert.equal(protection.files.dot1x.content.password, 'correct horse');
    const { data } = await call('getNetworkInfo', undefined, 'admin', '1.26');
    const [{ wired }] = data?.['devices'] as [{ wired: { '8021X': Record<string, unknown> } }];
    assert.doesNotMatch(JSON.stringify(wired), /correct horse/);
    const { mode, enabled, configurations } = wired['8021X'];
    assert.deepEqual([mode, enabled], ['WPA-Enterprise-PEAP-MSCHAPv2', true]);
    assert.deepEqual((configurations as object[])[1], {
      mode: 'WPA-Enterprise-PEAP-MSCHAPv2',
      params: {
        identity: 'lobby',
        eapolVersion: 'EAPoLv2',
        certsCA: ['certificate-1'],
        is_password_set: true,
        peapVersion: 1,
        label: 1,
      },
    });
    assert.deepEqual((await call('setWired8021XConfiguration', { deviceName: 'eth0', enabled: false })).data, {});
    assert.equal(protection.dot1x.settings.identity, 'lobby', 'what is left out stays');
  });

  it('says what is wrong by the CGI’s numbers', async () => {
    const { call } = vapix();
    const code = async (params: object) => (await call('setWired8021XConfiguration', params)).error?.code;
    assert.equal(await code({ deviceName: 'eth7', enabled: true }), 5000);
    assert.equal(await code({ deviceName: 'eth0', enabled: true }), 4004);
    assert.equal(await code({ deviceName: 'eth0', mode: 'MACsec-PSK' }), 4004);
    assert.equal((await call('setWired8021XConfiguration', { deviceName: 'eth0' }, 'operator')).error?.code, 4002);
  });
});
