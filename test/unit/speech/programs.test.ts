import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { systemClock } from '../../../src/core/clock.ts';
import { createEspeak } from '../../../src/speech/espeak.ts';
import { createFlite } from '../../../src/speech/flite.ts';
import { decoded } from '../../support/decoded.ts';
import { hasProgram, soundFolder } from '../../support/sounds.ts';

const TEXT = "Attention, please. The door is open; `touch x`; $(touch x) && rm -rf '/'.";
const PROGRAMS = [
  { program: 'espeak-ng', make: createEspeak, voice: 'en-gb', least: 100 },
  { program: 'flite', make: createFlite, voice: 'slt', least: 2 },
] as const;

for (const { program, make, voice, least } of PROGRAMS) {
  describe(program, () => {
    let folder: ReturnType<typeof soundFolder>;
    beforeEach(function () {
      if (!hasProgram(program, '--version')) this.skip();
      folder = soundFolder();
      writeFileSync(folder.file('text'), TEXT);
    });
    afterEach(() => folder.remove());

    const spoken = async (order: { rate?: number; pitch?: number; voice?: string } = {}) => {
      const files = { textFile: folder.file('text'), soundFile: folder.file('sound.wav') };
      await make({ clock: systemClock }).speak({ ...files, voice, rate: 160, pitch: 50, ...order });
      return decoded(files.soundFile);
    };

    it('lists its voices', async () => {
      const voices = await make({ clock: systemClock }).voices();
      assert.ok(voices.length >= least, String(voices.length));
      assert.ok(voices.some(({ id, language, name }) => id === voice && language.startsWith('en') && name !== ''));
      assert.equal(new Set(voices.map(({ id }) => id)).size, voices.length);
    });

    it('speaks a text as sound, faster when it is told so', async () => {
      const usual = await spoken();
      assert.ok(usual.frames > 3 * 48_000 && usual.frames < 20 * 48_000, String(usual.frames));
      assert.ok(usual.lufs !== null && usual.lufs > -35, String(usual.lufs));
      assert.ok((await spoken({ rate: 320 })).frames < 0.7 * usual.frames);
    });

    it('fails for a voice it does not have', async function () {
      if (program === 'flite') this.skip(); // it takes the one it has
      await assert.rejects(spoken({ voice: 'tlh-xx' }), { kind: 'failed' });
    });
  });
}

describe('a speech program that is not installed', () => {
  it('is unavailable', async () => {
    for (const { make } of PROGRAMS)
      await assert.rejects(make({ clock: systemClock, program: 'no-such-program' }).voices(), { kind: 'unavailable' });
  });
});
