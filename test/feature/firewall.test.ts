import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Firewall, FirewallRule } from '../../src/api/contract.ts';
import { type NetRoom, netRoom, noRoom } from '../support/net-room.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { EVERYTHING } from '../support/firewall-rule.ts';
import { eventually, PASSWORD } from '../support/stentor.ts';

const HELPERS = new URL('../../appliance/rootfs/usr/lib/stentor', import.meta.url).pathname;
const SPEAKER = '10.87.0.1';
const OTHER = '10.87.0.2';

const RULE: FirewallRule = { action: 'drop', ...EVERYTHING };
const tcp = (port: number): Partial<FirewallRule> => ({ protocol: 'tcp', firstPort: port, lastPort: port });

/** The real process, the kernel's own packet filter, and somebody at the other end of a cable. */
describe('the firewall of a speaker', function () {
  this.timeout(60_000);
  let room: NetRoom;
  let speaker: Awaited<ReturnType<NetRoom['startSpeaker']>>;
  let began = false;

  const start = async (state?: string) => {
    const more = ['--helpers', HELPERS];
    speaker = await room.startSpeaker({ serial: 'B827EB87F001', more, ...(state === undefined ? {} : { state }) });
  };
  const die = async () => {
    speaker.process.kill('SIGKILL');
    await new Promise(resolve => speaker.process.once('exit', resolve));
  };
  /** What curl says from one end, with the status in its last line. */
  const curl = async (end: 'speaker' | 'other', ...args: readonly string[]) => {
    const all = ['-sk', '--connect-timeout', '1', '-m', '20', '-w', '\n%{http_code}', ...args];
    const { text } = await room.run(end, 'curl', all);
    const cut = text.lastIndexOf('\n');
    return { status: Number(text.slice(cut + 1)), text: text.slice(0, cut) };
  };
  const reaches = async (url: string, end: 'speaker' | 'other' = 'other') => (await curl(end, url)).status !== 0;
  const api = async (method: string, path: string, body?: object, end: 'speaker' | 'other' = 'other') => {
    const host = end === 'other' ? SPEAKER : '127.0.0.1';
    const data = body === undefined ? [] : ['--data', JSON.stringify(body)];
    const { status, text } = await curl(
      end,
      ...['-u', `root:${PASSWORD}`, '-X', method, ...data, `https://${host}/api/firewall${path}`],
    );
    return { status, json: (text === '' ? {} : JSON.parse(text)) as Firewall & { message?: string; field?: string } };
  };
  const put = (
    rules: readonly Partial<FirewallRule>[],
    { policy = 'accept', testS = 0, ...more }: { policy?: string; testS?: number; lockOut?: boolean } = {},
  ) =>
    api('PUT', '', { plan: { activated: true, policy, rules: rules.map(r => ({ ...RULE, ...r })) }, testS, ...more });
  const HTTP = `http://${SPEAKER}/`;
  const HTTPS = `https://${SPEAKER}/`;
  /** A server beside the speaker, which lives on when that one dies. */
  const BESIDE = `http://${SPEAKER}:8000/`;

  before(async function () {
    skipFor(this, missingPrograms('nft', 'curl', 'python3') ?? noRoom());
    room = netRoom({ speaker: `${SPEAKER}/24`, other: `${OTHER}/24` });
    writeFileSync(join(room.folder, 'index.html'), 'beside');
    for (const end of ['speaker', 'other'] as const) {
      room.inside(end, 'python3', ['-m', 'http.server', '8000', '--bind', '::', '--directory', room.folder]);
    }
    await start();
    began = true;
    await curl(
      'speaker',
      `https://127.0.0.1/axis-cgi/pwdgrp.cgi?action=add&user=root&pwd=${PASSWORD.replace(' ', '%20')}&grp=root&sgrp=admin`,
    );
    await eventually('the servers answer', () => reaches(BESIDE));
  });
  after(async () => {
    // Skipped where there can be no room.
    if (!began) return;
    await speaker.stop();
    room.close();
  });

  it('lets everybody in at first', async () => {
    assert.deepEqual([await reaches(HTTP), await reaches(HTTPS)], [true, true]);
    assert.deepEqual((await api('GET', '')).json, { plan: { activated: false, policy: 'accept', rules: [] } });
  });

  it('keeps a source out of a port while a rule is tested, and lets it in again by itself', async () => {
    const { status, json } = await put([{ ...tcp(80), source: `${OTHER}/32` }], { testS: 3 });
    assert.deepEqual([status, json.plan.activated, json.test?.plan.rules.length], [200, false, 1]);
    assert.deepEqual([await reaches(HTTP), await reaches(HTTPS)], [false, true]);
    await eventually('it is open again', () => reaches(HTTP));
    const later = (await api('GET', '')).json;
    assert.deepEqual([later.test, later.plan.rules, later.pending?.rules.length], [undefined, [], 1]);
  });

  it('goes back even where the supervisor dies and never returns', async () => {
    await put([tcp(8000)], { testS: 4 });
    assert.equal(await reaches(BESIDE), false);
    await die();
    await eventually('the kernel has forgotten the test', () => reaches(BESIDE));
    assert.equal(await reaches(HTTP), false, 'there is no supervisor');
  });

  it('goes back at once where the supervisor starts anew', async () => {
    await start(speaker.state);
    await put([tcp(8000)], { testS: 300 });
    assert.equal(await reaches(BESIDE), false);
    await die();
    await start(speaker.state);
    assert.equal(await reaches(BESIDE), true);
  });

  it('keeps what is confirmed, over a restart too', async () => {
    await put([tcp(8000)], { testS: 300 });
    const { status, json } = await api('POST', '/confirm');
    assert.deepEqual([status, json.plan.rules.length, json.test, json.pending], [200, 1, undefined, undefined]);
    await die();
    await start(speaker.state);
    assert.deepEqual([await reaches(BESIDE), await reaches(HTTP)], [false, true]);
    assert.equal((await api('POST', '/confirm')).status, 409);
  });

  it('warns whoever would lock himself out, and does it where he wants to', async () => {
    const { status, json } = await put([tcp(443)]);
    assert.deepEqual([status, json.field], [409, 'asker']);
    assert.match(json.message ?? '', new RegExp(`^rule 1 would lock you out: you come from ${OTHER} to port 443`));
    assert.match((await put([], { policy: 'drop' })).json.message ?? '', /^the default policy would lock you out/);
    const { stdout } = { stdout: (await room.run('other', 'cat', ['/sys/class/net/eth0/address'])).text.trim() };
    assert.match((await put([{ mac: stdout }])).json.message ?? '', /^rule 1 would lock you out/);
    assert.equal(await reaches(BESIDE), false, 'nothing was changed');

    // The answer still comes: what is under way is cut off with the next packet.
    await put([], { policy: 'drop', testS: 3, lockOut: true });
    assert.equal(await reaches(HTTPS), false);
    assert.equal(await reaches('https://127.0.0.1/', 'speaker'), true, 'from itself it is always reached');
    await eventually('he is in again', () => reaches(HTTPS));
  });

  it('lets answers in, and what a network needs to work, where all else is denied', async () => {
    await put(
      [tcp(443)].map(rule => ({ ...rule, action: 'accept' as const })),
      { policy: 'drop' },
    );
    assert.equal(await reaches(HTTP), false);
    assert.equal(await reaches(`http://${OTHER}:8000/`, 'speaker'), true, 'the speaker asks others');
    const { text } = await room.run('speaker', 'ip', ['-6', '-o', 'addr', 'show', 'dev', 'eth0', 'scope', 'link']);
    const linkLocal = /fe80:[0-9a-f:]+/.exec(text)?.[0] ?? '';
    for (const end of ['speaker', 'other'] as const) await room.run(end, 'ip', ['neigh', 'flush', 'dev', 'eth0']);
    assert.equal(await reaches(`https://[${linkLocal}%25eth0]/`), true, 'neighbours are found by IPv6');
  });

  it('fits subnets, ranges, both protocols, MAC addresses and kinds of packets', async () => {
    const mac = (await room.run('other', 'cat', ['/sys/class/net/eth0/address'])).text.trim();
    const beside = (rule: Partial<FirewallRule>) => put([{ ...tcp(8000), ...rule }]).then(() => reaches(BESIDE));
    assert.equal(await beside({ source: '10.87.0.0/24' }), false);
    assert.equal(await beside({ source: '10.86.0.0/24' }), true);
    assert.equal(await beside({ source: '10.87.0.1 - 10.87.0.3' }), false);
    assert.equal(await beside({ source: '2001:db8::/32' }), true);
    assert.equal(await beside({ protocol: 'both', firstPort: 7000, lastPort: 9000 }), false);
    assert.equal(await beside({ protocol: 'udp' }), true);
    assert.equal(await beside({ mac }), false);
    assert.equal(await beside({ mac: '00:00:5E:00:53:01' }), true);
    assert.equal(await beside({ traffic: 'multicast' }), true);
    assert.equal(await beside({ traffic: 'unicast' }), false);
  });

  it('tests what comes in a configuration, until it is confirmed', async () => {
    await put([]);
    const firewall = { activated: true, policy: 'accept', rules: [{ ...RULE, ...tcp(8000) }] };
    const document = { format: 'stentor-configuration', version: 1, firewall };
    const url = `https://${SPEAKER}/api/configuration/apply`;
    const { text } = await curl('other', '-u', `root:${PASSWORD}`, '--data', JSON.stringify({ document }), url);
    assert.match(text, /tested for 120 s/);
    const { plan, test } = (await api('GET', '')).json;
    assert.deepEqual([plan.rules, test?.plan.rules, await reaches(BESIDE)], [[], firewall.rules, false]);
    assert.equal((await api('POST', '/confirm')).status, 200);
    assert.deepEqual((await api('GET', '')).json.plan, firewall);
    await put([]);
    assert.equal(await reaches(BESIDE), true);
  });

  it('lets only so many new connections in', async () => {
    const limit = { amount: 1, period: 'day', unit: 'connections', burst: 2 } as const;
    await put([{ ...tcp(8000), action: 'limit', limit }]);
    assert.deepEqual([await reaches(BESIDE), await reaches(BESIDE), await reaches(BESIDE)], [true, true, false]);
    assert.equal(await reaches(HTTP), true);
  });

  it('speaks VAPIX, and says by number what is wrong', async () => {
    const rest = async (method: string, path: string, data?: unknown) => {
      const body = data === undefined ? [] : ['--data', JSON.stringify({ data })];
      const url = `https://${SPEAKER}/config/rest/firewall/v1${path}`;
      const { text } = await curl('other', '-u', `root:${PASSWORD}`, '-X', method, ...body, url);
      return JSON.parse(text) as { status: string; data?: Record<string, unknown>; error?: { code: number } };
    };
    const rule = { ruleType: 'FILTER', ipRange: { start: '10.87.0.2', end: '10.87.0.9' }, tcpPort: 8000 };
    const set = { rules: [{ ...rule, filter: { policy: 'DROP' } }], fallbackTime: 300, defaultPolicy: 'ACCEPT' };
    assert.deepEqual(await rest('POST', '/conf/setRules', set), { status: 'success' });
    assert.equal(await reaches(BESIDE), false);
    assert.equal(((await rest('GET', '/conf/rules')).data?.['testTimeLeft'] as number) > 0, true);
    assert.deepEqual(await rest('POST', '/conf/clearPendingRules', {}), { status: 'success' });
    assert.equal((await rest('GET', '/conf/rules/testTimeLeft')).data, 0);
    await rest('PATCH', '/activated', false);
    assert.equal(await reaches(BESIDE), true);
    assert.equal((await rest('POST', '/conf/setRules', set)).error?.code, 103);
    const wrong = { ...set, fallbackTime: 0, rules: [{ ...set.rules[0], ipRange: null, ip: '10.87.0.256' }] };
    assert.equal((await rest('POST', '/conf/setRules', wrong)).error?.code, 100);
  });
});
