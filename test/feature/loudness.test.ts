import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { Clip, Clips } from '../../src/api/contract.ts';
import { factorOf } from '../../src/dsp/format.ts';
import { Loudness } from '../../src/dsp/loudness.ts';
import { TruePeak } from '../../src/dsp/true-peak.ts';
import { wav } from '../support/signals.ts';
import { babble, noise, sine } from '../support/sounds.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const SECONDS = 3;

function lufsOf(samples: Float32Array): number {
  const loudness = new Loudness();
  loudness.add(samples);
  return loudness.integrated() ?? -Infinity;
}

function truePeakOf(samples: Float32Array): number {
  const peak = new TruePeak();
  peak.add(samples);
  return 20 * Math.log10(peak.finish());
}

/** A sound as a clip of this loudness; what does not fit is cut off, as careless people do. */
function clipOf(sound: Float32Array, lufs: number): Int16Array {
  let factor = 1;
  for (let round = 0; round < 30; round++) factor *= factorOf(lufs - lufsOf(cut(sound, factor)));
  return Int16Array.from(cut(sound, factor), sample => Math.round(sample * 32_767));
}

const cut = (sound: Float32Array, factor: number) => sound.map(x => Math.max(-1, Math.min(1, x * factor)));

const random = noise(11);
const CLIPS: readonly (readonly [lufs: number, sound: Float32Array])[] = [
  [-35, sine(440, 48_000, SECONDS * 48_000, 0.1)],
  [-29, babble(SECONDS)],
  [-23, Float32Array.from({ length: SECONDS * 48_000 }, () => random() * 0.1)],
  [-17, babble(SECONDS).map(sample => -sample)],
  [-11, sine(1000, 48_000, SECONDS * 48_000, 0.1)],
  [-6, sine(300, 48_000, SECONDS * 48_000, 0.3).map((x, i) => x + 0.1 * Math.sin(i / 5))],
];

describe('the loudness of audio clips', function () {
  this.timeout(90_000);
  let stentor: Stentor;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    for (const [lufs, sound] of CLIPS) await stentor.upload(`clip${lufs}.wav`, wav(clipOf(sound, lufs)));
  });
  after(() => stentor.stop());

  const clips = async () => ((await (await stentor.fetch('/api/clips')).json()) as Clips).clips;

  /** What leaves the card while a clip plays. */
  async function played({ id }: Clip): Promise<Float32Array> {
    const from = stentor.card.deviceTime();
    assert.equal(await (await stentor.fetch(`/axis-cgi/playclip.cgi?clip=${id}`)).text(), 'OK\nplaying=' + id);
    await eventually('the clip is over', async () => {
      const { playing } = (await (await stentor.fetch('/api/audio')).json()) as { playing: unknown[] };
      return playing.length === 0;
    });
    const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
    return Float32Array.from(left, sample => sample / 32_768);
  }

  it('is as they were made before', async () => {
    for (const [i, clip] of (await clips()).entries())
      assert.ok(Math.abs((clip.lufs ?? 0) - (CLIPS[i]?.[0] ?? 0)) < 0.3, `${clip.name}: ${clip.lufs}`);
  });

  it('is the same for all within 1 LU, whatever they came with, and no clip gets above −1 dBTP', async () => {
    const measured: number[] = [];
    for (const clip of await clips()) {
      const sound = await played(clip);
      measured.push(lufsOf(sound));
      assert.ok(truePeakOf(sound) <= -1 + 0.05, `${clip.name}: ${truePeakOf(sound)} dBTP`);
    }
    const spread = Math.max(...measured) - Math.min(...measured);
    assert.ok(spread <= 1, measured.map(lufs => lufs.toFixed(2)).join(' '));
    assert.ok(Math.abs((measured[0] ?? 0) + 18) < 0.5, `${measured[0]} LUFS`);
  });

  it('is the clip’s own where that is chosen', async () => {
    const [first] = await clips();
    if (first === undefined) throw new Error('there is no clip');
    const change = await stentor.fetch(`/api/clips/${first.id}`, { method: 'PATCH', body: '{"ownGain":true}' });
    assert.equal(((await change.json()) as Clip).gainDb, 0);
    const lufs = lufsOf(await played(first));
    assert.ok(Math.abs(lufs + 35) < 0.5, `${lufs} LUFS`);
  });

  it('is left alone when it is switched off', async () => {
    await stentor.keepGains();
    assert.ok((await clips()).every(({ gainDb }) => gainDb === 0));
    const [loudest] = (await clips()).slice(-1);
    if (loudest === undefined) throw new Error('there is no clip');
    const lufs = lufsOf(await played(loudest));
    assert.ok(lufs > -8, `${lufs} LUFS`);
  });
});
