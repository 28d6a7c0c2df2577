import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { VirtualCard } from '../../../../src/board/virtual/card.ts';
import type { Fault } from '../../../../src/core/fault.ts';
import { aplay, arecord, channelOf } from '../../../support/alsa-tools.ts';
import { counterSignal, readCounter } from '../../../support/counter-signal.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';
import { until } from '../../../support/until.ts';

describe('the virtual card', () => {
  let test: TestCard | undefined;
  afterEach(async () => {
    await test?.remove();
    test = undefined;
  });
  const make = async (...args: Parameters<typeof testCard>) => (test = await testCard(...args));

  /** Resolves when something has been played since `begun`. */
  const sounds = ({ card }: TestCard, begun: number) =>
    until('something is played', () => card.recordSpeaker(begun, card.deviceTime() - begun).left.some(s => s !== 0));

  it('plays to the last sample, and lets every reader hear each sample once', async () => {
    const { card } = await make();
    const begun = card.deviceTime();
    const readers = [await arecord(test!), await arecord(test!)];
    await aplay(test!).finish(counterSignal(24_000, 2));
    const { left, right } = card.recordSpeaker(begun, card.deviceTime() - begun);
    assert.deepEqual(readCounter(left, 24_000).breaks, []);
    assert.deepEqual(readCounter(right, 24_000).breaks, []);
    for (const reader of readers) {
      const recorded = channelOf(await reader.stop(), 1, 2);
      const { start = 0, breaks } = readCounter(recorded, 24_000);
      assert.deepEqual(breaks, []);
      assert.ok(recorded.subarray(start + 24_000).every(sample => sample === 0));
    }
    assert.deepEqual(card.xruns(), { playback: 0, capture: 0 });
  });

  for (const [period, buffer] of [
    [16, 32],
    [33, 77],
    [1000, 3001],
    [30_000, 65_536],
  ] as const) {
    it(`bears periods of ${period} frames in a buffer of ${buffer}, on one channel`, async () => {
      await make();
      const sizes = [`--period-size=${period}`, `--buffer-size=${buffer}`];
      const reader = await arecord(test!, 1, ...(buffer > 10_000 ? [] : sizes));
      await aplay(test!, 1, ...sizes).finish(counterSignal(12_000));
      const recorded = await reader.stop();
      assert.deepEqual(readCounter(recorded, 12_000).breaks, []);
    });
  }

  it('waits in lockstep for a program that is late', async () => {
    const { card } = await make();
    const begun = card.deviceTime();
    const player = aplay(test!);
    const signal = counterSignal(48_000, 2);
    player.write(signal.subarray(0, 80_000));
    await sounds(test!, begun);
    let before = -1;
    await until('the clock stands still', () => {
      const now = card.deviceTime();
      const stands = now === before;
      before = now;
      return stands;
    });
    await player.finish(signal.subarray(80_000));
    assert.deepEqual(readCounter(card.recordSpeaker(begun, card.deviceTime() - begun).left, 48_000).breaks, []);
    assert.equal(card.xruns().playback, 0);
  });

  it('does not wait without lockstep, and counts the underrun', async () => {
    const { card } = await make({ lockstep: false });
    const begun = card.deviceTime();
    const player = aplay(test!);
    player.write(counterSignal(30_000, 2));
    await sounds(test!, begun);
    const sounding = card.deviceTime();
    await until('it has run dry', () => card.deviceTime() > sounding + 48_000);
    await player.finish(counterSignal(30_000, 2));
    assert.equal(card.xruns().playback, 1);
  });

  it('counts an overrun when nobody reads', async () => {
    const { card } = await make({ lockstep: false });
    const reader = await arecord(test!, 2, '--buffer-size=4800');
    reader.process.kill('SIGSTOP');
    const stopped = card.deviceTime();
    await until('its buffer is full', () => card.deviceTime() > stopped + 9600);
    reader.process.kill('SIGCONT');
    await until('the overrun is counted', () => card.xruns().capture > 0);
    reader.process.kill('SIGKILL');
  });

  it('goes on when a program that held its clock was killed', async () => {
    const { card } = await make();
    const begun = card.deviceTime();
    const player = aplay(test!);
    player.write(counterSignal(40_000, 2));
    await sounds(test!, begun);
    player.process.kill('SIGKILL');
    const stood = card.deviceTime();
    await until('time passes', () => card.deviceTime() > stood + 96_000);
    await aplay(test!).finish(counterSignal(4800, 2));
  });

  it('plays nothing of what was not played when a program stops', async () => {
    const { card } = await make();
    const begun = card.deviceTime();
    const player = aplay(test!);
    player.write(counterSignal(40_000, 2));
    await sounds(test!, begun);
    player.process.kill('SIGTERM');
    await player.done.catch(() => undefined);
    const stopped = card.deviceTime();
    await until('the rest would have been played', () => card.deviceTime() > stopped + 40_000);
    assert.deepEqual(card.recordSpeaker(stopped, 40_000).holes, [{ at: 0, frames: 40_000 }]);
  });

  it('is gone for good for who had it open when it is unplugged, and works for others when it is plugged in', async () => {
    const { card } = await make();
    const begun = card.deviceTime();
    const player = aplay(test!);
    player.write(counterSignal(40_000, 2));
    await sounds(test!, begun);
    card.unplug();
    await assert.rejects(aplay(test!).finish(counterSignal(480, 2)), /No such device/);
    card.plug();
    await assert.rejects(player.finish(counterSignal(40_000, 2)), /No such device/);
    await aplay(test!).finish(counterSignal(480, 2));
  });

  it('lets one program play at a time', async () => {
    const { card } = await make();
    const begun = card.deviceTime();
    const player = aplay(test!);
    player.write(counterSignal(40_000, 2));
    await sounds(test!, begun);
    await assert.rejects(aplay(test!).finish(counterSignal(480, 2)), /Unable to install hw params/);
    player.process.kill('SIGKILL');
  });

  it('keeps one time with programs when its clock runs at half speed', async () => {
    const { card } = await make({ driftPpm: -500_000 });
    const begun = card.deviceTime();
    const began = performance.now();
    await aplay(test!).finish(counterSignal(12_000, 2));
    const passed = card.deviceTime() - begun;
    assert.ok(passed <= (performance.now() - began) * 24 + 24);
    assert.deepEqual(readCounter(card.recordSpeaker(begun, passed).left, 12_000).breaks, []);
  });

  it('is not made of any file', async () => {
    await make();
    assert.throws(
      () => VirtualCard.attach(test!.config),
      (error: Fault) => error.kind === 'unavailable',
    );
    const wrong = test!.card.file;
    const bytes = Buffer.alloc(4_227_280);
    bytes.writeBigUInt64LE(0x43524f544e455453n);
    bytes.writeUInt32LE(999, 8);
    writeFileSync(wrong, bytes);
    await assert.rejects(aplay(test!).finish(counterSignal(480, 2)), /not a card of this version/);
  });
});
