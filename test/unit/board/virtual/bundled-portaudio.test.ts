import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'mocha';
import { counterSignal, readCounter } from '../../../support/counter-signal.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';

const NAUDIODON = createRequire(import.meta.url).resolve('naudiodon');
const SIGNAL = 9600;

/** Plays what it reads from its standard input. */
const PROGRAM = `
  const naudiodon = require(${JSON.stringify(NAUDIODON)});
  const samples = require('node:fs').readFileSync(0);
  const { id } = naudiodon.getDevices().find(({ name }) => name === 'stentor_speaker');
  const outOptions = { deviceId: id, channelCount: 2, sampleFormat: 16, sampleRate: 48000, closeOnError: false };
  const output = naudiodon.AudioIO({ outOptions });
  output.on('finished', () => process.exit(0));
  output.start();
  // It plays to the end only what waits in its queue when it is told to stop.
  for (let at = 0; at < samples.length; at += 1920) output.write(samples.subarray(at, at + 1920));
  output.end();`;

describe('the virtual card under the PortAudio that naudiodon brings', () => {
  let test: TestCard | undefined;
  before(async function () {
    if (spawnSync(process.execPath, ['-e', `require(${JSON.stringify(NAUDIODON)})`]).status !== 0) {
      console.log('      skipped: naudiodon is not built on this machine; run make optional');
      this.skip();
    }
    test = await testCard();
  });
  after(async () => test?.remove());

  it('plays every sample once', () => {
    assert.ok(test);
    const { card, environment } = test;
    const begun = card.deviceTime();
    // PortAudio discards what it has not played when it is stopped: let that be silence.
    const samples = new Int16Array(4 * SIGNAL);
    samples.set(counterSignal(SIGNAL, 2));
    const input = new Uint8Array(samples.buffer);
    const { status, stderr } = spawnSync(process.execPath, ['-e', PROGRAM], {
      env: environment,
      input,
      timeout: 15_000,
    });
    assert.equal(status, 0, stderr.toString());
    const { left } = card.recordSpeaker(begun, card.deviceTime() - begun);
    assert.deepEqual(readCounter(left, SIGNAL).breaks, []);
  });
});
