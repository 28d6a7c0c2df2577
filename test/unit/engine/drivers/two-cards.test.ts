import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'mocha';
import { systemClock } from '../../../../src/core/clock.ts';
import { CONTROL, createDeviceRings, type DeviceRings } from '../../../../src/engine/control.ts';
import { areSeparate } from '../../../../src/engine/drivers/are-separate.ts';
import type { DeviceStream } from '../../../../src/engine/drivers/driver.ts';
import { createDriver } from '../../../../src/engine/drivers/index.ts';
import { counterSignal, readCounter } from '../../../support/counter-signal.ts';
import { until } from '../../../support/until.ts';
import { testCard, type TestCard } from '../../../support/virtual-card.ts';

const RING = 65_536;
const TIMING = { callbackFrames: 480, latencyS: 0.03 };
const load = ({ control }: DeviceRings, word: number) => Atomics.load(control, word) >>> 0;

describe('speaker and microphone', () => {
  it('have a clock each where their cards have other numbers, or where somebody says so', () => {
    const [dac, same, usb] = ['DAC: x (hw:0,0)', 'ADC: y (hw:0,1)', 'USB: z (hw:1,0)'];
    assert.equal(areSeparate(dac, usb, 'auto'), true);
    assert.equal(areSeparate(dac, same, 'auto'), false);
    assert.equal(areSeparate('default', usb, 'auto'), false);
    assert.equal(areSeparate('default', usb, 'yes'), true);
    assert.equal(areSeparate(dac, usb, 'no'), false);
    assert.equal(areSeparate('', usb, 'yes'), false);
  });

  describe('on two cards', () => {
    let speaker: TestCard;
    let microphone: TestCard;
    let stream: DeviceStream | undefined;

    before(async () => {
      microphone = await testCard({ lockstep: false, driftPpm: 200 });
      speaker = await testCard({ lockstep: false });
      const other = readFileSync(microphone.config, 'utf8').split('\n');
      const own = readFileSync(speaker.config, 'utf8').split('\n');
      const isMicrophone = (line: string) => line.startsWith('pcm.stentor_microphone');
      const mixed = [...own.filter(line => !isMicrophone(line)), ...other.filter(isMicrophone), ''];
      writeFileSync(speaker.config, mixed.join('\n'));
      microphone.card.setRoom({ taps: [], noiseRms: 0.1 });
    });
    after(async () => {
      await speaker.remove();
      await microphone.remove();
    });
    afterEach(() => void stream?.close());

    it('are opened as two streams, and are lost and closed together', async () => {
      const rings = createDeviceRings(RING);
      Atomics.store(rings.control, CONTROL.IDLE, 1);
      const driver = createDriver('portaudio', { clock: systemClock });
      stream = driver.open({ ...TIMING, output: 'stentor_sp', input: 'stentor_mic', separate: 'yes', rings });
      const own = stream.microphone;
      assert.ok(own !== undefined);
      assert.deepEqual([stream.output, stream.input], ['stentor_speaker', 'stentor_microphone']);
      await until('both turn', () => load(rings, CONTROL.FRAMES_OUT) > 9600 && load(own, CONTROL.IN_WRITE) > 9600);
      assert.ok(own.input.some(sample => Math.abs(sample) > 100));
      assert.equal(load(rings, CONTROL.IN_WRITE), 0);
      assert.equal(stream.lost(), undefined);
      microphone.card.unplug();
      await until('the loss is noticed', () => stream?.lost() !== undefined);
      assert.equal(stream.close(), true);
      microphone.card.plug();
    });
  });

  it('plays on a card with one channel, and records from one', async () => {
    const test = await testCard({ channels: 1 });
    const rings = createDeviceRings(RING);
    rings.output.set(counterSignal(9600, 2));
    Atomics.store(rings.control, CONTROL.OUT_WRITE, 9600);
    const begun = test.card.deviceTime();
    const driver = createDriver('portaudio', { clock: systemClock });
    const stream = driver.open({ ...TIMING, output: 'stentor_sp', input: 'stentor_mic', rings });
    await until('it is recorded', () => load(rings, CONTROL.IN_WRITE) > 19_200);
    assert.deepEqual(readCounter(rings.input, 9600).breaks, []);
    assert.deepEqual(readCounter(test.card.recordSpeaker(begun, 48_000).left, 9600).breaks, []);
    assert.equal(stream.close(), true);
    await test.remove();
  });
});
