import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { OggOpusWriter } from '../../../../src/dsp/ogg-opus-writer.ts';
import { createDecoder, createEncoder, StreamDecoder } from '../../../../src/engine/codecs/index.ts';
import {
  bestSnr,
  decodedByFfmpeg,
  encodedByFfmpeg,
  joined,
  KNOWN,
  nameOf,
  packetsOf,
  snr,
  speech,
} from '../../../support/codec-sounds.ts';
import { HAS_FFMPEG } from '../../../support/sounds.ts';

/** What the codec makes of speech, dB. */
const QUALITY: Readonly<Record<string, number>> = {
  PCMU: 36,
  PCMA: 36,
  L16: 200,
  L24: 200,
  G722: 20,
  'G726-32': 32,
  'G726-24': 26,
};
/** G.722 comes 22 samples late, which is its filters' delay. */
const LATE: Readonly<Record<string, number>> = { G722: 22 };
/**
 * ffmpeg's G.726 rounds in another way than ITU-T's and ours (spandsp's decodes to the bit what Sun's old reference does),
 * so that what the other has encoded is heard with this SNR, dB.
 */
const BETWEEN: Readonly<Record<string, number>> = { 'G726-32': 27, 'G726-24': 24 };

describe('codecs beside ffmpeg', () => {
  before(function () {
    if (!HAS_FFMPEG) this.skip();
  });

  for (const { format, demuxer, encoder } of KNOWN) {
    const { codec, sampleRate } = format;
    const late = LATE[codec] ?? 0;
    const sound = speech(3, sampleRate);
    const packets = packetsOf(sound, sampleRate / 50);
    const between = BETWEEN[codec];
    const agree = (ours: Int16Array, theirs: Int16Array) => {
      assert.equal(ours.length, theirs.length);
      if (between === undefined) assert.deepEqual(ours, theirs);
      else assert.ok(snr(theirs, ours) > between, `${snr(theirs, ours)} dB`);
    };

    it(`${nameOf(format)}: decodes what ffmpeg encoded ${between === undefined ? 'to the bit as' : 'much as'} ffmpeg does`, () => {
      const stream = encodedByFfmpeg(sound, encoder, sampleRate);
      const ours = joined(new StreamDecoder(format).decode(stream));
      agree(ours, decodedByFfmpeg(stream, demuxer, sampleRate));
      const db = snr(sound, ours, late);
      assert.ok(db > Math.min(QUALITY[codec]!, between ?? Infinity), `${db} dB`);
    });

    it(`${nameOf(format)}: encodes as well as ffmpeg does, and ffmpeg understands it`, () => {
      const [ours, decoder] = [createEncoder(format), createDecoder(format)];
      const encoded = packets.map(packet => ours.encode(packet));
      const heard = joined(encoded.map(packet => decoder.decode(packet)));
      agree(heard, decodedByFfmpeg(Buffer.concat(encoded), demuxer, sampleRate));
      const theirs = decodedByFfmpeg(encodedByFfmpeg(sound, encoder, sampleRate), demuxer, sampleRate);
      const [db, best] = [snr(sound, heard, late), snr(sound, theirs, late)];
      assert.ok(db > QUALITY[codec]! && !(db < best - 0.2), `${db} dB, ffmpeg's encoder ${best} dB`);
    });
  }

  it('Opus: encodes what ffmpeg understands, in Ogg', () => {
    const sound = speech(3, 48_000);
    const encoder = createEncoder({ codec: 'opus', sampleRate: 48_000, channels: 1 }, { bitrate: 64_000 });
    const ogg = new OggOpusWriter(7);
    const stream = [ogg.head()];
    for (const packet of packetsOf(sound, 960)) stream.push(ogg.packet(encoder.encode(packet), 960));
    const heard = decodedByFfmpeg(Buffer.concat(stream), ['-c:a', 'libopus'], 48_000);
    const { late, db } = bestSnr(sound, heard, 20);
    assert.equal(late, 0, 'what the encoder puts in front is told');
    assert.ok(db > 15, `${db} dB`);
  });

  it('Opus: decodes what ffmpeg encoded, in Ogg, as ffmpeg does', () => {
    const sound = speech(3, 48_000);
    const encoder = ['-c:a', 'libopus', '-b:a', '48k', '-application', 'audio', '-f', 'ogg'];
    const stream = encodedByFfmpeg(sound, encoder, 48_000);
    const theirs = decodedByFfmpeg(stream, ['-c:a', 'libopus'], 48_000);
    const decoder = new StreamDecoder({ codec: 'opus', sampleRate: 48_000, channels: 1 });
    const pieces = Array.from({ length: Math.ceil(stream.length / 1000) }, (_, i) =>
      joined(decoder.decode(stream.subarray(i * 1000, (i + 1) * 1000))),
    );
    const ours = joined(pieces).subarray(312);
    assert.ok(snr(theirs, ours) > 60, `${snr(theirs, ours)} dB`);
    assert.ok(snr(sound, ours) > 12, `${snr(sound, ours)} dB`);
    assert.equal(decoder.broken, 0);
  });

  for (const sampleRate of [8000, 12_000, 16_000, 24_000]) {
    it(`Opus: goes both ways at ${sampleRate} Hz`, () => {
      const format = { codec: 'opus', sampleRate, channels: 2 } as const;
      const [encoder, decoder] = [createEncoder(format, { bitrate: 48_000 }), createDecoder(format)];
      const sound = speech(2, sampleRate);
      const heard = joined(packetsOf(sound, sampleRate / 50).map(packet => decoder.decode(encoder.encode(packet))));
      const { db } = bestSnr(sound, heard, sampleRate / 50);
      assert.ok(db > 10, `${db} dB`);
    });
  }
});
