import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { beep, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

describe('the life of a speaker', function () {
  this.timeout(60_000);
  let state: string;
  let stentor: Stentor;

  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'stentor-life-'));
    stentor = await startStentor({ state });
  });
  afterEach(async () => {
    await stentor.stop();
    await rm(state, { recursive: true, force: true });
  });

  const json = async (path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await (await stentor.fetch(path, init)).json()) as Record<string, Record<string, string>>;
  };
  const ready = async () =>
    (await json('/axis-cgi/systemready.cgi', { apiVersion: '1.0', method: 'systemready' }))['data'];
  const audiod = () => Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);
  const lives = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('begins without a password, and answers nothing but the way to set one', async () => {
    for (const [path, status] of [
      ['/axis-cgi/param.cgi?action=list', 401],
      ['/axis-cgi/playclip.cgi?clip=0', 401],
      ['/axis-cgi/mediaclip.cgi?action=stop', 401],
      ['/axis-cgi/restart.cgi', 401],
      ['/axis-cgi/pwdgrp.cgi?action=get', 401],
      ['/api/settings', 401],
      ['/api/clips', 401],
      ['/', 200],
      ['/api/session', 200],
    ] as const) {
      const answer = await fetch(`${stentor.https}${path}`);
      assert.equal(answer.status, status, path);
      assert.equal(answer.headers.get('axis-setup'), 'vapix');
    }
    assert.equal((await ready())?.['needsetup'], 'yes');
    await stentor.setUp();
    assert.equal((await ready())?.['needsetup'], 'no');
    assert.equal((await stentor.fetch('/axis-cgi/param.cgi?action=list&group=Brand')).status, 200);
  });

  it('goes on with accounts, clips and settings after restart.cgi', async () => {
    await stentor.setUp();
    await stentor.upload('beep.wav', wav(beep(100)));
    await stentor.fetch('/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=-6');
    const before = (await ready())?.['bootid'];
    assert.match(await (await stentor.fetch('/axis-cgi/restart.cgi')).text(), /restartMessage/);
    await eventually('it has started anew', async () => {
      const now = await ready().catch(() => undefined);
      return now?.['systemready'] === 'yes' && now['bootid'] !== before;
    });
    const list = await (
      await stentor.fetch('/axis-cgi/param.cgi?action=list&group=MediaClip.M0,AudioSource.A0.OutputGain')
    ).text();
    assert.match(list, /root\.MediaClip\.M0\.Name=beep\n/);
    assert.match(list, /root\.AudioSource\.A0\.OutputGain=-6\n/);
  });

  it('returns to the factory default when the button is held for ten seconds while it starts', async () => {
    await stentor.setUp();
    const press = (ms: number) => stentor.fetch('/api/board/press', { method: 'POST', body: JSON.stringify({ ms }) });
    const restarted = async () => {
      const before = (await ready())?.['bootid'];
      await stentor.fetch('/axis-cgi/restart.cgi');
      await eventually('it has started anew', async () => {
        const now = await ready().catch(() => undefined);
        return now?.['systemready'] === 'yes' && now['bootid'] !== before;
      });
    };
    await press(6000);
    await restarted();
    assert.equal((await ready())?.['needsetup'], 'no', 'six seconds wipe nothing');
    await press(20_000);
    await restarted();
    assert.equal((await ready())?.['needsetup'], 'yes');
  });

  it('has everything that it answered with OK after kill -9, and leaves no audio process behind', async () => {
    await stentor.setUp();
    await stentor.upload('beep.wav', wav(beep(100)));
    await stentor.fetch('/axis-cgi/param.cgi?action=update&AudioSource.A0.OutputGain=-12');
    const child = audiod();
    stentor.process.kill('SIGKILL');
    await eventually('the audio process has followed', () => !lives(child));
    stentor = await startStentor({ state });
    const list = await (
      await stentor.fetch('/axis-cgi/param.cgi?action=list&group=MediaClip.M0,AudioSource.A0.OutputGain')
    ).text();
    assert.match(list, /MediaClip\.M0\.Name=beep\n/);
    assert.match(list, /OutputGain=-12\n/);
  });

  it('ends when it is asked to, with its audio process', async () => {
    const child = audiod();
    stentor.process.kill('SIGTERM');
    const code = await new Promise(resolve => stentor.process.once('exit', resolve));
    assert.equal(code, 0);
    assert.equal(lives(child), false);
  });

  it('sounds as loud as it is set, and hears nothing with the microphone switched off', async () => {
    await stentor.setUp();
    await stentor.keepGains();
    await stentor.upload('beep.wav', wav(beep(500)));
    const peaks = async () => {
      const from = stentor.card.deviceTime();
      await stentor.fetch('/axis-cgi/playclip.cgi?clip=0&repeat=2');
      let input = -Infinity;
      await eventually('the clip is over', async () => {
        const health = await json('/api/audio');
        input = Math.max(input, Number(health['engine']?.['meters']?.['inputPeakDb' as never] ?? -Infinity));
        return health['playing']?.['length' as never] === (0 as never);
      });
      const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
      return { output: left.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0), input };
    };
    const set = async (path: string, value: string) =>
      assert.equal(await (await stentor.fetch(`/axis-cgi/param.cgi?action=update&${path}=${value}`)).text(), 'OK');

    const full = await peaks();
    assert.equal(full.output, 16_384);
    assert.ok(Math.abs(full.input - -6.02) < 0.1, `the microphone hears ${full.input} dBFS`);
    await set('AudioSource.A0.OutputGain', '-6.0206');
    assert.ok(Math.abs((await peaks()).output - 8192) <= 2);
    await set('AudioSource.A0.OutputGain', 'mute');
    assert.equal((await peaks()).output, 0);
    await set('AudioSource.A0.OutputGain', '0');
    await stentor.fetch('/api/board', { method: 'PATCH', body: '{"micSwitchOn":false}' });
    assert.deepEqual(await peaks(), { output: 16_384, input: -120 });
  });
});
