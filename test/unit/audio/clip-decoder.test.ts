import { strict as assert } from 'node:assert';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { after, describe, it } from 'mocha';
import { createClipDecoder, type DecodeOptions } from '../../../src/audio/clip-decoder.ts';
import { systemClock } from '../../../src/core/clock.ts';
import { createLog } from '../../../src/core/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { babble, soundFolder, wavFile } from '../../support/sounds.ts';

const WORKER = new URL('../../support/decode-worker.js', import.meta.url);

describe('createClipDecoder', () => {
  const folder = soundFolder();
  after(() => folder.remove());
  const logged: string[] = [];
  const log = createLog((_level, _area, message) => logged.push(message));

  const decoder = (workerUrl = WORKER, clock = systemClock) => createClipDecoder({ workerUrl, clock, log });
  const job = (source: string) => ({ source, target: `${source}.pcm`, maxDurationS: 600, maxBytes: 1e9 });
  const options = (more: Partial<DecodeOptions> = {}) => ({ signal: new AbortController().signal, ...more });
  /** A thread that does this in the place of decoding. */
  const script = (name: string, text: string) => {
    const path = folder.file(name);
    writeFileSync(path, `import { parentPort, workerData } from 'node:worker_threads';\n${text}`);
    return pathToFileURL(path);
  };

  it('decodes in a thread, and tells how far it is', async () => {
    const source = wavFile(folder.file('voice.wav'), babble(2, 16_000), 16_000);
    const told: number[] = [];
    const clip = await decoder()(job(source), options({ progress: done => told.push(done) }));
    assert.equal(clip.frames, 96_000);
    assert.equal(clip.format, 'WAV');
    assert.equal(statSync(`${source}.pcm`).size, 192_000);
    assert.equal(told.at(-1), 1);
  });

  it('hands over why a file was refused', async () => {
    const source = folder.file('picture.mp3');
    writeFileSync(source, Buffer.from('\xff\xd8\xff\xe0', 'latin1'));
    await assert.rejects(decoder()(job(source), options()), {
      name: 'Fault',
      kind: 'unsupported',
      field: 'file',
      message: /^this is a JPEG picture/,
    });
  });

  it('stops in the middle when it is aborted', async () => {
    const source = wavFile(folder.file('long.wav'), babble(60, 24_000), 24_000);
    const aborter = new AbortController();
    const decoded = decoder()(job(source), { signal: aborter.signal, progress: () => aborter.abort() });
    await assert.rejects(decoded, { kind: 'failed', message: 'decoding was stopped' });
    assert.ok(statSync(`${source}.pcm`).size < 60 * 96_000);
  });

  it('stops a thread that does not listen', async () => {
    const url = script('deaf.mjs', `parentPort.postMessage({ tell: 'progress', done: 0.5 }); for (;;);`);
    const clock = new FakeClock();
    const aborter = new AbortController();
    let halfway: () => void = () => undefined;
    const begun = new Promise<void>(resolve => (halfway = resolve));
    const decoded = decoder(url, clock)(job('x'), { signal: aborter.signal, progress: halfway });
    const outcome = assert.rejects(decoded, { kind: 'failed', message: 'decoding was stopped' });
    await begun;
    aborter.abort();
    await clock.advance(1000);
    await outcome;
    assert.equal(clock.waiting, 0);
  });

  it('ends a thread that hangs', async () => {
    const clock = new FakeClock();
    let halfway: () => void = () => undefined;
    const begun = new Promise<void>(resolve => (halfway = resolve));
    const url = script('hung.mjs', `parentPort.postMessage({ tell: 'progress', done: 0.5 }); for (;;);`);
    const outcome = assert.rejects(decoder(url, clock)(job('x'), options({ progress: halfway })), {
      kind: 'invalid',
      message: /seems to be damaged/,
    });
    await begun;
    await clock.advance(29_000);
    assert.equal(clock.waiting, 1);
    await clock.advance(4000);
    await outcome;
    assert.equal(clock.waiting, 0);
  });

  it('survives a thread that crashes, ends or eats all memory', async function () {
    this.timeout(60_000);
    const crashes = {
      throws: 'throw new RangeError("bad table")',
      ends: 'process.exit(0)',
      traps: `new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([
        0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,8,1,0,10,5,1,3,0,0,11]))); // start: unreachable`,
      hoards: 'const all = []; for (;;) all.push(new Array(1000).fill(Math.random()))',
    };
    for (const [name, text] of Object.entries(crashes)) {
      logged.length = 0;
      const decoded = decoder(script(`${name}.mjs`, text))(job('x'), options());
      await assert.rejects(decoded, { kind: 'invalid', message: /seems to be damaged/ }, name);
      assert.deepEqual(logged, name === 'ends' ? [] : ['the decoder broke down'], name);
    }
  });

  it('does one file after the other, and goes on after a failure', async () => {
    const diary = folder.file('diary');
    writeFileSync(diary, '');
    const url = script(
      'slow.mjs',
      `import { appendFileSync } from 'node:fs';
      const note = text => appendFileSync(${JSON.stringify(diary)}, text);
      note('<');
      setTimeout(() => {
        note('>');
        if (workerData.source === 'bad') process.exit(1);
        parentPort.postMessage({ tell: 'decoded', clip: { format: workerData.source } });
      }, 20);`,
    );
    const decode = decoder(url);
    const jobs = ['a', 'bad', 'b'].map(source => decode(job(source), options()));
    const outcomes = await Promise.allSettled(jobs);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal(readFileSync(diary, 'utf8'), '<><><>');
  });

  it('lets a job that waits be aborted at once', async () => {
    const decode = decoder(script('waits.mjs', 'parentPort.on("message", () => process.exit())'));
    const [first, second] = [new AbortController(), new AbortController()];
    const running = decode(job('a'), { signal: first.signal });
    const waiting = decode(job('b'), { signal: second.signal });
    second.abort();
    await assert.rejects(waiting, { kind: 'failed' });
    first.abort();
    await assert.rejects(running, { kind: 'failed' });
    await assert.rejects(decode(job('c'), { signal: first.signal }), { kind: 'failed' });
  });
});
