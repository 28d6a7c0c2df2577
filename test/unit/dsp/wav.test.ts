import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, describe, it } from 'mocha';
import { writeWav } from '../../../src/dsp/wav.ts';
import { HAS_FFMPEG, soundFolder } from '../../support/sounds.ts';

describe('writeWav', () => {
  const folder = soundFolder();
  after(() => folder.remove());

  it('writes a file that ffmpeg reads as it is', function () {
    if (!HAS_FFMPEG) this.skip();
    const samples = Int16Array.from({ length: 1000 }, (_, i) => (i * 7919) % 32_768);
    const path = folder.file('ours.wav');
    writeFileSync(path, writeWav(samples, 48_000));
    const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 's16le', '-']);
    assert.deepEqual(new Int16Array(new Uint8Array(raw).buffer), samples);
    const probe = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=sample_rate,channels', path]);
    assert.match(probe.toString(), /sample_rate=48000\nchannels=1/);
  });

  it('writes a header of 44 bytes', () => {
    assert.equal(writeWav(new Int16Array(10), 48_000).length, 64);
  });
});
