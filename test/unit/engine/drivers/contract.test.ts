import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'mocha';
import type { VirtualCard } from '../../../../src/board/virtual/card.ts';
import { systemClock } from '../../../../src/core/clock.ts';
import { Fault } from '../../../../src/core/fault.ts';
import { CONTROL, createDeviceRings, type DeviceRings } from '../../../../src/engine/control.ts';
import type { AudioDriver, DeviceStream } from '../../../../src/engine/drivers/driver.ts';
import { createDriver } from '../../../../src/engine/drivers/index.ts';
import { counterSignal, readCounter } from '../../../support/counter-signal.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';
import { until } from '../../../support/until.ts';

const RING = 65_536;
const SIGNAL = 48_000;
const LOSSES = 5;
const threads = () => readdirSync('/proc/self/task').length;

/** What a driver for sound cards must do. */
function contract(name: AudioDriver['name']): void {
  describe(`the ${name} driver on the virtual card`, () => {
    let driver: AudioDriver;
    let test: TestCard | undefined;
    let card: VirtualCard;
    let stream: DeviceStream | undefined;
    let rings: DeviceRings;

    before(async function () {
      try {
        driver = createDriver(name, { clock: systemClock });
      } catch (error) {
        assert.ok(error instanceof Fault);
        console.log(`      skipped: ${error.message}`);
        this.skip();
      }
      test = await testCard();
      card = test.card;
    });
    after(async () => test?.remove());
    afterEach(() => void stream?.close());

    const load = (word: number) => Atomics.load(rings.control, word) >>> 0;
    const store = (word: number, value: number) => Atomics.store(rings.control, word, value);

    /** Opens with this signal in the ring; asks again while the last stream is still being closed. */
    async function open({ signal = new Int16Array(), idle = true } = {}): Promise<DeviceStream> {
      rings = createDeviceRings(RING);
      rings.output.set(signal);
      store(CONTROL.OUT_WRITE, signal.length / 2);
      store(CONTROL.IDLE, idle ? 1 : 0);
      const request = { output: 'stentor_sp', input: 'stentor_mic', callbackFrames: 480, latencyS: 0.03, rings };
      await until('the card can be opened', () => {
        try {
          stream = driver.open(request);
          return true;
        } catch {
          return false;
        }
      });
      return stream!;
    }

    const callbacks = (more: number) => {
      const last = load(CONTROL.CALLBACKS) + more;
      return until(`${more} callbacks`, () => load(CONTROL.CALLBACKS) >= last);
    };

    it('lists what can play and what can record', () => {
      assert.deepEqual(driver.devices(), { outputs: ['stentor_speaker'], inputs: ['stentor_microphone'] });
    });

    it('names the devices there are when it is asked for one that is not there', () => {
      const request = { input: 'none', callbackFrames: 480, latencyS: 0.03, rings: createDeviceRings(1024) };
      assert.throws(
        () => driver.open({ output: 'tannoy', ...request }),
        (error: Fault) => error.kind === 'unavailable' && /tannoy.*stentor_speaker/.test(error.message),
      );
    });

    it('plays and records every sample once, unchanged', async () => {
      const begun = card.deviceTime();
      const opened = await open({ signal: counterSignal(SIGNAL, 2) });
      await until('the signal is recorded', () => load(CONTROL.IN_WRITE) > SIGNAL + 9600);
      assert.equal(opened.output, 'stentor_speaker');
      assert.equal(opened.input, 'stentor_microphone');
      assert.equal(opened.lost(), undefined);
      assert.deepEqual(readCounter(rings.input, SIGNAL).breaks, []);
      const played = card.recordSpeaker(begun, card.deviceTime() - begun);
      const { start, breaks } = readCounter(played.left, SIGNAL);
      assert.deepEqual(breaks, []);
      assert.deepEqual(readCounter(played.right, SIGNAL), { start, breaks: [] });
      assert.deepEqual(card.xruns(), { playback: 0, capture: 0 });
      assert.equal(load(CONTROL.RING_UNDERRUNS), 0);
    });

    it('plays silence from an empty ring that is idle, and at once what is put into it', async () => {
      const begun = card.deviceTime();
      await open();
      await callbacks(5);
      rings.output.set(counterSignal(4800, 2), 0);
      store(CONTROL.OUT_WRITE, 4800);
      await until('it has been recorded', () => load(CONTROL.OUT_READ) === 4800);
      await callbacks(20);
      assert.deepEqual(readCounter(card.recordSpeaker(begun, 24_000).left, 4800).breaks, []);
      assert.equal(load(CONTROL.RING_UNDERRUNS), 0);
    });

    it('counts what is missing from a ring that is not idle', async () => {
      await open({ signal: counterSignal(1000, 2), idle: false });
      await callbacks(10);
      stream!.close();
      // Nothing else is written once it has closed.
      await until('it has closed', () => load(CONTROL.RING_UNDERRUN_FRAMES) === load(CONTROL.FRAMES_OUT) - 1000);
      assert.ok(load(CONTROL.RING_UNDERRUNS) >= 7);
    });

    it('counts what is recorded and not fetched', async () => {
      await open();
      store(CONTROL.IN_READ, 0);
      await until('the ring is full', () => load(CONTROL.RING_OVERRUNS) > 3);
      assert.equal(load(CONTROL.IN_WRITE), RING);
    });

    it('records without playing', async () => {
      rings = createDeviceRings(RING);
      await until('the card can be opened', () => {
        try {
          const request = { output: 'none', input: 'default', callbackFrames: 480, latencyS: 0.03, rings };
          stream = driver.open(request);
          return true;
        } catch {
          return false;
        }
      });
      await until('something is recorded', () => load(CONTROL.IN_WRITE) > 4800);
      assert.equal(load(CONTROL.FRAMES_OUT), 0);
      assert.equal(stream!.output, 'none');
    });

    if (name !== 'naudiodon') it('says that the card is gone, idles, and opens it again when it is back', survive);

    async function survive(): Promise<void> {
      await open();
      await callbacks(3);
      const before = threads();
      for (let loss = 0; loss < LOSSES; loss++) {
        card.unplug();
        await until('the loss is noticed', () => stream!.lost() !== undefined);
        const spent = process.cpuUsage();
        await new Promise(resolve => setTimeout(resolve, 200));
        const { user, system } = process.cpuUsage(spent);
        assert.ok(user + system < 100_000, `${(user + system) / 1000} ms of CPU in 200 ms`);
        assert.equal(stream!.close(), true);
        assert.deepEqual(driver.devices(), { outputs: [], inputs: [] });
        card.plug();
        await open({ signal: counterSignal(4800, 2) });
        await until('it plays again', () => load(CONTROL.OUT_READ) === 4800);
      }
      assert.ok(threads() <= before, `${threads()} threads, ${before} at first`);
    }
  });
}

contract('portaudio');
contract('naudiodon'); // what it does when it loses the card must be seen from outside: naudiodon-loss.test.ts
