import { strict as assert } from 'node:assert';
import { type ChildProcess, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Certificate, ChangeDot1x, Dot1x } from '../../src/api/contract.ts';
import { type NetRoom, netRoom, noRoom } from '../support/net-room.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { eventually, PASSWORD } from '../support/stentor.ts';

const HELPERS = new URL('../../appliance/rootfs/usr/lib/stentor', import.meta.url).pathname;
const SPEAKER = '10.88.0.1';

/** The real process with the real wpa_supplicant; hostapd is the switch and its authentication server. */
describe('a speaker that a switch asks who it is (802.1X)', function () {
  this.timeout(60_000);
  let room: NetRoom;
  let speaker: Awaited<ReturnType<NetRoom['startSpeaker']>>;
  let began = false;
  let hostapd: ChildProcess | undefined;
  const ids: Record<string, string> = {};
  const at = (name: string) => join(room.folder, name);

  const api = async (method: string, path: string, body?: object) => {
    const data = body === undefined ? [] : ['--data', JSON.stringify(body)];
    const url = `https://${SPEAKER}/api/${path}`;
    const args = ['-sk', '-u', `root:${PASSWORD}`, '-X', method, ...data, '-w', '\n%{http_code}', url];
    const { text } = await room.run('speaker', 'curl', args);
    const cut = text.lastIndexOf('\n');
    const answer = text.slice(0, cut);
    return { status: Number(text.slice(cut + 1)), json: (answer === '' ? {} : JSON.parse(answer)) as unknown };
  };
  const state = async () => (await api('GET', 'dot1x')).json as Dot1x;
  const set = async (change: ChangeDot1x) => {
    const { status, json } = await api('PATCH', 'dot1x', change);
    assert.equal(status, 200, JSON.stringify(json));
  };
  const endSwitch = async () => {
    if (hostapd?.exitCode !== null) return;
    const ended = new Promise(resolve => hostapd?.once('exit', resolve));
    hostapd.kill('SIGTERM');
    await ended;
  };
  /** A new switch, which has not refused anybody yet: after a refusal it does not listen for a minute. */
  const startSwitch = async () => {
    await endSwitch();
    hostapd = room.inside('other', 'hostapd', [at('hostapd.conf')]);
    let said = '';
    hostapd.stdout?.on('data', (piece: Buffer) => (said += piece.toString()));
    await eventually('the switch works', () => said.includes('AP-ENABLED'));
    return { said: () => said };
  };
  /** Off, and on again with a switch that never met it. */
  const ask = async (change: ChangeDot1x) => {
    await set({ enabled: false });
    const { said } = await startSwitch();
    await set({ ...change, enabled: true });
    await eventually('the switch has decided', async () => /authenticated|failed/.test((await state()).status));
    return { ...(await state()), switchSaid: said() };
  };

  before(async function () {
    skipFor(this, missingPrograms('hostapd', 'wpa_supplicant', 'curl', 'openssl') ?? noRoom());
    room = netRoom({ speaker: `${SPEAKER}/24`, other: '10.88.0.2/24' });
    makeCertificates(room.folder);
    writeFileSync(at('users'), '"lobby" PEAP\n"lobby" MSCHAPV2 "correct horse" [2]\n"client" TLS\n"other" MD5 "x"\n');
    writeFileSync(
      at('hostapd.conf'),
      [
        'driver=wired',
        'interface=eth0',
        'ieee8021x=1',
        'eap_server=1',
        'use_pae_group_addr=1',
        `eap_user_file=${at('users')}`,
        `ca_cert=${at('site.pem')}`,
        `server_cert=${at('server.pem')}`,
        `private_key=${at('server.key')}`,
        '',
      ].join('\n'),
    );
    speaker = await room.startSpeaker({ serial: 'B827EB87F002', more: ['--helpers', HELPERS] });
    began = true;
    const query = `action=add&user=root&pwd=${PASSWORD.replace(' ', '%20')}&grp=root&sgrp=admin`;
    await room.run('speaker', 'curl', ['-sk', `https://${SPEAKER}/axis-cgi/pwdgrp.cgi?${query}`]);
    for (const name of ['client', 'stranger']) {
      const pem = ['pem', 'key'].map(end => readFileSync(at(`${name}.${end}`), 'utf8')).join('');
      ids[name] = ((await api('POST', 'certificates/upload', { name, pem })).json as Certificate).id;
    }
    for (const name of ['site', 'elsewhere']) {
      const pem = readFileSync(at(`${name}.pem`), 'utf8');
      ids[name] = ((await api('POST', 'certificates/authority', { name, pem })).json as Certificate).id;
    }
  });
  after(async () => {
    await endSwitch();
    // Skipped where there can be no room.
    if (!began) return;
    await speaker.stop();
    room.close();
  });

  it('says what it lacks', async () => {
    const wrong = async (change: ChangeDot1x) => {
      const { status, json } = await api('PATCH', 'dot1x', change);
      return [status, (json as { field?: string }).field];
    };
    assert.deepEqual(await wrong({ enabled: true }), [400, 'identity']);
    assert.deepEqual(await wrong({ enabled: true, identity: 'client' }), [400, 'certificate']);
    assert.deepEqual(await wrong({ enabled: true, identity: 'lobby', method: 'peap' }), [400, 'password']);
    assert.deepEqual(await wrong({ certificate: ids['site'] ?? '' }), [409, undefined]);
    assert.deepEqual(await wrong({ authorities: [ids['client'] ?? ''] }), [409, undefined]);
    assert.deepEqual(await wrong({ authorities: ['certificate-99'] }), [404, undefined]);
    assert.equal((await state()).status, 'stopped');
  });

  it('is let in by EAP-TLS', async () => {
    const settings = { method: 'tls', identity: 'client', certificate: ids['client'] ?? '', eapolVersion: 2 } as const;
    const { status, reason, switchSaid } = await ask({ ...settings, authorities: [ids['site'] ?? ''] });
    assert.deepEqual([status, reason], ['authenticated', '']);
    assert.match(switchSaid, /EAP-SUCCESS/);
  });

  it('keeps the certificates that it needs for it', async () => {
    for (const id of [ids['client'], ids['site']])
      assert.equal((await api('DELETE', `certificates/${id}`)).status, 409);
    const list = (await api('GET', 'certificates')).json as Certificate[];
    assert.deepEqual(list.find(({ id }) => id === ids['client'])?.usedBy, ['dot1x']);
  });

  it('is let in again after it died, and tells VAPIX so', async () => {
    await startSwitch();
    speaker.process.kill('SIGKILL');
    await new Promise(resolve => speaker.process.once('exit', resolve));
    speaker = await room.startSpeaker({ serial: 'B827EB87F002', state: speaker.state, more: ['--helpers', HELPERS] });
    await eventually('it is let in', async () => (await state()).status === 'authenticated');
    const url = `https://${SPEAKER}/axis-cgi/param.cgi?action=list&group=Network.Interface.I0.dot1x`;
    const { text } = await room.run('speaker', 'curl', ['-sk', '-u', `root:${PASSWORD}`, url]);
    assert.match(text, /I0\.dot1x\.Enabled=yes\n/);
    assert.match(text, /I0\.dot1x\.Status=Authorized\n/);
    assert.match(text, /I0\.dot1x\.EAPTLS\.Identity=client\n/);
  });

  it('refuses a switch whose authority it does not know', async () => {
    const { status, reason } = await ask({ authorities: [ids['elsewhere'] ?? ''] });
    assert.equal(status, 'failed');
    assert.match(reason, /^The server’s certificate is not trusted: .*certificate.* \(Site\)\.$/);
  });

  it('says that its own certificate was refused', async () => {
    const { status, reason } = await ask({ authorities: [ids['site'] ?? ''], certificate: ids['stranger'] ?? '' });
    assert.deepEqual([status, reason], ['failed', 'The server refused the identity or the client certificate.']);
  });

  it('is let in by EAP-PEAP, with either version', async () => {
    const peap = { method: 'peap', identity: 'lobby', password: 'correct horse' } as const;
    for (const version of [0, 1] as const) {
      const { status, reason } = await ask({ ...peap, peapVersion: version, peapLabel: version, eapolVersion: 3 });
      assert.deepEqual([status, reason], ['authenticated', '']);
    }
  });

  it('says that the password is wrong', async () => {
    const { status, reason } = await ask({ password: 'wrong horse' });
    assert.deepEqual([status, reason], ['failed', 'The identity or the password is wrong.']);
  });

  it('says that the server wants another method', async () => {
    const { status, reason } = await ask({ identity: 'other' });
    assert.equal(status, 'failed');
    assert.match(reason, /^The server proposes EAP-MD5, not EAP-PEAP, for this identity\.$/);
  });

  it('waits where nobody asks, and stops when it is told to', async () => {
    await endSwitch();
    await set({ enabled: false });
    await set({ enabled: true });
    assert.equal((await state()).status, 'connecting');
    await set({ enabled: false });
    assert.equal((await state()).status, 'stopped');
    await eventually('nobody is left', () => !runs('wpa_supplicant', room.names.speaker));
  });
});

/** Whether a program runs in a network namespace. */
function runs(program: string, name: string): boolean {
  const pids = execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }).trim().split('\n');
  return pids.some(pid => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === program;
    } catch {
      return false;
    }
  });
}

/** An authority of the site with a server and a client, and another one with a stranger. */
function makeCertificates(folder: string): void {
  const ssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  for (const [name, subject] of [
    ['site', '/CN=Site'],
    ['elsewhere', '/CN=Elsewhere'],
  ] as const) {
    ssl('req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', subject, '-days', '30');
  }
  for (const [name, ca] of [
    ['server', 'site'],
    ['client', 'site'],
    ['stranger', 'elsewhere'],
  ] as const) {
    ssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const by = ['-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial'];
    ssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`, '-days', '30');
  }
}
