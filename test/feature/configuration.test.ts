import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import type { ConfigurationOutlook, Problem, Setting } from '../../src/api/contract.ts';
import { furnishEvents } from '../support/furnish-events.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const run = promisify(execFile);
const path = (relative: string) => new URL(relative, import.meta.url).pathname;
const PASSPHRASE = 'nine lives of a cat';
const SRTP_KEY = 'c0ffee'.repeat(10);

const LOG_SERVER = {
  address: '127.0.0.1',
  port: 9,
  protocol: 'UDP',
  format: 'RFC5424',
  severity: 'Error',
  type: 'Audit',
  authority: '',
};

/** Settings that are facets of what other parts hold. */
const KEPT_BY_OTHERS = /^(Network\.|Time\.|HTTPS\.Port|System\.(BoaPort|HTTPSPort)|Stentor\.Network\.)/;

/** Each program text that keeps a file of state, and where that is in a document, or why it is in none. */
const STATE: Readonly<Record<string, string>> = {
  'appliance.ts': 'settings',
  'audio/domain.ts': 'clips, multicast; held.json is what rules hold now',
  'certificates/domain.ts': 'not: private keys do not leave the speaker',
  'diagnostics/syslog/remote-syslog.ts': 'remoteSyslog',
  'dot1x/domain.ts': 'dot1x',
  'firewall/domain.ts': 'firewall; what is tested is not kept',
  'mqtt/domain.ts': 'mqtt',
  'notify/domain.ts': 'recipients',
  'rules/domain.ts': 'rules, virtualInputs',
  'schedules/domain.ts': 'schedules, holidays; seen.json is a time',
  'sip/domain.ts': 'sip',
  'speakertest/store.ts': 'not: what the speaker learned about its own room',
  'ssh/domain.ts': 'not: accounts of the operating system',
  'system/domain.ts': 'time, network; not accounts: their hashes are of the realm of one speaker',
  'system/factory-reset.ts': 'settings',
  'upgrade/domain.ts': 'not: which release runs',
  'upgrade/virtual-slots.ts': 'not: which release runs',
  'vapix/actions/service.ts': 'not: what VAPIX remembers of rules, which hold their actions themselves',
};

type Document = Record<string, unknown> & { settings: Record<string, unknown>; rules: Record<string, unknown>[] };

describe('the configuration as a document', function () {
  this.timeout(120_000);
  let one: Stentor;
  let other: Stentor;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'configuration-'));
    [one, other] = await Promise.all([startStentor(), startStentor()]);
    await Promise.all([one.setUp(), other.setUp()]);
    await furnishEvents(one);
    await send(one, 'POST', '/api/recipients', {
      name: 'Guard',
      type: 'http',
      fields: { url: 'http://127.0.0.1:9/', username: 'speaker', password: 'a-recipient-s-password' },
    });
    await send(one, 'POST', '/api/multicast', { name: 'Hall', address: '239.1.2.3', port: 5004, srtpKey: SRTP_KEY });
    await send(one, 'POST', '/api/sip/accounts', { name: 'Desk', userId: '100', password: 'a-SIP-password' });
    await send(one, 'PUT', '/api/sip/turn-password', { password: 'a-TURN-password' });
    await send(one, 'PATCH', '/api/mqtt', { client: { host: '127.0.0.1', port: 9, password: 'an-MQTT-password' } });
    await send(one, 'PATCH', '/api/settings', {
      'AudioSource.A0.OutputGain': -6,
      'Stentor.Audio.Stream.URL': 'http://dj:stream-password@127.0.0.1:9/live',
    });
    await send(one, 'PUT', '/api/remote-syslog', { enabled: true, servers: [LOG_SERVER] });
    await send(one, 'PATCH', '/api/dot1x', { method: 'peap', identity: 'speaker', password: 'an-802.1X-password' });
    await send(one, 'PATCH', '/api/time', { zone: 'Europe/Berlin' });
  });
  after(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function send<T>(stentor: Stentor, method: string, at: string, body: unknown): Promise<T> {
    const answer = await stentor.fetch(at, { method, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const exportOf = (stentor: Stentor, wish: object = {}) =>
    send<Document>(stentor, 'POST', '/api/configuration/export', wish);
  const diff = (stentor: Stentor, document: unknown, more: object = {}) =>
    send<ConfigurationOutlook>(stentor, 'POST', '/api/configuration/diff', { document, ...more });
  const apply = (stentor: Stentor, document: unknown, more: object = {}) =>
    send<ConfigurationOutlook>(stentor, 'POST', '/api/configuration/apply', { document, ...more });
  async function refusal(stentor: Stentor, document: unknown, more: object = {}): Promise<Problem> {
    const body = JSON.stringify({ document, ...more });
    const answer = await stentor.fetch('/api/configuration/apply', { method: 'POST', body });
    assert.ok(answer.status >= 400, `${answer.status}`);
    return (await answer.json()) as Problem;
  }
  const SECRETS = [
    'a-recipient-s-password',
    'a-SIP-password',
    'a-TURN-password',
    'an-MQTT-password',
    'an-802.1X-password',
    SRTP_KEY,
  ];
  const clear = (text: string) => [...SECRETS, 'stream-password'].filter(secret => text.includes(secret));

  it('holds every setting that somebody can set', async () => {
    const settings = (await (await one.fetch('/api/settings')).json()) as Setting[];
    const document = await exportOf(one);
    const missing = settings
      .filter(({ path: at, writable }) => writable && !(at in document.settings) && !KEPT_BY_OTHERS.test(at))
      .map(({ path: at }) => at);
    // Secret, and left out: it has a password in it.
    assert.deepEqual(missing, ['Stentor.Audio.Stream.URL']);
  });

  it('knows of every file of state', async () => {
    const source = path('../../src');
    const names = (await readdir(source, { recursive: true })).filter(name => name.endsWith('.ts'));
    const keepers = [];
    for (const name of names) if (/new JsonFile\b/.test(await readFile(join(source, name), 'utf8'))) keepers.push(name);
    assert.deepEqual(keepers.sort(), Object.keys(STATE).sort());
    const document = await exportOf(one, { personal: true });
    const told = Object.values(STATE).flatMap(words =>
      words.startsWith('not') ? [] : (words.split(';')[0] ?? '').split(', '),
    );
    assert.deepEqual(
      [...new Set(told)].filter(part => !(part in document)),
      [],
    );
  });

  it('holds no secret in clear, with a passphrase or without', async () => {
    for (const wish of [{}, { personal: true }, { passphrase: PASSPHRASE }]) {
      const document = await exportOf(one, wish);
      assert.deepEqual(clear(JSON.stringify(document)), []);
      assert.equal('secrets' in document, 'passphrase' in wish);
    }
  });

  it('is the same text each time', async () => {
    const [first, second] = [await exportOf(one), await exportOf(one)];
    assert.equal(JSON.stringify(first), JSON.stringify(second));
  });

  it('says which secrets a document without them lacks', async () => {
    const { notes } = await diff(other, await exportOf(one));
    const lacks = notes.filter(note => note.includes('leaves out a secret')).join('\n');
    for (const pointer of ['/recipients/Guard/fields/password', '/sip/turnPassword', '/multicast/Hall/srtpKey'])
      assert.ok(lacks.includes(pointer), lacks);
    assert.deepEqual((await diff(one, await exportOf(one))).notes, []);
  });

  it('makes another speaker like the first, secrets included', async () => {
    const document = await exportOf(one, { passphrase: PASSPHRASE });
    const { changes, notes } = await diff(other, document, { passphrase: PASSPHRASE });
    const texts = changes.map(({ part, text }) => `${part}: ${text}`);
    for (const text of [
      'Settings: Output gain: 0 dB → −6 dB',
      'Recipients: “Guard”',
      'Rules: “Announce the gate”',
      'Virtual inputs: 3: none → Gate',
      'Time: zone: none → Europe/Berlin',
      'Remote system log: servers › “#1”',
    ])
      assert.ok(texts.includes(text), `${text} is not in\n${texts.join('\n')}`);
    assert.deepEqual(clear(texts.join('\n')), []);
    assert.match(notes.join(), /the audio clip Doorbell\.wav is not on this speaker/);

    await apply(other, document, { passphrase: PASSPHRASE });
    assert.deepEqual((await diff(other, document, { passphrase: PASSPHRASE })).changes, []);
    const copy = await exportOf(other);
    const original = await exportOf(one);
    assert.deepEqual({ ...copy, from: 0, clips: 0, omitted: 0 }, { ...original, from: 0, clips: 0, omitted: 0 });
    const secrets = await readFile(`${other.state}/notify/secrets.json`, 'utf8');
    assert.match(secrets, /a-recipient-s-password/);
    assert.match(await readFile(`${other.state}/sip/secrets.json`, 'utf8'), /a-SIP-password[\s\S]*a-TURN-password/);
  });

  it('keeps the ids of what has the same name, so that rules still mean it', async () => {
    const before = (await (await one.fetch('/api/rules')).json()) as { rules: { id: string; action: object }[] };
    const document = await exportOf(one);
    document.rules.reverse();
    const { changes } = await apply(one, document);
    assert.deepEqual(
      changes.map(({ text }) => text),
      ['order'],
    );
    const now = (await (await one.fetch('/api/rules')).json()) as typeof before;
    assert.deepEqual(now.rules, [...before.rules].reverse());
    // The secrets that the document does not tell are those that the speaker has.
    assert.match(await readFile(`${one.state}/notify/secrets.json`, 'utf8'), /a-recipient-s-password/);
  });

  it('is refused as a whole, with the way to what is wrong', async () => {
    const document = await exportOf(one);
    const good = { ...document, settings: { 'AudioSource.A0.OutputGain': -12 } };
    const [rule] = document.rules;
    const cases: readonly [unknown, RegExp, string | undefined][] = [
      [[], /a configuration is a JSON object/, 'document'],
      [{ ...good, format: 'x' }, /format must be/, 'format'],
      [{ ...good, version: 2 }, /of version 2/, 'version'],
      [{ ...good, rulez: [] }, /no part rulez/, 'rulez'],
      [{ ...good, settings: { 'A.B': 1 } }, /no setting A\.B/, 'settings.A.B'],
      [{ ...good, settings: { 'AudioSource.A0.OutputGain': 1e9 } }, /must be <=/, 'settings.AudioSource.A0.OutputGain'],
      [{ ...good, rules: [rule, { ...rule, wait: -1 }] }, /wait must be >= 0/, 'rules.1.wait'],
      [{ ...good, rules: [{ ...rule, colour: 'red' }] }, /colour is not known/, 'rules.0.colour'],
      [{ ...good, rules: 'all' }, /rules must be array/, 'rules'],
      [{ ...good, recipients: [{ name: 'x', type: 'fax', fields: {} }] }, /no type fax/, 'recipients.0.type'],
      [{ ...good, sip: { accounts: [] } }, /there must be an account/, 'sip.accounts.'],
      [
        { ...good, remoteSyslog: { enabled: true, servers: [{ ...LOG_SERVER, authority: 'Other house' }] } },
        /no certificate “Other house”: add it first/,
        'remoteSyslog.servers.0.authority',
      ],
      [{ ...good, dot1x: { certificate: 'Gate' } }, /no certificate “Gate”/, 'dot1x.certificate'],
      [{ ...good, firewall: { activated: true, policy: 'reject', rules: [] } }, /policy must be/, 'firewall.policy'],
      [{ ...good, speakers: { lobby: {} } }, /the document is for lobby/, 'speakers'],
    ];
    for (const [wrong, message, field] of cases) {
      const problem = await refusal(one, wrong);
      assert.match(problem.message, message);
      assert.equal(problem.field, field, problem.message);
    }
    assert.match((await refusal(one, good, { passphrase: PASSPHRASE })).message, /holds no secrets/);
    const shut = await exportOf(one, { passphrase: PASSPHRASE });
    assert.match((await refusal(one, shut, { passphrase: 'another passphrase' })).message, /passphrase is wrong/);
    assert.equal((await exportOf(one)).settings['AudioSource.A0.OutputGain'], -6);
  });

  it('undoes all where a step fails', async () => {
    const document = await exportOf(one, { personal: true });
    // The last step: another device of the virtual network has the address.
    const network = { ipv4: { mode: 'static', address: '192.168.0.66', prefix: 24 } };
    const wanted = { ...document, settings: { 'AudioSource.A0.OutputGain': -12 }, rules: [], network };
    const problem = await refusal(one, wanted);
    assert.match(problem.message, /another device has the address/);
    assert.deepEqual(await exportOf(one, { personal: true }), document);
    assert.deepEqual(await readdir(`${one.state}/configuration`), []);
  });

  it('is for the speakers that it names, with what is theirs alone', async () => {
    const { serialNumber } = (await exportOf(one))['from'] as { serialNumber: string };
    const speakers = { lobby: {}, [serialNumber]: { settings: { 'AudioSource.A0.OutputGain': -3 } } };
    const head = { format: 'stentor-configuration', version: 1 };
    const { changes } = await diff(one, { ...head, settings: { 'AudioSource.A0.OutputGain': -9 }, speakers });
    assert.deepEqual(
      changes.map(({ text }) => text),
      ['Output gain: −6 dB → −3 dB'],
    );
  });

  it('is written, compared and put in place by a command', async () => {
    const file = join(folder, 'speaker.json');
    const config = async (what: string, more: readonly string[] = ['--insecure']) => {
      const env = { ...process.env, STENTOR_PASSWORD: PASSWORD, NODE_TLS_REJECT_UNAUTHORIZED: '1' };
      const command = ['--import', 'tsx', path('../../scripts/config.ts'), what, one.https, file, ...more];
      return run(process.execPath, command, { env }).then(
        ({ stdout }) => ({ code: 0, text: stdout }),
        (error: unknown) => {
          const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
          return { code, text: stdout + stderr };
        },
      );
    };
    assert.deepEqual(await config('export'), { code: 0, text: '' });
    assert.deepEqual(await config('diff'), { code: 0, text: 'Nothing changes.\n' });
    const document = JSON.parse(await readFile(file, 'utf8')) as Document;
    document.settings['AudioSource.A0.OutputGain'] = -10;
    await writeFile(file, JSON.stringify(document));
    const line = '  Settings: Output gain: −6 dB → −10 dB\n';
    assert.deepEqual(await config('diff'), { code: 2, text: line });
    assert.deepEqual(await config('apply'), { code: 0, text: line });
    assert.deepEqual(await config('confirm'), { code: 1, text: 'no rules are tested\n' });
    assert.match((await config('diff', [])).text, /certificate/);
    const certificates = (await (await one.fetch('/api/certificates')).json()) as { facts: { fingerprint: string } }[];
    const fingerprint = certificates[0]?.facts.fingerprint ?? '';
    assert.deepEqual(await config('diff', ['--fingerprint', fingerprint]), { code: 0, text: 'Nothing changes.\n' });
    assert.match((await config('diff', ['--fingerprint', 'AA'.repeat(32)])).text, /is another one/);
  });
});

describe('a configuration that was being put in place when the power went', function () {
  this.timeout(60_000);

  it('is undone at the next start', async () => {
    const state = await mkdtemp(join(tmpdir(), 'half-'));
    let stentor = await startStentor({ state });
    await stentor.setUp();
    await stentor.stop();
    const before = { settings: { 'AudioSource.A0.OutputGain': -20 }, virtualInputs: { 7: 'Yard' } };
    await mkdir(`${state}/configuration`, { recursive: true });
    await writeFile(`${state}/configuration/undo.json`, JSON.stringify(before));
    stentor = await startStentor({ state });
    try {
      await eventually('it is undone', async () => (await readdir(`${state}/configuration`)).length === 0);
      const document = (await (await stentor.fetch('/api/configuration')).json()) as Document;
      assert.equal(document.settings['AudioSource.A0.OutputGain'], -20);
      assert.deepEqual(document['virtualInputs'], { 7: 'Yard' });
    } finally {
      await stentor.stop();
      await rm(state, { recursive: true, force: true });
    }
  });
});
