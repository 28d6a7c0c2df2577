import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { levelActions } from '../../../src/audio/actions.ts';
import { HeldSettings } from '../../../src/audio/held-settings.ts';
import { outputGain, outputMuted } from '../../../src/audio/params.ts';
import { createLog } from '../../../src/core/log.ts';
import { memoryFile } from '../../support/memory-file.ts';
import { fakeSettings } from '../../support/settings.ts';

const settle = () => new Promise(resolve => setImmediate(resolve));

async function rig(
  settings = fakeSettings(),
  file: ReturnType<typeof memoryFile<Record<string, unknown>>> = memoryFile<Record<string, unknown>>({}),
) {
  const { params } = settings;
  await params.load();
  const held = new HeldSettings({ params, file, log: createLog(() => undefined) });
  await held.start();
  const actions = levelActions(params, held);
  const hold = async (id: string, args: object) => {
    const off = await actions.find(each => each.id === id)?.hold?.(args);
    if (off === undefined) throw new Error(`${id} cannot last`);
    return off;
  };
  const gain = (value: number) => params.update({ [outputGain.path]: value });
  return { held, params, file, settings, hold, gain, now: () => params.get(outputGain) };
}

describe('volume and mute while a rule is active', () => {
  it('are what they were before, exactly, when it ends', async () => {
    const { hold, gain, now, params, file } = await rig();
    await gain(-7.25);
    const end = await hold('audio.set-volume', { gain: -30 });
    const speak = await hold('audio.mute', {});
    assert.deepEqual([now(), params.get(outputMuted)], [-30, true]);
    await speak();
    await end();
    await end();
    assert.deepEqual([now(), params.get(outputMuted)], [-7.25, false]);
    assert.deepEqual(file.content, {});
  });

  it('are those of the rule that began last, whichever ends first', async () => {
    const { hold, gain, now } = await rig();
    await gain(-5);
    const first = await hold('audio.set-volume', { gain: -10 });
    const second = await hold('audio.set-volume', { gain: -20 });
    await first();
    assert.equal(now(), -20);
    await second();
    assert.equal(now(), -5);
    const third = await hold('audio.set-volume', { gain: -10 });
    const fourth = await hold('audio.set-volume', { gain: -20 });
    await fourth();
    assert.equal(now(), -10);
    await third();
    assert.equal(now(), -5);
  });

  it('stay as somebody set them meanwhile', async () => {
    const { hold, gain, now, file } = await rig();
    const end = await hold('audio.set-volume', { gain: -30 });
    await gain(-3);
    await settle();
    assert.deepEqual(file.content, {});
    await end();
    assert.equal(now(), -3);
    const other = await hold('audio.set-volume', { gain: -30 });
    await other();
    assert.equal(now(), -3);
  });

  it('are restored after a loss of power, before a rule holds them anew', async () => {
    const before = await rig();
    await before.gain(-4);
    await before.hold('audio.set-volume', { gain: -30 });
    assert.equal(before.settings.file.content[outputGain.path], -30);
    const settings = fakeSettings();
    settings.file.content = before.settings.file.content;
    const after = await rig(settings, before.file);
    assert.equal(after.now(), -4);
    const end = await after.hold('audio.set-volume', { gain: -30 });
    await end();
    assert.equal(after.now(), -4);
  });

  it('hold nothing where the value is refused', async () => {
    const { held, now, file } = await rig();
    await assert.rejects(held.hold(outputGain, 9000), { kind: 'invalid' });
    assert.deepEqual([file.content, now()], [{}, 0]);
  });
});
