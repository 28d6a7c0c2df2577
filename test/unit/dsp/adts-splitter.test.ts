import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'mocha';
import { AdtsSplitter } from '../../../src/dsp/adts-splitter.ts';
import { HAS_FFMPEG, noise } from '../../support/sounds.ts';

const frame = (length: number, fill = 0) => {
  const bytes = Buffer.alloc(length, fill);
  bytes.set([0xff, 0xf1, 0x60, 0x40 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]);
  return bytes;
};

describe('frames of AAC', () => {
  it('come whole out of pieces of any size, and what is none is skipped', () => {
    const frames = [frame(100, 1), frame(7), frame(800, 0xff), frame(9)];
    const stream = Buffer.concat([Buffer.from('rubbish'), ...frames]);
    for (const size of [1, 3, 50, 2000]) {
      const splitter = new AdtsSplitter();
      const found: Uint8Array[] = [];
      for (let at = 0; at < stream.length; at += size) found.push(...splitter.split(stream.subarray(at, at + size)));
      assert.deepEqual(
        found.map(({ length }) => length),
        [100, 7, 800, 9],
        `${size}`,
      );
    }
  });

  it('are never more than came, whatever comes', () => {
    const random = noise(8);
    const splitter = new AdtsSplitter();
    let [came, found] = [0, 0];
    for (let i = 0; i < 300; i++) {
      const piece = Uint8Array.from({ length: 200 }, () => (random() > 0.3 ? 0xff : Math.floor((random() + 1) * 128)));
      came += piece.length;
      for (const { length } of splitter.split(piece)) found += length;
    }
    assert.ok(found <= came);
  });

  it('are those that ffmpeg makes', function () {
    if (!HAS_FFMPEG) this.skip();
    const args = ['-v', 'error', '-f', 'lavfi', '-i', 'sine=f=440:r=16000:d=2', '-c:a', 'aac', '-f', 'adts', '-'];
    const stream = execFileSync('ffmpeg', args);
    const frames = new AdtsSplitter().split(stream);
    assert.ok(frames.length >= 31 && frames.length <= 33, `${frames.length}`);
    assert.equal(Buffer.compare(Buffer.concat(frames), stream), 0);
  });
});
