import { strict as assert } from 'node:assert';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createDecoder } from '../../../src/engine/codecs/create-decoder.ts';
import type { Report } from '../../../src/engine/contract.ts';
import { RingReader } from '../../../src/engine/source-ring.ts';
import { Voices } from '../../../src/engine/voices.ts';
import type { WorkerCommand } from '../../../src/engine/worker-contract.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

const FRAMES = 60_000;

/** Lets the disk answer. */
const settled = () => new Promise(resolve => setTimeout(resolve, 20));

describe('Voices', () => {
  let folder: string;
  let file: string;
  let clock: FakeClock;
  let reports: Report[];
  let worker: WorkerCommand[];
  let voices: Voices;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-voices-'));
    file = join(folder, 'clip.pcm');
    await writeFile(file, new Uint8Array(Int16Array.from({ length: FRAMES }, (_, i) => i % 30_000).buffer));
    clock = new FakeClock();
    reports = [];
    worker = [];
    voices = new Voices({
      clock,
      report: report => reports.push(report),
      tellWorker: command => worker.push(command),
      decoder: createDecoder,
    });
    voices.start();
  });
  afterEach(async () => {
    voices.hear({ tell: 'ended', voice: 1, why: 'stopped' });
    await settled();
    await rm(folder, { recursive: true });
  });

  const play = (options: { times?: number; from?: number; file?: string; frames?: number } = {}) =>
    voices.play({
      do: 'play',
      voice: 1,
      sourceClass: 'music',
      clip: { file: options.file ?? file, frames: options.frames ?? FRAMES },
      times: options.times ?? 1,
      gain: 1,
      from: options.from ?? 0,
    });

  const told = (what: Report['tell']) => reports.some(({ tell }) => tell === what);
  const started = (count = 1) => until('the worker was told', () => worker.length >= count);

  /**
   * Plays the part of the mixer: reads all there is, and lets the disk catch up, until `frames` came, the voice has said
   * that it is over, or nothing comes for long.
   */
  async function drain(frames: number): Promise<number[]> {
    await started();
    const play = worker.find(command => command.do === 'play');
    assert.ok(play !== undefined);
    const reader = new RingReader(play.voice.ring);
    const block = new Float32Array(480);
    const heard: number[] = [];
    for (let idle = 0; heard.length < frames && !reader.finished && !told('ended') && idle < 500;) {
      const count = reader.read(block, 480);
      for (let i = 0; i < count; i++) heard.push(block[i]! * 32_768);
      if (count > 0) continue;
      idle++;
      await clock.advance(100);
      await settled();
    }
    return heard;
  }

  const expected = (frames: number, from = 0) =>
    Array.from({ length: frames }, (_, i) => ((i + from) % FRAMES) % 30_000);

  it('feeds a clip from its first to its last sample', async () => {
    play();
    assert.deepEqual(await drain(FRAMES * 2), expected(FRAMES));
  });

  it('starts at once, before the disk has answered, when the beginning of the clip is kept', async () => {
    await voices.preload([{ file, frames: FRAMES }]);
    play();
    assert.equal(worker[0]?.do, 'play');
    assert.deepEqual(await drain(FRAMES * 2), expected(FRAMES));
  });

  it('joins repetitions without a gap', async () => {
    await voices.preload([{ file, frames: FRAMES }]);
    play({ times: 3 });
    assert.deepEqual(await drain(FRAMES * 4), expected(FRAMES * 3));
  });

  it('goes on in the middle of a repetition', async () => {
    await voices.preload([{ file, frames: FRAMES }]);
    play({ times: 2, from: FRAMES + 10_000 });
    assert.deepEqual(await drain(FRAMES * 2), expected(FRAMES - 10_000, FRAMES + 10_000));
  });

  it('says why a clip cannot be read, and uses nothing for it any more', async () => {
    play({ file: join(folder, 'gone.pcm') });
    await until('the voice is over', () => told('ended'));
    assert.equal(reports.length, 1);
    assert.ok(reports[0]?.tell === 'ended' && reports[0].why === 'failed');
    assert.match(reports[0].error ?? '', /ENOENT/);
    assert.deepEqual(worker, []);
  });

  it('says that a file is shorter than its record', async () => {
    play({ frames: FRAMES + 1 });
    await drain(FRAMES + 1);
    await until('the voice is over', () => told('ended'));
    assert.ok(reports.some(report => report.tell === 'ended' && (report.error ?? '').includes('shorter')));
  });

  it('stops a voice whose file fails while it sounds', async () => {
    play({ times: -1, frames: FRAMES });
    await started();
    await truncate(file, 20_000);
    await drain(FRAMES * 2);
    await until('the voice is over', () => told('ended'));
    assert.ok(reports.some(report => report.tell === 'ended' && (report.error ?? '').includes('shorter')));
    assert.equal(worker.at(-1)?.do, 'stop');
  });

  it('does not start a voice that was stopped while the disk was looked for', async () => {
    play();
    voices.stop(1);
    await settled();
    assert.deepEqual(worker, []);
    assert.deepEqual(reports, [{ tell: 'ended', voice: 1, why: 'stopped' }]);
  });

  it('uses the ring of a voice again after it has ended', async () => {
    play();
    await started();
    const first = worker[0];
    voices.hear({ tell: 'ended', voice: 1, why: 'done' });
    await settled();
    reports = [];
    play();
    await started(2);
    assert.ok(first?.do === 'play' && worker[1]?.do === 'play');
    assert.equal(worker[1].voice.ring, first.voice.ring);
    assert.deepEqual(await drain(480), expected(480));
  });

  describe('with live sound', () => {
    const live = (codec: 'L16' | 'G722' = 'L16') =>
      voices.live({
        do: 'live',
        voice: 1,
        sourceClass: 'paging',
        format: { codec, sampleRate: 48_000, channels: 1 },
        gain: 1,
        bufferMs: 100,
      });
    const sound = (frames: number) => Buffer.from(new Int16Array(frames).fill(1000).buffer).swap16();

    it('begins when so much of it is there as is to be collected, and tells what it took', () => {
      live();
      voices.push(1, sound(4000));
      assert.equal(worker.length, 0);
      voices.push(1, sound(1000));
      assert.ok(worker[0]?.do === 'play' && worker[0].voice.live);
      const taken = reports.reduce((sum, report) => sum + (report.tell === 'taken' ? report.bytes : 0), 0);
      assert.equal(taken, 10_000);
    });

    it('plays what there is when no more comes', async () => {
      live();
      voices.push(1, sound(700));
      voices.finish(1);
      assert.deepEqual(await drain(1000), new Array(700).fill(1000));
    });

    it('says why it cannot be decoded', () => {
      voices.live({
        do: 'live',
        voice: 1,
        sourceClass: 'paging',
        format: { codec: 'nonsense' as 'L16', sampleRate: 8000, channels: 1 },
        gain: 1,
        bufferMs: 100,
      });
      assert.ok(reports[0]?.tell === 'ended' && reports[0].why === 'failed');
    });

    it('drops what comes for a voice that is gone', () => {
      voices.push(9, sound(10));
      voices.finish(9);
      assert.deepEqual(reports, []);
    });
  });

  it('does not start a voice that was opened and stopped at one go, and uses its ring again', async () => {
    let ended = 0;
    const gone = voices.open('call', () => ended++);
    gone.stop();
    await settled();
    assert.equal(worker.length, 0);
    assert.deepEqual(reports, [{ tell: 'ended', voice: gone.voice, why: 'stopped' }]);
    assert.equal(ended, 1);
    const next = voices.open('call');
    await started();
    assert.ok(worker[0]?.do === 'play' && worker[0].voice.id === next.voice);
  });

  it('lets nobody write into the ring of a voice that has ended: it belongs to another', async () => {
    let ended = 0;
    const displaced = voices.open('paging', () => ended++);
    await started();
    voices.hear({ tell: 'ended', voice: displaced.voice, why: 'stopped' });
    await until('it is over', () => ended === 1);
    const next = voices.open('paging');
    await started(2);
    const memories = worker.flatMap(command => (command.do === 'play' ? [command.voice.ring] : []));
    assert.equal(memories[0], memories[1], 'the memory is used again');
    displaced.ring.write(Float32Array.of(1, 1, 1), 3);
    next.ring.write(Float32Array.of(0.5), 1);
    const heard = new Float32Array(4);
    assert.equal(new RingReader(memories[1]!).read(heard, 4), 1);
    assert.equal(heard[0], 0.5);
  });
});
