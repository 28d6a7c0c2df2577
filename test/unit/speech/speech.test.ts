import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { unavailable } from '../../../src/core/fault.ts';
import { createLog } from '../../../src/core/log.ts';
import { SPEECH_PARAMS } from '../../../src/speech/params.ts';
import { Speech, type SpokenSound } from '../../../src/speech/speech.ts';
import type { SpeechOrder, Synthesizer } from '../../../src/speech/synthesizer.ts';
import { decodeHere, wav } from '../../support/clip-library.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSettings } from '../../support/settings.ts';
import { soundFolder } from '../../support/sounds.ts';
import { until } from '../../support/until.ts';

/** A program that beeps whatever it is given, and remembers it. */
function fakeSynthesizer(name: string, ...voices: string[]) {
  const orders: (SpeechOrder & { readonly text: string })[] = [];
  const fake: Synthesizer & { orders: typeof orders; onSpeak: () => void } = {
    name,
    orders,
    onSpeak: () => undefined,
    voices: async () => {
      if (voices.length === 0) throw unavailable(`${name} cannot be run`);
      return voices.map(id => ({ id, name: id.toUpperCase(), language: id }));
    },
    speak: async order => {
      orders.push({ ...order, text: readFileSync(order.textFile, 'utf8') });
      fake.onSpeak();
      writeFileSync(order.soundFile, wav());
    },
  };
  return fake;
}

function fixture(...synthesizers: Synthesizer[]) {
  const folder = soundFolder();
  const { params } = fakeSettings({ more: [...SPEECH_PARAMS] });
  const played: { sound: SpokenSound; volume: number; ended: () => void }[] = [];
  const kept: string[] = [];
  const speech = new Speech({
    synthesizers,
    folder: folder.file('speech'),
    params,
    clock: new FakeClock('2026-03-01T08:00:00Z'),
    log: createLog(() => undefined),
    facts: () => ({ timeZone: 'UTC', name: 'Gate 4', address: '10.0.0.7' }),
    decode: decodeHere,
    play: (sound, volume, ended) => played.push({ sound, volume, ended }),
    silence: () => undefined,
    clips: {
      receive: async ({ fileName, name, content }) => {
        kept.push(`${fileName} ${name} ${(await text(content)).slice(0, 4)}`);
        return { id: '7' };
      },
    },
    playClip: (id, { volume }) => kept.push(`play ${id} at ${volume}`),
  });
  return { folder, params, played, kept, speech, files: () => readdirSync(folder.file('speech')) };
}

describe('Speech', () => {
  let espeak: ReturnType<typeof fakeSynthesizer>;
  let rig: ReturnType<typeof fixture>;

  beforeEach(async () => {
    espeak = fakeSynthesizer('eSpeak NG', 'af', 'de', 'en-gb', 'en-us');
    rig = fixture(espeak, fakeSynthesizer('Flite', 'slt'));
    await rig.speech.sweep();
  });
  afterEach(() => rig.folder.remove());

  it('says a text with what the speaker knows filled in', async () => {
    await rig.speech.say({ text: 'This is {{name}}\u0007, it is {{time}}', volume: 80 });
    assert.equal(espeak.orders[0]?.text, 'This is Gate 4, it is 08:00\n');
    const [{ sound, volume } = assert.fail()] = rig.played;
    assert.equal(volume, 80);
    assert.equal(sound.name, 'This is Gate 4, it is 08:00');
    assert.equal(statSync(sound.file).size, 2 * sound.frames);
  });

  it('leaves nothing on the disk when it was heard', async () => {
    await rig.speech.say({ text: 'one' });
    assert.deepEqual(
      rig.files().map(name => name.slice(-4)),
      ['.pcm'],
    );
    rig.played[0]?.ended();
    await until('the file is gone', () => rig.files().length === 0);
  });

  it('sweeps away what a power cut left', async () => {
    writeFileSync(rig.folder.file('speech/old.pcm'), 'x');
    await rig.speech.sweep();
    assert.deepEqual(rig.files(), []);
  });

  it('takes voice, speed and pitch as asked, else as set, else English', async () => {
    await rig.speech.say({ text: 'a', voice: 'de', rate: 200, pitch: 10 });
    await rig.speech.say({ text: 'b' });
    await rig.params.update({ 'Stentor.Speech.Voice': 'af', 'Stentor.Speech.Rate': 120, 'Stentor.Speech.Pitch': 70 });
    await rig.speech.say({ text: 'c' });
    await rig.params.update({ 'Stentor.Speech.Voice': 'gone' });
    await rig.speech.say({ text: 'd' });
    assert.deepEqual(
      espeak.orders.map(({ voice, rate, pitch }) => `${voice} ${rate} ${pitch}`),
      ['de 200 10', 'en-gb 160 50', 'af 120 70', 'en-gb 120 70'],
    );
  });

  it('refuses what it cannot say, and leaves nothing behind', async () => {
    await assert.rejects(rig.speech.say({ text: 'x', voice: '-f /etc/shadow' }), { kind: 'invalid', field: 'voice' });
    await assert.rejects(rig.speech.say({ text: 'a\u0001'.repeat(51_200) }), { kind: 'too-large', field: 'text' });
    await assert.rejects(rig.speech.say({ text: '{{secret}}' }), { kind: 'invalid', field: 'text' });
    espeak.onSpeak = () => {
      throw new Error('it broke');
    };
    await assert.rejects(rig.speech.say({ text: 'x' }), /it broke/);
    assert.deepEqual([rig.files(), rig.played], [[], []]);
  });

  it('keeps a text as a clip where that is asked for, and plays the clip', async () => {
    assert.equal(await rig.speech.say({ text: 'Closing time', keepAs: 'Closing' }), '7');
    assert.deepEqual(rig.kept, ['speech.wav Closing RIFF', 'play 7 at 100']);
    assert.deepEqual([rig.files(), rig.played], [[], []]);
  });

  it('makes one text at a time, in order, and takes no more than eight', async () => {
    const said = Array.from({ length: 8 }, (_, i) => rig.speech.say({ text: `number ${i}` }));
    await assert.rejects(rig.speech.say({ text: 'number 8' }), { kind: 'busy' });
    await Promise.all(said);
    assert.deepEqual(
      rig.played.map(({ sound }) => sound.name),
      Array.from({ length: 8 }, (_, i) => `number ${i}`),
    );
    await rig.speech.say({ text: 'again' });
  });

  it('speaks with the second program where the first is missing', async () => {
    const flite = fakeSynthesizer('Flite', 'kal', 'slt');
    const other = fixture(fakeSynthesizer('eSpeak NG'), flite);
    await other.speech.sweep();
    await other.speech.say({ text: 'hello' });
    assert.equal(flite.orders[0]?.voice, 'slt');
    assert.equal((await other.speech.state()).program, 'Flite');
    assert.ok(existsSync(other.played[0]?.sound.file ?? ''));
    other.folder.remove();
  });

  it('says what to install where there is no program', async () => {
    const none = fixture(fakeSynthesizer('eSpeak NG'), fakeSynthesizer('Flite'));
    const wanted = { kind: 'unavailable', message: /install Debian’s package espeak-ng/ };
    await assert.rejects(none.speech.say({ text: 'hello' }), wanted);
    await assert.rejects(none.speech.state(), wanted);
    none.folder.remove();
  });
});
