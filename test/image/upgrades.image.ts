import assert from 'node:assert/strict';
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import type { Machine } from '../../scripts/image/emulator/machine.ts';
import { Administrator, soon } from './support/administrator.ts';
import { makeRelease } from './support/release.ts';
import { newSpeaker } from './support/speaker.ts';

const MINUTE = 60_000;
const BOARD = process.env['BOARD'] ?? 'pi4';

/** The gate of a release that is known to be ill need not have the patience that emulators are given. */
const IMPATIENT = {
  'usr/lib/systemd/system/stentor-health.service.d/95-impatient.conf':
    '[Service]\nExecStart=\nExecStart=/usr/bin/node /usr/lib/stentor/health.mjs --https 443 --state /data/stentor --patience 90\n',
};
const FAULT = 'console.error("planted fault"); process.exit(1);\n';

describe('upgrades of the card in an emulated computer', function () {
  this.timeout(60 * MINUTE);
  let speaker: ReturnType<typeof newSpeaker>;
  let machine: Machine;
  let administrator: Administrator;

  const release = (version: string, change: Partial<Parameters<typeof makeRelease>[0]> = {}) =>
    makeRelease({ board: BOARD, version, folder: machine.folder, ...change });
  const slot = async () => /rauc\.slot=(\S+)/.exec((await machine.shell('cat /proc/cmdline')).output)?.[1];
  const state = () => administrator.upgradeState();
  const refusal = async (bundle: string) => {
    const answer = (await administrator.upgrade(bundle)) as { error?: { code: number; message: string } };
    assert.ok(answer.error !== undefined, JSON.stringify(answer));
    console.log(`      ${answer.error.code} ${answer.error.message}`);
    return answer.error;
  };
  /** Sends a release that is taken, but does not last: the version before runs again. @returns what the page says then */
  const failure = async (bundle: string, version: string) => {
    const before = await state();
    const answer = await administrator.upgrade(bundle, machine.http);
    assert.ok(!('error' in (answer as object)), JSON.stringify(answer));
    const { failure: told, version: running } = await soon(state, now => now.failure?.version === version, 30 * MINUTE);
    assert.equal(running, before.version);
    assert.ok(told !== undefined);
    console.log(`      ${told.reason}`);
    return told.reason;
  };

  before(async () => {
    speaker = newSpeaker({ kind: 'virt' });
    machine = speaker.machine;
    administrator = new Administrator(() => machine.https);
    await machine.boot();
    await machine.waitForHttp('/');
    await administrator.setUp();
    await administrator.get('/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=-7');
    await soon(state, ({ committed, phase }) => committed && phase === 'idle');
  });
  after(() => speaker.dispose());

  it('refuses a release that is damaged, cut short or for another product, in words', async () => {
    const damaged = release('9.0.1', { content: 'hollow' });
    const file = openSync(damaged, 'r+');
    writeSync(file, 'damage', 200);
    closeSync(file);
    assert.match((await refusal(damaged)).message, /damaged/i);
    truncateSync(damaged, statSync(damaged).size - 1000);
    assert.match((await refusal(damaged)).message, /damaged|cut off/i);
    const foreign = release('9.0.2', { content: 'hollow', product: 'other-speaker' });
    assert.equal((await refusal(foreign)).code, 421);
    assert.equal(await slot(), 'A');
  });

  it('comes back to the version before when the kernel of a release cannot be read', async () => {
    const reason = await failure(release('9.2.0', { content: 'broken-kernel' }), '9.2.0');
    assert.match(reason, /did not get|program/i);
    assert.equal(await slot(), 'A');
  });

  it('installs a release to the other slot, starts it and keeps the settings', async () => {
    machine.serial.mark();
    const answer = await administrator.upgrade(release('9.3.0'));
    assert.match(JSON.stringify(answer), /9\.3\.0/);
    await machine.serial.waitFor(/stentor: slot B, order B A/, 10 * MINUTE);
    const now = await soon(state, ({ version, committed }) => version === '9.3.0' && committed, 20 * MINUTE);
    assert.equal(now.failure, undefined);
    assert.equal(await slot(), 'B');
    assert.match(await administrator.get('/axis-cgi/param.cgi?action=list&group=AudioSource.A0'), /OutputGain=-7/);
  });

  it('comes back when the supervisor of a release dies', async () => {
    const files = { ...IMPATIENT, 'usr/lib/stentor/stentord.mjs': FAULT };
    const reason = await failure(release('9.4.0', { files }), '9.4.0');
    assert.match(reason, /answer/i);
    assert.match(await administrator.get('/api/upgrade/log'), /planted fault/);
    assert.equal(await slot(), 'B');
  });

  it('comes back when the sound of a release is dead', async () => {
    const files = { ...IMPATIENT, 'usr/lib/stentor/audiod.mjs': FAULT };
    const reason = await failure(release('9.5.0', { files }), '9.5.0');
    assert.match(reason, /sound card/i);
    assert.equal(await slot(), 'B');
    await machine.waitForLed('red');
  });
});
