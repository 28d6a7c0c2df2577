import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { SAMPLE_RATE } from '../../src/dsp/format.ts';
import { writeWav } from '../../src/dsp/wav.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

describe('a speaker that returns to the factory default', () => {
  let stentor: Stentor;
  afterEach(() => stentor.stop());

  async function lived() {
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.upload('Ding.wav', writeWav(new Int16Array(SAMPLE_RATE / 10), SAMPLE_RATE));
    await stentor.fetch('/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=-6');
    assert.ok(existsSync(join(stentor.state, 'users.json')));
    return readFileSync(join(stentor.state, 'tls/self-signed.pem'), 'utf8');
  }
  const session = async () =>
    ((await (await stentor.fetch('/api/session').catch(() => undefined))?.json()) as { state: string } | undefined)
      ?.state;
  const isNew = () => eventually('it is new', async () => (await session()) === 'setup');
  const certificate = () => readFileSync(join(stentor.state, 'tls/self-signed.pem'), 'utf8');

  it('keeps its certificate with factorydefault.cgi, and nothing of its accounts and clips', async () => {
    const before = await lived();
    const answer = await stentor.fetch('/axis-cgi/factorydefault.cgi');
    assert.match(await answer.text(), /factoryMessage\.shtml/);
    await isNew();
    assert.equal(certificate(), before);
    await stentor.setUp();
    const clips = await (await stentor.fetch('/axis-cgi/param.cgi?action=list&group=MediaClip')).text();
    assert.doesNotMatch(clips, /Ding/);
    assert.match(stentor.output(), /returned to the factory default/);
  });

  it('keeps nothing with hardfactorydefault.cgi', async () => {
    const before = await lived();
    await stentor.fetch('/axis-cgi/hardfactorydefault.cgi');
    await isNew();
    assert.notEqual(certificate(), before);
    await stentor.setUp();
    assert.equal((await stentor.fetch('/api/clips')).status, 200);
  });

  it('finishes a reset that was ordered before its process died', async () => {
    await lived();
    const { state } = stentor;
    await stentor.fetch('/axis-cgi/factorydefault.cgi');
    stentor.process.kill('SIGKILL');
    await eventually('it is dead', () => stentor.process.signalCode !== null || stentor.process.exitCode !== null);
    const first = stentor;
    stentor = await startStentor({ state });
    assert.equal(await session(), 'setup');
    await first.stop();
  });
});
