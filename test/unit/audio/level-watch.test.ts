import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { watchLevel } from '../../../src/audio/level-watch.ts';
import type { EngineStatus } from '../../../src/engine/contract.ts';
import { Listeners } from '../../../src/core/listeners.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('watchLevel', () => {
  it('tells a loud sound, and quiet after a second of it', async () => {
    const clock = new FakeClock();
    const statuses = new Listeners<[Pick<EngineStatus, 'meters'>]>();
    const told: boolean[] = [];
    watchLevel({ onStatus: statuses.add, alarmLevel: () => 50, clock, tell: triggered => told.push(triggered) });
    const hear = (inputPeakDb: number) => statuses.tell({ meters: { inputPeakDb } as EngineStatus['meters'] });
    hear(-6.1);
    assert.deepEqual(told, []);
    hear(-6);
    hear(-3);
    await clock.advance(900);
    hear(-50);
    assert.deepEqual(told, [true]);
    await clock.advance(100);
    hear(-50);
    assert.deepEqual(told, [true, false]);
  });
});
