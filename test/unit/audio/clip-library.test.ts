import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { GENEROUS, LibraryFixture, PCM_BYTES, wav, WAV_BYTES } from '../../support/clip-library.ts';

describe('ClipLibrary', () => {
  let fixture: LibraryFixture;

  beforeEach(async () => {
    fixture = new LibraryFixture();
    await fixture.open();
  });

  afterEach(() => fixture.folder.remove());

  it('keeps a clip: the original, what it sounds like, and what is known of it', async () => {
    const clip = await fixture.upload('Fire alarm.WAV');
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
    assert.deepEqual(fixture.library.list(), [clip]);
    assert.deepEqual(fixture.files().sort(), [`${key}.original`, `${key}.pcm`]);
    const original = fixture.library.original('0');
    assert.deepEqual(
      { ...original, path: '' },
      { path: '', fileName: 'Fire-alarm.wav', type: 'audio/wav', bytes: WAV_BYTES },
    );
    assert.deepEqual(readFileSync(original.path), wav());
    const { file, frames } = fixture.library.pcm('0');
    assert.equal(frames, 4800);
    assert.deepEqual(readFileSync(file), wav().subarray(44));
    assert.deepEqual(fixture.library.usage(), { bytes: WAV_BYTES + PCM_BYTES, quotaBytes: 10_000_000 });
  });

  it('calls a clip as told, else as its file', async () => {
    assert.equal((await fixture.upload('a.wav', wav(), '  Lunch  ')).name, 'Lunch');
    assert.equal((await fixture.upload('C:\\sounds\\b.x.wav')).name, 'b.x');
    await assert.rejects(fixture.upload('c.wav', wav(), 'two\nlines'), { kind: 'invalid', field: 'name' });
    assert.equal(fixture.library.list().length, 2);
  });

  it('gives each clip the lowest free number and a file name of its own', async () => {
    for (const name of ['alarm.mp3', 'alarm.wav', 'alarm']) await fixture.upload(name);
    await fixture.library.remove('1');
    await fixture.upload('alarm.wav');
    assert.deepEqual(
      fixture.library.list().map(({ id, location }) => [id, location]),
      [
        ['0', 'alarm.wav'],
        ['2', 'alarm-3.wav'],
        ['1', 'alarm-2.wav'],
      ],
    );
  });

  it('renames a clip, and links to it go on working', async () => {
    await fixture.upload('alarm.wav');
    await fixture.library.rename('0', ' Evacuation ');
    assert.equal(fixture.library.get('0').name, 'Evacuation');
    assert.equal(fixture.library.match('alarm.wav').id, '0');
    await assert.rejects(fixture.library.rename('0', ''), { kind: 'invalid' });
    await assert.rejects(fixture.library.rename('7', 'x'), { kind: 'not-found', message: 'no audio clip 7' });
  });

  it('removes a clip with its files', async () => {
    await fixture.upload('alarm.wav');
    await fixture.library.remove('0');
    assert.deepEqual([fixture.library.list(), fixture.files(), fixture.library.usage().bytes], [[], [], 0]);
    await assert.rejects(fixture.library.remove('0'), { kind: 'not-found' });
    assert.throws(() => fixture.library.pcm('0'), { kind: 'not-found' });
    assert.throws(() => fixture.library.original('0'), { kind: 'not-found' });
  });

  it('finds clips by file name, path and wildcard', async () => {
    for (const name of ['bell-1.wav', 'bell-2.wav', 'horn.wav']) await fixture.upload(name);
    assert.equal(fixture.library.match('horn.wav').id, '2');
    assert.equal(fixture.library.match('/etc/audioclips/bell-2.wav').id, '1');
    assert.equal(fixture.library.match('bell*', () => 0).id, '0');
    assert.equal(fixture.library.match('bell*', () => 0.999).id, '1');
    const drawn = new Set(Array.from({ length: 100 }, () => fixture.library.match('*').id));
    assert.equal(drawn.size, 3);
    assert.throws(() => fixture.library.match('drum*'), {
      kind: 'not-found',
      message: 'no audio clip is called drum*',
    });
  });

  it('tells how far decoding is', async () => {
    const told: number[] = [];
    await fixture.library.receive(
      { fileName: 'a.wav', content: Readable.from([wav()]) },
      new AbortController().signal,
      done => told.push(done),
    );
    assert.equal(told.at(-1), 1);
  });

  describe('after a restart', () => {
    it('has all clips as they were', async () => {
      await fixture.upload('alarm.wav');
      await fixture.upload('bell.wav');
      await fixture.library.rename('1', 'Chime');
      await fixture.library.useOwnGain('0', true);
      const before = structuredClone(fixture.library.list());
      const again = await fixture.open();
      assert.deepEqual(again.list(), before);
      assert.equal(again.get('0').ownGain, true);
      assert.deepEqual(readFileSync(again.pcm('1').file), wav().subarray(44));
      assert.deepEqual(fixture.logged, []);
    });

    it('sweeps away what belongs to no clip, and nothing else', async () => {
      const { key } = await fixture.upload('alarm.wav');
      for (const name of ['0123456789abcdef.original', 'feedbeef.pcm', 'notes.txt'])
        writeFileSync(fixture.folder.file(name), 'x');
      await fixture.open();
      assert.deepEqual(fixture.files().sort(), [`${key}.original`, `${key}.pcm`, 'notes.txt'].sort());
      assert.ok(readdirSync(fixture.folder.path).includes('clips.json'));
      assert.deepEqual(fixture.logged, ['info: removed files of unfinished uploads']);
    });

    it('decodes a clip again whose decoded file is missing or cut off', async () => {
      await fixture.upload('alarm.wav');
      await fixture.upload('bell.wav');
      rmSync(fixture.library.pcm('0').file);
      truncateSync(fixture.library.pcm('1').file, 100);
      fixture.limits = { ...GENEROUS, quotaBytes: 1, maxDurationS: 0.01 }; // limits are for new clips
      const again = await fixture.open();
      for (const id of ['0', '1']) assert.deepEqual(readFileSync(again.pcm(id).file), wav().subarray(44));
      assert.equal(again.get('1').frames, 4800);
      assert.deepEqual(fixture.logged, Array(2).fill('warn: decoded an audio clip again'));
    });

    it('plays on a clip whose original is missing, and drops one of which nothing is left', async () => {
      await fixture.upload('alarm.wav');
      await fixture.upload('bell.wav');
      rmSync(fixture.library.original('0').path);
      rmSync(fixture.library.original('1').path);
      rmSync(fixture.library.pcm('1').file);
      const again = await fixture.open();
      assert.deepEqual(
        again.list().map(({ id }) => id),
        ['0'],
      );
      assert.deepEqual(fixture.logged, ['error: dropped an audio clip whose files are lost']);
      assert.equal(fixture.files().length, 1);
    });

    it('keeps a clip that cannot be decoded just now', async () => {
      await fixture.upload('alarm.wav');
      rmSync(fixture.library.pcm('0').file);
      const again = await fixture.open(() => Promise.reject(new Error('no thread')));
      assert.equal(again.list().length, 1);
      assert.deepEqual(fixture.logged, ['error: an audio clip cannot be played now']);
      assert.ok(statSync(again.original('0').path).size > 0);
    });
  });

  it('has either no clip or a whole one, wherever an upload is cut off by a loss of power', async () => {
    // What is on the disk at each step: the original grows, is whole, the decoded file grows, is whole, the record is there.
    const clip = await fixture.upload('alarm.wav');
    const whole = {
      record: readFileSync(fixture.folder.file('clips.json')),
      pcm: readFileSync(fixture.library.pcm('0').file),
    };
    const states: [original: number, pcm: number][] = [
      [0, 0],
      [5000, 0],
      [WAV_BYTES, 0],
      [WAV_BYTES, 4000],
      [WAV_BYTES, PCM_BYTES],
    ];
    for (const [original, pcm] of states) {
      for (const name of readdirSync(fixture.folder.path)) rmSync(fixture.folder.file(name));
      writeFileSync(fixture.folder.file(`${clip.key}.original`), wav().subarray(0, original));
      writeFileSync(fixture.folder.file(`${clip.key}.pcm`), whole.pcm.subarray(0, pcm));
      assert.deepEqual((await fixture.open()).list(), []);
      assert.deepEqual(fixture.files(), []);
    }
    writeFileSync(fixture.folder.file(`${clip.key}.original`), wav());
    writeFileSync(fixture.folder.file(`${clip.key}.pcm`), whole.pcm);
    writeFileSync(fixture.folder.file('clips.json'), whole.record);
    assert.deepEqual((await fixture.open()).list(), [clip]);
  });

  it('writes the record last', async () => {
    const add = fixture.records.add.bind(fixture.records);
    let present: string[] = [];
    fixture.records.add = record => {
      present = fixture.files();
      assert.equal(statSync(fixture.folder.file(`${record.key}.pcm`)).size, PCM_BYTES);
      return add(record);
    };
    const { key } = await fixture.upload('alarm.wav');
    assert.deepEqual(present.sort(), [`${key}.original`, `${key}.pcm`]);
  });
});
