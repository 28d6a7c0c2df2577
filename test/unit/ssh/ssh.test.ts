import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSsh } from '../../support/fake-ssh.ts';
import { fakeSettings } from '../../support/settings.ts';
import { SSH_PARAMS } from '../../../src/ssh/index.ts';

/** Lets what was asked for in the background happen. */
const settled = () => new Promise(resolve => setImmediate(resolve));

function rig() {
  const clock = new FakeClock();
  const { params } = fakeSettings({ clock, more: [...SSH_PARAMS] });
  const turn = async (on: boolean) => {
    await params.update({ 'Network.SSH.Enabled': on });
    await settled();
  };
  return { ...fakeSsh({ clock, params }), turn };
}

const EVA = { name: 'eva', password: 'open sesame', comment: 'Service' };

describe('the SSH server', () => {
  it('is stopped at the start where it is off: the setting is the truth', async () => {
    const { ssh, told } = rig();
    await ssh.start();
    assert.deepEqual(told, ['stop']);
  });

  it('starts behind its list, and ends when it is switched off', async () => {
    const { ssh, told, turn } = rig();
    await ssh.start();
    await ssh.add(EVA);
    told.length = 0;
    await turn(true);
    assert.deepEqual(told, ['write eva=hash-of-11', 'start']);
    assert.deepEqual(await ssh.state(), { state: 'active', problem: undefined });
    await turn(false);
    assert.equal(told.at(-1), 'stop');
  });

  it('goes on for the others where one is added; a new password and a removal end all sessions', async () => {
    const { ssh, told, turn } = rig();
    await ssh.start();
    await turn(true);
    told.length = 0;
    await ssh.add(EVA);
    await ssh.update('eva', { comment: 'Janitor' });
    await ssh.update('eva', { password: 'other' });
    await ssh.remove('eva');
    assert.deepEqual(told, ['write eva=hash-of-11', 'make', 'write eva=hash-of-5', 'restart', 'write', 'restart']);
  });

  it('keeps what was set where the system refuses, and says so', async () => {
    const { ssh, system, turn } = rig();
    await ssh.start();
    system.failing = true;
    await turn(true);
    await ssh.add(EVA);
    assert.deepEqual(await ssh.state(), { state: 'inactive', problem: 'the unit failed' });
    assert.equal(ssh.list().length, 1);
    system.failing = false;
    await turn(false);
    await turn(true);
    assert.deepEqual(await ssh.state(), { state: 'active', problem: undefined });
  });

  it('tells nobody a hash', async () => {
    const { ssh } = rig();
    await ssh.start();
    await ssh.add(EVA);
    assert.deepEqual(Object.keys(ssh.list()[0]!), ['id', 'comment', 'passwordSetAt']);
    assert.doesNotMatch(JSON.stringify([ssh.list(), ssh.get('eva')]), /hash/);
  });

  it('has twenty accounts at the most', async () => {
    const { ssh } = rig();
    await ssh.start();
    for (let i = 0; i < 20; i++) await ssh.add({ ...EVA, name: `eva${i}` });
    await assert.rejects(ssh.add(EVA), /there are 20 SSH accounts/);
  });
});
