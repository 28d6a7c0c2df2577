import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type CodecFormat, createDecoder, createEncoder, StreamDecoder } from '../../../../src/engine/codecs/index.ts';
import { requireCodecs } from '../../../../src/engine/codecs/native.ts';
import { KNOWN, nameOf, speech } from '../../../support/codec-sounds.ts';
import { noise } from '../../../support/sounds.ts';

const OPUS: CodecFormat = { codec: 'opus', sampleRate: 48_000, channels: 2 };
const FORMATS = [...KNOWN.map(({ format }) => format), OPUS];

const garbage = (random: () => number, length: number) =>
  Uint8Array.from({ length }, () => Math.floor((random() + 1) * 128));

/** Mostly short, at times as long as a datagram or a large piece. */
const lengthOf = (random: () => number) => Math.floor((random() + 1) ** 6 * 300);

describe("a peer's bytes", () => {
  for (const format of FORMATS) {
    it(`${nameOf(format)}: any packet gives sound or is played as lost, and none harms what follows`, () => {
      const random = noise(format.codec.length);
      const decoder = createDecoder(format);
      for (let i = 0; i < 2000; i++) {
        const samples = decoder.decode(garbage(random, lengthOf(random)));
        assert.ok(samples.length <= 3 * 20_000);
        if (random() > 0.5) decoder.conceal(Math.floor((random() + 1) * 1500), garbage(random, lengthOf(random)));
      }
      const encoder = createEncoder(format);
      const packet = speech(0.02, format.sampleRate);
      assert.equal(decoder.decode(encoder.encode(packet)).length, packet.length);
    });

    it(`${nameOf(format)}: keeps no memory of streams that were`, () => {
      const before = process.memoryUsage().rss;
      for (let i = 0; i < 3000; i++) {
        const [decoder, encoder] = [createDecoder(format), createEncoder(format)];
        decoder.decode(Uint8Array.of(1, 2, 3));
        decoder.close();
        encoder.close();
        encoder.close();
      }
      const grown = (process.memoryUsage().rss - before) / 2 ** 20;
      assert.ok(grown < 60, `${grown} MiB`);
    });
  }

  it('an odd number of bytes does not shift what follows', () => {
    for (const [codec, sampleRate] of [
      ['L16', 48_000],
      ['L24', 48_000],
      ['G726-24', 8000],
    ] as const) {
      const format = { codec, sampleRate, channels: 1 } as const;
      const packet = garbage(noise(3), 480);
      const [whole, odd] = [createDecoder(format), createDecoder(format)];
      const expected = [whole.decode(packet), whole.decode(packet)];
      assert.deepEqual([odd.decode(Uint8Array.of(...packet, 9)), odd.decode(packet)], expected, codec);
    }
  });

  it('a stream means the same in pieces of any size', () => {
    for (const { format } of KNOWN) {
      const random = noise(5);
      const stream = garbage(random, 6000);
      const whole = [...new StreamDecoder({ ...format }).decode(stream)].flatMap(part => [...part]);
      const decoder = new StreamDecoder({ ...format });
      const pieces: number[] = [];
      for (let at = 0; at < stream.length;) {
        const size = 1 + Math.floor((random() + 1) * 20);
        for (const part of decoder.decode(stream.subarray(at, at + size))) pieces.push(...part);
        at += size;
      }
      assert.deepEqual(pieces, whole, format.codec);
    }
  });

  it('what pretends to be Ogg takes no more time than it has bytes', () => {
    const decoder = new StreamDecoder(OPUS);
    const page = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(22), Buffer.alloc(256, 255)]);
    const started = process.cpuUsage();
    let packets = 0;
    for (let i = 0; i < 4000; i++) for (const samples of decoder.decode(page)) packets += samples.length;
    assert.equal(packets, 0);
    // Summing every byte once takes some ms; again and again it would be minutes.
    assert.ok(process.cpuUsage(started).user < 5_000_000);
  });

  it('Opus: counts what is no packet', () => {
    const decoder = createDecoder(OPUS);
    assert.equal(decoder.broken, 0);
    decoder.decode(new Uint8Array(0));
    decoder.decode(Uint8Array.of(0xff, 0xff, 0xff));
    assert.equal(decoder.broken, 2);
  });
});

describe('formats', () => {
  it('says precisely what a codec does not know', () => {
    const of = (codec: CodecFormat['codec'], sampleRate: number, channels: 1 | 2 = 1) => ({
      codec,
      sampleRate,
      channels,
    });
    for (const [format, message, field] of [
      [of('G722', 8000), /G722 is sampled at 16000 Hz, not at 8000 Hz/, 'sampleRate'],
      [of('opus', 44_100), /opus is sampled at 8000, 12000, 16000, 24000, 48000 Hz, not at 44100 Hz/, 'sampleRate'],
      [of('L16', 0), /0 Hz is no sample rate/, 'sampleRate'],
      [of('PCMU', 8000.5), /no sample rate/, 'sampleRate'],
      [of('G726-32', 8000, 2), /G726-32 has one channel/, 'channels'],
    ] as const) {
      for (const create of [createDecoder, createEncoder]) {
        assert.throws(() => create(format), { name: 'Fault', kind: 'invalid', field, message });
      }
    }
  });

  it('packs whole packets only', () => {
    const encode = (codec: CodecFormat['codec'], sampleRate: number, frames: number) => () =>
      createEncoder({ codec, sampleRate, channels: 1 }).encode(new Int16Array(frames));
    assert.throws(encode('G722', 16_000, 159), { kind: 'invalid', message: /multiples of 2 samples, not 159/ });
    assert.throws(encode('G726-24', 8000, 100), { kind: 'invalid', message: /multiples of 8 samples/ });
    assert.throws(encode('opus', 48_000, 961), { kind: 'invalid', message: /not 961 samples/ });
    assert.throws(encode('opus', 48_000, 0), { kind: 'invalid' });
  });

  it('makes two channels of one, and one of two', () => {
    for (const codec of ['PCMU', 'PCMA', 'L16', 'L24'] as const) {
      const one = createEncoder({ codec, sampleRate: 48_000, channels: 1 });
      const two = createEncoder({ codec, sampleRate: 48_000, channels: 2 });
      const sound = speech(0.02, 48_000);
      assert.equal(two.encode(sound).length, 2 * one.encode(sound).length);
      const mono = createDecoder({ codec, sampleRate: 48_000, channels: 1 }).decode(one.encode(sound));
      assert.deepEqual(createDecoder({ codec, sampleRate: 48_000, channels: 2 }).decode(two.encode(sound)), mono);
    }
  });
});

describe('the add-on for codecs', () => {
  it('takes nothing that is not as described', () => {
    const native = requireCodecs();
    const options = { sampleRate: 48_000, bitrate: 0, loss: 0 };
    const codec = native.open('opus-decoder', options);
    const [bytes, samples] = [new Uint8Array(10), new Int16Array(5760)];
    const call = native as unknown as Record<'open' | 'decode' | 'encode' | 'close', (...args: unknown[]) => unknown>;
    for (const wrong of [
      () => call.open(),
      () => call.open('opus', options),
      () => call.open('opus-decoder', {}),
      () => call.open('opus-decoder', { ...options, sampleRate: 44_100 }),
      () => call.open('g722-decoder', options),
      () => call.open('g726-decoder', { ...options, sampleRate: 8000, bitrate: 16_000 }),
      () => call.decode({}, bytes, samples, false),
      () => call.decode(undefined, bytes, samples, false),
      () => call.decode(codec, samples, samples, false),
      () => call.decode(codec, bytes, new Float32Array(5), false),
      () => call.decode(codec, new Uint8Array(2 ** 20 + 1), samples, false),
      () => call.decode(codec, bytes, samples),
      () => call.encode(codec, samples, bytes),
      () => call.close(new Map()),
    ]) {
      assert.throws(wrong, Error);
    }
    assert.equal(native.decode(codec, bytes, new Int16Array(0), false), -1);
    native.close(codec);
    native.close(codec);
    assert.throws(() => native.decode(codec, bytes, samples, false));
  });

  it('finds no room for more than there is room', () => {
    const native = requireCodecs();
    const g722 = native.open('g722-decoder', { sampleRate: 16_000, bitrate: 64_000, loss: 0 });
    const g726 = native.open('g726-encoder', { sampleRate: 8000, bitrate: 32_000, loss: 0 });
    assert.equal(native.decode(g722, new Uint8Array(10), new Int16Array(19), false), -1);
    assert.equal(native.encode(g726, new Int16Array(100), new Uint8Array(49)), -1);
  });
});
