import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { noise } from '../support/sounds.ts';
import { wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const SECONDS = 20;

describe('the microphone beside the speaker', function () {
  this.timeout(120_000);
  let stentor: Stentor;

  before(async () => {
    const random = noise(7);
    // Noise whose loudness changes as that of speech does.
    const sound = Int16Array.from(
      { length: SECONDS * 48_000 },
      (_, n) => 9000 * random() * (1 + Math.sin((2 * Math.PI * 3 * n) / 48_000)),
    );
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('noise.wav', wav(sound));
  });
  after(() => stentor.stop());

  const set = async (on: boolean) => {
    const body = JSON.stringify({ 'Stentor.Audio.EchoCancellation': on });
    const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body });
    assert.ok(answer.ok, await answer.text());
  };
  const inputDb = async () => {
    const { engine } = (await (await stentor.fetch('/api/audio')).json()) as {
      engine?: { meters: { inputRmsDb: number } };
    };
    return engine?.meters.inputRmsDb ?? 0;
  };
  /** The mean level that the microphone has in the next second of the card. */
  async function level(): Promise<number> {
    const until = stentor.card.deviceTime() + 48_000;
    const seen: number[] = [];
    while (stentor.card.deviceTime() < until) {
      seen.push(await inputDb());
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return seen.reduce((sum, db) => sum + db, 0) / seen.length;
  }
  const pass = (seconds: number) => {
    const until = stentor.card.deviceTime() + seconds * 48_000;
    return eventually('time passes', () => stentor.card.deviceTime() > until);
  };

  it('does not hear it where echo cancellation is on, also after a pause', async () => {
    await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
    await pass(1);
    const echo = await level();
    await set(true);
    await pass(8);
    const rest = await level();
    assert.ok(echo - rest > 15, `from ${echo} to ${rest} dBFS`);
    await stentor.fetch('/axis-cgi/stopclip.cgi');
    await pass(2);
    await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=-1');
    await pass(1);
    const again = await level();
    assert.ok(echo - again > 15, `from ${echo} to ${again} dBFS: the echo comes as late as before the pause`);
    await set(false);
    await pass(1);
    assert.ok(Math.abs((await level()) - echo) < 3, 'off again');
  });
});
