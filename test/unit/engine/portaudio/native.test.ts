import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { after, before, describe, it } from 'mocha';
import { CONTROL, CONTROL_WORDS, createDeviceRings } from '../../../../src/engine/control.ts';
import { type Native, requireNative } from '../../../../src/engine/portaudio/native.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';
import { until } from '../../../support/until.ts';

const SOURCES = new URL('../../../../src/engine/portaudio/', import.meta.url);
const ADDON = new URL('../../../../dist/native/portaudio.node', import.meta.url).pathname;

describe('the add-on for PortAudio', () => {
  let native: Native;
  let test: TestCard;
  before(async () => {
    native = requireNative();
    test = await testCard();
  });
  after(() => test.remove());

  const open = (changes: object = {}) => {
    const rings = createDeviceRings(8192);
    Atomics.store(rings.control, CONTROL.IDLE, 1);
    const request = { output: 'stentor_speaker', input: '', callbackFrames: 480, latencyS: 0.03, rings };
    return { rings, stream: native.open({ ...request, ...changes }).stream };
  };

  it('has the control words in the order of control.ts', () => {
    const header = readFileSync(new URL('stream.h', SOURCES), 'utf8');
    const words = /enum control \{([^}]*)\}/.exec(header)?.[1]?.match(/\w+/g) ?? [];
    assert.deepEqual(words.slice(0, -1), Object.keys(CONTROL));
    assert.deepEqual([...words.keys()].slice(0, -1), Object.values(CONTROL));
    assert.ok(words.length <= CONTROL_WORDS);
  });

  it('opens with the buffer that was asked for', () => {
    for (const [callbackFrames, latencyS, ms] of [
      [480, 0.03, 30],
      [240, 0.01, 10],
      [64, 0.0013, 64 / 48],
    ] as const) {
      const { control, output, input } = createDeviceRings(1024);
      const rings = { control, output, input };
      const { stream, outputLatencyMs, inputLatencyMs, sampleRate } = native.open({
        output: 'stentor_speaker',
        input: 'stentor_microphone',
        callbackFrames,
        latencyS,
        rings,
      });
      assert.equal(native.close(stream), true);
      assert.ok(Math.abs(outputLatencyMs - ms) < 0.01, `${outputLatencyMs} ms`);
      assert.equal(inputLatencyMs, outputLatencyMs);
      assert.equal(sampleRate, 48_000);
    }
  });

  it('throws what PortAudio says, and opens the next all the same', () => {
    assert.throws(() => open({ output: 'nobody' }), /Invalid device/);
    assert.throws(() => open({ rings: {} }), /not called as/);
    assert.throws(() => open({ rings: { ...createDeviceRings(8192), output: new Int16Array(3000) } }), /not called as/);
    assert.throws(() => open({ callbackFrames: 0 }), /not called as/);
    assert.equal(native.close(open().stream), true);
  });

  it('lets any thread wait for the card, and any other wake it', async () => {
    const { stream } = open();
    assert.equal(native.wait(stream, 5000), true);
    native.close(stream);
    while (native.wait(stream, 0)); // what was left of it
    assert.equal(native.wait(stream, 1), false);
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const native = require(workerData.addon);
       parentPort.postMessage('waits');
       parentPort.postMessage(native.wait(workerData.stream, 20000));`,
      { eval: true, execArgv: [], workerData: { addon: ADDON, stream } },
    );
    const messages: unknown[] = [];
    worker.on('message', message => messages.push(message));
    await until('the worker waits', () => messages.includes('waits'));
    native.wake(stream);
    await until('it is woken', () => messages.length === 2);
    assert.equal(messages[1], true);
    await worker.terminate();
  });

  it('closes a stream twice, and one that never was, without harm', () => {
    const { stream } = open();
    assert.equal(native.close(stream), true);
    assert.equal(native.close(stream), true);
    assert.equal(native.close(63), true);
    assert.equal(native.close(-5), true);
    assert.equal(native.lost(stream), 'the stream is closed');
    assert.equal(native.wait(1000, 0), false);
  });

  it('tells how far the sound is from the ear, and whether its thread is in time', async () => {
    const { stream, rings } = open();
    await until('some callbacks', () => Atomics.load(rings.control, CONTROL.CALLBACKS) > 5);
    assert.equal(Atomics.load(rings.control, CONTROL.CALLBACK_FRAMES), 480);
    assert.ok(Atomics.load(rings.control, CONTROL.DAC_US) > 0);
    assert.ok(Atomics.load(rings.control, CONTROL.CALLBACK_MAX_US) > 0);
    const program = `process.exitCode = require(${JSON.stringify(ADDON)}).setRealtime(20) ? 0 : 1`;
    const permitted = spawnSync(process.execPath, ['-e', program]).status === 0;
    assert.equal(native.isRealtime(stream), permitted);
    native.close(stream);
  });

  it('ends with the process while a stream is open', () => {
    const program = `
      const native = require(${JSON.stringify(ADDON)});
      const shared = (T, n) => new T(new SharedArrayBuffer(n * T.BYTES_PER_ELEMENT));
      const rings = { control: shared(Int32Array, 32), output: shared(Int16Array, 16384), input: shared(Int16Array, 8192) };
      native.open({ output: 'stentor_speaker', input: '', callbackFrames: 480, latencyS: 0.03, rings });
      setTimeout(() => END, 100);`;
    for (const end of ['undefined', 'process.exit(0)']) {
      const { status, signal } = spawnSync(process.execPath, ['-e', program.replace('END', end)], {
        env: test.environment,
        timeout: 15_000,
      });
      assert.deepEqual({ end, status, signal }, { end, status: 0, signal: null });
    }
  });

  it('keeps quiet about the devices that are not there', () => {
    const program = `require(${JSON.stringify(ADDON)}).devices()`;
    const { stderr, stdout } = spawnSync(process.execPath, ['-e', program], {
      env: test.environment,
      encoding: 'utf8',
    });
    assert.equal(stderr + stdout, '');
  });
});
