import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { Attendance } from '../../../src/ui/data/attendance.ts';
import { Refusal } from '../../../src/ui/data/refusal.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const MINUTE = 60_000;

describe('the login of somebody who only looks', () => {
  let seen: boolean;
  let asked: number;
  let listeners: Set<() => void>;
  let leave: () => void;
  let clock: FakeClock;

  beforeEach(() => {
    clock = new FakeClock();
    seen = true;
    asked = 0;
    listeners = new Set();
    leave = new Attendance({
      isSeen: () => seen,
      onSeen: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      every: (ms, run) => clock.every(ms, run),
      ask: () => {
        asked += 1;
        return Promise.reject(new Refusal({ message: 'No answer.' }, 0));
      },
    }).start();
  });

  it('is used several times within the half hour that it lives unused', async () => {
    await clock.advance(29 * MINUTE);
    assert.equal(asked, 5);
  });

  it('is left to end while nobody can see the page, and used again when somebody comes back', async () => {
    seen = false;
    await clock.advance(20 * MINUTE);
    for (const listener of listeners) listener();
    assert.equal(asked, 0);
    seen = true;
    for (const listener of listeners) listener();
    assert.equal(asked, 1);
  });

  it('is not used after the logout', async () => {
    leave();
    await clock.advance(60 * MINUTE);
    assert.equal(asked, 0);
    assert.equal(listeners.size, 0);
  });
});
