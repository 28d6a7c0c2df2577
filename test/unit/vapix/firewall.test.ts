import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Role } from '../../../src/core/role.ts';
import { fakeVapix } from '../../support/vapix.ts';

async function vapix() {
  const fake = fakeVapix();
  await fake.protection.firewall.start();
  const rest = async (request: string, data?: unknown, role: Role = 'admin') => {
    const [method = '', path = ''] = request.split(' ');
    const body = data === undefined ? '' : JSON.stringify({ data });
    const { status, text } = await fake.ask(`${method} /config/rest/firewall/v1${path}`, { role, body });
    return { status, json: JSON.parse(text) as { status: string; data?: unknown; error?: { code: number } } };
  };
  return { ...fake, rest };
}

const FILTER = { ruleType: 'FILTER', filter: { policy: 'DROP' } };
const LIMIT = { amount: 20, period: 'MINUTE', unit: 'NEWCONNECTIONS', burst: 10 };
/** As the API's documentation has them. */
const RULES = [
  { ...FILTER, ipRange: { start: '192.168.2.10', end: '192.168.2.128' }, tcpPort: 80 },
  { ...FILTER, ip: '192.168.0.14', udpPort: 80, filter: { policy: 'ACCEPT' } },
  { ...FILTER, portRange: { portType: 'UDP', start: 161, end: 162 } },
  { ...FILTER, mac: '00:1B:63:84:45:E6', port: { portType: 'BOTH', portNum: 22 } },
  { ruleType: 'LIMIT', pktType: 'MULTICAST', limit: LIMIT },
];

describe('/config/rest/firewall/v1', () => {
  it('is off at first', async () => {
    const { rest } = await vapix();
    const rules = {
      activeRules: [],
      activeDefaultPolicy: 'ACCEPT',
      pendingRules: [],
      pendingDefaultPolicy: null,
      testTimeLeft: 0,
    };
    assert.deepEqual((await rest('GET ')).json.data, { activated: false, conf: { rules } });
    assert.equal((await rest('GET /activated')).json.data, false);
  });

  it('shows rules as they were set', async () => {
    const { rest } = await vapix();
    await rest('PATCH /activated', true);
    const { json } = await rest('POST /conf/setRules', { rules: RULES, fallbackTime: 0, defaultPolicy: 'DROP' });
    assert.deepEqual(json, { status: 'success' });
    const shown = (await rest('GET /conf/rules/activeRules')).json.data as Record<string, unknown>[];
    const set = shown.map(rule => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null)));
    assert.deepEqual(set, RULES);
    assert.equal((await rest('GET /conf/rules/activeDefaultPolicy')).json.data, 'DROP');
  });

  it('tests, confirms, and goes back', async () => {
    const { rest, clock } = await vapix();
    await rest('PATCH /activated', true);
    const set = { rules: RULES.slice(0, 1), fallbackTime: 30, defaultPolicy: 'ACCEPT' };
    await rest('POST /conf/setRules', set);
    interface Shown {
      readonly activeRules: unknown[];
      readonly pendingRules: unknown[];
      readonly testTimeLeft: number;
    }
    const rules = async () => (await rest('GET /conf/rules')).json.data as Shown;
    const count = ({ activeRules, pendingRules, testTimeLeft }: Shown) => [
      activeRules.length,
      pendingRules.length,
      testTimeLeft,
    ];
    assert.deepEqual(count(await rules()), [1, 1, 30]);
    await clock.advance(30_000);
    assert.deepEqual(count(await rules()), [0, 1, 0]);
    await rest('POST /conf/clearPendingRules', {});
    assert.deepEqual(count(await rules()), [0, 0, 0]);
    await rest('POST /conf/setRules', set);
    await rest('POST /conf/confirmRules', {});
    assert.deepEqual(count(await rules()), [1, 0, 0]);
  });

  it('says by the API’s numbers what is wrong', async () => {
    const { rest } = await vapix();
    const code = async (rule: object, more: object = {}) => {
      const data = { rules: [{ ...FILTER, ...rule }], fallbackTime: 0, defaultPolicy: 'ACCEPT', ...more };
      const { status, json } = await rest('POST /conf/setRules', data);
      return [status, json.error?.code];
    };
    assert.deepEqual(await code({}, { fallbackTime: 30 }), [400, 103]);
    assert.deepEqual(await code({ ip: '10.0.0.256' }), [400, 100]);
    assert.deepEqual(await code({ ip: '10.0.0.1', ipRange: { start: '10.0.0.1', end: '10.0.0.2' } }), [400, 101]);
    assert.deepEqual(await code({ portRange: { portType: 'TCP', start: 90, end: 80 } }), [400, 104]);
    assert.deepEqual(await code({ tcpPort: 80, udpPort: 80 }), [400, 103]);
    assert.deepEqual(await code({ filter: null }), [400, 103]);
    assert.deepEqual(await code({ pktType: 'EVERY' }), [400, 103]);
    assert.deepEqual((await rest('POST /conf/confirmRules', {})).json.error?.code, 103);
    assert.equal((await rest('GET ', undefined, 'operator')).status, 403);
  });
});
