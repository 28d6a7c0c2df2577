import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createDecoder, createEncoder } from '../../../../src/engine/codecs/index.ts';
import { toInt16 } from '../../../../src/dsp/int16.ts';
import { joined, packetsOf, speech } from '../../../support/codec-sounds.ts';
import { sine } from '../../../support/sounds.ts';

const power = (samples: Int16Array) => samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
const steepest = (samples: Int16Array) =>
  samples.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - samples[i - 1]!))), 0);

describe('concealment', () => {
  for (const rate of [8000, 16_000, 48_000]) {
    const format = { codec: 'L16', sampleRate: rate, channels: 1 } as const;
    const size = rate / 50;
    const wire = (samples: Int16Array) => createEncoder(format).encode(samples);

    it(`goes on with a tone at ${rate} Hz and leaves no step where packets are missing`, () => {
      const tone = toInt16(sine(220, rate, size * 12, 0.5));
      const decoder = createDecoder(format);
      const packets = packetsOf(tone, size);
      const heard = packets.map((packet, i) => (i === 5 ? decoder.conceal(size) : decoder.decode(wire(packet))));
      assert.ok(steepest(joined(heard)) < 2.2 * steepest(tone), `${steepest(joined(heard))} of ${steepest(tone)}`);
      const ratio = power(heard[5]!) / power(packets[5]!);
      assert.ok(ratio > 0.6 && ratio < 1.1, `${ratio}`);
      assert.deepEqual(heard[4], packets[4]);
      assert.deepEqual(heard[7], packets[7]);
    });

    it(`dies away within 60 ms at ${rate} Hz, whatever is missing`, () => {
      const decoder = createDecoder(format);
      for (const packet of packetsOf(speech(0.16, rate), size)) decoder.decode(wire(packet));
      const missing = joined(Array.from({ length: 10 }, () => decoder.conceal(size)));
      assert.ok(power(missing.subarray(0, size)) > 0);
      assert.equal(power(missing.subarray(3 * size)), 0);
    });
  }

  it('has nothing to go on with before the first packet', () => {
    const decoder = createDecoder({ codec: 'PCMU', sampleRate: 8000, channels: 1 });
    assert.equal(power(decoder.conceal(160)), 0);
  });

  it('makes a second at the most at once', () => {
    const opus = createDecoder({ codec: 'opus', sampleRate: 48_000, channels: 1 });
    const g722 = createDecoder({ codec: 'G722', sampleRate: 16_000, channels: 1 });
    assert.equal(opus.conceal(2 ** 31).length, 48_000);
    assert.equal(g722.conceal(2 ** 31).length, 16_000);
    assert.equal(opus.conceal(100).length, 100);
  });

  it('is heard less than a hole', () => {
    const format = { codec: 'PCMU', sampleRate: 8000, channels: 1 } as const;
    const sound = speech(4, 8000);
    const [encoder, decoder] = [createEncoder(format), createDecoder(format)];
    const packets = packetsOf(sound, 160);
    let [hidden, hole] = [0, 0];
    packets.forEach((packet, i) => {
      const bytes = encoder.encode(packet);
      const heard = i % 10 === 9 ? decoder.conceal(160) : decoder.decode(bytes);
      if (i % 10 !== 9) return;
      hole += power(packet);
      hidden += power(packet.map((sample, at) => sample - heard[at]!));
    });
    assert.ok(hidden < hole, `${hidden / hole}`);
  });

  it('Opus: finds the lost packet in the next one', () => {
    const format = { codec: 'opus', sampleRate: 16_000, channels: 1 } as const;
    const sound = speech(4, 16_000);
    const encoder = createEncoder(format, { bitrate: 24_000, loss: 25 });
    const bytes = packetsOf(sound, 320).map(packet => encoder.encode(packet));
    const listen = (recovers: boolean) => {
      const decoder = createDecoder(format);
      return joined(
        bytes.map((packet, i) => {
          if (i % 5 !== 4) return decoder.decode(packet);
          return recovers ? decoder.conceal(320, bytes[i + 1]) : decoder.conceal(320);
        }),
      );
    };
    const whole = (() => {
      const decoder = createDecoder(format);
      return joined(bytes.map(packet => decoder.decode(packet)));
    })();
    const difference = (heard: Int16Array) => power(whole.map((sample, i) => sample - heard[i]!));
    const [recovered, concealed] = [difference(listen(true)), difference(listen(false))];
    assert.ok(recovered < concealed / 2, `${recovered} with the next packet, ${concealed} without`);
  });
});
