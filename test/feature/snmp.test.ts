import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { systemClock } from '../../src/core/clock.ts';
import { freeUdpPort } from '../support/free-port.ts';
import { notifyRig } from '../support/notify-rig.ts';
import { until } from '../support/until.ts';

const COMMUNITY = 'c0mmunity';
const PASSWORD = 'long enough';
const PRIVACY = 'even longer';

describe('SNMP traps to snmptrapd', () => {
  const rig = notifyRig({ clock: systemClock });
  let folder: string;
  let daemon: ChildProcess;
  let port: number;
  let heard = '';

  before(async () => {
    await rig.start();
    folder = await mkdtemp(join(tmpdir(), 'stentor-snmp-'));
    port = await freeUdpPort();
    await writeFile(
      join(folder, 'snmptrapd.conf'),
      [
        `createUser hall SHA-256 "${PASSWORD}" AES "${PRIVACY}"`,
        'authUser log hall priv',
        `authCommunity log ${COMMUNITY}`,
      ].join('\n'),
    );
    const options = ['-f', '-Lo', '-On', '-C', '-c', join(folder, 'snmptrapd.conf'), `udp:127.0.0.1:${port}`];
    daemon = spawn('snmptrapd', options, { env: { ...process.env, SNMP_PERSISTENT_DIR: folder } });
    for (const stream of [daemon.stdout, daemon.stderr]) stream?.on('data', (text: Buffer) => (heard += String(text)));
    await until('NET-SNMP version is heard', () => heard.includes('NET-SNMP version'));
  });

  after(async () => {
    daemon.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const add = (name: string, fields: object) =>
    rig.notifier.recipients.add({ name, type: 'snmp', fields: { host: '127.0.0.1', port, ...fields } });
  const v3 = { username: 'hall', password: PASSWORD, privacyPassword: PRIVACY };

  it('is acknowledged over version 3, encrypted', async () => {
    await add('v3', { ...v3 });
    await rig.run('notify.snmp', { recipient: 'v3', message: 'Gate #n is open' });
    await until('Gate hall is open is heard', () => heard.includes('Gate hall is open'));
    assert.match(heard, /\.1\.3\.6\.1\.4\.1\.8072\.9999\.9999\.1/);
  });

  it('goes as inform and as trap over version 2c', async () => {
    await add('v2c', { version: 'v2c', community: COMMUNITY });
    await add('trap', { version: 'v2c', community: COMMUNITY, acknowledged: false });
    await rig.run('notify.snmp', { recipient: 'v2c', message: 'first' });
    await rig.run('notify.snmp', { recipient: 'trap', message: 'second' });
    await until('second is heard', () => heard.includes('second'));
    assert.match(heard, /first/);
  });

  it('says that the password is wrong, and shows it nowhere', async () => {
    const wrong = 'wrong password';
    const { passed, message, transcript } = await rig.notifier.test(
      { name: 'wrong', type: 'snmp', fields: { host: '127.0.0.1', port, ...v3, password: wrong } },
      undefined,
    );
    assert.deepEqual([passed, JSON.stringify(transcript).includes(wrong)], [false, false]);
    assert.match(message, /digest|acknowledgement/iu);
  });

  it('refuses fields that do not go together', async () => {
    for (const [fields, field] of [
      [{ version: 'v2c' }, 'community'],
      [{}, 'username'],
      [{ ...v3, password: 'short' }, 'password'],
      [{ ...v3, authentication: 'none' }, 'privacy'],
      [{ ...v3, privacyPassword: '' }, 'privacyPassword'],
    ] as const)
      await assert.rejects(add('bad', fields), { kind: 'invalid', field });
  });
});
