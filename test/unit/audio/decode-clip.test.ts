import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { SAMPLE_RATE } from '../../../src/dsp/format.ts';
import { decoded } from '../../support/decoded.ts';
import {
  babble,
  decodedByFfmpeg,
  ffmpeg,
  HAS_FFMPEG,
  HAS_SOX,
  likeness,
  measuredByFfmpeg,
  sine,
  soundFolder,
  sox,
  wavFile,
} from '../../support/sounds.ts';

const SECONDS = 3;

interface Case {
  readonly file: string;
  readonly options: readonly string[];
  readonly format: string;
  readonly channels?: 1 | 2;
  /** Frames by which the length may differ from ffmpeg's. */
  readonly lengthBy?: number;
}

const BY_FFMPEG: readonly Case[] = [
  { file: 'stereo.mp3', options: ['-b:a', '128k', '-ar', '44100'], format: 'MP3', channels: 2 },
  { file: 'mono.mp3', options: ['-b:a', '64k', '-ac', '1', '-ar', '22050'], format: 'MP3' },
  { file: 'vbr.mp3', options: ['-q:a', '4'], format: 'MP3', channels: 2 },
  { file: 'slow.mp3', options: ['-b:a', '24k', '-ac', '1', '-ar', '8000'], format: 'MP3' },
  {
    file: 'untagged.mp3',
    options: ['-write_xing', '0', '-id3v2_version', '0'],
    format: 'MP3',
    channels: 2,
    lengthBy: 2400,
  },
  { file: 'layer2.mp2', options: ['-b:a', '192k'], format: 'MP2', channels: 2, lengthBy: 2400 },
  { file: 'stereo.ogg', options: ['-c:a', 'libvorbis'], format: 'Ogg Vorbis', channels: 2 },
  { file: 'mono.ogg', options: ['-c:a', 'libvorbis', '-ac', '1', '-ar', '16000'], format: 'Ogg Vorbis' },
  { file: 'stereo.opus', options: ['-c:a', 'libopus'], format: 'Opus', channels: 2 },
  { file: 'mono.opus', options: ['-c:a', 'libopus', '-ac', '1', '-b:a', '32k'], format: 'Opus' },
  { file: 'stereo.flac', options: ['-ar', '44100'], format: 'FLAC', channels: 2 },
  { file: 'deep.flac', options: ['-sample_fmt', 's32', '-ar', '96000'], format: 'FLAC', channels: 2 },
  { file: 'stereo.aac', options: ['-b:a', '128k'], format: 'AAC', channels: 2 },
  { file: 'stereo.m4a', options: ['-b:a', '128k', '-ar', '44100'], format: 'M4A', channels: 2 },
  { file: 'quick.m4a', options: ['-movflags', '+faststart'], format: 'M4A', channels: 2 },
  { file: 'u8.wav', options: ['-c:a', 'pcm_u8'], format: 'WAV', channels: 2 },
  { file: 's16.wav', options: ['-c:a', 'pcm_s16le', '-ar', '8000'], format: 'WAV', channels: 2 },
  { file: 's24.wav', options: ['-c:a', 'pcm_s24le'], format: 'WAV', channels: 2 }, // WAVE_FORMAT_EXTENSIBLE
  { file: 's32.wav', options: ['-c:a', 'pcm_s32le'], format: 'WAV', channels: 2 },
  { file: 'f32.wav', options: ['-c:a', 'pcm_f32le'], format: 'WAV', channels: 2 },
  { file: 'f64.wav', options: ['-c:a', 'pcm_f64le'], format: 'WAV', channels: 2 },
  { file: 'alaw.wav', options: ['-c:a', 'pcm_alaw', '-ac', '1', '-ar', '8000'], format: 'WAV' },
  { file: 'mulaw.wav', options: ['-c:a', 'pcm_mulaw', '-ac', '1', '-ar', '8000'], format: 'WAV' },
  { file: 'rf64.wav', options: ['-rf64', 'always'], format: 'WAV', channels: 2 },
  { file: 'mulaw.au', options: ['-c:a', 'pcm_mulaw', '-ac', '1', '-ar', '8000'], format: 'AU' },
  { file: 'alaw.au', options: ['-c:a', 'pcm_alaw', '-ac', '1', '-ar', '8000'], format: 'AU' },
  { file: 's16.au', options: ['-c:a', 'pcm_s16be'], format: 'AU', channels: 2 },
  { file: 'f64.au', options: ['-c:a', 'pcm_f64be'], format: 'AU', channels: 2 },
];

const BY_SOX: readonly Case[] = [
  { file: 'sox24.wav', options: ['-b', '24', '-e', 'signed-integer'], format: 'WAV', channels: 2 },
  { file: 'sox32.wav', options: ['-b', '32', '-e', 'floating-point'], format: 'WAV', channels: 2 },
  { file: 'sox-alaw.wav', options: ['-e', 'a-law', '-r', '8000', '-c', '1'], format: 'WAV' },
  { file: 'sox24.au', options: ['-b', '24', '-e', 'signed-integer'], format: 'AU', channels: 2 },
  { file: 'sox.flac', options: ['-C', '8'], format: 'FLAC', channels: 2 },
];

describe('decodeClip', function () {
  const folder = soundFolder();
  after(() => folder.remove());
  let source: string;

  before(function () {
    if (!HAS_FFMPEG) return;
    const mono = wavFile(folder.file('mono.source.wav'), babble(SECONDS));
    // The right channel is softer and 2 ms later, so that the two are not the same.
    const filter = 'pan=stereo|c0=c0|c1=0.5*c0,adelay=0|2';
    source = ffmpeg(mono, folder.file('source.wav'), '-af', filter, '-t', String(SECONDS));
  });

  async function compare(path: string, { format, channels = 1, lengthBy = 2 }: Case): Promise<void> {
    const ours = await decoded(path);
    // ffmpeg's own Opus decoder differs from the reference in the bands of speech.
    const theirs = decodedByFfmpeg(path, channels, format === 'Opus' ? ['-c:a', 'libopus'] : []);
    assert.equal(ours.format, format);
    assert.equal(ours.frames, ours.pcm.length);
    assert.ok(Math.abs(ours.frames - theirs.length) <= lengthBy, `${ours.frames} frames are not ${theirs.length}`);
    const alike = likeness(ours.pcm, theirs);
    assert.ok(alike >= 0.999, `likeness ${alike}`);
    const level = Math.sqrt(energy(ours.pcm) / energy(theirs));
    assert.ok(Math.abs(level - 1) < 0.01, `level ${level}`);
  }

  const energy = (samples: Int16Array) => samples.reduce((sum, sample) => sum + sample * sample, 0);

  for (const example of BY_FFMPEG) {
    it(`decodes ${example.file} of ffmpeg as ffmpeg does`, async function () {
      if (!HAS_FFMPEG) this.skip();
      await compare(ffmpeg(source, folder.file(example.file), ...example.options), example);
    });
  }

  for (const example of BY_SOX) {
    it(`decodes ${example.file} of sox as ffmpeg does`, async function () {
      if (!HAS_FFMPEG || !HAS_SOX) this.skip();
      const to = folder.file(example.file);
      await compare(sox(source, to, ...example.options), example);
    });
  }

  it('measures loudness and true peak as ffmpeg does', async function () {
    if (!HAS_FFMPEG) this.skip();
    for (const file of ['loud.flac', 'loud.mp3', 'loud.ogg']) {
      const path = ffmpeg(folder.file('mono.source.wav'), folder.file(file), '-ar', '44100');
      const { lufs, truePeakDb } = await decoded(path);
      const theirs = measuredByFfmpeg(path);
      assert.ok(lufs !== null && Math.abs(lufs - theirs.lufs) <= 0.1, `${file}: ${lufs} LUFS, not ${theirs.lufs}`);
      assert.ok(
        truePeakDb !== null && Math.abs(truePeakDb - theirs.truePeakDb) <= 0.2,
        `${file}: ${truePeakDb} dBTP, not ${theirs.truePeakDb}`,
      );
    }
  });

  it('takes a WAV of 48 kHz mono bit by bit', async () => {
    const path = wavFile(folder.file('exact.wav'), babble(0.5));
    const { pcm, lufs, waveform, extension } = await decoded(path);
    assert.deepEqual(pcm, new Int16Array(new Uint8Array(readFileSync(path).subarray(44)).buffer));
    assert.equal(extension, 'wav');
    assert.ok(lufs !== null && lufs < -10);
    assert.equal(waveform.length, 200);
  });

  it('knows no loudness and no peak of silence', async () => {
    const { lufs, truePeakDb, frames } = await decoded(wavFile(folder.file('silence.wav'), new Float32Array(48_000)));
    assert.deepEqual({ lufs, truePeakDb, frames }, { lufs: null, truePeakDb: null, frames: 48_000 });
  });

  it('clips what is above full scale, and says how much that was', async function () {
    if (!HAS_FFMPEG) this.skip();
    const soft = wavFile(folder.file('soft.wav'), sine(400, 48_000, 48_000, 0.5));
    const loud = ffmpeg(soft, folder.file('over.wav'), '-af', 'volume=12dB', '-c:a', 'pcm_f32le');
    const { pcm, truePeakDb } = await decoded(loud);
    assert.equal(Math.max(...pcm), 32_767);
    assert.equal(Math.min(...pcm), -32_768);
    assert.ok(truePeakDb !== null && Math.abs(truePeakDb - 6) < 0.1, String(truePeakDb));
  });

  it('takes tags with a large picture before MP3 and FLAC', async function () {
    if (!HAS_FFMPEG) this.skip();
    const tag = Buffer.alloc(300_010, 0xff); // looks like frame headers all over
    tag.write('ID3\x04\0\0', 0, 'latin1');
    [0, 18, 39, 96].forEach((byte, i) => (tag[6 + i] = byte)); // 7 bits a byte: 300 000
    for (const name of ['tagged.mp3', 'tagged.flac']) {
      const plain = ffmpeg(source, folder.file(`plain-${name}`), '-id3v2_version', '0');
      const tagged = folder.file(name);
      writeFileSync(tagged, Buffer.concat([tag, readFileSync(plain)]));
      const [one, other] = [await decoded(plain), await decoded(tagged)];
      assert.deepEqual(other.pcm, one.pcm, name);
    }
  });

  it('takes pictures inside FLAC and Ogg comments', async function () {
    if (!HAS_FFMPEG) this.skip();
    const picture = Buffer.alloc(150_000, 0x5a).toString('base64');
    for (const name of ['cover.ogg', 'cover.opus', 'cover.flac']) {
      const codec = name === 'cover.ogg' ? ['-c:a', 'libvorbis'] : [];
      const meta = folder.file('meta.txt');
      writeFileSync(meta, `;FFMETADATA1\ncomment=${picture.replaceAll('=', '\\=')}\n`);
      const path = ffmpeg(source, folder.file(name), '-i', meta, '-map_metadata', '1', ...codec);
      assert.ok(readFileSync(path).length > 200_000, 'the picture is in the file');
      const { frames } = await decoded(path);
      assert.equal(frames, SECONDS * SAMPLE_RATE, name);
    }
  });

  it('takes several Ogg streams one after the other, and leaves out what is behind them', async function () {
    if (!HAS_FFMPEG) this.skip();
    for (const name of ['chain.ogg', 'chain.opus']) {
      const codec = name === 'chain.ogg' ? 'libvorbis' : 'libopus';
      const one = readFileSync(
        ffmpeg(source, folder.file(`one-${name}`), '-c:a', codec, '-ar', '48000', '-serial_offset', '1'),
      );
      const two = readFileSync(
        ffmpeg(source, folder.file(`two-${name}`), '-c:a', codec, '-ar', '24000', '-serial_offset', '2'),
      );
      const path = folder.file(name);
      writeFileSync(path, Buffer.concat([one, two, Buffer.alloc(500, 'x')]));
      const { frames } = await decoded(path);
      assert.equal(frames, 2 * SECONDS * SAMPLE_RATE, name);
    }
  });

  it('takes WAV files written into a pipe, which cannot know their size', async function () {
    const bytes = readFileSync(wavFile(folder.file('known.wav'), babble(1)));
    for (const size of [0, 0xffff_ffff, 0x7fff_f000]) {
      bytes.writeUInt32LE(size, 40);
      const path = folder.file('pipe.wav');
      writeFileSync(path, bytes);
      assert.equal((await decoded(path)).frames, SAMPLE_RATE);
    }
  });

  it('finds the samples of a WAV file behind other chunks, and stops before those that follow', async () => {
    const plain = readFileSync(wavFile(folder.file('plain.wav'), babble(0.25)));
    const junk = Buffer.from('LIST\x07\0\0\0odd one\0', 'latin1');
    const path = folder.file('chunks.wav');
    writeFileSync(path, Buffer.concat([plain.subarray(0, 36), junk, plain.subarray(36), junk]));
    const [one, other] = [await decoded(folder.file('plain.wav')), await decoded(path)];
    assert.deepEqual(other.pcm, one.pcm);
  });

  it('goes by the content, whatever the file is called', async function () {
    if (!HAS_FFMPEG) this.skip();
    const flac = readFileSync(ffmpeg(source, folder.file('true.flac')));
    const path = folder.file('liar.mp3');
    writeFileSync(path, flac);
    assert.deepEqual([(await decoded(path)).format, (await decoded(path)).extension], ['FLAC', 'flac']);
  });

  it('tells how far it is, up to the end', async () => {
    const told: number[] = [];
    await decoded(wavFile(folder.file('long.wav'), babble(5)), {}, done => told.push(done));
    assert.ok(told.length > 5);
    assert.deepEqual(
      told,
      [...told].sort((a, b) => a - b),
    );
    assert.equal(told.at(-1), 1);
  });
});
