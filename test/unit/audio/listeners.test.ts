import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { encodeAac } from '../../../src/audio/encode-aac.ts';
import { type Hearing, Listeners, type ListenWish } from '../../../src/audio/listeners.ts';
import { type Fault, unavailable } from '../../../src/core/fault.ts';
import { toInt16 } from '../../../src/dsp/int16.ts';
import { createEncoder } from '../../../src/engine/codecs/index.ts';
import { decodedByFfmpeg, packetsOf } from '../../support/codec-sounds.ts';
import { HAS_FFMPEG, sine } from '../../support/sounds.ts';
import { until } from '../../support/until.ts';

const MU_LAW: ListenWish = { format: { codec: 'PCMU', sampleRate: 8000, channels: 1 }, packetFrames: 512 };
const OPUS: ListenWish = {
  format: { codec: 'opus', sampleRate: 48_000, channels: 1 },
  packetFrames: 960,
  bitrate: 32_000,
};

function rig(limit = 3) {
  const begun: { wish: ListenWish; hearing: Hearing; stopped: boolean }[] = [];
  const listeners = new Listeners({
    limit: () => limit,
    hasAac: async () => true,
    encode: (wish, hearing) => {
      const source = { wish, hearing, stopped: false };
      begun.push(source);
      return () => (source.stopped = true);
    },
  });
  const open = (wish: ListenWish) => {
    const heard: number[] = [];
    const failed: string[] = [];
    const off = listeners.open(wish, {
      packet: packet => heard.push(packet[0] ?? -1),
      failed: ({ message }) => failed.push(message),
    });
    return { heard, failed, off };
  };
  return { listeners, begun, open };
}

describe('listeners', () => {
  it('who want the same get the same, which is encoded once', () => {
    const { open, begun, listeners } = rig();
    const [one, two, other] = [open(MU_LAW), open({ ...MU_LAW }), open(OPUS)];
    assert.deepEqual(
      begun.map(({ wish }) => wish),
      [MU_LAW, OPUS],
    );
    begun[0]!.hearing.packet(Uint8Array.of(1));
    one.off();
    one.off();
    begun[0]!.hearing.packet(Uint8Array.of(2));
    begun[1]!.hearing.packet(Uint8Array.of(3));
    assert.deepEqual([one.heard, two.heard, other.heard], [[1], [1, 2], [3]]);
    assert.equal(listeners.count, 2);
    assert.equal(begun[0]!.stopped, false);
    two.off();
    assert.deepEqual(
      begun.map(({ stopped }) => stopped),
      [true, false],
    );
  });

  it('are as many as may', () => {
    const { open, listeners } = rig(2);
    const [first] = [open(MU_LAW), open(OPUS)];
    assert.throws(() => open(MU_LAW), { name: 'Fault', kind: 'unavailable', message: /as many listen .* \(2\)/ });
    first.off();
    open(MU_LAW);
    assert.equal(listeners.count, 2);
  });

  it('hear why it is over, and who comes later may have more luck', () => {
    const { open, begun } = rig();
    const [one, two] = [open(MU_LAW), open(MU_LAW)];
    begun[0]!.hearing.failed(unavailable('no add-on'));
    assert.deepEqual([one.failed, two.failed], [['no add-on'], ['no add-on']]);
    one.off();
    const three = open(MU_LAW);
    two.off();
    begun[1]!.hearing.packet(Uint8Array.of(9));
    assert.deepEqual(three.heard, [9]);
    assert.deepEqual(
      begun.map(({ stopped }) => stopped),
      [true, false],
    );
  });
});

describe('AAC', () => {
  const wish = { format: { codec: 'aac', sampleRate: 16_000 }, bitrate: 32_000 } as const;

  it('is made of linear samples by ffmpeg, in whole frames', async function () {
    if (!HAS_FFMPEG) this.skip();
    const frames: Uint8Array[] = [];
    const failures: Fault[] = [];
    const tone = toInt16(sine(440, 16_000, 3 * 16_000, 0.5));
    let source: Hearing | undefined;
    let stopped = 0;
    const end = encodeAac(
      wish,
      { packet: frame => frames.push(frame), failed: error => failures.push(error) },
      (linear, hearing) => {
        assert.deepEqual(linear, { format: { codec: 'L16', sampleRate: 16_000, channels: 1 }, packetFrames: 320 });
        source = hearing;
        return () => stopped++;
      },
    );
    const encoder = createEncoder({ codec: 'L16', sampleRate: 16_000, channels: 1 });
    for (const packet of packetsOf(tone, 320)) source?.packet(encoder.encode(packet));
    await until('two seconds of it', () => frames.length > 32);
    end();
    assert.equal(stopped, 1);
    assert.deepEqual(failures, []);
    const heard = decodedByFfmpeg(Buffer.concat(frames), ['-f', 'aac'], 16_000).subarray(8000, 24_000);
    const level = Math.sqrt(heard.reduce((sum, sample) => sum + sample ** 2, 0) / heard.length) / 32_768;
    assert.ok(Math.abs(level - 0.5 / Math.SQRT2) < 0.03, `${level}`);
  });

  it('fails where ffmpeg fails', async function () {
    if (!HAS_FFMPEG) this.skip();
    const failures: Fault[] = [];
    let stopped = 0;
    const hearing = { packet: () => undefined, failed: (error: Fault) => void failures.push(error) };
    encodeAac({ ...wish, format: { codec: 'aac', sampleRate: -1 } }, hearing, () => () => stopped++);
    await until('it is told', () => failures.length > 0);
    assert.equal(failures[0]?.kind, 'unavailable');
    assert.match(failures[0].message, /^ffmpeg ended with \d+: ./);
    assert.equal(stopped, 1);
  });
});
