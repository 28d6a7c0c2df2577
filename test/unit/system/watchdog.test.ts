import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { type LifeSign, Watchdog } from '../../../src/system/watchdog.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function watched(...signs: LifeSign[]) {
  const clock = new FakeClock();
  const told: string[] = [];
  const notifier = {
    ready: () => told.push('ready'),
    status: (text: string) => told.push(text),
    watchdog: () => told.push('alive'),
  };
  const off = new Watchdog({ notifier, signs, clock, log: createLog(() => undefined) }).start();
  return { clock, told, off, alive: () => told.filter(word => word === 'alive').length };
}

describe('the watchdog', () => {
  it('is fed while all signs of life are there', async () => {
    const { clock, told, off } = watched(
      () => undefined,
      async () => undefined,
    );
    assert.deepEqual(told, ['ready', 'Running']);
    await clock.advance(20_000);
    assert.deepEqual(told.slice(2), ['alive', 'alive', 'alive', 'alive']);
    off();
    await clock.advance(20_000);
    assert.equal(told.length, 6);
  });

  it('is fed at least twice in the 30 s that it waits', async () => {
    const { clock, alive } = watched(() => undefined);
    await clock.advance(30_000);
    assert.ok(alive() >= 2);
  });

  it('starves while one is missing, and the reason is told once', async () => {
    let wrong: string | undefined;
    const { clock, told, alive } = watched(
      () => undefined,
      () => wrong,
    );
    await clock.advance(5000);
    wrong = 'the audio process does not run';
    await clock.advance(30_000);
    assert.equal(alive(), 1);
    assert.deepEqual(told.slice(3), ['the audio process does not run']);
    wrong = undefined;
    await clock.advance(5000);
    assert.deepEqual(told.slice(4), ['alive', 'Running']);
  });

  it('starves where a sign never comes', async () => {
    const { clock, alive } = watched(() => new Promise(() => undefined));
    await clock.advance(60_000);
    assert.equal(alive(), 0);
  });

  it('starves where looking for a sign fails', async () => {
    const { clock, alive } = watched(async () => {
      throw new Error('bug');
    });
    await clock.advance(60_000);
    assert.equal(alive(), 0);
  });
});
