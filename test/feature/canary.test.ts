import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import {
  type Canary,
  filesIn,
  foundIn,
  hashCanaries,
  keyCanaries,
  servedPaths,
  textsOf,
  withoutCertificates,
} from '../support/canaries.ts';
import { startStentor, type Stentor } from '../support/stentor.ts';

/** Restart, reset, or never end. */
const NOT_ASKED = /restart|factorydefault|receive\.cgi|transmit\.cgi|ws-data-stream|\/api\/(live|talk|board)/;
/** A network trace holds what it holds. */
const REPORTS = [
  '/axis-cgi/serverreport.cgi',
  '/axis-cgi/serverreport.cgi?mode=text',
  '/axis-cgi/serverreport.cgi?mode=zip',
  '/axis-cgi/serverreport.cgi?mode=zip_with_image',
  '/axis-cgi/serverreport.cgi?mode=tar_all',
  '/axis-cgi/debug/debug.tgz',
  '/axis-cgi/systemlog.cgi',
  '/axis-cgi/accesslog.cgi',
  '/axis-cgi/auditlog.cgi',
  '/api/logs/system',
  '/api/logs/access',
  '/api/logs/audit',
];
const EXPORTS = ['/axis-cgi/param.cgi?action=list', '/axis-cgi/param.cgi?action=listdefinitions&listformat=xmlschema'];

interface Kind {
  readonly type: string;
  readonly fields: readonly { name: string; needed: boolean; secret: boolean; schema: Record<string, unknown> }[];
}

describe('secrets', function () {
  this.timeout(120_000);
  let stentor: Stentor;
  const canaries: Canary[] = [];
  let paths: readonly string[] = [];
  const collector = createSocket('udp4');
  let collected = '';

  /** A secret like no other: what protocols write in their own way is in it as well. */
  const secret = (where: string): string => {
    const made = `Kanarie+${where.replaceAll(/[^a-z]/gi, '')}/&%${canaries.length}"x7Qv`;
    canaries.push({ where, secret: made });
    return made;
  };
  const send = async (method: string, path: string, body: unknown) => {
    const answer = await stentor.fetch(path, { method, body: JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text;
  };
  const soap = async (operation: string) => {
    const body = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><${operation} xmlns="http://www.axis.com/vapix/ws/action1"/></s:Body></s:Envelope>`;
    return (await stentor.fetch('/vapix/services', { method: 'POST', body })).text();
  };
  const json = async (path: string, method: string, params: object = {}) =>
    (await stentor.fetch(path, { method: 'POST', body: JSON.stringify({ apiVersion: '1.0', method, params }) })).text();

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    paths = await servedPaths();
    collector.on('message', message => (collected += `${message.toString()}\n`));
    await new Promise<void>(resolve => collector.bind(0, '127.0.0.1', resolve));
    const to = { address: '127.0.0.1', port: collector.address().port, protocol: 'UDP', format: 'RFC5424' };
    const servers = [{ ...to, severity: 'Debug', type: 'All', authority: '' }];
    await send('PUT', '/api/remote-syslog', { enabled: true, servers });
    const key = execFileSync('openssl', ['ecparam', '-genkey', '-name', 'prime256v1', '-noout'], { encoding: 'utf8' });
    canaries.push(...keyCanaries('the MQTT client’s key', key));

    await send('POST', '/api/accounts', { name: 'joe', password: secret('an account'), role: 'viewer' });
    const query = new URLSearchParams({
      action: 'add',
      user: 'eve',
      pwd: secret('an account over VAPIX'),
      grp: 'users',
      sgrp: 'viewer',
    });
    await (await stentor.fetch(`/axis-cgi/pwdgrp.cgi?${query.toString()}`)).text();

    await send('POST', '/api/ssh/accounts', { name: 'eva', password: secret('an SSH account'), comment: '' });
    const { kinds } = JSON.parse(await (await stentor.fetch('/api/recipients')).text()) as { kinds: Kind[] };
    assert.ok(kinds.length > 5);
    for (const [i, kind] of kinds.entries()) {
      const fields = Object.fromEntries(kind.fields.flatMap(field => fieldOf(kind.type, field, secret)));
      await send('POST', '/api/recipients', { name: `${kind.type} recipient`, type: kind.type, fields });
      await send('POST', `/api/recipients/${i}/test`, {});
    }

    await send('POST', '/api/sip/accounts', {
      name: 'desk',
      userId: '100',
      domain: '127.0.0.1',
      registrar: '127.0.0.1:9',
      password: secret('a SIP account'),
      registered: true,
    });
    await send('PUT', '/api/sip/turn-password', { password: secret('TURN') });
    await send('PATCH', '/api/mqtt', {
      client: {
        host: '127.0.0.1',
        port: 9,
        username: 'speaker',
        password: secret('MQTT'),
        clientKey: key,
        active: true,
      },
    });
    await send('PATCH', '/api/dot1x', {
      enabled: true,
      method: 'peap',
      identity: 'lobby',
      password: secret('802.1X'),
    });
    const srtpKey = 'c0ffee'.repeat(10);
    canaries.push({ where: 'a multicast source', secret: srtpKey });
    await send('POST', '/api/multicast', { name: 'Hall', address: '239.1.2.3', port: 5004, srtpKey });
    const stream = secret('a stream’s address').replaceAll(/[^\w+]/g, '');
    canaries.push({ where: 'a stream’s address', secret: stream });
    await send('PATCH', '/api/settings', {
      'Stentor.Audio.Stream.URL': `http://dj:${stream}@127.0.0.1:9/live`,
      'Stentor.SIP.Enabled': true,
    });

    const { token } = JSON.parse(await send('POST', '/api/tokens', { name: 'a program', role: 'viewer' })) as {
      token: string;
    };
    canaries.push({ where: 'an access token', secret: token });

    // Somebody who mistypes his own password, or types it where the name belongs.
    for (const [name, password] of [
      ['root', secret('a wrong password')],
      [secret('a name'), 'x'],
    ] as const) {
      const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
      assert.equal((await fetch(`${stentor.https}/api/status`, { headers: { authorization } })).status, 401);
    }
    const kept = await readFile(`${stentor.state}/ssh/accounts.json`, 'utf8');
    canaries.push({ where: 'the hash of an SSH account', secret: /\$6\$[^"]+/.exec(kept)![0] });
    canaries.push(...hashCanaries(await readFile(`${stentor.state}/users.json`, 'utf8')));
    canaries.push(...hashCanaries(await readFile(`${stentor.state}/tokens.json`, 'utf8')));
    const own = withoutCertificates(await readFile(`${stentor.state}/tls/self-signed.pem`, 'utf8'));
    canaries.push(...keyCanaries('the certificate’s key', own));
  });
  after(async () => {
    await stentor.stop();
    collector.close();
  });

  it('are really there, on the disk', async () => {
    const kept = await filesIn(stentor.state);
    const unkept = canaries.filter(({ secret: each, where }) => foundIn(kept, [{ where, secret: each }]).length === 0);
    // Passwords of accounts are kept as hashes, what was mistyped not at all.
    assert.deepEqual(
      unkept.map(({ where }) => where),
      [
        ...['an account', 'an account over VAPIX', 'an SSH account', 'a stream’s address', 'an access token'],
        ...['a wrong password', 'a name'],
      ],
    );
  });

  it('are in no report and in no log', async () => {
    for (const path of REPORTS) {
      const answer = await stentor.fetch(path);
      assert.equal(answer.status, 200, path);
      const texts = await textsOf(new Uint8Array(await answer.arrayBuffer()));
      assert.ok(texts.join('').length > 100, path);
      if (/report|debug/.test(path)) assert.match(texts.join(''), /Model: Stentor S1/, path);
      for (const text of texts) assert.deepEqual(foundIn(text, canaries), [], path);
    }
    assert.deepEqual(foundIn(stentor.output(), canaries), [], 'what the process prints');
    assert.match(collected, /wrong password for root/);
    assert.deepEqual(foundIn(collected, canaries), [], 'what is sent to a server for logs');
  });

  it('are in no answer that anything can be asked for', async () => {
    // A stream's address is shown with its password to those who set it.
    const secrets = canaries.filter(({ where }) => where !== 'a stream’s address');
    const asked = [...paths, ...EXPORTS].filter(path => !NOT_ASKED.test(path));
    assert.ok(asked.length > 40, String(asked.length));
    let answered = 0;
    for (const path of asked) {
      const answer = await stentor.fetch(path);
      if (answer.ok) answered += 1;
      for (const text of await textsOf(new Uint8Array(await answer.arrayBuffer()))) {
        assert.deepEqual(foundIn(text, secrets), [], path);
      }
    }
    assert.ok(answered > 30, `${answered} answers`);
    const more = [
      await send('POST', '/api/configuration/export', { personal: true }),
      await send('POST', '/api/configuration/export', { passphrase: 'nine lives of a cat' }),
      await soap('GetRecipientConfigurations'),
      await soap('GetActionConfigurations'),
      await json('/axis-cgi/mqtt/client.cgi', 'getClientStatus'),
      await (await stentor.fetch('/vapix/call', { method: 'POST', body: '{"axcall:GetSIPAccounts":{}}' })).text(),
      await (await stentor.fetch('/vapix/call', { method: 'POST', body: '{"axcall:GetSIPConfiguration":{}}' })).text(),
    ];
    assert.match(more[0] ?? '', /https recipient/);
    assert.match(more[2] ?? '', /https recipient/);
    assert.match(more[5] ?? '', /UserId/i);
    for (const text of more) assert.deepEqual(foundIn(text, secrets), [], text.slice(0, 200));
  });
});

/** Something that the field takes. */
function fieldOf(
  type: string,
  { name, needed, secret: isSecret, schema }: Kind['fields'][number],
  secret: (where: string) => string,
): readonly (readonly [string, string | number | boolean])[] {
  if (isSecret) {
    const made = secret(`${type} ${name}`);
    return [[name, made]];
  }
  const fixed: Readonly<Record<string, string>> = {
    url: `${type === 'https' ? 'https' : 'http'}://127.0.0.1:9/`,
    proxyHost: '127.0.0.1',
    username: 'speaker',
    login: 'speaker',
    host: '127.0.0.1',
    to: 'caretaker@example.org',
    from: 'speaker@example.org',
  };
  if (fixed[name] !== undefined) return [[name, fixed[name]]];
  if (name === 'port') return [[name, 9]];
  if (!needed) return [];
  const { enum: choices } = schema;
  return [[name, Array.isArray(choices) ? String(choices[0]) : 'x']];
}
