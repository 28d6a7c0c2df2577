import { strict as assert } from 'node:assert';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { FakeClock } from '../../support/fake-clock.ts';
import { notifyRig } from '../../support/notify-rig.ts';

const MAIL = { to: 'a@example.com, b@example.com', from: 'hall@example.com', host: 'mail.example.com' };

async function rig() {
  const made = notifyRig({ clock: new FakeClock() });
  await made.start();
  return made;
}

describe('recipients', () => {
  it('keep their secrets apart, in files that nobody else may read', async () => {
    const { notifier, folder } = await rig();
    const { recipients } = notifier;
    const added = await recipients.add({ name: 'Desk', type: 'email', fields: { ...MAIL, password: 'p4ss' } });
    assert.deepEqual(added.secrets, ['password']);
    assert.deepEqual(added.fields, { ...MAIL, port: 587, encryption: 'starttls', validateCertificate: true });
    assert.ok(!JSON.stringify(recipients.list()).includes('p4ss'));
    assert.ok(!(await readFile(join(folder, 'recipients.json'), 'utf8')).includes('p4ss'));
    for (const name of ['recipients.json', 'secrets.json'])
      assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600);
    await notifier.change('0', { name: 'Front desk' });
    assert.equal(recipients.reachable({}, '0').fields['password'], 'p4ss');
    const copy = await recipients.copy('0');
    assert.equal(copy.name, 'Front desk (copy)');
    assert.equal(recipients.reachable({}, copy.id).fields['password'], 'p4ss');
    await notifier.change('0', { fields: { password: '' } });
    assert.deepEqual(recipients.get('0').secrets, []);
    await notifier.remove(copy.id);
    assert.ok(!(await readFile(join(folder, 'secrets.json'), 'utf8')).includes('p4ss'));
  });

  it('say which field is wrong, and stay what they were', async () => {
    const { recipients } = (await rig()).notifier;
    const fieldOf = async (type: string, fields: Record<string, string | number>, name = 'New') => {
      try {
        await recipients.add({ name, type, fields });
      } catch (error) {
        return (error as { field?: string }).field;
      }
      return undefined;
    };
    assert.equal(await fieldOf('pigeon', {}), 'type');
    assert.equal(await fieldOf('email', MAIL, ' '), 'name');
    assert.equal(await fieldOf('email', { ...MAIL, to: '' }), 'to');
    assert.equal(await fieldOf('email', { ...MAIL, to: 'a@example.com; rm' }), 'to');
    assert.equal(await fieldOf('email', { ...MAIL, port: 70_000 }), 'port');
    assert.equal(await fieldOf('email', { ...MAIL, encryption: 'rot13' }), 'encryption');
    assert.equal(await fieldOf('email', { ...MAIL, colour: 'red' }), 'colour');
    assert.equal(await fieldOf('http', { url: 'ftp://example.com/' }), 'url');
    assert.equal(await fieldOf('http', { url: 'http://a:b@example.com/' }), 'url');
    assert.equal(await fieldOf('http', { url: 'http://example.com/', headers: 'Authorization: Basic x' }), 'headers');
    assert.equal(await fieldOf('http', { url: 'http://example.com/', headers: 'no header' }), 'headers');
    assert.equal(await fieldOf('sftp', { host: 'example.com' }), 'username');
    assert.deepEqual(recipients.list(), []);
    assert.equal(await fieldOf('email', MAIL), undefined);
    assert.equal(await fieldOf('email', MAIL), 'name');
  });

  it('are told apart by type', async () => {
    const made = await rig();
    await made.notifier.recipients.add({ name: 'Desk', type: 'email', fields: MAIL });
    await assert.rejects(made.run('notify.tcp', { recipient: 'Desk', message: 'x' }), /another type/);
    await assert.rejects(made.run('notify.tcp', { recipient: 'Nobody', message: 'x' }), /no recipient Nobody/);
    assert.deepEqual(made.notifier.queues(), []);
  });
});
