import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { usbStream } from '../../../../src/board/pi/card-streams.ts';
import { SoundCards } from '../../../../src/board/pi/sound-cards.ts';
import type { SoundProfile } from '../../../../src/board/profile.ts';
import { createLog } from '../../../../src/core/log.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const SPEAKERPHONE = `Conference Speakerphone at usb-0000:01:00.0-1.3, full speed : USB Audio

Playback:
  Status: Stop
  Interface 1
    Altset 1
    Format: S24_3LE
    Channels: 2
    Endpoint: 0x02 (2 OUT) (SYNC)
    Rates: 8000 - 96000 (continuous)
  Interface 1
    Altset 2
    Format: S16_LE
    Channels: 2
    Endpoint: 0x02 (2 OUT) (SYNC)
    Rates: 44100, 48000
    Bits: 16

Capture:
  Status: Stop
  Interface 2
    Altset 1
    Format: S16_LE
    Channels: 1
    Endpoint: 0x83 (3 IN) (ASYNC)
    Rates: 8000, 16000
    Bits: 16
`;

describe('usbStream', () => {
  it('takes 48 kHz and 16 bits where the card can', () => {
    assert.deepEqual(usbStream(SPEAKERPHONE, 'Playback'), { format: 'S16_LE', channels: 2, rate: 48_000 });
  });

  it('takes the highest rate where there is no 48 kHz, and as many channels as there are', () => {
    assert.deepEqual(usbStream(SPEAKERPHONE, 'Capture'), { format: 'S16_LE', channels: 1, rate: 16_000 });
  });

  it('knows when there is nothing, or nothing it can read', () => {
    assert.equal(usbStream(SPEAKERPHONE.slice(0, SPEAKERPHONE.indexOf('Capture:')), 'Capture'), undefined);
    assert.equal(usbStream('', 'Playback'), undefined);
    assert.equal(usbStream('Playback:\n  Altset 1\n    Format: S16_LE\n', 'Playback'), undefined);
  });
});

describe('SoundCards', () => {
  let root: string;
  let clock: FakeClock;
  let set: string[];
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stentor-cards-'));
    clock = new FakeClock();
    set = [];
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const start = (changes: Partial<SoundProfile> = {}) => {
    const cards = new SoundCards({
      profile: {
        output: { card: 'stentor' },
        input: { card: 'stentor' },
        mixer: [
          { control: 'Bad', value: '1' },
          { control: 'Volume', value: '7,7' },
        ],
        ...changes,
      },
      folder: root,
      root,
      clock,
      log: createLog(() => undefined),
      setControl: async (card, control, value) => {
        if (control === 'Bad') throw new Error('no such control');
        set.push(`${card} ${control} ${value}`);
      },
    });
    return { devices: cards.devices, stop: cards.start() };
  };
  const conf = () => readFileSync(join(root, 'asound.conf'), 'utf8');
  const plug = (card: string, ...devices: string[]) => {
    for (const device of devices) mkdirSync(join(root, 'proc/asound', card, device), { recursive: true });
  };

  it('names the devices by direction, whatever their numbers', () => {
    plug('stentor', 'pcm0c', 'pcm1p');
    const { devices, stop } = start();
    assert.deepEqual([devices.output, devices.input], ['stentor_output', 'stentor_input']);
    assert.equal(devices.environment['ALSA_CONFIG_PATH'], join(root, 'asound.conf'));
    const slave = 'format S16_LE channels 2 rate 48000';
    assert.match(
      conf(),
      new RegExp(`pcm.stentor_output \\{ type plug slave \\{ pcm "hw:CARD=stentor,DEV=1" ${slave} \\}`),
    );
    assert.match(
      conf(),
      new RegExp(`pcm.stentor_input \\{ type plug slave \\{ pcm "hw:CARD=stentor,DEV=0" ${slave} \\}`),
    );
    stop();
    assert.equal(clock.waiting, 0);
  });

  it('opens no microphone where there is none', () => {
    const { devices } = start({ input: null });
    assert.equal(devices.input, 'none');
    assert.doesNotMatch(conf(), /stentor_input/);
  });

  it('sets the mixer when the card appears, and again when it comes back; a control that is missing stops nothing', async () => {
    start();
    await clock.advance(5000);
    assert.deepEqual(set, []);
    plug('stentor', 'pcm0p');
    await clock.advance(2000);
    assert.deepEqual(set, ['stentor Volume 7,7']);
    await clock.advance(10_000);
    assert.equal(set.length, 1);
    rmSync(join(root, 'proc/asound/stentor'), { recursive: true });
    await clock.advance(2000);
    plug('stentor', 'pcm0p');
    await clock.advance(2000);
    assert.equal(set.length, 2);
  });

  it('drives a USB card in the form it has', () => {
    plug('stentorusb', 'pcm0p', 'pcm0c');
    writeFileSync(join(root, 'proc/asound/stentorusb/stream0'), SPEAKERPHONE);
    start({ output: { card: 'stentorusb' }, input: { card: 'stentorusb' } });
    assert.match(conf(), /"hw:CARD=stentorusb,DEV=0" format S16_LE channels 1 rate 16000/);
  });
});
