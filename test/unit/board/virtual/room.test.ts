import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { heard, longestDelay, type Tap } from '../../../../src/board/virtual/air.ts';
import { ROOMS } from '../../../../src/board/virtual/rooms.ts';
import { MAX_TAP_DELAY, MAX_TAPS } from '../../../../src/board/virtual/layout.ts';
import { aplay, arecord } from '../../../support/alsa-tools.ts';
import { counterSignal } from '../../../support/counter-signal.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';

const NOISE = 0.01;
const constant = (frames: number, value: number) => new Int16Array(frames * 2).fill(value);

/** Energy of what arrives after `ms`, as a share of all. */
const tail = (taps: readonly Tap[], ms: number) => {
  const energy = (some: readonly Tap[]) => some.reduce((sum, { gain }) => sum + gain ** 2, 0);
  return energy(taps.filter(({ delay }) => delay > ms * 48)) / energy(taps);
};

/** Factor at which a sine of `hz` passes. */
const response = (taps: readonly Tap[], hz: number) => {
  const phase = (delay: number) => (2 * Math.PI * hz * delay) / 48_000;
  const real = taps.reduce((sum, { delay, gain }) => sum + gain * Math.cos(phase(delay)), 0);
  const imaginary = taps.reduce((sum, { delay, gain }) => sum + gain * Math.sin(phase(delay)), 0);
  return Math.hypot(real, imaginary);
};

describe('the room of the virtual card', () => {
  let test: TestCard;
  afterEach(() => test.remove());

  for (const preset of ['direct', 'office', 'hall', 'blanket', 'silent'] as const) {
    it(`makes a microphone hear the ${preset} room as the page does, noise and all`, async () => {
      test = await testCard({ delayFrames: 77 });
      const { card } = test;
      const air = { taps: ROOMS[preset], noiseRms: NOISE, talk: { hz: 440, gain: 0.1 }, micGain: 0.5 };
      card.talk = air.talk;
      card.setRoom(air);
      card.micGain = air.micGain;
      const begun = card.deviceTime();
      const reader = await arecord(test, 1);
      await aplay(test).finish(counterSignal(9600, 2));
      const recorded = await reader.stop();
      const longest = longestDelay(air.taps) + 77;
      const played = card.recordSpeaker(begun - longest, card.deviceTime() - begun + longest).left;
      // The noise tells at which time of the card the recording began.
      const expected = delayed(played, begun, air, 77);
      const at = indexOf(expected, recorded.subarray(0, 64));
      assert.notEqual(at, -1);
      const worst = recorded.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (expected[at + i] ?? 0))), 0);
      assert.ok(worst <= 1, `differs by ${worst}`);
    });
  }

  it('is changed as a whole, while it sounds', async () => {
    test = await testCard();
    const { card } = test;
    const room = (gain: number) => ({ taps: Array.from({ length: 2000 }, () => ({ delay: 0, gain })), noiseRms: 0 });
    card.setRoom(room(1 / 2000));
    const reader = await arecord(test, 1, '--period-size=64', '--buffer-size=256');
    const playing = aplay(test).finish(constant(48_000, 8000));
    const going = { on: true };
    void playing.then(() => (going.on = false));
    for (let changes = 0; going.on; changes++) {
      card.setRoom(room((changes % 2 === 0 ? 0.5 : 1) / 2000));
      await new Promise(resolve => setImmediate(resolve));
    }
    const levels = new Set(await reader.stop());
    assert.deepEqual(
      [...levels].sort((a, b) => a - b),
      [0, 4000, 8000],
    );
  });

  it('gives nothing to a microphone that is switched off', async () => {
    test = await testCard();
    test.card.setRoom({ taps: ROOMS.direct, noiseRms: 0.1 });
    test.card.micGain = 0;
    const reader = await arecord(test);
    await aplay(test).finish(constant(9600, 8000));
    assert.ok((await reader.stop()).every(sample => sample === 0));
  });

  it('is a room: the hall rings longer than the office, the blanket takes the high notes', async () => {
    test = await testCard();
    for (const taps of Object.values(ROOMS)) {
      assert.ok(taps.length <= MAX_TAPS && longestDelay(taps) <= MAX_TAP_DELAY);
      assert.doesNotThrow(() => test.card.setRoom({ taps, noiseRms: 0 }));
    }
    assert.ok(tail(ROOMS.hall, 200) > 10 * tail(ROOMS.office, 200));
    assert.ok(Math.abs(20 * Math.log10(response(ROOMS.blanket, 200)) + 5.5) < 0.5);
    assert.ok(20 * Math.log10(response(ROOMS.blanket, 4000)) < -25);
    assert.equal(response(ROOMS.direct, 5000), 1);
  });

  it('lets the page hear what the microphone hears', async () => {
    test = await testCard();
    test.card.setRoom({ taps: [{ delay: 10, gain: -0.5 }], noiseRms: 0 });
    await aplay(test).finish(constant(4800, 8000));
    assert.deepEqual([...new Set(test.card.lastSpeaker(1))], [0, 8000]);
    assert.deepEqual([...new Set(test.card.lastMicrophone(1))], [0, -4000]);
  });
});

/** What is heard from `begun` on through a wire that is longer by `frames`. */
function delayed(played: Int16Array, begun: number, air: Parameters<typeof heard>[2], frames: number): Int16Array {
  return heard(played.subarray(0, played.length - frames), begun, air);
}

/** Where the needle begins in the hay, give or take rounding. */
function indexOf(hay: Int16Array, needle: Int16Array): number {
  const matches = (at: number) => needle.every((sample, i) => Math.abs(sample - (hay[at + i] ?? Infinity)) <= 1);
  for (let at = 0; at + needle.length <= hay.length; at++) if (matches(at)) return at;
  return -1;
}
