import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Capture } from '../../../../src/engine/capture/capture.ts';
import type { Canceller, CaptureSwitches } from '../../../../src/engine/contract.ts';
import { hasCanceller, requireCapture } from '../../../../src/engine/capture/native.ts';
import { type EchoPath, echoPath, power, shareOf } from '../../../support/echo-path.ts';
import { noise } from '../../../support/sounds.ts';

type Switches = Omit<CaptureSwitches, 'canceller'>;
const OFF: Switches = { echo: false, noiseDb: 0, gainDb: 0 };
const ECHO: Switches = { ...OFF, echo: true };
const TALKS_FROM = 14;
/** Frames at 48 kHz. */
const LATE = { 16_000: 960 + 192, 48_000: 960 };

/** Passes all of it through in blocks of other sizes than the one inside. */
function heard(
  path: Pick<EchoPath, 'microphone' | 'reference'>,
  switches: Switches,
  { workRate = 16_000, canceller = 'speexdsp' }: { workRate?: 16_000 | 48_000; canceller?: Canceller } = {},
) {
  const capture = new Capture(requireCapture(canceller), { workRate });
  assert.equal(capture.set(switches), true);
  const output = path.microphone.slice();
  const sizes = [480, 32, 333, 240, 7];
  for (let at = 0, i = 0; at < output.length; i++) {
    const frames = Math.min(sizes[i % sizes.length]!, output.length - at);
    capture.process(output.subarray(at, at + frames), path.reference.subarray(at, at + frames), frames);
    at += frames;
  }
  capture.close();
  return output;
}

const db = (ratio: number) => 10 * Math.log10(ratio);

describe('capture', () => {
  const path = echoPath(22, TALKS_FROM);

  for (const workRate of [16_000, 48_000] as const) {
    it(`takes the echo out, and leaves who talks meanwhile, at ${workRate} Hz`, function () {
      this.timeout(60_000);
      const output = heard(path, ECHO, { workRate });
      const erle = (from: number, to: number) => db(power(path.microphone, from, to) / power(output, from, to));
      assert.ok(erle(3, 6) > 30, `${erle(3, 6)} dB after 3 to 6 s`);
      assert.ok(erle(8, 13) > 30, `${erle(8, 13)} dB after 8 to 13 s`);
      const { share, late } = shareOf(path.near, output, TALKS_FROM + 1);
      assert.ok(Math.abs(20 * Math.log10(share)) < 3, `${20 * Math.log10(share)} dB of who talks`);
      assert.ok(Math.abs(late - LATE[workRate]) < 30, `${late} frames late`);
      const rest = db(power(output, 15, 22) / (share ** 2 * power(path.near, 15, 22)));
      assert.ok(rest < 1, `${rest} dB more than who talks`);
      if (process.env['FIGURES'] !== undefined) console.log(workRate, erle(3, 6), erle(8, 13), share, late, rest);
    });
  }

  it('takes the echo out by AEC3 where that is built, and leaves who talks meanwhile', function () {
    if (!hasCanceller('aec3')) {
      console.log('      skipped: webrtc-audio-processing-1 is not on this machine');
      this.skip();
    }
    this.timeout(60_000);
    // By itself it puts as much noise where the echo was as there is in the room.
    const output = heard(path, { ...ECHO, noiseDb: 15 }, { canceller: 'aec3' });
    const erle = (from: number, to: number) => db(power(path.microphone, from, to) / power(output, from, to));
    const { share } = shareOf(path.near, output, TALKS_FROM + 1);
    assert.ok(erle(3, 6) > 30, `${erle(3, 6)} dB after 3 to 6 s`);
    assert.ok(erle(8, 13) > 30, `${erle(8, 13)} dB after 8 to 13 s`);
    assert.ok(20 * Math.log10(share) > -3, `${20 * Math.log10(share)} dB of who talks`);
  });

  it('leaves the microphone as it is with all switches off', () => {
    const output = heard({ ...path, microphone: path.microphone.slice(0, 48_000) }, OFF);
    assert.deepEqual(output, path.microphone.slice(0, 48_000));
  });

  it('makes steady noise softer, as far as is wished', () => {
    const random = noise(4);
    const microphone = Float32Array.from({ length: 6 * 48_000 }, () => 0.02 * random());
    const reference = new Float32Array(microphone.length);
    const softer = (noiseDb: number) => {
      const output = heard({ microphone, reference }, { ...OFF, noiseDb }, { workRate: 48_000 });
      return db(power(microphone, 3, 6) / power(output, 3, 6));
    };
    const [some, much] = [softer(6), softer(20)];
    assert.ok(Math.abs(some - 6) < 2 && much > 15, `${some} and ${much} dB`);
  });

  it('makes a soft voice louder, not by more than is allowed', () => {
    const { near } = echoPath(10, 0);
    const microphone = near.map(sample => sample * 0.05);
    const reference = new Float32Array(microphone.length);
    const gain = (gainDb: number) => {
      const output = heard({ microphone, reference }, { ...OFF, gainDb });
      return db(power(output, 7, 10) / power(microphone, 7, 10));
    };
    const [little, more] = [gain(6), gain(20)];
    assert.ok(little > 2 && little < 8 && more > little + 3 && more < 22, `${little} and ${more} dB`);
  });

  it('allocates nothing while it works', () => {
    const capture = new Capture(requireCapture());
    capture.set({ echo: true, noiseDb: 12, gainDb: 12 });
    const [microphone, reference] = [new Float32Array(480), new Float32Array(480)];
    const pass = (blocks: number) => {
      for (let i = 0; i < blocks; i++) capture.process(microphone, reference, 480);
    };
    pass(500);
    const before = process.memoryUsage();
    pass(2000);
    const { heapUsed, rss } = process.memoryUsage();
    assert.ok(heapUsed - before.heapUsed < 200_000, `${heapUsed - before.heapUsed} bytes in 20 s of sound`);
    assert.ok(rss - before.rss < 4_000_000);
  });

  it('takes nothing that is not as described, and nothing once it is closed', () => {
    const native = requireCapture();
    const call = native as unknown as Record<'open' | 'set' | 'process' | 'close', (...args: unknown[]) => unknown>;
    const capture = native.open({ workRate: 16_000, tailMs: 100 });
    const block = new Float32Array(480);
    for (const wrong of [
      () => call.open(),
      () => call.open({ workRate: 8000, tailMs: 100 }),
      () => call.open({ workRate: 16_000, tailMs: 100_000 }),
      () => call.set(capture, {}),
      () => call.process(capture, block),
      () => call.process(capture, block, new Float32Array(479)),
      () => call.process({}, block, block),
      () => call.process(capture, new Int16Array(480), block),
      () => call.close(7),
    ]) {
      assert.throws(wrong, Error);
    }
    native.close(capture);
    native.close(capture);
    assert.throws(() => native.process(capture, block, block));
  });
});
