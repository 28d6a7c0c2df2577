import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { CONTROL, createDeviceRings } from '../../../src/engine/control.ts';
import { DriftingMicrophone } from '../../../src/engine/drifting-microphone.ts';

const RATE = 48_000;
const CALLBACK = 480;
const HZ = 400;
const LEVEL = 10_000;

/** Two cards, of which the microphone's is `ppm` faster and calls back in its own rhythm. */
function rig(ppm: number) {
  const speaker = createDeviceRings(8192);
  const microphone = createDeviceRings(8192);
  const drifting = new DriftingMicrophone(microphone, speaker, CALLBACK);
  const block = new Float32Array(CALLBACK);
  let played = 0;
  let recorded = 0;
  const heard: number[] = [];

  const usOf = (frames: number) => Math.round((frames * 1e6) / RATE) | 0;
  const record = () => {
    const at = Atomics.load(microphone.control, CONTROL.IN_WRITE);
    for (let i = 0; i < CALLBACK; i++) {
      // The sound is the same; the faster clock takes more samples of it.
      const seconds = (recorded + i) / (RATE * (1 + ppm * 1e-6));
      microphone.input[(at + i) & 8191] = Math.round(LEVEL * Math.sin(2 * Math.PI * HZ * seconds));
    }
    recorded += CALLBACK;
    Atomics.store(microphone.control, CONTROL.IN_WRITE, at + CALLBACK);
    Atomics.store(microphone.control, CONTROL.CALLBACK_US, usOf(recorded / (1 + ppm * 1e-6)));
  };
  const run = (seconds: number, { silent = false } = {}) => {
    for (const end = played + seconds * RATE; played < end;) {
      played += CALLBACK;
      Atomics.store(speaker.control, CONTROL.FRAMES_OUT, played);
      Atomics.store(speaker.control, CONTROL.CALLBACK_US, usOf(played));
      while (recorded + CALLBACK <= played * (1 + ppm * 1e-6)) {
        if (silent) recorded += CALLBACK;
        else record();
      }
      for (let count = drifting.read(block, 333); count > 0; count = drifting.read(block, 333))
        for (let i = 0; i < count; i++) heard.push(block[i]!);
    }
  };
  const queued = () =>
    (Atomics.load(microphone.control, CONTROL.IN_WRITE) - Atomics.load(microphone.control, CONTROL.IN_READ)) / 48;
  return { run, heard, queued, drifting, played: () => played };
}

/** The largest that is left of a sine when each sample is foretold from the two before it, of full scale. */
function roughness(sound: readonly number[]): number {
  const turn = 2 * Math.cos((2 * Math.PI * HZ) / RATE);
  let most = 0;
  for (let i = 2; i < sound.length; i++)
    most = Math.max(most, Math.abs(sound[i]! - turn * sound[i - 1]! + sound[i - 2]!));
  return most;
}

describe('a microphone on a card of its own', () => {
  for (const ppm of [-300, -50, 0, 50, 300]) {
    it(`follows the speaker's clock where its own is ${ppm} ppm faster: no frame is lost, none made up`, function () {
      this.timeout(20_000);
      const { run, heard, queued, drifting, played } = rig(ppm);
      run(120);
      assert.equal(heard.length, played());
      assert.equal(drifting.recorded, played());
      // The rounding of the samples alone makes 2e-4.
      assert.ok(roughness(heard.slice(30 * RATE)) < 4e-4, String(roughness(heard.slice(30 * RATE))));
      assert.ok(queued() < 45, `${queued()} ms are kept`);
      assert.ok(Math.abs(drifting.driftPpm - ppm) < 20, `${drifting.driftPpm} ppm`);
    });
  }

  it('is silent where nothing comes, and is heard again', () => {
    const { run, heard } = rig(50);
    run(5);
    run(2, { silent: true });
    const last = heard.slice(-RATE);
    assert.ok(last.every(sample => sample === 0));
    run(3);
    assert.ok(roughness(heard.slice(-RATE)) < 4e-4);
    assert.ok(heard.slice(-480).some(sample => Math.abs(sample) > 0.2));
  });
});
