import { strict as assert } from 'node:assert';
import type { FirewallRule } from '../../src/api/contract.ts';
import { EVERYTHING } from './firewall-rule.ts';
import { freePort } from './sip-rig.ts';
import type { Stentor } from './stentor.ts';

const ANYTHING: FirewallRule = { action: 'accept', ...EVERYTHING };
const RULES: readonly FirewallRule[] = [
  { ...ANYTHING, source: '192.168.0.0/16' },
  { ...ANYTHING, action: 'drop', source: '10.0.0.5-10.0.0.9', protocol: 'tcp', firstPort: 80, lastPort: 90 },
  {
    ...ANYTHING,
    action: 'limit',
    traffic: 'multicast',
    limit: { unit: 'packets', period: 'second', amount: 500, burst: 100 },
  },
];
const LOG_SERVER = { port: 514, protocol: 'UDP', format: 'RFC5424', severity: 'Warning', type: 'All', authority: '' };
const ACCOUNT = { name: 'Reception', userId: '201', domain: 'pbx.example.com', registered: false, transport: 'tls' };

/** Fills the pages of System with what installers set there. */
export async function furnishPages(stentor: Stentor): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const answer = await stentor.fetch(path, { method, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
  };
  await send('POST', '/api/ssh/accounts', {
    name: 'eva',
    password: 'kuTh-93 Vlom',
    comment: 'Service of the building',
  });
  await send('POST', '/api/tokens', { name: 'Door camera', role: 'operator', expiresAt: '2038-01-01T00:00:00Z' });
  await send('POST', '/api/tokens', { name: 'Home automation', role: 'viewer', expiresAt: '' });
  await send('PUT', '/api/firewall', {
    plan: { activated: true, policy: 'accept', rules: RULES },
    testS: 0,
    lockOut: false,
  });
  const servers = [{ ...LOG_SERVER, address: '127.0.0.1' }];
  await send('PUT', '/api/remote-syslog', { enabled: true, servers });
  await send('PATCH', '/api/settings', {
    'Stentor.SIP.Port': await freePort(),
    'Stentor.SIP.TLSPort': await freePort(),
    'Stentor.SIP.Enabled': true,
    'Stentor.Network.CORS.Origins': 'https://intranet.example.com',
  });
  await send('POST', '/api/sip/accounts', ACCOUNT);
  await send('POST', '/api/actions/recordings.record', { seconds: 1, label: 'Gate' });
}
