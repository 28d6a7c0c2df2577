import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { decoded } from '../../support/decoded.ts';
import { babble, ffmpeg, HAS_FFMPEG, noise, soundFolder, wavFile } from '../../support/sounds.ts';

const TAKEN = 'an audio clip may be MP3, WAV, AU, Ogg Vorbis, Opus, FLAC, AAC, M4A';
const SECONDS = 3;

/** The beginnings of files that are no audio clips, and what is said of them. */
const FOREIGN: [what: string, bytes: string][] = [
  ['a JPEG picture', '\xff\xd8\xff\xe0\0\x10JFIF\0'],
  ['a PNG picture', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['a GIF picture', 'GIF89a'],
  ['a WebP picture', 'RIFF\x10\0\0\0WEBPVP8 '],
  ['a PDF document', '%PDF-1.7\n'],
  ['a ZIP archive or an office document', 'PK\x03\x04\x14\0'],
  ['a gzip archive', '\x1f\x8b\x08'],
  ['a Matroska or WebM file', '\x1a\x45\xdf\xa3'],
  ['an AVI video', 'RIFF\x10\0\0\0AVI LIST'],
  ['a Windows Media file', '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
  ['an AIFF file', 'FORM\0\0\0\x10AIFFCOMM'],
  ['a MIDI file', 'MThd\0\0\0\x06'],
  ['a HEIF or AVIF picture', '\0\0\0\x18ftypheic\0\0\0\0'],
  ['a web page', '\n<!DOCTYPE html><html><body>404 Not Found</body></html>'],
  ['an XML document', '<?xml version="1.0"?><a/>'],
  ['a text file', 'Dear janitor,\nplease play this. Übermorgen.\n'],
  ['a file of a kind we do not know', '\x01\x02\x03\x04 who knows \xfe'],
];

describe('decodeClip of a bad file', () => {
  const folder = soundFolder();
  after(() => folder.remove());
  let source: string;

  before(() => {
    source = wavFile(folder.file('source.wav'), babble(SECONDS));
  });

  const written = (name: string, bytes: Uint8Array | string) => {
    const path = folder.file(name);
    writeFileSync(path, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    return path;
  };

  const refused = (path: string, kind: string, message: RegExp) =>
    assert.rejects(decoded(path), (error: unknown) => {
      assert.ok(error instanceof Fault, String(error));
      assert.match(error.message, message);
      assert.equal(error.kind, kind);
      assert.equal(error.field, 'file');
      return true;
    });

  for (const [what, bytes] of FOREIGN) {
    it(`says that it is ${what}, and what we take`, async () => {
      const text = what === 'a text file' ? Buffer.from(bytes) : Buffer.from(bytes, 'latin1');
      await refused(written('alarm.mp3', text), 'unsupported', new RegExp(`^this is ${what}; ${TAKEN}$`));
    });
  }

  it('says that it is a real JPEG, or a real video', async function () {
    if (!HAS_FFMPEG) this.skip();
    const picture = ['-f', 'lavfi', '-i', 'testsrc=s=320x240:d=1', '-map', '1:v'];
    const jpeg = readFileSync(ffmpeg(source, folder.file('real.jpg'), ...picture, '-frames:v', '1'));
    await refused(written('jpeg.mp3', jpeg), 'unsupported', /^this is a JPEG picture/);
    const film = ffmpeg(
      source,
      folder.file('film.mp4'),
      '-f',
      'lavfi',
      '-i',
      'testsrc=d=1',
      '-map',
      '0:a',
      '-map',
      '1:v',
    );
    await refused(film, 'unsupported', /^this is an MP4 video/);
  });

  it('says that it is empty', () => refused(written('empty.wav', ''), 'invalid', /^the file is empty$/));

  it('never says anything else of noise', async () => {
    const random = noise(11);
    for (let length = 1; length < 200_000; length *= 3) {
      const bytes = Uint8Array.from({ length }, () => (random() + 1) * 128);
      bytes[0] = 0x81; // no beginning of anything
      await refused(written('noise.mp3', bytes), 'unsupported', /^this is /);
    }
  });

  it('names the codec inside a WAV or AU file that we cannot read', async () => {
    const wav = readFileSync(source);
    wav.writeUInt16LE(0x31, 20);
    await refused(written('gsm.wav', wav), 'unsupported', /^this is a WAV file of GSM 6\.10; WAV and AU may hold PCM/);
    const au = Buffer.alloc(100);
    au.write('.snd');
    [24, 76, 23, 8000, 1].forEach((word, i) => au.writeUInt32BE(word, 4 + 4 * i));
    await refused(written('g721.au', au), 'unsupported', /^this is an AU file of encoding 23;/);
  });

  it('refuses headers that cannot be', async () => {
    const changed = (change: (wav: Buffer) => unknown) => {
      const wav = readFileSync(source);
      change(wav);
      return written('odd.wav', wav);
    };
    await refused(
      changed(wav => wav.writeUInt32LE(0, 24)),
      'invalid',
      /0 samples a second; 4000 to 384000 can be played/,
    );
    await refused(
      changed(wav => wav.writeUInt32LE(1, 24)),
      'invalid',
      /1 samples a second/,
    );
    await refused(
      changed(wav => wav.writeUInt32LE(4_000_000_000, 24)),
      'invalid',
      /samples a second/,
    );
    await refused(
      changed(wav => wav.writeUInt16LE(0, 22)),
      'invalid',
      /header is damaged/,
    );
    await refused(
      changed(wav => wav.writeUInt16LE(7, 32)),
      'unsupported',
      /16-bit samples|56-bit/,
    );
    await refused(written('cut.wav', readFileSync(source).subarray(0, 30)), 'invalid', /ends in its header|no samples/);
    await refused(written('bare.wav', readFileSync(source).subarray(0, 44)), 'invalid', /ends after 0\.00 s of 3\.0 s/);
  });

  it('refuses a file without sound', async function () {
    const wav = readFileSync(source).subarray(0, 44);
    wav.writeUInt32LE(0, 40);
    await refused(written('none.wav', wav), 'invalid', /has no sound in it/);
    if (!HAS_FFMPEG) this.skip();
    await refused(ffmpeg(source, folder.file('none.flac'), '-t', '0'), 'invalid', /no sound|ends early/);
  });

  describe('that was cut off', () => {
    const half = (path: string, part = 0.5) => {
      const bytes = readFileSync(path);
      return written(`half-${path.slice(folder.path.length + 1)}`, bytes.subarray(0, bytes.length * part));
    };

    it('says where a WAV or AU file ends', async function () {
      await refused(half(source), 'invalid', /^the file ends after 1\.5 s of 3\.0 s; upload it again$/);
      if (!HAS_FFMPEG) this.skip();
      const au = ffmpeg(source, folder.file('whole.au'));
      const bytes = readFileSync(au);
      bytes.writeUInt32BE(SECONDS * 96_000, 8); // ffmpeg leaves it unknown
      await refused(half(written('sized.au', bytes)), 'invalid', /^the file ends after 1\.5 s of 3\.0 s/);
    });

    it('says where an MP3 with a Xing, Info or VBRI tag ends', async function () {
      if (!HAS_FFMPEG) this.skip();
      const info = ffmpeg(source, folder.file('info.mp3'), '-b:a', '64k', '-id3v2_version', '0');
      await refused(half(info), 'invalid', /^the file ends after 1\.[3-7] s of 3\.[01] s; upload it again$/);
      const xing = ffmpeg(source, folder.file('xing.mp3'), '-q:a', '5');
      await refused(half(xing, 0.6), 'invalid', /^the file ends after \d\.\d s of 3\.[01] s/);
      const vbri = vbriInstead(readFileSync(info));
      assert.equal((await decoded(written('vbri.mp3', vbri))).format, 'MP3');
      await refused(half(folder.file('vbri.mp3')), 'invalid', /^the file ends after 1\.[3-7] s of 3\.[01] s/);
    });

    it('takes as much of an MP3 without such a tag as there is', async function () {
      if (!HAS_FFMPEG) this.skip();
      const path = ffmpeg(source, folder.file('plain.mp3'), '-b:a', '64k', '-write_xing', '0');
      const { durationMs } = { durationMs: (await decoded(half(path))).frames / 48 };
      assert.ok(durationMs > 1300 && durationMs < 1700, String(durationMs));
    });

    it('says how much of a FLAC file is there', async function () {
      if (!HAS_FFMPEG) this.skip();
      const path = ffmpeg(source, folder.file('whole.flac'));
      await refused(
        half(path),
        'invalid',
        /^the file is damaged or ends early: [12]\.\d s of 3\.0 s are there; upload it again$/,
      );
    });

    it('says where an Ogg file ends', async function () {
      if (!HAS_FFMPEG) this.skip();
      for (const name of ['whole.ogg', 'whole.opus']) {
        const codec = name === 'whole.ogg' ? 'libvorbis' : 'libopus';
        const path = ffmpeg(source, folder.file(name), '-c:a', codec, '-page_duration', '100000');
        await refused(
          half(path, 0.6),
          'invalid',
          /^the file ends after [12]\.\d s without its last page; upload it again$/,
        );
      }
    });

    it('says where an M4A file ends, and that it has no index where that is cut off', async function () {
      if (!HAS_FFMPEG) this.skip();
      const quick = ffmpeg(source, folder.file('quick.m4a'), '-movflags', '+faststart');
      await refused(half(quick), 'invalid', /^the file ends after 1\.\d s of 3\.0 s; upload it again$/);
      const late = ffmpeg(source, folder.file('late.m4a'));
      await refused(half(late), 'invalid', /damaged or ends early: it has no index/);
    });

    it('says so when there is nothing behind its tags', async () => {
      const tag = Buffer.alloc(1000);
      tag.write('ID3\x04\0\0\0\x08\0\0', 'latin1'); // 131 072 bytes
      await refused(written('tag.mp3', tag), 'invalid', /^the file ends after 0\.00 s inside its tags/);
    });

    it('always has a clear answer, wherever it is cut', async function () {
      if (!HAS_FFMPEG) this.skip();
      this.timeout(60_000);
      const short = wavFile(folder.file('short.wav'), babble(0.3));
      for (const [name, ...options] of [['s.mp3'], ['s.ogg', '-c:a', 'libvorbis'], ['s.opus'], ['s.flac'], ['s.au']]) {
        const bytes = readFileSync(ffmpeg(short, folder.file(name ?? ''), ...options));
        for (let part = 1; part < 12; part++) {
          const path = written(`cut-${name}`, bytes.subarray(0, (bytes.length * part) / 12));
          await decoded(path).catch((error: unknown) =>
            assert.ok(error instanceof Fault, `${name} ${part}/12: ${String(error)}`),
          );
        }
      }
    });
  });

  describe('that was damaged', () => {
    it('says where in an Ogg file, by the checksum of the page', async function () {
      if (!HAS_FFMPEG) this.skip();
      const bytes = readFileSync(
        ffmpeg(source, folder.file('dented.ogg'), '-c:a', 'libvorbis', '-page_duration', '100000'),
      );
      bytes[Math.floor(bytes.length * 0.7)]! ^= 0x55;
      await refused(written('dented.ogg', bytes), 'invalid', /^the file is damaged after [12]\.\d s; upload it again$/);
    });

    it('says that something of a FLAC file is missing', async function () {
      if (!HAS_FFMPEG) this.skip();
      const bytes = readFileSync(ffmpeg(source, folder.file('dented.flac')));
      bytes[Math.floor(bytes.length * 0.7)]! ^= 0x55;
      await refused(
        written('dented.flac', bytes),
        'invalid',
        /^the file is damaged or ends early: [12]\.\d s of 3\.0 s/,
      );
    });

    it('never ends in anything but a clip or a clear answer', async function () {
      if (!HAS_FFMPEG) this.skip();
      this.timeout(60_000);
      const short = wavFile(folder.file('short.wav'), babble(0.3));
      const random = noise(23);
      const pick = (below: number) => Math.floor(((random() + 1) / 2) * below);
      for (const [name, ...options] of [
        ['d.mp3'],
        ['d.ogg', '-c:a', 'libvorbis'],
        ['d.opus'],
        ['d.flac'],
        ['d.wav'],
        ['d.au'],
      ]) {
        const whole = readFileSync(ffmpeg(short, folder.file(name ?? ''), ...options));
        for (let round = 0; round < 15; round++) {
          const bytes = Buffer.from(whole);
          // First dents anywhere, then in the headers.
          for (let dents = 0; dents < 12; dents++) bytes[pick(round < 8 ? bytes.length : 200)] = pick(256);
          const path = written(`dented-${name}`, bytes);
          await decoded(path).catch((error: unknown) =>
            assert.ok(error instanceof Fault, `${name} ${round}: ${String(error)}`),
          );
        }
      }
    });
  });

  it('refuses what is too long, or larger than there is room for', async () => {
    const limited = (limits: object) => decoded(source, limits);
    await assert.rejects(limited({ maxDurationS: 2 }), {
      kind: 'too-large',
      message: 'the audio clip is longer than 2 s',
    });
    await assert.rejects(limited({ maxBytes: 100_000 }), { kind: 'full', message: /not enough space/ });
    await limited({ maxDurationS: SECONDS, maxBytes: SECONDS * 96_000 });
  });

  it('says that AAC needs ffmpeg where there is none', async function () {
    if (!HAS_FFMPEG) this.skip();
    for (const name of ['voice.aac', 'voice.m4a']) {
      await assert.rejects(decoded(ffmpeg(source, folder.file(name)), { ffmpeg: '/nowhere/ffmpeg' }), {
        kind: 'unsupported',
        message: 'AAC and M4A need ffmpeg, which this speaker does not have; take MP3, WAV, AU, Ogg Vorbis, Opus, FLAC',
      });
    }
  });

  it('says that an AAC file is damaged when ffmpeg finds nothing in it', async function () {
    if (!HAS_FFMPEG) this.skip();
    const bytes = readFileSync(ffmpeg(source, folder.file('voice.m4a')));
    const path = written('hollow.m4a', bytes.fill(0, 40, bytes.indexOf('moov') - 4));
    await refused(path, 'invalid', /^the file is damaged/);
  });
});

/** Puts a VBRI tag, as Fraunhofer's encoders write it, in the place of the first frame's Info tag. */
function vbriInstead(mp3: Buffer): Buffer {
  const changed = Buffer.from(mp3);
  const info = changed.indexOf('Info');
  const frames = changed.readUInt32BE(info + 8);
  const frame = changed.lastIndexOf(0xff, info);
  changed.fill(0, frame + 4, frame + 190);
  changed.write('VBRI', frame + 36);
  changed.writeUInt32BE(frames, frame + 50);
  return changed;
}
