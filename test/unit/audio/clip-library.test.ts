import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { CLIP_RECORDS, type ClipRecord } from '../../../src/audio/clip.ts';
import type { ClipDecoder } from '../../../src/audio/clip-decoder.ts';
import { ClipLibrary } from '../../../src/audio/clip-library.ts';
import { decodeClip } from '../../../src/audio/decode-clip.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createLog } from '../../../src/core/log.ts';
import { writeWav } from '../../../src/dsp/wav.ts';
import { Collection, JsonFile } from '../../../src/settings/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { soundFolder } from '../../support/sounds.ts';

const GENEROUS = {
  maxClips: 100,
  maxUploadBytes: 1_000_000,
  maxDurationS: 60,
  quotaBytes: 10_000_000,
  reserveBytes: 0,
};
const WAV_BYTES = 9644;

/** A tenth of a second; 9,644 bytes, and 9,600 decoded. */
const wav = () =>
  Buffer.from(
    writeWav(
      Int16Array.from({ length: 4800 }, (_, i) => (i * 997) % 20_000),
      48_000,
    ),
  );

const decodeHere: ClipDecoder = (job, { signal, progress = () => undefined }) =>
  decodeClip(job, { clock: systemClock, signal, progress });

describe('ClipLibrary', () => {
  let folder: ReturnType<typeof soundFolder>;
  let limits: typeof GENEROUS;
  let logged: string[];
  let library: ClipLibrary;
  let records: Collection<ClipRecord>;
  const never = new AbortController().signal;

  beforeEach(async () => {
    folder = soundFolder();
    limits = GENEROUS;
    library = await opened();
  });

  afterEach(() => folder.remove());

  /** A library on the same folder, as after a restart. */
  async function opened(decode: ClipDecoder = decodeHere): Promise<ClipLibrary> {
    logged = [];
    const log = createLog((level, _area, message) => logged.push(`${level}: ${message}`));
    const file = new JsonFile({ path: folder.file('clips.json'), schema: CLIP_RECORDS, empty: [], log });
    records = new Collection<ClipRecord>({ file, noun: 'audio clip' });
    const clock = new FakeClock('2026-03-01T08:00:00Z');
    const next = new ClipLibrary({ folder: folder.path, records, decode, limits: () => limits, clock, log });
    await next.load();
    return next;
  }

  const upload = (fileName: string, content: Buffer | Readable = wav(), name?: string) => {
    const stream = content instanceof Readable ? content : Readable.from(pieces(content, 1000));
    return library.receive({ fileName, content: stream, ...(name === undefined ? {} : { name }) }, never);
  };

  function* pieces(bytes: Buffer, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  /** Of the files of clips. */
  const files = () => readdirSync(folder.path).filter(name => !name.startsWith('clips.json'));

  it('keeps a clip: the original, what it sounds like, and what is known of it', async () => {
    const clip = await upload('Fire alarm.WAV');
    const { key, waveform, lufs, truePeakDb, ...known } = clip;
    assert.deepEqual(known, {
      id: '0',
      name: 'Fire alarm',
      location: 'Fire-alarm.wav',
      format: 'WAV',
      bytes: WAV_BYTES,
      durationMs: 100,
      addedAt: '2026-03-01T08:00:00.000Z',
      frames: 4800,
    });
    assert.equal(lufs, null); // too short
    assert.ok(truePeakDb !== null && truePeakDb < 0);
    assert.equal(waveform.length, 200);
    assert.deepEqual(library.list(), [clip]);
    assert.deepEqual(files().sort(), [`${key}.original`, `${key}.pcm`]);
    const original = library.original('0');
    assert.deepEqual(
      { ...original, path: '' },
      { path: '', fileName: 'Fire-alarm.wav', type: 'audio/wav', bytes: WAV_BYTES },
    );
    assert.deepEqual(readFileSync(original.path), wav());
    const { file, frames } = library.pcm('0');
    assert.equal(frames, 4800);
    assert.deepEqual(readFileSync(file), wav().subarray(44));
    assert.deepEqual(library.usage(), { bytes: WAV_BYTES + 9600, quotaBytes: 10_000_000 });
  });

  it('calls a clip as told, else as its file', async () => {
    assert.equal((await upload('a.wav', wav(), '  Lunch  ')).name, 'Lunch');
    assert.equal((await upload('C:\\sounds\\b.x.wav')).name, 'b.x');
    await assert.rejects(upload('c.wav', wav(), 'two\nlines'), { kind: 'invalid', field: 'name' });
    assert.equal(library.list().length, 2);
  });

  it('gives each clip the lowest free number and a file name of its own', async () => {
    for (const name of ['alarm.mp3', 'alarm.wav', 'alarm']) await upload(name);
    await library.remove('1');
    await upload('alarm.wav');
    assert.deepEqual(
      library.list().map(({ id, location }) => [id, location]),
      [
        ['0', 'alarm.wav'],
        ['2', 'alarm-3.wav'],
        ['1', 'alarm-2.wav'],
      ],
    );
  });

  it('renames a clip, and links to it go on working', async () => {
    await upload('alarm.wav');
    await library.rename('0', ' Evacuation ');
    assert.equal(library.get('0').name, 'Evacuation');
    assert.equal(library.match('alarm.wav').id, '0');
    await assert.rejects(library.rename('0', ''), { kind: 'invalid' });
    await assert.rejects(library.rename('7', 'x'), { kind: 'not-found', message: 'no audio clip 7' });
  });

  it('removes a clip with its files', async () => {
    await upload('alarm.wav');
    await library.remove('0');
    assert.deepEqual([library.list(), files(), library.usage().bytes], [[], [], 0]);
    await assert.rejects(library.remove('0'), { kind: 'not-found' });
    assert.throws(() => library.pcm('0'), { kind: 'not-found' });
    assert.throws(() => library.original('0'), { kind: 'not-found' });
  });

  it('finds clips by file name, path and wildcard', async () => {
    for (const name of ['bell-1.wav', 'bell-2.wav', 'horn.wav']) await upload(name);
    assert.equal(library.match('horn.wav').id, '2');
    assert.equal(library.match('/etc/audioclips/bell-2.wav').id, '1');
    assert.equal(library.match('bell*', () => 0).id, '0');
    assert.equal(library.match('bell*', () => 0.999).id, '1');
    const drawn = new Set(Array.from({ length: 100 }, () => library.match('*').id));
    assert.equal(drawn.size, 3);
    assert.throws(() => library.match('drum*'), { kind: 'not-found', message: 'no audio clip is called drum*' });
  });

  it('tells how far decoding is', async () => {
    const told: number[] = [];
    await library.receive({ fileName: 'a.wav', content: Readable.from([wav()]) }, never, done => told.push(done));
    assert.equal(told.at(-1), 1);
  });

  describe('leaves nothing behind', () => {
    afterEach(async () => {
      assert.deepEqual([files(), library.list(), library.usage().bytes], [[], [], 0]);
      await upload('next.wav'); // and goes on
      assert.equal(library.get('0').name, 'next');
    });

    it('when the file is not what we take', async () => {
      await assert.rejects(upload('x.mp3', Buffer.from('\xff\xd8\xff\xe0 JFIF', 'latin1')), {
        kind: 'unsupported',
        message: /^this is a JPEG picture; an audio clip may be MP3, WAV/,
      });
    });

    it('when the file is cut off', async () => {
      await assert.rejects(upload('x.wav', wav().subarray(0, 5000)), {
        kind: 'invalid',
        message: 'the file ends after 0.05 s of 0.10 s; upload it again',
      });
    });

    it('when the file is empty', () =>
      assert.rejects(upload('x.wav', Buffer.alloc(0)), { message: 'the file is empty' }));

    it('when the file is too large, and stops reading there', async () => {
      let given = 0;
      const endless = new Readable({
        read() {
          given += 65_536;
          this.push(Buffer.alloc(65_536));
        },
      });
      await assert.rejects(upload('x.wav', endless), {
        kind: 'too-large',
        message: 'the file is larger than 1 MB, which is the most for an audio clip',
      });
      assert.ok(given < 1_400_000, String(given));
      assert.ok(endless.destroyed);
    });

    it('when all clips together would take too much, original and decoded', async () => {
      limits = { ...GENEROUS, quotaBytes: 5000 };
      await assert.rejects(upload('x.wav'), { kind: 'full', message: /^all audio clips together may take 0 MB/ });
      limits = { ...GENEROUS, quotaBytes: WAV_BYTES + 9599 };
      await assert.rejects(upload('x.wav'), { kind: 'full', message: /not enough space/ });
      limits = { ...GENEROUS, quotaBytes: WAV_BYTES + 9600 };
    });

    it('when the disk would be too full', async () => {
      limits = { ...GENEROUS, reserveBytes: 1e15 };
      await assert.rejects(upload('x.wav'), { kind: 'full', message: /^the storage is nearly full/ });
      limits = GENEROUS;
    });

    it('when the clip is too long', async () => {
      limits = { ...GENEROUS, maxDurationS: 0.05 };
      await assert.rejects(upload('x.wav'), { kind: 'too-large', message: /longer than 0\.05 s/ });
      limits = GENEROUS;
    });

    it('when there are too many clips', async () => {
      limits = { ...GENEROUS, maxClips: 0 };
      await assert.rejects(upload('x.wav'), { kind: 'full', message: /^there are 0 audio clips, which is the most/ });
      limits = GENEROUS;
    });

    it('when the upload breaks off', async () => {
      const content = new PassThrough();
      content.write(wav().subarray(0, 3000));
      const received = upload('x.wav', content);
      setTimeout(() => content.destroy(), 20);
      await assert.rejects(received, { kind: 'invalid', message: /broke off before its end; try again/ });
    });

    it('when it is aborted while it arrives', async () => {
      const aborter = new AbortController();
      const content = new PassThrough();
      content.write(wav().subarray(0, 3000));
      const received = library.receive({ fileName: 'x.wav', content }, aborter.signal);
      while (files().length === 0) await turn();
      aborter.abort();
      await assert.rejects(received, { kind: 'failed' });
      assert.ok(content.destroyed);
    });

    it('when it is aborted while it is decoded', async () => {
      const aborter = new AbortController();
      library = await opened((job, options) => {
        aborter.abort();
        return decodeHere(job, options);
      });
      const content = Readable.from([wav()]);
      await assert.rejects(library.receive({ fileName: 'x.wav', content }, aborter.signal), { kind: 'failed' });
      library = await opened();
    });

    it('when the decoder breaks down after it wrote something', async () => {
      library = await opened(async ({ target }) => {
        writeFileSync(target, 'half');
        throw new Error('bug');
      });
      await assert.rejects(upload('x.wav'), { message: 'bug' });
      library = await opened();
    });

    it('when the record cannot be written', async () => {
      rmSync(folder.path, { recursive: true });
      library = await opened();
      const add = records.add.bind(records);
      records.add = () => Promise.reject(new Error('disk full'));
      await assert.rejects(upload('x.wav'), { message: 'disk full' });
      records.add = add;
    });
  });

  describe('with several uploads at the same time', () => {
    it('gives each its own number and file name', async () => {
      const clips = await Promise.all(Array.from({ length: 8 }, () => upload('alarm.wav')));
      assert.deepEqual(clips.map(({ id }) => id).sort(), ['0', '1', '2', '3', '4', '5', '6', '7']);
      assert.equal(new Set(clips.map(({ location }) => location)).size, 8);
      assert.equal(files().length, 16);
    });

    it('never exceeds the quota', async () => {
      limits = { ...GENEROUS, quotaBytes: 3.5 * (WAV_BYTES + 9600) };
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => upload('alarm.wav')));
      const taken = outcomes.filter(({ status }) => status === 'fulfilled').length;
      assert.ok(taken <= 3);
      for (const outcome of outcomes) if (outcome.status === 'rejected') assert.equal(outcome.reason.kind, 'full');
      assert.equal(files().length, 2 * taken);
      assert.ok(library.usage().bytes <= limits.quotaBytes);
      // Those that failed hold no space.
      for (let clips = taken; clips < 3; clips++) await upload('alarm.wav');
      await assert.rejects(upload('alarm.wav'), { kind: 'full' });
    });

    it('never exceeds the number of clips', async () => {
      limits = { ...GENEROUS, maxClips: 3 };
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => upload('alarm.wav')));
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3);
      assert.equal(library.list().length, 3);
    });

    it('does not let one that stalls hold up the others', async () => {
      const stalled = new PassThrough();
      stalled.write(wav().subarray(0, 100));
      const first = upload('stalled.wav', stalled);
      assert.equal((await upload('quick.wav')).id, '0');
      stalled.end(wav().subarray(100));
      assert.equal((await first).id, '1');
    });
  });

  describe('after a restart', () => {
    it('has all clips as they were', async () => {
      await upload('alarm.wav');
      await upload('bell.wav');
      await library.rename('1', 'Chime');
      const before = structuredClone(library.list());
      const again = await opened();
      assert.deepEqual(again.list(), before);
      assert.deepEqual(readFileSync(again.pcm('1').file), wav().subarray(44));
      assert.deepEqual(logged, []);
    });

    it('sweeps away what belongs to no clip, and nothing else', async () => {
      const { key } = await upload('alarm.wav');
      for (const name of ['0123456789abcdef.original', 'feedbeef.pcm', 'notes.txt'])
        writeFileSync(folder.file(name), 'x');
      await opened();
      assert.deepEqual(files().sort(), [`${key}.original`, `${key}.pcm`, 'notes.txt'].sort());
      assert.ok(readdirSync(folder.path).includes('clips.json'));
      assert.deepEqual(logged, ['info: removed files of unfinished uploads']);
    });

    it('decodes a clip again whose decoded file is missing or cut off', async () => {
      await upload('alarm.wav');
      await upload('bell.wav');
      rmSync(library.pcm('0').file);
      truncateSync(library.pcm('1').file, 100);
      limits = { ...GENEROUS, quotaBytes: 1, maxDurationS: 0.01 }; // limits are for new clips
      const again = await opened();
      for (const id of ['0', '1']) assert.deepEqual(readFileSync(again.pcm(id).file), wav().subarray(44));
      assert.equal(again.get('1').frames, 4800);
      assert.deepEqual(logged, Array(2).fill('warn: decoded an audio clip again'));
    });

    it('plays on a clip whose original is missing, and drops one of which nothing is left', async () => {
      await upload('alarm.wav');
      await upload('bell.wav');
      rmSync(library.original('0').path);
      rmSync(library.original('1').path);
      rmSync(library.pcm('1').file);
      const again = await opened();
      assert.deepEqual(
        again.list().map(({ id }) => id),
        ['0'],
      );
      assert.deepEqual(logged, ['error: dropped an audio clip whose files are lost']);
      assert.equal(files().length, 1);
    });

    it('keeps a clip that cannot be decoded just now', async () => {
      await upload('alarm.wav');
      rmSync(library.pcm('0').file);
      const again = await opened(() => Promise.reject(new Error('no thread')));
      assert.equal(again.list().length, 1);
      assert.deepEqual(logged, ['error: an audio clip cannot be played now']);
      assert.ok(statSync(again.original('0').path).size > 0);
    });
  });

  it('has either no clip or a whole one, wherever an upload is cut off by a loss of power', async () => {
    // What is on the disk at each step: the original grows, is whole, the decoded file grows, is whole, the record is there.
    const clip = await upload('alarm.wav');
    const whole = { record: readFileSync(folder.file('clips.json')), pcm: readFileSync(library.pcm('0').file) };
    const states: [original: number, pcm: number][] = [
      [0, 0],
      [5000, 0],
      [WAV_BYTES, 0],
      [WAV_BYTES, 4000],
      [WAV_BYTES, 9600],
    ];
    for (const [original, pcm] of states) {
      for (const name of readdirSync(folder.path)) rmSync(folder.file(name));
      writeFileSync(folder.file(`${clip.key}.original`), wav().subarray(0, original));
      writeFileSync(folder.file(`${clip.key}.pcm`), whole.pcm.subarray(0, pcm));
      assert.deepEqual((await opened()).list(), []);
      assert.deepEqual(files(), []);
    }
    writeFileSync(folder.file(`${clip.key}.original`), wav());
    writeFileSync(folder.file(`${clip.key}.pcm`), whole.pcm);
    writeFileSync(folder.file('clips.json'), whole.record);
    assert.deepEqual((await opened()).list(), [clip]);
  });

  it('writes the record last', async () => {
    const add = records.add.bind(records);
    let present: string[] = [];
    records.add = record => {
      present = files();
      assert.equal(statSync(folder.file(`${record.key}.pcm`)).size, 9600);
      return add(record);
    };
    const { key } = await upload('alarm.wav');
    assert.deepEqual(present.sort(), [`${key}.original`, `${key}.pcm`]);
  });
});
